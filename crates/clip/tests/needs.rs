//! What a page needs to be shown again.

use clip::{Page, needs, needs_of_style, page_text};
use model::PartRole::{self, Picture, Style};

fn found(html: &str) -> Vec<(String, PartRole)> {
    let page =
        Page { url: "https://gazette.example/news/a.html", bytes: html.as_bytes(), content_type: None };
    needs(&page).into_iter().map(|need| (need.address, need.role)).collect()
}

fn in_style(css: &str) -> Vec<(String, PartRole)> {
    let needs = needs_of_style("https://cdn.example/css/main.css", css.as_bytes());
    needs.into_iter().map(|need| (need.address, need.role)).collect()
}

fn expected(list: &[(&str, PartRole)]) -> Vec<(String, PartRole)> {
    list.iter().map(|(address, role)| ((*address).to_owned(), *role)).collect()
}

#[test]
fn style_comes_first_and_each_thing_once() {
    let html = r#"<html><head><base href="/base/"><link rel="preload stylesheet" href="main.css?v=1#x">
        <link rel=stylesheet href=main.css?v=1><link rel="alternate stylesheet" href=high.css>
        <link rel=stylesheet media=print href=print.css><link rel=icon href=icon.png>
        <style>@import "more.css"; body { background: url( "paper.png" ) }</style></head>
        <body background=wall.gif><img src=a.jpg><img src="a.jpg#again">
        <img src="data:image/gif;base64,R0lG" srcset="wide.jpg 1200w, small.jpg 300w">
        <div style="background-image:url('b.webp')"></div><video poster=film.jpg src=film.mp4></video>
        <script src=run.js></script><iframe src=frame.html></iframe></body></html>"#;
    assert_eq!(
        found(html),
        expected(&[
            ("https://gazette.example/base/main.css?v=1", Style),
            ("https://gazette.example/base/more.css", Style),
            ("https://gazette.example/base/paper.png", Picture),
            ("https://gazette.example/base/wall.gif", Picture),
            ("https://gazette.example/base/a.jpg", Picture),
            ("https://gazette.example/base/wide.jpg", Picture),
            ("https://gazette.example/base/b.webp", Picture),
            ("https://gazette.example/base/film.jpg", Picture),
        ])
    );
}

#[test]
fn a_style_sheet_names_sheets_and_pictures_and_its_fonts_are_left() {
    let css = r#"@charset "utf-8"; @IMPORT url(sub/base.css) screen; @import 'print.css' print;
        /* url(comment.png) @import "no.css"; */ @font-face { src: url(font.woff2) format("woff2") }
        .a { background: URL(../img/a.png) } .b { content: "url(text.png)" } .c { mask: my-url(x.png) }
        .d { background: url("quo\"ted.png"), url(data:image/png;base64,AAAA) } .e { cursor: url(a b.cur) }"#;
    assert_eq!(
        in_style(css),
        expected(&[
            ("https://cdn.example/css/sub/base.css", Style),
            ("https://cdn.example/css/print.css", Style),
            ("https://cdn.example/img/a.png", Picture),
            ("https://cdn.example/css/quo/%22ted.png", Picture),
            ("https://cdn.example/css/a%20b.cur", Picture),
        ])
    );
    for odd in ["url(", "@import", "/*", "\"", "url('", "@import url(", "é@url(ü", "@font-face{"] {
        in_style(odd);
    }
}

#[test]
fn a_page_that_nests_without_end_or_lies_nowhere_needs_nothing() {
    assert!(found(&format!("{}<img src=a.jpg>", "<div>".repeat(50_000))).is_empty());
    let nowhere = Page { url: "not an address", bytes: b"<img src=a.jpg>", content_type: None };
    assert!(needs(&nowhere).is_empty());
    let many: String = (0..500).map(|number| format!("<img src={number}.jpg>")).collect();
    assert_eq!(found(&many).len(), 200);
}

#[test]
fn the_text_of_a_page_is_all_of_it_in_the_characters_it_was_written_in() {
    let html = "<meta charset=iso-8859-7><nav>Menu</nav><article><p>\u{e1}\u{e2}\u{e3}</p></article><script>x()</script>";
    let bytes: Vec<u8> = html.chars().map(|c| c as u8).collect();
    let page = Page { url: "https://gazette.example/", bytes: &bytes, content_type: None };
    assert_eq!(page_text(&page), "Menu\n\nαβγ");
}
