//! From pixels to bytes.

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{DynamicImage, ImageEncoder};
use moxcms::{ColorProfile, Layout, TransformOptions};
use webp::{PixelLayout, WebPConfig};

use crate::Refused;

/// Of a picture packed a second time in full: nobody should see that it was.
const AGAIN: u8 = 92;
/// Of the copy for programs that know no WebP.
const JPEG: u8 = 82;
/// Of a photograph's copies.
const WEBP: f32 = 80.0;

/// A whole picture in its own format, with its colour profile.
pub(crate) fn again(image: &DynamicImage, mime: &str, icc: Option<Vec<u8>>) -> Result<Vec<u8>, Refused> {
    let mut bytes = Vec::new();
    match mime {
        "image/png" | "image/gif" => {
            let mut encoder = PngEncoder::new(&mut bytes);
            // A profile that can't be told is one the pixels are shown without.
            let _ = icc.map(|icc| encoder.set_icc_profile(icc));
            image.write_with_encoder(encoder).map_err(|_| Refused::Damaged)?;
        }
        "image/webp" => return webp(&in_srgb(image, icc.as_deref()), f32::from(AGAIN), false),
        _ => {
            // Unpacking has made one channel of grey or three of colour out of whatever it was.
            let image = if image.color().has_color() {
                DynamicImage::ImageRgb8(image.to_rgb8())
            } else {
                DynamicImage::ImageLuma8(image.to_luma8())
            };
            let mut encoder = JpegEncoder::new_with_quality(&mut bytes, AGAIN);
            let fits = |icc: &Vec<u8>| {
                icc.get(16..20) == Some(if image.color().has_color() { b"RGB " } else { b"GRAY" })
            };
            let _ = icc.filter(fits).map(|icc| encoder.set_icc_profile(icc));
            image.write_with_encoder(encoder).map_err(|_| Refused::Damaged)?;
        }
    }
    Ok(bytes)
}

/// Eight bits a channel, in the colours every screen shows alike; without transparency where there is none.
pub(crate) fn in_srgb(image: &DynamicImage, icc: Option<&[u8]>) -> DynamicImage {
    let mut pixels = image.to_rgba8();
    if let Some(profile) = icc.and_then(|icc| ColorProfile::new_from_slice(icc).ok())
        && let Ok(transform) = profile.create_transform_8bit(
            Layout::Rgba,
            &ColorProfile::new_srgb(),
            Layout::Rgba,
            TransformOptions::default(),
        )
    {
        let mut converted = vec![0; pixels.as_raw().len()];
        if transform.transform(pixels.as_raw(), &mut converted).is_ok() {
            pixels.copy_from_slice(&converted);
        }
    }
    let image = DynamicImage::ImageRgba8(pixels);
    if is_see_through(&image) { image } else { DynamicImage::ImageRgb8(image.to_rgb8()) }
}

fn is_see_through(image: &DynamicImage) -> bool {
    image.as_rgba8().is_some_and(|pixels| pixels.pixels().any(|pixel| pixel.0[3] != u8::MAX))
}

/// WebP of a picture that [`in_srgb`] made.
pub(crate) fn webp(image: &DynamicImage, quality: f32, lossless: bool) -> Result<Vec<u8>, Refused> {
    let layout = if image.color().has_alpha() { PixelLayout::Rgba } else { PixelLayout::Rgb };
    let mut config = WebPConfig::new().map_err(|()| Refused::Damaged)?;
    config.quality = quality;
    if lossless {
        config.lossless = 1;
        // Of 0 to 6 and 0 to 100: effort, not quality. More costs seconds for a hundredth of the bytes.
        config.method = 2;
        config.quality = 40.0;
    }
    let encoder = webp::Encoder::new(image.as_bytes(), layout, image.width(), image.height());
    let packed = encoder.encode_advanced(&config).map_err(|_| Refused::TooCostly)?;
    Ok(packed.to_vec())
}

/// WebP of a photograph.
pub(crate) fn photograph(image: &DynamicImage) -> Result<Vec<u8>, Refused> {
    webp(image, WEBP, false)
}

/// A copy for programs that know no WebP: JPEG, or PNG where the ground must shine through.
pub(crate) fn plain(image: &DynamicImage) -> Result<(&'static str, Vec<u8>), Refused> {
    let mut bytes = Vec::new();
    let (mime, written) = if image.color().has_alpha() {
        ("image/png", image.write_with_encoder(PngEncoder::new(&mut bytes)))
    } else {
        ("image/jpeg", image.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, JPEG)))
    };
    written.map_err(|_| Refused::Damaged)?;
    Ok((mime, bytes))
}
