//! How many read what.

use model::{Language, Permalink};
use serde::Serialize;

use super::DeskFrame;
use super::words::language_of;
use crate::{Error, Pages};

/// The readers page.
#[derive(Clone, Debug)]
pub struct StatsPage {
    /// Around it.
    pub desk: DeskFrame,
    /// Posts with their readers, in the order to be shown.
    pub rows: Vec<ReaderRow>,
}

/// A post and its readers in four windows, each including today.
#[derive(Clone, Debug)]
pub struct ReaderRow {
    /// Its headline.
    pub headline: String,
    /// Its own language, if not the site's.
    pub language: Option<Language>,
    /// Its address.
    pub permalink: Option<Permalink>,
    /// Today, by UTC.
    pub today: i64,
    /// The last seven days.
    pub week: i64,
    /// The last thirty days.
    pub month: i64,
    /// Since the first post.
    pub all: i64,
}

#[derive(Serialize)]
struct Row<'a> {
    headline: &'a str,
    lang: &'a str,
    dir: &'static str,
    href: Option<String>,
    numbers: [String; 4],
}

/// Digits in groups of three with a thin space that does not break: 12 345.
fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::from(if number < 0 { "−" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

impl Pages {
    /// The readers page.
    ///
    /// # Errors
    /// When the template fails.
    pub fn stats(&self, page: &StatsPage) -> Result<String, Error> {
        let rows: Vec<Row<'_>> = page
            .rows
            .iter()
            .map(|row| {
                let language = language_of(row.language.as_ref(), &page.desk.site);
                Row {
                    headline: &row.headline,
                    lang: language.as_str(),
                    dir: language.direction().as_str(),
                    href: row.permalink.as_ref().map(Permalink::encoded),
                    numbers: [row.today, row.week, row.month, row.all].map(grouped),
                }
            })
            .collect();
        self.render("desk/stats.html", values! { desk => page.desk.view(), rows })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_three() {
        let texts = [0, 999, 1_000, 1_234_567, -1_000].map(grouped);
        assert_eq!(texts, ["0", "999", "1\u{202f}000", "1\u{202f}234\u{202f}567", "−1\u{202f}000"]);
        assert!(grouped(i64::MIN).starts_with('−'));
    }
}
