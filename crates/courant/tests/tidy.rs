//! The house rules that a compiler does not keep: ranks, who may name a driver, the size of files.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// What each room may name, by rank: always less than itself.
const ROOMS: [(&str, &[&str]); 12] = [
    ("model", &[]),
    ("picture", &[]),
    ("warc", &[]),
    ("markup", &["model"]),
    ("store", &["model"]),
    ("wire", &["model"]),
    ("clip", &["markup", "model"]),
    ("carry", &["model"]),
    ("pages", &["markup", "model"]),
    ("desk", &["markup", "model", "picture", "store", "warc"]),
    ("web", &["desk", "markup", "model", "pages", "store"]),
    ("courant", &["carry", "clip", "desk", "markup", "model", "pages", "store", "warc", "web", "wire"]),
];

/// Lines a source file may have before its tests.
const HARD_CAP: usize = 800;
/// Lines that nine of ten files stay under.
const USUAL_CAP: usize = 400;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().to_owned()
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// The Rust files of a folder of the project: path from the root, text.
fn sources(folder: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    walk(&root().join(folder), &mut found);
    found.retain(|path| path.extension().is_some_and(|extension| extension == "rs"));
    found.sort();
    let named = |path: PathBuf| {
        (path.strip_prefix(root()).unwrap().display().to_string(), fs::read_to_string(path).unwrap())
    };
    found.into_iter().map(named).collect()
}

/// What is built into the program: the rooms' own sources.
fn rooms() -> Vec<(String, String)> {
    ROOMS.iter().flat_map(|(room, _)| sources(&format!("crates/{room}/src"))).collect()
}

/// A file without its tests and its comments.
fn program(text: &str) -> String {
    let code = text.split("\n#[cfg(test)]\nmod ").next().unwrap_or(text);
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The files in whose program one of these occurs.
fn naming(words: &[&str]) -> BTreeSet<String> {
    let names = |text: &str| words.iter().any(|word| program(text).contains(word));
    rooms().into_iter().filter(|(_, text)| names(text)).map(|(path, _)| path).collect()
}

fn outside<'a>(found: &'a BTreeSet<String>, allowed: &[&str]) -> Vec<&'a String> {
    found.iter().filter(|path| !allowed.iter().any(|prefix| path.starts_with(prefix))).collect()
}

fn manifest(name: &str) -> toml::Table {
    fs::read_to_string(root().join(format!("crates/{name}/Cargo.toml"))).unwrap().parse().unwrap()
}

fn dependencies(name: &str) -> BTreeSet<String> {
    let manifest = manifest(name);
    let table = |key: &str| manifest.get(key).and_then(toml::Value::as_table).cloned().unwrap_or_default();
    table("dependencies").keys().chain(table("build-dependencies").keys()).cloned().collect()
}

#[test]
fn a_room_names_only_rooms_of_a_lower_rank() {
    let folders: BTreeSet<String> = fs::read_dir(root().join("crates"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let known: BTreeSet<String> =
        ROOMS.iter().map(|(room, _)| *room).chain(["trial"]).map(str::to_owned).collect();
    assert_eq!(folders, known, "a new room needs a rank here and in ARCHITECTURE.md");
    for (room, allowed) in ROOMS {
        for named in dependencies(room).intersection(&known) {
            assert!(allowed.contains(&named.as_str()), "{room} may not name {named}");
        }
    }
    // The table itself has no way up: each room stands after those it names.
    for (at, (room, allowed)) in ROOMS.iter().enumerate() {
        let below: Vec<&str> = ROOMS.iter().take(at).map(|(room, _)| *room).collect();
        assert!(
            allowed.iter().all(|named| below.contains(named)),
            "{room} names a room of its own rank or above"
        );
    }
}

#[test]
fn database_drivers_are_named_in_one_file() {
    let found = naming(&["rusqlite", "postgres::", "tokio_postgres"]);
    assert_eq!(found, BTreeSet::from(["crates/store/src/db.rs".to_owned()]));
    for (room, _) in ROOMS.iter().filter(|(room, _)| *room != "store") {
        for driver in ["rusqlite", "postgres", "tokio-postgres"] {
            assert!(!dependencies(room).contains(driver), "{room} depends on {driver}");
        }
    }
}

#[test]
fn sql_does_not_leave_the_store() {
    let found = naming(&["SELECT ", "INSERT INTO ", "DELETE FROM ", "CREATE TABLE ", "ON CONFLICT"]);
    assert!(outside(&found, &["crates/store/src/"]).is_empty(), "{found:?}");
    assert!(found.len() > 10, "this test no longer sees the store's statements");
}

#[test]
fn writes_begin_at_the_desk() {
    let found = naming(&["store().write(", "store.write("]);
    assert!(outside(&found, &["crates/desk/src/"]).is_empty(), "{found:?}");
    assert!(!found.is_empty());
}

#[test]
fn outbound_requests_are_the_wires() {
    let found = naming(&["reqwest"]);
    assert!(outside(&found, &["crates/wire/src/"]).is_empty(), "{found:?}");
    assert!(!found.is_empty());
    let connecting = naming(&["TcpStream::connect", "UnixStream::connect", "UdpSocket"]);
    assert!(connecting.is_empty(), "{connecting:?}");
    for (room, _) in ROOMS.iter().filter(|(room, _)| *room != "wire") {
        assert!(!dependencies(room).contains("reqwest"), "{room} depends on reqwest");
    }
}

#[test]
fn the_environment_is_read_in_one_file() {
    assert_eq!(
        naming(&["env::var", "env::vars"]),
        BTreeSet::from(["crates/courant/src/config.rs".to_owned()])
    );
    // The log's filter is read by the library that filters, before there is a configuration.
    assert_eq!(naming(&["from_env("]), BTreeSet::from(["crates/courant/src/serve.rs".to_owned()]));
}

#[test]
fn what_waits_is_at_the_edges() {
    let found = naming(&["async fn", "async move", ".await"]);
    assert!(
        outside(&found, &["crates/web/src/", "crates/wire/src/", "crates/courant/src/"]).is_empty(),
        "{found:?}"
    );
}

#[test]
fn files_are_short_and_named_for_what_they_hold() {
    let banned = ["utils", "util", "helpers", "helper", "common", "misc", "manager", "service"];
    let mut all = sources("crates");
    all.extend(sources("xtask"));
    let mut lengths = BTreeMap::new();
    for (path, text) in &all {
        let name = Path::new(path)
            .components()
            .filter_map(|part| part.as_os_str().to_str())
            .map(|part| part.trim_end_matches(".rs"));
        let odd: Vec<&str> = name.filter(|part| banned.contains(part)).collect();
        assert!(odd.is_empty(), "{path}: a name that says nothing");
        let lines = text.split("\n#[cfg(test)]\nmod ").next().unwrap_or(text).lines().count();
        assert!(lines <= HARD_CAP, "{path} has {lines} lines");
        lengths.insert((lines, path), ());
    }
    let long: Vec<_> = lengths.keys().filter(|(lines, _)| *lines > USUAL_CAP).collect();
    assert!(long.len() * 10 <= all.len(), "too many files have more than {USUAL_CAP} lines: {long:?}");
}

#[test]
fn every_room_introduces_itself() {
    for (room, _) in ROOMS.iter().filter(|(room, _)| *room != "courant").chain([&("trial", &[][..])]) {
        let text = fs::read_to_string(root().join(format!("crates/{room}/src/lib.rs"))).unwrap();
        let header: String =
            text.lines().take_while(|line| line.starts_with("//!")).collect::<Vec<_>>().join("\n");
        for part in ["**Invariants.**", "**Deliberately absent.**", "**Start reading**"] {
            assert!(header.contains(part), "{room} does not say: {part}");
        }
    }
}

#[test]
fn migrations_are_numbered_once_without_gaps() {
    let mut numbers: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for entry in fs::read_dir(root().join("crates/store/migrations")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let number = name.get(..4).and_then(|digits| digits.parse().ok());
        numbers.entry(number.unwrap_or_else(|| panic!("{name} has no number"))).or_default().push(name);
    }
    let expected: Vec<u32> = (1..=numbers.len() as u32).collect();
    assert_eq!(numbers.keys().copied().collect::<Vec<_>>(), expected);
    for names in numbers.values_mut() {
        names.sort();
        let pair =
            names.len() == 2 && names[0].ends_with(".postgres.sql") && names[1].ends_with(".sqlite.sql");
        assert!(names.len() == 1 || pair, "{names:?} share a number");
    }
}

#[test]
fn nothing_is_left_for_later_in_the_text() {
    let marks = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X")];
    for (path, text) in sources("crates").into_iter().chain(sources("xtask")) {
        for mark in marks {
            assert!(!text.contains(mark), "{path} says {mark}");
        }
        let silenced = concat!("#[", "allow(");
        assert!(!text.contains(silenced), "{path}: expect a lint with a reason instead of allowing it");
    }
}
