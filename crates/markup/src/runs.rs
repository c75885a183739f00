//! Two texts told as one: the words that both have, and those that only one of them has.

/// What became of some words, or of a line, on their way from one text to the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunKind {
    /// In both.
    Same,
    /// Only in the later one.
    Added,
    /// Only in the earlier one.
    Removed,
}

impl RunKind {
    /// `same`, `added` or `removed`.
    pub fn as_str(self) -> &'static str {
        match self {
            RunKind::Same => "same",
            RunKind::Added => "added",
            RunKind::Removed => "removed",
        }
    }
}

/// Some words with what became of them. All but the removed ones, one after the other, are the later text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// What became of them.
    pub kind: RunKind,
    /// The words, with the spaces and marks around them.
    pub text: String,
}

/// Runs being gathered: neighbours of one kind are one, what went stands before what came, and changes with only
/// white space between them are one, so that a changed phrase is read as one.
#[derive(Debug, Default)]
pub struct Runs {
    done: Vec<Run>,
    removed: String,
    added: String,
    /// White space behind a change, until it is known whether another change follows.
    space: String,
}

impl Runs {
    /// Adds what comes next.
    pub fn push(&mut self, kind: RunKind, text: &str) {
        if text.is_empty() {
            return;
        }
        let changed = !self.removed.is_empty() || !self.added.is_empty();
        match kind {
            RunKind::Same if changed && text.chars().all(char::is_whitespace) => self.space.push_str(text),
            RunKind::Same => {
                self.settle();
                match self.done.last_mut() {
                    Some(last) if last.kind == kind => last.text.push_str(text),
                    _ => self.done.push(Run { kind, text: text.to_owned() }),
                }
            }
            RunKind::Added | RunKind::Removed => {
                if !self.space.is_empty() {
                    let space = std::mem::take(&mut self.space);
                    self.removed.push_str(&space);
                    self.added.push_str(&space);
                }
                if kind == RunKind::Added { &mut self.added } else { &mut self.removed }.push_str(text);
            }
        }
    }

    /// Ends the change that is being gathered: what comes next is none of it.
    pub fn settle(&mut self) {
        for (kind, text) in [
            (RunKind::Removed, std::mem::take(&mut self.removed)),
            (RunKind::Added, std::mem::take(&mut self.added)),
            (RunKind::Same, std::mem::take(&mut self.space)),
        ] {
            if !text.is_empty() {
                self.done.push(Run { kind, text });
            }
        }
    }

    /// All runs.
    pub fn finish(mut self) -> Vec<Run> {
        self.settle();
        self.done
    }
}
