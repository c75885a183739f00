//! The site as files, by the command line.

use std::fs;

use crate::place::on_both;

#[test]
fn a_second_run_writes_only_what_changed_and_removes_what_went() {
    on_both(|place| {
        let token = place.token("editor");
        let server = place.serve().with_token(&token);
        let path = server.publish("Τα ποτάμια");
        let other = server.publish("Another");
        let copy = place.directory.path().join("copy");
        let run = || {
            let words = ["site", "--to", copy.to_str().unwrap(), "--address", "https://courant.example"];
            place.run(&words).expect(0).out
        };
        // Beside a server: nothing of it is asked over a socket.
        let first = run();
        assert!(first.contains(" 0 unchanged, 0 removed"), "{first}");
        let second = run();
        assert!(second.contains(": 0 written, ") && second.contains(", 0 removed"), "{second}");
        let file = |path: &str| {
            copy.join(model::permalink::percent_decode(path).trim_matches('/')).join("index.html")
        };
        let page = fs::read_to_string(file(&path)).unwrap();
        assert!(page.contains("https://courant.example"), "{page}");
        server.comment(&path, "192.0.2.1", "One more").expect(303);
        let third = run();
        let written: u64 = third.split(": ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
        assert!((2..=6).contains(&written) && third.contains(", 0 removed"), "{third}");
        assert!(fs::read_to_string(file(&path)).unwrap().contains("One more"));
        // What is somebody else's stays; what was ours and is no longer part of the site goes.
        fs::write(copy.join("mine.txt"), "mine").unwrap();
        let id = server.api("GET", "/api/comments", &serde_json::json!({}));
        drop(id);
        place.run(&["site", "--to", place.data().to_str().unwrap()]).fails_with(&["no copy of a site"]);
        assert!(file(&other).exists());
        drop(server);
        let store = place.store();
        let permalink = model::Permalink::parse(&other).unwrap();
        let post = store.read(|conn| store::posts::by_permalink(conn, &permalink)).unwrap().unwrap();
        store.write(|tx| store::posts::remove(tx, post.id)).unwrap();
        let fourth = run();
        assert!(!fourth.contains(", 0 removed"), "{fourth}");
        assert!(!file(&other).exists() && copy.join("mine.txt").exists());
    });
}
