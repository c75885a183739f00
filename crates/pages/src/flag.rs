//! The page on which a reader flags a comment.

use minijinja::{Value, context};
use model::{Comment, Complaint, Post, Problems, RawFlag};

use crate::dates::Dates;
use crate::post::problem_values;
use crate::{Error, Frame, Pages};

/// The page that asks what is wrong with a comment.
#[derive(Clone, Debug)]
pub struct FlagPage {
    /// Around it.
    pub frame: Frame,
    /// The comment.
    pub comment: Comment,
    /// The post it is about.
    pub post: Post,
    /// The form as typed.
    pub form: RawFlag,
    /// What is wrong with it.
    pub problems: Problems,
    /// Whether the flag has been taken.
    pub is_done: bool,
}

impl Pages {
    /// The page that asks what is wrong with a comment; posts `complaint` and `note` to its own address.
    ///
    /// # Errors
    /// When the template fails.
    pub fn flag(&self, page: &FlagPage) -> Result<String, Error> {
        let (frame, comment, post) = (&page.frame, &page.comment, &page.post);
        let spoken = self.words().of(&frame.site.language);
        let (lang, dir) = frame.tongue(post.writing.language.as_ref());
        let complaints: Vec<Value> = Complaint::ALL
            .into_iter()
            .map(|complaint| {
                let value = complaint.as_str();
                let on = page.form.complaint == value;
                context! { value => value, word => format!("flag-{value}"), on => on }
            })
            .collect();
        let values = context! {
            id => comment.id.to_string(),
            name => comment.name.as_str(),
            date => Dates::of(&frame.site).minute(comment.created),
            html => comment.html.as_str(),
            href => format!("/comments/{}", comment.id),
            headline => post.writing.headline.as_str(),
            lang => lang,
            dir => dir,
            complaints => complaints,
            note => page.form.note.as_str(),
            problems => problem_values(&page.problems, &page.form.note, spoken),
            done => page.is_done,
        };
        self.render_public("flag.html", frame, values)
    }
}
