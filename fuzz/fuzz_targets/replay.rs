//! Any text as a kept page: what is shown of it can't act, and neither can what is shown of that.
#![no_main]

use dom_query::Document;
use libfuzzer_sys::fuzz_target;

const FORBIDDEN: &str = "script, iframe, frame, frameset, object, embed, applet, base, link, template, audio, video, \
     source, track, noscript, math, foreignObject, animate, set, image";

struct Nothing;

impl markup::PageParts for Nothing {
    fn picture(&self, _: &str) -> Option<String> {
        None
    }

    fn style(&self, _: &str) -> Option<String> {
        Some("@import 'a.css'; p { background: url(b.png) }".to_owned())
    }
}

fuzz_target!(|html: &str| {
    let once = markup::replay(html, "https://gazette.example/a/b", &Nothing);
    let twice = markup::replay(&once, "https://gazette.example/a/b", &Nothing);
    for shown in [once, twice] {
        let page = Document::from(shown.as_str());
        assert_eq!(page.select(FORBIDDEN).length(), 0, "{shown}");
        for element in page.select("*").iter() {
            for attribute in element.attrs() {
                let name = attribute.name.local.to_string();
                let value = attribute.value.trim_start().to_ascii_lowercase();
                assert!(!name.starts_with("on"), "{name} in {shown}");
                let loads = matches!(name.as_str(), "src" | "background" | "poster" | "srcset" | "srcdoc" | "action");
                assert!(!loads || value.starts_with("data:image/"), "{name}={value} in {shown}");
                assert!(name != "href" || !value.starts_with("javascript:"), "{value} in {shown}");
            }
        }
    }
});
