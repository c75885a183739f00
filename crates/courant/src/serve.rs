//! `courant serve`: site, desk, API and worker in one process.

use std::io::Write;
use std::sync::Arc;

use anyhow::{Context, Result};
use desk::Desk;
use model::Change;
use pages::Pages;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;
use web::front::Front;
use web::{App, Serving};
use wire::purge::Speech;

use crate::clipping::Scissors;
use crate::config::Config;
use crate::front::Fronts;
use crate::parts;
use crate::postman::Postman;
use crate::work::Worker;

/// Logging to standard error; `COURANT_LOG` takes the usual filter words.
pub fn log() {
    let filter = EnvFilter::try_from_env("COURANT_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    // A second call (the demo serves after logging began) changes nothing.
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}

/// Serves until stopped.
///
/// # Errors
/// When the site can't be opened or the address can't be listened on.
pub fn run(config: &Config) -> Result<()> {
    log();
    let desk = parts::desk(config)?;
    // Nothing may be published that this server can't sign for.
    desk.check_key()?;
    let scissors = parts::scissors(config, &desk)?;
    let runtime = runtime()?;
    let listener = listen(&runtime, config)?;
    let origin = origin(config, &listener)?;
    let postman = config.mailer.clone().map(|mailer| Postman::new(mailer, &origin)).transpose()?;
    let scissors = scissors.posting(postman);
    let first = match desk.owner_link()? {
        Some(secret) => {
            format!(
                "This site has no owner yet. Open this link, once, to become it:\n{origin}/welcome/{secret}"
            )
        }
        None => format!("The desk is at {origin}/desk"),
    };
    let letters = match &config.mailer {
        Some(mailer) => format!("Letters go out through {} from {}", mailer.server(), mailer.from()),
        None => "No mail server is configured (COURANT_SMTP), so no letters are sent".to_owned(),
    };
    // In one piece: whoever has read the address need not read on.
    let greeting = format!("Courant serves {origin}\n{first}\n{letters}\n");
    let mut out = std::io::stdout().lock();
    out.write_all(greeting.as_bytes())?;
    out.flush()?;
    drop(out);
    let fronts = Fronts::new(&config.purgers);
    let app = app(config, desk, &scissors, origin, &fronts)?;
    until_stopped(runtime, app, &scissors, &fronts, listener)
}

/// The runtime for sockets.
///
/// # Errors
/// When the system gives no threads.
pub fn runtime() -> Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("can't start the threads that serve")
}

/// The listening socket.
///
/// # Errors
/// When the address is taken or not this machine's.
pub fn listen(runtime: &tokio::runtime::Runtime, config: &Config) -> Result<TcpListener> {
    runtime.block_on(TcpListener::bind(config.listen)).with_context(|| {
        format!(
            "can't listen on {}; is something else running there? Choose another with --listen",
            config.listen
        )
    })
}

/// The public address: as configured, else where we listen.
///
/// # Errors
/// When the socket has no address.
pub fn origin(config: &Config, listener: &TcpListener) -> Result<String> {
    let local = listener.local_addr().context("the listening socket has no address")?;
    Ok(config.address.clone().unwrap_or_else(|| format!("http://{local}")))
}

/// The front door onto a desk.
///
/// # Errors
/// When a template is broken.
pub fn app(config: &Config, desk: Desk, scissors: &Scissors, origin: String, fronts: &Fronts) -> Result<App> {
    let tags = fronts.speech() == Some(Speech::Cloudflare);
    let stale = fronts.clone();
    let front = Front {
        seconds: config.shared_seconds,
        tags,
        stale: Some(Arc::new(move |changes: &[Change]| stale.changed(changes))),
    };
    let serving = Serving { origin, cache_bytes: config.cache_bytes, front };
    Ok(App::new(desk, Pages::new()?, Box::new(scissors.clone()), serving))
}

/// Serves and works until a signal comes, then ends in order.
///
/// # Errors
/// When the worker or the signal handlers can't be started.
pub fn until_stopped(
    runtime: tokio::runtime::Runtime,
    app: App,
    scissors: &Scissors,
    fronts: &Fronts,
    listener: TcpListener,
) -> Result<()> {
    if let Err(error) = app.desk().keep_house() {
        // A read-only site can still be read.
        tracing::warn!(%error, "recurring jobs could not be set up");
    }
    if let Err(error) = app.desk().begin_ledger() {
        tracing::warn!(%error, "the ledger could not begin; nothing can be published until it does");
    }
    if scissors.authority().is_some()
        && let Err(error) = app.desk().stamp_in(0)
    {
        tracing::warn!(%error, "a timestamp could not be asked for");
    }
    let worker = Worker::start(&app, scissors, fronts).context("can't start the worker")?;
    runtime.block_on(async {
        let mut ended = signal(SignalKind::terminate()).context("can't listen for signals")?;
        let stop = async move {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = ended.recv() => {}
            }
        };
        web::serve(app, listener, stop).await;
        Ok::<_, anyhow::Error>(())
    })?;
    worker.stop();
    Ok(())
}
