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
    cut(&fold(&format!("{} {text}", byline_first.unwrap_or_default())), LIMIT)
}

/// Folded plain text cut the same way to fewer grapheme clusters, the mark included. A limit below the
/// mark's own length counts as that length.
pub fn cut(whole: &str, limit: usize) -> String {
    let limit = limit.max(AFTER_WORD.len());
    let clusters: Vec<usize> = whole.grapheme_indices(true).map(|(at, _)| at).take(limit + 1).collect();
    if clusters.len() <= limit {
        return whole.to_owned();
    }
    let last = clusters[limit - AFTER_WORD.len()];
    let boundary = whole
        .split_word_bound_indices()
        .map(|(at, _)| at)
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
