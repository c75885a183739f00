//! A comment as its author sees it: how it stands and why, with the ways to change it and take it back.

use minijinja::context;
use model::{Comment, Grounds, Moment, Post, Problems, Verdict};

use crate::dates::Dates;
use crate::post::problem_text;
use crate::{Error, Frame, Pages};

/// The page of one's own comment, found by its secret alone.
#[derive(Clone, Debug)]
pub struct OwnPage {
    /// Around it; its path is the page's own, secret and all.
    pub frame: Frame,
    /// The comment.
    pub comment: Comment,
    /// The post it is about.
    pub post: Post,
    /// The class of reason for how it stands.
    pub grounds: Grounds,
    /// Until when its words may be changed.
    pub until: Option<Moment>,
    /// Whether they have just been.
    pub is_saved: bool,
    /// The words as typed, where they could not be saved.
    pub typed: Option<String>,
    /// What was wrong with them.
    pub problems: Problems,
}

/// The sentence that says how a comment stands.
fn told(verdict: Verdict, grounds: Grounds) -> &'static str {
    match (verdict, grounds) {
        (Verdict::Approved, _) => "own-approved",
        (Verdict::Withdrawn, _) => "own-withdrawn",
        (Verdict::Rejected, _) => "own-rejected",
        (Verdict::Spam, _) => "own-spam",
        (Verdict::Held, Grounds::Age) => "own-held-age",
        (Verdict::Held, Grounds::Links) => "own-held-links",
        (Verdict::Held, Grounds::Block) => "own-held-block",
        (Verdict::Held, Grounds::Signs) => "own-held-signs",
        (Verdict::Held, Grounds::Rush) => "own-held-rush",
        (Verdict::Held, Grounds::Flags) => "own-held-flags",
        (Verdict::Held, Grounds::Author) => "own-held-author",
        (Verdict::Held, Grounds::Person | Grounds::Undo) => "own-held-person",
        (Verdict::Held, Grounds::Mode | Grounds::Trap) => "own-held",
    }
}

impl Pages {
    /// The page of one's own comment; posts `then` (`save` or `withdraw`) and `body` to its own address.
    ///
    /// # Errors
    /// When the template fails.
    pub fn own(&self, page: &OwnPage) -> Result<String, Error> {
        let (frame, comment, post) = (&page.frame, &page.comment, &page.post);
        let dates = Dates::of(&frame.site);
        let spoken = self.words().of(&frame.site.language);
        let (lang, dir) = frame.tongue(post.writing.language.as_ref());
        let typed = page.typed.as_deref().unwrap_or(&comment.body);
        let problem = page.problems.0.first().map(|it| problem_text(it.field, &it.message, typed, spoken));
        let anchor = match comment.verdict {
            Verdict::Approved => format!("#comment-{}", comment.id),
            _ => "#comments".to_owned(),
        };
        let values = context! {
            id => comment.id.to_string(),
            gone => comment.verdict == Verdict::Withdrawn,
            told => told(comment.verdict, page.grounds),
            name => comment.name.as_str(),
            date => dates.minute(comment.created),
            html => comment.html.as_str(),
            href => post.permalink.as_ref().map(|permalink| permalink.encoded() + &anchor),
            headline => post.writing.headline.as_str(),
            lang => lang,
            dir => dir,
            until => page.until.map(|until| dates.minute(until)),
            typed => typed,
            problem => problem,
            saved => page.is_saved,
        };
        self.render_public("own.html", frame, values)
    }
}
