//! What is beside a piece stays out of it, and what is named as if it were stays in.

use crate::page::{CHINESE, ENGLISH, GREEK, RUSSIAN, URL, clip, clip_at, page, paragraphs};

#[test]
fn invitations_tools_and_boxes_are_left_out() {
    let text = paragraphs(ENGLISH);
    for beside in [
        "<div class='related-articles'><h3>Related</h3><p>The well that never was, and other pieces of ours.</p></div>",
        "<div class=relatedPosts><p>The well that never was, and other pieces of ours.</p></div>",
        "<aside><p>The well that never was, and other pieces of ours.</p></aside>",
        "<div class='u_ad-slot'><p>The well that never was: buy it now.</p></div>",
        "<section><h3>News by mail</h3><p>The well that never was, each morning.</p><input type=email></section>",
        "<div><p>The well that never was is shown by another company.</p><label><input type=checkbox> Always</label></div>",
        "<p class=read-more><a href=/well>The well that never was</a></p>",
        "<p>Read more: <a href=/well>The well that never was, and what it cost</a></p>",
        "<p>Διαβάστε επίσης: <a href=/well>The well that never was, and what it cost</a></p>",
        "<p><a href=/well>The well that never was, and what it cost the town</a></p>",
        "<div style='display: none'><p>The well that never was, for robots only.</p></div>",
        "<div class=teasers><div><a href=/1>The well that never was</a> A line.</div><div><a href=/2>Two wells of the town</a> A line.</div>\
         <div><a href=/3>Three wells of the town</a> A line.</div></div>",
    ] {
        let got = clip(
            "<title>The price of a river</title>",
            &format!("<h1>The price of a river</h1>{text}{beside}{text}"),
        );
        assert!(!got.text.contains("well"), "{beside}\n{}", got.text);
        assert!(got.text.contains(&format!("{ENGLISH} 6.")), "{beside}");
    }
}

#[test]
fn a_link_to_another_outlet_is_a_source_and_stays() {
    let source =
        "<p><a href=https://council.example/report>The council's own report on the river, in full</a></p>";
    let got = clip(
        "<title>The price of a river</title>",
        &format!("<h1>The price of a river</h1>{}{source}", paragraphs(ENGLISH)),
    );
    assert!(got.text.contains("own report"), "{}", got.text);
    assert_eq!(got.links, ["https://council.example/report"]);
}

#[test]
fn a_name_that_holds_most_of_the_page_says_nothing() {
    for name in ["sidebar-layout", "widget ad", "hidden", "comments", "share"] {
        let body = format!("<h1>The price of a river</h1><div class='{name}'>{}</div>", paragraphs(ENGLISH));
        let got = clip("<title>The price of a river</title>", &body);
        assert!(
            got.text.contains(&format!("{ENGLISH} 1.")) && got.text.contains(&format!("{ENGLISH} 6.")),
            "{name}"
        );
    }
    // Each paragraph in a part of its own, all of one name.
    let parts: String =
        (1..=8).map(|n| format!("<div class=sidebar-grid><p>{ENGLISH} {n}.</p></div>")).collect();
    let got = clip("<title>The price of a river</title>", &format!("<h1>The price of a river</h1>{parts}"));
    assert!(
        got.text.contains(&format!("{ENGLISH} 1.")) && got.text.contains(&format!("{ENGLISH} 8.")),
        "{}",
        got.text
    );
}

#[test]
fn what_readers_wrote_is_left_out_even_when_it_is_longer() {
    let remarks: String = (1..=40)
        .map(|n| {
            format!("<div class=comment><p>I remember the well, said reader {n}, and it was deep.</p></div>")
        })
        .collect();
    let body = format!(
        "<h1>The price of a river</h1>{}<section id=comments>{remarks}</section>",
        paragraphs(ENGLISH)
    );
    let got = clip("<title>The price of a river</title>", &body);
    assert!(got.text.contains(&format!("{ENGLISH} 6.")) && !got.text.contains("said reader"), "{}", got.text);
}

#[test]
fn of_several_articles_the_one_with_the_headline_is_read() {
    let other = format!(
        "<article><h1>Another headline altogether</h1>{}</article>",
        paragraphs("The mayor of another town was seen at the fair, and bought a goose there, and named it")
    );
    let html = page(
        "<title>The price of a river</title><meta property=og:title content='The price of a river'>",
        &format!("<h1>The price of a river</h1>{}", paragraphs(ENGLISH)),
    )
    .replace("</main>", &format!("{other}</main>"));
    let got = clip_at(URL, &html);
    assert!(got.text.contains(&format!("{ENGLISH} 6.")) && !got.text.contains("goose"), "{}", got.text);
}

#[test]
fn a_text_cut_into_modules_is_read_whole() {
    let modules: String = (1..=9)
        .map(|n| format!("<div class='module text'><div class=box><p>{ENGLISH} {n}. {ENGLISH} {n}.</p></div></div><div class='module image'><img src=/{n}.jpg></div>"))
        .collect();
    let got = clip("<title>The price of a river</title>", &format!("<h1>The price of a river</h1>{modules}"));
    for n in 1..=9 {
        assert!(got.text.contains(&format!("{ENGLISH} {n}.")), "module {n}: {}", got.text);
    }
}

#[test]
fn pages_laid_out_in_tables_give_their_text_and_their_day() {
    for (sentence, headline) in [
        (ENGLISH, "The price"),
        (GREEK, "Η τιμή του ποταμού"),
        (RUSSIAN, "Цена старой реки"),
        (CHINESE, "河流的价格"),
    ] {
        let menu: String = (0..12)
            .map(|n| format!("<tr><td><a href=/{n}><font size=2>Section {n}</font></a></td></tr>"))
            .collect();
        let news: String = (0..7).map(|n| format!("<tr><td><a href=/n{n}>A fair, a goose and the weather, number {n}</a><br>What else there was at the fair.</td></tr>")).collect();
        let lines: Vec<String> = (1..=6).map(|n| format!("&nbsp;&nbsp;{sentence} {n}.")).collect();
        for text in [
            lines.join("<br><br>"),
            lines.join("<br>"),
            lines.iter().map(|line| format!("<p>{line}")).collect(),
        ] {
            let html = format!(
                "<html><head><title>{headline}</title></head><body><table><tr><td width=120><table>{menu}</table></td>\
                 <td><font size=4><b>{headline}</b></font><br><font size=1>12.04.2004 15:30</font><br><br>{text}</td>\
                 <td><table>{news}</table></td></tr></table><table><tr><td><font size=1>© 2004</font></td></tr></table></body></html>"
            );
            let got = clip_at("http://old.example/news/117.html", &html);
            assert!(
                got.text.contains(&format!("{sentence} 1.")) && got.text.contains(&format!("{sentence} 6.")),
                "{}",
                got.text
            );
            assert!(
                !got.text.contains("goose") && !got.text.contains("Section") && !got.text.contains("2004"),
                "{}",
                got.text
            );
            assert!(!got.html.contains("<table"), "{}", got.html);
            assert_eq!(got.headline, headline);
            assert_eq!(got.published.map(|day| day.iso()).as_deref(), Some("2004-04-12"));
        }
    }
}

#[test]
fn lines_around_a_text_are_taken_off_and_short_lines_in_it_stay() {
    let body = format!(
        "<h1>The price of a river</h1><p>Ada Park, Riverside</p><p>18 November 2026, 07:30</p><p>Advertisement</p>{}<p>“It is dry,” he said.</p>{}\
         <p>Editing by Ben Okafor</p><p>ada.park@gazette.example</p><h3>More from us</h3>",
        paragraphs(ENGLISH),
        paragraphs(ENGLISH),
    );
    let got = clip("<title>The price of a river</title><meta name=author content='Ada Park'>", &body);
    assert!(got.text.starts_with(ENGLISH) && got.text.contains("“It is dry,” he said."), "{}", got.text);
    for line in ["Riverside", "07:30", "Advertisement", "gazette.example", "More from us", "Editing"] {
        assert!(!got.text.contains(line), "{line}: {}", got.text);
    }
    // A poem has nothing but short lines, and keeps them.
    let poem: String = (1..=9).map(|n| format!("<p>A line of the river, {n}</p>")).collect();
    let got = clip("<title>The price of a river</title>", &format!("<h1>The price of a river</h1>{poem}"));
    assert!(got.text.contains("the river, 1") && got.text.contains("the river, 9"), "{}", got.text);
}

#[test]
fn a_page_drawn_in_the_browser_is_read_from_its_script() {
    let lines: Vec<String> =
        (1..=6).map(|n| format!("{{\"type\":\"p\",\"text\":\"{ENGLISH} {n}. {ENGLISH} {n}.\"}}")).collect();
    let state = format!(
        "{{\"props\":{{\"menu\":[\"Home\",\"World\"],\"piece\":{{\"blocks\":[{}]}}}}}}",
        lines.join(",")
    );
    for script in [
        format!("<script id=data type=application/json>{state}</script>"),
        format!("<script>window.__STATE__ = {state};\nstart();</script>"),
    ] {
        let html = format!(
            "<html><head><title>The price of a river</title></head><body><div id=root></div>{script}</body></html>"
        );
        let got = clip_at(URL, &html);
        assert!(
            got.text.contains(&format!("{ENGLISH} 1.")) && got.text.contains(&format!("{ENGLISH} 6.")),
            "{}",
            got.text
        );
        assert!(got.warnings.iter().any(|warning| warning.contains("data")), "{:?}", got.warnings);
    }
}

#[test]
fn a_page_beyond_the_budget_is_read_as_far_as_it_goes() {
    let endless: String = (0..30_000).map(|n| format!("<p>{ENGLISH} {n}.</p>")).collect();
    let got = clip("<title>The price of a river</title>", &format!("<h1>The price of a river</h1>{endless}"));
    assert!(got.text.contains(&format!("{ENGLISH} 0.")) && !got.text.contains(&format!("{ENGLISH} 29999.")));
    assert!(got.warnings.iter().any(|warning| warning.contains("very long")), "{:?}", got.warnings);
}
