-- What the outlet asked of programs: why its robots.txt let the fetch through (JSON; NULL where it was not
-- asked), and where it asked that no copy be shown ("header" or "page"; NULL where it did not).
ALTER TABLE captures ADD COLUMN robots TEXT;
ALTER TABLE captures ADD COLUMN noarchive TEXT;
