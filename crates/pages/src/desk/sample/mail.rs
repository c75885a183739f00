//! Samples of the page of letters.

use model::{Letter, LetterId, LetterKind, LetterState, Pace, Problems};

use super::Samples;
use crate::desk::{DeskMailPage, MailLog};

impl Samples {
    /// Letters in every state, and an address that is none.
    pub fn mail(self) -> DeskMailPage {
        let letter = |raw: i64, kind, state, error: Option<&str>| Letter {
            id: LetterId::from_raw(raw),
            kind,
            guest: None,
            account: None,
            comment: None,
            address: if raw == 5 { String::new() } else { self.text("ada@example.org") },
            state,
            tries: 2,
            next: (state == LetterState::Queued).then(|| Self::at(-1)),
            error: error.map(|text| self.text(text)),
            message_id: None,
            created: Self::at(raw),
            changed: Self::at(raw),
        };
        let letters = vec![
            letter(
                1,
                LetterKind::Answer,
                LetterState::Queued,
                Some("mail.example said: 451 4.7.1 try again later"),
            ),
            letter(2, LetterKind::Digest, LetterState::Sent, None),
            letter(
                3,
                LetterKind::Confirm,
                LetterState::Failed,
                Some("mail.example said: 550 5.1.1 no such user"),
            ),
            letter(
                4,
                LetterKind::Answer,
                LetterState::Cancelled,
                Some("its recipient wants no more letters"),
            ),
            letter(5, LetterKind::Test, LetterState::Sent, None),
        ];
        DeskMailPage {
            desk: self.desk("mail"),
            from: Some(self.text("news@courant.example")),
            address: self.text("ada"),
            pace: Pace::Day,
            problems: self.problems(&[("address", "this doesn't look like a mail address")]),
            log: Some(MailLog {
                address: self.text("ada@example.org"),
                state: None,
                letters,
                next: Some(self.text("/desk/mail?before=1")),
            }),
        }
    }

    /// The same where no letters are sent, for one who does not look after them.
    pub fn no_mail(self) -> DeskMailPage {
        DeskMailPage { from: None, problems: Problems::default(), log: None, ..self.mail() }
    }
}
