//! A Ghost site, looked through once before it is read: who wrote what, which tags are where, and what the settings say.

use std::collections::{HashMap, HashSet};

use model::CommentMode;
use model::import::OldSite;
use serde_json::Value;

use super::fields::{filled, is, text, word};
use super::routes::Routes;
use super::rows::{Row, Rows};
use crate::addresses::Addresses;
use crate::{Broken, Package};

/// What stands for the site's address in Ghost's texts.
const PLACE: &str = "__GHOST_URL__";
/// Rows of tables that are kept in memory: users, tags, members and what ties them to posts. Some 150 bytes each.
const KEPT: usize = 3_000_000;
/// Bytes of notes beside posts that are kept.
const NOTES: usize = 64 << 20;
/// Bytes of settings that are kept as the site's original.
const RAW: usize = 1 << 20;
/// Bytes of the value of one setting that has no counterpart.
const VALUE: usize = 2_000;

/// A name with its slug.
#[derive(Clone, Debug, Default)]
pub(super) struct Named {
    pub(super) name: String,
    pub(super) slug: String,
    /// Not for readers.
    pub(super) internal: bool,
}

/// What is known of a site beforehand.
#[derive(Debug, Default)]
pub(super) struct Site {
    pub(super) addresses: Addresses,
    pub(super) old: OldSite,
    /// Rows of settings, as the file has them.
    pub(super) raw: String,
    pub(super) line: u64,
    pub(super) routes: Routes,
    pub(super) users: HashMap<String, Named>,
    pub(super) tags: HashMap<String, Named>,
    /// Ids in order, by the id of a post.
    authors: HashMap<String, Vec<(i64, String)>>,
    tagged: HashMap<String, Vec<(i64, String)>>,
    /// Notes beside a post, as text.
    notes: HashMap<String, String>,
    notes_bytes: usize,
    /// Names and mail addresses of members, by id.
    members: HashMap<String, (String, String)>,
    /// Mail addresses of those who write, in small letters.
    mails: HashSet<String>,
    /// Whether posts had a page for mobile readers.
    pub(super) amp: bool,
    /// Names of tables that are in the file.
    pub(super) tables: HashSet<String>,
    kept: usize,
}

impl Site {
    /// Looks through a file.
    pub(super) fn look(package: &Package, file: &str, host: Option<&str>) -> Result<Self, Broken> {
        let mut site = Site::default();
        if let Some(host) = host {
            site.addresses.add(host);
        }
        let mut rows = Rows::new(file, package.text(file)?);
        // What ends it is told by the pass that brings entries.
        while let Ok(Some(row)) = rows.next() {
            if let Ok(row) = row {
                site.learn(&row);
            }
        }
        for (name, _) in package.files() {
            if matches!(name.rsplit('/').next(), Some("routes.yaml" | "routes.yml")) {
                site.routes.read(&package.whole(name, 1 << 20)?);
            }
        }
        site.old.addresses.clone_from(&site.addresses.all);
        let named = site.addresses.key().unwrap_or_else(|| slug(&site.old.name));
        site.old.key = format!("ghost:{named}");
        Ok(site)
    }

    fn learn(&mut self, row: &Row) {
        if self.tables.len() < 500 {
            self.tables.insert(row.table.clone());
        }
        const READ: [&str; 9] = [
            "users",
            "tags",
            "posts_tags",
            "posts_authors",
            "posts_meta",
            "members",
            "settings",
            "meta",
            "version",
        ];
        if !READ.contains(&row.table.as_str()) {
            return;
        }
        let Some(value) = read(&row.raw) else { return };
        if matches!(row.table.as_str(), "settings" | "meta") {
            if self.raw.len() + row.raw.len() < RAW {
                self.line = if self.line == 0 { row.line } else { self.line };
                self.raw.push_str(&row.raw);
                self.raw.push('\n');
            }
            if row.table == "meta" {
                self.old.others.push(("version".into(), word(&value, "version")));
            } else {
                self.setting(&value);
            }
            return;
        }
        self.kept += 1;
        if self.kept > KEPT {
            return;
        }
        let tie = |into: &mut HashMap<String, Vec<(i64, String)>>, other: &str| {
            let order = value.get("sort_order").and_then(Value::as_i64).unwrap_or(0);
            into.entry(word(&value, "post_id")).or_default().push((order, word(&value, other)));
        };
        match row.table.as_str() {
            "users" => {
                if let Some(mail) = filled(&value, "email") {
                    self.mails.insert(mail.to_lowercase());
                }
                self.users.insert(word(&value, "id"), named(&value));
            }
            "tags" => {
                self.tags.insert(word(&value, "id"), named(&value));
            }
            "posts_tags" => tie(&mut self.tagged, "tag_id"),
            "posts_authors" => tie(&mut self.authors, "author_id"),
            "posts_meta" => {
                self.notes_bytes += row.raw.len();
                if self.notes_bytes <= NOTES {
                    self.notes.insert(word(&value, "post_id"), row.raw.clone());
                }
            }
            "members" => {
                let member = (text(&value, "name").to_owned(), text(&value, "email").to_owned());
                self.members.insert(word(&value, "id"), member);
            }
            _ => {}
        }
    }

    /// One setting; older files have all of them in one row.
    fn setting(&mut self, row: &Value) {
        match filled(row, "key") {
            Some(key) => self.set(key, &word(row, "value")),
            None => {
                for (key, _) in row.as_object().into_iter().flatten().take(500) {
                    self.set(key, &word(row, key));
                }
            }
        }
    }

    fn set(&mut self, key: &str, value: &str) {
        let set = Some(value.to_owned()).filter(|value| !value.is_empty());
        let old = &mut self.old;
        match key {
            "title" => old.name = value.to_owned(),
            "description" => old.tagline = value.to_owned(),
            "lang" | "default_locale" | "locale" => old.language = set,
            "timezone" | "active_timezone" | "activeTimezone" => {
                self.routes.zone(value);
                old.time_zone = set;
            }
            "posts_per_page" | "postsPerPage" => old.per_page = value.parse().ok(),
            "comments_enabled" => {
                old.comments = match value {
                    "off" => Some(CommentMode::Off),
                    "all" | "paid" => Some(CommentMode::Open),
                    _ => None,
                };
            }
            "permalinks" => self.routes.pattern(value),
            "amp" => self.amp = value == "true",
            "url" => self.addresses.add(value),
            _ if set.is_some() && old.others.len() < 1_000 => {
                let secret = [
                    "secret", "token", "password", "api_key", "private", "stripe", "mailgun", "email",
                    "_hash",
                ];
                if secret.iter().any(|word| key.contains(word)) {
                    old.private.push(key.to_owned());
                }
                old.others.push((key.to_owned(), value.chars().take(VALUE).collect()));
            }
            _ => {}
        }
    }

    /// Users who wrote a post, in order.
    pub(super) fn authors_of(&self, row: &Value) -> Vec<&Named> {
        let found = ordered(&self.authors, &word(row, "id"), &self.users);
        if !found.is_empty() {
            return found;
        }
        self.users.get(&word(row, "author_id")).into_iter().collect()
    }

    /// Tags of a post, in order.
    pub(super) fn tags_of(&self, row: &Value) -> Vec<&Named> {
        ordered(&self.tagged, &word(row, "id"), &self.tags)
    }

    /// Name and mail address of a member, and whether that is somebody who writes.
    pub(super) fn member(&self, id: &str) -> Option<(&str, &str, bool)> {
        let (name, mail) = self.members.get(id)?;
        Some((name, mail, self.mails.contains(&mail.to_lowercase())))
    }

    /// The row that stands beside a post.
    pub(super) fn notes_of(&self, id: &str) -> Option<Value> {
        self.notes.get(id).and_then(|raw| read(raw))
    }

    /// A text with the site's address where its place is.
    pub(super) fn placed(&self, text: &str) -> String {
        if !text.contains(PLACE) {
            return text.to_owned();
        }
        let address = self.addresses.all.first().map_or("", String::as_str);
        text.replace(PLACE, address)
    }

    /// A path below the site's own.
    pub(super) fn path(&self, path: &str) -> String {
        format!("{}{path}", self.addresses.base())
    }
}

fn ordered<'s>(
    ties: &HashMap<String, Vec<(i64, String)>>,
    post: &str,
    named: &'s HashMap<String, Named>,
) -> Vec<&'s Named> {
    let mut found: Vec<&(i64, String)> = ties.get(post).into_iter().flatten().collect();
    // The sort is stable: rows without a place stay as the file has them.
    found.sort_by_key(|(order, _)| *order);
    found.into_iter().filter_map(|(_, id)| named.get(id)).collect()
}

fn named(row: &Value) -> Named {
    let name = filled(row, "name").or_else(|| filled(row, "slug")).unwrap_or_default().to_owned();
    let internal = text(row, "visibility") == "internal" || name.starts_with('#') || is(row, "hidden");
    Named { name, slug: text(row, "slug").to_owned(), internal }
}

/// A row as a tree. Control characters, which JSON does not know in texts, are read as spaces.
pub(super) fn read(raw: &str) -> Option<Value> {
    serde_json::from_str(raw).ok().or_else(|| {
        let mended: String = raw.chars().map(|c| if c.is_ascii_control() { ' ' } else { c }).collect();
        serde_json::from_str(&mended).ok()
    })
}

fn slug(name: &str) -> String {
    let parts = name.to_lowercase();
    let parts: Vec<&str> =
        parts.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { "unknown".into() } else { parts.join("-") }
}
