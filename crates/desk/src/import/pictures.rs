//! Pictures of texts that were brought over take their places.

use std::collections::HashMap;

use model::{ImportId, Media, PostId};
use store::old_pictures::{self, PictureCounts, PictureRole, Wanted};
use store::{media, posts, redirects};

use super::Importer;
use crate::correct::Declared;
use crate::{Desk, Error};

/// Posts looked for at a time.
const POSTS: u32 = 50;
/// Posts looked into for the address of a picture as it stands there.
const LOOKED_INTO: u32 = 3;

/// What became of one picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PictureTold {
    /// It is here.
    Kept(Box<Media>),
    /// It is not to be had: why, in one plain sentence.
    Lost(String),
}

impl Importer {
    /// Pictures that are wanted, by address, behind one.
    ///
    /// # Errors
    /// The store's.
    pub fn wanted_pictures(&self, after: &str, limit: u32) -> Result<Vec<Wanted>, Error> {
        Ok(self.desk.store.read(|conn| old_pictures::wanted(conn, self.import.id, after, limit))?)
    }

    /// Wants once more what an earlier run could not have.
    ///
    /// # Errors
    /// The store's.
    pub fn want_pictures_again(&self) -> Result<u64, Error> {
        self.desk.write(|tx| Ok(old_pictures::want_again(tx, self.import.id)?))
    }

    /// How many pictures are here, wanted, and not to be had.
    ///
    /// # Errors
    /// The store's.
    pub fn picture_counts(&self) -> Result<PictureCounts, Error> {
        self.desk.picture_counts(self.import.id)
    }

    /// The addresses by which texts show a picture or link to it, if they are others than that of its original size: the
    /// name that looks like a smaller copy's may be the only one it has.
    ///
    /// # Errors
    /// The store's.
    pub fn as_shown(&self, original: &str) -> Result<Vec<String>, Error> {
        let texts = self.desk.store.read(|conn| {
            let shown = old_pictures::shown_in(conn, original, LOOKED_INTO)?;
            let texts =
                shown.into_iter().map(|post| Ok(posts::by_id(conn, post)?.map(|post| post.writing.body)));
            texts.collect::<Result<Vec<_>, store::Error>>()
        })?;
        let mut all: Vec<String> = Vec::new();
        for text in texts.into_iter().flatten() {
            markup::rewrite_addresses(&text, &mut |_, address| {
                let is_new = address != original && !all.iter().any(|known| known == address);
                if is_new && address.starts_with("http") && self.ground.original(address) == original {
                    all.push(address.to_owned());
                }
                None
            });
        }
        Ok(all)
    }

    /// Writes what became of a picture. The old address that one had on this site leads to it; its place in texts it
    /// takes with [`Importer::place_pictures`].
    ///
    /// # Errors
    /// The store's.
    pub fn picture(&self, address: &str, told: &PictureTold) -> Result<(), Error> {
        let own = self.ground.own_path(address);
        self.desk.write(|tx| {
            match told {
                PictureTold::Kept(media) => {
                    old_pictures::keep(tx, address, media.id)?;
                    if let Some(path) = &own {
                        redirects::to_address(tx, path, &media.path(), self.desk.now())?;
                    }
                }
                PictureTold::Lost(why) => old_pictures::lose(tx, address, why)?,
            }
            Ok(())
        })?;
        Ok(())
    }

    /// Puts all pictures that are here in their places: once for a post, whatever their number. `go_on` is asked
    /// between posts.
    ///
    /// # Errors
    /// The store's.
    pub fn place_pictures(&self, go_on: &dyn Fn() -> bool) -> Result<(), Error> {
        let mut after = None;
        loop {
            let shown =
                self.desk.store.read(|conn| old_pictures::showing(conn, self.import.id, after, POSTS))?;
            let Some(last) = shown.last().copied() else { return Ok(()) };
            for post in shown {
                if !go_on() {
                    return Ok(());
                }
                self.place_in(post)?;
            }
            after = Some(last);
        }
    }

    fn place_in(&self, id: PostId) -> Result<(), Error> {
        self.desk.write(|tx| {
            let Some(old) = posts::by_id(tx, id)? else { return Ok(()) };
            let mut paths: HashMap<String, String> = HashMap::new();
            let mut lead = None;
            for (address, role, media) in old_pictures::of_post(tx, id)? {
                let Some(media) = media::by_id(tx, media)? else { continue };
                if role == PictureRole::Lead {
                    lead = Some(media.path());
                }
                paths.insert(address, media.path());
            }
            let mut writing = old.writing.clone();
            // A link to the larger face of a picture leads to the picture, too.
            writing.body = markup::rewrite_addresses(&old.writing.body, &mut |_, address| {
                if !address.starts_with("http") {
                    return None;
                }
                paths.get(&self.ground.original(address)).cloned()
            })
            .into_owned();
            writing.lead_image = writing.lead_image.take().or(lead);
            if writing != old.writing {
                let actor = model::Actor::System;
                self.desk.rewrite_as_of(tx, &actor, &old, writing, Declared::upkeep(), old.modified)?;
            }
            Ok(())
        })
    }
}

impl Desk {
    /// How many pictures of an import are here, wanted, and not to be had.
    ///
    /// # Errors
    /// The store's.
    pub fn picture_counts(&self, import: ImportId) -> Result<PictureCounts, Error> {
        Ok(self.store.read(|conn| old_pictures::counts(conn, import))?)
    }
}
