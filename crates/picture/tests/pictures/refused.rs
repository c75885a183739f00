//! What is not kept, and what the person is told.

use image::ImageFormat;
use picture::{Refused, keep, renditions};

use crate::samples::{ball, from_a_telephone, jpeg, moving_gif, packed, photo, png_claiming, webp_with_exif};

#[test]
fn a_name_does_not_make_a_picture() {
    assert_eq!(keep(b"just some text, called photo.jpg"), Err(Refused::Unknown));
    assert_eq!(keep(b""), Err(Refused::Unknown));
    assert_eq!(keep(b"BM\x8a\0\0\0\0\0\0\0"), Err(Refused::Unknown));
    assert_eq!(keep("\u{feff}\n<!DOCTYPE html><title>No</title>".as_bytes()), Err(Refused::Page));
    let drawing =
        b"<?xml version=\"1.0\"?>\n<!-- by hand --><svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>";
    let refused = keep(drawing).unwrap_err();
    assert_eq!(refused, Refused::Drawing);
    assert!(refused.to_string().contains("save it as PNG"));
}

#[test]
fn a_bomb_is_told_by_what_it_claims() {
    let refused = keep(&png_claiming(100_000, 100_000)).unwrap_err();
    assert_eq!(refused, Refused::TooLarge { width: 100_000, height: 100_000 });
    assert!(refused.to_string().contains("100000 × 100000 pixels; 50 million"), "{refused}");
    assert!(matches!(keep(&png_claiming(0, 5)), Err(Refused::Empty | Refused::Damaged)));
    // Claims what is allowed and holds next to nothing.
    assert_eq!(keep(&png_claiming(7_000, 7_000)), Err(Refused::Damaged));
}

#[test]
fn a_picture_of_ten_thousand_passes_is_not_begun() {
    let whole = jpeg(&photo(64, 64));
    let scan = whole.windows(2).position(|pair| pair == [0xff, 0xda]).unwrap();
    let pass = &whole[scan..whole.len() - 2];
    let bytes = [&whole[..scan], &pass.repeat(200), &[0xff, 0xd9]].concat();
    assert_eq!(keep(&bytes), Err(Refused::TooCostly));
}

#[test]
fn no_bytes_make_it_panic() {
    let samples = [
        from_a_telephone(&photo(40, 30), 6),
        packed(ball(40, 30), ImageFormat::Png),
        moving_gif(),
        webp_with_exif(&photo(40, 30), 8),
    ];
    for bytes in &samples {
        for end in (0..bytes.len()).step_by(bytes.len() / 60 + 1) {
            if let Ok(kept) = keep(&bytes[..end]) {
                assert!(renditions(&kept.bytes).is_ok(), "kept what can't be unpacked");
            }
        }
        let mut seed = 1_u32;
        for _ in 0..120 {
            let mut bent = bytes.clone();
            for _ in 0..4 {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let at = seed as usize % bent.len();
                bent[at] = (seed >> 24) as u8;
            }
            if let Ok(kept) = keep(&bent) {
                assert!(kept.width > 0 && kept.height > 0);
                assert!(renditions(&kept.bytes).is_ok(), "kept what can't be unpacked");
            }
        }
    }
}
