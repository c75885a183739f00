//! A site is brought over from another system.
//!
//! Entries come one by one. [`Ground::prepare`] makes of each what can be made without the database, on any thread;
//! [`Importer::bring`] writes some together, in one transaction, with what they said word by word. When all have been
//! read, [`Importer::tie`] puts threads together and looks where links within the old site lead. Every step can be cut
//! off and done again: what is here is known by its own name there ([`original_id`]) and stays as it is.

mod batch;
mod bring;
mod credit;
mod dry;
mod ground;
mod lead;
mod original;
mod pictures;
mod ready;
mod threads;
mod tie;

use model::import::{Import, ImportChoices, ImportReport, ImportState, Platform};
use model::{Actor, ImportId, Job, JobId, JobState, Permission};
use sha2::{Digest, Sha256};
use store::{Tx, imports, jobs};

use crate::{Desk, Error, access};

pub use bring::{Importer, Load, pack};
pub use credit::CreditAct;
pub use ground::{Ground, Helpers};
pub use original::BroughtOver;
pub use pictures::PictureTold;
pub use ready::Item;

/// The name of an entry among all originals: made of its site's key, its kind and its own key there. Two entries
/// meet once in some billions of millions.
pub fn original_id(site: &str, kind: &str, key: &str) -> i64 {
    let mut digest = Sha256::new();
    for part in [site, kind, key] {
        digest.update(part.as_bytes());
        digest.update([0]);
    }
    number(&digest.finalize())
}

/// The first eight bytes of a hash as a number.
fn number(digest: &[u8]) -> i64 {
    digest.iter().take(8).fold(0_i64, |number, byte| (number << 8) | i64::from(*byte))
}

impl Desk {
    /// Begins to bring a site over. One that was begun from a package of this name and not finished is gone on with.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for all but owners.
    pub fn begin_import(
        &self,
        actor: &Actor,
        platform: Platform,
        name: &str,
        choices: &ImportChoices,
    ) -> Result<Import, Error> {
        access::require(actor, Permission::Configure)?;
        let now = self.now();
        self.write(|tx| {
            let begun = imports::newest(tx, IMPORTS_SHOWN)?.into_iter().find(|import| {
                import.platform == platform && import.name == name && import.state != ImportState::Done
            });
            let import = Import {
                id: ImportId::from_raw(self.ids.next_raw()),
                platform,
                site: String::new(),
                name: name.to_owned(),
                choices: choices.clone(),
                state: ImportState::Reading,
                by: actor.account(),
                started: now,
                changed: now,
                trouble: None,
                report: ImportReport::new(platform, false),
            };
            match begun {
                Some(begun) => {
                    let again = Import {
                        id: begun.id,
                        site: begun.site,
                        started: begun.started,
                        by: begun.by,
                        report: begun.report,
                        ..import
                    };
                    imports::update(tx, &again)?;
                    Ok(again)
                }
                None => {
                    imports::add(tx, &import)?;
                    Ok(import)
                }
            }
        })
    }

    /// Writes how an import stands.
    ///
    /// # Errors
    /// The store's.
    pub fn note_import(&self, import: &Import) -> Result<(), Error> {
        let now = self.now();
        self.write(|tx| Ok(imports::update(tx, &Import { changed: now, ..import.clone() })?))
    }

    /// Promises to go on with an import, and that what is done or stopped is tried once more; a second wish finds the
    /// first.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for all but owners, [`Error::NotFound`].
    pub fn request_import(&self, actor: &Actor, id: ImportId) -> Result<(), Error> {
        access::require(actor, Permission::Configure)?;
        self.write(|tx| {
            let mut import = imports::by_id(tx, id)?.ok_or_else(|| Error::missing("import"))?;
            let promised = jobs::list(tx, RECENT)?.into_iter().any(|record| {
                matches!(record.state, JobState::Waiting | JobState::Running)
                    && matches!(record.job, Job::Import { import } if import == id)
            });
            if promised {
                return Ok(());
            }
            import.state = match import.state {
                ImportState::Done => ImportState::Pictures,
                ImportState::Broken => ImportState::Reading,
                state => state,
            };
            import.trouble = None;
            imports::update(tx, &import)?;
            self.go_on_importing(tx, id)
        })
    }

    /// Promises to go on with an import; for the job that works on it.
    ///
    /// # Errors
    /// The store's.
    pub fn promise_import(&self, id: ImportId) -> Result<(), Error> {
        self.write(|tx| self.go_on_importing(tx, id))
    }

    fn go_on_importing(&self, tx: &mut Tx, id: ImportId) -> Result<(), Error> {
        let (job, now) = (JobId::from_raw(self.ids.next_raw()), self.now());
        Ok(tx.enqueue(job, &Job::Import { import: id }, now, now)?)
    }

    /// Pictures of an import that could not be had, with the reasons.
    ///
    /// # Errors
    /// The store's.
    pub fn lost_pictures(&self, id: ImportId, limit: u32) -> Result<Vec<(String, String)>, Error> {
        Ok(self.store.read(|conn| store::old_pictures::lost(conn, id, "", limit))?)
    }

    /// The newest imports.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for all but owners.
    pub fn imports(&self, actor: &Actor) -> Result<Vec<Import>, Error> {
        access::require(actor, Permission::Configure)?;
        Ok(self.store.read(|conn| imports::newest(conn, IMPORTS_SHOWN))?)
    }

    /// One import.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for all but owners, [`Error::NotFound`].
    pub fn import(&self, actor: &Actor, id: ImportId) -> Result<Import, Error> {
        access::require(actor, Permission::Configure)?;
        self.store.read(|conn| imports::by_id(conn, id))?.ok_or_else(|| Error::missing("import"))
    }
}

/// Newest jobs in which a second wish for one import is looked for.
const RECENT: u32 = 200;
/// Imports that the desk lists.
const IMPORTS_SHOWN: u32 = 50;
