//! A fetch ends, whatever is sent.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use wire::{Accept, Config, Refusal, Wire};

use crate::outlet::{Outlet, ok, send};

fn too_large(outlet: &Outlet) {
    let refusal = outlet.wire().get(&outlet.url("/"), Accept::Page).unwrap_err();
    assert_eq!(refusal, Refusal::TooLarge { host: "127.0.0.1".into(), limit: 100_000 });
    assert!(!refusal.is_passing());
}

#[test]
fn a_body_of_exactly_the_limit_is_read_and_one_more_byte_is_not() {
    let outlet = Outlet::of(ok("", &[b'x'; 100_000]));
    assert_eq!(outlet.wire().get(&outlet.url("/"), Accept::Page).unwrap().body.len(), 100_000);
    too_large(&Outlet::of(ok("", &[b'x'; 100_001])));
}

#[test]
fn an_announced_length_over_the_limit_is_enough() {
    // Nothing of the body is ever sent: only the header can have told.
    too_large(&Outlet::open(|_, stream| {
        send(stream, b"HTTP/1.1 200 OK\r\ncontent-length: 50000000\r\n\r\n");
        wait_for_the_other_side_to_close(stream);
    }));
}

#[test]
fn two_gibibytes_are_refused_in_clear_words_before_any_of_them_is_read() {
    let outlet = Outlet::open(|_, stream| {
        send(stream, b"HTTP/1.1 200 OK\r\ncontent-length: 2147483648\r\n\r\n");
        wait_for_the_other_side_to_close(stream);
    });
    for accept in [Accept::Page, Accept::Image, Accept::Style] {
        let refusal = outlet.wire().get(&outlet.url("/"), accept).unwrap_err();
        assert_eq!(
            refusal.to_string(),
            "127.0.0.1 sends more than 100000 bytes, the most that is read; clip a smaller page."
        );
    }
}

#[test]
fn fifty_megabytes_without_an_announcement_stop_at_the_limit() {
    let outlet = Outlet::open(|_, stream| {
        send(stream, b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n");
        for _ in 0..50 {
            if stream.write_all(&vec![b'x'; 1_000_000]).is_err() {
                return;
            }
        }
    });
    too_large(&outlet);
}

#[test]
fn small_parcels_that_unpack_without_end_stop_at_the_limit() {
    let zeros = vec![0; 50_000_000];
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(&zeros).unwrap();
    let mut br = Vec::new();
    brotli::CompressorWriter::new(&mut br, 1 << 16, 1, 22).write_all(&zeros).unwrap();
    assert!(br.len() < 100_000, "the parcel itself is under the limit");
    too_large(&Outlet::of(ok("content-encoding: br\r\n", &br)));
    let whole = gzip.finish().unwrap();
    let chunked =
        [b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\nconnection: close\r\n\r\n", &whole[..]].concat();
    too_large(&Outlet::of(chunked));
}

#[test]
fn a_parcel_that_unpacks_to_hundreds_of_times_its_size_is_not_a_page() {
    let zeros = vec![0; 5_000_000];
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(&zeros).unwrap();
    let mut br = Vec::new();
    brotli::CompressorWriter::new(&mut br, 1 << 16, 1, 22).write_all(&zeros).unwrap();
    for (coding, parcel) in [("gzip", gzip.finish().unwrap()), ("br", br)] {
        let outlet = Outlet::of(ok(&format!("content-encoding: {coding}\r\n"), &parcel));
        let wire = Wire::new(Config { max_bytes: 10_000_000, ..outlet.config() }).unwrap();
        let refusal = wire.get(&outlet.url("/"), Accept::Page).unwrap_err();
        assert_eq!(refusal, Refusal::Bomb { host: "127.0.0.1".into() });
        assert!(!refusal.is_passing());
    }
}

#[test]
fn parcels_that_unpack_to_nothing_stop_at_the_limit_too() {
    let empty = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default()).finish().unwrap();
    let endless = empty.repeat(100_000 / empty.len() + 1);
    too_large(&Outlet::of(ok("content-encoding: gzip\r\n", &endless)));
    let outlet = Outlet::open(move |_, stream| {
        send(stream, b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\nconnection: close\r\n\r\n");
        while stream.write_all(&empty).is_ok() {}
    });
    too_large(&outlet);
}

#[test]
fn a_flood_of_headers_is_broken() {
    let many = (0..100_000).map(|number| format!("x-{number}: y\r\n")).collect::<String>();
    let long = format!("x-long: {}\r\n", "y".repeat(5_000_000));
    for flood in [many, long] {
        let outlet = Outlet::of(ok(&flood, b"page"));
        let refusal = outlet.wire().get(&outlet.url("/"), Accept::Page).unwrap_err();
        assert!(matches!(refusal, Refusal::Broken { .. }), "{refusal}");
    }
    let endless = Outlet::open(|_, stream| {
        send(stream, b"HTTP/1.1 200 OK\r\n");
        while stream.write_all(b"x-more: and more\r\n").is_ok() {}
    });
    let refusal = endless.wire().get(&endless.url("/"), Accept::Page).unwrap_err();
    assert!(matches!(refusal, Refusal::Broken { .. }), "{refusal}");
}

#[test]
fn a_trickle_without_end_runs_out_of_time() {
    let outlet = Outlet::open(|_, stream| {
        send(stream, b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
        stream.set_read_timeout(Some(Duration::from_millis(20))).unwrap();
        // Reading is what paces the trickle: it returns after 20 ms, or at once when the wire hangs up.
        while stream.read(&mut [0]).is_err() && stream.write_all(b"1\r\nx\r\n").is_ok() {}
    });
    timeout(&outlet, "/");
}

#[test]
fn an_outlet_that_never_answers_runs_out_of_time() {
    timeout(&Outlet::open(|_, stream| wait_for_the_other_side_to_close(stream)), "/");
}

#[test]
fn the_time_is_for_all_redirects_together() {
    let outlet = Outlet::open(|request, stream| match request.path.as_str() {
        "/start" => send(stream, &crate::outlet::redirect(302, "/silence")),
        _ => wait_for_the_other_side_to_close(stream),
    });
    timeout(&outlet, "/start");
}

fn timeout(outlet: &Outlet, path: &str) {
    let config = Config { total_timeout: Duration::from_millis(400), ..outlet.config() };
    let refusal = Wire::new(config).unwrap().get(&outlet.url(path), Accept::Page).unwrap_err();
    assert_eq!(refusal, Refusal::Timeout { host: "127.0.0.1".into(), seconds: 1 });
    assert!(refusal.is_passing());
}

fn wait_for_the_other_side_to_close(stream: &mut TcpStream) {
    drop(stream.read(&mut [0; 16]));
}
