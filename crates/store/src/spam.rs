//! What people's verdicts have taught of spam: counts of terms, and what each comment has added to them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use model::spam::{Counts, Record, Weighed};
use model::{CommentId, Moment, PostId, Verdict};

use crate::db::Conn;
use crate::dialect::{NETWORK, REPEATED, SPAM_COUNTS, SPAM_DROP, SPAM_LEARN, SPAM_UNLEARN};
use crate::value::{Row, Value, row, statements, values};
use crate::{Error, Tx, tallies};

/// Most terms that are kept from one day to the next.
pub const TERMS_KEPT: i64 = 200_000;
/// Rows changed in one go.
const AT_ONCE: u32 = 5_000;

statements! {
    LESSON_OF = "SELECT verdict, terms FROM spam_lessons WHERE comment_id = $1";
    ADD_LESSON = "INSERT INTO spam_lessons (comment_id, verdict, terms) VALUES ($1, $2, $3)
                  ON CONFLICT (comment_id) DO UPDATE SET verdict = excluded.verdict, terms = excluded.terms";
    REMOVE_LESSON = "DELETE FROM spam_lessons WHERE comment_id = $1";
    WEIGHED = "UPDATE comments SET network = $2, saying = $3, score = $4, signs = $5 WHERE id = $1";
    FORGET_NETWORKS = "UPDATE comments SET network = NULL
                       WHERE id IN (SELECT id FROM comments WHERE network IS NOT NULL AND created < $1 LIMIT $2)";
    NUMBER = "SELECT count(*) FROM spam_terms";
    PRUNE = "DELETE FROM spam_terms WHERE id IN
                 (SELECT id FROM spam_terms WHERE spam + approved <= $1 ORDER BY seen LIMIT $2)";
}

/// What is to be learnt from a comment: that people call it spam, or approve of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lesson {
    /// [`Verdict::Spam`] or [`Verdict::Approved`].
    pub verdict: Verdict,
    /// Its terms' keys.
    pub terms: Vec<i64>,
}

/// How many comments were learnt from.
///
/// # Errors
/// When the database can't be read.
pub fn learnt(conn: &mut Conn) -> Result<Counts, Error> {
    let mut learnt = Counts::default();
    for (key, number) in tallies::all(conn, tallies::LESSONS)? {
        match key.parse() {
            Ok(Verdict::Spam) => learnt.spam = number,
            Ok(Verdict::Approved) => learnt.approved = number,
            _ => {}
        }
    }
    Ok(learnt)
}

/// Those of some terms that were learnt, by their keys, with how many comments have each: one look.
///
/// # Errors
/// When the database can't be read.
pub fn known(conn: &mut Conn, keys: &BTreeSet<i64>) -> Result<HashMap<i64, Counts>, Error> {
    if keys.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = conn.query(SPAM_COUNTS.of(conn.engine()), &[Value::json(keys)?])?.into_iter();
    rows.map(|mut row| Ok((row.get()?, Counts { spam: row.get()?, approved: row.get()? }))).collect()
}

/// Learns from comments, each once: what was learnt from one before is taken back first, and with `None` nothing is
/// put in its place. A lesson of the same verdict stays as it is.
///
/// Who learns waits for whoever else does (the first tally is everybody's), so call it last in a transaction.
///
/// # Errors
/// [`Error::Reference`] when a comment is not there.
pub fn learn(tx: &mut Tx, lessons: Vec<(CommentId, Option<Lesson>)>, now: Moment) -> Result<(), Error> {
    let mut steps: BTreeMap<i64, Counts> = BTreeMap::new();
    let mut count = |lesson: &Lesson, by: i64| {
        for term in &lesson.terms {
            let step = steps.entry(*term).or_default();
            *(if lesson.verdict == Verdict::Spam { &mut step.spam } else { &mut step.approved }) += by;
        }
    };
    let (mut before, mut after) = (Vec::new(), Vec::new());
    let fact = |lesson: &Lesson| (tallies::LESSONS, lesson.verdict.as_str().to_owned());
    for (comment, new) in lessons {
        let old = lesson_of(tx, comment)?;
        if old.as_ref().map(|old| old.verdict) == new.as_ref().map(|new| new.verdict) {
            continue;
        }
        if let Some(old) = &old {
            count(old, -1);
            before.push(fact(old));
            tx.execute(REMOVE_LESSON, values![comment])?;
        }
        if let Some(new) = &new {
            count(new, 1);
            after.push(fact(new));
            let terms = Value::json(&new.terms)?;
            tx.execute(ADD_LESSON, values![comment, new.verdict.as_str(), terms])?;
        }
    }
    if before.is_empty() && after.is_empty() {
        return Ok(());
    }
    after.push((tallies::LESSONS, "all".to_owned()));
    tallies::replace(tx, before, after)?;
    let engine = tx.engine();
    let part = |sign: i64| -> Vec<(i64, i64, i64)> {
        let of = |step: &Counts| ((sign * step.spam).max(0), (sign * step.approved).max(0));
        steps
            .iter()
            .map(|(key, step)| (*key, of(step).0, of(step).1))
            .filter(|row| row.1 + row.2 > 0)
            .collect()
    };
    let (more, less) = (part(1), part(-1));
    if !more.is_empty() {
        tx.execute(SPAM_LEARN.of(engine), &[Value::json(&more)?, Value::from(now)])?;
    }
    if !less.is_empty() {
        tx.execute(SPAM_UNLEARN.of(engine), &[Value::json(&less)?])?;
        let keys: Vec<i64> = less.iter().map(|row| row.0).collect();
        tx.execute(SPAM_DROP.of(engine), &[Value::json(&keys)?])?;
    }
    Ok(())
}

fn lesson_of(conn: &mut Conn, comment: CommentId) -> Result<Option<Lesson>, Error> {
    let read = |mut row: Row| Ok(Lesson { verdict: row.word(|word| word.parse().ok())?, terms: row.json()? });
    conn.one(LESSON_OF, values![comment])?.map(read).transpose()
}

/// How a comment was weighed, and what others are weighed by that are like it.
#[derive(Clone, Copy, Debug)]
pub struct Weighing<'a> {
    /// The network it came from.
    pub network: &'a str,
    /// The number of its saying.
    pub saying: Option<i64>,
    /// What it was found to be.
    pub weighed: &'a Weighed,
}

/// Writes how a comment that is here was weighed.
///
/// # Errors
/// When the database can't be written.
pub fn weighed(tx: &mut Tx, id: CommentId, weighing: &Weighing<'_>) -> Result<(), Error> {
    let Weighing { network, saying, weighed } = *weighing;
    let signs = Value::json(&weighed.signs)?;
    tx.execute(WEIGHED, values![id, network, saying, i64::from(weighed.score), signs]).map(drop)
}

/// Which comments have said each of some sayings, each since a moment, and about which posts: of each the last fifty, in
/// the sayings' order.
///
/// # Errors
/// When the database can't be read.
pub fn repeated(conn: &mut Conn, sayings: &[(i64, Moment)]) -> Result<Vec<Vec<(PostId, CommentId)>>, Error> {
    let rows: Vec<Vec<Value>> = sayings.iter().map(|(saying, since)| row![*saying, *since].into()).collect();
    let read = |mut row: Row| Ok((row.get()?, row.get()?));
    let answers = conn.query_each(&REPEATED, &rows)?.into_iter();
    answers.map(|rows| rows.into_iter().map(read).collect()).collect()
}

/// What people decided about the comments of each of some networks, each since a moment; of each the last fifty are
/// looked at, in the networks' order.
///
/// # Errors
/// When the database can't be read.
pub fn records_of(conn: &mut Conn, networks: &[(&str, Moment)]) -> Result<Vec<Record>, Error> {
    let rows: Vec<Vec<Value>> =
        networks.iter().map(|(network, since)| row![*network, *since].into()).collect();
    let read = |rows: Vec<Row>| {
        let mut record = Record::default();
        for mut row in rows {
            let verdict: Verdict = row.word(|word| word.parse().ok())?;
            *(if verdict == Verdict::Spam { &mut record.spam } else { &mut record.approved }) += 1;
        }
        Ok(record)
    };
    conn.query_each(&NETWORK, &rows)?.into_iter().map(read).collect()
}

/// Forgets the networks of comments from before a moment, some thousand at most; whether there may be more.
///
/// # Errors
/// When the database can't be written.
pub fn forget_networks(tx: &mut Tx, before: Moment) -> Result<bool, Error> {
    Ok(tx.execute(FORGET_NETWORKS, values![before, AT_ONCE])? == u64::from(AT_ONCE))
}

/// Drops terms until no more than so many are left ([`TERMS_KEPT`]), those first that the fewest comments have, of
/// these the ones not met for longest; some thousand at most. Whether there may be more to drop.
///
/// # Errors
/// When the database can't be written.
pub fn prune(tx: &mut Tx, kept: i64) -> Result<bool, Error> {
    let number: i64 = tx.one(NUMBER, &[])?.map_or(Ok(0), |mut row| row.get())?;
    let many = (number - kept).clamp(0, i64::from(AT_ONCE));
    let mut left = many;
    let mut rare = 1_i64;
    while left > 0 {
        let dropped = tx.execute(PRUNE, values![rare, left])?;
        left -= i64::try_from(dropped).unwrap_or(left);
        rare *= 4;
    }
    Ok(many == i64::from(AT_ONCE))
}
