//! The site's own settings.

use model::{Actor, Change, Permission, Site};
use store::settings;

use crate::{Desk, Error, access};

impl Desk {
    /// The site's settings.
    ///
    /// # Errors
    /// The store's.
    pub fn site(&self) -> Result<Site, Error> {
        Ok(self.store.read(settings::site)?)
    }

    /// Saves the site's settings. Published addresses stay: a new time zone counts for new posts.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for all but owners; [`Error::Invalid`] per field.
    pub fn save_site(&self, actor: &Actor, site: &Site) -> Result<Site, Error> {
        access::require(actor, Permission::Configure)?;
        let site = site.clone().checked()?;
        self.write(|tx| {
            if settings::site(tx)? != site {
                settings::save_site(tx, &site)?;
                tx.changed(Change::Site);
            }
            Ok(site.clone())
        })
    }
}
