//! Every statement of this room, so that they can be prepared without running the code around them.

use crate::db::Conn;
use crate::{Engine, Error, dialect};

const ALL: &[&[&str]] = &[
    crate::accounts::STATEMENTS,
    crate::addresses::STATEMENTS,
    crate::alerts::STATEMENTS,
    crate::attempts::STATEMENTS,
    crate::audit::STATEMENTS,
    crate::blocks::STATEMENTS,
    crate::captures::STATEMENTS,
    crate::changes::STATEMENTS,
    crate::citations::STATEMENTS,
    crate::clippings::STATEMENTS,
    crate::comment_days::STATEMENTS,
    crate::comments::STATEMENTS,
    crate::corrections::STATEMENTS,
    crate::credit_lines::STATEMENTS,
    crate::digests::STATEMENTS,
    crate::editions::STATEMENTS,
    crate::feed_items::STATEMENTS,
    crate::feeds::STATEMENTS,
    crate::fill::load::STATEMENTS,
    crate::flags::STATEMENTS,
    crate::guests::STATEMENTS,
    crate::impossible::STATEMENTS,
    crate::imports::STATEMENTS,
    crate::jobs::STATEMENTS,
    crate::ledger::STATEMENTS,
    crate::letters::STATEMENTS,
    crate::likenesses::STATEMENTS,
    crate::links::STATEMENTS,
    crate::loose::STATEMENTS,
    crate::media::STATEMENTS,
    crate::migrate::STATEMENTS,
    crate::missing::STATEMENTS,
    crate::old_pictures::STATEMENTS,
    crate::openings::STATEMENTS,
    crate::outlets::STATEMENTS,
    crate::parts::STATEMENTS,
    crate::popular::STATEMENTS,
    crate::posts::STATEMENTS,
    crate::posts::lists::STATEMENTS,
    crate::posts::desk::STATEMENTS,
    crate::posts::subject::STATEMENTS,
    crate::publications::STATEMENTS,
    crate::quotations::STATEMENTS,
    crate::redirects::STATEMENTS,
    crate::related::STATEMENTS,
    crate::revisions::STATEMENTS,
    crate::search::STATEMENTS,
    crate::sessions::STATEMENTS,
    crate::settings::STATEMENTS,
    crate::sketches::STATEMENTS,
    crate::sources::STATEMENTS,
    crate::spam::STATEMENTS,
    crate::store::STATEMENTS,
    crate::tallies::STATEMENTS,
    crate::telling::STATEMENTS,
    crate::threads::STATEMENTS,
    crate::tokens::STATEMENTS,
    crate::visits::STATEMENTS,
    crate::watches::STATEMENTS,
];

/// Prepares each; how many there are.
pub(crate) fn prepare_all(conn: &mut Conn) -> Result<usize, Error> {
    let engine = conn.engine();
    let portable = ALL.iter().flat_map(|module| module.iter().copied());
    let mut count = 0;
    let each = dialect::EACH.iter().map(|each| each.one);
    for statement in portable.chain(dialect::PAIRS.iter().map(|pair| pair.of(engine))).chain(each) {
        conn.prepare(statement)?;
        count += 1;
    }
    if engine == Engine::Postgres {
        for all in dialect::EACH.iter().map(|each| each.all).chain([dialect::ADD_CHANGES]) {
            conn.prepare(all)?;
            count += 1;
        }
    }
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::Access;
    use crate::migrate::migrate;
    use crate::value::Value;

    /// How SQLite means to run a statement.
    fn plan(conn: &mut Conn, statement: &str) -> Vec<String> {
        let explain: &'static str = Box::leak(format!("EXPLAIN QUERY PLAN {statement}").into_boxed_str());
        let rows = conn.query(explain, &vec![Value::Null; 50]).unwrap();
        rows.into_iter()
            .map(|mut row| {
                let _ids: (i64, i64, i64) = (row.get().unwrap(), row.get().unwrap(), row.get().unwrap());
                row.get().unwrap()
            })
            .collect()
    }

    const LARGE: &[&str] = &[
        "SCAN posts",
        "SCAN p",
        "SCAN comments",
        "SCAN c",
        "SCAN visits",
        "SCAN visit_totals",
        "SCAN search_terms",
    ];

    /// Statements that read a whole table or sort, and why they may.
    const WHOLE: &[(&str, &str)] = &[
        ("FROM blocks ORDER BY id", "a site's own list, two thousand at most"),
        ("WITH RECURSIVE above", "walks up one thread, from answer to what it answers"),
        ("FROM popular_choices ORDER BY choice", "some two hundred at most, in the order of an index"),
        ("WHERE published_at >= $1 AND coalesce(host", "the desk; along an index that has the hosts"),
        ("DELETE FROM comment_days", "a few rows for each day that somebody looked at"),
        (
            "FROM referrers WHERE day >=",
            "the desk; sums the days of a stretch, two thousand hosts each at most",
        ),
        ("FROM accounts ORDER BY id", "a site has few accounts, and only the owner lists them"),
        ("count(*) FROM accounts", "the same"),
        ("count(*) FROM settings", "a handful of rows"),
        ("readers FROM visit_totals ORDER BY", "the most read first, stops after its limit"),
        ("FROM posts WHERE kind = 'page'", "an index of the few pages, in their order"),
        ("FROM migrations", "a handful of rows"),
        ("FROM imports i JOIN packs", "a handful of rows, each with its packs by index"),
        ("FROM imports ORDER BY", "newest first, stops after its limit"),
        ("FROM loose_threads ORDER BY", "in the order of the key, stops after its limit"),
        ("count(*) FROM spam_terms", "once a day, two hundred thousand small rows"),
        ("FROM spam_terms WHERE spam + approved <=", "once a day, along an index until there are enough"),
        ("count(*) FROM feeds", "a site has some hundreds of feeds"),
        ("FROM feeds f ORDER BY f.id", "the same, in the order of the key"),
        ("DELETE FROM feed_items WHERE feed_id", "sorts the items of one feed: five hundred are kept"),
        ("FROM feed_items i JOIN feeds f", "stops after its limit"),
        ("FROM jobs GROUP BY state", "the desk; done jobs are swept"),
        ("FROM jobs ORDER BY id DESC", "stops after its limit"),
        ("DELETE FROM links", "a handful of rows"),
        ("FROM quotations WHERE post_id = $1 GROUP BY", "sorts the quotations of one post"),
        ("FROM posts p WHERE p.published_at IS NOT NULL AND EXISTS", "newest first, stops after its limit"),
        ("FROM sources ORDER BY created", "newest first, stops after its limit"),
        ("FROM media m ORDER BY", "newest first, stops after its limit"),
        ("FROM changes ORDER BY number", "stops after one row"),
        ("FROM renditions WHERE media_id = $1 ORDER BY width", "sorts the copies of one picture"),
        ("FROM ledger WHERE signature IS NULL", "an index of the few lines that wait for a key"),
        ("LIMIT $1 OFFSET $2", "skips in the index and sorts one page"),
        ("ORDER BY r.nearness DESC", "sorts the list of one post, a dozen"),
        (
            "SELECT verdict, grounds FROM verdicts WHERE at >=",
            "the public record, kept in the page cache; a hundred thousand at most",
        ),
        ("SELECT count(DISTINCT a.name)", "the names of two hundred answers at most"),
        ("AS earlier", "counts two hundred rows at most"),
        ("ORDER BY c.id + 0 LIMIT", "an export; sorts the comments of one post"),
        ("WHERE flags > 0 ORDER BY created LIMIT", "an index of the few comments that are flagged"),
        ("FROM flags WHERE comment_id", "sorts the flags of one comment"),
        ("AS bearers", "counts five hundred posts at most"),
        ("AS few", "the search counts five thousand rows at most"),
        ("FROM (SELECT DISTINCT post_id FROM search_terms", "for rare terms: five thousand rows at most"),
        ("FROM tallies WHERE kind = $1 AND number > 0 ORDER BY key", "standings or months, not posts"),
    ];

    #[test]
    fn the_few_pages_are_not_looked_for_among_all_that_is_published() {
        let directory = tempfile::TempDir::new().unwrap();
        let mut conn = Conn::sqlite(&directory.path().join("site.db"), Access::Write).unwrap();
        migrate(&mut conn).unwrap();
        for statement in crate::posts::STATEMENTS.iter().filter(|text| text.contains("kind = 'page'")) {
            assert_eq!(plan(&mut conn, statement), ["SCAN posts USING INDEX posts_pages"]);
        }
    }

    #[test]
    fn the_hosts_of_a_stretch_are_counted_without_reading_a_post() {
        let directory = tempfile::TempDir::new().unwrap();
        let mut conn = Conn::sqlite(&directory.path().join("site.db"), Access::Write).unwrap();
        migrate(&mut conn).unwrap();
        for statement in crate::posts::lists::STATEMENTS.iter().filter(|text| text.contains("coalesce(host"))
        {
            let plan = plan(&mut conn, statement);
            assert_eq!(plan[0], "SEARCH posts USING COVERING INDEX posts_by_publication (published_at>?)");
        }
    }

    #[test]
    fn no_statement_reads_a_whole_table_or_sorts_one_without_a_reason() {
        let directory = tempfile::TempDir::new().unwrap();
        let mut conn = Conn::sqlite(&directory.path().join("site.db"), Access::Write).unwrap();
        migrate(&mut conn).unwrap();
        let mut surprises = Vec::new();
        let each = dialect::EACH.iter().map(|each| each.one);
        for statement in ALL.iter().flat_map(|module| module.iter().copied()).chain(each) {
            let excused = WHOLE.iter().any(|(part, _)| statement.contains(part));
            let plan = plan(&mut conn, statement);
            let whole = plan.iter().any(|step| step.starts_with("SCAN ") || step.contains("TEMP B-TREE"));
            // No excuse for the largest tables, unless rows are taken in order until there are enough.
            let large = !statement.contains("LIMIT")
                && plan.iter().any(|step| {
                    LARGE.iter().any(|scan| step == scan || step.starts_with(&format!("{scan} ")))
                });
            if large || (whole && !excused) {
                surprises.push(format!("{statement}\n  {}", plan.join("\n  ")));
            }
        }
        assert!(surprises.is_empty(), "{}", surprises.join("\n"));
    }
}
