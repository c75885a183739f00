//! The site's own words, one file per language, with that language's plural rules.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use minijinja::value::{Kwargs, ValueKind};
use minijinja::{ErrorKind, Value};
use model::{Direction, Language};
use unic_langid::LanguageIdentifier;

use crate::Error;

const FILES: &[(&str, &str)] = &[
    ("ar", include_str!("../words/ar.ftl")),
    ("de", include_str!("../words/de.ftl")),
    ("el", include_str!("../words/el.ftl")),
    ("en", include_str!("../words/en.ftl")),
    ("es", include_str!("../words/es.ftl")),
    ("fr", include_str!("../words/fr.ftl")),
    ("ru", include_str!("../words/ru.ftl")),
    ("zh", include_str!("../words/zh.ftl")),
];

/// Spoken where a site's language has no file.
const FALLBACK: &str = "en";

/// The language spoken around a site's posts: its own, region and all, or English where that has no words here.
pub(crate) fn spoken(language: &Language) -> &str {
    let is_known = FILES.iter().any(|(tag, _)| *tag == language.primary());
    if is_known { language.as_str() } else { FALLBACK }
}

/// The words of all languages.
#[derive(Debug)]
pub(crate) struct Words {
    by_tag: BTreeMap<&'static str, Spoken>,
    fallback: Spoken,
}

/// The words of one language. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Spoken {
    tag: &'static str,
    bundle: Arc<FluentBundle<FluentResource>>,
    function: Value,
}

impl fmt::Debug for Spoken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Spoken({})", self.tag)
    }
}

impl Words {
    /// The words embedded in the binary.
    ///
    /// # Errors
    /// When a file can't be parsed.
    pub(crate) fn embedded() -> Result<Self, Error> {
        let mut by_tag = BTreeMap::new();
        for (tag, text) in FILES {
            by_tag.insert(*tag, Spoken::read(tag, text)?);
        }
        let fallback = by_tag.get(FALLBACK).cloned().ok_or_else(|| Error::Words {
            language: FALLBACK.to_owned(),
            detail: "the file is missing".to_owned(),
        })?;
        Ok(Words { by_tag, fallback })
    }

    /// The words for a site in a language: that language's, else English.
    pub(crate) fn of(&self, language: &Language) -> &Spoken {
        self.by_tag.get(language.primary()).unwrap_or(&self.fallback)
    }
}

impl Spoken {
    fn read(tag: &'static str, text: &str) -> Result<Self, Error> {
        let wrong = |detail: String| Error::Words { language: tag.to_owned(), detail };
        let identifier: LanguageIdentifier = tag.parse().map_err(|error| wrong(format!("{error}")))?;
        let resource =
            FluentResource::try_new(text.to_owned()).map_err(|(_, errors)| wrong(format!("{errors:?}")))?;
        let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
        // Directions are set by elements (`bdi`, `dir`): marks in the text would reach feeds and titles.
        bundle.set_use_isolating(false);
        bundle.add_resource(resource).map_err(|errors| wrong(format!("{errors:?}")))?;
        let bundle = Arc::new(bundle);
        let speaker = Arc::clone(&bundle);
        let function = Value::from_function(move |key: &str, values: Kwargs| {
            let mut arguments = FluentArgs::new();
            for name in values.args() {
                let value: Value = values.get(name)?;
                arguments.set(name.to_owned(), fluent_value(&value));
            }
            phrase(&speaker, key, &arguments).ok_or_else(|| {
                minijinja::Error::new(ErrorKind::InvalidOperation, format!("there is no word {key}"))
            })
        });
        Ok(Spoken { tag, bundle, function })
    }

    /// The language of the words, which is not the site's where that has no file.
    pub(crate) fn tag(&self) -> &'static str {
        self.tag
    }

    /// The direction of the words.
    pub(crate) fn direction(&self) -> Direction {
        Language::parse(self.tag).map(|language| language.direction()).unwrap_or_default()
    }

    /// `t` of the templates: `t('key', count=3)`.
    pub(crate) fn function(&self) -> Value {
        self.function.clone()
    }

    /// A phrase without arguments; its key where there is none, which a test rules out.
    pub(crate) fn say(&self, key: &str) -> String {
        phrase(&self.bundle, key, &FluentArgs::new()).unwrap_or_else(|| key.to_owned())
    }

    /// A phrase with one text in it.
    pub(crate) fn say_with(&self, key: &str, name: &str, value: &str) -> String {
        self.say_all(key, &[(name, value)])
    }

    /// A phrase with several texts in it.
    pub(crate) fn say_all(&self, key: &str, texts: &[(&str, &str)]) -> String {
        let mut arguments = FluentArgs::new();
        for (name, value) in texts {
            arguments.set((*name).to_owned(), (*value).to_owned());
        }
        phrase(&self.bundle, key, &arguments).unwrap_or_else(|| key.to_owned())
    }
}

fn fluent_value(value: &Value) -> FluentValue<'static> {
    match (value.kind(), i64::try_from(value.clone())) {
        (ValueKind::Number, Ok(number)) => FluentValue::from(number),
        _ => FluentValue::from(value.to_string()),
    }
}

fn phrase(bundle: &FluentBundle<FluentResource>, key: &str, arguments: &FluentArgs<'_>) -> Option<String> {
    let pattern = bundle.get_message(key)?.value()?;
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, Some(arguments), &mut errors).into_owned();
    errors.is_empty().then_some(text)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn keys(text: &str) -> BTreeSet<&str> {
        let is_key = |line: &&str| line.starts_with(|c: char| c.is_ascii_lowercase());
        text.lines().filter(is_key).filter_map(|line| line.split_once(" =")).map(|(key, _)| key).collect()
    }

    #[test]
    fn every_language_has_every_word() {
        let english = keys(FILES.iter().find(|(tag, _)| *tag == FALLBACK).unwrap().1);
        assert!(english.len() > 50);
        for (tag, text) in FILES {
            assert_eq!(keys(text), english, "{tag}");
        }
    }

    #[test]
    fn numbers_take_each_languages_plural() {
        let words = Words::embedded().unwrap();
        let say = |tag: &str, count: i64| {
            let mut arguments = FluentArgs::new();
            arguments.set("count", count);
            let spoken = words.of(&Language::parse(tag).unwrap());
            phrase(&spoken.bundle, "comment-count", &arguments).unwrap()
        };
        for (tag, count, text) in [
            ("en", 1, "1 comment"),
            ("en", 0, "0 comments"),
            ("el", 21, "21 σχόλια"),
            ("ru", 21, "21 комментарий"),
            ("ru", 3, "3 комментария"),
            ("ru", 11, "11 комментариев"),
            ("ar", 2, "تعليقان"),
            ("ar", 11, "11 تعليقًا"),
            ("zh-Hant", 2, "2 条评论"),
            ("ja", 2, "2 comments"),
        ] {
            assert_eq!(say(tag, count), text, "{tag} {count}");
        }
    }
}
