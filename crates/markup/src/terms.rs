//! Words as the search index keeps them: the same word however it is spelled, accented or cased.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

use crate::reading::Writing;

/// Longest term, in characters; longer words are cut.
const LIMIT: usize = 40;

/// The search terms of a text in its order, doubles included. Accents and case are folded, Greek's
/// final sigma too; scripts that write without spaces give one term per character.
pub fn terms(text: &str) -> Vec<String> {
    let mut terms = Vec::new();
    for word in text.unicode_words() {
        // Nothing to take apart: most words of many texts.
        if word.is_ascii() {
            let letters = word.bytes().filter(|letter| *letter != b'\'');
            let mut term: String = letters.map(|letter| char::from(letter.to_ascii_lowercase())).collect();
            if term.bytes().any(|letter| letter.is_ascii_alphanumeric()) {
                term.truncate(LIMIT);
                terms.push(term);
            }
            continue;
        }
        let mut term = String::new();
        for c in folded(word).chars() {
            if Writing::of(c) == Writing::Spaced {
                term.push(c);
            } else {
                push(&mut terms, &mut term);
                term.push(c);
                push(&mut terms, &mut term);
            }
        }
        push(&mut terms, &mut term);
    }
    terms
}

fn push(terms: &mut Vec<String>, term: &mut String) {
    if term.chars().any(char::is_alphanumeric) {
        terms.push(term.chars().take(LIMIT).collect());
    }
    term.clear();
}

pub(crate) fn folded(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase().replace('\'', "");
    }
    let bare = word.to_lowercase().nfkd().filter(|&c| !is_combining_mark(c)).collect::<String>();
    bare.to_lowercase()
        .chars()
        .filter(|c| !matches!(c, '\u{640}' | '\u{200c}' | '\u{200d}' | '\'' | '’' | '\u{ad}'))
        .map(|c| match c {
            'ς' => 'σ',
            'ı' => 'i',
            c => c,
        })
        .nfc()
        .collect()
}
