//! The sitemap (<https://www.sitemaps.org/protocol.html>).

use model::{Moment, Permalink};

use crate::xml::Xml;
use crate::{Error, Pages};

impl Pages {
    /// Addresses of posts with the moment each last changed; the front page comes first where it is to be named.
    ///
    /// # Errors
    /// When the document can't be written.
    pub fn sitemap(&self, origin: &str, front: bool, posts: &[(Permalink, Moment)]) -> Result<String, Error> {
        let mut xml = Xml::new()?;
        xml.element("urlset", &[("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9")], |xml| {
            if front {
                let newest = posts.iter().map(|(_, modified)| *modified).max();
                xml.element("url", &[], |xml| {
                    xml.text("loc", &[], &format!("{origin}/"))?;
                    newest.map_or(Ok(()), |newest| xml.text("lastmod", &[], &newest.iso()))
                })?;
            }
            posts.iter().try_for_each(|(permalink, modified)| {
                xml.element("url", &[], |xml| {
                    xml.text("loc", &[], &format!("{origin}{}", permalink.encoded()))?;
                    xml.text("lastmod", &[], &modified.iso())
                })
            })
        })?;
        xml.finish()
    }

    /// The list of the files that hold a large site's addresses, by their paths.
    ///
    /// # Errors
    /// When the document can't be written.
    pub fn sitemap_index(&self, origin: &str, files: &[String]) -> Result<String, Error> {
        let mut xml = Xml::new()?;
        xml.element("sitemapindex", &[("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9")], |xml| {
            files.iter().try_for_each(|file| {
                xml.element("sitemap", &[], |xml| xml.text("loc", &[], &format!("{origin}{file}")))
            })
        })?;
        xml.finish()
    }
}
