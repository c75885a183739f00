//! What becomes of a comment that nobody has read: old posts, links, blocks, known authors.

use model::{CommentMode, Grounds, RawBlock, RawRemark, RawWriting, Site, Verdict};

use crate::place::{Place, forbidden, on_both, remark, text};

const HERE: std::net::IpAddr = std::net::IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));
const DAY: i64 = 86_400;

fn settle(place: &Place, change: impl FnOnce(&mut Site)) {
    place.settle(|site| {
        site.comments = CommentMode::Open;
        change(site);
    });
}

/// How a comment stands, and the grounds that were noted for it.
fn sent(place: &Place, at: &model::Permalink, raw: &RawRemark) -> (Verdict, Vec<Grounds>) {
    let id = place.desk.comment(at, raw, HERE).unwrap().id;
    let rows = place.desk.store().read(|conn| store::comments::verdicts_of(conn, id)).unwrap();
    let stored = place.stored(id);
    assert_eq!(stored.judged as usize, rows.len());
    (stored.verdict, rows.iter().map(|row| row.grounds).collect())
}

#[test]
fn an_old_post_holds_new_comments_and_an_older_one_takes_none() {
    on_both(|place| {
        settle(place, |site| (site.hold_days, site.close_days) = (7, 30));
        let post = place.publish("River");
        let at = post.permalink.clone().unwrap();
        assert_eq!(sent(place, &at, &remark("Ada", "fresh")), (Verdict::Approved, vec![]));
        place.clock.advance_seconds(7 * DAY);
        assert_eq!(sent(place, &at, &remark("Ada", "later")), (Verdict::Held, vec![Grounds::Age]));
        place.clock.advance_seconds(23 * DAY);
        assert!(forbidden(&place.desk.comment(&at, &remark("Ada", "too late"), HERE)));
        let open = RawWriting { comments: "open".into(), ..text("River") };
        place.desk.save(&place.author, post.id, &open, None).unwrap();
        assert_eq!(sent(place, &at, &remark("Ada", "in time")), (Verdict::Approved, vec![]));
    });
}

#[test]
fn many_links_wait_for_a_person() {
    on_both(|place| {
        settle(place, |site| site.link_limit = 1);
        let at = place.publish("River").permalink.unwrap();
        let one = remark("Ada", "See https://a.example/ & <a href=x> 2 < 3");
        assert_eq!(sent(place, &at, &one), (Verdict::Approved, vec![]));
        let two = remark("Ada", "See https://a.example/ and [b](https://b.example/).");
        assert_eq!(sent(place, &at, &two), (Verdict::Held, vec![Grounds::Links]));
    });
}

#[test]
fn a_block_passes_its_own_verdict() {
    on_both(|place| {
        settle(place, |_| {});
        let at = place.publish("River").permalink.unwrap();
        for (kind, value, verdict) in [
            ("words", "cheap lamps", "spam"),
            ("address", "@rude.example", "rejected"),
            ("words", "发票", "held"),
        ] {
            let raw = RawBlock {
                kind: kind.into(),
                value: value.into(),
                verdict: verdict.into(),
                ..RawBlock::default()
            };
            place.desk.block(&place.moderator, &raw).unwrap();
        }
        let block = |verdict| (verdict, vec![Grounds::Block]);
        assert_eq!(sent(place, &at, &remark("Ada", "Cheap lamps!")), block(Verdict::Spam));
        let rude = RawRemark { email: "x@rude.example".into(), ..remark("X", "You") };
        assert_eq!(sent(place, &at, &rude), block(Verdict::Rejected));
        assert_eq!(sent(place, &at, &remark("王", "代开发票请联系")), block(Verdict::Held));
        assert_eq!(sent(place, &at, &remark("Ada", "Lamps, not cheap")), (Verdict::Approved, vec![]));
    });
}

#[test]
fn an_author_is_known_once_a_person_has_approved_one() {
    on_both(|place| {
        settle(place, |_| {});
        let at = place.publish("River").permalink.unwrap();
        let ada = |body: &str| RawRemark { email: "ada@example.org".into(), ..remark("Ada", body) };
        sent(place, &at, &ada("shown, but nobody approved it"));
        settle(place, |site| site.comments = CommentMode::Known);
        let first = place.desk.comment(&at, &ada("one"), HERE).unwrap();
        assert_eq!(place.stored(first.id).verdict, Verdict::Held);
        place.desk.judge(&place.moderator, first.id, Verdict::Approved, "").unwrap();
        assert_eq!(sent(place, &at, &ada("two")), (Verdict::Approved, vec![]));
        let eve = RawRemark { email: "ada@example.org".into(), ..remark("Eve", "three") };
        assert_eq!(sent(place, &at, &eve).0, Verdict::Held, "another name");
        assert_eq!(sent(place, &at, &remark("Ada", "four")).0, Verdict::Held, "no address");
        place.desk.judge(&place.moderator, first.id, Verdict::Spam, "").unwrap();
        assert_eq!(sent(place, &at, &ada("five")).0, Verdict::Held, "it is approved no longer");
    });
}
