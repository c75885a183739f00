//! A large site to measure on.

use std::sync::Arc;

use desk::{Desk, When};
use model::{Actor, ManualClock, PostId, RawWriting};

/// A desk on an empty store, its clock, and its first post.
pub fn desk(place: &trial::TempStore) -> (Desk, Arc<ManualClock>, PostId) {
    let clock = Arc::new(ManualClock::at(model::sample::noon()));
    let desk = Desk::new(place.store(), clock.clone());
    let raw = RawWriting { headline: "A post".into(), body: "A text.".into(), ..RawWriting::default() };
    let draft = desk.create(&Actor::System, &raw).expect("a draft can be made");
    let first = desk.publish(&Actor::System, draft.id, When::Now).expect("it can come out").id;
    (desk, clock, first)
}

/// Copies the first post so many times, with the ids that follow its own, as if they had come out over so many days.
pub fn copy(url: &store::DatabaseUrl, first: PostId, posts: i64, days: i64) {
    trial::alter(
        url,
        &format!(
            "INSERT INTO posts (id, permalink, published_at, modified, standing, standing_at, month, kind, headline,
                 dek, byline, lead_image_alt, revision, created, excerpt, writing, html)
             WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {posts})
             SELECT p.id + n.i, '/copy/' || n.i, p.published_at - (n.i % {days}) * 86400000000 - n.i, p.modified,
                 p.standing, p.standing_at, p.month, p.kind, p.headline || n.i, p.dek, p.byline, p.lead_image_alt,
                 p.revision, p.created, p.excerpt, p.writing, p.html
             FROM posts p CROSS JOIN n WHERE p.id = {}",
            first.raw()
        ),
    );
}
