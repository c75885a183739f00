//! Languages as BCP 47 tags (RFC 5646), and the direction their script runs.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Which way a script runs; the value of HTML's `dir`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Left to right.
    #[default]
    Ltr,
    /// Right to left.
    Rtl,
}

impl Direction {
    /// `ltr` or `rtl`.
    pub fn as_str(self) -> &'static str {
        match self {
            Direction::Ltr => "ltr",
            Direction::Rtl => "rtl",
        }
    }
}

/// Two-letter codes of ISO 639-1. A three-letter code is taken on trust: ISO 639-3 has 7,900.
const TWO_LETTER: &str = " aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy \
da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io \
is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na \
nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr \
ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu ";
const RTL_LANGUAGES: &[&str] = &[
    "ar", "arc", "arz", "azb", "ckb", "dv", "fa", "glk", "he", "mzn", "nqo", "pnb", "ps", "sd", "syr", "ug",
    "ur", "yi",
];
const RTL_SCRIPTS: &[&str] = &["adlm", "arab", "hebr", "nkoo", "rohg", "syrc", "thaa"];

/// A language tag whose language is known and whose form is right, in canonical case: `en`, `zh-Hans`, `pt-BR`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(String);

impl Language {
    /// Reads a tag, ignoring case and taking `_` for `-`.
    ///
    /// # Errors
    /// A sentence saying what is wrong, for text that is not a tag or names no language.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim().replace('_', "-");
        let unknown = || format!("“{text}” is not a language code we know; write one like en, el or zh-Hans");
        if text.len() > 35 {
            return Err(unknown());
        }
        let mut canonical = String::new();
        for (at, part) in text.split('-').enumerate() {
            if part.is_empty() || part.len() > 8 || !part.bytes().all(|b| b.is_ascii_alphanumeric()) {
                return Err(unknown());
            }
            let lower = part.to_ascii_lowercase();
            if at == 0 {
                let letters = lower.bytes().all(|b| b.is_ascii_lowercase());
                let known = match lower.len() {
                    2 => TWO_LETTER.contains(&format!(" {lower} ")),
                    3 => lower != "und" && lower != "mul" && lower != "zxx",
                    _ => false,
                };
                if !letters || !known {
                    return Err(unknown());
                }
                canonical.push_str(&lower);
                continue;
            }
            canonical.push('-');
            match lower.len() {
                4 if lower.bytes().all(|b| b.is_ascii_lowercase()) => {
                    canonical.push_str(&lower[..1].to_ascii_uppercase());
                    canonical.push_str(&lower[1..]);
                }
                2 => canonical.push_str(&lower.to_ascii_uppercase()),
                _ => canonical.push_str(&lower),
            }
        }
        Ok(Language(canonical))
    }

    /// English: what a new site speaks until it is told otherwise.
    pub fn english() -> Self {
        Language("en".to_owned())
    }

    /// The whole tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The language subtag alone: `zh` of `zh-Hans`.
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or(&self.0)
    }

    /// The direction of the script, by script subtag, else by language.
    pub fn direction(&self) -> Direction {
        let script = self.0.split('-').skip(1).find(|part| part.len() == 4);
        let rtl = match script {
            Some(script) => RTL_SCRIPTS.contains(&script.to_ascii_lowercase().as_str()),
            None => RTL_LANGUAGES.contains(&self.primary()),
        };
        if rtl { Direction::Rtl } else { Direction::Ltr }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Language {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Language::parse(&String::deserialize(d)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_canonical() {
        for (text, tag) in
            [("EN", "en"), ("zh_hans_cn", "zh-Hans-CN"), ("pt-br", "pt-BR"), ("grc", "grc"), (" el ", "el")]
        {
            assert_eq!(Language::parse(text).unwrap().as_str(), tag);
        }
        for text in ["", "xx", "klingon", "e", "en--US", "en-<script>", "und", "zz-Latn"] {
            assert!(Language::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn direction_follows_the_script() {
        for (tag, direction) in [
            ("ar", "rtl"),
            ("he-IL", "rtl"),
            ("az-Arab", "rtl"),
            ("fa", "rtl"),
            ("ku-Latn", "ltr"),
            ("ar-Latn", "ltr"),
            ("zh", "ltr"),
        ] {
            assert_eq!(Language::parse(tag).unwrap().direction().as_str(), direction, "{tag}");
        }
    }
}
