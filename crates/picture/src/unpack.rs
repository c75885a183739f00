//! From bytes to pixels, within limits.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

use crate::Refused;

/// Most pixels of a picture: what a browser must unpack to show it.
pub const PIXELS: u64 = 50_000_000;

/// Most bytes that one picture may take unpacked: all its pixels in colour with transparency.
const MEMORY: u64 = PIXELS * 4;

/// Held while a picture is unpacked or packed: memory is that of one picture, whoever asks.
static TURN: Mutex<()> = Mutex::new(());

/// A picture's pixels.
pub(crate) struct Unpacked {
    pub image: DynamicImage,
    /// Colour profile (ICC), if it has one.
    pub icc: Option<Vec<u8>>,
}

/// The kind of a file by its first bytes.
pub(crate) fn format(bytes: &[u8]) -> Result<ImageFormat, Refused> {
    match image::guess_format(bytes) {
        Ok(known @ (ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::Gif | ImageFormat::WebP)) => {
            Ok(known)
        }
        _ => Err(other(bytes)),
    }
}

/// What stands in a picture's place, to tell a person more than that it is none.
fn other(bytes: &[u8]) -> Refused {
    let start = String::from_utf8_lossy(bytes.get(..bytes.len().min(1_024)).unwrap_or_default());
    let start = start.trim_start_matches('\u{feff}').trim_start().to_ascii_lowercase();
    if !start.starts_with('<') {
        return Refused::Unknown;
    }
    if start.contains("<svg") { Refused::Drawing } else { Refused::Page }
}

/// Does one picture's work while no other is in memory. A decoder's panic is a damaged picture: these
/// crates read hostile bytes and are not ours to mend.
pub(crate) fn fenced<T>(work: impl FnOnce() -> Result<T, Refused>) -> Result<T, Refused> {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(Refused::Damaged))
}

/// Unpacks a picture whose size has been found bearable; of one that moves, the first frame.
pub(crate) fn unpack(bytes: &[u8]) -> Result<Unpacked, Refused> {
    let mut decoder = decoder(bytes)?;
    let (width, height) = decoder.dimensions();
    if width == 0 || height == 0 {
        return Err(Refused::Empty);
    }
    if u64::from(width) * u64::from(height) > PIXELS {
        return Err(Refused::TooLarge { width, height });
    }
    if decoder.total_bytes() > MEMORY {
        return Err(Refused::TooCostly);
    }
    let icc = decoder.icc_profile().ok().flatten();
    let image = DynamicImage::from_decoder(decoder).map_err(refusal)?;
    Ok(Unpacked { image, icc })
}

/// What must be done to a picture to stand upright.
pub(crate) fn orientation(bytes: &[u8]) -> Result<Orientation, Refused> {
    Ok(decoder(bytes)?.orientation().unwrap_or(Orientation::NoTransforms))
}

fn decoder(bytes: &[u8]) -> Result<impl ImageDecoder, Refused> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format(bytes)?);
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    reader.into_decoder().map_err(refusal)
}

fn refusal(error: image::ImageError) -> Refused {
    match error {
        image::ImageError::Limits(_) => Refused::TooCostly,
        _ => Refused::Damaged,
    }
}
