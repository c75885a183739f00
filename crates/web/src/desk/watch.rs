//! What became of what posts cite, and what a person does about it.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Error, Mend, Passage};
use model::{
    Alert, AlertId, AlertKind, AlertRow, CaptureId, Permission, PostId, Problems, SourceId, Watch, WatchId,
    WatchState,
};
use pages::{ChangedParagraph, NEW_LIMIT, TextChange, WatchPage, WatchTab, WatchedPage};
use store::watches::Watches;
use store::{Conn, Page};

use super::frame::{frame, notice};
use crate::app::App;
use crate::failure::{Failure, nothing_here};
use crate::form;
use crate::public::lists::{mark, parse_mark};
use crate::reader::{Door, Reader};
use crate::respond::{html, see_other};
use crate::session::Signed;

const ROWS: u32 = 40;
/// Posts named with an address in the list, and on its own page.
const FEW: u32 = 3;
const POSTS: u32 = 100;
/// Newest alerts shown of one address.
const ALERTS: u32 = 50;

/// `GET /desk/watch?show=&kind=&before=`
pub async fn list(State(app): Door, signed: Signed, reader: Reader) -> Result<Response, Failure> {
    let page = app.blocking(move |app| render_list(app, &signed, &reader)).await?;
    Ok(html(StatusCode::OK, page))
}

fn render_list(app: &App, signed: &Signed, reader: &Reader) -> Result<String, Failure> {
    app.desk().require(&signed.actor, Permission::Write)?;
    let tab = match reader.query("show") {
        Some(word) => WatchTab::parse(&word).ok_or_else(nothing_here)?,
        None => WatchTab::Open,
    };
    let kind = reader.query("kind").and_then(|word| AlertKind::parse(&word));
    let before = reader.query("before");
    let (mut rows, counts) = app.desk().store().read::<_, store::Error>(|c| {
        let rows = match tab {
            WatchTab::Open => {
                let before = before.as_deref().and_then(parse_mark::<AlertId>);
                let open = store::alerts::open(c, kind, Page { before, limit: ROWS + 1 })?;
                open.into_iter()
                    .map(|(alert, watch)| row(c, watch, Some(alert)))
                    .collect::<Result<Vec<_>, _>>()?
            }
            other => {
                let before = before.as_deref().and_then(parse_mark::<WatchId>);
                let found = store::watches::list(c, which(other), Page { before, limit: ROWS + 1 })?;
                found.into_iter().map(|watch| row(c, watch, None)).collect::<Result<Vec<_>, _>>()?
            }
        };
        Ok((rows, counts(c)?))
    })?;
    let more = rows.len() > ROWS as usize;
    rows.truncate(ROWS as usize);
    let next = rows.last().filter(|_| more).map(|last| next_address(tab, kind, last));
    let page = WatchPage {
        desk: frame(app, signed, "watch", notice(reader.query("done").as_deref()))?,
        tab,
        kind,
        counts,
        rows,
        next,
    };
    Ok(app.pages().watch(&page)?)
}

fn which(tab: WatchTab) -> Watches {
    match tab {
        WatchTab::State(state) => Watches::Of(state),
        WatchTab::Stopped => Watches::Stopped,
        WatchTab::All | WatchTab::Open => Watches::All,
    }
}

fn counts(c: &mut Conn) -> Result<Vec<(WatchTab, i64)>, store::Error> {
    let mut counts = vec![(WatchTab::Open, store::alerts::count_open(c, NEW_LIMIT)?)];
    for state in [WatchState::Changed, WatchState::Gone, WatchState::Barred, WatchState::Alive] {
        counts.push((WatchTab::State(state), store::watches::count_of_state(c, state, NEW_LIMIT)?));
    }
    counts.push((WatchTab::Stopped, store::watches::count_stopped(c, NEW_LIMIT)?));
    Ok(counts)
}

fn row(c: &mut Conn, watch: Watch, alert: Option<Alert>) -> Result<AlertRow, store::Error> {
    let source = match watch.source {
        Some(id) => store::sources::by_id(c, id)?.map(|source| source.fields),
        None => None,
    };
    let posts = store::citations::posts(c, watch.id, FEW)?;
    Ok(AlertRow { watch, alert, source, posts })
}

fn next_address(tab: WatchTab, kind: Option<AlertKind>, last: &AlertRow) -> String {
    let watch = &last.watch;
    let before = match &last.alert {
        Some(alert) => mark(alert.at, alert.id),
        None if tab == WatchTab::Stopped => mark(watch.stopped.unwrap_or(watch.since), watch.id),
        None => mark(watch.since, watch.id),
    };
    let kind = kind.map(|kind| format!("&kind={}", kind.as_str())).unwrap_or_default();
    format!("/desk/watch?show={}{kind}&before={before}", tab.as_str())
}

/// `POST /desk/watch {id…, then: look, deal or stop; back}`
pub async fn act(State(app): Door, signed: Signed, body: Bytes) -> Result<Response, Failure> {
    let ids: Result<Vec<WatchId>, _> = form::values(&body, "id").iter().map(|id| id.parse()).collect();
    let ids = ids.map_err(|_| nothing_here())?;
    let (then, back) = (form::value(&body, "then"), form::value(&body, "back"));
    let done = app
        .blocking(move |app| {
            let (desk, actor) = (app.desk(), &signed.actor);
            match then.as_str() {
                "look" => desk.look_now(actor, &ids).map(|()| "watch-look"),
                "deal" => desk.deal_with(actor, &ids).map(|()| "watch-deal"),
                "stop" => desk.stop_watching(actor, &ids).map(|()| "watch-stop"),
                _ => desk
                    .require(actor, Permission::Write)
                    .and(Err(Error::Invalid(Problems::one("then", "choose one of the buttons".to_owned())))),
            }
        })
        .await?;
    // Back to the address or the list the form was on, and to nowhere else.
    Ok(see_other(&match (back.parse::<WatchId>(), WatchTab::parse(&back)) {
        (Ok(id), _) => format!("/desk/watch/{id}?done={done}"),
        (_, Some(tab)) => format!("/desk/watch?show={}&done={done}", tab.as_str()),
        _ => format!("/desk/watch?done={done}"),
    }))
}

/// `GET /desk/watch/ID?change=`
pub async fn show(
    State(app): Door,
    signed: Signed,
    Path(asked): Path<String>,
    reader: Reader,
) -> Result<Response, Failure> {
    let id: WatchId = asked.parse().map_err(|_| nothing_here())?;
    let change = reader.query("change").and_then(|text| text.parse().ok());
    let done = notice(reader.query("done").as_deref());
    let page = app
        .blocking(move |app| render(app, &signed, id, change, done, String::new(), Problems::default()))
        .await?;
    Ok(html(StatusCode::OK, page))
}

fn render(
    app: &App,
    signed: &Signed,
    id: WatchId,
    change: Option<AlertId>,
    done: Option<String>,
    typed: String,
    problems: Problems,
) -> Result<String, Failure> {
    let desk = app.desk();
    desk.require(&signed.actor, Permission::Write)?;
    let found = desk.store().read::<_, store::Error>(|c| {
        let Some(watch) = store::watches::by_id(c, id)? else { return Ok(None) };
        let source = match watch.source {
            Some(id) => store::sources::by_id(c, id)?.map(|source| source.fields),
            None => None,
        };
        let (captures, opened) = match kept_source(c, &watch)? {
            Some(id) => (store::captures::of_source(c, id)?, store::openings::open_of_source(c, id)?),
            None => (Vec::new(), Vec::new()),
        };
        let mut alerts = Vec::new();
        for alert in store::alerts::of_watch(c, id, ALERTS)? {
            let by = match alert.dealt_by {
                Some(account) => store::accounts::by_id(c, account)?.map(|account| account.name),
                None => None,
            };
            alerts.push((alert, by));
        }
        let posts = store::citations::posts(c, id, POSTS)?;
        let lost = store::citations::lost_of_watch(c, id)?;
        Ok(Some((watch, source, captures, opened, alerts, posts, lost)))
    })?;
    let (watch, source, captures, opened, alerts, posts, lost) = found.ok_or_else(nothing_here)?;
    let is_change = |alert: &Alert| alert.text_before.is_some() && alert.text_after.is_some();
    let shown = alerts
        .iter()
        .map(|(alert, _)| alert)
        .filter(|alert| is_change(alert))
        .find(|alert| change.is_none_or(|asked| asked == alert.id));
    let change = match shown {
        Some(alert) => {
            let paragraphs = desk.text_change(&signed.actor, alert)?;
            Some(TextChange { alert: alert.id, paragraphs: paragraphs.map(paragraphs_shown) })
        }
        None => None,
    };
    let page = WatchedPage {
        desk: frame(app, signed, "watch", done)?,
        watch,
        source,
        posts,
        lost,
        alerts,
        change,
        captures,
        opened: opened.first().map(|(capture, _)| *capture),
        typed,
        problems,
    };
    Ok(app.pages().watched(&page)?)
}

/// The source whose captures are copies of a watched address: also of one that posts only link to, when
/// somebody has clipped it.
fn kept_source(c: &mut Conn, watch: &Watch) -> Result<Option<SourceId>, store::Error> {
    match watch.source {
        Some(id) => Ok(Some(id)),
        None => Ok(store::sources::by_url(c, &watch.address)?.map(|source| source.id)),
    }
}

fn paragraphs_shown(passages: Vec<Passage>) -> Vec<ChangedParagraph> {
    let runs = |passage: Passage| {
        let runs = passage.runs.into_iter().map(|run| (run.kind.as_str(), run.text)).collect();
        (passage.skipped, runs)
    };
    passages.into_iter().map(runs).collect()
}

/// The newest copy of a watched address that readers may open.
fn opened_copy(app: &App, id: WatchId) -> Result<Option<CaptureId>, store::Error> {
    app.desk().store().read(|c| {
        let Some(watch) = store::watches::by_id(c, id)? else { return Ok(None) };
        let Some(source) = kept_source(c, &watch)? else { return Ok(None) };
        Ok(store::openings::open_of_source(c, source)?.first().map(|(capture, _)| *capture))
    })
}

/// `POST /desk/watch/ID/links {post, to: capture, address or nothing; address}`
pub async fn mend(
    State(app): Door,
    signed: Signed,
    Path(asked): Path<String>,
    body: Bytes,
) -> Result<Response, Failure> {
    let id: WatchId = asked.parse().map_err(|_| nothing_here())?;
    let (post, to) = (form::value(&body, "post"), form::value(&body, "to"));
    let address = form::value(&body, "address");
    app.blocking(move |app| {
        app.desk().require(&signed.actor, Permission::Write)?;
        let post: PostId = post.parse().map_err(|_| nothing_here())?;
        let mend = match to.as_str() {
            "nothing" => Ok(Mend::TakeOut),
            "capture" => opened_copy(app, id)?
                .map(|capture| Mend::To(format!("/captures/{capture}")))
                .ok_or_else(|| {
                    Error::Conflict(
                        "The copy is not open to readers any more; open it first, then change the link."
                            .to_owned(),
                    )
                }),
            "address" => Ok(Mend::To(address.clone())),
            _ => Err(Error::Invalid(Problems::one("to", "choose where the link leads".to_owned()))),
        };
        match mend.and_then(|mend| app.desk().mend_link(&signed.actor, post, id, &mend)) {
            Ok(_) => Ok(see_other(&format!("/desk/watch/{id}?done=watch-link"))),
            Err(Error::Invalid(problems)) if problems.of("address").is_some() => {
                let page = render(app, &signed, id, None, None, address, problems)?;
                Ok(html(StatusCode::UNPROCESSABLE_ENTITY, page))
            }
            Err(other) => Err(Failure::from(other)),
        }
    })
    .await
}
