//! Comments in the order in which they came, with their threads.

use std::collections::{BTreeMap, BTreeSet};

use model::{Comment, CommentId, Grounds, Moment, Origin, Post, Verdict, Verified};

use super::words::{Dice, Tongue};
use super::{Plan, id_at};

/// How many comments posts have, in tenths of the mean: three have none, one has most.
const SHARES: [i64; 10] = [0, 0, 0, 1, 2, 4, 8, 12, 18, 55];
/// Of so many posts one has very many comments, a thousand times the mean.
const BUSY: i64 = 20_000;
/// How many answers the worth of a thread looks at (`store`'s own rule).
const LOOKED_AT: usize = 200;

/// A comment and its place.
pub struct Remark {
    pub comment: Comment,
    pub thread_at: Option<Moment>,
    pub worth: i64,
    pub grounds: Grounds,
}

/// What is said on a site.
pub struct Talk<'a> {
    plan: &'a Plan,
    dice: Dice,
    tongues: Vec<Tongue>,
    names: Vec<String>,
    /// Comments that come later than the posts so far, by id.
    later: BTreeMap<i64, Remark>,
    number: i64,
}

impl<'a> Talk<'a> {
    pub fn new(plan: &'a Plan) -> Talk<'a> {
        let mut dice = Dice::new(2);
        let tongues = Tongue::all();
        let names = (0..5_000).map(|at| tongues[at % tongues.len()].phrase(&mut dice, 1 + at % 2)).collect();
        Talk { plan, dice, tongues, names, later: BTreeMap::new(), number: 0 }
    }

    /// Thinks up what is said about a post, and adds what has been said until it came out.
    pub fn about(&mut self, post: &Post, number: i64, said: &mut Vec<Remark>) {
        let Some(at) = post.published() else { return };
        self.discuss(post, number, at);
        // All of an id before the post's: none of those to come is earlier.
        let rest = self.later.split_off(&id_at(at, 0));
        said.extend(std::mem::replace(&mut self.later, rest).into_values());
    }

    /// Adds all that is left.
    pub fn rest(&mut self, said: &mut Vec<Remark>) {
        said.extend(std::mem::take(&mut self.later).into_values());
    }

    fn discuss(&mut self, post: &Post, number: i64, at: Moment) {
        let mean = self.plan.comments as f64 / self.plan.posts as f64;
        let share = SHARES[self.dice.below(SHARES.len())] as f64 / 10.0;
        let share = if number % BUSY == BUSY / 2 + 1 { 1_000.0 } else { share };
        let count = (mean * share + self.dice.throw()) as i64;
        if self.plan.comments == 0 || count == 0 {
            return;
        }
        // The last of it has come within three days, all of it before the end.
        let patience = (self.plan.until.seconds() - at.seconds() - 1).clamp(1, 3 * 86_400);
        let tongue = (number % 10 - 5).max(0) as usize;
        let mut all: Vec<Remark> = Vec::with_capacity(count as usize);
        for one in 0..count {
            let created = at.plus_seconds((patience * (one + 1) / (count + 1)).max(1));
            self.number += 1;
            let id = CommentId::from_raw(id_at(created, self.number));
            let parent = if !all.is_empty() && self.dice.below(10) < 6 {
                let near = all.len().min(12);
                all.get(all.len() - 1 - self.dice.below(near)).map(|remark| &remark.comment)
            } else {
                None
            };
            let (verdict, grounds) = match self.dice.below(200) {
                0..8 => (Verdict::Spam, Grounds::Signs),
                8..11 => (Verdict::Rejected, Grounds::Person),
                11 if self.plan.posts - number < 20_000 => (Verdict::Held, Grounds::Mode),
                _ => (Verdict::Approved, Grounds::Person),
            };
            let length = 10 + self.dice.below(80);
            let body = self.tongues[tongue].prose(&mut self.dice, length);
            let name = self.names[self.dice.rank(self.names.len() as u64) as usize].clone();
            let comment = Comment {
                id,
                post: post.id,
                parent: parent.map(|parent| parent.id),
                root: parent.map_or(id, |parent| parent.root),
                origin: Origin::Form,
                verified: Verified::Nobody,
                name,
                email: None,
                website: None,
                html: format!("<p>{body}</p>\n"),
                body,
                verdict,
                judged: 1,
                answers: 0,
                created,
                edited: None,
                edited_here: false,
                flags: 0,
                anchor: None,
            };
            all.push(Remark { comment, thread_at: None, worth: 0, grounds });
        }
        settle(&mut all);
        self.later.extend(all.into_iter().map(|remark| (remark.comment.id.raw(), remark)));
    }
}

/// Says of the first of every thread what is shown below it, and what that is worth.
fn settle(all: &mut [Remark]) {
    let mut below: BTreeMap<CommentId, (u32, BTreeSet<String>)> = BTreeMap::new();
    for remark in all.iter().filter(|remark| remark.comment.verdict == Verdict::Approved) {
        let comment = &remark.comment;
        if comment.root != comment.id {
            let (answers, names) = below.entry(comment.root).or_default();
            *answers += 1;
            if *answers as usize <= LOOKED_AT {
                names.insert(comment.name.clone());
            }
        }
    }
    for remark in all.iter_mut().filter(|remark| remark.comment.root == remark.comment.id) {
        if let Some((answers, names)) = below.remove(&remark.comment.id) {
            remark.comment.answers = answers;
            remark.worth = names.iter().filter(|name| **name != remark.comment.name).count() as i64;
        }
        let shown = remark.comment.verdict == Verdict::Approved || remark.comment.answers > 0;
        remark.thread_at = shown.then_some(remark.comment.created);
    }
}
