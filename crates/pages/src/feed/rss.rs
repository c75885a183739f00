//! RSS 2.0 with whole posts in `content:encoded`.

use model::Moment;
use model::location::GEORSS;

use super::{Feed, Item};
use crate::attribution::Attribution;
use crate::xml::Xml;
use crate::{Error, Pages};

impl Pages {
    /// The feed as RSS 2.0.
    ///
    /// # Errors
    /// When the document can't be written.
    pub fn feed_rss(&self, feed: &Feed) -> Result<String, Error> {
        let frame = &feed.frame;
        let spoken = self.words().of(&frame.site.language);
        let attributes = [
            ("version", "2.0"),
            ("xmlns:atom", super::atom::NAMESPACE),
            ("xmlns:content", "http://purl.org/rss/1.0/modules/content/"),
            ("xmlns:media", super::MEDIA),
            ("xmlns:georss", GEORSS),
            ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
            ("xml:lang", frame.site.language.as_str()),
        ];
        let mut xml = Xml::new()?;
        xml.element("rss", &attributes, |xml| {
            xml.element("channel", &[], |xml| {
                xml.text("title", &[], &feed.title())?;
                xml.text("link", &[], &feed.home())?;
                // The channel's description must be there (RSS 2.0, required elements).
                let about =
                    if frame.site.tagline.is_empty() { &frame.site.name } else { &frame.site.tagline };
                xml.text("description", &[], about)?;
                xml.text("language", &[], frame.site.language.as_str())?;
                xml.text("lastBuildDate", &[], &mail_date(feed.updated()))?;
                xml.empty(
                    "atom:link",
                    &[("rel", "self"), ("type", "application/rss+xml"), ("href", &feed.address())],
                )?;
                feed.items(spoken).iter().try_for_each(|entry| item(xml, entry))
            })
        })?;
        xml.finish()
    }
}

fn item(xml: &mut Xml, item: &Item<'_>) -> Result<(), Error> {
    let writing = &item.post.writing;
    xml.element("item", &[("xml:lang", item.language)], |xml| {
        xml.text("title", &[], &writing.headline)?;
        xml.text("link", &[], &item.address)?;
        xml.text("guid", &[("isPermaLink", "false")], &item.id)?;
        xml.text("pubDate", &[], &mail_date(item.published))?;
        if item.modified > item.published {
            xml.text("atom:updated", &[], &item.modified.iso())?;
        }
        for name in &writing.byline {
            xml.text("dc:creator", &[], name)?;
        }
        for label in &writing.labels {
            xml.text("category", &[], &label.name)?;
        }
        xml.text("dc:language", &[], item.language)?;
        if let Some(source) = Attribution::of(item.post, None) {
            xml.text("dc:source", &[], source.url())?;
        }
        super::media(xml, item)?;
        super::location(xml, item)?;
        xml.text("description", &[], &item.post.excerpt)?;
        xml.text("content:encoded", &[], &item.html)
    })
}

/// RFC 822 with a four-digit year, as RSS asks for.
fn mail_date(at: Moment) -> String {
    at.timestamp().strftime("%a, %d %b %Y %H:%M:%S +0000").to_string()
}
