//! What stands around every page of the desk.

use model::{Account, Permission, Site};
use serde::Serialize;

use super::feed_items::count_words;

/// The frame of a desk page: whose site, who is signed in, what waits for them.
#[derive(Clone, Debug)]
pub struct DeskFrame {
    /// The site's settings: its name, language and time zone are shown and used.
    pub site: Site,
    /// Who is signed in; decides which parts of the desk are offered.
    pub account: Account,
    /// Comments waiting for a verdict, counted no further than [`super::NEW_LIMIT`].
    pub held: i64,
    /// Jobs that were given up.
    pub failed_jobs: i64,
    /// What has happened to watched addresses and waits for a person, counted as far.
    pub alerts: i64,
    /// The part of the desk the page belongs to: `inbox`, `feeds`, `watch`, `comments`, `readers`, `jobs`, `settings`,
    /// `accounts` or `you`; empty for none.
    pub section: &'static str,
    /// One sentence about what has just been done.
    pub notice: Option<String>,
}

/// The frame as templates see it.
#[derive(Debug, Serialize)]
pub(super) struct FrameView<'a> {
    site: &'a str,
    site_lang: &'a str,
    site_dir: &'static str,
    zone: &'a str,
    account: &'a str,
    role: &'static str,
    section: &'static str,
    notice: Option<&'a str>,
    /// As words; empty for none.
    held: String,
    failed_jobs: i64,
    alerts: String,
    may_write: bool,
    may_judge: bool,
    may_see_jobs: bool,
    may_configure: bool,
    may_manage: bool,
}

/// How many, in words; none for nothing.
fn some(number: i64) -> String {
    if number == 0 { String::new() } else { count_words(number) }
}

impl DeskFrame {
    pub(super) fn view(&self) -> FrameView<'_> {
        let role = self.account.role;
        FrameView {
            site: &self.site.name,
            site_lang: self.site.language.as_str(),
            site_dir: self.site.language.direction().as_str(),
            zone: &self.site.time_zone,
            account: &self.account.name,
            role: role.as_str(),
            section: self.section,
            notice: self.notice.as_deref(),
            held: some(self.held),
            failed_jobs: self.failed_jobs,
            alerts: some(self.alerts),
            may_write: role.may(Permission::Write),
            may_judge: role.may(Permission::Judge),
            may_see_jobs: role.may(Permission::SeeJobs),
            may_configure: role.may(Permission::Configure),
            may_manage: role.may(Permission::ManageAccounts),
        }
    }
}
