//! A guest's own doors: the pages that the links in letters lead to.

use minijinja::context;

use crate::{Error, Frame, Pages};

/// What a page about letters says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailMatter {
    /// Asks whether an address is the reader's.
    Confirm {
        /// Which.
        address: String,
    },
    /// It is; and may this browser remember him?
    Confirmed {
        /// Which.
        address: String,
    },
    /// Asks whether letters should end.
    Stop {
        /// To where; `None` when that is forgotten here.
        address: Option<String>,
    },
    /// They have ended.
    Stopped,
    /// A link that is too old, or none of ours.
    Spent,
    /// Whom this browser remembers, and how it comes to do so.
    Me {
        /// Name and address.
        guest: Option<(String, String)>,
        /// An address as typed, where it can't be one.
        refused: Option<String>,
    },
    /// If that address is known, a letter is on its way.
    Asked,
}

/// A page about letters.
#[derive(Clone, Debug)]
pub struct MailPage {
    /// Around it; its path is the page's own, secret and all.
    pub frame: Frame,
    /// What it says.
    pub matter: MailMatter,
}

impl Pages {
    /// A page about letters; what can be done on it posts `then` to its own address.
    ///
    /// # Errors
    /// When the template fails.
    pub fn mail(&self, page: &MailPage) -> Result<String, Error> {
        let spoken = self.words().of(&page.frame.site.language);
        let with = |key: &str, address: &str| spoken.say_with(key, "address", address);
        let (is_me, guest) = match &page.matter {
            MailMatter::Me { guest, .. } => (true, guest.as_ref()),
            MailMatter::Asked => (true, None),
            _ => (false, None),
        };
        // Text, button, and what the button sends.
        let (text, button) = match &page.matter {
            MailMatter::Confirm { address } => {
                (with("mail-confirm-text", address), Some(("mail-confirm-now", "confirm")))
            }
            MailMatter::Confirmed { address } => {
                (with("mail-confirmed", address), Some(("mail-remember", "remember")))
            }
            MailMatter::Stop { address } => {
                let text = address.as_deref().map(|address| with("mail-stop-text", address));
                (text.unwrap_or_default(), Some(("mail-stop-now", "stop")))
            }
            MailMatter::Stopped => (spoken.say("mail-stopped"), None),
            MailMatter::Spent => (spoken.say("mail-spent"), None),
            MailMatter::Asked => (spoken.say("mail-me-asked"), None),
            MailMatter::Me { guest: Some((name, address)), .. } => {
                let text = spoken.say_all("mail-me-known", &[("name", name), ("address", address)]);
                (text, Some(("mail-me-forget", "forget")))
            }
            MailMatter::Me { guest: None, .. } => (spoken.say("mail-me-text"), None),
        };
        let refused = match &page.matter {
            MailMatter::Me { refused, .. } => refused.as_deref(),
            _ => None,
        };
        let kept =
            guest.map(|(name, address)| serde_json::json!({ "name": name, "email": address }).to_string());
        let values = context! {
            title => if is_me { "mail-me-title" } else { "mail-title" },
            text => text,
            done => !matches!(page.matter, MailMatter::Confirm { .. } | MailMatter::Stop { .. } | MailMatter::Me { .. }),
            button => button.map(|(word, then)| context! { word => word, then => then }),
            offers => matches!(page.matter, MailMatter::Confirmed { .. }),
            is_me => is_me,
            guest => kept.unwrap_or_default(),
            asks => matches!(page.matter, MailMatter::Me { guest: None, .. }),
            typed => refused.unwrap_or_default(),
            refused => refused.is_some(),
        };
        self.render_public("mail.html", &page.frame, values)
    }
}
