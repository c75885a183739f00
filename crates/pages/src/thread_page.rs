//! The page of one thread under a post: where the answers stand that are too many for the post's own page.

use minijinja::context;
use model::{CommentMode, Post, Problems, RawRemark, Thread};

use crate::dates::Dates;
use crate::post::{Answers, form_value};
use crate::thread::{thread_href, whole_thread};
use crate::{Error, Frame, Pages};

/// A thread, or a part of it.
#[derive(Clone, Debug)]
pub struct ThreadPage {
    /// Around it.
    pub frame: Frame,
    /// The post it is about.
    pub post: Post,
    /// The thread with the answers to show.
    pub thread: Thread,
    /// Whether these are its first answers.
    pub is_start: bool,
    /// Where the next answers are.
    pub next: Option<String>,
    /// Whether comments are taken.
    pub mode: CommentMode,
    /// Where the author of a comment just sent changes it.
    pub own: Option<String>,
    /// Whether answers can be had by mail.
    pub answers: Answers,
}

impl Pages {
    /// A thread's own page.
    ///
    /// # Errors
    /// When the template fails.
    pub fn thread(&self, page: &ThreadPage) -> Result<String, Error> {
        let (frame, post) = (&page.frame, &page.post);
        let dates = Dates::of(&frame.site);
        let spoken = self.words().of(&frame.site.language);
        let href = post.permalink.as_ref().map(|link| link.encoded()).unwrap_or_default();
        let (lang, dir) = frame.tongue(post.writing.language.as_ref());
        let values = context! {
            post => context! {
                href => href.as_str(),
                headline => post.writing.headline.as_str(),
                lang => lang,
                dir => dir,
            },
            address => frame.absolute(&thread_href(&href, page.thread.mark.id)),
            title => spoken.say_with("comments-on", "headline", &post.writing.headline),
            talk => whole_thread(&page.thread, page.is_start, page.next.as_deref(), &href, &dates),
            form => form_value(&RawRemark::default(), &Problems::default(), None, spoken),
            closed => page.mode == CommentMode::Off,
            held => matches!(page.mode, CommentMode::Held | CommentMode::Known),
            notice => false,
            preview => false,
            own => page.own.as_deref(),
            answers => page.answers != Answers::Not,
            asked => page.answers == Answers::Asked,
        };
        self.render_public("thread.html", frame, values)
    }
}
