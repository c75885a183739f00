//! What must be known of a whole export before its posts can be read: which file an attachment is, and what stands
//! in a block that posts share.

use std::collections::{HashMap, HashSet};

use crate::html;

/// Attachments whose addresses are known; beyond that, galleries name no pictures.
const ATTACHMENTS: usize = 400_000;
/// Characters of a text that is kept of an attachment.
const TEXT: usize = 400;
/// Categories of which the place among others is known.
const CATEGORIES: usize = 100_000;
/// Bytes of shared blocks that are kept.
const SHARED: usize = 8 << 20;

/// An attachment: some 300 bytes each, and no more than 2 KiB.
#[derive(Clone, Debug, Default)]
pub(crate) struct Attachment {
    /// Of the file in its original size.
    pub(crate) address: String,
    pub(crate) title: String,
    pub(crate) alt: String,
    /// HTML.
    pub(crate) caption: String,
    /// Its place among those of its post.
    pub(crate) order: i32,
}

/// What a file is, by the end of its address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileKind {
    Picture,
    Sound,
    Film,
    Other,
}

impl FileKind {
    /// By the end of the path.
    pub(crate) fn of(address: &str) -> FileKind {
        let path = address.split(['?', '#']).next().unwrap_or(address);
        let end = path.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
        match end.as_str() {
            "jpg" | "jpeg" | "jpe" | "png" | "gif" | "webp" | "avif" | "svg" | "bmp" | "tif" | "tiff"
            | "heic" => FileKind::Picture,
            "mp3" | "m4a" | "ogg" | "oga" | "wav" | "flac" | "aac" | "opus" | "wma" => FileKind::Sound,
            "mp4" | "m4v" | "webm" | "ogv" | "mov" | "avi" | "mkv" | "wmv" | "flv" | "mpg" | "mpeg" => {
                FileKind::Film
            }
            _ => FileKind::Other,
        }
    }
}

/// What is known of an export beforehand.
#[derive(Debug, Default)]
pub(crate) struct Known {
    attachments: HashMap<String, Attachment>,
    /// Ids of attachments by the post they belong to.
    belonging: HashMap<String, Vec<String>>,
    shared: HashMap<String, String>,
    shared_bytes: usize,
    /// Names of authors as shown, by what they sign in with.
    pub(crate) names: HashMap<String, String>,
    /// Authors' mail addresses in small letters.
    pub(crate) mails: HashSet<String>,
    /// Authors' sign-in names by their ids.
    pub(crate) logins: HashMap<String, String>,
    /// Names and parents of categories, by slug.
    pub(crate) categories: HashMap<String, (String, String)>,
}

fn short(text: &str) -> String {
    text.chars().take(TEXT).collect()
}

impl Known {
    /// Remembers an attachment.
    pub(crate) fn attach(&mut self, id: &str, post: Option<&str>, attachment: Attachment) {
        let address = attachment.address;
        if self.attachments.len() >= ATTACHMENTS || address.is_empty() || address.len() > 2 * TEXT {
            return;
        }
        let kept = Attachment {
            address,
            title: short(&attachment.title),
            alt: short(&attachment.alt),
            caption: if attachment.caption.len() <= 2 * TEXT {
                attachment.caption
            } else {
                html::escape(&short(&html::plain(&attachment.caption))).into_owned()
            },
            order: attachment.order,
        };
        if let Some(post) = post {
            self.belonging.entry(post.to_owned()).or_default().push(id.to_owned());
        }
        self.attachments.insert(id.to_owned(), kept);
    }

    /// Remembers a category; `parent` is the slug of the one above it.
    pub(crate) fn category(&mut self, slug: &str, name: &str, parent: &str) {
        if self.categories.len() < CATEGORIES {
            self.categories.insert(slug.to_owned(), (name.to_owned(), parent.to_owned()));
        }
    }

    /// Remembers a block that posts share.
    pub(crate) fn share(&mut self, id: &str, content: &str) {
        self.shared_bytes += content.len();
        if self.shared_bytes <= SHARED {
            self.shared.insert(id.to_owned(), content.to_owned());
        }
    }

    /// An attachment by its id.
    pub(crate) fn attachment(&self, id: &str) -> Option<&Attachment> {
        self.attachments.get(id.trim())
    }

    /// The content of a shared block by its id.
    pub(crate) fn shared(&self, id: &str) -> Option<&str> {
        self.shared.get(id).map(String::as_str)
    }

    /// Attachments of a post, in their order.
    pub(crate) fn of_post(&self, post: &str) -> Vec<(&str, &Attachment)> {
        let ids = self.belonging.get(post).map_or(&[][..], Vec::as_slice);
        let mut found: Vec<(&str, &Attachment)> =
            ids.iter().filter_map(|id| Some((id.as_str(), self.attachments.get(id)?))).collect();
        found.sort_by_key(|(_, attachment)| attachment.order);
        found
    }
}
