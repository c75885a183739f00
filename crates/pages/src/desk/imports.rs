//! Sites that are brought over: the list with the form, one with its report, and lines that name sources.

use model::import::{Import, ImportState, Platform};
use model::{PostId, Problems, SourceFields};
use serde::Serialize;

use super::DeskFrame;
use super::problems::ProblemsView;
use super::words::Stamp;
use crate::{Error, Pages};

/// The form as typed.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RawImport {
    /// `blogger`, `wordpress` or `ghost`.
    pub platform: String,
    /// Where the site is read now.
    pub host: String,
    /// Which of several blogs.
    pub blog: String,
    /// `stay` when pictures stay where they are.
    pub pictures: String,
}

/// The imports, and the form for another.
#[derive(Clone, Debug)]
pub struct ImportsPage {
    /// Around it.
    pub desk: DeskFrame,
    /// Newest first.
    pub imports: Vec<Import>,
    /// How many lines that name a source wait.
    pub credits: i64,
    /// The form as typed.
    pub raw: RawImport,
    /// What is wrong with it.
    pub problems: Problems,
}

/// One import with its report.
#[derive(Clone, Debug)]
pub struct ImportPage {
    /// Around it.
    pub desk: DeskFrame,
    /// Which.
    pub import: Import,
    /// Pictures: wanted, here, not to be had.
    pub pictures: (u64, u64, u64),
    /// The first of those that are not to be had, with the reasons.
    pub lost: Vec<(String, String)>,
}

/// A line that seems to name a source.
#[derive(Clone, Debug)]
pub struct CreditRow {
    /// Whose.
    pub post: PostId,
    /// What its post is called.
    pub headline: String,
    /// Encoded path of its post, if it is out.
    pub permalink: Option<String>,
    /// The line.
    pub line: String,
    /// What it says.
    pub source: SourceFields,
}

/// Such lines.
#[derive(Clone, Debug)]
pub struct CreditsPage {
    /// Around it.
    pub desk: DeskFrame,
    /// Some of them, by post.
    pub rows: Vec<CreditRow>,
    /// How many wait.
    pub number: i64,
    /// The last post of this page, when there are more.
    pub next: Option<PostId>,
}

#[derive(Serialize)]
struct Row<'a> {
    id: String,
    name: &'a str,
    platform: &'static str,
    state: &'static str,
    words: &'static str,
    found: u64,
    here: u64,
    started: Stamp,
}

#[derive(Serialize)]
struct CountRow<'a> {
    kind: &'a str,
    found: u64,
    kept: u64,
    changed: u64,
    known: u64,
    dropped: u64,
}

const LABELS: &[(&str, &str)] =
    &[("platform", "From"), ("export", "The export"), ("host", "Its address"), ("blog", "Which blog")];

fn state_words(state: ImportState) -> &'static str {
    match state {
        ImportState::Reading => "being read",
        ImportState::Pictures => "fetching pictures",
        ImportState::Done => "done",
        ImportState::Broken => "stopped",
    }
}

/// How a state is coloured: as jobs are.
fn state_class(state: ImportState) -> &'static str {
    match state {
        ImportState::Reading | ImportState::Pictures => "running",
        ImportState::Done => "done",
        ImportState::Broken => "failed",
    }
}

impl Pages {
    /// The page of imports; posts `platform`, `host`, `blog`, `pictures` and the file `export` to `/desk/imports`.
    ///
    /// # Errors
    /// When the template fails.
    pub fn imports(&self, page: &ImportsPage) -> Result<String, Error> {
        let zone = page.desk.site.zone();
        let rows: Vec<Row<'_>> = page
            .imports
            .iter()
            .map(|import| {
                let total = import.report.total();
                Row {
                    id: import.id.to_string(),
                    name: &import.name,
                    platform: import.platform.name(),
                    state: state_class(import.state),
                    words: state_words(import.state),
                    found: total.found,
                    here: total.kept + total.changed + total.known,
                    started: Stamp::of(import.started, &zone),
                }
            })
            .collect();
        let platforms = Platform::ALL.map(|platform| (platform.as_str(), platform.name()));
        self.render(
            "desk/imports.html",
            values! {
                desk => page.desk.view(),
                rows,
                credits => page.credits,
                raw => page.raw,
                problems => ProblemsView::of(&page.problems, LABELS),
                platforms,
            },
        )
    }

    /// The page of one import; posts to `/desk/imports/ID` to go on.
    ///
    /// # Errors
    /// When the template fails.
    pub fn import(&self, page: &ImportPage) -> Result<String, Error> {
        let zone = page.desk.site.zone();
        let report = &page.import.report;
        let total = report.total();
        let counts: Vec<CountRow<'_>> = report
            .counts
            .iter()
            .map(|(kind, count)| (kind.as_str(), count))
            .chain([("all", &total)])
            .map(|(kind, count)| CountRow {
                kind,
                found: count.found,
                kept: count.kept,
                changed: count.changed,
                known: count.known,
                dropped: count.dropped,
            })
            .collect();
        let sorted = |map: &std::collections::BTreeMap<String, u64>| {
            let mut list: Vec<(u64, String)> =
                map.iter().map(|(name, number)| (*number, name.clone())).collect();
            list.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
            list
        };
        let (wanted, kept, lost) = page.pictures;
        self.render(
            "desk/import.html",
            values! {
                desk => page.desk.view(),
                id => page.import.id.to_string(),
                name => page.import.name,
                platform => page.import.platform.name(),
                state => state_class(page.import.state),
                words => state_words(page.import.state),
                stay => page.import.choices.without_pictures,
                running => matches!(page.import.state, ImportState::Reading | ImportState::Pictures),
                trouble => page.import.trouble,
                started => Stamp::of(page.import.started, &zone),
                changed => Stamp::of(page.import.changed, &zone),
                counts,
                adds_up => report.adds_up(),
                reasons => sorted(&report.reasons),
                unknown => sorted(&report.unknown),
                private => sorted(&report.private),
                told => report.told,
                notes => report.notes,
                wanted,
                kept,
                lost_number => lost,
                lost => page.lost,
            },
        )
    }

    /// The page of lines that seem to name a source; posts `post`s and `act` (`take` or `dismiss`) to `/desk/credits`.
    ///
    /// # Errors
    /// When the template fails.
    pub fn credits(&self, page: &CreditsPage) -> Result<String, Error> {
        #[derive(Serialize)]
        struct Line<'a> {
            post: String,
            headline: &'a str,
            permalink: Option<&'a str>,
            line: &'a str,
            url: &'a str,
            outlet: &'a str,
        }
        let rows: Vec<Line<'_>> = page
            .rows
            .iter()
            .map(|row| Line {
                post: row.post.to_string(),
                headline: &row.headline,
                permalink: row.permalink.as_deref(),
                line: &row.line,
                url: &row.source.url,
                outlet: &row.source.outlet,
            })
            .collect();
        self.render(
            "desk/credits.html",
            values! {
                desk => page.desk.view(),
                rows,
                number => page.number,
                next => page.next.map(|post| post.to_string()),
            },
        )
    }
}
