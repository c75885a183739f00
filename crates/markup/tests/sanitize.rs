//! What the sanitizer keeps, changes and drops.

#![expect(clippy::unwrap_used, reason = "a test's own helpers")]

use markup::{body_html, comment_to_html, images, markdown_to_html, rewrite_images, sanitize};
use model::Format;
use url::Url;

fn base() -> Url {
    Url::parse("https://gazette.example/2026/11/story.html").unwrap()
}

/// Cleaned without and with a base, as one line.
fn clean(html: &str) -> String {
    sanitize(html, Some(&base())).replace('\n', "")
}

#[test]
fn nothing_that_runs_survives() {
    for attack in [
        "<script>alert(1)</script>",
        "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
        "<img src=x onerror=alert(1)>",
        "<img src=\"jav\tascript:alert(1)\">",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<a href=\" java\nscript:alert(1)\">x</a>",
        "<a href=\"&#106;avascript:alert(1)\">x</a>",
        "<a href=\"\u{1}javascript:alert(1)\">x</a>",
        "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
        "<a href=\"vbscript:msgbox\">x</a>",
        "<svg onload=alert(1)><a xlink:href=\"javascript:alert(1)\"><text>x</text></a></svg>",
        "<svg><script>alert(1)</script></svg>",
        "<svg><style><img src=x onerror=alert(1)></style></svg>",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
        "<math><mi xlink:href=\"javascript:alert(1)\">x</mi></math>",
        "<math><annotation-xml encoding=\"text/html\"><img src=x onerror=alert(1)></annotation-xml></math>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<template><img src=x onerror=alert(1)></template>",
        "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
        "<iframe src=\"javascript:alert(1)\"></iframe>",
        "<object data=\"javascript:alert(1)\"></object><embed src=\"javascript:alert(1)\">",
        "<form action=\"javascript:alert(1)\"><button formaction=\"javascript:alert(1)\">x</button></form>",
        "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">",
        "<base href=\"javascript:/a/\"><a href=\"x\">y</a>",
        "<link rel=stylesheet href=\"//evil.example/x.css\">",
        "<style>@import '//evil.example/x.css'</style>",
        "<p style=\"background:url(javascript:alert(1))\">x</p>",
        "<details open ontoggle=alert(1)><summary>s</summary>x</details>",
        "<video><source onerror=alert(1)></video><audio src onerror=alert(1)>",
        "<xmp><img src=x onerror=alert(1)></xmp>",
        "<title><img src=x onerror=alert(1)></title>",
        "<textarea><img src=x onerror=alert(1)></textarea>",
        "<plaintext><img src=x onerror=alert(1)>",
        "<p id=\"main\" name=\"cookie\" onclick=alert(1)>x</p>",
        "<a href=\"https://good.example\" target=_blank onmouseover=alert(1)>x</a>",
        "<img srcset=\"javascript:alert(1) 1x\" src=\"data:image/svg+xml;base64,AAAA\">",
        "<isindex action=javascript:alert(1) type=image>",
        "<table background=\"javascript:alert(1)\"><td background=\"javascript:alert(1)\">x</table>",
        "<!--[if IE]><script>alert(1)</script><![endif]-->",
        "<![CDATA[<script>alert(1)</script>]]>",
        "<?xml-stylesheet href=\"javascript:alert(1)\"?>",
        "<<script>script>alert(1)<</script>/script>",
    ] {
        for out in
            [sanitize(attack, None), sanitize(attack, Some(&base())), body_html(Format::Markdown, attack)]
        {
            let seen = dom_query::Document::fragment(out.as_str());
            for bad in
                ["script", "style", "iframe", "svg", "object", "form", "meta", "base", "link", "template"]
            {
                assert!(!seen.select(bad).exists(), "{attack}\n{out}");
            }
            for node in seen.select("*").iter() {
                for attribute in node.attrs() {
                    let name = attribute.name.local.to_string();
                    assert!(!name.starts_with("on") && name != "style", "{attack}\n{out}");
                    if name == "href" || name == "src" {
                        let value = attribute.value.to_string();
                        assert!(
                            ["https://", "http://", "mailto:", "#t-", "/"]
                                .iter()
                                .any(|ok| value.starts_with(ok)),
                            "{attack}\n{out}"
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn content_models_are_those_of_html() {
    for (html, expected) in [
        ("text <b>bold</b><div>more</div>", "<p>text <b>bold</b></p><p>more</p>"),
        ("a<br><br>b<br>c<br>", "<p>a</p><p>b<br>c</p>"),
        (
            "<p>one<figure><img src=/p.jpg alt=A width=10 height=20><figcaption>C</figcaption></figure>two</p>",
            "<p>one</p><figure><img src=\"https://gazette.example/p.jpg\" alt=\"A\" width=\"10\" height=\"20\" loading=\"lazy\"><figcaption>C</figcaption></figure><p>two</p>",
        ),
        ("<h1>A</h1><h3>B</h3><h3>C</h3><h2>D</h2>", "<h2>A</h2><h3>B</h3><h3>C</h3><h3>D</h3>"),
        ("<h4>A</h4><h6></h6><h4>B</h4>", "<h2>A</h2><h2>B</h2>"),
        (
            "<a href=/x><h3>T</h3><p>t</p></a>",
            "<h2><a href=\"https://gazette.example/x\">T</a></h2><p><a href=\"https://gazette.example/x\">t</a></p>",
        ),
        (
            "<li>stray</li><ul>x<li>y<ul><li>z</ul></ul>",
            "<p>stray</p><ul><li>x</li><li>y<ul><li>z</li></ul></li></ul>",
        ),
        ("<p align=center><font color=red>x</font><center>y</center>", "<p>x</p><p>y</p>"),
        (
            "<p lang=xx-bad dir=sideways>x</p><p lang=AR dir=RTL>y</p>",
            "<p>x</p><p lang=\"ar\" dir=\"rtl\">y</p>",
        ),
        ("<div lang=el><p>α</p></div>", "<div lang=\"el\"><p>α</p></div>"),
        (
            "<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>",
            "<p><ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby></p>",
        ),
        ("<dl><dt>T<dd>D</dl><dl><dd>only</dl>", "<dl><dt>T</dt><dd>D</dd></dl><p>only</p>"),
        (
            "<details><p>x</details><details><summary>S</summary><p>x</details>",
            "<p>x</p><details><summary>S</summary><p>x</p></details>",
        ),
        (
            "<math><mfrac><mi>a</mi><mi>b</mi></mfrac><mfrac><mi>c</mi></mfrac></math>",
            "<p><math><mfrac><mi>a</mi><mi>b</mi></mfrac><mrow><mi>c</mi></mrow></math></p>",
        ),
        ("<pre>\n\n a\n  b</pre>", "<pre> a  b</pre>"),
        (
            "<img src=x.gif width=1 height=1><img data-src=late.jpg src=data:image/gif;base64,AA alt='A \"q\"'>",
            "<p><img src=\"https://gazette.example/2026/11/late.jpg\" alt=\"A &quot;q&quot;\" loading=\"lazy\"></p>",
        ),
        (
            "<iframe src=https://films.example/v/1 title='A film'></iframe>",
            "<p><a href=\"https://films.example/v/1\">A film</a></p>",
        ),
        ("<p>a<b> </b>b<i></i></p><p>&nbsp;</p>", "<p>a b</p>"),
    ] {
        assert_eq!(clean(html), expected, "{html}");
    }
}

#[test]
fn tables_keep_a_right_grid_and_lose_a_wrong_one() {
    assert_eq!(
        clean(
            "<table border=1><caption>C</caption><tr><th scope=col>A<th>B<tr><td rowspan=9>1<td>2<tr><td>3</table>"
        ),
        "<table><caption>C</caption><tbody><tr><th scope=\"col\">A</th><th>B</th></tr><tr><td rowspan=\"2\">1</td><td>2</td></tr><tr><td>3</td></tr></tbody></table>"
    );
    // Two cells across in every row: the second column would have no cell of its own.
    assert_eq!(
        clean("<table><tr><td colspan=2>1<td>2<tr><td colspan=2>3<td>4</table>"),
        "<table><tbody><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></tbody></table>"
    );
    assert_eq!(clean("<table><tr><td><p>one<p>two</table>"), "<p>one</p><p>two</p>");
}

#[test]
fn ids_are_our_own_and_links_to_them_hold() {
    assert_eq!(
        clean(
            "<p id=main><a href=#n1>1</a><a href=#gone>2</a></p><p id=n1 class=x>Note</p><p id=n1>Again</p>"
        ),
        "<p><a href=\"#t-n1\">1</a><a href=\"https://gazette.example/2026/11/story.html#gone\">2</a></p><p id=\"t-n1\">Note</p><p>Again</p>"
    );
    let notes = markdown_to_html("Word[^1].\n\n[^1]: The note.\n");
    assert!(notes.contains("<sup class=\"footnote-ref\"><a id=\"t-fnref-1\" href=\"#t-fn-1\">"), "{notes}");
    assert!(notes.contains("<div class=\"footnotes\">") && notes.contains("<li id=\"t-fn-1\">"), "{notes}");
}

#[test]
fn addresses_are_absolute_and_written_by_the_standard() {
    assert_eq!(
        clean("<a href='../x?a=[1]|2 3#f#g'>x</a>"),
        "<p><a href=\"https://gazette.example/2026/x?a=%5B1%5D%7C2%203#f%23g\">x</a></p>"
    );
    assert_eq!(
        clean("<a href=https://u:p@bank.example/>x</a>"),
        "<p><a href=\"https://bank.example/\">x</a></p>"
    );
    assert_eq!(
        clean("<a href=ftp://x.example/>x</a><a href=mailto:a@b.example>m</a>"),
        "<p>x<a href=\"mailto:a@b.example\">m</a></p>"
    );
    assert_eq!(
        sanitize("<a href=/2026/11/x>x</a><a href=rel>y</a><a href=//h.example/>z</a>", None).trim(),
        "<p><a href=\"/2026/11/x\">x</a>y<a href=\"https://h.example/\">z</a></p>"
    );
}

#[test]
fn a_post_loads_nothing_from_other_hosts() {
    let markdown = "![A bridge](https://else.example/b.jpg) ![Ours](/media/0a.jpg) ![](../../x)\n\n[![In](https://else.example/c.jpg)](https://else.example/page)";
    let html = body_html(Format::Markdown, markdown);
    assert_eq!(images(&html), ["/media/0a.jpg"]);
    assert!(html.contains("<a href=\"https://else.example/b.jpg\">Picture: A bridge</a>"), "{html}");
    assert!(html.contains("<a href=\"https://else.example/page\">Picture: In</a>"), "{html}");
    let figure = "<figure><img src=https://e.example/1.jpg alt=One><figcaption>Cap</figcaption></figure><p><img src=https://e.example/2.jpg></p>";
    let out = rewrite_images(figure, &|src| {
        src.ends_with("1.jpg").then(|| markup::Picture { src: "/media/ab.jpg".into(), width: 30, height: 20 })
    });
    assert_eq!(
        out.replace('\n', ""),
        "<figure><img src=\"/media/ab.jpg\" alt=\"One\" width=\"30\" height=\"20\" loading=\"lazy\"><figcaption>Cap</figcaption></figure><p><a href=\"https://e.example/2.jpg\">Picture at e.example</a></p>"
    );
}

#[test]
fn markdown_knows_tables_strikethrough_and_captions() {
    let html = markdown_to_html(
        "# Top\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n~~no~~ https://a.example\n\n![alt](https://a.example/p.png \"A caption\")",
    );
    for part in [
        "<h2>Top</h2>",
        "<th>a</th>",
        "<del>no</del>",
        "<a href=\"https://a.example/\">",
        "<figcaption>A caption</figcaption>",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
}

#[test]
fn a_remark_is_light() {
    let html = comment_to_html(
        "# Big\n\n*a* **b** `c`\nline\n\n> q\n\n1. x\n\n<b onclick=x>raw</b> <script>y</script> ![p](https://e.example/p.png) [s](/sign-out) https://a.example\n",
    );
    for part in [
        "<p><strong>Big</strong></p>",
        "<em>a</em> <strong>b</strong> <code>c</code><br>line",
        "<blockquote>",
        "<ol>",
        "&lt;b onclick=x&gt;raw&lt;/b&gt;",
        "rel=\"nofollow ugc noopener\"",
        "<a href=\"https://e.example/p.png\"",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    for bad in ["<img", "<h2", "<script", "sign-out"] {
        assert!(!html.contains(bad), "{bad} in {html}");
    }
}

#[test]
fn absurd_nesting_and_size_are_survived() {
    for unit in [
        "<div>",
        "<b>",
        "<blockquote>",
        "<a href=x>",
        "<table><tr><td>",
        "<ul><li>",
        "<math><mrow>",
        "<ruby>",
    ] {
        let html = format!("{}deep", unit.repeat(30_000));
        assert!(sanitize(&html, None).contains("deep"), "{unit}");
        assert_eq!(markup::plain_text(&html), "deep", "{unit}");
    }
    assert!(comment_to_html(&format!("{}deep", "> ".repeat(20_000))).contains("deep"));
    let odd = comment_to_html(&"[*_`<&".repeat(15_000));
    assert!(odd.starts_with("<p>"));
    assert!(
        !sanitize("a\0b\u{1}c\u{fdd0}&#0;&#x80;&#xffff;", None)
            .contains(['\0', '\u{1}', '\u{fdd0}', '\u{ffff}'])
    );
}
