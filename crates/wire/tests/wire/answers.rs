//! Whole answers and broken ones.

use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use wire::{Accept, Config, Refusal, Wire};

use crate::outlet::{Outlet, Request, ok, send};

#[test]
fn a_page_comes_with_its_exact_bytes_and_headers() {
    let page = b"<h1>Caf\xe9</h1>";
    let outlet = Outlet::of(ok("Content-Type: text/html; charset=iso-8859-1\r\nX-Second: 2\r\n", page));
    let exchange = outlet.wire().get(&outlet.url("/a?b=c#part"), Accept::Page).unwrap();
    assert_eq!(exchange.body.as_ref(), page);
    assert_eq!(exchange.status, 200);
    assert_eq!(exchange.request_url, outlet.url("/a?b=c"));
    assert_eq!(exchange.final_url, exchange.request_url);
    assert!(exchange.redirects.is_empty());
    assert_eq!(exchange.header("content-type"), Some("text/html; charset=iso-8859-1"));
    let names: Vec<&str> = exchange.headers.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["content-type", "x-second", "content-length", "connection"]);
}

#[test]
fn we_say_who_we_are_and_what_we_want() {
    let outlet = Outlet::of(ok("", b"x"));
    let wire = outlet.wire();
    wire.get(&outlet.url("/page"), Accept::Page).unwrap();
    wire.get(&outlet.url("/image"), Accept::Image).unwrap();
    let requests = outlet.requests();
    let agent = requests[0].header("user-agent").unwrap();
    assert_eq!(agent, "courant/0.1 (a person asked to clip this page)");
    assert!(requests[0].header("accept").unwrap().starts_with("text/html"));
    assert!(requests[1].header("accept").unwrap().contains("image/png"));
    for request in &requests {
        assert_eq!(request.header("accept-encoding"), Some("gzip, br"));
        assert_eq!(request.header("referer"), None);
    }
}

#[test]
fn a_cookie_is_not_carried_to_the_next_request() {
    let outlet = Outlet::of(ok("Set-Cookie: who=you; Path=/\r\n", b"x"));
    let wire = outlet.wire();
    for _ in 0..2 {
        wire.get(&outlet.url("/"), Accept::Page).unwrap();
    }
    assert!(outlet.requests().iter().all(|request| request.header("cookie").is_none()));
    assert_eq!(outlet.requests().len(), 2);
}

#[test]
fn gzip_and_brotli_are_unpacked_and_said_in_the_headers() {
    let text = "water ".repeat(2_000);
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(text.as_bytes()).unwrap();
    let mut br = Vec::new();
    brotli::CompressorWriter::new(&mut br, 4096, 5, 22).write_all(text.as_bytes()).unwrap();
    for (coding, packed) in [("gzip", gzip.finish().unwrap()), ("br", br)] {
        let outlet = Outlet::of(ok(&format!("Content-Encoding: {coding}\r\n"), &packed));
        let exchange = outlet.wire().get(&outlet.url("/"), Accept::Page).unwrap();
        assert_eq!(exchange.body, text.as_bytes());
        assert_eq!(exchange.header("content-encoding"), Some(coding));

        let cut = Outlet::of(ok(&format!("Content-Encoding: {coding}\r\n"), &packed[..packed.len() / 2]));
        let refusal = cut.wire().get(&cut.url("/"), Accept::Page).unwrap_err();
        assert!(matches!(refusal, Refusal::Broken { .. }), "{coding} cut short: {refusal}");
    }
}

#[test]
fn a_packing_we_did_not_ask_for_is_refused_and_so_is_one_inside_another() {
    for (headers, encoding) in [
        ("Content-Encoding: zstd\r\n", "zstd"),
        ("Content-Encoding: deflate\r\n", "deflate"),
        ("Content-Encoding: gzip, gzip\r\n", "gzip, gzip"),
        ("Content-Encoding: gzip\r\nContent-Encoding: br\r\n", "gzip, br"),
    ] {
        let outlet = Outlet::of(ok(headers, b"x"));
        let refusal = outlet.wire().get(&outlet.url("/"), Accept::Page).unwrap_err();
        assert_eq!(refusal, Refusal::Encoding { host: "127.0.0.1".into(), encoding: encoding.into() });
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(bytes).unwrap();
    gzip.finish().unwrap()
}

#[test]
fn a_body_of_several_gzips_is_read_whole_and_padding_is_not() {
    let members = [gzip(b"the first, "), gzip(b""), gzip(b"the second")].concat();
    for padding in [&b""[..], b"\0\0\0\0\0\0\0\0", b"\x1f", b"\x1f\0\x1f\x8b", b"trailing"] {
        let body = [&members, padding].concat();
        // All at once, and a byte at a time: a member may end anywhere in what arrives.
        for size in [body.len(), 1] {
            let body = body.clone();
            let outlet = Outlet::open(move |_, stream| {
                send(stream, b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\nconnection: close\r\n\r\n");
                body.chunks(size).for_each(|piece| send(stream, piece));
            });
            let exchange = outlet.wire().get(&outlet.url("/"), Accept::Page).unwrap();
            assert_eq!(exchange.body.as_ref(), b"the first, the second", "{padding:?} by {size}");
        }
    }
    let cut =
        Outlet::of(ok("content-encoding: gzip\r\n", &[gzip(b"one"), gzip(b"two")[..12].to_vec()].concat()));
    let refusal = cut.wire().get(&cut.url("/"), Accept::Page).unwrap_err();
    assert!(matches!(refusal, Refusal::Broken { .. }), "{refusal}");
}

#[test]
fn an_answer_shorter_than_announced_is_broken() {
    let outlet = Outlet::of("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nonly this");
    let refusal = outlet.wire().get(&outlet.url("/"), Accept::Page).unwrap_err();
    assert!(matches!(refusal, Refusal::Broken { .. }), "{refusal}");
    assert!(refusal.is_passing());
}

#[test]
fn bytes_behind_the_announced_length_are_not_read() {
    let outlet = Outlet::of("HTTP/1.1 200 OK\r\ncontent-length: 4\r\nconnection: close\r\n\r\nreadunread");
    let exchange = outlet.wire().get(&outlet.url("/"), Accept::Page).unwrap();
    assert_eq!(exchange.body.as_ref(), b"read");
}

#[test]
fn a_connection_closed_without_a_word_is_broken() {
    let outlet = Outlet::open(|_, _| {});
    let refusal = outlet.wire().get(&outlet.url("/"), Accept::Page).unwrap_err();
    assert!(matches!(refusal, Refusal::Broken { .. }), "{refusal}");
}

#[test]
fn something_that_is_not_http_is_broken() {
    let outlet = Outlet::open(|_, stream| send(stream, b"220 mail.example.org ready\r\n"));
    let refusal = outlet.wire().get(&outlet.url("/"), Accept::Page).unwrap_err();
    assert!(matches!(refusal, Refusal::Broken { .. }), "{refusal}");
}

#[test]
fn an_answer_that_is_no_success_is_told_by_its_number() {
    for status in [304, 404, 410, 451, 500, 503] {
        let outlet =
            Outlet::of(format!("HTTP/1.1 {status} No\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"));
        let refusal = outlet.wire().get(&outlet.url("/gone"), Accept::Page).unwrap_err();
        assert_eq!(refusal, Refusal::Status { address: outlet.url("/gone"), status, wait: None });
        assert_eq!(refusal.is_passing(), status >= 500);
    }
}

#[test]
fn a_closed_port_is_a_passing_trouble() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let wire = Wire::new(Config { allow: vec![address], ..Config::default() }).unwrap();
    let refusal = wire.get(&format!("http://{address}/"), Accept::Page).unwrap_err();
    assert!(matches!(refusal, Refusal::Connect { .. }), "{refusal}");
    assert!(refusal.is_passing());
}

#[test]
fn https_to_a_plain_port_is_not_trusted() {
    let outlet = Outlet::of(ok("", b"x"));
    let refusal = outlet.wire().get(&format!("https://{}/", outlet.address), Accept::Page).unwrap_err();
    assert!(matches!(refusal, Refusal::Tls { .. } | Refusal::NoRoots { .. }), "{refusal:?}");
    assert!(!refusal.is_passing());
}

#[test]
fn a_name_is_judged_by_what_it_resolves_to() {
    // The port is listed for another address, so only the resolver can refuse.
    let outlet = Outlet::of(ok("", b"secret"));
    let elsewhere = format!("127.9.9.9:{}", outlet.address.port()).parse().unwrap();
    let wire = Wire::new(Config { allow: vec![elsewhere], ..outlet.config() }).unwrap();
    let refusal =
        wire.get(&format!("http://localhost:{}/", outlet.address.port()), Accept::Page).unwrap_err();
    assert_eq!(refusal, Refusal::LocalName { host: "localhost".into() });
    assert!(outlet.requests().is_empty());

    let by_name = outlet.wire().get(&format!("http://localhost:{}/", outlet.address.port()), Accept::Page);
    assert_eq!(by_name.unwrap().body.as_ref(), b"secret");
}

#[test]
fn several_threads_fetch_side_by_side() {
    // Each answer waits for the other request to have arrived: one after the other would time out.
    let gate = std::sync::Barrier::new(2);
    let outlet = Outlet::open(move |_, stream| {
        gate.wait();
        send(stream, &ok("", b"together"));
    });
    let wire = Wire::new(Config { total_timeout: Duration::from_secs(20), ..outlet.config() }).unwrap();
    std::thread::scope(|scope| {
        let waiting: Vec<_> =
            (0..2).map(|_| scope.spawn(|| wire.get(&outlet.url("/"), Accept::Page))).collect();
        for thread in waiting {
            assert_eq!(thread.join().unwrap().unwrap().body.as_ref(), b"together");
        }
    });
}

#[test]
fn outlets_can_see_where_we_are_from() {
    let agents = Arc::new(Mutex::new(Vec::new()));
    let note = |agents: &Arc<Mutex<Vec<String>>>| {
        let agents = Arc::clone(agents);
        move |request: &Request, stream: &mut TcpStream| {
            let agent = request.header("user-agent").unwrap_or("none").to_owned();
            agents.lock().unwrap().push(format!("{} {agent}", request.path));
            send(stream, &ok("", b""));
        }
    };
    let outlet = Outlet::with_robots(note(&agents), note(&agents));
    // What an operator may configure in letters no header can carry.
    let site = url::Url::parse("https://εφημερίδα.example").unwrap();
    let wire = Wire::new(Config { site: Some(site), ..outlet.config() }).unwrap();
    wire.get(&outlet.url("/page"), Accept::Page).unwrap();
    wire.get(&outlet.url("/feed"), Accept::Feed).unwrap();
    wire.post_form(&outlet.url("/hub"), &[]).unwrap();
    let from = "courant/0.1 (+https://xn--kxaeical9a3b2b.example/;";
    assert_eq!(
        *agents.lock().unwrap(),
        [
            format!("/robots.txt {from} asks before it fetches)"),
            format!("/page {from} a person asked to clip this page)"),
            format!("/feed {from} a person follows this feed)"),
            format!("/hub {from} a person follows this feed)"),
        ]
    );
}

#[test]
fn an_outlet_that_asks_for_time_is_heard() {
    let answer = |status: u16, headers: &str| {
        Outlet::of(format!(
            "HTTP/1.1 {status} Wait\r\n{headers}content-length: 0\r\nconnection: close\r\n\r\n"
        ))
    };
    let date = "Date: Tue, 24 Nov 2026 10:00:00 GMT\r\n";
    for (status, headers, seconds, words) in [
        (429, "Retry-After: 7\r\n".to_owned(), Some(7), "Try again in 7 s."),
        (503, "Retry-After: 120\r\n".to_owned(), Some(120), "Try again in 2 minutes."),
        (503, "Retry-After: 0\r\n".to_owned(), Some(0), "Try again later."),
        (429, "Retry-After: 99999999999999999999999\r\n".to_owned(), Some(86_400), "Try again in 24 hours."),
        (429, format!("{date}Retry-After: Tue, 24 Nov 2026 10:10:30 GMT\r\n"), Some(630), "in 11 minutes."),
        (429, format!("{date}Retry-After: Tuesday, 24-Nov-26 10:00:09 GMT\r\n"), Some(9), "in 9 s."),
        (429, format!("{date}Retry-After: Tue, 24 Nov 2099 10:00:00 GMT\r\n"), Some(86_400), "in 24 hours."),
        (429, format!("{date}Retry-After: Tue, 24 Nov 2026 09:00:00 GMT\r\n"), None, "Try again later."),
        (429, "Retry-After: Tue, 24 Nov 2026 10:10:30 GMT\r\n".to_owned(), None, "Try again later."),
        (429, "Retry-After: -5\r\n".to_owned(), None, "Try again later."),
        (429, "Retry-After: soon\r\n".to_owned(), None, "Try again later."),
    ] {
        let outlet = answer(status, &headers);
        let refusal = outlet.wire().get(&outlet.url("/"), Accept::Page).unwrap_err();
        assert_eq!(refusal.wait(), seconds.map(Duration::from_secs), "{headers}");
        assert!(refusal.is_passing() && refusal.to_string().ends_with(words), "{refusal}");
    }
}
