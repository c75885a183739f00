//! Readers flag comments; the desk looks through them and changes words.

use desk::{Error, Found, Tab, Wanted};
use model::{Change, CommentMode, Complaint, Grounds, RawFlag, Verdict};

use crate::place::{Place, forbidden, missing, on_both, wrong};

fn raw(complaint: &str, note: &str) -> RawFlag {
    RawFlag { complaint: complaint.into(), note: note.into(), ..RawFlag::default() }
}

fn flag(place: &Place, id: model::CommentId, from: &str) -> Result<(), Error> {
    place.desk.flag(id, &raw("abuse", "He means my brother."), from.parse().unwrap())
}

#[test]
fn enough_readers_hold_what_no_person_has_decided_about() {
    on_both(|place| {
        place.comments(CommentMode::Open);
        let post = place.publish("River");
        let id = place.comment(&post, "You fool").id;
        place.changes();
        flag(place, id, "192.0.2.1").unwrap();
        flag(place, id, "192.0.2.1").unwrap();
        flag(place, id, "192.0.2.2").unwrap();
        assert_eq!(
            (place.stored(id).verdict, place.stored(id).flags),
            (Verdict::Approved, 2),
            "one reader counts once"
        );
        assert_eq!(place.changes(), []);
        flag(place, id, "192.0.2.3").unwrap();
        assert_eq!(place.stored(id).verdict, Verdict::Held);
        assert_eq!(place.changes(), [Change::Post(post.id), Change::Comments]);
        assert!(missing(&flag(place, id, "192.0.2.4")), "what readers don't see, they can't flag");
        let dossier = place.desk.dossier(&place.moderator, id).unwrap();
        let last = dossier.verdicts.last().unwrap();
        assert_eq!((last.grounds, last.reason.as_str()), (Grounds::Flags, "3 readers flagged it"));
        assert_eq!(dossier.flags.len(), 3);
        assert_eq!(dossier.flags[0].complaint, Complaint::Abuse);

        // Somebody has read it and lets it stand: now flags only tell.
        place.desk.judge(&place.moderator, id, Verdict::Approved, "").unwrap();
        assert_eq!(place.stored(id).flags, 0);
        for number in 5..15 {
            flag(place, id, &format!("192.0.2.{number}")).unwrap();
        }
        assert_eq!((place.stored(id).verdict, place.stored(id).flags), (Verdict::Approved, 10));
        let flagged = Wanted { tab: Tab::Flagged, ..Wanted::default() };
        let found = place.desk.queue(&place.moderator, &flagged, None, 9).unwrap();
        assert_eq!(found.rows.iter().map(|row| row.comment.id).collect::<Vec<_>>(), [id]);
        let judged = place.stored(id).judged;
        place.desk.judge(&place.moderator, id, Verdict::Approved, "read it twice").unwrap();
        assert_eq!(
            (place.stored(id).flags, place.stored(id).judged),
            (0, judged + 1),
            "to leave it is a decision"
        );
    });
}

#[test]
fn a_site_may_wait_for_more_flags_or_for_none() {
    on_both(|place| {
        place.comments(CommentMode::Open);
        let post = place.publish("River");
        let (one, two) = (place.comment(&post, "One").id, place.comment(&post, "Two").id);
        place.settle(|site| site.flag_limit = 1);
        flag(place, one, "192.0.2.1").unwrap();
        assert_eq!(place.stored(one).verdict, Verdict::Held);
        place.settle(|site| site.flag_limit = 0);
        for number in 1..6 {
            flag(place, two, &format!("192.0.2.{number}")).unwrap();
        }
        assert_eq!(place.stored(two).verdict, Verdict::Approved);
        let from = "192.0.2.9".parse().unwrap();
        wrong(place.desk.flag(two, &raw("nonsense", ""), from), "complaint");
        wrong(place.desk.flag(two, &raw("spam", &"x".repeat(501)), from), "note");
        let robot = RawFlag { homepage: "https://pills.example".into(), ..raw("spam", "") };
        place.desk.flag(two, &robot, from).unwrap();
        assert_eq!(place.stored(two).flags, 5, "a robot in the trap says nothing");
    });
}

#[test]
fn the_desk_changes_words_with_a_trace() {
    on_both(|place| {
        place.comments(CommentMode::Open);
        let post = place.publish("River");
        let id = place.comment(&post, "Call 555-1234 *now*").id;
        place.changes();
        place.desk.reword(&place.moderator, id, "Call [number removed] *now*", " a private number ").unwrap();
        let changed = place.stored(id);
        assert!(
            changed.edited_here && changed.html.contains("<em>now</em>") && !changed.html.contains("555")
        );
        assert_eq!(place.changes(), [Change::Post(post.id), Change::Comments]);
        let wordings = place.desk.dossier(&place.moderator, id).unwrap().wordings;
        assert_eq!(wordings.len(), 1);
        assert_eq!(
            (wordings[0].body.as_str(), wordings[0].reason.as_str(), wordings[0].by.as_deref()),
            ("Call 555-1234 *now*", "a private number", Some("The moderator"))
        );
        place.desk.reword(&place.moderator, id, "Call [number removed] *now*", "").unwrap();
        assert_eq!(place.changes(), [], "the same words are no change");
        wrong(place.desk.reword(&place.moderator, id, "\u{200b}", ""), "body");
        wrong(place.desk.reword(&place.moderator, id, "x", &"y".repeat(501)), "reason");
        assert!(forbidden(&place.desk.reword(&place.author, id, "x", "")));
        assert!(forbidden(&place.desk.dossier(&place.author, id)));
    });
}

#[test]
fn the_queue_is_looked_through_in_any_script() {
    on_both(|place| {
        let (river, sea) = (place.publish("River"), place.publish("Sea"));
        let mut said = Vec::new();
        for (post, body) in [
            (&river, "Cheap lamps"),
            (&river, "Πάρτε φωτιστικά"),
            (&sea, "代开发票请联系"),
            (&sea, "Une lampe éteinte"),
        ] {
            place.clock.advance_seconds(1);
            said.push(place.comment(post, body).id);
        }
        let look = |wanted: Wanted| {
            let Found { rows, next } = place.desk.queue(&place.moderator, &wanted, None, 10).unwrap();
            assert_eq!(next, None);
            rows.iter()
                .map(|row| said.iter().position(|id| *id == row.comment.id).unwrap())
                .collect::<Vec<_>>()
        };
        let words = |words: &str| look(Wanted { words: words.into(), ..Wanted::default() });
        assert_eq!(words("lamp"), [3, 0]);
        assert_eq!(words("ΦΩΤΙΣΤΙΚΆ"), [1]);
        assert_eq!(words("发票"), [2]);
        assert_eq!(words("eteinte lampe"), [3]);
        assert_eq!(words("nothing like it"), [] as [usize; 0]);
        assert_eq!(look(Wanted { post: Some(sea.id), ..Wanted::default() }), [3, 2]);
        assert_eq!(
            look(Wanted { tab: Tab::Verdict(Verdict::Spam), words: "lamp".into(), ..Wanted::default() }),
            [] as [usize; 0]
        );
        // Page by page there are neither doubles nor holes.
        let (mut seen, mut before) = (Vec::new(), None);
        loop {
            let part = place.desk.queue(&place.moderator, &Wanted::default(), before, 3).unwrap();
            seen.extend(part.rows.iter().map(|row| row.comment.id));
            before = part.next;
            if before.is_none() {
                break;
            }
        }
        said.reverse();
        assert_eq!(seen, said);
        assert!(forbidden(&place.desk.queue(&place.author, &Wanted::default(), None, 3)));
    });
}
