//! WebP (RFC 9649, section 2).

use super::{Bare, take};
use crate::Refused;

/// Flags of `VP8X` that announce EXIF and XMP.
const TALK: u8 = 0x08 | 0x04;
/// The flag of one that moves.
const MOVES: u8 = 0x02;

pub(super) fn strip(bytes: &[u8]) -> Option<Result<Bare, Refused>> {
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(take(bytes, 0, 12)?);
    let (mut at, mut animated) = (12, false);
    while let Some(head) = take(bytes, at, 8) {
        let kind = head.get(..4)?;
        let length = usize::try_from(u32::from_le_bytes(head.get(4..)?.try_into().ok()?)).ok()?;
        let padded = length.checked_add(length % 2)?;
        // The last chunk may lack its padding or its end.
        let whole = padded.checked_add(8)?.min(bytes.len() - at);
        let chunk = take(bytes, at, whole)?;
        at += whole;
        match kind {
            b"VP8X" => {
                let mut chunk = chunk.to_vec();
                let flags = chunk.get_mut(8)?;
                animated |= *flags & MOVES != 0;
                *flags &= !TALK;
                out.extend_from_slice(&chunk);
            }
            b"VP8 " | b"VP8L" | b"ALPH" | b"ICCP" | b"ANIM" | b"ANMF" => out.extend_from_slice(chunk),
            _ => {}
        }
        if out.len() % 2 == 1 {
            out.push(0);
        }
    }
    let size = u32::try_from(out.len() - 8).ok()?.to_le_bytes();
    out.get_mut(4..8)?.copy_from_slice(&size);
    Some(Ok(Bare { bytes: out, animated }))
}
