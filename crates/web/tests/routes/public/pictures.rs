//! Pictures as readers and their programs get them.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use model::{Media, Role};
use serde_json::json;

use crate::desk::editing::{draft, upload};
use crate::place::{Made, ORIGIN, Site, on_both};

/// A small file whatever its size in pixels.
pub fn png(width: u32, height: u32) -> Vec<u8> {
    packed(RgbImage::from_pixel(width, height, Rgb([90, 120, 40])), ImageFormat::Png)
}

fn packed(image: RgbImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::from(image).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A photograph of sorts, with grain; `seed` sets it apart from others.
fn jpeg(width: u32, height: u32, seed: u32) -> Vec<u8> {
    let mut grain = seed;
    let image = RgbImage::from_fn(width, height, |x, y| {
        grain = grain.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        Rgb([(x % 200) as u8, (y % 200) as u8, (grain >> 26) as u8])
    });
    let mut bytes = Vec::new();
    image.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, 92)).unwrap();
    bytes
}

/// Uploads a picture at the desk.
fn add(site: &Site, bytes: &[u8]) -> Media {
    let author = site.person(Role::Author);
    upload(&author, bytes, &draft(&author)).expect(303);
    site.clock.advance_seconds(1);
    site.desk().store().read(|c| store::media::newest(c, 1)).unwrap().remove(0)
}

/// A post with one picture at its head and another in its text.
pub fn pictured(site: &Site) -> (Made, Media, Media) {
    let (lead, inner) = (add(site, &jpeg(1_300, 650, 1)), add(site, &jpeg(1_300, 900, 2)));
    let body = format!(
        "<p>Before.</p><figure><img src=\"{}\" alt=\"Low &quot;water&quot;\"><figcaption>The bend</figcaption></figure>\
         <p><img src=\"/media/{}.jpg\" alt=\"Nowhere\"></p>",
        inner.path(),
        "0".repeat(64)
    );
    let post = site.program(Role::Editor).publish(json!({
        "headline": "The price of a river", "format": "html", "body": body,
        "lead_image": lead.path(), "lead_image_alt": "A river", "labels": "water",
    }));
    (post, lead, inner)
}

#[test]
fn pages_offer_copies_as_soon_as_there_are_any() {
    on_both(|site| {
        let (post, lead, inner) = pictured(site);
        let reader = site.reader();
        let all =
            [post.permalink.as_str(), "/", "/labels/water", "/archive/2026/11", "/feed.atom", "/feed.json"];
        for path in all {
            let page = reader.get(path).expect(200);
            assert!(!page.text().contains("srcset") && page.text().contains(&lead.path()), "{path}");
            assert!(site.app.cache().get(path).is_some(), "{path}");
        }
        site.work();
        for path in all {
            assert!(site.app.cache().get(path).is_none(), "{path} was kept without the copies");
            assert!(
                !reader.get(path).expect(200).text().contains(&lead.path()),
                "{path}: not the plain copy"
            );
        }
        let page = reader.get(&post.permalink).expect(200);
        let sizes = |selector: &str| {
            let set = page.attributes(&format!("{selector} source[type='image/webp']"), "srcset").remove(0);
            set.split(", ").map(|part| part.split(' ').next_back().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(sizes("figure.lead"), ["480w", "800w", "1300w"]);
        assert_eq!(sizes(".body figure"), ["480w", "800w", "1300w"]);
        assert_eq!(page.attributes("picture source", "sizes").len(), 2);
        let of = |name: &str| page.attributes("article.post img", name);
        assert_eq!((of("width"), of("height")), (vec!["1300".into(); 2], vec!["650".into(), "900".into()]));
        assert_eq!(of("alt"), ["A river", "Low \"water\""]);
        assert_eq!(
            (of("fetchpriority").join("|"), of("loading").join("|")),
            ("high|".into(), "|lazy".into())
        );
        assert_eq!(of("decoding"), ["async", "async"]);
        assert_eq!(
            page.of(".body p:last-child"),
            "Picture: Nowhere",
            "a file that is not here leaves its words"
        );
        // Every address that a page or feed names is served, in the type it was said to have.
        let mut served = page.attributes("article.post img", "src");
        for set in page.attributes("picture source", "srcset") {
            served.extend(set.split(", ").map(|part| part.split(' ').next().unwrap().to_owned()));
        }
        assert_eq!(served.len(), 8);
        let whole = inner.size.min(lead.size);
        for path in served {
            let answer = reader.get(&path).expect(200);
            let kind = if path.ends_with(".webp") { "image/webp" } else { "image/jpeg" };
            assert_eq!(answer.header("content-type"), kind);
            assert!(i64::try_from(answer.body.len()).unwrap() < whole, "{path}");
        }
        assert!(site.app.cache().get(&post.permalink).is_some(), "nothing more is awaited");
    });
}

#[test]
fn what_is_said_beside_a_text_stands_where_it_belongs() {
    on_both(|site| {
        let lead = add(site, &jpeg(60, 40, 1));
        let program = site.program(Role::Editor);
        let post = program.publish(json!({
            "headline": "The price of a river", "dek": "A town counts", "body": "Text.",
            "lead_image": lead.path(), "lead_image_caption": "The bend. Photo: A. <Park>",
            "location": "Piraeus  (37.940, 23.64)",
            "search_title": "Water & its price", "search_description": "What a litre costs",
        }));
        let reader = site.reader();
        let page = reader.get(&post.permalink).expect(200);
        assert_eq!(page.of("figure.lead > figcaption"), "The bend. Photo: A. <Park>");
        assert_eq!(page.of("article .location"), "Place: Piraeus");
        assert_eq!(page.attributes(".location data", "value"), ["geo:37.94,23.64"]);
        assert_eq!(
            (page.of("title"), page.of("h1")),
            ("Water & its price".into(), "The price of a river".into())
        );
        assert_eq!(page.of("article .dek"), "A town counts");
        assert_eq!(page.attributes("meta[name=description]", "content"), ["What a litre costs"]);
        let data: serde_json::Value =
            serde_json::from_str(&page.of("script[type='application/ld+json']")).unwrap();
        assert_eq!(data["image"][0]["caption"], "The bend. Photo: A. <Park>");
        assert_eq!(data["contentLocation"]["name"], "Piraeus");
        assert_eq!(data["contentLocation"]["geo"]["longitude"], 23.64);
        for feed in ["/feed.atom", "/feed.rss"] {
            let feed = reader.get(feed).expect(200);
            let text = feed.text();
            assert!(text.contains("<georss:featurename>Piraeus</georss:featurename>"), "{text}");
            assert!(text.contains("<georss:point>37.94 23.64</georss:point>"), "{text}");
        }
        let place = format!("/api/posts/{}", post.id);
        let shown = program.get(&place).expect(200).as_json();
        assert_eq!(shown["location"], "Piraeus (37.94, 23.64)");
        // Readers are told when they read something else; what only machines read changes silently.
        let change = |fields: serde_json::Value, status: u16| {
            program.json("PATCH", &place, &fields).expect(status);
        };
        change(json!({ "search_title": "Water", "search_description": "" }), 200);
        change(json!({ "location": "Perama" }), 422);
        change(json!({ "lead_image_caption": "The sea" }), 422);
        change(json!({ "location": "Perama", "correction": "It was Perama." }), 200);
        let page = reader.get(&post.permalink).expect(200);
        assert_eq!((page.of("title"), page.of(".location")), ("Water".into(), "Place: Perama".into()));
        assert_eq!(page.attributes("meta[name=description]", "content"), ["A town counts"]);
    });
}

#[test]
fn other_programs_are_given_a_plain_copy_with_its_size() {
    on_both(|site| {
        let (post, ..) = pictured(site);
        site.work();
        let reader = site.reader();
        let page = reader.get(&post.permalink).expect(200);
        let meta =
            |name: &str| page.attributes(&format!("meta[property='og:image{name}']"), "content").remove(0);
        let address = meta("");
        assert!(address.starts_with(&format!("{ORIGIN}/media/")) && address.ends_with(".jpg"), "{address}");
        assert_eq!(
            (meta(":type"), meta(":width"), meta(":height")),
            ("image/jpeg".into(), "1200".into(), "600".into())
        );
        reader.get(address.strip_prefix(ORIGIN).unwrap()).expect(200);
        let linked: serde_json::Value =
            serde_json::from_str(&page.of("script[type='application/ld+json']")).unwrap();
        assert_eq!(
            linked["image"],
            json!([{ "@type": "ImageObject", "url": address, "width": 1200, "height": 600 }])
        );
        let json = reader.get("/feed.json").expect(200).as_json();
        assert_eq!(json["items"][0]["image"], json!(address));
        let html = json["items"][0]["content_html"].as_str().unwrap();
        assert!(
            html.contains(&format!("<img src=\"{ORIGIN}/media/"))
                && html.contains("width=\"1300\" height=\"900\"")
        );
        assert!(!html.contains("srcset") && !html.contains("<picture"), "{html}");
        for feed in ["/feed.atom", "/feed.rss"] {
            let text = reader.get(feed).expect(200).text();
            let media = format!(
                "<media:content url=\"{address}\" medium=\"image\" type=\"image/jpeg\" width=\"1200\" height=\"600\">"
            );
            assert!(text.contains(&media), "{feed}: {text}");
            crate::place::well_formed(&text);
        }
    });
}

#[test]
fn a_file_is_served_as_what_it_is_for_ever_and_its_original_never() {
    on_both(|site| {
        let bytes = jpeg(60, 40, 3);
        // The same picture with a remark in it, as cameras leave them.
        let talkative = [&bytes[..2], b"\xff\xfe\x00\x0aGPS 52.4", &bytes[2..]].concat();
        let media = add(site, &talkative);
        let reader = site.reader();
        let served = reader.get(&media.path()).expect(200);
        assert!(!served.body.windows(8).any(|window| window == b"GPS 52.4"));
        assert_eq!(served.header("cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(served.header("x-content-type-options"), "nosniff");
        assert_eq!(
            served.header("content-security-policy"),
            "default-src 'none'; frame-ancestors 'none'; sandbox"
        );
        let name = media.path().replace("/media/", "");
        assert_eq!(served.header("content-disposition"), format!("inline; filename=\"{name}\""));
        let again = reader.send("GET", &media.path(), &[("if-none-match", served.header("etag"))], "");
        assert!(again.expect(304).body.is_empty());
        assert_ne!(media.original, media.sha256);
        assert!(site.desk().store().files().contains(&media.original));
        for absent in [
            media.path().replace(&media.sha256, &media.original),
            media.path().replace(".jpg", ".png"),
            media.path().replace(".jpg", ""),
            media.path().to_uppercase().replace("/MEDIA", "/media"),
            "/media/..%2f..%2fsite.db".into(),
        ] {
            reader.get(&absent).expect(404);
        }
    });
}

#[test]
fn the_desk_shows_what_is_missing_and_tries_again() {
    on_both(|site| {
        let author = site.person(Role::Author);
        let id = draft(&author);
        let place = format!("/desk/posts/{id}");
        assert!(!author.get(&place).expect(200).has("#missing-title"));
        let lacks = |address: &str, reason: &str| model::MissingPicture {
            address: address.into(),
            reason: reason.into(),
        };
        let missing = [
            lacks("https://cdn.example/2026/ποτάμι.jpg?w=1600", "the server answered 403"),
            lacks("javascript:alert(1)", crate::place::HARM),
        ];
        let post = id.parse().unwrap();
        site.desk().restore_pictures(&model::Actor::System, post, &[], &missing).unwrap();
        let page = author.get(&place).expect(200);
        page.is_harmless();
        assert_eq!(page.of("#missing-title"), "2 pictures are missing");
        assert_eq!(page.attributes(".missing li a", "href"), ["https://cdn.example/2026/ποτάμι.jpg?w=1600"]);
        assert!(page.of(".missing li").contains("ποτάμι.jpg"));
        assert!(page.of(".missing li").contains("The server answered 403"));
        assert_eq!(page.attributes(".missing form", "action"), [format!("{place}/pictures")]);
        site.reader().post(&format!("{place}/pictures"), &[]).expect(303).location();
        let other = site.person(Role::Author);
        other.post(&format!("{place}/pictures"), &[]).expect(403);
        author.post("/desk/posts/0000000000000/pictures", &[]).expect(404);
    });
}
