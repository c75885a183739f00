//! PNG (third edition, <https://www.w3.org/TR/png-3/>), moving ones among them.

use super::{Bare, take};
use crate::Refused;

const SIGNATURE: usize = 8;

/// What colours, transparency and movement need beside the critical chunks.
const KEPT: [&[u8; 4]; 13] = [
    b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"cICP", b"mDCV", b"cLLI", b"pHYs", b"acTL",
    b"fcTL", b"fdAT",
];

pub(super) fn strip(bytes: &[u8]) -> Option<Result<Bare, Refused>> {
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(take(bytes, 0, SIGNATURE)?);
    let (mut at, mut animated) = (SIGNATURE, false);
    while let Some(head) = take(bytes, at, 8) {
        let length = usize::try_from(u32::from_be_bytes(head.get(..4)?.try_into().ok()?)).ok()?;
        let kind = head.get(4..)?;
        let Some(chunk) = length.checked_add(12).and_then(|whole| take(bytes, at, whole)) else { break };
        // A capital first letter marks what no reader can do without.
        let critical = kind.first().is_some_and(u8::is_ascii_uppercase);
        if critical || KEPT.iter().any(|known| known.as_slice() == kind) {
            out.extend_from_slice(chunk);
        }
        animated |= kind == b"acTL";
        at += chunk.len();
        if kind == b"IEND" {
            break;
        }
    }
    Some(Ok(Bare { bytes: out, animated }))
}
