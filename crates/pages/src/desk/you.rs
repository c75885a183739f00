//! One's own account.

use model::{Problems, account};

use super::DeskFrame;
use super::problems::ProblemsView;
use crate::{Error, Pages};

/// The signed-in person's own page: password and tokens.
#[derive(Clone, Debug)]
pub struct YouPage {
    /// Around it.
    pub desk: DeskFrame,
    /// A token just made, shown this once.
    pub secret: Option<String>,
    /// What is wrong with `password` or `label`.
    pub problems: Problems,
}

impl Pages {
    /// The page of one's own account; posts `password` to `/desk/you/password` and `label` to
    /// `/desk/you/tokens`.
    ///
    /// # Errors
    /// When the template fails.
    pub fn you(&self, page: &YouPage) -> Result<String, Error> {
        let fields = [("password", "New password"), ("label", "What the token is for")];
        self.render(
            "desk/you.html",
            values! {
                desk => page.desk.view(),
                secret => page.secret,
                problems => ProblemsView::of(&page.problems, &fields),
                raw => values! { password => "", label => "" },
                password_minimum => account::PASSWORD_MINIMUM,
            },
        )
    }
}
