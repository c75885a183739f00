//! HTML that Ghost made: its cards are boxes with classes, which become plain elements.

use super::Notes;
use crate::html::{self, Tag, Token, Tokens, escape, link, plain, within, without};

/// Cards within cards that are looked into.
const DEPTH: usize = 8;

/// Ghost's HTML without its boxes, marks and forms.
pub(in crate::ghost) fn cleaned(made: &str, notes: &mut Notes) -> String {
    piece(made, 0, notes).trim().to_owned()
}

fn piece(made: &str, depth: usize, notes: &mut Notes) -> String {
    let mut out = String::with_capacity(made.len());
    let mut tokens = Tokens::new(made);
    while let Some(token) = tokens.next() {
        match token {
            Token::Comment(comment) => mark(comment, notes),
            Token::Tag(tag) if !tag.closing && tag.is(&["figure", "div", "blockquote"]) && depth < DEPTH => {
                let class = tag.attribute("class").unwrap_or_default();
                let name = class
                    .split_ascii_whitespace()
                    .find_map(|class| class.strip_prefix("kg-")?.strip_suffix("-card"));
                match name {
                    None => out.push_str(tag.raw),
                    Some(name) => {
                        let start = tokens.at();
                        let (inner, end) = element(made, start, tag.name);
                        tokens.go_to(end);
                        out.push_str(&card(name, &tag, inner, depth, notes));
                    }
                }
            }
            token => out.push_str(token.raw()),
        }
    }
    out
}

fn mark(comment: &str, notes: &mut Notes) {
    if comment.contains("members-only") {
        notes.tell("the mark behind which members read on was taken out");
    }
}

/// What stands in an element from behind its tag, and where it ends.
fn element<'m>(made: &'m str, start: usize, name: &str) -> (&'m str, usize) {
    let mut tokens = Tokens::new(made);
    tokens.go_to(start);
    let mut open = 1_u32;
    loop {
        let before = tokens.at();
        let Some(token) = tokens.next() else { return (&made[start..], made.len()) };
        let Token::Tag(tag) = token else { continue };
        if tag.name.eq_ignore_ascii_case(name) {
            if tag.closing {
                open -= 1;
            } else if !tag.raw.ends_with("/>") {
                open += 1;
            }
            if open == 0 {
                return (&made[start..before], tokens.at());
            }
        }
    }
}

/// What stands in the first element that has a class.
fn classed<'m>(made: &'m str, class: &str) -> Option<&'m str> {
    let mut tokens = Tokens::new(made);
    while let Some(token) = tokens.next() {
        if let Token::Tag(tag) = token
            && !tag.closing
            && has(&tag, class)
        {
            return Some(element(made, tokens.at(), tag.name).0);
        }
    }
    None
}

fn has(tag: &Tag, class: &str) -> bool {
    tag.attribute("class").is_some_and(|all| all.split_ascii_whitespace().any(|one| one == class))
}

fn card(name: &str, tag: &Tag, inner: &str, depth: usize, notes: &mut Notes) -> String {
    let caption = within(inner, "figcaption").map(str::trim).filter(|caption| !caption.is_empty());
    let below = |shown: String| match caption {
        Some(caption) => format!("{shown}<p>{caption}</p>\n"),
        None => shown,
    };
    let words = |class: &str| classed(inner, class).map(plain).filter(|words| !words.is_empty());
    match name {
        "image" => match caption {
            None => format!("<figure>{inner}</figure>\n"),
            Some(_) => format!("<figure>{}</figure>\n", without(inner, &["div"])),
        },
        "gallery" => {
            let pictures = Tokens::new(inner).filter_map(|token| match token {
                Token::Tag(tag) if tag.is(&["img"]) => Some(format!("<figure>{}</figure>\n", tag.raw)),
                _ => None,
            });
            below(pictures.collect())
        }
        "bookmark" => match html::attribute(inner, &["a"], "href") {
            Some(url) => {
                let mut out = link(&url, &words("kg-bookmark-title").unwrap_or_default());
                if let Some(said) = words("kg-bookmark-description") {
                    out.push_str(&format!("<blockquote><p>{}</p></blockquote>\n", escape(&said)));
                }
                below(out)
            }
            None => below(without(inner, &["div", "figcaption"])),
        },
        "embed" => {
            let end = inner.find("<figcaption").unwrap_or(inner.len());
            below(format!("{}\n", &inner[..end]))
        }
        "video" | "audio" => match html::attribute(inner, &["video", "audio", "source"], "src") {
            Some(src) => {
                let title = words("kg-audio-title").unwrap_or_else(|| html::file_name(&src));
                below(link(&src, &title))
            }
            None => String::new(),
        },
        "file" => match html::attribute(inner, &["a"], "href") {
            Some(url) => {
                let title = words("kg-file-card-title").or_else(|| words("kg-file-card-filename"));
                let mut out = link(&url, &title.unwrap_or_else(|| html::file_name(&url)));
                if let Some(said) = words("kg-file-card-caption") {
                    out.push_str(&format!("<p>{}</p>\n", escape(&said)));
                }
                out
            }
            None => String::new(),
        },
        "toggle" => {
            let content = classed(inner, "kg-toggle-content").unwrap_or_default();
            let heading = words("kg-toggle-heading-text").unwrap_or_default();
            let content = piece(content, depth + 1, notes);
            format!("<details><summary>{}</summary>\n{content}\n</details>\n", escape(&heading))
        }
        "callout" => {
            let said = classed(inner, "kg-callout-text").unwrap_or(inner).trim();
            match words("kg-callout-emoji") {
                Some(emoji) => format!("<p>{} {said}</p>\n", escape(&emoji)),
                None => format!("<p>{said}</p>\n"),
            }
        }
        "button" => match html::attribute(inner, &["a"], "href") {
            Some(url) => link(&url, &plain(inner)),
            None => String::new(),
        },
        "signup" => {
            notes.tell("a form to subscribe is left out");
            String::new()
        }
        "email" | "email-cta" => {
            notes.tell("a part that only stood in letters is left out");
            String::new()
        }
        "header" | "product" | "cta" | "collection" => boxed(tag, inner),
        "code" | "width" | "blockquote" => format!("{}{inner}</{}>\n", tag.raw, tag.name),
        _ => {
            notes.tell(format!("the card {name:.60} is kept as the HTML in it"));
            boxed(tag, inner)
        }
    }
}

/// A card as what is in it: boxes and drawings go, a button is a link in a paragraph of its own.
fn boxed(tag: &Tag, inner: &str) -> String {
    let mut out = String::new();
    if let Some(address) = tag.attribute("data-kg-background-image").or_else(|| behind(tag)) {
        out.push_str(&html::figure(&address, "", ""));
    }
    let mut tokens = Tokens::new(inner);
    while let Some(token) = tokens.next() {
        match token {
            Token::Tag(tag) if tag.is(&["div", "span", "section"]) => {}
            Token::Tag(tag) if tag.is(&["svg", "button", "form"]) && !tag.closing => {
                tokens.raw_until(tag.name);
            }
            Token::Tag(tag) if tag.is(&["img"]) => out.push_str(&format!("<figure>{}</figure>\n", tag.raw)),
            Token::Tag(tag)
                if tag.is(&["a"]) && tag.attribute("class").is_some_and(|c| c.contains("button")) =>
            {
                if let Some(url) = tag.attribute("href") {
                    let words = tokens.raw_until("a");
                    out.push_str(&link(&url, &plain(words)));
                }
            }
            token => out.push_str(token.raw()),
        }
    }
    out.push('\n');
    out
}

/// The picture in a box's style.
fn behind(tag: &Tag) -> Option<String> {
    let style = tag.attribute("style")?;
    let address = style.split_once("url(")?.1.split(')').next()?.trim().trim_matches(['"', '\'']);
    (!address.is_empty()).then(|| address.to_owned())
}
