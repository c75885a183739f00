//! What is written is read again, word for word.

use proptest::prelude::*;
use warc::{Entry, Exchange, Kind, Packing, Reader, Record, metadata, resource};

use crate::{DATE, page, written};

fn read(bytes: &[u8]) -> Vec<Entry> {
    Reader::new(bytes, usize::MAX).collect::<Result<_, _>>().unwrap()
}

#[test]
fn a_page_is_an_info_a_request_an_answer_and_what_is_known_of_it() {
    let exchange = page("https://gazette.example/a", b"<h1>Water</h1>");
    let [request, response] = exchange.records(None);
    let told = metadata(exchange.target, DATE, &response, &[("how", "fetched".into())]);
    let info = Record::warcinfo(DATE, &[("software", "Courant".into())]);
    let bytes = written(&[info, request, response, told]);
    let entries = read(&bytes);
    let kinds: Vec<_> = entries.iter().map(|entry| entry.kind).collect();
    assert_eq!(kinds, [Kind::Warcinfo, Kind::Request, Kind::Response, Kind::Metadata]);
    let [info, request, response, told] = entries.as_slice() else { panic!("{entries:?}") };
    assert_eq!(info.block, b"software: Courant\r\n");
    assert_eq!(request.block, exchange.request);
    assert_eq!(response.block, [exchange.response, exchange.payload].concat());
    assert_eq!(told.block, b"how: fetched\r\n");
    assert_eq!(request.header("warc-concurrent-to"), response.header("WARC-Record-ID"));
    assert_eq!(told.header("WARC-Concurrent-To"), response.header("WARC-Record-ID"));
    assert_eq!(response.header("WARC-IP-Address"), Some("192.0.2.7"));
    assert_eq!(response.header("WARC-Target-URI"), Some("https://gazette.example/a"));
    let digest = "sha256:e36ce7c7cca146885b32f6eaa7e9d7c26570516b9971f3440d796aac63958248";
    assert_eq!(response.header("WARC-Payload-Digest"), Some(digest));
    let offsets: Vec<_> = entries.iter().map(|entry| entry.offset).collect();
    assert!(offsets.is_sorted() && offsets[0] == 0);
    assert_eq!(entries.iter().map(|entry| entry.length).sum::<u64>(), bytes.len() as u64);
}

#[test]
fn the_same_exchange_gives_the_same_bytes() {
    let bytes = || {
        let [request, response] = page("https://gazette.example/a", b"water").records(None);
        written(&[Record::warcinfo(DATE, &[]), request, response])
    };
    assert_eq!(bytes(), bytes());
}

#[test]
fn a_payload_that_an_earlier_record_has_is_left_out() {
    let exchange = page("https://gazette.example/a", b"water");
    let first = read(&written(&exchange.records(None))).remove(1);
    let original = first.original().unwrap();
    let later = Exchange { date: "2026-12-01T08:00:00.000000Z", ..exchange };
    let again = read(&written(&later.records(Some(&original)))).remove(1);
    assert_eq!(again.kind, Kind::Revisit);
    assert_eq!(again.block, exchange.response, "the head is its own");
    assert_eq!(again.header("WARC-Refers-To"), first.header("WARC-Record-ID"));
    assert_eq!(again.header("WARC-Refers-To-Date"), Some(DATE));
    assert_eq!(again.header("WARC-Payload-Digest"), first.header("WARC-Payload-Digest"));
    assert!(again.header("WARC-Profile").unwrap().ends_with("/revisit/identical-payload-digest"));
    assert_eq!(again.original(), None, "a revisit has nothing to refer to");
    let other = Exchange { payload: b"wine", ..later };
    assert_eq!(read(&written(&other.records(Some(&original))))[1].kind, Kind::Response);
    let cut = Exchange { cut: true, ..later };
    let cut = read(&written(&cut.records(Some(&original)))).remove(1);
    assert_eq!((cut.kind, cut.header("WARC-Truncated")), (Kind::Response, Some("unspecified")));
}

#[test]
fn what_a_value_holds_can_not_begin_a_line_of_its_own() {
    let odd = "https://gazette.example/\r\nWARC-Type: warcinfo\r\n\r\n";
    let entries = read(&written(&[resource(odd, DATE, "text/html\r\nx: y", b"water")]));
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].kind, Kind::Resource);
    assert_eq!(entries[0].header("x"), None);
    assert_eq!(entries[0].block, b"water");
}

#[test]
fn digests_in_base_32_and_folded_lines_are_read_as_other_programs_write_them() {
    let record = "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: https://a.example/\r\n and-more\r\n\
        WARC-Payload-Digest: sha256:YOVY74JXEDUK3ECH3U4UM2Z4RF2OLEWC7I4D2SRZMBYUZLXQYTZA====\r\n\
        WARC-Block-Digest: sha1:RBB6JCBUDZ6VLVA7XBZYEQPGTNOPNSFP\r\nContent-Length: 6\r\n\r\nfoobar\r\n\r\n";
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    std::io::Write::write_all(&mut gzip, record.as_bytes()).unwrap();
    let entries = read(&gzip.finish().unwrap());
    assert_eq!(entries[0].header("WARC-Target-URI"), Some("https://a.example/ and-more"));
}

#[test]
fn a_large_block_is_checked_whole_and_held_in_part() {
    let large = vec![b'x'; 5_000_000];
    let bytes = written(&page("https://gazette.example/a", &large).records(None));
    let entries: Vec<_> = Reader::new(bytes.as_slice(), 100).collect::<Result<_, _>>().unwrap();
    assert_eq!(entries[1].block.len(), 100);
    assert!(entries[1].size > 5_000_000);
}

proptest! {
    #[test]
    fn whatever_is_exchanged_is_read_again(
        target in "https?://[a-z]{1,9}\\.example/[a-z0-9?&=]{0,20}",
        head in "(x-[a-z]{1,9}: [ -~]{0,30}\r\n){0,5}",
        payload in proptest::collection::vec(any::<u8>(), 0..5_000),
        stored in any::<bool>(),
        keep in 0..6_000_usize,
    ) {
        let response = format!("HTTP/1.1 200 OK\r\n{head}\r\n").into_bytes();
        let packing = if stored { Packing::Stored } else { Packing::Fast };
        let exchange = Exchange { response: &response, packing, ..page(&target, &payload) };
        let bytes = written(&exchange.records(None));
        let entries: Vec<_> = Reader::new(bytes.as_slice(), keep).collect::<Result<_, _>>().unwrap();
        let block = [response.as_slice(), &payload].concat();
        prop_assert_eq!(entries.len(), 2);
        prop_assert_eq!(entries[1].header("WARC-Target-URI"), Some(target.as_str()));
        prop_assert_eq!(entries[1].size, block.len() as u64);
        prop_assert_eq!(&entries[1].block[..], &block[..keep.min(block.len())]);
        prop_assert!(entries[1].original().is_some());
    }

    #[test]
    fn any_bytes_are_read_to_an_end(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        let mut reader = Reader::new(bytes.as_slice(), 100);
        let steps = std::iter::from_fn(|| reader.next_record().transpose()).take(3_000).count();
        prop_assert!(steps < 3_000);
    }
}
