//! The first page of a new site's owner.

use model::{Problems, Site, account};

use super::problems::ProblemsView;
use crate::{Error, Pages};

/// What the owner's one-time link opens.
#[derive(Clone, Debug)]
pub struct WelcomePage {
    /// The site as it stands.
    pub site: Site,
    /// The link's secret: the form is posted to `/welcome/SECRET`.
    pub secret: String,
    /// The account name as typed.
    pub name: String,
    /// What is wrong with `site_name`, `name` or `password`.
    pub problems: Problems,
    /// The site's name as typed; empty at first.
    pub site_name: String,
}

impl Pages {
    /// The welcome page; its form posts `site_name`, `name` and `password`.
    ///
    /// # Errors
    /// When the template fails.
    pub fn welcome(&self, page: &WelcomePage) -> Result<String, Error> {
        let fields = [("site_name", "Name of the site"), ("name", "Your name"), ("password", "Password")];
        self.render(
            "desk/welcome.html",
            values! {
                site => page.site.name,
                site_lang => page.site.language.as_str(),
                site_dir => page.site.language.direction().as_str(),
                secret => page.secret,
                problems => ProblemsView::of(&page.problems, &fields),
                raw => values! { name => page.name, site_name => page.site_name, password => "" },
                password_minimum => account::PASSWORD_MINIMUM,
                name_limit => account::NAME_LIMIT,
            },
        )
    }
}
