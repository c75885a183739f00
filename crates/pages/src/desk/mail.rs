//! Letters at the desk: what one is told oneself, and the log of all that were sent.

use model::{Letter, LetterKind, LetterState, Pace, Problems};
use serde::Serialize;

use super::DeskFrame;
use super::problems::ProblemsView;
use super::words::Stamp;
use crate::{Error, Pages};

/// The page of letters.
#[derive(Clone, Debug)]
pub struct DeskMailPage {
    /// Around it.
    pub desk: DeskFrame,
    /// The address letters come from; `None` when no mail server is configured.
    pub from: Option<String>,
    /// Where the digest goes, as chosen or typed.
    pub address: String,
    /// How often.
    pub pace: Pace,
    /// What is wrong with `address` or `pace`.
    pub problems: Problems,
    /// The log; `None` for those who don't look after such things.
    pub log: Option<MailLog>,
}

/// A stretch of the log.
#[derive(Clone, Debug)]
pub struct MailLog {
    /// The address looked for, as typed.
    pub address: String,
    /// The state looked for.
    pub state: Option<LetterState>,
    /// Letters, newest first.
    pub letters: Vec<Letter>,
    /// Where the rest is.
    pub next: Option<String>,
}

#[derive(Serialize)]
struct Row<'a> {
    id: String,
    what: &'static str,
    address: &'a str,
    state: &'static str,
    state_words: &'static str,
    tries: u32,
    at: Stamp,
    next: Option<Stamp>,
    error: Option<&'a str>,
}

fn what(kind: LetterKind) -> &'static str {
    match kind {
        LetterKind::Confirm => "Is this address yours?",
        LetterKind::Answer => "An answer",
        LetterKind::Remember => "A link for a browser",
        LetterKind::Digest => "Comments wait",
        LetterKind::Backup => "No backup",
        LetterKind::Test => "Letters arrive",
    }
}

fn state_words(state: LetterState) -> &'static str {
    match state {
        LetterState::Queued => "Queued",
        LetterState::Sent => "Sent",
        LetterState::Failed => "Failed",
        LetterState::Cancelled => "Cancelled",
    }
}

impl Pages {
    /// The page of letters; posts `address` and `pace` to `/desk/mail`, nothing to `/desk/mail/test` and to
    /// `/desk/mail/letters/ID`.
    ///
    /// # Errors
    /// When the template fails.
    pub fn desk_mail(&self, page: &DeskMailPage) -> Result<String, Error> {
        let zone = page.desk.site.zone();
        let row = |letter: &'_ Letter| -> serde_json::Value {
            let row = Row {
                id: letter.id.to_string(),
                what: what(letter.kind),
                address: &letter.address,
                state: letter.state.as_str(),
                state_words: state_words(letter.state),
                tries: letter.tries,
                at: Stamp::of(letter.changed, &zone),
                next: letter.next.filter(|_| letter.tries > 0).map(|at| Stamp::of(at, &zone)),
                error: letter.error.as_deref(),
            };
            serde_json::to_value(row).unwrap_or_default()
        };
        let log = page.log.as_ref().map(|log| {
            values! {
                address => log.address,
                state => log.state.map_or("", LetterState::as_str),
                states => LetterState::ALL.iter().map(|state| (state.as_str(), state_words(*state))).collect::<Vec<_>>(),
                rows => log.letters.iter().map(row).collect::<Vec<_>>(),
                next => log.next,
            }
        });
        let fields = [("address", "Your mail address"), ("pace", "How often")];
        let paces = [(Pace::Off, "Never"), (Pace::Hour, "Each hour"), (Pace::Day, "Each morning at eight")];
        self.render(
            "desk/mail.html",
            minijinja::context! {
                log => log,
                ..values! {
                    desk => page.desk.view(),
                    from => page.from,
                    raw => serde_json::json!({ "address": page.address }),
                    pace => page.pace.as_str(),
                    paces => paces.map(|(pace, words)| (pace.as_str(), words)),
                    problems => ProblemsView::of(&page.problems, &fields),
                }
            },
        )
    }
}
