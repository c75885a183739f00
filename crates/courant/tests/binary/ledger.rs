//! The ledger from outside: checked with other people's tools, from a file, after a power cut, by an authority.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::outlet::article;
use crate::place::{Done, Place, Server, on_both, until};

const SCRIPT: &str = include_str!("../../../pages/assets/ledger.sh");
const RECIPE: &str = include_str!("../../../../docs/ledger.md");

/// A site with a clip that is out, and another post with a comment.
fn busy(place: &Place) -> Server {
    let token = place.token("editor");
    let page = place.directory.path().join("page.html");
    fs::write(&page, article("The lamp", "It has been lit by hand for a hundred years.")).unwrap();
    let words = ["clip", "--publish", "--source", "https://gazette.example/lamp", page.to_str().unwrap()];
    place.run(&words).expect(0);
    let server = place.serve().with_token(&token);
    let post = server.publish("Ποτάμια “και” πόλεις");
    server.comment(&post, "192.0.2.1", "Well said").expect(303);
    server
}

fn shell(directory: &Path, script: &str, words: &[&str]) -> Done {
    let mut command = Command::new("sh");
    command.arg("-c").arg(script).arg("ledger.sh").args(words).current_dir(directory);
    crate::place::feed(command, b"")
}

fn origin(server: &Server) -> String {
    format!("http://{}", server.address)
}

#[test]
fn the_recipe_checks_a_ledger_with_nothing_of_ours() {
    on_both(|place| {
        let server = busy(&place);
        let here = place.directory.path();
        let checked = shell(here, SCRIPT, &[&origin(&server)]).expect(0);
        assert!(checked.out.contains("4 lines, each in its place and signed"), "{checked:?}");
        // The documentation's own steps, as they stand there.
        let steps = RECIPE.split("```sh\n").nth(1).unwrap().split("```").next().unwrap();
        let steps = steps.replace("https://example.org", &origin(&server));
        let asset = server.get("/ledger").expect(200).body;
        let asset = asset.split("href=\"").find(|part| part.starts_with("/assets/ledger.")).unwrap();
        let asset = asset.split('"').next().unwrap();
        assert_eq!(server.get(asset).expect(200).body, SCRIPT);
        let steps = steps.replace("/assets/ledger.sh", asset);
        let done = shell(here, &format!("set -eu\n{steps}"), &[]).expect(0);
        assert!(done.out.contains("4 lines, each in its place and signed"), "{done:?}");
        // After a change of keys, and with the keys somebody kept from before it.
        fs::write(here.join("kept.pem"), server.get("/.well-known/courant-key").expect(200).body).unwrap();
        place.run(&["ledger", "rotate"]).expect(0);
        server.publish("Signed by the new key");
        let checked = shell(here, SCRIPT, &[&origin(&server)]).expect(0);
        assert!(checked.out.contains("6 lines"), "{checked:?}");
        let refused = shell(here, SCRIPT, &[&origin(&server), "kept.pem"]).expect(1);
        assert!(refused.err.contains("not among the site's keys"), "{refused:?}");
        // Somebody changes a word, and the hash with it.
        let lines = server.get("/ledger.jsonl").expect(200).body;
        let row: Value = serde_json::from_str(lines.lines().nth(2).unwrap()).unwrap();
        let (line, hash) = (row["line"].as_str().unwrap(), row["hash"].as_str().unwrap());
        let changed = line.replace("\"number\":3", "\"number\":3,\"odd\":1");
        let rehashed = store::sha256_hex(changed.as_bytes());
        alter(
            &place,
            &format!(
                "UPDATE ledger SET line = '{}', hash = '{rehashed}' WHERE hash = '{hash}'",
                changed.replace('\'', "''")
            ),
        );
        let refused = shell(here, SCRIPT, &[&origin(&server)]).expect(1);
        assert!(refused.err.contains("line 3: it is not signed by the site's key"), "{refused:?}");
    });
}

fn alter(place: &Place, sql: &str) {
    let url = match place.postgres_address() {
        Some(address) => store::DatabaseUrl::Postgres(address.to_owned()),
        None => store::DatabaseUrl::Sqlite(place.data().join("courant.sqlite")),
    };
    trial::alter(&url, sql);
}

#[test]
fn verify_says_what_it_checked_and_names_what_was_changed() {
    on_both(|place| {
        let server = busy(&place);
        let done = place.run(&["verify"]).expect(0);
        assert!(done.out.contains("4 lines, 2 revisions, 2 posts, 1 captures"), "{done:?}");
        assert!(done.out.contains("Everything is as it was entered. The head is "), "{done:?}");
        let shown = place.run(&["ledger", "show"]).expect(0).out;
        assert!(shown.starts_with("lines: 4\nhead:  ") && shown.contains("signs from line 1 on"), "{shown}");
        // A file, by itself.
        let file = place.directory.path().join("ledger.jsonl");
        let keys = place.directory.path().join("keys.pem");
        let lines = server.get("/ledger.jsonl").expect(200).body;
        fs::write(&file, &lines).unwrap();
        fs::write(&keys, server.get("/.well-known/courant-key").expect(200).body).unwrap();
        let words = |file: &PathBuf| ["verify".to_owned(), file.display().to_string()];
        let run = |file: &PathBuf, more: &[&str]| {
            let mut all: Vec<String> = words(file).into();
            all.extend(more.iter().map(|word| (*word).to_owned()));
            place.run(&all.iter().map(String::as_str).collect::<Vec<_>>())
        };
        assert!(run(&file, &[]).expect(0).out.contains("Compare this key"));
        run(&file, &["--key", keys.to_str().unwrap()]).expect(0);
        fs::write(&keys, "-----BEGIN PUBLIC KEY-----\nanother\n-----END PUBLIC KEY-----\n").unwrap();
        let refused = run(&file, &["--key", keys.to_str().unwrap()]).expect(1);
        assert!(refused.out.contains("FAULT  line 1: it enters the key"), "{refused:?}");
        let rows: Vec<&str> = lines.lines().collect();
        fs::write(&file, [rows[0], rows[2], rows[1]].join("\n")).unwrap();
        let refused = run(&file, &[]).expect(1);
        assert!(refused.out.contains("FAULT  line 2: it is missing"), "{refused:?}");
        fs::write(&file, "nonsense\n").unwrap();
        run(&file, &[]).fails_with(&["has no line of a ledger", "/ledger.jsonl"]);
        run(&place.directory.path().join("nowhere"), &[]).fails_with(&["nowhere"]);
        // And behind the site's back.
        alter(&place, "UPDATE posts SET html = html || ' '");
        let told = place.run(&["verify"]).expect(1);
        assert!(told.out.matches("its HTML hashes to").count() == 2, "{told:?}");
        assert!(told.out.contains("2 things are not as they were entered."), "{told:?}");
    });
}

#[test]
fn a_key_that_is_gone_or_another_stops_the_start_and_a_statement_helps() {
    on_both(|place| {
        let server = busy(&place);
        let keys = server.get("/.well-known/courant-key").expect(200).body;
        server.end("-TERM");
        let file = place.data().join("keys/ledger.key");
        let own = fs::read_to_string(&file).unwrap();
        fs::remove_file(&file).unwrap();
        let serve = ["serve", "--listen", "127.0.0.1:0"];
        place.run(&serve).fails_with(&["is not there", "courant ledger rotate --lost"]);
        let other = Command::new("openssl").args(["genpkey", "-algorithm", "ed25519"]).output().unwrap();
        fs::write(&file, &other.stdout).unwrap();
        place.run(&serve).fails_with(&["holds another key", "from your backup"]);
        fs::remove_file(&file).unwrap();
        place.run(&["ledger", "rotate"]).fails_with(&["is not there"]);
        place.run(&["ledger", "rotate", "--lost", "The disk burned."]).expect(0);
        let server = place.serve();
        let now = server.get("/.well-known/courant-key").expect(200).body;
        assert!(now.ends_with(&keys[keys.find("-----BEGIN").unwrap()..]) && now.len() > keys.len(), "{now}");
        assert!(server.get("/ledger").expect(200).body.contains("The disk burned."));
        let checked = shell(place.directory.path(), SCRIPT, &[&origin(&server)]).expect(0);
        assert!(checked.out.contains("the key before was lost, and the site says: The disk burned."));
        place.run(&["verify"]).expect(0);
        // The old key turns up: it signs nothing any more, and the check says so.
        fs::write(&file, own).unwrap();
        assert!(place.run(&["verify"]).expect(1).out.contains("it holds the key"));
    });
}

#[test]
fn servers_that_share_a_database_share_a_key() {
    let Some(place) = Place::postgres() else { return };
    let server = busy(&place);
    let elsewhere = tempfile::TempDir::new().unwrap();
    let second = |name: &str, value: &str| {
        let mut command = place.command(&["serve", "--listen", "127.0.0.1:0"]);
        command.env("COURANT_DATA", elsewhere.path()).env(name, value);
        command
    };
    let refused = crate::place::feed(second("COURANT_LOG", "warn"), b"");
    refused.fails_with(&["ledger.key is not there", "from the other server that uses this database"]);
    let key = place.data().join("keys/ledger.key");
    let other = Server::start(second("COURANT_LEDGER_KEY_FILE", key.to_str().unwrap()));
    other
        .with_token(place.run(&["token", "add", "--account", "editor"]).expect(0).out.trim())
        .publish("From the second");
    server.publish("From the first");
    place.run(&["verify"]).expect(0);
}

#[test]
fn after_power_cuts_everything_is_whole_or_explained() {
    on_both(|place| {
        let token = place.token("editor");
        for round in 0..6 {
            let server = place.serve().with_token(&token);
            let store = place.store();
            std::thread::scope(|scope| {
                for hand in 0..3 {
                    let (address, token) = (server.address, &token);
                    scope.spawn(move || crowd(address, token, round, hand));
                }
                until("a line of this round", || {
                    let number = store.read(store::ledger::head).ok()?.number;
                    (number > 3 * (round + 1)).then_some(())
                });
                server.kill();
            });
            // A file that never got its row, as a cut leaves one.
            store.files().put(format!("orphan {round}").as_bytes()).unwrap();
            let done = place.run(&["verify"]).expect(0);
            assert!(done.out.contains("files belong to nothing"), "{done:?}");
        }
    });
}

/// Clips and publishes until the server goes away.
fn crowd(to: SocketAddr, token: &str, round: i64, hand: i64) {
    for number in 0.. {
        let headline = format!("Round {round} {hand} {number}");
        let address = format!("https://gazette.example/{round}/{hand}/{number}");
        let html = article(&headline, "It rose again in the night, and nobody could say why.");
        let body = serde_json::json!({ "url": address, "html": html });
        let Some(made) = crate::place::api(to, token, "POST", "/api/clippings", &body) else { return };
        let publication =
            format!("/api/posts/{}/publication", made.expect(201).json()["draft"].as_str().unwrap());
        if crate::place::api(to, token, "POST", &publication, &serde_json::json!({})).is_none() {
            return;
        }
    }
}

/// An authority for timestamps, made of `openssl ts`; its address.
fn authority(directory: &Path) -> SocketAddr {
    let config = "[tsa]\nserial = serial\nsigner_cert = tsa.pem\nsigner_key = tsa.key\ncerts = tsa.pem\nsigner_digest = sha256\ndefault_policy = 1.2.3.4.1\ndigests = sha256\naccuracy = secs:1\ness_cert_id_alg = sha256\n";
    fs::write(directory.join("tsa.cnf"), config).unwrap();
    fs::write(directory.join("serial"), "01\n").unwrap();
    let made = shell(
        directory,
        "openssl req -x509 -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.pem -subj /CN=authority -days 2 -addext extendedKeyUsage=critical,timeStamping",
        &[],
    );
    made.expect(0);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let directory = directory.to_owned();
    std::thread::spawn(move || {
        for (number, stream) in listener.incoming().flatten().enumerate() {
            // The first who asks is sent away.
            match number {
                0 => drop(
                    (&stream)
                        .write_all(b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
                ),
                _ => stamp(&directory, &stream),
            }
        }
    });
    address
}

fn stamp(directory: &Path, mut stream: &TcpStream) {
    let mut reader = BufReader::new(stream);
    let (mut length, mut line) = (0, String::new());
    while reader.read_line(&mut line).unwrap_or(0) > 2 {
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().unwrap();
        }
        line.clear();
    }
    let mut question = vec![0; length];
    reader.read_exact(&mut question).unwrap();
    fs::write(directory.join("question"), question).unwrap();
    shell(directory, "openssl ts -reply -config tsa.cnf -section tsa -queryfile question -out answer", &[])
        .expect(0);
    let answer = fs::read(directory.join("answer")).unwrap();
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/timestamp-reply\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        answer.len()
    );
    // Whoever asked may be gone.
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&answer));
}

#[test]
fn an_authority_says_when_it_saw_the_ledger() {
    on_both(|place| {
        let directory = tempfile::TempDir::new().unwrap();
        let address = authority(directory.path());
        let place = place
            .with("COURANT_TIMESTAMP_AUTHORITY", &format!("http://{address}/tsr"))
            .with("COURANT_FETCH_ALLOW", &address.to_string());
        let server = busy(&place);
        let row = until("a timestamp", || {
            let lines = server.get("/ledger.jsonl").expect(200).body;
            let rows = lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
            rows.rev().find(|row| row["timestamp"].is_string())
        });
        let shown = server.get("/ledger").expect(200).body;
        assert!(shown.contains("Seen by") && shown.contains(&address.to_string()), "{shown}");
        fs::write(directory.path().join("line"), row["line"].as_str().unwrap()).unwrap();
        fs::write(directory.path().join("token"), row["timestamp"].as_str().unwrap()).unwrap();
        let check = "base64 -d token > token.der && openssl ts -verify -token_in -in token.der -data line -CAfile tsa.pem";
        shell(directory.path(), check, &[]).expect(0);
        let done = place.run(&["verify"]).expect(0);
        assert!(done.out.contains("An authority has seen the ledger up to line"), "{done:?}");
        // Its word on one line is none on another.
        alter(&place, "UPDATE timestamps SET number = number - 1");
        assert!(place.run(&["verify"]).expect(1).out.contains("its timestamp is of other bytes"));
    });
}
