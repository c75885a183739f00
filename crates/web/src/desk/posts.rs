//! Writing: the editor, its preview, revisions, publishing and its opposite.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use desk::import::BroughtOver;
use desk::{Error, When};
use jiff::civil::DateTime;
use model::{JobState, Moment, Permission, Post, PostId, Problems, RawWriting, Site, Standing};
use pages::{AskedFirst, EditPage, PreviewFragment, RevisionsPage};

use super::frame::{frame, notice};
use super::quotations;
use crate::app::{App, clipping_of};
use crate::failure::{Failure, nothing_here};
use crate::form;
use crate::policy::Policy;
use crate::public::post::Extra;
use crate::reader::{Door, Reader};
use crate::respond::{held_to, html, see_other};
use crate::session::Signed;

/// Pictures offered in the editor.
const MEDIA: u32 = 24;

/// What the editor shows.
#[derive(Default)]
pub(super) struct Editing {
    pub(super) post: Option<Post>,
    pub(super) raw: RawWriting,
    pub(super) problems: Problems,
    pub(super) correction: Option<String>,
    pub(super) conflict: Option<String>,
    pub(super) notice: Option<String>,
    pub(super) asked: Option<AskedFirst>,
}

/// The editor's page.
///
/// # Errors
/// When the store can't be read or the template fails.
pub(super) fn editor(app: &App, signed: &Signed, editing: Editing) -> Result<String, Failure> {
    let preview = app.desk().preview(&editing.raw);
    let quotations = quotations::part(app, signed, editing.post.as_ref(), &editing.raw, &preview)?;
    let clipping = editing.post.as_ref().map(|post| clipping_of(app.desk(), post.id)).transpose()?.flatten();
    let looks = match &editing.post {
        Some(post) => app.desk().captures(&signed.actor, post.id)?,
        None => Vec::new(),
    };
    let open = match editing.post.as_ref().and_then(|post| post.source.as_ref()) {
        Some(source) => app.desk().store().read(|c| store::openings::open_of_source(c, source.id))?,
        None => Vec::new(),
    };
    let alike = match &editing.post {
        Some(post) if post.standing == Standing::Draft => app.desk().likenesses(&signed.actor, &[post.id])?,
        _ => Vec::new(),
    };
    let related = match &editing.post {
        Some(post) => app.desk().related_told(&signed.actor, post.id)?,
        None => Vec::new(),
    };
    // Newest first.
    let capture = looks.first().map(|kept| kept.capture.clone());
    let media = app.desk().store().read::<_, store::Error>(|c| {
        let newest: Vec<_> = store::media::newest(c, MEDIA)?;
        let hashes: Vec<_> = newest.iter().map(|media| media.sha256.clone()).collect();
        let mut shown = store::media::shown(c, &hashes)?;
        // Ids sort by time.
        shown.reverse();
        Ok(shown)
    })?;
    let typo_window = match &editing.post {
        Some(post) => app.desk().typo_window(&signed.actor, post.id)?,
        None => None,
    };
    let missing = match &editing.post {
        Some(post) => app.desk().missing_pictures(&signed.actor, post.id)?,
        None => Vec::new(),
    };
    let brought = match &editing.post {
        Some(post) => app.desk().brought_over(&signed.actor, post.id)?,
        None => BroughtOver::default(),
    };
    let page = EditPage {
        desk: frame(app, signed, "inbox", editing.notice)?,
        guessed: brought.guessed,
        has_original: brought.is_readable,
        post: editing.post,
        raw: editing.raw,
        problems: editing.problems,
        correction: editing.correction,
        typo_window,
        now: app.desk().clock().now(),
        conflict: editing.conflict,
        preview_html: preview.html,
        excerpt: preview.excerpt,
        clipping,
        looks: looks.into_iter().map(|kept| (kept.capture, kept.is_read)).collect(),
        open: open.into_iter().map(|(capture, _)| capture).collect(),
        alike,
        related,
        capture,
        may_publish: signed.actor.may(Permission::Write),
        media,
        missing,
        quotations,
        asked: editing.asked,
    };
    Ok(app.pages().edit(&page)?)
}

pub(super) fn id(text: &str) -> Result<PostId, Failure> {
    text.parse().map_err(|_| nothing_here())
}

/// `GET /desk/posts/new`
pub async fn new(State(app): Door, signed: Signed) -> Result<Response, Failure> {
    let page = app
        .blocking(move |app| {
            app.desk().require(&signed.actor, Permission::Write)?;
            editor(app, &signed, Editing::default())
        })
        .await?;
    Ok(html(StatusCode::OK, page))
}

/// `POST /desk/posts`
pub async fn create(
    State(app): Door,
    signed: Signed,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    let raw: RawWriting = form::read(&headers, &body)?;
    app.blocking(move |app| match app.desk().create(&signed.actor, &raw) {
        Ok(post) => act(app, &signed, post.id, raw, &body),
        Err(Error::Invalid(problems)) => {
            let page = editor(app, &signed, Editing { raw, problems, ..Editing::default() })?;
            Ok(html(StatusCode::UNPROCESSABLE_ENTITY, page))
        }
        Err(other) => Err(Failure::from(other)),
    })
    .await
}

/// `GET /desk/posts/ID`
pub async fn edit(
    State(app): Door,
    signed: Signed,
    Path(post): Path<String>,
    reader: Reader,
) -> Result<Response, Failure> {
    let post = id(&post)?;
    let notice = notice(reader.query("done").as_deref());
    let page = app
        .blocking(move |app| {
            let post = app.desk().post(&signed.actor, post)?;
            let raw = post.writing.raw();
            editor(app, &signed, Editing { post: Some(post), raw, notice, ..Editing::default() })
        })
        .await?;
    Ok(html(StatusCode::OK, page))
}

/// `POST /desk/posts/ID`: save, and then what the button said. What is to be retracted is retracted first:
/// nobody has to say what was wrong with a text that readers will not see.
pub async fn save(
    State(app): Door,
    signed: Signed,
    Path(post): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    let post = id(&post)?;
    let raw: RawWriting = form::read(&headers, &body)?;
    let base = form::value(&body, "revision").parse().ok();
    app.blocking(move |app| {
        let (desk, actor) = (app.desk(), &signed.actor);
        let is_retracted = form::value(&body, "then") == "retract";
        if is_retracted && let Err(error) = desk.retract(actor, post, &form::value(&body, "reason")) {
            return again(app, &signed, post, raw, &body, error);
        }
        let saved = match note(&body) {
            Ok(Some(note)) if !is_retracted => desk.correct(actor, post, &raw, base, &note),
            Err(error) if !is_retracted => Err(error),
            _ => desk.save(actor, post, &raw, base),
        };
        match saved {
            Ok(_) if is_retracted => Ok(see_other(&format!("/desk/posts/{post}?done=retracted"))),
            Ok(_) => act(app, &signed, post, raw, &body),
            Err(error) => again(app, &signed, post, raw, &body, error),
        }
    })
    .await
}

/// The public note that a form brings, when it says that there is one.
fn note(body: &[u8]) -> Result<Option<String>, Error> {
    let note = form::value(body, "correction");
    match form::value(body, "way").as_str() {
        "correction" => Ok(Some(note)),
        _ if note.trim().is_empty() => Ok(None),
        _ => Err(Error::Invalid(Problems::one(
            "correction",
            "you wrote a note and chose to save without one: choose “With a correction note”, or empty the note",
        ))),
    }
}

/// The editor once more, with what the person wrote and why it could not be done.
///
/// # Errors
/// Those that no editing puts right.
pub(super) fn again(
    app: &App,
    signed: &Signed,
    post: PostId,
    raw: RawWriting,
    body: &[u8],
    error: Error,
) -> Result<Response, Failure> {
    if !matches!(error, Error::Invalid(_) | Error::Conflict(_)) {
        return Err(error.into());
    }
    let is_noted = form::value(body, "way") == "correction";
    let note = Some(form::value(body, "correction")).filter(|note| is_noted || !note.is_empty());
    let mut editing = Editing {
        post: Some(app.desk().post(&signed.actor, post)?),
        raw,
        correction: note,
        ..Editing::default()
    };
    let status = match error {
        Error::Invalid(problems) => {
            editing.problems = problems;
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Error::Conflict(conflict) => {
            editing.conflict = Some(conflict);
            StatusCode::CONFLICT
        }
        other => return Err(other.into()),
    };
    Ok(html(status, editor(app, signed, editing)?))
}

/// After a save: publish, schedule, preview, or just back to the editor.
fn act(app: &App, signed: &Signed, post: PostId, raw: RawWriting, body: &[u8]) -> Result<Response, Failure> {
    let (desk, actor) = (app.desk(), &signed.actor);
    if let Some(asked) = quotations::asked_first(desk, signed, post, body)? {
        let editing =
            Editing { post: Some(desk.post(actor, post)?), raw, asked: Some(asked), ..Editing::default() };
        return Ok(html(StatusCode::OK, editor(app, signed, editing)?));
    }
    let (done, word) = match form::value(body, "then").as_str() {
        "publish" => (desk.publish(actor, post, When::Now), "published"),
        "schedule" => match local_time(&desk.site()?, &form::value(body, "at")) {
            Some(at) => (desk.publish(actor, post, When::At(at)), "scheduled"),
            None => {
                let problem =
                    Problems::one("at", "choose the day and the time at which this should come out");
                return again(app, signed, post, raw, body, Error::Invalid(problem));
            }
        },
        "preview" => return Ok(see_other(&format!("/desk/posts/{post}/preview"))),
        _ => (desk.post(actor, post), "saved"),
    };
    match done {
        Ok(_) => Ok(see_other(&format!("/desk/posts/{post}?done={word}"))),
        Err(error) => again(app, signed, post, raw, body, error),
    }
}

/// A `datetime-local` value in the site's time zone.
fn local_time(site: &Site, text: &str) -> Option<Moment> {
    let at: DateTime = text.trim().parse().ok()?;
    let zoned = at.to_zoned_datetime(site.zone()).ok()?;
    Some(Moment::from_micros(zoned.timestamp().as_microsecond()))
}

/// `POST /desk/preview`: the body as it will look, for the live preview.
pub async fn preview(
    State(app): Door,
    signed: Signed,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    let raw: RawWriting = form::read(&headers, &body)?;
    let page = app
        .blocking(move |app| {
            app.desk().require(&signed.actor, Permission::Write)?;
            let preview = app.desk().preview(&raw);
            let site = app.desk().site()?;
            let language = model::Language::parse(&raw.language).unwrap_or_else(|_| site.language.clone());
            let byline = model::post::names_of(&raw.byline).join(", ");
            let part = quotations::part(app, &signed, None, &raw, &preview)?;
            let fragment = PreviewFragment {
                html: &preview.html,
                headline: &raw.headline,
                dek: &raw.dek,
                byline: &byline,
                language: &language,
                site: &site,
                quotations: part.as_ref(),
                post: form::value(&body, "post").parse().ok(),
            };
            app.pages().preview_fragment(&fragment).map_err(Failure::from)
        })
        .await?;
    Ok(html(StatusCode::OK, page))
}

/// `GET /desk/posts/ID/preview`: the page as readers will see it.
pub async fn look(State(app): Door, signed: Signed, Path(post): Path<String>) -> Result<Response, Failure> {
    let post = id(&post)?;
    let page = app
        .blocking(move |app| {
            let post = app.desk().post(&signed.actor, post)?;
            let frames = post.writing.player_origin();
            let path = post
                .permalink
                .as_ref()
                .map_or_else(|| format!("/desk/posts/{}/preview", post.id), |p| p.encoded());
            let extra = Extra { preview: true, ..Extra::default() };
            crate::public::post::html(app, &path, post, extra).map(|page| (page, frames))
        })
        .await?;
    let (page, frames) = page;
    Ok(held_to(&Policy::framing(frames), html(StatusCode::OK, page)))
}

/// `GET /desk/posts/ID/revisions?from=&to=`
pub async fn revisions(
    State(app): Door,
    signed: Signed,
    Path(post): Path<String>,
    reader: Reader,
) -> Result<Response, Failure> {
    let post = id(&post)?;
    let number = |name: &str| reader.query(name).and_then(|n| n.parse::<i64>().ok());
    let (from, to) = (number("from"), number("to"));
    let page = app
        .blocking(move |app| {
            let desk = app.desk();
            let post = desk.post(&signed.actor, post)?;
            let revisions = desk.revisions(&signed.actor, post.id)?;
            let newest = revisions.first().map_or(0, |revision| revision.number);
            let (from, to) = (from.unwrap_or((newest - 1).max(1)), to.unwrap_or(newest));
            let lines = desk.diff(&signed.actor, post.id, from, to)?;
            let lines = lines.into_iter().map(|line| (line.kind.as_str(), line.text)).collect();
            let told = desk.quotations_told(&signed.actor, post.id)?;
            let shares = desk.store().read(|conn| store::quotations::shares(conn, post.id))?;
            let quotations = quotations::of_revision(desk, &signed, &post, to)?;
            let names =
                desk.store().read(store::accounts::list)?.into_iter().map(|a| (a.id, a.name)).collect();
            let page = RevisionsPage {
                desk: frame(app, &signed, "inbox", None)?,
                post,
                revisions,
                names,
                from,
                to,
                lines,
                told,
                shares,
                quotations,
            };
            app.pages().revisions(&page).map_err(Failure::from)
        })
        .await?;
    Ok(html(StatusCode::OK, page))
}

/// `POST /desk/posts/ID/pictures`: the pictures that a clipping shows and the site lacks, once more.
pub async fn fetch_pictures(
    State(app): Door,
    signed: Signed,
    Path(post): Path<String>,
) -> Result<Response, Failure> {
    let post = id(&post)?;
    let job = app.blocking(move |app| app.desk().request_pictures(&signed.actor, post)).await?;
    let is_done = match job {
        Some(job) => app.wait_for(job).await?.state == JobState::Done,
        None => true,
    };
    let done = if is_done { "pictures" } else { "fetching" };
    Ok(see_other(&format!("/desk/posts/{post}?done={done}")))
}

/// `POST /desk/posts/ID/removal {other?}`: a draft that never came out is deleted; on to the other piece that
/// tells its story, if it went for that.
pub async fn remove(
    State(app): Door,
    signed: Signed,
    Path(post): Path<String>,
    body: Bytes,
) -> Result<Response, Failure> {
    let post = id(&post)?;
    let other = form::value(&body, "other").parse::<PostId>().ok();
    app.blocking(move |app| {
        let (desk, actor) = (app.desk(), &signed.actor);
        desk.remove_draft(actor, post)?;
        let other = other.filter(|other| desk.post(actor, *other).is_ok());
        Ok::<_, Failure>(see_other(&match other {
            Some(other) => format!("/desk/posts/{other}?done=discarded"),
            None => "/desk?done=removed".to_owned(),
        }))
    })
    .await
}

/// `POST /desk/posts/ID/apart {other}`: the two pieces are two stories.
pub async fn tell_apart(
    State(app): Door,
    signed: Signed,
    Path(post): Path<String>,
    body: Bytes,
) -> Result<Response, Failure> {
    let post = id(&post)?;
    let other = id(&form::value(&body, "other"))?;
    app.blocking(move |app| app.desk().tell_apart(&signed.actor, post, other)).await?;
    Ok(see_other(&format!("/desk/posts/{post}?done=apart")))
}
