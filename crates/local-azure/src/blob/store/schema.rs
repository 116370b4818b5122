//! The tables.

/// Each migration runs once, in order. A released one is never changed.
pub(super) const MIGRATIONS: &[&str] = &["
    CREATE TABLE containers (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL UNIQUE,
        etag TEXT NOT NULL,
        modified INTEGER NOT NULL,
        metadata TEXT NOT NULL
    );
    CREATE TABLE blobs (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        container INTEGER NOT NULL REFERENCES containers (id),
        name TEXT NOT NULL,
        size INTEGER NOT NULL,
        etag TEXT NOT NULL,
        created INTEGER NOT NULL,
        modified INTEGER NOT NULL,
        md5 BLOB,
        content_type TEXT,
        content_encoding TEXT,
        content_language TEXT,
        content_disposition TEXT,
        cache_control TEXT,
        tier TEXT,
        metadata TEXT NOT NULL,
        UNIQUE (container, name)
    );
    -- The content of a blob, in order; also that of blobs in `garbage`, until it is swept.
    CREATE TABLE segments (
        blob INTEGER NOT NULL,
        position INTEGER NOT NULL,
        block TEXT,
        file TEXT NOT NULL,
        length INTEGER NOT NULL,
        PRIMARY KEY (blob, position)
    ) WITHOUT ROWID;
    CREATE INDEX segments_by_file ON segments (file);
    -- Blocks received and not yet committed.
    CREATE TABLE staged (
        container INTEGER NOT NULL REFERENCES containers (id),
        name TEXT NOT NULL,
        block TEXT NOT NULL,
        file TEXT NOT NULL,
        length INTEGER NOT NULL,
        received INTEGER NOT NULL,
        PRIMARY KEY (container, name, block)
    );
    -- Blobs that are no more, whose content is still to be removed: someone may be reading it.
    CREATE TABLE garbage (blob INTEGER PRIMARY KEY);
"];
