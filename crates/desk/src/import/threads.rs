//! Threads of comments that come together are put together before they are written: most posts have all their comments
//! near each other, and what is written right need not be found and written again.

use std::collections::HashMap;

use model::{Moment, Verdict};
use store::loose::{Remark, stands};

use super::ready::{Item, Ready, ReadyComment};

/// Where a comment stands among those it comes with. All are named by their originals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Thread {
    /// What it answers, if that comes with it.
    pub parent: Option<i64>,
    /// The first of its thread, as far as that comes with it.
    pub root: i64,
    /// Shown answers in the thread that it begins.
    pub answers: u32,
    /// What that thread counts.
    pub worth: i64,
    /// When it begins, if it is shown.
    pub thread_at: Option<Moment>,
    /// Its thread begins with an answer to what does not come with it: where it stands is found at the end.
    pub is_loose: bool,
}

/// The threads of comments among entries, by entry, and an order of the entries in which nothing comes before what it
/// answers.
pub(super) fn threads(items: &[&Item]) -> (Vec<Option<Thread>>, Vec<usize>) {
    let mut comments: Vec<(usize, &ReadyComment)> = items
        .iter()
        .enumerate()
        .filter_map(|(at, item)| match &item.ready {
            Ready::Comment(ready) => Some((at, &**ready)),
            _ => None,
        })
        .collect();
    // A circle, which only a broken export has, is cut at its oldest.
    comments.sort_by_key(|(_, ready)| ready.comment.created);
    let by_original: HashMap<i64, usize> =
        comments.iter().enumerate().map(|(at, (item, _))| (items[*item].id, at)).collect();
    let remarks: Vec<Remark<'_>> = comments
        .iter()
        .map(|(_, ready)| Remark {
            answered: ready
                .parent
                .and_then(|parent| by_original.get(&parent).copied())
                .filter(|parent| comments[*parent].1.post == ready.post),
            name: &ready.comment.name,
            shown: ready.comment.verdict == Verdict::Approved,
            created: ready.comment.created,
            worth: 0,
            flags: 0,
        })
        .collect();
    let stands = stands(&remarks);
    let original = |at: usize| items[comments[at].0].id;
    let mut threads = vec![None; items.len()];
    for (at, stand) in stands.iter().enumerate() {
        let is_loose = comments[stand.root].1.parent.is_some() && remarks[stand.root].answered.is_none();
        threads[comments[at].0] = Some(Thread {
            parent: stand.parent.map(original),
            root: original(stand.root),
            answers: if is_loose { 0 } else { u32::try_from(stand.answers).unwrap_or(u32::MAX) },
            worth: if is_loose { 0 } else { stand.worth },
            thread_at: stand.thread_at.filter(|_| !is_loose),
            is_loose,
        });
    }
    let parents: Vec<Option<usize>> = stands.iter().map(|stand| stand.parent).collect();
    let mut depths = vec![0; items.len()];
    for ((item, _), depth) in comments.iter().zip(depths_of(&parents)) {
        depths[*item] = depth;
    }
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_by_key(|at| depths[*at]);
    (threads, order)
}

/// How many stand above each. There are no circles: they are cut.
fn depths_of(parents: &[Option<usize>]) -> Vec<usize> {
    let mut depths: Vec<Option<usize>> = vec![None; parents.len()];
    for start in 0..parents.len() {
        let (mut way, mut at) = (Vec::new(), start);
        let mut depth = loop {
            if let Some(known) = depths[at] {
                break known;
            }
            match parents[at] {
                Some(parent) => {
                    way.push(at);
                    at = parent;
                }
                None => {
                    depths[at] = Some(0);
                    break 0;
                }
            }
        };
        for at in way.into_iter().rev() {
            depth += 1;
            depths[at] = Some(depth);
        }
    }
    depths.into_iter().map(Option::unwrap_or_default).collect()
}

#[cfg(test)]
mod tests {
    use super::depths_of;

    #[test]
    fn everybody_stands_below_what_he_answers() {
        assert_eq!(depths_of(&[Some(2), None, Some(1), Some(0), Some(1)]), [2, 0, 1, 3, 1]);
    }
}
