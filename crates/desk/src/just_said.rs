//! The secrets of comments that were taken a moment ago: the second click of a double click is answered as the
//! first one was, for a browser follows only the last answer.

use std::collections::VecDeque;
use std::fmt;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use model::{CommentId, Moment};

use crate::gate::neighbourhood;

/// Seconds for which a secret is remembered.
const SECONDS: i64 = 30;
/// Most secrets remembered; the oldest go first.
const REMEMBERED: usize = 1_000;

struct Said {
    id: CommentId,
    from: IpAddr,
    at: Moment,
    secret: String,
}

#[derive(Default)]
pub(crate) struct JustSaid(Mutex<VecDeque<Said>>);

impl JustSaid {
    pub(crate) fn keep(&self, id: CommentId, from: IpAddr, at: Moment, secret: &str) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= REMEMBERED {
            kept.pop_front();
        }
        kept.push_back(Said { id, from: neighbourhood(from), at, secret: secret.to_owned() });
    }

    /// The secret of a comment, for whoever has just sent it.
    pub(crate) fn secret(&self, id: CommentId, from: IpAddr, now: Moment) -> Option<String> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|said| said.at.plus_seconds(SECONDS) > now);
        let from = neighbourhood(from);
        kept.iter().find(|said| said.id == id && said.from == from).map(|said| said.secret.clone())
    }
}

impl fmt::Debug for JustSaid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JustSaid")
    }
}
