//! The front door: what is asked over HTTP and how it is answered.
//!
//! **Invariants.** A handler reads the request, calls one verb of the desk or reads the store, and hands
//! the result to a template: rules live with the nouns, not here. [`failure`] is the only place that
//! picks a status. Every desk route takes [`session::Signed`], every API route [`session::Bearer`]. A
//! public page says what it shows, and [`epochs`] decides whether it may still be served. Blocking work
//! never runs on a thread that serves sockets. No cookie is set for a reader.
//!
//! **Deliberately absent.** SQL, templates, outbound sockets, the clip room: what needs those is handed
//! in as [`Clipper`] or becomes a job.
//!
//! **Start reading** at [`routes`], then [`public::post`] and [`cache`].

pub mod api;
pub mod app;
pub mod cache;
pub mod copy;
pub mod cors;
pub mod desk;
pub mod encoding;
pub mod epochs;
pub mod failure;
pub mod form;
pub mod front;
pub mod kept;
pub mod origin;
mod outflow;
pub mod policy;
pub mod public;
pub mod reader;
mod renderers;
pub mod respond;
pub mod routes;
pub mod serve;
pub mod session;
mod short;
pub mod visits;

pub use app::{App, Clipper, Filed, HTML_LIMIT, Seen, Serving, is_markup};
pub use copy::{CopyError, Walked, copy};
pub use routes::router;
pub use serve::serve;
