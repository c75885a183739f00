//! A post's own page, at whatever path it was promised.

use axum::http::{Method, StatusCode};
use axum::response::Response;
use model::comment::FEED_COMMENTS;
use model::{
    Change, CommentId, CommentMode, Edition, Permalink, Post, Problems, RawRemark, Site, Standing,
    ThreadMark, ThreadOrder, Verdict, Way,
};
use pages::{Answers, Card, HistoryPage, PostNotice, PostPage, ShownRevision};

use crate::app::App;
use crate::failure::{Failure, nothing_here};
use crate::kept::Rendered;
use crate::policy::Policy;
use crate::public::{own, pictures, thread};
use crate::reader::{Asked, Reader, count, keep, keep_as, page};
use crate::respond;

/// What follows a post's path where readers see what it said before.
const REVISIONS: &str = "/revisions";

/// `GET` any path that is nothing else: a post, its comment feed, what it said before, or nothing.
pub async fn show(app: &App, reader: Reader) -> Result<Response, Failure> {
    let path = reader.path();
    if path.len() > 1 && path.ends_with('/') {
        // One step, not two, for an old address that leads elsewhere than to itself without the slash.
        let (asked, query) = (path.to_owned(), reader.uri.query().map(str::to_owned));
        let lead = app
            .blocking(move |app| {
                let there = Permalink::parse(asked.trim_end_matches('/'));
                let out = there.is_ok_and(|at| {
                    app.desk().store().read(|c| store::posts::is_out(c, &at)).unwrap_or(false)
                });
                if out { Ok(None) } else { app.desk().lead(&asked, query.as_deref()) }
            })
            .await?;
        return Ok(respond::moved(lead.as_deref().unwrap_or(path.trim_end_matches('/'))));
    }
    if path.ends_with("/comments.atom") {
        return keep(app, reader, comment_feed).await;
    }
    if path.ends_with(REVISIONS) {
        return keep(app, reader, history).await;
    }
    if let Some((path, root)) = thread::named(path) {
        return thread::show(app, reader, path, root).await;
    }
    // The words a form's answer adds, and a page of the conversation; any other query is a stranger's tracker and
    // changes nothing.
    let reply = reader.query("reply");
    let notice = match reader.query("comment").as_deref() {
        Some("held") => Some(PostNotice::Held),
        Some("rush") => Some(PostNotice::Rush),
        _ => None,
    };
    let own = reader.query("own").and_then(|pair| own::read(&pair));
    let asked = reader.query("answers").is_some_and(|word| word == "asked");
    let order: ThreadOrder = reader.query("comments").and_then(|word| word.parse().ok()).unwrap_or_default();
    let after: Option<ThreadMark> = reader.query("after").and_then(|mark| mark.parse().ok());
    if reply.is_none() && notice.is_none() && own.is_none() && after.is_none() && !asked {
        let name = match order {
            ThreadOrder::Oldest => path.to_owned(),
            ThreadOrder::Newest | ThreadOrder::Best => format!("{path}?comments={}", order.as_str()),
        };
        let path = path.to_owned();
        return keep_as(app, reader, name, move |app, _| render(app, &path, order)).await;
    }
    let path = path.to_owned();
    let (html, post, frames) = app
        .rendered(move |app| {
            let post = find(app, &path)?;
            let (id, frames) = (post.id, post.writing.player_origin());
            let form = RawRemark { parent: reply.clone().unwrap_or_default(), ..RawRemark::default() };
            let extra = Extra { form, notice, own: own.clone(), order, after, asked, ..Extra::default() };
            Ok::<_, Failure>((html(app, &path, post, extra)?, id, frames))
        })
        .await?;
    count(app, Some(post), &Asked::of(&reader.method, &reader.headers, reader.from));
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
    /// How the conversation under it stands.
    pub order: ThreadOrder,
    /// Where in the conversation the page begins.
    pub after: Option<ThreadMark>,
    /// Whether its author wants answers by mail.
    pub asked: bool,
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

fn render(app: &App, path: &str, order: ThreadOrder) -> Result<Rendered, Failure> {
    let post = find(app, path)?;
    let (id, frames) = (post.id, post.writing.player_origin());
    let (page_of, mut shows) = filled(app, path, post, Extra { order, ..Extra::default() })?;
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

/// What becomes of a comment on a post that is sent now.
pub fn mode(app: &App, site: &Site, post: &Post) -> CommentMode {
    let now = app.desk().clock().now();
    site.comments_on(post.writing.comments, post.published().unwrap_or(now), now).0
}

/// Whether answers can be had by mail, and whether somebody has just asked for them.
pub fn answers(app: &App, asked: bool) -> Answers {
    match app.desk().mails_as() {
        None => Answers::Not,
        Some(_) if asked => Answers::Asked,
        Some(_) => Answers::Offered,
    }
}

/// A post's page and what it shows.
fn filled(app: &App, path: &str, post: Post, extra: Extra) -> Result<(PostPage, Vec<Change>), Failure> {
    let desk = app.desk();
    let frame = pictures::of_posts(app, app.frame(path)?, std::slice::from_ref(&post))?;
    let editions = desk.store().read(|c| store::editions::of_post(c, post.id))?;
    let conversation = desk.conversation(post.id, extra.order, extra.after)?;
    // A post that has said one thing only has nothing to compare.
    let texts = editions.iter().filter(|edition| edition.way != Way::Upkeep).count();
    let related = desk.related(&frame.site, &post)?;
    let popular = desk.popular_beside(&frame.site, Some(&post))?;
    let mut shows = popular.shows;
    shows.push(Change::Post(post.id));
    let mode = mode(app, &frame.site, &post);
    let reply_to = match extra.form.parent.parse::<CommentId>() {
        Ok(id) => desk.store().read(|c| store::comments::by_id(c, id))?,
        Err(_) => None,
    };
    let reply_to = reply_to
        .filter(|answered| answered.post == post.id && answered.verdict == Verdict::Approved)
        .map(|answered| (answered.id, answered.name));
    let source_note = desk.source_note(&frame.site, &post)?;
    let card = card(app, &post)?;
    let page = PostPage {
        has_revisions: frame.site.public_revisions && texts > 1,
        corrections: editions.iter().filter_map(Edition::correction).collect(),
        frame,
        post,
        conversation,
        is_start: extra.after.is_none(),
        related,
        popular: popular.posts,
        mode,
        form: extra.form,
        problems: extra.problems,
        notice: extra.notice,
        own: extra.own,
        answers: answers(app, extra.asked),
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
    match render(app, path, ThreadOrder::default()) {
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
    let comments = app.desk().store().read(|c| store::threads::newest_of_post(c, post.id, FEED_COMMENTS))?;
    let text = app.pages().comments_atom(&app.frame(path)?, &post, &comments)?;
    Ok(crate::reader::document(text, "application/atom+xml; charset=utf-8", vec![Change::Post(post.id)]))
}
