//! A tiny outlet on a loopback port, and a wire that may reach it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use wire::{Config, Wire};

/// What the outlet received: the request line, the headers in lower case, the body.
#[derive(Clone, Debug)]
pub struct Request {
    /// The verb.
    pub method: String,
    /// The path asked for.
    pub path: String,
    /// The header lines.
    pub headers: Vec<String>,
    /// As many bytes as were announced.
    pub body: String,
}

impl Request {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

/// Answers each connection's one request, on a thread of its own, until the test ends.
pub struct Outlet {
    pub address: SocketAddr,
    requests: Arc<Mutex<Vec<Request>>>,
    robots_asked: Arc<AtomicUsize>,
}

impl Outlet {
    /// `answer` writes the raw answer, status line included; the connection closes behind it. There is no
    /// robots.txt, and who asks for it is not counted among the requests.
    pub fn open(answer: impl Fn(&Request, &mut TcpStream) + Send + Sync + 'static) -> Self {
        let nothing = b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
        Self::with_robots(|_, stream| send(stream, nothing), answer)
    }

    /// [`Outlet::open`] with an answer of its own to those who ask for robots.txt.
    pub fn with_robots(
        robots: impl Fn(&Request, &mut TcpStream) + Send + Sync + 'static,
        answer: impl Fn(&Request, &mut TcpStream) + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&requests);
        let (answer, robots) = (Arc::new(answer), Arc::new(robots));
        let robots_asked = Arc::new(AtomicUsize::new(0));
        let asked = Arc::clone(&robots_asked);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { return };
                let (kept, answer, robots) = (Arc::clone(&kept), Arc::clone(&answer), Arc::clone(&robots));
                let asked = Arc::clone(&asked);
                thread::spawn(move || {
                    let Some(request) = read(&stream) else { return };
                    if request.path == "/robots.txt" {
                        asked.fetch_add(1, Ordering::SeqCst);
                        return robots(&request, &mut stream);
                    }
                    kept.lock().unwrap().push(request.clone());
                    answer(&request, &mut stream);
                });
            }
        });
        Self { address, requests, robots_asked }
    }

    /// An outlet that gives the same bytes to everybody.
    pub fn of(bytes: impl Into<Vec<u8>>) -> Self {
        let bytes = bytes.into();
        Self::open(move |_, stream| send(stream, &bytes))
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }

    /// How often robots.txt was asked for.
    pub fn robots_asked(&self) -> usize {
        self.robots_asked.load(Ordering::SeqCst)
    }

    /// A wire with short patience that may reach this outlet.
    pub fn wire(&self) -> Wire {
        Wire::new(self.config()).unwrap()
    }

    pub fn config(&self) -> Config {
        Config {
            allow: vec![self.address],
            total_timeout: Duration::from_secs(5),
            connect_timeout: Duration::from_secs(2),
            max_bytes: 100_000,
            ..Config::default()
        }
    }
}

/// Writes what the other side still takes: a wire that has seen enough hangs up.
pub fn send(stream: &mut TcpStream, bytes: &[u8]) {
    drop(stream.write_all(bytes));
}

/// A whole answer with its length.
pub fn ok(headers: &str, body: &[u8]) -> Vec<u8> {
    let head =
        format!("HTTP/1.1 200 OK\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

pub fn redirect(status: u16, location: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 {status} Moved\r\nlocation: {location}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
    )
    .into()
}

fn read(stream: &TcpStream) -> Option<Request> {
    let mut stream = BufReader::new(stream);
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).ok()?;
        match line.trim_end() {
            "" => break,
            line => lines.push(line.to_owned()),
        }
    }
    let mut words = lines.first()?.split(' ').map(str::to_owned);
    let (method, path) = (words.next()?, words.next()?);
    let headers = lines[1..].iter().map(|line| line.to_lowercase()).collect();
    let mut request = Request { method, path, headers, body: String::new() };
    let length = request.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    stream.take(length).read_to_string(&mut request.body).ok()?;
    Some(request)
}
