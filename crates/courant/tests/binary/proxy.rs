//! A way to PostgreSQL that can be cut and mended.

use std::net::Shutdown;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use tempfile::TempDir;

const SOCKET: &str = ".s.PGSQL.5432";

pub struct Proxy {
    directory: TempDir,
    server: PathBuf,
    rest: String,
    open: Arc<Mutex<Vec<UnixStream>>>,
    cut: Arc<AtomicBool>,
}

impl Proxy {
    /// A way to the database of an address that names a socket's directory.
    pub fn to(address: &str) -> Proxy {
        let (login, place) = address.rsplit_once('@').expect("the test server's address names a user");
        let (host, database) = place.split_once('/').expect("and a database");
        let host = host.replace("%2F", "/");
        assert!(host.starts_with('/'), "the test server must be reached by a socket, not at {host}");
        let directory = TempDir::new().unwrap();
        let rest =
            format!("{login}@{}/{database}", directory.path().display().to_string().replace('/', "%2F"));
        let server = PathBuf::from(host).join(SOCKET);
        let proxy = Proxy { directory, server, rest, open: Arc::default(), cut: Arc::default() };
        proxy.mend();
        proxy
    }

    /// The address through here.
    pub fn address(&self) -> String {
        self.rest.clone()
    }

    /// Ends every connection and takes no new one.
    pub fn cut(&self) {
        self.cut.store(true, Ordering::SeqCst);
        std::fs::remove_file(self.directory.path().join(SOCKET)).unwrap();
        for stream in self.open.lock().unwrap().drain(..) {
            // One end may have hung up already.
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    /// Takes connections again.
    pub fn mend(&self) {
        let listener = UnixListener::bind(self.directory.path().join(SOCKET)).unwrap();
        self.cut.store(false, Ordering::SeqCst);
        let (server, open, cut) = (self.server.clone(), self.open.clone(), self.cut.clone());
        std::thread::spawn(move || {
            for near in listener.incoming().flatten() {
                let Ok(far) = UnixStream::connect(&server) else { continue };
                let mut streams = open.lock().unwrap();
                if cut.load(Ordering::SeqCst) {
                    break;
                }
                streams.extend([near.try_clone().unwrap(), far.try_clone().unwrap()]);
                drop(streams);
                carry(near.try_clone().unwrap(), far.try_clone().unwrap());
                carry(far, near);
            }
        });
    }
}

fn carry(mut from: UnixStream, mut to: UnixStream) {
    std::thread::spawn(move || {
        let _ = std::io::copy(&mut from, &mut to);
        let _ = to.shutdown(Shutdown::Both);
        let _ = from.shutdown(Shutdown::Both);
    });
}
