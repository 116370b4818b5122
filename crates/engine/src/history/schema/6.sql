-- Whether a single task was asked to stop, and whether the service may have it: noted before it is sent, as "added" is after.
ALTER TABLE tasks ADD COLUMN cancel INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tasks ADD COLUMN offered INTEGER NOT NULL DEFAULT 0;

-- Empty but for tasks that were asked to stop and have not ended.
CREATE INDEX tasks_to_cancel ON tasks (job, place) WHERE cancel = 1 AND state IN ('waiting', 'running');
