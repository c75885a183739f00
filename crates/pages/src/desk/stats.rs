//! How many read what, and where they came from.

use std::collections::BTreeMap;

use model::stats::{PostStats, Stats, Stretch};
use model::{Site, Teaser, Verdict};
use serde::Serialize;

use super::DeskFrame;
use super::chart::{Chart, date};
use super::words::language_of;
use crate::teaser::source_href;
use crate::{Error, Pages, csv};

/// The readers page.
#[derive(Clone, Debug)]
pub struct StatsPage {
    /// Around it.
    pub desk: DeskFrame,
    /// The numbers.
    pub stats: Stats,
}

/// One post's readers.
#[derive(Clone, Debug)]
pub struct PostStatsPage {
    /// Around it.
    pub desk: DeskFrame,
    /// The numbers.
    pub stats: PostStats,
}

/// Rows of a table on the page; the file has all.
const ROWS: usize = 25;

#[derive(Serialize)]
struct PostRow<'a> {
    id: String,
    headline: &'a str,
    lang: &'a str,
    dir: &'static str,
    href: String,
    readers: String,
    /// Of the most read post's readers, in hundredths.
    share: i64,
}

#[derive(Serialize)]
struct HostRow<'a> {
    host: &'a str,
    href: Option<String>,
    number: String,
    share: i64,
}

#[derive(Serialize)]
struct Tab {
    days: i64,
    on: bool,
}

fn tabs(stretch: Stretch) -> [Tab; 3] {
    Stretch::ALL.map(|other| Tab { days: other.days(), on: other == stretch })
}

/// Digits in groups of three with a thin space that does not break: 12 345.
pub(super) fn grouped(number: i64) -> String {
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

fn share(number: i64, most: i64) -> i64 {
    number.saturating_mul(100) / most.max(1)
}

fn row<'a>(site: &'a Site, post: &'a Teaser, readers: i64, most: i64) -> PostRow<'a> {
    let language = language_of(post.language.as_ref(), site);
    PostRow {
        id: post.id.to_string(),
        headline: &post.headline,
        lang: language.as_str(),
        dir: language.direction().as_str(),
        href: post.permalink.encoded(),
        readers: grouped(readers),
        share: share(readers, most),
    }
}

fn hosts(rows: &[(String, i64)], href: impl Fn(&str) -> Option<String>) -> Vec<HostRow<'_>> {
    let most = rows.iter().map(|(_, number)| *number).max().unwrap_or(0);
    let row = |(host, number): &'_ (String, i64)| (grouped(*number), share(*number, most), href(host));
    let shown = rows.iter().take(ROWS).map(|entry| {
        let (number, share, href) = row(entry);
        HostRow { host: &entry.0, href, number, share }
    });
    shown.collect()
}

/// Comments by day, all verdicts together.
fn by_day(stats: &Stats) -> Vec<(i64, i64)> {
    let mut days = BTreeMap::new();
    for comment in &stats.comments {
        *days.entry(comment.day).or_insert(0) += comment.number;
    }
    days.into_iter().collect()
}

/// Comments by how they stand now.
fn by_verdict(stats: &Stats) -> Vec<(&'static str, String)> {
    let sum = |verdict: Verdict| {
        stats.comments.iter().filter(|day| day.verdict == verdict).map(|day| day.number).sum::<i64>()
    };
    let sums = Verdict::ALL.into_iter().map(|verdict| (verdict.as_str(), sum(verdict)));
    sums.filter(|(_, number)| *number > 0).map(|(word, number)| (word, grouped(number))).collect()
}

impl Pages {
    /// The readers page.
    ///
    /// # Errors
    /// When the template fails.
    pub fn stats(&self, page: &StatsPage) -> Result<String, Error> {
        let (stats, site) = (&page.stats, &page.desk.site);
        let first_day = stats.stretch.first_day(stats.today);
        let most = stats.posts.first().map_or(0, |(_, readers)| *readers);
        let posts: Vec<PostRow<'_>> =
            stats.posts.iter().take(ROWS).map(|(post, readers)| row(site, post, *readers, most)).collect();
        self.render(
            "desk/stats.html",
            values! {
                desk => page.desk.view(),
                days => stats.stretch.days(),
                tabs => tabs(stats.stretch),
                readers => Chart::of(&stats.readers, first_day, stats.today),
                posts,
                referrers => hosts(&stats.referrers, |_| None),
                comments => Chart::of(&by_day(stats), first_day, stats.today),
                verdicts => by_verdict(stats),
                sources => hosts(&stats.sources, |host| Some(source_href(host))),
            },
        )
    }

    /// The page of one post's readers.
    ///
    /// # Errors
    /// When the template fails.
    pub fn post_stats(&self, page: &PostStatsPage) -> Result<String, Error> {
        let stats = &page.stats;
        self.render(
            "desk/post_stats.html",
            values! {
                desk => page.desk.view(),
                days => stats.stretch.days(),
                tabs => tabs(stats.stretch),
                post => row(&page.desk.site, &stats.post, stats.all, stats.all),
                readers => Chart::of(&stats.readers, stats.stretch.first_day(stats.today), stats.today),
            },
        )
    }
}

/// One of the readers page's tables as a file: `readers`, `posts`, `referrers`, `comments` or `sources`; `None` for
/// any other name.
///
/// # Errors
/// When it can't be written.
pub fn stats_table(stats: &Stats, name: &str) -> Result<Option<String>, Error> {
    let pairs = |rows: &[(String, i64)]| -> Vec<Vec<String>> {
        rows.iter().map(|(name, number)| vec![name.clone(), number.to_string()]).collect()
    };
    let table = match name {
        "readers" => csv(&["day", "readers"], days(&stats.readers)),
        "posts" => csv(
            &["address", "headline", "published", "readers"],
            stats.posts.iter().map(|(post, readers)| {
                let address = post.permalink.encoded();
                vec![address, post.headline.clone(), post.published.iso(), readers.to_string()]
            }),
        ),
        "referrers" => csv(&["host", "readers"], pairs(&stats.referrers)),
        "comments" => csv(
            &["day", "verdict", "comments"],
            stats
                .comments
                .iter()
                .map(|row| vec![date(row.day), row.verdict.as_str().to_owned(), row.number.to_string()]),
        ),
        "sources" => csv(&["host", "posts"], pairs(&stats.sources)),
        _ => return Ok(None),
    };
    table.map(Some)
}

/// One post's readers as a file.
///
/// # Errors
/// When it can't be written.
pub fn post_stats_table(stats: &PostStats) -> Result<String, Error> {
    csv(&["day", "readers"], days(&stats.readers))
}

fn days(numbers: &[(i64, i64)]) -> Vec<Vec<String>> {
    numbers.iter().map(|(day, number)| vec![date(*day), number.to_string()]).collect()
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
