//! Measures what looking for quotations costs: a hundred of them in two megabytes of prose, and in texts made to
//! make it dear. `cargo run --release -p markup --example quotations`.
#![expect(clippy::print_stdout, reason = "an example prints what it found")]
#![expect(clippy::disallowed_methods, reason = "measuring is what it is for")]

use std::time::Instant;

use markup::quotation::{Located, Searchable, quotations};

/// Bytes of each text.
const SIZE: usize = 2_000_000;
const QUOTATIONS: usize = 100;
/// Words of each quotation.
const WORDS: usize = 40;
/// Runs, of which the quickest counts.
const RUNS: usize = 7;

/// Words of made-up prose: syllables drawn so that some words are common and most are rare.
fn prose(script: &[&str], glue: &str) -> String {
    let mut state = 7_u64;
    let mut below = |limit: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % limit
    };
    let mut text = String::with_capacity(SIZE + 100);
    while text.len() < SIZE {
        let rare = below(60) * below(60) / 2;
        let syllables = [rare % script.len(), rare / script.len() % script.len(), below(3)];
        syllables.iter().for_each(|at| text.push_str(script[*at]));
        text.push_str(if below(12) == 0 { ".\n\n" } else { glue });
    }
    text
}

/// Quotations cut out of a text, every third with each tenth word another, every fourth of words from nowhere.
fn quoted(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let quote = |number: usize| {
        let start = number * (words.len().saturating_sub(WORDS) / QUOTATIONS);
        let own = words.iter().skip(start).take(WORDS).enumerate();
        let changed = own.map(|(at, word)| match (number % 3, number % 4) {
            (_, 3) => format!("{word}{number}"),
            (0, _) if at % 10 == 9 => "other".to_owned(),
            _ => (*word).to_owned(),
        });
        changed.collect::<Vec<_>>().join(" ")
    };
    (0..QUOTATIONS).map(quote).collect()
}

fn measure(name: &str, text: &str, quotes: &[String]) {
    let quotes: Vec<&str> = quotes.iter().map(String::as_str).collect();
    let mut quickest = f64::MAX;
    let mut answers = Vec::new();
    for _ in 0..RUNS {
        let start = Instant::now();
        answers = Searchable::of(text).locate(&quotes);
        quickest = quickest.min(start.elapsed().as_secs_f64());
    }
    let of = |kind: fn(&Located) -> bool| answers.iter().filter(|answer| kind(answer)).count();
    println!(
        "{name:<34} {:>5.0} ms  {:>3} found, {:>3} with changes, {:>3} not",
        quickest * 1_000.0,
        of(|answer| matches!(answer, Located::Found(_))),
        of(|answer| matches!(answer, Located::Changed { .. })),
        of(|answer| *answer == Located::NotFound),
    );
}

fn main() {
    let latin = ["ri", "ver", "ko", "stan", "me", "lu", "pra", "tin", "so", "wel", "a", "the", "un"];
    let greek = ["πο", "τά", "μι", "νε", "ρό", "λί", "τρα", "σα", "κου", "ή", "το", "και", "α"];
    let chinese = ["河", "流", "水", "城", "市", "长", "夏", "天", "人", "不", "的", "一", "是"];
    for (name, script, glue) in
        [("prose, Latin", latin, " "), ("prose, Greek", greek, " "), ("prose, Chinese", chinese, "")]
    {
        let text = prose(&script, glue);
        let quotes = match glue {
            "" => {
                let characters: Vec<char> = text.chars().collect();
                characters.chunks(2 * WORDS).take(QUOTATIONS).map(|part| part.iter().collect()).collect()
            }
            _ => quoted(&text),
        };
        measure(name, &text, &quotes);
    }
    let same = "ha ".repeat(SIZE / 3);
    measure("one word, over and over", &same, &vec!["ha ".repeat(2_000) + "hoo"; QUOTATIONS]);
    let pairs = "ha ho ".repeat(SIZE / 6);
    let near: Vec<String> =
        (0..QUOTATIONS).map(|number| format!("{} {number}", "ho ho ha ha ".repeat(number + 50))).collect();
    measure("two words, over and over", &pairs, &near);
    let long = prose(&latin, " ");
    measure(
        "all of it, as a hundred quotations",
        &long,
        &vec![long[..SIZE / QUOTATIONS].to_owned(); QUOTATIONS],
    );
    measure("gaps", &long, &vec!["the … a … un … ".repeat(500); QUOTATIONS]);
    measure("marks without a word", &"“…”[".repeat(SIZE / 10), &vec!["[…".repeat(5_000); QUOTATIONS]);

    let start = Instant::now();
    let html = format!("<p>{}</p>", "“a b c d e f g” <q>so</q> ".repeat(SIZE / 30));
    let taken = quotations(&html).len();
    println!(
        "{:<34} {:>5.0} ms  {taken} taken",
        "taking them out of two megabytes",
        start.elapsed().as_secs_f64() * 1_000.0
    );
}
