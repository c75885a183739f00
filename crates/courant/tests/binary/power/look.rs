//! What was promised, and whether a directory that a power cut has left keeps it.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use desk::Desk;
use model::{CommentId, ManualClock, Moment, PostId, Standing, Verdict};
use serde_json::Value;
use store::{Conn, DatabaseUrl, Error, Store};

/// Something that a client was told is done.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Promise {
    Account(String),
    /// So many tokens.
    Tokens(usize),
    Comment(CommentId),
    Rejected(CommentId),
    /// A draft made of a page, with its capture.
    Clip(PostId),
    /// A published post.
    Post(PostId),
    /// That a post has a text of this number.
    Revision(PostId, i64),
}

/// All that was promised so far.
#[derive(Default)]
pub struct Promises(HashSet<Promise>);

impl Promises {
    /// Takes what the server is about to send; if it is an answer that promises something, from now on that counts.
    pub fn hear(&mut self, said: &[u8]) {
        if !said.starts_with(b"HTTP/1.1 ") {
            return;
        }
        let text = String::from_utf8_lossy(said);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { return };
        if head.starts_with("HTTP/1.1 303") {
            let own = head.split_once("own=").map(|(_, rest)| rest.split('-').next().unwrap_or_default());
            self.0.extend(own.and_then(|id| id.parse().ok()).map(Promise::Comment));
        } else if head.starts_with("HTTP/1.1 201") || head.starts_with("HTTP/1.1 200") {
            let Ok(value) = serde_json::from_str::<Value>(body) else { return };
            self.read(&value);
        }
    }

    fn read(&mut self, value: &Value) {
        let word = |name: &str| value[name].as_str();
        let post = |name: &str| word(name).and_then(|id| id.parse::<PostId>().ok());
        if let Some(draft) = post("draft") {
            self.0.insert(Promise::Clip(draft));
        }
        if word("verdict") == Some("rejected")
            && let Some(comment) = word("id").and_then(|id| id.parse().ok())
        {
            self.0.insert(Promise::Rejected(comment));
        } else if let Some(id) = post("id") {
            if word("permalink").is_some() {
                self.0.insert(Promise::Post(id));
            }
            self.0.extend(value["revision"].as_i64().map(|number| Promise::Revision(id, number)));
        }
    }

    /// Takes what a process promised by ending well.
    pub fn ended(&mut self, promised: Vec<Promise>) {
        self.0.extend(promised);
    }

    pub fn has(&self, promise: &Promise) -> bool {
        self.0.contains(promise)
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn comments(&self) -> usize {
        self.0.iter().filter(|promise| matches!(promise, Promise::Comment(_))).count()
    }
}

/// Opens what was left as a server would, and looks for everything: what was promised, that the database is sound, that
/// every file a row names lies there with its bytes, and that the ledger and its key agree with all of it.
pub fn look(data: &Path, promises: &Promises) -> Result<(), String> {
    let file = data.join("courant.sqlite");
    if promises.0.is_empty() && !file.exists() {
        return Ok(());
    }
    let damage = if file.exists() { trial::damage(&file)? } else { Vec::new() };
    if !damage.is_empty() {
        return Err(format!("damaged: {}", damage.join("; ")));
    }
    let store =
        Store::open(&DatabaseUrl::Sqlite(file), &data.join("files")).map_err(|error| error.to_string())?;
    let missing = store.read(|conn| {
        let mut missing = Vec::new();
        for promise in &promises.0 {
            if !is_kept(conn, promise)? {
                missing.push(spoken(promise));
            }
        }
        Ok::<_, Error>(missing)
    });
    let missing = missing.map_err(|error| error.to_string())?;
    if !missing.is_empty() {
        // A comment is named before anything else: the negative controls look for one.
        let named = missing.iter().find(|one| one.starts_with("comment ")).unwrap_or(&missing[0]);
        return Err(format!("of {} promises {} are lost: {named}", promises.len(), missing.len()));
    }
    let head = store.read(store::ledger::head).map_err(|error| error.to_string())?;
    let key = data.join("keys/ledger.key");
    if head.key.is_some() && std::fs::metadata(&key).map_or(0, |known| known.len()) == 0 {
        return Err("the ledger has lines, and the key that signs the next one is lost".to_owned());
    }
    let desk = Desk::new(store, Arc::new(ManualClock::at(Moment::from_micros(0))));
    let verified = desk.verify().map_err(|error| error.to_string())?;
    match verified.faults.first() {
        Some(fault) => Err(format!("{} faults: {fault}", verified.faults.len())),
        None => Ok(()),
    }
}

fn spoken(promise: &Promise) -> String {
    match promise {
        Promise::Comment(id) => format!("comment {id}"),
        other => format!("{other:?}"),
    }
}

fn is_kept(conn: &mut Conn, promise: &Promise) -> Result<bool, Error> {
    let post = |conn: &mut Conn, id: PostId| store::posts::by_id(conn, id);
    Ok(match promise {
        Promise::Account(name) => store::accounts::by_name(conn, name)?.is_some(),
        Promise::Tokens(count) => {
            let accounts = store::accounts::list(conn)?;
            let mut tokens = 0;
            for account in accounts {
                tokens += store::tokens::of_account(conn, account.id)?.len();
            }
            tokens >= *count
        }
        Promise::Comment(id) => store::comments::by_id(conn, *id)?.is_some(),
        Promise::Rejected(id) => {
            store::comments::by_id(conn, *id)?.is_some_and(|comment| comment.verdict == Verdict::Rejected)
        }
        Promise::Clip(id) => {
            let capture = store::captures::of_post(conn, *id)?;
            post(conn, *id)?.is_some() && capture.is_some()
        }
        Promise::Post(id) => {
            post(conn, *id)?.is_some_and(|post| matches!(post.standing, Standing::Published { .. }))
        }
        Promise::Revision(id, number) => store::revisions::by_number(conn, *id, *number)?.is_some(),
    })
}

#[test]
fn answers_promise_and_other_bytes_do_not() {
    let mut promises = Promises::default();
    let id: CommentId = "1m8g3e243brwe".parse().unwrap();
    promises.hear(b"\x01\0\0\0\0\0\0\0");
    promises
        .hear(b"HTTP/1.1 404 Not Found\r\nlocation: /x?own=1m8g3e243brwe-y#comment-1m8g3e243brwe\r\n\r\n");
    assert_eq!(promises.len(), 0);
    promises
        .hear(b"HTTP/1.1 303 See Other\r\nlocation: /x?own=1m8g3e243brwe-y#comment-1m8g3e243brwe\r\n\r\n");
    promises.hear(b"HTTP/1.1 201 Created\r\n\r\n{\"id\":\"1m8g3e1zafrsd\",\"permalink\":\"/2026/11/hi\"}");
    promises.hear(b"HTTP/1.1 201 Created\r\n\r\n{\"id\":\"1m8g3e243brwe\",\"verdict\":\"rejected\"}");
    assert_eq!(promises.len(), 3);
    assert!(promises.has(&Promise::Comment(id)) && promises.has(&Promise::Rejected(id)));
}
