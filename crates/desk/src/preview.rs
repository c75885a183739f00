//! What a text would look like, without saving it.

use model::post::BODY_LIMIT;
use model::{Format, Kind, Problems, RawWriting, Writing, post::names_of};

use crate::Desk;
use crate::compose::{compose, compose_alone};

/// A text as readers would see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// Sanitised HTML of the body.
    pub html: String,
    /// The excerpt that lists would show.
    pub excerpt: String,
    /// What stops the text from being saved.
    pub problems: Problems,
}

impl Desk {
    /// Shows a text as far as it goes, with what is wrong with it. Never fails: while the database is away
    /// pictures are shown without their size.
    pub fn preview(&self, raw: &RawWriting) -> Preview {
        let (writing, problems) = match raw.checked() {
            Ok(writing) => (writing, Problems::default()),
            Err(problems) => (as_far_as_it_goes(raw), problems),
        };
        let composed =
            self.store.read(|conn| compose(conn, &writing)).unwrap_or_else(|_| compose_alone(&writing));
        Preview { html: composed.html, excerpt: composed.excerpt, problems }
    }
}

fn as_far_as_it_goes(raw: &RawWriting) -> Writing {
    let too_long = raw.body.len() > BODY_LIMIT;
    Writing {
        byline: names_of(&raw.byline),
        format: Format::parse(raw.format.trim()).unwrap_or_default(),
        kind: Kind::parse(raw.kind.trim()).unwrap_or_default(),
        body: if too_long { String::new() } else { raw.body.clone() },
        ..Writing::default()
    }
}
