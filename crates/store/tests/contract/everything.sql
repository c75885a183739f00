-- A site that has every noun, with text that is easily lost on the way. Read by leave.rs.

INSERT INTO settings (key, value) VALUES ('site', '{"name":"Ρεύματα","tagline":"A \"b\"","per_page":7}');
INSERT INTO settings (key, value) VALUES ('a.key', 'not taken along');
INSERT INTO accounts (id, name, role, password_hash, created) VALUES (1, 'Ada', 'owner', 'a-hash', 1763640000123456);
INSERT INTO accounts (id, name, role, password_hash, created) VALUES (2, 'Ευγενία', 'editor', 'a-hash', 1763640000123457);
INSERT INTO labels (slug, name) VALUES ('κόσμος', 'Κόσμος');
INSERT INTO labels (slug, name) VALUES ('a-b', 'A b');
INSERT INTO labels (slug, name) VALUES ('Z', 'Z');
INSERT INTO sources (id, url, host, outlet, byline, published, language, headline, created, licence) VALUES (11, 'https://example.org/a', 'example.org', 'Example', '["A. B.","Γ"]', '2026-11-01', 'el', 'Ρεύματα, 河流 ''q'' "d" \   👪
line two
	tab', 1763640000123456, 'CC BY');
INSERT INTO sources (id, url, host, outlet, byline, published, language, headline, created, licence) VALUES (12, 'https://example.org/b', 'example.org', 'Example', '[]', NULL, NULL, '', -1, '');
INSERT INTO addresses (key, source_id) VALUES ('example.org/a', 11);
INSERT INTO addresses (key, source_id) VALUES ('example.org/Ä', 11);
INSERT INTO addresses (key, source_id) VALUES ('example.org/a-b', 12);
INSERT INTO addresses (key, source_id) VALUES ('example.org/ab', 12);
INSERT INTO captures (id, source_id, how, at, final_url, status, sha256, size, headers, robots, noarchive, warc, article, page_text) VALUES (21, 11, 'fetched', 1763640000123456, 'https://example.org/a', 200, '53088c078b552adeee6b970cb61b1e52b9861ebcc87646785cbbb334d7efb48d', 9, '[["Content-Type","text/html"],["X-Odd","a\\u0000\"b"]]', '{"rule":"allowed"}', 'meta', '53088c078b552adeee6b970cb61b1e52b9861ebcc87646785cbbb334d7efb48d', NULL, '53088c078b552adeee6b970cb61b1e52b9861ebcc87646785cbbb334d7efb48d');
INSERT INTO captures (id, source_id, how, at, final_url, status, sha256, size, headers, robots, noarchive, warc, article, page_text) VALUES (22, 12, 'seen', 1763640000123458, 'https://example.org/b', 200, '53088c078b552adeee6b970cb61b1e52b9861ebcc87646785cbbb334d7efb48d', 9, '[]', NULL, NULL, NULL, NULL, NULL);
INSERT INTO parts (capture_id, position, address, role, at, status, mime, sha256, size, warc) VALUES (21, 0, 'https://example.org/s.css', 'style', 1763640000123456, 200, 'text/css', '53088c078b552adeee6b970cb61b1e52b9861ebcc87646785cbbb334d7efb48d', 9, '53088c078b552adeee6b970cb61b1e52b9861ebcc87646785cbbb334d7efb48d');
INSERT INTO openings (id, capture_id, act, at, account_id) VALUES (23, 21, 'opened', 1763640000123456, 1);
INSERT INTO openings (id, capture_id, act, at, account_id) VALUES (24, 21, 'closed', 1763640000123457, NULL);
INSERT INTO clippings (id, source_id, capture_id, post_id, created, clipping) VALUES (31, 11, 21, 41, 1763640000123456, '{"headline":"Ρ","n":1.50,"b":[true,null]}');
INSERT INTO clippings (id, source_id, capture_id, post_id, created, clipping) VALUES (32, 12, 22, NULL, 1763640000123456, '{}');
INSERT INTO glances (clipping_id, glance) VALUES (31, '{"trust":"high"}');
INSERT INTO media (id, sha256, original, mime, width, height, size, origin, created) VALUES (51, '92b2fa58028958317e408bd84ecfa70f5ee35b121991dbc232c49d166353708b', NULL, 'image/png', 4, 3, 9, 'upload', 1763640000123456);
INSERT INTO renditions (media_id, mime, width, height, size, sha256) VALUES (51, 'image/webp', 2, 1, 14, 'c6e6f96f80c98b5e650975aa5e1b15b1b9be6a9e4b17d600c33eba3aee04528f');
INSERT INTO posts (id, permalink, published_at, modified, standing, standing_at, reason, month, author_id, source_id, clipping_id, host, outlet, kind, language, headline, dek, byline, lead_image, lead_image_alt, revision, created, excerpt, writing, html) VALUES (41, '/2026/11/ρεύματα', 1763640000123456, 1763640000123497, 'published', 1763640000123456, NULL, '2026-11', 1, 11, 31, 'example.org', 'Example', 'article', 'el', 'Ρεύματα 41', '', '["A. B."]', NULL, '', 1, 1763640000123456, 'Some words.', '{"headline": "Ρεύματα", "dek": "", "byline": ["A. B."], "language": "el", "format": "markdown", "body": "Some *words*.\n\nAnd 河流.", "labels": [{"name": "Κόσμος", "slug": "κόσμος"}], "slug": null, "kind": "article", "comments": null, "source": null, "lead_image": null, "lead_image_alt": "", "film": null}', '<p>Some <em>words</em>.</p>
');
INSERT INTO posts (id, permalink, published_at, modified, standing, standing_at, reason, month, author_id, source_id, clipping_id, host, outlet, kind, language, headline, dek, byline, lead_image, lead_image_alt, revision, created, excerpt, writing, html) VALUES (42, NULL, NULL, 1763640000123498, 'draft', NULL, NULL, NULL, 1, NULL, NULL, NULL, NULL, 'article', 'el', 'Ρεύματα 42', '', '["A. B."]', NULL, '', 1, 1763640000123456, 'Some words.', '{"headline": "Ρεύματα", "dek": "", "byline": ["A. B."], "language": "el", "format": "markdown", "body": "Some *words*.\n\nAnd 河流.", "labels": [{"name": "Κόσμος", "slug": "κόσμος"}], "slug": null, "kind": "article", "comments": null, "source": null, "lead_image": null, "lead_image_alt": "", "film": null}', '<p>Some <em>words</em>.</p>
');
INSERT INTO posts (id, permalink, published_at, modified, standing, standing_at, reason, month, author_id, source_id, clipping_id, host, outlet, kind, language, headline, dek, byline, lead_image, lead_image_alt, revision, created, excerpt, writing, html) VALUES (43, NULL, NULL, 1763640000123499, 'scheduled', 2763640000123456, NULL, NULL, 1, NULL, NULL, NULL, NULL, 'article', 'el', 'Ρεύματα 43', '', '["A. B."]', NULL, '', 1, 1763640000123456, 'Some words.', '{"headline": "Ρεύματα", "dek": "", "byline": ["A. B."], "language": "el", "format": "markdown", "body": "Some *words*.\n\nAnd 河流.", "labels": [{"name": "Κόσμος", "slug": "κόσμος"}], "slug": null, "kind": "article", "comments": null, "source": null, "lead_image": null, "lead_image_alt": "", "film": null}', '<p>Some <em>words</em>.</p>
');
INSERT INTO posts (id, permalink, published_at, modified, standing, standing_at, reason, month, author_id, source_id, clipping_id, host, outlet, kind, language, headline, dek, byline, lead_image, lead_image_alt, revision, created, excerpt, writing, html) VALUES (44, '/2019/01/old-one.html', NULL, 1763640000123500, 'retracted', 1763640000123456, 'It was wrong: Ρεύματα, 河流 ''q'' "d" \   👪
line two
	tab', NULL, 1, NULL, NULL, NULL, NULL, 'article', 'el', 'Ρεύματα 44', '', '["A. B."]', NULL, '', 1, 1763640000123456, 'Some words.', '{"headline": "Ρεύματα", "dek": "", "byline": ["A. B."], "language": "el", "format": "markdown", "body": "Some *words*.\n\nAnd 河流.", "labels": [{"name": "Κόσμος", "slug": "κόσμος"}], "slug": null, "kind": "article", "comments": null, "source": null, "lead_image": null, "lead_image_alt": "", "film": null}', '<p>Some <em>words</em>.</p>
');
INSERT INTO posts (id, permalink, published_at, modified, standing, standing_at, reason, month, author_id, source_id, clipping_id, host, outlet, kind, language, headline, dek, byline, lead_image, lead_image_alt, revision, created, excerpt, writing, html) VALUES (45, '/about', 1663640000123456, 1763640000123501, 'published', 1763640000123456, NULL, '2023-01', 1, NULL, NULL, NULL, NULL, 'article', 'el', 'Ρεύματα 45', '', '["A. B."]', NULL, '', 1, 1763640000123456, 'Some words.', '{"headline": "Ρεύματα", "dek": "", "byline": ["A. B."], "language": "el", "format": "markdown", "body": "Some *words*.\n\nAnd 河流.", "labels": [{"name": "Κόσμος", "slug": "κόσμος"}], "slug": null, "kind": "article", "comments": null, "source": null, "lead_image": null, "lead_image_alt": "", "film": null}', '<p>Some <em>words</em>.</p>
');
INSERT INTO post_labels (post_id, position, label, published_at) VALUES (41, 0, 'κόσμος', 1763640000123456);
INSERT INTO post_labels (post_id, position, label, published_at) VALUES (41, 1, 'a-b', 1763640000123456);
INSERT INTO post_labels (post_id, position, label, published_at) VALUES (42, 0, 'Z', NULL);
INSERT INTO revisions (id, post_id, number, author_id, at, writing) VALUES (61, 41, 1, 1, 1763640000123456, '{"headline": "Ρεύματα", "dek": "", "byline": ["A. B."], "language": "el", "format": "markdown", "body": "Some *words*.\n\nAnd 河流.", "labels": [{"name": "Κόσμος", "slug": "κόσμος"}], "slug": null, "kind": "article", "comments": null, "source": null, "lead_image": null, "lead_image_alt": "", "film": null}');
INSERT INTO revisions (id, post_id, number, author_id, at, writing) VALUES (62, 41, 2, NULL, 1763640000123457, '{"headline": "Ρεύματα", "dek": "", "byline": ["A. B."], "language": "el", "format": "markdown", "body": "Some *words*.\n\nAnd 河流.", "labels": [{"name": "Κόσμος", "slug": "κόσμος"}], "slug": null, "kind": "article", "comments": null, "source": null, "lead_image": null, "lead_image_alt": "", "film": null}');
INSERT INTO revisions (id, post_id, number, author_id, at, writing) VALUES (63, 42, 1, 2, 1763640000123456, '{"headline": "Ρεύματα", "dek": "", "byline": ["A. B."], "language": "el", "format": "markdown", "body": "Some *words*.\n\nAnd 河流.", "labels": [{"name": "Κόσμος", "slug": "κόσμος"}], "slug": null, "kind": "article", "comments": null, "source": null, "lead_image": null, "lead_image_alt": "", "film": null}');
INSERT INTO publications (post_id, at, kind, account_id, reason) VALUES (41, 1763640000123456, 'publish', 1, '');
INSERT INTO publications (post_id, at, kind, account_id, reason) VALUES (44, 1763640000123456, 'retract', NULL, 'z');
INSERT INTO publications (post_id, at, kind, account_id, reason) VALUES (44, 1763640000123456, 'retract', NULL, 'Z');
INSERT INTO publications (post_id, at, kind, account_id, reason) VALUES (44, 1763640000123456, 'retract', NULL, 'ä');
INSERT INTO publications (post_id, at, kind, account_id, reason) VALUES (44, 1763640000123456, 'retract', 1, '');
INSERT INTO editions (id, post_id, at, way, old_revision, revision, note, told, account_id) VALUES (64, 41, 1763640000123456, 'publication', NULL, 1, '', NULL, 1);
INSERT INTO editions (id, post_id, at, way, old_revision, revision, note, told, account_id) VALUES (65, 41, 1763640000123457, 'correction', 1, 2, 'Ρεύματα, 河流 ''q'' "d" \   👪
line two
	tab', 1763640000123457, NULL);
INSERT INTO editions (id, post_id, at, way, old_revision, revision, note, told, account_id) VALUES (66, 44, 1763640000123456, 'retraction', 1, NULL, 'r', 1763640000123456, 1);
INSERT INTO quotations (post_id, revision, position, kind, finding, capture_id, place, starts, ends, prefix, suffix, exact, quote) VALUES (41, 2, 0, 'block', 'found', 21, 'article', 1, 9, 'a', 'b', 'c', 'Ρεύματα, 河流 ''q'' "d" \   👪
line two
	tab');
INSERT INTO quotations (post_id, revision, position, kind, finding, capture_id, place, starts, ends, prefix, suffix, exact, quote) VALUES (41, 2, 1, 'inline', 'unknown', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'q');
INSERT INTO shares (post_id, revision, capture_id, quoted, carried) VALUES (41, 2, 21, 10, 20);
INSERT INTO missing_pictures (post_id, position, address, reason) VALUES (41, 0, 'https://example.org/p.png', 'not found');
INSERT INTO likenesses (post_id, other_id, percent, apart_at, apart_by) VALUES (41, 42, 70, 1763640000123456, 1);
INSERT INTO likenesses (post_id, other_id, percent, apart_at, apart_by) VALUES (41, 43, 60, NULL, NULL);
INSERT INTO popular_choices (post_id, choice, position, account_id, created) VALUES (41, 'pinned', 0, 1, 1763640000123456);
INSERT INTO visits (post_id, day, readers) VALUES (41, 20412, 3);
INSERT INTO visits (post_id, day, readers) VALUES (41, 20413, 4);
INSERT INTO visits (post_id, day, readers) VALUES (45, -1, 1);
INSERT INTO visit_totals (post_id, readers) VALUES (41, 7);
INSERT INTO visit_totals (post_id, readers) VALUES (45, 1);
INSERT INTO visit_days (day, readers) VALUES (20412, 3);
INSERT INTO visit_days (day, readers) VALUES (20413, 5);
INSERT INTO visit_days (day, readers) VALUES (-1, 1);
INSERT INTO referrers (day, host, readers) VALUES (20412, 'Ä.example', 1);
INSERT INTO referrers (day, host, readers) VALUES (20412, 'a.example', 2);
INSERT INTO referrers (day, host, readers) VALUES (20412, 'a-b.example', 2);
INSERT INTO guests (id, address, name, confirmed, created, mute) VALUES (71, 'ada@example.org', 'Ada', 1763640000123456, 1763640000123456, NULL);
INSERT INTO guests (id, address, name, confirmed, created, mute) VALUES (72, 'b@example.org', 'B', NULL, 1763640000123456, 'bounced');
INSERT INTO comments (id, post_id, parent_id, name, email, website, verdict, created, fingerprint, body, html, origin, account_id, guest_id, root_id, thread_at, answers, worth, judged, edited, secret, network, flags, score, signs, edited_by, saying) VALUES (82, 41, NULL, 'Ada', 'ada@example.org', 'https://ada.example', 'approved', 1763640000123456, 'print-1', 'Ρεύματα, 河流 ''q'' "d" \   👪
line two
	tab', '<p>x</p>', 'form', NULL, 71, NULL, 1763640000123456, 1, 5, 1, 1763640000123465, 'a-secret', '192.0.2.0/24', 1, 12, '[{"sign":"links","by":3}]', 'author', -7);
INSERT INTO comments (id, post_id, parent_id, name, email, website, verdict, created, fingerprint, body, html, origin, account_id, guest_id, root_id, thread_at, answers, worth, judged, edited, secret, network, flags, score, signs, edited_by, saying) VALUES (81, 41, 82, 'Bo', NULL, NULL, 'held', 1763640000123457, 'print-2', 'b', '<p>b</p>', 'form', NULL, NULL, 82, NULL, 0, 0, 0, NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL);
INSERT INTO comments (id, post_id, parent_id, name, email, website, verdict, created, fingerprint, body, html, origin, account_id, guest_id, root_id, thread_at, answers, worth, judged, edited, secret, network, flags, score, signs, edited_by, saying) VALUES (83, 41, 82, 'Ada', NULL, NULL, 'spam', 1763640000123458, '', 'b', '<p>b</p>', 'form', 1, NULL, 82, NULL, 0, 0, 2, NULL, NULL, NULL, 0, 99, '[]', NULL, 7);
INSERT INTO comments (id, post_id, parent_id, name, email, website, verdict, created, fingerprint, body, html, origin, account_id, guest_id, root_id, thread_at, answers, worth, judged, edited, secret, network, flags, score, signs, edited_by, saying) VALUES (84, 45, NULL, 'W', NULL, NULL, 'withdrawn', 1763640000123458, '', '', '', 'form', NULL, NULL, NULL, NULL, 0, 0, 1, NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL);
INSERT INTO verdicts (comment_id, at, verdict, reason, account_id, number, grounds, act, was) VALUES (82, 1763640000123456, 'held', '', NULL, 1, 'mode', NULL, NULL);
INSERT INTO verdicts (comment_id, at, verdict, reason, account_id, number, grounds, act, was) VALUES (82, 1763640000123457, 'approved', 'Ρεύματα, 河流 ''q'' "d" \   👪
line two
	tab', 1, 2, 'person', 91, 'held');
INSERT INTO verdicts (comment_id, at, verdict, reason, account_id, number, grounds, act, was) VALUES (83, 1763640000123456, 'spam', 'z', NULL, 0, 'person', NULL, NULL);
INSERT INTO verdicts (comment_id, at, verdict, reason, account_id, number, grounds, act, was) VALUES (83, 1763640000123456, 'spam', 'Z', NULL, 0, 'person', NULL, NULL);
INSERT INTO verdicts (comment_id, at, verdict, reason, account_id, number, grounds, act, was) VALUES (83, 1763640000123456, 'spam', 'ä', 1, 0, 'person', NULL, NULL);
INSERT INTO wordings (comment_id, at, account_id, reason, name, body) VALUES (82, 1763640000123456, NULL, '', 'Ada', 'before');
INSERT INTO wordings (comment_id, at, account_id, reason, name, body) VALUES (82, 1763640000123456, 1, 'r', 'Ada', 'After');
INSERT INTO flags (id, comment_id, at, complaint, note, sender) VALUES (92, 82, 1763640000123456, 'abuse', 'Ρεύματα, 河流 ''q'' "d" \   👪
line two
	tab', 'sender-1');
INSERT INTO flags (id, comment_id, at, complaint, note, sender) VALUES (93, 82, 1763640000123456, 'spam', '', 'sender-2');
INSERT INTO wishes (comment_id, guest_id, created) VALUES (82, 71, 1763640000123456);
INSERT INTO digests (account_id, address, pace, next_at) VALUES (1, 'ada@example.org', 'hourly', 1763640000123456);
INSERT INTO blocks (id, kind, value, verdict, note, account_id, created) VALUES (94, 'words', 'cheap lamps', 'spam', '', 1, 1763640000123456);
INSERT INTO blocks (id, kind, value, verdict, note, account_id, created) VALUES (95, 'network', '203.0.113.0/24', 'rejected', 'n', NULL, 1763640000123456);
INSERT INTO blocks (id, kind, value, verdict, note, account_id, created) VALUES (96, 'address', 'ada@example.org', 'held', '', 1, 1763640000123456);
INSERT INTO spam_lessons (comment_id, verdict, terms) VALUES (82, 'approved', '[1,-2]');
INSERT INTO spam_lessons (comment_id, verdict, terms) VALUES (83, 'spam', '[3]');
INSERT INTO spam_terms (id, spam, approved, seen) VALUES (-2, 0, 1, 1763640000123456);
INSERT INTO spam_terms (id, spam, approved, seen) VALUES (1, 0, 1, 1763640000123456);
INSERT INTO spam_terms (id, spam, approved, seen) VALUES (3, 1, 0, 1763640000123456);
INSERT INTO tallies (kind, key, number) VALUES ('lessons', 'spam', 1);
INSERT INTO tallies (kind, key, number) VALUES ('lessons', 'approved', 1);
INSERT INTO tallies (kind, key, number) VALUES ('lessons', 'all', 2);
INSERT INTO tallies (kind, key, number) VALUES ('standing', 'published', 2);
INSERT INTO tallies (kind, key, number) VALUES ('month', '2026-11', 1);
INSERT INTO watches (id, address_key, address, source_id, state, since, looked, reached, changed, failures, failing_since, cause, trouble, moved, etag, last_modified, capture_id, quoted, text, cited, next_look, stopped, created, sketch) VALUES (101, 'example.org/a', 'https://example.org/a', 11, 'alive', 1763640000123456, 1763640000123456, 1763640000123456, 1763640000123456, 0, NULL, NULL, NULL, NULL, 'W/"x"', 'd', 21, '53088c078b552adeee6b970cb61b1e52b9861ebcc87646785cbbb334d7efb48d', '53088c078b552adeee6b970cb61b1e52b9861ebcc87646785cbbb334d7efb48d', 1763640000123456, 1763640000123456, NULL, 1763640000123456, '[1,2]');
INSERT INTO watches (id, address_key, address, source_id, state, since, looked, reached, changed, failures, failing_since, cause, trouble, moved, etag, last_modified, capture_id, quoted, text, cited, next_look, stopped, created, sketch) VALUES (102, 'example.org/c', 'https://example.org/c', NULL, 'gone', 1763640000123456, NULL, NULL, NULL, 3, 1763640000123456, 'not_found', 'Ρεύματα, 河流 ''q'' "d" \   👪
line two
	tab', 'https://example.org/d', NULL, NULL, NULL, NULL, NULL, 1763640000123456, NULL, 1763640000123456, 1763640000123456, NULL);
INSERT INTO citations (post_id, watch_id, cited_as, published_at) VALUES (41, 101, 'source', 1763640000123456);
INSERT INTO citations (post_id, watch_id, cited_as, published_at) VALUES (41, 102, 'link', 1763640000123456);
INSERT INTO alerts (id, watch_id, kind, at, detail, before_id, after_id, text_before, text_after, dealt, dealt_by) VALUES (103, 101, 'changed', 1763640000123456, 'Ρεύματα, 河流 ''q'' "d" \   👪
line two
	tab', 21, 22, '53088c078b552adeee6b970cb61b1e52b9861ebcc87646785cbbb334d7efb48d', '53088c078b552adeee6b970cb61b1e52b9861ebcc87646785cbbb334d7efb48d', NULL, NULL);
INSERT INTO alerts (id, watch_id, kind, at, detail, before_id, after_id, text_before, text_after, dealt, dealt_by) VALUES (104, 102, 'gone', 1763640000123456, '', NULL, NULL, NULL, NULL, 1763640000123456, 1);
INSERT INTO lost_words (post_id, position, watch_id, words) VALUES (41, 0, 101, 'Ρεύματα, 河流 ''q'' "d" \   👪
line two
	tab');
INSERT INTO feeds (id, address, title, site, state, etag, last_modified, failures, trouble, looked, read, next_look, pace, hub, topic, callback, secret, lease_until, asked, created) VALUES (111, 'https://example.org/feed', 'F', NULL, 'live', NULL, NULL, 0, NULL, 1763640000123456, 1763640000123456, 1763640000123456, 3600, 'https://hub.example', 't', 'cb', 'hub-secret', 1763640000123456, 1763640000123456, 1763640000123456);
INSERT INTO feed_items (id, feed_id, name, canonical, url, state, at, seen, job_id, published, language, headline, byline, outlet, summary) VALUES (112, 111, 'n', 'example.org/n', 'https://example.org/n', 'new', 1763640000123456, 1763640000123456, 5, '2026-11-01', 'el', 'Ρεύματα, 河流 ''q'' "d" \   👪
line two
	tab', '["A"]', NULL, '');
INSERT INTO ledger (number, kind, post_id, capture_id, hash, signature, line) VALUES (1, 'key', NULL, NULL, 'abababababababababababababababababababababababababababababababab', 'sig', '{"at":"2026-11-20T12:00:00Z","kind":"key"}');
INSERT INTO ledger (number, kind, post_id, capture_id, hash, signature, line) VALUES (2, 'publication', 41, NULL, 'abababababababababababababababababababababababababababababababab', NULL, '{"kind":"publication", "odd" : 1}');
UPDATE ledger_head SET number = 2, hash = 'abababababababababababababababababababababababababababababababab', signing_key = 'a public key' WHERE id = 1;
INSERT INTO timestamps (number, at, authority, token) VALUES (1, 1763640000123456, 'https://authority.example', 'dG9rZW4=');
INSERT INTO search_terms (post_id, term) VALUES (41, 'ρευματα');
INSERT INTO sessions (digest, account_id, expires, created) VALUES ('a-session', 1, 1763640000123456, 1763640000123456);
INSERT INTO tokens (digest, account_id, name, created) VALUES ('a-token', 1, 't', 1763640000123456);
INSERT INTO imports (id, platform, site, name, choices, state, account_id, started, changed, trouble, report) VALUES (901, 'blogger', 'blogger:77', 'takeout “1”.zip', '{"host": "ποτάμι.example", "blog": null, "without_pictures": false}', 'done', 1, 1763640000123456, 1763640000123457, NULL, '{"platform": "blogger", "dry_run": false, "counts": {"post: draft": {"found": 1, "kept": 1, "known": 0, "changed": 0, "dropped": 0}}, "reasons": {}, "unknown": {}, "private": {"mail address": 2}, "told": [], "notes": []}');
INSERT INTO packs (id, import_id, sha256) VALUES (902, 901, 'cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd');
INSERT INTO originals (id, pack_id, starts, size, kind, key, digest, noun, parent, language) VALUES (-9003, 902, 0, 120, 'post', 'tag:blogger.com,1999:blog-77.post-1', -12, 41, NULL, 'el');
INSERT INTO originals (id, pack_id, starts, size, kind, key, digest, noun, parent, language) VALUES (9004, 902, 120, 90, 'comment', 'c9', 13, NULL, 77, NULL);
INSERT INTO old_pictures (address, import_id, state, file, media_id, reason, tries) VALUES ('https://pictures.example/α.jpg', 901, 'lost', NULL, NULL, 'gone', 2);
INSERT INTO old_picture_uses (post_id, address, role) VALUES (41, 'https://pictures.example/α.jpg', 'text');
INSERT INTO redirects (path, post_id, target, created) VALUES ('/?p=12', 41, NULL, 1763640000123456);
INSERT INTO redirects (path, post_id, target, created) VALUES ('/κατηγορία', NULL, '/labels/x', 1763640000123456);
INSERT INTO credit_lines (post_id, state, line, source, created) VALUES (41, 'waiting', 'Πηγή: Εφημερίδα', '{"url": "https://a.example/", "outlet": "Εφημερίδα", "byline": [], "published": null, "language": null, "headline": "", "licence": ""}', 1763640000123456);
UPDATE comments SET anchor = 'c1234' WHERE id = 82;
