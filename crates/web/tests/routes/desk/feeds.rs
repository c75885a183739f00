//! Feeds at the desk, and the door for hubs.

use desk::{Look, NewItem};
use model::{Actor, Dated, FeedId, Role, Validators};

use crate::place::{HARM, ORIGIN, Site, on_both};

const ADDRESS: &str = "https://gazette.example/feed.xml";

/// A feed with some items, the newest first.
fn feed_of(site: &Site, items: i64) -> FeedId {
    let feed = site.desk().subscribe(&Actor::System, ADDRESS).unwrap().feed;
    let noon = model::sample::noon();
    let item = |number: i64| NewItem {
        id: Some(number.to_string()),
        url: format!("https://gazette.example/{number}?utm_source=rss"),
        canonical: format!("https://gazette.example/{number}"),
        headline: format!("Item {number} {HARM}"),
        summary: HARM.into(),
        byline: vec![HARM.into()],
        published: Some(Dated::At(noon.plus_seconds(-60 * number))),
        language: Some("ar".into()),
        ..NewItem::default()
    };
    let look = Look::Read {
        title: format!("The Gazette {HARM}"),
        site: None,
        validators: Validators::default(),
        items: (1..=items).map(item).collect(),
        address: None,
    };
    site.desk().record_look(feed, &look).unwrap();
    feed
}

fn list(name: &str, text: &str) -> String {
    format!(
        "--x\r\ncontent-disposition: form-data; name=\"{name}\"; filename=\"a.opml\"\r\n\r\n{text}\r\n--x--\r\n"
    )
}

const MULTIPART: [(&str, &str); 2] =
    [("content-type", "multipart/form-data; boundary=x"), ("origin", ORIGIN)];

#[test]
fn feeds_are_listed_paused_and_removed() {
    on_both(|site| {
        let author = site.person(Role::Author);
        assert!(author.get("/desk/feeds").expect(200).of(".empty").contains("No feeds yet"));
        let feed = feed_of(site, 2);
        let page = author.get("/desk/feeds").expect(200);
        page.is_harmless();
        assert!(page.of(".feed .title").starts_with("The Gazette"));
        assert!(page.of(".feed").contains("Looked at"), "{}", page.of(".feed"));
        let change = |then: &str| author.post(&format!("/desk/feeds/{feed}"), &[("then", then)]);
        assert_eq!(change("pause").expect(303).location(), "/desk/feeds?done=feed-pause");
        assert!(author.get("/desk/feeds").of(".feed .state").contains("Paused"));
        change("nonsense").expect(422);
        change("remove").expect(303);
        assert!(author.get("/desk/feeds").has(".empty"));
        change("pause").expect(404);
        author.post("/desk/feeds/nonsense", &[("then", "pause")]).expect(404);
    });
}

#[test]
fn what_is_no_address_is_said_at_its_field() {
    on_both(|site| {
        let author = site.person(Role::Author);
        let page = author.post("/desk/feeds", &[("address", HARM)]).expect(422);
        page.is_harmless();
        assert!(page.of("#p-address").len() > 10);
        assert_eq!(page.attributes("#f-address", "value"), [HARM]);
    });
}

#[test]
fn a_list_is_brought_in_and_taken_along() {
    on_both(|site| {
        let author = site.person(Role::Author);
        let send = |text: &str| author.send("POST", "/desk/feeds/list", &MULTIPART, list("list", text));
        assert!(send("").expect(422).of("#p-list").contains("choose a file"));
        assert!(send("<html>").expect(422).of("#p-list").contains("OPML"));
        assert!(send("<opml></opml>").expect(422).of("#p-list").contains("names no feeds"));
        send("<opml>\n<outline xmlUrl=\"https://a.example/feed\"/>\n<outline xmlUrl=\"https://b.example/feed\"/>\n")
            .expect(303);
        let refused =
            send(&format!("<opml>\n<outline xmlUrl=\"mailto:{}\"/>\n", "x@example.org")).expect(200);
        assert!(refused.of(".box.wrong").contains("mailto:x@example.org"));
        let taken = author.get("/desk/feeds/list").expect(200);
        assert!(taken.header("content-disposition").starts_with("attachment"));
        assert!(
            taken.text().contains("https://a.example/feed")
                && taken.text().contains("https://b.example/feed")
        );
    });
}

#[test]
fn items_come_page_by_page_and_are_clipped_or_dismissed() {
    on_both(|site| {
        let author = site.person(Role::Author);
        feed_of(site, 60);
        let page = author.get("/desk/feeds/items").expect(200);
        page.is_harmless();
        let ids = page.attributes("[data-item]", "id");
        assert_eq!(ids.len(), 50);
        assert!(page.of("[data-item] .title").starts_with("Item 1"));
        assert_eq!(page.attributes("[data-item] .title", "dir")[0], "rtl");
        let older = page.attributes("a[rel=next]", "href").remove(0);
        assert_eq!(author.get(&older).expect(200).attributes("[data-item]", "id").len(), 10);
        assert!(author.get("/desk").of(".news").contains("60"));

        let item = ids[0].trim_start_matches("i-");
        let path = format!("/desk/feeds/items/{item}");
        let back = author.post(&path, &[("then", "clip"), ("back", "//evil.example/")]).expect(303);
        assert_eq!(
            back.location(),
            format!("/desk/feeds/items#i-{item}"),
            "back to the desk and nowhere else"
        );
        let all = author.get("/desk/feeds/items?show=all").expect(200);
        assert!(all.of(&format!("#i-{item} .state")).contains("On its way"));
        let job = all.attributes(&format!("#i-{item} .state a"), "href").remove(0);
        author.get(&job).expect(200);

        let second = ids[1].trim_start_matches("i-");
        let path = format!("/desk/feeds/items/{second}");
        let form = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("origin", ORIGIN),
            ("accept", "application/json"),
        ];
        let said = author.send("POST", &path, &form, "then=dismiss").expect(200).as_json();
        assert_eq!(said["state"], "dismissed");
        assert!(author.get("/desk/feeds/items?show=all").has(&format!("#i-{second} [value=restore]")));

        let from = page.attributes("[name=from]", "value").remove(0);
        author.post("/desk/feeds/items", &[("from", &from), ("feed", "")]).expect(303);
        assert!(author.get("/desk/feeds/items").of(".empty").contains("seen everything"));
        author.post("/desk/feeds/items", &[("from", "nonsense")]).expect(404);
    });
}

#[test]
fn a_hub_is_answered_only_where_it_was_asked() {
    on_both(|site| {
        let feed = feed_of(site, 0);
        let hub = site.desk().hub_to_ask(feed, Some("https://hub.example/"), ADDRESS).unwrap().unwrap();
        let nobody = site.reader();
        let ask = |mode: &str, topic: &str, callback: &str| {
            let query =
                format!("hub.mode={mode}&hub.topic={topic}&hub.challenge=a%3Cb%3Ec&hub.lease_seconds=9999");
            nobody.get(&format!("/websub/{callback}?{query}"))
        };
        let agreed = ask("subscribe", ADDRESS, &hub.callback).expect(200);
        assert_eq!(
            (agreed.text().as_str(), agreed.header("content-type")),
            ("a<b>c", "text/plain; charset=utf-8")
        );
        ask("subscribe", "https://evil.example/", &hub.callback).expect(404);
        ask("unsubscribe", ADDRESS, &hub.callback).expect(404);
        ask("subscribe", ADDRESS, "somewhere").expect(404);
        let long = "x".repeat(2_000);
        nobody
            .get(&format!(
                "/websub/{}?hub.mode=subscribe&hub.topic={ADDRESS}&hub.challenge={long}",
                hub.callback
            ))
            .expect(404);

        // A program calls without an origin; a page of another site may not.
        let path = format!("/websub/{}", hub.callback);
        nobody.send("POST", &path, &[("x-hub-signature", "sha256=00")], "news").expect(202);
        nobody.send("POST", "/websub/somewhere", &[], "news").expect(410);
        nobody.send("POST", &path, &[], "x".repeat(3 << 20)).expect(413);
        nobody.send("POST", &path, &[("origin", "https://evil.example")], "news").expect(403);
        let page = site.person(Role::Author).get("/desk/feeds").expect(200);
        assert!(page.of(".feed .facts").contains("tells us at once"));
    });
}
