//! Verdicts.

use desk::{Error, Seen, Undone};
use model::{ActId, Change, CommentId, CommentMode, Grounds, Verdict};

use crate::place::{forbidden, missing, on_both, remark, wrong};

#[test]
fn a_verdict_is_recorded_with_who_and_why() {
    on_both(|place| {
        let post = place.publish("River");
        let id = place.comment(&post, "Rude").id;
        place.desk.judge(&place.moderator, id, Verdict::Approved, "").unwrap();
        place.clock.advance_seconds(9);
        place.changes();
        let judged = place.desk.judge(&place.editor, id, Verdict::Rejected, " rude ").unwrap();
        assert_eq!(judged.verdict, Verdict::Rejected);
        assert_eq!(place.changes(), [Change::Post(post.id), Change::Comments, Change::Ledger]);
        let mut rows = place.desk.store().read(|conn| store::comments::verdicts_of(conn, id)).unwrap();
        rows.sort_by_key(|row| row.at);
        let told: Vec<_> = rows.iter().map(|r| (r.verdict, r.reason.as_str(), r.by.as_deref())).collect();
        assert_eq!(
            told,
            [(Verdict::Approved, "", Some("The moderator")), (Verdict::Rejected, "rude", Some("The editor"))]
        );
        wrong(place.desk.judge(&place.editor, id, Verdict::Spam, &"x".repeat(501)), "reason");
        assert!(missing(&place.desk.judge(&place.editor, CommentId::from_raw(5), Verdict::Spam, "")));
    });
}

#[test]
fn the_same_verdict_again_is_not_recorded() {
    on_both(|place| {
        place.comments(CommentMode::Open);
        let post = place.publish("River");
        let id = place.comment(&post, "Fine").id;
        place.changes();
        place.desk.judge(&place.moderator, id, Verdict::Approved, "").unwrap();
        let rows = place.desk.store().read(|conn| store::comments::verdicts_of(conn, id)).unwrap();
        assert_eq!((rows.len(), place.changes()), (0, vec![]));
        place.desk.judge(&place.moderator, id, Verdict::Spam, "").unwrap();
        place.changes();
        place.desk.judge(&place.moderator, id, Verdict::Rejected, "").unwrap();
        assert_eq!(place.changes(), [Change::Ledger], "readers saw neither");
    });
}

#[test]
fn many_are_judged_together_or_not_at_all() {
    on_both(|place| {
        let post = place.publish("River");
        let ids: Vec<Seen> = ["a", "b", "c"].map(|body| place.comment(&post, body).id.into()).into();
        let with_unknown = [ids[0], CommentId::from_raw(5).into()];
        assert!(missing(&place.desk.judge_many(&place.owner, &with_unknown, Verdict::Spam, "")));
        assert_eq!(place.stored(ids[0].id).verdict, Verdict::Held);
        let judged = place.desk.judge_many(&place.owner, &ids, Verdict::Approved, "").unwrap();
        assert!(judged.comments.iter().all(|c| c.verdict == Verdict::Approved));
        assert_eq!(place.shown(&post).len(), 3);
    });
}

#[test]
fn words_that_nobody_has_read_are_not_approved() {
    on_both(|place| {
        let post = place.publish("River");
        let at = post.permalink.as_ref().unwrap();
        let from = "192.0.2.1".parse().unwrap();
        let said = place.desk.comment(at, &remark("Ada", "Fine words"), from).unwrap();
        let seen = Seen { id: said.id, judged: Some(0), edited: Some(None) };
        place.clock.advance_seconds(1);
        place.desk.change_own(said.id, &said.secret.unwrap(), "Cheap lamps", from).unwrap();
        let Err(Error::Conflict(message)) = place.desk.judge(&place.moderator, seen, Verdict::Approved, "")
        else {
            panic!("what was not read was approved")
        };
        assert!(message.contains("words were changed"), "{message}");
        let seen = Seen { edited: Some(place.stored(said.id).edited), ..seen };
        place.desk.judge(&place.moderator, seen, Verdict::Approved, "").unwrap();
    });
}

#[test]
fn of_two_moderators_at_the_same_time_one_wins_and_the_other_is_told() {
    on_both(|place| {
        let post = place.publish("River");
        let id = place.comment(&post, "Hm").id;
        let seen = Seen { id, judged: Some(0), edited: None };
        let results: Vec<_> = std::thread::scope(|threads| {
            let decide = |(actor, verdict)| threads.spawn(move || place.desk.judge(actor, seen, verdict, ""));
            let both = [(&place.moderator, Verdict::Approved), (&place.editor, Verdict::Spam)].map(decide);
            both.map(|thread| thread.join().unwrap()).into()
        });
        let (won, told): (Vec<_>, Vec<_>) = results.into_iter().partition(Result::is_ok);
        let [Ok(won)] = &won[..] else { panic!("{won:?}") };
        let [Err(Error::Conflict(message))] = &told[..] else { panic!("{told:?}") };
        let by = if won.verdict == Verdict::Approved {
            "The moderator approved it"
        } else {
            "The editor marked it"
        };
        assert!(message.contains(by), "{message}");
        let rows = place.desk.store().read(|conn| store::comments::verdicts_of(conn, id)).unwrap();
        assert_eq!((rows.len(), place.stored(id).verdict), (1, won.verdict));
        place.desk.judge(&place.editor, seen, won.verdict, "").expect("who agrees is not bothered");
        place
            .desk
            .judge(&place.editor, Seen { id, judged: Some(1), edited: None }, Verdict::Rejected, "")
            .unwrap();
    });
}

#[test]
fn an_act_is_taken_back_as_one_except_where_somebody_has_decided_since() {
    on_both(|place| {
        place.comments(CommentMode::Open);
        let post = place.publish("River");
        let shown = place.comment(&post, "shown").id;
        place.comments(CommentMode::Held);
        let ids = [shown, place.comment(&post, "held").id, place.comment(&post, "decided since").id];
        let spam =
            place.desk.judge_many(&place.moderator, &ids.map(Seen::from), Verdict::Spam, "all").unwrap();
        let again = place.desk.judge_many(&place.moderator, &ids.map(Seen::from), Verdict::Spam, "").unwrap();
        assert_eq!(again.act, None, "nothing was decided, nothing can be taken back");
        place.desk.judge(&place.editor, ids[2], Verdict::Approved, "").unwrap();
        place.changes();
        let act = spam.act.unwrap();
        assert!(forbidden(&place.desk.undo(&place.author, act)));
        assert_eq!(place.desk.undo(&place.editor, act).unwrap(), Undone { back: 2, stay: 1 });
        assert_eq!(
            ids.map(|id| place.stored(id).verdict),
            [Verdict::Approved, Verdict::Held, Verdict::Approved]
        );
        assert!(place.changes().contains(&Change::Post(post.id)), "readers see it again");
        let rows = place.desk.store().read(|conn| store::comments::verdicts_of(conn, shown)).unwrap();
        let told: Vec<_> = rows.iter().map(|row| (row.verdict, row.grounds, row.by.as_deref())).collect();
        assert_eq!(
            told,
            [
                (Verdict::Spam, Grounds::Person, Some("The moderator")),
                (Verdict::Approved, Grounds::Undo, Some("The editor"))
            ]
        );
        assert_eq!(place.desk.undo(&place.editor, act).unwrap(), Undone { back: 0, stay: 3 });
        assert!(missing(&place.desk.undo(&place.editor, ActId::from_raw(5))));
    });
}
