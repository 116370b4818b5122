ALTER TABLE jobs ADD COLUMN waiting TEXT;           -- why none of its tasks runs, while some wait at the service
ALTER TABLE tasks ADD COLUMN requeues INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tasks ADD COLUMN changed INTEGER;       -- since when the service has it in this state
