ALTER TABLE jobs ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;

-- Pinned jobs come first in every order, so each index that hands out rows in order begins with that. Newest first and
-- oldest first are not each other's reverse then: each has an index of its own. Those of the usual order, newest first,
-- come last: SQLite takes the index that was made last where it has to sort anyway, and the nearer to the order it finds
-- the rows, the less it sorts.
DROP INDEX jobs_by_state;
DROP INDEX jobs_by_name;
CREATE INDEX jobs_by_name ON jobs (pinned DESC, name COLLATE NOCASE, seq);
CREATE INDEX jobs_oldest ON jobs (pinned DESC, seq);
CREATE INDEX jobs_newest ON jobs (pinned DESC, seq DESC);
CREATE INDEX jobs_by_state_oldest ON jobs (state, pinned DESC, seq);
CREATE INDEX jobs_by_state ON jobs (state, pinned DESC, seq DESC);
