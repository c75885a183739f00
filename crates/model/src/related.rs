//! The one formula behind "Related posts"; in plain words it stands in `docs/related.md`.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::{Language, Moment, PostId, Site, SourceId, popular::language_first};

/// How many related posts a post's page may show.
pub const LENGTH_LIMIT: u32 = 6;

/// How many are kept for each post: as many as are shown at most, and as many again, for a post of another language
/// may have to make room, and one may be taken back.
pub const KEPT: usize = 12;

/// Posts less near than this, of a hundred, are not related. One label that few posts have is enough, or several
/// telling words; the same outlet alone is not, nor is a label that every fourth post has.
pub const NEAR: u8 = 15;

/// Most telling words that are kept of a post, and most names.
pub const WORDS: usize = 28;
/// The same for names.
pub const NAMES: usize = 14;

/// A word that more posts have tells nothing, on the largest site.
const BEARERS_LIMIT: i64 = 500;

/// The points, of a hundred, that telling words can give.
const TEXT: f64 = 55.0;
/// The same for labels.
const LABELS: f64 = 35.0;
/// The same for one outlet, when hardly any other post is from it.
const OUTLET: f64 = 10.0;
/// Two posts on one and the same piece.
const SOURCE: f64 = 35.0;
/// Texts as alike as this are on one thing: more adds nothing.
const ALIKE: f64 = 0.5;
/// The share that years between two posts take away.
const AGE: f64 = 0.1;
/// Days after which half of that is taken.
const HALF: f64 = 365.0;
/// Microseconds of a day.
const DAY: f64 = 86_400_000_000.0;

/// Among which posts a telling word is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TellingKind {
    /// A word of a language, in its stem: among posts of that language.
    Word,
    /// A name, a number, a word kept in Latin letters, a label's word: among posts of all languages.
    Name,
}

impl TellingKind {
    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            TellingKind::Word => "word",
            TellingKind::Name => "name",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        [TellingKind::Word, TellingKind::Name].into_iter().find(|kind| kind.as_str() == word)
    }
}

/// A word of a text that may be a telling one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Among which posts it counts.
    pub kind: TellingKind,
    /// What all its forms have in common.
    pub key: String,
    /// As the text has it.
    pub shown: String,
    /// How often it occurs; in a headline or a label more than once.
    pub count: u32,
}

/// A word by which a post can be told from most others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Telling {
    /// Among which posts it counts.
    pub kind: TellingKind,
    /// What all its forms have in common.
    pub key: String,
    /// How much it tells, in hundredths: the more often the post has it and the fewer others do, the more; nothing
    /// for a word that is kept to know how common it is.
    pub weight: i64,
}

/// The most posts that may have a word that still tells something, of so many: one in twenty on a site of some size,
/// two thirds on a very small one.
pub fn most_bearers(posts: i64) -> i64 {
    let least = posts.saturating_sub(posts / 3).clamp(2, 10);
    (posts / 20).clamp(least, BEARERS_LIMIT)
}

/// How much a word tells that a text has `count` times and `bearers` of the site's posts have, this one included;
/// `None` when that is nothing.
pub fn weight(count: u32, bearers: i64, posts: i64) -> Option<i64> {
    if count == 0 || bearers > most_bearers(posts) {
        return None;
    }
    let often = 1.0 + f64::from(count).ln();
    let rare = (1.0 + posts.max(1) as f64 / bearers.max(1) as f64).ln();
    Some(hundredths(often * rare))
}

/// How many bearers of a word are counted: enough to know that it tells nothing, now and when there are twice as many
/// posts.
pub fn counted_bearers(posts: i64) -> i64 {
    (2 * most_bearers(posts)).min(BEARERS_LIMIT + 1)
}

/// The telling words of a post, of those it has and how many posts have each: the weightiest, some of each kind. Behind
/// them, without weight, those that too many have: unless each post that has one says so, it would seem rare.
pub fn telling(candidates: &[(Candidate, i64)], posts: i64) -> Vec<Telling> {
    let (mut chosen, mut common) = (Vec::new(), Vec::new());
    for (kind, limit) in [(TellingKind::Word, WORDS), (TellingKind::Name, NAMES)] {
        let mut some: Vec<Telling> = Vec::new();
        for (candidate, bearers) in candidates.iter().filter(|(candidate, _)| candidate.kind == kind) {
            let telling = |weight| Telling { kind, key: candidate.key.clone(), weight };
            match weight(candidate.count, *bearers, posts) {
                Some(weight) => some.push(telling(weight)),
                None if *bearers <= counted_bearers(posts) => common.push(telling(0)),
                None => {}
            }
        }
        some.sort_by(|one, other| other.weight.cmp(&one.weight).then_with(|| one.key.cmp(&other.key)));
        some.truncate(limit);
        chosen.append(&mut some);
    }
    chosen.append(&mut common);
    chosen
}

/// What of a post counts when it is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Traits {
    /// Its language's first part.
    pub language: String,
    /// Slugs of its labels.
    pub labels: Vec<String>,
    /// The host it credits.
    pub host: Option<String>,
    /// The source it was made from.
    pub source: Option<SourceId>,
    /// When it came out.
    pub published: Moment,
    /// Its telling words.
    pub telling: Vec<Telling>,
}

/// How common on the site what a post has is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Commonness {
    /// Published posts.
    pub posts: i64,
    /// Those that have a label, by slug.
    pub labels: HashMap<String, i64>,
    /// Those that credit the post's host.
    pub host: i64,
}

/// What two posts have in common, and how near that makes them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Common {
    /// Of a hundred.
    pub nearness: u8,
    /// Slugs of labels.
    pub labels: Vec<String>,
    /// Whether both were made from one piece.
    pub is_one_source: bool,
    /// Whether both credit one host.
    pub is_one_host: bool,
    /// Telling words by kind and key, the weightiest first.
    pub words: Vec<(TellingKind, String)>,
}

/// Compares two posts; the same whichever comes first, for the commonness of what both have.
///
/// Telling words give up to 55 points: the cosine of the two posts' weights, where one half is all; among posts of
/// two languages names alone are compared; and what rests on one word counts nothing, on two half, on three two thirds.
/// Labels give up to 35, each by how rare it is; one outlet up to 10 in the same way, one source 35. Together at most
/// 100, of which the years between the two take up to a tenth.
pub fn compare(one: &Traits, other: &Traits, site: &Commonness) -> Common {
    let (alike, words) = alike(one, other);
    let labels: Vec<String> =
        one.labels.iter().filter(|label| other.labels.contains(label)).cloned().collect();
    let rare: f64 =
        labels.iter().map(|label| rarity(*site.labels.get(label).unwrap_or(&2), site.posts)).sum();
    let is_one_source = one.source.is_some() && one.source == other.source;
    let is_one_host = one.host.is_some() && one.host == other.host;
    let from = match (is_one_source, is_one_host) {
        (true, _) => SOURCE,
        (false, true) => OUTLET * rarity(site.host, site.posts),
        (false, false) => 0.0,
    };
    let points = TEXT * (alike / ALIKE).min(1.0) + LABELS * rare.min(1.0) + from;
    let days = (one.published.micros() - other.published.micros()).unsigned_abs() as f64 / DAY;
    let nearness = points.min(100.0) * (1.0 - AGE * days / (days + HALF));
    Common { nearness: nearness.round() as u8, labels, is_one_source, is_one_host, words }
}

/// How rare something is that so many posts have, of so many: 1 for the rarest two can share, 0 for what all have.
fn rarity(bearers: i64, posts: i64) -> f64 {
    let (bearers, posts) = (bearers.max(2) as f64, posts.max(2) as f64);
    (1.0 - bearers.ln() / (posts + 1.0).ln()).max(0.0)
}

fn alike(one: &Traits, other: &Traits) -> (f64, Vec<(TellingKind, String)>) {
    let is_one_language = one.language == other.language;
    let counts =
        |telling: &&Telling| telling.weight > 0 && (is_one_language || telling.kind == TellingKind::Name);
    let theirs: HashMap<(TellingKind, &str), i64> = other
        .telling
        .iter()
        .filter(counts)
        .map(|telling| ((telling.kind, telling.key.as_str()), telling.weight))
        .collect();
    let mut shared: Vec<(i64, TellingKind, &str)> = one
        .telling
        .iter()
        .filter(counts)
        .filter_map(|telling| {
            let their = theirs.get(&(telling.kind, telling.key.as_str()))?;
            Some((telling.weight.saturating_mul(*their), telling.kind, telling.key.as_str()))
        })
        .collect();
    shared.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| (a.1, a.2).cmp(&(b.1, b.2))));
    // A name in a text of Latin letters is there twice, by its stem as well.
    let names = shared.iter().filter(|(_, kind, _)| *kind == TellingKind::Name).count();
    let number = names.max(shared.len() - names) as f64;
    let length = |telling: &[Telling]| {
        let squares = telling.iter().filter(counts).map(|telling| (telling.weight as f64).powi(2));
        squares.sum::<f64>().sqrt()
    };
    let whole = length(&one.telling) * length(&other.telling);
    let product: f64 = shared.iter().map(|(product, _, _)| *product as f64).sum();
    let cosine = if whole > 0.0 { product / whole } else { 0.0 };
    let words = shared.into_iter().map(|(_, kind, key)| (kind, key.to_owned())).collect();
    (if number > 1.0 { cosine * (number - 1.0) / number } else { 0.0 }, words)
}

fn hundredths(number: f64) -> i64 {
    (number * 100.0).round() as i64
}

/// Why a post is related to another, as an editor is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", content = "what", rename_all = "lowercase")]
pub enum Reason {
    /// Labels that both have, by name.
    Labels(Vec<String>),
    /// Both were made from one piece.
    Source,
    /// Both credit one outlet.
    Outlet,
    /// Telling words that both have.
    Words(Vec<String>),
}

/// A related post: which, how near, why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// The other post.
    pub post: PostId,
    /// Of a hundred: [`Common::nearness`].
    pub nearness: u8,
    /// Why.
    pub reasons: Vec<Reason>,
}

/// The related posts that a post's page shows, of all that are kept, nearest first: as many as the site wants, those
/// in the post's own language first if it so chooses.
pub fn shown<T>(
    site: &Site,
    post: Option<&Language>,
    kept: Vec<T>,
    of: impl Fn(&T) -> Option<&Language>,
) -> Vec<T> {
    let primary = |language: Option<&Language>| language.unwrap_or(&site.language).primary().to_owned();
    let mut list = if site.popular_language_first {
        let own = primary(post);
        language_first(kept, |other| primary(of(other)) == own)
    } else {
        kept
    };
    list.truncate(site.related_length as usize);
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    fn traits(language: &str, labels: &[&str], telling: &[(TellingKind, &str)]) -> Traits {
        Traits {
            language: language.into(),
            labels: labels.iter().map(|label| (*label).to_owned()).collect(),
            host: None,
            source: None,
            published: crate::sample::noon(),
            telling: telling
                .iter()
                .map(|(kind, key)| Telling { kind: *kind, key: (*key).into(), weight: 500 })
                .collect(),
        }
    }

    fn common(posts: i64, label: i64) -> Commonness {
        Commonness { posts, labels: HashMap::from([("rivers".to_owned(), label)]), host: label }
    }

    const WORDS: &[(TellingKind, &str)] = &[
        (TellingKind::Word, "flood"),
        (TellingKind::Word, "leve"),
        (TellingKind::Word, "danub"),
        (TellingKind::Name, "danube"),
        (TellingKind::Name, "budapest"),
        (TellingKind::Name, "1350"),
    ];

    #[test]
    fn a_rare_label_is_enough_and_a_common_one_is_not() {
        let (one, other) = (traits("en", &["rivers"], &[]), traits("el", &["rivers", "news"], &[]));
        for (posts, bearers, near) in
            [(3, 2, true), (100, 5, true), (100, 25, false), (100, 100, false), (100_000, 50, true)]
        {
            let found = compare(&one, &other, &common(posts, bearers));
            assert_eq!(found.nearness >= NEAR, near, "{bearers} of {posts}: {}", found.nearness);
        }
    }

    #[test]
    fn words_count_within_a_language_and_names_across() {
        let site = common(100, 5);
        let nearness = |one: &Traits, other: &Traits| compare(one, other, &site).nearness;
        let english = traits("en", &[], WORDS);
        assert_eq!(nearness(&english, &traits("en", &[], WORDS)), 55, "the text alone, all of it");
        let words_only: Vec<_> = WORDS[..3].to_vec();
        assert!(nearness(&english, &traits("en", &[], &words_only)) >= NEAR);
        assert_eq!(nearness(&english, &traits("de", &[], &words_only)), 0);
        let greek = traits("el", &[], &[WORDS[3], WORDS[4], (TellingKind::Word, "πλημμυρ")]);
        let found = compare(&english, &greek, &site);
        assert!(found.nearness >= NEAR);
        assert_eq!(
            found.words.iter().map(|(_, key)| key.as_str()).collect::<Vec<_>>(),
            ["budapest", "danube"]
        );
    }

    #[test]
    fn one_word_says_little_and_one_outlet_less() {
        let site = common(1_000, 20);
        let one = Traits { host: Some("a.example".into()), ..traits("en", &[], WORDS) };
        let outlet = Traits { host: Some("a.example".into()), ..traits("en", &[], &[]) };
        assert!(compare(&one, &outlet, &site).nearness < NEAR);
        let many: Vec<_> = ["a", "b", "c", "d", "flood"].map(|key| (TellingKind::Word, key)).to_vec();
        assert!(compare(&one, &traits("en", &[], &many), &site).nearness < NEAR);
        let source = Some(SourceId::from_raw(7));
        let (one, other) = (Traits { source, ..one }, Traits { source, ..outlet });
        assert!(compare(&one, &other, &site).nearness >= NEAR);
    }

    #[test]
    fn it_is_the_same_both_ways_and_years_break_ties() {
        let site = common(100, 5);
        let one = traits("en", &["rivers"], WORDS);
        let mut other = traits("en", &["rivers"], &WORDS[1..]);
        let near = compare(&one, &other, &site);
        assert_eq!(near.nearness, compare(&other, &one, &site).nearness);
        other.published = one.published.plus_seconds(-86_400 * 3_650);
        let far = compare(&one, &other, &site).nearness;
        assert!(far < near.nearness && far >= near.nearness - near.nearness.div_ceil(10), "{far} {near:?}");
        other.published = Moment::from_micros(i64::MIN + 1);
        assert!(compare(&one, &other, &site).nearness > 0);
    }

    #[test]
    fn what_many_posts_have_tells_nothing() {
        for (posts, most) in [(0, 2), (3, 2), (6, 4), (100, 10), (400, 20), (100_000, 500)] {
            assert_eq!(most_bearers(posts), most, "of {posts}");
        }
        assert_eq!(weight(40, 21, 400), None);
        assert!(weight(1, 1, 400) > weight(1, 20, 400));
        assert!(weight(8, 5, 400) > weight(1, 5, 400));
        assert_eq!(weight(0, 1, 400), None);
    }

    #[test]
    fn the_weightiest_are_chosen_some_of_each_kind() {
        let candidate = |kind, number: u32| {
            let key = format!("k{number:03}");
            (Candidate { kind, shown: key.clone(), key, count: number }, 1)
        };
        let candidates: Vec<_> = (1..=60)
            .flat_map(|number| [candidate(TellingKind::Word, number), candidate(TellingKind::Name, number)])
            .collect();
        let common = (Candidate { count: 90, ..candidates[0].0.clone() }, 11);
        let everywhere = (Candidate { key: "the".into(), ..common.0.clone() }, 21);
        let mut chosen = telling(&[candidates, vec![common, everywhere]].concat(), 50);
        assert_eq!(
            chosen.pop().map(|word| (word.key, word.weight)),
            Some(("k001".into(), 0)),
            "to be counted"
        );
        assert_eq!(chosen.len(), super::WORDS + NAMES);
        assert_eq!((chosen[0].key.as_str(), chosen[super::WORDS].key.as_str()), ("k060", "k060"));
    }

    #[test]
    fn a_page_shows_its_own_language_first_and_no_more_than_the_site_wants() {
        let (en, el) = (Language::english(), Language::parse("el").unwrap());
        let kept = vec![(1, Some(en.clone())), (2, Some(el.clone())), (3, None), (4, Some(el.clone()))];
        let numbers = |site: &Site, own: Option<&Language>| -> Vec<i32> {
            let list = shown(site, own, kept.clone(), |(_, language)| language.as_ref());
            list.into_iter().map(|(number, _)| number).collect()
        };
        let site = Site::default();
        assert_eq!(numbers(&site, Some(&el)), [2, 4, 1]);
        assert_eq!(numbers(&site, None), [1, 3, 2]);
        let site = Site { popular_language_first: false, related_length: 2, ..site };
        assert_eq!(numbers(&site, Some(&el)), [1, 2]);
    }
}
