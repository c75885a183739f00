//! A comment in its author's hands: seen, changed, withdrawn, by a secret alone.

use desk::Own;
use model::{Change, CommentId, CommentMode, Grounds, RawBlock, RawRemark, Verdict};

use crate::place::{Place, forbidden, missing, on_both, remark, wrong};

const HERE: std::net::IpAddr = std::net::IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));

struct Mine {
    at: model::Permalink,
    post: model::PostId,
    id: CommentId,
    secret: String,
}

fn mine(place: &Place, body: &str) -> Mine {
    let post = place.publish("River");
    let at = post.permalink.unwrap();
    let raw = RawRemark { email: "ada@example.org".into(), ..remark("Ada", body) };
    let done = place.desk.comment(&at, &raw, HERE).unwrap();
    Mine { at, post: post.id, id: done.id, secret: done.secret.unwrap() }
}

impl Mine {
    fn look(&self, place: &Place) -> Own {
        place.desk.own_comment(self.id, &self.secret).unwrap()
    }

    fn change(&self, place: &Place, body: &str) -> Result<Own, desk::Error> {
        place.desk.change_own(self.id, &self.secret, body, HERE)
    }
}

#[test]
fn its_author_sees_how_it_stands_and_why() {
    on_both(|place| {
        let mine = mine(place, "Yes");
        assert_eq!(
            (mine.look(place).comment.verdict, mine.look(place).grounds),
            (Verdict::Held, Grounds::Mode)
        );
        place.desk.judge(&place.moderator, mine.id, Verdict::Rejected, "rude").unwrap();
        let look = mine.look(place);
        assert_eq!(
            (look.comment.verdict, look.grounds, look.until),
            (Verdict::Rejected, Grounds::Person, None)
        );
        let other = CommentId::from_raw(5);
        assert!(missing(&place.desk.own_comment(mine.id, "guessed")));
        assert!(missing(&place.desk.own_comment(other, &mine.secret)));
        assert!(missing(&place.desk.withdraw(mine.id, "guessed")));
        assert!(missing(&place.desk.change_own(mine.id, "", "No", HERE)));
    });
}

#[test]
fn a_second_click_gets_the_same_secret_and_a_stranger_none() {
    on_both(|place| {
        let mine = mine(place, "Yes");
        let raw = RawRemark { email: "ada@example.org".into(), ..remark("Ada", "Yes") };
        let again = place.desk.comment(&mine.at, &raw, HERE).unwrap();
        assert_eq!((again.id, again.secret.as_deref()), (mine.id, Some(mine.secret.as_str())));
        let elsewhere = place.desk.comment(&mine.at, &raw, "203.0.113.9".parse().unwrap()).unwrap();
        assert_eq!((elsewhere.id, elsewhere.secret), (mine.id, None), "the same words from elsewhere");
        place.clock.advance_seconds(31);
        assert_eq!(place.desk.comment(&mine.at, &raw, HERE).unwrap().secret, None);
    });
}

#[test]
fn words_change_within_the_window_and_those_before_are_kept() {
    on_both(|place| {
        place.comments(CommentMode::Open);
        let mine = mine(place, "Teh river");
        place.changes();
        place.clock.advance_seconds(14 * 60);
        let own = mine.change(place, "The *river*").unwrap();
        assert_eq!((own.comment.verdict, own.comment.body.as_str()), (Verdict::Approved, "The *river*"));
        assert!(own.comment.html.contains("<em>river</em>") && own.comment.edited.is_some());
        assert_eq!(place.changes(), [Change::Post(mine.post), Change::Comments]);
        let before = place.desk.store().read(|c| store::comments::wordings_of(c, mine.id, 9)).unwrap();
        assert_eq!(
            before.iter().map(|w| (w.body.as_str(), &w.by)).collect::<Vec<_>>(),
            [("Teh river", &None)]
        );
        mine.change(place, " The *river*\r\n").unwrap();
        assert_eq!(place.changes(), [], "the same words are no change");
        wrong(mine.change(place, " \u{200b}"), "body");
        place.clock.advance_seconds(60);
        assert!(forbidden(&mine.change(place, "Too late")));
        assert_eq!(place.stored(mine.id).body, "The *river*");
    });
}

#[test]
fn other_words_never_release_what_waits_and_are_read_again_where_all_are_read() {
    on_both(|place| {
        let mine = mine(place, "Hm");
        place.comments(CommentMode::Open);
        assert_eq!(mine.change(place, "Hm!").unwrap().comment.verdict, Verdict::Held, "it was held");
        place.comments(CommentMode::Held);
        place.desk.judge(&place.moderator, mine.id, Verdict::Approved, "").unwrap();
        place.changes();
        let own = mine.change(place, "What nobody has approved").unwrap();
        assert_eq!((own.comment.verdict, own.grounds), (Verdict::Held, Grounds::Author));
        assert_eq!(place.changes(), [Change::Post(mine.post), Change::Comments]);
        let raw = RawBlock {
            kind: "words".into(),
            value: "cheap lamps".into(),
            verdict: "spam".into(),
            ..RawBlock::default()
        };
        place.desk.block(&place.moderator, &raw).unwrap();
        let own = mine.change(place, "Cheap lamps").unwrap();
        assert_eq!((own.comment.verdict, own.grounds, own.until), (Verdict::Spam, Grounds::Block, None));
    });
}

#[test]
fn what_is_withdrawn_is_forgotten_for_good() {
    on_both(|place| {
        place.comments(CommentMode::Open);
        let mine = mine(place, "My secret");
        let answer = RawRemark { parent: mine.id.to_string(), ..remark("Ben", "Indeed") };
        let answer = place.desk.comment(&mine.at, &answer, HERE).unwrap();
        mine.change(place, "My other secret").unwrap();
        place.clock.advance_seconds(40 * 86_400);
        place.changes();
        let own = place.desk.withdraw(mine.id, &mine.secret).unwrap();
        assert_eq!((own.comment.verdict, own.grounds), (Verdict::Withdrawn, Grounds::Author));
        assert!(place.changes().contains(&Change::Post(mine.post)));
        let kept = place.stored(mine.id);
        assert_eq!(
            (kept.name.as_str(), kept.body.as_str(), kept.html.as_str(), kept.email),
            ("", "", "", None)
        );
        let before = place.desk.store().read(|c| store::comments::wordings_of(c, mine.id, 9)).unwrap();
        assert_eq!(before, []);
        place.desk.withdraw(mine.id, &mine.secret).expect("once more changes nothing");
        assert_eq!(place.changes(), []);
        let back = place.desk.judge(&place.owner, mine.id, Verdict::Approved, "");
        assert!(matches!(back, Err(desk::Error::Conflict(_))), "{back:?}");
        let shown =
            place.desk.store().read(|conn| store::threads::newest_of_post(conn, mine.post, 9)).unwrap();
        assert_eq!(shown.iter().map(|c| c.id).collect::<Vec<_>>(), [answer.id]);
    });
}
