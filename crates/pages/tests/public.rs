//! Every public page, rendered from the samples and read back.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first surprise")]

use model::ledger::{BEGINNING, Entry, Kept, Late, Line, Print, ShownTo};
use model::{
    Capture, CaptureId, Comment, CommentId, CommentMode, Correction, CorrectionRow, Edition, EditionId,
    Grounds, How, Kind, Label, Language, NoArchive, Permalink, Post, Problems, RawRemark, Site, SourceId,
    Standing, Teaser, Verdict, Watch, WatchId, WatchState, Way, Window, sample,
};
use pages::{
    ArchivePage, CapturePage, Card, CorrectionsPage, Frame, GonePage, HistoryPage, HomePage, LedgerPage,
    LedgerPost, LedgerRow, LedgerSeen, ListKind, ListPage, NotFoundPage, OutletPage, OutletsPage, OwnPage,
    Pages, PopularPage, PostNotice, PostPage, SearchPage, ShownRevision, TroublePage,
};

const HOSTILE: &str = "</title></script><script>alert(1)</script>\" onload='x' & {{ t }}";
const VOID: &[&str] = &["br", "hr", "img", "input", "link", "meta", "!doctype"];
const LANGUAGES: &[&str] = &["en", "el", "ar", "zh-Hans", "de", "fr", "es", "ru", "ja", "he"];

fn frame(site: Site, path: &str) -> Frame {
    Frame { site, origin: "https://courant.example".into(), path: path.into(), pictures: Default::default() }
}

fn site(tag: &str) -> Site {
    Site { language: Language::parse(tag).unwrap(), ..sample::site() }
}

fn post_page(site: Site, post: Post) -> PostPage {
    PostPage {
        frame: frame(site, "/2026/11/x"),
        post,
        corrections: vec![],
        has_revisions: false,
        comments: sample::comments(),
        related: sample::teasers().split_off(1),
        popular: sample::teasers(),
        mode: CommentMode::Held,
        form: RawRemark::default(),
        problems: Problems::default(),
        notice: None,
        own: None,
        reply_to: None,
        source_note: None,
        preview: false,
        card: None,
    }
}

fn watch(state: WatchState) -> Watch {
    let at = sample::noon();
    let watch = Watch::new(WatchId::from_raw(3), "https://potami.example/".into(), None, at, at);
    Watch { state, looked: Some(at), changed: Some(at), ..watch }
}

fn newest() -> Capture {
    Capture {
        id: CaptureId::from_raw(9),
        source: SourceId::from_raw(1),
        how: How::Fetched,
        at: sample::noon(),
        final_url: "https://potami.example/2026/11/%CF%84%CE%B9%CE%BC%CE%AE".into(),
        status: 200,
        headers: vec![],
        sha256: "0123456789abcdef".repeat(4),
        size: 48_211,
        robots: None,
        noarchive: None,
        warc: None,
        article: None,
        page_text: None,
    }
}

fn ledger_post(words: &str) -> LedgerPost {
    LedgerPost {
        headline: words.into(),
        permalink: Permalink::parse("/2026/11/x").unwrap(),
        language: Some(Language::parse("el").unwrap()),
    }
}

/// A ledger with a line of every kind.
fn ledger(frame: Frame, words: &str) -> LedgerPage {
    let post = model::PostId::from_raw(5);
    let print =
        Print { revision: 3, writing: "ab".repeat(32), html: "cd".repeat(32), excerpt: "ef".repeat(32) };
    let kept = Kept { capture: model::CaptureId::from_raw(6), sha256: "ab".repeat(32), warc: None };
    let verdict = |state: &str| Entry::SourceVerdict {
        post,
        source: "https://a.example/".into(),
        state: state.into(),
        capture: None,
    };
    let entries = [
        Entry::Key { key: "k".into(), proof: "p".into(), lost: None },
        Entry::Key { key: "k".into(), proof: "p".into(), lost: None },
        Entry::Key { key: "k".into(), proof: "p".into(), lost: Some(words.into()) },
        Entry::Capture {
            kept: kept.clone(),
            size: 9,
            record: "ab".repeat(32),
            captured: sample::noon(),
            late: Some(Late::Before),
        },
        Entry::Publication {
            post,
            permalink: Permalink::parse("/2026/11/x").unwrap(),
            published: sample::noon(),
            print: print.clone(),
            source: Some(words.into()),
            captures: vec![kept.clone()],
            quotations: None,
            late: None,
        },
        Entry::Correction { post, from: 2, print, note: "ab".repeat(32), source: None },
        Entry::Retraction { post, reason: "ab".repeat(32), late: None },
        Entry::Verdict { comment: CommentId::from_raw(7), post, verdict: model::Verdict::Spam },
        verdict("alive"),
        verdict("changed"),
        verdict("gone"),
        Entry::Opening { kept: kept.clone(), shown_to: ShownTo::Readers },
        Entry::Opening { kept, shown_to: ShownTo::Desk },
    ];
    let lines: Vec<_> = entries.into_iter().zip(1..).collect();
    let rows = lines.into_iter().rev().map(|(entry, number)| LedgerRow {
        post: entry.post().map(|_| ledger_post(words)),
        line: Line { number, at: sample::noon(), prev: BEGINNING.into(), entry },
        text: words.into(),
        hash: "ab".repeat(32),
        signature: Some("c2lnbmVk".into()),
    });
    LedgerPage {
        frame,
        of: None,
        number: 14,
        hash: "ab".repeat(32),
        keys: vec![("cd".repeat(32), 9), ("ef".repeat(32), 1)],
        seen: Some(LedgerSeen { authority: words.into(), at: sample::noon(), number: 12 }),
        lines: rows.collect(),
        older: Some("/ledger?before=1".into()),
    }
}

/// A correction and a retraction.
fn told(words: &str) -> Vec<Correction> {
    [Way::Correction, Way::Retraction]
        .map(|way| Correction {
            id: EditionId::from_raw(7 + i64::from(way == Way::Retraction)),
            post: sample::post().id,
            at: sample::noon(),
            way,
            note: format!("{words}\n{words}"),
        })
        .to_vec()
}

fn row(post: &Post, told: &Correction, words: &str) -> CorrectionRow {
    CorrectionRow {
        correction: told.clone(),
        headline: words.into(),
        language: post.writing.language.clone(),
        permalink: post.permalink.clone().unwrap_or_else(|| Permalink::parse("/x").unwrap()),
        published: sample::noon(),
    }
}

fn history(site: &Site, post: &Post, words: &str) -> HistoryPage {
    let parts = ["headline", "dek", "byline", "body", "source"];
    let passage = |skipped| {
        let runs = ["same", "removed", "added", "same"].map(|kind| (kind, format!("{words} ")));
        (skipped, runs.to_vec())
    };
    let revision = |way: Way| ShownRevision {
        edition: Edition {
            id: EditionId::from_raw(1),
            post: post.id,
            at: sample::noon(),
            way,
            before: Some(1),
            revision: Some(2),
            note: words.into(),
            by: None,
        },
        changes: parts.map(|part| (part, vec![passage(0), passage(1), passage(12)])).to_vec(),
    };
    let ways = [Way::Publication, Way::Typo, Way::Correction, Way::Retraction];
    HistoryPage {
        frame: frame(site.clone(), "/2026/11/x/revisions"),
        post: post.clone(),
        revisions: ways.map(revision).to_vec(),
    }
}

fn original() -> Post {
    let mut post = sample::post();
    post.writing.source = None;
    post.source = None;
    post
}

fn video(image: Option<&str>) -> Post {
    let mut post = sample::post();
    post.writing.kind = Kind::Video;
    post.writing.lead_image = image.map(str::to_owned);
    post
}

/// The page without empty lines, which say nothing in HTML.
fn dense(html: &str) -> String {
    html.lines().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n")
}

/// Every kind of page of a site, by a name for messages.
fn all(pages: &Pages, site: &Site, post: &Post, posts: &[Teaser], words: &str) -> Vec<(String, String)> {
    let frame = |path: &str| frame(site.clone(), path);
    let base = post_page(site.clone(), post.clone());
    let problems = ["name", "email", "website", "body", "parent"]
        .map(|field| model::Problem { field, message: format!("{field} is odd: {words}") });
    let form = RawRemark {
        name: words.into(),
        email: words.into(),
        website: words.into(),
        body: format!("\n{words}"),
        ..RawRemark::default()
    };
    let comments: Vec<Comment> = sample::comments()
        .into_iter()
        .map(|comment| Comment { name: words.into(), website: Some(words.into()), ..comment })
        .collect();
    let refused = PostPage {
        form,
        problems: Problems(problems.into()),
        reply_to: comments.first().map(|comment| comment.id),
        comments,
        ..base.clone()
    };
    let draft = Post { standing: Standing::Draft, permalink: None, ..post.clone() };
    let list =
        |kind| ListPage { frame: frame("/l"), kind, posts: posts.into(), next: Some("/l?before=1".into()) };
    let label = Label { name: words.into(), ..Label::parse("Κόσμος").unwrap() };
    let home = HomePage {
        frame: frame("/"),
        posts: posts.into(),
        popular: posts.into(),
        number: 1,
        has_next: true,
        labels: vec![label.clone()],
    };
    let search = |query: &str, posts: &[Teaser]| SearchPage {
        frame: frame("/search"),
        query: query.into(),
        posts: posts.into(),
    };
    let gone =
        GonePage { frame: frame("/g"), headline: words.into(), reason: words.into(), at: sample::noon() };
    let known = model::Outlet {
        host: "potami.example".into(),
        name: words.into(),
        posts: 1_204,
        newest: sample::noon(),
    };
    let outlet = OutletPage {
        frame: frame("/sources/potami.example"),
        record: model::OutletRecord {
            outlet: known.clone(),
            first: sample::noon(),
            counted: 500,
            sources: 498,
            bylines: vec![("Άννα Δημητρίου".into(), 12), (words.into(), 1)],
            captures: 731,
            alive: 480,
            changed: 12,
            gone: 4,
        },
        posts: posts.into(),
        is_first: true,
        next: Some("/sources/potami.example?before=1".into()),
    };
    let outlets = OutletsPage {
        frame: frame("/sources"),
        outlets: vec![known.clone(), model::Outlet { name: known.host.clone(), ..known }],
        next: Some("/sources?after=1".into()),
    };
    let mut source = sample::post().source.unwrap();
    source.fields.headline = words.into();
    let capture = CapturePage { frame: frame("/captures/x"), capture: newest(), source };
    let card = |open| Card {
        newest: Some(newest()),
        number: 3,
        first: Some(sample::noon()),
        open: if open { vec![(newest().id, sample::noon())] } else { vec![] },
        watch: Some(watch(if open { WatchState::Changed } else { WatchState::Alive })),
    };
    let wish = Card { newest: Some(Capture { noarchive: Some(NoArchive::Page), ..newest() }), ..card(false) };
    let with = |card| pages.post(&PostPage { card: Some(card), ..base.clone() });
    let told = told(words);
    let mut remark = base.comments[0].clone();
    remark.name = words.into();
    remark.body = words.into();
    let own = OwnPage {
        frame: frame("/comments/1/x"),
        comment: remark,
        post: base.post.clone(),
        grounds: Grounds::Mode,
        until: Some(sample::noon()),
        is_saved: true,
        typed: None,
        problems: Problems::default(),
    };
    let of_verdict = |verdict, grounds| {
        let comment = Comment { verdict, ..own.comment.clone() };
        pages.own(&OwnPage { comment, grounds, until: None, is_saved: false, ..own.clone() })
    };
    let corrections = CorrectionsPage {
        frame: frame("/corrections"),
        corrections: told.iter().map(|told| row(post, told, words)).collect(),
        next: Some("/corrections?before=1.1".into()),
    };
    let history = history(site, post, words);
    [
        ("post, a card", with(card(false))),
        ("post, an open copy", with(card(true))),
        ("post, a wish", with(wish)),
        ("post, no copy", with(Card::default())),
        ("post", pages.post(&base)),
        (
            "post, no comments",
            pages.post(&PostPage { comments: vec![], related: vec![], popular: vec![], ..base.clone() }),
        ),
        (
            "post, corrected",
            pages.post(&PostPage { corrections: told.clone(), has_revisions: true, ..base.clone() }),
        ),
        (
            "corrections",
            pages.corrections(&CorrectionsPage { frame: frame("/corrections"), ..corrections.clone() }),
        ),
        (
            "corrections, none",
            pages.corrections(&CorrectionsPage { corrections: vec![], next: None, ..corrections }),
        ),
        ("history", pages.history(&history)),
        ("post, closed", pages.post(&PostPage { mode: CommentMode::Off, ..base.clone() })),
        ("post, held", pages.post(&PostPage { notice: Some(PostNotice::Held), ..base.clone() })),
        ("post, refused", pages.post(&refused)),
        ("own", pages.own(&own)),
        ("own, held", of_verdict(Verdict::Held, Grounds::Links)),
        ("own, spam", of_verdict(Verdict::Spam, Grounds::Signs)),
        ("own, withdrawn", of_verdict(Verdict::Withdrawn, Grounds::Author)),
        (
            "own, refused",
            pages.own(&OwnPage {
                typed: Some(words.into()),
                problems: Problems::one("window", "the time for it is over"),
                until: None,
                ..own.clone()
            }),
        ),
        ("preview", pages.post(&PostPage { post: draft, preview: true, ..base })),
        ("home", pages.home(&home)),
        ("home 3", pages.home(&HomePage { number: 3, has_next: false, ..home.clone() })),
        ("home, empty", pages.home(&HomePage { posts: vec![], popular: vec![], labels: vec![], ..home })),
        ("label", pages.list(&list(ListKind::Label(label)))),
        ("outlet", pages.outlet(&outlet)),
        ("outlet, further", pages.outlet(&OutletPage { is_first: false, ..outlet.clone() })),
        ("outlets", pages.outlets(&outlets)),
        ("outlets, none", pages.outlets(&OutletsPage { outlets: vec![], next: None, ..outlets.clone() })),
        ("capture", pages.capture(&capture)),
        ("month", pages.list(&list(ListKind::Month { year: 2026, month: 2 }))),
        (
            "archive",
            pages.archive(&ArchivePage {
                frame: frame("/archive"),
                months: vec![(2026, 11, 3), (2025, 1, 1)],
            }),
        ),
        ("archive, empty", pages.archive(&ArchivePage { frame: frame("/archive"), months: vec![] })),
        (
            "popular",
            pages.popular(&PopularPage {
                frame: frame("/popular"),
                window: Window::Week,
                posts: posts.into(),
            }),
        ),
        (
            "popular, empty",
            pages.popular(&PopularPage { frame: frame("/popular"), window: Window::All, posts: vec![] }),
        ),
        ("ledger", pages.ledger(&ledger(frame("/ledger"), words))),
        (
            "ledger, of a post",
            pages.ledger(&LedgerPage { of: Some(ledger_post(words)), ..ledger(frame("/ledger"), words) }),
        ),
        (
            "ledger, empty",
            pages.ledger(&LedgerPage {
                number: 0,
                keys: vec![],
                seen: None,
                lines: vec![],
                ..ledger(frame("/ledger"), words)
            }),
        ),
        ("search", pages.search(&search(words, posts))),
        ("search, none", pages.search(&search(words, &[]))),
        ("search, before", pages.search(&search("", &[]))),
        ("not found", pages.not_found(&NotFoundPage { frame: frame("/x"), suggestions: posts.into() })),
        ("gone", pages.gone(&gone)),
        ("trouble", pages.trouble(&TroublePage { frame: frame("/x"), status: 500, message: words.into() })),
        (
            "trouble, wordless",
            pages.trouble(&TroublePage { frame: frame("/x"), status: 503, message: String::new() }),
        ),
    ]
    .into_iter()
    .map(|(name, html)| (format!("{name} ({})", site.language), html.unwrap()))
    .collect()
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
        reply_to: Some(CommentId::from_raw(1)),
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
        ("ja", "Popular posts from this blog", "Source:", "2026年11月20日"),
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
