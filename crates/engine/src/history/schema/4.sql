-- Without it, whoever scrolls through jobs by name waits for a sort of all of them at every page.
CREATE INDEX jobs_by_name ON jobs (name COLLATE NOCASE, seq);
