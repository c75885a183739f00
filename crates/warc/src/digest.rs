//! Digests as records carry them: `sha256:` and the hex that names the same bytes everywhere else.

use sha2::{Digest, Sha256};

/// How a digest is written.
pub(crate) fn written(hash: &[u8]) -> String {
    format!("sha256:{}", hex(hash))
}

fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from(b"0123456789abcdef"[usize::from(half)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// The digest of some pieces, one behind the other.
pub(crate) fn of(pieces: &[&[u8]]) -> String {
    let mut hasher = Sha256::new();
    pieces.iter().for_each(|piece| hasher.update(piece));
    written(&hasher.finalize())
}

/// Whether a digest, in whatever spelling, says that these are the bytes; `None` for an algorithm that is not
/// SHA-256: then nothing can be said.
pub(crate) fn agrees(stated: &str, hash: &[u8]) -> Option<bool> {
    let (name, value) = stated.split_once(':')?;
    if !matches!(name.to_ascii_lowercase().as_str(), "sha256" | "sha-256") {
        return None;
    }
    Some(value.eq_ignore_ascii_case(&written(hash)[7..]) || value.trim_end_matches('=') == base32(hash))
}

/// Base 32 without padding (RFC 4648, section 6), in which other programs write digests.
fn base32(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits = bytes.len() * 8;
    let bit = |at: usize| bytes.get(at / 8).is_some_and(|byte| byte >> (7 - at % 8) & 1 == 1);
    let letter = |from: usize| {
        let number = (from..from + 5).fold(0, |number, at| number * 2 + usize::from(bit(at)));
        char::from(LETTERS[number])
    };
    (0..bits.div_ceil(5)).map(|group| letter(group * 5)).collect()
}

/// A name for a record that follows from what it says: a UUID of version 8 (RFC 9562, section 5.8), cut from
/// a SHA-256.
pub(crate) fn name(pieces: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for piece in pieces {
        hasher.update(piece.len().to_be_bytes());
        hasher.update(piece);
    }
    let mut bytes: [u8; 16] = [0; 16];
    bytes.copy_from_slice(&hasher.finalize()[..16]);
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = hex(&bytes);
    format!("<urn:uuid:{}-{}-{}-{}-{}>", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_of_a_digest_are_read() {
        let hash = Sha256::digest(b"foobar");
        let hex = written(&hash);
        assert_eq!(hex, "sha256:c3ab8ff13720e8ad9047dd39466b3c8974e592c2fa383d4a3960714caef0c4f2");
        assert_eq!(agrees(&hex.to_uppercase().replace("SHA256", "sha256"), &hash), Some(true));
        // As Python's base64.b32encode writes it.
        assert_eq!(
            agrees("sha256:YOVY74JXEDUK3ECH3U4UM2Z4RF2OLEWC7I4D2SRZMBYUZLXQYTZA====", &hash),
            Some(true)
        );
        assert_eq!(agrees(&of(&[b"foo", b"baz"]), &hash), Some(false));
        assert_eq!(agrees("sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ", &hash), None);
    }

    #[test]
    fn a_name_follows_from_its_pieces_and_their_bounds() {
        assert_eq!(name(&["a", "b"]), name(&["a", "b"]));
        assert_ne!(name(&["a", "b"]), name(&["ab", ""]));
        assert!(name(&["a"]).starts_with("<urn:uuid:") && name(&["a"]).len() == 47);
    }
}
