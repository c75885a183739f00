//! The moderation queue, and all that is known of one comment.

use std::collections::HashMap;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Error, Seen, Tab, Wanted};
use model::{ActId, CommentId, Moment, Permission, PostId, Problems, Verdict};
use pages::{CommentsPage, DossierPage};

use super::frame::{frame, notice};
use crate::app::App;
use crate::failure::{Failure, nothing_here};
use crate::form;
use crate::public::lists::{mark, parse_mark};
use crate::reader::{Door, Reader};
use crate::respond::{html, query_value, see_other};
use crate::session::Signed;

const ROWS: u32 = 40;

/// Where in the queue somebody is: a tab, and what is looked for there.
#[derive(Clone, Debug, Default)]
struct Place {
    tab: Tab,
    words: String,
    post: Option<PostId>,
    address: String,
}

impl Place {
    /// Reads a place from the values of a query or a form; `verdict` there is called `back`.
    fn read(tab: &str, value: impl Fn(&str) -> String) -> Option<Self> {
        let tab = match tab {
            "all" => Tab::All,
            "flagged" => Tab::Flagged,
            word => Tab::Verdict(word.parse().ok()?),
        };
        let post = value("post").parse().ok();
        Some(Place { tab, words: value("q").trim().to_owned(), post, address: value("by").trim().to_owned() })
    }

    /// The place that a form came from; all comments when it says nothing.
    fn of_form(body: &[u8]) -> Self {
        Place::read(&form::value(body, "back"), |name| form::value(body, name)).unwrap_or_default()
    }

    fn href(&self) -> String {
        let mut href = format!("/desk/comments?verdict={}", word(self.tab));
        let post = self.post.map(|post| post.to_string()).unwrap_or_default();
        for (name, value) in [("q", &self.words), ("post", &post), ("by", &self.address)] {
            if !value.is_empty() {
                href.push_str(&format!("&{name}={}", query_value(value)));
            }
        }
        href
    }
}

fn word(tab: Tab) -> &'static str {
    match tab {
        Tab::All => "all",
        Tab::Flagged => "flagged",
        Tab::Verdict(verdict) => verdict.as_str(),
    }
}

/// `GET /desk/comments?verdict=held&q=&post=&by=&before=`; `act` is what has just been done and can be taken back.
pub async fn list(State(app): Door, signed: Signed, reader: Reader) -> Result<Response, Failure> {
    let value = |name: &str| reader.query(name).unwrap_or_default();
    let tab = reader.query("verdict").unwrap_or_else(|| "held".to_owned());
    let place = Place::read(&tab, value);
    let before = reader.query("before").and_then(|text| parse_mark(&text));
    let done = notice(reader.query("done").as_deref());
    let act: Option<ActId> = reader.query("act").and_then(|text| text.parse().ok());
    let page = app
        .blocking(move |app| {
            app.desk().require(&signed.actor, Permission::Judge)?;
            let place = place.ok_or_else(nothing_here)?;
            let wanted = Wanted {
                tab: place.tab,
                words: place.words.clone(),
                post: place.post,
                address: place.address.clone(),
            };
            let found = app.desk().queue(&signed.actor, &wanted, before, ROWS)?;
            let (counts, flagged, post) = app.desk().store().read::<_, store::Error>(|c| {
                let post = place.post.map(|id| store::posts::by_id(c, id)).transpose()?.flatten();
                Ok((
                    store::comments::counts(c, pages::NEW_LIMIT)?,
                    store::flags::open(c, pages::NEW_LIMIT)?,
                    post,
                ))
            })?;
            let page = CommentsPage {
                desk: frame(app, &signed, "comments", done)?,
                tab: word(place.tab),
                counts,
                flagged,
                next: found.next.map(|(at, id)| format!("{}&before={}", place.href(), mark(at, id))),
                rows: found.rows,
                words: place.words,
                post: post.map(|post| (post.id, post.writing.headline)),
                address: place.address,
                act,
            };
            app.pages().comments(&page).map_err(Failure::from)
        })
        .await?;
    Ok(html(StatusCode::OK, page))
}

/// How a comment was when a page was made: how many decisions there were about it, and when its words had last changed.
type Version = (u32, Option<Moment>);

/// Reads a `seen` of a form: `ID:JUDGED:EDITED`, the last in microseconds or empty.
fn version(text: &str) -> Option<(String, Version)> {
    let mut parts = text.splitn(3, ':');
    let (id, judged) = (parts.next()?.to_owned(), parts.next()?.parse().ok()?);
    let edited = match parts.next()? {
        "" => None,
        micros => Some(Moment::from_micros(micros.parse().ok()?)),
    };
    Some((id, (judged, edited)))
}

/// `POST /desk/comments/verdicts {id…, seen…, verdict, reason, back, q, post, by | here}`
pub async fn judge(State(app): Door, signed: Signed, body: Bytes) -> Result<Response, Failure> {
    let shown: HashMap<String, Version> =
        form::values(&body, "seen").iter().filter_map(|text| version(text)).collect();
    let seen: Result<Vec<Seen>, Failure> = form::values(&body, "id")
        .iter()
        .map(|text| {
            let id: CommentId = text.parse().map_err(|_| nothing_here())?;
            let (judged, edited) = shown.get(text).copied().unzip();
            Ok(Seen { id, judged, edited })
        })
        .collect();
    let seen = seen?;
    let verdict = Verdict::passed(&form::value(&body, "verdict"))
        .map_err(|message| Failure::from(Error::Invalid(Problems::one("verdict", message))))?;
    let reason = form::value(&body, "reason");
    let here: Option<CommentId> = form::value(&body, "here").parse().ok();
    let judged =
        app.blocking(move |app| app.desk().judge_many(&signed.actor, &seen, verdict, &reason)).await?;
    if let Some(id) = here {
        return Ok(see_other(&format!("/desk/comments/{id}?done=judged")));
    }
    let act = judged.act.map(|act| format!("&act={act}")).unwrap_or_default();
    Ok(see_other(&format!("{}&done=judged{act}", Place::of_form(&body).href())))
}

/// `POST /desk/comments/undo {act, back, q, post, by}`
pub async fn undo(State(app): Door, signed: Signed, body: Bytes) -> Result<Response, Failure> {
    let act = form::value(&body, "act");
    let undone = app
        .blocking(move |app| {
            app.desk().require(&signed.actor, Permission::Judge)?;
            let act: ActId = act.parse().map_err(|_| nothing_here())?;
            Ok::<_, Failure>(app.desk().undo(&signed.actor, act)?)
        })
        .await?;
    let done = if undone.stay == 0 { "undone" } else { "undone-some" };
    Ok(see_other(&format!("{}&done={done}", Place::of_form(&body).href())))
}

/// `GET /desk/comments/ID`
pub async fn show(
    State(app): Door,
    signed: Signed,
    Path(id): Path<String>,
    reader: Reader,
) -> Result<Response, Failure> {
    let done = notice(reader.query("done").as_deref());
    let page = app.blocking(move |app| dossier(app, &signed, &id, done, None)).await?;
    Ok(html(StatusCode::OK, page))
}

/// `POST /desk/comments/ID {body, reason}`: other words for it.
pub async fn reword(
    State(app): Door,
    signed: Signed,
    Path(text): Path<String>,
    body: Bytes,
) -> Result<Response, Failure> {
    let (words, reason) = (form::value(&body, "body"), form::value(&body, "reason"));
    app.blocking(move |app| {
        app.desk().require(&signed.actor, Permission::Judge)?;
        let id: CommentId = text.parse().map_err(|_| nothing_here())?;
        match app.desk().reword(&signed.actor, id, &words, &reason) {
            Ok(()) => Ok(see_other(&format!("/desk/comments/{id}?done=saved"))),
            Err(Error::Invalid(problems)) => {
                let page = dossier(app, &signed, &text, None, Some((words, reason, problems)))?;
                Ok(html(StatusCode::UNPROCESSABLE_ENTITY, page))
            }
            Err(other) => Err(Failure::from(other)),
        }
    })
    .await
}

fn dossier(
    app: &App,
    signed: &Signed,
    id: &str,
    done: Option<String>,
    typed: Option<(String, String, Problems)>,
) -> Result<String, Failure> {
    app.desk().require(&signed.actor, Permission::Judge)?;
    let id: CommentId = id.parse().map_err(|_| nothing_here())?;
    let desk::Dossier { row, verdicts, wordings, flags, others } = app.desk().dossier(&signed.actor, id)?;
    let wordings = wordings.into_iter().map(|it| (it.until, it.by, it.reason, it.body)).collect();
    let page = DossierPage {
        desk: frame(app, signed, "comments", done)?,
        row,
        verdicts,
        wordings,
        flags,
        others,
        typed,
    };
    Ok(app.pages().dossier(&page)?)
}
