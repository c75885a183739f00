//! An outlet on this machine: each address answers as a closure says, and what was asked is remembered.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};

/// How the outlet answers.
pub enum Reply {
    /// A whole answer: status, content type, body.
    Page(u16, &'static str, Vec<u8>),
    /// A redirect.
    Moved(String),
    /// A redirect for good.
    MovedForGood(String),
    /// So many bytes, as a page.
    Long(usize),
    /// Too many requests; so many seconds should be waited.
    Later(u64),
    /// Takes the request and never answers.
    Silence,
}

pub struct Outlet {
    pub address: SocketAddr,
    asked: Mutex<Receiver<String>>,
    /// Every path asked for.
    all: Arc<Mutex<Vec<String>>>,
    agent: Arc<Mutex<String>>,
}

impl Outlet {
    /// Opens an outlet that lives as long as the test program. It has no robots.txt, and nobody need count
    /// with that question.
    pub fn open(answer: impl Fn(&str) -> Reply + Send + Sync + 'static) -> Outlet {
        Outlet::with_robots(|| Reply::Page(404, "text/plain", Vec::new()), answer)
    }

    /// [`Outlet::open`] with an answer to those who ask for robots.txt.
    pub fn with_robots(
        robots: impl Fn() -> Reply + Send + Sync + 'static,
        answer: impl Fn(&str) -> Reply + Send + Sync + 'static,
    ) -> Outlet {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (tell, asked) = channel();
        let (answer, robots) = (Arc::new(answer), Arc::new(robots));
        let agent = Arc::new(Mutex::new(String::new()));
        let all = Arc::new(Mutex::new(Vec::new()));
        let noted = all.clone();
        let heard = agent.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (answer, robots, tell) = (answer.clone(), robots.clone(), tell.clone());
                let (heard, noted) = (heard.clone(), noted.clone());
                std::thread::spawn(move || {
                    let Some((path, agent)) = asked_for(&stream) else { return };
                    if path == "/robots.txt" {
                        serve(stream, robots());
                    } else {
                        *heard.lock().unwrap() = agent;
                        noted.lock().unwrap().push(path.clone());
                        // Nobody may be listening any more.
                        let _ = tell.send(path.clone());
                        serve(stream, answer(&path));
                    }
                });
            }
        });
        Outlet { address, asked: Mutex::new(asked), all, agent }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// How often a path was asked for.
    pub fn asked_for(&self, path: &str) -> usize {
        self.all.lock().unwrap().iter().filter(|asked| *asked == path).count()
    }

    /// The `User-Agent` of the last one who asked for something.
    pub fn agent(&self) -> String {
        self.agent.lock().unwrap().clone()
    }

    /// Waits until an address has been asked for; those asked before it are passed over.
    pub fn wait_for(&self, path: &str) {
        let asked = self.asked.lock().unwrap();
        let patience = std::time::Duration::from_secs(30);
        while asked.recv_timeout(patience).unwrap_or_else(|_| panic!("{path} was never asked for")) != path {}
    }
}

/// The path asked for, and by whom.
fn asked_for(stream: &TcpStream) -> Option<(String, String)> {
    let mut reader = BufReader::new(stream);
    let mut agent = String::new();
    let mut first = String::new();
    reader.read_line(&mut first).ok()?;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? <= 2 {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("user-agent")
        {
            agent = value.trim().to_owned();
        }
    }
    Some((first.split(' ').nth(1)?.to_owned(), agent))
}

/// Writes an answer. A reader that has had enough hangs up; that is no error here.
fn serve(mut stream: TcpStream, reply: Reply) {
    let head = |status: u16, more: &str| format!("HTTP/1.1 {status} X\r\nconnection: close\r\n{more}\r\n");
    let _ = match reply {
        Reply::Page(status, mime, body) => {
            let more = format!("content-type: {mime}\r\ncontent-length: {}\r\n", body.len());
            stream.write_all(head(status, &more).as_bytes()).and_then(|()| stream.write_all(&body))
        }
        Reply::MovedForGood(to) => {
            stream.write_all(head(301, &format!("location: {to}\r\ncontent-length: 0\r\n")).as_bytes())
        }
        Reply::Moved(to) => {
            stream.write_all(head(302, &format!("location: {to}\r\ncontent-length: 0\r\n")).as_bytes())
        }
        Reply::Long(bytes) => {
            let page = [b'a'; 65_536];
            let begun = stream.write_all(head(200, "content-type: text/html\r\n").as_bytes());
            begun.and_then(|()| (0..bytes / page.len()).try_for_each(|_| stream.write_all(&page)))
        }
        Reply::Later(seconds) => {
            let more = format!("retry-after: {seconds}\r\ncontent-length: 0\r\n");
            stream.write_all(head(429, &more).as_bytes())
        }
        Reply::Silence => {
            // Holds on until the other side lets go.
            let mut rest = String::new();
            BufReader::new(&stream).read_line(&mut rest).map(drop)
        }
    };
}

/// An article with enough words to be taken for one.
pub fn article(headline: &str, sentence: &str) -> String {
    let paragraph = format!("<p>{}</p>", format!("{sentence} ").repeat(12));
    format!(
        "<!doctype html><html><head><title>{headline}</title></head><body><nav><a href=/>Home</a></nav><article><h1>{headline}</h1>{}</article></body></html>",
        paragraph.repeat(4)
    )
}
