//! Where a post comes from: the source, what was fetched from it, and files kept for a post.

use serde::{Deserialize, Serialize};
use url::Url;

use crate::licence::LICENCE_LIMIT;
use crate::{CaptureId, Dated, Language, MediaId, Moment, NoArchive, Problems, Robots, SourceId};

/// A source as a post credits it: one record feeds page, feeds and JSON-LD alike.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFields {
    /// The address a reader is sent to: http or https, absolute.
    pub url: String,
    /// The outlet's name as shown.
    #[serde(default)]
    pub outlet: String,
    /// Credited writers, in order.
    #[serde(default)]
    pub byline: Vec<String>,
    /// When the outlet published it.
    #[serde(default)]
    pub published: Option<Dated>,
    /// The language of the original.
    #[serde(default)]
    pub language: Option<Language>,
    /// The original headline.
    #[serde(default)]
    pub headline: String,
    /// The terms it may be used under: an address, or the outlet's words; empty when none are known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub licence: String,
}

impl SourceFields {
    /// Checks the address and fills an empty outlet with the host.
    ///
    /// # Errors
    /// A problem with `source_url` or `source_licence`.
    pub fn checked(mut self) -> Result<Self, Problems> {
        let parsed = Url::parse(self.url.trim())
            .ok()
            .filter(|u| matches!(u.scheme(), "http" | "https") && u.has_host());
        let Some(parsed) = parsed else {
            return Err(Problems::one(
                "source_url",
                format!("“{}” is not a web address; it starts with https://", self.url),
            ));
        };
        self.url = parsed.to_string();
        if self.outlet.trim().is_empty() {
            self.outlet = self.host();
        }
        self.byline.retain(|name| !name.trim().is_empty());
        if self.licence.chars().count() > LICENCE_LIMIT {
            return Err(Problems::one(
                "source_licence",
                format!("terms can have {LICENCE_LIMIT} characters; give their address instead"),
            ));
        }
        Ok(self)
    }

    /// The host without `www.`, in Unicode; empty when the address has none.
    pub fn host(&self) -> String {
        host_of(&self.url)
    }
}

/// The host of an address without `www.`; empty when there is none. Ports other than the scheme's own stay.
pub fn host_of(address: &str) -> String {
    let Ok(url) = Url::parse(address) else { return String::new() };
    let host = url.host_str().unwrap_or_default();
    let host = host.strip_prefix("www.").unwrap_or(host);
    match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

/// An outside page we take from. One address, one source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Its key.
    pub id: SourceId,
    /// What a post shows of it.
    #[serde(flatten)]
    pub fields: SourceFields,
    /// [`host_of`] its address: the `HOST` of `/sources/HOST`.
    pub host: String,
    /// When we first met it.
    pub created: Moment,
}

/// How a capture's bytes came to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum How {
    /// We fetched it.
    Fetched,
    /// A person's browser sent what it showed.
    Seen,
    /// A file, or standard input.
    File,
}

impl How {
    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            How::Fetched => "fetched",
            How::Seen => "seen",
            How::File => "file",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        [How::Fetched, How::Seen, How::File].into_iter().find(|how| how.as_str() == word)
    }
}

/// The exact bytes and headers of one look at a source. Immutable; the bytes lie in the files by hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capture {
    /// Its key.
    pub id: CaptureId,
    /// The source looked at.
    pub source: SourceId,
    /// How it came.
    pub how: How,
    /// When.
    pub at: Moment,
    /// The address after redirects.
    pub final_url: String,
    /// HTTP status; 200 for files and browsers.
    pub status: u16,
    /// Response headers in order, as received.
    pub headers: Vec<(String, String)>,
    /// SHA-256 of the bytes, in hex: their name among the files.
    pub sha256: String,
    /// Number of bytes.
    pub size: i64,
    /// Why the outlet's `robots.txt` let us fetch it; `None` where it was not asked: the bytes came from a
    /// browser or a file.
    #[serde(default)]
    pub robots: Option<Robots>,
    /// Who asked that no copy be shown, if the outlet did.
    #[serde(default)]
    pub noarchive: Option<NoArchive>,
    /// SHA-256, in hex, of the file with what was exchanged (WARC 1.1, ISO 28500:2017), the request and the
    /// redirects included; `None` for captures from before exchanges were kept.
    #[serde(default)]
    pub warc: Option<String>,
    /// SHA-256, in hex, of the file with the article's plain text as it was read at capture time, UTF-8;
    /// `None` where nothing was read, and for captures from before texts were kept.
    #[serde(default)]
    pub article: Option<String>,
    /// SHA-256, in hex, of the file with all text of the page as it was read at capture time, UTF-8;
    /// `None` as for [`Capture::article`].
    #[serde(default)]
    pub page_text: Option<String>,
}

impl Capture {
    /// Whether these bytes may ever be shown to readers. An outlet that asks for no archive is taken at its
    /// word, for good: the bytes stay as private evidence of what it published, for those who sign in, and
    /// no setting, role or later capture opens this one.
    pub fn may_be_opened(&self) -> bool {
        self.noarchive.is_none()
    }
}

/// What a part does for the page of a capture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PartRole {
    /// A style sheet.
    Style,
    /// A picture, of the page or of its style sheets.
    Picture,
}

impl PartRole {
    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            PartRole::Style => "style",
            PartRole::Picture => "picture",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        [PartRole::Style, PartRole::Picture].into_iter().find(|role| role.as_str() == word)
    }
}

/// Something that the page of a capture needs to be shown as it was: its exact bytes and how they came.
/// Immutable; the bytes lie in the files by hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The capture it belongs to.
    pub capture: CaptureId,
    /// Its number among that capture's parts, from 0.
    pub position: i64,
    /// The address by which the page or its style sheet names it, absolute, without a fragment.
    pub address: String,
    /// What it does for the page.
    pub role: PartRole,
    /// When it was fetched.
    pub at: Moment,
    /// HTTP status.
    pub status: u16,
    /// The `Content-Type` as stated, in lower case and without parameters; empty where none was.
    pub mime: String,
    /// SHA-256 of the bytes after content-decoding, in hex: their name among the files.
    pub sha256: String,
    /// Number of those bytes.
    pub size: i64,
    /// SHA-256, in hex, of the file with what was exchanged (WARC 1.1).
    pub warc: String,
}

/// A picture kept with the site, by content hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Media {
    /// Its key.
    pub id: MediaId,
    /// SHA-256 of the bytes, in hex; the file is served at `/media/{sha256}.{extension}`.
    pub sha256: String,
    /// SHA-256 of the bytes as they came, in hex: they may tell where a camera stood, so they are evidence
    /// and never served.
    pub original: String,
    /// `image/jpeg`, `image/png`, `image/gif`, `image/webp`, found from the bytes.
    pub mime: String,
    /// Pixels.
    pub width: i64,
    /// Pixels.
    pub height: i64,
    /// Number of bytes.
    pub size: i64,
    /// Where it was fetched, empty when it was not.
    pub origin: String,
    /// When it was stored.
    pub created: Moment,
}

impl Media {
    /// The site's path of a file: `/media/{sha256}.{extension}`.
    pub fn path(&self) -> String {
        crate::rendition::path_of(&self.sha256, &self.mime)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_needs_a_web_address() {
        let fields = |url: &str| SourceFields { url: url.to_owned(), ..SourceFields::default() };
        assert_eq!(fields(" https://www.Example.com/a ").checked().unwrap().outlet, "example.com");
        for bad in ["", "example.com", "javascript:alert(1)", "file:///etc/passwd", "https://"] {
            assert!(fields(bad).checked().unwrap_err().of("source_url").is_some(), "{bad}");
        }
        assert_eq!(host_of("http://127.0.0.1:8081/x"), "127.0.0.1:8081");
    }
}
