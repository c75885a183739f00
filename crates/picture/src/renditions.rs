//! Smaller copies, for screens that need no more.

use fast_image_resize::Resizer;
use image::{DynamicImage, ImageFormat};

use crate::unpack::{Unpacked, fenced, format, unpack};
use crate::{Refused, encode, strip};

/// The widths of the copies, in pixels: a phone, a phone with a fine screen or a column of text, the same
/// column on a fine screen, a picture across the page there.
pub const WIDTHS: [u32; 4] = [480, 800, 1_200, 1_600];

/// The width of the copy for programs that know no WebP, and for link previews.
const PLAIN: u32 = 1_200;

/// Sides of a WebP picture fit 14 bits.
const WEBP_SIDE: u32 = 16_383;

/// A smaller copy of a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendition {
    /// `image/webp`; of the one plain copy `image/jpeg`, or `image/png` for one with transparency.
    pub mime: &'static str,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// The bytes to serve.
    pub bytes: Vec<u8>,
}

/// The copies of a picture that [`crate::keep`] kept: WebP in up to four widths, and one plain copy. None is
/// wider than the picture or takes more bytes than it (the plain copy of a WebP aside, which is made for
/// those who can't read that). None at all of a picture that moves.
///
/// # Errors
/// [`Refused`], for bytes that can't be unpacked.
pub fn renditions(kept: &[u8]) -> Result<Vec<Rendition>, Refused> {
    fenced(|| make(kept))
}

fn make(kept: &[u8]) -> Result<Vec<Rendition>, Refused> {
    let format = format(kept)?;
    if strip::strip(kept, format)?.animated {
        return Ok(Vec::new());
    }
    let Unpacked { image, icc } = unpack(kept)?;
    let full = (image.width(), image.height());
    let widths = widths(full.0);
    let largest = widths.last().copied().unwrap_or(full.0);
    let largest = encode::in_srgb(&resized(&image, full, largest)?, icc.as_deref());
    drop(image);
    let drawn = matches!(format, ImageFormat::Png | ImageFormat::Gif);
    let mut made = Vec::new();
    for width in widths {
        let copy = resized(&largest, full, width)?;
        let (width, height) = (copy.width(), copy.height());
        if height > WEBP_SIDE {
            continue;
        }
        let mut bytes = encode::photograph(&copy)?;
        // Flat colours pack better without loss, as long as resizing has not blurred them.
        if drawn && width == full.0 {
            let exact = encode::webp(&copy, 0.0, true)?;
            if exact.len() < bytes.len() {
                bytes = exact;
            }
        }
        if bytes.len() < kept.len() {
            made.push(Rendition { mime: "image/webp", width, height, bytes });
        }
    }
    let copy = resized(&largest, full, PLAIN.min(largest.width()))?;
    let (mime, bytes) = encode::plain(&copy)?;
    if bytes.len() < kept.len() || format == ImageFormat::WebP {
        made.push(Rendition { mime, width: copy.width(), height: copy.height(), bytes });
    }
    Ok(made)
}

/// The widths to make of a picture: those it has, and its own unless that is hardly more than the last.
fn widths(full: u32) -> Vec<u32> {
    let largest = full.min(WIDTHS[WIDTHS.len() - 1]);
    let smaller = WIDTHS.into_iter().filter(|width| u64::from(*width) * 9 <= u64::from(largest) * 8);
    smaller.chain([largest]).collect()
}

/// A copy of a width, as high as the full picture's shape asks.
fn resized(image: &DynamicImage, full: (u32, u32), width: u32) -> Result<DynamicImage, Refused> {
    if image.width() == width {
        return Ok(image.clone());
    }
    let height = (u64::from(full.1) * u64::from(width) + u64::from(full.0) / 2) / u64::from(full.0.max(1));
    let height = u32::try_from(height.max(1)).map_err(|_| Refused::TooCostly)?;
    let mut copy = DynamicImage::new(width, height, image.color());
    Resizer::new().resize(image, &mut copy, None).map_err(|_| Refused::Damaged)?;
    Ok(copy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_never_grow_and_never_crowd() {
        assert_eq!(widths(320), [320]);
        assert_eq!(widths(500), [500]);
        assert_eq!(widths(1_000), [480, 800, 1_000]);
        assert_eq!(widths(1_640), [480, 800, 1_200, 1_600]);
        assert_eq!(widths(1_250), [480, 800, 1_250]);
        assert_eq!(widths(6_000), WIDTHS);
    }
}
