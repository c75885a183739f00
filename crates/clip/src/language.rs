//! The language of a text, by the text; the page's own label is a hint.

use model::Language;
use whatlang::{Lang, Script};

/// As much of a text as is looked at, in characters.
const SAMPLE: usize = 2_500;
/// Languages so near each other that statistics can't decide: there the page's label does.
const NEAR: &[&[&str]] = &[
    &["no", "nb", "nn", "da", "sv"],
    &["hr", "sr", "bs", "sl", "mk", "cnr"],
    &["id", "ms", "jv", "su"],
    &["cs", "sk"],
    &["es", "ca", "gl", "pt", "ast"],
    &["ru", "uk", "be", "bg", "mk", "sr"],
    &["fa", "ar", "ur", "ps", "ckb", "ku"],
    &["hi", "mr", "ne"],
    &["tr", "az", "tk", "uz"],
    &["zu", "xh", "st", "tn", "nr", "ss"],
    &["en", "la"],
    &["fr", "oc"],
    &["nl", "af", "fy", "de", "lb"],
    &["he", "yi"],
    &["bn", "as"],
];

/// The language of a text as a BCP 47 tag; `label` is what its page says of it.
pub fn language(text: &str, label: Option<&str>) -> Option<String> {
    let hint =
        label.and_then(|label| Language::parse(label.split([',', ';', ' ']).next().unwrap_or(label)).ok());
    let sample: String = text.chars().take(SAMPLE).collect();
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    let found = whatlang::detect(&sample);
    let Some(found) = found.filter(|_| letters >= 20) else { return hint.map(|hint| hint.to_string()) };
    let kana = sample.chars().filter(|c| matches!(c, '\u{3040}'..='\u{30ff}')).count();
    let detected = match found.script() {
        Script::Greek => "el",
        Script::Hangul => "ko",
        Script::Thai => "th",
        Script::Georgian => "ka",
        Script::Armenian => "hy",
        Script::Hiragana | Script::Katakana => "ja",
        // A Chinese text may quote kana; a Japanese one can't do without them.
        Script::Mandarin if kana * 20 > letters => "ja",
        Script::Mandarin => "zh",
        _ => two_letters(found.lang()),
    };
    let Some(hint) = hint else {
        return (found.confidence() > 0.3 || letters > 400).then(|| detected.to_owned());
    };
    let near = NEAR.iter().any(|group| group.contains(&detected) && group.contains(&hint.primary()));
    // Statistics don't know every language: a label they can't know stands.
    let unknown_to_us = !Lang::all().iter().any(|lang| two_letters(*lang) == hint.primary())
        && found.script() == Script::Latin
        && hint.primary() != "zh";
    let sure = found.is_reliable() && letters >= 200 || found.script() != Script::Latin;
    if hint.primary() == detected || near || unknown_to_us || !sure {
        return Some(hint.to_string());
    }
    Some(detected.to_owned())
}

fn two_letters(lang: Lang) -> &'static str {
    match lang.code() {
        "epo" => "eo",
        "eng" => "en",
        "rus" => "ru",
        "cmn" => "zh",
        "spa" => "es",
        "por" => "pt",
        "ita" => "it",
        "ben" => "bn",
        "fra" => "fr",
        "deu" => "de",
        "ukr" => "uk",
        "kat" => "ka",
        "ara" => "ar",
        "hin" => "hi",
        "jpn" => "ja",
        "heb" => "he",
        "yid" => "yi",
        "pol" => "pl",
        "amh" => "am",
        "jav" => "jv",
        "kor" => "ko",
        "nob" => "nb",
        "dan" => "da",
        "swe" => "sv",
        "fin" => "fi",
        "tur" => "tr",
        "nld" => "nl",
        "hun" => "hu",
        "ces" => "cs",
        "ell" => "el",
        "bul" => "bg",
        "bel" => "be",
        "mar" => "mr",
        "kan" => "kn",
        "ron" => "ro",
        "slv" => "sl",
        "hrv" => "hr",
        "srp" => "sr",
        "mkd" => "mk",
        "lit" => "lt",
        "lav" => "lv",
        "est" => "et",
        "tam" => "ta",
        "vie" => "vi",
        "urd" => "ur",
        "tha" => "th",
        "guj" => "gu",
        "uzb" => "uz",
        "pan" => "pa",
        "aze" => "az",
        "ind" => "id",
        "tel" => "te",
        "pes" => "fa",
        "mal" => "ml",
        "ori" => "or",
        "mya" => "my",
        "nep" => "ne",
        "sin" => "si",
        "khm" => "km",
        "tuk" => "tk",
        "aka" => "ak",
        "zul" => "zu",
        "sna" => "sn",
        "afr" => "af",
        "lat" => "la",
        "slk" => "sk",
        "cat" => "ca",
        "tgl" => "tl",
        "hye" => "hy",
        "cym" => "cy",
        other => other,
    }
}
