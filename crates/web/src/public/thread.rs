//! The page of one thread under a post, and where a comment is read.

use axum::response::Response;
use desk::CommentPlace;
use model::{Change, CommentId, Moment};
use pages::ThreadPage;

use super::lists::{mark, parse_mark};
use super::{own, post};
use crate::app::App;
use crate::failure::{Failure, nothing_here};
use crate::kept::Rendered;
use crate::reader::{Reader, keep, page};
use crate::respond;

/// The post and the thread that a path names: `{post}/comments/ROOT`.
pub fn named(path: &str) -> Option<(String, CommentId)> {
    let (post, root) = path.rsplit_once("/comments/")?;
    Some((post.to_owned(), root.parse().ok()?)).filter(|(post, _)| !post.is_empty())
}

/// The address at which readers find a comment, with what else is to be said in it.
pub fn address(id: CommentId, place: &CommentPlace, query: &[String]) -> String {
    let mut query = query.to_vec();
    query.extend(place.after.map(|(at, id)| format!("after={}", mark(at, id))));
    let thread = place.thread.map(|root| format!("/comments/{root}")).unwrap_or_default();
    let sign = if query.is_empty() { "" } else { "?" };
    format!("{}{thread}{sign}{}#comment-{id}", place.post, query.join("&"))
}

/// `GET {post}/comments/ROOT?after=`
///
/// # Errors
/// Not found, when there is no such thread; gone, when its post was retracted.
pub async fn show(app: &App, reader: Reader, path: String, root: CommentId) -> Result<Response, Failure> {
    let after: Option<(Moment, CommentId)> = reader.query("after").and_then(|text| parse_mark(&text));
    let own = reader.query("own").and_then(|pair| own::read(&pair));
    let asked = reader.query("answers").is_some_and(|word| word == "asked");
    if after.is_none() && own.is_none() && !asked {
        return keep(app, reader, move |app, _| render(app, &path, root, None, (None, false))).await;
    }
    let page = app.rendered(move |app| render(app, &path, root, after, (own.clone(), asked))).await?;
    Ok(respond::once(&page))
}

fn render(
    app: &App,
    path: &str,
    root: CommentId,
    after: Option<(Moment, CommentId)>,
    (own, asked): (Option<String>, bool),
) -> Result<Rendered, Failure> {
    let post = post::find(app, path)?;
    let id = post.id;
    let part = app.desk().thread(id, root, after)?.ok_or_else(nothing_here)?;
    let frame = app.frame(path)?;
    let mode = post::mode(app, &frame.site, &post);
    let here = post.permalink.as_ref().map(|link| link.encoded()).unwrap_or_default();
    let next = part.next.map(|(at, id)| format!("{here}/comments/{root}?after={}#comments", mark(at, id)));
    let page_of = ThreadPage {
        frame,
        post,
        thread: part.thread,
        is_start: after.is_none(),
        next,
        mode,
        own,
        answers: post::answers(app, asked),
    };
    Ok(page(app.pages().thread(&page_of)?, vec![Change::Post(id)]))
}
