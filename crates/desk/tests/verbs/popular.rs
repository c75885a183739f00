//! Visits, ranking, the popular list.

use std::collections::HashMap;
use std::sync::Arc;

use desk::{Counted, Desk, Error, When};
use model::popular::{Choice, weight};
use model::{Change, Clock, ManualClock, Post, PostId, RawWriting, Verdict, Window};
use store::visits;
use trial::large::{self, Plan};

use crate::place::{Place, on_both, text};

fn headlines(place: &Place, window: Window, len: u32, except: Option<PostId>) -> Vec<String> {
    place.desk.popular(window, len, except).unwrap().into_iter().map(|t| t.headline).collect()
}

fn read_by(place: &Place, posts: &[(PostId, i64, i64)]) {
    let counted = Counted { posts: posts.to_vec(), referrers: Vec::new() };
    place.desk.record_visits(&counted).unwrap();
}

fn four(place: &Place) -> [Post; 4] {
    ["One", "Two", "Three", "Four"].map(|headline| {
        place.clock.advance_seconds(60);
        place.publish(headline)
    })
}

#[test]
fn without_visits_the_newest_posts_stand_in() {
    on_both(|place| {
        let posts = four(place);
        assert_eq!(headlines(place, Window::Month, 3, None), ["Four", "Three", "Two"]);
        assert_eq!(headlines(place, Window::Month, 3, Some(posts[3].id)), ["Three", "Two", "One"]);
        assert_eq!(headlines(place, Window::Month, 10, Some(posts[0].id)), ["Four", "Three", "Two"]);
    });
}

#[test]
fn visits_move_a_post_to_the_top_and_the_page_being_read_is_left_out() {
    on_both(|place| {
        let posts = four(place);
        place.work();
        place.changes();
        let day = place.clock.now().day();
        read_by(place, &[(posts[0].id, day, 5), (posts[2].id, day, 9)]);
        place.clock.advance_seconds(60);
        assert!(place.work() > 0, "visits ask for a ranking");
        assert_eq!(place.changes(), every_list(Some("en")), "all lists had no readers before");
        assert_eq!(headlines(place, Window::Month, 3, None), ["Three", "One", "Four"]);
        assert_eq!(headlines(place, Window::Month, 3, Some(posts[2].id)), ["One", "Four", "Two"]);
        assert!(!place.desk.rank_popular().unwrap(), "nothing has changed since");
        assert_eq!(place.changes(), []);
    });
}

#[test]
fn a_window_forgets_what_lies_before_it() {
    on_both(|place| {
        let posts = four(place);
        let day = place.clock.now().day();
        read_by(place, &[(posts[0].id, day - 6, 2), (posts[1].id, day - 7, 5), (posts[2].id, day - 30, 50)]);
        place.desk.rank_popular().unwrap();
        assert_eq!(headlines(place, Window::Week, 1, None), ["One"]);
        assert_eq!(headlines(place, Window::Month, 2, None), ["Two", "One"]);
        assert_eq!(headlines(place, Window::All, 3, None), ["Three", "Two", "One"]);
    });
}

#[test]
fn approved_comments_count_and_ties_go_to_the_newer() {
    on_both(|place| {
        let posts = four(place);
        let day = place.clock.now().day();
        read_by(place, &[(posts[0].id, day, 4), (posts[1].id, day, 5), (posts[2].id, day, 5)]);
        place.desk.rank_popular().unwrap();
        assert_eq!(headlines(place, Window::Week, 3, None), ["Three", "Two", "One"]);
        let comment = place.comment(&posts[0], "Yes");
        place.desk.rank_popular().unwrap();
        assert_eq!(headlines(place, Window::Week, 1, None), ["Three"], "a held comment does not count");
        place.desk.judge(&place.moderator, comment.id, Verdict::Approved, "").unwrap();
        place.desk.rank_popular().unwrap();
        assert_eq!(headlines(place, Window::Week, 1, None), ["One"]);
    });
}

#[test]
fn a_post_taken_back_leaves_the_list_at_once() {
    on_both(|place| {
        let posts = four(place);
        let day = place.clock.now().day();
        read_by(place, &[(posts[0].id, day, 5)]);
        place.desk.rank_popular().unwrap();
        place.changes();
        place.desk.retract(&place.author, posts[0].id, "wrong").unwrap();
        assert!(place.changes().contains(&Change::Popular(Window::Week, None)));
        assert_eq!(headlines(place, Window::Week, 2, None), ["Four", "Three"]);
    });
}

#[test]
fn visits_of_posts_that_are_gone_are_left_out() {
    on_both(|place| {
        let post = place.publish("One");
        let day = place.clock.now().day();
        read_by(place, &[(PostId::from_raw(4), day, 9), (post.id, day, 2)]);
        read_by(place, &[(post.id, day, 1)]);
        read_by(place, &[]);
        let total = place.desk.store().read(|conn| store::visits::total(conn, post.id)).unwrap();
        assert_eq!(total, 3);
    });
}

#[test]
fn a_ranking_is_promised_once_a_minute() {
    on_both(|place| {
        let post = place.publish("One");
        place.work();
        let day = place.clock.now().day();
        for _ in 0..3 {
            read_by(place, &[(post.id, day, 1)]);
        }
        assert_eq!(place.work(), 0, "the last ranking was less than a minute ago");
        place.clock.advance_seconds(60);
        assert_eq!(place.work(), 1);
    });
}

fn every_list(language: Option<&str>) -> Vec<Change> {
    let mut lists: Vec<Change> = Window::ALL
        .into_iter()
        .flat_map(|window| {
            [None, language.map(str::to_owned)].map(|language| Change::Popular(window, language))
        })
        .collect();
    lists.sort_by_key(ToString::to_string);
    lists
}

#[test]
fn what_is_read_now_rises_over_what_was_read_days_ago() {
    on_both(|place| {
        let posts = four(place);
        let day = place.clock.now().day();
        read_by(place, &[(posts[0].id, day, 10), (posts[1].id, day - 5, 100), (posts[2].id, day - 1, 30)]);
        place.desk.rank_popular().unwrap();
        assert_eq!(headlines(place, Window::Rising, 3, None), ["Three", "One", "Two"]);
        assert_eq!(headlines(place, Window::Week, 3, None), ["Two", "Three", "One"]);
        // The engines weigh as the model says; a comment is weighed like a reader.
        let comment = place.comment(&posts[1], "Yes");
        place.desk.judge(&place.moderator, comment.id, Verdict::Approved, "").unwrap();
        place.desk.rank_popular().unwrap();
        let (two, _) = place
            .desk
            .store()
            .read(|conn| store::popular::ranked(conn, Window::Rising, 9))
            .unwrap()
            .into_iter()
            .map(|(teaser, points)| (points, teaser.headline))
            .find(|(_, headline)| headline == "Two")
            .unwrap();
        assert_eq!(two, 100 * weight(1) + 2 * weight(6));
        place.clock.advance_seconds(2 * 86_400);
        place.desk.rank_popular().unwrap();
        assert_eq!(headlines(place, Window::Rising, 2, None), ["Three", "One"]);
    });
}

#[test]
fn the_owner_pins_and_keeps_out() {
    on_both(|place| {
        let posts = four(place);
        let day = place.clock.now().day();
        read_by(place, &[(posts[0].id, day, 9), (posts[1].id, day, 5), (posts[2].id, day, 3)]);
        place.desk.rank_popular().unwrap();
        let choose = |post: &Post, choice| place.desk.choose_popular(&place.editor, post.id, choice).unwrap();
        place.changes();
        choose(&posts[0], Some(Choice::Excluded));
        assert_eq!(place.changes(), every_list(Some("en")));
        assert_eq!(headlines(place, Window::Month, 3, None), ["Two", "Three", "Four"]);
        choose(&posts[3], Some(Choice::Pinned));
        choose(&posts[2], Some(Choice::Pinned));
        assert_eq!(headlines(place, Window::All, 3, None), ["Three", "Four", "Two"]);
        assert_eq!(headlines(place, Window::All, 9, Some(posts[2].id)), ["Four", "Two"], "One stays out");
        choose(&posts[3], Some(Choice::Pinned));
        assert_eq!(headlines(place, Window::Rising, 2, None), ["Four", "Three"]);
        let [pinned, excluded] = place.desk.popular_choices(&place.editor).unwrap();
        assert_eq!(pinned.iter().map(|t| t.headline.as_str()).collect::<Vec<_>>(), ["Four", "Three"]);
        assert_eq!(excluded.iter().map(|t| t.headline.as_str()).collect::<Vec<_>>(), ["One"]);
        for post in [&posts[0], &posts[2], &posts[3]] {
            choose(post, None);
        }
        place.work();
        assert_eq!(headlines(place, Window::Month, 4, None), ["One", "Two", "Three", "Four"]);

        for actor in [&place.author, &place.moderator] {
            let refused = place.desk.choose_popular(actor, posts[0].id, Some(Choice::Pinned));
            assert!(matches!(refused, Err(Error::Forbidden(_))));
            assert!(place.desk.popular_choices(actor).is_err());
        }
        let draft = place.desk.create(&place.author, &text("A draft")).unwrap();
        let refused = place.desk.choose_popular(&place.editor, draft.id, Some(Choice::Pinned));
        assert!(matches!(refused, Err(Error::Conflict(_))));
        for number in 0..10 {
            choose(&place.publish(&format!("Pinned {number}")), Some(Choice::Pinned));
        }
        let refused = place.desk.choose_popular(&place.editor, posts[0].id, Some(Choice::Pinned));
        assert!(matches!(refused, Err(Error::Conflict(_))));
    });
}

#[test]
fn a_list_shows_the_language_of_the_post_beside_it_first_and_only_what_changed_is_told() {
    on_both(|place| {
        let publish = |headline: &str, language: &str| {
            place.clock.advance_seconds(60);
            let raw = RawWriting { language: language.into(), ..text(headline) };
            let draft = place.desk.create(&place.author, &raw).unwrap();
            place.desk.publish(&place.author, draft.id, When::Now).unwrap()
        };
        let english: Vec<Post> = (0..12).map(|number| publish(&format!("English {number}"), "")).collect();
        let greek = [publish("Ένα", "el"), publish("Δύο", "el-CY"), publish("Τρία", "el")];
        let day = place.clock.now().day();
        let mut readers: Vec<_> =
            (0_i64..).zip(&english).map(|(number, post)| (post.id, day, 200 - number)).collect();
        readers.extend([(greek[0].id, day, 5), (greek[1].id, day, 7)]);
        read_by(place, &readers);
        place.desk.rank_popular().unwrap();

        let mut site = place.desk.site().unwrap();
        site.popular_length = 3;
        let beside = |post: &Post| {
            let beside = place.desk.popular_beside(&place.desk.site().unwrap(), Some(post)).unwrap();
            (beside.posts.into_iter().map(|t| t.headline).collect::<Vec<_>>(), beside.shows)
        };
        place.desk.save_site(&place.owner, &site).unwrap();
        let (posts, shows) = beside(&greek[2]);
        assert_eq!(posts, ["Δύο", "Ένα", "English 0"]);
        assert_eq!(shows, [Change::Popular(Window::Month, Some("el".into()))]);
        assert_eq!(beside(&english[0]).0, ["English 1", "English 2", "English 3"]);

        // More readers of Greek posts: nothing that others see of the lists is another.
        place.changes();
        read_by(place, &[(greek[0].id, day, 5)]);
        place.desk.rank_popular().unwrap();
        let greek_lists: Vec<Change> =
            every_list(Some("el")).into_iter().filter(|change| change.to_string().ends_with("/el")).collect();
        assert_eq!(place.changes(), greek_lists);
        assert_eq!(beside(&greek[2]).0, ["Ένα", "Δύο", "English 0"]);

        // Somebody who reads what no popular post is written in sees what all see.
        let french = publish("Le fleuve", "fr");
        let (posts, shows) = beside(&french);
        assert_eq!(posts, ["English 0", "English 1", "English 2"]);
        assert_eq!(
            shows,
            [Change::Popular(Window::Month, None), Change::Popular(Window::Month, Some("fr".into()))]
        );
        site.popular_language_first = false;
        place.desk.save_site(&place.owner, &site).unwrap();
        let (posts, shows) = beside(&greek[2]);
        assert_eq!(posts, ["English 0", "English 1", "English 2"]);
        assert_eq!(shows, [Change::Popular(Window::Month, None)]);
    });
}

#[test]
fn the_best_of_many_are_those_that_asking_after_all_would_find() {
    trial::on_both(|site| {
        let until = model::sample::noon();
        let plan = Plan { posts: 1_200, comments: 1_500, visits: 30_000, telling: 0, beside: false, until };
        large::fill(site.url(), &plan, |_| {}).unwrap();
        let desk = Desk::new(site.store(), Arc::new(ManualClock::at(until)));
        desk.rank_popular().unwrap();
        for window in Window::ALL {
            let first = window.first_day(until.day());
            let since = model::Moment::from_micros(first.saturating_mul(86_400_000_000));
            let scores = site.store().read::<_, store::Error>(|c| {
                let mut scores = HashMap::new();
                for id in store::posts::published_after(c, None, 10_000)? {
                    let (readers, talk) = match window {
                        Window::Rising => (visits::rising(c, id, first)?, visits::talk_rising(c, id, first)?),
                        _ => (visits::of_post(c, id, first)?, visits::talk(c, id, since, i64::MAX)?),
                    };
                    scores.insert(id, model::popular::score(readers, talk));
                }
                Ok(scores)
            });
            let scores = scores.unwrap();
            let mut best: Vec<i64> = scores.values().copied().collect();
            best.sort_unstable_by(|a, b| b.cmp(a));
            let listed = desk.popular(window, 10, None).unwrap();
            let listed: Vec<i64> = listed.iter().map(|teaser| scores[&teaser.id]).collect();
            assert_eq!(listed, best[..10], "{window:?}");
        }
    });
}
