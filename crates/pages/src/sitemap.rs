//! The sitemap (<https://www.sitemaps.org/protocol.html>).

use model::{Moment, Permalink};

use crate::xml::Xml;
use crate::{Error, Pages};

impl Pages {
    /// Every post's address with the day it last changed; the front page comes first.
    ///
    /// # Errors
    /// When the document can't be written.
    pub fn sitemap(&self, origin: &str, posts: &[(Permalink, Moment)]) -> Result<String, Error> {
        let mut xml = Xml::new()?;
        xml.element("urlset", &[("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9")], |xml| {
            let newest = posts.iter().map(|(_, modified)| *modified).max();
            xml.element("url", &[], |xml| {
                xml.text("loc", &[], &format!("{origin}/"))?;
                newest.map_or(Ok(()), |newest| xml.text("lastmod", &[], &newest.iso()))
            })?;
            posts.iter().try_for_each(|(permalink, modified)| {
                xml.element("url", &[], |xml| {
                    xml.text("loc", &[], &format!("{origin}{}", permalink.encoded()))?;
                    xml.text("lastmod", &[], &modified.iso())
                })
            })
        })?;
        xml.finish()
    }
}
