//! The ledger: for people, for programs, and the keys it is signed with.

use axum::extract::State;
use axum::response::Response;
use desk::{fingerprint, public_pem};
use model::{Change, Entry, Permalink, PostId};
use pages::{LedgerPage, LedgerPost, LedgerRow, LedgerSeen};
use serde_json::json;
use store::ledger::Written;
use store::{Conn, posts};

use crate::app::App;
use crate::failure::{Failure, nothing_here};
use crate::kept::Rendered;
use crate::reader::{Door, Reader, document, keep, page};
use crate::respond;

/// Lines on a page.
const LINES: u32 = 50;
/// Lines about one post that are shown.
const OF_POST: u32 = 500;
/// Rows in one answer for programs.
const ROWS: u32 = 1_000;
const JSON_LINES: &str = "application/jsonl; charset=utf-8";

/// `GET /ledger?before=NUMBER`, `GET /ledger?post=ID`
pub async fn show(State(app): Door, reader: Reader) -> Result<Response, Failure> {
    let (before, post) = (reader.query("before"), reader.query("post"));
    if before.is_none() && post.is_none() {
        return keep(&app, reader, |app, path| newest(app, path, i64::MAX)).await;
    }
    let path = reader.path().to_owned();
    let page = app
        .blocking(move |app| match post {
            Some(id) => of_post(app, &path, id.parse().map_err(|_| nothing_here())?),
            None => {
                let before = before.and_then(|number| number.parse().ok()).ok_or_else(nothing_here)?;
                newest(app, &path, before)
            }
        })
        .await?;
    Ok(respond::once(&page))
}

fn newest(app: &App, path: &str, before: i64) -> Result<Rendered, Failure> {
    let mut terms = app.desk().ledger_keys()?;
    terms.reverse();
    let frame = app.frame(path)?;
    let page_of = app.desk().store().read::<_, store::Error>(|c| {
        let head = store::ledger::head(c)?;
        let mut written = store::ledger::before(c, before, LINES + 1)?;
        let more = written.len() > LINES as usize;
        written.truncate(LINES as usize);
        let older = written.last().filter(|_| more).map(|last| format!("/ledger?before={}", last.number));
        let seen = store::ledger::timestamps(c, i64::MAX, 1)?.into_iter().next();
        Ok(LedgerPage {
            frame,
            of: None,
            number: head.number,
            hash: head.hash,
            keys: terms.into_iter().map(|term| (fingerprint(&term.key), term.from)).collect(),
            seen: seen.map(|stamp| LedgerSeen {
                authority: stamp.authority,
                at: stamp.at,
                number: stamp.number,
            }),
            lines: rows(c, written)?,
            older,
        })
    })?;
    // A headline may change without a line, in a draft that was taken back; nothing else here can.
    Ok(page(app.pages().ledger(&page_of)?, vec![Change::Ledger, Change::Newest]))
}

fn of_post(app: &App, path: &str, id: PostId) -> Result<Rendered, Failure> {
    let frame = app.frame(path)?;
    let found = app.desk().store().read::<_, store::Error>(|c| {
        let written = store::ledger::of_post(c, id, OF_POST)?;
        let lines = rows(c, written)?;
        let of = lines.iter().find_map(|row| row.post.clone());
        Ok(of.map(|of| LedgerPage {
            frame,
            of: Some(of),
            number: 0,
            hash: String::new(),
            keys: Vec::new(),
            seen: None,
            lines,
            older: None,
        }))
    })?;
    let found = found.ok_or_else(nothing_here)?;
    Ok(page(app.pages().ledger(&found)?, vec![Change::Ledger, Change::Post(id)]))
}

/// Lines with the posts they are about. A line that a newer Courant wrote is left to that one.
fn rows(c: &mut Conn, written: Vec<Written>) -> Result<Vec<LedgerRow>, store::Error> {
    let mut rows = Vec::with_capacity(written.len());
    for found in written {
        let Ok(line) = found.read() else { continue };
        let known = match &line.entry {
            Entry::Publication { permalink, .. } => Some(permalink.clone()),
            _ => None,
        };
        let post = match line.entry.post() {
            Some(id) => post(c, id, known)?,
            None => None,
        };
        let Written { hash, signature, line: text, .. } = found;
        rows.push(LedgerRow { line, text, hash, signature, post });
    }
    Ok(rows)
}

/// A post by its headline while it is out; by its address alone when it is not.
fn post(c: &mut Conn, id: PostId, known: Option<Permalink>) -> Result<Option<LedgerPost>, store::Error> {
    if let Some(teaser) = posts::teasers(c, &[id])?.into_iter().next() {
        let (headline, permalink, language) = (teaser.headline, teaser.permalink, teaser.language);
        return Ok(Some(LedgerPost { headline, permalink, language }));
    }
    let known = match known {
        Some(permalink) => Some(permalink),
        None => posts::by_id(c, id)?.and_then(|post| post.permalink),
    };
    Ok(known.map(|permalink| LedgerPost {
        headline: permalink.as_str().to_owned(),
        permalink,
        language: None,
    }))
}

/// `GET /ledger.jsonl?after=NUMBER`: the lines behind a number as they are kept, at most a thousand.
pub async fn lines(State(app): Door, reader: Reader) -> Result<Response, Failure> {
    let Some(after) = reader.query("after") else {
        return keep(&app, reader, |app, _| given(app, 0)).await;
    };
    let after = after.parse().map_err(|_| {
        Failure::Bad(format!("“after={after:.30}” is no number of a line; write one like after=1000"))
    })?;
    let some = app.blocking(move |app| given(app, after)).await?;
    Ok(respond::once(&some))
}

fn given(app: &App, after: i64) -> Result<Rendered, Failure> {
    let (written, stamps) = app.desk().store().read::<_, store::Error>(|c| {
        let written = store::ledger::after(c, after, ROWS)?;
        let end = written.last().map_or(after, |last| last.number).saturating_add(1);
        Ok((written, store::ledger::timestamps(c, end, ROWS)?))
    })?;
    let mut text = String::new();
    for line in written {
        let mut row = json!({ "line": line.line, "hash": line.hash, "signature": line.signature });
        if let Some(stamp) = stamps.iter().find(|stamp| stamp.number == line.number) {
            row["timestamp"] = json!(stamp.token);
        }
        text.push_str(&row.to_string());
        text.push('\n');
    }
    Ok(document(text, JSON_LINES, vec![Change::Ledger]))
}

/// `GET /.well-known/courant-key`: the site's public keys, the one that signs now first.
pub async fn keys(State(app): Door, reader: Reader) -> Result<Response, Failure> {
    keep(&app, reader, |app, _| {
        let terms = app.desk().ledger_keys()?;
        let mut text = String::new();
        for (at, term) in terms.iter().enumerate().rev() {
            let lines = match terms.get(at + 1) {
                Some(next) => format!("lines {} to {}", term.from, next.from),
                None => format!("line {} and all that follow", term.from),
            };
            let (origin, print) = (app.origin(), fingerprint(&term.key));
            text.push_str(&format!(
                "# Signs {lines} of {origin}/ledger.jsonl. SHA-256 of the key: {print}\n"
            ));
            text.push_str(&public_pem(&term.key));
        }
        Ok(document(text, "text/plain; charset=utf-8", vec![Change::Ledger]))
    })
    .await
}
