//! What is taken along, noun by noun.

use super::column::Filler::{Nothing, OwnKey, Text as Word};
use super::column::Kind::{Day, Id, Int, Json, Text, Time};
use super::column::{Column, column};

/// A noun, and the table that holds it.
pub(super) struct Noun {
    /// Its name outside; also of its file.
    pub(super) name: &'static str,
    pub(super) table: &'static str,
    /// Which rows; empty for all.
    pub(super) only: &'static str,
    /// An order without ties, the same on both engines.
    pub(super) order: &'static str,
    /// The whole noun tells who people are.
    pub(super) is_private: bool,
    /// Writes what is private of a row that is there: its key, then its private columns in order. One text, so that it
    /// is prepared once.
    pub(super) completed: &'static str,
    pub(super) columns: &'static [Column],
}

const fn id(name: &'static str) -> Column {
    column(name, Id)
}

const fn time(name: &'static str) -> Column {
    column(name, Time)
}

const fn day(name: &'static str) -> Column {
    column(name, Day)
}

const fn int(name: &'static str) -> Column {
    column(name, Int)
}

const fn text(name: &'static str) -> Column {
    column(name, Text)
}

const fn json(name: &'static str) -> Column {
    column(name, Json)
}

const fn noun(name: &'static str, order: &'static str, columns: &'static [Column]) -> Noun {
    Noun { name, table: name, only: "", order, is_private: false, completed: "", columns }
}

const fn private(name: &'static str, order: &'static str, columns: &'static [Column]) -> Noun {
    Noun { is_private: true, ..noun(name, order, columns) }
}

const BLOCK: &[Column] = &[
    id("id"),
    text("kind"),
    text("value"),
    text("verdict"),
    text("note"),
    id("account_id").optional(),
    time("created"),
];

/// All of them, in the order in which they are written.
pub(super) const NOUNS: &[Noun] = &[
    Noun { only: "key = 'site'", ..noun("settings", "key COLLATE BYTES", &[text("key"), json("value")]) },
    noun(
        "accounts",
        "id",
        &[id("id"), text("name"), text("role"), text("password_hash").nowhere(Word("")), time("created")],
    ),
    private(
        "imports",
        "id",
        &[
            id("id"),
            text("platform"),
            text("site"),
            text("name"),
            json("choices"),
            text("state"),
            id("account_id").optional(),
            time("started"),
            time("changed"),
            text("trouble").optional(),
            json("report"),
        ],
    ),
    private("packs", "id", &[id("id"), id("import_id"), text("sha256")]),
    private(
        "originals",
        "id",
        &[
            int("id"),
            id("pack_id"),
            int("starts"),
            int("size"),
            text("kind"),
            text("key"),
            int("digest"),
            id("noun").optional(),
            int("parent").optional(),
            text("language").optional(),
        ],
    ),
    private(
        "old_pictures",
        "address COLLATE BYTES",
        &[
            text("address"),
            id("import_id"),
            text("state"),
            text("file").optional(),
            id("media_id").optional(),
            text("reason").optional(),
            int("tries"),
        ],
    ),
    private(
        "old_picture_uses",
        "post_id, address COLLATE BYTES, role COLLATE BYTES",
        &[id("post_id"), text("address"), text("role")],
    ),
    noun(
        "redirects",
        "path COLLATE BYTES",
        &[text("path"), id("post_id").optional(), text("target").optional(), time("created")],
    ),
    noun(
        "credit_lines",
        "post_id",
        &[id("post_id"), text("state"), text("line"), json("source"), time("created")],
    ),
    noun("labels", "slug COLLATE BYTES", &[text("slug"), text("name")]),
    noun(
        "sources",
        "id",
        &[
            id("id"),
            text("url"),
            text("host"),
            text("outlet"),
            json("byline"),
            text("published").optional(),
            text("language").optional(),
            text("headline"),
            time("created"),
            text("licence"),
        ],
    ),
    noun("addresses", "key COLLATE BYTES", &[text("key"), id("source_id")]),
    noun(
        "captures",
        "id",
        &[
            id("id"),
            id("source_id"),
            text("how"),
            time("at"),
            text("final_url"),
            int("status"),
            text("sha256"),
            int("size"),
            json("headers"),
            json("robots").optional(),
            text("noarchive").optional(),
            text("warc").optional(),
            text("article").optional(),
            text("page_text").optional(),
        ],
    ),
    noun(
        "parts",
        "capture_id, position",
        &[
            id("capture_id"),
            int("position"),
            text("address"),
            text("role"),
            time("at"),
            int("status"),
            text("mime"),
            text("sha256"),
            int("size"),
            text("warc"),
        ],
    ),
    noun(
        "openings",
        "id",
        &[id("id"), id("capture_id"), text("act"), time("at"), id("account_id").optional()],
    ),
    noun(
        "clippings",
        "id",
        &[
            id("id"),
            id("source_id"),
            id("capture_id"),
            id("post_id").optional(),
            time("created"),
            json("clipping"),
        ],
    ),
    noun("glances", "clipping_id", &[id("clipping_id"), json("glance")]),
    noun(
        "media",
        "id",
        &[
            id("id"),
            text("sha256"),
            text("original").optional(),
            text("mime"),
            int("width"),
            int("height"),
            int("size"),
            text("origin"),
            time("created"),
        ],
    ),
    POSTS,
    noun(
        "post_labels",
        "post_id, position",
        &[id("post_id"), int("position"), text("label"), time("published_at").optional()],
    ),
    noun(
        "revisions",
        "post_id, number",
        &[id("id"), id("post_id"), int("number"), id("author_id").optional(), time("at"), json("writing")],
    ),
    noun(
        "publications",
        "post_id, at, kind COLLATE BYTES, account_id IS NOT NULL, account_id, reason COLLATE BYTES",
        &[id("post_id"), time("at"), text("kind"), id("account_id").optional(), text("reason")],
    ),
    noun(
        "editions",
        "id",
        &[
            id("id"),
            id("post_id"),
            time("at"),
            text("way"),
            int("old_revision").optional(),
            int("revision").optional(),
            text("note"),
            time("told").optional(),
            id("account_id").optional(),
        ],
    ),
    noun(
        "quotations",
        "post_id, revision, position",
        &[
            id("post_id"),
            int("revision"),
            int("position"),
            text("kind"),
            text("finding"),
            id("capture_id").optional(),
            text("place").optional(),
            int("starts").optional(),
            int("ends").optional(),
            text("prefix").optional(),
            text("suffix").optional(),
            text("exact").optional(),
            text("quote"),
        ],
    ),
    noun(
        "shares",
        "post_id, revision",
        &[id("post_id"), int("revision"), id("capture_id"), int("quoted"), int("carried")],
    ),
    noun(
        "missing_pictures",
        "post_id, position",
        &[id("post_id"), int("position"), text("address"), text("reason")],
    ),
    noun(
        "likenesses",
        "post_id, other_id",
        &[
            id("post_id"),
            id("other_id"),
            int("percent"),
            time("apart_at").optional(),
            id("apart_by").optional(),
        ],
    ),
    noun(
        "popular_choices",
        "post_id",
        &[id("post_id"), text("choice"), int("position"), id("account_id").optional(), time("created")],
    ),
    noun("visits", "post_id, day", &[id("post_id"), day("day"), int("readers")]),
    noun("visit_totals", "post_id", &[id("post_id"), int("readers")]),
    noun("visit_days", "day", &[day("day"), int("readers")]),
    noun("referrers", "day, host COLLATE BYTES", &[day("day"), text("host"), int("readers")]),
    COMMENTS,
    noun(
        "verdicts",
        "comment_id, number, at, verdict COLLATE BYTES, account_id IS NOT NULL, account_id, reason COLLATE BYTES",
        &[
            id("comment_id"),
            int("number"),
            time("at"),
            text("verdict"),
            text("grounds"),
            text("reason"),
            id("account_id").optional(),
            id("act").optional(),
            text("was").optional(),
        ],
    ),
    noun(
        "wordings",
        "comment_id, at, account_id IS NOT NULL, account_id, name COLLATE BYTES, body COLLATE BYTES",
        &[
            id("comment_id"),
            time("at"),
            id("account_id").optional(),
            text("reason"),
            text("name"),
            text("body"),
        ],
    ),
    Noun {
        completed: "UPDATE flags SET sender = coalesce($2, sender) WHERE id = $1",
        ..noun(
            "flags",
            "id",
            &[
                id("id"),
                id("comment_id"),
                time("at"),
                text("complaint"),
                text("note"),
                text("sender").private(OwnKey),
            ],
        )
    },
    Noun { only: "kind = 'words'", ..noun("blocks", "id", BLOCK) },
    noun("spam_lessons", "comment_id", &[id("comment_id"), text("verdict"), json("terms")]),
    noun("spam_terms", "id", &[int("id"), int("spam"), int("approved"), time("seen")]),
    Noun {
        name: "lessons",
        table: "tallies",
        only: "kind = 'lessons'",
        ..noun(
            "lessons",
            "kind COLLATE BYTES, key COLLATE BYTES",
            &[text("kind"), text("key"), int("number")],
        )
    },
    noun(
        "watches",
        "id",
        &[
            id("id"),
            text("address_key"),
            text("address"),
            id("source_id").optional(),
            text("state"),
            time("since"),
            time("looked").optional(),
            time("reached").optional(),
            time("changed").optional(),
            int("failures"),
            time("failing_since").optional(),
            text("cause").optional(),
            text("trouble").optional(),
            text("moved").optional(),
            text("etag").optional(),
            text("last_modified").optional(),
            id("capture_id").optional(),
            text("quoted").optional(),
            text("text").optional(),
            time("cited"),
            time("next_look").optional(),
            time("stopped").optional(),
            time("created"),
            json("sketch").optional(),
        ],
    ),
    noun(
        "citations",
        "post_id, watch_id",
        &[id("post_id"), id("watch_id"), text("cited_as"), time("published_at")],
    ),
    noun(
        "alerts",
        "id",
        &[
            id("id"),
            id("watch_id"),
            text("kind"),
            time("at"),
            text("detail"),
            id("before_id").optional(),
            id("after_id").optional(),
            text("text_before").optional(),
            text("text_after").optional(),
            time("dealt").optional(),
            id("dealt_by").optional(),
        ],
    ),
    noun("lost_words", "post_id, position", &[id("post_id"), int("position"), id("watch_id"), text("words")]),
    noun(
        "feeds",
        "id",
        &[
            id("id"),
            text("address"),
            text("title"),
            text("site").optional(),
            text("state"),
            text("etag").optional(),
            text("last_modified").optional(),
            int("failures"),
            text("trouble").optional(),
            time("looked").optional(),
            time("read").optional(),
            time("next_look").optional(),
            int("pace"),
            // What was agreed with a hub names this site's address and a secret: it is agreed anew.
            text("hub").optional().nowhere(Nothing),
            text("topic").optional().nowhere(Nothing),
            text("callback").optional().nowhere(Nothing),
            text("secret").optional().nowhere(Nothing),
            time("lease_until").optional().nowhere(Nothing),
            time("asked").optional().nowhere(Nothing),
            time("created"),
        ],
    ),
    noun(
        "feed_items",
        "id",
        &[
            id("id"),
            id("feed_id"),
            text("name"),
            text("canonical"),
            text("url"),
            text("state"),
            time("at"),
            time("seen"),
            id("job_id").optional().nowhere(Nothing),
            text("published").optional(),
            text("language").optional(),
            text("headline"),
            json("byline"),
            text("outlet").optional(),
            text("summary"),
        ],
    ),
    noun(
        "ledger",
        "number",
        &[
            int("number"),
            text("kind"),
            id("post_id").optional(),
            id("capture_id").optional(),
            text("hash"),
            text("signature").optional(),
            // Text, and not JSON in JSON: what was signed is these bytes.
            text("line"),
        ],
    ),
    noun("ledger_head", "id", &[int("id"), int("number"), text("hash"), text("signing_key").optional()]),
    noun("timestamps", "number", &[int("number"), time("at"), text("authority"), text("token")]),
    private(
        "guests",
        "id",
        &[
            id("id"),
            text("address"),
            text("name"),
            time("confirmed").optional(),
            time("created"),
            text("mute").optional(),
        ],
    ),
    private("wishes", "comment_id", &[id("comment_id"), id("guest_id"), time("created")]),
    private(
        "digests",
        "account_id",
        &[id("account_id"), text("address"), text("pace"), time("next_at").optional()],
    ),
    Noun {
        name: "blocked_people",
        table: "blocks",
        only: "kind <> 'words'",
        ..private("blocked_people", "id", BLOCK)
    },
];

/// Posts, a file each.
pub(super) const POSTS: Noun = noun(
    "posts",
    "id",
    &[
        id("id"),
        text("permalink").optional(),
        text("standing"),
        time("standing_at").optional(),
        text("reason").optional(),
        time("published_at").optional(),
        time("created"),
        time("modified"),
        text("month").optional(),
        id("author_id").optional(),
        id("source_id").optional(),
        id("clipping_id").optional(),
        text("host").optional(),
        text("outlet").optional(),
        text("kind"),
        text("language").optional(),
        text("headline"),
        text("dek"),
        json("byline"),
        text("lead_image").optional(),
        text("lead_image_alt"),
        int("revision"),
        text("excerpt"),
        json("writing"),
        text("html"),
    ],
);

/// Comments, a file for each post that has any.
pub(super) const COMMENTS: Noun = Noun {
    completed:
        "UPDATE comments SET email = $2, guest_id = $3, fingerprint = coalesce($4, fingerprint), network = $5,
                    secret = $6 WHERE id = $1",
    ..noun(
        "comments",
        "id",
        &[
            id("id"),
            id("post_id"),
            id("parent_id").optional(),
            id("root_id").optional(),
            text("name"),
            text("website").optional(),
            text("verdict"),
            time("created"),
            time("edited").optional(),
            text("edited_by").optional(),
            text("body"),
            text("html"),
            text("origin"),
            id("account_id").optional(),
            time("thread_at").optional(),
            int("answers"),
            int("worth"),
            int("judged"),
            int("flags"),
            int("score").optional(),
            json("signs").optional(),
            int("saying").optional(),
            text("anchor").optional(),
            text("email").optional().private(Nothing),
            id("guest_id").optional().private(Nothing),
            text("fingerprint").private(Word("")),
            text("network").optional().private(Nothing),
            // The digest of what an author's browser keeps: whoever has it can try to find that.
            text("secret").optional().private(Nothing),
        ],
    )
};

/// The noun of a name.
pub(super) fn named(name: &str) -> Option<&'static Noun> {
    NOUNS.iter().find(|noun| noun.name == name)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::NOUNS;
    use crate::leave::{DERIVED, LEFT_OUT, tables};

    /// Every table with its columns, and whether each may be empty.
    fn schema() -> BTreeMap<String, BTreeMap<String, bool>> {
        let mut found = BTreeMap::new();
        for statement in include_str!("../../schema.sql").split(";\n") {
            let text: String = statement
                .lines()
                .filter(|line| !line.trim_start().starts_with("--"))
                .collect::<Vec<_>>()
                .join("\n");
            let Some((name, body)) =
                text.trim().strip_prefix("CREATE TABLE ").and_then(|rest| rest.split_once(" ("))
            else {
                continue;
            };
            let mut columns = BTreeMap::new();
            for part in body.split(['\n', ',']).map(str::trim) {
                let mut words = part.split_whitespace();
                let (Some(column), Some(kind)) = (words.next(), words.next()) else { continue };
                if ["INTEGER", "BIGINT", "TEXT"].contains(&kind.trim_end_matches(')')) {
                    let filled = part.contains("NOT NULL") || part.contains("PRIMARY KEY");
                    columns.insert(column.to_owned(), !filled);
                }
            }
            found.insert(name.to_owned(), columns);
        }
        found
    }

    #[test]
    fn every_table_is_taken_along_derived_or_left_behind_by_name() {
        let mut known: Vec<&str> = tables();
        known.extend(DERIVED.iter().chain(LEFT_OUT));
        let twice: Vec<_> = tables().into_iter().filter(|table| LEFT_OUT.contains(table)).collect();
        assert!(twice.is_empty(), "{twice:?}");
        let there: BTreeSet<String> = schema().into_keys().collect();
        let known: BTreeSet<String> = known.into_iter().map(str::to_owned).collect();
        assert_eq!(
            there, known,
            "a table is missing here: take it along (nouns.rs), or say why not (DERIVED, LEFT_OUT)"
        );
    }

    #[test]
    fn every_column_of_a_noun_is_told_or_left_by_name() {
        let schema = schema();
        for noun in NOUNS {
            let told: BTreeMap<String, bool> =
                noun.columns.iter().map(|column| (column.name.to_owned(), column.is_optional)).collect();
            assert_eq!(told, schema[noun.table], "{}", noun.name);
            let private: Vec<&str> =
                noun.columns.iter().filter(|column| column.is_private()).map(|column| column.name).collect();
            assert_eq!(private.is_empty(), noun.completed.is_empty(), "{}", noun.name);
            for (at, column) in private.iter().enumerate() {
                let set = [format!("{column} = ${}", at + 2), format!("{column} = coalesce(${}", at + 2)];
                assert!(set.iter().any(|set| noun.completed.contains(set)), "{}: {column}", noun.name);
            }
            let words: BTreeSet<&str> = noun.columns.iter().map(|column| column.word()).collect();
            assert_eq!(words.len(), noun.columns.len(), "{}: two fields of one name", noun.name);
        }
    }
}
