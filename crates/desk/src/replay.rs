//! A capture as it looked, made inert by the markup room from what was kept beside it.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use markup::PageParts;
use model::{Capture, CaptureId, Part, PartRole};
use store::{Files, parts};

use crate::{Desk, Error};

/// Kinds of pictures that are given to browsers, and only as pictures; one drawn by a program of its own (SVG)
/// can't run it there.
const PICTURES: &[&str] = &[
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
    "image/avif",
    "image/svg+xml",
    "image/bmp",
    "image/x-icon",
    "image/vnd.microsoft.icon",
];

/// From where a replayed page takes its pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Album<'a> {
    /// They are written into it: for pages whose pictures nobody can ask for without signing in, which a page
    /// without an origin can't.
    Within,
    /// Each lies below an address, by its position among the parts.
    Below(&'a str),
}

/// A picture kept with a capture, as a browser is given it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownPicture {
    /// What it is: one of the kinds that browsers are given.
    pub mime: &'static str,
    /// SHA-256 of the bytes, in hex.
    pub sha256: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// Reads bytes as text, given what was stated as their `Content-Type`.
pub type Decode<'a> = &'a dyn Fn(&[u8], Option<&str>) -> String;

impl Desk {
    /// The page of a capture as a document that runs nothing, sends nothing and loads nothing from elsewhere.
    ///
    /// # Errors
    /// [`Error::NotFound`] when its bytes are not among the files any more; the store's.
    pub fn replay(&self, capture: &Capture, album: Album<'_>, decode: Decode<'_>) -> Result<String, Error> {
        let bytes = self.store.files().get(&capture.sha256)?;
        let bytes = bytes.ok_or_else(|| {
            Error::NotFound("The bytes of this capture are not among the site’s files any more.".to_owned())
        })?;
        let parts = self.store.read(|conn| parts::of_capture(conn, capture.id))?;
        let kept = Kept { parts, files: self.store.files(), album, decode };
        let stated = capture.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        let html = decode(&bytes, stated.map(|(_, value)| value.as_str()));
        Ok(markup::replay(&html, &capture.final_url, &kept))
    }

    /// A picture kept with a capture that readers may see; `None` for all else.
    ///
    /// # Errors
    /// The store's.
    pub fn opened_picture(&self, id: CaptureId, position: i64) -> Result<Option<ShownPicture>, Error> {
        if self.opened_capture(id)?.is_none() {
            return Ok(None);
        }
        let parts = self.store.read(|conn| parts::of_capture(conn, id))?;
        let Some(part) = parts.into_iter().find(|part| part.position == position) else { return Ok(None) };
        let Some(mime) = shown_as(&part) else { return Ok(None) };
        Ok(self.store.files().get(&part.sha256)?.map(|bytes| ShownPicture {
            mime,
            sha256: part.sha256,
            bytes,
        }))
    }
}

/// What a browser is told a part is; `None` for one that is no picture it may show.
fn shown_as(part: &Part) -> Option<&'static str> {
    let known = PICTURES.iter().find(|mime| **mime == part.mime).copied();
    known.filter(|_| part.role == PartRole::Picture && (200..300).contains(&part.status))
}

struct Kept<'a> {
    parts: Vec<Part>,
    files: &'a Files,
    album: Album<'a>,
    decode: Decode<'a>,
}

impl Kept<'_> {
    fn part(&self, address: &str, role: PartRole) -> Option<&Part> {
        let is_it = |part: &&Part| part.role == role && part.address == address;
        self.parts.iter().find(is_it)
    }

    /// The bytes of a part. One that can't be read is like one that was not kept: the page is shown without.
    fn bytes(&self, part: &Part) -> Option<Vec<u8>> {
        self.files.get(&part.sha256).ok().flatten()
    }
}

impl PageParts for Kept<'_> {
    fn picture(&self, address: &str) -> Option<String> {
        let part = self.part(address, PartRole::Picture)?;
        let mime = shown_as(part)?;
        match self.album {
            Album::Below(path) => Some(format!("{path}/{}", part.position)),
            Album::Within => {
                Some(format!("data:{mime};base64,{}", BASE64_STANDARD.encode(self.bytes(part)?)))
            }
        }
    }

    fn style(&self, address: &str) -> Option<String> {
        let part = self.part(address, PartRole::Style).filter(|part| (200..300).contains(&part.status))?;
        Some((self.decode)(&self.bytes(part)?, Some(&part.mime)))
    }
}
