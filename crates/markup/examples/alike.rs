//! Measures from how alike two texts are to be offered as the same story. JSON lines `{"id","text"}` in;
//! each text is changed as outlets change one another's, and compared with itself and with all others.
//! bench/README.md, "Same story".
#![expect(clippy::print_stdout, reason = "an example prints what it found")]

use std::error::Error;
use std::io::{BufRead, stdin};

use markup::sketch;
use model::Sketch;
use serde_json::Value;
use unicode_segmentation::UnicodeSegmentation;

/// A change, and how many of the texts are found again from each threshold on.
type Change = (&'static str, fn(&str) -> String);

const CHANGES: &[Change] = &[
    ("a fifth of the paragraphs gone", |text| every_other_paragraph(text, 5)),
    ("a third of the paragraphs gone", |text| every_other_paragraph(text, 3)),
    ("the first two thirds only", |text| beginning(text, 2, 3)),
    ("the first half only", |text| beginning(text, 1, 2)),
    ("every 40th word another", |text| reworded(text, 40)),
    ("every 20th word another", |text| reworded(text, 20)),
    ("every 10th word another", |text| reworded(text, 10)),
    ("two paragraphs of its own before, every 40th word another", |text| {
        format!("{}\n\n{}", FOREIGN, reworded(text, 40))
    }),
];

const FOREIGN: &str = "This piece first came out elsewhere and is shown here with the kind leave of those who \
    wrote it, who have seen more rivers than most of us will.\n\nWe have left the spelling of names as it was.";

fn main() -> Result<(), Box<dyn Error>> {
    let mut texts = Vec::new();
    for line in stdin().lock().lines() {
        let value: Value = serde_json::from_str(&line?)?;
        let text = value["text"].as_str().unwrap_or_default().to_owned();
        if let Some(sketch) = sketch(&text) {
            texts.push((value["id"].to_string(), text, sketch));
        }
    }
    println!("{} texts long enough", texts.len());
    let thresholds = [40_u8, 45, 50, 55, 60, 65, 70, 75, 80, 90];
    println!("{:<60}{}", "found again from", thresholds.map(|t| format!("{t:>6}")).concat());
    for (name, change) in CHANGES {
        let found: Vec<Option<u8>> =
            texts.iter().map(|(_, text, known)| seen(known, &change(text))).collect();
        let share =
            |t: u8| found.iter().filter(|l| l.is_some_and(|l| l >= t)).count() as f64 / texts.len() as f64;
        println!("{name:<60}{}", thresholds.map(|t| format!("{:>6.1}", 100.0 * share(t))).concat());
    }
    let mut pairs = Vec::new();
    for (at, (id, _, one)) in texts.iter().enumerate() {
        for (other_id, _, other) in &texts[..at] {
            let likeness = one.likeness(other);
            if likeness >= 20 && share_a_place(one, other) {
                pairs.push((likeness, id, other_id));
            }
        }
    }
    pairs.sort();
    let all = texts.len() * texts.len().saturating_sub(1) / 2;
    let count = |t: u8| pairs.iter().filter(|(likeness, ..)| *likeness >= t).count();
    println!(
        "{:<60}{}",
        format!("pairs of two pages, of {all}"),
        thresholds.map(|t| format!("{:>6}", count(t))).concat()
    );
    for (likeness, one, other) in pairs.iter().rev().take(40) {
        println!("{likeness} {one} {other}");
    }
    Ok(())
}

/// How alike the changed text is, if the index would bring the two together.
fn seen(known: &Sketch, changed: &str) -> Option<u8> {
    let changed = sketch(changed)?;
    share_a_place(known, &changed).then(|| known.likeness(&changed))
}

fn share_a_place(one: &Sketch, other: &Sketch) -> bool {
    one.places().iter().zip(other.places()).any(|(one, other)| one == other)
}

fn paragraphs(text: &str) -> Vec<&str> {
    text.split("\n\n").collect()
}

fn every_other_paragraph(text: &str, gone: usize) -> String {
    let kept = paragraphs(text).into_iter().enumerate().filter(|(at, _)| at % gone != gone / 2);
    kept.map(|(_, paragraph)| paragraph).collect::<Vec<_>>().join("\n\n")
}

fn beginning(text: &str, part: usize, of: usize) -> String {
    let length = text.chars().count();
    text.chars().take(length * part / of).collect()
}

fn reworded(text: &str, every: usize) -> String {
    let mut number = 0;
    let word = |piece: &str| {
        if !piece.chars().any(char::is_alphanumeric) {
            return piece.to_owned();
        }
        number += 1;
        if number % every == 0 { format!("other{number}") } else { piece.to_owned() }
    };
    text.split_word_bounds().map(word).collect()
}
