//! Every public page, rendered from the samples and read back.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first surprise")]

mod samples;

use model::{CommentId, Kind, Permalink, Post, Problems, RawRemark, Site, Teaser, sample};
use pages::{Pages, PostPage};

use samples::{all, frame, original, post_page, site, video};

const HOSTILE: &str = "</title></script><script>alert(1)</script>\" onload='x' & {{ t }}";
const VOID: &[&str] = &["br", "hr", "img", "input", "link", "meta", "!doctype"];
const LANGUAGES: &[&str] = &["en", "el", "ar", "zh-Hans", "de", "fr", "es", "ru", "ja", "he"];

/// The page without empty lines, which say nothing in HTML.
fn dense(html: &str) -> String {
    html.lines().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n")
}

/// The elements of a page in document order, each tag as written, with nesting checked on the way.
fn tags(name: &str, html: &str) -> Vec<String> {
    let mut open: Vec<String> = Vec::new();
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (_, tag) = rest.split_at(at);
        let end = tag.find('>').unwrap_or_else(|| panic!("{name}: a tag is never closed: {tag:.80}"));
        let inside = &tag[1..end];
        rest = &tag[end + 1..];
        let element = inside.trim_start_matches('/').split([' ', '\n']).next().unwrap().to_lowercase();
        if inside.starts_with('/') {
            assert_eq!(
                open.pop().as_deref(),
                Some(element.as_str()),
                "{name}: </{element}> closes something else"
            );
            continue;
        }
        assert_eq!(inside.matches('"').count() % 2, 0, "{name}: quotes of <{inside}>");
        tags.push(inside.to_owned());
        if element == "script" {
            rest = rest.split_once("</script>").unwrap().1;
        } else if !VOID.contains(&element.as_str()) {
            open.push(element);
        }
    }
    assert!(open.is_empty(), "{name}: {open:?} stay open");
    tags
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, value) = tag.split_once(&format!(" {name}=\""))?;
    value.split_once('"').map(|(value, _)| value)
}

#[test]
fn every_page_in_every_language_is_sound() {
    let pages = Pages::new().unwrap();
    for tag in LANGUAGES {
        for post in [sample::post(), original(), video(Some("/media/a.jpg")), video(None)] {
            for (name, html) in all(&pages, &site(tag), &post, &sample::teasers(), "plain words") {
                let tags = tags(&name, &html);
                let headings: Vec<u8> = tags
                    .iter()
                    .filter(|tag| tag.len() > 1 && tag.starts_with('h') && tag.as_bytes()[1].is_ascii_digit())
                    .map(|tag| tag.as_bytes()[1] - b'0')
                    .collect();
                assert_eq!(headings.iter().filter(|level| **level == 1).count(), 1, "{name}: one h1");
                assert_eq!(headings.first(), Some(&1), "{name}: h1 comes first");
                assert!(headings.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{name}: {headings:?}");
                let mut ids: Vec<&str> = tags.iter().filter_map(|tag| attribute(tag, "id")).collect();
                let count = ids.len();
                ids.sort_unstable();
                ids.dedup();
                assert_eq!(ids.len(), count, "{name}: every id once");
                for tag in &tags {
                    for reference in ["aria-labelledby", "aria-describedby", "for"] {
                        for id in attribute(tag, reference)
                            .unwrap_or_default()
                            .split(' ')
                            .filter(|id| !id.is_empty())
                        {
                            assert!(ids.contains(&id), "{name}: {reference} names #{id}, which is not there");
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn no_page_has_a_style_or_script_of_its_own_or_loads_from_elsewhere() {
    let pages = Pages::new().unwrap();
    for (name, html) in all(&pages, &site("en"), &video(Some("/media/a.jpg")), &sample::teasers(), "words") {
        for tag in tags(&name, &html) {
            let element = tag.split(' ').next().unwrap();
            // The one frame holds a kept page, which gets no script and no origin.
            let kept = element == "iframe"
                && attribute(&tag, "src").is_some_and(|src| src.starts_with("/captures/"))
                && attribute(&tag, "sandbox")
                    .is_some_and(|held| !held.contains("script") && !held.contains("same-origin"));
            assert!(
                attribute(&tag, "style").is_none() && element != "style" && (element != "iframe" || kept),
                "{name}: {tag}"
            );
            assert!(!tag.contains(" on"), "{name}: {tag}");
            let loaded = match element {
                "script" if attribute(&tag, "type") == Some("application/ld+json") => None,
                "script" | "img" => Some(attribute(&tag, "src").unwrap()),
                "link" if attribute(&tag, "rel") == Some("stylesheet") => attribute(&tag, "href"),
                _ => None,
            };
            if let Some(path) = loaded {
                assert!(path.starts_with("/assets/") || path.starts_with("/media/"), "{name}: {tag}");
            }
            if let Some(file) = loaded.and_then(|path| path.strip_prefix("/assets/")) {
                assert!(pages.asset(file).is_some(), "{name}: {file}");
            }
        }
    }
}

#[test]
fn text_is_text_in_every_field() {
    let pages = Pages::new().unwrap();
    let hostile_site = Site { name: HOSTILE.into(), tagline: HOSTILE.into(), ..site("en") };
    let mut post = sample::post();
    post.writing.headline = HOSTILE.into();
    post.writing.dek = HOSTILE.into();
    post.writing.byline = vec![HOSTILE.into()];
    post.writing.lead_image = Some("/media/a.jpg".into());
    post.writing.lead_image_alt = HOSTILE.into();
    post.writing.lead_image_caption = HOSTILE.into();
    post.writing.location = HOSTILE.parse().ok();
    post.writing.search_title = HOSTILE.into();
    post.writing.search_description = HOSTILE.into();
    for label in &mut post.writing.labels {
        label.name = HOSTILE.into();
    }
    let source = &mut post.source.as_mut().unwrap().fields;
    source.outlet = HOSTILE.into();
    source.headline = HOSTILE.into();
    source.byline = vec![HOSTILE.into()];
    let posts: Vec<Teaser> = sample::teasers()
        .into_iter()
        .map(|teaser| Teaser {
            headline: HOSTILE.into(),
            dek: HOSTILE.into(),
            byline: vec![HOSTILE.into()],
            excerpt: HOSTILE.into(),
            outlet: Some(HOSTILE.into()),
            ..teaser
        })
        .collect();
    for (name, html) in all(&pages, &hostile_site, &post, &posts, HOSTILE) {
        assert!(!html.contains("<script>"), "{name}");
        for tag in tags(&name, &html) {
            assert!(attribute(&tag, "onload").is_none(), "{name}: {tag}");
        }
    }
}

#[test]
fn a_posts_parts_stand_in_the_promised_order() {
    let pages = Pages::new().unwrap();
    let html = dense(&pages.post(&post_page(site("en"), sample::post())).unwrap());
    let body = html.split_once("<body").unwrap().1.split_once('>').unwrap().1;
    assert!(body.trim_start().starts_with("<a class=\"skip\" href=\"#main\">"), "{body:.80}");
    let comment = format!("<article class=\"comment level-1\" id=\"comment-{}\"", CommentId::from_raw(1));
    let answer = format!("<article class=\"comment level-2\" id=\"comment-{}\"", CommentId::from_raw(2));
    let mut rest = html.as_str();
    for part in [
        "<main id=\"main\">",
        "<article class=\"post\" lang=\"el\" dir=\"ltr\">",
        "<h1>Η τιμή του νερού &lt;&amp; πόσο&gt;</h1>",
        "class=\"dek\">",
        "class=\"byline\">By <bdi>Άννα Δημητρίου</bdi>",
        "<time datetime=\"2026-11-20T12:00:00Z\" dir=\"auto\">20 November 2026</time>",
        "<div class=\"body\">",
        "<p>Το νερό <strong>ανεβαίνει</strong>.</p>",
        "rel=\"tag\"><bdi>Κόσμος</bdi>",
        "</article>",
        "<section id=\"source\">\n<p><strong>Source:</strong>",
        "href=\"https://potami.example/2026/11/timi\"",
        "Το Ποτάμι",
        "<time datetime=\"2026-11-18\" dir=\"auto\">18 November 2026</time>",
        "</section>",
        "<section id=\"comments\"",
        ">Comments</h2>",
        &comment,
        &answer,
        "<form id=\"comment-form\" method=\"post\" action=\"/2026/11/%CE%B7-",
        "</section>",
        "<section id=\"popular\"",
        ">Popular posts from this blog</h2>",
        "<article lang=\"en\" dir=\"ltr\">\n<h3><a href=\"/2026/11/the-price\">The price of a river</a></h3>\n<p class=\"excerpt\">",
        "<article lang=\"el\" dir=\"ltr\">",
        "<article lang=\"ar\" dir=\"rtl\">",
        "<article lang=\"zh\" dir=\"ltr\">",
        "</section>",
        "</main>",
    ] {
        let at = rest.find(part).unwrap_or_else(|| panic!("{part} is missing or too early in:\n{html}"));
        rest = &rest[at + part.len()..];
    }
}

#[test]
fn the_forms_fields_are_those_of_the_promise() {
    let pages = Pages::new().unwrap();
    let html = pages.post(&post_page(site("en"), sample::post())).unwrap();
    let form = html.split_once("<form id=\"comment-form\"").unwrap().1.split_once("</form>").unwrap().0;
    let form = format!("<form{form}</form>");
    let mut names: Vec<String> =
        tags("form", &form).iter().filter_map(|tag| attribute(tag, "name").map(str::to_owned)).collect();
    names.sort();
    assert_eq!(names, ["body", "email", "homepage", "name", "parent", "website"]);
}

#[test]
fn original_reporting_is_credited_to_the_byline_or_the_site() {
    let pages = Pages::new().unwrap();
    let source_of = |post: Post| {
        let html = pages.post(&post_page(site("en"), post)).unwrap();
        html.split_once("<section id=\"source\">")
            .unwrap()
            .1
            .split_once("</section>")
            .unwrap()
            .0
            .trim()
            .to_owned()
    };
    assert_eq!(
        source_of(original()),
        "<p><strong>Original reporting by</strong> <bdi>Άννα Δημητρίου</bdi></p>"
    );
    let mut unsigned = original();
    unsigned.writing.byline.clear();
    assert_eq!(
        source_of(unsigned),
        "<p><strong>Original reporting by</strong> <bdi>The Sample Courant</bdi></p>"
    );
}

#[test]
fn a_refused_comment_keeps_its_words_and_says_what_to_mend() {
    let pages = Pages::new().unwrap();
    let mut problems = Problems::one("body", "a comment can have 10000 characters; this one has 10001");
    problems.add("email", "this doesn't look like a mail address");
    let form = RawRemark { name: "Zoë".into(), body: "\nfirst line empty".into(), ..RawRemark::default() };
    let refused = PostPage {
        form,
        problems,
        reply_to: Some((CommentId::from_raw(1), "Ada".into())),
        ..post_page(site("en"), sample::post())
    };
    let html = pages.post(&refused).unwrap();
    assert!(html.contains("value=\"Zoë\"") && html.contains(">\n\nfirst line empty</textarea>"), "{html}");
    assert!(
        html.contains("this one has 10001.") && html.contains("aria-describedby=\"hint-body error-body\"")
    );
    assert!(html.contains(&format!("name=\"parent\" value=\"{}\"", CommentId::from_raw(1))));
    assert!(html.contains("Reply to <bdi>Ada</bdi>"));
    let greek = pages.post(&PostPage { frame: frame(site("el"), "/x"), ..refused }).unwrap();
    assert!(greek.contains("10.000 χαρακτήρες") && !greek.contains("this one has"));
}

#[test]
fn a_site_speaks_its_language() {
    let pages = Pages::new().unwrap();
    for (tag, popular, source, date) in [
        ("el", "Δημοφιλείς αναρτήσεις από αυτό το ιστολόγιο", "Πηγή:", "20 Νοεμβρίου 2026"),
        ("zh-Hans", "此博客中的热门博文", "来源：", "2026年11月20日"),
        ("ar", "المشاركات الشائعة من هذه المدونة", "المصدر:", "20 نوفمبر 2026"),
        ("de", "Beliebte Posts aus diesem Blog", "Quelle:", "20. November 2026"),
        ("en-US", "Popular posts from this blog", "Source:", "November 20, 2026"),
        ("ja", "Popular posts from this blog", "Source:", "20 November 2026"),
    ] {
        let html = dense(&pages.post(&post_page(site(tag), sample::post())).unwrap());
        assert!(html.contains(popular), "{tag}");
        assert!(html.contains(&format!("<section id=\"source\">\n<p><strong>{source}</strong>")), "{tag}");
        assert!(html.contains(&format!(">{date}</time>")), "{tag}");
    }
    let html = pages.post(&post_page(site("ja"), sample::post())).unwrap();
    assert!(
        html.contains("<html lang=\"en\" dir=\"ltr\">"),
        "words of ours in a language we don't have are English"
    );
    let html = pages.post(&post_page(site("ar"), sample::post())).unwrap();
    assert!(html.contains("<html lang=\"ar\" dir=\"rtl\">") && html.contains("3 تعليقات"));
}

#[test]
fn dates_are_those_of_the_sites_time_zone() {
    let pages = Pages::new().unwrap();
    let late = Site { time_zone: "Pacific/Kiritimati".into(), ..site("en") };
    let html = pages.post(&post_page(late, sample::post())).unwrap();
    assert!(html.contains(">21 November 2026</time>"), "a moment moves with the zone");
    assert!(html.contains(">18 November 2026</time>"), "a source's day does not");
}

#[test]
fn a_video_is_a_link_to_its_page_never_a_frame() {
    let pages = Pages::new().unwrap();
    for image in [None, Some("/media/a.jpg")] {
        let html = pages.post(&post_page(site("en"), video(image))).unwrap();
        let figure = html.split_once("<figure class=\"watch\"").unwrap().1.split_once("</figure>").unwrap().0;
        assert_eq!(figure.matches("href=\"https://potami.example/2026/11/timi\"").count(), 2);
        assert!(figure.contains("Watch at Το Ποτάμι") && !html.contains("<iframe"));
        assert!(!html.contains("data-player") && !html.contains("/player."), "there is no player");
    }
}

#[test]
fn a_player_is_named_in_the_page_and_loaded_by_nothing_in_it() {
    let pages = Pages::new().unwrap();
    let mut post = video(Some("/media/a.jpg"));
    post.writing.film = Some(model::Film {
        duration: Some(754),
        player: Some("https://player.example/e/1?a=\"b".into()),
        size: Some((1280, 720)),
    });
    for tag in LANGUAGES {
        let html = pages.post(&post_page(site(tag), post.clone())).unwrap();
        assert!(html.contains("data-player=\"https://player.example/e/1?a=&quot;b\""), "{html}");
        assert!(html.contains("<time datetime=\"PT12M34S\" dir=\"ltr\">12:34</time>"));
        assert!(html.contains(&pages.asset_path("player.js")));
        assert!(!html.contains("<iframe") && !html.contains("src=\"https:"), "{tag}");
    }
    post.writing.kind = Kind::Article;
    let html = pages.post(&post_page(site("en"), post)).unwrap();
    assert!(!html.contains("player.example"), "an article has no player");
}

#[test]
fn the_sample_post_looks_as_it_did() {
    let pages = Pages::new().unwrap();
    let mut html = pages.post(&post_page(site("en"), sample::post())).unwrap();
    for name in ["site.css", "site.js", "favicon.svg"] {
        html = html.replace(&pages.asset_path(name), &format!("/assets/{name}"));
    }
    insta::assert_snapshot!("post", dense(&html));
}

#[test]
fn permalinks_stay_percent_encoded_in_every_link() {
    let pages = Pages::new().unwrap();
    let mut post = sample::post();
    post.permalink = Permalink::parse("/2019/01/τέλος & \"αρχή\".html").ok();
    let html = pages.post(&post_page(site("en"), post)).unwrap();
    let canonical = "https://courant.example/2019/01/%CF%84%CE%AD%CE%BB%CE%BF%CF%82%20%26%20%22";
    assert!(html.contains(&format!("<link rel=\"canonical\" href=\"{canonical}")), "{html}");
}
