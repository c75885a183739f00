-- How published texts were changed, and said so.

-- What readers see of a post from a moment on: a revision, or nothing (NULL) after a retraction. Added, never
-- changed. told is the moment again where readers are told of it, NULL where they are not: the public list of
-- corrections runs over its index.
CREATE TABLE editions (
    id BIGINT PRIMARY KEY,
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    at BIGINT NOT NULL,
    way TEXT NOT NULL,
    old_revision BIGINT,
    revision BIGINT,
    note TEXT NOT NULL,
    told BIGINT,
    account_id BIGINT REFERENCES accounts (id)
);
CREATE INDEX editions_by_post ON editions (post_id, at, id);
CREATE INDEX editions_by_telling ON editions (told, id);
CREATE INDEX editions_by_account ON editions (account_id);

-- Taking a post back with a public reason has one name from now on.
UPDATE posts SET standing = 'retracted' WHERE standing = 'unpublished';
UPDATE publications SET kind = 'retract' WHERE kind = 'unpublish';
UPDATE tallies SET key = 'retracted' WHERE kind = 'standing' AND key = 'unpublished';

-- What is known of the posts that were out before: their present text since they came out. A post's id is
-- free as the id of its first edition; that of a retraction is made of its moment, as all ids are.
INSERT INTO editions (id, post_id, at, way, revision, note, account_id)
    SELECT p.id, p.id, coalesce(p.published_at, (SELECT min(f.at) FROM publications f
        WHERE f.post_id = p.id AND f.kind = 'publish'), p.created), 'publication', p.revision, '', p.author_id
    FROM posts p WHERE p.standing IN ('published', 'retracted');
INSERT INTO editions (id, post_id, at, way, old_revision, note, told)
    SELECT p.standing_at / 1000 * 1048576 + p.id % 1048576, p.id, p.standing_at, 'retraction', p.revision,
        coalesce(p.reason, ''), p.standing_at
    FROM posts p WHERE p.standing = 'retracted';
