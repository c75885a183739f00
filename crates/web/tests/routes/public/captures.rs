//! Copies of sources: what the card says of them, who may see them, and how somebody else's page is held.

use model::Role;

use crate::place::{ORIGIN, Site, Visitor, on_both};

const PAGE: &str = "https://gazette.example/lamp";
const HTML: &str = "<title>The lamp</title><body onload=alert(1)><script>alert(2)</script><p style='color:red'>It is lit \
     by <a href='/who'>hand</a>.</p><form action='/buy'><button>Buy</button></form>\
     <img src='https://evil.example/x.png' onerror=alert(3)></body>";

/// A published post made from a page that a browser sent: its address, and its copy's on the desk.
struct Kept {
    permalink: String,
    copy: String,
}

fn kept(site: &Site, editor: &Visitor<'_>) -> Kept {
    let made = editor.hand_over(&[("url", PAGE), ("html", HTML)]).expect(303);
    let place = made.location().split('?').next().unwrap().to_owned();
    let copy = editor.get(&place).expect(200).attributes(".looks a", "href").remove(0);
    let fields = [
        ("headline", "The lamp"),
        ("body", "It is lit."),
        ("source_url", PAGE),
        ("source_outlet", "The Gazette"),
        ("source_licence", "https://creativecommons.org/licenses/by-sa/4.0/"),
        ("then", "publish"),
    ];
    editor.post(&place, &fields).expect(303);
    let id = place.rsplit('/').next().unwrap();
    let post = site.program(Role::Editor).get(&format!("/api/posts/{id}")).expect(200).as_json();
    assert_eq!(post["source"]["licence"], "https://creativecommons.org/licenses/by-sa/4.0/");
    Kept { permalink: post["permalink"].as_str().unwrap().to_owned(), copy }
}

impl Kept {
    fn public(&self) -> String {
        self.copy.replace("/desk/", "/")
    }

    fn opening(&self) -> String {
        format!("{}/opening", self.copy)
    }
}

#[test]
fn the_card_says_who_when_and_what_a_fingerprint_proves() {
    on_both(|site| {
        let editor = site.person(Role::Editor);
        let kept = kept(site, &editor);
        let page = site.reader().get(&kept.permalink).expect(200);
        assert!(page.of("#source").trim_start().starts_with("Source:"));
        let card = page.of("#source .card");
        for said in [
            "gazette.example/lamp",
            "The Gazette",
            "CC BY-SA 4.0",
            "sent by a person’s browser",
            "our copy has not changed",
            "can’t prove what others did",
        ] {
            assert!(card.contains(said), "{said} is not in {card}");
        }
        let sha256 = store::sha256_hex(HTML.as_bytes());
        assert_eq!(page.of("#source .sha code"), sha256);
        assert!(!card.contains("See our copy"));
        let data = page.of("script[type='application/ld+json']");
        let data: serde_json::Value = serde_json::from_str(&data).unwrap();
        assert_eq!(data["isBasedOn"]["license"], "https://creativecommons.org/licenses/by-sa/4.0/");
        assert_eq!(data["isBasedOn"].get("archivedAt"), None);
        assert_eq!(data["citation"], PAGE);
        let previews = page.attributes("meta[property='og:description']", "content");
        assert!(previews[0].starts_with("Source: The Gazette · "), "{previews:?}");
        let feed = site.reader().get("/feed.atom").expect(200).text();
        assert!(feed.contains("CC BY-SA 4.0"), "the feed credits the same terms");
    });
}

#[test]
fn a_copy_is_for_the_desk_until_an_editor_opens_it_and_again_when_it_is_closed() {
    on_both(|site| {
        let editor = site.person(Role::Editor);
        let kept = kept(site, &editor);
        let (reader, author) = (site.reader(), site.person(Role::Author));
        let closed = |when: &str| {
            for path in
                [kept.public(), format!("{}/page", kept.public()), format!("{}/parts/0", kept.public())]
            {
                assert_eq!(reader.get(&path).status, 404, "{path} {when}");
            }
            assert!(!reader.get(&kept.permalink).of(".card").contains("See our copy"), "{when}");
        };
        closed("before");
        author.get(&kept.copy).expect(200);
        author.post(&kept.opening(), &[("then", "open")]).expect(403);
        editor.post(&kept.opening(), &[("then", "burn")]).expect(400);
        closed("still");

        let done = editor.post(&kept.opening(), &[("then", "open")]).expect(303);
        assert_eq!(done.location(), format!("{}?done=opened", kept.copy));
        let desk = editor.get(done.location()).expect(200);
        assert!(desk.of("main").contains("Open to readers") && desk.of(".history").contains("Opened"));
        let post = reader.get(&kept.permalink).expect(200);
        assert_eq!(post.attributes(".card a[rel=nofollow]", "href"), [kept.public()]);
        let data: serde_json::Value =
            serde_json::from_str(&post.of("script[type='application/ld+json']")).unwrap();
        assert_eq!(data["isBasedOn"]["archivedAt"], format!("{ORIGIN}{}", kept.public()));

        let around = reader.get(&kept.public()).expect(200);
        assert!(around.header("content-security-policy").contains("frame-src 'self'"));
        assert_eq!(around.header("x-robots-tag"), "noindex");
        assert_eq!(around.attributes("link[rel=canonical]", "href"), [PAGE]);
        let frame = format!("{}/page", kept.public());
        assert_eq!(around.attributes("iframe", "src"), [frame.as_str()]);
        let sandbox = around.attributes("iframe", "sandbox").remove(0);
        assert!(!sandbox.contains("script") && !sandbox.contains("same-origin"), "{sandbox}");
        assert!(around.of("main").contains(&store::sha256_hex(HTML.as_bytes())));

        editor.post(&kept.opening(), &[("then", "close")]).expect(303);
        closed("again");
        editor.get(&kept.copy).expect(200);
    });
}

#[test]
fn somebody_elses_page_is_held_to_doing_nothing_on_the_desk_and_before_readers() {
    on_both(|site| {
        let editor = site.person(Role::Editor);
        let kept = kept(site, &editor);
        editor.post(&kept.opening(), &[("then", "open")]).expect(303);
        let reader = site.reader();
        let desk = editor.get(&format!("{}/page", kept.copy)).expect(200);
        let path = format!("{}/page", kept.public());
        let first = reader.get(&path).expect(200);
        // From the cache, too.
        let second = reader.get(&path).expect(200);
        for (answer, pictures) in [
            (&desk, "img-src data:".to_owned()),
            (&first, format!("img-src data: {ORIGIN}{}/parts/", kept.public())),
            (&second, format!("img-src data: {ORIGIN}{}/parts/", kept.public())),
        ] {
            let policy = answer.header("content-security-policy");
            assert!(policy.starts_with("sandbox ") && policy.ends_with(&pictures), "{policy}");
            assert!(policy.contains("form-action 'none'") && policy.contains("base-uri 'none'"), "{policy}");
            let html = answer.text();
            assert!(html.contains("<p style=\"color:red\">It is lit"), "{html}");
            assert!(html.contains("href=\"https://gazette.example/who\""), "{html}");
            for gone in ["<script", "onload", "onerror", "evil.example", "action", "alert"] {
                assert!(!html.contains(gone), "{gone} is left: {html}");
            }
        }
        assert!(desk.header("cache-control").contains("no-store"));
    });
}

#[test]
fn odd_addresses_of_copies_lead_nowhere() {
    on_both(|site| {
        let reader = site.reader();
        for path in [
            "/captures/x",
            "/captures/0000000000001",
            "/captures/0000000000001/parts/-1",
            "/captures/0000000000001/parts/x",
        ] {
            reader.get(path).expect(404);
        }
        site.person(Role::Editor).get("/desk/captures/0000000000001").expect(404);
    });
}
