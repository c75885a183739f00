//! Pages as a browser showed them: kept beside what was fetched, pictured later, read again.

use desk::{FiledPage, Reread, StoredPicture, When, pictures_of};
use model::{Actor, Clipping, Film, How, Job, Kind, MissingPicture, Role, Scope};

use crate::place::{Place, forbidden, missing, on_both};

const ADDRESS: &str = "https://gazette.example/lamp";
const PICTURE: &str = "https://gazette.example/lamp.jpg";

fn page(how: How, bytes: &str, text: &str) -> FiledPage {
    let clipping = Clipping {
        url: ADDRESS.into(),
        headline: format!("The lamp, {}", how.as_str()),
        lead_image: Some(PICTURE.into()),
        text: text.into(),
        html: format!("<p>{text}</p><p><img src=\"{PICTURE}\" alt=\"Lamp\"></p>"),
        ..Clipping::default()
    };
    FiledPage {
        address: ADDRESS.into(),
        bytes: bytes.to_owned().into(),
        how,
        final_url: ADDRESS.into(),
        led_here: Vec::new(),
        status: 200,
        headers: Vec::new(),
        robots: None,
        missing: MissingPicture::unfetched(pictures_of(&clipping)),
        evidence: desk::Evidence::default(),
        clipping,
        pictures: Vec::new(),
    }
}

/// Takes the jobs that are due, in order.
fn promised(place: &Place) -> Vec<Job> {
    std::iter::from_fn(|| {
        let record = place.desk.claim_job(60).unwrap()?;
        place.desk.finish_job(record.id, None).unwrap();
        Some(record.job)
    })
    // Every draft is compared with others, every picture gets copies, and every capture its parts.
    .filter(|job| !matches!(job, Job::Compare { .. } | Job::Render { .. } | Job::KeepParts { .. }))
    .collect()
}

fn kept(place: &Place, post: model::PostId) -> Vec<(How, bool)> {
    let looks = place.desk.captures(&place.author, post).unwrap();
    looks.into_iter().map(|look| (look.capture.how, look.is_read)).collect()
}

#[test]
fn a_page_that_was_shown_is_fetched_too_and_both_are_kept() {
    on_both(|place| {
        let seen = page(How::Seen, "<p>same bytes</p>", "Words for subscribers.");
        let post = place.desk.file(&place.author, &seen).unwrap().post;
        let jobs = promised(place);
        let source = place.desk.post(&place.author, post).unwrap().source.unwrap().id;
        let account = place.author.account();
        assert_eq!(
            jobs,
            [Job::Capture { source, url: ADDRESS.into(), account }, Job::FetchPictures { post, account }]
        );
        // Even when an outlet gives a server the very same bytes.
        let fetched = page(How::Fetched, "<p>same bytes</p>", "Words.");
        for _ in 0..2 {
            let said = place.desk.keep_beside(&place.author, source, &fetched).unwrap();
            assert!(said.contains("reads differently"), "{said}");
        }
        assert_eq!(kept(place, post), [(How::Fetched, false), (How::Seen, true)]);
        let draft = place.desk.post(&place.author, post).unwrap();
        assert!(draft.writing.body.contains("subscribers") && draft.revision == 1, "the draft stays");
        place.desk.file(&place.author, &seen).unwrap();
        assert_eq!(promised(place), [], "what was fetched is not fetched again");
        assert!(forbidden(&place.desk.keep_beside(&place.moderator, source, &fetched)));
    });
}

#[test]
fn a_page_that_was_fetched_is_kept_as_shown_too() {
    on_both(|place| {
        let post = place.desk.file(&place.author, &page(How::Fetched, "a", "Few.")).unwrap().post;
        let again = place.desk.file(&place.author, &page(How::Seen, "a", "All of it.")).unwrap();
        assert_eq!((again.post, again.existing), (post, true));
        assert_eq!(kept(place, post), [(How::Seen, false), (How::Fetched, true)]);
        assert_eq!(promised(place), [], "there is nothing left to fetch");
        place.desk.file(&place.author, &page(How::Seen, "a", "All of it.")).unwrap();
        assert_eq!(kept(place, post).len(), 2);
    });
}

#[test]
fn pictures_come_later_into_a_draft_that_somebody_has_changed() {
    on_both(|place| {
        let seen = page(How::Seen, "a", "Words.");
        let post = place.desk.file(&place.author, &seen).unwrap().post;
        let lacking = place.desk.missing_pictures(&place.author, post).unwrap();
        assert_eq!(lacking.iter().map(|p| p.address.as_str()).collect::<Vec<_>>(), [PICTURE]);
        let media = place.desk.add_media(&place.author, &crate::pictures::png(640, 480), PICTURE).unwrap();
        let path = media.path();
        let pictures = [StoredPicture { address: PICTURE.into(), media }];
        // Somebody was quicker.
        let mut raw = place.desk.post(&place.author, post).unwrap().writing.raw();
        raw.headline = "Our own words".into();
        place.desk.save(&place.author, post, &raw, Some(1)).unwrap();
        for _ in 0..2 {
            place.desk.restore_pictures(&place.author, post, &pictures, &[]).unwrap();
        }
        let draft = place.desk.post(&place.author, post).unwrap();
        assert_eq!((draft.writing.headline.as_str(), draft.revision), ("Our own words", 3));
        assert_eq!(draft.writing.lead_image.as_deref(), Some(path.as_str()));
        assert!(draft.html.contains("width=\"640\"") && !draft.html.contains(PICTURE), "{}", draft.html);
        assert!(place.desk.missing_pictures(&place.author, post).unwrap().is_empty());
    });
}

#[test]
fn a_draft_is_read_again_from_the_other_look_and_a_post_only_proposes_it() {
    on_both(|place| {
        let seen = page(How::Seen, "seen", "All of it.");
        let fetched = page(How::Fetched, "fetched", "Few.");
        let post = place.desk.file(&place.author, &fetched).unwrap().post;
        place.desk.file(&place.author, &seen).unwrap();
        let mut raw = place.desk.post(&place.author, post).unwrap().writing.raw();
        raw.labels = "Lamps".into();
        place.desk.save(&place.author, post, &raw, Some(1)).unwrap();
        let looks = place.desk.captures(&place.author, post).unwrap();
        let (capture, bytes) = place.desk.capture_bytes(&place.author, post, looks[0].capture.id).unwrap();
        assert_eq!((capture.how, bytes.as_slice()), (How::Seen, &b"seen"[..]));
        let Reread::Saved(read) = place.desk.reread(&place.author, post, capture.id, &seen.clipping).unwrap()
        else {
            panic!("a draft is saved")
        };
        assert!(read.writing.body.contains("All of it.") && read.revision == 3);
        assert_eq!(read.writing.labels.len(), 1, "labels are the editor's");
        assert_eq!(kept(place, post), [(How::Seen, true), (How::Fetched, false)]);
        let lacking = place.desk.missing_pictures(&place.author, post).unwrap();
        assert_eq!(lacking.iter().map(|p| p.address.as_str()).collect::<Vec<_>>(), [PICTURE]);
        let jobs = promised(place);
        assert!(jobs.iter().any(|job| matches!(job, Job::FetchPictures { .. })), "{jobs:?}");
        assert_eq!(place.desk.revisions(&place.author, post).unwrap().len(), 3, "the other text is kept");

        place.desk.publish(&place.author, post, When::Now).unwrap();
        let other = looks[1].capture.id;
        let proposed = place.desk.reread(&place.author, post, other, &fetched.clipping).unwrap();
        let Reread::Proposed(raw) = proposed else { panic!("a post changes only by a person's save") };
        assert!(raw.body.contains("Few."));
        assert!(place.desk.post(&place.author, post).unwrap().writing.body.contains("All of it."));

        let stranger = place.desk.create(&place.author, &crate::place::text("Another")).unwrap().id;
        assert!(missing(&place.desk.capture_bytes(&place.author, stranger, other)), "another piece's source");
        assert!(place.desk.captures(&place.author, stranger).unwrap().is_empty());
        assert!(forbidden(&place.desk.capture_bytes(&place.moderator, post, other)));
    });
}

#[test]
fn a_film_survives_from_clipping_to_post_if_it_may_play() {
    on_both(|place| {
        let film = |player: &str| {
            let mut page = page(How::Fetched, player, "About a boat.");
            page.address = format!("https://films.example/{}", player.len());
            page.clipping.kind = Kind::Video;
            page.clipping.film =
                Some(Film { duration: Some(754), player: Some(player.into()), size: Some((1280, 720)) });
            let post = place.desk.file(&place.author, &page).unwrap().post;
            place.desk.post(&place.author, post).unwrap()
        };
        let good = film("https://player.example/e/1");
        assert_eq!(good.writing.film.as_ref().unwrap().origin().as_deref(), Some("https://player.example"));
        let saved = place.desk.save(&place.author, good.id, &good.writing.raw(), Some(1)).unwrap();
        assert_eq!(saved.revision, 1, "an untouched form changes nothing");
        let bad = film("http://player.example/e/123").writing.film.unwrap();
        assert_eq!((bad.player, bad.duration), (None, Some(754)));
        let raw = model::RawWriting { film_player: String::new(), ..good.writing.raw() };
        place.desk.save(&place.author, good.id, &raw, Some(1)).unwrap();
        let lines = place.desk.diff(&place.author, good.id, 1, 2).unwrap();
        assert!(lines.iter().any(|l| l.text == "Player: https://player.example/e/1"), "{lines:?}");
    });
}

#[test]
fn a_film_that_was_shown_gets_its_player_later() {
    on_both(|place| {
        let mut seen = page(How::Seen, "film", "About a boat.");
        (seen.clipping.kind, seen.clipping.lead_image) = (Kind::Video, None);
        seen.clipping.html = "<p>About a boat.</p>".into();
        seen.clipping.film = Some(Film { duration: Some(754), ..Film::default() });
        seen.missing.clear();
        let post = place.desk.file(&place.author, &seen).unwrap().post;
        assert!(place.desk.unplayed(&place.author, post).unwrap().is_some());
        assert!(promised(place).iter().any(|job| matches!(job, Job::FetchPictures { .. })));
        let mut told = seen.clipping.clone();
        told.byline = vec!["Slipway Films".into()];
        told.film = Some(Film {
            duration: Some(1),
            player: Some("https://player.example/e/1".into()),
            size: Some((640, 360)),
        });
        for _ in 0..2 {
            place.desk.fill_film(&place.author, post, &told, None).unwrap();
        }
        let draft = place.desk.post(&place.author, post).unwrap();
        assert_eq!((draft.revision, &draft.writing.byline[..]), (2, &["Slipway Films".to_owned()][..]));
        let film = draft.writing.film.unwrap();
        assert_eq!((film.duration, film.player.is_some()), (Some(754), true), "what was known stands");
        assert!(place.desk.unplayed(&place.author, post).unwrap().is_none(), "nothing is lacking any more");
        assert!(forbidden(&place.desk.fill_film(&place.moderator, post, &told, None)));
    });
}

#[test]
fn a_film_that_readers_see_changes_only_by_a_person() {
    on_both(|place| {
        let mut seen = page(How::Seen, "film", "About a boat.");
        seen.clipping.kind = Kind::Video;
        let post = place.desk.file(&place.author, &seen).unwrap().post;
        place.desk.publish(&place.author, post, When::Now).unwrap();
        assert!(place.desk.unplayed(&place.author, post).unwrap().is_none());
        let mut told = seen.clipping.clone();
        told.film = Some(Film { player: Some("https://player.example/e/1".into()), ..Film::default() });
        place.desk.fill_film(&place.author, post, &told, None).unwrap();
        let published = place.desk.post(&place.author, post).unwrap();
        assert_eq!((published.revision, published.writing.film), (1, None));
    });
}

#[test]
fn a_token_for_clipping_clips_and_does_nothing_else() {
    on_both(|place| {
        let account = place.desk.add_account(&place.owner, "Ada", Role::Owner, "a long password").unwrap();
        let secret = place.desk.add_token(&place.owner, "Ada", "phone", Scope::Clip).unwrap();
        let clipper = place.desk.actor_of_token(&secret).unwrap();
        assert_eq!(clipper, Actor::Clipper(account.clone()));
        let filed = place.desk.file(&clipper, &page(How::Seen, "a", "Words.")).unwrap();
        assert!(place.desk.request_clip(&clipper, ADDRESS, ADDRESS).is_ok());
        let ada = Actor::Account(account);
        assert_eq!(place.desk.post(&ada, filed.post).unwrap().author, ada.account());
        assert!(forbidden(&place.desk.post(&clipper, filed.post)));
        assert!(forbidden(&place.desk.create(&clipper, &crate::place::text("Mine"))));
        assert!(forbidden(&place.desk.publish(&clipper, filed.post, When::Now)));
        assert!(forbidden(&place.desk.tokens(&clipper)));
        assert!(forbidden(&place.desk.add_token(&clipper, "Ada", "more", Scope::All)));
        assert!(forbidden(&place.desk.save_site(&clipper, &model::Site::default())));
        // A moderator's token is no way around a moderator's rights.
        place.desk.add_account(&place.owner, "Mo", Role::Moderator, "a long password").unwrap();
        let mo = place.desk.add_token(&place.owner, "Mo", "phone", Scope::Clip).unwrap();
        let mo = place.desk.actor_of_token(&mo).unwrap();
        assert!(forbidden(&place.desk.request_clip(&mo, ADDRESS, ADDRESS)));
    });
}

#[test]
fn tokens_are_listed_with_their_last_use_and_taken_back() {
    on_both(|place| {
        let account = place.desk.add_account(&place.owner, "Ada", Role::Author, "a long password").unwrap();
        let ada = Actor::Account(account);
        let secret = place.desk.add_token(&ada, "Ada", "phone", Scope::Clip).unwrap();
        let listed = place.desk.tokens(&ada).unwrap();
        assert_eq!((listed[0].label.as_str(), listed[0].used), ("phone", None));
        assert!(!secret.contains(&listed[0].mark), "the mark is no part of the secret");
        let first = place.desk.clock().now();
        place.desk.actor_of_token(&secret).unwrap();
        place.clock.advance_seconds(60);
        place.desk.actor_of_token(&secret).unwrap();
        assert_eq!(place.desk.tokens(&ada).unwrap()[0].used, Some(first), "noted once an hour");
        place.clock.advance_seconds(3_600);
        place.desk.actor_of_token(&secret).unwrap();
        assert!(place.desk.tokens(&ada).unwrap()[0].used > Some(first));
        assert!(missing(&place.desk.remove_token(&place.editor, &listed[0].mark)), "another's");
        place.desk.remove_token(&ada, &listed[0].mark).unwrap();
        assert_eq!(place.desk.actor_of_token(&secret).unwrap(), Actor::Nobody);
        assert!(missing(&place.desk.remove_token(&ada, &listed[0].mark)));
        assert!(place.desk.tokens(&ada).unwrap().is_empty());
    });
}
