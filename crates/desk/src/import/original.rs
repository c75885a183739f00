//! What a post was made of, word by word.

use std::io::{self, Read};

use flate2::read::GzDecoder;
use model::{Actor, Permission, PostId};
use store::imports;

use crate::{Desk, Error, access};

impl Desk {
    /// Whether this actor may read a post's original, and there is one: the post was brought over.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn has_original(&self, actor: &Actor, post: PostId) -> Result<bool, Error> {
        if !actor.may(Permission::Configure) {
            return Ok(false);
        }
        Ok(self.store.read(|conn| imports::of_noun(conn, post.raw()))?.is_some())
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
