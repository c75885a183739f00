//! A post as those need it who comment on it: read at every comment, so without its HTML, its source and most of its
//! text.

use std::borrow::Cow;

use model::comment::CommentMode;
use model::{Moment, Permalink, Post, PostId, Standing};
use serde::Deserialize;

use super::{read_permalink, read_standing};
use crate::Error;
use crate::db::Conn;
use crate::value::{Row, statements, values};

/// Characters of a post that tell what it is written in.
const SAMPLE: usize = 1_000;

statements! {
    BY_PERMALINK = "SELECT id, standing, published_at, standing_at, reason, revision, modified, writing FROM posts
                    WHERE permalink = $1";
    NOW = "SELECT standing, published_at, standing_at, reason, revision, modified FROM posts
           WHERE id = $1 AND permalink = $2";
    ADDRESS = "SELECT permalink FROM posts WHERE id = $1 AND standing = 'published' AND permalink IS NOT NULL";
}

/// What a comment is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The post.
    pub id: PostId,
    /// Since when readers see it; `None` when they don't.
    pub out: Option<Moment>,
    /// What it does with new comments, if not what the site does.
    pub comments: Option<CommentMode>,
    /// Its headline and the beginning of its text.
    pub sample: String,
}

impl Subject {
    /// A post's.
    pub fn of(post: &Post) -> Self {
        let writing = &post.writing;
        Subject {
            id: post.id,
            out: post.published(),
            comments: writing.comments,
            sample: sample(&writing.headline, &writing.body),
        }
    }
}

fn sample(headline: &str, body: &str) -> String {
    let mut sample = format!("{headline} ");
    sample.extend(body.chars().take(SAMPLE));
    sample
}

/// How a post stood when its subject was read: whatever is written to it changes this.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    standing: Standing,
    revision: i64,
    modified: Moment,
}

fn read_state(row: &mut Row) -> Result<State, Error> {
    Ok(State { standing: read_standing(row)?, revision: row.get()?, modified: row.get()? })
}

/// The few fields of a writing that count here.
#[derive(Deserialize)]
struct Part<'a> {
    #[serde(borrow)]
    headline: Cow<'a, str>,
    #[serde(borrow)]
    body: Cow<'a, str>,
    comments: Option<CommentMode>,
}

/// What is commented on at an address, whatever its standing, and how it stands.
///
/// # Errors
/// When the database can't be read.
pub fn at(conn: &mut Conn, permalink: &Permalink) -> Result<Option<(Subject, State)>, Error> {
    let Some(mut row) = conn.one(BY_PERMALINK, values![permalink.as_str()])? else { return Ok(None) };
    let id = row.get()?;
    let state = read_state(&mut row)?;
    let out = match state.standing {
        Standing::Published { at } => Some(at),
        _ => None,
    };
    let (comments, sample) = row.word(|text| {
        let part: Part<'_> = serde_json::from_str(text).ok()?;
        Some((part.comments, sample(&part.headline, &part.body)))
    })?;
    Ok(Some((Subject { id, out, comments, sample }, state)))
}

/// Whether the post at an address is still the one that was read there, and unchanged.
///
/// # Errors
/// When the database can't be read.
pub fn is_still(
    conn: &mut Conn,
    permalink: &Permalink,
    (subject, state): (&Subject, &State),
) -> Result<bool, Error> {
    let row = conn.one(NOW, values![subject.id, permalink.as_str()])?;
    Ok(row.map(|mut row| read_state(&mut row)).transpose()?.as_ref() == Some(state))
}

/// The address under which readers find a post; `None` when they don't.
///
/// # Errors
/// When the database can't be read.
pub fn address(conn: &mut Conn, id: PostId) -> Result<Option<Permalink>, Error> {
    conn.one(ADDRESS, values![id])?.map(|mut row| row.word(read_permalink)).transpose()
}
