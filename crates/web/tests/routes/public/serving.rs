//! How pages travel: encodings, tags, HEAD, headers.

use std::io::Read;

use model::Role;
use serde_json::json;

use crate::place::{Answer, on_both};

fn decoded(answer: &Answer) -> Vec<u8> {
    let mut plain = Vec::new();
    match answer.header("content-encoding") {
        "gzip" => drop(flate2::read::GzDecoder::new(&answer.body[..]).read_to_end(&mut plain).unwrap()),
        "zstd" => plain = zstd::decode_all(&answer.body[..]).unwrap(),
        "br" => brotli::BrotliDecompress(&mut &answer.body[..], &mut plain).unwrap(),
        "" => plain.extend_from_slice(&answer.body),
        other => panic!("unknown encoding {other}"),
    }
    plain
}

#[test]
fn every_encoding_is_the_same_page_under_its_own_tag() {
    on_both(|site| {
        let post = site
            .program(Role::Editor)
            .publish(json!({ "headline": "Νερό", "body": "Το νερό ανεβαίνει. ".repeat(100) }));
        let reader = site.reader();
        for path in ["/", post.permalink.as_str(), "/feed.atom", "/sitemap.xml"] {
            let plain = reader.get(path).expect(200);
            let mut tags = Vec::new();
            for (accept, encoding) in [
                ("", ""),
                ("gzip", "gzip"),
                ("gzip, deflate, br, zstd", "br"),
                ("gzip, zstd", "zstd"),
                ("br;q=0, gzip;q=0.5", "gzip"),
                ("identity", ""),
            ] {
                let ask = |more: &[(&str, &str)], method: &str| {
                    let headers: Vec<_> = more.iter().copied().chain([("accept-encoding", accept)]).collect();
                    reader.send(method, path, &headers, "")
                };
                let answer = ask(&[], "GET").expect(200);
                assert_eq!(answer.header("content-encoding"), encoding, "{path} {accept}");
                assert_eq!(decoded(&answer), plain.body, "{path} {accept}");
                assert_eq!(answer.header("vary"), "accept-encoding");
                assert_eq!(answer.header("content-length"), answer.body.len().to_string());
                assert!(answer.header("cache-control").contains("must-revalidate"));
                let tag = answer.header("etag").to_owned();
                assert!(tag.starts_with('"') && tag.ends_with('"'), "{tag}");

                let same = ask(&[("if-none-match", &tag)], "GET").expect(304);
                assert!(same.body.is_empty());
                assert_eq!((same.header("etag"), same.header("vary")), (tag.as_str(), "accept-encoding"));
                ask(&[("if-none-match", &format!("\"other\", W/{tag}"))], "GET").expect(304);
                ask(&[("if-none-match", "\"other\"")], "GET").expect(200);

                let head = ask(&[], "HEAD").expect(200);
                assert!(head.body.is_empty());
                for name in ["etag", "content-length", "content-type", "content-encoding", "vary"] {
                    assert_eq!(head.header(name), answer.header(name), "{path} {accept}: {name}");
                }
                tags.push((encoding, tag));
            }
            tags.sort();
            tags.dedup();
            assert_eq!(tags.len(), 4, "{path}: an encoding has one tag of its own: {tags:?}");
            // A tag of another encoding's bytes does not stand for these.
            let other = tags.iter().find(|(encoding, _)| *encoding == "gzip").unwrap();
            reader
                .send("GET", path, &[("accept-encoding", "br"), ("if-none-match", &other.1)], "")
                .expect(200);
        }
    });
}

/// What holds for every answer (policy headers, no cookie) is looked at as requests are sent.
#[test]
fn readers_get_no_cookie_and_every_answer_its_headers() {
    on_both(|site| {
        let program = site.program(Role::Editor);
        let post = program.publish(json!({ "headline": "Guarded", "labels": "one", "comments": "open", "source": { "url": "https://a.example/" } }));
        let reader = site.reader();
        for (method, pattern) in web::routes::PUBLIC {
            if *method != "GET" {
                continue;
            }
            let path = pattern
                .replace("{number}", "1")
                .replace("{label}", "one")
                .replace("{feed}", "feed.rss")
                .replace("{host}", "a.example");
            let path = path
                .replace("{year}", "2026")
                .replace("{month}", "11")
                .replace("{name}", "none")
                .replace("{secret}", "none");
            for method in ["GET", "HEAD"] {
                let answer = reader.send(method, &path, &[], "");
                assert!(answer.status < 500, "{path} answers {}", answer.status);
                assert!(!answer.headers.contains_key("set-cookie"), "{path} sets a cookie");
                assert!(method == "GET" || answer.body.is_empty(), "HEAD {path} has a body");
            }
        }
        reader.comment(&post, "Hello").expect(303);
        reader.comment(&post, "").expect(422);
        for (method, path, status) in [
            ("DELETE", "/", 405),
            ("PUT", "/popular", 405),
            ("POST", "/feed.atom", 405),
            ("PATCH", "/2026/11/x", 405),
            ("DELETE", "/desk", 405),
            ("OPTIONS", "/", 405),
            ("GET", "/api/clippings", 405),
        ] {
            let answer = reader.send(method, path, &[], "").expect(status);
            assert!(!answer.headers.contains_key("set-cookie"));
            assert!(answer.body.len() > 20, "{method} {path} says nothing");
        }
        assert!(reader.send("DELETE", "/popular", &[], "").header("allow").contains("GET"));
        assert_eq!(reader.get("/api/clippings").refusal().0, "method_not_allowed");
    });
}
