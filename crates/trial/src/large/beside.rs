//! Feeds with their items, and jobs that are done.

use model::{Feed, FeedId, FeedItem, FeedItemId, FeedState, ItemState, Job, JobId, Validators};
use store::fill::Filling;
use store::{Error, feed_items, feeds, jobs};

use super::words::{Dice, Tongue};
use super::{Plan, id_at};

/// Items a feed has: as many as are kept.
const ITEMS: i64 = 500;
/// Most feeds.
const FEEDS: i64 = 300;
/// Jobs of the last week.
const JOBS: i64 = 2_000;

pub fn fill(filling: &mut Filling, plan: &Plan) -> Result<(), Error> {
    let mut dice = Dice::new(4);
    let tongues = Tongue::all();
    for number in 0..(plan.posts / 1_000).clamp(1, FEEDS) {
        filling.write(|tx| -> Result<(), Error> {
            let feed = feed(plan, number);
            feeds::add(tx, &feed)?;
            for item in 0..ITEMS {
                let words = &tongues[(item % 5) as usize];
                let at = plan.until.plus_seconds(-item * 3_600 - number);
                let url = format!("https://outlet{number}.example/item/{item}");
                let item = FeedItem {
                    id: FeedItemId::from_raw(id_at(at, number)),
                    feed: feed.id,
                    key: format!("item:{item}"),
                    canonical: url.clone(),
                    url,
                    headline: words.phrase(&mut dice, 7),
                    byline: Vec::new(),
                    outlet: None,
                    published: None,
                    at,
                    summary: words.prose(&mut dice, 180),
                    language: None,
                    state: if item % 5 == 0 { ItemState::New } else { ItemState::Dismissed },
                };
                feed_items::keep(tx, &item, at)?;
            }
            Ok(())
        })?;
    }
    filling.write(|tx| -> Result<(), Error> {
        for number in 0..JOBS.min(plan.posts) {
            let at = plan.until.plus_seconds(-number * 300);
            let id = JobId::from_raw(id_at(at, number));
            tx.enqueue(id, &Job::Relate { post: plan.id(plan.posts - 1 - number) }, at, at)?;
            jobs::finish(tx, id, None, at)?;
        }
        Ok(())
    })
}

/// One that is looked at in a month.
fn feed(plan: &Plan, number: i64) -> Feed {
    Feed {
        id: FeedId::from_raw(id_at(plan.until.plus_seconds(-90 * 86_400), number)),
        address: format!("https://outlet{number}.example/feed"),
        title: format!("Outlet {number}"),
        site: None,
        state: FeedState::Active,
        validators: Validators::default(),
        failures: 0,
        trouble: None,
        looked: Some(plan.until),
        read: Some(plan.until),
        next_look: Some(plan.until.plus_seconds(30 * 86_400)),
        interval: 3_600,
        hub: None,
        created: plan.until.plus_seconds(-90 * 86_400),
    }
}
