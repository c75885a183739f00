//! Letters out, through the owner's own mail server (SMTP).
//!
//! The guard of fetches does not stand here, and must not: it keeps strangers from having us knock at inner
//! doors. The address of the mail server comes from whoever runs this installation, never from a reader or an
//! outlet, and it is very often an inner one.

use std::time::{Duration, SystemTime};

use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, SmtpTransport, Transport};
use url::{Host, Url};

/// Longest wait for any one answer of the server. A letter has some seven, and must be done before its job is given to
/// another worker.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why letters can't be sent at all.
#[derive(Debug, thiserror::Error)]
pub enum MailSetup {
    /// Not the address of a mail server.
    #[error(
        "“{address}” is not the address of a mail server ({why}); write one like smtps://user:password@mail.example.org"
    )]
    Server {
        /// It, without a password.
        address: String,
        /// What is wrong with it.
        why: String,
    },
    /// Not an address letters can come from.
    #[error(
        "“{0}” is not a mail address letters can come from; write one like news@example.org or News <news@example.org>"
    )]
    Sender(String),
}

/// Why a letter was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailError {
    /// One sentence, with the server's own words.
    pub words: String,
    /// Whether another try may go better.
    pub passing: bool,
    /// Whether the server said that there is no such mailbox, or that it takes nothing.
    pub bounced: bool,
}

/// How a recipient ends letters of this kind, in one click of his mail program (RFC 8058).
#[derive(Clone, Debug)]
pub struct Unsubscribe {
    /// The address that ends them when a program posts to it.
    pub url: String,
    /// The host that the list is named after (RFC 2919).
    pub host: String,
}

/// A letter.
#[derive(Clone, Debug)]
pub struct Letter {
    /// What tells it from all others; the same each time it is tried, so that a server that takes it twice can
    /// see that.
    pub id: String,
    /// Whose name stands as its sender, unless the configuration names one.
    pub sender: String,
    /// The recipient's address.
    pub to: String,
    /// In any script.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// When it was written.
    pub date: SystemTime,
    /// For letters that somebody asked to get again and again.
    pub unsubscribe: Option<Unsubscribe>,
}

/// The way to one mail server. Blocks while it sends.
#[derive(Clone, Debug)]
pub struct Mailer {
    transport: SmtpTransport,
    from: Mailbox,
    server: String,
}

impl Mailer {
    /// A way to the server of an address: `smtps://USER:PASSWORD@HOST:PORT`, or `smtp://…` with
    /// `?tls=required` (the default), `opportunistic` or `none` (the default on this machine itself). Opens
    /// nothing yet.
    ///
    /// # Errors
    /// [`MailSetup`], with no password in it.
    pub fn new(address: &str, from: &str) -> Result<Mailer, MailSetup> {
        let from: Mailbox = from.trim().parse().map_err(|_| MailSetup::Sender(from.to_owned()))?;
        let url = Url::parse(address.trim());
        let wrong = |why: &str| MailSetup::Server { address: without_password(address), why: why.to_owned() };
        let mut url = url.map_err(|error| wrong(&error.to_string()))?;
        if !matches!(url.scheme(), "smtp" | "smtps") {
            return Err(wrong("it must begin with smtp:// or smtps://"));
        }
        let host = url.host().ok_or_else(|| wrong("it names no host"))?;
        let is_here = match &host {
            Host::Domain(name) => {
                *name == "localhost" || name.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
            }
            Host::Ipv4(ip) => ip.is_loopback(),
            Host::Ipv6(ip) => ip.is_loopback(),
        };
        let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
        let server = format!("{host}{port}");
        let asked = url.query_pairs().find(|(name, _)| name == "tls").map(|(_, word)| word.into_owned());
        let tls = match asked.as_deref() {
            None if is_here => "none",
            None | Some("required") => "required",
            Some("opportunistic") => "opportunistic",
            Some("none") => "none",
            Some(_) => return Err(wrong("tls can be required, opportunistic or none")),
        };
        match (url.scheme(), tls) {
            ("smtps", _) | (_, "none") => url.set_query(None),
            (_, tls) => url.set_query(Some(&format!("tls={tls}"))),
        }
        let names_itself = url.path().trim_matches('/').is_empty();
        let builder = SmtpTransport::from_url(url.as_str()).map_err(|error| wrong(&error.to_string()))?;
        let builder = if names_itself {
            builder.hello_name(ClientId::Domain(from.email.domain().to_owned()))
        } else {
            builder
        };
        Ok(Mailer { transport: builder.timeout(Some(PATIENCE)).build(), from, server })
    }

    /// The server: host and port, nothing secret.
    pub fn server(&self) -> &str {
        &self.server
    }

    /// The address letters come from.
    pub fn from(&self) -> String {
        self.from.email.to_string()
    }

    /// Sends a letter; the `Message-ID` under which it was taken.
    ///
    /// # Errors
    /// [`MailError`].
    pub fn send(&self, letter: &Letter) -> Result<String, MailError> {
        let to: Address = letter.to.parse().map_err(|_| MailError {
            words: format!("“{}” is not a mail address.", letter.to),
            passing: false,
            bounced: true,
        })?;
        let name = self.from.name.clone().unwrap_or_else(|| letter.sender.clone());
        let name = Some(one_line(&name)).filter(|name| !name.is_empty());
        let id = format!("<{}@{}>", letter.id, self.from.email.domain());
        let mut message = Message::builder()
            .from(Mailbox::new(name, self.from.email.clone()))
            .to(Mailbox::new(None, to))
            .subject(one_line(&letter.subject))
            .date(letter.date)
            .message_id(Some(id.clone()))
            .header(ContentType::TEXT_PLAIN)
            // No program that answers letters shall answer this one (RFC 3834).
            .raw_header(header(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated"));
        if let Some(Unsubscribe { url, host }) = &letter.unsubscribe {
            message = message
                .raw_header(header(HeaderName::new_from_ascii_str("List-Id"), &format!("<answers.{host}>")))
                .raw_header(header(HeaderName::new_from_ascii_str("List-Unsubscribe"), &format!("<{url}>")))
                .raw_header(header(
                    HeaderName::new_from_ascii_str("List-Unsubscribe-Post"),
                    "List-Unsubscribe=One-Click",
                ));
        }
        let message = message.body(letter.text.clone()).map_err(|error| MailError {
            words: format!("The letter can't be written: {error}."),
            passing: false,
            bounced: false,
        })?;
        self.transport.send(&message).map_err(|error| self.failed(&error))?;
        Ok(id)
    }

    fn failed(&self, error: &lettre::transport::smtp::Error) -> MailError {
        let mut said = error.to_string();
        let mut source = std::error::Error::source(error);
        while let Some(cause) = source {
            let cause_words = cause.to_string();
            if !said.contains(&cause_words) {
                said = format!("{said}: {cause_words}");
            }
            source = cause.source();
        }
        let words = format!("{} said: {}", self.server, one_line(&said));
        let code = error.status().map(|code| code.to_string());
        let (passing, bounced) = judged(code.as_deref(), &said);
        MailError { words, passing, bounced }
    }
}

/// Whether a failed try may go better later, and whether it is the address that is wrong, by the server's code
/// (RFC 5321, 4.2) and, where it gives one, its enhanced code (RFC 3463). What is wrong with our own account or with
/// how we come is no reader's fault: that is tried again, so that its owner can mend it.
fn judged(code: Option<&str>, said: &str) -> (bool, bool) {
    let Some(code) = code.filter(|code| code.starts_with('5')) else { return (true, false) };
    if matches!(code, "530" | "534" | "535" | "538") {
        return (true, false);
    }
    let enhanced = said.split(|c: char| !(c.is_ascii_digit() || c == '.')).find(|word| {
        word.starts_with("5.") && word.split('.').count() == 3 && word.split('.').all(|part| !part.is_empty())
    });
    let bounced = match enhanced {
        Some(word) => word.starts_with("5.1.") || word.starts_with("5.2."),
        None => matches!(code, "550" | "551" | "553" | "556"),
    };
    (false, bounced)
}

fn header(name: HeaderName, value: &str) -> HeaderValue {
    HeaderValue::new(name, one_line(value))
}

/// A text in which no line ends: what stands in a header stays there.
fn one_line(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn without_password(address: &str) -> String {
    match (address.split_once("://"), address.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, host))) => format!("{scheme}://…@{host}"),
        _ => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mailer(address: &str) -> Result<Mailer, MailSetup> {
        Mailer::new(address, "News <news@example.org>")
    }

    #[test]
    fn what_is_no_mail_server_is_named_without_its_password() {
        for address in
            ["", "mail.example.org", "https://mail.example.org", "smtp://a:s3cret@h?tls=maybe", "smtp://"]
        {
            let error = mailer(address).unwrap_err().to_string();
            assert!(
                error.contains("not the address of a mail server") && !error.contains("s3cret"),
                "{error}"
            );
        }
        assert!(Mailer::new("smtp://localhost", "nobody").unwrap_err().to_string().contains("“nobody”"));
        let known = mailer("smtps://u:p@mail.example.org:465").unwrap();
        assert_eq!((known.server(), known.from().as_str()), ("mail.example.org:465", "news@example.org"));
    }

    #[test]
    fn letters_go_in_the_clear_only_on_this_machine_or_when_that_is_asked_for() {
        let how = |address: &str| {
            let shown = format!("{:?}", mailer(address).unwrap());
            ["Required", "Opportunistic", "Wrapper", "None"]
                .into_iter()
                .find(|word| shown.contains(&format!("tls: {word}")))
                .unwrap_or_else(|| panic!("{shown}"))
        };
        assert_eq!(how("smtp://localhost:2525"), "None");
        assert_eq!(how("smtp://127.0.0.1:2525"), "None");
        assert_eq!(how("smtp://mail.example.org"), "Required");
        assert_eq!(how("smtp://mail.example.org?tls=none"), "None");
        assert_eq!(how("smtp://mail.example.org?tls=opportunistic"), "Opportunistic");
        assert_eq!(how("smtps://mail.example.org"), "Wrapper");
    }

    #[test]
    fn a_wrong_address_is_told_from_a_wrong_account() {
        for (code, said, wanted) in [
            (None, "connection refused", (true, false)),
            (Some("451"), "451 4.7.1 greylisted", (true, false)),
            (Some("550"), "550 5.1.1 no such user", (false, true)),
            (Some("552"), "552 5.2.2 mailbox full", (false, true)),
            (Some("550"), "550 nobody here", (false, true)),
            (Some("550"), "550 5.7.1 you may not send through this server", (false, false)),
            (Some("554"), "554 no", (false, false)),
            (Some("535"), "535 5.7.8 wrong password", (true, false)),
        ] {
            assert_eq!(judged(code, said), wanted, "{said}");
        }
    }

    #[test]
    fn a_header_is_one_line() {
        assert_eq!(one_line("Hello\r\nBcc: all@example.org\u{0}"), "Hello Bcc: all@example.org");
    }
}
