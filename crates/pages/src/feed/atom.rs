//! Atom (RFC 4287).

use model::location::GEORSS;

use super::corrections::{TOMBSTONES, deleted};
use super::{Feed, Item};
use crate::attribution::Attribution;
use crate::xml::Xml;
use crate::{Error, Pages};

pub(super) const NAMESPACE: &str = "http://www.w3.org/2005/Atom";

impl Pages {
    /// The feed as Atom.
    ///
    /// # Errors
    /// When the document can't be written.
    pub fn feed_atom(&self, feed: &Feed) -> Result<String, Error> {
        let frame = &feed.frame;
        let spoken = self.words().of(&frame.site.language);
        let mut xml = Xml::new()?;
        let language = frame.site.language.as_str();
        xml.element(
            "feed",
            &[
                ("xmlns", NAMESPACE),
                ("xmlns:media", super::MEDIA),
                ("xmlns:georss", GEORSS),
                ("xmlns:at", TOMBSTONES),
                ("xml:lang", language),
            ],
            |xml| {
                xml.text("id", &[], &feed.address())?;
                xml.text("title", &[], &feed.title())?;
                if !frame.site.tagline.is_empty() {
                    xml.text("subtitle", &[], &frame.site.tagline)?;
                }
                xml.text("updated", &[], &feed.updated().iso())?;
                xml.empty(
                    "link",
                    &[("rel", "self"), ("type", "application/atom+xml"), ("href", &feed.address())],
                )?;
                xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &feed.home())])?;
                xml.element("author", &[], |xml| {
                    xml.text("name", &[], &frame.site.name)?;
                    xml.text("uri", &[], &frame.absolute("/"))
                })?;
                feed.items(spoken).iter().try_for_each(|item| entry(xml, item))?;
                feed.retracted.iter().try_for_each(|row| deleted(xml, frame, row))
            },
        )?;
        xml.finish()
    }
}

fn entry(xml: &mut Xml, item: &Item<'_>) -> Result<(), Error> {
    let writing = &item.post.writing;
    xml.element("entry", &[("xml:lang", item.language)], |xml| {
        xml.text("id", &[], &item.id)?;
        xml.text("title", &[], &writing.headline)?;
        xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &item.address)])?;
        xml.text("published", &[], &item.published.iso())?;
        xml.text("updated", &[], &item.modified.iso())?;
        for name in &writing.byline {
            xml.element("author", &[], |xml| xml.text("name", &[], name))?;
        }
        for label in &writing.labels {
            xml.empty("category", &[("term", label.slug.as_str()), ("label", &label.name)])?;
        }
        if let Some(source) = Attribution::of(item.post, None) {
            xml.empty("link", &[("rel", "via"), ("href", source.url()), ("title", &source.outlet)])?;
        }
        super::media(xml, item)?;
        super::location(xml, item)?;
        xml.text("summary", &[], &item.post.excerpt)?;
        xml.text("content", &[("type", "html")], &item.html)
    })
}
