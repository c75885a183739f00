//! Lines that seem to name a source, of texts that were brought over.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use desk::import::CreditAct;
use model::{Permission, PostId};
use pages::CreditsPage;

use super::frame::{frame, notice};
use crate::failure::Failure;
use crate::form;
use crate::reader::{Door, Reader};
use crate::respond::{html, see_other};
use crate::session::Signed;

/// Lines of a page.
const ROWS: u32 = 50;

/// `GET /desk/credits?after=`
pub async fn list(State(app): Door, signed: Signed, reader: Reader) -> Result<Response, Failure> {
    let done = notice(reader.query("done").as_deref());
    let after: Option<PostId> = reader.query("after").and_then(|id| id.parse().ok());
    let page = app
        .blocking(move |app| {
            let (rows, number) = app.desk().credit_lines(&signed.actor, after, ROWS)?;
            let next = (rows.len() == ROWS as usize).then(|| rows.last().map(|row| row.line.post)).flatten();
            let desk = frame(app, &signed, "inbox", done)?;
            Ok::<_, Failure>(app.pages().credits(&CreditsPage {
                desk,
                rows: rows.into_iter().map(row).collect(),
                number,
                next,
            })?)
        })
        .await?;
    Ok(html(StatusCode::OK, page))
}

fn row(waiting: store::credit_lines::Waiting) -> pages::CreditRow {
    pages::CreditRow {
        post: waiting.line.post,
        headline: waiting.headline,
        permalink: waiting.permalink,
        line: waiting.line.line,
        source: waiting.line.source,
    }
}

/// `POST /desk/credits {post…, act}`
pub async fn decide(State(app): Door, signed: Signed, body: Bytes) -> Result<Response, Failure> {
    app.blocking(move |app| {
        app.desk().require(&signed.actor, Permission::WriteAny)?;
        let posts: Vec<PostId> =
            form::values(&body, "post").iter().filter_map(|id| id.parse().ok()).collect();
        let act = if form::value(&body, "act") == "dismiss" { CreditAct::Dismiss } else { CreditAct::Take };
        app.desk().decide_credit(&signed.actor, &posts, act)?;
        Ok::<_, Failure>(())
    })
    .await?;
    Ok(see_other("/desk/credits?done=credited"))
}
