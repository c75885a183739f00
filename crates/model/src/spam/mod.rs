//! How much a comment looks like spam, and why, in words.
//!
//! Two things are weighed together: what people at the desk have said about comments with the same terms
//! ([`learnt`]), and plain signs that need no teacher ([`plain`]). All weights are tenths of a natural logarithm
//! of odds, so that they can be added up and shown beside each other.

mod chance;
mod plain;

use serde::{Deserialize, Serialize};

use chance::{combined, likeliness};
pub use plain::{Plain, Record, plain};

/// The score from which even those whom the site knows are held.
pub const VERY_HIGH: u8 = 90;
/// The highest score.
pub const SCORE_LIMIT: u32 = 100;
/// Comments of each class that people must have judged before the terms of a comment count.
pub const LESSONS_NEEDED: i64 = 10;
/// Most terms of a comment that are learnt, and looked up.
pub const TERMS_LIMIT: usize = 600;
/// Most terms that are weighed: those that tell most (the number SpamBayes settled on).
const TELLING: usize = 150;
/// A term whose likeliness is nearer to one half says nothing.
const SAYS_NOTHING: f64 = 0.1;
/// Most terms that are named among the signs.
const NAMED: usize = 6;
/// Before anything is known of a comment: one in ten is spam.
const UNTAUGHT: i32 = -22;
/// Terms alone go so far and no further: a plain sign must still be able to speak against them.
const FARTHEST: f64 = 0.02;

/// Which part of a comment a term stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SignKind {
    /// A word of the text; two characters in a row where a script writes no spaces.
    Word,
    /// A word of its author's name.
    Name,
    /// A host that a link leads to.
    Link,
    /// The host of its author's mail address.
    Mail,
    /// The host of its author's page.
    Page,
    /// How many links there are.
    Links,
    /// How much of the text is links.
    Share,
    /// Several scripts in one word.
    Mixed,
    /// The same words were said elsewhere.
    Repeated,
    /// The name is a web address.
    Address,
    /// The text is in capitals.
    Capitals,
    /// Characters that nobody sees.
    Invisible,
    /// What became of other comments from the same network.
    Network,
    /// The post is very old.
    Age,
    /// The text is in another script than the post.
    Script,
    /// A kind that a newer server knows.
    #[serde(other)]
    Other,
}

/// A reason for a score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sign {
    /// What it looks at.
    pub kind: SignKind,
    /// How strongly it speaks for spam, below zero against it; tenths of a natural logarithm of odds.
    pub weight: i32,
    /// In words, for the desk.
    pub detail: String,
}

/// A term of a comment: what it is, and the number it is counted under. Only the number is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Where it stands.
    pub kind: SignKind,
    /// As the search folds it.
    pub text: String,
    /// The same for ever for the same kind and text.
    pub key: i64,
}

/// Counts of comments that people have judged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Those they called spam.
    pub spam: i64,
    /// Those they approved.
    pub approved: i64,
}

/// A comment as weighed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Weighed {
    /// 0 to 100.
    pub score: u8,
    /// Why, the strongest reason first.
    pub signs: Vec<Sign>,
}

impl Weighed {
    /// The strongest reasons for spam in one line.
    pub fn in_words(&self) -> String {
        let told: Vec<&str> = self
            .signs
            .iter()
            .filter(|sign| sign.weight > 0)
            .take(3)
            .map(|sign| sign.detail.as_str())
            .collect();
        format!("score {}: {}", self.score, told.join("; "))
    }
}

/// Weighs a comment. `terms` are those of its terms that were met before, with how many judged comments have
/// each; `all` is how many were judged.
///
/// The terms are combined as Robinson has it (G. Robinson, “A Statistical Approach to the Spam Problem”, Linux
/// Journal 107, 2003, with Fisher's method on both sides): a comment of which nothing telling is known comes out
/// in the middle. To that the plain signs are added.
pub fn weigh(all: Counts, terms: &[(Term, Counts)], plain: Vec<Sign>) -> Weighed {
    let mut signs = plain;
    let start = if all.spam < LESSONS_NEEDED || all.approved < LESSONS_NEEDED {
        UNTAUGHT
    } else {
        let mut telling: Vec<(f64, &Term, Counts)> = terms
            .iter()
            .map(|(term, counts)| (likeliness(*counts, all), term, *counts))
            .filter(|(likely, ..)| (likely - 0.5).abs() >= SAYS_NOTHING)
            .collect();
        telling.sort_by(|one, other| {
            (other.0 - 0.5).abs().total_cmp(&(one.0 - 0.5).abs()).then(one.1.key.cmp(&other.1.key))
        });
        telling.truncate(TELLING);
        let likely: Vec<f64> = telling.iter().map(|(likely, ..)| *likely).collect();
        signs.extend(telling.iter().take(NAMED).map(|(likely, term, counts)| Sign {
            kind: term.kind,
            weight: tenths(*likely),
            detail: told(term, *counts, all),
        }));
        tenths(combined(&likely).clamp(FARTHEST, 1.0 - FARTHEST))
    };
    let sum = start + signs.iter().filter(|sign| is_plain(sign.kind)).map(|sign| sign.weight).sum::<i32>();
    signs.sort_by_key(|sign| -sign.weight.abs());
    let share = 1.0 / (1.0 + (-f64::from(sum) / 10.0).exp());
    Weighed { score: (share * 100.0).round() as u8, signs }
}

/// Odds of a probability, as a weight.
fn tenths(likely: f64) -> i32 {
    ((likely / (1.0 - likely)).ln() * 10.0).round() as i32
}

/// Whether signs of a kind need no teacher.
fn is_plain(kind: SignKind) -> bool {
    use SignKind::{Link, Mail, Name, Page, Word};
    !matches!(kind, Word | Name | Link | Mail | Page)
}

fn told(term: &Term, counts: Counts, all: Counts) -> String {
    let text = &term.text;
    let what = match term.kind {
        SignKind::Name => format!("“{text}” in the name"),
        SignKind::Link => format!("a link to {text}"),
        SignKind::Mail => format!("a mail address at {text}"),
        SignKind::Page => format!("an author’s page at {text}"),
        _ => format!("“{text}”"),
    };
    format!(
        "{what} is in {} of {} spam comments and {} of {} approved ones",
        counts.spam, all.spam, counts.approved, all.approved
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: Counts = Counts { spam: 40, approved: 120 };

    fn term(text: &str, spam: i64, approved: i64) -> (Term, Counts) {
        let key = text.bytes().fold(7, |key: i64, byte| key.wrapping_mul(31) + i64::from(byte));
        (Term { kind: SignKind::Word, text: text.into(), key }, Counts { spam, approved })
    }

    #[test]
    fn what_people_have_called_spam_is_known_again_with_the_reason() {
        let spam = weigh(ALL, &[term("casino", 34, 1), term("bonus", 20, 0), term("the", 30, 90)], vec![]);
        assert!(spam.score >= VERY_HIGH, "{spam:?}");
        assert_eq!(spam.signs[0].detail, "“bonus” is in 20 of 40 spam comments and 0 of 120 approved ones");
        assert_eq!(spam.signs.len(), 2, "what is in all comments alike says nothing");
        let honest =
            weigh(ALL, &[term("river", 0, 40), term("article", 1, 30), term("casino", 34, 1)], vec![]);
        assert!(honest.score < 60, "{honest:?}");
        let plainly = weigh(ALL, &[term("river", 0, 40), term("article", 1, 60)], vec![]);
        assert!(plainly.score < 10, "{plainly:?}");
    }

    #[test]
    fn what_nothing_is_known_of_is_in_the_middle_once_people_have_judged_and_low_before() {
        assert_eq!(weigh(ALL, &[], vec![]).score, 50);
        let few = Counts { spam: 9, approved: 120 };
        assert_eq!(weigh(few, &[term("casino", 9, 0)], vec![]), Weighed { score: 10, signs: vec![] });
    }

    #[test]
    fn a_very_long_comment_of_one_kind_stays_within_bounds() {
        let many: Vec<_> = (0..2_000).map(|n| term(&format!("w{n}"), 40, 0)).collect();
        assert_eq!(weigh(ALL, &many, vec![]).score, 98);
        let both: Vec<_> =
            (0..2_000).map(|n| term(&format!("w{n}"), 40 * (n % 2), 40 * (1 - n % 2))).collect();
        let score = weigh(ALL, &both, vec![]).score;
        assert!((40..=60).contains(&score), "as much for as against: {score}");
    }
}
