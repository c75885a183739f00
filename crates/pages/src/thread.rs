//! Comments in the order they are read: every answer under what it answers.

use std::collections::{HashMap, HashSet};

use minijinja::{Value, context};
use model::{Comment, CommentId};

use crate::dates::Dates;

/// Deeper answers are indented no further: lines must stay readable on a phone.
const DEEPEST: usize = 4;

/// Comments with their level, 1 for those that answer nothing shown here.
fn in_order(comments: &[Comment]) -> Vec<(&Comment, usize)> {
    let known: HashSet<CommentId> = comments.iter().map(|comment| comment.id).collect();
    let mut answers: HashMap<Option<CommentId>, Vec<&Comment>> = HashMap::new();
    for comment in comments {
        let parent = comment.parent.filter(|id| known.contains(id) && *id != comment.id);
        answers.entry(parent).or_default().push(comment);
    }
    let mut out = Vec::with_capacity(comments.len());
    let mut open: Vec<(&Comment, usize)> = Vec::new();
    let roots = answers.remove(&None).unwrap_or_default();
    open.extend(roots.into_iter().rev().map(|root| (root, 1)));
    while let Some((comment, level)) = open.pop() {
        out.push((comment, level));
        let below = answers.remove(&Some(comment.id)).unwrap_or_default();
        open.extend(below.into_iter().rev().map(|answer| (answer, level + 1)));
    }
    out
}

/// Comments for the template.
pub(crate) fn thread(comments: &[Comment], dates: &Dates) -> Vec<Value> {
    let names: HashMap<CommentId, &str> = comments.iter().map(|c| (c.id, c.name.as_str())).collect();
    in_order(comments)
        .into_iter()
        .map(|(comment, level)| {
            let answered = comment.parent.and_then(|id| names.get(&id).map(|name| (id, *name)));
            context! {
                id => comment.id.to_string(),
                level => level.min(DEEPEST),
                name => comment.name.as_str(),
                website => comment.website.as_deref(),
                date => dates.minute(comment.created),
                html => comment.html.as_str(),
                edited => comment.edited.is_some(),
                answers => answered.map(|(id, name)| context! { id => id.to_string(), name => name }),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use model::sample;

    use super::*;

    fn comment(raw: i64, parent: Option<i64>) -> Comment {
        let sample = sample::comments().remove(0);
        Comment { id: CommentId::from_raw(raw), parent: parent.map(CommentId::from_raw), ..sample }
    }

    fn order(comments: &[Comment]) -> Vec<(i64, usize)> {
        in_order(comments).into_iter().map(|(comment, level)| (comment.id.raw(), level)).collect()
    }

    #[test]
    fn answers_stand_under_what_they_answer() {
        let comments = [
            comment(1, None),
            comment(2, None),
            comment(3, Some(1)),
            comment(4, Some(3)),
            comment(5, Some(1)),
        ];
        assert_eq!(order(&comments), [(1, 1), (3, 2), (4, 3), (5, 2), (2, 1)]);
    }

    #[test]
    fn an_answer_to_a_hidden_comment_is_not_lost() {
        assert_eq!(order(&[comment(3, Some(99)), comment(4, Some(3))]), [(3, 1), (4, 2)]);
    }

    #[test]
    fn a_long_exchange_does_not_overflow_the_stack() {
        let comments: Vec<Comment> =
            (1..5_000).map(|raw| comment(raw, (raw > 1).then_some(raw - 1))).collect();
        assert_eq!(order(&comments).len(), 4_999);
    }
}
