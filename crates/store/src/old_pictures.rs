//! Pictures of texts that were brought over: wanted, kept, or not to be had.

use model::{ImportId, MediaId, PostId};

use crate::db::Conn;
use crate::value::{Row, statements, values};
use crate::{Error, Tx};

statements! {
    WANT = "INSERT INTO old_pictures (address, import_id, state, file, tries) VALUES ($1, $2, 'wanted', $3, 0)
            ON CONFLICT (address) DO NOTHING";
    IN_PACKAGE = "UPDATE old_pictures SET file = $2, state = CASE state WHEN 'lost' THEN 'wanted' ELSE state END
                  WHERE address = $1 AND state <> 'kept'";
    USE = "INSERT INTO old_picture_uses (post_id, address, role) VALUES ($1, $2, $3)
           ON CONFLICT (post_id, address, role) DO NOTHING";
    WANTED = "SELECT address, file, tries FROM old_pictures
              WHERE import_id = $1 AND state = 'wanted' AND address > $2 ORDER BY address LIMIT $3";
    KEEP = "UPDATE old_pictures SET state = 'kept', media_id = $2, reason = NULL WHERE address = $1";
    LOSE = "UPDATE old_pictures SET state = 'lost', reason = $2, tries = tries + 1 WHERE address = $1";
    WANT_AGAIN = "UPDATE old_pictures SET state = 'wanted' WHERE import_id = $1 AND state = 'lost'";
    SHOWING = "SELECT DISTINCT u.post_id FROM old_picture_uses u WHERE u.post_id > $2 AND EXISTS (
                   SELECT 1 FROM old_pictures o WHERE o.address = u.address AND o.import_id = $1 AND o.state = 'kept')
               ORDER BY u.post_id LIMIT $3";
    LOST = "SELECT address, reason FROM old_pictures WHERE import_id = $1 AND state = 'lost' AND address > $2
            ORDER BY address LIMIT $3";
    COUNT = "SELECT state, count(*) FROM old_pictures WHERE import_id = $1 GROUP BY state ORDER BY state";
    SHOWN_IN = "SELECT DISTINCT post_id FROM old_picture_uses WHERE address = $1 ORDER BY post_id LIMIT $2";
    OF_POST = "SELECT u.address, u.role, o.media_id FROM old_picture_uses u JOIN old_pictures o ON o.address = u.address
               WHERE u.post_id = $1 AND o.state = 'kept' ORDER BY u.address, u.role";
}

/// A picture that is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Address of its original size.
    pub address: String,
    /// Its file in the package, if it is there.
    pub file: Option<String>,
    /// How often it was tried.
    pub tries: i64,
}

/// Numbers of pictures by what became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PictureCounts {
    /// Not tried yet.
    pub wanted: u64,
    /// Here.
    pub kept: u64,
    /// Not to be had.
    pub lost: u64,
}

/// Wants a picture, once.
///
/// # Errors
/// [`Error::Reference`] when there is no such import.
pub fn want(tx: &mut Tx, import: ImportId, address: &str, file: Option<&str>) -> Result<(), Error> {
    tx.execute(WANT, values![address, import, file]).map(drop)
}

/// Says that a wanted picture lies in the package.
///
/// # Errors
/// When the database can't be written.
pub fn in_package(tx: &mut Tx, address: &str, file: &str) -> Result<bool, Error> {
    Ok(tx.execute(IN_PACKAGE, values![address, file])? > 0)
}

/// Where a post shows a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureRole {
    /// In its text.
    Text,
    /// At its head and in lists.
    Lead,
}

impl PictureRole {
    fn as_str(self) -> &'static str {
        match self {
            PictureRole::Text => "text",
            PictureRole::Lead => "lead",
        }
    }
}

/// Says that a post shows a picture.
///
/// # Errors
/// [`Error::Reference`] when there is no such post.
pub fn used(tx: &mut Tx, address: &str, post: PostId, role: PictureRole) -> Result<(), Error> {
    tx.execute(USE, values![post, address, role.as_str()]).map(drop)
}

/// Posts that show a picture, so many at most.
///
/// # Errors
/// When the database can't be read.
pub fn shown_in(conn: &mut Conn, address: &str, limit: u32) -> Result<Vec<PostId>, Error> {
    conn.query(SHOWN_IN, values![address, limit])?.into_iter().map(|mut row| row.get()).collect()
}

/// Wanted pictures by address, behind one.
///
/// # Errors
/// When the database can't be read.
pub fn wanted(conn: &mut Conn, import: ImportId, after: &str, limit: u32) -> Result<Vec<Wanted>, Error> {
    let rows = conn.query(WANTED, values![import, after, limit])?.into_iter();
    rows.map(|mut row| Ok(Wanted { address: row.get()?, file: row.get()?, tries: row.get()? })).collect()
}

/// Says that a picture is here.
///
/// # Errors
/// [`Error::Reference`] when there is no such medium.
pub fn keep(tx: &mut Tx, address: &str, media: MediaId) -> Result<(), Error> {
    tx.execute(KEEP, values![address, media]).map(drop)
}

/// Says why a picture is not to be had.
///
/// # Errors
/// When the database can't be written.
pub fn lose(tx: &mut Tx, address: &str, reason: &str) -> Result<(), Error> {
    tx.execute(LOSE, values![address, reason]).map(drop)
}

/// Wants once more what was not to be had; how many those are.
///
/// # Errors
/// When the database can't be written.
pub fn want_again(tx: &mut Tx, import: ImportId) -> Result<u64, Error> {
    tx.execute(WANT_AGAIN, values![import])
}

/// Posts that show pictures which are here, by id, behind one.
///
/// # Errors
/// When the database can't be read.
pub fn showing(
    conn: &mut Conn,
    import: ImportId,
    after: Option<PostId>,
    limit: u32,
) -> Result<Vec<PostId>, Error> {
    let after = after.map_or(i64::MIN, PostId::raw);
    conn.query(SHOWING, values![import, after, limit])?.into_iter().map(|mut row| row.get()).collect()
}

/// The pictures of a post that are here: old address, where it shows them, and what they are now.
///
/// # Errors
/// When the database can't be read.
pub fn of_post(conn: &mut Conn, post: PostId) -> Result<Vec<(String, PictureRole, MediaId)>, Error> {
    let role =
        |word: &str| [PictureRole::Text, PictureRole::Lead].into_iter().find(|role| role.as_str() == word);
    let rows = conn.query(OF_POST, values![post])?.into_iter();
    rows.map(|mut row: Row| {
        let (address, role) = (row.get()?, row.word(role)?);
        Ok((address, role, row.get()?))
    })
    .collect()
}

/// Pictures that were not to be had, with the reasons, behind an address.
///
/// # Errors
/// When the database can't be read.
pub fn lost(
    conn: &mut Conn,
    import: ImportId,
    after: &str,
    limit: u32,
) -> Result<Vec<(String, String)>, Error> {
    let rows = conn.query(LOST, values![import, after, limit])?.into_iter();
    rows.map(|mut row| Ok((row.get()?, row.get::<Option<String>>()?.unwrap_or_default()))).collect()
}

/// How many pictures of an import are here.
///
/// # Errors
/// When the database can't be read.
pub fn counts(conn: &mut Conn, import: ImportId) -> Result<PictureCounts, Error> {
    let mut counts = PictureCounts::default();
    for mut row in conn.query(COUNT, values![import])? {
        let (state, number): (String, i64) = (row.get()?, row.get()?);
        let number = u64::try_from(number).unwrap_or_default();
        match state.as_str() {
            "wanted" => counts.wanted = number,
            "kept" => counts.kept = number,
            _ => counts.lost += number,
        }
    }
    Ok(counts)
}
