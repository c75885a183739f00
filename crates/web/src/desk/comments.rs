//! The moderation queue.

use std::collections::HashMap;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use desk::Seen;
use model::{ActId, CommentId, Permission, Problems, Verdict};
use pages::CommentsPage;
use store::Page;

use super::frame::{frame, notice};
use crate::failure::{Failure, nothing_here};
use crate::form;
use crate::public::lists::{mark, parse_mark};
use crate::reader::{Door, Reader};
use crate::respond::{html, see_other};
use crate::session::Signed;

const ROWS: u32 = 40;

/// `GET /desk/comments?verdict=held&before=`; `act` is what has just been done and can be taken back.
pub async fn list(State(app): Door, signed: Signed, reader: Reader) -> Result<Response, Failure> {
    let word = reader.query("verdict").unwrap_or_else(|| "held".to_owned());
    let verdict =
        if word == "all" { None } else { Some(word.parse::<Verdict>().map_err(|_| nothing_here())?) };
    let before = reader.query("before").and_then(|text| parse_mark(&text));
    let done = notice(reader.query("done").as_deref());
    let act: Option<ActId> = reader.query("act").and_then(|text| text.parse().ok());
    let page = app
        .blocking(move |app| {
            app.desk().require(&signed.actor, Permission::Judge)?;
            let (mut rows, counts) = app.desk().store().read::<_, store::Error>(|c| {
                let page = Page { before, limit: ROWS + 1 };
                Ok((store::comments::list(c, verdict, page)?, store::comments::counts(c)?))
            })?;
            let more = rows.len() > ROWS as usize;
            rows.truncate(ROWS as usize);
            let next = rows.last().filter(|_| more).map(|row| {
                format!("/desk/comments?verdict={word}&before={}", mark(row.comment.created, row.comment.id))
            });
            let page = CommentsPage {
                desk: frame(app, &signed, "comments", done)?,
                verdict,
                counts,
                rows,
                next,
                act,
            };
            app.pages().comments(&page).map_err(Failure::from)
        })
        .await?;
    Ok(html(StatusCode::OK, page))
}

/// `POST /desk/comments/verdicts {id…, seen…, verdict, reason, back}`
pub async fn judge(State(app): Door, signed: Signed, body: Bytes) -> Result<Response, Failure> {
    // Each `seen` says how many decisions there were about a comment when the page was made.
    let shown: HashMap<String, u32> = form::values(&body, "seen")
        .iter()
        .filter_map(|pair| {
            pair.split_once(':').and_then(|(id, judged)| Some((id.to_owned(), judged.parse().ok()?)))
        })
        .collect();
    let seen: Result<Vec<Seen>, Failure> = form::values(&body, "id")
        .iter()
        .map(|text| {
            let id: CommentId = text.parse().map_err(|_| nothing_here())?;
            Ok(Seen { id, judged: shown.get(text).copied() })
        })
        .collect();
    let seen = seen?;
    let verdict = Verdict::passed(&form::value(&body, "verdict"))
        .map_err(|message| Failure::from(desk::Error::Invalid(Problems::one("verdict", message))))?;
    let reason = form::value(&body, "reason");
    let back = form::value(&body, "back");
    let judged =
        app.blocking(move |app| app.desk().judge_many(&signed.actor, &seen, verdict, &reason)).await?;
    let act = judged.act.map(|act| format!("&act={act}")).unwrap_or_default();
    Ok(see_other(&format!("/desk/comments?verdict={}&done=judged{act}", tab(&back))))
}

/// `POST /desk/comments/undo {act, back}`
pub async fn undo(State(app): Door, signed: Signed, body: Bytes) -> Result<Response, Failure> {
    let (act, back) = (form::value(&body, "act"), form::value(&body, "back"));
    let undone = app
        .blocking(move |app| {
            app.desk().require(&signed.actor, Permission::Judge)?;
            let act: ActId = act.parse().map_err(|_| nothing_here())?;
            Ok::<_, Failure>(app.desk().undo(&signed.actor, act)?)
        })
        .await?;
    let done = if undone.stay == 0 { "undone" } else { "undone-some" };
    Ok(see_other(&format!("/desk/comments?verdict={}&done={done}", tab(&back))))
}

/// The tab that a form came from.
fn tab(back: &str) -> &'static str {
    back.parse::<Verdict>().map_or("all", |verdict| verdict.as_str())
}
