//! What was exchanged with an outlet, or shown by a browser, as the bytes of a WARC file.

use std::fs::File;

use desk::{Desk, SOFTWARE, record_date};
use model::{How, Moment, Robots};
use warc::{Exchange, Original, Packing, Reader, Record, metadata, resource};
use wire::Hop;

/// Earlier files that are looked into for a payload that is the same.
const EARLIER: usize = 3;

/// What is told of a look besides its bytes.
pub struct Told<'a> {
    /// When it began.
    pub at: Moment,
    /// When all of it was here.
    pub until: Moment,
    /// Why the outlet's `robots.txt` let it through, where it was asked.
    pub robots: Option<&'a Robots>,
}

/// A fetch, hop by hop: requests, answers, and what is known of them. An answer whose payload an earlier file
/// has is written as a revisit.
pub fn fetched(hops: &[Hop], told: &Told, original: Option<&Original>) -> Vec<u8> {
    let date = record_date(told.at);
    let mut file = begun(&date);
    let heads: Vec<Vec<u8>> = hops.iter().map(|hop| without_chunks(&hop.response)).collect();
    let last = hops.len().saturating_sub(1);
    for (number, (hop, head)) in hops.iter().zip(&heads).enumerate() {
        let exchange = Exchange {
            target: &hop.address,
            date: &date,
            ip: hop.peer,
            protocol: Some(hop.protocol),
            request: &hop.request,
            response: head,
            payload: &hop.payload,
            cut: hop.cut,
            packing: packing(head),
        };
        let [request, answer] = exchange.records(original.filter(|_| number == last));
        write(&mut file, &[&request, &answer]);
        if number == last {
            let mut fields = vec![("how", How::Fetched.as_str().to_owned())];
            fields.push(("fetchTimeMs", (told.until.millis() - told.at.millis()).max(0).to_string()));
            fields.extend(told.robots.map(|robots| ("robots", in_words(robots))));
            fields.extend(hops[..last].iter().map(|hop| ("redirectedFrom", hop.address.clone())));
            if hops.iter().any(|hop| hop.protocol == "h2") {
                fields.push(("note", "heads that came by HTTP/2 are written as HTTP/1.1 does".to_owned()));
            }
            write(&mut file, &[&metadata(&hop.address, &date, &answer, &fields)]);
        }
    }
    file
}

/// A page as a browser showed it, or as it stood in a file: no exchange of ours, and marked as such.
pub fn shown(url: &str, at: Moment, how: How, mime: &str, bytes: &[u8]) -> Vec<u8> {
    let date = record_date(at);
    let mut file = begun(&date);
    let page = resource(url, &date, mime, bytes);
    let note = match how {
        How::Seen => "the page as a person’s browser showed it, sent from there; this site did not fetch it",
        _ => "the page as it stood in a file that a person brought; this site did not fetch it",
    };
    let fields = [("how", how.as_str().to_owned()), ("note", note.to_owned())];
    let about = metadata(url, &date, &page, &fields);
    write(&mut file, &[&page, &about]);
    file
}

/// The record of an earlier exchange with this address that brought this very payload.
pub fn original(desk: &Desk, address: &str, sha256: &str, payload: &[u8]) -> Option<Original> {
    if payload.is_empty() {
        return None;
    }
    // What can't be read is no original: then the payload is written once more.
    let files = desk.exchanges_of(address, sha256).ok().filter(|files| !files.is_empty())?;
    let digest = warc::payload_digest(payload);
    files.iter().take(EARLIER).find_map(|file| {
        let file = File::open(desk.store().files().path(file)?).ok()?;
        let mut originals = Reader::new(file, 0).map_while(Result::ok).filter_map(|entry| entry.original());
        originals.find(|original| original.payload == digest)
    })
}

fn begun(date: &str) -> Vec<u8> {
    let fields = [
        ("software", SOFTWARE.to_owned()),
        ("format", "WARC File Format 1.1".to_owned()),
        (
            "conformsTo",
            "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/".to_owned(),
        ),
        ("robots", "obey".to_owned()),
    ];
    let mut file = Vec::new();
    write(&mut file, &[&Record::warcinfo(date, &fields)]);
    file
}

fn write(file: &mut Vec<u8>, records: &[&Record]) {
    for record in records {
        // A vector takes all that is written.
        let _ = record.write_to(&mut *file);
    }
}

/// The head of an answer whose chunks have been put together: with its word for chunks renamed, as
/// Browsertrix does, so that who replays it does not look for them.
fn without_chunks(head: &[u8]) -> Vec<u8> {
    const CHUNKED: &[u8] = b"\r\ntransfer-encoding:";
    match head.windows(CHUNKED.len()).position(|at| at.eq_ignore_ascii_case(CHUNKED)) {
        Some(at) => [&head[..at + 2], b"x-orig-", &head[at + 2..]].concat(),
        None => head.to_vec(),
    }
}

/// Text is packed; what an outlet has packed, and pictures, are not worth the time.
fn packing(head: &[u8]) -> Packing {
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let is_packed = head.lines().any(|line| match line.split_once(':') {
        Some(("content-encoding", coding)) => coding.trim() != "identity",
        Some(("content-type", mime)) => mime.trim().starts_with("image/") && !mime.contains("svg"),
        _ => false,
    });
    if is_packed { Packing::Stored } else { Packing::Fast }
}

fn in_words(robots: &Robots) -> String {
    match robots {
        Robots::Allowed { line, rule } => format!("allowed by line {line}: {rule}"),
        Robots::Silent => "nothing said of this address".to_owned(),
        Robots::Absent { status: Some(status) } => format!("no robots.txt (status {status})"),
        Robots::Absent { status: None } => "no robots.txt (its redirects led nowhere)".to_owned(),
    }
}
