-- Whether a single task was asked to stop, and whether the service may have it: noted before it is sent, as "added" is after.
ALTER TABLE tasks ADD COLUMN cancel INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tasks ADD COLUMN offered INTEGER NOT NULL DEFAULT 0;

-- Empty but for tasks that were asked to stop and have not ended.
CREATE INDEX tasks_to_cancel ON tasks (job, place) WHERE cancel = 1 AND state IN ('waiting', 'running');

-- Jobs that take more tasks later: 'no', 'yes', or 'closing' until the service knows that there are none to come; and whether
-- one has taken some. The first `staged` tasks have their content in storage.
ALTER TABLE jobs ADD COLUMN open TEXT NOT NULL DEFAULT 'no';
ALTER TABLE jobs ADD COLUMN grown INTEGER NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN staged INTEGER NOT NULL DEFAULT 0;
UPDATE jobs SET staged = (SELECT count(*) FROM tasks WHERE job = seq) WHERE phase <> 'staging';
