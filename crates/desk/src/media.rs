//! A picture is kept.

use model::{Actor, Media, MediaId, Permission};

use crate::{Desk, Error, access};

/// What is known of a picture from its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureFacts {
    /// `image/jpeg`, `image/png`, `image/gif` or `image/webp`.
    pub mime: String,
    /// Pixels.
    pub width: i64,
    /// Pixels.
    pub height: i64,
}

impl Desk {
    /// Keeps a picture under the hash of its bytes; the same bytes are kept once. `origin` is the address
    /// it was fetched from, empty when it was not.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for those who don't write.
    pub fn add_media(
        &self,
        actor: &Actor,
        bytes: &[u8],
        facts: &PictureFacts,
        origin: &str,
    ) -> Result<Media, Error> {
        access::require(actor, Permission::Clip)?;
        let sha256 = self.store.files().put(bytes)?;
        let media = Media {
            id: MediaId::from_raw(self.ids.next_raw()),
            sha256,
            mime: facts.mime.clone(),
            width: facts.width,
            height: facts.height,
            size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
            origin: origin.to_owned(),
            created: self.now(),
        };
        self.write(|tx| Ok(store::media::add(tx, &media)?))
    }
}
