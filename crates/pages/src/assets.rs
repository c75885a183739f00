//! The theme's files, each under a name that holds a hash of its bytes.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rust_embed::Embed;
use sha2::{Digest, Sha256};

#[derive(Embed)]
#[folder = "assets"]
#[exclude = ".*"]
struct Files;

/// Hexadecimal digits of the hash in a name.
const HASH_LENGTH: usize = 12;

/// A file of the theme.
#[derive(Clone, Debug)]
pub struct Asset {
    /// Its content.
    pub bytes: Cow<'static, [u8]>,
    /// Its media type, character set included.
    pub mime: &'static str,
    /// A strong validator, in quotes.
    pub etag: String,
}

/// All files of the theme.
#[derive(Debug)]
pub(crate) struct Assets {
    by_name: BTreeMap<String, String>,
    by_file_name: BTreeMap<String, Asset>,
}

impl Assets {
    /// The files embedded in the binary.
    pub(crate) fn embedded() -> Self {
        let mut assets = Assets { by_name: BTreeMap::new(), by_file_name: BTreeMap::new() };
        for name in Files::iter() {
            if let Some(file) = Files::get(&name) {
                assets.add(&name, file.data);
            }
        }
        assets
    }

    fn add(&mut self, name: &str, bytes: Cow<'static, [u8]>) {
        let digest = Sha256::digest(&bytes);
        let mut hash: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        hash.truncate(HASH_LENGTH);
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
        let file_name = format!("{stem}.{hash}.{extension}");
        let mime = match extension {
            "css" => "text/css; charset=utf-8",
            "js" => "text/javascript; charset=utf-8",
            // To be read in the browser before it is run.
            "sh" => "text/plain; charset=utf-8",
            "svg" => "image/svg+xml",
            "png" => "image/png",
            _ => "application/octet-stream",
        };
        self.by_name.insert(name.to_owned(), format!("/assets/{file_name}"));
        self.by_file_name.insert(file_name, Asset { bytes, mime, etag: format!("\"{hash}\"") });
    }

    /// The path at which a file is served.
    pub(crate) fn path(&self, name: &str) -> Option<&str> {
        self.by_name.get(name).map(String::as_str)
    }

    /// The file served under a name with its hash.
    pub(crate) fn get(&self, file_name: &str) -> Option<&Asset> {
        self.by_file_name.get(file_name)
    }

    /// The served names.
    pub(crate) fn file_names(&self) -> impl Iterator<Item = &str> {
        self.by_file_name.keys().map(String::as_str)
    }
}
