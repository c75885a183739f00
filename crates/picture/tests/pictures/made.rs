//! The smaller copies.

use image::{DynamicImage, ImageFormat, RgbImage, Rgba};
use picture::{Rendition, keep, renditions};

use crate::samples::{PLACE, ball, from_a_telephone, holds, jpeg, moving_gif, packed, photo, red_corners};

fn sizes(made: &[Rendition]) -> Vec<(&'static str, u32, u32)> {
    made.iter().map(|rendition| (rendition.mime, rendition.width, rendition.height)).collect()
}

fn of(bytes: &[u8]) -> Vec<Rendition> {
    renditions(&keep(bytes).unwrap().bytes).unwrap()
}

#[test]
fn a_photograph_comes_in_the_widths_of_screens_and_plain() {
    // Lying on its side: all copies stand upright.
    let bytes = from_a_telephone(&photo(1_500, 2_000), 6);
    let made = of(&bytes);
    assert_eq!(
        sizes(&made),
        [
            ("image/webp", 480, 360),
            ("image/webp", 800, 600),
            ("image/webp", 1_200, 900),
            ("image/webp", 1_600, 1_200),
            ("image/jpeg", 1_200, 900),
        ]
    );
    for rendition in &made {
        assert!(rendition.bytes.len() < bytes.len());
        assert!(!holds(&rendition.bytes, PLACE) && !holds(&rendition.bytes, b"Exif"));
        let shown = image::load_from_memory(&rendition.bytes).unwrap();
        assert_eq!((shown.width(), shown.height()), (rendition.width, rendition.height));
        assert_eq!(red_corners(&rendition.bytes), [false, true, false, false]);
    }
    assert!(made.is_sorted_by_key(|r| (r.mime != "image/webp", r.bytes.len())), "narrower is lighter");
    assert_eq!(made, of(&bytes), "the same bytes make the same copies");
}

#[test]
fn no_copy_is_wider_than_the_picture() {
    assert_eq!(sizes(&of(&jpeg(&photo(300, 200)))).first(), Some(&("image/webp", 300, 200)));
    assert!(of(&jpeg(&photo(900, 30))).iter().all(|made| made.width <= 900 && made.height <= 30));
    // So thin that a copy is less than a pixel high.
    assert!(of(&packed(photo(4_000, 1), ImageFormat::Png)).iter().all(|made| made.height == 1));
}

#[test]
fn what_shines_through_goes_on_shining_through() {
    let made = of(&packed(ball(1_000, 700), ImageFormat::Png));
    assert!(made.iter().any(|rendition| rendition.mime == "image/webp"));
    for rendition in &made {
        let shown = image::load_from_memory(&rendition.bytes).unwrap().to_rgba8();
        let Rgba([.., corner]) = *shown.get_pixel(0, 0);
        let Rgba([.., middle]) = *shown.get_pixel(shown.width() / 2, shown.height() / 2);
        assert_eq!((corner, middle), (0, 255), "{} {}", rendition.mime, rendition.width);
    }
}

#[test]
fn deep_grey_and_webp_pictures_get_copies_every_screen_shows() {
    let deep = DynamicImage::ImageRgb16(image::ImageBuffer::from_fn(900, 600, |x, y| {
        let grain = u16::try_from((x * 7_919 + y * 104_729) % 4_093).unwrap();
        image::Rgb([u16::try_from(x * 60).unwrap() + grain, u16::try_from(y * 90).unwrap() + grain, 9_000])
    }));
    let made = of(&packed(deep, ImageFormat::Png));
    assert!(made.iter().any(|made| made.mime == "image/webp" && made.width == 900));
    assert_eq!(made.last().unwrap().mime, "image/jpeg");
    // A link preview may know no WebP: it gets a plain copy whatever that weighs.
    let made = of(&packed(photo(700, 500), ImageFormat::WebP));
    assert_eq!(made.last().map(|made| (made.mime, made.width)), Some(("image/jpeg", 700)));
}

#[test]
fn a_wide_colour_space_is_told_before_it_is_dropped() {
    // Display P3 red is redder than any sRGB red: brought home, the green and blue it needs are gone.
    let mut icc = moxcms::ColorProfile::new_display_p3().encode().unwrap();
    let mut bytes = Vec::new();
    let mut encoder = image::codecs::png::PngEncoder::new(&mut bytes);
    image::ImageEncoder::set_icc_profile(&mut encoder, std::mem::take(&mut icc)).unwrap();
    RgbImage::from_pixel(64, 64, image::Rgb([200, 100, 100])).write_with_encoder(encoder).unwrap();
    let made = of(&bytes);
    let webp = made.iter().find(|made| made.mime == "image/webp").unwrap();
    let image::Rgb([red, green, _]) =
        *image::load_from_memory(&webp.bytes).unwrap().to_rgb8().get_pixel(30, 30);
    assert!(red >= 208 && green <= 98, "{red} {green}");
}

#[test]
fn what_moves_has_no_copies() {
    assert_eq!(of(&moving_gif()), []);
}
