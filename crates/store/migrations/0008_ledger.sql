-- The chain of what this site has said and kept: lines are added, never changed. hash is the SHA-256 of the
-- line, signature is base64. The ids a line names are no foreign keys: the ledger outlives the rows.
CREATE TABLE ledger (
    number BIGINT PRIMARY KEY,
    kind TEXT NOT NULL,
    post_id BIGINT,
    capture_id BIGINT,
    hash TEXT NOT NULL,
    signature TEXT,
    line TEXT NOT NULL
);
CREATE INDEX ledger_by_post ON ledger (post_id, number);
CREATE INDEX ledger_by_capture ON ledger (capture_id, number);
CREATE INDEX ledger_by_kind ON ledger (kind, number);
CREATE INDEX ledger_unsigned ON ledger (number) WHERE signature IS NULL;

-- One row: the newest line, and the public key that signs the next. Who writes a line locks it.
CREATE TABLE ledger_head (
    id BIGINT PRIMARY KEY,
    number BIGINT NOT NULL,
    hash TEXT NOT NULL,
    signing_key TEXT
);
INSERT INTO ledger_head (id, number, hash)
VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

-- What an authority (RFC 3161) has said about the time of a line: its token, base64.
CREATE TABLE timestamps (
    number BIGINT PRIMARY KEY REFERENCES ledger (number),
    at BIGINT NOT NULL,
    authority TEXT NOT NULL,
    token TEXT NOT NULL
);

-- What was kept and published before this is entered by jobs (the model's EnterCaptures, then EnterPosts).
INSERT INTO jobs (id, key, due, state, tried, run_at, created, changed, job)
SELECT 8, 'enter_captures', 0, 'waiting', 0, 0, 0, 0, '{"do":"enter_captures","after":null}'
WHERE EXISTS (SELECT 1 FROM captures) OR EXISTS (SELECT 1 FROM posts WHERE permalink IS NOT NULL);
