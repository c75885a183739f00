//! An entry with all that can be made of it without the database.

use model::import::{Entry, Noun, OldComment, OldMedium, OldRedirect, OldSite};
use model::ledger::Print;
use model::{Comment, Moment, Post};

use crate::Error;
use crate::ledger::print_of;

/// An entry, ready to be written.
#[derive(Debug)]
pub struct Item {
    /// Its name among all originals.
    pub(crate) id: i64,
    /// The word under which the report counts it: `post: published`.
    pub(crate) counted: String,
    /// What it is: the counted word up to the colon.
    pub(crate) kind: &'static str,
    /// Its id there.
    pub(crate) key: String,
    /// The first bytes of the hash of what it says word by word.
    pub(crate) digest: i64,
    /// Word by word.
    pub(crate) raw: String,
    /// Names in it that no reader knows.
    pub(crate) unknown: Vec<String>,
    /// Facts that say who somebody is, by name.
    pub(crate) private: Vec<&'static str>,
    /// What is made of it.
    pub(crate) ready: Ready,
}

/// What is made of an entry.
#[derive(Debug)]
pub(crate) enum Ready {
    Post(Box<ReadyPost>),
    Comment(Box<ReadyComment>),
    Site(Box<OldSite>),
    Label { slug: Option<String>, paths: Vec<String>, changed: Vec<String> },
    Redirect(OldRedirect),
    Medium(OldMedium),
    Author,
    Other { why: String },
}

/// A post that lacks only what the database knows: its id, and whether its address is free.
#[derive(Debug)]
pub(crate) struct ReadyPost {
    /// Without an id; its permalink is the one it wants.
    pub post: Post,
    /// Of the post as it is here; `None` when that could not be made.
    pub written: Option<Written>,
    /// The search terms of its headline.
    pub terms: Vec<String>,
    /// When it comes out or came out.
    pub published: Option<Moment>,
    /// Other addresses that lead to it.
    pub old_paths: Vec<String>,
    /// Addresses of the original sizes of pictures in the text.
    pub pictures: Vec<String>,
    /// The same for the picture that stands for it.
    pub lead: Option<String>,
    /// Links within the old site: path here, address there.
    pub links: Vec<(String, String)>,
    /// A line that seems to name its source.
    pub credit: Option<markup::Credit>,
    /// The language that was guessed.
    pub guessed: Option<String>,
    /// What changed, in sentences.
    pub changed: Vec<String>,
}

/// A post's writing as it is kept, and what the post hashes to.
#[derive(Debug)]
pub(crate) struct Written {
    pub kept: String,
    pub print: Print,
}

impl Written {
    pub fn of(post: &Post) -> Result<Self, Error> {
        Ok(Written { kept: store::posts::kept(&post.writing)?, print: print_of(post, &post.writing)? })
    }
}

/// A comment that lacks its id, its post and what it answers.
#[derive(Debug)]
pub(crate) struct ReadyComment {
    /// Without those.
    pub comment: Comment,
    /// The original of its post.
    pub post: i64,
    /// The original of what it answers.
    pub parent: Option<i64>,
    /// What changed, in sentences.
    pub changed: Vec<String>,
}

/// The kind of a noun, for its name among originals. Posts and pages share one, as their ids do.
pub(crate) fn kind_of(noun: &Noun) -> &'static str {
    match noun {
        Noun::Site(_) => "site",
        Noun::Author(_) => "author",
        Noun::Label(_) => "label",
        Noun::Post(_) => "post",
        Noun::Comment(_) => "comment",
        Noun::Medium(_) => "attachment",
        Noun::Redirect(_) => "redirect",
        Noun::Other { .. } => "other",
    }
}

/// What a comment or another entry says of who somebody is.
pub(crate) fn private_of(entry: &Entry) -> Vec<&'static str> {
    let mut facts = Vec::new();
    match &entry.noun {
        Noun::Comment(comment) => {
            let OldComment { email, network, .. } = &**comment;
            facts.extend(email.as_ref().filter(|mail| !mail.is_empty()).map(|_| "mail address"));
            facts.extend(network.as_ref().filter(|address| !address.is_empty()).map(|_| "network address"));
        }
        Noun::Author(author) => {
            facts.extend(author.email.as_ref().filter(|mail| !mail.is_empty()).map(|_| "mail address"));
        }
        Noun::Site(site) => facts.extend(site.private.iter().map(|_| "setting with mail addresses")),
        Noun::Other { private: true, .. } => facts.push("entry about a person"),
        _ => {}
    }
    facts
}
