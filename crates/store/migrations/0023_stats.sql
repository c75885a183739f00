-- What the desk tells of readers costs what its days cost, not what the site has.

-- Readers of all posts by day, those that are no more among them; a post's own are in visits.
CREATE TABLE visit_days (
    day BIGINT PRIMARY KEY,
    readers BIGINT NOT NULL
);
INSERT INTO visit_days (day, readers) SELECT day, CAST(sum(readers) AS BIGINT) FROM visits GROUP BY day;

-- Comments by the day of their arrival and by how they stand, of days that are over: counted when somebody looks, and
-- forgotten as soon as one of such a day is judged. A day that was counted has a row for each verdict that occurs, and
-- always one for 'approved'.
CREATE TABLE comment_days (
    day BIGINT NOT NULL,
    verdict TEXT NOT NULL,
    number BIGINT NOT NULL,
    PRIMARY KEY (day, verdict)
);

-- The hosts that the posts of some days credit, without reading the posts.
DROP INDEX posts_by_publication;
CREATE INDEX posts_by_publication ON posts (published_at, id, host);
