//! The listening socket: a short way to pages already rendered, HTTP/1.1 and HTTP/2 for all else, an orderly end.

use std::convert::Infallible;
use std::io::Cursor;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, Request};
use axum::response::Response;
use bytes::Bytes;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use tokio::io::AsyncReadExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tower::ServiceExt;

use crate::app::App;
use crate::reader::{Asked, count};
use crate::session::From;
use crate::{respond, routes, short};

/// How long a client may take to send its headers.
const HEADER_SECONDS: u64 = 15;
/// How long running requests may take to end once the server is told to stop.
const GRACE_SECONDS: u64 = 10;

/// Serves until `stop` is done, then lets running requests end.
pub async fn serve(app: App, listener: TcpListener, stop: impl Future<Output = ()>) {
    let door = Door { router: routes::router(app.clone()), builder: builder(), app };
    let better = door.app.clone();
    let improving = tokio::spawn(async move { better.cache().improve().await });
    // Told when to stop; gone when nobody is listening any more.
    let (end, ended) = watch::channel(());
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
        tokio::spawn(door.clone().attend(stream, peer, ended.clone()));
    }
    drop(ended);
    let _ = end.send(());
    let _ = tokio::time::timeout(Duration::from_secs(GRACE_SECONDS), end.closed()).await;
    improving.abort();
}

fn builder() -> auto::Builder<TokioExecutor> {
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(Duration::from_secs(HEADER_SECONDS));
    builder.http2().timer(TokioTimer::new()).keep_alive_interval(Duration::from_secs(30));
    builder
}

/// What every connection needs.
#[derive(Clone)]
struct Door {
    app: App,
    router: Router,
    builder: auto::Builder<TokioExecutor>,
}

impl Door {
    /// A connection from its first byte to its last.
    async fn attend(self, mut stream: TcpStream, peer: SocketAddr, mut stop: watch::Receiver<()>) {
        let rest = short::answer(&self.app, &self.router, &mut stream, peer.ip(), &mut stop).await;
        if let Some(read) = rest {
            // In a box: most connections never come here.
            Box::pin(self.converse(read, stream, peer, stop)).await;
        }
    }

    /// All of HTTP.
    async fn converse(self, read: Bytes, stream: TcpStream, peer: SocketAddr, mut stop: watch::Receiver<()>) {
        let (incoming, outgoing) = stream.into_split();
        let io = TokioIo::new(tokio::io::join(Cursor::new(read).chain(incoming), outgoing));
        let (app, router) = (self.app, self.router);
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
        let connection = self.builder.serve_connection(io, service).into_owned();
        let mut connection = std::pin::pin!(connection);
        // A client that goes away in the middle is no event.
        tokio::select! {
            _ = connection.as_mut() => {}
            _ = stop.changed() => {
                connection.as_mut().graceful_shutdown();
                let _ = connection.await;
            }
        }
    }
}

/// A page that is rendered and fresh is answered without the router.
fn ready(app: &App, request: &Request<Incoming>, peer: SocketAddr) -> Option<Response> {
    let (method, uri, headers) = (request.method(), request.uri(), request.headers());
    if !matches!(*method, Method::GET | Method::HEAD) || uri.query().is_some() {
        return None;
    }
    let page = app.cache().get(uri.path())?;
    let asked = Asked::of(method, headers, From::of(Some(peer.ip()), headers));
    count(app, page.post, &asked);
    Some(respond::kept(&page, &asked))
}
