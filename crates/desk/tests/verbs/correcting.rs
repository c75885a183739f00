//! How published texts change: in silence, with a note, by retraction.

use desk::{Place as Part, When};
use markup::RunKind;
use model::{Change, CommentMode, Edition, Post, RawWriting, Site, Way};

use crate::place::{Place, conflict, missing, noon, on_both, text, wrong};

const BODY: &str = "The council bought 12 boats on Monday. The goverment paid for them.\n\nNobody objected.";

fn published(place: &Place) -> Post {
    let raw = RawWriting { body: BODY.into(), ..text("Boats") };
    let draft = place.desk.create(&place.author, &raw).unwrap();
    place.desk.publish(&place.author, draft.id, When::Now).unwrap()
}

/// The published text with some words in place of others.
fn with(from: &str, to: &str) -> RawWriting {
    assert!(BODY.contains(from));
    RawWriting { body: BODY.replace(from, to), ..text("Boats") }
}

fn editions(place: &Place, post: &Post) -> Vec<Edition> {
    place.desk.store().read(|conn| store::editions::of_post(conn, post.id)).unwrap()
}

fn ways(place: &Place, post: &Post) -> Vec<(Way, Option<i64>, Option<i64>)> {
    editions(place, post).iter().map(|e| (e.way, e.before, e.revision)).collect()
}

#[test]
fn a_slip_is_put_right_in_silence_while_the_text_is_new() {
    on_both(|place| {
        let post = published(place);
        let end = noon().plus_seconds(15 * 60);
        assert_eq!(place.desk.typo_window(&place.author, post.id).unwrap(), Some(end));
        place.clock.set(end.plus_seconds(-1));
        place.changes();
        let right = with("goverment", "government");
        place.desk.save(&place.author, post.id, &right, Some(1)).unwrap();
        let changes = place.changes();
        assert!(changes.contains(&Change::Post(post.id)) && !changes.contains(&Change::Corrections));
        let typo = (Way::Typo, Some(1), Some(2));
        assert_eq!(ways(place, &post), [(Way::Publication, None, Some(1)), typo]);
        // Back again, but late.
        place.clock.set(end);
        let late = wrong(
            place.desk.save(&place.author, post.id, &with("goverment", "goverment"), None),
            "correction",
        );
        assert!(late.contains("only within 15 minutes of publication"), "{late}");
    });
}

#[test]
fn what_tells_something_else_needs_a_note_at_once() {
    on_both(|place| {
        let post = published(place);
        for (from, to, why) in [
            ("12", "14", "the figure “12” became “14”"),
            ("Nobody", "Everybody", "“Nobody” became “Everybody”"),
            ("bought", "never bought", "“never” is new"),
        ] {
            let refused = place.desk.save(&place.author, post.id, &with(from, to), Some(1));
            let message = wrong(refused, "correction");
            assert!(message.ends_with(why), "{message}");
        }
        assert_eq!(place.desk.post(&place.author, post.id).unwrap(), post, "nothing has happened");
    });
}

#[test]
fn slips_are_counted_together_until_readers_are_told() {
    on_both(|place| {
        let body = "one two three four five ".repeat(5);
        let raw = RawWriting { body: format!("alphabett bettagamma {body}"), ..text("Letters") };
        let draft = place.desk.create(&place.author, &raw).unwrap();
        let post = place.desk.publish(&place.author, draft.id, When::Now).unwrap();
        let first = RawWriting { body: raw.body.replace("alphabett", "alphabet"), ..raw.clone() };
        place.desk.save(&place.author, post.id, &first, Some(1)).unwrap();
        let second = RawWriting { body: first.body.replace("bettagamma", "betagamma"), ..raw.clone() };
        let refused = wrong(place.desk.save(&place.author, post.id, &second, Some(2)), "correction");
        assert!(
            refused.ends_with(
                "together with what was put right before, 2 words changed; in a text of this length 1 can"
            ),
            "{refused}"
        );
        // Taking the first back leaves one.
        let other = RawWriting { body: raw.body.replace("bettagamma", "betagamma"), ..raw.clone() };
        place.desk.correct(&place.author, post.id, &second, Some(2), "Two letters.").unwrap();
        place.desk.save(&place.author, post.id, &other, Some(3)).unwrap();
        let ways: Vec<_> = ways(place, &post).into_iter().map(|(way, ..)| way).collect();
        assert_eq!(ways, [Way::Publication, Way::Typo, Way::Correction, Way::Typo]);
    });
}

#[test]
fn what_nobody_reads_as_text_changes_freely_at_any_time() {
    on_both(|place| {
        let post = published(place);
        place.clock.advance_seconds(90 * 86_400);
        let raw = RawWriting {
            labels: "Boats".into(),
            comments: "off".into(),
            lead_image_alt: "A boat".into(),
            body: BODY.replace("Nobody objected", "**Nobody** objected"),
            ..text("Boats")
        };
        let saved = place.desk.save(&place.author, post.id, &raw, Some(1)).unwrap();
        assert_eq!((saved.revision, saved.writing.comments), (2, Some(CommentMode::Off)));
        assert_eq!(ways(place, &post)[1], (Way::Upkeep, Some(1), Some(2)));
    });
}

#[test]
fn a_site_may_have_no_typo_window() {
    on_both(|place| {
        let post = published(place);
        let site = Site { typo_minutes: 0, ..place.desk.site().unwrap() };
        place.desk.save_site(&place.owner, &site).unwrap();
        assert_eq!(place.desk.typo_window(&place.author, post.id).unwrap(), None);
        let refused = place.desk.save(&place.author, post.id, &with("goverment", "government"), None);
        let message = wrong(refused, "correction");
        assert!(message.ends_with("on this site every change is told"), "{message}");
    });
}

#[test]
fn a_correction_is_kept_with_its_note_and_the_public_list_hears_of_it() {
    on_both(|place| {
        let post = published(place);
        place.clock.advance_seconds(3_600);
        place.changes();
        let raw = with("12", "14");
        let note = "  It was 14 boats,\r\n not  12. ";
        let saved = place.desk.correct(&place.editor, post.id, &raw, Some(1), note).unwrap();
        assert!(saved.html.contains("14 boats"));
        let changes = place.changes();
        for change in [Change::Post(post.id), Change::Corrections, Change::Newest] {
            assert!(changes.contains(&change), "{change} is not in {changes:?}");
        }
        let last = editions(place, &post).pop().unwrap();
        assert_eq!((last.way, last.before, last.revision), (Way::Correction, Some(1), Some(2)));
        assert_eq!((last.note.as_str(), last.at), ("It was 14 boats,\nnot 12.", noon().plus_seconds(3_600)));
        assert_eq!(last.by, place.editor.account());
        // The same once more, as a double click sends it.
        let again = place.desk.correct(&place.editor, post.id, &raw, Some(1), note).unwrap();
        assert_eq!((again, place.changes(), editions(place, &post).len()), (saved, vec![], 2));
        // A headline on the public list changes: the list hears of that too.
        let renamed = RawWriting { headline: "Ships".into(), ..raw };
        place.desk.correct(&place.editor, post.id, &renamed, None, "They are ships.").unwrap();
        assert!(place.changes().contains(&Change::Corrections));
    });
}

#[test]
fn a_note_says_something_about_a_change_of_a_post_that_is_out() {
    on_both(|place| {
        let post = published(place);
        let correct =
            |raw: &RawWriting, base, note: &str| place.desk.correct(&place.author, post.id, raw, base, note);
        wrong(correct(&with("12", "14"), Some(1), "  "), "correction");
        wrong(correct(&with("12", "14"), Some(1), &"x".repeat(1_001)), "correction");
        let same = wrong(correct(&with("12", "12"), Some(1), "Nothing"), "correction");
        assert!(same.starts_with("nothing has changed"), "{same}");
        wrong(correct(&RawWriting::default(), Some(1), "All gone"), "headline");
        place.desk.save(&place.editor, post.id, &with("goverment", "government"), Some(1)).unwrap();
        assert!(conflict(&correct(&with("12", "14"), Some(1), "It was 14.")));
        let draft = place.draft("Not out");
        let early = place.desk.correct(&place.author, draft.id, &text("Changed"), None, "Wrong.");
        assert!(wrong(early, "correction").starts_with("only a text that is out"));
        assert_eq!(place.desk.typo_window(&place.author, draft.id).unwrap(), None);
    });
}

#[test]
fn a_retraction_is_told_and_what_comes_back_says_so() {
    on_both(|place| {
        let post = published(place);
        place.changes();
        place.clock.advance_seconds(60);
        place.desk.retract(&place.author, post.id, "It was all invented.").unwrap();
        assert!(place.changes().contains(&Change::Corrections));
        let retracted = |place: &Place| {
            let rows = place.desk.store().read(|conn| store::corrections::retracted(conn, None, 9)).unwrap();
            rows.into_iter().map(|row| (row.correction.post, row.correction.note)).collect::<Vec<_>>()
        };
        assert_eq!(retracted(place), [(post.id, "It was all invented.".to_owned())]);
        // What nobody can read changes freely.
        let saved = place.desk.save(&place.author, post.id, &with("12", "14"), Some(1)).unwrap();
        assert_eq!(editions(place, &post).len(), 2);
        place.desk.publish(&place.author, post.id, When::Now).unwrap();
        assert!(place.changes().contains(&Change::Corrections));
        assert_eq!(retracted(place), []);
        let all = [
            (Way::Publication, None, Some(1)),
            (Way::Retraction, Some(1), None),
            (Way::Publication, None, Some(saved.revision)),
        ];
        assert_eq!(ways(place, &post), all);
        // Coming back opens no new typo window: readers have known the text for long.
        place.clock.advance_seconds(15 * 60);
        let slip =
            RawWriting { body: with("12", "14").body.replace("goverment", "government"), ..text("Boats") };
        wrong(place.desk.save(&place.author, post.id, &slip, None), "correction");
    });
}

#[test]
fn readers_see_what_a_post_said_before_only_where_the_site_shows_it() {
    on_both(|place| {
        let raw = RawWriting { body: BODY.into(), ..text("Boat") };
        let draft = place.desk.create(&place.author, &raw).unwrap();
        let raw = RawWriting { headline: "Boats".into(), ..raw };
        place.desk.save(&place.author, draft.id, &raw, Some(1)).unwrap();
        let post = place.desk.publish(&place.author, draft.id, When::Now).unwrap();
        let labelled = RawWriting { labels: "Sea".into(), ..raw };
        place.desk.save(&place.author, post.id, &labelled, Some(2)).unwrap();
        let right = RawWriting { labels: "Sea".into(), ..with("12", "14") };
        let post = place.desk.correct(&place.author, post.id, &right, Some(3), "It was 14.").unwrap();
        assert!(missing(&place.desk.history(&post)), "the site does not show it");
        let site = Site { public_revisions: true, ..place.desk.site().unwrap() };
        place.desk.save_site(&place.owner, &site).unwrap();
        let history = place.desk.history(&post).unwrap();
        let shown: Vec<_> = history.iter().map(|r| (r.edition.way, r.edition.note.as_str())).collect();
        assert_eq!(shown, [(Way::Correction, "It was 14."), (Way::Publication, "")]);
        assert_eq!(history[1].changes, [], "what was written before it came out stays with its writer");
        let [(part, passages)] = history[0].changes.as_slice() else { panic!("{:?}", history[0].changes) };
        assert_eq!((*part, passages.len(), passages[0].skipped), (Part::Body, 1, 0));
        let changed: Vec<_> = passages[0].runs.iter().filter(|run| run.kind != RunKind::Same).collect();
        assert_eq!((changed[0].text.as_str(), changed[1].text.as_str()), ("12", "14"));
        let gone = place.desk.retract(&place.author, post.id, "Invented.").unwrap();
        assert!(missing(&place.desk.history(&gone)));
    });
}
