//! What became of what posts cite: a list of it, and one address by itself.

use jiff::tz::TimeZone;
use minijinja::Value;
use model::{
    Alert, AlertId, AlertKind, AlertRow, Capture, CaptureId, CitedAs, CitingPost, LostWords, Permission,
    Problems, Site, SourceFields, Watch, WatchState, source::host_of,
};
use serde::Serialize;

use super::DeskFrame;
use super::feed_items::count_words;
use super::problems::ProblemsView;
use super::words::{Stamp, how_words, language_of, size_words};
use crate::{Error, Pages};

/// Which part of the list is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WatchTab {
    /// What a person has to see to.
    Open,
    /// The addresses of one state.
    State(WatchState),
    /// All that are looked at.
    All,
    /// Those that somebody has stopped.
    Stopped,
}

impl WatchTab {
    /// In the order of the tabs.
    pub const SHOWN: [WatchTab; 7] = [
        WatchTab::Open,
        WatchTab::State(WatchState::Changed),
        WatchTab::State(WatchState::Gone),
        WatchTab::State(WatchState::Barred),
        WatchTab::State(WatchState::Alive),
        WatchTab::All,
        WatchTab::Stopped,
    ];

    /// The word in addresses: `open`, a state's word, `all` or `stopped`.
    pub fn as_str(self) -> &'static str {
        match self {
            WatchTab::Open => "open",
            WatchTab::State(state) => state.as_str(),
            WatchTab::All => "all",
            WatchTab::Stopped => "stopped",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        WatchTab::SHOWN.into_iter().find(|tab| tab.as_str() == word)
    }

    fn label(self) -> &'static str {
        match self {
            WatchTab::Open => "To see to",
            WatchTab::State(state) => state_words(state),
            WatchTab::All => "All",
            WatchTab::Stopped => "Stopped",
        }
    }
}

/// The list of watched addresses.
#[derive(Clone, Debug)]
pub struct WatchPage {
    /// Around it.
    pub desk: DeskFrame,
    /// Which part of it.
    pub tab: WatchTab,
    /// Of what is to be seen to, the kind that is shown; all without.
    pub kind: Option<AlertKind>,
    /// How many there are of each, counted no further than [`super::NEW_LIMIT`]; none for a tab without.
    pub counts: Vec<(WatchTab, i64)>,
    /// The addresses, newest first.
    pub rows: Vec<AlertRow>,
    /// Where the older ones are.
    pub next: Option<String>,
}

/// A paragraph in which something changed: how many unchanged ones stand before it, and its words as `same`,
/// `added` or `removed`.
pub type ChangedParagraph = (usize, Vec<(&'static str, String)>);

/// What became of the text of a watched source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextChange {
    /// The alert that told of it.
    pub alert: AlertId,
    /// The paragraphs that changed; `None` when one of the texts is not among the files any more.
    pub paragraphs: Option<Vec<ChangedParagraph>>,
}

/// One watched address.
#[derive(Clone, Debug)]
pub struct WatchedPage {
    /// Around it.
    pub desk: DeskFrame,
    /// The watch.
    pub watch: Watch,
    /// The source at the address; `None` where posts only link to it.
    pub source: Option<SourceFields>,
    /// The posts that cite it, newest first.
    pub posts: Vec<CitingPost>,
    /// Words of theirs that no longer stand there.
    pub lost: Vec<LostWords>,
    /// What happened, newest first, with the name of who dealt with it.
    pub alerts: Vec<(Alert, Option<String>)>,
    /// The change that is shown.
    pub change: Option<TextChange>,
    /// The captures of the source, newest first.
    pub captures: Vec<Capture>,
    /// A capture of it that readers may open: a dead link can lead there.
    pub opened: Option<CaptureId>,
    /// An address typed for a dead link.
    pub typed: String,
    /// What is wrong with it.
    pub problems: Problems,
}

/// A state as tabs and rows say it.
fn state_words(state: WatchState) -> &'static str {
    match state {
        WatchState::Unseen => "Not looked at yet",
        WatchState::Alive => "There",
        WatchState::Changed => "Changed",
        WatchState::Gone => "Gone",
        WatchState::Barred => "Can’t be looked at",
    }
}

fn kind_words(kind: AlertKind) -> &'static str {
    match kind {
        AlertKind::Quoted => "Quoted words changed",
        AlertKind::Changed => "Changed",
        AlertKind::Restored => "As quoted again",
        AlertKind::Gone => "Gone",
        AlertKind::Barred => "Can’t be looked at",
        AlertKind::Returned => "There again",
        AlertKind::Moved => "Moved",
    }
}

/// What happened and what to do, in sentences; what goes with it stands beside it.
fn told(kind: AlertKind, is_source: bool) -> &'static str {
    match kind {
        AlertKind::Quoted => {
            "The text was changed, and these words of yours no longer stand there. See what changed, and whether your post needs a correction:"
        }
        AlertKind::Changed => "The text was changed. What your posts took from it still stands there.",
        AlertKind::Restored => "It reads again as when you quoted it. There is nothing to do.",
        AlertKind::Gone if is_source => {
            "Three looks in a row have failed. Your posts stand on the copy that is kept here."
        }
        AlertKind::Gone => "Three looks in a row have failed. The link can lead to a copy, or be taken out.",
        AlertKind::Barred => {
            "It may well be there, but it can’t be looked at from here. Open it in your browser to see."
        }
        AlertKind::Returned => "It is there again.",
        AlertKind::Moved => {
            "It has moved for good, and still leads there. Readers follow without noticing. New address:"
        }
    }
}

/// A row in a person's words.
#[derive(Debug, Serialize)]
struct RowView<'a> {
    id: String,
    url: &'a str,
    host: String,
    title: &'a str,
    lang: &'a str,
    dir: &'static str,
    outlet: Option<&'a str>,
    is_source: bool,
    state: &'static str,
    word: &'static str,
    told: Option<&'static str>,
    detail: Option<&'a str>,
    /// Whether the detail is an address or a sentence; words are shown as a quotation.
    is_words: bool,
    at: Stamp,
    looked: Option<Stamp>,
    posts: Vec<PostView<'a>>,
}

#[derive(Debug, Serialize)]
struct PostView<'a> {
    id: String,
    headline: &'a str,
    lang: &'a str,
    dir: &'static str,
    /// Its place on the site.
    href: Option<String>,
    is_link: bool,
}

impl<'a> PostView<'a> {
    fn of(post: &'a CitingPost, site: &'a Site) -> Self {
        let language = language_of(post.language.as_ref(), site);
        PostView {
            id: post.id.to_string(),
            headline: post.headline.trim(),
            lang: language.as_str(),
            dir: language.direction().as_str(),
            href: post.permalink.as_ref().map(|link| link.encoded()),
            is_link: post.cited_as == CitedAs::Link,
        }
    }
}

impl<'a> RowView<'a> {
    fn of(row: &'a AlertRow, site: &'a Site, zone: &TimeZone) -> Self {
        let (watch, alert) = (&row.watch, row.alert.as_ref());
        let language = language_of(row.source.as_ref().and_then(|source| source.language.as_ref()), site);
        let detail = match alert {
            Some(alert) => Some(alert.detail.as_str()),
            None => watch.trouble.as_deref(),
        };
        RowView {
            id: watch.id.to_string(),
            url: &watch.address,
            host: host_of(&watch.address),
            title: row.source.as_ref().map_or("", |source| source.headline.trim()),
            lang: language.as_str(),
            dir: language.direction().as_str(),
            outlet: row.source.as_ref().map(|source| source.outlet.as_str()),
            is_source: watch.source.is_some(),
            state: alert.map_or(watch.state.as_str(), |alert| alert.kind.as_str()),
            word: alert.map_or(state_words(watch.state), |alert| kind_words(alert.kind)),
            told: alert.map(|alert| told(alert.kind, watch.source.is_some())),
            detail: detail.filter(|detail| !detail.is_empty()),
            is_words: alert.is_some_and(|alert| alert.kind == AlertKind::Quoted),
            at: Stamp::of(alert.map_or(watch.since, |alert| alert.at), zone),
            looked: watch.looked.map(|at| Stamp::of(at, zone)),
            posts: row.posts.iter().map(|post| PostView::of(post, site)).collect(),
        }
    }
}

impl Pages {
    /// The list of watched addresses; posts the chosen `id`s with `then` (`look`, `deal` or `stop`) and
    /// `back` to `/desk/watch`.
    ///
    /// # Errors
    /// When the template fails.
    pub fn watch(&self, page: &WatchPage) -> Result<String, Error> {
        let site = &page.desk.site;
        let zone = site.zone();
        let rows: Vec<_> = page.rows.iter().map(|row| RowView::of(row, site, &zone)).collect();
        let tabs: Vec<Value> = WatchTab::SHOWN
            .into_iter()
            .map(|tab| {
                let count = page.counts.iter().find(|(of, _)| *of == tab).map(|(_, count)| *count);
                values! {
                    value => tab.as_str(),
                    label => tab.label(),
                    on => tab == page.tab,
                    count => count.map(count_words),
                }
            })
            .collect();
        let kinds = AlertKind::ALL.map(|kind| (kind.as_str(), kind_words(kind)));
        self.render(
            "desk/watch.html",
            values! {
                desk => page.desk.view(),
                tab => page.tab.as_str(),
                tabs,
                kind => page.kind.map(AlertKind::as_str),
                kinds,
                rows,
                next => page.next,
                may_deal => page.desk.account.role.may(Permission::WriteAny),
            },
        )
    }

    /// One watched address. Its buttons post as the list's do; a dead link's post `post`, `to` (`capture`,
    /// `address` or `nothing`) and `address` to `/desk/watch/ID/links`.
    ///
    /// # Errors
    /// When the template fails.
    pub fn watched(&self, page: &WatchedPage) -> Result<String, Error> {
        let site = &page.desk.site;
        let zone = site.zone();
        let (watch, source) = (&page.watch, page.source.as_ref());
        let language = language_of(source.and_then(|source| source.language.as_ref()), site);
        let stamp = |at: Option<model::Moment>| at.map(|at| Stamp::of(at, &zone));
        let posts: Vec<_> = page.posts.iter().map(|post| PostView::of(post, site)).collect();
        let lost: Vec<(String, &str)> =
            page.lost.iter().map(|lost| (lost.post.to_string(), lost.words.as_str())).collect();
        let happened: Vec<Value> =
            page.alerts.iter().map(|(alert, by)| alert_view(page, alert, by, &zone)).collect();
        let shown = page.change.as_ref().and_then(|change| {
            page.alerts.iter().map(|(alert, _)| alert).find(|alert| alert.id == change.alert)
        });
        let capture_of = |id: Option<CaptureId>| {
            let found = id.and_then(|id| page.captures.iter().find(|capture| capture.id == id));
            found.map(|capture| capture_view(capture, &zone))
        };
        let change = page.change.as_ref().zip(shown).map(|(change, alert)| {
            values! {
                at => Stamp::of(alert.at, &zone),
                before => capture_of(alert.before),
                after => capture_of(alert.after),
                paragraphs => change.paragraphs,
            }
        });
        let captures: Vec<Value> = page.captures.iter().map(|capture| capture_view(capture, &zone)).collect();
        let is_dead = watch.state == WatchState::Gone;
        self.render(
            "desk/watched.html",
            values! {
                desk => page.desk.view(),
                id => watch.id.to_string(),
                url => watch.address,
                host => host_of(&watch.address),
                title => source.map_or("", |source| source.headline.trim()),
                outlet => source.map(|source| source.outlet.as_str()),
                lang => language.as_str(),
                dir => language.direction().as_str(),
                is_source => watch.source.is_some(),
                state => watch.state.as_str(),
                word => state_words(watch.state),
                since => Stamp::of(watch.since, &zone),
                looked => stamp(watch.looked),
                reached => stamp(watch.reached),
                next_look => stamp(watch.next_look),
                stopped => stamp(watch.stopped),
                failures => if is_dead { 0 } else { watch.failures },
                moved => watch.moved,
                trouble => watch.trouble,
                is_open => page.alerts.iter().any(|(alert, _)| alert.dealt.is_none()),
                posts,
                lost,
                happened,
                change,
                captures,
                is_dead,
                opened => page.opened.map(|id| id.to_string()),
                typed => page.typed,
                problems => ProblemsView::of(&page.problems, &[("address", "Address")]),
                may_deal => page.desk.account.role.may(Permission::WriteAny),
            },
        )
    }
}

fn alert_view(page: &WatchedPage, alert: &Alert, by: &Option<String>, zone: &TimeZone) -> Value {
    let is_change = alert.text_before.is_some() && alert.text_after.is_some();
    values! {
        id => alert.id.to_string(),
        kind => alert.kind.as_str(),
        word => kind_words(alert.kind),
        at => Stamp::of(alert.at, zone),
        detail => Some(alert.detail.as_str()).filter(|detail| !detail.is_empty()),
        is_words => alert.kind == AlertKind::Quoted,
        dealt => alert.dealt.map(|at| Stamp::of(at, zone)),
        dealt_by => by,
        is_change,
        is_shown => page.change.as_ref().is_some_and(|change| change.alert == alert.id),
    }
}

fn capture_view(capture: &Capture, zone: &TimeZone) -> Value {
    values! {
        id => capture.id.to_string(),
        at => Stamp::of(capture.at, zone),
        how => how_words(capture.how),
        size => size_words(capture.size),
        sha256 => capture.sha256,
    }
}
