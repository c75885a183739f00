-- original names the bytes as they came; those of sha256 are served. Empty in rows older than the column:
-- there both are one.
ALTER TABLE media ADD COLUMN original TEXT;

-- Smaller copies of pictures. Two pictures may have one copy's bytes in common.
CREATE TABLE renditions (
    media_id BIGINT NOT NULL REFERENCES media (id) ON DELETE CASCADE,
    mime TEXT NOT NULL,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    size BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    PRIMARY KEY (media_id, mime, width)
);
CREATE INDEX renditions_by_content ON renditions (sha256);

-- Pictures of a post's clipping that are not kept, in the order of the page.
CREATE TABLE missing_pictures (
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    position BIGINT NOT NULL,
    address TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (post_id, position)
);
