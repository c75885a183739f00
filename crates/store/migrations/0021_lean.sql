-- A comment stands in as few indexes as its readers ask for: the first of a thread answers nothing and stands among no
-- answers, an answer begins no thread, and what came from elsewhere has no words that could be a double click.
DROP INDEX comments_by_fingerprint;
DROP INDEX comments_by_parent;
DROP INDEX comments_by_root;
DROP INDEX comments_by_thread;
DROP INDEX comments_by_worth;
CREATE INDEX comments_by_fingerprint ON comments (fingerprint, created) WHERE fingerprint <> '';
CREATE INDEX comments_by_parent ON comments (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX comments_by_root ON comments (root_id, verdict, created, id) WHERE root_id <> id;
CREATE INDEX comments_by_thread ON comments (post_id, thread_at, id) WHERE thread_at IS NOT NULL;
CREATE INDEX comments_by_worth ON comments (post_id, worth, thread_at, id) WHERE thread_at IS NOT NULL;

-- Most verdicts are Courant's own, and few are part of an act.
DROP INDEX verdicts_by_account;
DROP INDEX verdicts_by_act;
CREATE INDEX verdicts_by_account ON verdicts (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX verdicts_by_act ON verdicts (act, comment_id) WHERE act IS NOT NULL;
