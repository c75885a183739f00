//! A post's own page, at whatever path it was promised.

use axum::http::{Method, StatusCode};
use axum::response::Response;
use model::{Change, CommentId, Edition, Permalink, Post, Problems, RawRemark, Standing, Way};
use pages::{Card, HistoryPage, PostNotice, PostPage, ShownRevision};

use crate::app::App;
use crate::cache::Rendered;
use crate::failure::{Failure, nothing_here};
use crate::policy::Policy;
use crate::public::{own, pictures};
use crate::reader::{Reader, count, keep, page};
use crate::respond;

/// What follows a post's path where readers see what it said before.
const REVISIONS: &str = "/revisions";

/// `GET` any path that is nothing else: a post, its comment feed, what it said before, or nothing.
pub async fn show(app: &App, reader: Reader) -> Result<Response, Failure> {
    let path = reader.path();
    if path.len() > 1 && path.ends_with('/') {
        return Ok(respond::moved(path.trim_end_matches('/')));
    }
    if path.ends_with("/comments.atom") {
        return keep(app, reader, comment_feed).await;
    }
    if path.ends_with(REVISIONS) {
        return keep(app, reader, history).await;
    }
    // The words a form's answer adds; any other query is a stranger's tracker and changes nothing.
    let (reply, held) = (reader.query("reply"), reader.query("comment").is_some_and(|word| word == "held"));
    let own = reader.query("own").and_then(|pair| own::read(&pair));
    if reply.is_none() && !held && own.is_none() {
        return keep(app, reader, render).await;
    }
    let path = path.to_owned();
    let (html, post, frames) = app
        .blocking(move |app| {
            let post = find(app, &path)?;
            let (id, frames) = (post.id, post.writing.player_origin());
            let form = RawRemark { parent: reply.clone().unwrap_or_default(), ..RawRemark::default() };
            let extra = Extra {
                form,
                notice: held.then_some(PostNotice::Held),
                own: own.clone(),
                ..Extra::default()
            };
            Ok::<_, Failure>((html(app, &path, post, extra)?, id, frames))
        })
        .await?;
    count(app, Some(post), &reader.method, &reader.headers, reader.from);
    let html = if reader.method == Method::HEAD { String::new() } else { html };
    Ok(respond::held_to(&Policy::framing(frames), respond::html(StatusCode::OK, html)))
}

/// What a post's page shows besides the post: a form that comes back, a notice.
#[derive(Clone, Debug, Default)]
pub struct Extra {
    /// Values for the form.
    pub form: RawRemark,
    /// What was wrong with them.
    pub problems: Problems,
    /// What became of a comment.
    pub notice: Option<PostNotice>,
    /// Where its author changes it.
    pub own: Option<String>,
    /// Whether an editor looks at a post that may not be out.
    pub preview: bool,
}

/// The published post of an encoded path.
///
/// # Errors
/// Not found; gone, with the reason, when it was retracted.
pub fn find(app: &App, path: &str) -> Result<Post, Failure> {
    let permalink = Permalink::parse(path).map_err(|_| nothing_here())?;
    let post =
        app.desk().store().read(|c| store::posts::by_permalink(c, &permalink))?.ok_or_else(nothing_here)?;
    match post.standing {
        Standing::Published { .. } => Ok(post),
        Standing::Retracted { at, reason } => {
            Err(Failure::Gone { headline: post.writing.headline, reason, at })
        }
        Standing::Draft | Standing::Scheduled { .. } => Err(nothing_here()),
    }
}

fn render(app: &App, path: &str) -> Result<Rendered, Failure> {
    let post = find(app, path)?;
    let (id, frames) = (post.id, post.writing.player_origin());
    let (page_of, mut shows) = filled(app, path, post, Extra::default())?;
    shows.extend(pictures::awaited(&page_of.frame.pictures));
    Ok(Rendered {
        post: Some(id),
        policy: Policy::framing(frames),
        ..page(app.pages().post(&page_of)?, shows)
    })
}

/// A post's page as HTML.
///
/// # Errors
/// When the store can't be read or the template fails.
pub fn html(app: &App, path: &str, post: Post, extra: Extra) -> Result<String, Failure> {
    Ok(app.pages().post(&filled(app, path, post, extra)?.0)?)
}

/// A post's page and what it shows.
fn filled(app: &App, path: &str, post: Post, extra: Extra) -> Result<(PostPage, Vec<Change>), Failure> {
    let desk = app.desk();
    let frame = pictures::of_posts(app, app.frame(path)?, std::slice::from_ref(&post))?;
    let (comments, editions) = desk.store().read::<_, store::Error>(|c| {
        Ok((store::comments::of_post(c, post.id)?, store::editions::of_post(c, post.id)?))
    })?;
    // A post that has said one thing only has nothing to compare.
    let texts = editions.iter().filter(|edition| edition.way != Way::Upkeep).count();
    let related = desk.related(&frame.site, &post)?;
    let popular = desk.popular_beside(&frame.site, Some(&post))?;
    let mut shows = popular.shows;
    shows.push(Change::Post(post.id));
    let now = desk.clock().now();
    let (mode, _) = frame.site.comments_on(post.writing.comments, post.published().unwrap_or(now), now);
    let reply_to: Option<CommentId> =
        extra.form.parent.parse().ok().filter(|id| comments.iter().any(|c| c.id == *id));
    let source_note = desk.source_note(&frame.site, &post)?;
    let card = card(app, &post)?;
    let page = PostPage {
        has_revisions: frame.site.public_revisions && texts > 1,
        corrections: editions.iter().filter_map(Edition::correction).collect(),
        frame,
        post,
        comments,
        related,
        popular: popular.posts,
        mode,
        form: extra.form,
        problems: extra.problems,
        notice: extra.notice,
        own: extra.own,
        reply_to,
        source_note,
        preview: extra.preview,
        card,
    };
    Ok((page, shows))
}

/// What is kept of the post's source and how that stands: a few lookups by index, when the page is rendered.
fn card(app: &App, post: &Post) -> Result<Option<Card>, Failure> {
    let Some(source) = &post.source else { return Ok(None) };
    let card = app.desk().store().read::<_, store::Error>(|conn| {
        let kept = store::captures::kept(conn, source.id)?;
        Ok(Card {
            number: kept.as_ref().map_or(0, |kept| kept.number),
            first: kept.as_ref().map(|kept| kept.first),
            newest: kept.map(|kept| kept.newest),
            open: store::openings::open_of_source(conn, source.id)?,
            watch: store::watches::of_source(conn, source.id)?,
        })
    })?;
    Ok(Some(card))
}

/// `GET {post}/revisions`, where the site shows them.
fn history(app: &App, path: &str) -> Result<Rendered, Failure> {
    // An imported post's own path may end like this.
    match render(app, path) {
        Err(failure) if failure.status() == StatusCode::NOT_FOUND => {}
        itself => return itself,
    }
    let post = find(app, path.trim_end_matches(REVISIONS))?;
    let id = post.id;
    let shown = |part: desk::PublicRevision| ShownRevision {
        edition: part.edition,
        changes: part
            .changes
            .into_iter()
            .map(|(place, passages)| {
                let words = |passage: desk::Passage| {
                    let runs = passage.runs.into_iter().map(|run| (run.kind.as_str(), run.text));
                    (passage.skipped, runs.collect())
                };
                (place.as_str(), passages.into_iter().map(words).collect())
            })
            .collect(),
    };
    let revisions = app.desk().history(&post)?.into_iter().map(shown).collect();
    let html = app.pages().history(&HistoryPage { frame: app.frame(path)?, post, revisions })?;
    Ok(page(html, vec![Change::Post(id)]))
}

fn comment_feed(app: &App, path: &str) -> Result<Rendered, Failure> {
    let post = find(app, path.trim_end_matches("/comments.atom"))?;
    let comments = app.desk().store().read(|c| store::comments::of_post(c, post.id))?;
    let text = app.pages().comments_atom(&app.frame(path)?, &post, &comments)?;
    Ok(crate::reader::document(text, "application/atom+xml; charset=utf-8", vec![Change::Post(post.id)]))
}
