//! What a post was made of, word by word.

use std::io::{self, Read};

use flate2::read::GzDecoder;
use model::{Actor, Permission, PostId};
use store::imports;

use crate::{Desk, Error, access};

/// What the desk shows of how a post came; nothing of one that was written here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BroughtOver {
    /// The language that was guessed for it.
    pub guessed: Option<String>,
    /// Whether who asks may read its original.
    pub is_readable: bool,
}

impl Desk {
    /// How a post came, if it was brought over from another system.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn brought_over(&self, actor: &Actor, post: PostId) -> Result<BroughtOver, Error> {
        let original = self.store.read(|conn| imports::of_noun(conn, post.raw()))?;
        Ok(BroughtOver {
            is_readable: original.is_some() && actor.may(Permission::Configure),
            guessed: original.and_then(|original| original.language),
        })
    }

    /// The entry that a post was made of, as it stood in the export. It can name people who are not named here.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for all but owners; [`Error::NotFound`] when it was written here or its file is gone.
    pub fn original(&self, actor: &Actor, post: PostId) -> Result<Vec<u8>, Error> {
        access::require(actor, Permission::Configure)?;
        let found = self.store.read(|conn| {
            let Some(original) = imports::of_noun(conn, post.raw())? else { return Ok(None) };
            let pack = imports::pack(conn, original.pack)?;
            Ok::<_, store::Error>(pack.map(|sha256| (original, sha256)))
        })?;
        let missing = || Error::missing("original");
        let (original, sha256) = found.ok_or_else(missing)?;
        let packed = self.store.files().get(&sha256)?.ok_or_else(missing)?;
        let (starts, size) = (original.starts.unsigned_abs(), original.size.unsigned_abs());
        let mut words = GzDecoder::new(packed.as_slice());
        let mut entry = Vec::new();
        let read = io::copy(&mut words.by_ref().take(starts), &mut io::sink())
            .and_then(|_| words.take(size).read_to_end(&mut entry));
        match read {
            Ok(read) if read as u64 == size => Ok(entry),
            Ok(_) => Err(Error::Internal(format!("the originals in {sha256} end too early"))),
            Err(error) => Err(Error::Internal(format!("the originals in {sha256}: {error}"))),
        }
    }
}
