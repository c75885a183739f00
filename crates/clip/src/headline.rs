//! The headline: the reading that most of a page's own statements agree on.

use dom_query::Document;
use serde_json::{Map, Value};

use crate::names::folded;
use crate::outlet::is_outlet;
use crate::structured::{Structured, plain, text};

/// Marks that outlets put between a headline and their own name.
const SEPARATORS: &[&str] = &[
    " | ", " - ", " – ", " — ", " :: ", " : ", " » ", " › ", " · ", " • ", " / ", "_", "｜", " ‹ ", " « ",
    " ǀ ",
];

/// What a headline loses that says "live": it tells the state of the page, and is wrong once it is clipped.
const LIVE: f64 = 0.15;

struct Candidate {
    text: String,
    weight: f64,
}

/// The headline, empty when the page has none.
pub(crate) fn headline(
    document: &Document,
    structured: &Structured,
    articles: &[&Map<String, Value>],
    outlet: &[String],
) -> String {
    let mut candidates: Vec<Candidate> = Vec::new();
    let mut add = |text: String, weight: f64| {
        let length = text.chars().count();
        let weight = if is_live(&text) { weight * LIVE } else { weight };
        if length > 2 && length <= 300 && !is_outlet(&text, outlet) {
            candidates.push(Candidate { text, weight });
        }
    };
    let title =
        document.select("head > title, title").iter().next().map(|t| plain(&t.text())).unwrap_or_default();
    let stated = structured.meta(&["og:title"]).map(plain).unwrap_or_default();
    let social = structured
        .meta(&["twitter:title", "parsely-title", "sailthru.title", "dc.title"])
        .map(plain)
        .unwrap_or_default();
    // Titles are written for search engines, og:title for social networks, and a ticker's h1 for the hour;
    // what the outlet declares to be the headline outweighs them, unless it was cut to fit.
    let mut declared: Vec<String> = articles
        .iter()
        .take(4)
        .filter_map(|article| text(article, "headline").or_else(|| text(article, "name")))
        .collect();
    declared.dedup();
    for (at, named) in declared.iter().enumerate() {
        let cut = is_cut(named) || named.chars().count() >= 105;
        // The same words for search engines twice are one statement.
        let searched = folded(named) == folded(&without_outlet(&title, outlet));
        let weight = match at {
            0 if cut || searched => 1.4,
            0 if declared.len() == 1 => 3.5,
            0 => 2.0,
            _ => 1.0,
        };
        add(without_outlet(named, outlet), weight);
    }
    for (at, heading) in headings(document).into_iter().take(3).enumerate() {
        add(without_outlet(&heading, outlet), if at == 0 { 1.2 } else { 0.9 });
    }
    // Without a declared headline, what the outlet wants others to call the piece comes nearest to one.
    add(without_outlet(&stated, outlet), if declared.is_empty() { 1.7 } else { 1.0 });
    add(without_outlet(&social, outlet), 0.3);
    add(without_outlet(&title, outlet), 0.7);

    let folded_all: Vec<String> = candidates.iter().map(|c| folded(&c.text)).collect();
    let mut best: Option<(f64, usize)> = None;
    for (at, candidate) in candidates.iter().enumerate() {
        let mine = &folded_all[at];
        if mine.is_empty() {
            continue;
        }
        let mut score = candidate.weight;
        for (other, theirs) in folded_all.iter().enumerate() {
            if other == at {
                continue;
            }
            if theirs == mine {
                score += candidates[other].weight;
            } else if !is_cut(&candidate.text)
                && (theirs.starts_with(mine.as_str()) || theirs.ends_with(mine.as_str()))
            {
                // A longer one that holds this one: this one and a suffix.
                score += candidates[other].weight * 0.6;
            }
        }
        // Headlines of two words are more often a section's name.
        if mine.chars().count() < 12 && !mine.chars().any(|c| c > '\u{2e7f}') {
            score *= 0.6;
        }
        if best.is_none_or(|(known, _)| score > known + 1e-9) {
            best = Some((score, at));
        }
    }
    best.map(|(_, at)| candidates.swap_remove(at).text).unwrap_or_default()
}

/// Whether a headline calls the page live, in capitals as outlets do.
fn is_live(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric())
        .any(|word| matches!(word, "LIVE" | "DIRECT" | "VIVO" | "DIRETTA" | "LIVETICKER" | "LIVEBLOG"))
}

/// Whether a headline was cut to fit, and says so.
fn is_cut(text: &str) -> bool {
    text.ends_with("...") || text.ends_with('…')
}

/// The page's titles as it gives them, unshortened.
pub(crate) fn titles(document: &Document, structured: &Structured) -> Vec<String> {
    let title = document.select("head > title").iter().next().map(|t| plain(&t.text()));
    title.into_iter().chain(structured.meta(&["og:title"]).map(plain)).collect()
}

fn headings(document: &Document) -> Vec<String> {
    let mut found = Vec::new();
    for selector in ["[itemprop=headline]", "article h1, main h1", "h1"] {
        for heading in document.select(selector).iter() {
            let text = plain(&heading.text());
            if !text.is_empty() && !found.contains(&text) {
                found.push(text);
            }
        }
    }
    found
}

/// A title without the outlet's name, and what may stand between, at either end.
pub(crate) fn without_outlet(title: &str, outlet: &[String]) -> String {
    let mut title = title.trim().to_owned();
    for _ in 0..3 {
        let mut cut = None;
        for separator in SEPARATORS {
            if let Some((head, tail)) = title.rsplit_once(separator)
                && is_outlet(tail, outlet)
            {
                cut = Some(head.to_owned());
            } else if let Some((head, tail)) = title.split_once(separator)
                && is_outlet(head, outlet)
            {
                cut = Some(tail.to_owned());
            }
        }
        match cut.map(|c| c.trim().to_owned()).filter(|c| !c.is_empty()) {
            Some(shorter) => title = shorter,
            None => break,
        }
    }
    title
}
