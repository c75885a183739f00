//! `/api/comments`: the moderation queue for programs.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use desk::{Error, Seen};
use model::{CommentId, Moment, Permission, Problems, Verdict};
use serde::Deserialize;
use serde_json::json;
use store::Page;

use super::read;
use crate::failure::{Failure, nothing_here};
use crate::public::lists::{mark, parse_mark};
use crate::reader::{Door, Reader};
use crate::session::Bearer;

const ROWS: u32 = 100;

fn verdict(word: &str) -> Result<Verdict, Failure> {
    word.parse().map_err(|message: String| Error::Invalid(Problems::one("verdict", message)).into())
}

/// `GET /api/comments?verdict=held&before=`
pub async fn list(State(app): Door, Bearer(signed): Bearer, reader: Reader) -> Result<Response, Failure> {
    let chosen = reader.query("verdict").map(|word| verdict(&word)).transpose()?;
    let before = reader.query("before").and_then(|text| parse_mark(&text));
    let mut rows = app
        .blocking(move |app| {
            app.desk().require(&signed.actor, Permission::Judge)?;
            let page = Page { before, limit: ROWS + 1 };
            app.desk().store().read(|c| store::comments::list(c, chosen, page)).map_err(Failure::from)
        })
        .await?;
    let more = rows.len() > ROWS as usize;
    rows.truncate(ROWS as usize);
    let next = rows.last().filter(|_| more).map(|row| mark(row.comment.created, row.comment.id));
    Ok(Json(json!({ "comments": rows, "next": next })).into_response())
}

/// `GET /api/comments/ID`: a comment with what was decided about it, what it said before and its flags.
pub async fn show(
    State(app): Door,
    Bearer(signed): Bearer,
    Path(comment): Path<String>,
) -> Result<Response, Failure> {
    let dossier = app
        .blocking(move |app| {
            app.desk().require(&signed.actor, Permission::Judge)?;
            let id: CommentId = comment.parse().map_err(|_| nothing_here())?;
            app.desk().dossier(&signed.actor, id).map_err(Failure::from)
        })
        .await?;
    let wordings = dossier
        .wordings
        .iter()
        .map(|it| json!({ "body": it.body, "until": it.until, "by": it.by, "reason": it.reason }));
    Ok(Json(json!({
        "comment": dossier.row,
        "verdicts": dossier.verdicts,
        "wordings": wordings.collect::<Vec<_>>(),
        "flags": dossier.flags,
    }))
    .into_response())
}

/// `POST /api/comments/ID/verdicts {verdict, reason?, seen?}` -> 201. `seen` is the `judged` of the comment that
/// the decision is about, `edited` its moment of that name: 409 when somebody has decided otherwise, or changed its words,
/// since.
pub async fn judge(
    State(app): Door,
    Bearer(signed): Bearer,
    Path(comment): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Input {
        verdict: String,
        reason: String,
        seen: Option<u32>,
        edited: Option<Moment>,
    }
    let comment: CommentId = comment.parse().map_err(|_| nothing_here())?;
    let input: Input = read::json(&headers, &body)?;
    let decided = Verdict::passed(&input.verdict)
        .map_err(|message| Failure::from(Error::Invalid(Problems::one("verdict", message))))?;
    let seen = Seen { id: comment, judged: input.seen, edited: input.edited.map(Some) };
    let comment =
        app.blocking(move |app| app.desk().judge(&signed.actor, seen, decided, &input.reason)).await?;
    Ok((StatusCode::CREATED, Json(json!({ "id": comment.id, "verdict": comment.verdict }))).into_response())
}
