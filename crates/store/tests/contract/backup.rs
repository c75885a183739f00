use std::collections::BTreeSet;
use std::io::Read;

use model::Verdict;
use store::backup::{self, Contents};
use store::{Error, Store};
use trial::{TempStore, on_both};

use crate::{add_comment, at, comment, insert, published};

/// A site with text that a careless format would change, many rows, an odd reference, and a file.
fn fill(store: &Store) {
    insert(store, &published(1, 0, "Ρεύματα, 河流"));
    let odd = "a\nb\r\n\"c\", \\ \u{2028} \u{fffe} 👪 null 1 ";
    for number in 1..=2_500 {
        let mut said = comment(number, 1, if number % 3 == 0 { Verdict::Held } else { Verdict::Approved });
        said.created = at(number);
        said.body = format!("{odd}{number}");
        if number > 1 && number % 2 == 0 {
            // A row that names one before it.
            said.parent = Some(model::CommentId::from_raw(number - 1));
        }
        add_comment(store, &said).unwrap();
    }
    store.files().put(b"a picture").unwrap();
    store.files().put(&vec![7; 3 << 20]).unwrap();
}

fn taken(store: &Store) -> (Contents, Vec<u8>) {
    let extra = [("ledger.key".to_owned(), b"a key".to_vec())];
    backup::write(store, "courant test", "2026-11-27T00:00:00Z".into(), &extra, Vec::new()).unwrap()
}

/// All rows of a backup, each with its table; in a set, for engines answer in orders of their own.
fn rows(bytes: &[u8]) -> BTreeSet<String> {
    let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(bytes));
    let mut rows = BTreeSet::new();
    for entry in archive.entries().unwrap() {
        let mut entry = entry.unwrap();
        let path = entry.path().unwrap().to_str().unwrap().to_owned();
        if let Some((table, _)) = path.strip_prefix("tables/").and_then(|rest| rest.split_once('/')) {
            let mut text = String::new();
            entry.read_to_string(&mut text).unwrap();
            rows.extend(text.lines().map(|line| format!("{table} {line}")));
        }
    }
    rows
}

/// An empty database of each engine there is.
fn empty() -> Vec<TempStore> {
    let stores: Vec<TempStore> = [Some(trial::sqlite()), trial::postgres()].into_iter().flatten().collect();
    for store in &stores {
        match store.server() {
            Some(_) => store.alter("DROP SCHEMA public CASCADE; CREATE SCHEMA public"),
            None => {
                let store::DatabaseUrl::Sqlite(path) = store.url() else { unreachable!() };
                for suffix in ["", "-wal", "-shm"] {
                    let _ = std::fs::remove_file(format!("{}{suffix}", path.display()));
                }
            }
        }
    }
    stores
}

#[test]
fn a_backup_of_either_engine_comes_back_on_either_with_every_row_and_file() {
    on_both(|place| {
        fill(&place.store());
        let (contents, bytes) = taken(&place.store());
        assert_eq!(contents.rows["comments"], 2_500);
        assert_eq!(backup::check(&bytes[..]).unwrap(), contents);
        let wanted = rows(&bytes);
        assert!(wanted.len() > 2_500);
        for target in empty() {
            let files = target.files().join("restored");
            let back = backup::restore(target.url(), &files, &bytes[..]).unwrap();
            assert_eq!(back.extra, [("ledger.key".to_owned(), b"a key".to_vec())]);
            let store = Store::open(target.url(), &files).unwrap();
            let (again, copy) = taken(&store);
            assert_eq!((again.rows, again.files), (contents.rows.clone(), contents.files));
            assert!(rows(&copy) == wanted, "a row has changed");
            assert_eq!(store.files().get(&store::sha256_hex(b"a picture")).unwrap().unwrap(), b"a picture");
            // It goes on: what was referred to still is, and what is not there is refused.
            assert_eq!(add_comment(&store, &comment(9_999, 7, Verdict::Held)), Err(Error::Reference));
            add_comment(&store, &comment(9_999, 1, Verdict::Held)).unwrap();
            let twice = backup::restore(target.url(), &files, &bytes[..]);
            assert!(matches!(twice, Err(Error::Schema(_))), "{twice:?}");
        }
    });
}

#[test]
fn a_damaged_backup_is_refused_and_leaves_no_table() {
    let source = trial::sqlite();
    fill(&source.store());
    let (_, bytes) = taken(&source.store());
    let cut = &bytes[..bytes.len() - 2_000];
    let mut bent = Vec::new();
    flate2::read::GzDecoder::new(&bytes[..]).read_to_end(&mut bent).unwrap();
    let place = bent.windows(9).position(|part| part == b"a picture").unwrap();
    bent[place] = b'A';
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packed, &bent).unwrap();
    let bent = packed.finish().unwrap();
    for (name, bad) in
        [("cut off", cut), ("bent", &bent[..]), ("empty", b""), ("something else", b"PK\x03\x04 no backup")]
    {
        assert!(backup::check(bad).is_err(), "{name} was found whole");
        for target in empty() {
            let files = target.files();
            assert!(backup::restore(target.url(), &files, bad).is_err(), "{name} was restored");
            // Nothing is there: the good one can still come.
            backup::restore(target.url(), &files, &bytes[..]).unwrap();
        }
    }
}

#[test]
fn a_backup_is_of_one_moment_while_others_write() {
    on_both(|place| {
        let store = place.store();
        insert(&store, &published(1, 0, ""));
        for number in 1..=200 {
            add_comment(&store, &comment(number, 1, Verdict::Approved)).unwrap();
        }
        let (done, stop) =
            (std::sync::atomic::AtomicI64::new(200), std::sync::atomic::AtomicBool::new(false));
        std::thread::scope(|threads| {
            threads.spawn(|| {
                use std::sync::atomic::Ordering::SeqCst;
                while !stop.load(SeqCst) {
                    let number = done.load(SeqCst) + 1;
                    // Two tables in one transaction: a comment, and its first verdict.
                    let said = comment(number, 1, Verdict::Approved);
                    store
                        .write(|tx| {
                            store::comments::add(tx, &said, &number.to_string(), None)?;
                            let decision = store::comments::Decision {
                                verdict: Verdict::Approved,
                                grounds: model::Grounds::Mode,
                                reason: "",
                                by: None,
                                act: None,
                                was: None,
                            };
                            store::comments::verdict_add(tx, said.id, 1, &decision, at(0))
                        })
                        .unwrap();
                    done.store(number, SeqCst);
                }
            });
            for _ in 0..3 {
                let (contents, bytes) = taken(&store);
                assert_eq!(
                    contents.rows["comments"],
                    200 + contents.rows["verdicts"],
                    "half a transaction is in it"
                );
                backup::check(&bytes[..]).unwrap();
            }
            stop.store(true, std::sync::atomic::Ordering::SeqCst);
        });
    });
}
