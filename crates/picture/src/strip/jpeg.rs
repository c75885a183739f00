//! JPEG (ITU-T T.81, annex B).

use super::{Bare, take};
use crate::Refused;

/// Most passes over one picture. Progressive files have about ten; thousands fit in a few bytes and keep a
/// browser busy for minutes.
const SCANS: u32 = 100;

const START: u8 = 0xd8;
const END: u8 = 0xd9;
const SCAN: u8 = 0xda;

/// `None` when the file ends before its pixels begin or its segments make no sense.
pub(super) fn strip(bytes: &[u8]) -> Option<Result<Bare, Refused>> {
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(&[0xff, START]);
    let (mut at, mut scans) = (2, 0);
    while let Some(marker) = next_marker(bytes, &mut at) {
        match marker {
            END => break,
            START | 0x01 | 0xd0..=0xd7 => continue,
            _ => {}
        }
        let Some(length) = take(bytes, at, 2).map(|b| usize::from(u16::from_be_bytes([b[0], b[1]]))) else {
            break;
        };
        let Some(segment) = take(bytes, at, length).and_then(|segment| segment.get(2..)) else { break };
        at += length;
        if let Some(kept) = kept(marker, segment) {
            out.extend_from_slice(&[0xff, marker]);
            out.extend_from_slice(&u16::try_from(kept.len() + 2).ok()?.to_be_bytes());
            out.extend_from_slice(&kept);
        }
        if marker == SCAN {
            scans += 1;
            if scans > SCANS {
                return Some(Err(Refused::TooCostly));
            }
            let end = end_of_scan(bytes, at);
            out.extend_from_slice(bytes.get(at..end)?);
            at = end;
        }
    }
    // A file that breaks off gets the end it lacks; what follows an end (a second picture, a film) goes.
    out.extend_from_slice(&[0xff, END]);
    (scans > 0).then_some(Ok(Bare { bytes: out, animated: false }))
}

/// The next marker; what stands before it is no part of any segment.
fn next_marker(bytes: &[u8], at: &mut usize) -> Option<u8> {
    loop {
        let byte = *bytes.get(*at)?;
        let next = *bytes.get(*at + 1)?;
        *at += 1;
        if byte == 0xff && next != 0xff && next != 0 {
            *at += 1;
            return Some(next);
        }
    }
}

/// Where the packed pixels end: at a marker other than a restart.
fn end_of_scan(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(pair) = take(bytes, at, 2) {
        if pair[0] == 0xff && !matches!(pair[1], 0 | 0xd0..=0xd7 | 0xff) {
            return at;
        }
        at += 1;
    }
    bytes.len()
}

/// What is kept of a segment: all that pixels and colours need.
fn kept(marker: u8, segment: &[u8]) -> Option<Vec<u8>> {
    let starts = |with: &[u8]| segment.starts_with(with);
    match marker {
        // The density, without the small picture that may follow: it can show what was cut away.
        0xe0 if starts(b"JFIF\0") => {
            let mut density = take(segment, 0, 12)?.to_vec();
            density.extend_from_slice(&[0, 0]);
            Some(density)
        }
        0xe2 if starts(b"ICC_PROFILE\0") => Some(segment.to_vec()),
        // Says how colours are coded.
        0xee if starts(b"Adobe") => Some(segment.to_vec()),
        0xe0..=0xfe => None,
        _ => Some(segment.to_vec()),
    }
}
