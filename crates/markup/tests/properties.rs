//! What must hold for any text.

use markup::{
    body_html, comment_to_html, excerpt, images, markdown_to_html, plain_text, rewrite_images, sanitize,
};
use model::Format;
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;
use url::Url;

/// Pieces of HTML, well formed and not, in any order.
fn soup() -> impl Strategy<Value = String> {
    let names = [
        "p",
        "div",
        "b",
        "a",
        "h1",
        "h3",
        "ul",
        "ol",
        "li",
        "table",
        "tr",
        "td",
        "th",
        "caption",
        "figure",
        "figcaption",
        "pre",
        "code",
        "blockquote",
        "dl",
        "dt",
        "dd",
        "details",
        "summary",
        "ruby",
        "rt",
        "rp",
        "math",
        "mi",
        "mfrac",
        "span",
        "svg",
        "iframe",
        "template",
        "noscript",
        "style",
        "select",
        "font",
        "thead",
        "tfoot",
        "section",
        "sup",
        "bdo",
        "video",
        "em",
        "center",
        "unknown-x",
        "dfn",
        "button",
        "form",
        "br",
        "hr",
        "img",
        "wbr",
        "nobr",
        "mtext",
        "title",
        "object",
        "colgroup",
    ];
    let attributes = [
        "",
        " href=\"#a\"",
        " href=\"/x y\"",
        " href=\"https://e.example/?a=|&b\"",
        " id=a",
        " id=b class=footnotes",
        " src=\"/media/a.png\" alt=\"x\"",
        " src=p.jpg",
        " lang=el dir=ltr",
        " colspan=2",
        " rowspan=3",
        " title=\"t&quot;\"",
        " width=10 height=9",
        " href=javascript:x",
        " name=a",
        " start=3 reversed",
        " dir=rtl",
        " class=footnote-ref",
    ];
    let piece = prop_oneof![
        (prop::sample::select(names.to_vec()), prop::sample::select(attributes.to_vec()))
            .prop_map(|(name, attributes)| format!("<{name}{attributes}>")),
        prop::sample::select(names.to_vec()).prop_map(|name| format!("</{name}>")),
        prop::sample::select(vec![
            " ",
            "\n",
            "x",
            "λόγος ",
            "&nbsp;",
            "&amp;lt;",
            "<",
            "<!--",
            "-->",
            "\u{200b}",
            "字",
            "\t a",
            "&#13;",
            "\r\n\n"
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn cleaning_twice_changes_nothing(html in soup()) {
        let base = Url::parse("https://gazette.example/a/b").unwrap();
        for base in [None, Some(&base)] {
            let once = sanitize(&html, base);
            prop_assert_eq!(&sanitize(&once, base), &once);
            prop_assert_eq!(&sanitize(&once, None), &once);
        }
        let body = body_html(Format::Html, &html);
        prop_assert_eq!(&body_html(Format::Html, &body), &body);
        prop_assert!(images(&body).iter().all(|src| src.starts_with("/media/")));
        let moved = rewrite_images(&html, &|_| None);
        prop_assert_eq!(&sanitize(&moved, None), &moved);
    }

    #[test]
    fn cleaning_keeps_the_words(words in prop::collection::vec("[a-zα-ω字]{1,6}", 1..12), tag in prop::sample::select(vec!["p", "div", "h2", "li", "td", "b", "section"])) {
        let html: String = words.iter().map(|w| format!("<{tag}>{w} </{tag}>")).collect();
        let squeeze = |t: &str| t.split_whitespace().collect::<String>();
        prop_assert_eq!(squeeze(&plain_text(&sanitize(&html, None))), words.concat());
    }

    #[test]
    fn no_text_makes_a_door_panic(text in "\\PC{0,300}") {
        let _ = (markdown_to_html(&text), comment_to_html(&text), plain_text(&text), markup::terms(&text));
    }

    #[test]
    fn an_excerpt_never_exceeds_its_limit(text in "(\\PC{0,20}[ \u{301}\u{200d}👩]){0,120}") {
        let cut = excerpt(None, &text);
        prop_assert!(cut.graphemes(true).count() <= 1_000);
    }
}
