//! A capture as those who work here see it.

use minijinja::Value;
use model::{Act, Capture, Opening, PostId, Source};

use super::words::{Stamp, how_words, size_words};
use super::{DeskFrame, capture};
use crate::attribution::{capture_href, shown_address};
use crate::{Error, Pages};

/// A capture, with the kept page in a frame.
#[derive(Clone, Debug)]
pub struct DeskCapturePage {
    /// Around it.
    pub desk: DeskFrame,
    /// The capture.
    pub capture: Capture,
    /// Of what.
    pub source: Source,
    /// The piece made from it, to go back to.
    pub post: Option<PostId>,
    /// Whether readers may see it now.
    pub is_open: bool,
    /// Why it can't be opened, as a sentence.
    pub barred: Option<String>,
    /// What was done to it, newest first, and by whom.
    pub history: Vec<(Opening, Option<String>)>,
    /// Whether this person may open and close it.
    pub may_open: bool,
}

impl Pages {
    /// A capture on the desk; its form posts `then` to `/desk/captures/ID/opening`.
    ///
    /// # Errors
    /// When the template fails.
    pub fn desk_capture(&self, page: &DeskCapturePage) -> Result<String, Error> {
        let (site, found, source) = (&page.desk.site, &page.capture, &page.source);
        let zone = site.zone();
        let fields = &source.fields;
        let headline = if fields.headline.is_empty() { &fields.outlet } else { &fields.headline };
        let language = fields.language.as_ref().unwrap_or(&site.language);
        let history: Vec<Value> = page
            .history
            .iter()
            .map(|(opening, who)| {
                values! {
                    word => if opening.act == Act::Opened { "Opened" } else { "Closed" },
                    at => Stamp::of(opening.at, &zone),
                    who => who,
                }
            })
            .collect();
        self.render(
            "desk/capture.html",
            values! {
                desk => page.desk.view(),
                id => found.id.to_string(),
                headline,
                lang => language.as_str(),
                dir => language.direction().as_str(),
                outlet => fields.outlet,
                original => found.final_url,
                shown => shown_address(&found.final_url),
                kept => capture::view(found, site),
                how => how_words(found.how),
                status => found.status,
                size => size_words(found.size),
                sha256 => found.sha256,
                has_exchange => found.warc.is_some(),
                post => page.post.map(|post| post.to_string()),
                public => page.is_open.then(|| capture_href(found.id)),
                barred => page.barred,
                history,
                may_open => page.may_open,
            },
        )
    }
}
