-- What a capture keeps beside the page's bytes: what was exchanged (WARC), the texts as they were read, and
-- the style and pictures that the page needs to be shown again. Files by SHA-256, all of them.
ALTER TABLE captures ADD COLUMN warc TEXT;
ALTER TABLE captures ADD COLUMN article TEXT;
ALTER TABLE captures ADD COLUMN page_text TEXT;
CREATE INDEX captures_by_content ON captures (sha256, at, id);

CREATE TABLE parts (
    capture_id BIGINT NOT NULL REFERENCES captures (id),
    position BIGINT NOT NULL,
    address TEXT NOT NULL,
    role TEXT NOT NULL,
    at BIGINT NOT NULL,
    status BIGINT NOT NULL,
    mime TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size BIGINT NOT NULL,
    warc TEXT NOT NULL,
    PRIMARY KEY (capture_id, position)
);
CREATE INDEX parts_by_content ON parts (sha256, at);
