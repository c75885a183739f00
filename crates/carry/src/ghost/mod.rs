//! Ghost's exports: JSON with a table of posts, alone or in a zip with pictures, redirects and routes.
//!
//! The file is looked through once before it is read, because posts, tags and authors are tied by tables of their own
//! ([`site`]); then each pass reads it row by row ([`rows`]), with one row in memory.

mod content;
mod fields;
mod post;
mod redirects;
mod routes;
mod rows;
mod site;
mod tables;

use std::collections::BTreeMap;
use std::io::Read;
use std::ops::ControlFlow;

use model::CommentMode;
use model::import::{Entry, Noun, OldMedium};

use crate::{Broken, Choices, Export, Package, Pass};
use rows::{Row, Rows};
use site::Site;

/// Bytes of a file in which its kind shows.
const BEGIN: u64 = 256 << 10;
/// Bytes of a file of redirects.
const REDIRECTS: u64 = 16 << 20;

/// Looks at a package as an export of Ghost.
///
/// # Errors
/// As [`crate::export`].
pub fn export<'p>(package: &'p Package, choices: &Choices) -> Result<Box<dyn Export + 'p>, Broken> {
    let mut found: Vec<&str> = Vec::new();
    for (name, _) in package.files() {
        if is_export(package, name)? {
            found.push(name);
        }
    }
    let wanted = |file: &&str| {
        choices.blog.as_deref().is_none_or(|blog| *file == blog || file.starts_with(&format!("{blog}/")))
    };
    let chosen: Vec<&str> = found.iter().copied().filter(wanted).collect();
    match chosen[..] {
        [file] => {
            let site = Site::look(package, file, choices.host.as_deref())?;
            Ok(Box::new(Ghost { package, file: file.to_owned(), site }))
        }
        _ if found.is_empty() => {
            let what = "there is no export of Ghost in it: that is a JSON file with a table “posts”";
            Err(Broken::file("the package", what))
        }
        _ => {
            let what =
                format!("there are several exports in it: {}; say which with --blog", found.join(", "));
            Err(Broken::file("the package", what))
        }
    }
}

/// Whether a file is one, by its name and its beginning.
fn is_export(package: &Package, name: &str) -> Result<bool, Broken> {
    let last = name.rsplit('/').next().unwrap_or(name).to_ascii_lowercase();
    let named = last.ends_with(".json") || last.ends_with(".json.gz") || package.files().len() == 1;
    if !named || last.starts_with("redirects") || last == "package.json" {
        return Ok(false);
    }
    let mut begin = Vec::new();
    let read = package.text(name)?.take(BEGIN).read_to_end(&mut begin);
    read.map_err(|error| Broken::file(name, format!("it can't be read: {error}")))?;
    let begin = String::from_utf8_lossy(&begin);
    let signs = ["\"db\"", "\"data\"", "\"posts\"", "\"exported_on\""];
    Ok(begin.trim_start_matches('\u{feff}').trim_start().starts_with(['{', '['])
        && signs.iter().any(|sign| begin.contains(sign)))
}

/// A site in one file, and what lies beside it.
struct Ghost<'p> {
    package: &'p Package,
    file: String,
    site: Site,
}

type Visit<'v> = &'v mut dyn FnMut(Result<Entry, Broken>, u64) -> ControlFlow<()>;

impl Ghost<'_> {
    /// The entry of a row; nothing when it belongs to another pass, or is part of others.
    fn entry(&self, pass: Pass, row: Row) -> Option<Result<Entry, Broken>> {
        let table = row.table.as_str();
        let said = tables::SAID.contains(&table);
        if tables::MERGED.contains(&table) || said != (pass == Pass::Comments) {
            return None;
        }
        let Some(value) = site::read(&row.raw) else {
            return Some(Err(Broken {
                file: self.file.clone(),
                line: row.line,
                column: 0,
                what: format!("a row of “{table:.60}” can't be read as JSON and was passed over"),
            }));
        };
        let (noun, unknown) = match table {
            "posts" if value.is_object() => post::noun(&value, &self.site, row.repaired),
            "users" if value.is_object() => tables::author(&value),
            "tags" if value.is_object() => tables::tag(&value, &self.site),
            "comments" if value.is_object() => tables::comment(&value, &self.site),
            "mentions" if value.is_object() => tables::mention(&value),
            _ if said => return None,
            table => (tables::other(table, &value), Vec::new()),
        };
        Some(Ok(Entry { raw: row.raw, line: row.line, noun, unknown }))
    }

    /// What lies beside the file, and what is not in it.
    fn beside(&self, visit: Visit, passed: u64) -> Result<ControlFlow<()>, Broken> {
        let mut entries: Vec<Entry> = Vec::new();
        let entry = |raw: String, noun| Entry { raw, line: 0, noun, unknown: Vec::new() };
        if !self.site.tables.contains("comments") && self.site.old.comments != Some(CommentMode::Off) {
            let why = "Ghost's export leaves comments out; they come with a dump of its database or through its API";
            let noun =
                Noun::Other { kind: "comments".into(), key: String::new(), why: why.into(), private: false };
            entries.push(entry(String::new(), noun));
        }
        for (name, _) in self.package.files() {
            let last = name.rsplit('/').next().unwrap_or(name).to_ascii_lowercase();
            if matches!(last.as_str(), "redirects.json" | "redirects.yaml" | "redirects.yml") {
                entries.extend(redirects::entries(&self.package.whole(name, REDIRECTS)?));
            } else if last.ends_with(".csv") && last.contains("members") {
                let why = "accounts of readers have no counterpart here".to_owned();
                let noun = Noun::Other { kind: "members".into(), key: name.clone(), why, private: true };
                entries.push(entry(String::new(), noun));
            }
        }
        for path in &self.site.routes.fixed {
            let why = "a page made by routes.yaml has no counterpart here".to_owned();
            entries.push(entry(
                path.clone(),
                Noun::Other { kind: "route".into(), key: path.clone(), why, private: false },
            ));
        }
        entries.extend(self.media().into_iter().map(|medium| entry(String::new(), Noun::Medium(medium))));
        for entry in entries {
            if visit(Ok(entry), passed).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Pictures and files of the package, each with the addresses of the sizes Ghost made of it.
    fn media(&self) -> Vec<OldMedium> {
        const FOLDERS: [&str; 3] = ["content/images/", "content/media/", "content/files/"];
        let mut sizes: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut found: Vec<(String, &str)> = Vec::new();
        for (name, _) in self.package.files() {
            let begin = FOLDERS.iter().find_map(|folder| {
                let at = name.find(folder)?;
                (at == 0 || name.as_bytes().get(at - 1) == Some(&b'/')).then_some(at)
            });
            let Some(path) = begin.and_then(|at| name.get(at..)) else { continue };
            let original = path.strip_prefix("content/images/size/").and_then(|rest| rest.split_once('/'));
            match original {
                // A picture in another format lies one folder further down.
                Some((_, rest)) => {
                    let rest =
                        rest.strip_prefix("format/").and_then(|r| r.split_once('/')).map_or(rest, |(_, r)| r);
                    sizes.entry(format!("content/images/{rest}")).or_default().push(path.to_owned());
                }
                None => found.push((path.to_owned(), name)),
            }
        }
        let base = self.site.addresses.all.first().cloned().unwrap_or_default();
        let address = |path: &str| format!("{base}/{path}");
        let medium = |(path, name): (String, &str)| {
            let mut addresses = vec![address(&path)];
            addresses.extend(sizes.get(&path).into_iter().flatten().map(|path| address(path)));
            OldMedium { key: path, addresses, file: Some(name.to_owned()), ..OldMedium::default() }
        };
        found.into_iter().map(medium).collect()
    }
}

impl Export for Ghost<'_> {
    fn size(&self) -> u64 {
        self.package.files().iter().find(|(name, _)| *name == self.file).map_or(0, |(_, size)| *size)
    }

    fn each(
        &self,
        pass: Pass,
        visit: &mut dyn FnMut(Result<Entry, Broken>, u64) -> ControlFlow<()>,
    ) -> Result<(), Broken> {
        if pass == Pass::Posts {
            let site = &self.site;
            let noun = Noun::Site(Box::new(site.old.clone()));
            let entry = Entry { raw: site.raw.clone(), line: site.line, noun, unknown: Vec::new() };
            if visit(Ok(entry), 0).is_break() {
                return Ok(());
            }
        }
        let mut rows = Rows::new(&self.file, self.package.text(&self.file)?);
        let size = self.size();
        loop {
            let next = rows.next()?;
            let passed = if size > 0 { rows.passed().min(size) } else { rows.passed() };
            let entry = match next {
                None => break,
                Some(Ok(row)) => self.entry(pass, row),
                // Told once, by the first pass.
                Some(Err(broken)) => (pass == Pass::Posts).then_some(Err(broken)),
            };
            if let Some(entry) = entry
                && visit(entry, passed).is_break()
            {
                return Ok(());
            }
        }
        if pass == Pass::Posts {
            // It was the last there is, whether somebody wants more or not.
            let (ControlFlow::Continue(()) | ControlFlow::Break(())) = self.beside(visit, size)?;
        }
        Ok(())
    }
}
