-- Cited addresses that are looked at again.

-- What is known of each. address_key is the address in a length that can be indexed; next_look is NULL while
-- nobody looks; quoted and text name files that hold the article's text, then and now; sketch is JSON.
CREATE TABLE watches (
    id BIGINT PRIMARY KEY,
    address_key TEXT COLLATE BYTES NOT NULL UNIQUE,
    address TEXT NOT NULL,
    source_id BIGINT REFERENCES sources (id),
    state TEXT NOT NULL,
    since BIGINT NOT NULL,
    looked BIGINT,
    reached BIGINT,
    changed BIGINT,
    failures BIGINT NOT NULL,
    failing_since BIGINT,
    cause TEXT,
    trouble TEXT,
    moved TEXT,
    etag TEXT,
    last_modified TEXT,
    capture_id BIGINT REFERENCES captures (id),
    quoted TEXT,
    text TEXT,
    cited BIGINT NOT NULL,
    next_look BIGINT,
    stopped BIGINT,
    created BIGINT NOT NULL,
    sketch TEXT
);
CREATE INDEX watches_by_next_look ON watches (next_look, id);
CREATE INDEX watches_by_state ON watches (state, since, id);
CREATE INDEX watches_by_start ON watches (since, id);
CREATE INDEX watches_by_stop ON watches (stopped, id);
CREATE INDEX watches_by_source ON watches (source_id);
CREATE INDEX watches_by_capture ON watches (capture_id);

-- Which published posts cite them, as their source or in a link.
CREATE TABLE citations (
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    watch_id BIGINT NOT NULL REFERENCES watches (id) ON DELETE CASCADE,
    cited_as TEXT NOT NULL,
    published_at BIGINT NOT NULL,
    PRIMARY KEY (post_id, watch_id)
);
CREATE INDEX citations_by_watch ON citations (watch_id, published_at, post_id);

-- What a post took from its source, word by word, and what no longer stands there now.
CREATE TABLE lost_words (
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    position BIGINT NOT NULL,
    watch_id BIGINT NOT NULL REFERENCES watches (id) ON DELETE CASCADE,
    words TEXT NOT NULL,
    PRIMARY KEY (post_id, position)
);
CREATE INDEX lost_words_by_watch ON lost_words (watch_id, post_id, position);

-- What happened to them. dealt is NULL while a person still has to see to it.
CREATE TABLE alerts (
    id BIGINT PRIMARY KEY,
    watch_id BIGINT NOT NULL REFERENCES watches (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    at BIGINT NOT NULL,
    detail TEXT NOT NULL,
    before_id BIGINT REFERENCES captures (id),
    after_id BIGINT REFERENCES captures (id),
    text_before TEXT,
    text_after TEXT,
    dealt BIGINT,
    dealt_by BIGINT REFERENCES accounts (id)
);
CREATE INDEX alerts_by_dealing ON alerts (dealt, at, id);
CREATE INDEX alerts_by_kind ON alerts (dealt, kind, at, id);
CREATE INDEX alerts_by_watch ON alerts (watch_id, at, id);
CREATE INDEX alerts_by_capture_before ON alerts (before_id);
CREATE INDEX alerts_by_capture_after ON alerts (after_id);
CREATE INDEX alerts_by_account ON alerts (dealt_by);

-- How a host answers at an address that can't exist: some say that all is well ("soft 404"). The page they
-- show then; NULL where the host says that there is nothing.
CREATE TABLE impossible_answers (
    host TEXT COLLATE BYTES PRIMARY KEY,
    asked BIGINT NOT NULL,
    final_url TEXT,
    text TEXT
);

-- Posts that are out already come under watch by a job: which addresses a text cites is not SQL's to know.
INSERT INTO jobs (id, key, due, state, tried, run_at, created, changed, job)
SELECT 2, 'watch_posts', 0, 'waiting', 0, 0, 0, 0, '{"do":"watch_posts","after":null}'
WHERE EXISTS (SELECT 1 FROM posts WHERE published_at IS NOT NULL);
