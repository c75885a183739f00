//! A comment, before any format has a say in it.

use model::Moment;

use super::chance::Chance;
use super::story::Library;
use super::words::name;

/// How a comment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Approved,
    Held,
    Spam,
    Rejected,
    Withdrawn,
}

/// A comment.
#[derive(Debug)]
pub(super) struct Remark {
    pub key: u64,
    pub post: u64,
    /// Key of the one it answers; that may come later.
    pub parent: Option<u64>,
    pub state: State,
    /// Empty for one in some.
    pub name: String,
    /// His page; for half of them none.
    pub website: Option<String>,
    /// Whether it is another site that says that it linked here.
    pub pingback: bool,
    pub created: Moment,
    /// Plain text, line by line; an empty one is a paragraph's end.
    pub lines: Vec<String>,
}

impl Library {
    /// A comment under a post.
    pub(super) fn remark(&self, number: u64, at: u64) -> Remark {
        let post = self.key(number);
        let count = self.comments(number);
        let mut chance = Chance::of(self.size.seed, 5, post + at);
        let speech = self.speech(number);
        // One in three answers another, wherever that stands.
        let answered = match chance.below(3) {
            0 if count > 1 => chance.below(usize::try_from(count).unwrap_or(1)) as u64,
            _ => at,
        };
        let mut author = String::new();
        if !chance.one_in(12) {
            name(&mut chance, &mut author);
        }
        let mut lines = Vec::new();
        for _ in 0..1 + chance.below(3) {
            let mut line = String::new();
            let sentences = 1 + chance.below(2);
            speech.sentences(sentences, &mut chance, &mut line);
            lines.push(line);
            if chance.one_in(4) {
                lines.push(String::new());
            }
        }
        while lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        Remark {
            key: post + 1 + at,
            post,
            parent: (answered != at).then_some(post + 1 + answered),
            state: match chance.below(60) {
                11 => State::Held,
                17 | 37 => State::Spam,
                29 => State::Rejected,
                43 => State::Withdrawn,
                _ => State::Approved,
            },
            website: chance
                .one_in(2)
                .then(|| format!("https://www.blogger.com/profile/{}", chance.below(1_000_000))),
            name: author,
            pingback: chance.one_in(50),
            created: self.published(number).plus_seconds(60 + at as i64 * 97),
            lines,
        }
    }
}
