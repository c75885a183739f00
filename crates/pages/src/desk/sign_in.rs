//! The way in.

use model::Site;

use crate::{Error, Pages};

/// The sign-in page.
#[derive(Clone, Debug)]
pub struct SignInPage {
    /// Whose desk it is.
    pub site: Site,
    /// The account name as typed; empty at first.
    pub name: String,
    /// What went wrong, as a sentence.
    pub problem: Option<String>,
    /// The path to go on to afterwards; empty for the inbox.
    pub next: String,
}

impl Pages {
    /// The sign-in page; its form posts `name`, `password` and `next` to `/sign-in`.
    ///
    /// # Errors
    /// When the template fails.
    pub fn sign_in(&self, page: &SignInPage) -> Result<String, Error> {
        self.render(
            "desk/sign_in.html",
            values! {
                site => page.site.name,
                site_lang => page.site.language.as_str(),
                site_dir => page.site.language.direction().as_str(),
                name => page.name,
                problem => page.problem,
                next => page.next,
            },
        )
    }
}
