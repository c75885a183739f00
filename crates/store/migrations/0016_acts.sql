-- What a comment's verdict was before a decision, so that the decision can be taken back; NULL for those that came
-- with the comment, and for decisions from before this was kept.
ALTER TABLE verdicts ADD COLUMN was TEXT;
