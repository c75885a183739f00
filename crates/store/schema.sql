-- The tables as they are after all migrations, on SQLite. Written by the test
-- the_readable_schema_is_up_to_date when COURANT_WRITE_SCHEMA is set; change a migration, not this.

CREATE TABLE accounts (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    created BIGINT NOT NULL
);

CREATE TABLE addresses (
    key TEXT COLLATE BINARY PRIMARY KEY,
    source_id BIGINT NOT NULL REFERENCES sources (id)
);
CREATE INDEX addresses_by_source ON addresses (source_id);

CREATE TABLE alerts (
    id INTEGER PRIMARY KEY,
    watch_id BIGINT NOT NULL REFERENCES watches (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    at BIGINT NOT NULL,
    detail TEXT NOT NULL,
    before_id BIGINT REFERENCES captures (id),
    after_id BIGINT REFERENCES captures (id),
    text_before TEXT,
    text_after TEXT,
    dealt BIGINT,
    dealt_by BIGINT REFERENCES accounts (id)
);
CREATE INDEX alerts_by_account ON alerts (dealt_by);
CREATE INDEX alerts_by_capture_after ON alerts (after_id);
CREATE INDEX alerts_by_capture_before ON alerts (before_id);
CREATE INDEX alerts_by_dealing ON alerts (dealt, at, id);
CREATE INDEX alerts_by_kind ON alerts (dealt, kind, at, id);
CREATE INDEX alerts_by_watch ON alerts (watch_id, at, id);

CREATE TABLE attempts (
    key TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX attempts_by_key ON attempts (key, at);
CREATE INDEX attempts_by_time ON attempts (at);

CREATE TABLE blocks (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    value TEXT COLLATE BINARY NOT NULL,
    verdict TEXT NOT NULL,
    note TEXT NOT NULL,
    account_id BIGINT REFERENCES accounts (id),
    created BIGINT NOT NULL,
    UNIQUE (kind, value)
);
CREATE INDEX blocks_by_account ON blocks (account_id);

CREATE TABLE captures (
    id INTEGER PRIMARY KEY,
    source_id BIGINT NOT NULL REFERENCES sources (id),
    how TEXT NOT NULL,
    at BIGINT NOT NULL,
    final_url TEXT NOT NULL,
    status BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    size BIGINT NOT NULL,
    headers TEXT NOT NULL
, robots TEXT, noarchive TEXT, warc TEXT, article TEXT, page_text TEXT);
CREATE INDEX captures_by_content ON captures (sha256, at, id);
CREATE INDEX captures_by_source ON captures (source_id, at, id);

CREATE TABLE changes (
    number INTEGER PRIMARY KEY,
    stamp BIGINT NOT NULL,
    origin BIGINT NOT NULL,
    what TEXT NOT NULL
);
CREATE INDEX changes_by_stamp ON changes (stamp, number);

CREATE TABLE citations (
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    watch_id BIGINT NOT NULL REFERENCES watches (id) ON DELETE CASCADE,
    cited_as TEXT NOT NULL,
    published_at BIGINT NOT NULL,
    PRIMARY KEY (post_id, watch_id)
);
CREATE INDEX citations_by_watch ON citations (watch_id, published_at, post_id);

CREATE TABLE clippings (
    id INTEGER PRIMARY KEY,
    source_id BIGINT NOT NULL REFERENCES sources (id),
    capture_id BIGINT NOT NULL REFERENCES captures (id),
    post_id BIGINT,
    created BIGINT NOT NULL,
    clipping TEXT NOT NULL
);
CREATE INDEX clippings_by_capture ON clippings (capture_id);
CREATE INDEX clippings_by_post ON clippings (post_id, created, id);
CREATE INDEX clippings_by_source ON clippings (source_id, created, id);

CREATE TABLE comment_days (
    day BIGINT NOT NULL,
    verdict TEXT NOT NULL,
    number BIGINT NOT NULL,
    PRIMARY KEY (day, verdict)
);

CREATE TABLE comments (
    id INTEGER PRIMARY KEY,
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    parent_id BIGINT REFERENCES comments (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    email TEXT,
    website TEXT,
    verdict TEXT NOT NULL,
    created BIGINT NOT NULL,
    fingerprint TEXT NOT NULL,
    body TEXT NOT NULL,
    html TEXT NOT NULL
, origin TEXT NOT NULL DEFAULT 'form', account_id BIGINT REFERENCES accounts (id), guest_id BIGINT REFERENCES guests (id), root_id BIGINT, thread_at BIGINT, answers BIGINT NOT NULL DEFAULT 0, worth BIGINT NOT NULL DEFAULT 0, judged BIGINT NOT NULL DEFAULT 0, edited BIGINT, secret TEXT, network TEXT, flags BIGINT NOT NULL DEFAULT 0, score BIGINT, signs TEXT, edited_by TEXT, saying BIGINT, anchor TEXT);
CREATE INDEX comments_by_account ON comments (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX comments_by_address ON comments (email, created, id) WHERE email IS NOT NULL;
CREATE INDEX comments_by_fingerprint ON comments (fingerprint, created) WHERE fingerprint <> '';
CREATE INDEX comments_by_flags ON comments (created, id) WHERE flags > 0;
CREATE INDEX comments_by_guest ON comments (guest_id) WHERE guest_id IS NOT NULL;
CREATE INDEX comments_by_network ON comments (network, created, id) WHERE network IS NOT NULL;
CREATE INDEX comments_by_parent ON comments (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX comments_by_post ON comments (post_id, verdict, created, id);
CREATE INDEX comments_by_root ON comments (root_id, verdict, created, id) WHERE root_id <> id;
CREATE INDEX comments_by_saying ON comments (saying, created, id) WHERE saying IS NOT NULL;
CREATE INDEX comments_by_thread ON comments (post_id, thread_at, id) WHERE thread_at IS NOT NULL;
CREATE INDEX comments_by_time ON comments (created, id);
CREATE INDEX comments_by_verdict ON comments (verdict, created, id, post_id);
CREATE INDEX comments_by_worth ON comments (post_id, worth, thread_at, id) WHERE thread_at IS NOT NULL;

CREATE TABLE credit_lines (
    post_id INTEGER PRIMARY KEY REFERENCES posts (id) ON DELETE CASCADE,
    state TEXT NOT NULL,
    line TEXT NOT NULL,
    source TEXT NOT NULL,
    created BIGINT NOT NULL
);
CREATE INDEX credit_lines_by_state ON credit_lines (state, post_id);

CREATE TABLE digests (
    account_id INTEGER PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    address TEXT NOT NULL,
    pace TEXT NOT NULL,
    next_at BIGINT
);

CREATE TABLE editions (
    id INTEGER PRIMARY KEY,
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    at BIGINT NOT NULL,
    way TEXT NOT NULL,
    old_revision BIGINT,
    revision BIGINT,
    note TEXT NOT NULL,
    told BIGINT,
    account_id BIGINT REFERENCES accounts (id)
);
CREATE INDEX editions_by_account ON editions (account_id);
CREATE INDEX editions_by_post ON editions (post_id, at, id);
CREATE INDEX editions_by_telling ON editions (told, id);

CREATE TABLE feed_items (
    id INTEGER PRIMARY KEY,
    feed_id BIGINT NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    canonical TEXT NOT NULL UNIQUE,
    url TEXT NOT NULL,
    state TEXT NOT NULL,
    at BIGINT NOT NULL,
    seen BIGINT NOT NULL,
    job_id BIGINT,
    published TEXT,
    language TEXT,
    headline TEXT NOT NULL,
    byline TEXT NOT NULL,
    outlet TEXT,
    summary TEXT NOT NULL,
    UNIQUE (feed_id, name)
);
CREATE INDEX feed_items_by_feed ON feed_items (feed_id, at, id);
CREATE INDEX feed_items_by_feed_and_state ON feed_items (state, feed_id, at, id);
CREATE INDEX feed_items_by_sight ON feed_items (feed_id, seen, at, id);
CREATE INDEX feed_items_by_state ON feed_items (state, at, id);
CREATE INDEX feed_items_by_time ON feed_items (at, id);

CREATE TABLE feeds (
    id INTEGER PRIMARY KEY,
    address TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    site TEXT,
    state TEXT NOT NULL,
    etag TEXT,
    last_modified TEXT,
    failures BIGINT NOT NULL,
    trouble TEXT,
    looked BIGINT,
    read BIGINT,
    next_look BIGINT,
    pace BIGINT NOT NULL,
    hub TEXT,
    topic TEXT,
    callback TEXT UNIQUE,
    secret TEXT,
    lease_until BIGINT,
    asked BIGINT,
    created BIGINT NOT NULL
);
CREATE INDEX feeds_by_next_look ON feeds (next_look);

CREATE TABLE flags (
    id INTEGER PRIMARY KEY,
    comment_id BIGINT NOT NULL REFERENCES comments (id) ON DELETE CASCADE,
    at BIGINT NOT NULL,
    complaint TEXT NOT NULL,
    note TEXT NOT NULL,
    sender TEXT NOT NULL,
    UNIQUE (comment_id, sender)
);

CREATE TABLE glances (
    clipping_id INTEGER PRIMARY KEY REFERENCES clippings (id),
    glance TEXT NOT NULL
);

CREATE TABLE guests (
    id INTEGER PRIMARY KEY,
    address TEXT COLLATE BINARY NOT NULL UNIQUE,
    name TEXT NOT NULL,
    confirmed BIGINT,
    created BIGINT NOT NULL
, mute TEXT);
CREATE INDEX guests_by_confirmation ON guests (confirmed, created);

CREATE TABLE imports (
    id INTEGER PRIMARY KEY,
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
CREATE INDEX imports_by_account ON imports (account_id);
CREATE INDEX imports_by_state ON imports (state, started);
CREATE INDEX imports_by_time ON imports (started, id);

CREATE TABLE impossible_answers (
    host TEXT COLLATE BINARY PRIMARY KEY,
    asked BIGINT NOT NULL,
    final_url TEXT,
    text TEXT
);

CREATE TABLE jobs (
    id INTEGER PRIMARY KEY,
    key TEXT UNIQUE,
    due BIGINT,
    state TEXT NOT NULL,
    tried BIGINT NOT NULL,
    run_at BIGINT NOT NULL,
    created BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    job TEXT NOT NULL,
    outcome TEXT
);
CREATE INDEX jobs_by_due_time ON jobs (due, id);
CREATE INDEX jobs_by_state ON jobs (state, changed);

CREATE TABLE labels (
    slug TEXT COLLATE BINARY PRIMARY KEY,
    name TEXT NOT NULL
);

CREATE TABLE ledger (
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    post_id BIGINT,
    capture_id BIGINT,
    hash TEXT NOT NULL,
    signature TEXT,
    line TEXT NOT NULL
);
CREATE INDEX ledger_by_capture ON ledger (capture_id, number);
CREATE INDEX ledger_by_kind ON ledger (kind, number);
CREATE INDEX ledger_by_post ON ledger (post_id, number);
CREATE INDEX ledger_unsigned ON ledger (number) WHERE signature IS NULL;

CREATE TABLE ledger_head (
    id INTEGER PRIMARY KEY,
    number BIGINT NOT NULL,
    hash TEXT NOT NULL,
    signing_key TEXT
);

CREATE TABLE letters (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    guest_id BIGINT REFERENCES guests (id) ON DELETE SET NULL,
    account_id BIGINT REFERENCES accounts (id) ON DELETE SET NULL,
    comment_id BIGINT REFERENCES comments (id) ON DELETE SET NULL,
    address TEXT COLLATE BINARY NOT NULL,
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
CREATE INDEX letters_by_account ON letters (account_id);
CREATE INDEX letters_by_address ON letters (address, created, id);
CREATE INDEX letters_by_comment ON letters (comment_id);
CREATE INDEX letters_by_kind ON letters (kind, created);
CREATE INDEX letters_by_mailbox ON letters (mailbox, created);
CREATE INDEX letters_by_state ON letters (state, created, id);
CREATE INDEX letters_by_time ON letters (created, id);

CREATE TABLE likenesses (
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    other_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    percent BIGINT NOT NULL,
    apart_at BIGINT,
    apart_by BIGINT REFERENCES accounts (id),
    PRIMARY KEY (post_id, other_id)
);
CREATE INDEX likenesses_by_account ON likenesses (apart_by);
CREATE INDEX likenesses_by_other ON likenesses (other_id);

CREATE TABLE links (
    digest TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    account_id BIGINT REFERENCES accounts (id) ON DELETE CASCADE,
    expires BIGINT NOT NULL
);

CREATE TABLE loose_links (
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    path TEXT COLLATE BINARY NOT NULL,
    address TEXT NOT NULL,
    PRIMARY KEY (post_id, path)
);

CREATE TABLE loose_threads (
    post_id INTEGER PRIMARY KEY REFERENCES posts (id) ON DELETE CASCADE
);

CREATE TABLE lost_words (
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    position BIGINT NOT NULL,
    watch_id BIGINT NOT NULL REFERENCES watches (id) ON DELETE CASCADE,
    words TEXT NOT NULL,
    PRIMARY KEY (post_id, position)
);
CREATE INDEX lost_words_by_watch ON lost_words (watch_id, post_id, position);

CREATE TABLE media (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,
    mime TEXT NOT NULL,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    size BIGINT NOT NULL,
    origin TEXT NOT NULL,
    created BIGINT NOT NULL
, original TEXT);
CREATE INDEX media_by_time ON media (created, id);

CREATE TABLE migrations (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    at BIGINT NOT NULL
);

CREATE TABLE missing_pictures (
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    position BIGINT NOT NULL,
    address TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (post_id, position)
);

CREATE TABLE old_picture_uses (
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    address TEXT COLLATE BINARY NOT NULL,
    -- Where it stands: in the text, or for the post.
    role TEXT NOT NULL,
    PRIMARY KEY (post_id, address, role)
);
CREATE INDEX old_picture_uses_by_address ON old_picture_uses (address, post_id);

CREATE TABLE old_pictures (
    address TEXT COLLATE BINARY PRIMARY KEY,
    import_id BIGINT NOT NULL REFERENCES imports (id),
    state TEXT NOT NULL,
    file TEXT,
    media_id BIGINT REFERENCES media (id) ON DELETE SET NULL,
    reason TEXT,
    tries BIGINT NOT NULL
);
CREATE INDEX old_pictures_by_media ON old_pictures (media_id);
CREATE INDEX old_pictures_by_state ON old_pictures (import_id, state, address);

CREATE TABLE openings (
    id INTEGER PRIMARY KEY,
    capture_id BIGINT NOT NULL REFERENCES captures (id),
    act TEXT NOT NULL,
    at BIGINT NOT NULL,
    account_id BIGINT REFERENCES accounts (id)
);
CREATE INDEX openings_by_account ON openings (account_id);
CREATE INDEX openings_by_capture ON openings (capture_id, id);

CREATE TABLE originals (
    id INTEGER PRIMARY KEY,
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

CREATE TABLE packs (
    id INTEGER PRIMARY KEY,
    import_id BIGINT NOT NULL REFERENCES imports (id),
    sha256 TEXT NOT NULL
);
CREATE INDEX packs_by_import ON packs (import_id);

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

CREATE TABLE popular (
    span TEXT NOT NULL,
    position BIGINT NOT NULL,
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    score BIGINT NOT NULL,
    PRIMARY KEY (span, position)
);
CREATE INDEX popular_by_post ON popular (post_id);

CREATE TABLE popular_choices (
    post_id INTEGER PRIMARY KEY REFERENCES posts (id) ON DELETE CASCADE,
    choice TEXT NOT NULL,
    position BIGINT NOT NULL,
    account_id BIGINT REFERENCES accounts (id),
    created BIGINT NOT NULL
);
CREATE INDEX popular_choices_by_account ON popular_choices (account_id);
CREATE INDEX popular_choices_in_order ON popular_choices (choice, position);

CREATE TABLE post_labels (
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    position BIGINT NOT NULL,
    label TEXT COLLATE BINARY NOT NULL REFERENCES labels (slug),
    published_at BIGINT,
    PRIMARY KEY (post_id, position)
);
CREATE INDEX post_labels_by_label ON post_labels (label, published_at, post_id);

CREATE TABLE posts (
    id INTEGER PRIMARY KEY,
    permalink TEXT UNIQUE,
    published_at BIGINT,
    modified BIGINT NOT NULL,
    standing TEXT NOT NULL,
    standing_at BIGINT,
    reason TEXT,
    month TEXT COLLATE BINARY,
    author_id BIGINT REFERENCES accounts (id),
    source_id BIGINT REFERENCES sources (id),
    clipping_id BIGINT REFERENCES clippings (id),
    host TEXT COLLATE BINARY,
    outlet TEXT,
    kind TEXT NOT NULL,
    language TEXT,
    headline TEXT NOT NULL,
    dek TEXT NOT NULL,
    byline TEXT NOT NULL,
    lead_image TEXT,
    lead_image_alt TEXT NOT NULL,
    revision BIGINT NOT NULL,
    created BIGINT NOT NULL,
    excerpt TEXT NOT NULL,
    writing TEXT NOT NULL,
    html TEXT NOT NULL
);
CREATE INDEX posts_by_author ON posts (author_id, modified, id);
CREATE INDEX posts_by_change ON posts (modified, id);
CREATE INDEX posts_by_clipping ON posts (clipping_id);
CREATE INDEX posts_by_due_time ON posts (standing, standing_at);
CREATE INDEX posts_by_host ON posts (host, published_at, id);
CREATE INDEX posts_by_month ON posts (month, published_at, id);
CREATE INDEX posts_by_publication ON posts (published_at, id, host);
CREATE INDEX posts_by_source ON posts (source_id, id);
CREATE INDEX posts_by_standing ON posts (standing, modified, id);
CREATE INDEX posts_pages ON posts (standing_at, id) WHERE kind = 'page';

CREATE TABLE publications (
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    account_id BIGINT REFERENCES accounts (id),
    reason TEXT NOT NULL
);
CREATE INDEX publications_by_account ON publications (account_id);
CREATE INDEX publications_by_post ON publications (post_id, at);

CREATE TABLE quotations (
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    revision BIGINT NOT NULL,
    position BIGINT NOT NULL,
    kind TEXT NOT NULL,
    finding TEXT NOT NULL,
    capture_id BIGINT REFERENCES captures (id),
    place TEXT,
    starts BIGINT,
    ends BIGINT,
    prefix TEXT,
    suffix TEXT,
    exact TEXT,
    quote TEXT NOT NULL,
    PRIMARY KEY (post_id, revision, position)
);
CREATE INDEX quotations_by_capture ON quotations (capture_id);

CREATE TABLE redirects (
    path TEXT COLLATE BINARY PRIMARY KEY,
    post_id BIGINT REFERENCES posts (id) ON DELETE CASCADE,
    target TEXT,
    created BIGINT NOT NULL
);
CREATE INDEX redirects_by_post ON redirects (post_id);

CREATE TABLE referrers (
    day BIGINT NOT NULL,
    host TEXT COLLATE BINARY NOT NULL,
    readers BIGINT NOT NULL,
    PRIMARY KEY (day, host)
);

CREATE TABLE related (
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    other_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    nearness BIGINT NOT NULL,
    reasons TEXT NOT NULL,
    PRIMARY KEY (post_id, other_id)
);
CREATE INDEX related_by_other ON related (other_id, post_id);

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

CREATE TABLE revisions (
    id INTEGER PRIMARY KEY,
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    author_id BIGINT REFERENCES accounts (id),
    at BIGINT NOT NULL,
    writing TEXT NOT NULL,
    UNIQUE (post_id, number)
);
CREATE INDEX revisions_by_author ON revisions (author_id);

CREATE TABLE search_terms (
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    term TEXT COLLATE BINARY NOT NULL,
    PRIMARY KEY (post_id, term)
);
CREATE INDEX search_terms_by_term ON search_terms (term, post_id);

CREATE TABLE sessions (
    digest TEXT PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    expires BIGINT NOT NULL,
    created BIGINT NOT NULL
);
CREATE INDEX sessions_by_account ON sessions (account_id);
CREATE INDEX sessions_by_expiry ON sessions (expires);

CREATE TABLE settings (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE shares (
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    revision BIGINT NOT NULL,
    capture_id BIGINT NOT NULL REFERENCES captures (id),
    quoted BIGINT NOT NULL,
    carried BIGINT NOT NULL,
    PRIMARY KEY (post_id, revision)
);
CREATE INDEX shares_by_capture ON shares (capture_id);

CREATE TABLE sketches (
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    place BIGINT NOT NULL,
    number BIGINT NOT NULL,
    PRIMARY KEY (post_id, place)
);
CREATE INDEX sketches_by_number ON sketches (place, number, post_id);

CREATE TABLE sources (
    id INTEGER PRIMARY KEY,
    url TEXT NOT NULL UNIQUE,
    host TEXT NOT NULL,
    outlet TEXT NOT NULL,
    byline TEXT NOT NULL,
    published TEXT,
    language TEXT,
    headline TEXT NOT NULL,
    created BIGINT NOT NULL
, licence TEXT NOT NULL DEFAULT '');
CREATE INDEX sources_by_host ON sources (host, created);
CREATE INDEX sources_by_time ON sources (created, id);

CREATE TABLE spam_lessons (
    comment_id INTEGER PRIMARY KEY REFERENCES comments (id) ON DELETE CASCADE,
    verdict TEXT NOT NULL,
    terms TEXT NOT NULL
);

CREATE TABLE spam_terms (
    id INTEGER PRIMARY KEY,
    spam BIGINT NOT NULL,
    approved BIGINT NOT NULL,
    seen BIGINT NOT NULL
);
CREATE INDEX spam_terms_by_age ON spam_terms (seen);

CREATE TABLE tallies (
    kind TEXT COLLATE BINARY NOT NULL,
    key TEXT COLLATE BINARY NOT NULL,
    number BIGINT NOT NULL,
    PRIMARY KEY (kind, key)
);
CREATE INDEX tallies_by_number ON tallies (kind, number DESC, key);

CREATE TABLE telling_words (
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    kind TEXT COLLATE BINARY NOT NULL,
    word TEXT COLLATE BINARY NOT NULL,
    weight BIGINT NOT NULL,
    PRIMARY KEY (post_id, kind, word)
);
CREATE INDEX telling_words_by_word ON telling_words (kind, word, post_id);

CREATE TABLE timestamps (
    number INTEGER PRIMARY KEY REFERENCES ledger (number),
    at BIGINT NOT NULL,
    authority TEXT NOT NULL,
    token TEXT NOT NULL
);

CREATE TABLE tokens (
    digest TEXT PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    created BIGINT NOT NULL
, scope TEXT NOT NULL DEFAULT 'all', used BIGINT);
CREATE INDEX tokens_by_account ON tokens (account_id, created);

CREATE TABLE verdicts (
    comment_id BIGINT NOT NULL REFERENCES comments (id) ON DELETE CASCADE,
    at BIGINT NOT NULL,
    verdict TEXT NOT NULL,
    reason TEXT NOT NULL,
    account_id BIGINT REFERENCES accounts (id)
, number BIGINT NOT NULL DEFAULT 0, grounds TEXT NOT NULL DEFAULT 'person', act BIGINT, was TEXT);
CREATE INDEX verdicts_by_account ON verdicts (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX verdicts_by_act ON verdicts (act, comment_id) WHERE act IS NOT NULL;
CREATE INDEX verdicts_by_comment ON verdicts (comment_id, number, at);
CREATE INDEX verdicts_by_time ON verdicts (at);

CREATE TABLE visit_days (
    day INTEGER PRIMARY KEY,
    readers BIGINT NOT NULL
);

CREATE TABLE visit_totals (
    post_id INTEGER PRIMARY KEY REFERENCES posts (id) ON DELETE CASCADE,
    readers BIGINT NOT NULL
);
CREATE INDEX visit_totals_by_readers ON visit_totals (readers, post_id);

CREATE TABLE visits (
    post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    day BIGINT NOT NULL,
    readers BIGINT NOT NULL,
    PRIMARY KEY (post_id, day)
);
CREATE INDEX visits_by_day ON visits (day, readers, post_id);

CREATE TABLE watches (
    id INTEGER PRIMARY KEY,
    address_key TEXT COLLATE BINARY NOT NULL UNIQUE,
    address TEXT NOT NULL,
    source_id BIGINT REFERENCES sources (id),
    state TEXT NOT NULL,
    since BIGINT NOT NULL,
    looked BIGINT,
    reached BIGINT,
    changed BIGINT,
    failures BIGINT NOT NULL,
    failing_since BIGINT,
    cause TEXT,
    trouble TEXT,
    moved TEXT,
    etag TEXT,
    last_modified TEXT,
    capture_id BIGINT REFERENCES captures (id),
    quoted TEXT,
    text TEXT,
    cited BIGINT NOT NULL,
    next_look BIGINT,
    stopped BIGINT,
    created BIGINT NOT NULL,
    sketch TEXT
);
CREATE INDEX watches_by_capture ON watches (capture_id);
CREATE INDEX watches_by_next_look ON watches (next_look, id);
CREATE INDEX watches_by_source ON watches (source_id);
CREATE INDEX watches_by_start ON watches (since, id);
CREATE INDEX watches_by_state ON watches (state, since, id);
CREATE INDEX watches_by_stop ON watches (stopped, id);

CREATE TABLE wishes (
    comment_id INTEGER PRIMARY KEY REFERENCES comments (id) ON DELETE CASCADE,
    guest_id BIGINT NOT NULL REFERENCES guests (id) ON DELETE CASCADE,
    created BIGINT NOT NULL
);
CREATE INDEX wishes_by_guest ON wishes (guest_id);

CREATE TABLE wordings (
    comment_id BIGINT NOT NULL REFERENCES comments (id) ON DELETE CASCADE,
    at BIGINT NOT NULL,
    account_id BIGINT REFERENCES accounts (id),
    reason TEXT NOT NULL,
    name TEXT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX wordings_by_account ON wordings (account_id);
CREATE INDEX wordings_by_comment ON wordings (comment_id, at);
