//! Reads feeds named on the command line, or in standard input one a line, and prints what was understood,
//! one JSON line each. Lines of a leading comment that begin with `Header:` stand for the answer's headers,
//! as in the corpus that `bench/feeds.py` measures with.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program of one purpose")]

use std::io::BufRead;

use clip::feed::{FeedPage, read_feed};

fn main() {
    let mut names: Vec<String> = std::env::args().skip(1).collect();
    if names.is_empty() {
        names = std::io::stdin().lock().lines().map_while(Result::ok).collect();
    }
    for name in names {
        let bytes = match std::fs::read(&name) {
            Ok(bytes) => bytes,
            Err(error) => {
                eprintln!("{name}: {error}");
                continue;
            }
        };
        let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2_000)]).into_owned();
        let header = |wanted: &str| {
            head.lines().find_map(|line| {
                let (name, value) = line.trim().strip_prefix("Header:")?.split_once(':')?;
                name.trim().eq_ignore_ascii_case(wanted).then(|| value.trim().to_owned())
            })
        };
        let (content_type, location) = (header("content-type"), header("content-location"));
        let language = header("content-language");
        let url = format!("http://127.0.0.1:8097/{}", name.rsplit('/').next().unwrap_or_default());
        let page = FeedPage {
            url: &url,
            bytes: &bytes,
            content_type: content_type.as_deref(),
            content_location: location.as_deref(),
            content_language: language.as_deref(),
        };
        let line = match read_feed(&page) {
            Ok(reading) => serde_json::json!({ "file": name, "reading": reading }),
            Err(why) => serde_json::json!({ "file": name, "error": why.to_string() }),
        };
        println!("{line}");
    }
}
