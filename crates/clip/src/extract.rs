//! The text of a piece: field crates each give their reading, an arbiter takes the one to trust.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use dom_smoothie::{Config, Readability};
use markup::{plain_text, sanitize};
use trafilatura::{ExtractionFocus, Options};
use unicode_segmentation::UnicodeSegmentation;
use url::Url;

/// A reading shorter than this, in characters, is looked at twice.
const SHORT: usize = 250;

/// One reading of a page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reading {
    /// Sanitised.
    pub html: String,
    pub text: String,
}

impl Reading {
    /// A reading of HTML that is not clean yet.
    pub fn of(html: &str, base: &Url) -> Self {
        let html = sanitize(html, Some(base));
        let text = plain_text(&html);
        Reading { html, text }
    }

    fn length(&self) -> usize {
        self.text.chars().count()
    }
}

/// The piece's text as HTML and plain, with what a person should know. `stated` is the text the page gives
/// to machines, if it does.
pub(crate) fn extract(html: &str, base: &Url, stated: Option<&str>) -> (Reading, Vec<String>) {
    let mut warnings = Vec::new();
    let readability = fenced(&mut warnings, || readability(html, base));
    let precise = fenced(&mut warnings, || trafilatura(html, base, ExtractionFocus::FavorPrecision));
    let balanced = fenced(&mut warnings, || trafilatura(html, base, ExtractionFocus::Balanced));
    let mut chosen = arbitrate(&readability, &precise, &balanced);
    if chosen.length() < SHORT {
        let longer = [&readability, &balanced].into_iter().max_by_key(|reading| reading.length());
        if let Some(longer) = longer.filter(|l| l.length() > 2 * chosen.length()) {
            chosen = longer.clone();
        }
    }
    if let Some(stated) = stated.map(|text| Reading::of(&paragraphs(text), base)) {
        let bare = |text: &str| text.split_whitespace().collect::<String>();
        let is_all = chosen.length() < SHORT && stated.length() > 2 * chosen.length().max(20);
        // An extractor may have fallen back on the same data and lost its paragraphs.
        if is_all || stated.text.contains("\n\n") && bare(&stated.text) == bare(&chosen.text) {
            if readability.length() < SHORT {
                warnings.push(
                    "the text was found in the page's data, not on the page; check its paragraphs".to_owned(),
                );
            }
            chosen = stated;
        }
    }
    (chosen, warnings)
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

fn readability(html: &str, base: &Url) -> Option<Reading> {
    let config = Config { disable_json_ld: true, ..Config::default() };
    let mut readability = Readability::new(html, Some(base.as_str()), Some(config)).ok()?;
    let article = readability.parse().ok()?;
    Some(Reading::of(&article.content, base))
}

fn trafilatura(html: &str, base: &Url, focus: ExtractionFocus) -> Option<Reading> {
    let options = Options::default()
        .with_url(base.clone())
        .with_fallback(true)
        .with_focus(focus)
        .with_links(true)
        .with_images(true)
        .with_exclude_comments(true)
        .with_html_date_mode(trafilatura::HtmlDateMode::Disabled);
    let result = trafilatura::extract(html, &options).ok()?;
    Some(Reading::of(&result.content_html, base))
}

/// Takes the reading that agrees best with the others. On scripts other than Latin the heuristics of
/// trafilatura were not made for, plain readability is measurably better.
fn arbitrate(readability: &Reading, precise: &Reading, balanced: &Reading) -> Reading {
    let readings = [precise, balanced, readability];
    if readability.length() >= SHORT && latin_share(&readability.text) < 0.5 {
        return readability.clone();
    }
    let grams: Vec<HashMap<u64, usize>> = readings.iter().map(|reading| shingles(&reading.text)).collect();
    let mut best = (0.0, precise);
    for (at, reading) in readings.iter().enumerate() {
        let agreement: f64 = (0..readings.len())
            .filter(|other| *other != at)
            .map(|other| agreement(&grams[at], &grams[other]))
            .sum();
        if agreement > best.0 + 1e-9 {
            best = (agreement, reading);
        }
    }
    // What readability found and the other holds too, word for word: the rest is the page's, not the piece's.
    let (chosen, own) = (best.1, &grams[2]);
    if let Some(at) = readings.iter().position(|reading| std::ptr::eq(*reading, chosen))
        && readability.length() > chosen.length() / 2
        && share(own, &grams[at]) > 0.96
    {
        return readability.clone();
    }
    chosen.clone()
}

fn latin_share(text: &str) -> f64 {
    let (mut letters, mut latin) = (0_u32, 0_u32);
    for c in text.chars().take(5_000).filter(|c| c.is_alphabetic()) {
        letters += 1;
        latin += u32::from(c < '\u{250}' || matches!(c, '\u{1e00}'..='\u{1eff}'));
    }
    if letters == 0 { 1.0 } else { f64::from(latin) / f64::from(letters) }
}

/// Runs of four words, counted.
fn shingles(text: &str) -> HashMap<u64, usize> {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let words: Vec<&str> = text.unicode_words().collect();
    let mut counted = HashMap::new();
    for run in words.windows(4.min(words.len().max(1))) {
        let mut hasher = DefaultHasher::new();
        run.hash(&mut hasher);
        *counted.entry(hasher.finish()).or_insert(0) += 1;
    }
    counted
}

/// How much of one text's runs of words the other has.
fn share(one: &HashMap<u64, usize>, other: &HashMap<u64, usize>) -> f64 {
    let total: usize = one.values().sum();
    if total == 0 { 0.0 } else { shared(one, other) as f64 / total as f64 }
}

fn shared(one: &HashMap<u64, usize>, other: &HashMap<u64, usize>) -> usize {
    one.iter().map(|(run, count)| (*count).min(other.get(run).copied().unwrap_or(0))).sum()
}

/// F1 of two texts' runs of words.
fn agreement(one: &HashMap<u64, usize>, other: &HashMap<u64, usize>) -> f64 {
    let total = one.values().sum::<usize>() + other.values().sum::<usize>();
    if total == 0 { 0.0 } else { 2.0 * shared(one, other) as f64 / total as f64 }
}
