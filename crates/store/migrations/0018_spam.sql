-- What people's verdicts on comments have taught, and what a comment is weighed by.

-- How many judged comments have a term. id is a hash of the term: the words themselves are not kept.
CREATE TABLE spam_terms (
    id BIGINT PRIMARY KEY,
    spam BIGINT NOT NULL,
    approved BIGINT NOT NULL,
    seen BIGINT NOT NULL
);
CREATE INDEX spam_terms_by_age ON spam_terms (seen);

-- What was learnt from one comment, so that it can be taken back: the verdict, and its terms' ids in JSON.
CREATE TABLE spam_lessons (
    comment_id BIGINT PRIMARY KEY REFERENCES comments (id) ON DELETE CASCADE,
    verdict TEXT NOT NULL,
    terms TEXT NOT NULL
);

-- A hash of the comment's words, by which the same said again is found; NULL for short ones.
ALTER TABLE comments ADD COLUMN saying BIGINT;
CREATE INDEX comments_by_saying ON comments (saying, created, id);
