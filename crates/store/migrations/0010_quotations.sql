-- What a revision quotes, in its order, and where in which text of a capture it stands. starts and ends count
-- code points. Computed with the revision; the newest one's are computed again when its source is captured.
CREATE TABLE quotations (
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    revision BIGINT NOT NULL,
    position BIGINT NOT NULL,
    kind TEXT NOT NULL,
    finding TEXT NOT NULL,
    capture_id BIGINT REFERENCES captures (id),
    place TEXT,
    starts BIGINT,
    ends BIGINT,
    prefix TEXT,
    suffix TEXT,
    exact TEXT,
    quote TEXT NOT NULL,
    PRIMARY KEY (post_id, revision, position)
);
CREATE INDEX quotations_by_capture ON quotations (capture_id);

-- How much of a capture's article a revision quotes, and how much of it stands in it, of a hundred.
CREATE TABLE shares (
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    revision BIGINT NOT NULL,
    capture_id BIGINT NOT NULL REFERENCES captures (id),
    quoted BIGINT NOT NULL,
    carried BIGINT NOT NULL,
    PRIMARY KEY (post_id, revision)
);
CREATE INDEX shares_by_capture ON shares (capture_id);
