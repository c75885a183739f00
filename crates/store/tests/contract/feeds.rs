use model::{
    Dated, Feed, FeedId, FeedItem, FeedItemId, FeedState, Hub, ItemState, Job, JobId, Language, Validators,
};
use store::{Error, Page, Store, feed_items, feeds, jobs};
use trial::on_both_engines;

use crate::at;

fn feed(number: i64) -> Feed {
    Feed {
        id: FeedId::from_raw(number),
        address: format!("https://outlet.example/{number}.xml"),
        title: format!("Το Ποτάμι {number}"),
        site: Some("https://outlet.example/".into()),
        state: FeedState::Active,
        validators: Validators { etag: Some("W/\"a\"".into()), last_modified: None },
        failures: 2,
        trouble: Some("it is away".into()),
        looked: Some(at(5)),
        read: None,
        next_look: Some(at(number)),
        interval: 3_600,
        hub: None,
        created: at(0),
    }
}

fn item(number: i64, of: i64) -> FeedItem {
    FeedItem {
        id: FeedItemId::from_raw(number),
        feed: FeedId::from_raw(of),
        key: format!("tag:{number}"),
        url: format!("https://outlet.example/{number}?utm_source=feed"),
        canonical: format!("https://outlet.example/{number}"),
        headline: format!("Είδηση {number}"),
        byline: vec!["Άννα".into()],
        outlet: None,
        published: Dated::parse("2026-11-18"),
        at: at(number),
        summary: "河流".into(),
        language: Language::parse("el").ok(),
        state: ItemState::New,
    }
}

fn keep(store: &Store, item: &FeedItem, seen: i64) -> bool {
    store.write(|tx| feed_items::keep(tx, item, at(seen))).unwrap()
}

fn page(limit: u32) -> Page<FeedItemId> {
    Page { before: None, limit }
}

fn ids(store: &Store, state: Option<ItemState>, of: Option<i64>, page: Page<FeedItemId>) -> Vec<i64> {
    let rows = store.read(|c| feed_items::list(c, state, of.map(FeedId::from_raw), page)).unwrap();
    rows.iter().map(|row| row.item.id.raw()).collect()
}

#[test]
fn a_feed_comes_back_as_it_was_kept() {
    on_both_engines(|store| {
        let mut kept = feed(1);
        store.write(|tx| feeds::add(tx, &kept)).unwrap();
        assert_eq!(store.read(|c| feeds::by_id(c, kept.id)).unwrap(), Some(kept.clone()));
        let second = store.write(|tx| feeds::add(tx, &Feed { id: FeedId::from_raw(2), ..feed(1) }));
        assert!(matches!(second, Err(Error::Duplicate { .. })), "{second:?}");

        kept.hub = Some(Hub {
            address: "https://hub.example/".into(),
            topic: kept.address.clone(),
            callback: "c".repeat(43),
            secret: "s".into(),
            lease_until: Some(at(99)),
            asked: Some(at(1)),
        });
        kept.state = FeedState::Paused;
        kept.next_look = None;
        assert!(store.write(|tx| feeds::save(tx, &kept)).unwrap());
        assert_eq!(store.read(|c| feeds::by_address(c, &kept.address)).unwrap(), Some(kept.clone()));
        assert_eq!(store.read(|c| feeds::by_callback(c, &"c".repeat(43))).unwrap(), Some(kept.clone()));
        assert_eq!(store.read(|c| feeds::by_callback(c, "c")).unwrap(), None);
        assert!(!store.write(|tx| feeds::save(tx, &feed(9))).unwrap());
    });
}

#[test]
fn feeds_are_due_in_the_order_of_their_time_and_paused_ones_never() {
    on_both_engines(|store| {
        store
            .write(|tx| {
                feeds::add(tx, &feed(30))?;
                feeds::add(tx, &feed(10))?;
                feeds::add(tx, &Feed { next_look: None, ..feed(20) })
            })
            .unwrap();
        let due = |seconds, limit| {
            let due = store.read(|c| feeds::due(c, at(seconds), limit)).unwrap();
            due.iter().map(|id| id.raw()).collect::<Vec<_>>()
        };
        assert_eq!(
            (due(9, 9), due(10, 9), due(99, 9), due(99, 1)),
            (vec![], vec![10], vec![10, 30], vec![10])
        );
        assert_eq!(store.read(feeds::next_look).unwrap(), Some(at(10)));
        store.write(|tx| feeds::look_at(tx, FeedId::from_raw(10), Some(at(40)))).unwrap();
        assert_eq!(store.read(feeds::next_look).unwrap(), Some(at(30)));
    });
}

#[test]
fn an_item_is_kept_once_by_its_name_and_by_its_address() {
    on_both_engines(|store| {
        store.write(|tx| feeds::add(tx, &feed(1)).and_then(|()| feeds::add(tx, &feed(2)))).unwrap();
        assert!(keep(&store, &item(1, 1), 0));
        let read = store.read(|c| feed_items::by_id(c, FeedItemId::from_raw(1))).unwrap();
        assert_eq!(read, Some(item(1, 1)));
        // The same name with another wording, the same address under another name, and in another feed.
        assert!(!keep(&store, &FeedItem { headline: "Νέα λόγια".into(), ..item(1, 1) }, 1));
        assert!(!keep(
            &store,
            &FeedItem { id: FeedItemId::from_raw(5), key: "other".into(), ..item(1, 1) },
            1
        ));
        assert!(!keep(&store, &FeedItem { id: FeedItemId::from_raw(6), ..item(1, 2) }, 1));
        let rows = store.read(|c| feed_items::list(c, None, None, page(9))).unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].item.headline.as_str(), &*rows[0].feed_title), ("Νέα λόγια", "Το Ποτάμι 1"));
        // What somebody has acted on is not reworded.
        store.write(|tx| feed_items::mark(tx, FeedItemId::from_raw(1), ItemState::Dismissed, None)).unwrap();
        assert!(!keep(&store, &item(1, 1), 2));
        let read = store.read(|c| feed_items::by_id(c, FeedItemId::from_raw(1))).unwrap().unwrap();
        assert_eq!(read.headline, "Νέα λόγια");
        let gone = store.write(|tx| feed_items::keep(tx, &item(9, 7), at(0)));
        assert_eq!(gone, Err(Error::Reference));
    });
}

#[test]
fn lists_are_newest_first_page_by_page() {
    on_both_engines(|store| {
        store.write(|tx| feeds::add(tx, &feed(1)).and_then(|()| feeds::add(tx, &feed(2)))).unwrap();
        for number in 1..=6 {
            keep(&store, &item(number, 1 + number % 2), 0);
        }
        let mark = |number, state, job: Option<i64>| {
            let id = FeedItemId::from_raw(number);
            store.write(|tx| feed_items::mark(tx, id, state, job.map(JobId::from_raw))).unwrap();
        };
        mark(4, ItemState::Dismissed, None);
        let new = Some(ItemState::New);
        assert_eq!(ids(&store, None, None, page(9)), [6, 5, 4, 3, 2, 1]);
        assert_eq!(ids(&store, new, None, page(3)), [6, 5, 3]);
        let next = Page { before: Some((at(3), FeedItemId::from_raw(3))), limit: 9 };
        assert_eq!(ids(&store, new, None, next), [2, 1]);
        assert_eq!(ids(&store, None, Some(1), page(9)), [6, 4, 2]);
        assert_eq!(ids(&store, new, Some(1), page(9)), [6, 2]);
        assert_eq!(store.read(|c| feed_items::count_new(c, 4)).unwrap(), 4, "no further than asked");
        let new_of = |number: i64| {
            let rows = store.read(|c| feeds::list(c, 9)).unwrap();
            rows.iter().find(|row| row.feed.id.raw() == number).map(|row| row.new)
        };
        assert_eq!((new_of(1), new_of(2), new_of(3)), (Some(2), Some(3), None));

        // Dismissing what was seen leaves what came later.
        let seen = (at(5), FeedItemId::from_raw(5));
        assert_eq!(store.write(|tx| feed_items::dismiss(tx, seen, Some(FeedId::from_raw(2)))).unwrap(), 3);
        assert_eq!(ids(&store, new, None, page(9)), [6, 2]);
        assert_eq!(store.write(|tx| feed_items::dismiss(tx, seen, None)).unwrap(), 1);

        store.write(|tx| feeds::remove(tx, FeedId::from_raw(1))).unwrap();
        assert_eq!(ids(&store, None, None, page(9)), [5, 3, 1], "its items go with a feed");
    });
}

#[test]
fn an_item_shows_the_job_that_clips_it() {
    on_both_engines(|store| {
        store.write(|tx| feeds::add(tx, &feed(1))).unwrap();
        keep(&store, &item(1, 1), 0);
        let job = JobId::from_raw(8);
        store
            .write(|tx| {
                tx.enqueue(job, &Job::Clip { url: item(1, 1).url, account: None }, at(0), at(0))?;
                feed_items::mark(tx, FeedItemId::from_raw(1), ItemState::Taken, Some(job))?;
                jobs::finish(tx, job, Some("made"), at(1))
            })
            .unwrap();
        let shown = || store.read(|c| feed_items::list(c, None, None, page(1))).unwrap().remove(0);
        assert_eq!(shown().job, Some((job, model::JobState::Done, Some("made".into()))));
        store.write(|tx| jobs::remove(tx, job)).unwrap();
        assert_eq!((shown().job, shown().item.state), (None, ItemState::Taken));
    });
}

#[test]
fn of_a_feed_the_items_it_still_has_and_the_newest_are_kept() {
    on_both_engines(|store| {
        store.write(|tx| feeds::add(tx, &feed(1))).unwrap();
        for number in 1..=5 {
            keep(&store, &item(number, 1), 0);
        }
        // The oldest is still in the feed at the next look.
        keep(&store, &item(1, 1), 9);
        store.write(|tx| feed_items::keep_only(tx, FeedId::from_raw(1), 3)).unwrap();
        assert_eq!(ids(&store, None, None, page(9)), [5, 4, 1]);
        let times = store.read(|c| feed_items::times(c, FeedId::from_raw(1), 2)).unwrap();
        assert_eq!(times, [at(5), at(4)]);
    });
}

#[test]
fn a_waiting_job_is_brought_forward_and_never_put_off() {
    on_both_engines(|store| {
        let promise = |id: i64, seconds: i64| {
            let job = Job::ReadFeed { feed: FeedId::from_raw(1) };
            store
                .write(|tx| jobs::enqueue_by(tx, "feed:1", JobId::from_raw(id), &job, at(seconds), at(0)))
                .unwrap();
        };
        promise(1, 50);
        promise(2, 20);
        promise(3, 90);
        assert_eq!(store.read(jobs::next_due).unwrap(), Some(at(20)));
        assert_eq!(store.read(|c| jobs::list(c, 9)).unwrap().len(), 1, "one waits");
    });
}
