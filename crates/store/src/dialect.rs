//! The real differences between the two engines; everything else is one text for both.

use crate::Engine;

/// A statement in both engines' words.
pub(crate) struct Pair {
    pub(crate) sqlite: &'static str,
    pub(crate) postgres: &'static str,
}

impl Pair {
    pub(crate) fn of(&self, engine: Engine) -> &'static str {
        match engine {
            Engine::Sqlite => self.sqlite,
            Engine::Postgres => self.postgres,
        }
    }
}

/// A statement for one row of values, and the same in PostgreSQL's words for many rows, each of their columns an array.
pub(crate) struct Each {
    pub(crate) one: &'static str,
    pub(crate) all: &'static str,
}

/// Begins a read that sees one moment of the database.
pub(crate) const BEGIN_READ: Pair = Pair {
    sqlite: "BEGIN DEFERRED",
    postgres: "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",
};

/// Begins a write. SQLite takes its one write lock at once, so that no read inside is overtaken.
pub(crate) const BEGIN_WRITE: Pair = Pair { sqlite: "BEGIN IMMEDIATE", postgres: "BEGIN" };

/// Keeps other processes from migrating until the transaction ends; SQLite's write lock does already.
pub(crate) const MIGRATION_LOCK: Pair =
    Pair { sqlite: "SELECT 1", postgres: "SELECT pg_advisory_xact_lock(7116083421)" };

/// Whether the `migrations` table is there.
pub(crate) const HAS_MIGRATIONS: Pair = Pair {
    sqlite: "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'migrations'",
    postgres: "SELECT count(*) FROM pg_tables WHERE schemaname = ANY (current_schemas(false)) AND tablename = 'migrations'",
};

/// All tables of this site.
pub(crate) const TABLES: Pair = Pair {
    sqlite: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
    postgres: "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename",
};

/// SQLite: rows that refer to something that is not there. PostgreSQL: every reference between tables, with its table,
/// name and rule.
pub(crate) const FOREIGN_KEYS: Pair = Pair {
    sqlite: "SELECT \"table\" FROM pragma_foreign_key_check() LIMIT 1",
    postgres: "SELECT CAST(r.relname AS TEXT), CAST(c.conname AS TEXT), pg_get_constraintdef(c.oid)
               FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid
               WHERE c.contype = 'f' AND c.connamespace = CAST(current_schema() AS regnamespace) ORDER BY 1, 2",
};

/// The encoding text is kept in.
pub(crate) const ENCODING: Pair =
    Pair { sqlite: "PRAGMA encoding", postgres: "SELECT current_setting('server_encoding')" };

/// The present moment by the database's clock: says when a migration ran, decides nothing.
pub(crate) const NOW: Pair = Pair {
    sqlite: "SELECT CAST(strftime('%s', 'now') AS INTEGER) * 1000000",
    postgres: "SELECT CAST(extract(epoch FROM now()) * 1000000 AS BIGINT)",
};

/// Writes a change notice. Its stamp says when it becomes final: on SQLite, with one writer at a time,
/// its own number; on PostgreSQL, whose transactions may end in another order than their rows were
/// written in, the number of the transaction.
pub(crate) const ADD_CHANGE: Pair = Pair {
    sqlite: "INSERT INTO changes (number, stamp, origin, what)
             SELECT coalesce(max(number), 0) + 1, coalesce(max(number), 0) + 1, $1, $2 FROM changes",
    postgres: "INSERT INTO changes (stamp, origin, what)
               VALUES (CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT), $1, $2)",
};

/// The same for many, in PostgreSQL's words.
pub(crate) const ADD_CHANGES: &str = "INSERT INTO changes (stamp, origin, what)
     SELECT CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT), c.origin, c.what
     FROM unnest(CAST($1 AS BIGINT[]), CAST($2 AS TEXT[])) AS c (origin, what)";

/// The first stamp that is not final yet: all notices below it can be read, and none will be added. On
/// PostgreSQL that is the oldest transaction still at work, but those at work in other databases of the
/// server add no notices here and are left out, lest a long one there have ours read again and again.
pub(crate) const NEXT_STAMP: Pair = Pair {
    sqlite: "SELECT coalesce(max(number), 0) + 1 FROM changes",
    postgres: "SELECT coalesce(
                   (SELECT min(CAST(CAST(x AS TEXT) AS BIGINT)) FROM pg_snapshot_xip(pg_current_snapshot()) AS x
                    WHERE NOT EXISTS (SELECT 1 FROM pg_stat_activity a WHERE a.datname <> current_database()
                        AND CAST(CAST(a.backend_xid AS TEXT) AS BIGINT)
                            = CAST(CAST(x AS TEXT) AS BIGINT) % 4294967296)),
                   CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS TEXT) AS BIGINT))",
};

/// Makes a connection hear calls. SQLite has none: who shares a file looks into it.
pub(crate) const LISTEN: Pair = Pair { sqlite: "SELECT 1", postgres: "LISTEN courant_changes" };

/// Calls those who listen. Never inside a transaction that has written: from there until its commit is on disk,
/// PostgreSQL lets no other transaction of the whole server end that calls, too, so sixty-four writers would wait for
/// sixty-four flushes, one after the other, where they otherwise share them (measured: 3,600 commits a second instead
/// of 12,000). A call of its own has nothing to flush.
pub(crate) const CALL: Pair = Pair { sqlite: "SELECT 1", postgres: "NOTIFY courant_changes" };

/// Keeps others from changing what was counted of days until the transaction ends; SQLite has one writer at a time.
pub(crate) const HOLD_COMMENT_DAYS: Pair =
    Pair { sqlite: "SELECT 1", postgres: "LOCK TABLE comment_days IN SHARE MODE" };

macro_rules! claim_start {
    () => {
        "UPDATE jobs SET state = 'running', tried = tried + 1, due = $2, changed = $1,
             key = CASE WHEN substr(key, 1, 5) = 'once:' THEN key END
         WHERE id = (SELECT id FROM jobs WHERE due <= $1 ORDER BY due, id "
    };
}

macro_rules! job_columns {
    () => {
        "id, job, state, tried, run_at, created, changed, outcome"
    };
}

pub(crate) use job_columns;

/// What a post counts in. PostgreSQL locks the row until the transaction ends.
pub(crate) const POST_FACTS: Pair = Pair {
    sqlite: "SELECT standing, month, host FROM posts WHERE id = $1",
    postgres: "SELECT standing, month, host FROM posts WHERE id = $1 FOR UPDATE",
};

/// Takes the job that has been due longest. PostgreSQL's workers step around each other's rows;
/// SQLite has one writer at a time.
pub(crate) const CLAIM_JOB: Pair = Pair {
    sqlite: concat!(claim_start!(), "LIMIT 1) RETURNING ", job_columns!()),
    postgres: concat!(claim_start!(), "LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING ", job_columns!()),
};

macro_rules! media_columns {
    () => {
        "m.id, m.sha256, coalesce(m.original, m.sha256), m.mime, m.width, m.height, m.size, m.origin, m.created"
    };
}

pub(crate) use media_columns;

macro_rules! shown {
    ($hashes:literal) => {
        concat!(
            "SELECT ",
            media_columns!(),
            ", r.mime, r.width, r.height, r.size, r.sha256
             FROM media m LEFT JOIN renditions r ON r.media_id = m.id
             WHERE m.sha256 IN (",
            $hashes,
            ") ORDER BY m.id, r.width, r.mime"
        )
    };
}

/// Pictures with their copies, by a list of hashes as JSON.
pub(crate) const SHOWN: Pair = Pair {
    sqlite: shown!("SELECT value FROM json_each($1)"),
    postgres: shown!("SELECT json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON))"),
};

/// How many judged comments have each of a list of terms, as JSON.
pub(crate) const SPAM_COUNTS: Pair = Pair {
    // In this order, so that nothing is gathered and sorted before it is looked up.
    sqlite: "SELECT t.id, t.spam, t.approved FROM json_each($1) j CROSS JOIN spam_terms t ON t.id = j.value",
    postgres: "SELECT id, spam, approved FROM spam_terms WHERE id IN
               (SELECT CAST(json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON)) AS BIGINT))",
};

macro_rules! spam_rows {
    (sqlite) => {
        "SELECT json_extract(value, '$[0]') AS id, json_extract(value, '$[1]') AS spam,
             json_extract(value, '$[2]') AS approved FROM json_each($1)"
    };
    (postgres) => {
        "SELECT CAST(value ->> 0 AS BIGINT) AS id, CAST(value ->> 1 AS BIGINT) AS spam,
             CAST(value ->> 2 AS BIGINT) AS approved FROM json_array_elements(CAST(CAST($1 AS TEXT) AS JSON))"
    };
}

macro_rules! spam_learn {
    ($engine:ident) => {
        concat!(
            "INSERT INTO spam_terms (id, spam, approved, seen)
             SELECT d.id, d.spam, d.approved, CAST($2 AS BIGINT) FROM (",
            spam_rows!($engine),
            ") AS d WHERE d.spam >= 0
             ON CONFLICT (id) DO UPDATE SET spam = spam_terms.spam + excluded.spam,
                 approved = spam_terms.approved + excluded.approved, seen = excluded.seen"
        )
    };
}

/// Counts terms: a list of id, spam, approved as JSON.
pub(crate) const SPAM_LEARN: Pair = Pair { sqlite: spam_learn!(sqlite), postgres: spam_learn!(postgres) };

macro_rules! spam_unlearn {
    ($engine:ident) => {
        concat!(
            "UPDATE spam_terms SET
                 spam = CASE WHEN spam_terms.spam > d.spam THEN spam_terms.spam - d.spam ELSE 0 END,
                 approved = CASE WHEN spam_terms.approved > d.approved THEN spam_terms.approved - d.approved ELSE 0 END
             FROM (",
            spam_rows!($engine),
            ") AS d WHERE spam_terms.id = d.id"
        )
    };
}

/// Takes counts back.
pub(crate) const SPAM_UNLEARN: Pair =
    Pair { sqlite: spam_unlearn!(sqlite), postgres: spam_unlearn!(postgres) };

/// Drops those of a list of terms that no comment has any more.
pub(crate) const SPAM_DROP: Pair = Pair {
    sqlite: "DELETE FROM spam_terms WHERE spam = 0 AND approved = 0 AND id IN (SELECT value FROM json_each($1))",
    postgres: "DELETE FROM spam_terms WHERE spam = 0 AND approved = 0 AND id IN
               (SELECT CAST(json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON)) AS BIGINT))",
};

/// What a comment's row is made of.
macro_rules! comment_row {
    ($values:literal) => {
        concat!(
            "INSERT INTO comments (id, post_id, parent_id, root_id, origin, account_id, guest_id, name, email, website,
                 body, html, verdict, judged, created, fingerprint, secret, anchor, thread_at, network, saying, score,
                 signs) ",
            $values
        )
    };
}

/// Writes comments.
pub(crate) const ADD_COMMENT: Each = Each {
    one: comment_row!(
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)"
    ),
    all: comment_row!(
        "SELECT * FROM unnest(CAST($1 AS BIGINT[]), CAST($2 AS BIGINT[]), CAST($3 AS BIGINT[]), CAST($4 AS BIGINT[]),
             CAST($5 AS TEXT[]), CAST($6 AS BIGINT[]), CAST($7 AS BIGINT[]), CAST($8 AS TEXT[]), CAST($9 AS TEXT[]),
             CAST($10 AS TEXT[]), CAST($11 AS TEXT[]), CAST($12 AS TEXT[]), CAST($13 AS TEXT[]), CAST($14 AS BIGINT[]),
             CAST($15 AS BIGINT[]), CAST($16 AS TEXT[]), CAST($17 AS TEXT[]), CAST($18 AS TEXT[]),
             CAST($19 AS BIGINT[]), CAST($20 AS TEXT[]), CAST($21 AS BIGINT[]), CAST($22 AS BIGINT[]),
             CAST($23 AS TEXT[]))"
    ),
};

macro_rules! verdict_row {
    ($values:literal) => {
        concat!(
            "INSERT INTO verdicts (comment_id, number, verdict, grounds, reason, account_id, act, was, at) ",
            $values
        )
    };
}

/// Writes decisions.
pub(crate) const ADD_VERDICT: Each = Each {
    one: verdict_row!("VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"),
    all: verdict_row!(
        "SELECT * FROM unnest(CAST($1 AS BIGINT[]), CAST($2 AS BIGINT[]), CAST($3 AS TEXT[]), CAST($4 AS TEXT[]),
             CAST($5 AS TEXT[]), CAST($6 AS BIGINT[]), CAST($7 AS BIGINT[]), CAST($8 AS TEXT[]), CAST($9 AS BIGINT[]))"
    ),
};

// A LATERAL question with its own LIMIT is asked row by row, by an index, whatever the server believes of the tables:
// on a young site it has no statistics yet.

/// The first comment with a fingerprint since a moment.
pub(crate) const SAID: Each = Each {
    one: concat!(
        "SELECT ",
        crate::comments::columns!(),
        " FROM comments c WHERE c.fingerprint = $1 AND c.fingerprint <> '' AND c.created >= $2 ORDER BY c.created LIMIT 1"
    ),
    all: concat!(
        "SELECT asked.number, ",
        crate::comments::columns!(),
        " FROM unnest(CAST($1 AS TEXT[]), CAST($2 AS BIGINT[])) WITH ORDINALITY AS asked (fingerprint, since, number)
         CROSS JOIN LATERAL (
             SELECT * FROM comments s WHERE s.fingerprint = asked.fingerprint AND s.fingerprint <> ''
                 AND s.created >= asked.since ORDER BY s.created LIMIT 1) AS c"
    ),
};

macro_rules! known {
    ($email:literal, $name:literal) => {
        concat!(
            "SELECT 1 AS one FROM comments c WHERE c.email = ",
            $email,
            " AND c.name = ",
            $name,
            " AND c.verdict = 'approved'
              AND (SELECT min(v.number) FROM verdicts v WHERE v.comment_id = c.id AND v.verdict = 'approved'
                       AND v.account_id IS NOT NULL) IS NOT NULL
              ORDER BY c.created LIMIT 1"
        )
    };
}

/// Whether somebody has approved one under a mail address and a name: that counts, not that the site was open once. The
/// oldest first, since it was most likely one of the first: who is known may have written thousands. A number is asked for
/// where EXISTS would do, because PostgreSQL makes a join of that, of all that he ever wrote, before it looks at the first.
pub(crate) const IS_KNOWN: Each = Each {
    one: known!("$1", "$2"),
    all: concat!(
        "SELECT asked.number FROM unnest(CAST($1 AS TEXT[]), CAST($2 AS TEXT[])) WITH ORDINALITY AS asked (email, name, number)
         CROSS JOIN LATERAL (",
        known!("asked.email", "asked.name"),
        ") AS known"
    ),
};

macro_rules! repeated {
    ($saying:literal, $since:literal) => {
        concat!(
            "SELECT post_id, id FROM comments WHERE saying = ",
            $saying,
            " AND created >= ",
            $since,
            " ORDER BY created DESC, id DESC LIMIT 50"
        )
    };
}

/// The last fifty comments that said the same since a moment.
pub(crate) const REPEATED: Each = Each {
    one: repeated!("$1", "$2"),
    all: concat!(
        "SELECT asked.number, c.post_id, c.id
         FROM unnest(CAST($1 AS BIGINT[]), CAST($2 AS BIGINT[])) WITH ORDINALITY AS asked (said, since, number)
         CROSS JOIN LATERAL (",
        repeated!("asked.said", "asked.since"),
        ") AS c"
    ),
};

macro_rules! network {
    ($network:literal, $since:literal) => {
        concat!(
            "SELECT l.verdict FROM comments c JOIN spam_lessons l ON l.comment_id = c.id WHERE c.network = ",
            $network,
            " AND c.created >= ",
            $since,
            " ORDER BY c.created DESC, c.id DESC LIMIT 50"
        )
    };
}

/// What people decided about a network's last fifty comments since a moment: only that says anything of it.
pub(crate) const NETWORK: Each = Each {
    one: network!("$1", "$2"),
    all: concat!(
        "SELECT asked.number, l.verdict
         FROM unnest(CAST($1 AS TEXT[]), CAST($2 AS BIGINT[])) WITH ORDINALITY AS asked (place, since, number)
         CROSS JOIN LATERAL (",
        network!("asked.place", "asked.since"),
        ") AS l"
    ),
};

/// The indexes that are no table's key, with the statement that makes each.
pub(crate) const INDEXES: Pair = Pair {
    sqlite: "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name",
    postgres: "SELECT CAST(c.relname AS TEXT), pg_get_indexdef(c.oid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
               WHERE NOT i.indisunique AND c.relnamespace = CAST(current_schema() AS regnamespace) ORDER BY 1",
};

/// All of them, for the test that prepares every statement.
pub(crate) const PAIRS: &[&Pair] = &[
    &HAS_MIGRATIONS,
    &ENCODING,
    &NOW,
    &ADD_CHANGE,
    &NEXT_STAMP,
    &POST_FACTS,
    &CLAIM_JOB,
    &SHOWN,
    &TABLES,
    &FOREIGN_KEYS,
    &SPAM_COUNTS,
    &SPAM_LEARN,
    &SPAM_UNLEARN,
    &SPAM_DROP,
    &INDEXES,
];

/// The statements for many rows, for the same test.
pub(crate) const EACH: &[&Each] = &[&ADD_COMMENT, &ADD_VERDICT, &SAID, &IS_KNOWN, &REPEATED, &NETWORK];

/// A migration in the engine's own types: `BIGINT PRIMARY KEY` is a rowid on SQLite only when spelled
/// `INTEGER`; text that is compared and sorted byte by byte names that collation differently; and a
/// numbered column counts up by itself on SQLite.
pub(crate) fn ddl(engine: Engine, sql: &str) -> String {
    match engine {
        Engine::Sqlite => sql
            .replace("BIGSERIAL PRIMARY KEY", "INTEGER PRIMARY KEY")
            .replace("BIGINT PRIMARY KEY", "INTEGER PRIMARY KEY")
            .replace("COLLATE BYTES", "COLLATE BINARY"),
        Engine::Postgres => sql.replace("COLLATE BYTES", "COLLATE \"C\""),
    }
}
