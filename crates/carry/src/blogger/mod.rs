//! Blogger's exports: the old backup (one XML file) and the Takeout (a folder or zip with a feed for each blog).
//!
//! Both are Atom and say the same things in other words, so one reader reads both: see [`entry`].
//! What lies beside the feed of a Takeout (settings, theme, albums, followers) comes first.

mod address;
mod albums;
mod author;
mod beside;
mod body;
mod comment;
mod entry;
mod find;
mod html;
mod picture;
mod post;
mod settings;
mod theme;

use std::collections::HashSet;
use std::io::BufRead;
use std::ops::ControlFlow;
use std::sync::{Mutex, PoisonError};

use memchr::{memmem, memrchr};
use model::import::{Entry, Noun};

use crate::xml::{Piece, Pull};
use crate::{Broken, Choices, Export, Package, Pass};
use entry::{Kind, Reading};
use find::Blog;
pub use picture::{base_name, original_size, same_picture};
use settings::Site;

/// Takes what is read; tells when it is enough.
type Visit<'v> = &'v mut dyn FnMut(Result<Entry, Broken>, u64) -> ControlFlow<()>;

/// What a feed of Blogger's is made of.
fn pieces<R: BufRead>(file: &str, source: R) -> Pull<R> {
    Pull::new(file, source, &["feed"], "entry")
}

/// Whether an entry may be a comment, by its bytes: both shapes say so with a word, which may stand in a post too.
fn may_be_comment(entry: &[u8]) -> bool {
    memmem::find(entry, b"COMMENT").is_some() || memmem::find(entry, b"#comment").is_some()
}

/// Whether an entry may be something else. It is none when it has the tag that makes it a comment, and nothing in which
/// a tag could be text.
fn may_be_other(entry: &[u8]) -> bool {
    let tagged = |word: &[u8], begin: &[u8]| {
        let before = memmem::find(entry, word).map(|at| &entry[..at]);
        let tag = before.and_then(|before| Some(&before[memrchr(b'<', before)?..]));
        tag.is_some_and(|tag| tag.starts_with(begin))
    };
    let comment = tagged(b"COMMENT</", b"<blogger:type>") || tagged(b"/kind#comment", b"<category");
    !comment || memmem::find(entry, b"<![CDATA[").is_some() || memmem::find(entry, b"xhtml").is_some()
}

/// Looks at a package as an export of Blogger.
///
/// # Errors
/// As [`crate::export`].
pub fn export<'p>(package: &'p Package, choices: &Choices) -> Result<Box<dyn Export + 'p>, Broken> {
    let found = find::blogs(package)?;
    let blog = find::choose(package, &found.blogs, choices.blog.as_deref())?;
    let sizes: Vec<u64> = blog.feeds.iter().map(|feed| found.size(feed)).collect();
    let size = if sizes.contains(&0) { 0 } else { sizes.iter().sum() };
    let ahead = settings::look_ahead(package, &blog, choices.host.as_deref())?;
    Ok(Box::new(Blogger {
        package,
        elsewhere: found.elsewhere,
        others: found.blogs.into_iter().filter(|other| other.feeds != blog.feeds).collect(),
        blog,
        size,
        ahead,
        writers: Mutex::default(),
    }))
}

/// One blog of a package.
struct Blogger<'p> {
    package: &'p Package,
    blog: Blog,
    others: Vec<Blog>,
    elsewhere: Vec<String>,
    size: u64,
    ahead: Site,
    /// Profiles of those who write posts; comments of theirs are an author's.
    writers: Mutex<HashSet<String>>,
}

impl Export for Blogger<'_> {
    fn size(&self) -> u64 {
        self.size
    }

    fn each(&self, pass: Pass, visit: Visit) -> Result<(), Broken> {
        if pass == Pass::Posts {
            let site = self.ahead.entry();
            if visit(Ok(site), 0).is_break() || self.around(visit)?.is_break() {
                return Ok(());
            }
        }
        let mut before = 0;
        for feed in &self.blog.feeds {
            let source = self.package.text(feed)?;
            let mut pull = pieces(feed, source).only(match pass {
                Pass::Posts => may_be_other,
                Pass::Comments => may_be_comment,
            });
            if self.feed(pass, &mut pull, before, visit)?.is_break() {
                return Ok(());
            }
            before += pull.passed();
        }
        Ok(())
    }
}

impl Blogger<'_> {
    /// Everything that lies around the feed.
    fn around(&self, visit: Visit) -> Result<ControlFlow<()>, Broken> {
        let mut taken: HashSet<&str> = HashSet::new();
        taken.extend(self.blog.feeds.iter().map(String::as_str));
        taken.extend(self.others.iter().flat_map(|other| other.feeds.iter().map(String::as_str)));
        taken.extend(self.elsewhere.iter().map(String::as_str));
        for broken in &self.ahead.broken {
            if visit(Err(broken.clone()), 0).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        for entry in &self.ahead.widgets {
            if visit(Ok(entry.clone()), 0).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        if albums::each(self.package, &mut taken, visit).is_break() {
            return Ok(ControlFlow::Break(()));
        }
        let folders: Vec<&str> = self.others.iter().map(|other| other.folder.as_str()).collect();
        if beside::each(self.package, &self.blog, &folders, &taken, visit).is_break() {
            return Ok(ControlFlow::Break(()));
        }
        for feed in &self.elsewhere {
            let mut pull = pieces(feed, self.package.text(feed)?);
            // A feed that does not concern the blog does not stop its coming over.
            loop {
                let entry = match pull.next() {
                    Ok(Some(Ok(piece))) if piece.name() == "entry" => Ok(beside::elsewhere(piece)),
                    Ok(Some(Ok(_))) => continue,
                    Ok(Some(Err(broken))) | Err(broken) => Err(broken),
                    Ok(None) => break,
                };
                if visit(entry, 0).is_break() {
                    return Ok(ControlFlow::Break(()));
                }
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// One pass over one feed.
    fn feed<R: BufRead>(
        &self,
        pass: Pass,
        pull: &mut Pull<R>,
        before: u64,
        visit: Visit,
    ) -> Result<ControlFlow<()>, Broken> {
        let mut late = Vec::new();
        loop {
            let pulled = pull.next()?;
            let done = (before + pull.passed()).min(if self.size == 0 { u64::MAX } else { self.size });
            let piece = match pulled {
                None => break,
                Some(Ok(piece)) => piece,
                Some(Err(broken)) => {
                    // Told once: which kind of entry it was, nobody knows.
                    if pass == Pass::Posts && visit(Err(broken), done).is_break() {
                        return Ok(ControlFlow::Break(()));
                    }
                    continue;
                }
            };
            let flow = match pass {
                Pass::Posts => self.post(piece, done, &mut late, visit),
                Pass::Comments => self.comment(piece, done, visit),
            };
            if flow.is_break() {
                return Ok(flow);
            }
        }
        if pass == Pass::Posts {
            if !late.is_empty() && visit(Ok(self.ahead.more(late)), self.size).is_break() {
                return Ok(ControlFlow::Break(()));
            }
            if pull.declares_entities() && visit(Ok(beside::doctype(&self.blog)), self.size).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    fn post(&self, piece: Piece, done: u64, late: &mut Vec<Piece>, visit: Visit) -> ControlFlow<()> {
        if piece.name().rsplit(':').next() != Some("entry") {
            return match self.ahead.knows(&piece) {
                true => ControlFlow::Continue(()),
                false => visit(Ok(beside::element(piece)), done),
            };
        }
        let entry = match piece.element() {
            Err(broken) => Err(broken),
            Ok(element) => {
                let reading = Reading { piece: &piece, element: &element, exported: self.blog.updated };
                match reading.kind() {
                    Kind::Comment => return ControlFlow::Continue(()),
                    Kind::Setting => {
                        if !self.ahead.seen.contains(&reading.setting()) {
                            late.push(piece.clone());
                        }
                        return ControlFlow::Continue(());
                    }
                    Kind::Post | Kind::Page => {
                        if let Some(author) = self.author(&reading) {
                            visit(Ok(author), done)?;
                        }
                        let (post, unknown) = reading.post();
                        Ok((Noun::Post(Box::new(post)), unknown))
                    }
                    Kind::Template => Ok((beside::template(reading.key()), reading.unknown())),
                    Kind::Other(kind) => Ok((beside::strange(kind, reading.key()), reading.unknown())),
                }
            }
        };
        visit(entry.map(|(noun, unknown)| Entry { line: piece.line, raw: piece.raw, noun, unknown }), done)
    }

    /// The author of a post, when he has not been told of.
    fn author(&self, reading: &Reading) -> Option<Entry> {
        let (author, raw) = author::of(reading.element)?;
        let mut writers = self.writers.lock().unwrap_or_else(PoisonError::into_inner);
        // A blog with more of them than this is none.
        let new = writers.len() < 100_000 && writers.insert(author.key.clone());
        let noun = Noun::Author(author);
        new.then(|| Entry { raw, line: reading.piece.line, noun, unknown: Vec::new() })
    }

    fn comment(&self, piece: Piece, done: u64, visit: Visit) -> ControlFlow<()> {
        let element = match piece.element() {
            Ok(element) => element,
            // What may be something else has been told with the posts.
            Err(_) if may_be_other(piece.raw.as_bytes()) => return ControlFlow::Continue(()),
            Err(broken) => return visit(Err(broken), done),
        };
        let reading = Reading { piece: &piece, element: &element, exported: None };
        if reading.kind() != Kind::Comment {
            return ControlFlow::Continue(());
        }
        let (comment, unknown) = {
            let writers = self.writers.lock().unwrap_or_else(PoisonError::into_inner);
            reading.comment(&writers)
        };
        let noun = Noun::Comment(Box::new(comment));
        visit(Ok(Entry { line: piece.line, raw: piece.raw, noun, unknown }), done)
    }
}
