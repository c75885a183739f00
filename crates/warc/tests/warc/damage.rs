//! Every kind of damage is found, named and placed.

use warc::{Damage, Reader, Record};

use crate::{DATE, page, written};

/// What a file says of itself: how many records, and what ended them.
fn look(bytes: &[u8]) -> (usize, Option<Damage>) {
    let mut reader = Reader::new(bytes, 100);
    let mut records = 0;
    loop {
        match reader.next_record() {
            Ok(Some(_)) => records += 1,
            Ok(None) => return (records, None),
            Err(damage) => {
                assert!(reader.next_record().unwrap().is_none(), "behind damage nothing is certain");
                return (records, Some(damage));
            }
        }
    }
}

fn archive() -> Vec<u8> {
    let text = b"water ".repeat(500);
    let [request, response] = page("https://gazette.example/a", &text).records(None);
    written(&[Record::warcinfo(DATE, &[("software", "Courant".into())]), request, response])
}

fn packed(text: &str) -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    std::io::Write::write_all(&mut gzip, text.as_bytes()).unwrap();
    gzip.finish().unwrap()
}

#[test]
fn a_file_in_order_and_an_empty_one_have_none() {
    assert!(matches!(look(&archive()), (3, None)));
    assert!(matches!(look(b""), (0, None)));
}

#[test]
fn a_file_cut_anywhere_is_cut_or_has_fewer_records() {
    let whole = archive();
    let ends: Vec<u64> = Reader::new(whole.as_slice(), 0)
        .map(Result::unwrap)
        .map(|entry| entry.offset + entry.length)
        .collect();
    for end in 1..whole.len() {
        let (records, damage) = look(&whole[..end]);
        match ends.iter().position(|known| *known == end as u64) {
            // Between two records nothing can be seen: the number of records tells.
            Some(at) => assert!(records == at + 1 && damage.is_none(), "{end}"),
            None => assert!(matches!(damage, Some(Damage::Cut { .. })), "{end}: {damage:?}"),
        }
    }
}

#[test]
fn one_changed_byte_is_found_unless_it_changes_nothing() {
    let whole = archive();
    let read = |bytes: &[u8]| Reader::new(bytes, 1 << 20).collect::<Result<Vec<_>, _>>();
    let records = read(&whole).unwrap();
    let mut unseen = 0;
    for at in 0..whole.len() {
        let mut changed = whole.clone();
        changed[at] ^= 0x10;
        // What gzip says of time and system, and the bits that fill its last byte, say nothing of a record.
        if let Ok(found) = read(&changed) {
            assert_eq!(found, records, "byte {at} changed a record unseen");
            unseen += 1;
        }
    }
    assert!(unseen < whole.len() / 20, "{unseen} of {}", whole.len());
}

#[test]
fn rubbish_behind_the_last_record_is_named_with_its_place() {
    let whole = archive();
    let (records, damage) = look(&[whole.as_slice(), b"and so on"].concat());
    let damage = damage.unwrap();
    assert_eq!(records, 3);
    assert_eq!(
        damage.to_string(),
        format!(
            "at byte {} there should be a record, but what stands there is not packed with gzip",
            whole.len()
        )
    );
}

#[test]
fn a_record_that_lies_about_itself_is_named() {
    let told = |length: &str, more: &str, block: &str| {
        packed(&format!(
            "WARC/1.1\r\nWARC-Type: resource\r\n{more}Content-Length: {length}\r\n\r\n{block}\r\n\r\n"
        ))
    };
    let says = |bytes: &[u8]| look(bytes).1.map(|damage| damage.to_string()).unwrap_or_default();
    assert_eq!(says(&told("5", "", "water")), "");
    assert!(says(&told("4", "", "water")).contains("is not its end"));
    assert!(says(&told("50", "", "water")).contains("it ends sooner"));
    assert!(says(&told("18446744073709551615", "", "water")).contains("it ends sooner"));
    assert!(says(&told("-1", "", "water")).contains("no number"));
    let digest = format!("WARC-Block-Digest: sha256:{}\r\n", "0".repeat(64));
    assert!(says(&told("5", &digest, "water")).contains("its block digest should be sha256:000"));
    let digest = format!("WARC-Payload-Digest: sha256:{}\r\n", "0".repeat(64));
    assert!(says(&told("5", &digest, "water")).contains("its payload digest"));
    assert!(says(&packed("GET / HTTP/1.1\r\n\r\n")).contains("first line"));
    assert!(says(&packed("WARC/1.1\r\nno colon\r\n\r\n")).contains("no colon"));
    assert!(says(&packed("WARC/1.1\r\nWARC-Type: resource\r\n")).contains("empty line"));
    assert!(says(&packed(&format!("WARC/1.1\r\nx: {}\r\n\r\n", "y".repeat(70_000)))).contains("64 KiB"));
}
