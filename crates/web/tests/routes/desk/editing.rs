//! Clipping, writing, publishing, with forms alone.

use model::Role;

use crate::place::{HARM, ORIGIN, Site, Visitor, on_both};

const TEXT: &[(&str, &str)] = &[
    ("headline", "The price of a river"),
    ("body", "A town *counts* its litres."),
    ("labels", "Rivers, Κόσμος"),
];

fn with<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = TEXT.iter().filter(|(name, _)| more.iter().all(|(other, _)| other != name));
    kept.copied().chain(more.iter().copied()).collect()
}

/// The id in `/desk/posts/ID?done=…`.
fn id_of(location: &str) -> String {
    location.trim_start_matches("/desk/posts/").split(['?', '/']).next().unwrap().to_owned()
}

pub fn draft(person: &Visitor<'_>) -> String {
    id_of(person.post("/desk/posts", TEXT).expect(303).location())
}

#[test]
fn a_post_is_written_previewed_published_changed_and_retracted() {
    on_both(|site| {
        let author = site.person(Role::Author);
        assert!(author.get("/desk/posts/new").expect(200).has("form textarea[name=body]"));
        let id = draft(&author);
        let place = format!("/desk/posts/{id}");
        let editor = author.get(&place).expect(200);
        assert_eq!(editor.of("textarea[name=headline]"), "The price of a river");
        assert_eq!(editor.of("textarea[name=body]"), "A town *counts* its litres.");
        assert_eq!(editor.attributes("input[name=revision]", "value"), ["1"]);
        let fragment = author.post("/desk/preview", TEXT).expect(200);
        assert!(fragment.text().contains("<em>counts</em>"));
        assert!(
            author
                .get(&format!("{place}/preview"))
                .expect(200)
                .of("#main")
                .contains("A town counts its litres.")
        );
        assert!(author.get("/desk").expect(200).text().contains("The price of a river"));
        assert!(!site.reader().get("/").text().contains("The price of a river"), "a draft is public");

        let published = author
            .post(&place, &with(&[("revision", "1"), ("then", "publish"), ("dek", "How much?")]))
            .expect(303);
        assert_eq!(published.location(), format!("{place}?done=published"));
        assert!(author.get(published.location()).expect(200).text().contains("Published."));
        let reader = site.reader();
        let page = reader.get("/2026/11/the-price-of-a-river").expect(200);
        assert_eq!(page.of("article .dek"), "How much?");

        let again = [("revision", "2"), ("body", "It counts *again*.")];
        let noted = [("way", "correction"), ("correction", "It counted once more.")];
        author.post(&place, &with(&again)).expect(422);
        author.post(&place, &with(&[again, noted].concat())).expect(303);
        assert!(reader.get("/2026/11/the-price-of-a-river").of(".body").contains("It counts again."));
        let history = author.get(&format!("{place}/revisions?from=1&to=3")).expect(200);
        assert!(history.has("del, .removed") && history.has("ins, .added"), "{}", history.text());
        author.post(&format!("{place}/removal"), &[]).expect(409);
        author.post(&place, &with(&[("revision", "3"), ("then", "retract"), ("reason", "")])).expect(422);
        author
            .post(&place, &with(&[("revision", "3"), ("then", "retract"), ("reason", "It was not so.")]))
            .expect(303);
        assert!(reader.get("/2026/11/the-price-of-a-river").expect(410).text().contains("It was not so."));
        assert!(author.get("/desk?standing=retracted").text().contains("The price of a river"));
    });
}

#[test]
fn a_published_text_changes_in_a_declared_way() {
    on_both(|site| {
        let author = site.person(Role::Author);
        let id = draft(&author);
        let place = format!("/desk/posts/{id}");
        assert!(!author.get(&place).has("[name=way]"), "a draft changes freely");
        author.post(&place, &with(&[("then", "publish")])).expect(303);
        let editor = author.get(&place).expect(200);
        assert_eq!(editor.attributes("[name=way][checked]", "value"), ["silent"]);
        assert!(editor.of(".change").contains("15 minutes"), "{}", editor.of(".change"));

        let three = ("body", "A town *counts* its 3 litres.");
        let asked = author.post(&place, &with(&[three])).expect(422);
        assert!(asked.of(".problem").contains("the figure “3” is new"), "{}", asked.of(".problem"));
        assert_eq!(asked.attributes("[name=way][checked]", "value"), ["correction"]);
        assert_eq!(asked.of("textarea[name=body]"), three.1);
        let long = "é".repeat(1_001);
        for (way, note) in [("correction", ""), ("correction", long.as_str()), ("silent", "It has three.")] {
            let page = author.post(&place, &with(&[three, ("way", way), ("correction", note)])).expect(422);
            assert_eq!(page.of("textarea[name=correction]"), note, "what was typed is lost");
            page.is_harmless();
        }
        author.post(&place, &with(&[three, ("way", "correction"), ("correction", HARM)])).expect(303);
        // What nobody reads as text needs no note, then or later.
        site.at("2026-11-25T12:00:00Z");
        assert!(author.get(&place).of(".change").contains("that time is over"));
        let labelled = with(&[three, ("way", "silent"), ("labels", "Towns")]);
        author.post(&place, &labelled).expect(303);
        let slip = with(&[("body", "A town *counts* its 3 liters."), ("labels", "Towns")]);
        assert!(author.post(&place, &slip).expect(422).text().contains("only within 15 minutes"));
        let reader = site.reader();
        let page = reader.get("/2026/11/the-price-of-a-river").expect(200);
        page.is_harmless();
        assert!(page.of("#corrections").contains("<script>alert(1)</script>"));
        // Others' texts are not theirs to correct.
        let other = site.person(Role::Author);
        other.post(&place, &with(&[three, ("way", "correction"), ("correction", "Mine")])).expect(403);
        site.person(Role::Moderator).post(&place, &with(&[three])).expect(403);
    });
}

#[test]
fn a_text_that_is_retracted_needs_no_other_note() {
    on_both(|site| {
        let author = site.person(Role::Author);
        let id = draft(&author);
        let place = format!("/desk/posts/{id}");
        author.post(&place, &with(&[("then", "publish")])).expect(303);
        let changed = [("body", "Another text with 9 words"), ("then", "retract"), ("reason", "Invented.")];
        author.post(&place, &with(&changed)).expect(303);
        assert_eq!(author.get(&place).of("textarea[name=body]"), "Another text with 9 words");
        site.reader().get("/2026/11/the-price-of-a-river").expect(410);
    });
}

#[test]
fn a_save_over_someone_elses_is_refused_and_nothing_is_lost() {
    on_both(|site| {
        let (one, other) = (site.person(Role::Editor), site.person(Role::Editor));
        let id = draft(&one);
        let place = format!("/desk/posts/{id}");
        one.post(&place, &with(&[("revision", "1"), ("body", "Mine")])).expect(303);
        let clash =
            other.post(&place, &with(&[("revision", "1"), ("body", "Theirs, with care")])).expect(409);
        assert_eq!(clash.of("textarea[name=body]"), "Theirs, with care");
        assert_eq!(one.get(&place).of("textarea[name=body]"), "Mine");
    });
}

#[test]
fn what_can_not_be_saved_comes_back_with_the_reason() {
    on_both(|site| {
        let author = site.person(Role::Author);
        let before = site.census();
        let long = "字".repeat(301);
        for (field, value) in [
            ("headline", long.as_str()),
            ("language", "klingon"),
            ("slug", "Not A Slug!"),
            ("labels", "!!!"),
            ("format", "word"),
            ("comments", "maybe"),
            ("source_url", "javascript:alert(1)"),
            ("source_published", "yesterday"),
            ("lead_image", "https://elsewhere.example/x.png"),
        ] {
            let fields: Vec<_> = with(&[("source_url", "https://a.example/")])
                .into_iter()
                .filter(|(name, _)| *name != field)
                .chain([(field, value)])
                .collect();
            let page = author.post("/desk/posts", &fields).expect(422);
            page.is_harmless();
            assert!(page.text().contains(&model_text(value)), "{field}: what was typed is lost");
            assert!(page.of("textarea[name=body]").contains("counts"), "{field}");
        }
        let harm: Vec<_> = [
            "headline",
            "dek",
            "byline",
            "language",
            "format",
            "body",
            "labels",
            "slug",
            "source_url",
            "source_outlet",
            "source_byline",
            "lead_image",
            "lead_image_alt",
            "lead_image_caption",
            "location",
            "search_title",
            "search_description",
        ]
        .map(|field| (field, HARM))
        .to_vec();
        author.post("/desk/posts", &harm).expect(422).is_harmless();
        author.post("/desk/preview", &harm).expect(200).is_harmless();
        assert_eq!(site.census(), before);
        // A draft may be empty; a post may not.
        let id = id_of(author.post("/desk/posts", &[]).expect(303).location());
        let page = author.post(&format!("/desk/posts/{id}"), &[("then", "publish")]).expect(422);
        assert!(
            page.text().contains("needs a headline") && page.text().contains("needs some text"),
            "{}",
            page.text()
        );
        author.post(&format!("/desk/posts/{id}"), &with(&[("then", "schedule")])).expect(422);
        author.post(&format!("/desk/posts/{id}/removal"), &[]).expect(303);
        author.get(&format!("/desk/posts/{id}")).expect(404);
    });
}

/// As it stands in an attribute.
fn model_text(value: &str) -> String {
    value.replace('&', "&amp;").replace('"', "&quot;")
}

#[test]
fn one_slug_belongs_to_one_post_of_a_month() {
    on_both(|site| {
        let author = site.person(Role::Author);
        for _ in 0..2 {
            let id = draft(&author);
            author.post(&format!("/desk/posts/{id}"), &with(&[("then", "publish")])).expect(303);
        }
        site.reader().get("/2026/11/the-price-of-a-river-2").expect(200);
        let id = draft(&author);
        let taken = author
            .post(
                &format!("/desk/posts/{id}"),
                &with(&[("then", "publish"), ("slug", "the-price-of-a-river")]),
            )
            .expect(422);
        assert!(taken.text().contains("the-price-of-a-river-3"), "no free slug is named");
    });
}

#[test]
fn a_post_comes_out_at_its_hour_in_the_sites_time() {
    on_both(|site| {
        site.settle(|s| s.time_zone = "Europe/Athens".into());
        let author = site.person(Role::Author);
        let id = draft(&author);
        let place = format!("/desk/posts/{id}");
        let done =
            author.post(&place, &with(&[("then", "schedule"), ("at", "2026-11-21T09:00")])).expect(303);
        assert!(author.get(done.location()).expect(200).text().contains("Scheduled."));
        assert!(author.get("/desk?standing=scheduled").text().contains("The price of a river"));
        site.at("2026-11-21T06:59:59Z");
        site.work();
        site.reader().get("/2026/11/the-price-of-a-river").expect(404);
        site.at("2026-11-21T07:00:00Z");
        site.work();
        site.reader().get("/2026/11/the-price-of-a-river").expect(200);
    });
}

#[test]
fn an_address_that_is_clipped_already_leads_to_its_draft() {
    on_both(|site| {
        let program = site.program(Role::Editor);
        let seen = serde_json::json!({ "url": "https://gazette.example/a", "html": "<p>x</p>" });
        let id = program.json("POST", "/api/clippings", &seen).expect(201).as_json()["draft"]
            .as_str()
            .unwrap()
            .to_owned();
        let editor = site.person(Role::Editor);
        let found = editor
            .post("/desk/clippings", &[("url", " https://gazette.example/a?utm_source=x ")])
            .expect(303);
        assert_eq!(found.location(), format!("/desk/posts/{id}?done=existing"));
        for wrong in ["", "no address", "ftp://a.example/x", "javascript:alert(1)", HARM] {
            let page = editor.post("/desk/clippings", &[("url", wrong)]).expect(422);
            page.is_harmless();
            assert_eq!(page.attributes("input[name=url]", "value"), [wrong.trim()]);
        }
    });
}

pub fn upload(person: &Visitor<'_>, bytes: &[u8], back: &str) -> crate::place::Answer {
    let mut body = b"--x\r\ncontent-disposition: form-data; name=\"picture\"; filename=\"a.png\"\r\ncontent-type: image/png\r\n\r\n".to_vec();
    body.extend_from_slice(bytes);
    body.extend_from_slice(
        format!("\r\n--x\r\ncontent-disposition: form-data; name=\"back\"\r\n\r\n{back}\r\n--x--\r\n")
            .as_bytes(),
    );
    person.send(
        "POST",
        "/desk/media",
        &[("content-type", "multipart/form-data; boundary=x"), ("origin", ORIGIN)],
        body,
    )
}

#[test]
fn a_picture_is_stored_and_served_and_nothing_else_is() {
    on_both(|site: &Site| {
        let author = site.person(Role::Author);
        let id = draft(&author);
        let picture = crate::public::pictures::png(4, 3);
        let stored = upload(&author, &picture, &id).expect(303);
        assert_eq!(stored.location(), format!("/desk/posts/{id}?done=uploaded"));
        let media = site.desk().store().read(|c| store::media::newest(c, 1)).unwrap();
        let served = site.reader().get(&media[0].path()).expect(200);
        assert_eq!((&served.body[..], served.header("content-type")), (&picture[..], "image/png"));
        assert_eq!(
            served.header("content-security-policy"),
            "default-src 'none'; frame-ancestors 'none'; sandbox"
        );
        let before = site.census();
        assert!(upload(&author, b"<svg onload=alert(1)>", &id).expect(422).text().contains("SVG drawing"));
        upload(&author, b"", &id).expect(422);
        author.post("/desk/media", &[("picture", "x")]).expect(400);
        assert_eq!(site.census(), before);
        assert_eq!(upload(&author, &picture, "//evil.example").expect(303).location(), "/desk?done=uploaded");
    });
}
