//! Pages in place of one that can't be shown.

use minijinja::context;
use model::{Moment, Teaser};

use crate::dates::Dates;
use crate::teaser::teasers;
use crate::{Error, Frame, Pages};

/// There is nothing at this address.
#[derive(Clone, Debug)]
pub struct NotFoundPage {
    /// Around it.
    pub frame: Frame,
    /// Posts to go on with.
    pub suggestions: Vec<Teaser>,
}

/// There was a post at this address; it was retracted.
#[derive(Clone, Debug)]
pub struct GonePage {
    /// Around it.
    pub frame: Frame,
    /// The post's headline.
    pub headline: String,
    /// The public reason; may be empty.
    pub reason: String,
    /// When it was retracted.
    pub at: Moment,
}

/// Something went wrong on our side, or the request can't be answered.
#[derive(Clone, Debug)]
pub struct TroublePage {
    /// Around it.
    pub frame: Frame,
    /// The answer's HTTP status.
    pub status: u16,
    /// What is wrong and what to do, in English.
    pub message: String,
}

impl Pages {
    /// The not-found page: a search form and the suggestions.
    ///
    /// # Errors
    /// When the template fails.
    pub fn not_found(&self, page: &NotFoundPage) -> Result<String, Error> {
        let dates = Dates::of(&page.frame.site);
        let values = context! { posts => teasers(&page.frame, &dates, &page.suggestions) };
        self.render_public("not_found.html", &page.frame, values)
    }

    /// The page of a retracted post: what it was and why it went.
    ///
    /// # Errors
    /// When the template fails.
    pub fn gone(&self, page: &GonePage) -> Result<String, Error> {
        let dates = Dates::of(&page.frame.site);
        let values = context! {
            headline => page.headline.as_str(),
            reason => page.reason.trim(),
            date => dates.day(page.at),
        };
        self.render_public("gone.html", &page.frame, values)
    }

    /// The page of an error.
    ///
    /// # Errors
    /// When the template fails.
    pub fn trouble(&self, page: &TroublePage) -> Result<String, Error> {
        let values = context! { status => page.status, message => page.message.trim() };
        self.render_public("trouble.html", &page.frame, values)
    }
}
