//! Who wrote it: names as the page credits them, and nobody when it credits nobody.

use dom_query::Document;
use serde_json::{Map, Value};

use crate::names::{folded, squeezed};
use crate::outlet::is_outlet;
use crate::structured::{Structured, fold, plain, text};

/// Words before a name, in the languages we meet; matched in lower case at the start.
const OPENERS: &[&str] = &[
    "by ",
    "written by ",
    "story by ",
    "words by ",
    "text by ",
    "von ",
    "text von ",
    "par ",
    "por ",
    "di ",
    "de ",
    "door ",
    "av ",
    "af ",
    "του ",
    "της ",
    "των ",
    "από ",
    "γράφει ο ",
    "γράφει η ",
    "автор: ",
    "автор ",
    "текст: ",
    "autor: ",
    "autor ",
    "autore: ",
    "author: ",
    "بقلم ",
    "بقلم: ",
    "كتب ",
    "كتبت ",
    "تأليف ",
    "作者：",
    "作者:",
    "作者 ",
    "文：",
    "文/",
    "文 / ",
    "文｜",
    "记者 ",
    "記者 ",
    "撰文：",
    "yazan: ",
    "przez ",
    "szöveg: ",
    "skrevet av ",
    "tekst: ",
    "text: ",
    "foto: ",
    "reported by ",
    "posted by ",
    "contributed by ",
];
/// Words that join two names.
const JOINERS: &[&str] = &[
    " and ", " & ", " und ", " et ", " y ", " e ", " en ", " og ", " och ", " ja ", " και ", " и ", " і ",
    " و", " i ", " ve ", " with ", " mit ",
];
/// A part that holds one of these is what a person is, not who.
const ROLES: &[&str] = &[
    "editor",
    "reporter",
    "correspondent",
    "staff",
    "writer",
    "contributor",
    "columnist",
    "redaktion",
    "redakteur",
    "redacción",
    "rédaction",
    "journalist",
    "journaliste",
    "newsroom",
    "desk",
    "producer",
    "photographer",
    "bureau chief",
    "director",
    "professor",
    "συντάκτης",
    "редактор",
    "корреспондент",
    "redazione",
    "redactie",
    "updated",
    "published",
    "read more",
    "follow",
    "share",
];

/// Letters behind a name, folded.
const DEGREES: &[&str] = &[
    "md", "phd", "ph d", "dphil", "ma", "msc", "ms", "ba", "bsc", "mba", "mph", "mfa", "jd", "llm", "rn",
    "rd", "rdn", "ldn", "lcsw", "psyd", "edd", "dds", "dvm", "pharmd", "cpa", "cfa", "cfp", "esq", "jr",
    "sr", "faan", "facp", "frcp",
];

/// The credited names in order, without doubles.
pub(crate) fn byline(
    document: &Document,
    structured: &Structured,
    articles: &[&Map<String, Value>],
    outlet: &[String],
) -> Vec<String> {
    // Outlets name themselves, or the section, where their system has a field for a person.
    let sections = sections(document, structured, articles);
    let is_nobody = |name: &String| {
        is_outlet(name, outlet) || is_outlet_with_more(name, outlet) || sections.contains(&folded(name))
    };
    let mut house = Vec::new();
    for article in articles {
        for key in ["author", "creator"] {
            let mut names = article.get(key).map(|value| stated(value, structured)).unwrap_or_default();
            names.retain(|name| !sections.contains(&folded(name)));
            if names.iter().any(|name| !is_nobody(name)) {
                names.retain(|name| !is_nobody(name));
                return names;
            }
            // The outlet by the name it shows is better than nobody; a variant of it is nobody.
            names.retain(|name| is_outlet(name, outlet.get(..1).unwrap_or_default()));
            if house.is_empty() {
                house = names;
            }
        }
    }
    let metas = [
        "article:author",
        "author",
        "parsely-author",
        "sailthru.author",
        "dc.creator",
        "dcterms.creator",
        "byl",
        "dc.author",
        "authors",
        "cxenseparse:author",
    ];
    for name in metas {
        let names = distinct(
            structured.metas(name).flat_map(split).filter(|n| is_person(n, outlet) && !is_nobody(n)),
        );
        if !names.is_empty() {
            return names;
        }
    }
    for selector in [
        "[rel~=author]",
        "[itemprop~=author] [itemprop~=name]",
        // Where the link leads says what its text is.
        "a[href*='/author/'], a[href*='/authors/'], a[href*='/autor/'], a[href*='/autoren/'], a[href*='/auteur/'], a[href*='/autores/'], \
         a[href*='/autore/'], a[href*='/journalist'], a[href*='/contributor'], a[href*='/columnist'], a[href*='/staff/'], a[href*='/reporter']",
        "[itemprop~=author]",
        "[class*=author-name], [class*=author_name], [class*=authorName], [class*=AuthorName], [class*=byline-name], [class*=byline__name]",
        "[class*=byline] a, [class*=Byline] a",
        "[class*=byline], [class*=Byline], [class*=author], .writer, .reporter, #author",
    ] {
        let found = document.select(selector);
        let lines = found.iter().take(8).filter(|node| !is_elsewhere(node)).map(|node| plain(&node.text()));
        let names = distinct(
            lines
                .filter(|l| l.chars().count() <= 120)
                .flat_map(|l| split(&l))
                .filter(|n| is_person(n, outlet) && !is_nobody(n)),
        );
        if !names.is_empty() && names.len() <= 8 {
            return names;
        }
    }
    house
}

/// The names of the parts of the outlet that the piece stood in, folded.
fn sections(document: &Document, structured: &Structured, articles: &[&Map<String, Value>]) -> Vec<String> {
    let stated = articles.iter().flat_map(|article| match article.get("articleSection") {
        Some(Value::String(name)) => vec![name.clone()],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    });
    let metas = ["article:section", "section", "parsely-section"];
    let shown = metas.iter().flat_map(|name| structured.metas(name)).map(str::to_owned).collect::<Vec<_>>();
    let marked = document
        .select("[itemprop=articleSection]")
        .iter()
        .map(|node| node.text().to_string())
        .take(12)
        .collect::<Vec<_>>();
    stated
        .chain(shown)
        .chain(marked)
        .map(|name| folded(&plain(&name)))
        .filter(|name| !name.is_empty())
        .collect()
}

/// Whether a name is the outlet's own with a word added: "Example News Desk", "Redaktion Example".
fn is_outlet_with_more(name: &str, outlet: &[String]) -> bool {
    let bare = folded(name);
    let spaced = format!(" {bare} ");
    outlet.iter().map(|known| folded(known)).filter(|known| known.chars().count() >= 3).any(|known| {
        spaced.contains(&format!(" {known} ")) && bare.chars().count() <= known.chars().count() + 20
            || squeezed(name).starts_with(&squeezed(&known))
                && squeezed(&known).chars().count() * 3 >= squeezed(name).chars().count()
            || squeezed(name).strip_suffix("社").is_some_and(|rest| rest == squeezed(&known))
    })
}

/// Names of a JSON-LD property: a string, an object, or a list of either. An organisation counts: the
/// page itself says that it is the author.
pub(crate) fn stated(value: &Value, structured: &Structured) -> Vec<String> {
    let names: Vec<String> = match value {
        Value::String(line) => split(&plain(line)),
        Value::Array(values) => values.iter().flat_map(|value| stated(value, structured)).collect(),
        Value::Object(_) => match structured.resolved(value) {
            Some(person) => {
                let full = text(person, "name").or_else(|| {
                    let (given, family) = (text(person, "givenName")?, text(person, "familyName")?);
                    Some(format!("{given} {family}"))
                });
                match (full, person.get("name")) {
                    (Some(name), _) => split(&name),
                    (None, Some(Value::Array(names))) => {
                        names.iter().filter_map(Value::as_str).flat_map(|n| split(&plain(n))).collect()
                    }
                    _ => Vec::new(),
                }
            }
            None => Vec::new(),
        },
        _ => Vec::new(),
    };
    distinct(names.into_iter().filter(|name| is_name(name)))
}

/// The names of a credit line.
fn split(line: &str) -> Vec<String> {
    let mut line = fold(line);
    loop {
        let lower = line.to_lowercase();
        let Some(opener) = OPENERS.iter().find(|opener| lower.starts_with(**opener)) else { break };
        // Lower-casing may change lengths; characters stay in step.
        line = line.chars().skip(opener.chars().count()).collect::<String>().trim_start().to_owned();
    }
    let mut parts = vec![line];
    for joiner in JOINERS {
        parts = parts.iter().flat_map(|part| part.split(joiner)).map(str::to_owned).collect();
    }
    parts
        .iter()
        .flat_map(|part| part.split([',', ';', '|', '、', '،', '，', '•', '·', '\n']))
        .map(tidied)
        .filter(|name| !name.is_empty())
        .collect()
}

fn tidied(name: &str) -> String {
    let name = name.split(['(', '<', '[']).next().unwrap_or(name);
    let name = name.split(" - ").next().unwrap_or(name);
    let name = name.split(" – ").next().unwrap_or(name).split(" | ").next().unwrap_or(name);
    name.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, ':' | '/' | '*' | '"' | '“' | '”' | '-' | '–' | '@' | '&')
    })
    .to_owned()
}

fn is_name(name: &str) -> bool {
    let length = name.chars().count();
    (2..=80).contains(&length)
        && name.split_whitespace().count() <= 7
        && name.chars().any(char::is_alphabetic)
        && !name.contains("://")
        && !name.contains('@')
        && !name.contains("{")
        && !matches!(
            folded(name).as_str(),
            "admin"
                | "administrator"
                | "null"
                | "undefined"
                | "none"
                | "unknown"
                | "anonymous"
                | "author"
                | "guest"
                | "user"
                | "root"
                | "n a"
        )
}

fn is_person(name: &str, outlet: &[String]) -> bool {
    let lower = name.to_lowercase();
    let words = name.split_whitespace().count();
    is_name(name)
        && !is_outlet(name, outlet)
        && words <= 6
        && !ROLES.iter().any(|role| lower.contains(role))
        && name.chars().filter(char::is_ascii_digit).count() == 0
        && !lower.contains(".com")
        && (!name.is_ascii() || name.chars().any(char::is_uppercase))
}

fn is_elsewhere(selection: &dom_query::Selection) -> bool {
    let Some(node) = selection.nodes().first() else { return true };
    std::iter::once(*node).chain(node.ancestors_it(None)).any(|above| {
        let name = above.node_name().unwrap_or_default();
        if matches!(&*name, "aside" | "footer" | "nav") {
            return true;
        }
        if matches!(&*name, "body" | "html") {
            return false;
        }
        let marks = format!("{} {}", above.class().unwrap_or_default(), above.id_attr().unwrap_or_default())
            .to_ascii_lowercase();
        ["comment", "related", "sidebar", "recommend", "teaser", "most-read", "popular"]
            .iter()
            .any(|word| marks.contains(word))
    })
}

fn distinct(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for name in names {
        // "Ada Park, MD, PhD": what follows a name is what the person is.
        let is_title = !kept.is_empty() && DEGREES.contains(&folded(&name).as_str());
        if is_title {
            continue;
        }
        if !kept.iter().any(|known| folded(known) == folded(&name)) && kept.len() < 30 {
            kept.push(name);
        }
    }
    kept
}
