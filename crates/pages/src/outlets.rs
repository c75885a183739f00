//! Outlets: the list of all, and the whole record of one on this site.

use minijinja::{Value, context};
use model::{Outlet, OutletRecord, Teaser, outlet::COUNTED};

use crate::dates::Dates;
use crate::teaser::{source_href, teasers};
use crate::{Error, Frame, Pages};

/// An outlet's record, and the posts that credit it.
#[derive(Clone, Debug)]
pub struct OutletPage {
    /// Around it.
    pub frame: Frame,
    /// The record; `None` on the pages of older posts.
    pub record: OutletRecord,
    /// Newest first.
    pub posts: Vec<Teaser>,
    /// Whether this is the beginning of the list.
    pub is_first: bool,
    /// Where the older ones are.
    pub next: Option<String>,
}

/// The outlets that posts credit.
#[derive(Clone, Debug)]
pub struct OutletsPage {
    /// Around it.
    pub frame: Frame,
    /// Those with the most posts first.
    pub outlets: Vec<Outlet>,
    /// Where the others are.
    pub next: Option<String>,
}

impl Pages {
    /// All that this site can say of an outlet, and the posts from there.
    ///
    /// # Errors
    /// When the template fails.
    pub fn outlet(&self, page: &OutletPage) -> Result<String, Error> {
        let dates = Dates::of(&page.frame.site);
        let record = &page.record;
        let writers: Vec<Value> = record
            .bylines
            .iter()
            .map(|(name, number)| context! { name => name.as_str(), number => *number })
            .collect();
        let values = context! {
            name => record.outlet.name.as_str(),
            host => record.outlet.host.as_str(),
            is_first => page.is_first,
            number => record.outlet.posts,
            first => dates.day(record.first),
            newest => dates.day(record.outlet.newest),
            sources => record.sources,
            copies => record.captures,
            // Figures of a watch that has not shown anything yet would only puzzle.
            stands => (record.alive + record.changed + record.gone > 0).then(|| context! {
                alive => record.alive,
                changed => record.changed,
                gone => record.gone,
            }),
            writers => writers,
            counted => (record.counted < record.outlet.posts).then_some(COUNTED),
            posts => teasers(&page.frame, &dates, &page.posts),
            older => page.next.as_deref(),
        };
        self.render_public("outlet.html", &page.frame, values)
    }

    /// The outlets that posts credit, each with a link to its record.
    ///
    /// # Errors
    /// When the template fails.
    pub fn outlets(&self, page: &OutletsPage) -> Result<String, Error> {
        let dates = Dates::of(&page.frame.site);
        let outlets: Vec<Value> = page
            .outlets
            .iter()
            .map(|outlet| {
                context! {
                    name => outlet.name.as_str(),
                    // A name that is the host says it once.
                    host => (outlet.name != outlet.host).then_some(outlet.host.as_str()),
                    href => source_href(&outlet.host),
                    number => outlet.posts,
                    newest => dates.day(outlet.newest),
                }
            })
            .collect();
        let values = context! { outlets => outlets, older => page.next.as_deref() };
        self.render_public("outlets.html", &page.frame, values)
    }
}
