//! When a page was published. The outlet's own statement first, what it shows next, its address last; the
//! date of a change never; none rather than a guess.

use dom_query::{Document, NodeRef};
use jiff::civil::Date;
use jiff::fmt::rfc2822;
use model::{Dated, Moment};
use serde_json::{Map, Value};
use url::Url;

use crate::measure::{short_text, weight};
use crate::month::month;
use crate::names::folded;
use crate::structured::{Structured, text};

const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "published_time",
    "article:published",
    "rnews:datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "article_date_original",
    "publication_date",
    "publish-date",
    "publish_date",
    "publishdate",
    "pubdate",
    "publicationdate",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dc.date",
    "dcterms.date",
    "date.created",
    "displaydate",
    "date",
    "originalpublicationdate",
    "release_date",
    "datecreated",
    "citation_publication_date",
];
const MODIFIED: &[&str] = &[
    "article:modified_time",
    "og:updated_time",
    "article:updated_time",
    "datemodified",
    "dateupdated",
    "last-modified",
    "dcterms.modified",
    "dc.date.modified",
    "lastmod",
];

/// The page's date of publication.
pub(crate) fn published(document: &Document, structured: &Structured, page: &Url) -> Option<Dated> {
    let articles = structured.articles(page.as_str());
    let stated = |key: &str| articles.iter().find_map(|article| parse_in(article, key));
    stated("datePublished")
        .or_else(|| PUBLISHED.iter().take(10).find_map(|name| structured.metas(name).find_map(parse)))
        .or_else(|| shown(document, "[itemprop~=datePublished], time[pubdate]"))
        .or_else(|| PUBLISHED.iter().find_map(|name| structured.metas(name).find_map(parse)))
        .or_else(|| of_page(structured))
        .or_else(|| stated("dateCreated"))
        .or_else(|| stated("uploadDate"))
        .or_else(|| shown(document, "article time[datetime], main time[datetime], header time[datetime]"))
        .or_else(|| shown(document, "time"))
        .or_else(|| of_address(page))
        .or_else(|| worded(document))
}

/// The page's date of last change.
pub(crate) fn modified(structured: &Structured, page: &Url) -> Option<Dated> {
    let articles = structured.articles(page.as_str());
    articles
        .iter()
        .find_map(|article| parse_in(article, "dateModified"))
        .or_else(|| MODIFIED.iter().find_map(|name| structured.metas(name).find_map(parse)))
}

/// A JSON-LD date property.
pub(crate) fn parse_in(object: &Map<String, Value>, key: &str) -> Option<Dated> {
    parse(&text(object, key)?)
}

fn of_page(structured: &Structured) -> Option<Dated> {
    structured.of_type(&["WebPage", "ItemPage"]).iter().find_map(|page| parse_in(page, "datePublished"))
}

fn shown(document: &Document, selector: &str) -> Option<Dated> {
    document.select(selector).iter().filter_map(|found| found.nodes().first().copied()).find_map(|node| {
        if is_elsewhere(&node) || says_modified(&node) {
            return None;
        }
        ["datetime", "content", "title"]
            .iter()
            .find_map(|name| parse(&node.attr(name)?))
            .or_else(|| parse(&short_text(&node, 200)?))
    })
}

/// Whether a node belongs to something else than the piece: comments, other pieces, the page's frame.
fn is_elsewhere(node: &NodeRef) -> bool {
    node.ancestors_it(None).any(|above| {
        let name = above.node_name().unwrap_or_default();
        if matches!(&*name, "nav" | "aside" | "footer") {
            return true;
        }
        if matches!(&*name, "body" | "html" | "article" | "main") {
            return false;
        }
        let marks = format!("{} {}", above.class().unwrap_or_default(), above.id_attr().unwrap_or_default());
        let marks = marks.to_ascii_lowercase();
        ["comment", "related", "sidebar", "recommend", "teaser", "most-read", "footer", "popular", "latest"]
            .iter()
            .any(|word| marks.contains(word))
    })
}

fn says_modified(node: &NodeRef) -> bool {
    let mut marks = format!(
        "{} {} {}",
        node.class().unwrap_or_default(),
        node.attr("itemprop").unwrap_or_default(),
        short_text(node, 400).unwrap_or_default()
    );
    // A line around it may say so: "Updated: <time>…</time>". A whole article around it says nothing.
    if let Some(above) = node.parent()
        && let Some(line) = short_text(&above, 120)
    {
        marks.push_str(&above.class().unwrap_or_default());
        marks.push_str(&line);
    }
    let marks = marks.to_lowercase();
    let words = [
        "modified",
        "updated",
        "update:",
        "aktualisiert",
        "mis a jour",
        "mis à jour",
        "actualizado",
        "aggiornat",
        "обновлен",
        "ενημερώθηκε",
        "更新",
    ];
    let first = [
        "published",
        "veröffentlicht",
        "publié",
        "publicado",
        "pubblicat",
        "опубликован",
        "δημοσιεύ",
        "发布",
    ];
    words.iter().any(|w| marks.contains(w)) && !first.iter().any(|w| marks.contains(w))
}

/// `/2019/11/19/` or `/2019-11-19-` in the address.
fn of_address(page: &Url) -> Option<Dated> {
    let path = page.path();
    let bytes = path.as_bytes();
    for at in 1..path.len() {
        let (Some(rest), true) =
            (path.get(at..), bytes[at].is_ascii_digit() && !bytes[at - 1].is_ascii_digit())
        else {
            continue;
        };
        let digits =
            |from: usize, to: usize| rest.get(from..to).filter(|d| d.bytes().all(|b| b.is_ascii_digit()));
        let numbers = match rest.get(4..5) {
            Some("/" | "-" | "_") => (digits(0, 4), digits(5, 7), digits(8, 10)),
            _ => (digits(0, 4), digits(4, 6), digits(6, 8)),
        };
        let (Some(year), Some(month), Some(day)) = numbers else { continue };
        if let Some(date) = day_of(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?) {
            return Some(Dated::Day(date));
        }
    }
    None
}

/// A date in words where pages put one: in an element whose class says so.
fn worded(document: &Document) -> Option<Dated> {
    for found in document
        .select("[class*=date], [class*=Date], [class*=publish], [class*=byline], [class*=time], [id*=date]")
        .iter()
    {
        let Some(node) = found.nodes().first() else { continue };
        let Some(line) = short_text(node, 200) else { continue };
        if is_elsewhere(node) || says_modified(node) {
            continue;
        }
        if let Some(date) = in_words(&line) {
            return Some(Dated::Day(date));
        }
    }
    None
}

/// A day on a line of its own between the headline and the text, on pages that name nothing.
pub(crate) fn under_headline(document: &Document, headline: &str) -> Option<Dated> {
    let title = folded(headline);
    let body = document.body().filter(|_| !title.is_empty())?;
    let mut after = None;
    for node in body.descendants_it().filter(NodeRef::is_text) {
        let own = weight(&node.text());
        if own == 0 {
            continue;
        }
        match &mut after {
            None => {
                let is_title = own < 400 && folded(&node.text()) == title;
                let in_link = node.ancestors_it(Some(4)).any(|above| above.has_name("a"));
                if is_title && !in_link {
                    after = Some(0);
                }
            }
            Some(lines) => {
                *lines += 1;
                if own >= 120 || *lines > 12 {
                    return None;
                }
                if own <= 60
                    && let Some(day) = in_words(&node.text())
                {
                    return Some(Dated::Day(day));
                }
            }
        }
    }
    None
}

/// Reads a date as pages write them.
pub(crate) fn parse(text: &str) -> Option<Dated> {
    let text = western_digits(text.trim());
    let text = text.as_str();
    if text.len() < 6 || text.len() > 120 {
        return None;
    }
    if text.bytes().all(|b| b.is_ascii_digit()) {
        let number: i64 = text.parse().ok()?;
        let moment = match text.len() {
            8 => {
                return day_of((number / 10_000) as i16, (number / 100 % 100) as i8, (number % 100) as i8)
                    .map(Dated::Day);
            }
            10 => Moment::from_micros(number.checked_mul(1_000_000)?),
            13 => Moment::from_micros(number.checked_mul(1_000)?),
            14 => {
                let day = number / 1_000_000;
                return day_of((day / 10_000) as i16, (day / 100 % 100) as i8, (day % 100) as i8)
                    .map(Dated::Day);
            }
            _ => return None,
        };
        return credible(Dated::At(moment));
    }
    if let Some(date) = iso(text) {
        return credible(date);
    }
    if let Ok(zoned) = rfc2822::DateTimeParser::new().parse_timestamp(text) {
        return credible(Dated::At(Moment::from_micros(zoned.as_microsecond())));
    }
    in_words(text).map(Dated::Day)
}

/// ISO 8601 and what is taken for it: a space for the T, an offset without colon or after a space.
fn iso(text: &str) -> Option<Dated> {
    let head = text.get(..10)?;
    let bytes = head.as_bytes();
    let dashed =
        bytes[..4].iter().all(u8::is_ascii_digit) && matches!(bytes[4], b'-' | b'/') && bytes[4] == bytes[7];
    if !dashed {
        return None;
    }
    let day = day_of(head[..4].parse().ok()?, head[5..7].parse().ok()?, head[8..].parse().ok()?)?;
    let time: String =
        text[10..].trim_start_matches(['T', 't', ' ', ',']).chars().filter(|c| !c.is_whitespace()).collect();
    let time = time.replace("UTC", "Z").replace("GMT", "Z").replace("ZZ", "Z");
    let candidate = format!("{}T{time}", day);
    match candidate.parse::<jiff::Timestamp>() {
        Ok(moment) => Some(Dated::At(Moment::from_micros(moment.as_microsecond()))),
        Err(_) => Some(Dated::Day(day)),
    }
}

fn credible(date: Dated) -> Option<Dated> {
    let year = date.date_in(&jiff::tz::TimeZone::UTC).year();
    (1990..=2100).contains(&year).then_some(date)
}

fn day_of(year: i16, month: i8, day: i8) -> Option<Date> {
    if !(1990..=2100).contains(&year) {
        return None;
    }
    Date::new(year, month, day).ok()
}

/// `19 November 2019`, `Nov. 19, 2019`, `19.11.2019`, `2019年11月19日`: numbers beside a month's name or
/// each other, in a line that may say more.
pub(crate) fn in_words(line: &str) -> Option<Date> {
    let line = western_digits(line);
    let mut parts: Vec<&str> = Vec::new();
    for word in line.split(|c: char| {
        c.is_whitespace() || matches!(c, ',' | '|' | '(' | ')' | '•' | '·' | '،' | '«' | '»')
    }) {
        if word.contains(':') {
            continue; // A time of day.
        }
        parts.extend(
            word.split(['.', '/', '-', '年', '月', '日', '년', '월', '일'])
                .map(str::trim)
                .filter(|p| !p.is_empty()),
        );
    }
    let number = |at: usize| parts.get(at).and_then(|p| leading_number(p));
    for (at, part) in parts.iter().enumerate() {
        if let Some(month) = month(part).filter(|_| !part.starts_with(|c: char| c.is_ascii_digit())) {
            // A preposition may stand between: "19 de noviembre de 2019".
            let before = (1..=2).filter_map(|back| number(at.checked_sub(back)?)).find(|n| *n <= 31);
            let after = number(at + 1).filter(|n| *n <= 31);
            let year = (1..=5).filter_map(|on| number(at + on)).find(|n| *n >= 1990);
            let year = year.or_else(|| number(at.checked_sub(2)?).filter(|n| *n >= 1990));
            let day = if after.is_some() && before.is_none() { after } else { before.or(after) };
            if let (Some(day), Some(year)) = (day, year)
                && let Some(date) = day_of(year as i16, month, day as i8)
            {
                return Some(date);
            }
        }
        if let (Some(a), Some(b), Some(c)) = (number(at), number(at + 1), number(at + 2)) {
            let date = if a >= 1990 {
                day_of(a as i16, b.min(99) as i8, c.min(99) as i8)
            } else if c >= 1990 {
                let day_first = day_of(c as i16, b.min(99) as i8, a.min(99) as i8);
                day_first.or_else(|| day_of(c as i16, a.min(99) as i8, b.min(99) as i8))
            } else {
                None
            };
            if date.is_some() {
                return date;
            }
        }
    }
    None
}

fn leading_number(text: &str) -> Option<u32> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let rest = &text[end..];
    // "19th", "1er", "2ª" are days; "5pm" and "3D" are not.
    let fits = rest.is_empty() || matches!(rest, "st" | "nd" | "rd" | "th" | "er" | "η" | "ª" | "º" | "г");
    if end == 0 || end > 4 || !fits {
        return None;
    }
    text[..end].parse().ok().filter(|n| *n <= 2100)
}

fn western_digits(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '٠'..='٩' => char::from(b'0' + (u32::from(c) - 0x660) as u8),
            '۰'..='۹' => char::from(b'0' + (u32::from(c) - 0x6f0) as u8),
            '०'..='९' => char::from(b'0' + (u32::from(c) - 0x966) as u8),
            '０'..='９' => char::from(b'0' + (u32::from(c) - 0xff10) as u8),
            c => c,
        })
        .collect()
}
