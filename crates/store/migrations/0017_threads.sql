-- What threads are worth among others, from the answers they have; and the comments that readers reported.

UPDATE comments SET worth = (
    SELECT count(DISTINCT a.name) FROM comments a
    WHERE a.root_id = comments.id AND a.verdict = 'approved' AND a.id <> comments.id AND a.name <> comments.name)
WHERE parent_id IS NULL AND answers > 0;

CREATE INDEX comments_by_flags ON comments (created, id) WHERE flags > 0;

-- Whose hand last changed a comment's words: author or desk.
ALTER TABLE comments ADD COLUMN edited_by TEXT;
UPDATE comments SET edited_by = 'author' WHERE edited IS NOT NULL;

CREATE INDEX verdicts_by_time ON verdicts (at);
