//! Albums of a Takeout: pictures, and for each a little JSON that knows its address.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;

use model::import::{Entry, Noun, OldMedium};
use serde_json::Value;

use super::{Visit, original_size};
use crate::Package;

/// Bytes of a JSON that are read.
const JSON: u64 = 1 << 20;
/// How deep addresses in it are looked for.
const DEEPEST: usize = 8;
/// Most addresses of one picture.
const ADDRESSES: usize = 20;

/// Hands over every picture of every album, and the albums. What was handed over is taken.
pub(super) fn each<'p>(package: &'p Package, taken: &mut HashSet<&'p str>, visit: Visit) -> ControlFlow<()> {
    let album = |name: &&str| place(name).is_some();
    let names: Vec<&str> = package.files().iter().map(|(name, _)| name.as_str()).filter(album).collect();
    taken.extend(&names);
    let pictures = pictures(&names);
    let mut known: HashSet<&str> = HashSet::new();
    for name in names.iter().filter(|name| is_json(name)) {
        let raw = match package.whole(name, JSON) {
            Ok(raw) => raw,
            Err(broken) => {
                visit(Err(broken), 0)?;
                continue;
            }
        };
        let json: Value = serde_json::from_str(&raw).unwrap_or_default();
        let picture = pictures.get(&name[..name.len() - 5]).copied();
        let noun = if picture.is_none() && addresses(&json).is_empty() {
            Noun::Other {
                kind: "album".to_owned(),
                key: place(name).unwrap_or(name).to_owned(),
                why: "pictures stand with their posts here, not in albums".to_owned(),
                private: false,
            }
        } else {
            known.extend(picture);
            Noun::Medium(medium(name, picture, &json))
        };
        visit(Ok(Entry { raw, line: 0, noun, unknown: Vec::new() }), 0)?;
    }
    for name in names.iter().filter(|name| !is_json(name) && !known.contains(**name)) {
        let noun = Noun::Medium(medium(name, Some(name), &Value::Null));
        visit(Ok(Entry { raw: (*name).to_owned(), line: 0, noun, unknown: Vec::new() }), 0)?;
    }
    ControlFlow::Continue(())
}

/// What stands behind `Albums/` in a name.
fn place(name: &str) -> Option<&str> {
    let mut begin = 0;
    for part in name.split('/') {
        begin += part.len() + 1;
        if part.eq_ignore_ascii_case("albums") {
            return name.get(begin..).filter(|rest| !rest.is_empty());
        }
    }
    None
}

fn is_json(name: &str) -> bool {
    name.get(name.len().saturating_sub(5)..).is_some_and(|end| end.eq_ignore_ascii_case(".json"))
}

/// Pictures by their names, and by their names without the end: a JSON is called `a.jpg.json`, or `a.json`.
fn pictures<'p>(names: &[&'p str]) -> HashMap<&'p str, &'p str> {
    let mut pictures = HashMap::new();
    for name in names.iter().filter(|name| !is_json(name)) {
        if let Some((stem, _)) = name.rsplit_once('.') {
            pictures.entry(stem).or_insert(*name);
        }
    }
    pictures.extend(names.iter().filter(|name| !is_json(name)).map(|name| (*name, *name)));
    pictures
}

fn medium(name: &str, file: Option<&str>, json: &Value) -> OldMedium {
    let mut known: Vec<String> = Vec::new();
    for address in addresses(json) {
        for candidate in original_size(&address) {
            if !known.contains(&candidate) && known.len() < ADDRESSES {
                known.push(candidate);
            }
        }
    }
    let word = |name: &str| json.get(name).and_then(Value::as_str).unwrap_or_default().trim().to_owned();
    let caption = [word("description"), word("caption")].into_iter().find(|word| !word.is_empty());
    OldMedium {
        key: format!("album:{}", place(file.unwrap_or(name)).unwrap_or(name)),
        addresses: known,
        file: file.map(str::to_owned),
        alt: word("altText"),
        caption: caption.unwrap_or_default(),
        post: None,
        paths: Vec::new(),
    }
}

/// Addresses in a JSON, in order, wherever they stand.
fn addresses(json: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![(json, 0)];
    while let Some((value, depth)) = open.pop() {
        match value {
            Value::String(text) if text.starts_with("https://") || text.starts_with("http://") => {
                found.push(text.clone());
            }
            Value::Array(values) if depth < DEEPEST => {
                open.extend(values.iter().rev().map(|value| (value, depth + 1)))
            }
            Value::Object(fields) if depth < DEEPEST => {
                open.extend(fields.values().rev().map(|value| (value, depth + 1)));
            }
            _ => {}
        }
        if found.len() == ADDRESSES {
            break;
        }
    }
    found
}
