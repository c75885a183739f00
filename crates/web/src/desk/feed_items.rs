//! What the feeds brought: clipped or dismissed.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use desk::{ClipRequest, Error};
use model::{FeedId, FeedItemId, ItemState, Permission, Problems};
use pages::{FeedItemsPage, NEW_LIMIT};
use serde_json::json;
use store::Page;

use super::frame::{frame, notice};
use crate::app::App;
use crate::failure::{Failure, nothing_here};
use crate::form;
use crate::public::lists::{mark, parse_mark};
use crate::reader::{Door, Reader};
use crate::respond::{html, see_other};
use crate::session::Signed;

const ROWS: u32 = 50;
/// Feeds to choose from.
const FEEDS: u32 = 2_000;
const HERE: &str = "/desk/feeds/items";

/// `GET /desk/feeds/items?feed=&show=all&before=`
pub async fn list(State(app): Door, signed: Signed, reader: Reader) -> Result<Response, Failure> {
    let page = app.blocking(move |app| render(app, &signed, &reader)).await?;
    Ok(html(StatusCode::OK, page))
}

fn render(app: &App, signed: &Signed, reader: &Reader) -> Result<String, Failure> {
    app.desk().require(&signed.actor, Permission::Write)?;
    let all = reader.query("show").as_deref() == Some("all");
    let feed: Option<FeedId> = reader.query("feed").and_then(|text| text.parse().ok());
    let before = reader.query("before").and_then(|text| parse_mark::<FeedItemId>(&text));
    let state = (!all).then_some(ItemState::New);
    let (mut rows, feeds, new) = app.desk().store().read::<_, store::Error>(|c| {
        let rows = store::feed_items::list(c, state, feed, Page { before, limit: ROWS + 1 })?;
        Ok((rows, store::feeds::list(c, FEEDS)?, store::feed_items::count_new(c, NEW_LIMIT)?))
    })?;
    let mut feeds: Vec<_> = feeds.into_iter().map(|row| (row.feed.id, row.feed.title)).collect();
    feeds.sort_by_cached_key(|(id, title)| (title.to_lowercase(), *id));
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    if all {
        query.append_pair("show", "all");
    }
    if let Some(feed) = feed {
        query.append_pair("feed", &feed.to_string());
    }
    let chosen = query.finish();
    let at = |more: &str| match (chosen.is_empty(), more.is_empty()) {
        (true, true) => HERE.to_owned(),
        (false, true) => format!("{HERE}?{chosen}"),
        (true, false) => format!("{HERE}?{more}"),
        (false, false) => format!("{HERE}?{chosen}&{more}"),
    };
    let more = rows.len() > ROWS as usize;
    rows.truncate(ROWS as usize);
    let next = rows.last().filter(|_| more);
    let next = next.map(|row| at(&format!("before={}", mark(row.item.at, row.item.id))));
    let back = before.map(|(moment, id)| format!("before={}", mark(moment, id))).unwrap_or_default();
    let page = FeedItemsPage {
        desk: frame(app, signed, "feeds", notice(reader.query("done").as_deref()))?,
        from: rows.first().map(|row| (row.item.at, row.item.id)),
        rows,
        all,
        feed,
        feeds,
        new,
        next,
        back: at(&back),
    };
    Ok(app.pages().feed_items(&page)?)
}

/// `POST /desk/feeds/items {from, feed}`: dismisses the new items from one on.
pub async fn dismiss_all(State(app): Door, signed: Signed, body: Bytes) -> Result<Response, Failure> {
    let from = parse_mark::<FeedItemId>(&form::value(&body, "from"));
    let feed: Option<FeedId> = form::value(&body, "feed").parse().ok();
    app.blocking(move |app| {
        app.desk().require(&signed.actor, Permission::Write)?;
        let from = from.ok_or_else(nothing_here)?;
        Ok::<_, Failure>(app.desk().dismiss_items(&signed.actor, from, feed)?)
    })
    .await?;
    let feed = feed.map(|id| format!("&feed={id}")).unwrap_or_default();
    Ok(see_other(&format!("{HERE}?done=dismissed{feed}")))
}

/// `POST /desk/feeds/items/ID {then: clip, dismiss or restore; back}`. A clip is not waited for: the next item
/// is. A script that asks for JSON hears what has become of the item.
pub async fn act(
    State(app): Door,
    signed: Signed,
    Path(asked): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    let id: FeedItemId = asked.parse().map_err(|_| nothing_here())?;
    let (then, back) = (form::value(&body, "then"), form::value(&body, "back"));
    let (verb, actor) = (then.clone(), signed.actor);
    let request = app
        .blocking(move |app| match verb.as_str() {
            "clip" => app.desk().take_item(&actor, id).map(Some),
            "dismiss" => app.desk().dismiss_item(&actor, id).map(|()| None),
            "restore" => app.desk().restore_item(&actor, id).map(|()| None),
            _ => app
                .desk()
                .require(&actor, Permission::Write)
                .and(Err(Error::Invalid(Problems::one("then", "choose one of the buttons".to_owned())))),
        })
        .await?;
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if accept.starts_with("application/json") {
        let value = match request {
            Some(ClipRequest::Existing(post)) => {
                json!({ "state": "done", "words": "Clipped", "href": format!("/desk/posts/{post}") })
            }
            Some(ClipRequest::Queued(job)) => {
                json!({ "state": "taken", "words": "On its way", "href": format!("/desk/jobs/{job}") })
            }
            None if then == "dismiss" => json!({ "state": "dismissed" }),
            None => json!({ "state": "new", "words": "Back among the new", "href": HERE }),
        };
        return Ok(axum::Json(value).into_response());
    }
    // Back to the page the form was on, and to nowhere else.
    let back = if back == HERE || back.starts_with("/desk/feeds/items?") { back } else { HERE.to_owned() };
    Ok(see_other(&format!("{back}#i-{id}")))
}
