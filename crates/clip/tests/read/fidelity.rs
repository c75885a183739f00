//! What a piece is made of comes through as it is.

use crate::page::{ENGLISH, clip, paragraphs};

fn piece(middle: &str) -> model::Clipping {
    let text = paragraphs(ENGLISH);
    clip("<title>The price of a river</title>", &format!("<h1>The price of a river</h1>{text}{middle}{text}"))
}

fn holds(middle: &str, parts: &[&str]) {
    let got = piece(middle);
    let html: String = got.html.split_whitespace().collect::<Vec<_>>().join(" ").replace("> <", "><");
    for part in parts {
        assert!(html.contains(part), "{part} is not in {html}");
    }
}

#[test]
fn lists_tables_quotations_and_code_keep_their_make() {
    holds("<h2>What was counted</h2><p>All of it.</p>", &["<h2>What was counted</h2>"]);
    holds(
        "<ol start=3><li>The third thing of the town<li>The fourth thing of the town</ol>",
        &["<ol start=\"3\"><li>The third thing of the town</li>"],
    );
    holds(
        "<table><caption>Litres</caption><tr><th>Year<th>Litres<tr><td>2025<td>700</table>",
        &["<caption>Litres</caption>", "<th>Year</th>", "<td>700</td>"],
    );
    holds(
        "<blockquote><p>We have never seen the like.</p><cite>Ben Okafor</cite></blockquote>",
        &["<blockquote><p>We have never seen the like.</p>", "Ben Okafor"],
    );
    holds("<pre><code>fn main() {\n    flow();\n}</code></pre>", &["<pre><code>fn main() {"]);
}

#[test]
fn ruby_directions_and_mathematics_come_through() {
    holds(
        "<p>In Japanese <ruby>川<rp>(</rp><rt>かわ</rt><rp>)</rp></ruby>, in Hebrew <bdi lang=he dir=rtl>נהר</bdi>, and <math><mi>x</mi><mo>=</mo><mn>2</mn></math> of it.</p>",
        &[
            "<ruby>川<rp>(</rp><rt>かわ</rt><rp>)</rp></ruby>",
            "<bdi lang=\"he\" dir=\"rtl\">נהר</bdi>",
            "<math><mi>x</mi><mo>=</mo><mn>2</mn></math>",
        ],
    );
}

#[test]
fn a_picture_comes_in_its_largest_sensible_size_with_its_words_under_it() {
    let picture = "<figure><img src='data:image/gif;base64,R0lGODlhAQABAAAAACw=' data-srcset='/b-400.jpg 400w, /b-1600.jpg 1600w, /b-9000.jpg 9000w' alt='The bridge'>\
                   <figcaption>The bridge at dawn. <span class=credit>Photo: Ada Park</span></figcaption></figure>";
    holds(
        picture,
        &[
            "<figure><img src=\"https://www.gazette.example/b-1600.jpg\" alt=\"The bridge\"",
            "The bridge at dawn. Photo: Ada Park</figcaption>",
        ],
    );
    assert!(!piece(picture).text.contains("at dawn"), "a caption is not the text");
    // Named so by a style sheet only.
    holds(
        "<div class=inline-photo><img src=/w.jpg><p class=photo-caption>The well at noon</p></div>",
        &[
            "<figure><img src=\"https://www.gazette.example/w.jpg\"",
            "<figcaption>The well at noon</figcaption>",
        ],
    );
    holds("<p><img src=/spacer.gif width=1 height=1 data-src=/late.jpg></p>", &[]);
}

#[test]
fn films_and_posts_of_other_sites_become_links() {
    holds(
        "<iframe src=https://films.example/embed/7 width=640 height=360></iframe>",
        &["<a href=\"https://films.example/embed/7\">films.example</a>"],
    );
    holds(
        "<blockquote class=social-post><p>The river is low.</p>Weir Watch <a href=https://posts.example/1>18 November</a></blockquote>",
        &["<blockquote><p>The river is low.</p>", "<a href=\"https://posts.example/1\">18 November</a>"],
    );
    let tracker = piece("<iframe src=https://count.example/p width=1 height=1></iframe>");
    assert!(!tracker.html.contains("count.example"), "{}", tracker.html);
}

#[test]
fn footnotes_keep_their_marks_and_both_ways_between() {
    let body = format!(
        "<h1>The price of a river</h1>{}<p>{ENGLISH}<sup><a href=#n1 id=r1>1</a></sup>. And so on it went.</p>{}<ol class=footnotes><li id=n1>The council's own figures. <a href=#r1>↩</a></li></ol>",
        paragraphs(ENGLISH),
        paragraphs(ENGLISH)
    );
    let got = clip("<title>The price of a river</title>", &body);
    let mark = got.html.find("<sup class=\"footnote-ref\"><a").expect("the mark is there");
    let note = got.html.find("<div class=\"footnotes\">").expect("the notes are there");
    assert!(
        mark < note
            && got.html[note..].contains("own figures")
            && got.html[note..].contains("footnote-backref"),
        "{}",
        got.html
    );
}
