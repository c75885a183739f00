//! Drafts, saves, revisions, previews.

use desk::{Counted, Error, When};
use markup::RunKind;
use model::{Change, ManualClock, Moment, PostId, RawWriting, Standing, Window};

use crate::place::{conflict, missing, noon, on_both, text, wrong};

#[test]
fn a_draft_has_html_excerpt_and_a_first_revision() {
    on_both(|place| {
        let raw = RawWriting {
            headline: "The price  of a river".into(),
            body: "It **rises**.\r\n\r\n<script>alert(1)</script>".into(),
            labels: "Rivers, Κόσμος".into(),
            source_url: "https://www.gazette.example/a".into(),
            ..RawWriting::default()
        };
        let post = place.desk.create(&place.author, &raw).unwrap();
        assert_eq!((post.revision, &post.standing), (1, &Standing::Draft));
        assert_eq!((post.author, post.created), (place.author.account(), noon()));
        assert!(
            post.html.contains("<strong>rises</strong>") && !post.html.contains("script"),
            "{}",
            post.html
        );
        assert!(post.excerpt.starts_with("It rises."), "{}", post.excerpt);
        assert_eq!(post.source.as_ref().unwrap().host, "gazette.example");
        assert_eq!(place.desk.post(&place.author, post.id).unwrap(), post);
        assert_eq!(place.desk.revisions(&place.author, post.id).unwrap().len(), 1);
        assert_eq!(place.changes(), [], "no page shows a draft");
    });
}

#[test]
fn every_wrong_field_is_named_and_nothing_is_stored() {
    on_both(|place| {
        let raw = RawWriting { language: "klingon".into(), slug: "No Slug".into(), ..text("x") };
        wrong(place.desk.create(&place.author, &raw), "language");
        wrong(place.desk.create(&place.author, &raw), "slug");
        let draft = place.draft("Kept");
        wrong(place.desk.save(&place.author, draft.id, &raw, None), "slug");
        assert_eq!(place.desk.post(&place.author, draft.id).unwrap(), draft);
    });
}

#[test]
fn each_save_that_changes_something_is_a_revision() {
    on_both(|place| {
        let draft = place.draft("First");
        place.clock.advance_seconds(60);
        let saved = place.desk.save(&place.author, draft.id, &text("Second"), Some(1)).unwrap();
        assert_eq!((saved.revision, saved.modified), (2, noon().plus_seconds(60)));
        let again = place.desk.save(&place.author, draft.id, &text("Second"), Some(2)).unwrap();
        assert_eq!(again, saved, "nothing changed, so nothing is saved");
        let revisions = place.desk.revisions(&place.author, draft.id).unwrap();
        assert_eq!(revisions.iter().map(|r| r.number).collect::<Vec<_>>(), [2, 1]);
        let lines = place.desk.diff(&place.author, draft.id, 1, 2).unwrap();
        let of = |kind| lines.iter().filter(|l| l.kind == kind).map(|l| l.text.as_str()).collect::<Vec<_>>();
        assert_eq!(of(RunKind::Removed), ["Headline: First", "First is what this is about."]);
        assert_eq!(of(RunKind::Added), ["Headline: Second", "Second is what this is about."]);
        assert!(missing(&place.desk.diff(&place.author, draft.id, 1, 9)));
    });
}

#[test]
fn of_two_saves_from_one_revision_the_second_is_told() {
    on_both(|place| {
        let draft = place.draft("First");
        place.desk.save(&place.author, draft.id, &text("Mine"), Some(1)).unwrap();
        let late = place.desk.save(&place.editor, draft.id, &text("Theirs"), Some(1));
        let Err(Error::Conflict(message)) = late else { panic!("{late:?}") };
        assert!(message.contains("revision 2") && message.contains("Nothing you wrote is lost"), "{message}");
        let double_click = place.desk.save(&place.author, draft.id, &text("Mine"), Some(1)).unwrap();
        assert_eq!(double_click.revision, 2, "the same text is no conflict");
    });
}

#[test]
fn of_two_saves_at_the_same_time_one_wins() {
    on_both(|place| {
        let draft = place.draft("First");
        let results: Vec<_> = std::thread::scope(|threads| {
            let tries: Vec<_> = ["One", "Two", "Three"]
                .map(|headline| {
                    threads.spawn(move || place.desk.save(&place.author, draft.id, &text(headline), Some(1)))
                })
                .into_iter()
                .collect();
            tries.into_iter().map(|attempt| attempt.join().unwrap()).collect()
        });
        assert_eq!(results.iter().filter(|r| r.is_ok()).count(), 1, "{results:?}");
        assert_eq!(results.iter().filter(|r| conflict(r)).count(), 2, "{results:?}");
        let winner = results.into_iter().find_map(Result::ok).unwrap();
        assert_eq!(place.desk.post(&place.author, draft.id).unwrap(), winner);
        assert_eq!(place.desk.revisions(&place.author, draft.id).unwrap().len(), 2);
    });
}

#[test]
fn a_published_post_is_saved_in_place_and_its_lists_hear_of_it() {
    on_both(|place| {
        let labelled = |headline: &str, label: &str| RawWriting { labels: label.into(), ..text(headline) };
        let draft = place.desk.create(&place.author, &labelled("River", "Water")).unwrap();
        let post = place.desk.publish(&place.author, draft.id, When::Now).unwrap();
        place.changes();
        let raw = labelled("Rivers", "World");
        let saved = place.desk.correct(&place.author, post.id, &raw, Some(1), "There are two.").unwrap();
        assert_eq!((saved.permalink, saved.standing), (post.permalink, post.standing));
        let changes = place.changes();
        for change in [
            Change::Post(post.id),
            Change::Newest,
            Change::Label("water".into()),
            Change::Label("world".into()),
            Change::Month(2026, 11),
            Change::Popular(Window::Month, None),
            Change::Popular(Window::Month, Some("en".into())),
        ] {
            assert!(changes.contains(&change), "{change} is not in {changes:?}");
        }
        let found = |word: &str| {
            let terms = markup::terms(word);
            place.desk.store().read(|conn| store::search::find(conn, &terms, 10)).unwrap()
        };
        assert_eq!(found("rivers"), [post.id]);
        wrong(place.desk.save(&place.author, post.id, &RawWriting::default(), None), "headline");
    });
}

#[test]
fn the_address_of_a_published_post_does_not_change() {
    on_both(|place| {
        let post = place.publish("The river");
        let with_slug = |slug: &str| RawWriting { slug: slug.into(), ..text("The river") };
        let message = wrong(place.desk.save(&place.author, post.id, &with_slug("a-lake"), None), "slug");
        assert!(message.contains("was promised"), "{message}");
        let same = place.desk.save(&place.author, post.id, &with_slug("the-river"), None).unwrap();
        assert_eq!(same.revision, 1, "its own slug changes nothing");
    });
}

#[test]
fn a_draft_can_be_thrown_away_a_post_cannot() {
    on_both(|place| {
        let draft = place.draft("Gone");
        place.desk.remove_draft(&place.author, draft.id).unwrap();
        assert!(missing(&place.desk.post(&place.author, draft.id)));
        assert!(missing(&place.desk.remove_draft(&place.author, draft.id)));
        let post = place.publish("Stays");
        assert!(conflict(&place.desk.remove_draft(&place.author, post.id)));
        place.desk.retract(&place.author, post.id, "a mistake").unwrap();
        assert!(conflict(&place.desk.remove_draft(&place.author, post.id)));
    });
}

#[test]
fn a_preview_shows_what_it_can_and_says_what_is_wrong() {
    on_both(|place| {
        let raw = RawWriting { slug: "No Slug".into(), body: "*So* far".into(), ..RawWriting::default() };
        let preview = place.desk.preview(&raw);
        assert!(preview.html.contains("<em>So</em> far"), "{}", preview.html);
        assert_eq!(preview.excerpt, "So far");
        assert!(preview.problems.of("slug").is_some());
        let fine = place.desk.preview(&text("Fine"));
        assert!(fine.problems.0.is_empty());
    });
}

#[test]
fn before_1970_all_verbs_work() {
    on_both(|place| {
        let clock: &ManualClock = &place.clock;
        clock.set(Moment::parse("1969-07-20T20:17:40Z").unwrap());
        let post = place.publish("The Eagle has landed");
        assert_eq!(post.permalink.as_ref().unwrap().as_str(), "/1969/07/the-eagle-has-landed");
        let other = place.publish("Another");
        assert!(other.id != post.id && other.id > PostId::from_raw(0));
        place.comment(&post, "One small step");
        let counted = Counted { posts: vec![(post.id, clock_day(clock), 3)], ..Counted::default() };
        place.desk.record_visits(&counted).unwrap();
        place.work();
        place.desk.retract(&place.author, post.id, "it was 1970").unwrap();
    });
}

fn clock_day(clock: &ManualClock) -> i64 {
    model::Clock::now(clock).day()
}

#[test]
fn a_second_post_from_a_source_leaves_its_credit_as_it_is() {
    on_both(|place| {
        let credited = |outlet: &str, byline: &str| RawWriting {
            source_url: "https://gazette.example/a".into(),
            source_outlet: outlet.into(),
            source_byline: byline.into(),
            ..text("River")
        };
        let first = place.desk.create(&place.author, &credited("The Gazette", "Ada Park")).unwrap();
        let second = place.desk.create(&place.author, &credited("", "")).unwrap();
        assert_eq!(second.source, first.source);
        let cleared = place.desk.save(&place.author, second.id, &credited("The Gazette", ""), None).unwrap();
        assert!(cleared.source.unwrap().fields.byline.is_empty(), "who clears a name means it");
        let none = place.desk.save(&place.author, second.id, &text("River"), None).unwrap();
        assert_eq!((none.source, none.writing.source), (None, None));
    });
}
