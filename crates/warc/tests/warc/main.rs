//! The warc room through its public doors: what is written is read again, and damage is named.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod damage;
mod package;
mod round;

use std::net::IpAddr;

use warc::{Exchange, Packing};

const DATE: &str = "2026-11-26T12:00:00.000000Z";

/// An exchange of one page.
fn page<'a>(target: &'a str, payload: &'a [u8]) -> Exchange<'a> {
    Exchange {
        target,
        date: DATE,
        ip: Some(IpAddr::from([192, 0, 2, 7])),
        protocol: Some("http/1.1"),
        request: b"GET /a HTTP/1.1\r\nhost: gazette.example\r\n\r\n",
        response: b"HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=utf-8\r\n\r\n",
        payload,
        cut: false,
        packing: Packing::Fast,
    }
}

fn written(records: &[warc::Record]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for record in records {
        record.write_to(&mut bytes).unwrap();
    }
    bytes
}
