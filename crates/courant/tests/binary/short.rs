//! Kept pages over a socket: what is answered below hyper is what hyper answers.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use crate::place::{Place, until};

/// A connection that stays open.
struct Line(BufReader<TcpStream>);

/// An answer as it came: its head's lines but `Date`, sorted, and its body.
#[derive(Debug, PartialEq, Eq)]
struct Answer {
    status: String,
    head: Vec<String>,
    body: Vec<u8>,
}

impl Line {
    fn open(to: SocketAddr) -> Line {
        let stream = TcpStream::connect(to).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        Line(BufReader::new(stream))
    }

    fn write(&mut self, text: &str) {
        self.0.get_mut().write_all(text.as_bytes()).unwrap();
    }

    fn read(&mut self, has_body: bool) -> Answer {
        let mut lines = Vec::new();
        loop {
            let mut line = String::new();
            assert!(self.0.read_line(&mut line).unwrap() > 0, "closed after {lines:?}");
            match line.trim_end() {
                "" => break,
                line => lines.push(line.to_owned()),
            }
        }
        let status = lines.remove(0);
        let length = lines.iter().find_map(|line| line.strip_prefix("content-length: "));
        let length = length.map_or(0, |length| length.parse().unwrap());
        let mut body = vec![0; if has_body { length } else { 0 }];
        self.0.read_exact(&mut body).unwrap();
        assert_eq!(
            lines.iter().filter(|line| line.starts_with("date: ") && line.ends_with(" GMT")).count(),
            1
        );
        lines.retain(|line| !line.starts_with("date: "));
        lines.sort();
        Answer { status, head: lines, body }
    }

    fn ask(&mut self, method: &str, path: &str, lines: &str) -> Answer {
        self.write(&format!("{method} {path} HTTP/1.1\r\nHost: a.example\r\n{lines}\r\n"));
        self.read(method == "GET")
    }

    fn is_closed(&mut self) -> bool {
        matches!(self.0.get_mut().read(&mut [0]), Ok(0) | Err(_))
    }
}

#[test]
fn below_hyper_and_through_it_the_answer_is_the_same() {
    let place = Place::sqlite();
    let token = place.token("editor");
    let server = place.serve().with_token(&token);
    let path = server.publish("Kept");
    server.get(&path).expect(200);
    let (mut below, mut through) = (Line::open(server.address), Line::open(server.address));
    // A cookie is not for the short way, and a connection that left it does not come back.
    through.ask("GET", &path, "Cookie: a=b\r\n");
    for accept in ["gzip", "br", "zstd", "identity", "gzip;q=0.5, zstd;q=0.4", ""] {
        let accept = format!("Accept-Encoding: {accept}\r\n");
        let found = below.ask("GET", &path, &accept);
        assert_eq!(found.status, "HTTP/1.1 200 OK");
        assert!(!found.body.is_empty());
        assert_eq!(through.ask("GET", &path, &accept), found);
        let tag = found.head.iter().find_map(|line| line.strip_prefix("etag: ")).unwrap().to_owned();
        for lines in [
            format!("{accept}If-None-Match: {tag}\r\n"),
            format!("{accept}If-None-Match: \"x\", W/{tag}\r\n"),
        ] {
            let known = below.ask("GET", &path, &lines);
            assert_eq!((known.status.as_str(), known.body.len()), ("HTTP/1.1 304 Not Modified", 0));
            assert_eq!(through.ask("GET", &path, &lines), known);
        }
        let head = below.ask("HEAD", &path, &accept);
        assert_eq!((&head.status, &head.head), (&found.status, &found.head));
        assert_eq!(through.ask("HEAD", &path, &accept), head);
    }
}

#[test]
fn a_page_that_is_asked_for_often_is_packed_better_and_stays_the_same() {
    let place = Place::sqlite();
    let token = place.token("editor");
    let server = place.serve().with_token(&token);
    let path = server.publish("Kept");
    let mut line = Line::open(server.address);
    let first = line.ask("GET", &path, "");
    assert!(!first.body.is_empty());
    // The packed page says when it was made anew.
    until("a better packing", || {
        assert_eq!(line.ask("GET", &path, ""), first);
        let packed = line.ask("GET", &path, "Accept-Encoding: gzip\r\n");
        packed.head.into_iter().find(|line| line.starts_with("etag: ") && line.ends_with("-gzip9\""))
    });
    let row = format!("GET {path} HTTP/1.1\r\nHost: a.example\r\n\r\n").repeat(400);
    let mut slow = Line::open(server.address);
    slow.write(&row);
    for _ in 0..400 {
        assert_eq!(slow.read(true), first);
    }
}

#[test]
fn requests_in_pieces_and_in_a_row_are_answered_in_turn() {
    let place = Place::sqlite();
    let token = place.token("editor");
    let server = place.serve().with_token(&token);
    let path = server.publish("Kept");
    let whole = server.get(&path).expect(200).body;
    let mut line = Line::open(server.address);
    let request = format!("GET {path} HTTP/1.1\r\nHost: a.example\r\n\r\n");
    for byte in request.split_inclusive(|_| true) {
        line.write(byte);
    }
    assert_eq!(line.read(true).body, whole.as_bytes());
    // A row of them at once, the last but one through the router, the end of the last held back.
    let (start, end) = request.split_at(request.len() - 7);
    line.write(&format!("{request}{request}GET /robots.txt?x=1 HTTP/1.1\r\nHost: a.example\r\n\r\n{start}"));
    assert_eq!(line.read(true).body, whole.as_bytes());
    assert_eq!(line.read(true).body, whole.as_bytes());
    assert!(String::from_utf8(line.read(true).body).unwrap().contains("Sitemap"));
    line.write(end);
    assert_eq!(line.read(true).body, whole.as_bytes());
    // What is no request is refused, not crashed into.
    let mut odd = Line::open(server.address);
    odd.write("GET / HTTP/9.9\r\n\r\n");
    assert!(odd.read(true).status.contains("400"));
    let mut long = Line::open(server.address);
    long.write(&format!("GET {path} HTTP/1.1\r\nHost: a.example\r\nX: {}\r\n\r\n", "x".repeat(20_000)));
    assert_eq!(long.read(true).body, whole.as_bytes());
}

#[test]
fn a_stale_page_is_new_on_the_same_connection_and_a_busy_page_is_packed_better() {
    let place = Place::sqlite();
    let token = place.token("editor");
    let server = place.serve().with_token(&token);
    let path = server.publish("Kept");
    let mut line = Line::open(server.address);
    assert!(!String::from_utf8_lossy(&line.ask("GET", &path, "").body).contains("Hello there"));
    server.comment(&path, "192.0.2.1", "Hello there").expect(303);
    assert!(String::from_utf8_lossy(&line.ask("GET", &path, "").body).contains("Hello there"));

    let quick = line.ask("GET", &path, "Accept-Encoding: br\r\n").body.len();
    until("it is packed better", || {
        (line.ask("GET", &path, "Accept-Encoding: br\r\n").body.len() < quick).then_some(())
    });
}

#[test]
fn an_open_connection_does_not_keep_the_server_from_ending() {
    let place = Place::sqlite();
    let server = place.serve();
    let (mut idle, mut begun, mut through) =
        (Line::open(server.address), Line::open(server.address), Line::open(server.address));
    begun.write("GET / HT");
    through.ask("GET", "/?x=1", "");
    assert_eq!(server.end("-TERM"), Some(0));
    assert!(idle.is_closed() && begun.is_closed() && through.is_closed());
}
