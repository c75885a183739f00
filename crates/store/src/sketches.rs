//! Texts in a few numbers, looked up by any of them.

use std::collections::HashMap;

use model::{PostId, Sketch};

use crate::db::Conn;
use crate::value::{statements, values};
use crate::{Error, Tx};

/// Most posts taken of one number: a number that very many share says little.
const PER_NUMBER: u32 = 20;
/// Most posts that one look gives.
const NEAREST: usize = 40;

statements! {
    ADD = "INSERT INTO sketches (post_id, place, number) VALUES ($1, $2, $3) ON CONFLICT (post_id, place) DO NOTHING";
    OF_POST = "SELECT number FROM sketches WHERE post_id = $1 ORDER BY place";
    NEAR = "SELECT post_id FROM sketches WHERE place = $1 AND number = $2 AND post_id <> $3
            ORDER BY post_id DESC LIMIT $4";
}

/// Keeps a post's sketch, the first one it has.
///
/// # Errors
/// [`Error::Reference`] when there is no such post.
pub fn add(tx: &mut Tx, post: PostId, sketch: &Sketch) -> Result<(), Error> {
    for (place, number) in (0_i64..).zip(sketch.places()) {
        tx.execute(ADD, values![post, place, *number])?;
    }
    Ok(())
}

/// A post's sketch.
///
/// # Errors
/// When the database can't be read.
pub fn of_post(conn: &mut Conn, post: PostId) -> Result<Option<Sketch>, Error> {
    let rows = conn.query(OF_POST, values![post])?;
    let places = rows.into_iter().map(|mut row| row.get()).collect::<Result<Vec<i64>, Error>>()?;
    Ok(Sketch::from_places(&places))
}

/// Other posts whose sketches have a number in common with this one, with their sketches: those with the
/// most first, forty at most. As many small look-ups as a sketch has numbers, whatever the number of posts.
///
/// # Errors
/// When the database can't be read.
pub fn near(conn: &mut Conn, post: PostId, sketch: &Sketch) -> Result<Vec<(PostId, Sketch)>, Error> {
    let mut shared: HashMap<i64, usize> = HashMap::new();
    for (place, number) in (0_i64..).zip(sketch.places()) {
        for mut row in conn.query(NEAR, values![place, *number, post, PER_NUMBER])? {
            *shared.entry(row.get()?).or_default() += 1;
        }
    }
    let mut nearest: Vec<(usize, i64)> = shared.into_iter().map(|(id, count)| (count, id)).collect();
    nearest.sort_unstable_by(|one, other| other.cmp(one));
    let mut found = Vec::new();
    for (_, id) in nearest.into_iter().take(NEAREST) {
        let id = PostId::from_raw(id);
        if let Some(sketch) = of_post(conn, id)? {
            found.push((id, sketch));
        }
    }
    Ok(found)
}
