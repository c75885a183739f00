//! Pictures, their copies, and those that are missing.

use model::{Media, MediaId, MissingPicture, PostId, Rendition, Shown};
use store::{Error, media, missing, sha256_hex};
use trial::on_both_engines;

use crate::{at, draft, insert};

fn picture(number: i64) -> Media {
    Media {
        id: MediaId::from_raw(number),
        sha256: sha256_hex(format!("picture {number}").as_bytes()),
        original: sha256_hex(format!("original {number}").as_bytes()),
        mime: "image/jpeg".into(),
        width: 2_000,
        height: 1_000,
        size: 900_000,
        origin: String::new(),
        created: at(number),
    }
}

fn copy(of: i64, mime: &str, width: i64) -> Rendition {
    Rendition {
        mime: mime.into(),
        width,
        height: width / 2,
        sha256: sha256_hex(format!("{of} {mime} {width}").as_bytes()),
        size: width,
    }
}

#[test]
fn pictures_come_with_their_copies_in_one_answer() {
    on_both_engines(|store| {
        store
            .write::<_, Error>(|tx| {
                for number in 1..=3 {
                    media::add(tx, &picture(number))?;
                }
                media::add_rendition(tx, MediaId::from_raw(1), &copy(1, "image/webp", 800))?;
                media::add_rendition(tx, MediaId::from_raw(1), &copy(1, "image/webp", 480))?;
                media::add_rendition(tx, MediaId::from_raw(1), &copy(1, "image/jpeg", 1_200))?;
                // Again, by a job that ran twice.
                media::add_rendition(tx, MediaId::from_raw(1), &copy(9, "image/webp", 480))?;
                Ok(())
            })
            .unwrap();
        let asked = [picture(2).sha256, picture(1).sha256, sha256_hex(b"unknown"), "'); DROP".into()];
        let found = store.read(|c| media::shown(c, &asked)).unwrap();
        let first = Shown {
            media: picture(1),
            renditions: vec![
                copy(1, "image/webp", 480),
                copy(1, "image/webp", 800),
                copy(1, "image/jpeg", 1_200),
            ],
        };
        assert_eq!(found, [first.clone(), Shown { media: picture(2), renditions: Vec::new() }]);
        assert_eq!(store.read(|c| media::shown(c, &[])).unwrap(), []);
        assert!(store.read(|c| media::is_rendered(c, MediaId::from_raw(1))).unwrap());
        assert!(!store.read(|c| media::is_rendered(c, MediaId::from_raw(2))).unwrap());
        let plain: Vec<_> = found.iter().map(|shown| shown.plain().width).collect();
        assert_eq!(plain, [1_200, 2_000], "the whole picture stands in for a copy that is not made yet");
    });
}

#[test]
fn what_is_served_is_a_picture_or_a_copy_and_never_an_original() {
    on_both_engines(|store| {
        let webp = copy(1, "image/webp", 480);
        store
            .write::<_, Error>(|tx| {
                media::add(tx, &picture(1))?;
                media::add_rendition(tx, MediaId::from_raw(1), &webp)
            })
            .unwrap();
        let served = |sha256: &str| store.read(|c| media::served(c, sha256)).unwrap();
        assert_eq!(served(&picture(1).sha256).as_deref(), Some("image/jpeg"));
        assert_eq!(served(&webp.sha256).as_deref(), Some("image/webp"));
        assert_eq!(served(&picture(1).original), None);
        let orphan = store.write(|tx| media::add_rendition(tx, MediaId::from_raw(5), &webp));
        assert!(matches!(orphan, Err(Error::Reference)), "{orphan:?}");
    });
}

#[test]
fn a_post_knows_which_pictures_it_lacks_until_it_is_removed() {
    on_both_engines(|store| {
        insert(&store, &draft(1));
        let lacks = |address: &str| MissingPicture { address: address.into(), reason: "it is gone".into() };
        // Longer than an index of PostgreSQL could hold.
        let long = lacks(&format!("https://cdn.example/{}", "ü".repeat(4_000)));
        let id = PostId::from_raw(1);
        let both = [lacks("https://cdn.example/b.jpg"), long.clone()];
        store.write(|tx| missing::replace(tx, id, &both)).unwrap();
        assert_eq!(store.read(|c| missing::of_post(c, id)).unwrap(), both);
        store.write(|tx| missing::replace(tx, id, std::slice::from_ref(&long))).unwrap();
        assert_eq!(store.read(|c| missing::of_post(c, id)).unwrap(), [long]);
        store.write(|tx| store::posts::remove(tx, id)).unwrap();
        assert_eq!(store.read(|c| missing::of_post(c, id)).unwrap(), []);
        assert!(store.write(|tx| missing::replace(tx, PostId::from_raw(2), &both)).is_err());
    });
}
