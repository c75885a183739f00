//! What was asked and answered, as records.

use std::net::IpAddr;

use crate::digest;
use crate::record::{FIELDS, Kind, Packing, Record, fields_block};

/// The profile of a revisit that leaves out a payload an earlier record has (WARC 1.1, section 6.7.2).
const SAME_PAYLOAD: &str = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest";

/// One request and its answer.
#[derive(Clone, Copy, Debug)]
pub struct Exchange<'a> {
    /// The address asked.
    pub target: &'a str,
    /// When it was asked: `2026-11-26T12:00:00.000000Z`.
    pub date: &'a str,
    /// Where the answer came from, if known.
    pub ip: Option<IpAddr>,
    /// The protocol it came by, as `WARC-Protocol` names it (`http/1.1`, `h2`), if known.
    pub protocol: Option<&'a str>,
    /// The request: its line and headers, with the empty line.
    pub request: &'a [u8],
    /// The answer's status line and headers, with the empty line.
    pub response: &'a [u8],
    /// The bytes behind them, transfer coding removed, content coding as sent.
    pub payload: &'a [u8],
    /// Whether more was sent than was read.
    pub cut: bool,
    /// Whether the payload is packed already.
    pub packing: Packing,
}

/// An earlier record that has a payload in full.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Original {
    /// Its name, in angle brackets.
    pub id: String,
    /// The address it was asked for.
    pub target: String,
    /// Its date.
    pub date: String,
    /// The digest of its payload.
    pub payload: String,
}

impl<'a> Exchange<'a> {
    /// The request's record and the answer's. An original with this very payload makes the answer a revisit.
    pub fn records(&self, original: Option<&Original>) -> [Record<'a>; 2] {
        let payload = digest::of(&[self.payload]);
        let original = original.filter(|original| original.payload == payload && !self.cut);
        let mut answer = self.told();
        answer.push(("WARC-Payload-Digest", payload));
        if self.cut {
            answer.push(("WARC-Truncated", "unspecified".to_owned()));
        }
        let head = self.response.to_vec();
        let answer = match original {
            Some(original) => {
                answer.push(("WARC-Profile", SAME_PAYLOAD.to_owned()));
                answer.push(("WARC-Refers-To", original.id.clone()));
                answer.push(("WARC-Refers-To-Target-URI", original.target.clone()));
                answer.push(("WARC-Refers-To-Date", original.date.clone()));
                Record::new(Kind::Revisit, self.date, RESPONSE, answer, head, &[])
            }
            None => Record::new(Kind::Response, self.date, RESPONSE, answer, head, self.payload)
                .packed(self.packing),
        };
        let mut asked = self.told();
        asked.push(("WARC-Concurrent-To", answer.id().to_owned()));
        let request = Record::new(Kind::Request, self.date, REQUEST, asked, self.request.to_vec(), &[]);
        [request, answer]
    }

    fn told(&self) -> Vec<(&'static str, String)> {
        let mut told = vec![("WARC-Target-URI", self.target.to_owned())];
        told.extend(self.ip.map(|ip| ("WARC-IP-Address", ip.to_string())));
        told.extend(self.protocol.map(|protocol| ("WARC-Protocol", protocol.to_owned())));
        told
    }
}

const REQUEST: &str = "application/http; msgtype=request";
const RESPONSE: &str = "application/http; msgtype=response";

/// Bytes that came without an exchange, from a browser or a file.
pub fn resource<'a>(target: &str, date: &str, content_type: &str, payload: &'a [u8]) -> Record<'a> {
    let more = vec![("WARC-Target-URI", target.to_owned()), ("WARC-Payload-Digest", digest::of(&[payload]))];
    Record::new(Kind::Resource, date, content_type, more, Vec::new(), payload)
}

/// What is known of another record, name and value by line.
pub fn metadata(target: &str, date: &str, of: &Record, fields: &[(&str, String)]) -> Record<'static> {
    let more = vec![("WARC-Target-URI", target.to_owned()), ("WARC-Concurrent-To", of.id().to_owned())];
    Record::new(Kind::Metadata, date, FIELDS, more, fields_block(fields), &[])
}

/// The digest of a payload, as records carry it.
pub fn payload_digest(payload: &[u8]) -> String {
    digest::of(&[payload])
}
