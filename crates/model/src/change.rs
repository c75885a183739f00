//! What a write has changed, in the terms in which pages depend on it.

use std::fmt;
use std::str::FromStr;

use crate::{CaptureId, PostId, Window};

/// One thing that pages show. A write names what it changed; a cached page names what it shows; the
/// cache compares the two.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Change {
    /// A post's own page: its text, source, standing or comments.
    Post(PostId),
    /// The copies of a kept picture, by its content's hash: they are made after it is kept.
    Media(String),
    /// What readers may see of a capture.
    Capture(CaptureId),
    /// The newest posts: home, its further pages, site feeds, sitemap, search.
    Newest,
    /// The posts under a label, by slug.
    Label(String),
    /// The posts from a source's host.
    Host(String),
    /// The posts of a month: year, month.
    Month(i16, i8),
    /// The list of corrections and retractions.
    Corrections,
    /// The comments that readers see, whatever post they are about.
    Comments,
    /// The popular list of a window as readers of a language see it, by the language's first part (`el`); as
    /// all see it where that is `None`.
    Popular(Window, Option<String>),
    /// The ledger: its head and newest lines.
    Ledger,
    /// Name, language, settings: every page.
    Site,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Change::Post(id) => write!(f, "post:{id}"),
            Change::Media(sha256) => write!(f, "media:{sha256}"),
            Change::Capture(id) => write!(f, "capture:{id}"),
            Change::Newest => f.write_str("newest"),
            Change::Label(slug) => write!(f, "label:{slug}"),
            Change::Host(host) => write!(f, "host:{host}"),
            Change::Month(year, month) => write!(f, "month:{year}-{month}"),
            Change::Corrections => f.write_str("corrections"),
            Change::Comments => f.write_str("comments"),
            Change::Popular(window, None) => write!(f, "popular:{}", window.as_str()),
            Change::Popular(window, Some(language)) => {
                write!(f, "popular:{}/{language}", window.as_str())
            }
            Change::Ledger => f.write_str("ledger"),
            Change::Site => f.write_str("site"),
        }
    }
}

impl FromStr for Change {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let odd = || format!("“{text}” is not a change");
        match text.split_once(':') {
            None => match text {
                "newest" => Ok(Change::Newest),
                "corrections" => Ok(Change::Corrections),
                "comments" => Ok(Change::Comments),
                "ledger" => Ok(Change::Ledger),
                "site" => Ok(Change::Site),
                _ => Err(odd()),
            },
            Some(("post", id)) => id.parse().map(Change::Post).map_err(|_| odd()),
            Some(("capture", id)) => id.parse().map(Change::Capture).map_err(|_| odd()),
            Some(("media", sha256)) => Ok(Change::Media(sha256.to_owned())),
            Some(("popular", list)) => {
                let (window, language) = match list.split_once('/') {
                    Some((window, language)) => (window, Some(language.to_owned())),
                    None => (list, None),
                };
                Ok(Change::Popular(window.parse().map_err(|_| odd())?, language))
            }
            Some(("label", slug)) => Ok(Change::Label(slug.to_owned())),
            Some(("host", host)) => Ok(Change::Host(host.to_owned())),
            Some(("month", month)) => {
                let (year, month) = month.rsplit_once('-').ok_or_else(odd)?;
                Ok(Change::Month(year.parse().map_err(|_| odd())?, month.parse().map_err(|_| odd())?))
            }
            Some(_) => Err(odd()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_round_trip() {
        for change in [
            Change::Post(PostId::from_raw(7)),
            Change::Media("0f".repeat(32)),
            Change::Capture(CaptureId::from_raw(9)),
            Change::Newest,
            Change::Label("a:b".into()),
            Change::Host("127.0.0.1:80".into()),
            Change::Month(-3, 12),
            Change::Corrections,
            Change::Comments,
            Change::Popular(Window::Rising, None),
            Change::Popular(Window::Week, Some("zh".into())),
            Change::Ledger,
            Change::Site,
        ] {
            assert_eq!(change.to_string().parse(), Ok(change));
        }
        assert!("nonsense".parse::<Change>().is_err());
    }
}
