//! Every statement of this room, so that they can be prepared without running the code around them.

use crate::db::Conn;
use crate::{Error, dialect};

const ALL: &[&[&str]] = &[
    crate::accounts::STATEMENTS,
    crate::attempts::STATEMENTS,
    crate::captures::STATEMENTS,
    crate::changes::STATEMENTS,
    crate::clippings::STATEMENTS,
    crate::comments::STATEMENTS,
    crate::jobs::STATEMENTS,
    crate::links::STATEMENTS,
    crate::media::STATEMENTS,
    crate::migrate::STATEMENTS,
    crate::popular::STATEMENTS,
    crate::posts::STATEMENTS,
    crate::posts::lists::STATEMENTS,
    crate::posts::desk::STATEMENTS,
    crate::publications::STATEMENTS,
    crate::revisions::STATEMENTS,
    crate::search::STATEMENTS,
    crate::sessions::STATEMENTS,
    crate::settings::STATEMENTS,
    crate::sources::STATEMENTS,
    crate::store::STATEMENTS,
    crate::tallies::STATEMENTS,
    crate::tokens::STATEMENTS,
    crate::visits::STATEMENTS,
];

/// Prepares each; how many there are.
pub(crate) fn prepare_all(conn: &mut Conn) -> Result<usize, Error> {
    let engine = conn.engine();
    let portable = ALL.iter().flat_map(|module| module.iter().copied());
    let mut count = 0;
    for statement in portable.chain(dialect::PAIRS.iter().map(|pair| pair.of(engine))) {
        conn.prepare(statement)?;
        count += 1;
    }
    Ok(count)
}
