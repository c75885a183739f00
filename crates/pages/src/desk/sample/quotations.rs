//! Samples of what pieces quote.

use model::{CaptureId, CapturedText, Finding, How, Passage, PostId, Quotation, QuotationKind, Share, Stand};

use super::Samples;
use crate::desk::{AskedFirst, EditPage, QuotationsPart};

impl Samples {
    fn quotation(self, position: i64, finding: Finding, quote: &str, exact: Option<&str>) -> Quotation {
        let passage = |exact: &str| Passage {
            prefix: self.text("chte der Minister am Dienstag: „"),
            exact: self.text(exact),
            suffix: self.text("“ Die Abgeordneten lachten dann "),
            start: 400,
            end: 440,
        };
        let stand = |exact| Stand {
            capture: CaptureId::from_raw(2),
            text: CapturedText::Article,
            passage: passage(exact),
        };
        Quotation {
            post: PostId::from_raw(1),
            revision: 3,
            position,
            kind: if position == 0 { QuotationKind::Possible } else { QuotationKind::Block },
            quote: self.text(quote),
            finding,
            stand: exact.map(stand),
        }
    }

    /// One quotation of each finding.
    pub(super) fn quotations(self) -> QuotationsPart {
        let said = "Niemand hat die Absicht, die Kühe umzubenennen, und wir werden es auch nicht tun.";
        QuotationsPart {
            quotations: vec![
                self.quotation(
                    0,
                    Finding::Found,
                    "Es bleibt dabei, dass jedes Rind zählt",
                    Some("Es bleibt dabei, dass jedes Rind zählt"),
                ),
                self.quotation(
                    1,
                    Finding::Changed,
                    "Niemand hatte je die Absicht, die Rinder umzubenennen, und wir werden es nicht tun.",
                    Some(said),
                ),
                self.quotation(2, Finding::Absent, "Das Wort wird um keinen Buchstaben gekürzt.", None),
                self.quotation(3, Finding::Translated, "Nobody intends to rename the cows.", None),
            ],
            share: Some(Share { capture: CaptureId::from_raw(2), quoted: 12, carried: 31 }),
            captures: vec![self.look(2, How::Seen, 1_412_000)],
            looks: 2,
        }
    }

    /// A piece whose writer wanted it out, and who is asked first.
    pub fn edit_asked(self) -> EditPage {
        let part = self.quotations();
        let absent = part.quotations.iter().filter(|quotation| quotation.finding == Finding::Absent);
        let asked = AskedFirst {
            quotations: absent.cloned().collect(),
            then: "schedule",
            at: "2026-12-01T09:00".into(),
        };
        EditPage { asked: Some(asked), alike: vec![], missing: vec![], ..self.edit_draft() }
    }

    /// A piece with a source that nobody has captured.
    pub fn edit_unchecked(self) -> EditPage {
        let quotations = vec![self.quotation(1, Finding::Unchecked, "Niemand hat die Absicht.", None)];
        let part = QuotationsPart { quotations, ..QuotationsPart::default() };
        EditPage {
            quotations: Some(part),
            clipping: None,
            looks: vec![],
            capture: None,
            alike: vec![],
            missing: vec![],
            ..self.edit_draft()
        }
    }
}
