//! Rows that wait to be written.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;

use model::{Citation, Comment, Edition, Grounds, Media, Moment, Post, PostId, Source, Watch};

use crate::dialect::ADD_VERDICT;
use crate::posts::Tally;
use crate::value::{Value, row, statements, values};
use crate::{Engine, Error, Tx};
use crate::{citations, editions, media, posts, publications, related, revisions, search, telling};
use crate::{visits, watches};

/// Values that one statement takes at most.
const VALUES: usize = 800;

statements! {
    SOURCE = "INSERT INTO sources (id, url, host, outlet, byline, published, language, headline, licence, created)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    ADDRESS = "INSERT INTO addresses (key, source_id) VALUES ($1, $2)";
    /// As [`crate::comments`] adds one, with what its thread has made of it since.
    COMMENT = "INSERT INTO comments (id, post_id, parent_id, root_id, name, email, body, html, verdict, judged, created,
                   fingerprint, answers, thread_at, worth)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, '', $11, $12, $13)";
    VISIT = "INSERT INTO visits (post_id, day, readers) VALUES ($1, $2, $3)";
    VISIT_TOTAL = "INSERT INTO visit_totals (post_id, readers) VALUES ($1, $2)";
}

macro_rules! kinds {
    ($($name:ident = $insert:expr, $width:literal;)+) => {
        /// What a row is, each kind behind those that its rows refer to.
        #[derive(Clone, Copy)]
        enum Kind { $($name),+ }

        /// Of each kind the statement that adds one row, and how many values that takes.
        const KINDS: [(&str, usize); [$(Kind::$name),+].len()] = [$(($insert, $width)),+];
    };
}

kinds! {
    Label = posts::NAME_LABEL, 2;
    Source = SOURCE, 10;
    Address = ADDRESS, 2;
    Media = media::ADD, 9;
    Post = posts::INSERT, 25;
    PostLabel = posts::ADD_LABEL, 4;
    Revision = revisions::ADD, 6;
    Publication = publications::ADD, 5;
    Edition = editions::ADD, 9;
    Term = search::ADD, 2;
    Telling = telling::ADD, 4;
    Related = related::ADD, 4;
    Watch = watches::ADD, 24;
    Citation = citations::ADD, 4;
    Comment = COMMENT, 13;
    Verdict = ADD_VERDICT.one, 9;
    Visit = VISIT, 3;
    VisitTotal = VISIT_TOTAL, 2;
}

/// Rows that wait to be written together, in the words of the database. Any thread may gather them: what they cost to
/// make then costs nothing to the one who writes.
#[derive(Debug, Default)]
pub struct Load {
    rows: [Vec<Value>; KINDS.len()],
    tally: Tally,
    labels: HashSet<String>,
    days: BTreeMap<i64, i64>,
}

impl Load {
    fn add(&mut self, kind: Kind, row: impl IntoIterator<Item = Value>) {
        self.rows[kind as usize].extend(row);
    }

    /// Adds a post with its labels and its only revision; `month` as for [`posts::insert`].
    ///
    /// # Errors
    /// [`Error::Other`] when it is published without a permalink.
    pub fn post(&mut self, post: &Post, month: &str) -> Result<(), Error> {
        let writing = posts::kept(&post.writing)?;
        let revision = row![post.id.raw(), post.id, post.revision, &writing, post.author, post.created];
        let columns = posts::columns(post, month, writing)?;
        self.add(Kind::Post, columns);
        self.add(Kind::Revision, revision);
        let listed = posts::listed_at(post);
        for (label, position) in post.writing.labels.iter().zip(0_i64..) {
            if self.labels.insert(label.slug.to_string()) {
                self.add(Kind::Label, row![label.slug.as_str(), &label.name]);
            }
            self.add(Kind::PostLabel, row![post.id, position, label.slug.as_str(), listed]);
        }
        self.tally.add(post, listed.map(|_| month), posts::host(post));
        Ok(())
    }

    /// Adds that a post was published, and the edition which that made.
    pub fn publication(&mut self, edition: &Edition) {
        self.add(Kind::Publication, row![edition.post, edition.by, edition.at, "publish", ""]);
        self.add(Kind::Edition, editions::written(edition));
    }

    /// Adds a source that is new, and has its address lead there.
    ///
    /// # Errors
    /// None but of a byline that JSON has no words for.
    pub fn source(&mut self, source: &Source) -> Result<(), Error> {
        let fields = &source.fields;
        self.add(
            Kind::Source,
            row![
                source.id,
                &fields.url,
                &source.host,
                &fields.outlet,
                Value::json(&fields.byline)?,
                fields.published.map(model::Dated::iso),
                fields.language.as_ref().map(model::Language::as_str),
                &fields.headline,
                &fields.licence,
                source.created,
            ],
        );
        self.add(Kind::Address, row![model::address_key(&fields.url), source.id]);
        Ok(())
    }

    /// Adds a picture.
    pub fn media(&mut self, picture: &Media) {
        self.add(Kind::Media, media::written(picture));
    }

    /// Adds a comment with the one decision there was about it, and with what its thread makes of it: where the thread
    /// stands, if it is the first of one, and what that is worth.
    pub fn comment(&mut self, comment: &Comment, thread_at: Option<Moment>, worth: i64, grounds: Grounds) {
        self.add(
            Kind::Comment,
            row![
                comment.id,
                comment.post,
                comment.parent,
                comment.root,
                &comment.name,
                comment.email.as_ref(),
                &comment.body,
                &comment.html,
                comment.verdict.as_str(),
                comment.created,
                comment.answers,
                thread_at,
                worth,
            ],
        );
        let (by, act, was) = (Value::Null, Value::Null, Value::Null);
        let verdict = comment.verdict.as_str();
        self.add(
            Kind::Verdict,
            row![comment.id, 1_i64, verdict, grounds.as_str(), "", by, act, was, comment.created],
        );
    }

    /// Adds what a post is found by.
    pub fn terms(&mut self, post: PostId, terms: impl IntoIterator<Item = String>) {
        terms.into_iter().for_each(|term| self.add(Kind::Term, row![post, term]));
    }

    /// Adds the words by which a post can be told from others.
    pub fn telling(&mut self, post: PostId, words: impl IntoIterator<Item = String>, weight: i64) {
        words.into_iter().for_each(|word| self.add(Kind::Telling, row![post, "word", word, weight]));
    }

    /// Adds the posts that are near one, each as near as the others.
    pub fn related(&mut self, post: PostId, others: impl IntoIterator<Item = PostId>, nearness: i64) {
        others.into_iter().for_each(|other| self.add(Kind::Related, row![post, other, nearness, "[]"]));
    }

    /// Adds a watched address, and what cites it.
    ///
    /// # Errors
    /// None but of a sketch that JSON has no words for.
    pub fn watch(&mut self, watch: &Watch, citation: &Citation) -> Result<(), Error> {
        self.add(Kind::Watch, watches::written(watch)?);
        let Citation { watch, post, cited_as, published } = citation;
        self.add(Kind::Citation, row![*post, *watch, cited_as.as_str(), *published]);
        Ok(())
    }

    /// Adds all readers that a post has had: day (days since 1970, UTC) and how many, no day twice.
    pub fn readers(&mut self, post: PostId, by_day: &[(i64, i64)]) {
        for (day, readers) in by_day {
            self.add(Kind::Visit, row![post, *day, *readers]);
            *self.days.entry(*day).or_default() += readers;
        }
        let all: i64 = by_day.iter().map(|(_, readers)| readers).sum();
        if all > 0 {
            self.add(Kind::VisitTotal, row![post, all]);
        }
    }

    /// Empties it for what comes next.
    pub fn clear(&mut self) {
        self.rows.iter_mut().for_each(Vec::clear);
        self.labels.clear();
    }

    /// Writes everything.
    pub(super) fn write(&mut self, tx: &mut Tx) -> Result<(), Error> {
        let engine = tx.engine();
        for ((insert, width), values) in KINDS.iter().zip(&self.rows).filter(|(_, values)| !values.is_empty())
        {
            let at_once = VALUES / width;
            let many = values.chunks_exact(at_once * width);
            let rest = many.remainder();
            let (one, all) = (rows(engine, insert, 1), rows(engine, insert, at_once));
            many.into_iter().try_for_each(|values| tx.execute_again(&all, values))?;
            rest.chunks(*width).try_for_each(|values| tx.execute_again(&one, values))?;
        }
        for (day, readers) in std::mem::take(&mut self.days) {
            tx.execute(visits::ADD_DAY, values![day, readers])?;
        }
        std::mem::take(&mut self.tally).write(tx)
    }
}

/// A statement that adds a row, for some rows at once: their values in order, numbered in the way of the engine.
fn rows(engine: Engine, insert: &str, number: usize) -> String {
    // SQLite looks a named marker up among all before it; a numbered one it does not.
    let sign = if engine == Engine::Sqlite { '?' } else { '$' };
    let Some((head, rest)) = insert.split_once(" VALUES (") else { return insert.to_owned() };
    let (group, tail) = rest.split_once(')').unwrap_or((rest, ""));
    let mut text = format!("{head} VALUES ");
    let mut next = 0;
    for row in 0..number {
        text.push_str(if row == 0 { "(" } else { ", (" });
        for (at, part) in group.split(',').enumerate() {
            text.push_str(if at == 0 { "" } else { ", " });
            if part.trim_start().starts_with('$') {
                next += 1;
                let _ = write!(text, "{sign}{next}");
            } else {
                text.push_str(part.trim());
            }
        }
        text.push(')');
    }
    text + tail
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_numbered_through_and_what_stands_behind_them_stays() {
        let one = "INSERT INTO t (a, b, c) VALUES ($1, '', $2) ON CONFLICT DO NOTHING";
        let text = rows(Engine::Postgres, one, 2);
        assert_eq!(text, "INSERT INTO t (a, b, c) VALUES ($1, '', $2), ($3, '', $4) ON CONFLICT DO NOTHING");
    }

    #[test]
    fn every_kind_has_as_many_values_as_its_statement() {
        for (insert, width) in KINDS {
            assert_eq!(rows(Engine::Sqlite, insert, 1).matches('?').count(), width, "{insert}");
        }
    }
}
