-- Moments are milliseconds since 1970; states and kinds are the model's words; the rest of a row that nothing is
-- looked up by is JSON.

CREATE TABLE jobs (
    seq         INTEGER PRIMARY KEY,
    id          TEXT    NOT NULL UNIQUE COLLATE NOCASE,
    name        TEXT    NOT NULL,
    account     TEXT    NOT NULL,
    pool        TEXT    NOT NULL,               -- empty until the account said which
    image       TEXT    NOT NULL,
    retries     INTEGER NOT NULL,
    time_limit  INTEGER NOT NULL,               -- seconds
    poll_freq   INTEGER NOT NULL,               -- seconds
    overrides   TEXT    NOT NULL,
    state       TEXT    NOT NULL,
    phase       TEXT    NOT NULL,               -- staging, adding, watching, ended
    begun       INTEGER NOT NULL DEFAULT 0,     -- whether something of it may be at the service
    cancel      INTEGER NOT NULL DEFAULT 0,     -- whether it was asked to stop
    created     INTEGER NOT NULL,
    started     INTEGER,
    ended       INTEGER,
    last_update INTEGER,
    problem     TEXT
) STRICT;

CREATE INDEX jobs_by_state ON jobs (state);

CREATE TABLE tasks (
    job          INTEGER NOT NULL REFERENCES jobs (seq) ON DELETE CASCADE,
    place        INTEGER NOT NULL,              -- in the order of submission, from 0
    id           TEXT    NOT NULL COLLATE NOCASE,
    name         TEXT    NOT NULL,
    kind         TEXT    NOT NULL,
    source       BLOB    NOT NULL,              -- the path that was submitted
    path         BLOB    NOT NULL,              -- the file that is staged; another one when a folder was packed
    sha256       TEXT    NOT NULL,
    size         INTEGER NOT NULL,
    needs        TEXT    NOT NULL,
    added        INTEGER NOT NULL DEFAULT 0,    -- whether the service is known to have it
    state        TEXT    NOT NULL,
    outcome      TEXT,                          -- what state it is to get once its results are here
    started      INTEGER,
    ended        INTEGER,
    exit_code    INTEGER,
    retries      INTEGER NOT NULL DEFAULT 0,
    node         TEXT,
    result_bytes INTEGER NOT NULL DEFAULT 0,
    failure      TEXT,
    PRIMARY KEY (job, place)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX tasks_by_id ON tasks (job, id);
-- Empty but for jobs that are being submitted.
CREATE INDEX tasks_to_add ON tasks (job, place) WHERE added = 0;
CREATE INDEX tasks_by_state ON tasks (job, state);

-- A list of jobs shows numbers of tasks by state: kept here, so that it need not count them.
CREATE TABLE counts (
    job   INTEGER NOT NULL REFERENCES jobs (seq) ON DELETE CASCADE,
    state TEXT    NOT NULL,
    tasks INTEGER NOT NULL,
    PRIMARY KEY (job, state)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER tasks_counted AFTER INSERT ON tasks BEGIN
    INSERT INTO counts VALUES (new.job, new.state, 1) ON CONFLICT DO UPDATE SET tasks = tasks + 1;
END;

CREATE TRIGGER tasks_recounted AFTER UPDATE OF state ON tasks WHEN old.state <> new.state BEGIN
    UPDATE counts SET tasks = tasks - 1 WHERE job = old.job AND state = old.state;
    INSERT INTO counts VALUES (new.job, new.state, 1) ON CONFLICT DO UPDATE SET tasks = tasks + 1;
END;

CREATE TABLE events (
    job  INTEGER NOT NULL REFERENCES jobs (seq) ON DELETE CASCADE,
    at   INTEGER NOT NULL,
    text TEXT    NOT NULL
) STRICT;

CREATE INDEX events_by_job ON events (job);
