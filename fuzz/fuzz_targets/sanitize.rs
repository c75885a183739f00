//! Any text as HTML: what is left is clean, and cleaning it again changes nothing.
#![no_main]

use dom_query::Document;
use libfuzzer_sys::fuzz_target;
use url::Url;

const FORBIDDEN: &str =
    "script, style, iframe, object, embed, form, input, base, meta, link, template, svg, frame, frameset";

fuzz_target!(|html: &str| {
    let base = Url::parse("https://gazette.example/a/b").expect("a good address");
    let once = markup::sanitize(html, Some(&base));
    assert_eq!(markup::sanitize(&once, Some(&base)), once, "cleaning again changed it");
    assert_eq!(markup::sanitize(&once, None), once, "cleaning again without a base changed it");

    let page = Document::from(format!("<!doctype html><body><div class=\"body\">{once}</div></body>"));
    let found = page.select(FORBIDDEN);
    let inside = found.iter().filter(|element| !element.is("head *, head")).count();
    assert_eq!(inside, 0, "{once}");
    for element in page.select(".body *").iter() {
        for attribute in element.attrs() {
            let name = attribute.name.local.to_string();
            let value = attribute.value.trim_start().to_ascii_lowercase();
            assert!(!name.starts_with("on") && name != "style", "{name} in {once}");
            let address = matches!(name.as_str(), "href" | "src" | "cite" | "action" | "poster");
            let program = ["javascript:", "data:", "vbscript:"].iter().any(|scheme| value.starts_with(scheme));
            assert!(!(address && program), "{value} in {once}");
        }
    }
    // Everything is inside: what was cleaned can't close the element that it is put in.
    assert_eq!(page.select("body > *").length(), 1, "{once}");
});
