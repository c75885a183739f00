-- What came from other systems, where it stood there, and where its old addresses lead.

-- One row per site that was brought over from one package: run again, it goes on.
CREATE TABLE imports (
    id BIGINT PRIMARY KEY,
    platform TEXT NOT NULL,
    site TEXT NOT NULL,
    name TEXT NOT NULL,
    choices TEXT NOT NULL,
    state TEXT NOT NULL,
    account_id BIGINT REFERENCES accounts (id),
    started BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    trouble TEXT,
    report TEXT NOT NULL
);
CREATE INDEX imports_by_time ON imports (started, id);
CREATE INDEX imports_by_state ON imports (state, started);
CREATE INDEX imports_by_account ON imports (account_id);

-- Files by hash with what entries said word by word, one behind the other, packed (gzip).
CREATE TABLE packs (
    id BIGINT PRIMARY KEY,
    import_id BIGINT NOT NULL REFERENCES imports (id),
    sha256 TEXT NOT NULL
);
CREATE INDEX packs_by_import ON packs (import_id);

-- One row per entry; starts and size are bytes of its unpacked pack. id is made of the old site's and the entry's own name, so that it is found again; noun is the
-- post or comment made of it; parent the original a comment answers, as long as that has not come; language was
-- guessed.
CREATE TABLE originals (
    id BIGINT PRIMARY KEY,
    pack_id BIGINT NOT NULL REFERENCES packs (id),
    starts BIGINT NOT NULL,
    size BIGINT NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    digest BIGINT NOT NULL,
    noun BIGINT,
    parent BIGINT,
    language TEXT
);
CREATE INDEX originals_by_noun ON originals (noun) WHERE noun IS NOT NULL;
CREATE INDEX originals_by_pack ON originals (pack_id);

-- Posts under which answers came that must be put in their threads.
CREATE TABLE loose_threads (
    post_id BIGINT PRIMARY KEY REFERENCES posts (id) ON DELETE CASCADE
);

-- Links within the old site whose end is not known yet: path here, address there.
CREATE TABLE loose_links (
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    path TEXT COLLATE BYTES NOT NULL,
    address TEXT NOT NULL,
    PRIMARY KEY (post_id, path)
);

-- Where an old address leads: to a post, or to a path or address.
CREATE TABLE redirects (
    path TEXT COLLATE BYTES PRIMARY KEY,
    post_id BIGINT REFERENCES posts (id) ON DELETE CASCADE,
    target TEXT,
    created BIGINT NOT NULL
);
CREATE INDEX redirects_by_post ON redirects (post_id);

-- Pictures of old texts, by the address of their original size, and what became of them.
CREATE TABLE old_pictures (
    address TEXT COLLATE BYTES PRIMARY KEY,
    import_id BIGINT NOT NULL REFERENCES imports (id),
    state TEXT NOT NULL,
    file TEXT,
    media_id BIGINT REFERENCES media (id) ON DELETE SET NULL,
    reason TEXT,
    tries BIGINT NOT NULL
);
CREATE INDEX old_pictures_by_state ON old_pictures (import_id, state, address);
CREATE INDEX old_pictures_by_media ON old_pictures (media_id);

CREATE TABLE old_picture_uses (
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    address TEXT COLLATE BYTES NOT NULL,
    -- Where it stands: in the text, or for the post.
    role TEXT NOT NULL,
    PRIMARY KEY (post_id, address, role)
);
CREATE INDEX old_picture_uses_by_address ON old_picture_uses (address, post_id);

-- Lines in texts that seem to say where a text comes from; a person decides.
CREATE TABLE credit_lines (
    post_id BIGINT PRIMARY KEY REFERENCES posts (id) ON DELETE CASCADE,
    state TEXT NOT NULL,
    line TEXT NOT NULL,
    source TEXT NOT NULL,
    created BIGINT NOT NULL
);
CREATE INDEX credit_lines_by_state ON credit_lines (state, post_id);

-- The end of a comment's old address.
ALTER TABLE comments ADD COLUMN anchor TEXT;

-- Most comments have no account, no mail address and nothing to be weighed by: what is empty needs no place in an index.
DROP INDEX comments_by_account;
DROP INDEX comments_by_guest;
DROP INDEX comments_by_address;
DROP INDEX comments_by_network;
DROP INDEX comments_by_saying;
CREATE INDEX comments_by_account ON comments (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX comments_by_guest ON comments (guest_id) WHERE guest_id IS NOT NULL;
CREATE INDEX comments_by_address ON comments (email, created, id) WHERE email IS NOT NULL;
CREATE INDEX comments_by_network ON comments (network, created, id) WHERE network IS NOT NULL;
CREATE INDEX comments_by_saying ON comments (saying, created, id) WHERE saying IS NOT NULL;

-- Pages stand by themselves: their published_at is empty, so no list by date has them.
CREATE INDEX posts_pages ON posts (standing, standing_at, id) WHERE kind = 'page';
