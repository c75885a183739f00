//! Backups that the site makes by itself: when, which stay, what is there, and how one is brought back.

use jiff::tz::TimeZone;
use model::backup::{KEPT_LIMIT, backup_name};
use model::{BackupLog, BackupPlan, BackupShelf, JobRecord, JobState, Moment, Problems, Rhythm, Wholeness};
use serde::Serialize;

use super::DeskFrame;
use super::problems::ProblemsView;
use super::words::{Stamp, size_words};
use crate::{Error, Pages};

/// Backups that a page lists.
const ROWS: usize = 100;

/// The form as typed.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RawPlan {
    /// `off`, `day` or `week`.
    pub rhythm: String,
    /// 0 to 23.
    pub hour: String,
    /// How many of the newest stay.
    pub newest: String,
    /// Of older ones, the last of each of so many weeks.
    pub weeks: String,
    /// Of older ones, the last of each of so many months.
    pub months: String,
}

impl RawPlan {
    /// A plan as the form shows it.
    pub fn of(plan: &BackupPlan) -> RawPlan {
        RawPlan {
            rhythm: plan.rhythm.as_str().to_owned(),
            hour: plan.hour.to_string(),
            newest: plan.newest.to_string(),
            weeks: plan.weeks.to_string(),
            months: plan.months.to_string(),
        }
    }
}

/// The page of backups.
#[derive(Clone, Debug)]
pub struct BackupsPage {
    /// Around it.
    pub desk: DeskFrame,
    /// What lies where this server puts them; `None` where no directory is named.
    pub shelf: Option<BackupShelf>,
    /// The plan as it stands or was typed.
    pub raw: RawPlan,
    /// When the next is made.
    pub next: Option<Moment>,
    /// What came of them.
    pub log: BackupLog,
    /// The one that is being made or waits.
    pub running: Option<JobRecord>,
    /// What is wrong with the form.
    pub problems: Problems,
}

#[derive(Serialize)]
struct Row {
    name: String,
    at: Stamp,
    size: String,
    sealed: &'static str,
    state: &'static str,
    words: &'static str,
    checked: Option<Stamp>,
    why: Option<String>,
}

const LABELS: &[(&str, &str)] = &[
    ("rhythm", "How often"),
    ("hour", "Hour"),
    ("newest", "Newest"),
    ("weeks", "Weeks"),
    ("months", "Months"),
];

fn rhythm_words(rhythm: Rhythm) -> &'static str {
    match rhythm {
        Rhythm::Off => "Only when I ask for one",
        Rhythm::Day => "Each day",
        Rhythm::Week => "Each Sunday",
    }
}

fn bytes(size: u64) -> String {
    size_words(i64::try_from(size).unwrap_or(i64::MAX))
}

fn rows(shelf: &BackupShelf, log: &BackupLog, zone: &TimeZone) -> Vec<Row> {
    let files = shelf.files.iter().flatten().take(ROWS);
    files
        .map(|file| {
            let name = backup_name(file.at);
            let check = log.checks.get(&name);
            // The colours are those of jobs.
            let (state, words) = match (file.sealed, log.state(&name)) {
                (None, _) => ("failed", "No backup: it begins like none"),
                (_, Wholeness::Whole) => ("done", "Whole"),
                (_, Wholeness::Broken) => ("failed", "Damaged"),
                (_, Wholeness::Unknown) if check.is_some() => ("waiting", "Could not be opened"),
                (_, Wholeness::Unknown) => ("waiting", "Not looked through yet"),
            };
            Row {
                at: Stamp::of(file.at, zone),
                size: bytes(file.size),
                sealed: match file.sealed {
                    Some(true) => "Yes",
                    Some(false) => "No",
                    None => "–",
                },
                state,
                words,
                checked: check.map(|check| Stamp::of(check.at, zone)),
                why: check.and_then(|check| check.why.clone()),
                name,
            }
        })
        .collect()
}

impl Pages {
    /// The page of backups; posts the fields of [`RawPlan`] to `/desk/backups`, and nothing to `/desk/backups/now`.
    ///
    /// # Errors
    /// When the template fails.
    pub fn backups(&self, page: &BackupsPage) -> Result<String, Error> {
        let zone = page.desk.site.zone();
        let shelf = page.shelf.as_ref();
        let running = page.running.as_ref().map(|job| {
            let again = job.state == JobState::Waiting && job.tried > 0;
            values! {
                again => again.then(|| Stamp::of(job.run_at, &zone)),
                runs => job.state == JobState::Running,
            }
        });
        let done = page.log.done.as_ref().map(|done| {
            values! {
                name => done.name,
                at => Stamp::of(done.at, &zone),
                size => bytes(done.size),
                rows => done.rows,
                files => done.files,
                removed => done.removed,
            }
        });
        let trouble = page.log.trouble.as_ref().map(|trouble| {
            values! { at => Stamp::of(trouble.at, &zone), why => trouble.why }
        });
        let rhythms = Rhythm::ALL.map(|rhythm| (rhythm.as_str(), rhythm_words(rhythm)));
        self.render(
            "desk/backups.html",
            minijinja::context! {
                running,
                done,
                trouble,
                ..values! {
                    desk => page.desk.view(),
                    directory => shelf.map(|shelf| &shelf.directory),
                    seals => shelf.is_some_and(|shelf| shelf.seals),
                    free => shelf.and_then(|shelf| shelf.free).map(bytes),
                    unread => shelf.and_then(|shelf| shelf.files.as_ref().err()),
                    rows => shelf.map(|shelf| rows(shelf, &page.log, &zone)).unwrap_or_default(),
                    more => shelf.map_or(0, |shelf| shelf.files.iter().flatten().count().saturating_sub(ROWS)),
                    next => page.next.map(|at| Stamp::of(at, &zone)),
                    raw => page.raw,
                    problems => ProblemsView::of(&page.problems, LABELS),
                    rhythms,
                    zone => page.desk.site.time_zone,
                    limit => KEPT_LIMIT,
                }
            },
        )
    }
}
