//! How much a comment looks like spam: what verdicts teach, what is taken back, and what becomes of a comment for it.

use std::net::IpAddr;

use desk::{Limits, Seen};
use model::spam::{SignKind, Weighed};
use model::{CommentId, CommentMode, CommentRow, Grounds, Permalink, RawRemark, Site, Verdict};
use store::Page;

use crate::place::{Place, on_both, remark};

const DAY: i64 = 86_400;

fn here() -> IpAddr {
    "192.0.2.1".parse().unwrap()
}

/// A remark from a network of its own, so that only its words tell.
fn from(number: usize) -> IpAddr {
    format!("198.{}.{}.7", 18 + number / 250, number % 250).parse().unwrap()
}

fn weighed(place: &Place, at: &Permalink, body: &str) -> Weighed {
    place.desk.weighed(at, &remark("Somebody", body), "203.0.113.9".parse().unwrap()).unwrap()
}

/// Sends comments and has a moderator judge them, all in one act.
fn teach(place: &Place, at: &Permalink, bodies: &[String], verdict: Verdict) -> Vec<CommentId> {
    let send = |(number, body): (usize, &String)| {
        place.desk.comment(at, &remark(&format!("Guest {number}"), body), from(number)).unwrap().id
    };
    let ids: Vec<CommentId> = bodies.iter().enumerate().map(send).collect();
    let seen: Vec<Seen> = ids.iter().copied().map(Seen::from).collect();
    place.desk.judge_many(&place.moderator, &seen, verdict, "").unwrap();
    ids
}

fn each(words: &str) -> Vec<String> {
    (0..12).map(|number| format!("{words} {number}{number}")).collect()
}

fn settle(place: &Place, change: impl FnOnce(&mut Site)) {
    let mut site = place.desk.site().unwrap();
    change(&mut site);
    place.desk.save_site(&place.owner, &site).unwrap();
}

fn row(place: &Place, id: CommentId) -> CommentRow {
    let page = Page { before: None, limit: 500 };
    let rows = place.desk.store().read(|conn| store::comments::list(conn, None, page)).unwrap();
    rows.into_iter().find(|row| row.comment.id == id).unwrap()
}

fn grounds(place: &Place, id: CommentId) -> Grounds {
    let rows = place.desk.store().read(|conn| store::comments::verdicts_of(conn, id)).unwrap();
    rows.last().map_or(Grounds::Mode, |row| row.grounds)
}

#[test]
fn verdicts_teach_in_every_script_and_the_reasons_are_words() {
    on_both(|place| {
        place.comments(CommentMode::Held);
        let at = place.publish("River").permalink.unwrap();
        let spam = [
            ("cheap casino bonus", "casino"),
            ("φτηνά φωτιστικά προσφορά", "φωτιστικα"),
            ("代开发票请联系", "发票"),
            ("лучшее казино онлайн", "казино"),
        ];
        let honest = [
            "I read the article twice",
            "διάβασα το άρθρο δύο φορές",
            "文章写得很好",
            "статья очень хорошая",
        ];
        for (words, _) in spam {
            teach(place, &at, &each(words), Verdict::Spam);
        }
        for words in honest {
            teach(place, &at, &each(words), Verdict::Approved);
        }
        for (words, telling) in spam {
            let seen = weighed(place, &at, &format!("{words}!"));
            assert!(seen.score >= 90, "{words}: {seen:?}");
            let said = format!("“{telling}” is in 12 of 48 spam comments and 0 of 48 approved ones");
            assert!(seen.signs.iter().any(|sign| sign.detail == said), "{said}: {seen:?}");
        }
        for words in honest {
            let seen = weighed(place, &at, words);
            assert!(seen.score <= 10, "{words}: {seen:?}");
        }
        let unsure = weighed(place, &at, "Something else entirely");
        assert_eq!(unsure.score, 50, "of what it knows nothing it is unsure: {unsure:?}");
    });
}

#[test]
fn before_people_have_judged_enough_only_plain_signs_count() {
    on_both(|place| {
        place.comments(CommentMode::Held);
        let at = place.publish("River").permalink.unwrap();
        teach(place, &at, &each("cheap casino bonus"), Verdict::Spam);
        teach(place, &at, &each("I read it twice")[..9], Verdict::Approved);
        let seen = weighed(place, &at, "cheap casino bonus");
        assert!(seen.score < 20 && seen.signs.iter().all(|sign| sign.kind != SignKind::Word), "{seen:?}");
        let raw =
            RawRemark { name: "lamps.example".into(), ..remark("", "https://a.example https://b.example") };
        let plain = place.desk.weighed(&at, &raw, here()).unwrap();
        let told: Vec<&str> = plain.signs.iter().map(|sign| sign.detail.as_str()).collect();
        assert_eq!(told[0], "the name is a web address");
        assert!(told.contains(&"2 links") && plain.score >= 60, "{plain:?}");
    });
}

#[test]
fn each_comment_counts_once_and_what_is_taken_back_counts_no_more() {
    on_both(|place| {
        place.comments(CommentMode::Held);
        let at = place.publish("River").permalink.unwrap();
        teach(place, &at, &each("I read it twice"), Verdict::Approved);
        let ids = teach(place, &at, &each("cheap casino bonus"), Verdict::Spam);
        let learnt = || place.desk.store().read(store::spam::learnt).unwrap();
        let score = || weighed(place, &at, "cheap casino bonus").score;
        let before = (learnt(), score());
        assert_eq!((before.0.spam, before.0.approved), (12, 12));
        let seen: Vec<Seen> = ids.iter().copied().map(Seen::from).collect();
        // The same verdict again, a turn there and back, and an act undone: all is as it was.
        place.desk.judge_many(&place.editor, &seen, Verdict::Spam, "").unwrap();
        assert_eq!((learnt(), score()), before);
        let mistake = place.desk.judge_many(&place.editor, &seen, Verdict::Approved, "").unwrap();
        assert_eq!((learnt().spam, learnt().approved), (0, 24));
        place.desk.undo(&place.editor, mistake.act.unwrap()).unwrap();
        assert_eq!((learnt(), score()), before);
        // Rejected is neither; held again is neither.
        let rejected = place.desk.judge_many(&place.editor, &seen[..6], Verdict::Rejected, "").unwrap();
        assert_eq!((learnt().spam, learnt().approved), (6, 12));
        place.desk.undo(&place.editor, rejected.act.unwrap()).unwrap();
        place.desk.judge(&place.editor, ids[0], Verdict::Held, "").unwrap();
        assert_eq!((learnt().spam, learnt().approved), (11, 12));
        // Undoing what nobody had decided before leaves nothing behind.
        let one = place.desk.judge_many(&place.editor, &seen[..1], Verdict::Spam, "").unwrap();
        place.desk.undo(&place.editor, one.act.unwrap()).unwrap();
        assert_eq!(learnt().spam, 11);
    });
}

#[test]
fn what_its_author_takes_back_leaves_no_words() {
    on_both(|place| {
        place.comments(CommentMode::Held);
        let at = place.publish("River").permalink.unwrap();
        teach(place, &at, &each("cheap casino bonus"), Verdict::Spam);
        teach(place, &at, &each("I read it twice"), Verdict::Approved);
        let raw = remark("Ada", "My neighbour Perpetua told me about the flood of our cellar");
        let done = place.desk.comment(&at, &raw, here()).unwrap();
        place.desk.judge(&place.moderator, done.id, Verdict::Approved, "").unwrap();
        let told = |seen: Weighed| seen.signs.into_iter().any(|sign| sign.detail.contains("perpetua"));
        assert!(told(weighed(place, &at, "Perpetua")));
        let repeated = |seen: Weighed| seen.signs.into_iter().any(|sign| sign.kind == SignKind::Repeated);
        assert!(repeated(weighed(place, &at, &raw.body)));
        place.desk.withdraw(done.id, &done.secret.unwrap()).unwrap();
        assert!(!told(weighed(place, &at, "Perpetua")));
        assert!(!repeated(weighed(place, &at, &raw.body)));
        assert_eq!(place.desk.store().read(store::spam::learnt).unwrap().approved, 12);
        let gone = row(place, done.id);
        assert_eq!((gone.score, gone.signs), (None, vec![]));
    });
}

#[test]
fn nothing_is_dropped_and_what_is_doubtful_waits() {
    on_both(|place| {
        place.comments(CommentMode::Held);
        let at = place.publish("River").permalink.unwrap();
        teach(place, &at, &each("cheap casino bonus"), Verdict::Spam);
        teach(place, &at, &each("I read the article twice"), Verdict::Approved);
        place.comments(CommentMode::Open);
        let send = |raw: &RawRemark| place.desk.comment(&at, raw, here()).unwrap().id;
        let stands = |id| (place.stored(id).verdict, grounds(place, id));
        let spam = send(&remark("Eve", "casino bonus, cheap"));
        assert_eq!(stands(spam), (Verdict::Held, Grounds::Signs));
        let kept = row(place, spam);
        assert!(kept.score.unwrap() >= 90 && kept.signs[0].detail.contains("spam comments"), "{kept:?}");
        let reason = place.desk.store().read(|conn| store::comments::verdicts_of(conn, spam)).unwrap();
        assert!(reason[0].reason.contains(" of 12 spam comments"), "{reason:?}");
        assert_eq!(stands(send(&remark("Eve", "Wholly unheard"))), (Verdict::Held, Grounds::Signs), "unsure");
        assert_eq!(stands(send(&remark("Eve", "The article, I read it"))).0, Verdict::Approved);

        settle(place, |site| site.spam_sure = 95);
        let sure = send(&remark("Eve", "bonus casino, so cheap"));
        assert_eq!(stands(sure), (Verdict::Spam, Grounds::Signs), "only where the site so chose");
        assert!(!place.stored(sure).body.is_empty());
        settle(place, |site| (site.spam_hold, site.spam_sure) = (0, 0));
        assert_eq!(
            stands(send(&remark("Eve", "casino cheap bonus now"))).0,
            Verdict::Approved,
            "switched off"
        );
        // Where all comments wait, looks are no reason.
        settle(place, |site| (site.spam_hold, site.comments) = (50, CommentMode::Held));
        assert_eq!(stands(send(&remark("Eve", "cheap bonus casino then"))), (Verdict::Held, Grounds::Mode));
    });
}

#[test]
fn those_whom_the_site_knows_are_doubted_last() {
    on_both(|place| {
        place.comments(CommentMode::Held);
        let at = place.publish("River").permalink.unwrap();
        teach(place, &at, &each("cheap casino bonus"), Verdict::Spam);
        teach(place, &at, &each("I read the article twice"), Verdict::Approved);
        let ada = |body: &str| RawRemark { email: "ada@example.org".into(), ..remark("Ada", body) };
        let first = place.desk.comment(&at, &ada("One"), here()).unwrap().id;
        place.desk.judge(&place.moderator, first, Verdict::Approved, "").unwrap();
        for mode in [CommentMode::Known, CommentMode::Open] {
            place.comments(mode);
            let id = place.desk.comment(&at, &ada(&format!("Wholly unheard {mode:?}")), here()).unwrap().id;
            assert_eq!(place.stored(id).verdict, Verdict::Approved);
            let id =
                place.desk.comment(&at, &ada(&format!("cheap casino bonus {mode:?}")), here()).unwrap().id;
            let (score, stored) = (row(place, id).score.unwrap(), place.stored(id).verdict);
            assert_eq!(stored == Verdict::Held, score >= 90, "{score} {stored:?}");
        }
    });
}

#[test]
fn the_same_words_elsewhere_and_a_network_s_record_are_signs() {
    on_both(|place| {
        place.comments(CommentMode::Held);
        let posts =
            ["River", "Harbour", "Bridge", "Ferry"].map(|name| place.publish(name).permalink.unwrap());
        let words = "A wonderful post, I have bookmarked your whole site";
        let ids: Vec<CommentId> = posts[..3]
            .iter()
            .enumerate()
            .map(|(n, at)| place.desk.comment(at, &remark(&format!("Guest {n}"), words), here()).unwrap().id)
            .collect();
        let details = |from: &str| -> Vec<String> {
            let seen = place.desk.weighed(&posts[3], &remark("Eve", words), from.parse().unwrap()).unwrap();
            seen.signs.into_iter().map(|sign| sign.detail).collect()
        };
        assert_eq!(details("203.0.113.1"), ["the same words were said 3 times under 3 other posts lately"]);
        for id in ids {
            place.desk.judge(&place.moderator, id, Verdict::Spam, "").unwrap();
        }
        let network = "of the last comments from its network 3 were spam, 0 approved";
        assert!(details("192.0.2.200").contains(&network.to_owned()));
        assert!(!details("203.0.113.1").contains(&network.to_owned()));
        place.clock.advance_seconds(8 * DAY);
        assert_eq!(details("192.0.2.200"), Vec::<String>::new(), "that was long ago");
    });
}

#[test]
fn networks_are_forgotten_after_a_month_and_rare_terms_when_there_are_too_many() {
    on_both(|place| {
        place.comments(CommentMode::Held);
        let at = place.publish("River").permalink.unwrap();
        let ids = teach(place, &at, &each("cheap casino bonus"), Verdict::Spam);
        let old = place.desk.comment(&at, &remark("Ada", "One"), here()).unwrap().id;
        let network = || {
            let since = place.stored(old).created;
            let asked = [("198.18.3.0/24", since)];
            place.desk.store().read(|conn| store::spam::records_of(conn, &asked)).unwrap()[0].spam
        };
        assert_eq!(network(), 1);
        place.desk.keep_house().unwrap();
        place.clock.advance_seconds(31 * DAY);
        place.work();
        assert_eq!(network(), 0);
        assert_eq!(place.stored(ids[0]).verdict, Verdict::Spam, "the rest stays");
        // The numbers 00 to 1111 and the words of the names are in one comment each, the three words in all.
        teach(place, &at, &each("I read the article twice"), Verdict::Approved);
        place.desk.store().write(|tx| store::spam::prune(tx, 8)).unwrap();
        let seen = weighed(place, &at, "cheap casino bonus 44");
        assert!(seen.signs.iter().any(|sign| sign.detail.starts_with("“casino” is in 12 of 12")), "{seen:?}");
        assert!(!seen.signs.iter().any(|sign| sign.detail.starts_with("“44”")), "{seen:?}");
    });
}

#[test]
fn other_words_are_weighed_anew() {
    on_both(|place| {
        place.comments(CommentMode::Held);
        let at = place.publish("River").permalink.unwrap();
        teach(place, &at, &each("cheap casino bonus"), Verdict::Spam);
        teach(place, &at, &each("I read the article twice"), Verdict::Approved);
        place.comments(CommentMode::Open);
        let done = place.desk.comment(&at, &remark("Eve", "I read the article"), here()).unwrap();
        assert_eq!(done.verdict, Verdict::Approved);
        place.desk.change_own(done.id, &done.secret.unwrap(), "cheap casino bonus", here()).unwrap();
        assert_eq!((place.stored(done.id).verdict, grounds(place, done.id)), (Verdict::Held, Grounds::Signs));
        assert!(row(place, done.id).score.unwrap() >= 90);
    });
}

#[test]
fn in_a_rush_those_without_work_wait_and_those_who_are_known_do_not() {
    on_both(|place| {
        let desk = place.desk.clone().with_limits(Limits { rush: 3, ..Limits::lifted() });
        place.comments(CommentMode::Open);
        let at = place.publish("River").permalink.unwrap();
        let ada = |body: &str| RawRemark { email: "ada@example.org".into(), ..remark("Ada", body) };
        let first = place.desk.comment(&at, &ada("One"), here()).unwrap().id;
        place.desk.judge(&place.moderator, first, Verdict::Held, "").unwrap();
        place.desk.judge(&place.moderator, first, Verdict::Approved, "").unwrap();
        assert!(!desk.work_needed().needed);
        for number in 0..3 {
            let done = desk.comment(&at, &remark("Guest", &format!("No {number}")), from(number)).unwrap();
            assert_eq!((done.verdict, done.rush), (Verdict::Approved, false));
        }
        assert!(desk.work_needed().needed);
        let late = desk.comment(&at, &remark("Guest", "No 4"), from(4)).unwrap();
        assert_eq!((late.verdict, late.rush, grounds(place, late.id)), (Verdict::Held, true, Grounds::Rush));
        assert_eq!(
            desk.comment(&at, &ada("Two"), here()).unwrap().verdict,
            Verdict::Approved,
            "she is known"
        );
        let forged =
            RawRemark { stamp: desk.work_needed().now.to_string(), nonce: "1".into(), ..remark("Eve", "x") };
        assert_eq!(desk.comment(&at, &forged, from(5)).unwrap().verdict, Verdict::Held);
        place.clock.advance_seconds(61);
        assert!(!desk.work_needed().needed);
        assert_eq!(desk.comment(&at, &remark("Guest", "No 5"), from(6)).unwrap().verdict, Verdict::Approved);
    });
}
