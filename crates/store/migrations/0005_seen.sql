-- What a program with a token may do, and when it last did anything.
ALTER TABLE tokens ADD COLUMN scope TEXT NOT NULL DEFAULT 'all';
ALTER TABLE tokens ADD COLUMN used BIGINT;

-- What lists show of a clipping. A table of its own: a row of clippings holds a whole article, and a
-- column behind that would make the inbox read all of it.
CREATE TABLE glances (
    clipping_id BIGINT PRIMARY KEY REFERENCES clippings (id),
    glance TEXT NOT NULL
);
