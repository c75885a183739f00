//! How hosts answer at addresses that can't exist.

use model::Moment;

use crate::db::Conn;
use crate::value::{statements, values};
use crate::{Error, Tx};

statements! {
    OF_HOST = "SELECT asked, final_url, text FROM impossible_answers WHERE host = $1";
    KEEP = "INSERT INTO impossible_answers (host, asked, final_url, text) VALUES ($1, $2, $3, $4)
            ON CONFLICT (host) DO UPDATE SET asked = excluded.asked, final_url = excluded.final_url,
                text = excluded.text";
}

/// How a host answered at an address that can't exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImpossibleAnswer {
    /// When it was asked.
    pub asked: Moment,
    /// Of a host that answers as if all were well, the address that answered and its plain text, or the
    /// beginning of it; `None` when it says that there is nothing.
    pub page: Option<(String, String)>,
}

/// Keeps how a host answered.
///
/// # Errors
/// When the database can't be written.
pub fn keep(tx: &mut Tx, host: &str, answer: &ImpossibleAnswer) -> Result<(), Error> {
    let page = answer.page.as_ref();
    let (address, text) = (page.map(|(address, _)| address), page.map(|(_, text)| text));
    tx.execute(KEEP, values![host, answer.asked, address, text]).map(drop)
}

/// How a host answered when it was asked last.
///
/// # Errors
/// When the database can't be read.
pub fn of_host(conn: &mut Conn, host: &str) -> Result<Option<ImpossibleAnswer>, Error> {
    let Some(mut row) = conn.one(OF_HOST, values![host])? else { return Ok(None) };
    let asked = row.get()?;
    let (address, text): (Option<String>, Option<String>) = (row.get()?, row.get()?);
    Ok(Some(ImpossibleAnswer { asked, page: address.zip(text) }))
}
