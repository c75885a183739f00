//! How published texts changed: the notes at a post, the public list of all, what a post said before.

use minijinja::{Value, context};
use model::{Correction, CorrectionRow, Edition, Post, Way};

use crate::dates::Dates;
use crate::{Error, Frame, Pages};

/// The corrections and retractions of all posts.
#[derive(Clone, Debug)]
pub struct CorrectionsPage {
    /// Around it.
    pub frame: Frame,
    /// Newest first.
    pub corrections: Vec<CorrectionRow>,
    /// Where the older ones are.
    pub next: Option<String>,
}

/// Words of a text before and after: `same`, `added` or `removed`, and the words.
pub type ChangedWords = Vec<(&'static str, String)>;

/// A text that readers could read at a post's address.
#[derive(Clone, Debug)]
pub struct ShownRevision {
    /// When and how it came about.
    pub edition: Edition,
    /// What changed since the one before: the part (`headline`, `dek`, `byline`, `body`, `source`) and its
    /// changed paragraphs, each with the number of unchanged ones before it.
    pub changes: Vec<(&'static str, Vec<(usize, ChangedWords)>)>,
}

/// What a post said and when.
#[derive(Clone, Debug)]
pub struct HistoryPage {
    /// Around it.
    pub frame: Frame,
    /// The post as it is.
    pub post: Post,
    /// Newest first.
    pub revisions: Vec<ShownRevision>,
}

impl Pages {
    /// The public list of corrections and retractions.
    ///
    /// # Errors
    /// When the template fails.
    pub fn corrections(&self, page: &CorrectionsPage) -> Result<String, Error> {
        let dates = Dates::of(&page.frame.site);
        let row = |row: &CorrectionRow| {
            let (lang, dir) = page.frame.tongue(row.language.as_ref());
            context! {
                href => told_href(row),
                headline => row.headline.as_str(),
                lang => lang,
                dir => dir,
                note => note(&dates, &row.correction),
            }
        };
        let values = context! {
            rows => page.corrections.iter().map(row).collect::<Vec<_>>(),
            older => page.next.as_deref(),
        };
        self.render_public("corrections.html", &page.frame, values)
    }

    /// What a post said before, and what changed.
    ///
    /// # Errors
    /// When the template fails.
    pub fn history(&self, page: &HistoryPage) -> Result<String, Error> {
        let (frame, post) = (&page.frame, &page.post);
        let dates = Dates::of(&frame.site);
        let (lang, dir) = frame.tongue(post.writing.language.as_ref());
        let revision = |revision: &ShownRevision| {
            let edition = &revision.edition;
            let changes = revision.changes.iter().map(|(part, passages)| {
                let passages = passages.iter().map(|(skipped, words)| {
                    let words = words.iter().map(|(kind, text)| context! { kind => *kind, text => text });
                    context! { skipped => skipped, words => words.collect::<Vec<_>>() }
                });
                context! { part => *part, passages => passages.collect::<Vec<_>>() }
            });
            context! {
                way => edition.way.as_str(),
                date => dates.minute(edition.at),
                note => edition.note.as_str(),
                changes => changes.collect::<Vec<_>>(),
            }
        };
        let values = context! {
            href => post.permalink.as_ref().map(|permalink| permalink.encoded()),
            headline => post.writing.headline.as_str(),
            lang => lang,
            dir => dir,
            revisions => page.revisions.iter().map(revision).collect::<Vec<_>>(),
        };
        self.render_public("history.html", frame, values)
    }
}

/// The word for what it is.
pub(crate) fn word(correction: &Correction) -> &'static str {
    match correction.way {
        Way::Retraction => "retraction",
        _ => "correction",
    }
}

/// The id of its element at the post.
pub(crate) fn anchor(correction: &Correction) -> String {
    format!("correction-{}", correction.id)
}

/// Where a correction is told: at its post. A retraction is told in place of it, by the whole page.
pub(crate) fn told_href(row: &CorrectionRow) -> String {
    let post = row.permalink.encoded();
    match row.correction.way {
        Way::Retraction => post,
        _ => format!("{post}#{}", anchor(&row.correction)),
    }
}

/// The path of what a post said before.
pub(crate) fn revisions_href(post: &str) -> String {
    format!("{post}/revisions")
}

/// The notes of a post.
pub(crate) fn notes(dates: &Dates, corrections: &[Correction]) -> Vec<Value> {
    corrections.iter().map(|correction| note(dates, correction)).collect()
}

fn note(dates: &Dates, correction: &Correction) -> Value {
    context! {
        id => anchor(correction),
        word => word(correction),
        date => dates.day(correction.at),
        text => correction.note.as_str(),
    }
}

/// What the head of a post says of its newest note.
pub(crate) fn last_told(dates: &Dates, corrections: &[Correction]) -> Option<Value> {
    let last = corrections.last()?;
    let key = if last.is_retraction() { "was-retracted" } else { "corrected" };
    Some(context! { key => key, date => dates.day(last.at) })
}
