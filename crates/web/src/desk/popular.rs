//! What stands in the popular lists, and what is decided about that.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use model::popular::{Choice, KEPT};
use model::{Permalink, Permission, PostId, Teaser, Window};
use pages::{ChartRow, ChartsPage};

use super::frame::{frame, notice};
use crate::app::App;
use crate::failure::Failure;
use crate::form;
use crate::reader::{Door, Reader};
use crate::respond::{html, see_other};
use crate::session::Signed;

/// `GET /desk/popular?window=rising|7d|30d|all`
pub async fn show(State(app): Door, signed: Signed, reader: Reader) -> Result<Response, Failure> {
    let (window, done) = (reader.query("window"), notice(reader.query("done").as_deref()));
    let page = app.blocking(move |app| page(app, &signed, window.as_deref(), done, None)).await?;
    Ok(html(StatusCode::OK, page))
}

fn page(
    app: &App,
    signed: &Signed,
    window: Option<&str>,
    done: Option<String>,
    asked: Option<(String, String)>,
) -> Result<String, Failure> {
    let desk = frame(app, signed, "readers", done)?;
    let window = window.and_then(|word| word.parse().ok()).unwrap_or(desk.site.popular_window);
    let may_choose = signed.account.role.may(Permission::WriteAny);
    let [pinned, excluded] =
        if may_choose { app.desk().popular_choices(&signed.actor)? } else { [Vec::new(), Vec::new()] };
    let ranked = app.desk().store().read(|c| store::popular::ranked(c, window, KEPT))?;
    let plain = |teasers: Vec<Teaser>| teasers.into_iter().map(|teaser| row(teaser, None)).collect();
    let page = ChartsPage {
        desk,
        window,
        pinned: plain(pinned),
        ranked: ranked.into_iter().map(|(teaser, score)| row(teaser, Some(score))).collect(),
        excluded: plain(excluded),
        may_choose,
        asked,
    };
    Ok(app.pages().charts(&page)?)
}

fn row(teaser: Teaser, score: Option<i64>) -> ChartRow {
    ChartRow {
        post: teaser.id,
        headline: teaser.headline,
        language: teaser.language,
        permalink: teaser.permalink,
        score,
    }
}

/// `POST /desk/popular {post | address, choice, window?}`
pub async fn choose(State(app): Door, signed: Signed, body: Bytes) -> Result<Response, Failure> {
    let value = |name: &str| form::value(&body, name);
    let (post, address, choice, window) = (value("post"), value("address"), value("choice"), value("window"));
    app.blocking(move |app| {
        app.desk().require(&signed.actor, Permission::WriteAny)?;
        let Some(id) = find(app, &post, &address)? else {
            let asked = (address, "No post is out at this address.".to_owned());
            let page = page(app, &signed, Some(&window), None, Some(asked))?;
            return Ok(html(StatusCode::UNPROCESSABLE_ENTITY, page));
        };
        app.desk().choose_popular(&signed.actor, id, Choice::parse(&choice))?;
        let window = window.parse().unwrap_or(app.desk().site()?.popular_window);
        Ok::<_, Failure>(see_other(&format!("/desk/popular?window={}&done=chosen", Window::as_str(window))))
    })
    .await
}

/// The post of an id, or of an address as somebody would paste it.
fn find(app: &App, post: &str, address: &str) -> Result<Option<PostId>, Failure> {
    if let Ok(id) = post.parse() {
        return Ok(Some(id));
    }
    let address = address.trim();
    let path = address.strip_prefix(app.origin()).unwrap_or(address);
    let Ok(permalink) = Permalink::parse(path) else { return Ok(None) };
    let post = app.desk().store().read(|c| store::posts::by_permalink(c, &permalink))?;
    Ok(post.filter(|post| post.published().is_some()).map(|post| post.id))
}
