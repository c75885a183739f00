//! Every row that is no post.

use model::Verdict;
use model::import::{Noun, OldAuthor, OldComment, OldLabel, Writer};
use serde_json::Value;

use super::fields::{filled, is, moment, strangers, text, word};
use super::site::Site;
use crate::html::{escape, plain};

/// Tables whose rows became part of posts, people and the site.
pub(super) const MERGED: [&str; 6] =
    ["posts_tags", "posts_authors", "posts_meta", "settings", "meta", "version"];

/// Tables that hold what readers said.
pub(super) const SAID: [&str; 2] = ["comments", "mentions"];

/// Somebody who writes.
pub(super) fn author(row: &Value) -> (Noun, Vec<String>) {
    let author = OldAuthor {
        key: word(row, "id"),
        name: filled(row, "name").or_else(|| filled(row, "slug")).unwrap_or_default().to_owned(),
        email: filled(row, "email").map(str::to_owned),
        website: filled(row, "website").map(str::to_owned),
    };
    const KNOWN: [&str; 34] = [
        "id",
        "name",
        "slug",
        "password",
        "email",
        "profile_image",
        "image",
        "cover_image",
        "cover",
        "bio",
        "website",
        "location",
        "facebook",
        "twitter",
        "threads",
        "bluesky",
        "mastodon",
        "tiktok",
        "youtube",
        "instagram",
        "linkedin",
        "accessibility",
        "status",
        "locale",
        "language",
        "visibility",
        "meta_title",
        "meta_description",
        "tour",
        "last_login",
        "last_seen",
        "created_at",
        "updated_at",
        "roles",
    ];
    let unknown = strangers(row, "users", &KNOWN);
    let unknown = unknown.into_iter().filter(|name| {
        !["_notifications", "_by", "ghost_auth", "uuid"].iter().any(|part| name.contains(part))
    });
    (Noun::Author(author), unknown.collect())
}

/// A tag.
pub(super) fn tag(row: &Value, site: &Site) -> (Noun, Vec<String>) {
    let key = word(row, "id");
    if site.tags.get(&key).is_some_and(|tag| tag.internal) {
        let why = "an internal tag is no label for readers".to_owned();
        return (Noun::Other { kind: "internal tag".into(), key, why, private: false }, Vec::new());
    }
    let slug = text(row, "slug");
    let label = OldLabel {
        key: format!("tag:{key}"),
        name: filled(row, "name").unwrap_or(slug).to_owned(),
        slug: slug.to_owned(),
        paths: if slug.is_empty() { Vec::new() } else { vec![site.path(&site.routes.tag(slug))] },
        parent: None,
        description: plain(&escape(text(row, "description"))),
    };
    const KNOWN: [&str; 26] = [
        "id",
        "uuid",
        "name",
        "slug",
        "description",
        "feature_image",
        "image",
        "parent_id",
        "visibility",
        "hidden",
        "og_image",
        "og_title",
        "og_description",
        "twitter_image",
        "twitter_title",
        "twitter_description",
        "meta_title",
        "meta_description",
        "codeinjection_head",
        "codeinjection_foot",
        "canonical_url",
        "accent_color",
        "created_at",
        "created_by",
        "updated_at",
        "updated_by",
    ];
    (Noun::Label(label), strangers(row, "tags", &KNOWN))
}

/// What a reader said.
pub(super) fn comment(row: &Value, site: &Site) -> (Noun, Vec<String>) {
    let id = word(row, "id");
    let member = site.member(&word(row, "member_id"));
    let set = |field: &str| Some(word(row, field)).filter(|id| !id.is_empty());
    let mut comment = OldComment {
        post: word(row, "post_id"),
        parent: set("in_reply_to_id").or_else(|| set("parent_id")),
        writer: if member.is_some_and(|(_, _, author)| author) { Writer::Author } else { Writer::Member },
        name: member.map(|(name, _, _)| name.to_owned()).unwrap_or_default(),
        email: member.map(|(_, mail, _)| mail.to_owned()).filter(|mail| !mail.is_empty()),
        body: site.placed(text(row, "html")),
        created: moment(row, "created_at"),
        anchor: Some(format!("ghost-comments-{id}")),
        key: id,
        ..OldComment::default()
    };
    comment.verdict = match text(row, "status") {
        "published" => Verdict::Approved,
        "hidden" => Verdict::Rejected,
        "deleted" => Verdict::Withdrawn,
        other => {
            comment.changed.push(format!("its state “{other:.60}” is not known, so it waits"));
            Verdict::Held
        }
    };
    if filled(row, "edited_at").is_some() {
        comment.changed.push("that its author changed it is not told to readers here".into());
    }
    const KNOWN: [&str; 12] = [
        "id",
        "post_id",
        "member_id",
        "parent_id",
        "in_reply_to_id",
        "status",
        "html",
        "edited_at",
        "created_at",
        "updated_at",
        "uuid",
        "pinned",
    ];
    (Noun::Comment(Box::new(comment)), strangers(row, "comments", &KNOWN))
}

/// Another site that speaks of a post.
pub(super) fn mention(row: &Value) -> (Noun, Vec<String>) {
    let name = ["source_site_title", "source_author", "source_title"]
        .into_iter()
        .find_map(|field| filled(row, field));
    let title = filled(row, "source_title").map(|title| format!("<p>{}</p>", escape(title)));
    let said = filled(row, "source_excerpt").map(|said| format!("<p>{}</p>", escape(said)));
    let comment = OldComment {
        key: format!("mention:{}", word(row, "id")),
        post: word(row, "resource_id"),
        writer: Writer::Site,
        name: name.unwrap_or_default().to_owned(),
        website: filled(row, "source").map(str::to_owned),
        body: [title, said].into_iter().flatten().collect::<Vec<_>>().join("\n"),
        created: moment(row, "created_at"),
        verdict: if is(row, "deleted") {
            Verdict::Rejected
        } else if row.get("verified").is_none() || is(row, "verified") {
            Verdict::Approved
        } else {
            Verdict::Held
        },
        ..OldComment::default()
    };
    const KNOWN: [&str; 15] = [
        "id",
        "source",
        "source_title",
        "source_site_title",
        "source_excerpt",
        "source_author",
        "source_featured_image",
        "source_favicon",
        "target",
        "resource_id",
        "resource_type",
        "created_at",
        "payload",
        "deleted",
        "verified",
    ];
    (Noun::Comment(Box::new(comment)), strangers(row, "mentions", &KNOWN))
}

/// A row of a table that has no counterpart.
pub(super) fn other(table: &str, row: &Value) -> Noun {
    let key =
        ["id", "key", "email", "slug"].into_iter().map(|field| word(row, field)).find(|key| !key.is_empty());
    const PRIVATE: [&str; 10] = [
        "member",
        "subscriber",
        "email_recipient",
        "comment_",
        "invite",
        "session",
        "stripe",
        "donation",
        "token",
        "email_batch",
    ];
    let private = PRIVATE.iter().any(|word| table.starts_with(word) || table.contains(&format!("_{word}")));
    let why = match table {
        "members" | "subscribers" => "accounts of readers have no counterpart here",
        "newsletters" | "emails" | "email_batches" | "email_recipients" => {
            "letters to readers have no counterpart here"
        }
        "products" | "tiers" | "offers" | "benefits" | "products_benefits" | "stripe_products"
        | "stripe_prices" => "what readers paid for has no counterpart here",
        "snippets" => "pieces kept for the editor have no counterpart here",
        "custom_theme_settings" | "themes" => "it belongs to the look of the old site",
        "comment_likes" | "comment_reports" => "what readers thought of comments has no counterpart here",
        "post_revisions" | "mobiledoc_revisions" => {
            "earlier versions of posts have no counterpart in an import"
        }
        "roles" | "roles_users" | "permissions" | "permissions_roles" | "permissions_users"
        | "migrations" | "migrations_lock" | "sessions" | "actions" | "jobs" | "brute" | "outbox" => {
            "it is Ghost's own bookkeeping"
        }
        _ => "there is no counterpart here",
    };
    Noun::Other {
        kind: table.chars().take(60).collect(),
        key: key.unwrap_or_default(),
        why: why.into(),
        private,
    }
}
