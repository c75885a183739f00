//! Pictures made for the tests, byte by byte where it matters.

use std::io::Cursor;

use image::codecs::gif::GifEncoder;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, Frame, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};

/// What a camera would say of the place; it must never be found in anything served.
pub const PLACE: &[u8] = b"52.3702N 4.8952E";

/// A photograph of sorts: soft colours with grain, darker to the left, red in the upper left corner.
pub fn photo(width: u32, height: u32) -> RgbImage {
    let mut grain = 7_u32;
    RgbImage::from_fn(width, height, |x, y| {
        grain = grain.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let noise = (grain >> 28) as u8;
        if x < width / 8 && y < height / 8 {
            return Rgb([230, 20, 20]);
        }
        let across = u8::try_from(u64::from(x) * 200 / u64::from(width)).unwrap();
        let down = u8::try_from(u64::from(y) * 160 / u64::from(height)).unwrap();
        Rgb([40 + noise, across + noise, down + noise])
    })
}

pub fn jpeg(image: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    image.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, 90)).unwrap();
    bytes
}

pub fn packed(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.into().write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// EXIF (TIFF in small-endian order) with an orientation, and a GPS directory that holds [`PLACE`].
pub fn exif(orientation: u16) -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0\x02\0".to_vec();
    tiff.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0]);
    tiff.extend(orientation.to_le_bytes());
    tiff.extend([0, 0]);
    tiff.extend([0x25, 0x88, 4, 0, 1, 0, 0, 0, 38, 0, 0, 0]);
    tiff.extend([0; 4]);
    // One entry: the place as text.
    tiff.extend([1, 0, 0x1b, 0, 2, 0]);
    tiff.extend(u32::try_from(PLACE.len()).unwrap().to_le_bytes());
    tiff.extend([56, 0, 0, 0, 0, 0, 0, 0]);
    tiff.extend(PLACE);
    tiff
}

fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let mut out = vec![0xff, marker];
    out.extend(u16::try_from(content.len() + 2).unwrap().to_be_bytes());
    out.extend(content);
    out
}

/// A JPEG as a telephone writes it: EXIF with the place, XMP, a remark, and a film behind the picture.
pub fn from_a_telephone(image: &RgbImage, orientation: u16) -> Vec<u8> {
    let plain = jpeg(image);
    let mut out = plain[..2].to_vec();
    out.extend(segment(0xe1, &[b"Exif\0\0".as_slice(), &exif(orientation)].concat()));
    out.extend(segment(0xe1, &[b"http://ns.adobe.com/xap/1.0/\0<x>".as_slice(), PLACE].concat()));
    out.extend(segment(0xed, &[b"Photoshop 3.0\0".as_slice(), PLACE].concat()));
    out.extend(segment(0xfe, PLACE));
    out.extend(&plain[2..]);
    out.extend([b"\0\0\0\x18ftypmp42".as_slice(), PLACE].concat());
    out
}

fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let mut crc = 0xffff_ffff_u32;
    for byte in kind.iter().chain(content) {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    let mut out = u32::try_from(content.len()).unwrap().to_be_bytes().to_vec();
    out.extend(kind);
    out.extend(content);
    out.extend((!crc).to_be_bytes());
    out
}

/// A PNG with more chunks behind its header.
pub fn png_with(png: &[u8], kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    // The signature and the header chunk.
    let head = 8 + 25;
    [&png[..head], &chunk(kind, content), &png[head..], PLACE].concat()
}

/// The beginning of a PNG that claims a size.
pub fn png_claiming(width: u32, height: u32) -> Vec<u8> {
    let mut header = [width.to_be_bytes(), height.to_be_bytes()].concat();
    header.extend([8, 2, 0, 0, 0]);
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    out.extend(chunk(b"IHDR", &header));
    out.extend(chunk(b"IDAT", b"\x78\x9c\x03\0\0\0\0\x01"));
    out.extend(chunk(b"IEND", b""));
    out
}

pub fn ball(width: u32, height: u32) -> RgbaImage {
    RgbaImage::from_fn(width, height, |x, y| {
        let inside = (x as i64 - i64::from(width) / 2).pow(2) + (y as i64 - i64::from(height) / 2).pow(2)
            < i64::from(width.min(height) / 2).pow(2);
        Rgba([200, 30, u8::try_from(x % 251).unwrap(), if inside { 255 } else { 0 }])
    })
}

/// A GIF that moves, with a remark.
pub fn moving_gif() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new(&mut bytes);
    encoder.set_repeat(image::codecs::gif::Repeat::Infinite).unwrap();
    for step in 0..3 {
        encoder
            .encode_frame(Frame::new(RgbaImage::from_pixel(60, 40, Rgba([step * 80, 10, 10, 255]))))
            .unwrap();
    }
    drop(encoder);
    let remark = [&[0x21, 0xfe, u8::try_from(PLACE.len()).unwrap()], PLACE, &[0]].concat();
    let table = if bytes[10] & 0x80 == 0 { 0 } else { 3 << ((bytes[10] & 7) + 1) };
    let at = 13 + table;
    [&bytes[..at], &remark, &bytes[at..]].concat()
}

/// A WebP with EXIF and an extended header that announces it.
pub fn webp_with_exif(image: &RgbImage, orientation: u16) -> Vec<u8> {
    let plain = packed(image.clone(), ImageFormat::WebP);
    let mut body = b"WEBP".to_vec();
    let mut head = b"VP8X\x0a\0\0\0\x08\0\0\0".to_vec();
    head.extend(&(image.width() - 1).to_le_bytes()[..3]);
    head.extend(&(image.height() - 1).to_le_bytes()[..3]);
    body.extend(head);
    body.extend(&plain[12..]);
    let exif = exif(orientation);
    body.extend(b"EXIF");
    body.extend(u32::try_from(exif.len()).unwrap().to_le_bytes());
    body.extend(&exif);
    if exif.len() % 2 == 1 {
        body.push(0);
    }
    [b"RIFF".as_slice(), &u32::try_from(body.len()).unwrap().to_le_bytes(), &body].concat()
}

pub fn holds(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|window| window == text)
}

/// The colour a picture shows in a corner: red or not, and where.
pub fn red_corners(bytes: &[u8]) -> [bool; 4] {
    let image = image::load_from_memory(bytes).unwrap().to_rgb8();
    let (right, bottom) = (image.width() - 4, image.height() - 4);
    [(3, 3), (right, 3), (3, bottom), (right, bottom)].map(|(x, y)| {
        let Rgb([red, green, _]) = *image.get_pixel(x, y);
        red > 180 && green < 90
    })
}
