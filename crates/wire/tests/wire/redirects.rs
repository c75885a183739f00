//! Every hop is judged like the first address.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use wire::{Accept, Config, Refusal, Wire};

use crate::addresses::REFUSED;
use crate::outlet::{Outlet, ok, redirect, send};

/// `/N` redirects to `/N-1`; `/0` is the page.
fn staircase() -> Outlet {
    Outlet::open(|request, stream| match request.path.trim_start_matches('/').parse::<u32>() {
        Ok(0) => send(stream, &ok("", b"the ground floor")),
        Ok(step) => {
            send(stream, &redirect([301, 302, 303, 307, 308][step as usize % 5], &format!("/{}", step - 1)))
        }
        Err(_) => send(stream, &redirect(302, "/5#part")),
    })
}

#[test]
fn five_redirects_are_followed_and_kept_in_order() {
    let outlet = staircase();
    let exchange = outlet.wire().get(&outlet.url("/5"), Accept::Page).unwrap();
    assert_eq!(exchange.body.as_ref(), b"the ground floor");
    assert_eq!(exchange.request_url, outlet.url("/5"));
    assert_eq!(exchange.final_url, outlet.url("/0"));
    assert_eq!(exchange.redirects, ["/5", "/4", "/3", "/2", "/1"].map(|path| outlet.url(path)));
}

#[test]
fn the_sixth_redirect_is_one_too_many() {
    let outlet = staircase();
    let refusal = outlet.wire().get(&outlet.url("/6"), Accept::Page).unwrap_err();
    assert_eq!(refusal, Refusal::TooManyRedirects { host: "127.0.0.1".into(), limit: 5 });
    assert_eq!(outlet.requests().len(), 6, "the page behind the sixth was not asked for");
}

#[test]
fn an_endless_redirect_ends() {
    let count = AtomicUsize::new(0);
    let outlet = Outlet::open(move |_, stream| {
        send(stream, &redirect(302, &format!("/further/{}", count.fetch_add(1, Ordering::SeqCst))));
    });
    let refusal = outlet.wire().get(&outlet.url("/"), Accept::Page).unwrap_err();
    assert!(matches!(refusal, Refusal::TooManyRedirects { .. }), "{refusal}");
}

#[test]
fn a_circle_is_named_as_one() {
    let outlet = Outlet::open(|request, stream| {
        send(stream, &redirect(302, if request.path == "/a" { "/b" } else { "/a#again" }));
    });
    let refusal = outlet.wire().get(&outlet.url("/a"), Accept::Page).unwrap_err();
    assert_eq!(refusal, Refusal::RedirectLoop { address: outlet.url("/a") });
    assert_eq!(outlet.requests().len(), 2);
}

#[test]
fn a_redirect_to_a_place_that_is_not_listed_is_never_connected() {
    let secret = Arc::new(Outlet::of(ok("", b"secret")));
    let port = secret.address.port();
    for place in [
        format!("http://127.0.0.1:{port}/"),
        format!("http://localhost:{port}/"),
        format!("http://2130706433:{port}/"),
        format!("//0x7f.1:{port}/"),
        format!("http://[::ffff:127.0.0.1]:{port}/"),
        format!("http://me:secret@127.0.0.1:{port}/"),
        "http://169.254.169.254/latest/meta-data/".into(),
        "file:///etc/passwd".into(),
    ] {
        let outlet = Outlet::of(redirect(302, &place));
        let refusal = outlet.wire().get(&outlet.url("/"), Accept::Page).unwrap_err();
        assert!(!refusal.is_passing(), "{place}: {refusal:?}");
        assert!(secret.requests().is_empty(), "{place} was reached");
    }
}

#[test]
fn no_spelling_of_a_special_address_is_redirected_to() {
    // What cannot stand in a header is sent percent-encoded by every outlet, and is another address then;
    // `http:` before a path is read as a path of the same outlet.
    let sendable = |address: &str| {
        !address.contains(|c: char| c.is_control())
            && !address.contains(": ")
            && !address.starts_with("http:1")
            && !address.starts_with("http:/1")
    };
    let places: Vec<(String, &str)> = REFUSED
        .iter()
        .filter(|(address, _)| sendable(address))
        .map(|(address, reason)| ((*address).to_owned(), *reason))
        .collect();
    let list = places.clone();
    let outlet = Outlet::open(move |request, stream| {
        let number: usize = request.path.trim_start_matches('/').parse().unwrap();
        send(stream, &redirect(302, &list[number].0));
    });
    let wire = outlet.wire();
    for (number, (address, reason)) in places.iter().enumerate() {
        let refusal = wire.get(&outlet.url(&format!("/{number}")), Accept::Page).unwrap_err();
        assert!(refusal.to_string().contains(reason), "{address}: {refusal}");
        assert!(!refusal.is_passing(), "{address}: {refusal}");
    }
    assert_eq!(outlet.requests().len(), places.len(), "each was told where to go, and went nowhere");
}

#[test]
fn a_redirect_between_listed_places_is_followed() {
    let target = Outlet::of(ok("", b"moved here"));
    let outlet = Outlet::of(redirect(301, &target.url("/new")));
    let config = Config { allow: vec![outlet.address, target.address], ..outlet.config() };
    let exchange = Wire::new(config).unwrap().get(&outlet.url("/old"), Accept::Page).unwrap();
    assert_eq!(exchange.final_url, target.url("/new"));
    assert_eq!(exchange.body.as_ref(), b"moved here");
}

#[test]
fn a_redirect_to_nowhere_is_an_answer_without_success() {
    let outlet = Outlet::of("HTTP/1.1 302 Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    let refusal = outlet.wire().get(&outlet.url("/"), Accept::Page).unwrap_err();
    assert!(matches!(refusal, Refusal::Status { status: 302, .. }), "{refusal}");
}
