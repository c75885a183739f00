use serde_json::json;

use super::*;

fn made(row: Value) -> (String, Vec<String>) {
    let mut notes = Notes::default();
    let body = body(&row, &mut notes);
    (body, notes.0)
}

fn lexical(nodes: Value) -> (String, Vec<String>) {
    made(json!({ "lexical": json!({ "root": { "type": "root", "children": nodes } }).to_string() }))
}

fn text(format: u64, text: &str) -> Value {
    json!({ "type": "extended-text", "format": format, "text": text })
}

#[test]
fn lexical_nodes_become_elements() {
    for (node, expected) in [
        (
            json!({"type":"paragraph","children":[text(0,"a < b & c"),{"type":"linebreak"},text(1,"d")]}),
            "<p>a &lt; b &amp; c<br><strong>d</strong></p>",
        ),
        (
            json!({"type":"paragraph","children":[text(3,"x"),text(16,"y"),text(4,"s"),text(8,"u"),text(32,"1"),text(64,"2"),text(128,"m")]}),
            "<p><strong><em>x</em></strong><code>y</code><s>s</s><u>u</u><sub>1</sub><sup>2</sup><mark>m</mark></p>",
        ),
        (json!({"type":"paragraph","children":[]}), ""),
        (json!({"type":"extended-heading","tag":"h3","children":[text(0,"Head")]}), "<h3>Head</h3>"),
        (json!({"type":"heading","tag":"script","children":[text(0,"Head")]}), "<h2>Head</h2>"),
        (json!({"type":"extended-quote","children":[text(0,"q")]}), "<blockquote><p>q</p></blockquote>"),
        (json!({"type":"aside","children":[text(0,"q")]}), "<blockquote><p>q</p></blockquote>"),
        (
            json!({"type":"paragraph","children":[{"type":"link","url":"https://a.example/?a&b","title":"T","children":[text(2,"l")]}]}),
            "<p><a href=\"https://a.example/?a&amp;b\" title=\"T\"><em>l</em></a></p>",
        ),
        (
            json!({"type":"paragraph","children":[{"type":"autolink","url":"https://a.example","children":[text(0,"a")]}]}),
            "<p><a href=\"https://a.example\">a</a></p>",
        ),
        (
            json!({"type":"list","listType":"number","start":3,"children":[
            {"type":"listitem","children":[text(0,"one")]},
            {"type":"listitem","children":[{"type":"list","listType":"bullet","children":[{"type":"listitem","children":[text(0,"two")]}]}]}]}),
            "<ol start=\"3\"><li>one<ul><li>two</li></ul>\n</li></ol>",
        ),
        (
            json!({"type":"list","listType":"check","children":[{"type":"listitem","checked":true,"children":[text(0,"done")]}]}),
            "<ul><li>☑ done</li></ul>",
        ),
        (json!({"type":"horizontalrule"}), "<hr>"),
        (
            json!({"type":"image","src":"__GHOST_URL__/content/images/a.jpg","alt":"A \"b\"","caption":"<i>c</i>","href":"https://l.example"}),
            "<figure><a href=\"https://l.example\"><img src=\"__GHOST_URL__/content/images/a.jpg\" alt=\"A &quot;b&quot;\"></a><figcaption><i>c</i></figcaption></figure>",
        ),
        (
            json!({"type":"gallery","images":[{"src":"a"},{"src":"b","alt":"B"}],"caption":"All"}),
            "<figure><img src=\"a\" alt=\"\"></figure>\n<figure><img src=\"b\" alt=\"B\"></figure>\n<p>All</p>",
        ),
        (
            json!({"type":"bookmark","url":"https://b.example","metadata":{"title":"Title","description":"About"},"caption":"c"}),
            "<p><a href=\"https://b.example\">Title</a></p>\n<blockquote><p>About</p></blockquote>\n<p>c</p>",
        ),
        (
            json!({"type":"embed","url":"https://v.example/1","html":"<iframe></iframe>","metadata":{"title":"Film"}}),
            "<p><a href=\"https://v.example/1\">Film</a></p>",
        ),
        (json!({"type":"html","html":"<div>raw</div>"}), "<div>raw</div>"),
        (json!({"type":"markdown","markdown":"*a*\n\n- b"}), "<p><em>a</em></p>\n<ul>\n<li>b</li>\n</ul>"),
        (
            json!({"type":"codeblock","code":"a < b","language":"rust","caption":"c"}),
            "<pre><code class=\"language-rust\">a &lt; b</code></pre>\n<p>c</p>",
        ),
        (
            json!({"type":"callout","calloutText":"<p>Mind <b>it</b></p>","calloutEmoji":"💡"}),
            "<p>💡 Mind <b>it</b></p>",
        ),
        (
            json!({"type":"toggle","heading":"<span>Ask</span>","content":"<p>Answer</p>"}),
            "<details><summary>Ask</summary>\n<p>Answer</p>\n</details>",
        ),
        (
            json!({"type":"button","buttonText":"Go","buttonUrl":"https://g.example"}),
            "<p><a href=\"https://g.example\">Go</a></p>",
        ),
        (
            json!({"type":"header","header":"Big","subheader":"small","buttonEnabled":true,"buttonText":"Go","buttonUrl":"/x","backgroundImageSrc":"b.jpg"}),
            "<figure><img src=\"b.jpg\" alt=\"\"></figure>\n<h2>Big</h2>\n<p>small</p>\n<p><a href=\"/x\">Go</a></p>",
        ),
        (
            json!({"type":"file","src":"/content/files/r.pdf","fileTitle":"Report","fileName":"r.pdf","fileCaption":"2019"}),
            "<p><a href=\"/content/files/r.pdf\">Report</a></p>\n<p>2019</p>",
        ),
        (
            json!({"type":"audio","src":"/content/media/s.mp3","title":""}),
            "<p><a href=\"/content/media/s.mp3\">s.mp3</a></p>",
        ),
        (
            json!({"type":"video","src":"/content/media/f.mp4","caption":"Film"}),
            "<p><a href=\"/content/media/f.mp4\">f.mp4</a></p>\n<p>Film</p>",
        ),
        (
            json!({"type":"product","productTitle":"Thing","productDescription":"<p>Good</p>","productRatingEnabled":true,"productStarRating":4,"productButtonEnabled":true,"productButton":"Buy","productUrl":"https://p.example"}),
            "<h4>Thing</h4>\n<p>4/5</p>\n<p>Good</p><p><a href=\"https://p.example\">Buy</a></p>",
        ),
    ] {
        let (html, told) = lexical(json!([node]));
        assert_eq!(html, expected, "{node}");
        assert_eq!(told, [""; 0], "{node}");
    }
}

#[test]
fn what_has_no_counterpart_is_told() {
    for (node, expected, sentence) in [
        (json!({"type":"paywall"}), "", "the mark behind which members read on was taken out"),
        (json!({"type":"email","html":"<p>x</p>"}), "", "a part that only stood in letters is left out"),
        (json!({"type":"email-cta"}), "", "a part that only stood in letters is left out"),
        (json!({"type":"signup"}), "", "a form to subscribe is left out"),
        (
            json!({"type":"hologram","x":1}),
            "<p>[card: hologram]</p>",
            "the card hologram is shown as its name",
        ),
        (
            json!({"type":"box","children":[{"type":"paragraph","children":[text(0,"in")]}]}),
            "<p>in</p>",
            "a part of the kind “box” is kept as its words",
        ),
    ] {
        assert_eq!(lexical(json!([node])), (expected.to_owned(), vec![sentence.to_owned()]), "{node}");
    }
}

#[test]
fn mobiledoc_sections_become_elements() {
    let document = json!({
        "version": "0.3.1",
        "atoms": [["soft-return", "", {}], ["mention", "@who", {}]],
        "cards": [["image", {"src": "a.jpg", "caption": "c"}], ["hr", {}], ["card-markdown", {"markdown": "**b**"}], ["odd", {}], ["code", {"code": "<x>", "language": "html"}]],
        "markups": [["strong"], ["a", ["href", "https://a.example", "onclick", "x"]], ["blink"]],
        "sections": [
            [1, "p", [[0, [], 0, "plain "], [0, [0], 0, "bold "], [0, [1], 2, "linked"], [0, [2], 1, " & on"], [1, [], 0, 0], [1, [], 0, 1]]],
            [1, "H2", [[0, [], 0, "Head"]]],
            [1, "blockquote", [[0, [0], 0, "never closed"]]],
            [3, "ol", [[[0, [], 0, "one"]], [[0, [], 0, "two"]]]],
            [2, "b.jpg"],
            [10, 0], [10, 1], [10, 2], [10, 3], [10, 4], [10, 99], [1, "p", []], [7]
        ]
    });
    let (html, told) = made(json!({ "mobiledoc": document.to_string() }));
    assert_eq!(
        html,
        "<p>plain <strong>bold <a href=\"https://a.example\">linked</a></strong> &amp; on<br>@who</p>\n<h2>Head</h2>\n\
         <blockquote><p><strong>never closed</strong></p></blockquote>\n<ol><li>one</li><li>two</li></ol>\n\
         <figure><img src=\"b.jpg\" alt=\"\"></figure>\n<figure><img src=\"a.jpg\" alt=\"\"><figcaption>c</figcaption></figure>\n\
         <hr>\n<p><strong>b</strong></p>\n<p>[card: odd]</p>\n<pre><code class=\"language-html\">&lt;x&gt;</code></pre>"
    );
    assert_eq!(
        told,
        [
            "an inline part of an unknown kind is kept as its words",
            "the card odd is shown as its name",
            "a section of an unknown kind is left out"
        ]
    );
}

#[test]
fn boxes_of_rendered_html_become_plain_elements() {
    for (html, expected) in [
        ("<p>a</p><!--kg-card-begin: html--><div>b</div><!--kg-card-end: html-->", "<p>a</p><div>b</div>"),
        (
            "<figure class=\"kg-card kg-image-card kg-width-wide\"><img src=\"a\" class=\"kg-image\"><figcaption>c</figcaption></figure>",
            "<figure><img src=\"a\" class=\"kg-image\"><figcaption>c</figcaption></figure>",
        ),
        (
            "<figure class=\"kg-card kg-gallery-card\"><div class=\"kg-gallery-container\"><div class=\"kg-gallery-row\"><div><img src=\"a\"></div><div><img src=\"b\"></div></div></div><figcaption>All</figcaption></figure>",
            "<figure><img src=\"a\"></figure>\n<figure><img src=\"b\"></figure>\n<p>All</p>",
        ),
        (
            "<figure class=\"kg-card kg-bookmark-card\"><a class=\"kg-bookmark-container\" href=\"https://b.example\"><div class=\"kg-bookmark-content\"><div class=\"kg-bookmark-title\">T &amp; T</div><div class=\"kg-bookmark-description\">About</div></div></a></figure>",
            "<p><a href=\"https://b.example\">T &amp; T</a></p>\n<blockquote><p>About</p></blockquote>",
        ),
        (
            "<figure class=\"kg-card kg-embed-card\"><iframe src=\"https://v.example\"></iframe><figcaption>c</figcaption></figure>",
            "<iframe src=\"https://v.example\"></iframe>\n<p>c</p>",
        ),
        (
            "<figure class=\"kg-card kg-video-card\"><div class=\"kg-video-container\"><video src=\"/content/media/f.mp4\"></video><div><svg><path/></svg></div></div><figcaption>c</figcaption></figure>",
            "<p><a href=\"/content/media/f.mp4\">f.mp4</a></p>\n<p>c</p>",
        ),
        (
            "<div class=\"kg-card kg-audio-card\"><div><audio src=\"/s.mp3\"></audio><div class=\"kg-audio-title\">Song</div></div></div>",
            "<p><a href=\"/s.mp3\">Song</a></p>",
        ),
        (
            "<div class=\"kg-card kg-file-card\"><a class=\"kg-file-card-container\" href=\"/r.pdf\"><div class=\"kg-file-card-title\">Report</div></a></div>",
            "<p><a href=\"/r.pdf\">Report</a></p>",
        ),
        (
            "<div class=\"kg-card kg-toggle-card\"><div class=\"kg-toggle-heading\"><h4 class=\"kg-toggle-heading-text\">Ask</h4><button><svg></svg></button></div><div class=\"kg-toggle-content\"><div>x</div><p>Answer</p></div></div>",
            "<details><summary>Ask</summary>\n<div>x</div><p>Answer</p>\n</details>",
        ),
        (
            "<div class=\"kg-card kg-callout-card kg-callout-card-blue\"><div class=\"kg-callout-emoji\">💡</div><div class=\"kg-callout-text\">Mind <b>it</b></div></div>",
            "<p>💡 Mind <b>it</b></p>",
        ),
        (
            "<div class=\"kg-card kg-button-card\"><a href=\"/x\" class=\"kg-btn\">Go</a></div>",
            "<p><a href=\"/x\">Go</a></p>",
        ),
        (
            "<div class=\"kg-card kg-header-card\" style=\"background-image: url('b.jpg')\"><h2>Big</h2><a class=\"kg-header-card-button\" href=\"/x\">Go</a></div>",
            "<figure><img src=\"b.jpg\" alt=\"\"></figure>\n<h2>Big</h2><p><a href=\"/x\">Go</a></p>",
        ),
        (
            "<figure class=\"kg-card kg-code-card\"><pre><code>x</code></pre><figcaption>c</figcaption></figure>",
            "<figure class=\"kg-card kg-code-card\"><pre><code>x</code></pre><figcaption>c</figcaption></figure>",
        ),
        (
            "<blockquote class=\"kg-blockquote-alt\">q</blockquote>",
            "<blockquote class=\"kg-blockquote-alt\">q</blockquote>",
        ),
    ] {
        assert_eq!(made(json!({ "html": html })), (expected.to_owned(), vec![]), "{html}");
    }
    for (html, expected, sentence) in [
        ("a<!--members-only-->b", "ab", "the mark behind which members read on was taken out"),
        ("<div class=\"kg-card kg-signup-card\"><form>x</form></div>", "", "a form to subscribe is left out"),
        (
            "<div class=\"kg-card kg-odd-card\"><div>x</div><svg>y</svg></div>",
            "x",
            "the card odd is kept as the HTML in it",
        ),
    ] {
        assert_eq!(made(json!({ "html": html })), (expected.to_owned(), vec![sentence.to_owned()]), "{html}");
    }
}

#[test]
fn the_source_counts_where_the_html_is_missing_or_old() {
    let source = json!({ "root": { "children": [{ "type": "paragraph", "children": [text(0, "a long paragraph of words")] }] } });
    let source = source.to_string();
    assert_eq!(
        made(json!({ "html": "<p>a long paragraph, of words</p>", "lexical": source })).0,
        "<p>a long paragraph, of words</p>"
    );
    assert_eq!(made(json!({ "html": null, "lexical": source })).0, "<p>a long paragraph of words</p>");
    let (html, told) = made(json!({ "html": "<p>a</p>", "lexical": source }));
    assert_eq!((html.as_str(), told.len()), ("<p>a long paragraph of words</p>", 1));
    assert_eq!(made(json!({ "markdown": "# A" })).0.trim(), "<h1>A</h1>");
    assert_eq!(made(json!({})).0, "");
    for broken in ["{", "[]", "{\"root\":7}", "null", "{\"sections\":7}"] {
        made(json!({ "lexical": broken }));
        made(json!({ "mobiledoc": broken }));
    }
}

#[test]
fn lists_in_lists_two_hundred_times() {
    let item = "{\"type\":\"list\",\"children\":[{\"type\":\"listitem\",\"children\":[";
    let words = "{\"type\":\"text\",\"text\":\"deep \\\"in\\\"\"}";
    let document = |levels: usize| {
        format!("{{\"root\":{{\"children\":[{}{words}{}]}}}}", item.repeat(levels), "]}]}".repeat(levels))
    };
    assert_eq!(made(json!({ "lexical": document(25) })).0.matches("<ul>").count(), 25);
    let (html, told) = made(json!({ "lexical": document(200) }));
    assert_eq!((html.trim(), told.len()), ("<p>deep &quot;in&quot;</p>", 1));
}
