//! What was decided about readers' comments, in numbers.

use minijinja::{Value, context};
use model::stats::Decided;

use crate::{Error, Frame, Pages};

/// The public record of moderation.
#[derive(Clone, Debug)]
pub struct ModerationPage {
    /// Around it.
    pub frame: Frame,
    /// How many decisions there were over so many days, by what was decided and why.
    pub spans: Vec<(u32, Vec<Decided>)>,
}

impl Pages {
    /// The public record of moderation: numbers and reasons, no names.
    ///
    /// # Errors
    /// When the template fails.
    pub fn moderation(&self, page: &ModerationPage) -> Result<String, Error> {
        let spans: Vec<Value> = page
            .spans
            .iter()
            .map(|(days, decisions)| {
                let rows: Vec<Value> = decisions
                    .iter()
                    .map(|decided| {
                        context! {
                            verdict => format!("moderation-{}", decided.verdict.as_str()),
                            grounds => format!("grounds-{}", decided.grounds.as_str()),
                            number => decided.number,
                        }
                    })
                    .collect();
                context! { days => days, rows => rows }
            })
            .collect();
        self.render_public("moderation.html", &page.frame, context! { spans => spans })
    }
}
