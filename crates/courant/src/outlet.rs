//! The sample outlets of the demo: pages written for Courant, served on this machine, to be clipped like
//! anybody's.

use std::net::SocketAddr;

use anyhow::{Context, Result};
use axum::Router;
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;
use tokio::net::TcpListener;

/// The pages and pictures under `samples/`.
#[derive(RustEmbed)]
#[folder = "samples/"]
pub struct Samples;

/// Serves the samples; returns where.
///
/// # Errors
/// When no local port is free.
pub fn open(runtime: &tokio::runtime::Runtime) -> Result<SocketAddr> {
    let listener =
        runtime.block_on(TcpListener::bind("127.0.0.1:0")).context("no local port for the sample outlets")?;
    let address = listener.local_addr().context("the sample outlets' socket has no address")?;
    runtime.spawn(async move {
        // Ends with the process.
        let _ = axum::serve(listener, Router::new().fallback(page)).await;
    });
    Ok(address)
}

async fn page(uri: Uri) -> Response {
    let path = model::permalink::percent_decode(uri.path());
    match Samples::get(path.trim_start_matches('/')) {
        Some(file) => ([(header::CONTENT_TYPE, mime(&path))], file.data.into_owned()).into_response(),
        None => (StatusCode::NOT_FOUND, "No such page at this outlet.").into_response(),
    }
}

fn mime(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("png") => "image/png",
        Some("json") => "application/json",
        Some("css") => "text/css; charset=utf-8",
        _ => "application/octet-stream",
    }
}
