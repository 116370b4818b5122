-- Jobs and tasks. `key` is the id in lower case, times are microseconds since 1970, and `doc` is the resource as a
-- GET tells it, without what depends on the address it is asked at. The other columns repeat what lists and the
-- scheduler look for.
CREATE TABLE job (
    key          TEXT PRIMARY KEY,
    state        TEXT NOT NULL,
    priority     INTEGER NOT NULL,
    max_parallel INTEGER NOT NULL,
    changed      INTEGER NOT NULL,
    deadline     INTEGER,
    doc          TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX job_by_state ON job (state, priority);

CREATE TABLE task (
    number     INTEGER PRIMARY KEY AUTOINCREMENT,
    job        TEXT NOT NULL REFERENCES job (key) ON DELETE CASCADE,
    key        TEXT NOT NULL,
    state      TEXT NOT NULL,
    failed     INTEGER NOT NULL DEFAULT 0,
    slots      INTEGER NOT NULL,
    waits      INTEGER NOT NULL DEFAULT 0,
    changed    INTEGER NOT NULL,
    keep_until INTEGER,
    doc        TEXT NOT NULL,
    UNIQUE (job, key)
);
CREATE INDEX task_by_state ON task (job, state, waits, number);
CREATE INDEX task_by_change ON task (job, changed);
CREATE INDEX task_kept ON task (keep_until) WHERE keep_until IS NOT NULL;

-- Which tasks wait for which; a row goes when `needs` has succeeded.
CREATE TABLE dependency (
    job   TEXT NOT NULL REFERENCES job (key) ON DELETE CASCADE,
    needs TEXT NOT NULL,
    task  TEXT NOT NULL,
    PRIMARY KEY (job, needs, task)
) WITHOUT ROWID;
