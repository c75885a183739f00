//! What the desk is told of readers and comments over a stretch of days.

use std::collections::BTreeMap;
use std::sync::Arc;

use desk::{Counted, Desk, Error};
use model::stats::{CommentDay, Stretch};
use model::{Actor, ManualClock, Moment, PostId, Verdict};
use trial::large::{self, Dice, Plan};

use crate::place::on_both;

/// The day on which a moment falls, so many days later.
fn day_of(moment: Moment, later: i64) -> i64 {
    moment.day() + later
}

#[test]
fn the_numbers_of_a_stretch_are_those_that_summing_everything_would_give() {
    trial::on_both(|site| {
        let until = model::sample::noon();
        let plan = Plan { posts: 700, comments: 900, visits: 0, telling: 0, beside: false, until };
        large::fill(site.url(), &plan, |_| {}).unwrap();
        let desk = Desk::new(site.store(), Arc::new(ManualClock::at(until)));
        let owner = Actor::System;
        // Some are read every day, most now and then, and a few by very many on one day.
        let (mut dice, mut posts) = (Dice::new(8), Vec::new());
        for number in 0..plan.posts {
            let steady = 200 / (number + 1);
            for back in 0..120 {
                let mut readers = steady + i64::from(dice.below(40) == 0) * (1 + dice.below(3) as i64);
                if dice.below(4_000) == 0 {
                    readers += 300;
                }
                if readers > 0 {
                    posts.push((plan.id(number), day_of(until, -back), readers));
                }
            }
        }
        desk.record_visits(&Counted { posts: posts.clone(), referrers: Vec::new() }).unwrap();
        for stretch in Stretch::ALL {
            let first = stretch.first_day(until.day());
            let (mut by_post, mut by_day) = (BTreeMap::<PostId, i64>::new(), BTreeMap::<i64, i64>::new());
            for (post, day, readers) in posts.iter().filter(|(_, day, _)| *day >= first) {
                *by_post.entry(*post).or_default() += readers;
                *by_day.entry(*day).or_default() += readers;
            }
            let stats = desk.stats(&owner, stretch).unwrap();
            assert_eq!(stats.readers, by_day.into_iter().collect::<Vec<_>>());
            for (post, readers) in &stats.posts {
                assert_eq!(*readers, by_post[&post.id]);
            }
            let mut most: Vec<i64> = by_post.into_values().collect();
            most.sort_unstable_by(|one, other| other.cmp(one));
            let told: Vec<i64> = stats.posts.iter().map(|(_, readers)| *readers).collect();
            // A draft among them is left out.
            assert!(told.len() >= 98, "{}", told.len());
            assert!(
                told.iter().zip(&most).filter(|(told, most)| told != most).count() <= 2,
                "{told:?}\n{most:?}"
            );
            let comments = site
                .store()
                .read(|c| store::comments::list(c, None, store::Page { before: None, limit: 10_000 }));
            let mut expected = BTreeMap::<(i64, &str), i64>::new();
            for row in comments.unwrap().iter().filter(|row| row.comment.created.day() >= first) {
                *expected.entry((row.comment.created.day(), row.comment.verdict.as_str())).or_default() += 1;
            }
            for _ in 0..2 {
                let told = desk.stats(&owner, stretch).unwrap().comments;
                let told: Vec<_> =
                    told.iter().map(|row| ((row.day, row.verdict.as_str()), row.number)).collect();
                assert_eq!(told, expected.clone().into_iter().collect::<Vec<_>>());
            }
        }
    });
}

#[test]
fn a_verdict_on_a_comment_of_a_day_long_over_is_in_the_numbers() {
    on_both(|place| {
        let post = place.publish("One");
        let comment = place.comment(&post, "Yes");
        let arrived = comment.created.day();
        place.clock.advance_seconds(5 * 86_400);
        let told = || place.desk.stats(&place.moderator, Stretch::Month).unwrap().comments;
        let of = |verdict, number| CommentDay { day: arrived, verdict, number };
        assert_eq!(told(), [of(Verdict::Held, 1)]);
        assert_eq!(told(), [of(Verdict::Held, 1)], "as it was counted");
        place.desk.judge(&place.moderator, comment.id, Verdict::Approved, "").unwrap();
        assert_eq!(told(), [of(Verdict::Approved, 1)]);
        let error = place.desk.stats(&Actor::Nobody, Stretch::Month).unwrap_err();
        assert!(matches!(error, Error::Forbidden(_)), "{error}");
    });
}
