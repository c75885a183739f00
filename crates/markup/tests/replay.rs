//! Foreign pages made inert: what looks stays, what acts goes, whatever way it is written.

#![expect(clippy::panic, reason = "a test fails by panicking")]

use std::collections::HashMap;

use dom_query::{Document, NodeRef};
use markup::{PageParts, replay};
use proptest::prelude::*;

const PAGE: &str = "https://gazette.example/2026/river.html";

/// What is kept: pictures shown at `/kept/N`, and the text of style sheets.
#[derive(Default)]
struct Kept {
    pictures: HashMap<&'static str, &'static str>,
    styles: HashMap<&'static str, String>,
}

impl PageParts for Kept {
    fn picture(&self, address: &str) -> Option<String> {
        self.pictures.get(address).map(|path| (*path).to_owned())
    }

    fn style(&self, address: &str) -> Option<String> {
        self.styles.get(address).cloned()
    }
}

fn kept() -> Kept {
    Kept {
        pictures: HashMap::from([
            ("https://gazette.example/2026/a.png", "/kept/1"),
            ("https://cdn.example/b.webp?w=2", "/kept/2"),
        ]),
        styles: HashMap::from([
            (
                "https://gazette.example/css/site.css",
                "@import 'more.css' screen;\n.a { background: url(../2026/a.png) no-repeat } .b::after { content: \"</style>\" }"
                    .to_owned(),
            ),
            ("https://gazette.example/css/more.css", ".m { color: red".to_owned()),
            ("https://gazette.example/css/circle.css", "@import \"circle.css\"; .c { top: 0 }".to_owned()),
        ]),
    }
}

fn shown(html: &str) -> String {
    replay(html, PAGE, &kept())
}

/// Elements that act, load or change what others mean.
const ACTING: &[&str] = &[
    "script",
    "iframe",
    "frame",
    "frameset",
    "object",
    "embed",
    "applet",
    "base",
    "link",
    "template",
    "audio",
    "video",
    "source",
    "track",
    "param",
    "portal",
    "noscript",
    "foreignObject",
    "animate",
    "set",
    "math",
    "canvas",
    "marquee",
    "slot",
    "noembed",
    "noframes",
    "xmp",
    "plaintext",
    "image",
];

/// Whether an address is one of ours, a picture in itself, or a place on the page.
fn is_inert(address: &str) -> bool {
    address.is_empty()
        || address.starts_with("/kept/")
        || address.starts_with('#')
        || address == "data:,"
        || address.to_ascii_lowercase().starts_with("data:image/")
}

/// The addresses that a style loads, found without a parser, so that the test has its own eyes: `url(` outside
/// of quotes, with no letter before it; and imports, which are none of ours.
fn named(css: &str) -> Vec<String> {
    let lower = css.to_ascii_lowercase();
    let (mut found, mut quote, mut at, mut escaped) = (Vec::new(), None, 0, 0);
    while let Some(c) = lower[at..].chars().next() {
        let before = lower[..at].chars().next_back();
        let is_word = before.is_some_and(|c| c.is_alphanumeric() || "-_\\@#".contains(c) || !c.is_ascii());
        // An escaped sign is part of a name (CSS Syntax 3, 4.3.7): `\:url(` calls what is named `:url`.
        let is_word = is_word || (escaped == at && at > 0);
        match (quote, c) {
            (Some(_), '\\') => at += lower[at + 1..].chars().next().map_or(0, char::len_utf8),
            (None, '\\') if lower[at + 1..].starts_with(|c| !matches!(c, '\n' | '\r' | '\x0c')) => {
                at += lower[at + 1..].chars().next().map_or(0, char::len_utf8);
                escaped = at + 1;
            }
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, 'u') if lower[at..].starts_with("url(") && !is_word => {
                let rest = css[at + 4..].trim_start_matches([' ', '"', '\'']);
                found.push(rest.split(['"', '\'', ')']).next().unwrap_or_default().to_owned());
            }
            (None, '@') if lower[at..].starts_with("@import") && !is_word => found.push("@import".to_owned()),
            _ => {}
        }
        at += c.len_utf8();
    }
    found
}

/// Nothing in a replayed document can act.
fn assert_inert(html: &str, from: &str) {
    let document = Document::from(html);
    let mut left: Vec<NodeRef<'_>> = document.root().children();
    while let Some(node) = left.pop() {
        left.extend(node.children());
        let Some(name) = node.node_name() else { continue };
        let name = name.to_string();
        assert!(!ACTING.contains(&name.as_str()), "<{name}> is left of {from:?}: {html}");
        if name == "style" {
            let css = node.text().to_string();
            assert!(!css.to_ascii_lowercase().contains("</style"), "{css}");
            for address in named(&css) {
                assert!(is_inert(&address), "a style loads {address}: {css}");
            }
        }
        for attribute in node.attrs() {
            let key = attribute.name.local.to_string();
            let value = attribute.value.to_string();
            assert!(!key.starts_with("on"), "{key} is left of {from:?}: {html}");
            match key.as_str() {
                "href" if matches!(name.as_str(), "a" | "area") => {
                    let away = value.starts_with("http://") || value.starts_with("https://");
                    assert!(away || value.starts_with('#'), "a link leads to {value}");
                }
                "href" | "src" | "background" => assert!(is_inert(&value), "{name} loads {value}"),
                "style" | "fill" | "stroke" | "mask" | "filter" => {
                    for address in named(&value) {
                        assert!(is_inert(&address), "a style loads {address}: {value}");
                    }
                }
                "srcset" | "srcdoc" | "action" | "formaction" | "ping" | "poster" | "data" | "manifest"
                | "http-equiv" | "autofocus" | "contenteditable" | "is" | "popovertarget" | "download"
                | "srcobject" | "integrity" | "sizes" | "imagesrcset" => {
                    panic!("{name} has {key}, of {from:?}: {html}")
                }
                _ => {}
            }
        }
    }
}

#[test]
fn what_a_page_looks_like_stays() {
    let html = shown(
        "<!doctype html><html lang=el><head><title>Το ποτάμι</title><link rel=stylesheet href='/css/site.css' media=screen>\
         <style>p{color:#123}</style></head><body class=front><h1 id=top style='color: red'>Το νερό</h1>\
         <p>It <b>rises</b>. <a href='next.html'>Next</a> <a href='#top'>Up</a></p>\
         <img src=a.png alt='Low water' width=640 height=480><table><tr><td colspan=2>1</td></tr></table>\
         <svg viewBox='0 0 9 9'><path d='M0 0h9' fill='red'/></svg><my-card class=x>card</my-card></body></html>",
    );
    assert!(html.starts_with("<!doctype html>\n<html lang=\"el\"><head><meta charset=\"utf-8\">"), "{html}");
    for kept in [
        "<title>Το ποτάμι</title>",
        "<body class=\"front\">",
        "<h1 id=\"top\" style=\"color: red\">Το νερό</h1>",
        "<a href=\"https://gazette.example/2026/next.html\" rel=\"nofollow noopener noreferrer external\" target=\"_blank\">",
        "<a href=\"#top\">Up</a>",
        "<img src=\"/kept/1\" alt=\"Low water\" width=\"640\" height=\"480\">",
        "<td colspan=\"2\">1</td>",
        "<svg viewBox=\"0 0 9 9\"><path d=\"M0 0h9\" fill=\"red\"></path></svg>",
        "<my-card class=\"x\">card</my-card>",
        "<style>p{color:#123}</style>",
        "@media screen{.m { color: red}}",
        "background: url(\"/kept/1\") no-repeat",
        "content: \"<\\/style>\"",
    ] {
        assert!(html.contains(kept), "{kept} is not in {html}");
    }
    assert_inert(&html, "a plain page");
}

#[test]
fn a_picture_is_found_under_any_of_its_addresses() {
    for (html, src) in [
        ("<img src='https://cdn.example/b.webp?w=2#x'>", Some("/kept/2")),
        ("<img src='data:image/gif;base64,R0lGOD' data-src='a.png'>", Some("/kept/1")),
        ("<img src='lost.png' srcset='lost2.png 2x, a.png 1x'>", Some("/kept/1")),
        (
            "<picture><source srcset='https://cdn.example/b.webp?w=2 2x'><img src=lost.png></picture>",
            Some("/kept/2"),
        ),
        ("<noscript><img src=a.png></noscript>", Some("/kept/1")),
        ("<video poster=a.png src=film.mp4><source src=film.webm></video>", Some("/kept/1")),
        ("<img src='https://elsewhere.example/pixel.gif' alt='x'>", None),
        ("<img src='DATA:IMAGE/PNG;base64,AA'>", Some("DATA:IMAGE/PNG;base64,AA")),
        ("<img src='data:text/html,<script>x</script>'>", None),
    ] {
        let document = Document::from(shown(html));
        let src_of = document.select("img").first().attr("src").map(|src| src.to_string());
        assert_eq!(src_of.as_deref(), src, "{html}");
    }
}

#[test]
fn nothing_acts_whatever_way_it_is_written() {
    for html in [
        "<script>alert(1)</script>",
        "<svg onload=alert(1)><script>alert(1)</script><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
        "<svg><foreignObject><iframe srcdoc='<script>1</script>'></iframe></foreignObject></svg>",
        "<svg><style>*{background:url(https://evil.example)}</style><image href='https://evil.example/x.png'/></svg>",
        "<svg><use href='https://evil.example/x.svg#a'/><use href='#ok'/></svg>",
        "<svg><rect fill='url(https://evil.example/p.svg#a)' style='fill:url(//evil.example)'/></svg>",
        "<svg><animate attributeName=href values='javascript:alert(1)'/><set attributeName=onmouseover to=alert(1)></svg>",
        "<math><mtext><table><mglyph><style><!--</style><img title='--><img src=x onerror=alert(1)>'></math>",
        "<math href='javascript:alert(1)'><annotation-xml encoding='text/html'><script>1</script></annotation-xml></math>",
        "<img src=x onerror=alert(1)>",
        "<a href='javascript:alert(1)'>x</a><a href=' JaVaScRiPt:alert(1)'>x</a><a href='java\nscript:alert(1)'>x</a>",
        "<a href='data:text/html,<script>1</script>' ping='https://evil.example'>x</a>",
        "<area href='vbscript:x'><a href='//evil.example\\@x'>x</a>",
        "<meta http-equiv=refresh content='0;url=https://evil.example'>",
        "<meta http-equiv=Content-Security-Policy content='default-src *'>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe><iframe src='javascript:alert(1)'></iframe>",
        "<object data='https://evil.example/x.swf'><embed src='x'></object><applet code=x></applet>",
        "<style>@import 'https://evil.example/a.css';@import url(//evil.example/b.css) screen;p{}</style>",
        "<style>p{background:u\\72l(https://evil.example/x)} q{background:URL( 'https://evil.example/y' )}</style>",
        "<style>p{background:image-set('https://evil.example/x.png' 1x)} @font-face{src:url(https://evil.example/f)}</style>",
        "<style>@namespace url(https://evil.example);@charset 'x';--a:url(https://evil.example);p{background:var(--a)}</style>",
        "<style>a{}</style ><script>alert(1)</script><style></style>",
        "<style>p{content:'</sty\\le><script>alert(1)</script>'}</style>",
        "<p style='background:url(https://evil.example/x);behavior:url(x.htc);-moz-binding:url(x)'>x</p>",
        "<p style='background:url(\"https://evil.example/x'>x</p>",
        "<base href='https://evil.example/'><img src='a.png'><a href='x'>x</a>",
        "<form action='https://evil.example' id=f><input name=a autofocus onfocus=alert(1)><button formaction='javascript:1'>x</button></form>",
        "<input type=image src='https://evil.example/x'><isindex action=x><input form=f type=submit>",
        "<template><script>alert(1)</script><img src=https://evil.example></template>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
        "<link rel=dns-prefetch href='//evil.example'><link rel=preload as=image href='//evil.example/x'>",
        "<link rel='prefetch stylesheet' href='//evil.example/x.css'><link rel=import href=x>",
        "<video autoplay poster='https://evil.example/p.png' onloadstart=alert(1)><source src=x onerror=alert(1)></video>",
        "<audio src='https://evil.example/x.mp3' autoplay></audio>",
        "<body background='https://evil.example/x.png' onload=alert(1)>",
        "<table background='https://evil.example/x.png'><td background='//evil.example'>x</td></table>",
        "<details open ontoggle=alert(1)><summary>x</summary></details>",
        "<textarea></textarea><img src=x onerror=alert(1)></textarea>",
        "<title></title><img src=x onerror=alert(1)></title>",
        "<xmp><img src=x onerror=alert(1)></xmp><plaintext><script>alert(1)</script>",
        "<frameset><frame src='javascript:alert(1)'></frameset>",
        "<html manifest='https://evil.example/x'><p>x",
        "<p is=x-y slot=a contenteditable popovertarget=x>x</p><x-y onclick=alert(1)>x</x-y>",
        "<select><option onclick=alert(1)>x<script>alert(1)</script></select>",
        "<image src=x onerror=alert(1)>",
        "<!--><script>alert(1)</script>--><p>x",
        "<![CDATA[<script>alert(1)</script>]]>",
        "<button type=submit>x</button><dialog open>x</dialog>",
    ] {
        let html_shown = shown(html);
        assert_inert(&html_shown, html);
        assert!(
            !html_shown.contains("evil.example\"") || html_shown.contains("<a href=\"https://evil"),
            "{html_shown}"
        );
        let twice = shown(&html_shown);
        assert_inert(&twice, html);
    }
}

#[test]
fn forms_can_be_seen_and_not_used() {
    let html = shown(
        "<form action=/buy method=post><input type=hidden name=t value=secret><input type=password><input type=text value=Ann>\
         <select><option selected>One</select><textarea>\n\nwords</textarea><button>Buy</button></form>",
    );
    assert!(html.contains("<form><input type=\"text\" value=\"Ann\" disabled=\"\">"), "{html}");
    assert!(html.contains("<button disabled=\"\">Buy</button></form>"), "{html}");
    assert!(!html.contains("secret") && !html.contains("password"), "{html}");
    assert_eq!(Document::from(html.as_str()).select("textarea").text().to_string(), "\nwords");
}

#[test]
fn a_base_moves_links_and_not_the_page() {
    let html = shown(
        "<base href='https://gazette.example/css/'><base href='https://evil.example/'><a href='x'>x</a><p style='background:url(../2026/a.png)'>",
    );
    assert!(html.contains("href=\"https://gazette.example/css/x\""), "{html}");
    assert!(html.contains("url(&quot;/kept/1&quot;)"), "{html}");
}

#[test]
fn sheets_that_import_themselves_end() {
    let html = shown("<link rel=stylesheet href=/css/circle.css>");
    assert!(html.matches(".c { top: 0 }").count() <= 4, "{html}");
    assert_inert(&html, "a circle");
}

#[test]
fn a_page_that_names_a_thing_ever_again_does_not_grow_without_end() {
    struct Heavy;
    impl PageParts for Heavy {
        fn picture(&self, _: &str) -> Option<String> {
            Some(format!("data:image/png;base64,{}", "A".repeat(1 << 20)))
        }
        fn style(&self, _: &str) -> Option<String> {
            Some(format!("p{{color:red}}/*{}*/", "x".repeat(1 << 20)))
        }
    }
    let html = "<img src=a.png><link rel=stylesheet href=a.css>".repeat(2_000);
    let shown = replay(&html, PAGE, &Heavy);
    assert!(shown.len() < 40 << 20, "{}", shown.len());
}

#[test]
fn depths_and_unfinished_sheets_are_survived() {
    assert_inert(&shown(&"<div>".repeat(50_000)), "deep divs");
    assert_inert(&shown(&"<p><b><a href=x>".repeat(3_000)), "open links");
    let deep = format!("<style>{}url(https://evil.example){}</style>", "a{(".repeat(5_000), ")}".repeat(9));
    assert_inert(&shown(&deep), "deep style");
    for css in ["p{background:url(https://evil.example", "p{content:\"x", "/* <", "@import", "@media (", "\\"]
    {
        let html = shown(&format!("<style>{css}</style><b>after</b>"));
        assert_inert(&html, css);
        assert!(html.contains("<b>after</b>"), "{html}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_text_is_inert(html in "(<[a-z/!]{0,8}( [a-z]{1,8}=?['\"]?[a-z:/(]{0,9})?['\"]?>?|[\\PC]{0,6}|url\\(|</style>|javascript:|@import ){0,40}") {
        assert_inert(&shown(&html), &html);
    }

    #[test]
    fn any_style_is_inert(css in "([{}()\\[\\];:@\\\\\"'/*<>]|url\\(|URL\\(|image-set\\(|@import |@media |https://evil.example/x|[a-z\\PC ]{0,5}){0,60}") {
        let html = format!("<style>{}</style>", css.replace("</", ""));
        assert_inert(&shown(&html), &css);
        let html = format!("<p style=\"{}\">", css.replace('"', "&quot;"));
        assert_inert(&shown(&html), &css);
    }
}
