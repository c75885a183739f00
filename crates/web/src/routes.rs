//! The route list, by audience. Read it aloud: it is the site's table of contents.
//!
//! Each list becomes both the router and a constant of (method, path), so that a test can walk every
//! desk and API route without an account and find the door shut.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::Method;
use axum::response::Response;
use axum::routing::{MethodFilter, on};
use axum::{middleware, routing};
use tower_http::catch_panic::CatchPanicLayer;

use crate::app::App;
use crate::failure::{Failure, dress};
use crate::reader::{Door, Reader};
use crate::{api, cors, desk, form, origin, public, respond};

macro_rules! routes {
    ($(#[$doc:meta])* $list:ident, $router:ident { $($method:ident $path:literal => $handler:path,)+ }) => {
        $(#[$doc])*
        pub const $list: &[(&str, &str)] = &[$((stringify!($method), $path)),+];

        fn $router() -> Router<App> {
            Router::new()$(.route($path, on(MethodFilter::$method, $handler)))+
        }
    };
}

routes! {
    /// What anyone may ask for. Posts stand at any other path; see [`anything_else`].
    PUBLIC, public_routes {
        GET "/" => public::home::first,
        GET "/page/{number}" => public::home::further,
        GET "/labels/{label}" => public::lists::label,
        GET "/labels/{label}/{feed}" => public::feeds::label,
        GET "/sources" => public::outlets::list,
        GET "/sources/{host}" => public::outlets::show,
        GET "/captures/{id}" => public::captures::show,
        GET "/captures/{id}/page" => public::captures::page,
        GET "/captures/{id}/parts/{position}" => public::captures::part,
        GET "/comments/work" => public::comments::work,
        GET "/comments/{id}" => public::own::find,
        GET "/comments/{id}/flag" => public::flag::show,
        POST "/comments/{id}/flag" => public::flag::create,
        GET "/comments/{id}/{secret}" => public::own::show,
        POST "/comments/{id}/{secret}" => public::own::act,
        GET "/mail/confirm/{token}" => public::mail::ask,
        POST "/mail/confirm/{token}" => public::mail::confirm,
        GET "/mail/stop/{token}" => public::mail::ask_stop,
        POST "/mail/stop/{token}" => public::mail::stop,
        GET "/mail/me" => public::mail::me,
        POST "/mail/me" => public::mail::act,
        GET "/archive" => public::lists::archive,
        GET "/archive/{year}/{month}" => public::lists::month,
        GET "/corrections" => public::corrections::list,
        GET "/corrections/feed.atom" => public::corrections::feed,
        GET "/moderation" => public::moderation::show,
        GET "/popular" => public::popular::show,
        GET "/search" => public::search::show,
        GET "/ledger" => public::ledger::show,
        GET "/ledger.jsonl" => public::ledger::lines,
        GET "/.well-known/courant-key" => public::ledger::keys,
        GET "/feed.atom" => public::feeds::site,
        GET "/feed.rss" => public::feeds::site,
        GET "/feed.json" => public::feeds::site,
        GET "/comments.atom" => public::feeds::comments,
        GET "/sitemap.xml" => public::sitemap::whole,
        GET "/sitemap/{part}" => public::sitemap::part,
        GET "/robots.txt" => public::feeds::robots,
        GET "/manifest.webmanifest" => public::files::manifest,
        GET "/favicon.ico" => public::files::favicon,
        GET "/assets/{name}" => public::files::asset,
        GET "/media/{name}" => public::files::media,
        GET "/websub/{callback}" => public::websub::verify,
        POST "/websub/{callback}" => public::websub::deliver,
        GET "/healthz" => public::files::health,
        GET "/sign-in" => desk::sign_in::show,
        POST "/sign-in" => desk::sign_in::create,
        POST "/sign-out" => desk::sign_in::remove,
        GET "/welcome/{secret}" => desk::sign_in::welcome,
        POST "/welcome/{secret}" => desk::sign_in::claim,
    }
}

routes! {
    /// The editor's desk: for those who are signed in.
    DESK, desk_routes {
        GET "/desk" => desk::inbox::show,
        POST "/desk/clippings" => desk::clippings::create,
        GET "/desk/feeds" => desk::feeds::list,
        POST "/desk/feeds" => desk::feeds::create,
        GET "/desk/feeds/list" => desk::feeds::export,
        POST "/desk/feeds/list" => desk::feeds::import,
        GET "/desk/feeds/items" => desk::feed_items::list,
        POST "/desk/feeds/items" => desk::feed_items::dismiss_all,
        POST "/desk/feeds/items/{id}" => desk::feed_items::act,
        POST "/desk/feeds/{id}" => desk::feeds::change,
        GET "/desk/watch" => desk::watch::list,
        POST "/desk/watch" => desk::watch::act,
        GET "/desk/watch/{id}" => desk::watch::show,
        POST "/desk/watch/{id}/links" => desk::watch::mend,
        POST "/desk/clippings/seen" => desk::seen::create,
        GET "/desk/clip" => desk::seen::show,
        GET "/desk/clip/receive" => desk::seen::receive,
        GET "/desk/posts/new" => desk::posts::new,
        POST "/desk/posts" => desk::posts::create,
        GET "/desk/posts/{id}" => desk::posts::edit,
        POST "/desk/posts/{id}" => desk::posts::save,
        GET "/desk/posts/{id}/preview" => desk::posts::look,
        GET "/desk/posts/{id}/revisions" => desk::posts::revisions,
        POST "/desk/posts/{id}/readings" => desk::seen::reread,
        POST "/desk/posts/{id}/captures" => desk::quotations::capture,
        GET "/desk/posts/{id}/evidence" => desk::evidence::show,
        GET "/desk/posts/{id}/original" => desk::imports::original,
        POST "/desk/posts/{id}/pictures" => desk::posts::fetch_pictures,
        POST "/desk/posts/{id}/removal" => desk::posts::remove,
        POST "/desk/posts/{id}/apart" => desk::posts::tell_apart,
        POST "/desk/preview" => desk::posts::preview,
        GET "/desk/captures/{id}" => desk::captures::show,
        GET "/desk/captures/{id}/page" => desk::captures::page,
        GET "/desk/captures/{id}/warc" => desk::captures::exchange,
        POST "/desk/captures/{id}/opening" => desk::captures::open,
        POST "/desk/media" => desk::media::create,
        GET "/desk/comments" => desk::comments::list,
        POST "/desk/comments/verdicts" => desk::comments::judge,
        POST "/desk/comments/undo" => desk::comments::undo,
        GET "/desk/comments/blocks" => desk::blocks::list,
        POST "/desk/comments/blocks" => desk::blocks::create,
        POST "/desk/comments/blocks/removal" => desk::blocks::remove,
        GET "/desk/comments/{id}" => desk::comments::show,
        POST "/desk/comments/{id}" => desk::comments::reword,
        GET "/desk/mail" => desk::mail::show,
        POST "/desk/mail" => desk::mail::save,
        POST "/desk/mail/test" => desk::mail::test,
        POST "/desk/mail/letters/{id}" => desk::mail::retry,
        GET "/desk/stats" => desk::stats::show,
        GET "/desk/stats/posts/{id}" => desk::stats::post,
        GET "/desk/stats/posts/{id}/table" => desk::stats::post_table,
        GET "/desk/stats/tables/{name}" => desk::stats::table,
        GET "/desk/popular" => desk::popular::show,
        POST "/desk/popular" => desk::popular::choose,
        GET "/desk/jobs" => desk::jobs::list,
        GET "/desk/jobs/{id}" => desk::jobs::show,
        POST "/desk/jobs/{id}/retry" => desk::jobs::retry,
        GET "/desk/settings" => desk::settings::show,
        POST "/desk/settings" => desk::settings::save,
        GET "/desk/imports" => desk::imports::list,
        POST "/desk/imports" => desk::imports::create,
        GET "/desk/imports/{id}" => desk::imports::show,
        POST "/desk/imports/{id}" => desk::imports::again,
        GET "/desk/backups" => desk::backups::show,
        POST "/desk/backups" => desk::backups::save,
        POST "/desk/backups/now" => desk::backups::now,
        GET "/desk/credits" => desk::credits::list,
        POST "/desk/credits" => desk::credits::decide,
        GET "/desk/accounts" => desk::accounts::list,
        POST "/desk/accounts" => desk::accounts::create,
        POST "/desk/accounts/tokens" => desk::accounts::add_token,
        GET "/desk/you" => desk::you::show,
        POST "/desk/you/password" => desk::you::change_password,
        POST "/desk/you/tokens" => desk::you::add_token,
        POST "/desk/you/tokens/removal" => desk::you::remove_token,
    }
}

routes! {
    /// The JSON door: for programs with a token.
    API, api_routes {
        POST "/api/clippings" => api::clippings::create,
        POST "/api/posts" => api::posts::create,
        GET "/api/posts/{id}" => api::posts::show,
        PATCH "/api/posts/{id}" => api::posts::change,
        POST "/api/posts/{id}/publication" => api::posts::publication,
        DELETE "/api/posts/{id}/publication" => api::posts::retract,
        GET "/api/comments" => api::comments::list,
        GET "/api/comments/{id}" => api::comments::show,
        POST "/api/comments/{id}/verdicts" => api::comments::judge,
        GET "/api/blocks" => api::blocks::list,
        POST "/api/blocks" => api::blocks::create,
        DELETE "/api/blocks/{id}" => api::blocks::remove,
    }
}

/// The whole front door.
pub fn router(app: App) -> Router {
    public_routes()
        .merge(desk_routes())
        .merge(api_routes())
        .fallback(routing::any(anything_else))
        .method_not_allowed_fallback(no_such_method)
        .layer(middleware::from_fn(form::bounded))
        .layer(middleware::from_fn_with_state(app.clone(), origin::same_origin))
        .layer(middleware::from_fn_with_state(app.clone(), dress))
        .layer(middleware::from_fn(cors::share))
        .layer(CatchPanicLayer::new())
        .layer(middleware::from_fn(respond::secure))
        .with_state(app)
}

/// Any path that is not in the lists: a post's page, its comment feed, a comment for it, or nothing.
async fn anything_else(
    State(app): Door,
    method: Method,
    reader: Reader,
    body: Bytes,
) -> Result<Response, Failure> {
    match method {
        Method::GET | Method::HEAD => public::post::show(&app, reader).await,
        Method::POST => public::comments::create(&app, reader, body).await,
        _ => Err(Failure::Method),
    }
}

async fn no_such_method() -> Failure {
    Failure::Method
}
