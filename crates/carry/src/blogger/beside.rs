//! What has no counterpart here: kept word by word and told.

use std::collections::HashSet;
use std::ops::ControlFlow;

use model::import::{Entry, Noun};

use super::Visit;
use super::entry::number;
use super::find::Blog;
use crate::Package;
use crate::xml::Piece;

/// Bytes of a file that are kept word by word.
const WORDS: u64 = 4 << 20;

/// Hands over the files around a blog that are not taken: theme, followers, profile, and those nobody knows. Files of
/// other blogs in the package are not its.
pub(super) fn each(
    package: &Package,
    blog: &Blog,
    others: &[&str],
    taken: &HashSet<&str>,
    visit: Visit,
) -> ControlFlow<()> {
    for (name, _) in package.files() {
        let of_other = others.iter().any(|folder| !folder.is_empty() && name.starts_with(*folder));
        if taken.contains(name.as_str()) || of_other {
            continue;
        }
        let own = name.strip_prefix(blog.folder.as_str()).is_some_and(|rest| !rest.contains('/'));
        let last = name.rsplit('/').next().unwrap_or(name);
        let (kind, why, private) = match last.to_ascii_lowercase().as_str() {
            "settings.csv" if own => continue,
            "theme-layouts.xml" | "theme-classic.html" if own => {
                ("theme", "a theme of Blogger's can't be shown here", false)
            }
            "followers.csv" if own => ("followers", "there are no followers here", true),
            "profile.csv" => {
                ("profile", "a profile is an account's here, and has to be made by its person", true)
            }
            "reading_list.csv" => ("reading list", "the blogs somebody reads are not the site's", true),
            _ => ("file", "nothing here reads it", false),
        };
        let noun = Noun::Other { kind: kind.to_owned(), key: name.clone(), why: why.to_owned(), private };
        let raw = if kind == "file" { Ok(String::new()) } else { package.whole(name, WORDS) };
        visit(raw.map(|raw| Entry { raw, line: 0, noun, unknown: Vec::new() }), 0)?;
    }
    ControlFlow::Continue(())
}

/// A comment of the owner's, on whatever blog.
pub(super) fn elsewhere(piece: Piece) -> Entry {
    let key = piece.element().map(|element| number(&element.word_of("id"))).unwrap_or_default();
    let noun = Noun::Other {
        kind: "comment elsewhere".to_owned(),
        key,
        why: "it is the owner's comment as his account keeps it, on other people's blogs too; those on this blog are \
              in its own feed"
            .to_owned(),
        private: false,
    };
    Entry { line: piece.line, raw: piece.raw, noun, unknown: Vec::new() }
}

/// An old theme within a backup.
pub(super) fn template(key: String) -> Noun {
    let why = "a theme of Blogger's can't be shown here".to_owned();
    Noun::Other { kind: "template".to_owned(), key, why, private: false }
}

/// An entry of a kind nobody knows.
pub(super) fn strange(kind: String, key: String) -> Noun {
    Noun::Other { kind, key, why: "its kind is not known here".to_owned(), private: false }
}

/// An element of the feed that nobody knows.
pub(super) fn element(piece: Piece) -> Entry {
    let name: String = piece.name().chars().take(100).collect();
    let noun = Noun::Other {
        kind: "element".to_owned(),
        key: name.clone(),
        why: "nothing here reads it".to_owned(),
        private: false,
    };
    Entry { line: piece.line, raw: piece.raw, noun, unknown: vec![name] }
}

/// A document type with entities.
pub(super) fn doctype(blog: &Blog) -> Entry {
    let noun = Noun::Other {
        kind: "document type".to_owned(),
        key: blog.feeds.first().cloned().unwrap_or_default(),
        why: "the file declares entities of its own; they are shown as they are written".to_owned(),
        private: false,
    };
    Entry { raw: String::new(), line: 1, noun, unknown: Vec::new() }
}
