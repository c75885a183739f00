//! People as feeds print them: elements in Atom, a name and a mail address in any order in RSS.

use model::FeedPerson;

use super::rich::looks_like_html;
use super::tree::{Element, Tree};
use super::vocabulary::Space;

/// Longest text that is taken apart as a name, in bytes.
const LIMIT: usize = 500;

/// The people an element names.
pub(super) fn people(tree: &Tree, element: &Element) -> Vec<FeedPerson> {
    if tree.children(element).next().is_none() {
        return written(&tree.text(element)).into_iter().collect();
    }
    let mut person = FeedPerson::default();
    for part in tree.children(element) {
        if matches!(part.space, Space::Other | Space::Media) {
            continue;
        }
        let text = tree.text(part);
        let text = text.trim();
        if text.is_empty() {
            continue;
        }
        match part.name.as_str() {
            "name" => person.name = Some(name_of(text)),
            "email" => person.email = Some(text.to_owned()),
            "uri" | "url" | "homepage" => {
                let joined = part.base.as_ref().and_then(|base| base.join(text).ok());
                person.address = Some(joined.map_or_else(|| text.to_owned(), String::from));
            }
            _ => {}
        }
    }
    if is_nobody(&person) { Vec::new() } else { vec![person] }
}

/// A person on one line: “Name (mail)”, “mail (Name)”, “Name <mail>”, “Name”, “mail”.
pub(super) fn written(text: &str) -> Option<FeedPerson> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return None;
    }
    if text.len() > LIMIT {
        return Some(FeedPerson { name: Some(text), ..FeedPerson::default() });
    }
    let mail = text
        .split(|c: char| {
            c.is_whitespace() || matches!(c, '(' | ')' | '<' | '>' | '[' | ']' | ',' | ';' | '"')
        })
        .map(|word| word.strip_prefix("mailto:").unwrap_or(word))
        .find(|word| is_mail(word));
    let Some(mail) = mail else {
        return Some(FeedPerson { name: Some(name_of(&text)), ..FeedPerson::default() });
    };
    let rest = text.replacen(mail, "", 1).replace("mailto:", "");
    let empty = ["()", "<>", "[]", "( )", "< >"];
    let rest = empty.iter().fold(rest, |rest, pair| rest.replace(pair, ""));
    let name = rest.trim().trim_matches(|c: char| matches!(c, ',' | ';' | ':' | '"')).trim();
    let name = name.strip_prefix('(').and_then(|name| name.strip_suffix(')')).unwrap_or(name).trim();
    Some(FeedPerson {
        name: (!name.is_empty()).then(|| name.to_owned()),
        email: Some(mail.to_owned()),
        address: None,
    })
}

/// A name, which may come as HTML like any text.
fn name_of(text: &str) -> String {
    let text = text.trim();
    if text.len() <= LIMIT && looks_like_html(text) { markup::plain_text(text) } else { text.to_owned() }
}

/// Whether a person has nothing to show.
pub(super) fn is_nobody(person: &FeedPerson) -> bool {
    person.name.is_none() && person.email.is_none() && person.address.is_none()
}

fn is_mail(word: &str) -> bool {
    match word.split_once('@') {
        Some((local, host)) => {
            !local.is_empty()
                && local.chars().all(|c| c.is_alphanumeric() || "!#$%&'*+/=?^_`{|}~.-".contains(c))
                && host.contains('.')
                && host
                    .split('.')
                    .all(|part| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '-'))
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_and_a_mail_address_in_any_order() {
        let read = |text: &str| {
            let person = written(text).unwrap_or_default();
            (person.name.unwrap_or_default(), person.email.unwrap_or_default())
        };
        let both = ("Ann Example".to_owned(), "ann+x@news.example".to_owned());
        assert_eq!(read("Ann Example (ann+x@news.example)"), both);
        assert_eq!(read("ann+x@news.example (Ann Example)"), both);
        assert_eq!(read("Ann Example <ann+x@news.example>"), both);
        assert_eq!(read("\"Ann Example\" <mailto:ann+x@news.example>"), both);
        assert_eq!(read("  Άννα   Δημητρίου "), ("Άννα Δημητρίου".to_owned(), String::new()));
        assert_eq!(read("ann@news.example"), (String::new(), "ann@news.example".to_owned()));
        assert_eq!(read("Ann @ the desk"), ("Ann @ the desk".to_owned(), String::new()));
        assert_eq!(written("  "), None);
    }
}
