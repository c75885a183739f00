//! The line under the headline, when an editor wrote one; not the beginning of the text cut short.

use dom_query::Document;
use serde_json::{Map, Value};

use crate::names::folded;
use crate::structured::{Structured, plain, text};

/// Shortest and longest dek, in characters.
const LENGTH: std::ops::RangeInclusive<usize> = 15..=500;

/// The dek, if it says something that neither the headline nor the text's beginning says.
pub(crate) fn dek(
    document: &Document,
    structured: &Structured,
    articles: &[&Map<String, Value>],
    headline: &str,
    body: &str,
) -> Option<String> {
    let shown = document
        .select("[class*=standfirst], [class*=Standfirst], [class*=subhead], [class*=subtitle], [class*=Subtitle], [class*=-dek], [class*=__dek], .dek, [class*=sapo], [itemprop=alternativeHeadline]")
        .iter()
        .map(|node| plain(&node.text()))
        .find(|line| LENGTH.contains(&line.chars().count()));
    let stated = articles
        .iter()
        .find_map(|article| text(article, "alternativeHeadline").or_else(|| text(article, "description")));
    let described = structured.meta(&["og:description", "description", "twitter:description"]).map(plain);
    let beginning = folded(&body.chars().take(1_200).collect::<String>());
    let headline = folded(headline);
    [shown, stated, described].into_iter().flatten().find(|line| {
        let bare = folded(line);
        LENGTH.contains(&line.chars().count())
            && !line.ends_with("...")
            && !line.ends_with('…')
            && bare != headline
            && !bare.is_empty()
            && !beginning.contains(&bare)
    })
}
