//! The queue of comments to judge.

use model::{ActId, Comment, CommentRow, Permalink, PostId, Verdict};
use serde::Serialize;

use super::DeskFrame;
use super::feed_items::count_words;
use super::words::{Stamp, verdict_word};
use crate::{Error, Pages};

/// The comments page.
#[derive(Clone, Debug)]
pub struct CommentsPage {
    /// Around it.
    pub desk: DeskFrame,
    /// The tab: a verdict's word, `flagged` or `all`.
    pub tab: &'static str,
    /// How many comments there are of each verdict, counted no further than [`super::NEW_LIMIT`].
    pub counts: Vec<(Verdict, i64)>,
    /// How many have flags that nobody has seen to.
    pub flagged: u32,
    /// Words that are looked for.
    pub words: String,
    /// The post alone on which comments are shown, with its headline.
    pub post: Option<(PostId, String)>,
    /// The mail address alone under which comments are shown; may be empty.
    pub address: String,
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
    post: String,
    is_answer: bool,
    seen: String,
    flags: u32,
    weighed: Option<Weight<'a>>,
    /// The verdicts that would change something: value, button, key.
    verdicts: Vec<(&'static str, &'static str, &'static str)>,
}

/// How much a comment looks like spam, and why.
#[derive(Serialize)]
pub(super) struct Weight<'a> {
    score: u8,
    /// For spam first; each with whether it speaks against.
    signs: Vec<(bool, &'a str)>,
}

impl<'a> Weight<'a> {
    pub(super) fn of(row: &'a CommentRow) -> Option<Self> {
        let mut signs: Vec<_> = row.signs.iter().collect();
        signs.sort_by_key(|sign| -sign.weight);
        let told = signs.into_iter().map(|sign| (sign.weight < 0, sign.detail.as_str())).collect();
        row.score.map(|score| Weight { score, signs: told })
    }
}

const VERBS: [(Verdict, &str, &str); 4] = [
    (Verdict::Approved, "Approve", "a"),
    (Verdict::Held, "Hold", "h"),
    (Verdict::Rejected, "Reject", "r"),
    (Verdict::Spam, "Spam", "s"),
];

fn verbs_except(tab: &str) -> Vec<(&'static str, &'static str, &'static str)> {
    let others = VERBS.into_iter().filter(|(verb, ..)| verb.as_str() != tab);
    others.map(|(verb, word, key)| (verb.as_str(), word, key)).collect()
}

/// The verdicts that would change something about a comment: value, button, key. To leave a flagged one as it is,
/// settles its flags; what its author withdrew, nobody can bring back.
pub(super) fn verbs_for(comment: &Comment) -> Vec<(&'static str, &'static str, &'static str)> {
    if comment.verdict == Verdict::Withdrawn {
        return Vec::new();
    }
    let verb = |(verb, word, key): (Verdict, &'static str, &'static str)| match verb == comment.verdict {
        false => Some((verb.as_str(), word, key)),
        true => (comment.flags > 0).then_some((verb.as_str(), "Leave as it is", key)),
    };
    VERBS.into_iter().filter_map(verb).collect()
}

/// How a comment is now, for the form that judges it: whoever sends it back says what he has read.
pub(super) fn seen(comment: &Comment) -> String {
    let edited = comment.edited.map(|at| at.micros().to_string()).unwrap_or_default();
    format!("{}:{}:{edited}", comment.id, comment.judged)
}

impl Pages {
    /// The comments page; posts `id` (one or more), `seen`, `verdict`, `reason` and the place in the queue (`back`, the
    /// tab, with `q`, `post` and `by`) to `/desk/comments/verdicts`, `act` and the place to `/desk/comments/undo`.
    ///
    /// # Errors
    /// When the template fails.
    pub fn comments(&self, page: &CommentsPage) -> Result<String, Error> {
        let zone = page.desk.site.zone();
        let all: i64 = page.counts.iter().map(|(_, count)| count).sum();
        let tab = |(value, label, count): (&'static str, &'static str, i64)| {
            values! { value, label, count => count_words(count), on => value == page.tab }
        };
        let of_verdict = |verdict: Verdict| {
            let count =
                page.counts.iter().find(|(other, _)| *other == verdict).map_or(0, |(_, count)| *count);
            (verdict.as_str(), verdict_word(verdict), count)
        };
        let mut tabs: Vec<_> = Verdict::ALL.into_iter().map(of_verdict).collect();
        tabs.insert(1, ("flagged", "Flagged", i64::from(page.flagged)));
        tabs.push(("all", "All", all));
        let tabs: Vec<_> = tabs.into_iter().map(tab).collect();
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
                    seen: seen(comment),
                    weighed: Weight::of(row),
                    flags: comment.flags,
                    post: comment.post.to_string(),
                    verdicts: verbs_for(comment),
                }
            })
            .collect();
        self.render(
            "desk/comments.html",
            values! {
                desk => page.desk.view(),
                verdict => page.tab,
                words => page.words,
                post => page.post.as_ref().map(|(id, _)| id.to_string()).unwrap_or_default(),
                post_headline => page.post.as_ref().map(|(_, headline)| headline.as_str()),
                address => page.address,
                looked_for => !page.words.is_empty() || page.post.is_some() || !page.address.is_empty(),
                tabs,
                rows,
                verbs => verbs_except(page.tab),
                next => page.next,
                act => page.act.map(|act| act.to_string()),
            },
        )
    }
}
