//! A comment form, as it arrived and as it can be stored.

use serde::{Deserialize, Serialize};

use super::{BODY_LIMIT, NAME_LIMIT};
use crate::{CommentId, Problems};

/// A comment form as it arrived.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RawRemark {
    /// Name to show.
    pub name: String,
    /// Mail address, never shown.
    pub email: String,
    /// The reader's own page.
    pub website: String,
    /// Light Markdown.
    pub body: String,
    /// The comment answered, as an id; empty for none.
    pub parent: String,
    /// The trap: people don't see this field, robots fill it.
    pub homepage: String,
    /// When its work was done, in minutes since 1970, as the script wrote it; empty without.
    pub stamp: String,
    /// What the script found for that minute.
    pub nonce: String,
    /// Whether its author wants answers by mail; empty for no.
    pub answers: String,
    /// What the author's browser is remembered by, from its cookie; never a field of the form.
    #[serde(skip)]
    pub remembered: Option<String>,
}

/// What a reader says, checked: can be stored as a comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// Name to show.
    pub name: String,
    /// Mail address.
    pub email: Option<String>,
    /// An http or https address.
    pub website: Option<String>,
    /// Light Markdown.
    pub body: String,
    /// The comment answered.
    pub parent: Option<CommentId>,
    /// Whether its author wants answers by mail.
    pub answers: bool,
}

impl RawRemark {
    /// Whether only a robot could have sent this.
    pub fn is_trapped(&self) -> bool {
        !self.homepage.is_empty()
    }

    /// The remark when it can be stored.
    ///
    /// # Errors
    /// One problem per field that can't.
    pub fn checked(&self) -> Result<Remark, Problems> {
        let mut problems = Problems::default();
        let name = self.name.split_whitespace().collect::<Vec<_>>().join(" ");
        if !name.chars().any(is_visible) {
            problems.add("name", "please give a name to show with your comment");
        } else if name.chars().count() > NAME_LIMIT || name.chars().any(char::is_control) {
            problems.add("name", format!("a name can have {NAME_LIMIT} characters"));
        }
        let email = Some(self.email.trim().to_owned()).filter(|e| !e.is_empty());
        if email.as_deref().is_some_and(|e| !looks_like_mail(e)) {
            problems.add("email", "this doesn't look like a mail address; you can leave it empty");
        }
        let answers = !self.answers.is_empty();
        if answers && email.is_none() {
            problems.add("answers", "to get answers by mail, please give your mail address");
        }
        let website = Some(self.website.trim().to_owned()).filter(|w| !w.is_empty());
        let website = website.map(|w| if w.contains("://") { w } else { format!("https://{w}") });
        // Kept as a browser would send it, so that every page can link to it as it stands.
        let website = website.and_then(|written| {
            let address = url::Url::parse(&written)
                .ok()
                .filter(|u| matches!(u.scheme(), "http" | "https") && u.has_host());
            let address = address.map(String::from).filter(|address| address.len() <= 300);
            if address.is_none() {
                problems.add("website", "this doesn't look like a web address; you can leave it empty");
            }
            address
        });
        let body = self.body.replace("\r\n", "\n").trim().to_owned();
        let length = body.chars().count();
        if !body.chars().any(is_visible) {
            problems.add("body", "please write something");
        } else if length > BODY_LIMIT {
            problems.add("body", format!("a comment can have {BODY_LIMIT} characters; this one has {length}. Nothing is lost: shorten it below"));
        }
        let parent = match self.parent.trim() {
            "" => None,
            id => match id.parse() {
                Ok(id) => Some(id),
                Err(_) => {
                    problems.add("parent", "the comment you answer is not here any more");
                    None
                }
            },
        };
        problems.into_result(Remark { name, email, website, body, parent, answers })
    }
}

/// Whether a character leaves a mark: space does not, nor what only steers the text around it.
fn is_visible(c: char) -> bool {
    let steers = matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}');
    !c.is_whitespace() && !c.is_control() && !steers
}

pub(crate) fn looks_like_mail(text: &str) -> bool {
    text.len() <= 254
        && !text.chars().any(|c| c.is_whitespace() || c.is_control())
        && text
            .rsplit_once('@')
            .is_some_and(|(local, host)| !local.is_empty() && host.len() > 2 && host.contains('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(name: &str, email: &str, website: &str, body: &str) -> RawRemark {
        RawRemark {
            name: name.into(),
            email: email.into(),
            website: website.into(),
            body: body.into(),
            ..RawRemark::default()
        }
    }

    #[test]
    fn a_guest_needs_a_name_and_words() {
        let remark = raw(" Ada  L. ", "", "example.org/me", "Hello\r\nthere ").checked().unwrap();
        assert_eq!((remark.name.as_str(), remark.body.as_str()), ("Ada L.", "Hello\nthere"));
        assert_eq!(remark.website.as_deref(), Some("https://example.org/me"));
        let remark = raw("A", "", r#"https://a.example/"x""#, "Hello").checked().unwrap();
        assert_eq!(remark.website.as_deref(), Some("https://a.example/%22x%22"));
        let problems = raw(" ", "nobody", "javascript:alert(1)", "\u{200b} ").checked();
        let fields: Vec<_> = problems.unwrap_err().0.iter().map(|p| p.field).collect();
        assert_eq!(fields, ["name", "email", "website", "body"]);
    }

    #[test]
    fn a_hundred_thousand_characters_are_refused_with_the_number() {
        let problems = raw("A", "", "", &"字".repeat(100_000)).checked().unwrap_err();
        assert!(problems.of("body").unwrap().contains("100000"));
    }
}
