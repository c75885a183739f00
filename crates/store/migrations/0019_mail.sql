-- Letters, who asked for them, and how each fared.

-- Why a guest's address gets none until it is confirmed again: its owner stopped them, or they bounced.
ALTER TABLE guests ADD COLUMN mute TEXT;
CREATE INDEX guests_by_confirmation ON guests (confirmed, created);

-- That a guest wants to hear of what answers his comment, however deep.
CREATE TABLE wishes (
    comment_id BIGINT PRIMARY KEY REFERENCES comments (id) ON DELETE CASCADE,
    guest_id BIGINT NOT NULL REFERENCES guests (id) ON DELETE CASCADE,
    created BIGINT NOT NULL
);
CREATE INDEX wishes_by_guest ON wishes (guest_id);

-- The queue and the log of letters. Their words are made when they are sent and kept nowhere. mailbox is a keyed
-- hash of where a letter goes: what is counted stays countable when the address itself is forgotten.
CREATE TABLE letters (
    id BIGINT PRIMARY KEY,
    kind TEXT NOT NULL,
    guest_id BIGINT REFERENCES guests (id) ON DELETE SET NULL,
    account_id BIGINT REFERENCES accounts (id) ON DELETE SET NULL,
    comment_id BIGINT REFERENCES comments (id) ON DELETE SET NULL,
    address TEXT COLLATE BYTES NOT NULL,
    mailbox TEXT NOT NULL,
    state TEXT NOT NULL,
    tries BIGINT NOT NULL,
    next_at BIGINT,
    error TEXT,
    message_id TEXT,
    created BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    -- At most one of a kind to a guest about a comment.
    UNIQUE (guest_id, kind, comment_id)
);
CREATE INDEX letters_by_time ON letters (created, id);
CREATE INDEX letters_by_state ON letters (state, created, id);
CREATE INDEX letters_by_address ON letters (address, created, id);
CREATE INDEX letters_by_mailbox ON letters (mailbox, created);
CREATE INDEX letters_by_kind ON letters (kind, created);
CREATE INDEX letters_by_comment ON letters (comment_id);
CREATE INDEX letters_by_account ON letters (account_id);

-- Which accounts want to know by mail what waits for them.
CREATE TABLE digests (
    account_id BIGINT PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    address TEXT NOT NULL,
    pace TEXT NOT NULL,
    next_at BIGINT
);
