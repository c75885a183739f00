-- What is read most on a day, and since ever, stands together: a popular list is made of the best of its days.
DROP INDEX visits_by_day;
CREATE INDEX visits_by_day ON visits (day, readers, post_id);
CREATE INDEX visit_totals_by_readers ON visit_totals (readers, post_id);

-- The pages, in their order: every page of the site names some.
DROP INDEX posts_pages;
CREATE INDEX posts_pages ON posts (standing_at, id) WHERE kind = 'page';
