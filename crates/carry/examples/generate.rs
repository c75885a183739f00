//! Writes an export of any size: `cargo run --release -p carry --example generate -- --format takeout --posts 100000 --to
//! FOLDER`. With `--to -` the one file goes to the standard output.

#![expect(clippy::print_stderr, reason = "a program for a terminal")]

use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

use carry::sample::{Counts, Format, Size, lay_out, write};

const USAGE: &str = "generate --format blogger|takeout|wordpress|ghost --posts N [--comments-per-post M] [--seed S] --to PATH|-";

fn main() -> ExitCode {
    match run() {
        Ok(counts) => {
            eprintln!("{counts:?}");
            ExitCode::SUCCESS
        }
        Err(what) => {
            eprintln!("{what}\n{USAGE}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<Counts, String> {
    let mut format = None;
    let mut size = Size { posts: 0, comments: 4, seed: 1 };
    let mut target = None;
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let value = words.next().ok_or_else(|| format!("{word} needs a value"))?;
        let number = || value.parse::<u64>().map_err(|_| format!("“{value}” is no number for {word}"));
        match word.as_str() {
            "--format" => format = Some(value.parse::<Format>()?),
            "--posts" => size.posts = number()?,
            "--comments-per-post" => size.comments = number()?,
            "--seed" => size.seed = number()?,
            "--to" => target = Some(value),
            _ => return Err(format!("{word} is not known")),
        }
    }
    let format = format.ok_or("which format?")?;
    let target = target.ok_or("to where?")?;
    let counts = if target == "-" {
        let mut out = BufWriter::with_capacity(1 << 20, io::stdout().lock());
        write(format, size, &mut out).and_then(|counts| out.flush().map(|()| counts))
    } else {
        lay_out(format, size, Path::new(&target))
    };
    counts.map_err(|error| format!("{target}: {error}"))
}
