//! The inbox: where the day starts.

use model::{ItemRow, JobRecord, Likeness, PostRow, Standing};
use serde::Serialize;

use super::DeskFrame;
use super::feed_items::{ItemView, count_words};
use super::jobs::JobView;
use super::likeness::LikenessView;
use super::words::{Stamp, TrustView, language_name, language_of, standing_words};
use crate::{Error, Pages};

/// The desk's first page: paste an address, or go on with a piece.
#[derive(Clone, Debug)]
pub struct InboxPage {
    /// Around it.
    pub desk: DeskFrame,
    /// The standing shown: `draft`, `scheduled`, `published`, `retracted`; empty for all.
    pub filter: String,
    /// How many pieces there are of each standing.
    pub counts: Vec<(String, i64)>,
    /// Pieces, last changed first.
    pub rows: Vec<PostRow>,
    /// What drafts among them may be the same story as, most alike first.
    pub alike: Vec<Likeness>,
    /// Where the older ones are.
    pub next: Option<String>,
    /// The address to clip as typed; empty at first.
    pub url: String,
    /// What is wrong with it.
    pub problem: Option<String>,
    /// Clip jobs that run or failed.
    pub waiting: Vec<JobRecord>,
    /// How many items of feeds are new, counted no further than [`super::NEW_LIMIT`].
    pub new_items: i64,
    /// The newest of them.
    pub items: Vec<ItemRow>,
}

const TABS: [(&str, &str); 5] = [
    ("", "All"),
    ("draft", "Drafts"),
    ("scheduled", "Scheduled"),
    ("published", "Published"),
    ("retracted", "Retracted"),
];

#[derive(Serialize)]
struct Row<'a> {
    id: String,
    headline: &'a str,
    lang: &'a str,
    dir: &'static str,
    /// Named only where it differs from the site's.
    language: Option<&'a str>,
    standing: &'static str,
    word: &'static str,
    at: Stamp,
    outlet: Option<&'a str>,
    author: Option<&'a str>,
    /// How well a clipped draft was read; what is out has been looked at by a person.
    trust: Option<TrustView>,
    /// What it is most like.
    alike: Option<LikenessView<'a>>,
}

impl Pages {
    /// The inbox; posts `url` to `/desk/clippings`.
    ///
    /// # Errors
    /// When the template fails.
    pub fn inbox(&self, page: &InboxPage) -> Result<String, Error> {
        let zone = page.desk.site.zone();
        let count_of = |standing: &str| -> i64 {
            let of = |(name, _): &&(String, i64)| standing.is_empty() || name == standing;
            page.counts.iter().filter(of).map(|(_, count)| count).sum()
        };
        let tabs = TABS.map(|(value, label)| {
            values! { value, label, count => count_of(value), on => value == page.filter }
        });
        let rows: Vec<Row<'_>> = page
            .rows
            .iter()
            .map(|row| {
                let language = language_of(row.language.as_ref(), &page.desk.site);
                let (word, at) = standing_words(&row.standing, row.modified);
                let alike = page.alike.iter().find(|alike| alike.post == row.id);
                Row {
                    id: row.id.to_string(),
                    headline: row.headline.trim(),
                    lang: language.as_str(),
                    dir: language.direction().as_str(),
                    language: row.language.as_ref().map(language_name),
                    standing: row.standing.as_str(),
                    word,
                    at: Stamp::of(at, &zone),
                    outlet: row.outlet.as_deref(),
                    author: row.author_name.as_deref(),
                    trust: row
                        .glance
                        .as_ref()
                        .filter(|_| row.standing == Standing::Draft)
                        .and_then(TrustView::of),
                    alike: alike.map(|alike| LikenessView::of(alike, &page.desk)),
                }
            })
            .collect();
        let waiting: Vec<_> = page.waiting.iter().map(|record| JobView::of(record, &zone)).collect();
        let items: Vec<_> = page.items.iter().map(|row| ItemView::of(row, &page.desk.site, &zone)).collect();
        self.render(
            "desk/inbox.html",
            values! {
                desk => page.desk.view(),
                filter => page.filter,
                is_empty => count_of("") == 0,
                tabs,
                rows,
                next => page.next,
                url => page.url,
                problem => page.problem,
                waiting,
                new_items => count_words(page.new_items),
                items,
            },
        )
    }
}
