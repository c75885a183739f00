//! One's own account.

use model::{Problems, Scope, Token, account};
use serde::Serialize;

use super::DeskFrame;
use super::problems::ProblemsView;
use super::words::Stamp;
use crate::{Error, Pages};

/// The signed-in person's own page: password and tokens.
#[derive(Clone, Debug)]
pub struct YouPage {
    /// Around it.
    pub desk: DeskFrame,
    /// A token just made, shown this once.
    pub secret: Option<String>,
    /// The account's tokens, newest first.
    pub tokens: Vec<Token>,
    /// What is wrong with `password`, `label` or `scope`.
    pub problems: Problems,
}

#[derive(Serialize)]
struct Row {
    mark: String,
    label: String,
    may: &'static str,
    since: Stamp,
    used: Option<Stamp>,
}

/// What a scope allows, in one line.
fn scope_words(scope: Scope) -> &'static str {
    match scope {
        Scope::All => "All that you may",
        Scope::Clip => "Clip pages into drafts",
    }
}

impl Pages {
    /// The page of one's own account; posts `password` to `/desk/you/password`, `label` and `scope` to
    /// `/desk/you/tokens`, and `mark` to `/desk/you/tokens/removal`.
    ///
    /// # Errors
    /// When the template fails.
    pub fn you(&self, page: &YouPage) -> Result<String, Error> {
        let fields =
            [("password", "New password"), ("label", "What the token is for"), ("scope", "What it may do")];
        let zone = page.desk.site.zone();
        let row = |token: &'_ Token| Row {
            mark: token.mark.clone(),
            label: token.label.clone(),
            may: scope_words(token.scope),
            since: Stamp::of(token.created, &zone),
            used: token.used.map(|at| Stamp::of(at, &zone)),
        };
        let tokens: Vec<_> = page.tokens.iter().map(row).collect();
        let scopes = [Scope::Clip, Scope::All].map(|scope| (scope.as_str(), scope_words(scope)));
        self.render(
            "desk/you.html",
            values! {
                desk => page.desk.view(),
                secret => page.secret,
                tokens,
                scopes,
                problems => ProblemsView::of(&page.problems, &fields),
                raw => values! { password => "", label => "" },
                password_minimum => account::PASSWORD_MINIMUM,
            },
        )
    }
}
