//! What a page needs to be shown as it was, besides its own bytes: style sheets and pictures.
//!
//! Style sheets are searched, not parsed: three things are looked for in them, and a parser of CSS goes as deep
//! as a hostile sheet nests.

use dom_query::Document;
use model::PartRole;
use url::Url;

use crate::{Page, budget, decode, read::NESTING_LIMIT};

/// Most things that one page or style sheet is asked for; who keeps them keeps fewer.
const MOST: usize = 200;

/// Something a page needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// Its address: absolute, without a fragment.
    pub address: String,
    /// What it is for.
    pub role: PartRole,
}

/// What a page needs, each thing once: style sheets first, then pictures, in the page's order. Scripts, fonts,
/// films and frames are not counted: without scripts a page is shown by its text, its style and its pictures.
pub fn needs(page: &Page) -> Vec<Need> {
    let decoded = decode::decode(page.bytes, page.content_type);
    let html = budget::beginning(&decoded.text);
    let Ok(here) = Url::parse(page.url) else { return Vec::new() };
    if markup::nesting(html) > NESTING_LIMIT {
        return Vec::new();
    }
    let document = Document::from(html);
    let base = document.base_uri().and_then(|base| here.join(&base).ok()).unwrap_or(here);
    let mut styles = Needs::at(&base);
    let mut pictures = Needs::at(&base);
    for node in document.select("link[href][rel]").nodes() {
        let attr = |name: &str| node.attr(name).map(|value| value.to_ascii_lowercase()).unwrap_or_default();
        let rel = attr("rel");
        let is_style = rel.split_ascii_whitespace().any(|word| word == "stylesheet");
        let is_other =
            rel.contains("alternate") || attr("media").trim() == "print" || node.has_attr("disabled");
        if is_style && !is_other {
            styles.add(&node.attr("href").unwrap_or_default(), PartRole::Style);
        }
    }
    for node in document.select("style").nodes() {
        let text = node.text();
        let (sheets, shown): (Vec<_>, Vec<_>) =
            named(&text).into_iter().partition(|(_, role)| *role == PartRole::Style);
        sheets.iter().for_each(|(address, role)| styles.add(address, *role));
        shown.iter().for_each(|(address, role)| pictures.add(address, *role));
    }
    let shown = "img, video[poster], input[type=image][src], [style], [background]";
    for node in document.select(shown).nodes() {
        let attr = |name: &str| node.attr(name).map(|value| value.to_string()).unwrap_or_default();
        let name = node.node_name().map(|name| name.to_string()).unwrap_or_default();
        let address = match name.as_str() {
            "img" if is_address(&attr("src")) => attr("src"),
            "img" => first_of_set(&attr("srcset")).to_owned(),
            "input" => attr("src"),
            "video" => attr("poster"),
            _ => attr("background"),
        };
        pictures.add(&address, PartRole::Picture);
        for (address, _) in named(&attr("style")) {
            pictures.add(&address, PartRole::Picture);
        }
    }
    styles.found.extend(pictures.found);
    styles.found.truncate(MOST);
    styles.found
}

/// What a style sheet needs: the sheets it imports, and its pictures.
pub fn needs_of_style(address: &str, bytes: &[u8]) -> Vec<Need> {
    let Ok(base) = Url::parse(address) else { return Vec::new() };
    let mut needs = Needs::at(&base);
    for (address, role) in named(&String::from_utf8_lossy(bytes)) {
        needs.add(&address, role);
    }
    needs.found
}

/// All text of a page, what stands beside the article included: paragraphs separated by blank lines.
pub fn page_text(page: &Page) -> String {
    let decoded = decode::decode(page.bytes, page.content_type);
    markup::plain_text(budget::beginning(&decoded.text))
}

struct Needs<'a> {
    base: &'a Url,
    found: Vec<Need>,
}

impl<'a> Needs<'a> {
    fn at(base: &'a Url) -> Self {
        Needs { base, found: Vec::new() }
    }

    fn add(&mut self, address: &str, role: PartRole) {
        if !is_address(address) || self.found.len() >= MOST {
            return;
        }
        let Ok(mut url) = self.base.join(address.trim()) else { return };
        url.set_fragment(None);
        let address = String::from(url);
        let is_web = address.starts_with("http://") || address.starts_with("https://");
        if is_web && !self.found.iter().any(|known| known.address == address) {
            self.found.push(Need { address, role });
        }
    }
}

/// Whether this leads elsewhere: not nowhere, and not into itself.
fn is_address(address: &str) -> bool {
    let address = address.trim();
    !address.is_empty() && !address.starts_with('#') && !address.to_ascii_lowercase().starts_with("data:")
}

/// The first address of a `srcset`.
fn first_of_set(set: &str) -> &str {
    set.split_ascii_whitespace().next().unwrap_or_default().trim_end_matches(',')
}

/// The addresses in a style sheet: what `@import` and `url()` name, fonts aside.
fn named(css: &str) -> Vec<(String, PartRole)> {
    let mut found = Vec::new();
    let mut rest = css;
    // What an address is for follows from the rule it stands in.
    let (mut imports, mut is_font) = (false, false);
    while let Some(at) = rest.find(['/', '@', '"', '\'', ';', '{', '}', 'u', 'U']) {
        if found.len() >= MOST {
            break;
        }
        let (before, here) = rest.split_at(at);
        if let Some(comment) = here.strip_prefix("/*") {
            rest = comment.split_once("*/").map_or("", |(_, after)| after);
        } else if begins(here, "@import") {
            (imports, rest) = (true, &here[7..]);
        } else if begins(here, "@font-face") {
            (is_font, rest) = (true, &here[10..]);
        } else if begins(here, "url(") && !before.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '-') {
            let inside = here[4..].trim_start();
            let (address, behind) = match inside.chars().next() {
                Some(quote @ ('"' | '\'')) => quoted(&inside[1..], quote),
                _ => inside.split_once(')').unwrap_or((inside, "")),
            };
            match (imports, is_font) {
                (true, _) => found.push((address.trim().to_owned(), PartRole::Style)),
                (false, true) => {}
                (false, false) => found.push((address.trim().to_owned(), PartRole::Picture)),
            }
            (imports, rest) = (false, behind);
        } else if let Some(quote @ ('"' | '\'')) = here.chars().next() {
            let (text, behind) = quoted(&here[1..], quote);
            if imports {
                found.push((text.to_owned(), PartRole::Style));
            }
            (imports, rest) = (false, behind);
        } else {
            if here.starts_with([';', '{', '}']) {
                imports = false;
            }
            is_font &= !here.starts_with('}');
            rest = &here[1..];
        }
    }
    found
}

/// A text up to its closing quote, and what stands behind that.
fn quoted(text: &str, quote: char) -> (&str, &str) {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == quote => return (&text[..at], &text[at + 1..]),
            _ => {}
        }
    }
    (text, "")
}

fn begins(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}
