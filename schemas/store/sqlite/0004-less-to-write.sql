-- Less to write for each mail.

-- Equal values come under equal keys, so a copy is found through the group of its key: the first report of that, or one of its revisions.
DROP INDEX report_values;
CREATE INDEX report_revision_values ON report (group_id, values_sha256) WHERE group_id IS NOT NULL;

-- For an IN of three texts SQLite builds a table, each time that a row is checked.
CREATE TABLE identity_compared (
    message_id       INTEGER NOT NULL REFERENCES message (id) ON DELETE CASCADE,
    position         INTEGER NOT NULL,
    accepted         INTEGER NOT NULL CHECK (accepted IN (0, 1)),
    slug             TEXT    NOT NULL,
    detail           TEXT    NOT NULL,
    sdid             TEXT    NOT NULL,
    auid             TEXT    NOT NULL,
    selector         TEXT    NOT NULL,
    algorithm        TEXT    NOT NULL,
    canonicalization TEXT    NOT NULL,
    key_bits         INTEGER NOT NULL,
    services         TEXT    NOT NULL,
    testing          INTEGER NOT NULL CHECK (testing IN (0, 1)),
    aligned          INTEGER NOT NULL CHECK (aligned IN (0, 1)),
    dnssec           TEXT    NOT NULL CHECK (dnssec = 'unavailable' OR dnssec = 'insecure' OR dnssec = 'secure'),
    signed_at        INTEGER,
    expires_at       INTEGER,
    signed_fields    TEXT    NOT NULL,                  -- list
    PRIMARY KEY (message_id, position)
) STRICT, WITHOUT ROWID;
INSERT INTO identity_compared SELECT * FROM identity;
DROP TABLE identity;
ALTER TABLE identity_compared RENAME TO identity;
