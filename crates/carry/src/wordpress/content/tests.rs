use super::*;
use crate::wordpress::known::Attachment;

fn known() -> Known {
    let mut known = Known::default();
    for (id, post, address, alt, caption, order) in [
        ("11", Some("7"), "https://b.example/wp-content/uploads/one.jpg", "One", "First <em>line</em>", 2),
        ("12", Some("7"), "https://b.example/wp-content/uploads/two.png", "", "", 1),
        ("13", Some("7"), "https://b.example/wp-content/uploads/a%20song.mp3", "", "", 3),
        ("14", None, "https://b.example/wp-content/uploads/film.mp4", "", "", 0),
    ] {
        let attachment = Attachment {
            address: address.into(),
            title: format!("Title {id}"),
            alt: alt.into(),
            caption: caption.into(),
            order,
        };
        known.attach(id, post, attachment);
    }
    known.share("50", "<!-- wp:paragraph --><p>Shared.</p><!-- /wp:paragraph -->");
    known.share("51", "<!-- wp:block {\"ref\":51} /--><p>Again</p>");
    known
}

fn made(text: &str) -> (String, Vec<String>) {
    let known = known();
    let footnotes = r#"[{"id":"abc","content":"A <em>note</em>."}]"#;
    body(text, Around { known: &known, post: "7", footnotes: Some(footnotes) })
}

const ONE: &str = "<figure><img src=\"https://b.example/wp-content/uploads/one.jpg\" alt=\"One\"><figcaption>First <em>line</em></figcaption></figure>";
const TWO: &str = "<figure><img src=\"https://b.example/wp-content/uploads/two.png\" alt=\"\"></figure>";

#[test]
fn shortcodes_become_what_they_show() {
    for (text, expected) in [
        ("[gallery ids=\"11,12\"]", format!("{ONE}\n{TWO}")),
        ("a\n\n[gallery ids=\"12\"]\n\nb", format!("<p>a</p>\n{TWO}\n<p>b</p>")),
        ("<p>[gallery ids='12' /]</p>c", format!("{TWO}\n<p>c</p>")),
        ("[gallery ids=”11”]", ONE.to_owned()),
        ("[gallery ids=&quot;11&quot;]", ONE.to_owned()),
        ("[gallery]", format!("{TWO}\n{ONE}")),
        ("[gallery exclude=\"12\"]", ONE.to_owned()),
        (
            "[caption id=\"attachment_11\" align=\"alignright\" width=\"300\"]<a href=\"x\"><img src=\"i.jpg\" /></a> Some <em>words</em>.[/caption]",
            "<figure><a href=\"x\"><img src=\"i.jpg\" /></a><figcaption>Some <em>words</em>.</figcaption></figure>".into(),
        ),
        (
            "[caption width=\"300\" caption=\"Old [shape] words\"]<img src=\"i.jpg\" />[/caption]",
            "<figure><img src=\"i.jpg\" /><figcaption>Old [shape] words</figcaption></figure>".into(),
        ),
        ("x\n[wp_caption]<img src=i>[/wp_caption]\ny", "<p>x</p>\n<figure><img src=i></figure>\n<p>y</p>".into()),
        (
            "[embed width=\"5\"]https://v.example/?a=1&amp;b=2[/embed]",
            "<p><a href=\"https://v.example/?a=1&amp;b=2\">https://v.example/?a=1&amp;b=2</a></p>".into(),
        ),
        ("[audio src=\"https://b.example/x/tune.mp3\"]", "<p><a href=\"https://b.example/x/tune.mp3\">tune.mp3</a></p>".into()),
        ("[audio]", "<p><a href=\"https://b.example/wp-content/uploads/a%20song.mp3\">a song.mp3</a></p>".into()),
        (
            "[audio http://b.example/t.mp3|titles=T]",
            "<p><a href=\"http://b.example/t.mp3\">t.mp3</a></p>".into(),
        ),
        (
            "[video width=\"1\" mp4=\"https://b.example/f.mp4\"][/video]",
            "<p><a href=\"https://b.example/f.mp4\">f.mp4</a></p>".into(),
        ),
        (
            "[playlist ids=\"13\"]",
            "<p><a href=\"https://b.example/wp-content/uploads/a%20song.mp3\">Title 13</a></p>".into(),
        ),
        (
            "[youtube https://www.youtube.com/watch?v=abc&amp;t=3]",
            "<p><a href=\"https://www.youtube.com/watch?v=abc&amp;t=3\">https://www.youtube.com/watch?v=abc&amp;t=3</a></p>".into(),
        ),
        ("[youtube=abc_-1]", "<p><a href=\"https://www.youtube.com/watch?v=abc_-1\">https://www.youtube.com/watch?v=abc_-1</a></p>".into()),
        ("[vimeo 1234]", "<p><a href=\"https://vimeo.com/1234\">https://vimeo.com/1234</a></p>".into()),
        ("[code]\na < b && [gallery]\n[/code]", "<pre><code>a &lt; b &amp;&amp; [gallery]</code></pre>".into()),
        ("say [[gallery ids=\"11\"]] so", "<p>say [gallery ids=\"11\"] so</p>".into()),
        ("[[caption]x[/caption]]", "<p>[caption]x[/caption]</p>".into()),
        ("<pre>[gallery]</pre><code>[gallery]</code>", "<pre>[gallery]</pre>\n<p><code>[gallery]</code></p>".into()),
        ("<a title=\"[gallery]\">x</a>", "<p><a title=\"[gallery]\">x</a></p>".into()),
        ("he said [sic] and [1] and [...] and [update]", "<p>he said [sic] and [1] and [...] and [update]</p>".into()),
    ] {
        let (html, told) = made(text);
        assert_eq!(html, expected, "{text:?}");
        assert_eq!(told, [""; 0], "{text:?}");
    }
}

#[test]
fn other_shortcodes_stay_readable_and_are_told() {
    for (text, expected, names) in [
        (
            "[contact-form-7 id=\"3\" title=\"Mail\"]",
            "<p>[contact-form-7 id=\"3\" title=\"Mail\"]</p>",
            vec!["contact-form-7"],
        ),
        ("[box]in [b_x] it[/box]", "<p>[box]in [b_x] it[/box]</p>", vec!["box", "b_x"]),
        ("[caption]never ended", "<p>[caption]never ended</p>", vec!["caption"]),
        ("[gallery ids=\"99\"]", "<p>[gallery ids=\"99\"]</p>", vec!["gallery"]),
        ("[outer a=1][gallery ids=\"12\"][/outer]", "", vec!["outer"]),
        ("[x a=\"b", "<p>[x a=\"b</p>", vec![]),
    ] {
        let (html, told) = made(text);
        if expected.is_empty() {
            assert!(
                html.contains("[outer a=1]") && html.contains(TWO) && html.contains("[/outer]"),
                "{html}"
            );
        } else {
            assert_eq!(html, expected);
        }
        for name in &names {
            assert!(told.contains(&format!("the shortcode [{name}] is shown as text")), "{text:?}: {told:?}");
        }
        assert!(names.len() <= told.len() && (!names.is_empty() || told.is_empty()), "{text:?}: {told:?}");
    }
}

#[test]
fn blocks_lose_their_marks_and_keep_their_meaning() {
    for (text, expected) in [
        ("<!-- wp:paragraph {\"a\":1} -->\n<p>x</p>\n<!-- /wp:paragraph -->", "<p>x</p>"),
        (
            "<!-- wp:core/list --><ul><!-- wp:list-item --><li>a</li><!-- /wp:list-item --></ul><!-- /wp:core/list -->",
            "<ul><li>a</li></ul>",
        ),
        (
            "<!-- wp:image {\"id\":1} --><figure class=\"wp-block-image\"><img src=\"a\"/><figcaption>c</figcaption></figure><!-- /wp:image -->",
            "<figure class=\"wp-block-image\"><img src=\"a\"/><figcaption>c</figcaption></figure>",
        ),
        (
            "<!-- wp:embed {\"url\":\"https://y.example/?v=1\\u0026t=2\",\"type\":\"video\"} --><figure class=\"wp-block-embed\"><div>\nhttps://y.example/?v=1&amp;t=2\n</div><figcaption>Said</figcaption></figure><!-- /wp:embed -->",
            "<p><a href=\"https://y.example/?v=1&amp;t=2\">https://y.example/?v=1&amp;t=2</a></p>\n<p>Said</p>",
        ),
        (
            "<!-- wp:core-embed/youtube --><figure><div>\nhttps://y.example/\n</div></figure><!-- /wp:core-embed/youtube -->",
            "<p><a href=\"https://y.example/\">https://y.example/</a></p>",
        ),
        (
            "<!-- wp:gallery --><figure class=\"wp-block-gallery\"><!-- wp:image --><figure class=\"wp-block-image\"><img src=\"a\"></figure><!-- /wp:image --><figcaption>All</figcaption></figure><!-- /wp:gallery -->",
            "<figure class=\"wp-block-image\"><img src=\"a\"></figure><p>All</p>",
        ),
        (
            "<!-- wp:gallery --><figure class=\"wp-block-gallery\"><ul class=\"blocks-gallery-grid\"><li><figure><img src=\"a\"><figcaption>1</figcaption></figure></li></ul><figcaption>All</figcaption></figure><!-- /wp:gallery -->",
            "<figure><img src=\"a\"><figcaption>1</figcaption></figure>\n<p>All</p>",
        ),
        (
            "<!-- wp:quote --><blockquote class=\"wp-block-quote\"><p>q</p><cite>w</cite></blockquote><!-- /wp:quote -->",
            "<blockquote class=\"wp-block-quote\"><p>q</p><cite>w</cite></blockquote>",
        ),
        (
            "<!-- wp:pullquote --><figure class=\"wp-block-pullquote\"><blockquote><p>q</p><cite>w</cite></blockquote></figure><!-- /wp:pullquote -->",
            "<blockquote><p>q</p><cite>w</cite></blockquote>",
        ),
        (
            "<!-- wp:columns --><div class=\"wp-block-columns\"><!-- wp:column --><div class=\"wp-block-column\"><!-- wp:paragraph --><p>a</p><!-- /wp:paragraph --></div><!-- /wp:column --><!-- wp:column --><div><!-- wp:html --><div>b</div><!-- /wp:html --></div><!-- /wp:column --></div><!-- /wp:columns -->",
            "<p>a</p><div>b</div>",
        ),
        (
            "<!-- wp:cover --><div class=\"wp-block-cover\" style=\"background-image:url(https://b.example/c.jpg)\"><div><!-- wp:paragraph --><p>t</p><!-- /wp:paragraph --></div></div><!-- /wp:cover -->",
            "<figure><img src=\"https://b.example/c.jpg\" alt=\"\"></figure>\n<p>t</p>",
        ),
        (
            "<!-- wp:spacer --><div style=\"height:9px\" aria-hidden=\"true\"></div><!-- /wp:spacer --><p>x</p>",
            "<p>x</p>",
        ),
        (
            "<!-- wp:buttons --><div><!-- wp:button --><div class=\"wp-block-button\"><a href=\"u\">Go</a></div><!-- /wp:button --></div><!-- /wp:buttons -->",
            "<p><a href=\"u\">Go</a></p>",
        ),
        (
            "<!-- wp:video --><figure><video controls src=\"https://b.example/f.mp4\"></video><figcaption>My film</figcaption></figure><!-- /wp:video -->",
            "<p><a href=\"https://b.example/f.mp4\">My film</a></p>",
        ),
        (
            "<!-- wp:audio --><figure><audio controls src=\"https://b.example/s.mp3\"></audio></figure><!-- /wp:audio -->",
            "<p><a href=\"https://b.example/s.mp3\">s.mp3</a></p>",
        ),
        (
            "<!-- wp:file {\"id\":1} --><div class=\"wp-block-file\"><a href=\"https://b.example/r.pdf\">Report</a><a href=\"https://b.example/r.pdf\" download>Download</a></div><!-- /wp:file -->",
            "<p><a href=\"https://b.example/r.pdf\">Report</a></p>",
        ),
        (
            "<!-- wp:code --><pre class=\"wp-block-code\"><code>&lt;!-- wp:x --&gt; &#91;gallery]</code></pre><!-- /wp:code -->",
            "<pre class=\"wp-block-code\"><code>&lt;!-- wp:x --&gt; &#91;gallery]</code></pre>",
        ),
        ("<!-- wp:shortcode -->\n[gallery ids=\"12\"]\n<!-- /wp:shortcode -->", TWO),
        ("<!-- wp:separator --><hr/><!-- /wp:separator -->", "<hr/>"),
        ("<!-- wp:freeform -->one\n\ntwo<!-- /wp:freeform -->", "<p>one</p>\n<p>two</p>"),
        (
            "before\n\nblocks\n<!-- wp:paragraph --><p>x</p><!-- /wp:paragraph -->",
            "<p>before</p>\n<p>blocks</p>\n<p>x</p>",
        ),
        ("<!-- wp:paragraph --><p>x</p>", "<p>x</p>"),
        ("<p>x</p><!-- /wp:paragraph --><!-- wp:group --><div><p>y</p>", "<p>x</p><p>y</p>"),
        (
            "<!-- wp:social-links --><ul><!-- wp:social-link {\"url\":\"https://s.example/me\",\"service\":\"mastodon\"} /--></ul><!-- /wp:social-links -->",
            "<p><a href=\"https://s.example/me\">mastodon</a></p>",
        ),
        (
            "<!-- wp:footnotes /-->",
            "<ol><li id=\"abc\">A <em>note</em>. <a href=\"#abc-link\">↩</a></li></ol>",
        ),
        ("<!-- wp:paragraph --><p></p><!-- /wp:paragraph --><!-- wp:list /-->", "<p></p>"),
    ] {
        let (html, told) = made(text);
        assert_eq!(html, expected, "{text:?}");
        assert_eq!(told, [""; 0], "{text:?}");
    }
}

#[test]
fn what_blocks_can_not_show_is_told() {
    for (text, expected, sentence) in [
        (
            "<!-- wp:latest-posts {\"n\":3} /-->",
            "<p>[block: core/latest-posts]</p>",
            "the block core/latest-posts, which was made anew at every visit, is shown as its name",
        ),
        (
            "<!-- wp:acme/price-list --><!-- /wp:acme/price-list -->",
            "<p>[block: acme/price-list]</p>",
            "the block acme/price-list, which was made anew at every visit, is shown as its name",
        ),
        (
            "<!-- wp:acme/box --><div>x</div><!-- /wp:acme/box -->",
            "<div>x</div>",
            "the block acme/box is kept as the HTML in it",
        ),
        (
            "<!-- wp:block {\"ref\":50} /-->",
            "<p>Shared.</p>",
            "a block that several posts share is part of this one now",
        ),
        (
            "<!-- wp:block {\"ref\":9} /-->",
            "<p>[block: core/block 9]</p>",
            "a block that several posts share is not in the file",
        ),
        (
            "<!-- wp:more -->\n<!--more Read on-->\n<!-- /wp:more --><p>x</p>",
            "<p>x</p>",
            "the mark where the beginning of the post ends was taken out",
        ),
        ("a<!--more-->b", "<p>ab</p>", "the mark where the beginning of the post ends was taken out"),
        ("a<!--nextpage-->b", "<p>a</p>\n<p>b</p>", "it was shown on several pages and is one here"),
    ] {
        let (html, told) = made(text);
        assert_eq!(html, expected, "{text:?}");
        assert_eq!(told, [sentence], "{text:?}");
    }
    let (html, _) = made("<!-- wp:block {\"ref\":51} /-->");
    assert_eq!(html.matches("Again").count(), 4, "a block that holds itself ends: {html}");
}

#[test]
fn hostile_contents_take_no_time() {
    for part in [
        "[gallery]",
        "[x]",
        "[[x]",
        "[caption]",
        "[x a=\"",
        "[/x]",
        "[embed]",
        "<!-- wp:group -->",
        "<!-- /wp:group -->",
        "<!-- wp:block {\"ref\":50} /-->",
        "<!-- wp:x {",
        "<p>[gallery]",
        "<pre>[x]",
        "[a-b c=1][/",
        "<!--more-->",
        "\n\n[",
    ] {
        made(&part.repeat(50_000));
        made(&format!("{}[/x]", part.repeat(50_000)));
    }
    let names: String = (0..20_000).map(|n| format!("[n{n} a=1]")).collect();
    made(&names);
    let lists =
        format!("<!-- wp:list -->{}x{}<!-- /wp:list -->", "<ul><li>".repeat(200), "</li></ul>".repeat(200));
    assert_eq!(made(&lists).0.matches("<ul>").count(), 200);
}
