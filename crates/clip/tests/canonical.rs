//! Which of the addresses that pages call their own are believed.

#![expect(clippy::unwrap_used, reason = "a test's own helpers")]

use clip::{Page, read};

fn named(url: &str, head: &str) -> Option<String> {
    let words = "The town council counted every litre that the old river had given, and found, to nobody's surprise, that it was short.";
    let body: String = (1..=6).map(|n| format!("<p>{words} {n}. {words}</p>")).collect();
    let html = format!("<!doctype html><title>x</title>{head}<article><h1>The river</h1>{body}</article>");
    read(&Page { url, bytes: html.as_bytes(), content_type: Some("text/html; charset=utf-8") })
        .unwrap()
        .canonical
}

fn link(href: &str) -> String {
    format!("<link rel=canonical href='{href}'>")
}

const PAGE: &str = "https://www.gazette.example/2026/11/18/river-price";

#[test]
fn another_form_of_the_page_is_believed() {
    for (page, href, expected) in [
        (PAGE, "/2026/11/18/river-price", PAGE),
        (PAGE, "https://www.gazette.example/2026/11/18/river-price?utm_source=x", PAGE),
        (PAGE, "http://www.gazette.example/2026/11/18/river-price", PAGE),
        (PAGE, "//gazette.example/river-price-rises", "https://gazette.example/river-price-rises"),
        (
            "https://m.gazette.example/a/1234567",
            "https://www.gazette.example/world/1234567",
            "https://www.gazette.example/world/1234567",
        ),
        (
            "https://gazette.example/river-price-rises/amp/",
            "https://gazette.example/river-price-rises",
            "https://gazette.example/river-price-rises",
        ),
        (
            "https://gazette.example/river-price-rises/page/2",
            "https://gazette.example/river-price-rises",
            "https://gazette.example/river-price-rises",
        ),
        (
            "https://news.gazette.example/?p=1234",
            "https://gazette.example/2026/river-price-rises",
            "https://gazette.example/2026/river-price-rises",
        ),
        (
            "https://gazette.example/?p=1234",
            "https://gazette.example/το-ποτάμι-ξανά",
            "https://gazette.example/%CF%84%CE%BF-%CF%80%CE%BF%CF%84%CE%AC%CE%BC%CE%B9-%CE%BE%CE%B1%CE%BD%CE%AC",
        ),
        (
            "https://gazette-example.cdn.ampproject.org/c/s/gazette.example/river-price-rises/amp",
            "https://gazette.example/river-price-rises",
            "https://gazette.example/river-price-rises",
        ),
        (
            "https://gazette.example/el/river-price-rises?ref=12",
            "/el/river-price-rises",
            "https://gazette.example/el/river-price-rises",
        ),
    ] {
        assert_eq!(named(page, &link(href)).as_deref(), Some(expected), "{page} {href}");
    }
}

#[test]
fn what_can_not_be_the_page_is_not_believed() {
    for (page, href) in [
        (PAGE, "https://elsewhere.example/river-price"),
        // Two people's sites below one name.
        ("https://eve.pages.example/river-price-rises", "https://ada.pages.example/river-price-rises"),
        (PAGE, "https://gazette.example/"),
        (PAGE, "https://gazette.example/index.html"),
        (PAGE, "https://gazette.example/en/"),
        (PAGE, "https://gazette.example/2026/"),
        (PAGE, "https://gazette.example/world"),
        (PAGE, "javascript:alert(1)"),
        (PAGE, "https://gazette.example.evil.example/2026/11/18/river-price"),
        (PAGE, ""),
        ("https://gazette.example/el/river-price-rises", "https://gazette.example/en/river-price-rises"),
        ("https://gazette.example/el/river-price-rises", "https://gazette.example/river-price-rises"),
        ("https://el.gazette.example/river-price-rises", "https://gazette.example/river-price-rises"),
        ("https://gazette.example/river-price-rises?lang=el", "https://gazette.example/river-price-rises"),
        // The template without the number.
        ("https://gazette.example/article.php?id=1234", "https://gazette.example/article.php"),
        ("https://192.0.2.1/river-price-rises", "https://2.1/river-price-rises"),
    ] {
        let got = named(page, &link(href));
        assert!(got.is_none() || got.as_deref() == Some(page), "{page} {href}: {got:?}");
    }
}

#[test]
fn a_link_that_the_page_contradicts_gives_way() {
    let own = format!("<meta property=og:url content='{PAGE}'>");
    // Its own address by og:url, another story by link: a copied template.
    let other = link("https://www.gazette.example/2025/01/02/mayor-resigns-again");
    assert_eq!(named(PAGE, &format!("{other}{own}")).as_deref(), Some(PAGE));
    // A shorter form of the same.
    let short = link("https://www.gazette.example/the-river-price-rises");
    assert!(named(PAGE, &format!("{short}{own}")).unwrap().ends_with("/the-river-price-rises"));
    // Two links that disagree, and nothing else: none is believed.
    let two = format!("{}{}", link(PAGE), link("https://www.gazette.example/2025/01/02/mayor-resigns-again"));
    assert_eq!(named(PAGE, &two), None);
    assert_eq!(named(PAGE, &format!("{two}{own}")).as_deref(), Some(PAGE));
}
