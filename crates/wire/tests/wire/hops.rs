//! What was exchanged is kept as it was sent.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::mpsc::channel;
use std::thread;

use wire::{Accept, Answer, Config, Refusal, Request, Wire};

use crate::outlet::{Outlet, ok, redirect, send};

#[test]
fn a_request_is_kept_to_the_letter() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (tell, told) = channel();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut bytes = vec![0; 4096];
            let read = stream.read(&mut bytes).unwrap();
            tell.send(bytes[..read].to_vec()).unwrap();
            send(&mut stream, &ok("", b"x"));
        }
    });
    let wire = Wire::new(Config { allow: vec![address], ..Config::default() }).unwrap();
    let request = Request {
        etag: Some("\"1\"".into()),
        ..Request::new(format!("http://{address}/a/b?c=d&e#f"), Accept::Page)
    };
    let Ok(Answer::Fresh(exchange)) = wire.ask(request) else { panic!("nothing came") };
    assert!(told.recv().unwrap().starts_with(b"GET /robots.txt"));
    let sent = String::from_utf8(told.recv().unwrap()).unwrap();
    let [hop] = exchange.hops.as_slice() else { panic!("{:?}", exchange.hops) };
    assert_eq!(String::from_utf8_lossy(&hop.request), sent);
    assert_eq!(hop.address, format!("http://{address}/a/b?c=d&e"));
    assert_eq!((hop.peer, hop.protocol), (Some(address.ip()), "http/1.1"));
}

#[test]
fn an_answer_is_kept_as_sent_with_its_own_words_and_bytes() {
    let text = "water ".repeat(2_000);
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(text.as_bytes()).unwrap();
    let packed = gzip.finish().unwrap();
    let head = format!(
        "HTTP/1.1 203 As We Heard It\r\nX-Place: Caf\u{fffd}\r\nContent-Encoding: gzip\r\ncontent-length: {}\r\n\r\n",
        packed.len() + 3
    );
    // Bytes outside UTF-8, and padding behind the packed text, are kept like the rest.
    let mut answer: Vec<u8> = head.replace('\u{fffd}', "~").into_bytes();
    for byte in &mut answer {
        *byte = if *byte == b'~' { 0xe9 } else { *byte };
    }
    answer.extend_from_slice(&packed);
    answer.extend_from_slice(b"\0\0\0");
    let outlet = Outlet::of(answer);
    let exchange = outlet.wire().get(&outlet.url("/"), Accept::Page).unwrap();
    assert_eq!(exchange.body.as_ref(), text.as_bytes());
    let hop = &exchange.hops[0];
    assert_eq!(hop.payload.as_ref(), [&packed[..], b"\0\0\0"].concat());
    assert!(!hop.cut);
    assert!(hop.response.starts_with(b"HTTP/1.1 203 As We Heard It\r\nx-place: Caf\xe9\r\n"), "{hop:?}");
    assert!(hop.response.ends_with(b"\r\n\r\n"));
}

#[test]
fn every_hop_is_kept_and_chunks_are_put_together() {
    let outlet = Outlet::open(|request, stream| {
        match request.path.as_str() {
        "/a" => send(stream, &redirect(301, "/b")),
        "/b" => send(
            stream,
            b"HTTP/1.1 302 Found\r\nlocation: /c\r\ncontent-length: 5\r\nconnection: close\r\n\r\nmoved",
        ),
        _ => send(
            stream,
            b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
        ),
    }
    });
    let exchange = outlet.wire().get(&outlet.url("/a"), Accept::Page).unwrap();
    let kept: Vec<_> =
        exchange.hops.iter().map(|hop| (hop.address.clone(), hop.payload.to_vec(), hop.cut)).collect();
    assert_eq!(
        kept,
        [
            (outlet.url("/a"), vec![], false),
            (outlet.url("/b"), vec![], true),
            (outlet.url("/c"), b"abcde".to_vec(), false)
        ]
    );
    assert!(exchange.hops[0].response.starts_with(b"HTTP/1.1 301 Moved\r\nlocation: /b\r\n"));
    // What is sent as it is lies in memory once.
    assert_eq!(exchange.body.as_ptr(), exchange.hops[2].payload.as_ptr());
}

#[test]
fn pictures_and_style_sheets_are_kept_too_and_what_only_programs_read_is_not() {
    let outlet = Outlet::of(ok("", b"x"));
    let wire = outlet.wire();
    for (accept, kept) in [(Accept::Image, 1), (Accept::Style, 1), (Accept::Feed, 0), (Accept::Json, 0)] {
        assert_eq!(wire.get(&outlet.url("/"), accept).unwrap().hops.len(), kept, "{accept:?}");
    }
    assert!(wire.post_form(&outlet.url("/hub"), &[("a", "b")]).unwrap().hops.is_empty());
}

#[test]
fn a_style_sheet_is_asked_for_by_the_rules_for_pages_and_read_up_to_half_a_mebibyte() {
    let shut = Outlet::with_robots(
        |_, stream| send(stream, &ok("", b"User-agent: *\nDisallow: /")),
        |_, stream| send(stream, &ok("", b"x")),
    );
    let refusal = shut.wire().get(&shut.url("/a.css"), Accept::Style).unwrap_err();
    assert!(matches!(refusal, Refusal::Robots { .. }), "{refusal}");
    let long = Outlet::of(ok("content-type: text/css\r\n", &vec![b' '; 600_000]));
    let wire = Wire::new(Config { max_bytes: 10_000_000, ..long.config() }).unwrap();
    let refusal = wire.get(&long.url("/a.css"), Accept::Style).unwrap_err();
    assert_eq!(refusal, Refusal::TooLarge { host: "127.0.0.1".into(), limit: 524_288 });
    assert_eq!(wire.get(&long.url("/a.css"), Accept::Page).unwrap().body.len(), 600_000);
}

#[test]
fn nothing_says_who_we_are_to_others_than_the_outlet() {
    let outlet = Outlet::of(ok("Set-Cookie: who=you\r\n", b"x"));
    let wire = outlet.wire();
    wire.get(&outlet.url("/"), Accept::Page).unwrap();
    let again = wire.get(&outlet.url("/"), Accept::Page).unwrap();
    let request = String::from_utf8(again.hops[0].request.to_vec()).unwrap();
    assert!(!request.contains("cookie:") && !request.contains("authorization:"), "{request}");
    assert!(again.hops[0].response.windows(11).any(|at| at == b"set-cookie:"), "it was sent, so it is kept");
}
