-- The terms a source may be used under, as its outlet states them: an address or words.
ALTER TABLE sources ADD COLUMN licence TEXT NOT NULL DEFAULT '';

-- Captures that an editor has opened to readers or closed again. The newest row of a capture says how it
-- stands; a capture without one has always been closed.
CREATE TABLE openings (
    id BIGINT PRIMARY KEY,
    capture_id BIGINT NOT NULL REFERENCES captures (id),
    act TEXT NOT NULL,
    at BIGINT NOT NULL,
    account_id BIGINT REFERENCES accounts (id)
);
CREATE INDEX openings_by_capture ON openings (capture_id, id);
CREATE INDEX openings_by_account ON openings (account_id);
