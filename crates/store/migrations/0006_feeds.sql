-- Feeds we look at. next_look is NULL while nobody does. The hub's columns hold what WebSub needs to know
-- again later: callback and secret are random, and are sent to the hub, so they are kept as they are.
CREATE TABLE feeds (
    id BIGINT PRIMARY KEY,
    address TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    site TEXT,
    state TEXT NOT NULL,
    etag TEXT,
    last_modified TEXT,
    failures BIGINT NOT NULL,
    trouble TEXT,
    looked BIGINT,
    read BIGINT,
    next_look BIGINT,
    pace BIGINT NOT NULL,
    hub TEXT,
    topic TEXT,
    callback TEXT UNIQUE,
    secret TEXT,
    lease_until BIGINT,
    asked BIGINT,
    created BIGINT NOT NULL
);
CREATE INDEX feeds_by_next_look ON feeds (next_look);

-- Their items, the newest of each. name tells an item apart within its feed, canonical everywhere: a piece
-- in two feeds is one item. seen is the last look at which the feed still had it. job_id names the job that
-- clips it; not a foreign key, for done jobs are forgotten.
CREATE TABLE feed_items (
    id BIGINT PRIMARY KEY,
    feed_id BIGINT NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    canonical TEXT NOT NULL UNIQUE,
    url TEXT NOT NULL,
    state TEXT NOT NULL,
    at BIGINT NOT NULL,
    seen BIGINT NOT NULL,
    job_id BIGINT,
    published TEXT,
    language TEXT,
    headline TEXT NOT NULL,
    byline TEXT NOT NULL,
    outlet TEXT,
    summary TEXT NOT NULL,
    UNIQUE (feed_id, name)
);
CREATE INDEX feed_items_by_time ON feed_items (at, id);
CREATE INDEX feed_items_by_state ON feed_items (state, at, id);
CREATE INDEX feed_items_by_feed ON feed_items (feed_id, at, id);
CREATE INDEX feed_items_by_feed_and_state ON feed_items (state, feed_id, at, id);
CREATE INDEX feed_items_by_sight ON feed_items (feed_id, seen, at, id);
