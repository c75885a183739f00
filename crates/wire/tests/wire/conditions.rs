//! Asking only for what has changed, and sending a form.

use wire::{Accept, Answer, Refusal, Request};

use crate::outlet::{Outlet, ok, redirect, send};

const UNCHANGED: &[u8] = b"HTTP/1.1 304 Not Modified\r\netag: \"two\"\r\nconnection: close\r\n\r\n";

fn feed(outlet: &Outlet) -> Request {
    Request::new(outlet.url("/feed"), Accept::Feed)
}

#[test]
fn what_is_known_of_the_copy_at_hand_is_told_as_it_came() {
    let outlet = Outlet::of(UNCHANGED);
    let date = "Tue, 24 Nov 2026 10:00:00 GMT";
    let request =
        Request { etag: Some("W/\"one, two\"".into()), last_modified: Some(date.into()), ..feed(&outlet) };
    let Answer::Unchanged(exchange) = outlet.wire().ask(request).unwrap() else {
        panic!("304 means unchanged");
    };
    assert_eq!((exchange.status, exchange.body.len()), (304, 0));
    assert_eq!(exchange.header("etag"), Some("\"two\""));
    let asked = &outlet.requests()[0];
    assert_eq!(asked.header("if-none-match"), Some("w/\"one, two\""));
    assert_eq!(asked.header("if-modified-since"), Some(date.to_lowercase().as_str()));
    assert!(asked.header("accept").unwrap().starts_with("application/atom+xml"));
}

#[test]
fn an_outlet_that_has_something_new_sends_it() {
    let outlet = Outlet::of(ok("ETag: \"two\"\r\n", b"<feed/>"));
    let request = Request { etag: Some("\"one\"".into()), ..feed(&outlet) };
    let Answer::Fresh(exchange) = outlet.wire().ask(request).unwrap() else {
        panic!("200 means something new");
    };
    assert_eq!(exchange.body.as_ref(), b"<feed/>");
}

#[test]
fn nothing_can_be_unchanged_for_those_who_have_nothing() {
    let outlet = Outlet::of(UNCHANGED);
    let refusal = outlet.wire().ask(feed(&outlet)).unwrap_err();
    assert!(matches!(refusal, Refusal::Status { status: 304, .. }), "{refusal}");
}

#[test]
fn a_moved_feed_can_be_unchanged_where_it_is_now() {
    let outlet = Outlet::open(|request, stream| match request.path.as_str() {
        "/feed" => send(stream, &redirect(301, "/new")),
        _ => send(stream, UNCHANGED),
    });
    let request = Request { etag: Some("\"two\"".into()), ..feed(&outlet) };
    let Answer::Unchanged(exchange) = outlet.wire().ask(request).unwrap() else {
        panic!("304 means unchanged");
    };
    assert_eq!((exchange.final_url, exchange.redirects), (outlet.url("/new"), vec![outlet.url("/feed")]));
}

#[test]
fn a_kept_tag_that_cannot_stand_in_a_header_asks_for_everything() {
    let outlet = Outlet::of(ok("", b"all of it"));
    let request = Request { etag: Some("\"a\r\nX-Injected: 1\"".into()), ..feed(&outlet) };
    assert!(matches!(outlet.wire().ask(request), Ok(Answer::Fresh(_))));
    let asked = &outlet.requests()[0];
    assert_eq!((asked.header("if-none-match"), asked.header("x-injected")), (None, None));
}

#[test]
fn a_form_arrives_as_browsers_send_it() {
    let outlet = Outlet::open(|_, stream| {
        send(stream, b"HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    });
    let fields = [("hub.mode", "subscribe"), ("hub.topic", "https://a.example/νέα?x=1&y=2"), ("empty", "")];
    let exchange = outlet.wire().post_form(&outlet.url("/hub"), &fields).unwrap();
    assert_eq!(exchange.status, 202);
    let request = &outlet.requests()[0];
    assert_eq!(request.method, "POST");
    assert_eq!(request.header("content-type"), Some("application/x-www-form-urlencoded"));
    assert_eq!(
        request.body,
        "hub.mode=subscribe&hub.topic=https%3A%2F%2Fa.example%2F%CE%BD%CE%AD%CE%B1%3Fx%3D1%26y%3D2&empty="
    );
}

#[test]
fn a_form_goes_to_no_other_address_than_its_own() {
    let outlet = Outlet::of(redirect(307, "/elsewhere"));
    let refusal = outlet.wire().post_form(&outlet.url("/hub"), &[("a", "b")]).unwrap_err();
    assert!(matches!(refusal, Refusal::Status { status: 307, .. }), "{refusal}");
    assert_eq!(outlet.requests().len(), 1);
    let private = outlet.wire().post_form("http://169.254.169.254/", &[("a", "b")]).unwrap_err();
    assert!(matches!(private, Refusal::Private { .. }), "{private}");
}

#[test]
fn a_long_answer_to_a_form_is_not_read() {
    let outlet = Outlet::of(ok("", &[b'x'; 70_000]));
    let refusal = outlet.wire().post_form(&outlet.url("/hub"), &[]).unwrap_err();
    assert_eq!(refusal, Refusal::TooLarge { host: "127.0.0.1".into(), limit: 65_536 });
}
