-- A conversation under a post: whose a comment is, how its thread stands, what was decided about it and why.

-- Those who wrote under a mail address. confirmed is when its link was followed: the address is theirs.
CREATE TABLE guests (
    id BIGINT PRIMARY KEY,
    address TEXT COLLATE BYTES NOT NULL UNIQUE,
    name TEXT NOT NULL,
    confirmed BIGINT,
    created BIGINT NOT NULL
);

-- origin says how a remark came in. name, email and website are its author as claimed; account_id, or guest_id of
-- a guest whose address is confirmed, its author as verified.
ALTER TABLE comments ADD COLUMN origin TEXT NOT NULL DEFAULT 'form';
ALTER TABLE comments ADD COLUMN account_id BIGINT REFERENCES accounts (id);
ALTER TABLE comments ADD COLUMN guest_id BIGINT REFERENCES guests (id);
-- A thread is a comment that answers none, its root, with all below. On the root: answers counts those shown
-- below it; thread_at is its time once anything of the thread is shown, else NULL; worth ranks it among others.
ALTER TABLE comments ADD COLUMN root_id BIGINT;
ALTER TABLE comments ADD COLUMN thread_at BIGINT;
ALTER TABLE comments ADD COLUMN answers BIGINT NOT NULL DEFAULT 0;
ALTER TABLE comments ADD COLUMN worth BIGINT NOT NULL DEFAULT 0;
-- judged counts the decisions about it: who decides says which he has seen. edited is when its words last changed.
ALTER TABLE comments ADD COLUMN judged BIGINT NOT NULL DEFAULT 0;
ALTER TABLE comments ADD COLUMN edited BIGINT;
-- The digest of the secret that its author's browser keeps; the network it came from, forgotten after a month.
ALTER TABLE comments ADD COLUMN secret TEXT;
ALTER TABLE comments ADD COLUMN network TEXT;
-- Readers who reported it.
ALTER TABLE comments ADD COLUMN flags BIGINT NOT NULL DEFAULT 0;
-- How much it looks like spam, 0 to 100, and the signs of that in JSON; NULL where it was not weighed.
ALTER TABLE comments ADD COLUMN score BIGINT;
ALTER TABLE comments ADD COLUMN signs TEXT;
CREATE INDEX comments_by_thread ON comments (post_id, thread_at, id);
CREATE INDEX comments_by_worth ON comments (post_id, worth, thread_at, id);
CREATE INDEX comments_by_root ON comments (root_id, verdict, created, id);
CREATE INDEX comments_by_account ON comments (account_id);
CREATE INDEX comments_by_guest ON comments (guest_id);
CREATE INDEX comments_by_address ON comments (email, created, id);
CREATE INDEX comments_by_network ON comments (network, created, id);

WITH RECURSIVE thread (id, root) AS (
    SELECT id, id FROM comments WHERE parent_id IS NULL
    UNION ALL
    SELECT c.id, t.root FROM thread t JOIN comments c ON c.parent_id = t.id
)
UPDATE comments SET root_id = thread.root FROM thread WHERE thread.id = comments.id;
UPDATE comments SET thread_at = created WHERE parent_id IS NULL AND verdict = 'approved';
UPDATE comments SET answers = below.number, thread_at = comments.created
FROM (SELECT root_id, count(*) AS number FROM comments WHERE parent_id IS NOT NULL AND verdict = 'approved'
      GROUP BY root_id) AS below
WHERE comments.id = below.root_id;

-- number counts a comment's decisions from 1; grounds is the class of reason its author may know; act names the
-- one act by which many were decided at once, so that it can be undone as one.
ALTER TABLE verdicts ADD COLUMN number BIGINT NOT NULL DEFAULT 0;
ALTER TABLE verdicts ADD COLUMN grounds TEXT NOT NULL DEFAULT 'person';
ALTER TABLE verdicts ADD COLUMN act BIGINT;
DROP INDEX verdicts_by_comment;
CREATE INDEX verdicts_by_comment ON verdicts (comment_id, number, at);
CREATE INDEX verdicts_by_act ON verdicts (act, comment_id);
UPDATE verdicts SET grounds = 'trap' WHERE account_id IS NULL;
UPDATE verdicts SET number = n.number
FROM (SELECT comment_id, at, row_number() OVER (PARTITION BY comment_id ORDER BY at) AS number FROM verdicts) AS n
WHERE n.comment_id = verdicts.comment_id AND n.at = verdicts.at;
UPDATE comments SET judged = n.number
FROM (SELECT comment_id, count(*) AS number FROM verdicts GROUP BY comment_id) AS n WHERE n.comment_id = comments.id;

-- What a comment said before its author, or somebody at the desk (account_id), changed it.
CREATE TABLE wordings (
    comment_id BIGINT NOT NULL REFERENCES comments (id) ON DELETE CASCADE,
    at BIGINT NOT NULL,
    account_id BIGINT REFERENCES accounts (id),
    reason TEXT NOT NULL,
    name TEXT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX wordings_by_comment ON wordings (comment_id, at);
CREATE INDEX wordings_by_account ON wordings (account_id);

-- Readers' reports of a comment. sender tells two readers apart, not who they are.
CREATE TABLE flags (
    id BIGINT PRIMARY KEY,
    comment_id BIGINT NOT NULL REFERENCES comments (id) ON DELETE CASCADE,
    at BIGINT NOT NULL,
    complaint TEXT NOT NULL,
    note TEXT NOT NULL,
    sender TEXT NOT NULL,
    UNIQUE (comment_id, sender)
);

-- Words, mail addresses and networks whose comments are not simply shown.
CREATE TABLE blocks (
    id BIGINT PRIMARY KEY,
    kind TEXT NOT NULL,
    value TEXT COLLATE BYTES NOT NULL,
    verdict TEXT NOT NULL,
    note TEXT NOT NULL,
    account_id BIGINT REFERENCES accounts (id),
    created BIGINT NOT NULL,
    UNIQUE (kind, value)
);
CREATE INDEX blocks_by_account ON blocks (account_id);
