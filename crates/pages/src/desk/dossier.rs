//! All that the desk knows of one comment: who decided what and why, what it said before, what readers say.

use model::{CommentRow, Complaint, Flag, Grounds, Moment, Permalink, Problems, Verdict, VerdictRow};
use serde::Serialize;

use super::DeskFrame;
use super::comments::{Weight, seen, verbs_for};
use super::words::{Stamp, verdict_word};
use crate::{Error, Pages};

/// The page of one comment.
#[derive(Clone, Debug)]
pub struct DossierPage {
    /// Around it.
    pub desk: DeskFrame,
    /// The comment.
    pub row: CommentRow,
    /// What was decided about it, oldest first.
    pub verdicts: Vec<VerdictRow>,
    /// What it said before: until when, who changed it (`None` for its author), why, and the words.
    pub wordings: Vec<(Moment, Option<String>, String, String)>,
    /// Readers' flags.
    pub flags: Vec<Flag>,
    /// Others under the same mail address, newest first.
    pub others: Vec<CommentRow>,
    /// Other words and a reason as typed, where they could not be saved, and what is wrong with them.
    pub typed: Option<(String, String, Problems)>,
}

/// Something that happened to a comment.
#[derive(Serialize)]
struct Event<'a> {
    #[serde(skip)]
    when: Moment,
    at: Stamp,
    what: String,
    who: Option<&'a str>,
    why: &'a str,
    said: Option<&'a str>,
}

#[derive(Serialize)]
struct Other<'a> {
    id: String,
    html: &'a str,
    word: &'static str,
    at: Stamp,
    headline: &'a str,
}

/// What a class of reason is called at the desk.
fn grounds_words(grounds: Grounds) -> &'static str {
    match grounds {
        Grounds::Mode => "as new comments are here",
        Grounds::Age => "for the post’s age",
        Grounds::Trap => "the hidden field was filled",
        Grounds::Signs => "it looked like spam",
        Grounds::Links => "too many links",
        Grounds::Block => "it met a block",
        Grounds::Rush => "very many comments came at once",
        Grounds::Flags => "readers flagged it",
        Grounds::Author => "its author’s doing",
        Grounds::Person => "",
        Grounds::Undo => "a decision was taken back",
    }
}

fn complaint_words(complaint: Complaint) -> &'static str {
    match complaint {
        Complaint::Spam => "spam",
        Complaint::Abuse => "an insult or a threat",
        Complaint::Private => "somebody’s private matter",
        Complaint::Beside => "beside the point",
        Complaint::Other => "something else",
    }
}

impl Pages {
    /// The page of one comment; posts `body` and `reason` to its own address, a verdict to `/desk/comments/verdicts`
    /// with its id as `here`.
    ///
    /// # Errors
    /// When the template fails.
    pub fn dossier(&self, page: &DossierPage) -> Result<String, Error> {
        let zone = page.desk.site.zone();
        let comment = &page.row.comment;
        let event = |when: Moment, what: String, who, why, said| Event {
            when,
            at: Stamp::of(when, &zone),
            what,
            who,
            why,
            said,
        };
        let mut events = vec![event(comment.created, "It came.".to_owned(), None, "", None)];
        for it in &page.verdicts {
            let grounds = grounds_words(it.grounds);
            let what = match grounds {
                "" => format!("{}.", verdict_word(it.verdict)),
                words => format!("{}: {words}.", verdict_word(it.verdict)),
            };
            events.push(event(it.at, what, it.by.as_deref(), &it.reason, None));
        }
        for (until, by, reason, body) in &page.wordings {
            let what = if by.is_some() { "Its words were changed." } else { "Its author changed its words." };
            events.push(event(*until, what.to_owned(), by.as_deref(), reason, Some(body)));
        }
        for flag in &page.flags {
            let what = format!("A reader flagged it: {}.", complaint_words(flag.complaint));
            events.push(event(flag.at, what, None, &flag.note, None));
        }
        events.sort_by_key(|event| event.when);
        let others: Vec<Other<'_>> = page
            .others
            .iter()
            .map(|row| Other {
                id: row.comment.id.to_string(),
                html: &row.comment.html,
                word: verdict_word(row.comment.verdict),
                at: Stamp::of(row.comment.created, &zone),
                headline: &row.headline,
            })
            .collect();
        let empty = Problems::default();
        let (body, reason, problems) = match &page.typed {
            Some((body, reason, problems)) => (body.as_str(), reason.as_str(), problems),
            None => (comment.body.as_str(), "", &empty),
        };
        let shown = comment.verdict == Verdict::Approved;
        let path = page.row.permalink.as_ref().map(Permalink::encoded);
        self.render(
            "desk/dossier.html",
            values! {
                weighed => Weight::of(&page.row),
                desk => page.desk.view(),
                id => comment.id.to_string(),
                name => comment.name,
                email => comment.email,
                website => comment.website,
                html => comment.html,
                word => verdict_word(comment.verdict),
                flags => comment.flags,
                seen => seen(comment),
                at => Stamp::of(comment.created, &zone),
                headline => page.row.headline,
                href => if shown { Some(format!("/comments/{}", comment.id)) } else { path },
                post => comment.post.to_string(),
                withdrawn => comment.verdict == Verdict::Withdrawn,
                verdicts => verbs_for(comment),
                events,
                others,
                body,
                reason,
                problem_body => problems.of("body"),
                problem_reason => problems.of("reason"),
            },
        )
    }
}
