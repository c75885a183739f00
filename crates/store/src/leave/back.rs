//! The way back in: rows are written as they were, in the transaction of the caller.

use std::collections::BTreeMap;

use super::column::{Column, Fields, from_json};
use super::nouns::{NOUNS, Noun, named};
use super::{Counts, rebuilt};
use crate::backup::{hold, insert, let_go};
use crate::value::Value;
use crate::{Engine, Error, Tx};

/// Values that wait to be put in together.
const VALUES: usize = 8_000;
/// Bytes of text that wait.
const BYTES: usize = 4 << 20;

/// Tables of a new site that are not empty: what comes back takes the place of what is there.
const KEPT_READY: &[&str] = &["settings", "ledger_head"];

/// A site on its way back into an empty database.
pub struct Back<'a, 'b> {
    tx: &'a mut Tx<'b>,
    noun: Option<&'static Noun>,
    waiting: Vec<Value>,
    bytes: usize,
    again: Vec<String>,
    counts: Counts,
}

impl<'a, 'b> Back<'a, 'b> {
    /// Begins, in a transaction in which nothing was written yet.
    ///
    /// # Errors
    /// [`Error::Schema`] when there is a site already: says what was found.
    pub fn begin(tx: &'a mut Tx<'b>) -> Result<Self, Error> {
        for noun in NOUNS.iter().filter(|noun| !KEPT_READY.contains(&noun.table)) {
            let mut found = false;
            tx.each(&format!("SELECT 1 FROM {} LIMIT 1", noun.table), &mut |line| {
                found |= matches!(line, crate::backup::Line::Row(_));
                Ok(())
            })?;
            if found {
                return Err(Error::Schema(format!(
                    "there is a site here already (it has {}); an export comes back into an empty one. Name another \
                     with --data or --database",
                    noun.name.replace('_', " ")
                )));
            }
        }
        if tx.engine() == Engine::Sqlite {
            // A comment may stand before the one it answers; all references are looked at in the end.
            tx.batch("PRAGMA defer_foreign_keys = ON")?;
        }
        let again = let_go(tx)?;
        Ok(Back { tx, noun: None, waiting: Vec::new(), bytes: 0, again, counts: Counts::new() })
    }

    /// Whether an export may have a noun of this name, and whether in the private tree.
    pub fn knows(name: &str, private: bool) -> bool {
        named(name).is_some_and(|noun| {
            if private {
                noun.is_private || noun.columns.iter().any(Column::is_private)
            } else {
                !noun.is_private
            }
        })
    }

    /// Whether a noun stands in the private tree with all that it has.
    pub fn is_whole(name: &str) -> bool {
        named(name).is_some_and(|noun| noun.is_private)
    }

    /// Takes a row: the text of one JSON object.
    ///
    /// # Errors
    /// [`Error::Corrupt`] with the field that is missing, unknown or something else than it should be; the
    /// database's.
    pub fn row(&mut self, name: &str, text: &str) -> Result<(), Error> {
        let noun = named(name).ok_or_else(|| odd(format!("nothing is called “{name}” here")))?;
        if self.noun.is_none_or(|current| current.name != noun.name) {
            self.flush()?;
            self.noun = Some(noun);
            if KEPT_READY.contains(&noun.table) && !self.counts.contains_key(noun.name) {
                let only = if noun.only.is_empty() { "1 = 1" } else { noun.only };
                self.tx.batch(&format!("DELETE FROM {} WHERE {only}", noun.table))?;
            }
        }
        let mut fields = fields(text)?;
        let first = self.waiting.len();
        for column in noun.columns {
            let value = if noun.is_private || column.is_here() {
                taken(&mut fields, column)?
            } else {
                column.filler(self.waiting.get(first))
            };
            self.waiting.push(value);
        }
        nothing_left(&fields, noun)?;
        self.bytes += text.len();
        *self.counts.entry(noun.name).or_insert(0) += 1;
        if self.waiting.len() + noun.columns.len() > VALUES || self.bytes > BYTES {
            self.flush()?;
        }
        Ok(())
    }

    /// Takes what is private of a row that came before.
    ///
    /// # Errors
    /// As [`Back::row`]; [`Error::Corrupt`] when there is no such row.
    pub fn private(&mut self, name: &str, text: &str) -> Result<(), Error> {
        self.flush()?;
        let noun = named(name).ok_or_else(|| odd(format!("nothing is called “{name}” here")))?;
        let mut fields = fields(text)?;
        let key = taken(&mut fields, &noun.columns[0])?;
        let mut row = vec![key];
        for column in noun.columns.iter().filter(|column| column.is_private()) {
            row.push(taken(&mut fields, column)?);
        }
        nothing_left(&fields, noun)?;
        self.tx.execute(noun.completed, &row).map(drop)
    }

    fn flush(&mut self) -> Result<(), Error> {
        if let Some(noun) = self.noun
            && !self.waiting.is_empty()
        {
            let names: Vec<String> = noun.columns.iter().map(|column| column.name.to_owned()).collect();
            insert(self.tx, noun.table, &names, &self.waiting)?;
        }
        self.waiting.clear();
        self.bytes = 0;
        Ok(())
    }

    /// Ends: every reference leads somewhere, and what is counted from rows is counted. Rows by noun.
    ///
    /// # Errors
    /// [`Error::Reference`] when a row names one that is not there.
    pub fn finish(mut self) -> Result<Counts, Error> {
        self.flush()?;
        hold(self.tx, &self.again)?;
        rebuilt::tallies(self.tx)?;
        rebuilt::visit_days(self.tx)?;
        Ok(self.counts)
    }
}

fn odd(why: String) -> Error {
    Error::Corrupt(why)
}

fn fields(text: &str) -> Result<Fields, Error> {
    serde_json::from_str(text).map_err(|error| odd(format!("this is no object of JSON: {error}")))
}

fn taken(fields: &mut Fields, column: &Column) -> Result<Value, Error> {
    let word = column.word();
    let read = fields.remove(word).map_or(Ok(Value::Null), |raw| from_json(column.kind, &raw));
    match read {
        Ok(Value::Null) if column.is_here() && !column.is_optional => {
            Err(odd(format!("the field “{word}” is missing")))
        }
        Ok(value) => Ok(value),
        Err(why) => Err(odd(format!("the field “{word}” can't be read: {why}"))),
    }
}

fn nothing_left(
    fields: &BTreeMap<String, Box<serde_json::value::RawValue>>,
    noun: &Noun,
) -> Result<(), Error> {
    match fields.keys().next() {
        None => Ok(()),
        Some(unknown) => Err(odd(format!(
            "the field “{unknown}” of {} is not known to this Courant; an export of a newer one is brought in by that \
             one or a newer one",
            noun.name.replace('_', " ")
        ))),
    }
}
