//! What the site does not simply show: words, mail addresses, networks.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use desk::Error;
use model::{BlockId, Permission, Problems, RawBlock};
use pages::BlocksPage;

use super::frame::{frame, notice};
use crate::app::App;
use crate::failure::{Failure, nothing_here};
use crate::form;
use crate::reader::{Door, Reader};
use crate::respond::{html, see_other};
use crate::session::Signed;

/// `GET /desk/comments/blocks?kind=&value=`: the form may come filled from a comment.
pub async fn list(State(app): Door, signed: Signed, reader: Reader) -> Result<Response, Failure> {
    let done = notice(reader.query("done").as_deref());
    let value = |name: &str| reader.query(name).unwrap_or_default();
    let raw = RawBlock { kind: value("kind"), value: value("value"), ..RawBlock::default() };
    let page = app.blocking(move |app| page(app, &signed, raw, Problems::default(), done)).await?;
    Ok(html(StatusCode::OK, page))
}

/// `POST /desk/comments/blocks {kind, value, verdict, note}`
pub async fn create(
    State(app): Door,
    signed: Signed,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    app.blocking(move |app| {
        app.desk().require(&signed.actor, Permission::Judge)?;
        let raw: RawBlock = form::read(&headers, &body)?;
        match app.desk().block(&signed.actor, &raw) {
            Ok(_) => Ok(see_other("/desk/comments/blocks?done=blocked")),
            Err(Error::Invalid(problems)) => {
                Ok(html(StatusCode::UNPROCESSABLE_ENTITY, page(app, &signed, raw, problems, None)?))
            }
            Err(other) => Err(Failure::from(other)),
        }
    })
    .await
}

/// `POST /desk/comments/blocks/removal {id}`
pub async fn remove(State(app): Door, signed: Signed, body: Bytes) -> Result<Response, Failure> {
    let id = form::value(&body, "id");
    app.blocking(move |app| {
        app.desk().require(&signed.actor, Permission::Judge)?;
        let id: BlockId = id.parse().map_err(|_| nothing_here())?;
        Ok::<_, Failure>(app.desk().unblock(&signed.actor, id)?)
    })
    .await?;
    Ok(see_other("/desk/comments/blocks?done=unblocked"))
}

fn page(
    app: &App,
    signed: &Signed,
    raw: RawBlock,
    problems: Problems,
    done: Option<String>,
) -> Result<String, Failure> {
    let blocks = app.desk().blocks(&signed.actor)?;
    let page = BlocksPage { desk: frame(app, signed, "comments", done)?, blocks, raw, problems };
    Ok(app.pages().blocks(&page)?)
}
