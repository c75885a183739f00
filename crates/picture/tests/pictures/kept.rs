//! What is kept of a picture in full.

use image::{DynamicImage, ImageFormat, Luma};
use picture::keep;

use crate::samples::{
    PLACE, ball, exif, from_a_telephone, holds, jpeg, moving_gif, packed, photo, png_with, red_corners,
    webp_with_exif,
};

#[test]
fn a_telephones_picture_no_longer_says_where_it_was_taken() {
    let bytes = from_a_telephone(&photo(400, 300), 1);
    assert!(holds(&bytes, PLACE));
    let kept = keep(&bytes).unwrap();
    assert_eq!((kept.mime, kept.width, kept.height, kept.animated), ("image/jpeg", 400, 300, false));
    assert!(!holds(&kept.bytes, PLACE) && !holds(&kept.bytes, b"Exif"));
    // Not a pixel has changed.
    assert_eq!(image::load_from_memory(&bytes).unwrap(), image::load_from_memory(&kept.bytes).unwrap());
    assert_eq!(keep(&kept.bytes).unwrap(), kept, "keeping it again changes nothing");
}

#[test]
fn a_picture_on_its_side_is_turned_before_the_turn_is_forgotten() {
    // Where the red corner (upper left as stored) goes: EXIF 2.3, table of orientations.
    for (orientation, size, red) in [
        (2, (400, 300), [false, true, false, false]),
        (3, (400, 300), [false, false, false, true]),
        (6, (300, 400), [false, true, false, false]),
        (8, (300, 400), [false, false, true, false]),
    ] {
        let kept = keep(&from_a_telephone(&photo(400, 300), orientation)).unwrap();
        assert_eq!((kept.width, kept.height), size, "orientation {orientation}");
        assert_eq!(red_corners(&kept.bytes), red, "orientation {orientation}");
        assert!(!holds(&kept.bytes, PLACE) && !holds(&kept.bytes, b"Exif"));
    }
    let kept = keep(&webp_with_exif(&photo(120, 90), 6)).unwrap();
    assert_eq!((kept.mime, kept.width, kept.height), ("image/webp", 90, 120));
    assert_eq!(red_corners(&kept.bytes), [false, true, false, false]);
    assert!(!holds(&kept.bytes, PLACE));
}

#[test]
fn the_other_kinds_lose_their_talk_and_keep_their_pixels() {
    let png = packed(ball(90, 60), ImageFormat::Png);
    for (kind, content) in [
        (b"eXIf", exif(1)),
        (b"tEXt", [b"Comment\0".as_slice(), PLACE].concat()),
        (b"tIME", PLACE[..7].to_vec()),
    ] {
        let bytes = png_with(&png, kind, &content);
        let kept = keep(&bytes).unwrap();
        assert_eq!((kept.mime, kept.width, kept.height), ("image/png", 90, 60));
        assert_eq!(kept.bytes, png);
    }
    let bytes = webp_with_exif(&photo(120, 90), 1);
    let kept = keep(&bytes).unwrap();
    assert!(holds(&bytes, PLACE) && !holds(&kept.bytes, PLACE) && !holds(&kept.bytes, b"EXIF"));
    assert_eq!(image::load_from_memory(&kept.bytes).unwrap().to_rgb8(), photo(120, 90));
}

#[test]
fn what_moves_goes_on_moving() {
    let bytes = moving_gif();
    let kept = keep(&bytes).unwrap();
    assert_eq!((kept.mime, kept.width, kept.height, kept.animated), ("image/gif", 60, 40, true));
    assert!(holds(&bytes, PLACE) && !holds(&kept.bytes, PLACE));
    assert!(holds(&kept.bytes, b"NETSCAPE2.0"), "it repeats");
    let frames = |bytes: &[u8]| {
        use image::AnimationDecoder;
        let decoder = image::codecs::gif::GifDecoder::new(std::io::Cursor::new(bytes.to_vec())).unwrap();
        decoder.into_frames().map(|frame| frame.unwrap().into_buffer()).collect::<Vec<_>>()
    };
    assert_eq!(frames(&kept.bytes), frames(&bytes));
}

#[test]
fn a_picture_that_breaks_off_is_kept_as_far_as_it_goes() {
    let whole = jpeg(&photo(640, 480));
    let kept = keep(&whole[..whole.len() / 2]).unwrap();
    assert_eq!((kept.width, kept.height), (640, 480));
    assert!(kept.bytes.ends_with(&[0xff, 0xd9]), "it has an end now");
    assert!(red_corners(&kept.bytes)[0]);
}

#[test]
fn grey_deep_and_tiny_pictures_are_pictures() {
    let grey = DynamicImage::ImageLuma16(image::ImageBuffer::from_fn(64, 48, |x, _| {
        Luma([u16::try_from(x * 1_000).unwrap()])
    }));
    let kept = keep(&packed(grey, ImageFormat::Png)).unwrap();
    assert_eq!((kept.mime, kept.width, kept.height), ("image/png", 64, 48));
    let dot = keep(&packed(ball(1, 1), ImageFormat::Gif)).unwrap();
    assert_eq!((dot.mime, dot.width, dot.height, dot.animated), ("image/gif", 1, 1, false));
}
