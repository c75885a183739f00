-- Posts that are near one another.

-- The words by which a published post can be told from most others. kind is 'word', in its stem, for posts of the same
-- language, or 'name', for posts of all languages; weight is in hundredths.
CREATE TABLE telling_words (
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    kind TEXT COLLATE BYTES NOT NULL,
    word TEXT COLLATE BYTES NOT NULL,
    weight BIGINT NOT NULL,
    PRIMARY KEY (post_id, kind, word)
);
CREATE INDEX telling_words_by_word ON telling_words (kind, word, post_id);

-- The posts that are nearest to each, a dozen at most. nearness is of a hundred, reasons are JSON.
CREATE TABLE related (
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    other_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    nearness BIGINT NOT NULL,
    reasons TEXT NOT NULL,
    PRIMARY KEY (post_id, other_id)
);
CREATE INDEX related_by_other ON related (other_id, post_id);

-- Posts that are out already are related by a job: which words tell something is not SQL's to know.
INSERT INTO jobs (id, key, due, state, tried, run_at, created, changed, job)
SELECT 3, 'relate_posts', 0, 'waiting', 0, 0, 0, 0, '{"do":"relate_posts","after":null}'
WHERE EXISTS (SELECT 1 FROM posts WHERE published_at IS NOT NULL);
