//! Corrections and retractions in feeds: a feed of their own, the notes at the end of an item, and word of
//! what is gone.

use model::{Correction, CorrectionRow, Moment};

use super::atom::NAMESPACE;
use super::tag;
use crate::corrections::{anchor, told_href, word};
use crate::dates::Dates;
use crate::escape::text;
use crate::words::Spoken;
use crate::xml::Xml;
use crate::{Error, Frame, Pages};

/// Deleted entries (RFC 6721).
pub(super) const TOMBSTONES: &str = "http://purl.org/atompub/tombstones/1.0";

impl Pages {
    /// The newest corrections and retractions as Atom (RFC 4287); `frame.path` is the feed's own path.
    ///
    /// # Errors
    /// When the document can't be written.
    pub fn corrections_atom(&self, frame: &Frame, corrections: &[CorrectionRow]) -> Result<String, Error> {
        let spoken = self.words().of(&frame.site.language);
        let own = frame.absolute(&frame.path);
        let updated = corrections.first().map_or_else(Moment::default, |row| row.correction.at);
        let attributes = [("xmlns", NAMESPACE), ("xml:lang", frame.site.language.as_str())];
        let mut xml = Xml::new()?;
        xml.element("feed", &attributes, |xml| {
            xml.text("id", &[], &own)?;
            xml.text("title", &[], &format!("{}: {}", frame.site.name, spoken.say("corrections")))?;
            xml.text("updated", &[], &updated.iso())?;
            xml.empty("link", &[("rel", "self"), ("type", "application/atom+xml"), ("href", &own)])?;
            let list = frame.absolute("/corrections");
            xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &list)])?;
            xml.element("author", &[], |xml| xml.text("name", &[], &frame.site.name))?;
            corrections.iter().try_for_each(|row| {
                let told = &row.correction;
                let at = told.at.iso();
                let link = frame.absolute(&told_href(row));
                xml.element("entry", &[], |xml| {
                    xml.text("id", &[], &tag(&frame.origin, told.at, &anchor(told)))?;
                    let title = format!("{}: {}", spoken.say(word(told)), row.headline);
                    xml.text("title", &[], &title)?;
                    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &link)])?;
                    xml.text("published", &[], &at)?;
                    xml.text("updated", &[], &at)?;
                    xml.text("content", &[("type", "text")], &told.note)
                })
            })
        })?;
        xml.finish()
    }
}

/// A post's notes as paragraphs in the site's words.
pub(super) fn notes<'a>(
    frame: &Frame,
    corrections: impl Iterator<Item = &'a Correction>,
    spoken: &Spoken,
) -> String {
    let dates = Dates::of(&frame.site);
    let note = |told: &Correction| {
        let lines: Vec<String> = told.note.lines().map(text).collect();
        format!(
            "\n<p lang=\"{}\" dir=\"{}\"><strong>{} ({}):</strong> <bdi>{}</bdi></p>\n",
            spoken.tag(),
            spoken.direction().as_str(),
            text(&spoken.say(word(told))),
            text(&dates.day_of(told.at)),
            lines.join("<br>"),
        )
    };
    corrections.map(note).collect()
}

/// Says that a post which the feed had is gone, and why (RFC 6721).
pub(super) fn deleted(xml: &mut Xml, frame: &Frame, row: &CorrectionRow) -> Result<(), Error> {
    let id = tag(&frame.origin, row.published, &format!("post-{}", row.correction.post));
    let when = row.correction.at.iso();
    xml.element("at:deleted-entry", &[("ref", &id), ("when", &when)], |xml| {
        xml.element("at:by", &[], |xml| xml.text("name", &[], &frame.site.name))?;
        xml.text("at:comment", &[], &row.correction.note)?;
        let address = frame.absolute(&row.permalink.encoded());
        xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &address)])
    })
}
