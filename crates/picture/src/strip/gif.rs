//! GIF (version 89a).

use super::{Bare, take};
use crate::Refused;

pub(super) fn strip(bytes: &[u8]) -> Option<Result<Bare, Refused>> {
    let head = take(bytes, 0, 13)?;
    let mut at = 13 + table(head[10]);
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(bytes.get(..at)?);
    let mut frames = 0_u32;
    loop {
        match bytes.get(at) {
            Some(0x2c) => {
                let Some(end) = end_of_frame(bytes, at) else { break };
                out.extend_from_slice(bytes.get(at..end)?);
                frames += 1;
                at = end;
            }
            Some(0x21) => {
                let Some(end) = end_of_blocks(bytes, at + 2) else { break };
                if is_needed(bytes.get(at..end)?) {
                    out.extend_from_slice(bytes.get(at..end)?);
                }
                at = end;
            }
            // The trailer, or what makes no sense: nothing behind it is the picture's.
            _ => break,
        }
    }
    if frames == 0 {
        if bytes.get(at) != Some(&0x2c) {
            return None;
        }
        // Its one frame breaks off: what there is may still be shown.
        out.extend_from_slice(bytes.get(at..)?);
        frames = 1;
    }
    out.push(0x3b);
    Some(Ok(Bare { bytes: out, animated: frames > 1 }))
}

/// The bytes of a colour table, by the byte that announces it.
fn table(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

fn end_of_frame(bytes: &[u8], at: usize) -> Option<usize> {
    let head = take(bytes, at, 10)?;
    end_of_blocks(bytes, at + 10 + table(head[9]) + 1)
}

/// The end of a run of blocks, each with its length before it, the last of length zero.
fn end_of_blocks(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let length = usize::from(*bytes.get(at)?);
        at += 1 + length;
        if length == 0 {
            return Some(at);
        }
    }
}

/// Whether an extension times or repeats frames; all others are talk.
fn is_needed(extension: &[u8]) -> bool {
    let repeats = |name: &[u8]| name.starts_with(b"NETSCAPE2.0") || name.starts_with(b"ANIMEXTS1.0");
    match extension.get(1) {
        Some(0xf9) => true,
        Some(0xff) => extension.get(3..).is_some_and(repeats),
        _ => false,
    }
}
