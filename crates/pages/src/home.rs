//! The front page and the pages behind it.

use minijinja::context;
use model::{Label, Teaser};

use crate::dates::Dates;
use crate::teaser::{labels, teasers};
use crate::{Error, Frame, Pages};

/// The newest posts.
#[derive(Clone, Debug)]
pub struct HomePage {
    /// Around it.
    pub frame: Frame,
    /// Newest first; the first one leads on the front page.
    pub posts: Vec<Teaser>,
    /// Beside them.
    pub popular: Vec<Teaser>,
    /// 1 for the front page.
    pub number: u32,
    /// Whether there are older posts.
    pub has_next: bool,
    /// To browse by.
    pub labels: Vec<Label>,
}

impl Pages {
    /// The front page, or a page of older posts.
    ///
    /// # Errors
    /// When the template fails.
    pub fn home(&self, page: &HomePage) -> Result<String, Error> {
        let dates = Dates::of(&page.frame.site);
        let newer = match page.number {
            0 | 1 => None,
            2 => Some("/".to_owned()),
            number => Some(format!("/page/{}", number - 1)),
        };
        let older = page.has_next.then(|| format!("/page/{}", page.number.saturating_add(1)));
        let values = context! {
            posts => teasers(&page.frame, &dates, &page.posts),
            popular => teasers(&page.frame, &dates, &page.popular),
            labels => labels(&page.labels),
            number => page.number,
            newer => newer,
            older => older,
        };
        self.render_public("home.html", &page.frame, values)
    }
}
