//! Outlets are asked before a page or feed is fetched, and what they said is kept.

use std::net::TcpStream;
use std::time::{Duration, Instant};

use model::Robots;
use wire::{Accept, Config, Refusal, Wire};

use crate::outlet::{Outlet, Request, ok, redirect, send};

const FILE: &[u8] =
    b"User-agent: *\nDisallow: /private/\nAllow: /private/open\n\nUser-agent: other\nDisallow: /\n";

fn page(_: &Request, stream: &mut TcpStream) {
    send(stream, &ok("", b"a page"));
}

fn with_file(file: &'static [u8]) -> Outlet {
    Outlet::with_robots(|_, stream| send(stream, &ok("", file)), page)
}

fn with_answer(answer: impl Into<Vec<u8>>) -> Outlet {
    let answer = answer.into();
    Outlet::with_robots(move |_, stream| send(stream, &answer), page)
}

fn status(status: u16) -> String {
    format!("HTTP/1.1 {status} No\r\nretry-after: 9\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
}

#[test]
fn what_the_outlet_allows_is_fetched_and_why_is_kept() {
    let outlet = with_file(FILE);
    let wire = outlet.wire();
    let robots = |path: &str| wire.get(&outlet.url(path), Accept::Page).unwrap().robots;
    assert_eq!(robots("/"), Some(Robots::Silent));
    let rule = Robots::Allowed { line: 3, rule: "Allow: /private/open".into() };
    assert_eq!(robots("/private/open/page"), Some(rule));
    assert_eq!(outlet.robots_asked(), 1, "one look is enough for a while");
}

#[test]
fn what_the_outlet_forbids_is_not_asked_for_and_the_refusal_says_what_to_do() {
    let outlet = with_file(FILE);
    let wire = outlet.wire();
    for accept in [Accept::Page, Accept::Feed] {
        let refusal = wire.get(&outlet.url("/%70rivate/page"), accept).unwrap_err();
        assert_eq!(
            refusal.to_string(),
            "robots.txt of 127.0.0.1 asks programs not to fetch this page (line 2: “Disallow: /private/”). \
             Open it in your browser and send it from there, with the bookmarklet on the desk."
        );
        assert!(!refusal.is_passing());
    }
    assert!(outlet.requests().is_empty());
}

#[test]
fn a_picture_belongs_to_a_page_that_was_allowed() {
    let outlet = with_file(b"User-agent: *\nDisallow: /");
    let exchange = outlet.wire().get(&outlet.url("/picture"), Accept::Image).unwrap();
    assert_eq!((exchange.robots, outlet.robots_asked()), (None, 0));
}

#[test]
fn an_outlet_without_the_file_allows_everything() {
    for answer in [400, 401, 403, 404, 410, 451] {
        let outlet = with_answer(status(answer));
        let exchange = outlet.wire().get(&outlet.url("/"), Accept::Page).unwrap();
        assert_eq!(exchange.robots, Some(Robots::Absent { status: Some(answer) }));
    }
    let circle = with_answer(redirect(302, "/robots.txt#again"));
    let exchange = circle.wire().get(&circle.url("/"), Accept::Page).unwrap();
    assert_eq!(exchange.robots, Some(Robots::Absent { status: None }));
}

#[test]
fn an_outlet_that_cannot_say_is_asked_again_later() {
    for answer in
        [status(429), status(500), status(503), "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nUser".into()]
    {
        let outlet = with_answer(answer);
        let refusal = outlet.wire().get(&outlet.url("/"), Accept::Page).unwrap_err();
        assert!(matches!(refusal, Refusal::RobotsUnknown { .. }), "{refusal}");
        assert!(refusal.is_passing() && outlet.requests().is_empty());
    }
    let outlet = with_answer(status(503));
    let refusal = outlet.wire().get(&outlet.url("/"), Accept::Page).unwrap_err();
    assert_eq!(refusal.wait(), Some(Duration::from_secs(9)));
    let silent = Outlet::with_robots(|_, stream| drop(std::io::Read::read(stream, &mut [0])), page);
    let wire = Wire::new(Config { total_timeout: Duration::from_millis(300), ..silent.config() }).unwrap();
    let refusal = wire.get(&silent.url("/"), Accept::Page).unwrap_err();
    assert!(
        matches!(&refusal, Refusal::RobotsUnknown { why, .. } if matches!(**why, Refusal::Timeout { .. }))
    );
}

#[test]
fn the_file_is_found_where_it_was_moved_and_speaks_for_where_it_was_asked() {
    let elsewhere = Outlet::of(ok("", b"User-agent: courant\nDisallow: /secret"));
    let target = elsewhere.url("/rules");
    let outlet = Outlet::with_robots(move |_, stream| send(stream, &redirect(301, &target)), page);
    let config = Config { allow: vec![outlet.address, elsewhere.address], ..outlet.config() };
    let wire = Wire::new(config).unwrap();
    assert!(matches!(wire.get(&outlet.url("/secret"), Accept::Page), Err(Refusal::Robots { line: 2, .. })));
    assert_eq!(wire.get(&outlet.url("/"), Accept::Page).unwrap().robots, Some(Robots::Silent));
    let private = with_answer(redirect(301, "http://169.254.169.254/robots.txt"));
    let refusal = private.wire().get(&private.url("/"), Accept::Page).unwrap_err();
    assert!(matches!(refusal, Refusal::RobotsUnknown { .. }), "{refusal}");
}

#[test]
fn a_redirect_leads_only_where_we_may_go() {
    let outlet = Outlet::with_robots(
        |_, stream| send(stream, &ok("", FILE)),
        |request, stream| match request.path.as_str() {
            "/in" => send(stream, &redirect(302, "/private/page")),
            "/out" => send(stream, &redirect(302, "/private/open")),
            _ => send(stream, &ok("", b"a page")),
        },
    );
    let wire = outlet.wire();
    assert!(matches!(wire.get(&outlet.url("/in"), Accept::Page), Err(Refusal::Robots { line: 2, .. })));
    let robots = wire.get(&outlet.url("/out"), Accept::Page).unwrap().robots;
    assert!(matches!(robots, Some(Robots::Allowed { line: 3, .. })));
    let paths: Vec<String> = outlet.requests().into_iter().map(|request| request.path).collect();
    assert_eq!(paths, ["/in", "/out", "/private/open"]);
}

#[test]
fn a_file_without_end_is_read_as_far_as_the_standard_asks() {
    let outlet = Outlet::with_robots(
        |_, stream| {
            send(stream, b"HTTP/1.1 200 OK\r\ncontent-length: 90000000\r\n\r\nUser-agent: *\nDisallow: /x\n");
            while std::io::Write::write_all(stream, &[b'#'; 10_000]).is_ok() {}
        },
        page,
    );
    let wire = outlet.wire();
    assert!(matches!(wire.get(&outlet.url("/x"), Accept::Page), Err(Refusal::Robots { line: 2, .. })));
    assert!(wire.get(&outlet.url("/y"), Accept::Page).is_ok());
}

#[test]
fn many_who_ask_at_once_ask_once() {
    let outlet = with_file(FILE);
    let wire = outlet.wire();
    std::thread::scope(|scope| {
        for number in 0..8 {
            let (wire, outlet) = (&wire, &outlet);
            scope.spawn(move || wire.get(&outlet.url(&format!("/{number}")), Accept::Page).unwrap());
        }
    });
    assert_eq!((outlet.robots_asked(), outlet.requests().len()), (1, 8));
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a pause can only be measured")]
fn a_delay_that_the_outlet_asks_for_is_kept_between_pages_and_not_between_hops() {
    let outlet = Outlet::with_robots(
        |_, stream| send(stream, &ok("", b"User-agent: *\nCrawl-delay: 1")),
        |request, stream| match request.path.as_str() {
            "/moved" => send(stream, &redirect(302, "/page")),
            _ => send(stream, &ok("", b"a page")),
        },
    );
    let wire = outlet.wire();
    let began = Instant::now();
    wire.get(&outlet.url("/moved"), Accept::Page).unwrap();
    wire.get(&outlet.url("/picture"), Accept::Image).unwrap();
    assert!(began.elapsed() < Duration::from_secs(1), "a fetch alone waits for nothing");
    wire.get(&outlet.url("/page"), Accept::Page).unwrap();
    assert!(began.elapsed() >= Duration::from_secs(1), "{:?}", began.elapsed());
}
