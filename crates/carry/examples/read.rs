//! Reads an export and does nothing with it: what reading alone costs. `cargo run --release -p carry --example read --
//! blogger PATH`; with `bare` instead of a system, the bare XML parser reads the file, for comparison.

#![expect(clippy::print_stderr, reason = "a program for a terminal")]

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::ExitCode;

use carry::{Choices, Package, Pass};
use model::import::{Noun, Platform};
use quick_xml::Reader;
use quick_xml::events::Event;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let result = match words.as_slice() {
        [word, path] if word == "bare" => bare(Path::new(path)),
        [word, path] => word.parse().and_then(|platform| export(platform, Path::new(path))),
        _ => Err("read blogger|wordpress|ghost|bare PATH".to_owned()),
    };
    match result {
        Ok(counts) => {
            for (kind, count) in counts {
                // Whoever reads this may have seen enough.
                let _ = writeln!(std::io::stdout(), "{count:>10} {kind}");
            }
            ExitCode::SUCCESS
        }
        Err(what) => {
            eprintln!("{what}");
            ExitCode::FAILURE
        }
    }
}

/// Entries by kind, from both passes.
fn export(platform: Platform, path: &Path) -> Result<BTreeMap<String, u64>, String> {
    let package = Package::open(path).map_err(|broken| broken.to_string())?;
    let export =
        carry::export(platform, &package, &Choices::default()).map_err(|broken| broken.to_string())?;
    let mut counts = BTreeMap::new();
    for pass in [Pass::Posts, Pass::Comments] {
        let mut count = |kind: String| *counts.entry(kind).or_insert(0) += 1;
        export
            .each(pass, &mut |entry, _| {
                match entry {
                    Ok(entry) => count(match entry.noun {
                        Noun::Site(_) => "site".to_owned(),
                        Noun::Author(_) => "author".to_owned(),
                        Noun::Label(_) => "label".to_owned(),
                        Noun::Post(post) => format!("{:?}: {:?}", post.kind, post.standing),
                        Noun::Comment(comment) => format!("comment: {:?}", comment.verdict),
                        Noun::Medium(_) => "medium".to_owned(),
                        Noun::Redirect(_) => "redirect".to_owned(),
                        Noun::Other { kind, .. } => kind,
                    }),
                    Err(_) => count("broken".to_owned()),
                }
                ControlFlow::Continue(())
            })
            .map_err(|broken| broken.to_string())?;
    }
    Ok(counts)
}

/// Events of the bare parser; references are events of their own.
fn bare(path: &Path) -> Result<BTreeMap<String, u64>, String> {
    let file = File::open(path).map_err(|error| error.to_string())?;
    let mut reader = Reader::from_reader(BufReader::with_capacity(256 << 10, file.take(u64::MAX)));
    // An undeclared prefix does not stop it, a lone ampersand would.
    reader.config_mut().allow_dangling_amp = true;
    let mut counts = BTreeMap::from([("events".to_owned(), 0), ("bytes of text".to_owned(), 0)]);
    let mut buffer = Vec::new();
    let (mut events, mut bytes) = (0, 0);
    loop {
        match reader.read_event_into(&mut buffer).map_err(|error| error.to_string())? {
            Event::Eof => break,
            Event::Text(text) => bytes += text.len() as u64,
            _ => {}
        }
        events += 1;
        buffer.clear();
    }
    counts.insert("events".to_owned(), events);
    counts.insert("bytes of text".to_owned(), bytes);
    Ok(counts)
}
