//! Mobiledoc 0.3: sections of marked text, cards and atoms in tables of their own; the source of posts of versions 1
//! to 4.

use serde_json::Value;

use super::{Notes, cards};
use crate::html::{decode, escape, figure};

/// Bytes of HTML after which a document is cut: sections name cards, and may name a large one as often as they like.
const LARGEST: usize = 64 << 20;

/// HTML of a document; nothing when it is none.
pub(super) fn html(document: &Value, notes: &mut Notes) -> Option<String> {
    let sections = document.get("sections")?.as_array()?;
    let work = Work { markups: table(document, "markups"), atoms: table(document, "atoms") };
    let held = table(document, "cards");
    let mut out = String::new();
    for section in sections {
        if out.len() > LARGEST {
            notes.tell("it says the same again and again, and was cut");
            break;
        }
        let at = |place: usize| section.get(place);
        match at(0).and_then(Value::as_u64) {
            Some(1) => {
                let tag = named(
                    at(1),
                    &["p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "aside", "pull-quote"],
                );
                let words = work.markers(at(2), notes);
                match tag {
                    _ if words.trim().is_empty() => {}
                    Some("blockquote" | "aside" | "pull-quote") => {
                        out.push_str(&format!("<blockquote><p>{words}</p></blockquote>\n"));
                    }
                    tag => {
                        let tag = tag.unwrap_or("p");
                        out.push_str(&format!("<{tag}>{words}</{tag}>\n"));
                    }
                }
            }
            Some(2) => out.push_str(&figure(at(1).and_then(Value::as_str).unwrap_or_default(), "", "")),
            Some(3) => {
                let tag = named(at(1), &["ul", "ol"]).unwrap_or("ul");
                out.push_str(&format!("<{tag}>"));
                for item in at(2).and_then(Value::as_array).into_iter().flatten() {
                    out.push_str(&format!("<li>{}</li>", work.markers(Some(item), notes)));
                }
                out.push_str(&format!("</{tag}>\n"));
            }
            Some(10) => {
                let card =
                    at(1).and_then(Value::as_u64).and_then(|place| held.get(usize::try_from(place).ok()?));
                let name = card.and_then(|card| card.get(0)).and_then(Value::as_str);
                if let (Some(name), Some(card)) = (name, card) {
                    out.push_str(&cards::card(name, card.get(1).unwrap_or(&Value::Null), notes));
                }
            }
            _ => notes.tell("a section of an unknown kind is left out"),
        }
    }
    Some(out.trim().to_owned())
}

fn table<'d>(document: &'d Value, name: &str) -> &'d [Value] {
    document.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn named(value: Option<&Value>, known: &[&'static str]) -> Option<&'static str> {
    let name = value?.as_str()?;
    known.iter().find(|known| known.eq_ignore_ascii_case(name)).copied()
}

struct Work<'d> {
    markups: &'d [Value],
    atoms: &'d [Value],
}

impl Work<'_> {
    /// A run of marked text: each marker opens some markups, says something, and closes some.
    fn markers(&self, markers: Option<&Value>, notes: &mut Notes) -> String {
        let mut out = String::new();
        let mut open: Vec<&'static str> = Vec::new();
        for marker in markers.and_then(Value::as_array).into_iter().flatten() {
            if out.len() > LARGEST {
                break;
            }
            for place in marker.get(1).and_then(Value::as_array).into_iter().flatten() {
                let markup = place.as_u64().and_then(|place| self.markups.get(usize::try_from(place).ok()?));
                open.push(self.begin(markup, &mut out));
            }
            if marker.get(0).and_then(Value::as_u64) == Some(1) {
                let place =
                    marker.get(3).and_then(Value::as_u64).and_then(|place| usize::try_from(place).ok());
                self.atom(place, &mut out, notes);
            } else if let Some(said) = marker.get(3).and_then(Value::as_str) {
                out.push_str(&escape(said));
            }
            for _ in 0..marker.get(2).and_then(Value::as_u64).unwrap_or(0).min(open.len() as u64) {
                end(open.pop(), &mut out);
            }
        }
        while !open.is_empty() {
            end(open.pop(), &mut out);
        }
        out
    }

    /// Begins a markup and says by which tag it ends; an unknown one has none.
    fn begin(&self, markup: Option<&Value>, out: &mut String) -> &'static str {
        const KNOWN: [&str; 13] =
            ["a", "strong", "b", "em", "i", "code", "s", "strike", "u", "sub", "sup", "mark", "del"];
        let Some(tag) = markup.and_then(|markup| named(markup.get(0), &KNOWN)) else { return "" };
        let tag = if tag == "strike" { "s" } else { tag };
        out.push_str(&format!("<{tag}"));
        let attributes = markup.and_then(|markup| markup.get(1)).and_then(Value::as_array);
        for pair in attributes.map_or(&[][..], Vec::as_slice).chunks(2) {
            if let [name, value] = pair
                && let (Some(name @ ("href" | "title")), Some(value)) = (name.as_str(), value.as_str())
            {
                out.push_str(&format!(" {name}=\"{}\"", escape(value)));
            }
        }
        out.push('>');
        tag
    }

    fn atom(&self, place: Option<usize>, out: &mut String, notes: &mut Notes) {
        let Some(atom) = place.and_then(|place| self.atoms.get(place)) else { return };
        match atom.get(0).and_then(Value::as_str) {
            Some("soft-return") => out.push_str("<br>"),
            _ => {
                notes.tell("an inline part of an unknown kind is kept as its words");
                out.push_str(&escape(&decode(atom.get(1).and_then(Value::as_str).unwrap_or_default())));
            }
        }
    }
}

fn end(tag: Option<&'static str>, out: &mut String) {
    if let Some(tag) = tag.filter(|tag| !tag.is_empty()) {
        out.push_str(&format!("</{tag}>"));
    }
}
