//! Sites that are brought over from other systems.

use std::io::Write;
use std::path::PathBuf;

use axum::extract::{FromRequest, Multipart, Path, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use desk::Error;
use model::import::{ImportChoices, Platform};
use model::{ImportId, Permission, Problems};
use pages::{ImportPage, ImportsPage, RawImport};

use super::frame::{frame, notice};
use super::posts::id;
use crate::app::App;
use crate::failure::{Failure, nothing_here};
use crate::reader::{Door, Reader};
use crate::respond::{html, see_other};
use crate::session::Signed;

/// Pictures that could not be had which a page names.
const LOST: u32 = 200;

/// `GET /desk/imports`
pub async fn list(State(app): Door, signed: Signed, reader: Reader) -> Result<Response, Failure> {
    let done = notice(reader.query("done").as_deref());
    let page =
        app.blocking(move |app| page(app, &signed, RawImport::default(), Problems::default(), done)).await?;
    Ok(html(StatusCode::OK, page))
}

fn page(
    app: &App,
    signed: &Signed,
    raw: RawImport,
    problems: Problems,
    done: Option<String>,
) -> Result<String, Failure> {
    let imports = app.desk().imports(&signed.actor)?;
    let credits = app.desk().store().read(store::credit_lines::count)?;
    let page = ImportsPage { desk: frame(app, signed, "settings", done)?, imports, credits, raw, problems };
    Ok(app.pages().imports(&page)?)
}

/// What came of an upload: the fields, and where the file lies by now.
#[derive(Default)]
struct Upload {
    raw: RawImport,
    name: String,
    file: Option<PathBuf>,
}

/// `POST /desk/imports {platform, host, blog, pictures, export}`: keeps the export and promises to read it.
pub async fn create(State(app): Door, signed: Signed, request: Request) -> Result<Response, Failure> {
    // Before a byte of the export is read.
    app.desk().require(&signed.actor, Permission::Configure)?;
    let form = Multipart::from_request(request, &())
        .await
        .map_err(|_| Failure::Bad("Send the export as a form with a file, as a web page does.".to_owned()))?;
    let incoming = app
        .blocking(|app| {
            let name = desk::random_secret()?;
            let name: String = name.chars().filter(char::is_ascii_alphanumeric).take(24).collect();
            app.desk().store().files().incoming(&format!("new{name}"))?.ok_or_else(nothing_here)
        })
        .await?;
    let upload = match receive(&app, form, incoming.clone()).await {
        Ok(upload) => upload,
        Err(failure) => {
            // What came of it is of no use.
            let _ = std::fs::remove_file(&incoming);
            return Err(failure);
        }
    };
    app.blocking(move |app| {
        let mut problems = Problems::default();
        let platform: Result<Platform, String> = upload.raw.platform.parse();
        if let Err(why) = &platform {
            problems.add("platform", why.clone());
        }
        if upload.file.is_none() {
            problems.add("export", "choose the file of the export first");
        }
        let (Ok(platform), Some(file)) = (platform, upload.file) else {
            return Ok(html(
                StatusCode::UNPROCESSABLE_ENTITY,
                page(app, &signed, upload.raw, problems, None)?,
            ));
        };
        let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let choices = ImportChoices {
            host: some(&upload.raw.host),
            blog: some(&upload.raw.blog),
            without_pictures: upload.raw.pictures == "stay",
        };
        let import = app.desk().begin_import(&signed.actor, platform, &upload.name, &choices)?;
        // On the disk before anybody is told that it will be read.
        let files = app.desk().store().files();
        files.take_in(&file, &import.id.to_string())?.ok_or_else(nothing_here)?;
        app.desk().request_import(&signed.actor, import.id)?;
        app.ring();
        Ok::<_, Failure>(see_other(&format!("/desk/imports/{}?done=import", import.id)))
    })
    .await
}

/// Reads the form; the export goes to the disk piece by piece.
async fn receive(app: &App, mut form: Multipart, incoming: PathBuf) -> Result<Upload, Failure> {
    let broken = |_| Failure::Bad("The upload broke off. Please try again.".to_owned());
    let mut upload = Upload::default();
    while let Some(mut field) = form.next_field().await.map_err(broken)? {
        let Some(named) = field.name().map(str::to_owned) else { continue };
        if named == "export" {
            upload.name = field.file_name().unwrap_or("export").chars().take(200).collect();
            let path = incoming.clone();
            let open = move || std::fs::File::create(&path);
            let mut file = app
                .blocking(move |_| {
                    open().map_err(|error| Error::Unavailable(format!("the export can't be kept: {error}")))
                })
                .await?;
            let mut any = false;
            while let Some(piece) = field.chunk().await.map_err(broken)? {
                any |= !piece.is_empty();
                file = app
                    .blocking(move |_| {
                        file.write_all(&piece)
                            .map(|()| file)
                            .map_err(|error| Error::Unavailable(format!("the export can't be kept: {error}")))
                    })
                    .await?;
            }
            upload.file = any.then(|| incoming.clone());
            continue;
        }
        let text = field.text().await.map_err(broken)?;
        match named.as_str() {
            "platform" => upload.raw.platform = text,
            "host" => upload.raw.host = text,
            "blog" => upload.raw.blog = text,
            "pictures" => upload.raw.pictures = text,
            _ => {}
        }
    }
    Ok(upload)
}

/// `GET /desk/imports/ID`: how far it is, and what became of everything.
pub async fn show(
    State(app): Door,
    signed: Signed,
    Path(id): Path<String>,
    reader: Reader,
) -> Result<Response, Failure> {
    let done = notice(reader.query("done").as_deref());
    let page = app
        .blocking(move |app| {
            app.desk().require(&signed.actor, Permission::Configure)?;
            let id: ImportId = id.parse().map_err(|_| nothing_here())?;
            let import = app.desk().import(&signed.actor, id)?;
            let pictures = app.desk().picture_counts(id)?;
            let lost = app.desk().lost_pictures(id, LOST)?;
            let pictures = (pictures.wanted, pictures.kept, pictures.lost);
            let desk = frame(app, &signed, "settings", done)?;
            Ok::<_, Failure>(app.pages().import(&ImportPage { desk, import, pictures, lost })?)
        })
        .await?;
    Ok(html(StatusCode::OK, page))
}

/// `POST /desk/imports/ID`: goes on, or tries once more what could not be had.
pub async fn again(State(app): Door, signed: Signed, Path(id): Path<String>) -> Result<Response, Failure> {
    let to = app
        .blocking(move |app| {
            app.desk().require(&signed.actor, Permission::Configure)?;
            let id: ImportId = id.parse().map_err(|_| nothing_here())?;
            app.desk().request_import(&signed.actor, id)?;
            app.ring();
            Ok::<_, Failure>(format!("/desk/imports/{id}?done=import-again"))
        })
        .await?;
    Ok(see_other(&to))
}

/// `GET /desk/posts/ID/original`: what a post was made of, as it stood in the export.
pub async fn original(
    State(app): Door,
    signed: Signed,
    Path(post): Path<String>,
) -> Result<Response, Failure> {
    let post = id(&post)?;
    let entry = app.blocking(move |app| app.desk().original(&signed.actor, post)).await?;
    let plain = HeaderValue::from_static("text/plain; charset=utf-8");
    Ok(([(header::CONTENT_TYPE, plain)], entry).into_response())
}
