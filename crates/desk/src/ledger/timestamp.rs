//! An authority's word on the time of a line (RFC 3161): what it is asked, and what its answer says. Its own
//! signature is for those to check who know its certificate (`openssl ts -verify`); what is checked here is
//! that it speaks of our line.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use model::Moment;

/// What an authority said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The SHA-256 it was shown, in lower-case hex.
    pub hash: String,
    /// The time, by its clock.
    pub at: Moment,
    /// The number by which a question and its answer know each other, if it repeats one.
    pub nonce: Option<Vec<u8>>,
}

/// DER tags (X.690) that occur here.
const INTEGER: u8 = 0x02;
const OCTETS: u8 = 0x04;
const OID: u8 = 0x06;
const TIME: u8 = 0x18;
const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const EXPLICIT: u8 = 0xa0;

/// id-sha256 (2.16.840.1.101.3.4.2.1), id-signedData (1.2.840.113549.1.7.2) and id-ct-TSTInfo
/// (1.2.840.113549.1.9.16.1.4).
const SHA256: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01];
const SIGNED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];
const TST_INFO: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x01, 0x04];

/// The question (TimeStampReq): when was this SHA-256 shown to you? The certificate is asked for, so that the
/// answer can be checked by itself.
pub fn question(digest: [u8; 32], nonce: [u8; 8]) -> Vec<u8> {
    // A number with its first bit clear and something in its first byte is written as it stands.
    let [first, rest @ ..] = nonce;
    let nonce: Vec<u8> = [(first & 0x7f) | 0x40].into_iter().chain(rest).collect();
    let algorithm = wrap(SEQUENCE, &[wrap(OID, &[SHA256.to_vec()]), vec![0x05, 0x00]]);
    let imprint = wrap(SEQUENCE, &[algorithm, wrap(OCTETS, &[digest.to_vec()])]);
    wrap(SEQUENCE, &[vec![INTEGER, 1, 1], imprint, wrap(INTEGER, &[nonce]), vec![0x01, 1, 0xff]])
}

/// Reads an answer (TimeStampResp): the token as it is kept, base64, and what it says. `asked` is the question
/// it must be an answer to.
///
/// # Errors
/// A sentence, when the authority refuses, or answers something else than it was asked.
pub fn answer(bytes: &[u8], asked: &[u8]) -> Result<(String, Stamp), String> {
    let mut all = inside(bytes, SEQUENCE).ok_or("the answer is no timestamp")?;
    let mut status = take(&mut all, SEQUENCE).ok_or("the answer has no status")?;
    let code = take(&mut status, INTEGER).ok_or("the answer has no status")?;
    // 0 granted, 1 granted with changes (RFC 3161, 2.4.2).
    if !matches!(code, [0 | 1]) {
        return Err(format!("the authority refused: its status is {}", number(code)));
    }
    if all.is_empty() {
        return Err("the answer has no token".to_owned());
    }
    let token = STANDARD.encode(all);
    let stamp = of_token(&token)?;
    let asked = of_question(asked).ok_or("the question can't be read")?;
    if stamp.hash != asked.hash {
        return Err(format!("the authority answered for {}, and was asked about {}", stamp.hash, asked.hash));
    }
    if stamp.nonce != asked.nonce {
        return Err("the answer is one to another question: its nonce is not ours".to_owned());
    }
    Ok((token, stamp))
}

/// What a token (TimeStampToken, base64) says.
///
/// # Errors
/// A sentence, when it can't be read.
pub fn of_token(token: &str) -> Result<Stamp, String> {
    let der = STANDARD.decode(token).map_err(|_| "it is not base64")?;
    let info = info(&der).ok_or("it is no token of RFC 3161")?;
    stamp(info).ok_or_else(|| "what it signs can't be read, or is about no SHA-256".to_owned())
}

/// The signed part (TSTInfo) of a token.
fn info(der: &[u8]) -> Option<&[u8]> {
    let mut content = inside(der, SEQUENCE)?;
    (take(&mut content, OID)? == SIGNED_DATA).then_some(())?;
    let mut signed = inside(take(&mut content, EXPLICIT)?, SEQUENCE)?;
    take(&mut signed, INTEGER)?;
    take(&mut signed, SET)?;
    let mut encapsulated = take(&mut signed, SEQUENCE)?;
    (take(&mut encapsulated, OID)? == TST_INFO).then_some(())?;
    inside(inside(take(&mut encapsulated, EXPLICIT)?, OCTETS)?, SEQUENCE)
}

fn stamp(mut info: &[u8]) -> Option<Stamp> {
    take(&mut info, INTEGER)?;
    take(&mut info, OID)?;
    let hash = imprint(&mut info)?;
    take(&mut info, INTEGER)?;
    let at = moment(take(&mut info, TIME)?)?;
    Some(Stamp { hash, at, nonce: nonce(info) })
}

/// A question as an answer would repeat it; its time is nothing.
fn of_question(der: &[u8]) -> Option<Stamp> {
    let mut all = inside(der, SEQUENCE)?;
    take(&mut all, INTEGER)?;
    let hash = imprint(&mut all)?;
    Some(Stamp { hash, at: Moment::default(), nonce: nonce(all) })
}

fn imprint(rest: &mut &[u8]) -> Option<String> {
    let mut imprint = take(rest, SEQUENCE)?;
    let mut algorithm = take(&mut imprint, SEQUENCE)?;
    (take(&mut algorithm, OID)? == SHA256).then_some(())?;
    let digest = take(&mut imprint, OCTETS)?;
    Some(digest.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The only whole number among what may follow.
fn nonce(mut rest: &[u8]) -> Option<Vec<u8>> {
    while let Some((tag, value, after)) = split(rest) {
        if tag == INTEGER {
            return Some(value.to_vec());
        }
        rest = after;
    }
    None
}

/// `YYYYMMDDhhmmss[.f…]Z`
fn moment(time: &[u8]) -> Option<Moment> {
    let text = std::str::from_utf8(time).ok()?.strip_suffix('Z')?;
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    if whole.len() != 14 || !whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let part = |from: usize, to: usize| whole.get(from..to);
    let date = [part(0, 4)?, part(4, 6)?, part(6, 8)?].join("-");
    let time = [part(8, 10)?, part(10, 12)?, part(12, 14)?].join(":");
    Moment::parse(&format!("{date}T{time}.{fraction}Z")).ok()
}

fn number(digits: &[u8]) -> String {
    digits.iter().map(ToString::to_string).collect::<Vec<_>>().join(".")
}

/// The value of bytes that are one element of a tag.
fn inside(der: &[u8], tag: u8) -> Option<&[u8]> {
    let mut rest = der;
    let value = take(&mut rest, tag)?;
    rest.is_empty().then_some(value)
}

/// Takes the next element, which has this tag.
fn take<'a>(rest: &mut &'a [u8], tag: u8) -> Option<&'a [u8]> {
    let (found, value, after) = split(rest)?;
    (found == tag).then_some(())?;
    *rest = after;
    Some(value)
}

/// The next element: tag, value, and what follows. Lengths have at most four bytes.
fn split(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = der.split_first()?;
    let (&first, mut rest) = rest.split_first()?;
    let length = match first {
        0..=0x7f => usize::from(first),
        0x81..=0x84 => {
            let (bytes, after) = rest.split_at_checked(usize::from(first - 0x80))?;
            rest = after;
            bytes.iter().fold(0_usize, |length, &byte| (length << 8) | usize::from(byte))
        }
        _ => return None,
    };
    let (value, after) = rest.split_at_checked(length)?;
    Some((tag, value, after))
}

/// An element of a few parts, all together under 128 bytes.
fn wrap(tag: u8, parts: &[Vec<u8>]) -> Vec<u8> {
    let value = parts.concat();
    let mut element = vec![tag, value.len() as u8];
    element.extend(value);
    element
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_der_that_reads_back() {
        let asked = question([0xab; 32], [0xff, 1, 2, 3, 4, 5, 6, 7]);
        let read = of_question(&asked).unwrap();
        assert_eq!(read.hash, "ab".repeat(32));
        assert_eq!(read.nonce, Some(vec![0x7f, 1, 2, 3, 4, 5, 6, 7]));
        assert_eq!(asked.len(), usize::from(asked[1]) + 2);
    }

    #[test]
    fn times_with_and_without_a_fraction() {
        assert_eq!(moment(b"20261126021530Z").unwrap().iso(), "2026-11-26T02:15:30Z");
        assert_eq!(moment(b"20261126021530.25Z").unwrap().micros() % 1_000_000, 250_000);
        for odd in [&b"20261126021530"[..], b"2026112602153Z", b"20261326021530Z", b"\xff0261126021530Z"] {
            assert_eq!(moment(odd), None);
        }
    }

    #[test]
    fn what_is_no_answer_is_refused_and_nothing_is_read_past_the_end() {
        let asked = question([1; 32], [2; 8]);
        for odd in
            [&b""[..], b"<html>", &[0x30, 0x84, 0xff, 0xff, 0xff, 0xff], &[0x30, 0x05, 0x30, 0x03, 0x02]]
        {
            assert!(answer(odd, &asked).is_err());
        }
        let refused = [0x30, 0x05, 0x30, 0x03, 0x02, 0x01, 0x02];
        assert_eq!(answer(&refused, &asked).unwrap_err(), "the authority refused: its status is 2");
        assert!(of_token("AAAA").is_err());
    }
}
