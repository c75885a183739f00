//! Comments.

use std::collections::HashSet;

use model::Verdict;
use model::import::OldComment;

use super::author;
use super::body;
use super::entry::{Reading, number};

impl Reading<'_> {
    /// The comment, and what nobody knows in it.
    pub(super) fn comment(&self, writers: &HashSet<String>) -> (OldComment, Vec<String>) {
        let key = self.key();
        let mut changed = self.piece.mended();
        changed.extend(self.odd_dates());
        let mut unknown = self.unknown();
        let verdict = self.verdict(&mut changed, &mut unknown);
        let author = self.element.child("author");
        let comment = OldComment {
            post: self.post_key(),
            parent: self.parent_key().filter(|parent| *parent != key),
            writer: author::writer(self, writers),
            name: author.map(author::name).unwrap_or_default(),
            email: author.and_then(author::email),
            website: author.and_then(author::website),
            network: None,
            // Of a comment that was taken back, Blogger keeps a sentence that says so.
            body: if verdict == Verdict::Withdrawn { String::new() } else { body::comment(&self.html()) },
            created: self.moment("created").or_else(|| self.moment("published")),
            verdict,
            anchor: key.bytes().all(|b| b.is_ascii_digit()).then(|| format!("c{key}")),
            changed,
            key,
        };
        (comment, unknown)
    }

    fn post_key(&self) -> String {
        let parent = self.element.word_of("parent");
        if !parent.is_empty() {
            return number(&parent);
        }
        let to = self.element.child("in-reply-to");
        to.and_then(|to| to.attribute("ref")).map(|id| number(id.trim())).unwrap_or_default()
    }

    /// The comment it answers: named in a Takeout; in a backup, a link to that comment's entry.
    fn parent_key(&self) -> Option<String> {
        let to = self.element.word_of("inReplyTo");
        if !to.is_empty() {
            return Some(number(&to));
        }
        let link = self.link("related")?;
        let last = link.split(['?', '#']).next()?.trim_end_matches('/').rsplit('/').next()?.to_owned();
        (!last.is_empty() && last.bytes().all(|b| b.is_ascii_digit())).then_some(last)
    }

    fn verdict(&self, changed: &mut Vec<String>, unknown: &mut Vec<String>) -> Verdict {
        if self.property("blogger.contentRemoved").is_some_and(|removed| removed.eq_ignore_ascii_case("true"))
        {
            return Verdict::Withdrawn;
        }
        if self.trashed() {
            changed.push("it lay in the bin".to_owned());
            return Verdict::Rejected;
        }
        let status = self.element.word_of("status");
        match &*status.to_ascii_uppercase() {
            "" if self.draft() => Verdict::Held,
            "" | "LIVE" => Verdict::Approved,
            "PENDING" | "PENDING_MODERATION" => Verdict::Held,
            "SPAM" | "SPAM_COMMENT" => Verdict::Spam,
            "EMPTIED" | "EMPTIED_COMMENT" | "REMOVED_BY_AUTHOR" => Verdict::Withdrawn,
            // Blogger hid it; nothing but a place is left of one without words.
            "GHOSTED" | "GHOSTED_COMMENT" if self.html().trim().is_empty() => Verdict::Withdrawn,
            "GHOSTED" | "GHOSTED_COMMENT" | "REJECTED" | "DELETED" | "SOFT_TRASHED" => Verdict::Rejected,
            _ => {
                changed.push(format!("how it stood, “{status:.60}”, is not known here: it waits"));
                unknown.push(format!("status {status:.60}"));
                Verdict::Held
            }
        }
    }
}
