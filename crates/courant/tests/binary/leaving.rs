//! The way out and the way back, by the command line.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::json;

use crate::place::{PASSWORD, Place, on_both};

/// Every file under a directory.
fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let (mut found, mut folders) = (BTreeMap::new(), vec![root.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// A site with a post in each standing, comments and a correction; the path of the post.
fn lively(place: &Place) -> String {
    let token = place.token("owner");
    let server = place.serve().with_token(&token);
    let path = server.publish("Τα ποτάμια της Αθήνας");
    let draft = server
        .api("POST", "/api/posts", &json!({ "headline": "A draft", "body": "Not <b>yet</b>." }))
        .expect(201);
    assert!(draft.json()["permalink"].is_null());
    let later = json!({ "headline": "Later", "body": "Then.", "publish": true, "published_at": "2099-01-01T00:00:00Z" });
    server.api("POST", "/api/posts", &later).expect(201);
    let gone =
        server.api("POST", "/api/posts", &json!({ "headline": "Wrong", "body": "Wrong.", "publish": true }));
    let id = gone.expect(201).json()["id"].as_str().unwrap().to_owned();
    server
        .api("DELETE", &format!("/api/posts/{id}/publication"), &json!({ "reason": "It was wrong." }))
        .expect(200);
    server.comment(&path, "192.0.2.1", "The first remark").expect(303);
    server.comment(&path, "192.0.2.2", "The second remark").expect(303);
    path
}

#[test]
fn a_site_leaves_while_it_serves_and_comes_back_byte_for_byte_on_the_other_engine() {
    on_both(|place| {
        let path = lively(&place);
        let server = place.serve();
        let out = place.directory.path().join("out");
        let said = place.run(&["export", "--to", out.to_str().unwrap()]).expect(0).out;
        assert!(said.contains("posts") && said.contains("mail addresses"), "{said}");
        let there = server.get(&path).expect(200).body;
        drop(server);
        let first = files(&out);
        let named = |end: &str| {
            first
                .keys()
                .find(|name| name.ends_with(end))
                .unwrap_or_else(|| panic!("{end}: {:?}", first.keys()))
                .clone()
        };
        let text = String::from_utf8(first[&named(".md")].clone()).unwrap();
        assert!(text.starts_with("# "), "{text}");
        assert!(!String::from_utf8_lossy(&first["accounts.jsonl"]).contains("argon2"));
        // It does not write over anything.
        place.run(&["export", "--to", out.to_str().unwrap()]).fails_with(&["is there already"]);

        for other in [Some(Place::sqlite()), Place::postgres()].into_iter().flatten() {
            let came = other.run(&["import", "courant", out.to_str().unwrap()]).expect(0).out;
            assert!(came.contains("courant account link") && came.contains("ledger rotate --lost"), "{came}");
            let again = other.directory.path().join("again");
            other.run(&["export", "--to", again.to_str().unwrap()]).expect(0);
            let second = files(&again);
            for (name, bytes) in &first {
                assert_eq!(
                    second.get(name).map(|bytes| String::from_utf8_lossy(bytes)),
                    Some(String::from_utf8_lossy(bytes)),
                    "{name}"
                );
            }
            assert_eq!(second.len(), first.len());
            // What was to come out still will.
            let jobs = other.store().read(|conn| store::jobs::list(conn, 50)).unwrap();
            let publishing = jobs.iter().filter(|record| matches!(record.job, model::Job::Publish { .. }));
            assert_eq!(
                publishing.map(|record| record.run_at.iso()).collect::<Vec<_>>(),
                ["2099-01-01T00:00:00Z"]
            );
            // One packed file holds the same.
            let zip = other.directory.path().join("site.zip");
            other.run(&["export", "--to", zip.to_str().unwrap()]).expect(0);
            let third = Place::sqlite();
            third.run(&["import", "courant", zip.to_str().unwrap()]).expect(0);
            third.run(&["verify"]).expect(0);
            third
                .run(&["import", "courant", zip.to_str().unwrap()])
                .fails_with(&["there is a site here already"]);
            // Nobody gets in by a password, whatever it is; a one-time link opens the door.
            third.run(&["serve", "--listen", "127.0.0.1:0"]).fails_with(&["ledger rotate --lost"]);
            third.run(&["ledger", "rotate", "--lost", "It stayed on the old machine."]).expect(0);
            let server = third.serve();
            assert_eq!(
                server.get(&path).expect(200).body.matches("remark").count(),
                there.matches("remark").count()
            );
            assert!(
                server
                    .get("/search?q=%CF%80%CE%BF%CF%84%CE%AC%CE%BC%CE%B9%CE%B1")
                    .expect(200)
                    .body
                    .contains(&path)
            );
            let form = format!("name=owner&password={}", PASSWORD.replace(' ', "+"));
            let refused = crate::http::send(
                server.address,
                "POST",
                "/sign-in",
                &[("Content-Type", "application/x-www-form-urlencoded")],
                &form,
            );
            assert_eq!(refused.unwrap().status, 422);
            let link = third.run(&["account", "link", "owner"]).expect(0).out;
            let at = link.trim().split_once("/welcome/").unwrap().1;
            server.get(&format!("/welcome/{at}")).expect(303);
        }
    });
}

#[test]
fn a_damaged_export_is_refused_with_the_names_of_its_files_and_nothing_is_written() {
    let place = Place::sqlite();
    lively(&place);
    let out = place.directory.path().join("out");
    place.run(&["export", "--to", out.to_str().unwrap(), "--without-private"]).expect(0);
    let manifest = fs::read_to_string(out.join("manifest.json")).unwrap();
    assert!(manifest.contains("\"private\": false") && !out.join("private").exists());
    let other = Place::sqlite();
    let refused = |words: &[&str]| {
        other.run(&["import", "courant", out.to_str().unwrap()]).fails_with(words);
    };
    let accounts = out.join("accounts.jsonl");
    let good = fs::read(&accounts).unwrap();
    fs::write(&accounts, [&good[..good.len() - 3], b"x\"}\n"].concat()).unwrap();
    fs::write(out.join("surplus.txt"), "?").unwrap();
    fs::rename(out.join("revisions.jsonl"), out.join("elsewhere")).unwrap();
    refused(&[
        "accounts.jsonl is damaged",
        "surplus.txt is there",
        "revisions.jsonl is missing",
        "elsewhere",
    ]);
    fs::write(&accounts, &good).unwrap();
    fs::remove_file(out.join("surplus.txt")).unwrap();
    fs::rename(out.join("elsewhere"), out.join("revisions.jsonl")).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", out.join("link")).unwrap();
    refused(&["link is neither a file nor a directory"]);
    fs::remove_file(out.join("link")).unwrap();
    fs::write(out.join("manifest.json"), manifest.replace("\"format\": 1", "\"format\": 9")).unwrap();
    refused(&["shape 9"]);
    // A field from the future, in a manifest that fits.
    let odd = String::from_utf8(good.clone()).unwrap().replacen('{', "{\"shoe\":44,", 1);
    fs::write(&accounts, &odd).unwrap();
    let was = format!("\"size\":{},\"sha256\":\"{}\"", good.len(), store::sha256_hex(&good));
    let is = format!("\"size\":{},\"sha256\":\"{}\"", odd.len(), store::sha256_hex(odd.as_bytes()));
    assert!(manifest.contains(&was));
    fs::write(out.join("manifest.json"), manifest.replace(&was, &is)).unwrap();
    refused(&["accounts.jsonl", "line 1", "“shoe”", "nothing of it was kept"]);
    fs::remove_file(out.join("manifest.json")).unwrap();
    refused(&["no manifest.json"]);
    // The place is still as new.
    fs::write(&accounts, &good).unwrap();
    fs::write(out.join("manifest.json"), manifest).unwrap();
    other.run(&["import", "courant", out.to_str().unwrap()]).expect(0);
}
