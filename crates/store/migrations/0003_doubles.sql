-- What an address is looked up by (the model's address_key), and the source it leads to: a source's own
-- address, and others by which it was reached. Of a long key the end is a digest.
CREATE TABLE addresses (
    key TEXT COLLATE BYTES PRIMARY KEY,
    source_id BIGINT NOT NULL REFERENCES sources (id)
);
CREATE INDEX addresses_by_source ON addresses (source_id);

-- The text of the clipping a post was made of, as a sketch: a number for each place.
CREATE TABLE sketches (
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    place BIGINT NOT NULL,
    number BIGINT NOT NULL,
    PRIMARY KEY (post_id, place)
);
CREATE INDEX sketches_by_number ON sketches (place, number, post_id);

-- Posts that may be one story, each pair both ways. apart_at is set when somebody has said that they are not.
CREATE TABLE likenesses (
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    other_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    percent BIGINT NOT NULL,
    apart_at BIGINT,
    apart_by BIGINT REFERENCES accounts (id),
    PRIMARY KEY (post_id, other_id)
);
CREATE INDEX likenesses_by_other ON likenesses (other_id);
CREATE INDEX likenesses_by_account ON likenesses (apart_by);

-- Sources from before this get their keys from a job (the model's CatchUp): the rules are not SQL's.
INSERT INTO jobs (id, key, due, state, tried, run_at, created, changed, job)
SELECT 1, 'catch_up', 0, 'waiting', 0, 0, 0, 0, '{"do":"catch_up","after":null}'
WHERE EXISTS (SELECT 1 FROM sources);
