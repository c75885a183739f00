//! What posts cite is looked at again: what a look changes, who hears of it, what is done about it.

use desk::{FiledPage, Mend, SeenPage, Sighting, When};
use model::{
    Alert, AlertKind, Cause, Change, Clipping, How, Job, Post, RawWriting, Site, SourceNote, Validators,
    Watch, WatchId, WatchState,
};
use store::Page;

use crate::place::{Place, conflict, forbidden, missing, on_both, wrong};

const ADDRESS: &str = "https://gazette.example/2026/11/lamp";
const QUOTED: &str = "The pilots count one hundred and nine years of light.";
const HOUR: i64 = 3_600;

fn article(sentence: &str) -> String {
    format!("The lamp stands at the end of the mole.\n\n{sentence}\n\nNobody has ever seen it go out.")
}

fn page(text: &str, bytes: &str) -> FiledPage {
    FiledPage {
        address: ADDRESS.into(),
        bytes: bytes.to_owned().into(),
        how: How::Fetched,
        final_url: ADDRESS.into(),
        led_here: Vec::new(),
        status: 200,
        headers: vec![("content-type".into(), "text/html".into())],
        robots: None,
        missing: Vec::new(),
        evidence: desk::Evidence::default(),
        pictures: Vec::new(),
        clipping: Clipping {
            url: ADDRESS.into(),
            headline: "The lamp".into(),
            site: Some("The Gazette".into()),
            text: text.into(),
            html: text.split("\n\n").map(|part| format!("<p>{part}</p>")).collect(),
            ..Clipping::default()
        },
    }
}

/// A post that was clipped from the page and quotes it, and links elsewhere.
fn post(place: &Place) -> Post {
    let filed = place.desk.file(&place.author, &page(&article(QUOTED), "first")).unwrap();
    let draft = place.desk.post(&place.author, filed.post).unwrap();
    let body = format!(
        "A lamp, and [a report](https://report.example/1).\n\n> {QUOTED}\n\nWords of our own, [again](https://report.example/1)."
    );
    let raw = RawWriting { body, format: "markdown".into(), ..draft.writing.raw() };
    place.desk.save(&place.author, filed.post, &raw, None).unwrap();
    place.desk.publish(&place.author, filed.post, When::Now).unwrap()
}

fn watch(place: &Place, address: &str) -> Watch {
    place.desk.store().read(|c| store::watches::by_address(c, address)).unwrap().expect("it is watched")
}

fn there(text: &str, bytes: &str) -> Sighting {
    seen(text, bytes, None, None)
}

fn seen(text: &str, bytes: &str, moved: Option<&str>, before: Option<&str>) -> Sighting {
    Sighting::There(Box::new(SeenPage {
        page: Some(page(text, bytes)),
        text: text.into(),
        sketch: None,
        validators: Validators { etag: Some("\"1\"".into()), last_modified: None },
        moved: moved.map(str::to_owned),
        before: before.map(str::to_owned),
    }))
}

fn nothing(cause: Cause) -> Sighting {
    Sighting::Nothing { cause, why: format!("{cause:?}."), wait: None }
}

fn look(place: &Place, address: &str, sighting: &Sighting) -> Vec<AlertKind> {
    place.clock.advance_seconds(HOUR);
    let known = place.desk.known_of(watch(place, address).id).unwrap().expect("it is looked at");
    place.desk.take_in(&known, sighting).unwrap()
}

fn alerts(place: &Place, id: WatchId) -> Vec<Alert> {
    place.desk.store().read(|c| store::alerts::of_watch(c, id, 99)).unwrap()
}

fn open(place: &Place) -> Vec<AlertKind> {
    let page = Page { before: None, limit: 99 };
    let open = place.desk.store().read(|c| store::alerts::open(c, None, page)).unwrap();
    open.into_iter().map(|(alert, _)| alert.kind).collect()
}

fn captures(place: &Place, post: &Post) -> usize {
    place.desk.captures(&place.editor, post.id).unwrap().len()
}

fn note(place: &Place, post: &Post) -> Option<SourceNote> {
    let site = Site { source_notes: true, ..place.desk.site().unwrap() };
    assert_eq!(place.desk.source_note(&Site { source_notes: false, ..site.clone() }, post).unwrap(), None);
    place.desk.source_note(&site, post).unwrap()
}

#[test]
fn a_source_changes_one_word_moves_dies_and_returns() {
    on_both(|place| {
        let post = post(place);
        let first = article(QUOTED);
        // The first look is compared with the copy that the clip has made.
        assert_eq!(look(place, ADDRESS, &seen(&first, "first, with other ads", None, Some(&first))), []);
        let known = watch(place, ADDRESS);
        assert_eq!((known.state, captures(place, &post), note(place, &post)), (WatchState::Alive, 1, None));
        assert_eq!(known.validators.etag.as_deref(), Some("\"1\""));

        // White space and what is no sentence don't count.
        let noisy = format!("{}\n\n4 min read", first.replace("\n\n", "\n\n\n "));
        assert_eq!(look(place, ADDRESS, &there(&noisy, "noisy")), []);
        assert_eq!((captures(place, &post), open(place)), (1, vec![]));

        place.changes();
        let second = article("The pilots count one hundred and ten years of light.");
        assert_eq!(look(place, ADDRESS, &there(&second, "second")), [AlertKind::Quoted]);
        let changed = watch(place, ADDRESS);
        assert_eq!((changed.state, captures(place, &post)), (WatchState::Changed, 2));
        assert!(place.changes().contains(&Change::Post(post.id)), "the post's page says so");
        let alert = alerts(place, changed.id).remove(0);
        assert_eq!(
            (alert.detail.as_str(), alert.before.is_some(), alert.after),
            (QUOTED, true, changed.capture)
        );
        let shown = place.desk.text_change(&place.author, &alert).unwrap().unwrap();
        let words: Vec<_> = shown[0].runs.iter().map(|run| (run.kind.as_str(), run.text.as_str())).collect();
        let expected = [
            ("same", "The pilots count one hundred and "),
            ("removed", "nine"),
            ("added", "ten"),
            ("same", " years of light."),
        ];
        assert_eq!((shown.len(), shown[0].skipped, words), (1, 1, expected.to_vec()));
        let ours = place.desk.captures(&place.editor, post.id).unwrap().last().unwrap().capture.at;
        let told = SourceNote::Changed { on: changed.changed.unwrap(), ours: Some(ours) };
        assert_eq!(note(place, &post), Some(told));

        let moved = Some("https://gazette.example/archive/lamp");
        assert_eq!(look(place, ADDRESS, &seen(&second, "second", moved, None)), [AlertKind::Moved]);
        assert_eq!(look(place, ADDRESS, &Sighting::Unchanged { moved: moved.map(str::to_owned) }), []);
        let now = watch(place, ADDRESS);
        assert_eq!(
            (now.state, now.moved.as_deref(), captures(place, &post)),
            (WatchState::Changed, moved, 2)
        );

        assert_eq!(look(place, ADDRESS, &nothing(Cause::Missing)), []);
        let since = watch(place, ADDRESS).looked;
        assert_eq!(look(place, ADDRESS, &nothing(Cause::Certificate)), []);
        assert_eq!(look(place, ADDRESS, &nothing(Cause::Unreachable)), [AlertKind::Gone]);
        let gone = watch(place, ADDRESS);
        assert_eq!(
            (gone.state, Some(gone.since), gone.trouble.as_deref()),
            (WatchState::Gone, since, Some("Unreachable."))
        );
        assert_eq!(note(place, &post), Some(SourceNote::Gone { since: gone.since }));
        assert_eq!(open(place), [AlertKind::Gone, AlertKind::Moved, AlertKind::Quoted]);

        // One success undoes it; what nobody had dealt with is settled.
        assert_eq!(look(place, ADDRESS, &there(&second, "second")), [AlertKind::Returned]);
        assert_eq!((watch(place, ADDRESS).state, captures(place, &post)), (WatchState::Changed, 2));
        assert_eq!(open(place), [AlertKind::Moved, AlertKind::Quoted]);
        assert_eq!(look(place, ADDRESS, &there(&first, "first again")), [AlertKind::Restored]);
        assert_eq!((watch(place, ADDRESS).state, note(place, &post)), (WatchState::Alive, None));
        assert_eq!((open(place), captures(place, &post)), (vec![AlertKind::Moved], 3));
    });
}

#[test]
fn a_change_elsewhere_is_told_to_editors_and_to_no_reader() {
    on_both(|place| {
        let post = post(place);
        let first = article(QUOTED);
        look(place, ADDRESS, &seen(&first, "first", None, Some(&first)));
        let other = first.replace("Nobody has", "Hardly anybody has");
        assert_eq!(look(place, ADDRESS, &there(&other, "other")), [AlertKind::Changed]);
        assert_eq!((captures(place, &post), note(place, &post)), (2, None));
        // The post now quotes the sentence as it was: that one is lost.
        let raw = RawWriting {
            body: "> Nobody has ever seen it go out.".into(),
            ..place.desk.post(&place.editor, post.id).unwrap().writing.raw()
        };
        place.desk.correct(&place.editor, post.id, &raw, None, "We had left the sentence out.").unwrap();
        assert!(matches!(note(place, &post), Some(SourceNote::Changed { .. })));
    });
}

#[test]
fn what_a_browser_showed_is_not_held_against_what_we_are_given() {
    on_both(|place| {
        let seen_page = FiledPage { how: How::Seen, ..page(&article(QUOTED), "as seen, all of it") };
        let filed = place.desk.file(&place.author, &seen_page).unwrap();
        let post = place.desk.publish(&place.author, filed.post, When::Now).unwrap();
        let known = place.desk.known_of(watch(place, ADDRESS).id).unwrap().unwrap();
        assert!(known.capture.is_none() && known.text.is_none());
        // What a look is given is a stub: that is how it stands from now on, and it is kept.
        assert_eq!(
            look(place, ADDRESS, &there("The lamp stands at the end of the mole. Subscribe.", "stub")),
            []
        );
        assert_eq!((watch(place, ADDRESS).state, captures(place, &post)), (WatchState::Alive, 2));
    });
}

#[test]
fn only_what_published_posts_cite_is_watched_once_each() {
    on_both(|place| {
        let address = "https://report.example/1";
        let cites =
            |id: WatchId| place.desk.store().read(|c| store::citations::posts(c, id, 9)).unwrap().len();
        let by_address =
            |address: &str| place.desk.store().read(|c| store::watches::by_address(c, address)).unwrap();
        let draft =
            RawWriting { body: format!("[x]({address}?utm_source=y#z)"), ..crate::place::text("One") };
        let draft = place.desk.create(&place.author, &draft).unwrap();
        assert_eq!(by_address(address), None, "a draft is not watched");
        let one = place.desk.publish(&place.author, draft.id, When::Now).unwrap();
        let two = post(place);
        let link = watch(place, address);
        assert_eq!((link.source, cites(link.id)), (None, 2));
        assert_eq!(
            (watch(place, ADDRESS).source, cites(watch(place, ADDRESS).id)),
            (two.source.map(|s| s.id), 1)
        );
        let soon = link.next_look.unwrap().seconds() - model::Clock::now(&*place.clock).seconds();
        assert!((0..=86_400).contains(&soon), "a link is looked at within a day: {soon}");

        let raw = RawWriting { body: "Nothing.".into(), ..one.writing.raw() };
        place.desk.correct(&place.author, one.id, &raw, None, "There was no such link.").unwrap();
        assert_eq!(cites(link.id), 1);
    });
}

#[test]
fn looks_are_promised_a_few_at_a_time() {
    on_both(|place| {
        let links: String = (0..9).map(|n| format!("[{n}](https://outlet-{n}.example/)\n\n")).collect();
        let raw = RawWriting { body: links, ..crate::place::text("Nine links") };
        let draft = place.desk.create(&place.author, &raw).unwrap();
        place.desk.publish(&place.author, draft.id, When::Now).unwrap();
        place.clock.advance_seconds(2 * 86_400);
        let promised = || {
            let mut looks = Vec::new();
            while let Some(record) = place.desk.claim_job(600).unwrap() {
                match &record.job {
                    Job::LookAgain { watch } => looks.push(*watch),
                    job => assert!(place.desk.run_job(job).unwrap()),
                }
                place.desk.forget_job(record.id).unwrap();
            }
            looks
        };
        let mut all = Vec::new();
        for _ in 0..5 {
            let some = promised();
            assert!(some.len() <= 2, "{some:?}");
            all.extend(some);
            place.clock.advance_seconds(5);
        }
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 9, "each once, until its look has ended or is lost");
    });
}

#[test]
fn people_look_again_deal_with_it_and_stop() {
    on_both(|place| {
        post(place);
        let (source, link) = (watch(place, ADDRESS).id, watch(place, "https://report.example/1").id);
        for _ in 0..3 {
            look(place, "https://report.example/1", &nothing(Cause::Missing));
        }
        assert_eq!(open(place), [AlertKind::Gone]);
        assert!(forbidden(&place.desk.deal_with(&place.author, &[link])));
        assert!(forbidden(&place.desk.stop_watching(&place.author, &[link])));
        assert!(forbidden(&place.desk.look_now(&place.moderator, &[link])));
        wrong(place.desk.look_now(&place.author, &[]), "id");
        assert!(missing(&place.desk.look_now(&place.author, &[WatchId::from_raw(5)])));
        place.desk.deal_with(&place.editor, &[link, source]).unwrap();
        assert_eq!(open(place), []);
        let alert = alerts(place, link).remove(0);
        assert_eq!((alert.dealt.is_some(), alert.dealt_by), (true, place.editor.account()));
        // Somebody acted on it, so the good news is open.
        look(place, "https://report.example/1", &nothing(Cause::Missing));
        let back = Sighting::Unchanged { moved: None };
        assert_eq!(look(place, "https://report.example/1", &back), [AlertKind::Returned]);
        assert_eq!(open(place), [AlertKind::Returned]);

        place.desk.stop_watching(&place.editor, &[link]).unwrap();
        assert_eq!((open(place), place.desk.known_of(link).unwrap().is_none()), (vec![], true));
        assert_eq!(watch(place, "https://report.example/1").next_look, None);
        assert!(forbidden(&place.desk.look_now(&place.author, &[link])), "an author does not undo it");
        place.desk.look_now(&place.editor, &[link]).unwrap();
        assert!(place.desk.known_of(link).unwrap().is_some());
    });
}

#[test]
fn a_dead_link_is_mended_by_a_person() {
    on_both(|place| {
        let post = post(place);
        let link = watch(place, "https://report.example/1").id;
        for _ in 0..3 {
            look(place, "https://report.example/1", &nothing(Cause::Missing));
        }
        assert!(forbidden(&place.desk.mend_link(&place.moderator, post.id, link, &Mend::TakeOut)));
        wrong(place.desk.mend_link(&place.author, post.id, link, &Mend::To("archive".into())), "address");
        let to = Mend::To("https://archive.example/report/1".into());
        let mended = place.desk.mend_link(&place.author, post.id, link, &to).unwrap();
        assert_eq!(mended.writing.body.matches("https://archive.example/report/1").count(), 2);
        assert_eq!(mended.revision, post.revision + 1);
        assert_eq!(markup::plain_text(&mended.html), markup::plain_text(&post.html), "readers' words stay");
        assert_eq!(open(place), [], "nobody cites it any more");
        assert!(place.desk.known_of(link).unwrap().is_none());
        assert!(
            conflict(&place.desk.mend_link(&place.author, post.id, link, &to)),
            "there is no such link left"
        );
        let archived = watch(place, "https://archive.example/report/1").id;
        let out = place.desk.mend_link(&place.author, post.id, archived, &Mend::TakeOut).unwrap();
        assert!(!out.html.contains("<a "), "{}", out.html);
    });
}
