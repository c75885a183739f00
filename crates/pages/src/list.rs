//! Posts that have one thing in common.

use minijinja::context;
use model::{Label, Teaser};

use crate::dates::Dates;
use crate::teaser::{label_href, teasers};
use crate::{Error, Frame, Pages};

/// What the posts of a list have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListKind {
    /// A label.
    Label(Label),
    /// The month they were published in.
    Month {
        /// Gregorian.
        year: i16,
        /// 1 to 12.
        month: i8,
    },
}

/// A list of posts.
#[derive(Clone, Debug)]
pub struct ListPage {
    /// Around it.
    pub frame: Frame,
    /// What they have in common.
    pub kind: ListKind,
    /// Newest first.
    pub posts: Vec<Teaser>,
    /// Where the older ones are.
    pub next: Option<String>,
}

impl Pages {
    /// The posts under a label, or of a month.
    ///
    /// # Errors
    /// When the template fails.
    pub fn list(&self, page: &ListPage) -> Result<String, Error> {
        let dates = Dates::of(&page.frame.site);
        let (kind, heading, feed) = match &page.kind {
            ListKind::Label(label) => ("label", label.name.clone(), Some(label_href(label.slug.as_str()))),
            ListKind::Month { year, month } => ("month", dates.month(*year, *month), None),
        };
        let values = context! {
            kind => kind,
            heading => heading,
            feed => feed,
            posts => teasers(&page.frame, &dates, &page.posts),
            older => page.next.as_deref(),
        };
        self.render_public("list.html", &page.frame, values)
    }
}
