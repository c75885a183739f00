//! Any bytes as a web archive: read to an end without a panic and within the memory that was asked for; and as a
//! payload: what is written is read again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use warc::{Exchange, Packing, Reader};

const KEEP: usize = 100;

fuzz_target!(|data: &[u8]| {
    let mut reader = Reader::new(data, KEEP);
    let (mut end, mut steps) = (0, 0);
    while let Ok(Some(entry)) = reader.next_record() {
        assert!(entry.block.len() <= KEEP);
        assert_eq!(entry.offset, end);
        end = entry.offset + entry.length;
        steps += 1;
        // A gzip member has twenty bytes at least.
        assert!(steps <= data.len() / 18 + 1);
    }
    assert!(end <= data.len() as u64);

    let (head, payload) = data.split_at(data.len() / 3);
    let exchange = Exchange {
        target: &String::from_utf8_lossy(head),
        date: "2026-11-26T12:00:00.000000Z",
        ip: None,
        protocol: None,
        request: head,
        response: b"HTTP/1.1 200 OK\r\n\r\n",
        payload,
        cut: false,
        packing: if data.first().is_some_and(|byte| byte % 2 == 0) { Packing::Fast } else { Packing::Stored },
    };
    let mut bytes = Vec::new();
    for record in exchange.records(None) {
        record.write_to(&mut bytes).expect("a vector takes everything");
    }
    let read: Vec<_> = Reader::new(bytes.as_slice(), usize::MAX).map(|entry| entry.expect("in order")).collect();
    assert_eq!(read.len(), 2);
    assert!(read[1].block.ends_with(payload));
});
