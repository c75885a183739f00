//! Words that tell a text from others, in scripts with spaces and without.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use markup::{Spoken, telling};
use model::Language;
use model::related::{Candidate, TellingKind};
use proptest::prelude::*;

fn told(tag: &str, headline: &str, html: &str, labels: &[&str]) -> Vec<Candidate> {
    let language = Language::parse(tag).unwrap();
    telling(Spoken { headline, dek: "", html, labels, language: &language })
}

fn keys(found: &[Candidate], kind: TellingKind) -> Vec<&str> {
    let mut keys: Vec<&str> =
        found.iter().filter(|word| word.kind == kind).map(|word| word.key.as_str()).collect();
    keys.sort_unstable();
    keys
}

#[test]
fn forms_of_a_word_are_one_word_and_usual_words_none() {
    for (tag, one, other) in [
        ("en", "<p>The floods were here.</p>", "<p>After that flood, nothing.</p>"),
        ("el", "<p>Οι πλημμύρες ήταν εδώ.</p>", "<p>Μετά την πλημμύρα.</p>"),
        ("de", "<p>Die Überschwemmungen sind da.</p>", "<p>Nach der Überschwemmung.</p>"),
        ("ru", "<p>Это было наводнение.</p>", "<p>После наводнения.</p>"),
        ("fr", "<p>Les inondations sont là.</p>", "<p>Après cette inondation.</p>"),
    ] {
        let (one, other) = (told(tag, "", one, &[]), told(tag, "", other, &[]));
        let (one, other) = (keys(&one, TellingKind::Word), keys(&other, TellingKind::Word));
        assert!(one.iter().any(|key| other.contains(key)), "{tag}: {one:?} {other:?}");
        assert!(one.len() <= 2 && other.len() <= 2, "{tag}: {one:?} {other:?}");
    }
}

#[test]
fn names_are_the_same_in_every_language() {
    let english = told(
        "en",
        "Floods along the Danube",
        "<p>Yesterday the Danube rose. In Budapest 1,350 people left; Anna Kovács's house stood. Rivers rise in 2026.</p>",
        &["river towns"],
    );
    let greek = told(
        "el",
        "Πλημμύρες στον Danube",
        "<p>Στη Budapest έφυγαν 1.350 άνθρωποι από το 2026.</p>",
        &["river towns"],
    );
    let names = keys(&english, TellingKind::Name);
    assert_eq!(names, ["1350", "anna", "budapest", "danube", "kovacs", "river", "towns"]);
    assert_eq!(keys(&greek, TellingKind::Name), ["1350", "budapest", "danube", "river", "towns"]);
    // A word that only begins a sentence is no name, and a headline may have capitals everywhere.
    assert!(!names.contains(&"yesterday") && !names.contains(&"floods"));
    let danube = english.iter().find(|word| word.kind == TellingKind::Name && word.key == "danube").unwrap();
    assert_eq!((danube.count, danube.shown.as_str()), (4, "Danube"), "thrice in a headline");
}

#[test]
fn scripts_without_spaces_give_runs_of_characters() {
    let found = told("zh", "多瑙河洪水", "<p>布达佩斯的多瑙河。Google 也在。</p>", &[]);
    let words = keys(&found, TellingKind::Word);
    assert!(words.contains(&"多瑙") && words.contains(&"洪水"), "{words:?}");
    assert!(words.iter().all(|word| word.chars().count() == 2 && !word.contains('的')), "{words:?}");
    assert_eq!(keys(&found, TellingKind::Name), ["google"]);
    let thai = told("th", "น้ำท่วมกรุงเทพ", "", &[]);
    assert!(keys(&thai, TellingKind::Word).iter().all(|word| word.chars().count() == 4), "{thai:?}");
}

#[test]
fn there_are_so_many_at_most_and_the_frequent_stay() {
    let words: String = (0..5_000).map(|n| format!("Word{n}ly, ")).collect();
    let found = told("en", "", &format!("<p>{words} Danube Danube</p>"), &[]);
    assert_eq!(keys(&found, TellingKind::Word).len(), 80);
    assert_eq!(keys(&found, TellingKind::Name).len(), 40);
    assert!(keys(&found, TellingKind::Name).contains(&"danube"));
    let long = told("en", &"x".repeat(5_000), "", &[]);
    assert_eq!(long[0].key.len(), 40);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Stems are made by foreign code, of any language's words and of no word at all.
    #[test]
    fn any_text_in_any_language_has_an_answer(
        text in "[\\p{Greek}\\p{Cyrillic}\\p{Arabic}\\p{Latin}\\p{Tamil}\\p{Han}\\p{Thai}0-9 '’.,]{0,80}",
        tag in prop::sample::select(vec![
            "ar", "da", "de", "el", "en", "es", "fi", "fr", "hu", "it", "nb", "nl", "pt", "ro", "ru", "sv", "ta", "tr",
            "zh", "th",
        ]),
    ) {
        for word in told(tag, &text, &format!("<p>{text}</p>"), &[&text]) {
            prop_assert!(!word.key.is_empty() && word.count > 0, "{:?}", word);
        }
    }
}
