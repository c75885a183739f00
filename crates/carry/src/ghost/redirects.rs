//! `redirects.json` and `redirects.yaml`: addresses that led elsewhere, written as patterns.

use model::import::{Entry, Noun, OldRedirect};
use serde_json::Value;

use super::fields::text;
use super::routes::pairs;
use crate::html::unescaped;

/// Redirects of a file.
const MOST: usize = 200_000;

/// Reads a file; what is no simple address is kept and told.
pub(super) fn entries(content: &str) -> Vec<Entry> {
    if let Ok(Value::Array(rows)) = serde_json::from_str::<Value>(content) {
        let rows = rows.iter().take(MOST);
        return rows.map(|row| entry(row.to_string(), text(row, "from"), text(row, "to"))).collect();
    }
    let pairs = pairs(content).into_iter().take(MOST);
    pairs.map(|(code, from, to)| entry(format!("{code}:\n  {from}: {to}\n"), &from, &to)).collect()
}

fn entry(raw: String, from: &str, to: &str) -> Entry {
    let noun = match simple(from).filter(|_| !to.contains('$') && !to.is_empty()) {
        Some(from) => Noun::Redirect(OldRedirect { from, to: unescaped(to) }),
        None => Noun::Other {
            kind: "redirect".into(),
            key: from.chars().take(200).collect(),
            why: "its address is a pattern, which redirects here are not".into(),
            private: false,
        },
    };
    Entry { raw, line: 0, noun, unknown: Vec::new() }
}

/// The one path that a pattern stands for: `^\/old\/$` is `/old/`.
fn simple(pattern: &str) -> Option<String> {
    let inner = pattern.strip_prefix('^').unwrap_or(pattern);
    let inner = inner.strip_suffix('$').unwrap_or(inner);
    let mut out = String::new();
    let mut characters = inner.chars();
    while let Some(c) = characters.next() {
        match c {
            '\\' => out.push(characters.next().filter(|c| !c.is_alphanumeric())?),
            '(' | ')' | '[' | ']' | '*' | '+' | '{' | '}' | '|' | '^' | '$' => return None,
            // An optional slash at the end is the path with it.
            '?' if characters.as_str().is_empty() && out.ends_with('/') => {}
            c => out.push(c),
        }
    }
    out.starts_with('/').then(|| unescaped(&out))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn simple_patterns_are_one_path() {
        for (pattern, expected) in [
            ("/old/", Some("/old/")),
            ("^/old/$", Some("/old/")),
            (r"^\/old\/x\.html\/?$", Some("/old/x.html/")),
            ("/a?b=1", Some("/a?b=1")),
            ("/%CE%B1/", Some("/α/")),
            ("^/tag/(.*)$", None),
            (r"/\d+/", None),
            ("/x/i", Some("/x/i")),
            ("old", None),
        ] {
            assert_eq!(simple(pattern).as_deref(), expected, "{pattern}");
        }
        let yaml = "301:\n  /a/: /b/\n  '/c/': https://d.example/\n\n302:\n  ^/e/(.*)$: /f/$1\n";
        let nouns: Vec<Noun> = entries(yaml).into_iter().map(|entry| entry.noun).collect();
        let to = |from: &str, to: &str| Noun::Redirect(OldRedirect { from: from.into(), to: to.into() });
        assert_eq!(nouns[..2], [to("/a/", "/b/"), to("/c/", "https://d.example/")]);
        assert!(matches!(&nouns[2], Noun::Other { kind, .. } if kind == "redirect"));
    }
}
