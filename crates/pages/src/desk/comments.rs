//! The queue of comments to judge.

use model::{ActId, CommentRow, Permalink, Verdict};
use serde::Serialize;

use super::DeskFrame;
use super::words::{Stamp, verdict_word};
use crate::{Error, Pages};

/// The comments page.
#[derive(Clone, Debug)]
pub struct CommentsPage {
    /// Around it.
    pub desk: DeskFrame,
    /// The verdict shown; `None` for all comments.
    pub verdict: Option<Verdict>,
    /// How many comments there are of each verdict.
    pub counts: Vec<(Verdict, i64)>,
    /// Comments in the order to be shown.
    pub rows: Vec<CommentRow>,
    /// Where the rest is.
    pub next: Option<String>,
    /// What has just been decided and can be taken back.
    pub act: Option<ActId>,
}

#[derive(Serialize)]
struct Row<'a> {
    id: String,
    name: &'a str,
    email: Option<&'a str>,
    website: Option<&'a str>,
    html: &'a str,
    word: &'static str,
    at: Stamp,
    headline: &'a str,
    /// The comment's own address once readers see it, its post's before.
    href: Option<String>,
    is_answer: bool,
    judged: u32,
    /// The verdicts that would change something: value, button, key.
    verdicts: Vec<(&'static str, &'static str, &'static str)>,
}

const VERBS: [(Verdict, &str, &str); 4] = [
    (Verdict::Approved, "Approve", "a"),
    (Verdict::Held, "Hold", "h"),
    (Verdict::Rejected, "Reject", "r"),
    (Verdict::Spam, "Spam", "s"),
];

fn verbs_except(verdict: Option<Verdict>) -> Vec<(&'static str, &'static str, &'static str)> {
    let others = VERBS.into_iter().filter(|(verb, ..)| Some(*verb) != verdict);
    others.map(|(verb, word, key)| (verb.as_str(), word, key)).collect()
}

impl Pages {
    /// The comments page; posts `id` (one or more), `seen`, `verdict`, `reason` and `back` (the tab) to
    /// `/desk/comments/verdicts`, `act` and `back` to `/desk/comments/undo`.
    ///
    /// # Errors
    /// When the template fails.
    pub fn comments(&self, page: &CommentsPage) -> Result<String, Error> {
        let zone = page.desk.site.zone();
        let count_of = |wanted: Option<Verdict>| -> i64 {
            let of = |(verdict, _): &&(Verdict, i64)| wanted.is_none_or(|w| w == *verdict);
            page.counts.iter().filter(of).map(|(_, count)| count).sum()
        };
        let tab = |verdict: Option<Verdict>| {
            values! {
                value => verdict.map_or("all", Verdict::as_str),
                label => verdict.map_or("All", verdict_word),
                count => count_of(verdict),
                on => verdict == page.verdict,
            }
        };
        let tabs: Vec<_> = Verdict::ALL.into_iter().map(Some).chain([None]).map(tab).collect();
        let rows: Vec<Row<'_>> = page
            .rows
            .iter()
            .map(|row| {
                let comment = &row.comment;
                let anchor = match comment.verdict {
                    Verdict::Approved => format!("#comment-{}", comment.id),
                    _ => String::new(),
                };
                Row {
                    id: comment.id.to_string(),
                    name: &comment.name,
                    email: comment.email.as_deref(),
                    website: comment.website.as_deref(),
                    html: &comment.html,
                    word: verdict_word(comment.verdict),
                    at: Stamp::of(comment.created, &zone),
                    headline: &row.headline,
                    href: row.permalink.as_ref().map(Permalink::encoded).map(|path| path + &anchor),
                    is_answer: comment.parent.is_some(),
                    judged: comment.judged,
                    // Nobody can bring back what its author withdrew.
                    verdicts: match comment.verdict {
                        Verdict::Withdrawn => Vec::new(),
                        verdict => verbs_except(Some(verdict)),
                    },
                }
            })
            .collect();
        self.render(
            "desk/comments.html",
            values! {
                desk => page.desk.view(),
                verdict => page.verdict.map_or("all", Verdict::as_str),
                tabs,
                rows,
                verbs => verbs_except(page.verdict),
                next => page.next,
                act => page.act.map(|act| act.to_string()),
            },
        )
    }
}
