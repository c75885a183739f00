//! Captures are private until an editor opens one, and never against the outlet's word.

use desk::{Error, FiledPage, When};
use model::{Act, Actor, CaptureId, Change, Clipping, How, Post};

use crate::place::{Place, conflict, missing, noon, on_both};

const ADDRESS: &str = "https://gazette.example/river";

fn page(bytes: &str, headers: &[(&str, &str)]) -> FiledPage {
    FiledPage {
        address: ADDRESS.into(),
        bytes: bytes.to_owned().into(),
        how: How::Fetched,
        final_url: ADDRESS.into(),
        led_here: Vec::new(),
        status: 200,
        headers: headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        robots: None,
        missing: Vec::new(),
        evidence: desk::Evidence::default(),
        pictures: Vec::new(),
        clipping: Clipping {
            url: ADDRESS.into(),
            headline: "The price of a river".into(),
            licence: Some("https://creativecommons.org/licenses/by/4.0/".into()),
            text: "It rises.".into(),
            html: "<p>It rises.</p>".into(),
            ..Clipping::default()
        },
    }
}

/// A published post with one capture of its source.
fn published(place: &Place) -> (Post, CaptureId) {
    let filed = place.desk.file(&place.author, &page("one", &[])).unwrap();
    let post = place.desk.publish(&place.author, filed.post, When::Now).unwrap();
    let capture = newest(place, &post);
    (post, capture)
}

fn newest(place: &Place, post: &Post) -> CaptureId {
    place.desk.captures(&place.editor, post.id).unwrap()[0].capture.id
}

fn is_open(place: &Place, capture: CaptureId) -> bool {
    place.desk.opened_capture(capture).unwrap().is_some()
}

#[test]
fn the_terms_of_a_page_go_with_its_source() {
    on_both(|place| {
        let (post, _) = published(place);
        assert_eq!(post.source.unwrap().fields.licence, "https://creativecommons.org/licenses/by/4.0/");
    });
}

#[test]
fn an_editor_opens_a_capture_and_closes_it_and_the_pages_that_say_so_go_stale() {
    on_both(|place| {
        let (post, capture) = published(place);
        assert!(!is_open(place, capture));
        let host = Change::Host("gazette.example".into());
        let all = [host, Change::Post(post.id), Change::Capture(capture)];
        for (act, open) in [(Act::Opened, true), (Act::Closed, false)] {
            place.changes();
            place.desk.set_opening(&place.editor, capture, act).unwrap();
            assert_eq!(is_open(place, capture), open);
            let changes = place.changes();
            assert!(all.iter().all(|change| changes.contains(change)), "{changes:?}");
            // Twice is once.
            place.desk.set_opening(&place.owner, capture, act).unwrap();
            assert_eq!(place.changes(), []);
        }
        let sheet = place.desk.capture_sheet(&place.author, capture).unwrap();
        assert_eq!((sheet.standing, sheet.barred), (Act::Closed, None));
        let told: Vec<_> = sheet
            .history
            .iter()
            .map(|(fact, who)| (fact.act, fact.at, who.as_ref().map(|account| account.name.as_str())))
            .collect();
        let by = Some("The editor");
        assert_eq!(told, [(Act::Closed, noon(), by), (Act::Opened, noon(), by)]);
        assert!(missing(&place.desk.set_opening(&place.editor, CaptureId::from_raw(7), Act::Opened)));
    });
}

#[test]
fn a_new_capture_makes_the_posts_that_credit_its_source_stale() {
    on_both(|place| {
        let (post, _) = published(place);
        place.changes();
        place.clock.advance_seconds(1);
        place.desk.file(&place.author, &page("two", &[])).unwrap();
        assert!(place.changes().contains(&Change::Post(post.id)));
        place.desk.file(&place.author, &page("two", &[])).unwrap();
        assert_eq!(place.changes(), []);
    });
}

#[test]
fn what_an_outlet_asks_not_to_be_shown_is_not_opened_and_what_was_open_closes() {
    on_both(|place| {
        let (post, first) = published(place);
        place.desk.set_opening(&place.editor, first, Act::Opened).unwrap();
        place.clock.advance_seconds(60);
        place.changes();
        let wish = [("x-robots-tag", "noarchive")];
        place.desk.file(&place.author, &page("two", &wish)).unwrap();
        assert!(!is_open(place, first), "the outlet has asked since");
        assert!(place.changes().contains(&Change::Capture(first)));
        let second = newest(place, &post);
        for (capture, says) in [(first, "with a later version of this page"), (second, "with this page")] {
            for actor in [&place.editor, &place.owner, &Actor::System] {
                let refused = place.desk.set_opening(actor, capture, Act::Opened);
                assert!(conflict(&refused));
                let Err(Error::Conflict(message)) = refused else { panic!() };
                assert!(
                    message.starts_with("gazette.example asked, ") && message.contains(says),
                    "{message}"
                );
            }
            let sheet = place.desk.capture_sheet(&place.author, capture).unwrap();
            assert!(sheet.barred.is_some_and(|why| why.contains(says)));
        }
    });
}
