//! Why a page could not be clipped.

/// The reason a page gives no clipping, as a sentence for the person who asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// The bytes are something else than a web page.
    #[error("{url} is {what}, not a web page; give the address of the page that links to it")]
    NotHtml {
        /// The address asked for.
        url: String,
        /// What the bytes are, with its article: "a PDF document".
        what: &'static str,
    },
    /// No bytes, or white space only.
    #[error("{url} answered with an empty page; try again later, or check the address")]
    Empty {
        /// The address asked for.
        url: String,
    },
    /// A page, but without a text of its own.
    #[error(
        "there is nothing to read on {url}: no article text was found; check that the address is an article's and needs no sign-in"
    )]
    NothingToRead {
        /// The address asked for.
        url: String,
    },
    /// More bytes than we read.
    #[error("{url} has {size} bytes; pages of up to {limit} bytes can be clipped")]
    TooLarge {
        /// The address asked for.
        url: String,
        /// Bytes received.
        size: usize,
        /// Bytes allowed.
        limit: usize,
    },
    /// Elements inside elements beyond reason; no browser shows that either.
    #[error("{url} nests its elements more than {limit} deep, which no article does; it can't be clipped")]
    TooDeep {
        /// The address asked for.
        url: String,
        /// Levels allowed.
        limit: usize,
    },
}
