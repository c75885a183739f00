//! The threshold of [`markup::quotation::NEAR`], chosen by measuring: quotations of real prose with words changed,
//! against sentences nobody wrote, made of the same words.

use std::fs;
use std::ops::Range;
use std::path::Path;

use markup::plain_text;
use markup::quotation::{Located, Searchable};
use model::Passage;

/// The demo's outlets: prose in four scripts.
const PAGES: &[&str] = &[
    "almanac/a-library-of-sounds.html",
    "almanac/where-to-buy-silence.html",
    "asteria/imerologio-ton-anemon.html",
    "asteria/o-teleftaios-stoicheiothetis.html",
    "chashan/lingchen-chashi.html",
    "haigang/mo-ban-du-lun.html",
    "river-post/the-town-that-counts-its-water.html",
    "river-post/thirty-carriages-and-a-kettle.html",
    "warraq/sanat-al-waraq.html",
];

struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit.max(1)
    }
}

struct Prose {
    text: String,
    words: Vec<String>,
    glue: &'static str,
}

/// The paragraphs of each page that are long enough to be its story's.
fn prose() -> Vec<Prose> {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../courant/samples");
    let read = |page: &&str| {
        let is_chinese = page.starts_with("chashan") || page.starts_with("haigang");
        let least = if is_chinese { 50 } else { 150 };
        let all = plain_text(&fs::read_to_string(samples.join(page)).unwrap());
        let story: Vec<&str> = all.split("\n\n").filter(|part| part.chars().count() >= least).collect();
        let text = story.join("\n\n");
        let words = if is_chinese {
            text.chars().filter(|c| !c.is_whitespace()).map(String::from).collect()
        } else {
            text.split_whitespace().map(str::to_owned).collect()
        };
        Prose { text, words, glue: if is_chinese { "" } else { " " } }
    };
    PAGES.iter().map(read).collect()
}

/// A stretch of the text with so many of a hundred words replaced, left out or put in; and which letters of the
/// text the stretch is.
fn edited(prose: &Prose, percent: usize, chance: &mut Chance) -> (String, Range<usize>) {
    let length = if prose.glue.is_empty() { 14 + chance.below(60) } else { 8 + chance.below(40) };
    let start = chance.below(prose.words.len() - length);
    let own = &prose.words[start..start + length];
    let mut words = Vec::new();
    for word in own {
        if chance.below(100) >= percent {
            words.push(word.clone());
            continue;
        }
        let other = prose.words[chance.below(prose.words.len())].clone();
        match chance.below(3) {
            0 => words.push(other),
            1 => {}
            _ => words.extend([word.clone(), other]),
        }
    }
    let before = letters(&prose.words[..start].concat());
    (words.join(prose.glue), before..before + letters(&own.concat()))
}

/// As many words of the text in an order nobody wrote.
fn invented(prose: &Prose, chance: &mut Chance) -> String {
    let length = if prose.glue.is_empty() { 14 + chance.below(60) } else { 8 + chance.below(40) };
    (0..length)
        .map(|_| prose.words[chance.below(prose.words.len())].as_str())
        .collect::<Vec<_>>()
        .join(prose.glue)
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// Of a hundred letters of the true stretch, those that the passage has too.
fn overlap(prose: &Prose, passage: &Passage, own: &Range<usize>) -> usize {
    let before: String = prose.text.chars().take(passage.start as usize).collect();
    let start = letters(&before);
    let end = start + letters(&passage.exact);
    100 * end.min(own.end).saturating_sub(start.max(own.start)) / own.len().max(1)
}

const TRIES: usize = 120;

#[test]
fn quotations_with_changed_words_are_found_where_they_were_taken_from() {
    let mut chance = Chance(7);
    for (percent, least) in [(0, 1_000), (5, 1_000), (10, 1_000), (20, 990), (30, 970)] {
        let (mut right, mut wrong, mut all) = (0, 0, 0);
        for prose in prose() {
            let text = Searchable::of(&prose.text);
            for _ in 0..TRIES {
                let (quote, own) = edited(&prose, percent, &mut chance);
                let located = text.locate(&[&quote]).remove(0);
                all += 1;
                match located {
                    Located::Found(passage) | Located::Changed { passage, .. } => {
                        let is_right = overlap(&prose, &passage, &own) >= 40;
                        right += usize::from(is_right);
                        wrong += usize::from(!is_right);
                    }
                    Located::NotFound => {}
                }
            }
        }
        println!("{percent} % of the words changed: {right} of {all} found, {wrong} elsewhere");
        assert!(1_000 * right >= least * all, "{percent} %: {right} of {all}, {wrong} elsewhere");
        assert!(1_000 * wrong <= 20 * all, "{percent} %: {wrong} of {all} elsewhere");
    }
}

#[test]
fn sentences_nobody_wrote_are_not_found() {
    let mut chance = Chance(11);
    let prose = prose();
    let (mut met, mut all) = (0, 0);
    for one in &prose {
        // The same words in another order, and true sentences of the other texts.
        let mut quotes: Vec<String> = (0..TRIES).map(|_| invented(one, &mut chance)).collect();
        for other in prose.iter().filter(|other| other.text != one.text) {
            quotes.extend((0..TRIES / 8).map(|_| edited(other, 0, &mut chance).0));
        }
        let quotes: Vec<&str> = quotes.iter().map(String::as_str).collect();
        for (located, quote) in Searchable::of(&one.text).locate(&quotes).into_iter().zip(&quotes) {
            all += 1;
            if located != Located::NotFound {
                println!("{quote}\n  {located:?}");
                met += 1;
            }
        }
    }
    println!("{met} of {all} met by chance");
    assert!(1_000 * met <= all, "{met} of {all}");
}
