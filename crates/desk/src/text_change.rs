//! What changed in the text of a watched source.

use model::{Actor, Alert, Permission};

use crate::wording::{Passage, passages};
use crate::{Desk, Error, access};

impl Desk {
    /// The paragraphs that an alert of a change is about; `None` when one of its texts is not among the files
    /// any more, or it is about no change.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for those who don't write.
    pub fn text_change(&self, actor: &Actor, alert: &Alert) -> Result<Option<Vec<Passage>>, Error> {
        access::require(actor, Permission::Write)?;
        let before = self.text_of(alert.text_before.as_deref())?;
        let after = self.text_of(alert.text_after.as_deref())?;
        Ok(before.zip(after).map(|(before, after)| passages(&before, &after)))
    }
}
