//! Clips: asked for, filed, found again.

use desk::{ClipRequest, FiledPage, StoredPicture};
use model::{Actor, Clipping, Dated, Format, How, Job, Kind, NoArchive, RawWriting, Robots, Standing};

use crate::pictures::png;
use crate::place::{Place, forbidden, on_both, wrong};

const ADDRESS: &str = "https://gazette.example/river";

pub fn page(place: &Place) -> FiledPage {
    let media = place.desk.add_media(&place.author, &png(640, 480), "https://cdn.example/r.png?a=1&b=2");
    FiledPage {
        address: ADDRESS.into(),
        bytes: "<html>river</html>".into(),
        how: How::Fetched,
        final_url: "https://www.gazette.example/river?x".into(),
        led_here: Vec::new(),
        status: 200,
        headers: vec![("content-type".into(), "text/html".into())],
        robots: Some(Robots::Allowed { line: 12, rule: "Allow: /river".into() }),
        missing: Vec::new(),
        evidence: desk::Evidence::default(),
        pictures: vec![StoredPicture {
            address: "https://cdn.example/r.png?a=1&b=2".into(),
            media: media.unwrap(),
        }],
        clipping: Clipping {
            url: ADDRESS.into(),
            kind: Kind::Article,
            headline: "The price of a river".into(),
            dek: Some("A town counts".into()),
            byline: vec!["Ada Park".into(), "Park, Jr.".into()],
            published: Dated::parse("2026-11-18T07:00:00.25Z"),
            language: Some("en".into()),
            site: Some("The Example Gazette".into()),
            lead_image: Some("https://cdn.example/r.png?a=1&b=2".into()),
            text: "It rises.".into(),
            html:
                "<p>It rises.</p><p><img src=\"https://cdn.example/r.png?a=1&amp;b=2\" alt=\"Low water\"></p>\
                   <p><img src=\"https://other.example/x.png\" alt=\"Elsewhere\"></p>"
                    .into(),
            ..Clipping::default()
        },
    }
}

#[test]
fn a_page_becomes_a_draft_with_everything_filled_in() {
    on_both(|place| {
        let page = page(place);
        let filed = place.desk.file(&place.author, &page).unwrap();
        assert!(!filed.existing);
        let post = place.desk.post(&place.author, filed.post).unwrap();
        let writing = &post.writing;
        assert_eq!(
            (writing.headline.as_str(), writing.dek.as_str()),
            ("The price of a river", "A town counts")
        );
        assert_eq!(writing.byline, ["Ada Park", "Park, Jr."]);
        assert_eq!((writing.format, &post.standing), (Format::Html, &Standing::Draft));
        assert_eq!(writing.lead_image.as_deref(), Some(page.pictures[0].media.path().as_str()));
        let source = post.source.as_ref().unwrap();
        assert_eq!((source.fields.url.as_str(), source.host.as_str()), (ADDRESS, "gazette.example"));
        assert_eq!(source.fields.outlet, "The Example Gazette");
        assert_eq!(source.fields.published, Dated::parse("2026-11-18T07:00:00Z"));
        assert!(post.html.contains("width=\"640\"") && post.html.contains("/media/"), "{}", post.html);
        assert!(!post.html.contains("src=\"https://"), "pages load nothing from other hosts: {}", post.html);
        let store = place.desk.store();
        let (_, made, kept) =
            store.read(|conn| store::clippings::of_source(conn, source.id)).unwrap().unwrap();
        assert_eq!((made, kept.headline), (Some(post.id), page.clipping.headline.clone()));
        let captures = store.read(|conn| store::captures::of_source(conn, source.id)).unwrap();
        assert_eq!(captures.len(), 1);
        assert_eq!((&captures[0].robots, captures[0].noarchive), (&page.robots, None));
        assert!(captures[0].may_be_opened());
        assert_eq!(
            store.read(|conn| store::captures::of_post(conn, post.id)).unwrap(),
            Some(captures[0].clone())
        );
        assert_eq!(store.files().get(&captures[0].sha256).unwrap().unwrap(), page.bytes);
    });
}

#[test]
fn a_wish_for_no_copies_is_kept_from_the_header_and_from_the_page() {
    on_both(|place| {
        let mut header = page(place);
        header.headers.push(("x-robots-tag".into(), "googlebot: noindex, courant: noarchive".into()));
        header.clipping.noarchive = true;
        let mut meta = page(place);
        meta.address = "https://gazette.example/dry".into();
        meta.clipping.noarchive = true;
        for (page, asked) in [(header, NoArchive::Header), (meta, NoArchive::Page)] {
            let filed = place.desk.file(&place.author, &page).unwrap();
            let capture = place.desk.store().read(|conn| store::captures::of_post(conn, filed.post)).unwrap();
            let capture = capture.unwrap();
            assert_eq!(capture.noarchive, Some(asked));
            assert!(!capture.may_be_opened());
        }
    });
}

#[test]
fn a_wish_that_comes_later_with_the_same_bytes_is_kept_once() {
    on_both(|place| {
        let mut page = page(place);
        let captures = |post| {
            let store = place.desk.store();
            let source = place.desk.post(&place.author, post).unwrap().source.unwrap().id;
            store.read(|conn| store::captures::of_source(conn, source)).unwrap()
        };
        let filed = place.desk.file(&place.author, &page).unwrap();
        page.clipping.noarchive = true;
        for _ in 0..2 {
            place.desk.file(&place.author, &page).unwrap();
            let asked: Vec<_> = captures(filed.post).iter().map(|capture| capture.noarchive).collect();
            assert_eq!(asked, [Some(NoArchive::Page), None]);
        }
        // The wish is not taken back by a page that has stopped saying so.
        page.clipping.noarchive = false;
        place.desk.file(&place.author, &page).unwrap();
        assert_eq!(captures(filed.post).len(), 2);
    });
}

#[test]
fn an_untouched_form_of_a_filed_page_changes_only_what_forms_cannot_say() {
    on_both(|place| {
        let mut page = page(place);
        page.clipping.byline = vec!["Ada Park".into()];
        let filed = place.desk.file(&place.author, &page).unwrap();
        let post = place.desk.post(&place.author, filed.post).unwrap();
        let saved = place.desk.save(&place.author, post.id, &post.writing.raw(), Some(1)).unwrap();
        assert_eq!(saved, post);
        let raw = RawWriting { headline: "Our words".into(), ..post.writing.raw() };
        let saved = place.desk.save(&place.author, post.id, &raw, Some(1)).unwrap();
        assert_eq!(saved.source.unwrap().fields.headline, "The price of a river");
    });
}

#[test]
fn an_address_clipped_twice_is_one_draft_with_a_capture_per_look() {
    on_both(|place| {
        let mut page = page(place);
        let first = place.desk.file(&place.author, &page).unwrap();
        let same = place.desk.file(&place.editor, &page).unwrap();
        assert_eq!((same.post, same.existing), (first.post, true));
        page.bytes = "<html>the river, corrected</html>".into();
        assert!(place.desk.file(&place.author, &page).unwrap().existing);
        let source = place.desk.post(&place.author, first.post).unwrap().source.unwrap().id;
        let captures = place.desk.store().read(|conn| store::captures::of_source(conn, source)).unwrap();
        assert_eq!(captures.len(), 2);
        let asked = place.desk.request_clip(&place.author, "https://gazette.example/river#top", ADDRESS);
        assert_eq!(asked.unwrap(), ClipRequest::Existing(first.post));
    });
}

#[test]
fn an_address_clipped_at_the_same_time_is_one_draft() {
    on_both(|place| {
        let page = page(place);
        let filed: Vec<_> = std::thread::scope(|threads| {
            let tries: Vec<_> =
                (0..4).map(|_| threads.spawn(|| place.desk.file(&place.author, &page))).collect();
            tries.into_iter().map(|t| t.join().unwrap().unwrap()).collect()
        });
        assert_eq!(filed.iter().filter(|f| !f.existing).count(), 1, "{filed:?}");
        assert!(filed.iter().all(|f| f.post == filed[0].post), "{filed:?}");
    });
}

#[test]
fn a_removed_draft_makes_room_for_a_new_one() {
    on_both(|place| {
        let page = page(place);
        let first = place.desk.file(&place.author, &page).unwrap();
        place.desk.remove_draft(&place.author, first.post).unwrap();
        let second = place.desk.file(&place.author, &page).unwrap();
        assert!(!second.existing && second.post != first.post);
    });
}

#[test]
fn a_clip_is_promised_once() {
    on_both(|place| {
        let ask = || place.desk.request_clip(&place.author, " https://gazette.example/river#x ", ADDRESS);
        let ClipRequest::Queued(job) = ask().unwrap() else { panic!("nothing was clipped yet") };
        assert_eq!(ask().unwrap(), ClipRequest::Queued(job), "a double click");
        let record = place.desk.claim_job(60).unwrap().unwrap();
        let account = place.author.account();
        assert_eq!(record.job, Job::Clip { url: "https://gazette.example/river#x".into(), account });
        assert!(!place.desk.run_job(&record.job).unwrap(), "fetching is not the desk's");
        for bad in ["", "gazette.example", "javascript:alert(1)", "file:///etc/passwd"] {
            wrong(place.desk.request_clip(&place.author, bad, bad), "url");
        }
    });
}

#[test]
fn filing_is_for_those_who_write() {
    on_both(|place| {
        let mut page = page(place);
        assert!(forbidden(&place.desk.file(&place.moderator, &page)));
        page.address = "nowhere".into();
        wrong(place.desk.file(&Actor::System, &page), "source_url");
    });
}

#[test]
fn the_same_picture_is_kept_once() {
    on_both(|place| {
        let one = place.desk.add_media(&place.author, &png(9, 9), "").unwrap();
        let two = place.desk.add_media(&place.editor, &png(9, 9), "").unwrap();
        assert_eq!(one, two);
        assert_eq!(one.path(), format!("/media/{}.png", one.sha256));
    });
}

#[test]
fn overlong_facts_of_a_page_are_cut_not_refused() {
    on_both(|place| {
        let mut page = page(place);
        page.clipping.headline = "字".repeat(400);
        page.clipping.byline = vec!["A".repeat(300); 50];
        page.clipping.language = Some("not a language".into());
        let filed = place.desk.file(&place.author, &page).unwrap();
        let post = place.desk.post(&place.author, filed.post).unwrap();
        assert_eq!((post.writing.headline.chars().count(), post.writing.byline.len()), (300, 30));
        assert_eq!(post.writing.language, None);
    });
}
