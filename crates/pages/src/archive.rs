//! All months with posts.

use minijinja::{Value, context};

use crate::dates::Dates;
use crate::{Error, Frame, Pages};

/// The index of months.
#[derive(Clone, Debug)]
pub struct ArchivePage {
    /// Around it.
    pub frame: Frame,
    /// Year, month (1 to 12) and number of posts, in the order shown.
    pub months: Vec<(i16, i8, i64)>,
}

impl Pages {
    /// The index of months, under their years.
    ///
    /// # Errors
    /// When the template fails.
    pub fn archive(&self, page: &ArchivePage) -> Result<String, Error> {
        let dates = Dates::of(&page.frame.site);
        let years: Vec<Value> = page
            .months
            .chunk_by(|(one, _, _), (other, _, _)| one == other)
            .map(|months| {
                let year = months.first().map(|(year, _, _)| *year);
                let months: Vec<Value> = months
                    .iter()
                    .map(|(year, month, count)| {
                        context! {
                            href => format!("/archive/{year:04}/{month:02}"),
                            name => dates.month(*year, *month),
                            count => *count,
                        }
                    })
                    .collect();
                context! { year => year, months => months }
            })
            .collect();
        self.render_public("archive.html", &page.frame, context! { years => years })
    }
}
