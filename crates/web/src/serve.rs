//! The listening socket: HTTP/1.1 and HTTP/2, a short way to pages already rendered, an orderly end.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::time::Duration;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, Request};
use axum::response::Response;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tower::ServiceExt;

use crate::app::App;
use crate::reader::count;
use crate::session::From;
use crate::{respond, routes};

/// How long a client may take to send its headers.
const HEADER_SECONDS: u64 = 15;
/// How long running requests may take to end once the server is told to stop.
const GRACE_SECONDS: u64 = 10;

/// Serves until `stop` is done, then lets running requests end.
pub async fn serve(app: App, listener: TcpListener, stop: impl Future<Output = ()>) {
    let router = routes::router(app.clone());
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(Duration::from_secs(HEADER_SECONDS));
    builder.http2().timer(TokioTimer::new()).keep_alive_interval(Duration::from_secs(30));
    let graceful = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let (stream, peer) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    // Out of file descriptors, most likely: wait for some to be closed instead of spinning.
                    tracing::warn!(%error, "can't accept a connection");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
            () = &mut stop => break,
        };
        let _ = stream.set_nodelay(true);
        let (app, router) = (app.clone(), router.clone());
        let service = service_fn(move |request: Request<Incoming>| {
            let (app, router) = (app.clone(), router.clone());
            async move {
                if let Some(ready) = ready(&app, &request, peer) {
                    return Ok::<_, Infallible>(ready);
                }
                let mut request = request.map(Body::new);
                request.extensions_mut().insert(ConnectInfo(peer));
                router.oneshot(request).await
            }
        });
        let connection = graceful
            .watch(builder.serve_connection_with_upgrades(TokioIo::new(stream), service).into_owned());
        tokio::spawn(async move {
            // A client that goes away in the middle is no event.
            let _ = connection.await;
        });
    }
    let _ = tokio::time::timeout(Duration::from_secs(GRACE_SECONDS), graceful.shutdown()).await;
}

/// The short way: a page that is rendered and fresh is answered without the router.
fn ready(app: &App, request: &Request<Incoming>, peer: SocketAddr) -> Option<Response> {
    let (method, uri, headers) = (request.method(), request.uri(), request.headers());
    if !matches!(*method, Method::GET | Method::HEAD) || uri.query().is_some() {
        return None;
    }
    let page = app.cache().get(uri.path())?;
    count(app, page.post, method, headers, From::of(Some(peer.ip()), headers));
    let mut response = respond::kept(&page, method, headers);
    respond::add_security(response.headers_mut());
    Some(response)
}
