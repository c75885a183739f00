//! The words of a letter: plain text, in the site's language to guests, in English to the desk.

use model::{Matter, Site};

use crate::words::Words;
use crate::{Error, Pages};

/// Most characters of a comment that a letter quotes.
const QUOTED: usize = 1_500;
/// Most characters of one that a digest shows.
const SHOWN: usize = 160;

/// What is written in a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterText {
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub text: String,
    /// The address that ends letters like this one when a program posts to it.
    pub stop: Option<String>,
}

impl Pages {
    /// Writes a letter from a site whose public address is `origin`, without a slash at the end.
    ///
    /// # Errors
    /// None yet; a letter that needs a template will have some.
    pub fn letter(&self, site: &Site, origin: &str, matter: &Matter) -> Result<LetterText, Error> {
        Ok(write(self.words(), site, origin, matter))
    }
}

fn write(words: &Words, site: &Site, origin: &str, matter: &Matter) -> LetterText {
    let spoken = words.of(&site.language);
    let name = site.name.as_str();
    let of_site = |key: &str| spoken.say_with(key, "site", name);
    let confirm = |token: &str| format!("{origin}/mail/confirm/{token}");
    let letter = |subject: String, parts: &[String], stop: Option<String>| {
        let text = format!("{}\n\n-- \n{name}\n{origin}\n", parts.join("\n\n"));
        LetterText { subject, text, stop }
    };
    match matter {
        Matter::Confirm { headline, token } => {
            let parts = [
                spoken.say_with("letter-confirm-text", "headline", headline),
                format!("{}\n{}", spoken.say("letter-confirm-link"), confirm(token)),
                spoken.say("letter-ignore"),
            ];
            letter(of_site("letter-confirm-subject"), &parts, None)
        }
        Matter::Remember { token } => {
            let parts = [
                format!("{}\n{}", spoken.say("letter-remember-text"), confirm(token)),
                spoken.say("letter-ignore"),
            ];
            letter(of_site("letter-remember-subject"), &parts, None)
        }
        Matter::Answer { headline, comment, name, body, stop } => {
            let subject = spoken.say_all("letter-answer-subject", &[("name", name), ("headline", headline)]);
            let stop = format!("{origin}/mail/stop/{stop}");
            let parts = [
                format!("“{headline}”"),
                format!("{}\n\n{}", spoken.say_with("letter-answer-text", "name", name), quoted(body)),
                // Which leads to it wherever it stands by then.
                format!("{}\n{origin}/comments/{comment}", spoken.say("letter-answer-link")),
                format!("{}\n{stop}", of_site("letter-stop")),
            ];
            letter(subject, &parts, Some(stop))
        }
        Matter::Digest { held, first } => {
            let what = if *held == 1 { "comment waits" } else { "comments wait" };
            let one = |waiting: &model::mail::Waiting| {
                let said = cut(&folded(&waiting.body), SHOWN);
                format!("{}, on “{}”:\n  {said}", waiting.name, waiting.headline)
            };
            let mut parts = vec![format!("{held} {what} for you:\n{origin}/desk/comments")];
            parts.extend(first.iter().map(one));
            let rest = held - i64::try_from(first.len()).unwrap_or(*held);
            if rest > 0 {
                parts.push(format!("… and {rest} more."));
            }
            parts.push(format!("How often you are told, or never again: {origin}/desk/mail"));
            letter(format!("{name}: {held} {what}"), &parts, None)
        }
        Matter::Backup { why, last } => {
            let last = match last {
                Some(at) => format!("The last one is of {}.", at.iso()),
                None => "There is none yet.".to_owned(),
            };
            let parts = [
                format!("No backup of your site could be made:\n{why}"),
                last,
                format!("What to do, and how it stands: {origin}/desk/backups"),
            ];
            letter(format!("{name}: no backup could be made"), &parts, None)
        }
        Matter::Test => {
            let parts = [
                "This letter shows that letters from your site arrive. You asked for it at the desk."
                    .to_owned(),
                format!("{origin}/desk/mail"),
            ];
            letter(format!("{name}: letters arrive"), &parts, None)
        }
    }
}

/// A text marked as somebody's words, line by line (RFC 3676, 4.5).
fn quoted(text: &str) -> String {
    cut(text.trim(), QUOTED)
        .lines()
        .map(|line| format!("> {line}").trim_end().to_owned())
        .collect::<Vec<_>>()
        .join("\n")
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn cut(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default().trim_end()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use model::{CommentId, Language, Moment};

    use super::*;

    fn written(tag: &str, matter: &Matter) -> LetterText {
        let site =
            Site { name: "The Courant".into(), language: Language::parse(tag).unwrap(), ..Site::default() };
        write(&Words::embedded().unwrap(), &site, "https://courant.example", matter)
    }

    #[test]
    fn an_answer_is_quoted_and_every_letter_of_its_kind_can_be_ended() {
        let matter = Matter::Answer {
            headline: "Η τιμή".into(),
            comment: CommentId::from_raw(1),
            name: "Ben".into(),
            body: "Yes.\n\nAnd no.".into(),
            stop: "s3cret".into(),
        };
        for tag in ["en", "de", "el", "ar", "fr", "es", "ru", "zh", "ja"] {
            let letter = written(tag, &matter);
            assert!(
                letter.subject.contains("Ben") && letter.subject.contains("Η τιμή"),
                "{tag}: {}",
                letter.subject
            );
            assert!(letter.text.contains("> Yes.\n>\n> And no."), "{tag}: {}", letter.text);
            let stop = "https://courant.example/mail/stop/s3cret";
            assert!(letter.text.contains(stop) && letter.stop.as_deref() == Some(stop), "{tag}");
            assert!(
                letter.text.contains("https://courant.example/comments/0000000000001\n"),
                "{tag}: {}",
                letter.text
            );
        }
    }

    #[test]
    fn a_letter_to_a_stranger_says_nothing_that_was_typed_into_a_form() {
        let matter = Matter::Confirm { headline: "Tides".into(), token: "s3cret".into() };
        let letter = written("en", &matter);
        assert_eq!(letter.subject, "Answers from The Courant: please confirm");
        assert_eq!(letter.stop, None, "he asked for none yet");
        assert!(letter.text.contains("https://courant.example/mail/confirm/s3cret\n"), "{}", letter.text);
        assert!(letter.text.contains("no other letter will come"));
    }

    #[test]
    fn a_letter_of_trouble_says_why_and_since_when() {
        let why = "the disk is full".to_owned();
        let letter = written("de", &Matter::Backup { why: why.clone(), last: Some(Moment::from_micros(0)) });
        assert_eq!(letter.subject, "The Courant: no backup could be made");
        let text = &letter.text;
        assert!(
            text.contains(&why) && text.contains("1970-01-01") && text.contains("/desk/backups"),
            "{text}"
        );
        assert!(written("de", &Matter::Backup { why, last: None }).text.contains("There is none yet."));
    }

    #[test]
    fn a_digest_counts_all_and_tells_of_some() {
        let first = vec![model::mail::Waiting {
            name: "Ada".into(),
            headline: "Tides".into(),
            body: format!("Long\n\n{}", "word ".repeat(100)),
        }];
        let letter = written("el", &Matter::Digest { held: 12, first });
        assert_eq!(letter.subject, "The Courant: 12 comments wait");
        assert!(letter.text.contains("Ada, on “Tides”:\n  Long word"), "{}", letter.text);
        assert!(letter.text.contains("… and 11 more."));
    }
}
