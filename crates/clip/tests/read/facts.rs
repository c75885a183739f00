//! The facts beside the text, and the marks of trust.

use clip::Unreadable;
use model::Kind;

use crate::page::{ENGLISH, URL, clip, clip_at, page, paragraphs};

fn with_head(head: &str) -> model::Clipping {
    clip(head, &format!("<h1>The price of a river</h1>{}", paragraphs(ENGLISH)))
}

#[test]
fn the_standfirst_is_the_dek_and_the_beginning_of_the_text() {
    let line = "A town counts its litres, and is short of them again.";
    for head in [
        format!("<p class=article__standfirst>{line}</p>"),
        format!("<h2 class=chapo>{line}</h2>"),
        format!("<div class=x9f3><span>{line}</span></div>"),
    ] {
        let got = clip(
            &format!("<title>The price of a river</title><meta name=description content='{line}'>"),
            &format!("<header><h1>The price of a river</h1>{head}</header>{}", paragraphs(ENGLISH)),
        );
        assert_eq!(got.dek.as_deref(), Some(line), "{head}");
        assert!(got.text.starts_with(line) && !got.html.contains(line), "{head}: {}", got.text);
    }
}

#[test]
fn the_declared_headline_outweighs_a_title_for_search_engines_unless_it_was_cut() {
    let declared = |headline: &str| {
        format!(
            "<script type=application/ld+json>{{\"@type\":\"NewsArticle\",\"headline\":\"{headline}\"}}</script>"
        )
    };
    let got = with_head(&format!(
        "<title>River price: what you must know</title>{}",
        declared("What the river is worth")
    ));
    assert_eq!(got.headline, "What the river is worth");
    let got = with_head(&format!(
        "<title>The price of a river</title><meta property=og:title content='The price of a river'>{}",
        declared("The price of a...")
    ));
    assert_eq!(got.headline, "The price of a river");
}

#[test]
fn a_headline_that_calls_the_page_live_gives_way_to_one_that_lasts() {
    let article = "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"headline\":\"River LIVE: the weir gives way\"}</script>";
    let lasting = "<meta property=og:title content='How the old weir gave way'>";
    let body = format!("<h1>River LIVE: the weir gives way</h1>{}", paragraphs(ENGLISH));
    assert_eq!(clip(&format!("{article}{lasting}"), &body).headline, "How the old weir gave way");
    assert_eq!(clip(article, &body).headline, "River LIVE: the weir gives way");
}

#[test]
fn a_person_is_credited_before_the_house_and_a_section_never() {
    let author = |name: &str| {
        format!(
            "<meta property=og:site_name content='The Gazette'><script type=application/ld+json>{{\"@type\":\"NewsArticle\",\"articleSection\":\"Politics\",\"author\":{{\"@type\":\"Person\",\"name\":\"{name}\"}}}}</script>"
        )
    };
    let shown = |head: &str, line: &str| {
        clip(head, &format!("<h1>The price of a river</h1>{line}{}", paragraphs(ENGLISH))).byline
    };
    assert_eq!(shown(&author("The Gazette"), "<p class=byline>By Ada Park</p>"), ["Ada Park"]);
    assert_eq!(shown(&author("The Gazette"), ""), ["The Gazette"]);
    assert!(shown(&author("Gazette Newsroom"), "").is_empty());
    assert!(shown(&author("Politics"), "").is_empty());
    assert_eq!(shown("", "<p>von <a href=/autoren/name/ada-park>Ada Park</a></p>"), ["Ada Park"]);
}

#[test]
fn letters_behind_a_name_are_nobody() {
    assert_eq!(
        with_head("<meta name=author content='Ada Park, MD, PhD and Ben Okafor'>").byline,
        ["Ada Park", "Ben Okafor"]
    );
}

#[test]
fn what_an_outlet_says_of_itself_is_no_dek() {
    let got = with_head(
        "<meta name=description content='Breaking stories, videos, celebrity gossip and entertainment updates'>",
    );
    assert_eq!(got.dek, None);
}

#[test]
fn section_licence_paywall_and_wishes_about_copies_are_noted() {
    let got = with_head(
        "<meta property=article:section content='Rivers &amp; lakes'><link rel=license href=https://licences.example/by/4.0/>\
         <meta name=robots content='max-snippet:-1, NOARCHIVE'><meta property=og:image content=/i/weir-1200.jpg><meta property=og:image:alt content='The weir, dry'>\
         <script type=application/ld+json>{\"@type\":\"NewsArticle\",\"isAccessibleForFree\":\"False\",\"image\":{\"@type\":\"ImageObject\",\"url\":\"/i/weir-1200.jpg\",\"creditText\":\"Ada Park\"}}</script>",
    );
    assert_eq!(got.section.as_deref(), Some("Rivers & lakes"));
    assert_eq!(got.licence.as_deref(), Some("https://licences.example/by/4.0/"));
    assert!(got.paywalled && got.noarchive);
    assert_eq!(got.lead_image_alt.as_deref(), Some("The weir, dry"));
    assert_eq!(got.lead_image_credit.as_deref(), Some("Ada Park"));
    let plain = with_head("<meta name=robots content='index, follow'>");
    assert!(!plain.paywalled && !plain.noarchive && plain.licence.is_none() && plain.section.is_none());
}

#[test]
fn marks_of_trust_tell_a_whole_page_from_a_doubtful_one() {
    let whole = with_head(
        "<title>The price of a river</title><meta name=author content='Ada Park'><meta property=article:published_time content=2026-11-18>\
         <meta property=og:image content=/i/weir.jpg>",
    );
    let quality = whole.quality.unwrap();
    assert!(quality.mark() >= 90 && quality.completeness == 100, "{quality:?}");
    let bare = with_head("<title>The price of a river</title>").quality.unwrap();
    assert!(bare.completeness < 80 && bare.agreement >= 90, "{bare:?}");
}

#[test]
fn a_front_page_is_no_piece_and_an_empty_one_says_so() {
    let got = clip_at(
        URL,
        &page(
            "<title>The price of a river</title>",
            &format!("<h1>The price of a river</h1>{}", paragraphs(ENGLISH)),
        ),
    );
    assert_eq!(got.kind, Kind::Article);
    let nothing = clip::read(&clip::Page {
        url: URL,
        bytes: b"<html><body><div id=root></div></body></html>",
        content_type: None,
    });
    assert!(matches!(nothing, Err(Unreadable::NothingToRead { .. })), "{nothing:?}");
}
