//! The people of the desk.

use model::{Account, Problems, Role, account};
use serde::Serialize;

use super::DeskFrame;
use super::problems::ProblemsView;
use super::words::Stamp;
use crate::{Error, Pages};

/// Who may sign in, and a form for one more.
#[derive(Clone, Debug)]
pub struct AccountsPage {
    /// Around it.
    pub desk: DeskFrame,
    /// All accounts.
    pub accounts: Vec<Account>,
    /// What is wrong with `name`, `role`, `password`, `account` or `label`.
    pub problems: Problems,
    /// The new account's name as typed.
    pub form_name: String,
    /// The new account's role as chosen; empty for author.
    pub form_role: String,
    /// A token just made, shown this once.
    pub secret: Option<String>,
}

#[derive(Serialize)]
struct Row<'a> {
    name: &'a str,
    role: &'static str,
    since: Stamp,
    is_you: bool,
}

/// What each role is trusted with, in one line.
fn role_words(role: Role) -> &'static str {
    match role {
        Role::Owner => "Everything, accounts and settings included",
        Role::Editor => "All posts, all comments, jobs",
        Role::Author => "Their own drafts and posts",
        Role::Moderator => "Comments only",
    }
}

impl Pages {
    /// The accounts page; posts `name`, `role`, `password` to `/desk/accounts` and `account`, `label`
    /// to `/desk/accounts/tokens`.
    ///
    /// # Errors
    /// When the template fails.
    pub fn accounts(&self, page: &AccountsPage) -> Result<String, Error> {
        let zone = page.desk.site.zone();
        let rows: Vec<Row<'_>> = page
            .accounts
            .iter()
            .map(|account| Row {
                name: &account.name,
                role: account.role.as_str(),
                since: Stamp::of(account.created, &zone),
                is_you: account.id == page.desk.account.id,
            })
            .collect();
        let chosen = page.form_role.parse().unwrap_or(Role::Author);
        let roles: Vec<_> = Role::ALL
            .into_iter()
            .map(|role| values! { value => role.as_str(), words => role_words(role), on => role == chosen })
            .collect();
        let fields = [
            ("name", "Name"),
            ("role", "Role"),
            ("password", "Password"),
            ("account", "Account"),
            ("label", "What the token is for"),
        ];
        self.render(
            "desk/accounts.html",
            values! {
                desk => page.desk.view(),
                rows,
                roles,
                secret => page.secret,
                problems => ProblemsView::of(&page.problems, &fields),
                raw => values! { name => page.form_name, password => "", label => "" },
                password_minimum => account::PASSWORD_MINIMUM,
                name_limit => account::NAME_LIMIT,
            },
        )
    }
}
