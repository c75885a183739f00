//! Letters to a mail server that other people wrote (aiosmtpd): what arrives there, and what refusals mean.
//!
//! It comes with the tools that `cargo xtask test` installs and names in `COURANT_TEST_ARCHIVE_TOOLS`. Without them
//! these tests are skipped, loudly; with `CI` set they fail instead.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]
#![expect(clippy::print_stderr, reason = "what is not tested is said")]

use std::env;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, SystemTime};

use serde_json::Value;
use wire::mail::{Letter, MailError, Mailer, Unsubscribe};

struct Sink {
    child: Child,
    lines: BufReader<ChildStdout>,
    port: u16,
}

impl Drop for Sink {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Sink {
    /// `None` when it can't be had here.
    fn open() -> Option<Sink> {
        let python =
            env::var_os("COURANT_TEST_ARCHIVE_TOOLS").map(|tools| PathBuf::from(tools).join("python3"));
        let has_it = |python: &PathBuf| {
            let asked = Command::new(python).args(["-c", "import aiosmtpd"]).stderr(Stdio::null()).status();
            asked.is_ok_and(|status| status.success())
        };
        let Some(python) = python.filter(has_it) else {
            let words =
                "no aiosmtpd, so no letter was sent to a real mail server; run this by cargo xtask test";
            assert!(env::var_os("CI").is_none(), "{words}");
            eprintln!("\n!!! COULD NOT RUN: {words}\n");
            return None;
        };
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sink.py");
        let mut child = Command::new(python).arg(script).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        let mut first = String::new();
        lines.read_line(&mut first).unwrap();
        let port =
            first.trim().strip_prefix("listening ").unwrap_or_else(|| panic!("{first}")).parse().unwrap();
        Some(Sink { child, lines, port })
    }

    fn mailer(&self, query: &str) -> Mailer {
        Mailer::new(&format!("smtp://127.0.0.1:{}{query}", self.port), "news@courant.example").unwrap()
    }

    /// The next letter that was taken.
    fn next(&mut self) -> Value {
        let mut line = String::new();
        self.lines.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"))
    }
}

fn letter(to: &str) -> Letter {
    Letter {
        id: "01k3xw7q2m4ag".into(),
        sender: "Ο Δείκτης, \"τεστ\"".into(),
        to: to.into(),
        subject: "Η Άδα answered on “The price of a river, one metre at a time, and all that came after it”"
            .into(),
        text: format!("Γεια.\n\n> Yes.\n.\nFrom here on\n{}\n", "https://courant.example/".repeat(20)),
        date: SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_000_000),
        unsubscribe: Some(Unsubscribe {
            url: format!("https://courant.example/mail/stop/{}", "a1b2c3d4".repeat(12)),
            host: "courant.example".into(),
        }),
    }
}

#[test]
fn what_was_written_is_what_arrives_with_the_headers_that_programs_go_by() {
    let Some(mut sink) = Sink::open() else { return };
    let sent = letter("ada@example.org");
    let id = sink.mailer("").send(&sent).unwrap();
    let got = sink.next();
    assert_eq!(
        (got["from"].as_str(), got["to"][0].as_str()),
        (Some("news@courant.example"), Some("ada@example.org"))
    );
    assert_eq!(got["text"].as_str().unwrap().replace("\r\n", "\n").trim_end(), sent.text.trim_end());
    let header = |name: &str| got["headers"][name].as_str().unwrap_or_else(|| panic!("no {name}: {got}"));
    assert_eq!(header("subject"), sent.subject);
    assert!(
        header("from").contains("Ο Δείκτης") && header("from").contains("<news@courant.example>"),
        "{got}"
    );
    assert_eq!(header("message-id"), id);
    assert_eq!(id, "<01k3xw7q2m4ag@courant.example>");
    assert_eq!(header("auto-submitted"), "auto-generated");
    assert_eq!(header("list-id"), "<answers.courant.example>");
    assert_eq!(header("list-unsubscribe"), format!("<{}>", sent.unsubscribe.unwrap().url));
    assert_eq!(header("list-unsubscribe-post"), "List-Unsubscribe=One-Click");
    assert!(header("date").starts_with("Wed, 18 Nov 2026") || header("date").contains("Nov 2026"), "{got}");
    assert_eq!(header("content-type"), "text/plain; charset=\"utf-8\"");
    assert_eq!(got["hello"].as_str(), Some("courant.example"));
    assert!(got["longest"].as_u64().unwrap() <= 998, "lines may be no longer (RFC 5322, 2.1.1): {got}");
}

#[test]
fn nothing_that_somebody_wrote_becomes_a_header() {
    let Some(mut sink) = Sink::open() else { return };
    let harm = "x\r\nBcc: all@example.org\r\n\r\nBody".to_owned();
    let sent = Letter { sender: harm.clone(), subject: harm, unsubscribe: None, ..letter("ada@example.org") };
    sink.mailer("").send(&sent).unwrap();
    let got = sink.next();
    let names: Vec<_> = got["names"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert!(!names.contains(&"bcc") && !names.contains(&"list-unsubscribe"), "{got}");
    assert_eq!(got["to"].as_array().unwrap().len(), 1);
    let refused = sink.mailer("").send(&letter("ada@example.org>\r\nRCPT TO:<eve@example.org")).unwrap_err();
    assert!(refused.bounced && !refused.passing, "{refused:?}");
}

#[test]
fn a_refusal_says_whether_to_come_again_and_whose_fault_it_is() {
    let Some(mut sink) = Sink::open() else { return };
    let mailer = sink.mailer("");
    let judged = |to: &str| {
        let MailError { words, passing, bounced } = mailer.send(&letter(to)).unwrap_err();
        (passing, bounced, words)
    };
    let (passing, bounced, words) = judged("550-ada@example.org");
    assert_eq!((passing, bounced), (false, true));
    assert!(
        words.contains("there is nobody of this name here") && words.starts_with("127.0.0.1:"),
        "{words}"
    );
    let (passing, bounced, words) = judged("554-ada@example.org");
    assert_eq!((passing, bounced), (false, false), "{words}");
    let (passing, bounced, words) = judged("451-ada@example.org");
    assert_eq!((passing, bounced), (true, false), "{words}");
    mailer.send(&letter("451-ada@example.org")).expect("the second time it is taken");
    assert_eq!(sink.next()["to"][0].as_str(), Some("451-ada@example.org"));
}

#[test]
fn nothing_is_sent_in_the_clear_where_that_was_ruled_out() {
    let Some(sink) = Sink::open() else { return };
    // This server offers no encryption.
    let refused = sink.mailer("?tls=required").send(&letter("ada@example.org")).unwrap_err();
    assert!(refused.passing && !refused.bounced, "{refused:?}");
    sink.mailer("?tls=opportunistic").send(&letter("ada@example.org")).expect("if there were any");
}

#[test]
fn a_server_that_is_gone_is_tried_again() {
    let Some(sink) = Sink::open() else { return };
    let mailer = sink.mailer("");
    drop(sink);
    let gone = mailer.send(&letter("ada@example.org")).unwrap_err();
    assert!(gone.passing && !gone.bounced && gone.words.contains("127.0.0.1"), "{gone:?}");
}
