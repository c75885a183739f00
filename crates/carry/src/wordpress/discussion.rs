//! Comments.

use model::Verdict;
use model::import::{Entry, Noun, OldComment, Writer};

use super::content::remark;
use super::site::Site;
use crate::Broken;
use crate::html::decode;
use crate::xml::Piece;

/// Reads one comment of a post.
///
/// # Errors
/// [`Broken`] when it is not well formed.
pub(super) fn entry(post: &str, piece: &Piece, site: &Site) -> Result<Entry, Broken> {
    let element = piece.element()?;
    let mut comment = OldComment { post: post.to_owned(), changed: piece.mended(), ..OldComment::default() };
    let mut unknown: Vec<String> = Vec::new();
    let (mut local, mut universal, mut kind, mut user) = Default::default();
    let filled = |word: &str| Some(word.to_owned()).filter(|word| !word.is_empty());
    for child in &element.children {
        let word = child.word();
        match child.local() {
            "comment_id" => comment.key = word.into_owned(),
            "comment_author" => comment.name = decode(&word).into_owned(),
            "comment_author_email" => comment.email = filled(&word),
            "comment_author_url" => comment.website = filled(&word).filter(|url| url != "http://"),
            "comment_author_IP" => comment.network = filled(&word),
            "comment_date" => local = word,
            "comment_date_gmt" => universal = word,
            "comment_content" => comment.body = remark(&child.text()),
            "comment_approved" => verdict(&mut comment, &word),
            "comment_type" => kind = word,
            "comment_parent" => comment.parent = filled(&word).filter(|parent| parent != "0"),
            "comment_user_id" => user = word,
            "commentmeta" => {
                note(&mut comment, &child.word_of("meta_key"), &child.word_of("meta_value"), &mut unknown)
            }
            _ if !unknown.iter().any(|name| name == child.name) => unknown.push(child.name.to_owned()),
            _ => {}
        }
    }
    comment.created = site.hints.moment(&local, &universal);
    comment.writer = match &*kind {
        "pingback" | "trackback" => Writer::Site,
        _ if matches!(&*user, "" | "0") => Writer::Reader,
        _ if site.known.logins.contains_key(&*user) => Writer::Author,
        // Older files don't say authors' ids.
        _ if comment.email.as_ref().is_some_and(|mail| site.known.mails.contains(&mail.to_lowercase())) => {
            Writer::Author
        }
        _ => Writer::Member,
    };
    if !matches!(&*kind, "" | "comment" | "pingback" | "trackback") {
        comment.changed.push(format!("it was a “{kind:.60}” and is a comment here"));
    }
    comment.anchor = Some(format!("comment-{}", comment.key)).filter(|_| !comment.key.is_empty());
    Ok(Entry { raw: piece.raw.clone(), line: piece.line, noun: Noun::Comment(Box::new(comment)), unknown })
}

fn verdict(comment: &mut OldComment, approved: &str) {
    comment.verdict = match approved {
        "1" | "approve" | "approved" => Verdict::Approved,
        "0" | "hold" | "" => Verdict::Held,
        "spam" => Verdict::Spam,
        "trash" => Verdict::Rejected,
        "post-trashed" => {
            comment.changed.push("it was thrown away with its post and waits here".into());
            Verdict::Held
        }
        other => {
            comment.changed.push(format!("its state “{other:.60}” is not known, so it waits"));
            Verdict::Held
        }
    };
}

/// What is noted beside a comment.
fn note(comment: &mut OldComment, key: &str, value: &str, unknown: &mut Vec<String>) {
    match key {
        "protocol" if value == "activitypub" => {
            comment.changed.push("it came over ActivityPub and is an ordinary comment here".into());
        }
        "protocol"
        | "source_url"
        | "source_id"
        | "avatar_url"
        | "webmention_source_url"
        | "hc_avatar"
        | "hc_post_as" => {}
        _ if key.starts_with("akismet_")
            || key.starts_with("_wp_trash_meta")
            || key.starts_with("_activitypub_") => {}
        _ => {
            let name = format!("commentmeta {key:.60}");
            if !unknown.contains(&name) {
                unknown.push(name);
            }
        }
    }
}
