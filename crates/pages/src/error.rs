//! What can go wrong while a page is made.

/// Why a page could not be made. Never a reader's fault.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A template does not fit its page.
    #[error("the template {template} can't be rendered: {detail}")]
    Template {
        /// The template's name.
        template: String,
        /// Where and why, for whoever mends it.
        detail: String,
    },
    /// The site's own words in a language can't be read.
    #[error("the words of “{language}” can't be used: {detail}")]
    Words {
        /// Which language.
        language: String,
        /// Where and why.
        detail: String,
    },
    /// A feed or sitemap could not be written.
    #[error("the document can't be written: {0}")]
    Document(String),
}

impl Error {
    /// A template's error with all its causes.
    pub(crate) fn template(template: &str, error: &minijinja::Error) -> Self {
        let mut detail = error.to_string();
        let mut cause = std::error::Error::source(error);
        while let Some(inner) = cause {
            detail.push_str(": ");
            detail.push_str(&inner.to_string());
            cause = inner.source();
        }
        Error::Template { template: template.to_owned(), detail }
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Error::Document(error.to_string())
    }
}
