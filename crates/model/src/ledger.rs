//! What the site has said and kept, as lines of a chain that only grows.
//!
//! A line is canonical JSON (RFC 8785): sorted keys, no white space, only text and whole numbers as values.
//! It names the SHA-256 of the line before it, so no line can be changed, left out or moved without all
//! that follow changing too. Nothing private stands in it: of a capture its hash and not its address, of a
//! verdict neither who nor why, of a note or a reason only its hash. What is written here can't be taken
//! back.

use serde::{Deserialize, Serialize};

use crate::{CaptureId, CommentId, Moment, Permalink, PostId, Verdict};

/// What the first line names as the line before it: sixty-four zeros.
pub const BEGINNING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// What a revision of a post hashes to: SHA-256 in lower-case hex.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Print {
    /// The revision's number.
    pub revision: i64,
    /// Of the writing as canonical JSON.
    pub writing: String,
    /// Of the HTML made of it.
    pub html: String,
    /// Of the excerpt that lists show.
    pub excerpt: String,
}

/// A capture as the ledger names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Which.
    pub capture: CaptureId,
    /// SHA-256 of its bytes, in lower-case hex.
    pub sha256: String,
    /// SHA-256 of its WARC file, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warc: Option<String>,
}

/// Who may see a capture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ShownTo {
    /// Everybody who reads the site.
    Readers,
    /// Those who sign in.
    Desk,
}

/// One thing the site has done, as it enters the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Entry {
    /// A key signs from this line on. The line is signed by the key before it, which thereby vouches for
    /// this one; the first by itself.
    Key {
        /// The public key: Ed25519, SubjectPublicKeyInfo (RFC 8410), base64.
        key: String,
        /// The new key's signature of the `prev` of this line (its sixty-four hex digits), base64: whoever
        /// enters a key holds it.
        proof: String,
        /// Said when the key before was lost and could not sign: the line is then signed by the new key, and
        /// only this sentence connects the two.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lost: Option<String>,
    },
    /// A post is out, or out with another text that needed no note.
    Publication {
        /// Which.
        post: PostId,
        /// Its address on the site.
        permalink: Permalink,
        /// The date readers see.
        published: Moment,
        /// What stands there.
        #[serde(flatten)]
        print: Print,
        /// The address of its source.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        source: Option<String>,
        /// What was kept of the source by then, oldest first.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        captures: Vec<Kept>,
        /// SHA-256 of what was found of its quotations in the captures, as canonical JSON.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        quotations: Option<String>,
        /// Why this comes later than the publication itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        late: Option<Late>,
    },
    /// A published text was changed, with a public note.
    Correction {
        /// Which.
        post: PostId,
        /// The revision that stood there before.
        from: i64,
        /// What stands there now.
        #[serde(flatten)]
        print: Print,
        /// SHA-256 of the public note.
        note: String,
        /// The address of its source.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        source: Option<String>,
    },
    /// A post was retracted: its address stays and says why.
    Retraction {
        /// Which.
        post: PostId,
        /// SHA-256 of the public reason.
        reason: String,
        /// Why this comes later than the fact itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        late: Option<Late>,
    },
    /// A look at a source was kept. Its address stays private until a post names it.
    Capture {
        /// Which, and what it hashes to.
        #[serde(flatten)]
        kept: Kept,
        /// Bytes.
        size: i64,
        /// SHA-256 of what else is known of the look, as canonical JSON: its address, how it came, status,
        /// headers, texts. Those stay private.
        record: String,
        /// When the source was looked at.
        captured: Moment,
        /// Why this comes later than the look itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        late: Option<Late>,
    },
    /// A person decided about a comment.
    Verdict {
        /// Which.
        comment: CommentId,
        /// The post it is about.
        post: PostId,
        /// What was decided.
        verdict: Verdict,
    },
    /// A published post's source was looked at again, and stands otherwise than before.
    SourceVerdict {
        /// The post.
        post: PostId,
        /// The source's address.
        source: String,
        /// How it stands: `alive`, `changed` or `gone`.
        state: String,
        /// The look that shows it, if one was kept.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        capture: Option<CaptureId>,
    },
    /// A capture was opened to readers, or closed again.
    Opening {
        /// Which, and what it hashes to.
        #[serde(flatten)]
        kept: Kept,
        /// Who may see it from now on.
        shown_to: ShownTo,
    },
}

/// Why an entry comes later than what it tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Late {
    /// It happened before the site had a ledger.
    Before,
}

impl Entry {
    /// The word by which a line calls itself.
    pub fn kind(&self) -> &'static str {
        match self {
            Entry::Key { .. } => "key",
            Entry::Publication { .. } => "publication",
            Entry::Correction { .. } => "correction",
            Entry::Retraction { .. } => "retraction",
            Entry::Capture { .. } => "capture",
            Entry::Verdict { .. } => "verdict",
            Entry::SourceVerdict { .. } => "source_verdict",
            Entry::Opening { .. } => "opening",
        }
    }

    /// The post it is about.
    pub fn post(&self) -> Option<PostId> {
        match self {
            Entry::Publication { post, .. }
            | Entry::Correction { post, .. }
            | Entry::Retraction { post, .. }
            | Entry::Verdict { post, .. }
            | Entry::SourceVerdict { post, .. } => Some(*post),
            Entry::Key { .. } | Entry::Capture { .. } | Entry::Opening { .. } => None,
        }
    }

    /// The capture it is about; one that it only mentions is not.
    pub fn capture(&self) -> Option<CaptureId> {
        match self {
            Entry::Capture { kept, .. } | Entry::Opening { kept, .. } => Some(kept.capture),
            _ => None,
        }
    }
}

/// An entry in its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// 1 for the first, then one more each.
    pub number: i64,
    /// When it was entered, by the site's clock.
    pub at: Moment,
    /// SHA-256 of the line before, in lower-case hex; [`BEGINNING`] for the first.
    pub prev: String,
    /// What it says.
    #[serde(flatten)]
    pub entry: Entry,
}

/// A value as canonical JSON (RFC 8785): the same value has the same bytes, whoever writes it.
///
/// # Errors
/// When it has keys that are no text, or numbers that JSON does not know.
pub fn canonical<T: Serialize>(value: &T) -> Result<String, String> {
    serde_json_canonicalizer::to_string(value)
        .map_err(|error| format!("a value can't be written as canonical JSON: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(entry: Entry) -> Line {
        Line { number: 2, at: Moment::from_micros(1_700_000_000_123_456), prev: BEGINNING.into(), entry }
    }

    #[test]
    fn a_line_has_sorted_keys_and_reads_back() {
        let kept = Kept { capture: CaptureId::from_raw(7), sha256: "ab".repeat(32), warc: None };
        let print =
            Print { revision: 3, writing: "cd".repeat(32), html: "ef".repeat(32), excerpt: "01".repeat(32) };
        let entry = Entry::Publication {
            post: PostId::from_raw(5),
            permalink: Permalink::parse("/2026/11/λόγος").unwrap(),
            published: Moment::from_micros(0),
            print,
            source: Some("https://a.example/\"x\"".into()),
            captures: vec![kept],
            quotations: None,
            late: Some(Late::Before),
        };
        let written = canonical(&line(entry.clone())).unwrap();
        assert!(written.starts_with(r#"{"at":"2023-11-14T22:13:20Z","captures":[{"capture":"#), "{written}");
        assert!(written.contains(
            r#""late":"before","number":2,"permalink":"/2026/11/%CE%BB%CF%8C%CE%B3%CE%BF%CF%82","post":"#
        ));
        let read: Line = serde_json::from_str(&written).unwrap();
        assert_eq!(read.entry, entry);
        assert_eq!(canonical(&read).unwrap(), written);
    }

    #[test]
    fn every_kind_calls_itself_by_its_word_and_reads_back() {
        let kept =
            Kept { capture: CaptureId::from_raw(7), sha256: "ab".repeat(32), warc: Some("cd".repeat(32)) };
        let print =
            Print { revision: 2, writing: "cd".repeat(32), html: "ef".repeat(32), excerpt: "01".repeat(32) };
        let post = PostId::from_raw(5);
        for entry in [
            Entry::Key { key: "k".into(), proof: "p".into(), lost: None },
            Entry::Correction { post, from: 1, print, note: "n".into(), source: None },
            Entry::Retraction { post, reason: "r".into(), late: None },
            Entry::Capture {
                kept: kept.clone(),
                size: 9,
                record: "ab".repeat(32),
                captured: Moment::from_micros(0),
                late: None,
            },
            Entry::Verdict { comment: CommentId::from_raw(8), post, verdict: Verdict::Approved },
            Entry::SourceVerdict {
                post,
                source: "https://a.example/".into(),
                state: "gone".into(),
                capture: None,
            },
            Entry::Opening { kept, shown_to: ShownTo::Readers },
        ] {
            let written = canonical(&line(entry.clone())).unwrap();
            assert!(written.contains(&format!(r#""kind":"{}""#, entry.kind())), "{written}");
            assert_eq!(serde_json::from_str::<Line>(&written).unwrap().entry, entry);
        }
    }
}
