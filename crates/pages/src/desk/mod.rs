//! The desk's pages: what an editor works with all day.
//!
//! One page struct per file, each with everything its page shows; [`crate::Pages`] has one method for
//! each. Every page works without scripts; `assets/desk.js` only makes it quicker. The desk speaks
//! English; names, headlines and texts on it carry their own language and direction.
//!
//! Start reading at [`DeskFrame`], then [`InboxPage`] and [`EditPage`].

/// A template's context of plain values, each through serde and by reference.
macro_rules! values {
    (@of $key:ident) => { $key };
    (@of $key:ident $value:expr) => { $value };
    ($($key:ident $(=> $value:expr)?),* $(,)?) => {
        minijinja::context! {
            $($key => minijinja::Value::from(minijinja::value::Serde(&values!(@of $key $($value)?)))),*
        }
    };
}

mod accounts;
mod backups;
mod blocks;
mod capture;
mod chart;
mod clip;
mod comments;
mod diff;
mod dossier;
mod edit;
mod feed_items;
mod feeds;
mod frame;
mod imports;
mod inbox;
mod jobs;
mod kept;
mod likeness;
mod mail;
mod popular;
mod problems;
mod quotations;
mod related;
mod revisions;
pub mod sample;
mod settings;
mod sign_in;
mod stats;
mod watch;
mod welcome;
mod words;
mod you;

pub use accounts::AccountsPage;
pub use backups::{BackupsPage, RawPlan};
pub use blocks::BlocksPage;
pub use clip::{ClipPage, ReceivePage};
pub use comments::CommentsPage;
pub use dossier::DossierPage;
pub use edit::{EditPage, PreviewFragment};
pub use feed_items::{FeedItemsPage, NEW_LIMIT};
pub use feeds::FeedsPage;
pub use frame::DeskFrame;
pub use imports::{CreditRow, CreditsPage, ImportPage, ImportsPage, RawImport};
pub use inbox::InboxPage;
pub use jobs::{JobsPage, WaitingPage};
pub use kept::DeskCapturePage;
pub use mail::{DeskMailPage, MailLog};
pub use popular::{ChartRow, ChartsPage};
pub use quotations::{AskedFirst, QuotationsPart};
pub use revisions::RevisionsPage;
pub use settings::SettingsPage;
pub use sign_in::SignInPage;
pub use stats::{PostStatsPage, StatsPage, post_stats_table, stats_table};
pub use watch::{ChangedParagraph, TextChange, WatchPage, WatchTab, WatchedPage};
pub use welcome::WelcomePage;
pub(crate) use words::size_words;
pub use you::YouPage;
