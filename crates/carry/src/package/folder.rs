//! A folder on disk.

use std::fs;
use std::path::Path;

use super::{MOST_FILES, Package, Place, Shape, name};
use crate::Broken;

/// Folders within folders that are followed.
const DEEPEST: usize = 32;

/// Takes in what is in a folder, in the order of names. A symbolic link is not followed; a zip is opened, for an
/// export may come in several.
pub(super) fn walk(package: &mut Package, root: &Path) -> Result<(), Broken> {
    let mut found = Vec::new();
    enter(package, root, "", 0, &mut found)?;
    found.sort();
    for (name, size) in found {
        let path = root.join(&name);
        if super::shape(&path).is_ok_and(|shape| shape == Shape::Zip) && name::ends_in(&name, &["zip"]) {
            package.take_file(name, &path, size)?;
            continue;
        }
        let gzipped = name::ends_in(&name, &["gz", "gzip"]);
        let size = if gzipped { 0 } else { size };
        package.add(name, size, Place::Disk { path, gzipped })?;
    }
    Ok(())
}

fn enter(
    package: &mut Package,
    folder: &Path,
    above: &str,
    depth: usize,
    found: &mut Vec<(String, u64)>,
) -> Result<(), Broken> {
    let shown = |error: std::io::Error| {
        Broken::file(folder.display().to_string(), format!("it can't be read: {error}"))
    };
    for entry in fs::read_dir(folder).map_err(shown)? {
        let entry = entry.map_err(shown)?;
        let Some(own) = entry.file_name().to_str().map(str::to_owned) else {
            package.skip(entry.path().display().to_string(), "its name is no text");
            continue;
        };
        let name = if above.is_empty() { own } else { format!("{above}/{own}") };
        if name::litter(&name) {
            continue;
        }
        // Of the link itself, where it is one.
        let kind = fs::symlink_metadata(entry.path()).map_err(shown)?;
        if kind.is_symlink() {
            package.skip(name, "it is a symbolic link, and those are not followed");
        } else if kind.is_dir() && depth == DEEPEST {
            package.skip(name, "it lies too deep");
        } else if kind.is_dir() {
            enter(package, &entry.path(), &name, depth + 1, found)?;
        } else if !kind.is_file() {
            package.skip(name, "it is no file");
        } else if found.len() == MOST_FILES {
            return Err(Broken::file(
                package.title.clone(),
                format!("there are more than {MOST_FILES} files in it"),
            ));
        } else {
            found.push((name, kind.len()));
        }
    }
    Ok(())
}
