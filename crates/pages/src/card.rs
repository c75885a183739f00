//! What a post's page says of its source when a reader asks: what is kept, since when, and what that proves.

use minijinja::{Value, context};
use model::{Capture, CaptureId, How, Moment, Watch, WatchState};

use crate::attribution::capture_href;
use crate::dates::Dates;
use crate::desk::size_words;

/// What is kept of a source.
#[derive(Clone, Debug, Default)]
pub struct Card {
    /// The newest capture; `None` where nothing is kept.
    pub newest: Option<Capture>,
    /// How many captures there are.
    pub number: i64,
    /// When the first was made.
    pub first: Option<Moment>,
    /// Captures that readers may see, newest first, with when each was made.
    pub open: Vec<(CaptureId, Moment)>,
    /// How the original stood when it was last looked at; `None` while it is not watched.
    pub watch: Option<Watch>,
}

impl Card {
    pub(crate) fn value(&self, dates: &Dates) -> Value {
        let open: Vec<Value> = self
            .open
            .iter()
            .map(|(id, at)| context! { href => capture_href(*id), at => dates.day(*at) })
            .collect();
        context! {
            newest => self.newest.as_ref().map(|capture| facts(capture, dates)),
            number => self.number,
            first => self.first.filter(|_| self.number > 1).map(|at| dates.day(at)),
            open => open,
            watch => self.watch.as_ref().and_then(|watch| stands(watch, dates)),
        }
    }
}

/// How the original stands; nothing is said before the first look has shown something.
fn stands(watch: &Watch, dates: &Dates) -> Option<Value> {
    let word = match watch.state {
        WatchState::Unseen => return None,
        WatchState::Alive => "card-alive",
        WatchState::Changed => "card-changed",
        WatchState::Gone => "card-gone",
        WatchState::Barred => "card-barred",
    };
    let since = match watch.state {
        WatchState::Changed => watch.changed,
        WatchState::Gone => Some(watch.since),
        _ => None,
    };
    Some(context! {
        word => word,
        since => since.map(|at| dates.day(at)),
        looked => watch.looked.map(|at| dates.day(at)),
    })
}

/// What is said of a capture wherever readers meet one.
pub(crate) fn facts(capture: &Capture, dates: &Dates) -> Value {
    context! {
        at => dates.minute(capture.at),
        how => match capture.how {
            How::Fetched => "card-how-fetched",
            How::Seen => "card-how-seen",
            How::File => "card-how-file",
        },
        size => size_words(capture.size),
        sha256 => capture.sha256.as_str(),
        noarchive => capture.noarchive.is_some(),
    }
}
