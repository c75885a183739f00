//! Looking for a post.

use minijinja::context;
use model::Teaser;

use crate::dates::Dates;
use crate::teaser::teasers;
use crate::{Error, Frame, Pages};

/// What a search found.
#[derive(Clone, Debug)]
pub struct SearchPage {
    /// Around it.
    pub frame: Frame,
    /// As typed; empty before the first search.
    pub query: String,
    /// Newest first.
    pub posts: Vec<Teaser>,
}

impl Pages {
    /// The search form with what was found.
    ///
    /// # Errors
    /// When the template fails.
    pub fn search(&self, page: &SearchPage) -> Result<String, Error> {
        let dates = Dates::of(&page.frame.site);
        let values = context! {
            query => page.query.trim(),
            posts => teasers(&page.frame, &dates, &page.posts),
        };
        self.render_public("search.html", &page.frame, values)
    }
}
