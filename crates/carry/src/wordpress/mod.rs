//! WordPress's exports: WXR, an RSS feed with everything in it, in one file or several.
//!
//! The files are looked through once before they are read, because a post names its pictures, its shared blocks and
//! its authors by ids that may stand behind it: what is kept of that is bounded ([`known`]). Then each pass walks
//! through the items ([`item`]); a post never stands in memory together with its comments.

mod channel;
mod content;
mod discussion;
mod item;
mod known;
mod meta;
mod moments;
mod post;
mod site;

use std::collections::HashSet;
use std::io::Read;
use std::ops::ControlFlow;

use model::import::{Entry, Noun};

use crate::{Broken, Choices, Export, Package, Pass};
use channel::Part;
use item::For;
use site::Site;

/// Bytes of a file in which its kind shows.
const BEGIN: u64 = 64 << 10;
/// Categories and tags of a set of files that are told apart.
const LABELS: usize = 1_000_000;

/// Looks at a package as an export of WordPress.
///
/// # Errors
/// As [`crate::export`].
pub fn export<'p>(package: &'p Package, choices: &Choices) -> Result<Box<dyn Export + 'p>, Broken> {
    let files = chosen(package, choices)?;
    let site = Site::look(package, &files, choices.host.as_deref())?;
    Ok(Box::new(Wxr { package, files, site }))
}

/// The files of the one site that is wanted.
fn chosen(package: &Package, choices: &Choices) -> Result<Vec<String>, Broken> {
    let mut sites: Vec<(String, String, Vec<String>)> = Vec::new();
    let mut feed = None;
    for (name, _) in package.files() {
        match kind(package, name)? {
            Kind::Wxr => {
                let (addresses, title) = site::peek(package, name)?;
                let key = addresses.key().unwrap_or_default();
                match sites.iter_mut().find(|(known, _, _)| *known == key) {
                    Some((_, _, files)) => files.push(name.clone()),
                    None => sites.push((key, title, vec![name.clone()])),
                }
            }
            Kind::Atom => feed = Some(name),
            Kind::Other => {}
        }
    }
    if let Some(wanted) = &choices.blog {
        let fits = |(key, title, files): &(String, String, Vec<String>)| {
            title == wanted
                || key == wanted
                || files.iter().any(|file| file == wanted || file.starts_with(&format!("{wanted}/")))
        };
        match sites.iter().position(fits) {
            Some(at) => return Ok(sites.swap_remove(at).2),
            None if !sites.is_empty() => {
                let what = format!("there is no site “{wanted}” in it; there is {}", names(&sites));
                return Err(Broken::file("the package", what));
            }
            None => {}
        }
    }
    match (sites.len(), feed) {
        (1, _) => Ok(sites.swap_remove(0).2),
        (0, Some(feed)) => Err(Broken::file(
            feed,
            "it is an Atom feed and no export of WordPress; read it as one of Blogger",
        )),
        (0, None) => {
            let what =
                "there is no export of WordPress in it: that is an XML file that says <rss> and wp:post_id";
            Err(Broken::file("the package", what))
        }
        _ => {
            let what = format!("there are several sites in it: {}; say which with --blog", names(&sites));
            Err(Broken::file("the package", what))
        }
    }
}

fn names(sites: &[(String, String, Vec<String>)]) -> String {
    let names: Vec<String> =
        sites.iter().take(20).map(|(key, title, _)| format!("{key} (“{title}”)")).collect();
    names.join(", ")
}

#[derive(PartialEq, Eq)]
enum Kind {
    Wxr,
    Atom,
    Other,
}

/// What a file is by its name and its beginning.
fn kind(package: &Package, name: &str) -> Result<Kind, Broken> {
    let last = name.rsplit('/').next().unwrap_or(name).to_ascii_lowercase();
    let ending = last.rsplit_once('.').map_or("", |(_, ending)| ending);
    if !matches!(ending, "xml" | "wxr" | "rss" | "txt" | "gz" | "gzip" | "") && package.files().len() > 1 {
        return Ok(Kind::Other);
    }
    let mut bytes = Vec::new();
    let read = package.text(name)?.take(BEGIN).read_to_end(&mut bytes);
    read.map_err(|error| Broken::file(name, format!("it can't be read: {error}")))?;
    let begin = String::from_utf8_lossy(&bytes);
    let wxr =
        ["wordpress.org/export", "WordPress", "<wp:", "wxr_version"].iter().any(|sign| begin.contains(sign));
    Ok(if begin.contains("<rss") && wxr {
        Kind::Wxr
    } else if begin.contains("<feed") {
        Kind::Atom
    } else {
        Kind::Other
    })
}

/// A site in one or more files.
struct Wxr<'p> {
    package: &'p Package,
    files: Vec<String>,
    site: Site,
}

type Visit<'v> = &'v mut dyn FnMut(Result<Entry, Broken>, u64) -> ControlFlow<()>;

impl Wxr<'_> {
    fn size_of(&self, file: &str) -> u64 {
        self.package.files().iter().find(|(name, _)| name == file).map_or(0, |(_, size)| *size)
    }

    /// The site, then authors, categories and tags of every file, each once.
    fn heads(&self, visit: Visit) -> Result<ControlFlow<()>, Broken> {
        let noun = Noun::Site(Box::new(self.site.old.clone()));
        let entry = Entry {
            raw: self.site.raw.clone(),
            line: self.site.line,
            noun,
            unknown: self.site.unknown.clone(),
        };
        if visit(Ok(entry), 0).is_break() {
            return Ok(ControlFlow::Break(()));
        }
        let mut seen: HashSet<String> = HashSet::new();
        for file in &self.files {
            let mut flow = ControlFlow::Continue(());
            channel::head(file, self.package.text(file)?, &mut |piece, element| {
                let part = channel::part(element);
                let (entry, key) = match part {
                    Part::Site | Part::Unknown => return,
                    Part::Author => {
                        let entry = channel::author(piece, element);
                        let key = format!("author:{}", element.word_of("author_login"));
                        (entry, key)
                    }
                    part => channel::label(piece, element, part, &self.site),
                };
                if flow.is_continue() && seen.len() < LABELS && seen.insert(key) {
                    flow = visit(Ok(entry), 0);
                }
            })?;
            if flow.is_break() {
                return Ok(flow);
            }
        }
        Ok(ControlFlow::Continue(()))
    }
}

impl Export for Wxr<'_> {
    fn size(&self) -> u64 {
        let sizes: Vec<u64> = self.files.iter().map(|file| self.size_of(file)).collect();
        // A gzipped file does not say.
        if sizes.contains(&0) { 0 } else { sizes.iter().sum() }
    }

    fn each(
        &self,
        pass: Pass,
        visit: &mut dyn FnMut(Result<Entry, Broken>, u64) -> ControlFlow<()>,
    ) -> Result<(), Broken> {
        if pass == Pass::Posts && self.heads(visit)?.is_break() {
            return Ok(());
        }
        let goal = match pass {
            Pass::Posts => For::Items,
            Pass::Comments => For::Comments,
        };
        let mut before = 0;
        for file in &self.files {
            let size = self.size_of(file);
            let source = self.package.text(file)?;
            let flow = item::walk(file, source, goal, &mut |part, passed| {
                let entry = match part {
                    item::Part::Item(item) => Ok(post::entry(*item, &self.site)),
                    item::Part::Comment(post, piece) => discussion::entry(post, piece, &self.site),
                    // What can't be read is told once: comments by their own pass.
                    item::Part::Broken(_) if pass == Pass::Comments => return ControlFlow::Continue(()),
                    item::Part::Broken(broken) => Err(broken),
                };
                let passed = if size > 0 { passed.min(size) } else { passed };
                visit(entry, before + passed)
            })?;
            if flow.is_break() {
                return Ok(());
            }
            before += size;
        }
        Ok(())
    }
}
