//! Pictures of a page that a browser sent: fetched by the worker, copied, put in their places.

use serde_json::json;

use crate::outlet::{Outlet, Reply, article};
use crate::place::{Place, on_both, until};

const PHOTO: &[u8] = include_bytes!("../../samples/slipway/steaming.jpg");

#[test]
fn pictures_of_a_page_as_seen_come_by_themselves_and_what_does_not_come_says_why() {
    on_both(|place: Place| {
        let outlet = Outlet::open(|path| match path {
            "/steam.jpg" => Reply::Page(200, "image/jpeg", PHOTO.to_vec()),
            "/text.jpg" => Reply::Page(200, "image/jpeg", b"no picture at all".to_vec()),
            _ => Reply::Page(404, "text/html", b"no".to_vec()),
        });
        let place = place.with("COURANT_FETCH_ALLOW", &outlet.address.to_string());
        let token = place.token("editor");
        let server = place.serve().with_token(&token);
        let pictures = format!(
            "<p><img src=\"{}\" alt=\"Steam\"></p><p><img src=\"{}\" alt=\"Words\"></p></article>",
            outlet.url("/steam.jpg"),
            outlet.url("/text.jpg")
        );
        let html = article("How a plank is bent", "It lies in the steam until it gives way.")
            .replace("</article>", &pictures);
        let seen = json!({ "url": outlet.url("/plank"), "html": html });
        let made = server.api("POST", "/api/clippings", &seen).expect(201).json();
        assert_eq!(made["missing_pictures"][0]["address"], json!(outlet.url("/steam.jpg")), "{made}");
        let draft = format!("/api/posts/{}", made["draft"].as_str().unwrap());
        let html = until("the picture that can be had", || {
            let post = server.api("GET", &draft, &json!({})).expect(200).json();
            post["html"].as_str().filter(|html| html.contains("<img src=\"/media/")).map(str::to_owned)
        });
        assert!(html.contains("alt=\"Steam\"") && html.contains(">Picture: Words</a>"), "{html}");
        server.api("POST", &format!("{draft}/publication"), &json!({})).expect(201);
        let post = server.api("GET", &draft, &json!({})).expect(200).json();
        let path = post["permalink"].as_str().unwrap().to_owned();
        let page = until("its copies", || {
            Some(server.get(&path).expect(200).body).filter(|page| page.contains("srcset=\"/media/"))
        });
        let plain = page.split("<source type=\"image/webp\" srcset=\"").nth(1).unwrap();
        let copy = plain.split(' ').next().unwrap();
        assert_eq!(server.get(copy).expect(200).header("content-type"), "image/webp");
        let again = server.api("POST", "/api/clippings", &seen).expect(200).json();
        let reason = again["missing_pictures"][0]["reason"].as_str().unwrap();
        assert!(reason.contains("not a picture we can keep"), "{again}");
        assert_eq!(again["missing_pictures"].as_array().unwrap().len(), 1, "{again}");
    });
}
