//! `courant serve` as a process: greeting, signals, the short way of kept pages, other processes' writes.

use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;

use serde_json::json;

use crate::place::{NOBODY, PASSWORD, Place, Server, is_root, on_both, until};

#[test]
fn a_new_site_greets_with_a_link_and_a_signal_ends_it_in_order() {
    on_both(|place| {
        for signal in ["-INT", "-TERM"] {
            let server = place.serve();
            assert!(server.greeting.contains("http://127.0.0.1:"), "{}", server.greeting);
            let link = server.greeting.lines().last().unwrap().trim().to_owned();
            let path = link.split_once("/welcome/").map(|(_, secret)| format!("/welcome/{secret}")).unwrap();
            assert!(server.get(&path).expect(200).body.contains("<form"));
            assert_eq!(server.get("/healthz").expect(200).body, "ok\n");
            assert_eq!(server.end(signal), Some(0));
        }
        place.token("owner");
        assert!(place.serve().greeting.contains("/desk"));
    });
}

#[test]
fn a_kept_page_is_the_same_by_the_short_way() {
    let place = Place::sqlite();
    let token = place.token("editor");
    let server = place.serve().with_token(&token);
    let path = server.publish("Kept");
    // With a query the router answers, without one the cache does.
    let (long, short) = (server.get(&format!("{path}?x=1")).expect(200), server.get(&path).expect(200));
    assert_eq!(long.body, short.body);
    for name in [
        "content-security-policy",
        "x-content-type-options",
        "referrer-policy",
        "vary",
        "etag",
        "content-type",
        "cache-control",
    ] {
        assert_eq!(long.header(name), short.header(name), "{name}");
    }
    assert!(!short.header("etag").is_empty() && short.header("set-cookie").is_empty());
}

#[test]
fn what_the_command_line_writes_beside_a_running_server_is_shown() {
    on_both(|place| {
        let server = place.serve();
        assert!(!server.get("/").expect(200).body.contains("From the shell"));
        let file = place.directory.path().join("page.html");
        std::fs::write(
            &file,
            crate::outlet::article("From the shell", "It was clipped while the server ran."),
        )
        .unwrap();
        let done = place
            .run(&["clip", "--publish", "--source", "https://gazette.example/x", file.to_str().unwrap()])
            .expect(0);
        let path = done.lines()[0]["post"].as_str().unwrap().to_owned();
        server.get(&path).expect(200);
        until("the front page shows it", || server.get("/").body.contains("From the shell").then_some(()));
    });
}

#[test]
fn a_port_that_is_taken_is_named() {
    let place = Place::sqlite();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    place.run(&["serve", "--listen", &address]).fails_with(&[&address, "--listen"]);
    place.run(&["serve", "--listen", "8080"]).fails_with(&["8080"]);
    place.run(&["serve", "--address", "example.org"]).fails_with(&["example.org", "https://"]);
}

#[test]
fn a_site_whose_database_can_not_be_written_is_still_read() {
    let place = Place::sqlite();
    let token = place.token("editor");
    let server = place.serve().with_token(&token);
    let path = server.publish("Read me");
    assert_eq!(server.end("-TERM"), Some(0));

    let root = is_root(place.directory.path());
    let database = place.data().join("courant.sqlite");
    let mode = |mode| std::fs::set_permissions(&database, std::fs::Permissions::from_mode(mode)).unwrap();
    let as_nobody = |mut command: std::process::Command| {
        // The administrator may write everything, so this is tried as somebody else.
        if root {
            command.uid(NOBODY).gid(NOBODY).current_dir("/");
        }
        command
    };
    if root {
        let keys = place.data().join("keys");
        for entry in [
            place.directory.path().to_owned(),
            place.data(),
            place.data().join("files"),
            keys.clone(),
            keys.join("ledger.key"),
            database.clone(),
        ] {
            chown(entry, Some(NOBODY), Some(NOBODY)).unwrap();
        }
    }
    mode(0o444);
    let server =
        Server::start(as_nobody(place.command(&["serve", "--listen", "127.0.0.1:0"]))).with_token(&token);
    assert!(server.get(&path).expect(200).body.contains("Read me"));
    assert!(server.get("/").expect(200).body.contains("Read me"));
    let refused = server.comment(&path, "192.0.2.1", "Hello").expect(503);
    assert!(refused.body.contains("<h1"), "{}", refused.body);
    assert_eq!(
        server.api("POST", "/api/posts", &json!({ "headline": "x", "body": "y" })).expect(503).json()["error"]
            ["code"],
        json!("unavailable")
    );
    assert_eq!(server.end("-TERM"), Some(0));

    let mut add = as_nobody(place.command(&["account", "add", "Eve", "--role", "owner", "--password-stdin"]));
    add.env("RUST_BACKTRACE", "0");
    crate::place::feed(add, format!("{PASSWORD}\n").as_bytes())
        .fails_with(&["courant.sqlite", "can't be written"]);
    mode(0o644);
    let server =
        Server::start(as_nobody(place.command(&["serve", "--listen", "127.0.0.1:0"]))).with_token(&token);
    assert_eq!(server.comment(&path, "192.0.2.1", "Hello").expect(303).status, 303);
}

#[test]
fn a_data_directory_that_can_not_be_made_is_named() {
    let place = Place::sqlite();
    let file = place.directory.path().join("a-file");
    std::fs::write(&file, "in the way").unwrap();
    let below = file.join("data");
    for words in
        [&["serve", "--listen", "127.0.0.1:0"][..], &["account", "list"], &["clip", "https://example.org/"]]
    {
        let mut all = vec!["--data", below.to_str().unwrap()];
        all.extend(words);
        place.run(&all).fails_with(&["data directory", below.to_str().unwrap()]);
    }
    // A file that is no database of ours is left alone.
    let odd = place.directory.path().join("odd.sqlite");
    std::fs::write(&odd, "this is not a database, but it is somebody's text").unwrap();
    place
        .run(&["--database", &format!("sqlite:{}", odd.display()), "account", "list"])
        .fails_with(&["odd.sqlite"]);
    assert_eq!(std::fs::read_to_string(&odd).unwrap(), "this is not a database, but it is somebody's text");
}
