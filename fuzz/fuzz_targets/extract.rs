//! Any bytes as a page: read without a panic, and what is read is clean.
//!
//! An input that begins with `@` has its address and its `Content-Type` in the first two lines; any other is
//! a page of its own.
#![no_main]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::abort;

use clip::Page;
use libfuzzer_sys::fuzz_target;

fuzz_target!(
    init: {
        // The foreign extractors run behind a fence that catches their panics; the hook that libFuzzer sets
        // would take each for a crash. Only a panic that gets out is one, and `abort` below says so.
        std::panic::set_hook(Box::new(|_| {}));
    },
    |data: &[u8]| {
        let (url, content_type, bytes) = parts(data);
        let page = Page { url: &url, bytes, content_type: content_type.as_deref() };
        let Ok(read) = catch_unwind(AssertUnwindSafe(|| clip::read(&page))) else {
            eprintln!("clip::read panicked");
            abort();
        };
        let Ok(clipping) = read else { return };
        if markup::sanitize(&clipping.html, None) != clipping.html {
            eprintln!("the clipping's HTML is no fixed point: {}", clipping.html);
            abort();
        }
        if let Some(canonical) = &clipping.canonical
            && !(canonical.starts_with("https://") || canonical.starts_with("http://"))
        {
            eprintln!("no web address: {canonical}");
            abort();
        }
    }
);

fn parts(data: &[u8]) -> (String, Option<String>, &[u8]) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if let Some(rest) = data.strip_prefix(b"@") {
        let mut lines = rest.splitn(3, |byte| *byte == b'\n');
        let (url, label) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
        let label = Some(text(label)).filter(|label| !label.is_empty());
        return (text(url), label, lines.next().unwrap_or_default());
    }
    ("https://gazette.example/2026/11/18/river".to_owned(), None, data)
}
