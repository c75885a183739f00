-- What the owner has decided about a post's place in the popular lists; where readers came from.

-- choice is 'pinned' or 'excluded'. Of pinned posts, the one with the least position stands first.
CREATE TABLE popular_choices (
    post_id BIGINT PRIMARY KEY REFERENCES posts (id) ON DELETE CASCADE,
    choice TEXT NOT NULL,
    position BIGINT NOT NULL,
    account_id BIGINT REFERENCES accounts (id),
    created BIGINT NOT NULL
);
CREATE INDEX popular_choices_by_account ON popular_choices (account_id);
CREATE INDEX popular_choices_in_order ON popular_choices (choice, position);

-- Readers by the host of the page whose link they followed; host is empty for those of further hosts once a day has
-- very many. Nothing else of that page's address is kept.
CREATE TABLE referrers (
    day BIGINT NOT NULL,
    host TEXT COLLATE BYTES NOT NULL,
    readers BIGINT NOT NULL,
    PRIMARY KEY (day, host)
);
