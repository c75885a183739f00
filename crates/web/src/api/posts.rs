//! `/api/posts`: write, read, change, publish.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use desk::{Error, When};
use model::{ClippingId, Dated, Moment, Post, PostId, Problems, RawWriting, Standing};
use serde::Deserialize;
use serde_json::{Value, json};

use super::quotations::quoted;
use super::read::{Line, json as read_json};
use crate::app::App;
use crate::failure::{Failure, nothing_here};
use crate::reader::Door;
use crate::session::{Bearer, Signed};

/// What a program sends. Absent fields are left as they are by PATCH and empty in POST.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct PostInput {
    headline: Option<String>,
    dek: Option<String>,
    body: Option<String>,
    format: Option<String>,
    language: Option<String>,
    labels: Option<Line>,
    byline: Option<Line>,
    slug: Option<String>,
    kind: Option<String>,
    comments: Option<String>,
    lead_image: Option<String>,
    lead_image_alt: Option<String>,
    lead_image_caption: Option<String>,
    location: Option<String>,
    search_title: Option<String>,
    search_description: Option<String>,
    film: Option<FilmInput>,
    source: Option<SourceInput>,
    clipping: Option<String>,
    publish: Option<bool>,
    published_at: Option<String>,
    revision: Option<i64>,
    /// What was wrong, for readers: needed where a published text changes.
    correction: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct SourceInput {
    url: String,
    outlet: String,
    byline: Option<Line>,
    published: Option<String>,
    licence: String,
}

/// A video's player and length; what is absent is taken away.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct FilmInput {
    player: String,
    /// Seconds, ISO 8601 or `12:34`.
    duration: Value,
    /// Pixels.
    size: Option<(u32, u32)>,
}

impl PostInput {
    /// Lays what was sent over what there is.
    fn over(&self, mut raw: RawWriting) -> RawWriting {
        let lay = |field: &mut String, sent: &Option<String>| {
            if let Some(text) = sent {
                field.clone_from(text);
            }
        };
        lay(&mut raw.headline, &self.headline);
        lay(&mut raw.dek, &self.dek);
        lay(&mut raw.body, &self.body);
        lay(&mut raw.format, &self.format);
        lay(&mut raw.language, &self.language);
        lay(&mut raw.slug, &self.slug);
        lay(&mut raw.kind, &self.kind);
        lay(&mut raw.comments, &self.comments);
        lay(&mut raw.lead_image, &self.lead_image);
        lay(&mut raw.lead_image_alt, &self.lead_image_alt);
        lay(&mut raw.lead_image_caption, &self.lead_image_caption);
        lay(&mut raw.location, &self.location);
        lay(&mut raw.search_title, &self.search_title);
        lay(&mut raw.search_description, &self.search_description);
        lay(&mut raw.labels, &self.labels.clone().map(|line| line.0));
        lay(&mut raw.byline, &self.byline.clone().map(|line| line.0));
        if let Some(film) = &self.film {
            raw.film_player.clone_from(&film.player);
            raw.film_duration = match &film.duration {
                Value::Null => String::new(),
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            raw.film_size = film.size.map(|(width, height)| format!("{width}x{height}")).unwrap_or_default();
        }
        if let Some(source) = &self.source {
            raw.source_url.clone_from(&source.url);
            raw.source_outlet.clone_from(&source.outlet);
            raw.source_byline = source.byline.clone().map(|line| line.0).unwrap_or_default();
            raw.source_published = source.published.clone().unwrap_or_default();
            raw.source_licence.clone_from(&source.licence);
        }
        raw
    }

    fn when(&self) -> Result<When, Failure> {
        let Some(text) = &self.published_at else { return Ok(When::Now) };
        match Dated::parse(text) {
            Some(Dated::At(at)) => Ok(When::At(at)),
            Some(Dated::Day(_)) => {
                Moment::parse(&format!("{text}T00:00:00Z")).map(When::At).map_err(bad_date)
            }
            None => Err(bad_date(format!("“{text}” is not a date like 2026-11-23T12:00:00Z"))),
        }
    }
}

fn bad_date(message: String) -> Failure {
    Error::Invalid(Problems::one("published_at", message)).into()
}

fn id(text: &str) -> Result<PostId, Failure> {
    text.parse().map_err(|_| nothing_here())
}

/// A post as JSON.
fn shown(post: &Post) -> Value {
    let writing = &post.writing;
    let standing = match &post.standing {
        Standing::Retracted { reason, .. } => json!({ "standing": "retracted", "reason": reason }),
        Standing::Scheduled { at } => json!({ "standing": "scheduled", "scheduled_at": at }),
        other => json!({ "standing": other.as_str() }),
    };
    let mut value = json!({
        "id": post.id,
        "permalink": post.permalink,
        "headline": writing.headline,
        "dek": writing.dek,
        "byline": writing.byline,
        "language": writing.language,
        "format": writing.format,
        "body": writing.body,
        "html": post.html,
        "excerpt": post.excerpt,
        "labels": writing.labels.iter().map(|label| &label.name).collect::<Vec<_>>(),
        "kind": writing.kind,
        "comments": writing.comments,
        "lead_image": writing.lead_image,
        "lead_image_alt": writing.lead_image_alt,
        "lead_image_caption": writing.lead_image_caption,
        "location": writing.location,
        "search_title": writing.search_title,
        "search_description": writing.search_description,
        "film": writing.film,
        "source": post.source.as_ref().map(|source| &source.fields),
        "clipping": post.clipping,
        "revision": post.revision,
        "published_at": post.published(),
        "created": post.created,
        "modified": post.modified,
    });
    if let (Some(value), Value::Object(standing)) = (value.as_object_mut(), standing) {
        value.extend(standing);
    }
    value
}

fn publish(app: &App, signed: &Signed, post: PostId, when: When) -> Result<Post, Failure> {
    Ok(app.desk().publish(&signed.actor, post, when)?)
}

/// `POST /api/posts` -> 201 `{id, permalink}`
pub async fn create(
    State(app): Door,
    Bearer(signed): Bearer,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    let input: PostInput = read_json(&headers, &body)?;
    let when = input.when()?;
    let clipping: Option<ClippingId> = match &input.clipping {
        Some(text) => Some(text.parse().map_err(|_| {
            Failure::from(Error::Invalid(Problems::one("clipping", "this is not a clipping's id")))
        })?),
        None => None,
    };
    let post = app
        .blocking(move |app| {
            let raw = input.over(RawWriting::default());
            let made = match clipping {
                Some(clipping) => app.desk().create_from(&signed.actor, &raw, clipping)?,
                None => app.desk().create(&signed.actor, &raw)?,
            };
            if !input.publish.unwrap_or(false) {
                return Ok(made);
            }
            publish(app, &signed, made.id, when).inspect_err(|_| {
                // Refused for publication: the program gets the reason and no half-made draft.
                let _ = app.desk().remove_draft(&signed.actor, made.id);
            })
        })
        .await?;
    Ok((StatusCode::CREATED, Json(json!({ "id": post.id, "permalink": post.permalink }))).into_response())
}

/// `GET /api/posts/ID`
pub async fn show(
    State(app): Door,
    Bearer(signed): Bearer,
    Path(post): Path<String>,
) -> Result<Response, Failure> {
    let post = id(&post)?;
    let (post, quoting) = app
        .blocking(move |app| {
            let post = app.desk().post(&signed.actor, post)?;
            let quoting = app.desk().quotations_of(&signed.actor, post.id, post.revision)?;
            Ok::<_, Failure>((post, quoting))
        })
        .await?;
    let mut value = shown(&post);
    if let Some(value) = value.as_object_mut() {
        value.extend(quoted(&post, &quoting));
    }
    Ok(Json(value).into_response())
}

/// `PATCH /api/posts/ID`: only what is sent changes; `revision` refuses to overwrite a newer one. What
/// readers have read changes with a public note, `correction`.
pub async fn change(
    State(app): Door,
    Bearer(signed): Bearer,
    Path(post): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    let post = id(&post)?;
    let input: PostInput = read_json(&headers, &body)?;
    let when = input.when()?;
    let post = app
        .blocking(move |app| {
            let now = app.desk().post(&signed.actor, post)?;
            let base = input.revision.unwrap_or(now.revision);
            let (desk, actor, raw) = (app.desk(), &signed.actor, input.over(now.writing.raw()));
            let saved = match &input.correction {
                Some(note) => desk.correct(actor, post, &raw, Some(base), note)?,
                None => desk.save(actor, post, &raw, Some(base))?,
            };
            if input.publish.unwrap_or(false) { publish(app, &signed, post, when) } else { Ok(saved) }
        })
        .await?;
    Ok(Json(shown(&post)).into_response())
}

/// `POST /api/posts/ID/publication {published_at?}` -> 201
pub async fn publication(
    State(app): Door,
    Bearer(signed): Bearer,
    Path(post): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    let post = id(&post)?;
    let input: PostInput = read_json(&headers, &body)?;
    let when = input.when()?;
    let post = app.blocking(move |app| publish(app, &signed, post, when)).await?;
    Ok((
        StatusCode::CREATED,
        Json(json!({ "id": post.id, "permalink": post.permalink, "published_at": post.published() })),
    )
        .into_response())
}

/// `DELETE /api/posts/ID/publication {reason}`: retracts a post with a public reason.
pub async fn retract(
    State(app): Door,
    Bearer(signed): Bearer,
    Path(post): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Retraction {
        reason: String,
    }
    let post = id(&post)?;
    let input: Retraction = read_json(&headers, &body)?;
    let post = app.blocking(move |app| app.desk().retract(&signed.actor, post, &input.reason)).await?;
    Ok(Json(shown(&post)).into_response())
}
