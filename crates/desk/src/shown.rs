//! Which pages a change reaches.

use std::collections::BTreeMap;

use model::{Change, Kind, Language, Permalink, Post, Site, Source, Teaser, Window, popular::LENGTH_LIMIT};
use store::{Conn, Tx, openings, posts, settings};

use crate::Error;
use crate::popular::Ranked;

/// Names every list and page that shows a published post.
pub(crate) fn post_and_lists(tx: &mut Tx, site: &Site, post: &Post) {
    tx.changed(Change::Post(post.id));
    if post.writing.kind == Kind::Page {
        // Every page names it.
        tx.changed(Change::Site);
        return;
    }
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

/// What pages show of the popular lists, by window and language. Almost every page has one, so a write names those
/// that changed, and only when they did.
pub(crate) struct PopularLists(BTreeMap<(&'static str, Option<String>), Vec<Entry>>);

type Entry = (Permalink, String, String, Option<Language>);

impl PopularLists {
    pub(crate) fn now(conn: &mut Conn) -> Result<Self, Error> {
        let site = settings::site(conn)?;
        let mut lists = BTreeMap::new();
        for window in Window::ALL {
            // One more than is shown: a page leaves out the post it is about.
            let ranked = Ranked::read(conn, window, LENGTH_LIMIT + 1, None)?;
            let shown = |language: Option<&str>| {
                let list = ranked.seen_by(language.map(|language| (&site, language)));
                list.into_iter().take(LENGTH_LIMIT as usize + 1).map(entry).collect()
            };
            for language in ranked.languages(&site) {
                lists.insert((window.as_str(), Some(language.clone())), shown(Some(&language)));
            }
            lists.insert((window.as_str(), None), shown(None));
        }
        Ok(PopularLists(lists))
    }

    /// Names the lists that are no longer what they were, and says whether there are any. One of a language that has
    /// come or gone is: until then, or from then on, that language's readers see the list that all see.
    pub(crate) fn compare(self, tx: &mut Tx) -> Result<bool, Error> {
        let now = PopularLists::now(tx)?;
        let mut changed = false;
        for list in self.0.keys().chain(now.0.keys().filter(|list| !self.0.contains_key(*list))) {
            let Ok(window) = list.0.parse::<Window>() else { continue };
            if self.0.get(list) != now.0.get(list) {
                tx.changed(Change::Popular(window, list.1.clone()));
                changed = true;
            }
        }
        Ok(changed)
    }
}

fn entry(teaser: Teaser) -> Entry {
    (teaser.permalink, teaser.headline, teaser.excerpt, teaser.language)
}
