//! Pictures: kept, copied, missing, put back.

use std::io::Cursor;

use desk::{FiledPage, StoredPicture, When};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use model::rendition::hashes_in;
use model::{
    Actor, Change, Clipping, How, Job, JobRecord, Media, MissingPicture, PostId, RawWriting, Rendition,
    Shown, Standing,
};

use crate::place::{Place, forbidden, missing, on_both, wrong};

fn packed(image: RgbImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::from(image).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A small file whatever its size in pixels.
pub fn png(width: u32, height: u32) -> Vec<u8> {
    packed(RgbImage::from_pixel(width, height, Rgb([90, 120, 40])), ImageFormat::Png)
}

/// A photograph of sorts, with grain.
fn jpeg(width: u32, height: u32) -> Vec<u8> {
    let mut grain = 1_u32;
    let image = RgbImage::from_fn(width, height, |x, y| {
        grain = grain.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        Rgb([(x % 200) as u8, (y % 200) as u8, (grain >> 26) as u8])
    });
    let mut bytes = Vec::new();
    image.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, 92)).unwrap();
    bytes
}

/// The same with the place where it was taken, in EXIF.
fn with_a_place(jpeg: &[u8]) -> Vec<u8> {
    let exif = [b"Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0".as_slice(), b"52.3702N 4.8952E"].concat();
    let mut out = vec![0xff, 0xd8, 0xff, 0xe1];
    out.extend(u16::try_from(exif.len() + 2).unwrap().to_be_bytes());
    out.extend(exif);
    out.extend(&jpeg[2..]);
    out
}

fn shown(place: &Place, media: &Media) -> Shown {
    let hashes = hashes_in([media.path().as_str()]);
    place.desk.store().read(|conn| store::media::shown(conn, &hashes)).unwrap().remove(0)
}

/// Does all jobs that need no socket, as the worker would; which there were.
fn work(place: &Place) -> Vec<Job> {
    let mut done = Vec::new();
    while let Some(record) = place.desk.claim_job(60).unwrap() {
        place.desk.run_job(&record.job).unwrap();
        place.desk.finish_job(record.id, None).unwrap();
        done.push(record.job);
    }
    done
}

#[test]
fn a_kept_picture_tells_no_place_and_what_came_is_kept_beside_it() {
    on_both(|place| {
        let plain = jpeg(300, 200);
        let bytes = with_a_place(&plain);
        let media = place.desk.add_media(&place.author, &bytes, "https://cdn.example/a").unwrap();
        let files = place.desk.store().files();
        assert_eq!(files.get(&media.original).unwrap(), Some(bytes));
        let served = files.get(&media.sha256).unwrap().unwrap();
        assert!(!served.windows(8).any(|window| window == b"52.3702N"));
        assert_eq!((media.width, media.height, media.mime.as_str()), (300, 200, "image/jpeg"));
        assert_eq!(media.size, i64::try_from(served.len()).unwrap());
        let of = |sha256: &str| place.desk.store().read(|conn| store::media::served(conn, sha256)).unwrap();
        assert_eq!((of(&media.sha256).as_deref(), of(&media.original)), (Some("image/jpeg"), None));
        wrong(place.desk.add_media(&place.author, b"no picture", ""), "picture");
    });
}

#[test]
fn copies_are_made_by_a_job_once_and_pages_hear_of_it() {
    on_both(|place| {
        let media = place.desk.add_media(&place.author, &jpeg(1_300, 650), "").unwrap();
        assert_eq!(shown(place, &media).renditions, []);
        // The same picture again promises nothing twice.
        place.desk.add_media(&place.author, &jpeg(1_300, 650), "").unwrap();
        place.changes();
        assert_eq!(work(place), [Job::Render { media: media.id }]);
        assert_eq!(place.changes(), [Change::Media(media.sha256.clone())]);
        let made = shown(place, &media).renditions;
        let sizes: Vec<_> = made.iter().map(|r| (r.mime.as_str(), r.width, r.height)).collect();
        assert_eq!(
            sizes,
            [
                ("image/webp", 480, 240),
                ("image/webp", 800, 400),
                ("image/jpeg", 1_200, 600),
                ("image/webp", 1_300, 650)
            ]
        );
        for Rendition { sha256, size, .. } in &made {
            let file = place.desk.store().files().get(sha256).unwrap().unwrap();
            assert_eq!(*size, i64::try_from(file.len()).unwrap());
            assert!(*size < media.size);
        }
        // A job whose end was not written runs again.
        assert!(place.desk.run_job(&Job::Render { media: media.id }).unwrap());
        assert_eq!(shown(place, &media).renditions, made);
        place.desk.add_media(&place.author, &jpeg(1_300, 650), "").unwrap();
        assert_eq!(work(place), [], "nothing is left to make");
    });
}

const LEAD: &str = "https://cdn.example/lead.jpg";
const INNER: &str = "https://cdn.example/inner.jpg?w=9&h=9";

fn page(how: How) -> FiledPage {
    let html = "<p>Before.</p><figure><img src=\"https://cdn.example/inner.jpg?w=9&amp;h=9\" alt=\"Low &quot;water&quot;\">\
                <figcaption>The bend</figcaption></figure>\
                <p><a href=\"https://cdn.example/large.JPG?x\"><img src=\"https://cdn.example/small.jpg\" alt=\"Linked\"></a></p>";
    let lacks = |address: &str| MissingPicture { address: address.into(), reason: "it timed out".into() };
    FiledPage {
        address: "https://gazette.example/river".into(),
        bytes: "<html>".into(),
        how,
        final_url: "https://gazette.example/river".into(),
        led_here: Vec::new(),
        robots: None,
        status: 200,
        headers: Vec::new(),
        pictures: Vec::new(),
        missing: vec![lacks(LEAD), lacks(INNER), lacks("https://cdn.example/small.jpg")],
        evidence: desk::Evidence::default(),
        clipping: Clipping {
            url: "https://gazette.example/river".into(),
            headline: "The price of a river".into(),
            lead_image: Some(LEAD.into()),
            lead_image_alt: Some("A river bend".into()),
            lead_image_credit: Some("Photo: Ada  Park".into()),
            text: "Before.".into(),
            html: html.into(),
            ..Clipping::default()
        },
    }
}

fn stored(place: &Place, address: &str, width: u32) -> StoredPicture {
    let media = place.desk.add_media(&place.author, &png(width, 20), address).unwrap();
    StoredPicture { address: address.into(), media }
}

fn lacking(place: &Place, post: PostId) -> Vec<String> {
    let missing = place.desk.missing_pictures(&place.author, post).unwrap();
    missing.into_iter().map(|picture| picture.address).collect()
}

#[test]
fn a_missing_picture_leaves_a_link_and_comes_back_to_its_place() {
    on_both(|place| {
        let post = place.desk.file(&place.author, &page(How::Fetched)).unwrap().post;
        let draft = place.desk.post(&place.author, post).unwrap();
        assert!(draft.html.contains("Picture: Low \"water\"</a>"), "{}", draft.html);
        assert!(
            draft.html.contains("<a href=\"https://cdn.example/small.jpg\">Picture: Linked</a>"),
            "{}",
            draft.html
        );
        assert_eq!(lacking(place, post), [LEAD, INNER, "https://cdn.example/small.jpg"]);

        let kept = [stored(place, LEAD, 30), stored(place, INNER, 40)];
        let still =
            [MissingPicture { address: "https://cdn.example/small.jpg".into(), reason: "it is gone".into() }];
        let put = place.desk.restore_pictures(&place.author, post, &kept, &still).unwrap();
        assert_eq!(put.writing.lead_image.as_deref(), Some(kept[0].media.path().as_str()));
        assert_eq!(put.writing.lead_image_alt, "A river bend");
        assert_eq!(
            (draft.writing.lead_image_caption.as_str(), &*put.writing.lead_image_caption),
            ("", "Photo: Ada Park")
        );
        let shown = format!(
            "<img src=\"{}\" alt=\"Low &quot;water&quot;\" width=\"40\" height=\"20\" loading=\"lazy\">",
            kept[1].media.path()
        );
        assert!(put.html.contains(&shown), "{}", put.html);
        assert!(put.html.contains("<figcaption>The bend</figcaption>"), "{}", put.html);
        assert!(put.html.contains("Picture: Linked</a>"), "{}", put.html);
        assert_eq!(
            (put.revision, lacking(place, post)),
            (2, vec!["https://cdn.example/small.jpg".to_owned()])
        );
        // The job ran twice: nothing is left to change.
        let again = place.desk.restore_pictures(&place.author, post, &kept, &still).unwrap();
        assert_eq!(again, put);
        // A body that a person has saved since comes out the same.
        let saved = place.desk.save(&place.author, post, &put.writing.raw(), Some(2)).unwrap();
        assert_eq!(saved.html, put.html);
    });
}

#[test]
fn what_a_person_chose_stays_when_pictures_come_late() {
    on_both(|place| {
        let post = place.desk.file(&place.author, &page(How::Fetched)).unwrap().post;
        let own = place.desk.add_media(&place.author, &png(7, 7), "").unwrap();
        let draft = place.desk.post(&place.author, post).unwrap();
        let raw = RawWriting { lead_image: own.path(), body: "<p>Mine.</p>".into(), ..draft.writing.raw() };
        place.desk.save(&place.author, post, &raw, None).unwrap();
        let published = place.desk.publish(&place.editor, post, When::Now).unwrap();
        assert!(matches!(published.standing, Standing::Published { .. }));
        let kept = [stored(place, LEAD, 30), stored(place, INNER, 40)];
        let put = place.desk.restore_pictures(&place.author, post, &kept, &[]).unwrap();
        assert_eq!((put.writing.lead_image, put.html.as_str()), (Some(own.path()), "<p>Mine.</p>\n"));
        assert_eq!((put.revision, lacking(place, post)), (published.revision, vec![]));
    });
}

/// The next promise to fetch pictures; other work a clipping brings is claimed and left.
fn next_fetch(place: &Place) -> Option<JobRecord> {
    std::iter::from_fn(|| place.desk.claim_job(60).unwrap())
        .find(|record| matches!(record.job, Job::FetchPictures { .. }))
}

#[test]
fn a_second_try_is_promised_once_and_to_those_who_may_write_it() {
    on_both(|place| {
        let post = place.desk.file(&place.author, &page(How::Fetched)).unwrap().post;
        assert_eq!(next_fetch(place), None, "what was tried is not tried again unasked");
        let job = place.desk.request_pictures(&place.author, post).unwrap();
        assert!(job.is_some());
        assert_eq!(place.desk.request_pictures(&place.author, post).unwrap(), job, "a double click");
        let whole = place.draft("Nothing missing").id;
        assert_eq!(place.desk.request_pictures(&place.author, whole).unwrap(), None);
        let record = next_fetch(place).unwrap();
        let account = place.author.account();
        assert_eq!(record.job, Job::FetchPictures { post, account });
        assert!(!place.desk.run_job(&record.job).unwrap(), "fetching is not the desk's");
        assert!(forbidden(&place.desk.request_pictures(&place.moderator, post)));
        assert!(missing(&place.desk.request_pictures(&place.editor, PostId::from_raw(5))));
    });
}

#[test]
fn pictures_of_a_page_that_a_browser_sent_are_fetched_by_themselves() {
    on_both(|place| {
        let post = place.desk.file(&Actor::System, &page(How::Seen)).unwrap().post;
        assert_eq!(next_fetch(place).unwrap().job, Job::FetchPictures { post, account: None });
        // A second look at the page promises nothing.
        place.desk.file(&Actor::System, &page(How::Seen)).unwrap();
        assert_eq!(next_fetch(place), None);
    });
}
