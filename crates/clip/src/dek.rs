//! The line under the headline, when an editor wrote one; not the beginning of the text cut short.

use serde_json::{Map, Value};

use crate::names::folded;
use crate::structured::{Structured, plain, text};

/// Shortest and longest dek, in characters.
const LENGTH: std::ops::RangeInclusive<usize> = 15..=700;

/// What the page gives as its description, in the order of trust.
pub(crate) fn described(structured: &Structured, articles: &[&Map<String, Value>]) -> Vec<String> {
    let stated = articles
        .iter()
        .find_map(|article| text(article, "alternativeHeadline").or_else(|| text(article, "description")));
    let metas = ["og:description", "description", "twitter:description"];
    stated.into_iter().chain(metas.iter().filter_map(|name| structured.meta(&[name]).map(plain))).collect()
}

/// The dek: the standfirst a page shows, else a description that says something which neither the headline
/// nor the text's beginning says.
pub(crate) fn dek(
    standfirst: Option<String>,
    described: Vec<String>,
    headline: &str,
    body: &str,
) -> Option<String> {
    let beginning = folded(&body.chars().take(1_200).collect::<String>());
    let headline = folded(headline);
    let says_more = |line: &String| {
        let bare = folded(line);
        LENGTH.contains(&line.chars().count())
            && !line.ends_with("...")
            && !line.ends_with('…')
            && bare != headline
            && !bare.is_empty()
            && !beginning.contains(&bare)
            && is_about(&bare, &format!("{headline} {beginning}"))
    };
    standfirst
        .filter(|line| LENGTH.contains(&line.chars().count()))
        .or_else(|| described.into_iter().find(says_more))
}

/// Whether a line speaks of the piece, not of the outlet in general: some of its longer words are the
/// piece's own. A line without such words, as in scripts without spaces, is believed.
fn is_about(line: &str, piece: &str) -> bool {
    let words: Vec<&str> = line.split(' ').filter(|word| word.chars().count() >= 5).collect();
    let own = words.iter().filter(|word| piece.contains(**word)).count();
    words.len() < 4 || own * 5 >= words.len()
}
