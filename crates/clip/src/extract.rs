//! The text of a piece: independent readers each give their reading, an arbiter takes the one to trust.
//!
//! Two readers run on every page, on one parsed document from which [`prune`](crate::prune) has taken what is
//! beside the piece: readability, and our own [`Ground`]. Where they agree the page is done. Where they don't,
//! trafilatura reads the page as it came, and the reading that agrees best with the others is taken.

use std::panic::{AssertUnwindSafe, catch_unwind};

use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability};
use markup::{plain_text, rebuilt, sanitize};
use trafilatura::{ExtractionFocus, Options};
use url::Url;

use crate::ground::Ground;
use crate::measure::{is_wide, paragraph_letters, weight};
use crate::names::folded;
use crate::prune::prune;
use crate::trim::ends_a_sentence;
use crate::{late, notes, standfirst, state};

/// A reading shorter than this, in letters, is looked at twice.
const SHORT: usize = 250;
/// Largest page in bytes that is read a third time: trafilatura's cost grows faster than the page.
const THIRD: usize = 1024 * 1024;
/// Agreement of two readings that needs no third.
const ENOUGH: f64 = 0.90;

/// One reading of a page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reading {
    /// Rebuilt from our own elements; sanitised by [`Reading::sanitized`], when all work on it is done.
    pub html: String,
    pub text: String,
}

impl Reading {
    /// A reading of HTML as it came.
    pub fn of(html: &str, base: &Url) -> Self {
        Reading::rebuilt(rebuilt(html, base))
    }

    /// A reading of HTML that has been rebuilt.
    pub fn rebuilt(html: String) -> Self {
        let text = spoken(&html);
        Reading { html, text }
    }

    /// The same, clean: the end of all work on it.
    pub fn sanitized(self) -> Self {
        let html = sanitize(&self.html, None);
        if html == self.html { self } else { Reading { text: spoken(&html), html } }
    }

    fn length(&self) -> usize {
        weight(&self.text)
    }
}

/// What was read off a page, and how far it can be trusted.
#[derive(Debug, Default)]
pub(crate) struct Extract {
    pub reading: Reading,
    /// The line between headline and text, where the page shows one.
    pub standfirst: Option<String>,
    /// From 0 to 100: how far the readings agree.
    pub agreement: u8,
    pub warnings: Vec<String>,
}

/// What the page says of itself, as far as it helps to find the piece.
pub(crate) struct Stated<'a> {
    pub headline: &'a str,
    /// Its titles, unshortened.
    pub titles: Vec<String>,
    /// Its descriptions, for search engines and social networks.
    pub descriptions: Vec<String>,
    /// The text it gives to machines.
    pub body: Option<&'a str>,
}

/// The piece's text. Consumes the document: what is beside the piece is taken out of it.
pub(crate) fn extract(document: Document, html: &str, base: &Url, stated: &Stated) -> Extract {
    let mut warnings = Vec::new();
    let state = bare(&document).then(|| state::text(&document)).flatten();
    late::pictures(&document);
    let notes = notes::take(&document);
    prune(&document, stated.headline, base);
    late::frames(&document, base);
    let ground = Ground::survey(&document);
    let found = ground.find(&document, stated.headline);
    // Cleaned only if it is the one to take.
    let own = found.map(|node| (node.html(), words_of(&node))).unwrap_or_default();
    let standfirst = standfirst::shown(&document, stated);
    let readability = fenced(&mut warnings, || readability(document, base));
    let (mut chosen, mut agreement) = (readability.clone(), agreement(&readability.text, &own.1));
    let affordable = html.len() <= THIRD;
    if (agreement < ENOUGH || readability.length() < SHORT) && !affordable {
        warnings
            .push("the page is very large and was read only twice; check that the text is whole".to_owned());
    } else if agreement < ENOUGH || readability.length() < SHORT {
        let precise = fenced(&mut warnings, || trafilatura(html, base));
        let own = Reading::of(&own.0, base);
        (chosen, agreement) = arbitrate([&readability, &own, &precise]);
    }
    for body in [stated.body.map(paragraphs), state].into_iter().flatten() {
        let body = Reading::of(&body, base);
        let letters = |text: &str| text.split_whitespace().collect::<String>();
        let is_all = chosen.length() < SHORT && body.length() > 2 * chosen.length().max(20);
        // An extractor may have fallen back on the same data and lost its paragraphs.
        if is_all || body.text.contains("\n\n") && letters(&body.text) == letters(&chosen.text) {
            if readability.length() < SHORT {
                warnings.push(
                    "the text was found in the page's data, not on the page; check its paragraphs".to_owned(),
                );
            }
            chosen = body;
        }
    }
    if let Some(html) = notes.put_back(&chosen.html) {
        chosen = Reading::of(&html, base);
    }
    Extract { reading: chosen, standfirst, agreement: (agreement * 100.0) as u8, warnings }
}

/// Whether a page shows next to nothing by itself.
fn bare(document: &Document) -> bool {
    paragraph_letters(document) < SHORT
}

/// The text of a piece as it would be read out: without the words under its pictures.
pub(crate) fn spoken(html: &str) -> String {
    if !html.contains("<figure") && !html.contains("<img") && !html.contains("<a ") {
        return plain_text(html);
    }
    let document = Document::fragment(html);
    let shown: Vec<String> = document
        .select("img[alt]")
        .iter()
        .filter_map(|img| img.attr("alt"))
        .map(|alt| folded(&alt))
        .filter(|alt| alt.len() > 8)
        .collect();
    for line in document.select("p").nodes() {
        if !shown.is_empty() && shown.contains(&folded(&line.text())) {
            line.remove_from_parent();
            continue;
        }
        // A picture's own line, and a frame that became a link.
        let has_picture = line.descendants_it().any(|n| n.has_name("img"));
        if has_picture && weight(&line.text()) < 100 && !ends_a_sentence(&line.text()) || is_bare_link(line) {
            line.remove_from_parent();
        }
    }
    for figure in document.select("figure").nodes() {
        let is_picture = !figure
            .descendants_it()
            .any(|n| ["table", "pre", "blockquote", "math"].iter().any(|name| n.has_name(name)));
        if is_picture {
            figure.remove_from_parent();
        } else {
            dom_query::Selection::from(*figure).select("figcaption").remove();
        }
    }
    plain_text(&document.html())
}

/// Whether a line is nothing but a link named for its host: what is left of a film in a frame.
fn is_bare_link(line: &NodeRef) -> bool {
    let Some(link) = line.descendants_it().find(|n| n.has_name("a")) else { return false };
    let text = line.text();
    let host = link.attr("href").map(|href| model::source::host_of(&href)).unwrap_or_default();
    !host.is_empty() && text.trim().trim_start_matches("www.") == host
}

/// Plain text as HTML: a paragraph for each line.
pub(crate) fn paragraphs(text: &str) -> String {
    if text.contains("</p>") {
        return text.to_owned();
    }
    let escape = |line: &str| line.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| format!("<p>{}</p>", escape(line))).collect()
}

/// Runs a foreign extractor so that its panic costs its reading, not the clipping: these crates read
/// hostile pages and are not ours to mend.
fn fenced(warnings: &mut Vec<String>, read: impl FnOnce() -> Option<Reading>) -> Reading {
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(reading) => reading.unwrap_or_default(),
        Err(_) => {
            tracing::warn!("an extractor gave up on a page");
            warnings.push("one of the readers gave up on this page; check that the text is whole".to_owned());
            Reading::default()
        }
    }
}

fn readability(document: Document, base: &Url) -> Option<Reading> {
    let config = Config { disable_json_ld: true, ..Config::default() };
    let mut readability = Readability::with_document(document, Some(base.as_str()), Some(config)).ok()?;
    let article = readability.parse().ok()?;
    Some(Reading::of(&article.content, base))
}

fn trafilatura(html: &str, base: &Url) -> Option<Reading> {
    let options = Options::default()
        .with_url(base.clone())
        .with_fallback(true)
        .with_focus(ExtractionFocus::FavorPrecision)
        .with_links(true)
        .with_images(true)
        .with_exclude_comments(true)
        .with_html_date_mode(trafilatura::HtmlDateMode::Disabled);
    let result = trafilatura::extract(html, &options).ok()?;
    Some(Reading::of(&result.content_html, base))
}

/// Takes the reading that agrees best with the others; the first when in doubt. Second: how far it does,
/// from 0 to 1.
fn arbitrate(readings: [&Reading; 3]) -> (Reading, f64) {
    let grams = readings.map(|reading| shingles(&reading.text));
    let mut best = (0.0, readings[0]);
    for (at, reading) in readings.iter().enumerate() {
        let others = (0..readings.len()).filter(|other| *other != at);
        let agreed: f64 = others.map(|other| overlap(&grams[at], &grams[other])).sum();
        let bonus = if at == 0 { 0.02 } else { 0.0 };
        if agreed + bonus > best.0 + 1e-9 {
            best = (agreed + bonus, reading);
        }
    }
    (best.1.clone(), (best.0 / 2.0).min(1.0))
}

fn agreement(one: &str, other: &str) -> f64 {
    overlap(&shingles(one), &shingles(other))
}

/// The words below a node, without those under pictures.
fn words_of(node: &NodeRef) -> String {
    let mut text = String::new();
    let mut below = vec![*node];
    while let Some(node) = below.pop() {
        if node.is_text() {
            text.push_str(&node.text());
            text.push(' ');
        } else if !node.has_name("figure") {
            below.extend(node.children_it(true));
        }
    }
    text
}

/// Runs of four words as numbers, sorted. Characters of scripts that write without spaces are words.
fn shingles(text: &str) -> Vec<u64> {
    let mut words: Vec<u64> = Vec::with_capacity(text.len() / 5);
    let mut word = 0_u64;
    let mix = |word: u64, c: char| (word ^ u64::from(c)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23);
    for c in text.chars() {
        if is_wide(c) || !c.is_alphanumeric() {
            if word != 0 {
                words.push(std::mem::take(&mut word));
            }
            if is_wide(c) {
                words.push(mix(0, c));
            }
        } else {
            word = mix(word.max(1), c);
        }
    }
    if word != 0 {
        words.push(word);
    }
    let run = |run: &[u64]| {
        run.iter().fold(1, |all: u64, word| (all ^ word).wrapping_mul(0x2545_f491_4f6c_dd1d).rotate_left(31))
    };
    let mut runs: Vec<u64> = words.windows(4.min(words.len().max(1))).map(run).collect();
    runs.sort_unstable();
    runs
}

/// F1 of two texts' runs of words.
fn overlap(one: &[u64], other: &[u64]) -> f64 {
    let (mut a, mut b, mut both) = (0, 0, 0_usize);
    while let (Some(x), Some(y)) = (one.get(a), other.get(b)) {
        both += usize::from(x == y);
        a += usize::from(x <= y);
        b += usize::from(y <= x);
    }
    let total = one.len() + other.len();
    if total == 0 { 0.0 } else { 2.0 * both as f64 / total as f64 }
}
