//! Readers' comments: modes, threads, robots, haste.

use desk::{Error, Limits};
use model::{Change, CommentMode, Permalink, RawRemark, RawWriting, Verdict};

use crate::place::{forbidden, missing, on_both, remark, text, wrong};

const HERE: std::net::IpAddr = std::net::IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));

#[test]
fn a_comment_is_held_until_it_is_approved() {
    on_both(|place| {
        let post = place.publish("River");
        place.changes();
        let raw = RawRemark {
            email: "ada@example.org".into(),
            website: "ada.example".into(),
            ..remark("Ada", "**Worth** <script>reading</script> twice")
        };
        let done = place.desk.comment(post.permalink.as_ref().unwrap(), &raw, HERE).unwrap();
        assert_eq!(done.verdict, Verdict::Held);
        assert_eq!((place.changes(), place.shown(&post)), (vec![], vec![]), "no page shows it yet");
        let stored = place.stored(done.id);
        assert!(
            stored.html.contains("<strong>Worth</strong>") && !stored.html.contains("<script"),
            "{}",
            stored.html
        );
        assert_eq!(stored.email.as_deref(), Some("ada@example.org"));
        place.desk.judge(&place.moderator, done.id, Verdict::Approved, "").unwrap();
        assert_eq!(place.shown(&post)[0].id, done.id);
        assert!(place.changes().contains(&Change::Post(post.id)));
    });
}

#[test]
fn open_comments_are_shown_at_once_and_closed_ones_refused() {
    on_both(|place| {
        place.comments(CommentMode::Open);
        let post = place.publish("River");
        place.changes();
        let comment = place.comment(&post, "Yes");
        assert_eq!((comment.verdict, place.shown(&post).len()), (Verdict::Approved, 1));
        assert_eq!(place.changes(), [Change::Post(post.id), Change::Comments]);
        let closed = RawWriting { comments: "off".into(), ..text("River") };
        place.desk.save(&place.author, post.id, &closed, None).unwrap();
        let result = place.desk.comment(post.permalink.as_ref().unwrap(), &remark("A", "B"), HERE);
        assert!(forbidden(&result), "the post's own mode goes before the site's: {result:?}");
    });
}

#[test]
fn only_published_posts_take_comments() {
    on_both(|place| {
        let post = place.publish("River");
        let at = post.permalink.clone().unwrap();
        place.desk.retract(&place.author, post.id, "wrong").unwrap();
        assert!(missing(&place.desk.comment(&at, &remark("A", "B"), HERE)));
        let nowhere = Permalink::parse("/2026/11/nowhere").unwrap();
        assert!(missing(&place.desk.comment(&nowhere, &remark("A", "B"), HERE)));
    });
}

#[test]
fn an_answer_needs_an_approved_comment_of_the_same_post() {
    on_both(|place| {
        let (post, other) = (place.publish("River"), place.publish("Lake"));
        let (held, elsewhere) = (place.comment(&post, "One"), place.comment(&other, "Two"));
        place.desk.judge(&place.owner, elsewhere.id, Verdict::Approved, "").unwrap();
        let at = post.permalink.as_ref().unwrap();
        let answer = |id: String| RawRemark { parent: id, ..remark("Ben", "Indeed") };
        for parent in [held.id.to_string(), elsewhere.id.to_string(), "0000000000000".into(), "x".into()] {
            wrong(place.desk.comment(at, &answer(parent), HERE), "parent");
        }
        place.desk.judge(&place.owner, held.id, Verdict::Approved, "").unwrap();
        let done = place.desk.comment(at, &answer(held.id.to_string()), HERE).unwrap();
        assert_eq!(place.stored(done.id).parent, Some(held.id));
    });
}

#[test]
fn a_robot_is_told_it_is_held_and_kept_as_spam() {
    on_both(|place| {
        place.comments(CommentMode::Open);
        let post = place.publish("River");
        let raw = RawRemark { homepage: "https://pills.example".into(), ..remark("Bot", "Buy") };
        let done = place.desk.comment(post.permalink.as_ref().unwrap(), &raw, HERE).unwrap();
        assert_eq!(done.verdict, Verdict::Held);
        assert_eq!((place.stored(done.id).verdict, place.shown(&post).len()), (Verdict::Spam, 0));
        let why = place.desk.store().read(|conn| store::comments::verdicts_of(conn, done.id)).unwrap();
        assert_eq!(why[0].reason, "the hidden field was filled");
        assert_eq!(why[0].by, None);
    });
}

#[test]
fn a_double_click_is_one_comment() {
    on_both(|place| {
        let post = place.publish("River");
        let first = place.comment(&post, "Yes");
        assert_eq!(place.comment(&post, "Yes").id, first.id);
        assert_ne!(place.comment(&post, "No").id, first.id);
        place.clock.advance_seconds(601);
        assert_ne!(place.comment(&post, "Yes").id, first.id, "later it may be meant");
    });
}

#[test]
fn one_address_is_slowed_down_and_loses_nothing() {
    on_both(|place| {
        let desk = place.desk.clone().with_limits(Limits::default());
        let post = place.publish("River");
        let at = post.permalink.as_ref().unwrap();
        for n in 0..5 {
            desk.comment(at, &remark("Ada", &format!("{n}")), HERE).unwrap();
        }
        desk.comment(at, &remark("Ada", "4"), HERE).expect("a double click does not count");
        wrong(desk.comment(at, &remark("", "5"), HERE), "name");
        let result = desk.comment(at, &remark("Ada", "5"), HERE);
        let Err(Error::Busy { message, retry_after }) = result else { panic!("{result:?}") };
        assert!(retry_after == 20 && message.contains("20 seconds"), "{message}");
        desk.comment(at, &remark("Ben", "5"), "2001:db8::1".parse().unwrap()).unwrap();
        place.clock.advance_seconds(20);
        desk.comment(at, &remark("Ada", "5"), HERE).unwrap();
    });
}

#[test]
fn a_hundred_thousand_characters_are_refused_by_number() {
    on_both(|place| {
        let post = place.publish("River");
        let at = post.permalink.as_ref().unwrap();
        let message = wrong(place.desk.comment(at, &remark("Ada", &"字".repeat(100_000)), HERE), "body");
        assert!(message.contains("100000"), "{message}");
    });
}
