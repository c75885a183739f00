//! What stands around every public page.

use minijinja::{Value, context};
use model::{Language, Pictures, Site};

use crate::words::{self, Words};

/// The frame of a public page: whose site, and at which address.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The site's settings.
    pub site: Site,
    /// The public address without a slash at the end: `https://example.org`.
    pub origin: String,
    /// The percent-encoded path of this page.
    pub path: String,
    /// The pictures the page shows, as far as they are kept here.
    pub pictures: Pictures,
    /// Pages that stand by themselves: encoded paths and headlines.
    pub pages: Vec<(String, String)>,
}

impl Frame {
    /// An absolute address of a path on this site.
    pub(crate) fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// A piece's language: its own, else the site's.
    pub(crate) fn language_of<'a>(&'a self, own: Option<&'a Language>) -> &'a Language {
        own.unwrap_or(&self.site.language)
    }

    /// `lang` and `dir` of a piece, for templates.
    pub(crate) fn tongue<'a>(&'a self, own: Option<&'a Language>) -> (&'a str, &'static str) {
        let language = self.language_of(own);
        (language.as_str(), language.direction().as_str())
    }

    /// The frame as templates see it: `site`, `canonical`, `t` (the site's words), and the language of
    /// those words. A site whose language has no words of ours speaks English around its posts, and the
    /// page says so: every post carries its own language anyway.
    pub(crate) fn values(&self, words: &Words) -> Value {
        let language = &self.site.language;
        let spoken = words.of(language);
        let around = words::spoken(language);
        context! {
            site => context! {
                name => self.site.name.as_str(),
                tagline => self.site.tagline.as_str(),
                public_moderation => self.site.public_moderation,
                lang => language.as_str(),
                dir => language.direction().as_str(),
            },
            path => self.path.as_str(),
            site_pages => &self.pages,
            canonical => self.absolute(&self.path),
            t => spoken.function(),
            ui_lang => around,
            ui_dir => spoken.direction().as_str(),
        }
    }
}
