//! What changed between two revisions.

use std::fmt::Write;
use std::time::Duration;

use markup::RunKind;
use model::{Actor, PostId, Writing};
use similar::{ChangeTag, TextDiff};
use store::revisions;

use crate::{Desk, Error, access};

/// Time after which a comparison of two very long texts becomes coarser instead of slower.
pub(crate) const PATIENCE: Duration = Duration::from_millis(500);

/// A line of either text, without its line end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiffLine {
    /// What became of it.
    pub kind: RunKind,
    /// The line.
    pub text: String,
}

impl Desk {
    /// The lines of two revisions of a piece: first the fields that are set, then the body.
    ///
    /// # Errors
    /// As [`Desk::post`]; also [`Error::NotFound`] for a revision that does not exist.
    pub fn diff(&self, actor: &Actor, id: PostId, from: i64, to: i64) -> Result<Vec<DiffLine>, Error> {
        let (from, to) = self.store.read(|conn| {
            access::writing(conn, actor, id)?;
            let mut text = |number| -> Result<String, Error> {
                let revision = revisions::by_number(conn, id, number)?;
                Ok(as_text(&revision.ok_or_else(|| Error::missing("revision"))?.writing))
            };
            Ok::<_, Error>((text(from)?, text(to)?))
        })?;
        Ok(compare(&from, &to))
    }
}

fn as_text(writing: &Writing) -> String {
    let raw = writing.raw();
    let mut text = String::new();
    for (name, value) in [
        ("Headline", &raw.headline),
        ("Dek", &raw.dek),
        ("Byline", &raw.byline),
        ("Language", &raw.language),
        ("Labels", &raw.labels),
        ("Address", &raw.slug),
        ("Kind", &raw.kind),
        ("Format", &raw.format),
        ("Comments", &raw.comments),
        ("Source", &raw.source_url),
        ("Outlet", &raw.source_outlet),
        ("Source's byline", &raw.source_byline),
        ("Source's date", &raw.source_published),
        ("Picture", &raw.lead_image),
        ("Picture shows", &raw.lead_image_alt),
        ("Under the picture", &raw.lead_image_caption),
        ("Place", &raw.location),
        ("Title for search engines", &raw.search_title),
        ("Description for search engines", &raw.search_description),
        ("Player", &raw.film_player),
        ("Length", &raw.film_duration),
    ] {
        if !value.is_empty() {
            // Writing to a string can't fail.
            let _ = writeln!(text, "{name}: {value}");
        }
    }
    text.push('\n');
    text.push_str(&raw.body);
    text
}

fn compare(from: &str, to: &str) -> Vec<DiffLine> {
    let from: Vec<&str> = from.lines().collect();
    let to: Vec<&str> = to.lines().collect();
    let diff = TextDiff::configure().timeout(PATIENCE).diff_slices(&from, &to);
    diff.iter_all_changes()
        .map(|change| DiffLine { kind: kind_of(change.tag()), text: change.value().to_owned() })
        .collect()
}

pub(crate) fn kind_of(tag: ChangeTag) -> RunKind {
    match tag {
        ChangeTag::Equal => RunKind::Same,
        ChangeTag::Insert => RunKind::Added,
        ChangeTag::Delete => RunKind::Removed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_kept_added_and_removed() {
        let lines = compare("one\ntwo\r\nthree", "one\n2\nthree\n");
        let shown: Vec<_> = lines.iter().map(|l| (l.kind.as_str(), l.text.as_str())).collect();
        assert_eq!(shown, [("same", "one"), ("removed", "two"), ("added", "2"), ("same", "three")]);
    }

    #[test]
    fn fields_that_are_empty_are_not_shown() {
        let writing = Writing { headline: "H".into(), body: "B".into(), ..Writing::default() };
        assert_eq!(as_text(&writing), "Headline: H\nKind: article\nFormat: markdown\n\nB");
    }
}
