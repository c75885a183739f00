//! The feeds that are looked at.

use axum::body::Bytes;
use axum::extract::{Multipart, Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use desk::Error;
use model::{ListedFeed, Permission, Problems};
use pages::FeedsPage;

use super::frame::{frame, notice};
use crate::app::App;
use crate::failure::{Failure, nothing_here};
use crate::form;
use crate::reader::{Door, Reader};
use crate::respond::{html, see_other};
use crate::session::Signed;

/// Most feeds of a page; there are no more.
const ROWS: u32 = 2_000;

#[derive(Default)]
struct Shown {
    problems: Problems,
    address: String,
    refused: Vec<String>,
    notice: Option<String>,
}

fn page(app: &App, signed: &Signed, shown: Shown) -> Result<String, Failure> {
    app.desk().require(&signed.actor, Permission::Write)?;
    let mut rows = app.desk().store().read(|c| store::feeds::list(c, ROWS))?;
    // What needs a person comes first, the rest by name.
    rows.sort_by_cached_key(|row| (row.feed.trouble.is_none(), row.feed.title.to_lowercase(), row.feed.id));
    let page = FeedsPage {
        desk: frame(app, signed, "feeds", shown.notice)?,
        rows,
        problems: shown.problems,
        address: shown.address,
        refused: shown.refused,
        now: app.desk().clock().now(),
    };
    Ok(app.pages().feeds(&page)?)
}

/// `GET /desk/feeds`
pub async fn list(State(app): Door, signed: Signed, reader: Reader) -> Result<Response, Failure> {
    let notice = notice(reader.query("done").as_deref());
    let page = app.blocking(move |app| page(app, &signed, Shown { notice, ..Shown::default() })).await?;
    Ok(html(StatusCode::OK, page))
}

/// `POST /desk/feeds {address}`: waits for the first look, as long as a request may.
pub async fn create(State(app): Door, signed: Signed, body: Bytes) -> Result<Response, Failure> {
    let address = form::value(&body, "address");
    let (asked, actor) = (address.clone(), signed.actor.clone());
    match app.blocking(move |app| app.desk().subscribe(&actor, &asked)).await {
        Ok(subscribed) => {
            if let Some(job) = subscribed.job {
                // A look that has ended is forgotten: then there is nothing to wait for.
                match app.wait_for(job).await {
                    Ok(_) | Err(Failure::Desk(_)) => {}
                    Err(other) => return Err(other),
                }
            }
            let done = if subscribed.existing { "feed-known" } else { "feed" };
            Ok(see_other(&format!("/desk/feeds?done={done}")))
        }
        Err(Failure::Desk(error)) => {
            let Error::Invalid(problems) = &*error else { return Err(Failure::Desk(error)) };
            let shown = Shown { problems: problems.clone(), address, ..Shown::default() };
            let page = app.blocking(move |app| page(app, &signed, shown)).await?;
            Ok(html(StatusCode::UNPROCESSABLE_ENTITY, page))
        }
        Err(other) => Err(other),
    }
}

/// `POST /desk/feeds/list`: takes the feeds of a list (OPML).
pub async fn import(State(app): Door, signed: Signed, mut form: Multipart) -> Result<Response, Failure> {
    let broken = |_| Failure::Bad("The upload broke off. Please try again.".to_owned());
    let mut bytes = Bytes::new();
    while let Some(field) = form.next_field().await.map_err(broken)? {
        if field.name() == Some("list") {
            bytes = field.bytes().await.map_err(broken)?;
        }
    }
    app.blocking(move |app| {
        app.desk().require(&signed.actor, Permission::Write)?;
        let wrong = |message: &str| {
            let shown = Shown { problems: Problems::one("list", message.to_owned()), ..Shown::default() };
            Ok::<_, Failure>(html(StatusCode::UNPROCESSABLE_ENTITY, page(app, &signed, shown)?))
        };
        if bytes.is_empty() {
            return wrong("choose a file first");
        }
        match app.clipper().read_list(&bytes) {
            None => wrong("this file is no list of feeds; other readers export one as OPML"),
            Some(list) if list.is_empty() => wrong("this list names no feeds"),
            Some(list) => {
                let done = app.desk().import_feeds(&signed.actor, &list)?;
                if done.refused.is_empty() {
                    return Ok(see_other("/desk/feeds?done=list"));
                }
                let shown = Shown { refused: done.refused, notice: notice(Some("list")), ..Shown::default() };
                Ok(html(StatusCode::OK, page(app, &signed, shown)?))
            }
        }
    })
    .await
}

/// `GET /desk/feeds/list`: the feeds as a list to take along.
pub async fn export(State(app): Door, signed: Signed) -> Result<Response, Failure> {
    let list = app
        .blocking(move |app| {
            app.desk().require(&signed.actor, Permission::Write)?;
            let rows = app.desk().store().read(|c| store::feeds::list(c, ROWS))?;
            let listed = rows.into_iter().map(|row| ListedFeed {
                title: row.feed.title,
                address: row.feed.address,
                site: row.feed.site,
            });
            let title = app.desk().site()?.name;
            Ok::<_, Failure>(app.clipper().write_list(&title, &listed.collect::<Vec<_>>()))
        })
        .await?;
    let mut answer = list.into_response();
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/x-opml; charset=utf-8"));
    headers
        .insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"feeds.opml\""));
    Ok(answer)
}

/// `POST /desk/feeds/ID {then: look, pause or remove}`
pub async fn change(
    State(app): Door,
    signed: Signed,
    Path(asked): Path<String>,
    body: Bytes,
) -> Result<Response, Failure> {
    let id = asked.parse().map_err(|_| nothing_here())?;
    let then = form::value(&body, "then");
    let (verb, actor) = (then.clone(), signed.actor);
    let job = app
        .blocking(move |app| match verb.as_str() {
            "pause" => app.desk().pause_feed(&actor, id).map(|()| None),
            "remove" => app.desk().unsubscribe(&actor, id).map(|()| None),
            "look" => app.desk().resume_feed(&actor, id).map(Some),
            _ => app
                .desk()
                .require(&actor, Permission::Write)
                .and(Err(Error::Invalid(Problems::one("then", "choose one of the buttons".to_owned())))),
        })
        .await?;
    if let Some(job) = job {
        match app.wait_for(job).await {
            Ok(_) | Err(Failure::Desk(_)) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(see_other(&format!("/desk/feeds?done=feed-{then}")))
}
