//! Posts and pages.

use model::import::{Noun, OldKind, OldPost, OldStanding};
use serde_json::Value;

use super::content::{Notes, body};
use super::fields::{filled, is, moment, strangers, text, word};
use super::routes::Filling;
use super::site::Site;
use crate::html::fold;

/// Fields that are read, or that say nothing that is missed.
const KNOWN: [&str; 60] = [
    "id",
    "uuid",
    "title",
    "slug",
    "html",
    "lexical",
    "mobiledoc",
    "markdown",
    "plaintext",
    "comment_id",
    "page",
    "type",
    "status",
    "visibility",
    "email_only",
    "featured",
    "feature_image",
    "feature_image_alt",
    "feature_image_caption",
    "image",
    "locale",
    "language",
    "author_id",
    "author",
    "created_at",
    "created_by",
    "updated_at",
    "updated_by",
    "published_at",
    "published_by",
    "custom_excerpt",
    "excerpt",
    "codeinjection_head",
    "codeinjection_foot",
    "custom_template",
    "canonical_url",
    "meta_title",
    "meta_description",
    "og_title",
    "og_description",
    "og_image",
    "twitter_title",
    "twitter_description",
    "twitter_image",
    "frontmatter",
    "newsletter_id",
    "email_recipient_filter",
    "show_title_and_feature_image",
    "post_id",
    "email_subject",
    "send_email_when_published",
    "tags",
    "authors",
    "tiers",
    "count",
    "reading_time",
    "url",
    "amp",
    "primary_tag",
    "primary_author",
];

/// A post, and its fields that nobody knows.
pub(super) fn noun(row: &Value, site: &Site, repaired: bool) -> (Noun, Vec<String>) {
    let id = word(row, "id");
    let beside = site.notes_of(&id).unwrap_or(Value::Null);
    // Notes stood in the post itself once.
    let note = |field: &str| filled(&beside, field).or_else(|| filled(row, field));
    let mut notes = Notes::default();
    let page = text(row, "type") == "page" || is(row, "page");
    let slug = text(row, "slug");
    let (authors, tags) = (site.authors_of(row), site.tags_of(row));
    let mut post = OldPost {
        kind: if page { OldKind::Page } else { OldKind::Post },
        headline: fold(text(row, "title")),
        dek: filled(row, "custom_excerpt").map(fold).unwrap_or_default(),
        description: note("meta_description").map(fold).unwrap_or_default(),
        body: site.placed(&body(row, &mut notes)),
        created: moment(row, "created_at"),
        updated: moment(row, "updated_at"),
        language: filled(row, "locale").or_else(|| filled(row, "language")).map(str::to_owned),
        lead_image: filled(row, "feature_image")
            .or_else(|| filled(row, "image"))
            .map(|image| site.placed(image)),
        lead_image_alt: note("feature_image_alt").unwrap_or_default().to_owned(),
        lead_image_caption: note("feature_image_caption").map(|html| site.placed(html)).unwrap_or_default(),
        byline: authors.iter().map(|author| author.name.clone()).collect(),
        ..OldPost::default()
    };
    let title = note("meta_title").map(fold).filter(|title| *title != post.headline);
    post.search_title = title.unwrap_or_default();
    post.byline.dedup();
    for tag in tags.iter().filter(|tag| !tag.internal) {
        if !post.labels.contains(&tag.name) {
            post.labels.push(tag.name.clone());
        }
    }
    if tags.iter().any(|tag| tag.internal) {
        notes.tell("its internal tags, which readers did not see, are left out");
    }
    stand(&mut post, row, &beside, &mut notes);
    if !matches!(post.standing, OldStanding::Draft) {
        post.published = moment(row, "published_at");
    }
    let mailed = text(row, "status") == "sent" || is(row, "email_only") || is(&beside, "email_only");
    if matches!(post.standing, OldStanding::Draft | OldStanding::Scheduled) || mailed || slug.is_empty() {
        post.slug = Some(slug.to_owned()).filter(|slug| !slug.is_empty());
        if mailed && let Some(uuid) = filled(row, "uuid") {
            post.old_paths.push(site.path(&format!("/email/{uuid}/")));
        }
    } else {
        let slugs =
            |named: &[&super::site::Named]| named.iter().map(|one| one.slug.clone()).collect::<Vec<_>>();
        let (own, whose) = (slugs(&tags), slugs(&authors));
        let filling = Filling {
            id: &id,
            slug,
            published: moment(row, "published_at"),
            tags: &own.iter().map(String::as_str).collect::<Vec<_>>(),
            authors: &whose.iter().map(String::as_str).collect::<Vec<_>>(),
            featured: is(row, "featured"),
        };
        let path = if page { Some(format!("/{slug}/")) } else { site.routes.post(&filling) };
        match path {
            Some(path) => {
                if site.amp && !page {
                    post.old_paths.push(site.path(&format!("{path}amp/")));
                }
                post.path = Some(site.path(&path));
            }
            None => {
                notes
                    .tell("routes.yaml puts it where no rule we read finds it; its old address is not known");
                post.slug = Some(slug.to_owned());
            }
        }
    }
    tell(&mut notes, row, &note);
    if repaired {
        notes.tell("it held bytes that are no text, which are shown as \u{fffd}");
    }
    post.key = id;
    post.changed = notes.0;
    let mut unknown = strangers(row, "posts", &KNOWN);
    unknown.extend(strangers(&beside, "posts_meta", &KNOWN));
    (Noun::Post(Box::new(post)), unknown)
}

/// How it stood, and for whom.
fn stand(post: &mut OldPost, row: &Value, beside: &Value, notes: &mut Notes) {
    post.standing = match text(row, "status") {
        "published" => OldStanding::Published,
        "scheduled" => OldStanding::Scheduled,
        "sent" => {
            notes.tell("it went out by mail only and is a post here");
            OldStanding::Published
        }
        "draft" | "" => OldStanding::Draft,
        other => {
            notes.tell(format!("its state “{other:.60}” is not known, so it is a draft here"));
            OldStanding::Draft
        }
    };
    if is(row, "email_only") || is(beside, "email_only") {
        notes.tell("it went out by mail only and is a post here");
    }
    let seen = text(row, "visibility");
    if !matches!(seen, "" | "public") && post.standing != OldStanding::Draft {
        let who = match seen {
            "members" => "members",
            "paid" | "tiers" => "members who paid",
            _ => "some members",
        };
        notes.tell(format!("only {who} could read it, so it is private here"));
        if post.standing == OldStanding::Scheduled {
            notes.tell("it was to come out later; here it does not by itself");
        }
        post.standing = OldStanding::Private;
    }
}

/// Tells what has no counterpart.
fn tell<'r>(notes: &mut Notes, row: &'r Value, note: &dyn Fn(&str) -> Option<&'r str>) {
    if filled(row, "codeinjection_head").or_else(|| filled(row, "codeinjection_foot")).is_some() {
        notes.tell("code that was put into its page is left out");
    }
    if filled(row, "canonical_url").is_some() {
        notes.tell("it named another address as its original (canonical)");
    }
    if filled(row, "custom_template").is_some() {
        notes.tell("its page template is left out");
    }
    if is(row, "featured") {
        notes.tell("it was featured");
    }
    const SOCIAL: [&str; 6] =
        ["og_title", "og_description", "og_image", "twitter_title", "twitter_description", "twitter_image"];
    if SOCIAL.iter().any(|field| note(field).is_some()) {
        notes.tell("its words and picture for social networks are left out");
    }
}
