//! A file without all that it says beside its pixels: where, when, with what, by whom, an earlier look of
//! it. Its pixels are not touched. Walks the formats itself, because what must go can stand anywhere,
//! behind the picture's end too.

mod gif;
mod jpeg;
mod png;
mod webp;

use image::ImageFormat;

use crate::Refused;

/// What is left of a file.
pub(crate) struct Bare {
    pub bytes: Vec<u8>,
    /// Whether it moves.
    pub animated: bool,
}

pub(crate) fn strip(bytes: &[u8], format: ImageFormat) -> Result<Bare, Refused> {
    let bare = match format {
        ImageFormat::Jpeg => jpeg::strip(bytes),
        ImageFormat::Png => png::strip(bytes),
        ImageFormat::Gif => gif::strip(bytes),
        _ => webp::strip(bytes),
    };
    bare.unwrap_or(Err(Refused::Damaged))
}

/// Bytes from a place on.
fn take(bytes: &[u8], at: usize, length: usize) -> Option<&[u8]> {
    bytes.get(at..at.checked_add(length)?)
}
