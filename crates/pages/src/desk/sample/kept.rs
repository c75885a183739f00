//! Captures on the desk: one open, one that its outlet keeps closed.

use model::{AccountId, Act, Capture, CaptureId, NoArchive, Opening, OpeningId, PostId, Source};

use super::Samples;
use crate::DeskCapturePage;

impl Samples {
    fn source(self) -> Source {
        let mut source = model::sample::post().source.unwrap_or_else(|| Source {
            id: model::SourceId::from_raw(3),
            fields: model::SourceFields::default(),
            host: String::new(),
            created: Self::at(0),
        });
        source.fields.headline = self.text(&source.fields.headline);
        source.fields.outlet = self.text(&source.fields.outlet);
        source
    }

    /// An opened capture that was closed in between.
    pub fn capture_open(self) -> DeskCapturePage {
        let fact = |raw: i64, act, who: Option<&str>| {
            let opening = Opening {
                id: OpeningId::from_raw(raw),
                capture: CaptureId::from_raw(3),
                act,
                at: Self::at(10 - raw),
                account: who.map(|_| AccountId::from_raw(1)),
            };
            (opening, who.map(|name| self.text(name)))
        };
        DeskCapturePage {
            desk: self.desk("inbox"),
            capture: Capture { noarchive: None, ..self.capture() },
            source: self.source(),
            post: Some(PostId::from_raw(7)),
            is_open: true,
            barred: None,
            history: vec![
                fact(3, Act::Opened, Some("Ελένη Παπαδοπούλου")),
                fact(2, Act::Closed, None),
                fact(1, Act::Opened, Some("Ada Park")),
            ],
            may_open: true,
        }
    }

    /// One that may not be opened.
    pub fn capture_barred(self) -> DeskCapturePage {
        DeskCapturePage {
            capture: Capture { noarchive: Some(NoArchive::Page), ..self.capture() },
            is_open: false,
            barred: Some(
                self.text("potami.example asked, with this page, that no copy be shown (noarchive)."),
            ),
            history: vec![],
            ..self.capture_open()
        }
    }

    /// One that an author sees and can't open.
    pub fn capture_closed(self) -> DeskCapturePage {
        DeskCapturePage { is_open: false, history: vec![], may_open: false, ..self.capture_open() }
    }
}
