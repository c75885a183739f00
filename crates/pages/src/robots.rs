//! robots.txt (RFC 9309).

use crate::Pages;

impl Pages {
    /// What robots are asked to leave alone: the desk, searches, and the reply form of every comment.
    pub fn robots(&self, origin: &str) -> String {
        format!(
            "User-agent: *\nDisallow: /desk\nDisallow: /sign-in\nDisallow: /api/\nDisallow: /search?\n\
             Disallow: /*?reply=\n\nSitemap: {origin}/sitemap.xml\n"
        )
    }
}
