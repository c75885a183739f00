//! Pages as a person's browser showed them: how to hand one over, and what becomes of it.

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Path, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Error, Reread};
use model::{CaptureId, Permission, Problems, RawWriting};
use pages::{ClipPage, ReceivePage};

use super::frame::frame;
use super::posts::{Editing, again, editor, id};
use crate::app::{App, HTML_LIMIT, Seen, is_markup, pictures_job};
use crate::failure::{Failure, nothing_here};
use crate::form;
use crate::reader::{Door, Reader};
use crate::respond::{html, reachable, see_other};
use crate::session::Signed;

/// Largest form: a page, what was selected of it, and line breaks that grow on the way.
const BODY_LIMIT: usize = 2 * HTML_LIMIT + (1 << 20);
/// Longest title that is shown of what a phone shared, in characters.
const TITLE_LIMIT: usize = 300;

fn page(
    app: &App,
    signed: &Signed,
    seen: Seen,
    title: String,
    problems: Problems,
) -> Result<String, Failure> {
    let page = ClipPage {
        desk: frame(app, signed, "inbox", None)?,
        origin: app.origin().to_owned(),
        url: seen.url,
        title,
        html: if seen.html.is_empty() { seen.selection.unwrap_or_default() } else { seen.html },
        problems,
    };
    Ok(app.pages().clip(&page)?)
}

/// `GET /desk/clip?title=&text=&url=`: how to clip from a browser; also where a phone's share menu leads.
/// Nothing is clipped by coming here: any page can send a browser to an address.
pub async fn show(State(app): Door, signed: Signed, reader: Reader) -> Result<Response, Failure> {
    let given = |name| reader.query(name).unwrap_or_default();
    // Most apps put the address into the text, behind some words.
    let url = [given("url"), given("text"), given("title")].iter().find_map(|text| address_in(text));
    let title = given("title").chars().take(TITLE_LIMIT).collect();
    let page = app
        .blocking(move |app| {
            app.desk().require(&signed.actor, Permission::Clip)?;
            let seen = Seen { url: url.unwrap_or_default(), html: String::new(), selection: None };
            page(app, &signed, seen, title, Problems::default())
        })
        .await?;
    Ok(html(StatusCode::OK, page))
}

/// The first web address in a text.
fn address_in(text: &str) -> Option<String> {
    let words = text.split_whitespace().map(|word| word.trim_matches(['<', '>', '(', ')', '"', '“', '”']));
    let is_address = |word: &&str| {
        let url = url::Url::parse(word).ok();
        url.is_some_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
    };
    words.into_iter().find(is_address).map(str::to_owned)
}

/// `GET /desk/clip/receive`: the window that a page is handed to. The page that opened it can reach it, and
/// nothing is in it but what that page sends.
pub async fn receive(State(app): Door, signed: Signed) -> Result<Response, Failure> {
    let page = app
        .blocking(move |app| {
            app.desk().require(&signed.actor, Permission::Clip)?;
            let page = ReceivePage { desk: frame(app, &signed, "inbox", None)?, limit: HTML_LIMIT };
            app.pages().receive(&page).map_err(Failure::from)
        })
        .await?;
    Ok(reachable(html(StatusCode::OK, page)))
}

/// `POST /desk/clippings/seen {url, html, selection?}` as `multipart/form-data`: a page becomes a draft.
pub async fn create(State(app): Door, signed: Signed, request: Request) -> Result<Response, Failure> {
    let actor = signed.actor.clone();
    app.blocking(move |app| app.desk().require(&actor, Permission::Clip)).await?;
    let seen = read(request).await?;
    let filed = app
        .blocking(move |app| match app.clipper().file_seen(&signed.actor, &seen) {
            Ok(filed) => {
                let pictures = pictures_job(app.desk(), filed.post)?;
                Ok(Ok((filed, pictures)))
            }
            Err(Error::Invalid(problems)) => {
                // The page's selection is pasted into the same field as the page.
                let problems = problems.0.into_iter().map(|mut problem| {
                    if problem.field != "url" {
                        problem.field = "html";
                    }
                    problem
                });
                let problems = Problems(problems.collect());
                Ok(Err(page(app, &signed, seen, String::new(), problems)?))
            }
            Err(other) => Err(Failure::from(other)),
        })
        .await?;
    match filed {
        Ok((filed, pictures)) => {
            // The pictures come in a moment, and an editor that opens after them has them.
            if let Some(job) = pictures {
                app.wait_for(job).await?;
            }
            let done = if filed.existing { "kept" } else { "seen" };
            Ok(see_other(&format!("/desk/posts/{}?done={done}", filed.post)))
        }
        Err(page) => Ok(html(StatusCode::UNPROCESSABLE_ENTITY, page)),
    }
}

/// Reads the form. Text without a tag is what a person copied off the page, not the page.
async fn read(mut request: Request) -> Result<Seen, Failure> {
    DefaultBodyLimit::max(BODY_LIMIT).apply(&mut request);
    let broken = |error: axum::extract::multipart::MultipartError| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Failure::PageTooLarge,
        _ => Failure::Bad("The page broke off on its way. Please try again.".to_owned()),
    };
    let mut form = Multipart::from_request(request, &())
        .await
        .map_err(|_| Failure::Bad("Send this form as multipart/form-data, as a web page does.".to_owned()))?;
    let mut seen = Seen { url: String::new(), html: String::new(), selection: None };
    while let Some(field) = form.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        // Forms write every line break as two bytes; the page had one.
        let text = field.text().await.map_err(broken)?.replace("\r\n", "\n");
        if text.len() > HTML_LIMIT {
            return Err(Failure::PageTooLarge);
        }
        match name.as_str() {
            "url" => seen.url = text.trim().to_owned(),
            "html" => seen.html = text,
            "selection" => seen.selection = Some(text).filter(|text| !text.trim().is_empty()),
            _ => {}
        }
    }
    if seen.selection.is_none() && !is_markup(&seen.html) {
        seen.selection = Some(std::mem::take(&mut seen.html));
    }
    Ok(seen)
}

/// What became of a wish to read again.
enum Read {
    Saved(Option<model::JobId>),
    Page(Response),
}

/// `POST /desk/posts/ID/readings {capture}`: reads a piece again from another look at its source.
pub async fn reread(
    State(app): Door,
    signed: Signed,
    Path(post): Path<String>,
    body: Bytes,
) -> Result<Response, Failure> {
    let post = id(&post)?;
    let capture = form::value(&body, "capture").parse::<CaptureId>();
    let read = app
        .blocking(move |app| {
            let desk = app.desk();
            let stored = desk.post(&signed.actor, post)?;
            let (capture, bytes) =
                desk.capture_bytes(&signed.actor, post, capture.map_err(|_| nothing_here())?)?;
            let clipping = match app.clipper().read_again(&capture, &bytes) {
                Ok(clipping) => clipping,
                Err(why) => {
                    let error = Error::Invalid(Problems::one("body", why));
                    return again(app, &signed, post, stored.writing.raw(), b"", error).map(Read::Page);
                }
            };
            match desk.reread(&signed.actor, post, capture.id, &clipping)? {
                Reread::Saved(_) => Ok(Read::Saved(pictures_job(desk, post)?)),
                Reread::Proposed(raw) => {
                    let page = editor(app, &signed, proposed(stored, *raw))?;
                    Ok(Read::Page(html(StatusCode::OK, page)))
                }
            }
        })
        .await?;
    match read {
        Read::Page(page) => Ok(page),
        Read::Saved(pictures) => {
            if let Some(job) = pictures {
                app.wait_for(job).await?;
            }
            Ok(see_other(&format!("/desk/posts/{post}?done=reread")))
        }
    }
}

fn proposed(post: model::Post, raw: RawWriting) -> Editing {
    let notice = "Read again: the form below has the new text. Readers still see the old one until you save.";
    Editing { post: Some(post), raw, notice: Some(notice.to_owned()), ..Editing::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_found_behind_the_words_of_an_app() {
        for (text, found) in [
            ("https://a.example/x?y=1#z", Some("https://a.example/x?y=1#z")),
            (
                "Lies das: “Der Fluss” https://a.example/fluss gesendet von meinem Telefon",
                Some("https://a.example/fluss"),
            ),
            ("(<https://a.example/>)", Some("https://a.example/")),
            ("Τιμή: 12 ευρώ", None),
            ("javascript:alert(1) data:text/html,x file:///etc/passwd", None),
            ("", None),
        ] {
            assert_eq!(address_in(text).as_deref(), found, "{text}");
        }
    }
}
