//! The way out and the way back: every noun there is, on both engines and from one to the other.

use std::collections::BTreeMap;

use model::Writing;
use store::leave::{self, Back, Counts, Sink};
use store::{Error, Store};
use trial::{TempStore, on_both, on_both_engines};

/// One or more rows of every table, with text that a careless format would change.
const EVERYTHING: &str = include_str!("everything.sql");

/// An export in memory.
#[derive(Default)]
struct Memory {
    files: BTreeMap<String, Vec<u8>>,
    open: String,
}

impl Sink for Memory {
    fn file(&mut self, path: &str) -> Result<(), Error> {
        assert!(self.files.insert(path.to_owned(), Vec::new()).is_none(), "{path} was written twice");
        path.clone_into(&mut self.open);
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.files.get_mut(&self.open).unwrap().extend_from_slice(bytes);
        Ok(())
    }

    fn beside(&mut self, stem: &str, writing: &Writing, html: &str) -> Result<(), Error> {
        self.file(&format!("{stem}.md"))?;
        self.write(format!("{}\n{}\n{html}", writing.headline, writing.body).as_bytes())
    }
}

fn out(store: &Store, private: bool) -> (Counts, BTreeMap<String, Vec<u8>>) {
    let mut memory = Memory::default();
    let counts = leave::read_out(store, private, &mut memory).unwrap();
    (counts, memory.files)
}

fn back(store: &Store, files: &BTreeMap<String, Vec<u8>>) -> Result<Counts, Error> {
    store.write(|tx| {
        let mut back = Back::begin(tx)?;
        for private in [false, true] {
            for (path, bytes) in files {
                let text = || std::str::from_utf8(bytes).unwrap();
                let name = path.rsplit('/').next().unwrap().split('.').next().unwrap();
                match path.split_once('/') {
                    Some(("posts", _)) if !private && path.ends_with(".json") => back.row("posts", text())?,
                    Some(("comments", _)) if !private => {
                        text().lines().try_for_each(|line| back.row("comments", line))?;
                    }
                    Some(("private", _)) if private && ["comments", "flags"].contains(&name) => {
                        text().lines().try_for_each(|line| back.private(name, line))?;
                    }
                    Some(("private", _)) if private => {
                        text().lines().try_for_each(|line| back.row(name, line))?
                    }
                    None if !private => text().lines().try_for_each(|line| back.row(name, line))?,
                    Some(("media" | "files", _)) if !private => drop(store.files().put(bytes)?),
                    _ => {}
                }
            }
        }
        back.finish()
    })
}

fn fill(place: &TempStore) -> Store {
    place.alter(EVERYTHING);
    let store = place.store();
    store.files().put(b"a capture").unwrap();
    store.files().put(b"a picture").unwrap();
    store.files().put(b"a smaller copy").unwrap();
    store
}

fn empty() -> Vec<TempStore> {
    [Some(trial::sqlite()), trial::postgres()].into_iter().flatten().collect()
}

#[test]
fn what_went_out_comes_back_on_either_engine_byte_for_byte() {
    let mut first: Option<BTreeMap<String, Vec<u8>>> = None;
    on_both(|place| {
        let (counts, files) = out(&fill(place), true);
        let none: Vec<_> = counts.iter().filter(|(_, rows)| **rows == 0).collect();
        assert!(none.is_empty(), "everything.sql has no row of {none:?}");
        for target in empty() {
            let store = target.store();
            assert_eq!(back(&store, &files).unwrap(), counts);
            let (again, copy) = out(&store, true);
            assert_eq!(again, counts);
            for (path, bytes) in &files {
                let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
                assert_eq!(copy.get(path).map(|copy| text(copy)), Some(text(bytes)), "{path}");
            }
            assert_eq!(copy.len(), files.len());
            // What is counted is counted again.
            assert_eq!(store.read(store::posts::count_published).unwrap(), 2);
            assert!(matches!(back(&store, &files), Err(Error::Schema(_))), "twice into one place");
        }
    });
    for place in empty() {
        let (_, files) = out(&fill(&place), true);
        match &first {
            None => first = Some(files),
            Some(first) => assert!(*first == files, "the engines tell it differently"),
        }
    }
}

#[test]
fn without_what_is_private_nobody_is_named_and_the_rest_comes_back() {
    on_both(|place| {
        let (_, files) = out(&fill(place), false);
        assert!(files.keys().all(|path| !path.starts_with("private/")), "{:?}", files.keys());
        let all: String = files.values().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect();
        for secret in [
            "ada@example.org",
            "192.0.2.0/24",
            "print-1",
            "a-secret",
            "a-hash",
            "203.0.113.0/24",
            "sender-1",
            "hub-secret",
        ] {
            assert!(!all.contains(secret), "{secret} is in it");
        }
        for target in empty() {
            back(&target.store(), &files).unwrap();
            assert!(out(&target.store(), false).1 == files);
        }
    });
}

#[test]
fn what_is_unknown_missing_or_odd_is_named_and_nothing_is_kept() {
    on_both_engines(|store| {
        for (noun, line, said) in [
            ("labels", r#"{"slug":"a","name":"A","colour":"red"}"#, "“colour” of labels is not known"),
            ("labels", r#"{"slug":"a"}"#, "“name” is missing"),
            ("labels", r#"{"slug":"a","name":null}"#, "“name” is missing"),
            ("labels", r#"{"slug":"a","name":7}"#, "“name” can't be read: text is due"),
            ("labels", r#"["a"]"#, "no object of JSON"),
            ("visits", r#"{"post":"0000000000001","day":"soon","readers":1}"#, "“soon” is not a day"),
            ("media", r#"{"id":"x"}"#, "“id” can't be read: not an id"),
            ("tables", "{}", "nothing is called “tables”"),
        ] {
            let files = BTreeMap::from([(format!("{noun}.jsonl"), line.as_bytes().to_vec())]);
            let refused = back(&store, &files).unwrap_err().to_string();
            assert!(refused.contains(said), "{noun} {line}: {refused}");
        }
        let labels = br#"{"slug":"a","name":"A"}"#.to_vec();
        // A reference that leads nowhere is found in the end.
        let lost = br#"{"post":"0000000000009","day":"2026-11-20","readers":1}"#.to_vec();
        let files = BTreeMap::from([("labels.jsonl".to_owned(), labels), ("visits.jsonl".to_owned(), lost)]);
        assert_eq!(back(&store, &files), Err(Error::Reference));
        assert_eq!(store.read(|conn| store::posts::label_name(conn, "a")).unwrap(), None);
    });
}
