//! A capture that was opened to readers: a quiet frame of ours around a page of somebody else's.

use minijinja::context;
use model::{Capture, Source};

use crate::attribution::{capture_href, shown_address};
use crate::card::facts;
use crate::dates::Dates;
use crate::teaser::source_href;
use crate::{Error, Frame, Pages};

/// An opened capture.
#[derive(Clone, Debug)]
pub struct CapturePage {
    /// Around it.
    pub frame: Frame,
    /// The capture.
    pub capture: Capture,
    /// Of what.
    pub source: Source,
}

impl Pages {
    /// The page that shows an opened capture in a frame.
    ///
    /// # Errors
    /// When the template fails.
    pub fn capture(&self, page: &CapturePage) -> Result<String, Error> {
        let (frame, fields) = (&page.frame, &page.source.fields);
        let (lang, dir) = frame.tongue(fields.language.as_ref());
        let outlet = if fields.outlet.is_empty() { &page.source.host } else { &fields.outlet };
        let values = context! {
            headline => if fields.headline.is_empty() { outlet } else { &fields.headline },
            outlet => outlet,
            outlet_href => source_href(&page.source.host),
            original => page.capture.final_url.as_str(),
            shown => shown_address(&page.capture.final_url),
            alone => format!("{}/page", capture_href(page.capture.id)),
            lang => lang,
            dir => dir,
            copy => facts(&page.capture, &Dates::of(&frame.site)),
        };
        self.render_public("capture.html", frame, values)
    }
}
