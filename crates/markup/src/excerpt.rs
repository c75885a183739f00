//! The excerpt that lists and the popular list show.

use unicode_segmentation::UnicodeSegmentation;

use crate::text::fold;

/// Longest excerpt with its mark, in grapheme clusters.
const LIMIT: usize = 1_000;
/// Ends an excerpt cut between words.
const AFTER_WORD: &str = " ...";
/// Ends an excerpt cut within a word.
const WITHIN_WORD: &str = "...";
/// The most that cutting at a word may cost, in grapheme clusters.
const LOSS: usize = 40;

/// An excerpt of plain text, 1,000 grapheme clusters at most. A video's begins with its byline. Cut at the
/// last word boundary (UAX #29); between clusters where that would lose more than 40 of them.
pub fn excerpt(byline_first: Option<&str>, text: &str) -> String {
    let byline = fold(byline_first.unwrap_or_default());
    // Far more than stays of any text that is not all marks above and below letters: the rest need not be folded.
    let end = text.char_indices().nth(8 * LIMIT).map(|(at, _)| at);
    if let Some(end) = end.and_then(|end| text[..end].rfind(' ')) {
        let begin = joined(&byline, &fold(&text[..end]));
        if clusters(&begin, 2 * LIMIT).len() == 2 * LIMIT {
            return cut(&begin, LIMIT);
        }
    }
    cut(&joined(&byline, &fold(text)), LIMIT)
}

fn joined(byline: &str, text: &str) -> String {
    match (byline.is_empty(), text.is_empty()) {
        (true, _) => text.to_owned(),
        (_, true) => byline.to_owned(),
        _ => format!("{byline} {text}"),
    }
}

/// Folded plain text cut the same way to fewer grapheme clusters, the mark included. A limit below the
/// mark's own length counts as that length.
pub fn cut(whole: &str, limit: usize) -> String {
    let limit = limit.max(AFTER_WORD.len());
    let clusters = clusters(whole, limit + 1);
    if clusters.len() <= limit {
        return whole.to_owned();
    }
    let last = clusters[limit - AFTER_WORD.len()];
    let from = sure_boundary(whole, last);
    let boundary = whole[from..]
        .split_word_bound_indices()
        .map(|(at, _)| from + at)
        .take_while(|at| *at <= last)
        .filter(|at| clusters.binary_search(at).is_ok())
        .last()
        .unwrap_or_default();
    let kept = whole[..boundary].trim_end();
    let kept_clusters = clusters.partition_point(|at| *at < kept.len());
    if limit - AFTER_WORD.len() - kept_clusters > LOSS {
        let end = clusters[limit - WITHIN_WORD.len()];
        return format!("{}{WITHIN_WORD}", &whole[..end]);
    }
    format!("{kept}{AFTER_WORD}")
}

/// Where the first grapheme clusters begin, so many at most.
fn clusters(whole: &str, many: usize) -> Vec<usize> {
    // Letters of ASCII are clusters each, but for a line's two ends, and the last, which what follows may belong to.
    let plain = whole.bytes().take(many + 1).take_while(|byte| byte.is_ascii() && *byte != b'\r').count();
    if plain > many {
        return (0..many).collect();
    }
    whole.grapheme_indices(true).map(|(at, _)| at).take(many).collect()
}

/// A place some way before another that is a word's boundary whatever stands around: behind a space, before a letter.
/// The text's beginning if there is none.
fn sure_boundary(whole: &str, before: usize) -> usize {
    let bytes = whole.as_bytes();
    let end = before.saturating_sub(2 * LOSS);
    let is_sure = |at: &usize| {
        let [first, space, letter] = [at.wrapping_sub(2), at.wrapping_sub(1), *at].map(|at| bytes.get(at));
        first.is_some_and(u8::is_ascii_alphanumeric)
            && space == Some(&b' ')
            && letter.is_some_and(u8::is_ascii_alphanumeric)
    };
    (2..end).rev().take(200).find(is_sure).unwrap_or_default()
}
