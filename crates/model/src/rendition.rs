//! How a kept picture is shown: its smaller copies, and which of them a page offers.

use std::collections::HashMap;

use serde::Serialize;

use crate::Media;

/// Most pictures looked up for one page.
const LOOKED_UP: usize = 400;

/// A smaller copy of a kept picture, made for a screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendition {
    /// `image/webp`; of the one plain copy `image/jpeg` or `image/png`.
    pub mime: String,
    /// Pixels.
    pub width: i64,
    /// Pixels.
    pub height: i64,
    /// SHA-256 of the bytes, in hex.
    pub sha256: String,
    /// Number of bytes.
    pub size: i64,
}

impl Rendition {
    /// The site's path of the copy.
    pub fn path(&self) -> String {
        path_of(&self.sha256, &self.mime)
    }
}

/// A kept picture with its copies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The picture in full.
    pub media: Media,
    /// Its copies, narrowest first; none until they are made, and none of a picture that moves.
    pub renditions: Vec<Rendition>,
}

impl Shown {
    /// The copies that pages offer to browsers, narrowest first.
    pub fn offered(&self) -> impl Iterator<Item = &Rendition> {
        self.renditions.iter().filter(|rendition| rendition.mime == "image/webp")
    }

    /// The copy for programs that may know no WebP; the whole picture while there is none.
    pub fn plain(&self) -> Rendition {
        let plain = self.renditions.iter().find(|rendition| rendition.mime != "image/webp");
        plain.cloned().unwrap_or_else(|| Rendition {
            mime: self.media.mime.clone(),
            width: self.media.width,
            height: self.media.height,
            sha256: self.media.sha256.clone(),
            size: self.media.size,
        })
    }
}

/// The pictures of one page, by the path under which its texts name them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pictures(HashMap<String, Shown>);

impl Pictures {
    /// The picture of a path `/media/…`, when it is kept here.
    pub fn get(&self, path: &str) -> Option<&Shown> {
        self.0.get(hash_of(path)?).filter(|shown| shown.media.path() == path)
    }

    /// All of them, in no order.
    pub fn iter(&self) -> impl Iterator<Item = &Shown> {
        self.0.values()
    }
}

impl FromIterator<Shown> for Pictures {
    fn from_iter<I: IntoIterator<Item = Shown>>(shown: I) -> Self {
        Pictures(shown.into_iter().map(|shown| (shown.media.sha256.clone(), shown)).collect())
    }
}

/// The site's path of a picture's file: `/media/{sha256}.{extension}`.
pub fn path_of(sha256: &str, mime: &str) -> String {
    let extension = match mime {
        "image/png" => "png",
        "image/gif" => "gif",
        "image/webp" => "webp",
        _ => "jpg",
    };
    format!("/media/{sha256}.{extension}")
}

/// The content's hash in a path `/media/{sha256}.{extension}`.
pub fn hash_of(path: &str) -> Option<&str> {
    let (name, _) = path.strip_prefix("/media/")?.split_once('.')?;
    (name.len() == 64 && name.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))).then_some(name)
}

/// The hashes of all pictures that texts name, each once; of a text that names hundreds, the first ones.
pub fn hashes_in<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for text in texts {
        for (at, _) in text.match_indices("/media/") {
            // A hash is ASCII: a path's first 72 bytes are whole characters or it is none.
            let hash = text.get(at..at + 72).and_then(hash_of);
            if let Some(hash) =
                hash.filter(|hash| found.len() < LOOKED_UP && !found.iter().any(|f| f == hash))
            {
                found.push(hash.to_owned());
            }
        }
    }
    found
}

/// A picture of a clipping that is not kept with the site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MissingPicture {
    /// Where it is, by the page that shows it.
    pub address: String,
    /// Why it is not kept: the end of a sentence.
    pub reason: String,
}

impl MissingPicture {
    /// Pictures that nobody has tried to fetch.
    pub fn unfetched(addresses: Vec<String>) -> Vec<MissingPicture> {
        let reason = || "it was not fetched yet".to_owned();
        addresses.into_iter().map(|address| MissingPicture { address, reason: reason() }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_names_its_pictures() {
        let (one, other) = ("a".repeat(64), "0f".repeat(32));
        let text = format!(
            "<img src=\"/media/{one}.jpg\"> /media/{other}.png) /media/{one}.jpg /media/ß /media/x.jpg"
        );
        assert_eq!(hashes_in([text.as_str(), "/media/"]), [one.clone(), other]);
        for bad in
            [format!("/media/{one}"), format!("/media/{}.jpg", one.to_uppercase()), format!("/m/{one}.jpg")]
        {
            assert_eq!(hash_of(&bad), None, "{bad}");
        }
    }
}
