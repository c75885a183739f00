//! Comments as Atom, with RFC 4685's threading: those on one post, or the newest of the site.

use model::{Comment, CommentId, CommentRow, Moment, Post};

use super::{absolute::absolute, atom::NAMESPACE, tag};
use crate::xml::Xml;
use crate::{Error, Frame, Pages};

impl Pages {
    /// The newest comments on a post, newest first, as given; `frame.path` is the feed's own path.
    ///
    /// # Errors
    /// When the document can't be written.
    pub fn comments_atom(&self, frame: &Frame, post: &Post, comments: &[Comment]) -> Result<String, Error> {
        let spoken = self.words().of(&frame.site.language);
        let path = post.permalink.as_ref().map(|link| link.encoded()).unwrap_or_default();
        let entries: Vec<Entry<'_>> = comments
            .iter()
            .map(|comment| Entry { comment, path: path.clone(), title: comment.name.clone() })
            .collect();
        let title = spoken.say_with("comments-on", "headline", &post.writing.headline);
        atom(frame, &title, &frame.absolute(&path), post.modified, &entries)
    }

    /// The newest comments of the site, newest first, as given; `frame.path` is the feed's own path.
    ///
    /// # Errors
    /// When the document can't be written.
    pub fn all_comments_atom(&self, frame: &Frame, rows: &[CommentRow]) -> Result<String, Error> {
        let spoken = self.words().of(&frame.site.language);
        let entries: Vec<Entry<'_>> = rows
            .iter()
            .map(|row| Entry {
                comment: &row.comment,
                path: row.permalink.as_ref().map(|link| link.encoded()).unwrap_or_default(),
                title: format!("{}: {}", row.comment.name, row.headline),
            })
            .collect();
        let title = format!("{} – {}", spoken.say("comments"), frame.site.name);
        // A feed without entries was last changed when there was nothing.
        atom(frame, &title, &frame.absolute("/"), Moment::from_micros(0), &entries)
    }
}

/// A comment in a feed: with its post's path and what it is called there.
struct Entry<'a> {
    comment: &'a Comment,
    path: String,
    title: String,
}

fn atom(
    frame: &Frame,
    title: &str,
    alternate: &str,
    otherwise: Moment,
    entries: &[Entry<'_>],
) -> Result<String, Error> {
    let own = frame.absolute(&frame.path);
    let name = |comment: &Comment| tag(&frame.origin, comment.created, &format!("comment-{}", comment.id));
    let link = |id: CommentId| frame.absolute(&format!("/comments/{id}"));
    let changed = |comment: &Comment| comment.edited.unwrap_or(comment.created);
    let updated = entries.iter().map(|entry| changed(entry.comment)).max().unwrap_or(otherwise);
    let attributes = [
        ("xmlns", NAMESPACE),
        ("xmlns:thr", "http://purl.org/syndication/thread/1.0"),
        ("xml:lang", frame.site.language.as_str()),
    ];
    let mut xml = Xml::new()?;
    xml.element("feed", &attributes, |xml| {
        xml.text("id", &[], &own)?;
        xml.text("title", &[], title)?;
        xml.text("updated", &[], &updated.iso())?;
        xml.empty("link", &[("rel", "self"), ("type", "application/atom+xml"), ("href", &own)])?;
        xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", alternate)])?;
        for Entry { comment, path, title } in entries {
            let address = frame.absolute(path);
            xml.element("entry", &[], |xml| {
                xml.text("id", &[], &name(comment))?;
                xml.text("title", &[], title)?;
                let place = link(comment.id);
                xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &place)])?;
                xml.text("published", &[], &comment.created.iso())?;
                xml.text("updated", &[], &changed(comment).iso())?;
                xml.element("author", &[], |xml| {
                    xml.text("name", &[], &comment.name)?;
                    comment.website.as_ref().map_or(Ok(()), |website| xml.text("uri", &[], website))
                })?;
                let answered = comment.parent.and_then(|id| entries.iter().find(|e| e.comment.id == id));
                if let Some(Entry { comment: answered, .. }) = answered {
                    let place = link(answered.id);
                    xml.empty("thr:in-reply-to", &[("ref", &name(answered)), ("href", &place)])?;
                }
                xml.text("content", &[("type", "html")], &absolute(&comment.html, &frame.origin, &address))
            })?;
        }
        Ok(())
    })?;
    xml.finish()
}
