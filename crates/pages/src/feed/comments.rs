//! The comments on one post as Atom, with RFC 4685's threading.

use model::{Comment, Post};

use super::{absolute::absolute, atom::NAMESPACE, tag};
use crate::xml::Xml;
use crate::{Error, Frame, Pages};

impl Pages {
    /// The comments on a post, as given; `frame.path` is the feed's own path.
    ///
    /// # Errors
    /// When the document can't be written.
    pub fn comments_atom(&self, frame: &Frame, post: &Post, comments: &[Comment]) -> Result<String, Error> {
        let spoken = self.words().of(&frame.site.language);
        let address = frame.absolute(&post.permalink.as_ref().map(|link| link.encoded()).unwrap_or_default());
        let own = frame.absolute(&frame.path);
        let name =
            |comment: &Comment| tag(&frame.origin, comment.created, &format!("comment-{}", comment.id));
        let updated = comments.iter().map(|c| c.created).max().unwrap_or(post.modified);
        let attributes = [
            ("xmlns", NAMESPACE),
            ("xmlns:thr", "http://purl.org/syndication/thread/1.0"),
            ("xml:lang", frame.site.language.as_str()),
        ];
        let mut xml = Xml::new()?;
        xml.element("feed", &attributes, |xml| {
            xml.text("id", &[], &own)?;
            xml.text("title", &[], &spoken.say_with("comments-on", "headline", &post.writing.headline))?;
            xml.text("updated", &[], &updated.iso())?;
            xml.empty("link", &[("rel", "self"), ("type", "application/atom+xml"), ("href", &own)])?;
            xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &address)])?;
            for comment in comments.iter().rev() {
                let link = format!("{address}#comment-{}", comment.id);
                xml.element("entry", &[], |xml| {
                    xml.text("id", &[], &name(comment))?;
                    xml.text("title", &[], &comment.name)?;
                    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &link)])?;
                    xml.text("published", &[], &comment.created.iso())?;
                    xml.text("updated", &[], &comment.created.iso())?;
                    xml.element("author", &[], |xml| {
                        xml.text("name", &[], &comment.name)?;
                        comment.website.as_ref().map_or(Ok(()), |website| xml.text("uri", &[], website))
                    })?;
                    let answered = comment.parent.and_then(|id| comments.iter().find(|c| c.id == id));
                    if let Some(answered) = answered {
                        let place = format!("{address}#comment-{}", answered.id);
                        xml.empty("thr:in-reply-to", &[("ref", &name(answered)), ("href", &place)])?;
                    }
                    xml.text(
                        "content",
                        &[("type", "html")],
                        &absolute(&comment.html, &frame.origin, &address),
                    )
                })?;
            }
            Ok(())
        })?;
        xml.finish()
    }
}
