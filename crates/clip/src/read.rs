//! The whole of it: one page, one clipping.

use dom_query::Document;
use model::{Clipping, Kind};
use url::Url;

use crate::extract::{Reading, extract, paragraphs};
use crate::structured::{Structured, address};
use crate::unreadable::Unreadable;
use crate::{byline, canonical, date, decode, dek, headline, language, outlet, polish, sniff, video};

/// Most bytes of a page that is read.
pub const SIZE_LIMIT: usize = 10 * 1024 * 1024;
/// Deepest nesting of elements that is read.
const NESTING_LIMIT: usize = 2_000;
/// Fewest letters and digits that are a text.
const FEWEST_LETTERS: usize = 20;

/// A page as it was received.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    /// Its address after redirects, absolute.
    pub url: &'a str,
    /// The bytes, content encodings undone.
    pub bytes: &'a [u8],
    /// The `Content-Type` header, if there was one.
    pub content_type: Option<&'a str>,
}

/// Reads a page.
///
/// # Errors
/// When it is no web page, or has nothing to read.
pub fn read(page: &Page) -> Result<Clipping, Unreadable> {
    let url = || page.url.to_owned();
    if page.bytes.len() > SIZE_LIMIT {
        return Err(Unreadable::TooLarge { url: url(), size: page.bytes.len(), limit: SIZE_LIMIT });
    }
    if page.bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Unreadable::Empty { url: url() });
    }
    if let Some(what) = sniff::not_html(page.bytes, page.content_type) {
        return Err(Unreadable::NotHtml { url: url(), what });
    }
    let decoded = decode::decode(page.bytes, page.content_type);
    let html = decoded.text.as_str();
    if markup::nesting(html) > NESTING_LIMIT {
        return Err(Unreadable::TooDeep { url: url(), limit: NESTING_LIMIT });
    }
    let mut warnings: Vec<String> = decoded.warning.into_iter().collect();

    let document = Document::from(html);
    let here = Url::parse(page.url)
        .ok()
        .filter(|u| u.has_host())
        .or_else(|| Url::parse("https://unknown.invalid/").ok());
    let Some(here) = here else { return Err(Unreadable::NothingToRead { url: url() }) };
    let base = document.base_uri().and_then(|base| here.join(&base).ok()).unwrap_or_else(|| here.clone());
    let structured = Structured::gather(&document);
    let articles = structured.articles(page.url);
    let (site, outlet_names) = outlet::outlet(&structured, page.url);
    let label = document.select("html").attr("lang").or_else(|| document.select("html").attr("xml:lang"));
    let label = label
        .map(|l| l.to_string())
        .or_else(|| structured.meta(&["content-language", "og:locale", "language"]).map(str::to_owned));
    let stated_picture = structured
        .meta(&["og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src"])
        .or_else(|| articles.iter().find_map(|article| article.get("image").and_then(address)))
        .and_then(|picture| absolute(&base, picture));

    let mut clipping = Clipping {
        url: url(),
        headline: headline::headline(&document, &structured, &articles, &outlet_names),
        published: date::published(&document, &structured, &here),
        modified: date::modified(&structured, &here),
        site,
        canonical: canonical::canonical(&document, &structured, &here),
        lead_image: stated_picture,
        ..Clipping::default()
    };
    if let Some(film) = video::video(&document, &structured, !articles.is_empty()) {
        let reading = Reading::of(&paragraphs(&film.description), &base);
        clipping.kind = Kind::Video;
        if let Some(name) = film.headline.filter(|name| !name.is_empty()) {
            clipping.headline = name;
        }
        clipping.film = video::film(&document, &structured, &base);
        clipping.byline = film.channel;
        clipping.published = film.published.or(clipping.published);
        clipping.lead_image = clipping.lead_image.or_else(|| absolute(&base, &film.thumbnail?));
        clipping.language =
            language::language(&format!("{} {}", clipping.headline, reading.text), label.as_deref());
        clipping.text = reading.text;
        clipping.html = reading.html;
        if clipping.headline.is_empty() && clipping.text.is_empty() {
            return Err(Unreadable::NothingToRead { url: url() });
        }
    } else {
        let stated =
            articles.iter().find_map(|article| article.get("articleBody").and_then(|body| body.as_str()));
        let (reading, mut found) = extract(html, &base, stated);
        warnings.append(&mut found);
        if clipping.lead_image.is_none() {
            clipping.lead_image = markup::images(&reading.html).into_iter().next();
        }
        let reading = polish::polished(reading, &clipping.headline, clipping.lead_image.as_deref());
        if reading.text.chars().filter(|c| c.is_alphanumeric()).count() < FEWEST_LETTERS {
            return Err(Unreadable::NothingToRead { url: url() });
        }
        clipping.byline = byline::byline(&document, &structured, &articles, &outlet_names);
        clipping.dek = dek::dek(&document, &structured, &articles, &clipping.headline, &reading.text);
        clipping.language = language::language(&reading.text, label.as_deref());
        clipping.text = reading.text;
        clipping.html = reading.html;
    }
    if clipping.headline.is_empty() {
        warnings.push("no headline was found; write one".to_owned());
    }
    clipping.warnings = warnings;
    Ok(clipping)
}

fn absolute(base: &Url, address: &str) -> Option<String> {
    let url = base.join(address.trim()).ok()?;
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then(|| url.to_string())
}
