//! Visits, ranking, the popular list.

use model::{Change, Clock, Post, PostId, Verdict, Window};

use crate::place::{Place, on_both};

fn headlines(place: &Place, window: Window, len: u32, except: Option<PostId>) -> Vec<String> {
    place.desk.popular(window, len, except).unwrap().into_iter().map(|t| t.headline).collect()
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
        place.desk.record_visits(&[(posts[0].id, day, 5), (posts[2].id, day, 9)]).unwrap();
        place.clock.advance_seconds(60);
        assert!(place.work() > 0, "visits ask for a ranking");
        assert_eq!(place.changes(), [Change::Popular]);
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
        place
            .desk
            .record_visits(&[
                (posts[0].id, day - 6, 2),
                (posts[1].id, day - 7, 5),
                (posts[2].id, day - 30, 50),
            ])
            .unwrap();
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
        place
            .desk
            .record_visits(&[(posts[0].id, day, 4), (posts[1].id, day, 5), (posts[2].id, day, 5)])
            .unwrap();
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
        place.desk.record_visits(&[(posts[0].id, day, 5)]).unwrap();
        place.desk.rank_popular().unwrap();
        place.changes();
        place.desk.retract(&place.author, posts[0].id, "wrong").unwrap();
        assert!(place.changes().contains(&Change::Popular));
        assert_eq!(headlines(place, Window::Week, 2, None), ["Four", "Three"]);
    });
}

#[test]
fn visits_of_posts_that_are_gone_are_left_out() {
    on_both(|place| {
        let post = place.publish("One");
        let day = place.clock.now().day();
        place.desk.record_visits(&[(PostId::from_raw(4), day, 9), (post.id, day, 2)]).unwrap();
        place.desk.record_visits(&[(post.id, day, 1)]).unwrap();
        place.desk.record_visits(&[]).unwrap();
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
            place.desk.record_visits(&[(post.id, day, 1)]).unwrap();
        }
        assert_eq!(place.work(), 0, "the last ranking was less than a minute ago");
        place.clock.advance_seconds(60);
        assert_eq!(place.work(), 1);
    });
}
