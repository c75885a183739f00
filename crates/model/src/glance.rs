//! How far a clipping can be trusted unread, short enough for a list.

use serde::{Deserialize, Serialize};

use crate::{Clipping, Kind, Quality};

/// Marks from here on are read with confidence.
const CONFIDENT: u8 = 75;
/// Marks from here on are worth a look; below, a person should check.
const LOOK: u8 = 50;

/// A fact that a piece usually has and that was not found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Missing {
    /// No headline.
    Headline,
    /// Nobody credited.
    Byline,
    /// No date of publication.
    Date,
    /// No language.
    Language,
    /// No text.
    Text,
}

/// What to do about a clipping.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// It was read well.
    Confident,
    /// Something may be wrong.
    Look,
    /// Something is wrong, most likely.
    Check,
}

/// What the inbox shows of how a clipping was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Glance {
    /// The marks, when they were given.
    #[serde(default)]
    pub quality: Option<Quality>,
    /// Facts that were not found.
    #[serde(default)]
    pub missing: Vec<Missing>,
    /// How many warnings there are.
    #[serde(default)]
    pub warnings: u32,
    /// Whether the outlet says that only subscribers read all of it.
    #[serde(default)]
    pub paywalled: bool,
}

impl Clipping {
    /// The short of it.
    pub fn glance(&self) -> Glance {
        let video = self.kind == Kind::Video;
        let missing = [
            (self.headline.trim().is_empty(), Missing::Headline),
            (self.byline.is_empty(), Missing::Byline),
            (self.published.is_none(), Missing::Date),
            (self.language.is_none(), Missing::Language),
            (self.text.trim().is_empty() && !video, Missing::Text),
        ];
        Glance {
            quality: self.quality,
            missing: missing.into_iter().filter(|(is, _)| *is).map(|(_, what)| what).collect(),
            warnings: u32::try_from(self.warnings.len()).unwrap_or(u32::MAX),
            paywalled: self.paywalled,
        }
    }
}

impl Glance {
    /// What to do about it; `None` when nothing speaks against it and no mark was given, for confidence
    /// comes from measuring.
    pub fn trust(&self) -> Option<Trust> {
        if self.missing.iter().any(|what| matches!(what, Missing::Headline | Missing::Text)) {
            return Some(Trust::Check);
        }
        let doubt = self.warnings > 0 || self.paywalled;
        match self.quality.map(Quality::mark) {
            Some(mark) if mark < LOOK => Some(Trust::Check),
            Some(mark) if mark >= CONFIDENT && !doubt => Some(Trust::Confident),
            Some(_) => Some(Trust::Look),
            None if doubt || !self.missing.is_empty() => Some(Trust::Look),
            None => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clipping(mark: Option<u8>) -> Clipping {
        Clipping {
            headline: "H".into(),
            byline: vec!["A".into()],
            published: crate::Dated::parse("2026-11-01"),
            language: Some("en".into()),
            text: "T".into(),
            quality: mark.map(|agreement| Quality { agreement, completeness: 100 }),
            ..Clipping::default()
        }
    }

    #[test]
    fn the_weaker_mark_decides_and_a_warning_takes_confidence_away() {
        assert_eq!(clipping(Some(90)).glance().trust(), Some(Trust::Confident));
        assert_eq!(clipping(Some(60)).glance().trust(), Some(Trust::Look));
        assert_eq!(clipping(Some(10)).glance().trust(), Some(Trust::Check));
        assert_eq!(clipping(None).glance().trust(), None);
        let mut warned = clipping(Some(90));
        warned.warnings.push("two dates".into());
        assert_eq!(warned.glance().trust(), Some(Trust::Look));
        let paywalled = Clipping { paywalled: true, ..clipping(Some(90)) };
        assert_eq!(paywalled.glance().trust(), Some(Trust::Look));
    }

    #[test]
    fn what_is_missing_is_named() {
        let bare = Clipping { headline: String::new(), byline: Vec::new(), ..clipping(Some(100)) };
        let glance = bare.glance();
        assert_eq!(glance.missing, [Missing::Headline, Missing::Byline]);
        assert_eq!(glance.trust(), Some(Trust::Check));
        let film = Clipping { kind: Kind::Video, text: String::new(), ..clipping(None) };
        assert!(film.glance().missing.is_empty(), "a video's page needs no text");
        let text = serde_json::to_string(&glance).unwrap();
        assert_eq!(serde_json::from_str::<Glance>(&text).unwrap(), glance);
        assert_eq!(serde_json::from_str::<Glance>("{}").unwrap(), Glance::default());
    }
}
