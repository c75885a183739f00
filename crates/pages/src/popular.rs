//! What is read most.

use minijinja::{Value, context};
use model::{Teaser, Window};

use crate::dates::Dates;
use crate::teaser::teasers;
use crate::{Error, Frame, Pages};

/// The popular posts of a window.
#[derive(Clone, Debug)]
pub struct PopularPage {
    /// Around it.
    pub frame: Frame,
    /// How far it looks back.
    pub window: Window,
    /// Most popular first.
    pub posts: Vec<Teaser>,
}

impl Pages {
    /// The popular posts, with links to the other windows.
    ///
    /// # Errors
    /// When the template fails.
    pub fn popular(&self, page: &PopularPage) -> Result<String, Error> {
        let dates = Dates::of(&page.frame.site);
        let windows: Vec<Value> = Window::ALL
            .into_iter()
            .map(|window| {
                context! {
                    href => format!("/popular?window={}", window.as_str()),
                    word => format!("window-{}", window.as_str()),
                    current => window == page.window,
                }
            })
            .collect();
        let values = context! { windows => windows, posts => teasers(&page.frame, &dates, &page.posts) };
        self.render_public("popular.html", &page.frame, values)
    }
}
