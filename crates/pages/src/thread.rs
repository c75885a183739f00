//! A conversation in the order in which it is read: threads, every answer under what it answers.

use std::collections::{HashMap, HashSet};

use minijinja::{Value, context};
use model::{Comment, CommentId, Conversation, Origin, Thread, ThreadOrder, ThreadTop, Verified};

use crate::dates::Dates;

/// Deeper answers are indented no further: lines must stay readable on a phone.
const DEEPEST: usize = 4;

/// Where a conversation stands: what its links start from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    /// The post's path.
    pub(crate) post: &'a str,
    /// Whether a comment of this page will be found on it tomorrow; else links lead over its own address.
    pub(crate) stays: bool,
}

/// The address of a thread's own page.
pub(crate) fn thread_href(post: &str, root: CommentId) -> String {
    format!("{post}/comments/{root}")
}

/// A page of a conversation for the template.
pub(crate) fn conversation(talk: &Conversation, is_start: bool, post: &str, dates: &Dates) -> Value {
    let place = Place { post, stays: is_start && talk.order == ThreadOrder::default() };
    let threads: Vec<Value> =
        talk.threads.iter().map(|thread| thread_value(thread, false, place, dates)).collect();
    let in_order = |order: ThreadOrder| match order {
        ThreadOrder::Oldest => format!("{post}#comments"),
        ThreadOrder::Newest | ThreadOrder::Best => format!("{post}?comments={}#comments", order.as_str()),
    };
    let several = talk.threads.len() > 1 || !is_start;
    let orders: Vec<Value> = ThreadOrder::ALL
        .into_iter()
        .filter(|_| several)
        .map(|order| {
            context! {
                href => in_order(order),
                word => format!("comments-{}", order.as_str()),
                current => order == talk.order,
            }
        })
        .collect();
    context! {
        number => talk.number,
        threads => threads,
        orders => orders,
        next => talk.next.map(|mark| format!("{post}?comments={}&after={mark}#comments", talk.order.as_str())),
        next_word => "comments-more",
        start => None::<String>,
    }
}

/// A thread's own page for the template.
pub(crate) fn whole_thread(
    thread: &Thread,
    is_start: bool,
    next: Option<&str>,
    post: &str,
    dates: &Dates,
) -> Value {
    let place = Place { post, stays: is_start };
    let here = thread_href(post, thread.mark.id);
    context! {
        number => thread.number + u32::from(matches!(thread.top, ThreadTop::Shown(_))),
        threads => [thread_value(thread, true, place, dates)],
        orders => Vec::<Value>::new(),
        next => next,
        next_word => "thread-more",
        start => (!is_start).then_some(here),
    }
}

fn thread_value(thread: &Thread, whole: bool, place: Place<'_>, dates: &Dates) -> Value {
    let names: HashMap<CommentId, &str> = thread.comments().map(|c| (c.id, c.name.as_str())).collect();
    let first = match &thread.top {
        ThreadTop::Shown(comment) => Some((&**comment, 1)),
        ThreadTop::Withdrawn | ThreadTop::Hidden => None,
    };
    let comments: Vec<Value> = first
        .into_iter()
        .chain(in_order(&thread.answers))
        .map(|(comment, level)| {
            let answered = comment.parent.and_then(|id| names.get(&id).map(|name| (id, *name)));
            context! {
                id => comment.id.to_string(),
                level => level.min(DEEPEST),
                name => comment.name.as_str(),
                website => comment.website.as_deref(),
                href => if place.stays { format!("#comment-{}", comment.id) } else { format!("/comments/{}", comment.id) },
                anchor => comment.anchor.as_deref(),
                mention => comment.origin == Origin::Mention,
                here => matches!(comment.verified, Verified::Account(_)),
                date => dates.minute(comment.created),
                html => comment.html.as_str(),
                edited => comment.edited.map(|_| if comment.edited_here { "comment-edited-here" } else { "comment-edited" }),
                answers => answered.map(|(id, name)| context! { id => id.to_string(), name => name }),
            }
        })
        .collect();
    let below = u32::try_from(thread.answers.len()).unwrap_or(u32::MAX);
    let all = (!whole && thread.number > below).then(|| {
        context! { href => format!("{}#comments", thread_href(place.post, thread.mark.id)), number => thread.number }
    });
    context! {
        id => thread.mark.id.to_string(),
        missing => match thread.top {
            ThreadTop::Shown(_) => None,
            ThreadTop::Withdrawn => Some("comment-withdrawn"),
            ThreadTop::Hidden => Some("comment-hidden"),
        },
        comments => comments,
        all => all,
    }
}

/// Answers with their level: 2 for those to the thread's first comment, or to one that is not shown here.
fn in_order(answers: &[Comment]) -> Vec<(&Comment, usize)> {
    let known: HashSet<CommentId> = answers.iter().map(|comment| comment.id).collect();
    let mut below: HashMap<Option<CommentId>, Vec<&Comment>> = HashMap::new();
    for comment in answers {
        let parent = comment.parent.filter(|id| known.contains(id) && *id != comment.id);
        below.entry(parent).or_default().push(comment);
    }
    let mut out = Vec::with_capacity(answers.len());
    let mut open: Vec<(&Comment, usize)> = Vec::new();
    let direct = below.remove(&None).unwrap_or_default();
    open.extend(direct.into_iter().rev().map(|answer| (answer, 2)));
    while let Some((comment, level)) = open.pop() {
        out.push((comment, level));
        let next = below.remove(&Some(comment.id)).unwrap_or_default();
        open.extend(next.into_iter().rev().map(|answer| (answer, level + 1)));
    }
    out
}

#[cfg(test)]
mod tests {
    use model::sample;

    use super::*;

    fn answer(raw: i64, parent: i64) -> Comment {
        let sample = sample::comments().remove(0);
        let parent = Some(CommentId::from_raw(parent));
        Comment { id: CommentId::from_raw(raw), parent, root: CommentId::from_raw(1), ..sample }
    }

    fn order(answers: &[Comment]) -> Vec<(i64, usize)> {
        in_order(answers).into_iter().map(|(comment, level)| (comment.id.raw(), level)).collect()
    }

    #[test]
    fn answers_stand_under_what_they_answer() {
        let answers = [answer(2, 1), answer(3, 1), answer(4, 2), answer(5, 4), answer(6, 2)];
        assert_eq!(order(&answers), [(2, 2), (4, 3), (5, 4), (6, 3), (3, 2)]);
    }

    #[test]
    fn an_answer_to_a_hidden_comment_is_not_lost() {
        assert_eq!(order(&[answer(3, 99), answer(4, 3)]), [(3, 2), (4, 3)]);
    }

    #[test]
    fn a_long_exchange_does_not_overflow_the_stack() {
        let answers: Vec<Comment> = (2..5_000).map(|raw| answer(raw, raw - 1)).collect();
        assert_eq!(order(&answers).len(), 4_998);
    }
}
