//! What changed in the text of a watched source.

use model::{Actor, Alert, Permission};
use similar::{ChangeTag, TextDiff};

use crate::diff::{DiffKind, PATIENCE};
use crate::{Desk, Error, access};

/// A paragraph in which something changed: the number of unchanged ones before it, and its words, as both have
/// them or only one.
pub type ChangedWords = (usize, Vec<(DiffKind, String)>);

impl Desk {
    /// The paragraphs that an alert of a change is about; `None` when one of its texts is not among the files
    /// any more, or it is about no change.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for those who don't write.
    pub fn text_change(&self, actor: &Actor, alert: &Alert) -> Result<Option<Vec<ChangedWords>>, Error> {
        access::require(actor, Permission::Write)?;
        let before = self.text_of(alert.text_before.as_deref())?;
        let after = self.text_of(alert.text_after.as_deref())?;
        Ok(before.zip(after).map(|(before, after)| changed(&before, &after)))
    }
}

fn changed(before: &str, after: &str) -> Vec<ChangedWords> {
    let diff = TextDiff::configure().timeout(PATIENCE).diff_unicode_words(before, after);
    let mut runs: Vec<(DiffKind, String)> = Vec::new();
    for change in diff.iter_all_changes() {
        let kind = match change.tag() {
            ChangeTag::Equal => DiffKind::Same,
            ChangeTag::Insert => DiffKind::Added,
            ChangeTag::Delete => DiffKind::Removed,
        };
        match runs.last_mut() {
            Some((last, text)) if *last == kind => text.push_str(change.value()),
            _ => runs.push((kind, change.value().to_owned())),
        }
    }
    let mut paragraphs: Vec<Vec<(DiffKind, String)>> = vec![Vec::new()];
    for (kind, text) in runs {
        for (at, part) in text.split("\n\n").enumerate() {
            if at > 0 {
                paragraphs.push(Vec::new());
            }
            if let Some(last) = paragraphs.last_mut().filter(|_| !part.is_empty()) {
                last.push((kind, part.to_owned()));
            }
        }
    }
    let mut skipped = 0;
    let mut found = Vec::new();
    for runs in paragraphs.into_iter().filter(|runs| !runs.is_empty()) {
        if runs.iter().all(|(kind, _)| *kind == DiffKind::Same) {
            skipped += 1;
        } else {
            found.push((std::mem::take(&mut skipped), runs));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_word_is_shown_in_its_paragraph() {
        let before = "One stands.\n\nThe lamp has burnt for nine years.\n\nEnd.";
        let after = "One stands.\n\nThe lamp has burnt for ten years.\n\nEnd.";
        let shown: Vec<_> = changed(before, after)
            .into_iter()
            .map(|(skipped, runs)| {
                (
                    skipped,
                    runs.iter().map(|(kind, text)| format!("{}:{text}", kind.as_str())).collect::<Vec<_>>(),
                )
            })
            .collect();
        let runs = ["same:The lamp has burnt for ", "removed:nine", "added:ten", "same: years."];
        assert_eq!(shown, [(1, runs.map(str::to_owned).to_vec())]);
        assert!(changed("Same.", "Same.").is_empty());
    }
}
