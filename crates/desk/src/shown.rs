//! Which pages a change reaches.

use model::{Change, Language, Permalink, Post, Site, Source, Teaser, Window, popular::LENGTH_LIMIT};
use store::{Conn, Tx, openings, posts};

use crate::Error;
use crate::popular::list;

/// Names every list and page that shows a published post.
pub(crate) fn post_and_lists(tx: &mut Tx, site: &Site, post: &Post) {
    tx.changed(Change::Post(post.id));
    let Some(at) = post.published() else { return };
    tx.changed(Change::Newest);
    for label in &post.writing.labels {
        tx.changed(Change::Label(label.slug.to_string()));
    }
    if let Some(source) = &post.source {
        tx.changed(Change::Host(source.host.clone()));
    }
    let date = at.date_in(&site.zone());
    tx.changed(Change::Month(date.year(), date.month()));
}

/// Names the pages that show what is kept of a source: of the posts made from it, and its outlet's.
pub(crate) fn of_source(tx: &mut Tx, source: &Source) -> Result<(), Error> {
    let posts = posts::published_of_source(tx, source.id)?;
    if !posts.is_empty() {
        tx.changed(Change::Host(source.host.clone()));
    }
    for post in posts {
        tx.changed(Change::Post(post));
    }
    for (capture, _) in openings::open_of_source(tx, source.id)? {
        tx.changed(Change::Capture(capture));
    }
    Ok(())
}

/// The month under which the archive lists a published post, `2026-11`.
pub(crate) fn month(site: &Site, post: &Post) -> String {
    let date = post.published().map(|at| at.date_in(&site.zone()));
    date.map(|date| format!("{:04}-{:02}", date.year(), date.month())).unwrap_or_default()
}

/// What pages show of the popular lists. Almost every page has one, so a write says that they changed only
/// when they did.
#[derive(PartialEq)]
pub(crate) struct PopularLists(Vec<Entry>);

type Entry = (Permalink, String, String, Option<Language>);

impl PopularLists {
    pub(crate) fn now(conn: &mut Conn) -> Result<Self, Error> {
        let mut entries = Vec::new();
        for window in Window::ALL {
            // One more than is shown: a page leaves out the post it is about.
            entries.extend(list(conn, window, LENGTH_LIMIT + 1, None)?.into_iter().map(entry));
        }
        Ok(PopularLists(entries))
    }

    /// Says so when the lists are no longer what they were.
    pub(crate) fn compare(self, tx: &mut Tx) -> Result<bool, Error> {
        let changed = PopularLists::now(tx)? != self;
        if changed {
            tx.changed(Change::Popular);
        }
        Ok(changed)
    }
}

fn entry(teaser: Teaser) -> Entry {
    (teaser.permalink, teaser.headline, teaser.excerpt, teaser.language)
}
