//! Feeds: subscribed to, looked at, their items taken and dismissed.

use desk::{ClipRequest, FiledPage, Look, NewItem};
use model::{
    Clipping, Dated, Feed, FeedId, FeedItemId, FeedState, How, ItemRow, ItemState, Job, ListedFeed,
    Validators,
};
use store::Page;

use crate::place::{Place, missing, noon, on_both, wrong};

const ADDRESS: &str = "https://gazette.example/feed.xml";

pub fn subscribed(place: &Place) -> FeedId {
    place.desk.subscribe(&place.author, ADDRESS).unwrap().feed
}

pub fn feed(place: &Place, id: FeedId) -> Feed {
    place.desk.store().read(|c| store::feeds::by_id(c, id)).unwrap().expect("the feed is there")
}

fn item(number: i64) -> NewItem {
    NewItem {
        id: Some(format!("tag:{number}")),
        url: format!("https://gazette.example/{number}?utm_source=rss"),
        canonical: format!("https://gazette.example/{number}"),
        headline: format!("Είδηση\n {number}"),
        published: Some(Dated::At(noon().plus_seconds(-3_600 * number))),
        ..NewItem::default()
    }
}

fn read(items: Vec<NewItem>) -> Look {
    Look::Read {
        title: "  Το Ποτάμι \n".into(),
        site: Some("https://gazette.example/".into()),
        validators: Validators { etag: Some("\"1\"".into()), last_modified: None },
        items,
        address: None,
    }
}

fn trouble(wait: Option<i64>, gone: bool) -> Look {
    Look::Trouble { why: "gazette.example is away.".into(), wait, gone }
}

fn items(place: &Place, state: Option<ItemState>) -> Vec<ItemRow> {
    let page = Page { before: None, limit: 1_000 };
    place.desk.store().read(|c| store::feed_items::list(c, state, None, page)).unwrap()
}

fn jobs(place: &Place) -> Vec<Job> {
    let mut found = Vec::new();
    while let Some(record) = place.desk.claim_job(600).unwrap() {
        if !place.desk.run_job(&record.job).unwrap() {
            found.push(record.job.clone());
        }
        place.desk.forget_job(record.id).unwrap();
    }
    found
}

fn wait(place: &Place, id: FeedId) -> i64 {
    feed(place, id).next_look.unwrap().seconds() - model::Clock::now(&*place.clock).seconds()
}

#[test]
fn a_feed_is_subscribed_to_once_and_looked_at_at_once() {
    on_both(|place| {
        let first = place.desk.subscribe(&place.author, &format!("  {ADDRESS}#top ")).unwrap();
        assert!(!first.existing && first.job.is_some());
        let again = place.desk.subscribe(&place.editor, "feed://gazette.example/feed.xml").unwrap();
        assert_eq!((again.feed, again.existing, again.job), (first.feed, true, None));
        assert_eq!(feed(place, first.feed).title, "gazette.example", "until it has been read");
        assert_eq!(jobs(place), [Job::ReadFeed { feed: first.feed }]);
        for bad in ["", "river", "ftp://gazette.example/", "javascript:alert(1)"] {
            wrong(place.desk.subscribe(&place.author, bad), "address");
        }
    });
}

#[test]
fn what_a_look_shows_is_kept_once_newest_first() {
    on_both(|place| {
        let id = subscribed(place);
        let far = NewItem { published: Dated::parse("2031-01-01"), ..item(3) };
        let undated = NewItem { id: None, published: None, ..item(4) };
        let unusable = NewItem { canonical: format!("https://a.example/{}", "x".repeat(3_000)), ..item(5) };
        let look = read(vec![far, item(1), item(2), undated, unusable, NewItem::default()]);
        assert_eq!(place.desk.record_look(id, &look).unwrap().added, 4);
        assert_eq!(place.desk.record_look(id, &look).unwrap().added, 0, "twice is once");
        let kept = items(place, None);
        let headlines: Vec<_> = kept.iter().map(|row| row.item.headline.as_str()).collect();
        assert_eq!(headlines, ["Είδηση 3", "Είδηση 4", "Είδηση 1", "Είδηση 2"]);
        assert_eq!(kept[0].item.at, noon(), "a date in the future is now");
        let kept = feed(place, id);
        assert_eq!((kept.title.as_str(), kept.read, kept.trouble), ("Το Ποτάμι", Some(noon()), None));
        assert_eq!(kept.validators.etag.as_deref(), Some("\"1\""));
    });
}

#[test]
fn five_hundred_items_of_a_feed_are_kept() {
    on_both(|place| {
        let id = subscribed(place);
        for round in 0..2 {
            let many = (0..400).map(|n| item(round * 400 + n)).collect();
            place.desk.record_look(id, &read(many)).unwrap();
            place.clock.advance_seconds(60);
        }
        assert_eq!(items(place, None).len(), 500);
        // All of the last look are among them.
        assert!(items(place, None).iter().any(|row| row.item.key == "tag:799"));
    });
}

#[test]
fn looks_come_as_often_as_a_feed_publishes_and_more_rarely_while_it_is_away() {
    on_both(|place| {
        let id = subscribed(place);
        place.desk.record_look(id, &read((0..8).map(item).collect())).unwrap();
        assert_eq!(wait(place, id), 1_800, "half of the hour between two items");
        for expected in [1_800, 3_600, 7_200] {
            place.desk.record_look(id, &trouble(None, false)).unwrap();
            assert_eq!(wait(place, id), expected);
        }
        assert_eq!(feed(place, id).trouble.as_deref(), Some("gazette.example is away."));
        place.desk.record_look(id, &trouble(Some(50_000), false)).unwrap();
        assert_eq!(wait(place, id), 50_000, "as long as the outlet asks");
        place.desk.record_look(id, &Look::Unchanged).unwrap();
        let well = feed(place, id);
        assert_eq!((well.failures, well.trouble), (0, None));
        assert_eq!(wait(place, id), 1_800);
    });
}

#[test]
fn due_feeds_are_promised_a_look_some_at_a_time_and_each_once() {
    on_both(|place| {
        let list: Vec<_> = (0..6)
            .map(|n| ListedFeed { address: format!("https://{n}.example/feed"), ..ListedFeed::default() })
            .chain([ListedFeed { address: "not an address".into(), ..ListedFeed::default() }])
            .collect();
        let done = place.desk.import_feeds(&place.author, &list).unwrap();
        assert_eq!((done.added, done.known, done.refused.len()), (6, 0, 1));
        let again = place.desk.import_feeds(&place.author, &list).unwrap();
        assert_eq!((again.added, again.known), (0, 6));
        assert_eq!(jobs(place), [], "the first run waits a moment");
        place.clock.advance_seconds(5);
        assert_eq!(jobs(place).len(), 4);
        place.clock.advance_seconds(5);
        assert_eq!(jobs(place).len(), 2);
        place.clock.advance_seconds(60);
        assert_eq!(jobs(place), [], "they were promised");
        // Nobody looked, as after a crash: they are promised again.
        place.clock.advance_seconds(15 * 60);
        assert!(!jobs(place).is_empty());
    });
}

#[test]
fn a_paused_feed_rests_until_it_is_resumed() {
    on_both(|place| {
        let id = subscribed(place);
        jobs(place);
        place.desk.record_look(id, &read(vec![item(1)])).unwrap();
        place.desk.pause_feed(&place.author, id).unwrap();
        place.desk.pause_feed(&place.author, id).unwrap();
        // A look that was under way meanwhile does not wake it.
        place.desk.record_look(id, &Look::Unchanged).unwrap();
        assert_eq!((feed(place, id).state, feed(place, id).next_look), (FeedState::Paused, None));
        assert_eq!(place.desk.feed_to_look_at(id).unwrap(), None);
        place.clock.advance_seconds(10 * 86_400);
        assert!(!jobs(place).contains(&Job::ReadFeed { feed: id }));
        place.desk.resume_feed(&place.author, id).unwrap();
        assert_eq!(jobs(place), [Job::ReadFeed { feed: id }]);
        assert!(missing(&place.desk.pause_feed(&place.author, FeedId::from_raw(7))));
    });
}

#[test]
fn a_feed_that_is_gone_is_looked_at_no_more() {
    on_both(|place| {
        let id = subscribed(place);
        place.desk.record_look(id, &trouble(None, true)).unwrap();
        let gone = feed(place, id);
        assert_eq!((gone.state, gone.next_look), (FeedState::Stopped, None));
        assert!(gone.trouble.is_some());
        assert!(place.desk.subscribe(&place.author, ADDRESS).unwrap().job.is_some(), "a person may insist");
        assert_eq!(feed(place, id).state, FeedState::Active);
    });
}

#[test]
fn a_feed_that_has_moved_is_followed_and_two_that_meet_are_one() {
    on_both(|place| {
        let id = subscribed(place);
        let moved = |to: &str| match read(vec![item(1)]) {
            Look::Read { title, site, validators, items, .. } => {
                Look::Read { title, site, validators, items, address: Some(to.into()) }
            }
            other => other,
        };
        place.desk.record_look(id, &moved("https://new.example/feed")).unwrap();
        assert_eq!(feed(place, id).address, "https://new.example/feed");
        let other = place.desk.subscribe(&place.author, "https://other.example/feed").unwrap().feed;
        jobs(place);
        place.desk.record_look(other, &moved("https://new.example/feed")).unwrap();
        assert_eq!(place.desk.feed_to_look_at(other).unwrap(), None);
        assert_eq!(jobs(place), [Job::ReadFeed { feed: id }], "the one that stays is looked at");
    });
}

#[test]
fn an_item_is_taken_once_and_leads_to_its_post() {
    on_both(|place| {
        let id = subscribed(place);
        jobs(place);
        place.desk.record_look(id, &read(vec![item(1), item(2)])).unwrap();
        let first = items(place, None)[0].item.id;
        let ClipRequest::Queued(job) = place.desk.take_item(&place.author, first).unwrap() else {
            panic!("it was not clipped before")
        };
        let again = place.desk.take_item(&place.author, first).unwrap();
        assert_eq!(again, ClipRequest::Queued(job));
        let record = place.desk.claim_job(60).unwrap().unwrap();
        let Job::Clip { url, account } = &record.job else { panic!("{record:?}") };
        assert_eq!(
            (url.as_str(), *account),
            ("https://gazette.example/1?utm_source=rss", place.author.account())
        );

        let page = FiledPage {
            led_here: Vec::new(),
            missing: Vec::new(),
            evidence: desk::Evidence::default(),
            address: "https://gazette.example/1".into(),
            bytes: "<p>page</p>".into(),
            how: How::Fetched,
            final_url: url.clone(),
            status: 200,
            headers: vec![],
            robots: None,
            clipping: Clipping { headline: "Είδηση".into(), ..Clipping::default() },
            pictures: vec![],
        };
        let filed = place.desk.file(&place.author, &page).unwrap();
        place.desk.finish_job(record.id, Some(&filed.post.to_string())).unwrap();
        let taken = &items(place, Some(ItemState::Taken))[0];
        assert_eq!((taken.post, taken.item.id), (Some(filed.post), first));
        assert_eq!(place.desk.take_item(&place.author, first).unwrap(), ClipRequest::Existing(filed.post));
        // What is taken is not dismissed.
        place.desk.dismiss_item(&place.author, first).unwrap();
        assert_eq!(items(place, Some(ItemState::Dismissed)).len(), 0);
        place.desk.unsubscribe(&place.author, id).unwrap();
        place.desk.unsubscribe(&place.author, id).unwrap();
        assert!(items(place, None).is_empty());
        assert!(place.desk.post(&place.author, filed.post).is_ok(), "what was clipped stays");
    });
}

#[test]
fn dismissing_all_leaves_what_came_in_since() {
    on_both(|place| {
        let id = subscribed(place);
        place.desk.record_look(id, &read(vec![item(2), item(3)])).unwrap();
        let seen = items(place, Some(ItemState::New));
        let from = (seen[0].item.at, seen[0].item.id);
        place.desk.record_look(id, &read(vec![item(1)])).unwrap();
        assert_eq!(place.desk.dismiss_items(&place.author, from, Some(FeedId::from_raw(8))).unwrap(), 0);
        assert_eq!(place.desk.dismiss_items(&place.author, from, None).unwrap(), 2);
        let left = items(place, Some(ItemState::New));
        assert_eq!(left.iter().map(|row| row.item.key.as_str()).collect::<Vec<_>>(), ["tag:1"]);
        place.desk.restore_item(&place.author, seen[0].item.id).unwrap();
        assert_eq!(items(place, Some(ItemState::New)).len(), 2);
        assert!(missing(&place.desk.dismiss_item(&place.author, FeedItemId::from_raw(3))));
        // Looking again brings nothing back that was dismissed.
        place.desk.record_look(id, &read(vec![item(3)])).unwrap();
        assert_eq!(items(place, Some(ItemState::New)).len(), 2);
    });
}

#[test]
fn a_look_at_a_feed_that_was_removed_meanwhile_keeps_nothing() {
    on_both(|place| {
        let id = subscribed(place);
        place.desk.unsubscribe(&place.author, id).unwrap();
        assert_eq!(place.desk.record_look(id, &read(vec![item(1)])).unwrap().added, 0);
        assert!(items(place, None).is_empty());
    });
}
