//! The whole of it: one page, one clipping.

use dom_query::Document;
use model::{Clipping, Dated, Kind, Quality};
use serde_json::Value;
use url::Url;

use crate::extract::{Extract, Reading, Stated, extract, paragraphs};
use crate::polish::Known;
use crate::structured::{Structured, address};
use crate::unreadable::Unreadable;
use crate::video::Video;
use crate::{
    budget, byline, canonical, date, decode, dek, facts, headline, language, outlet, polish, quality, sniff,
    video,
};

/// Most bytes of a page that is read.
pub const SIZE_LIMIT: usize = 10 * 1024 * 1024;
/// Deepest nesting of elements that is read.
pub(crate) const NESTING_LIMIT: usize = 2_000;
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

    let (html, whole) = (budget::beginning(html), html.len());
    let document = Document::from(html);
    if budget::cut(&document) || html.len() < whole {
        warnings.push("the page is very long; only its beginning was read".to_owned());
    }
    let here = Url::parse(page.url)
        .ok()
        .filter(|u| u.has_host())
        .or_else(|| Url::parse("https://unknown.invalid/").ok());
    let Some(here) = here else { return Err(Unreadable::NothingToRead { url: url() }) };
    let base = document.base_uri().and_then(|base| here.join(&base).ok()).unwrap_or_else(|| here.clone());
    let structured = Structured::gather(&document);
    let articles = structured.articles(page.url);
    let (site, names) = outlet::outlet(&structured, page.url);
    let label = document.select("html").attr("lang").or_else(|| document.select("html").attr("xml:lang"));
    let label = label
        .map(|l| l.to_string())
        .or_else(|| structured.meta(&["content-language", "og:locale", "language"]).map(str::to_owned));
    let stated_picture = structured
        .meta(&["og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src"])
        .or_else(|| articles.iter().find_map(|article| article.get("image").and_then(address)))
        .and_then(|picture| absolute(&base, picture));
    let (lead_image_alt, lead_image_credit) = match &stated_picture {
        Some(lead) => facts::picture_words(&document, &structured, &articles, lead),
        None => (None, None),
    };

    let mut clipping = Clipping {
        url: url(),
        headline: headline::headline(&document, &structured, &articles, &names),
        published: date::published(&document, &structured, &here),
        modified: date::modified(&structured, &here),
        site,
        canonical: canonical::canonical(&document, &structured, &here),
        lead_image: stated_picture,
        lead_image_alt,
        lead_image_credit,
        section: facts::section(&structured, &articles),
        licence: facts::licence(&document, &structured, &articles, &base),
        paywalled: facts::paywalled(&structured, &articles),
        noarchive: facts::noarchive(&structured),
        ..Clipping::default()
    };
    let agreement = match video::video(&document, &structured, !articles.is_empty()) {
        Some(film) => {
            clipping.film = video::film(&document, &structured, &base);
            show(&mut clipping, film, &base, label.as_deref())
        }
        None => {
            if clipping.published.is_none() {
                clipping.published = date::under_headline(&document, &clipping.headline);
            }
            let body = articles.iter().find_map(|article| article.get("articleBody").and_then(Value::as_str));
            clipping.byline = byline::byline(&document, &structured, &articles, &names);
            let stated = Stated {
                headline: &clipping.headline.clone(),
                titles: headline::titles(&document, &structured),
                descriptions: dek::described(&structured, &articles),
                body,
            };
            let extract = extract(document, html, &base, &stated);
            tell(&mut clipping, extract, stated, label.as_deref())
        }
    };
    let letters = clipping.text.chars().filter(|c| c.is_alphanumeric()).count();
    let empty = match clipping.kind {
        Kind::Article | Kind::Page => letters < FEWEST_LETTERS,
        Kind::Video => clipping.headline.is_empty() && letters == 0,
    };
    if empty {
        return Err(Unreadable::NothingToRead { url: url() });
    }
    if clipping.headline.is_empty() {
        warnings.push("no headline was found; write one".to_owned());
    }
    warnings.append(&mut clipping.warnings);
    clipping.warnings = warnings;
    clipping.links = facts::links(&clipping.html);
    clipping.quality = Some(Quality { agreement, completeness: quality::completeness(&clipping) });
    Ok(clipping)
}

/// Fills in what a page around a video says; how sure it is.
fn show(clipping: &mut Clipping, film: Video, base: &Url, label: Option<&str>) -> u8 {
    let reading = Reading::of(&paragraphs(&film.description), base).sanitized();
    clipping.kind = Kind::Video;
    if let Some(name) = film.headline.filter(|name| !name.is_empty()) {
        clipping.headline = name;
    }
    clipping.byline = film.channel;
    clipping.published = film.published.or(clipping.published);
    clipping.lead_image = clipping.lead_image.take().or_else(|| absolute(base, &film.thumbnail?));
    clipping.language = language::language(&format!("{} {}", clipping.headline, reading.text), label);
    clipping.text = reading.text;
    clipping.html = reading.html;
    // A description is stated, not extracted: there is nothing to disagree about.
    100
}

/// Fills in what was extracted from an article; how far its readings agree.
fn tell(clipping: &mut Clipping, extract: Extract, stated: Stated, label: Option<&str>) -> u8 {
    clipping.warnings.extend(extract.warnings);
    if clipping.lead_image.is_none() {
        clipping.lead_image = markup::images(&extract.reading.html).into_iter().next();
    }
    let shown = extract.standfirst.is_some();
    clipping.dek =
        dek::dek(extract.standfirst, stated.descriptions, &clipping.headline, &extract.reading.text);
    let known = Known {
        headline: &clipping.headline,
        titles: &stated.titles,
        host: &model::source::host_of(&clipping.url),
        dek: clipping.dek.as_deref(),
        byline: &clipping.byline,
        lead: clipping.lead_image.as_deref(),
    };
    let (reading, dated) = polish::polished(extract.reading, &known);
    clipping.published = clipping.published.or(dated.map(Dated::Day));
    clipping.language = language::language(&reading.text, label);
    // The text is all that the piece says; in the HTML the standfirst would stand twice.
    clipping.text = match clipping.dek.as_deref().filter(|_| shown) {
        Some(dek) => format!("{dek}\n\n{}", reading.text),
        None => reading.text,
    };
    clipping.html = reading.html;
    extract.agreement
}

fn absolute(base: &Url, address: &str) -> Option<String> {
    let url = base.join(address.trim()).ok()?;
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then(|| url.to_string())
}
