//! All that is served: pages, feeds, the sitemap and the theme.
//!
//! **Invariants.** A page is a function of its struct: the same struct gives the same bytes, on any
//! machine, at any time. Everything a page shows arrives in the struct. Text is escaped unless it is HTML
//! that the markup room has sanitised. Every piece in another language than the site's carries its own
//! `lang` and `dir`. No page holds a script or a style of its own, or loads anything from another host.
//!
//! **Deliberately absent.** Sockets, SQL, the wall clock, and decisions: who may see a page, and which
//! posts are on it, has been settled before a struct gets here.
//!
//! **Start reading** at [`Pages`], then [`PostPage`] and `templates/post.html`.

mod absent;
mod archive;
mod assets;
mod attribution;
mod capture;
mod card;
mod corrections;
mod csv;
mod dates;
pub mod desk;
mod error;
mod escape;
mod feed;
mod flag;
mod frame;
mod home;
mod ledger;
mod letter;
mod linked_data;
mod list;
mod mail;
mod moderation;
mod outlets;
mod own;
mod pages;
mod picture;
mod popular;
mod post;
mod read_only;
mod robots;
mod search;
mod sitemap;
mod tags;
mod teaser;
mod thread;
mod thread_page;
mod words;
mod xml;

pub use absent::{GonePage, NotFoundPage, TroublePage};
pub use archive::ArchivePage;
pub use assets::Asset;
pub use capture::CapturePage;
pub use card::Card;
pub use corrections::{ChangedWords, CorrectionsPage, HistoryPage, ShownRevision};
pub use csv::csv;
pub use desk::{
    AccountsPage, AskedFirst, BackupsPage, BlocksPage, ChangedParagraph, ChartRow, ChartsPage, ClipPage,
    CommentsPage, CreditRow, CreditsPage, DeskCapturePage, DeskFrame, DeskMailPage, DossierPage, EditPage,
    FeedItemsPage, FeedsPage, ImportPage, ImportsPage, InboxPage, JobsPage, MailLog, NEW_LIMIT,
    PostStatsPage, PreviewFragment, QuotationsPart, RawImport, RawPlan, ReceivePage, RevisionsPage,
    SettingsPage, SignInPage, StatsPage, TextChange, WaitingPage, WatchPage, WatchTab, WatchedPage,
    WelcomePage, YouPage, post_stats_table, stats_table,
};
pub use error::Error;
pub use feed::{Feed, absolute::absolute};
pub use flag::FlagPage;
pub use frame::Frame;
pub use home::HomePage;
pub use ledger::{LedgerPage, LedgerPost, LedgerRow, LedgerSeen};
pub use letter::LetterText;
pub use list::{ListKind, ListPage};
pub use mail::{MailMatter, MailPage};
pub use moderation::ModerationPage;
pub use outlets::{OutletPage, OutletsPage};
pub use own::OwnPage;
pub use pages::Pages;
pub use popular::PopularPage;
pub use post::{Answers, PostNotice, PostPage};
pub use search::SearchPage;
pub use thread_page::ThreadPage;
