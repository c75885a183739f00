//! A picture is kept, and its copies are made.

use model::{Actor, Change, Job, Media, MediaId, Permission, Rendition};
use store::Tx;

use crate::{Desk, Error, access};

impl Desk {
    /// Keeps a picture: what may be shown of it under the hash of that, and the bytes as they came beside
    /// it, which are never shown. The same picture is kept once. Its copies are promised. `origin` is the
    /// address it was fetched from, empty when it was not.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for those who don't write; [`Error::Invalid`] at `picture` for bytes that are no
    /// picture we show.
    pub fn add_media(&self, actor: &Actor, bytes: &[u8], origin: &str) -> Result<Media, Error> {
        access::require(actor, Permission::Clip)?;
        let kept = picture::keep(bytes).map_err(refused)?;
        let original = self.store.files().put(bytes)?;
        let sha256 = self.store.files().put(&kept.bytes)?;
        let media = Media {
            id: MediaId::from_raw(self.ids.next_raw()),
            sha256,
            original,
            mime: kept.mime.to_owned(),
            width: i64::from(kept.width),
            height: i64::from(kept.height),
            size: size(&kept.bytes),
            origin: origin.to_owned(),
            created: self.now(),
        };
        self.write(|tx| {
            let media = store::media::add(tx, &media)?;
            if !kept.animated && !store::media::is_rendered(tx, media.id)? {
                self.promise_copies(tx, media.id)?;
            }
            Ok(media)
        })
    }

    fn promise_copies(&self, tx: &mut Tx, media: MediaId) -> Result<(), Error> {
        let job = Job::Render { media };
        self.promise(tx, &format!("{} {media}", job.name()), &job, self.now())
    }

    /// Makes the copies of a picture; the work of [`Job::Render`]. Pages that show the picture go stale.
    pub(crate) fn render(&self, id: MediaId) -> Result<(), Error> {
        let found = self.store.read::<_, Error>(|conn| {
            Ok(store::media::by_id(conn, id)?.zip(Some(store::media::is_rendered(conn, id)?)))
        })?;
        let Some((media, false)) = found else { return Ok(()) };
        let bytes = self.store.files().get(&media.sha256)?.ok_or_else(|| {
            Error::Internal(format!(
                "the file of the picture {} is gone from the data directory",
                media.path()
            ))
        })?;
        let mut copies = Vec::new();
        for made in picture::renditions(&bytes).map_err(refused)? {
            copies.push(Rendition {
                mime: made.mime.to_owned(),
                width: i64::from(made.width),
                height: i64::from(made.height),
                sha256: self.store.files().put(&made.bytes)?,
                size: size(&made.bytes),
            });
        }
        self.write(|tx| {
            for copy in &copies {
                store::media::add_rendition(tx, id, copy)?;
            }
            if !copies.is_empty() {
                tx.changed(Change::Media(media.sha256.clone()));
            }
            Ok(())
        })
    }
}

fn refused(why: picture::Refused) -> Error {
    Error::field("picture", why.to_string())
}

fn size(bytes: &[u8]) -> i64 {
    i64::try_from(bytes.len()).unwrap_or(i64::MAX)
}
