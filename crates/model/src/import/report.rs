//! What became of everything: a report that adds up.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Platform;

/// Most single entries that a report names for one kind; the counts go on.
pub const IMPORT_NOTES: usize = 500;

/// What became of one entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is here as it was.
    Kept,
    /// An earlier run brought it.
    Known,
    /// It is here, but not as it was: how, in plain sentences.
    Changed(Vec<String>),
    /// It is not here: why, in one plain sentence. Its original is kept all the same.
    Dropped(String),
}

/// Numbers of one kind of entry. `found` = `kept` + `known` + `changed` + `dropped`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// In the file.
    pub found: u64,
    /// Here as they were.
    pub kept: u64,
    /// Here since an earlier run.
    pub known: u64,
    /// Here, with changes.
    pub changed: u64,
    /// Not here.
    pub dropped: u64,
}

/// One entry that did not come as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// What it is: `post`, `comment`.
    pub kind: String,
    /// Its id there.
    pub id: String,
    /// Whether it is here.
    pub here: bool,
    /// How it changed, or why it is not here.
    pub why: String,
}

/// What became of everything in an export.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportReport {
    /// Where it comes from.
    pub platform: Platform,
    /// Whether nothing was written.
    pub dry_run: bool,
    /// By kind: `post: published`, `comment: approved`, `setting`.
    pub counts: BTreeMap<String, Count>,
    /// Reasons with their numbers: why entries changed or were dropped.
    pub reasons: BTreeMap<String, u64>,
    /// Elements and fields no reader knows, with their numbers.
    pub unknown: BTreeMap<String, u64>,
    /// Facts that say who somebody is, with their numbers: `mail address`, `network address`.
    pub private: BTreeMap<String, u64>,
    /// Entries that changed or were dropped, the first [`IMPORT_NOTES`] of each kind.
    pub told: Vec<Told>,
    /// What a person should know besides, in plain sentences.
    pub notes: Vec<String>,
}

impl ImportReport {
    /// One with nothing in it.
    pub fn new(platform: Platform, dry_run: bool) -> Self {
        ImportReport {
            platform,
            dry_run,
            counts: BTreeMap::new(),
            reasons: BTreeMap::new(),
            unknown: BTreeMap::new(),
            private: BTreeMap::new(),
            told: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Enters what became of an entry. `kind` may say how it stood after a colon: `post: draft`.
    pub fn enter(&mut self, kind: &str, id: &str, fate: &Fate) {
        let count = self.counts.entry(kind.to_owned()).or_default();
        count.found += 1;
        match fate {
            Fate::Kept => count.kept += 1,
            Fate::Known => count.known += 1,
            Fate::Changed(how) => {
                count.changed += 1;
                for why in how {
                    *self.reasons.entry(why.clone()).or_default() += 1;
                }
                self.tell(kind, id, true, &how.join("; "));
            }
            Fate::Dropped(why) => {
                count.dropped += 1;
                *self.reasons.entry(why.clone()).or_default() += 1;
                self.tell(kind, id, false, why);
            }
        }
    }

    /// Enters a fact that says who somebody is.
    pub fn private(&mut self, what: &str) {
        *self.private.entry(what.to_owned()).or_default() += 1;
    }

    /// Enters names that no reader knows.
    pub fn unknown(&mut self, names: &[String]) {
        for name in names {
            *self.unknown.entry(name.clone()).or_default() += 1;
        }
    }

    /// Adds a sentence, once.
    pub fn note(&mut self, sentence: impl Into<String>) {
        let sentence = sentence.into();
        if !self.notes.contains(&sentence) {
            self.notes.push(sentence);
        }
    }

    /// Whether every kind's numbers add up.
    pub fn adds_up(&self) -> bool {
        self.counts
            .values()
            .all(|count| count.found == count.kept + count.known + count.changed + count.dropped)
    }

    /// All kinds together.
    pub fn total(&self) -> Count {
        let mut total = Count::default();
        for count in self.counts.values() {
            total.found += count.found;
            total.kept += count.kept;
            total.known += count.known;
            total.changed += count.changed;
            total.dropped += count.dropped;
        }
        total
    }

    fn tell(&mut self, kind: &str, id: &str, here: bool, why: &str) {
        let kind = kind.split(':').next().unwrap_or(kind);
        if self.told.iter().filter(|told| told.kind == kind).count() < IMPORT_NOTES {
            self.told.push(Told { kind: kind.to_owned(), id: id.to_owned(), here, why: why.to_owned() });
        }
    }
}
