//! A picture as it may be shown in full.

use image::ImageFormat;
use image::metadata::Orientation;

use crate::unpack::{Unpacked, fenced, format, orientation, unpack};
use crate::{Refused, encode, strip};

/// A picture that may be shown: upright, and silent about where, when and with what it was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The bytes to serve.
    pub bytes: Vec<u8>,
    /// `image/jpeg`, `image/png`, `image/gif` or `image/webp`, found from the bytes.
    pub mime: &'static str,
    /// Pixels, as shown.
    pub width: u32,
    /// Pixels, as shown.
    pub height: u32,
    /// Whether it moves.
    pub animated: bool,
}

/// Reads a picture's bytes, whatever their name or label says. Its pixels stay as they came, except that
/// one lying on its side is turned and packed anew.
///
/// A picture that breaks off is kept as far as it goes, if any of it can be shown.
///
/// # Errors
/// [`Refused`], with a sentence.
pub fn keep(bytes: &[u8]) -> Result<Kept, Refused> {
    fenced(|| kept(bytes))
}

fn kept(bytes: &[u8]) -> Result<Kept, Refused> {
    let format = format(bytes)?;
    let mime = match format {
        ImageFormat::Jpeg => "image/jpeg",
        ImageFormat::Png => "image/png",
        ImageFormat::Gif => "image/gif",
        _ => "image/webp",
    };
    let bare = strip::strip(bytes, format)?;
    // What is served must unpack, not what came; only the turn is told by what is stripped.
    let Unpacked { image, icc } = unpack(&bare.bytes)?;
    let orientation = orientation(bytes)?;
    if bare.animated || orientation == Orientation::NoTransforms {
        let (width, height) = (image.width(), image.height());
        return Ok(Kept { bytes: bare.bytes, mime, width, height, animated: bare.animated });
    }
    let mut upright = image;
    upright.apply_orientation(orientation);
    let bytes = encode::again(&upright, mime, icc)?;
    Ok(Kept { bytes, mime, width: upright.width(), height: upright.height(), animated: false })
}
