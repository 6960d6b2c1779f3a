-- The store's first schema: mails, what was said of them, and the rollups that people look at.
--
-- Times are seconds since 1970-01-01T00:00:00Z. A day is a number of days since then, the report day of a report:
-- date(day * 86400, 'unixepoch'). Lists of text are JSON arrays. Digests are lower-case hex.

-- Every mail that was taken, whatever became of it.
CREATE TABLE message (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,    -- people and logs name mails by it: never used twice
    received_at   INTEGER NOT NULL,
    transport     TEXT    NOT NULL,
    reverse_path  TEXT    NOT NULL,
    forward_paths TEXT    NOT NULL,                     -- list
    sha256        TEXT    NOT NULL,                     -- of the mail as received
    size          INTEGER NOT NULL,
    outcome       TEXT    NOT NULL,                     -- slug
    detail        TEXT    NOT NULL,
    from_domain   TEXT    NOT NULL,                     -- unverified unless an identity is accepted
    from_address  TEXT    NOT NULL,                     -- '' unless an identity is accepted
    subject       TEXT    NOT NULL,                     -- a claim, like the next two
    submitter     TEXT    NOT NULL,
    report_domain TEXT    NOT NULL,
    duplicate_of  INTEGER                               -- report.id, which may be pruned before
) STRICT;
CREATE INDEX message_duplicates ON message (received_at) WHERE duplicate_of IS NOT NULL;

-- The octets of a mail, as long as they are kept. Apart from message, so that reading messages does not read them.
CREATE TABLE message_raw (
    message_id  INTEGER PRIMARY KEY REFERENCES message (id) ON DELETE CASCADE,
    received_at INTEGER NOT NULL,
    quarantined INTEGER NOT NULL CHECK (quarantined IN (0, 1)),
    octets      BLOB    NOT NULL
) STRICT;
CREATE INDEX message_raw_age ON message_raw (quarantined, received_at);

-- The verdict on each signature; at most one is accepted.
CREATE TABLE identity (
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
    dnssec           TEXT    NOT NULL CHECK (dnssec IN ('unavailable', 'insecure', 'secure')),
    signed_at        INTEGER,
    expires_at       INTEGER,
    signed_fields    TEXT    NOT NULL,                  -- list
    PRIMARY KEY (message_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE deviation (
    message_id INTEGER NOT NULL REFERENCES message (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    name       TEXT    NOT NULL,
    pointer    TEXT    NOT NULL,
    detail     TEXT    NOT NULL,
    PRIMARY KEY (message_id, position)
) STRICT, WITHOUT ROWID;

-- A report and its key. Its policies and its message go when its details are pruned; the row then stays without a message,
-- so that the same report sent again is still a duplicate.
CREATE TABLE report (
    id                    INTEGER PRIMARY KEY AUTOINCREMENT,
    message_id            INTEGER REFERENCES message (id),    -- NULL: details pruned
    day                   INTEGER NOT NULL,
    sdid                  TEXT    NOT NULL,
    organizational_domain TEXT    NOT NULL,             -- of the sdid
    from_address          TEXT    NOT NULL,
    organization_name     TEXT    NOT NULL,
    report_id             TEXT    NOT NULL,
    range_start           INTEGER NOT NULL,
    range_end             INTEGER NOT NULL,
    contact_info          TEXT    NOT NULL,
    json_sha256           TEXT    NOT NULL,             -- of the inflated octets
    values_sha256         TEXT    NOT NULL,             -- of the key and all values
    first_received_at     INTEGER NOT NULL,             -- of all copies of it
    group_id              INTEGER,                      -- the first report of its group of revisions; NULL: this one is the first
    revision_of           INTEGER,                      -- the report that counted when this one came
    current               INTEGER NOT NULL CHECK (current IN (0, 1))
) STRICT;
CREATE INDEX report_message ON report (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX report_octets ON report (day, json_sha256);    -- by day first: inserts then stay within a few pages
CREATE INDEX report_values ON report (day, values_sha256);
CREATE INDEX report_age ON report (first_received_at) WHERE message_id IS NOT NULL;
CREATE INDEX report_group ON report (group_id, current) WHERE group_id IS NOT NULL;

-- Which group of revisions a policy domain belongs to under one key (sdid, From address, report-id and range).
CREATE TABLE group_domain (
    day           INTEGER NOT NULL,
    report_key    TEXT    NOT NULL,
    policy_domain TEXT    NOT NULL,
    group_id      INTEGER NOT NULL,
    PRIMARY KEY (day, report_key, policy_domain)
) STRICT, WITHOUT ROWID;

CREATE TABLE policy (
    id                             INTEGER PRIMARY KEY,
    report_id                      INTEGER NOT NULL REFERENCES report (id),
    day                            INTEGER NOT NULL,    -- of its report
    policy_type                    TEXT    NOT NULL,
    policy_domain                  TEXT    NOT NULL,    -- '' when the sender left it out
    policy_string                  TEXT    NOT NULL,    -- list
    mx_host                        TEXT    NOT NULL,    -- list
    total_successful_session_count INTEGER NOT NULL,
    total_failure_session_count    INTEGER NOT NULL
) STRICT;
CREATE INDEX policy_report ON policy (report_id);
CREATE INDEX policy_domain_day ON policy (policy_domain, day);

CREATE TABLE failure (
    policy_id              INTEGER NOT NULL REFERENCES policy (id) ON DELETE CASCADE,
    position               INTEGER NOT NULL,
    result_type            TEXT    NOT NULL,
    sending_mta_ip         TEXT    NOT NULL,
    receiving_mx_hostname  TEXT    NOT NULL,
    receiving_mx_helo      TEXT    NOT NULL,
    receiving_ip           TEXT    NOT NULL,
    failed_session_count   INTEGER NOT NULL,
    additional_information TEXT    NOT NULL,
    failure_reason_code    TEXT    NOT NULL,
    PRIMARY KEY (policy_id, position)
) STRICT, WITHOUT ROWID;

-- Rollups of the current reports. "reports" says how many stand behind a row, which goes with the last of them.
-- The bound is 2^62: a sum beyond it is nobody's traffic, and would overflow.
CREATE TABLE daily (
    policy_domain    TEXT    NOT NULL,
    day              INTEGER NOT NULL,
    sdid             TEXT    NOT NULL,
    reports          INTEGER NOT NULL CHECK (reports >= 0),
    sessions         INTEGER NOT NULL CHECK (sessions BETWEEN 0 AND 4611686018427387904),
    failures         INTEGER NOT NULL CHECK (failures BETWEEN 0 AND 4611686018427387904),
    sessions_at_most INTEGER NOT NULL CHECK (sessions_at_most BETWEEN 0 AND 4611686018427387904),
    PRIMARY KEY (policy_domain, day, sdid)
) STRICT, WITHOUT ROWID;

CREATE TABLE daily_type (
    policy_domain                  TEXT    NOT NULL,
    day                            INTEGER NOT NULL,
    sdid                           TEXT    NOT NULL,
    policy_type                    TEXT    NOT NULL,
    reports                        INTEGER NOT NULL CHECK (reports >= 0),
    total_successful_session_count INTEGER NOT NULL CHECK (total_successful_session_count BETWEEN 0 AND 4611686018427387904),
    total_failure_session_count    INTEGER NOT NULL CHECK (total_failure_session_count BETWEEN 0 AND 4611686018427387904),
    PRIMARY KEY (policy_domain, day, sdid, policy_type)
) STRICT, WITHOUT ROWID;

CREATE TABLE daily_failure (
    policy_domain         TEXT    NOT NULL,
    day                   INTEGER NOT NULL,
    sdid                  TEXT    NOT NULL,
    result_type           TEXT    NOT NULL,
    receiving_mx_hostname TEXT    NOT NULL,
    failure_reason_code   TEXT    NOT NULL,
    reports               INTEGER NOT NULL CHECK (reports >= 0),
    failed_session_count  INTEGER NOT NULL CHECK (failed_session_count BETWEEN 0 AND 4611686018427387904),
    PRIMARY KEY (policy_domain, day, sdid, result_type, receiving_mx_hostname, failure_reason_code)
) STRICT, WITHOUT ROWID;

-- The report days that a signer's stored reports speak of: who is established. A revision has the day of what it
-- revises, so a row never becomes untrue.
CREATE TABLE reporter_day (
    sdid TEXT    NOT NULL,
    day  INTEGER NOT NULL,
    PRIMARY KEY (sdid, day)
) STRICT, WITHOUT ROWID;

-- What each organizational domain sent on a day of receipt, for its quota.
CREATE TABLE signer_day (
    day                   INTEGER NOT NULL,
    organizational_domain TEXT    NOT NULL,
    reports               INTEGER NOT NULL,             -- stored and revisions
    duplicates            INTEGER NOT NULL,             -- that got a message row
    PRIMARY KEY (day, organizational_domain)
) STRICT, WITHOUT ROWID;

-- Mails that were not accepted.
CREATE TABLE quarantine (
    message_id      INTEGER PRIMARY KEY REFERENCES message (id) ON DELETE CASCADE,
    received_at     INTEGER NOT NULL,
    slug            TEXT    NOT NULL,
    report_like     INTEGER NOT NULL CHECK (report_like IN (0, 1)),
    junk            INTEGER NOT NULL CHECK (junk IN (0, 1)),        -- neither report-like nor signed: goes first
    has_body        INTEGER NOT NULL CHECK (has_body IN (0, 1)),    -- 0: only headers are kept, or nothing
    kept_bytes      INTEGER NOT NULL,                   -- of its octets in message_raw
    attempts        INTEGER NOT NULL,                   -- how often it was examined again
    next_attempt_at INTEGER                             -- when examining it again may help; NULL: only after an upgrade
) STRICT;
CREATE INDEX quarantine_age ON quarantine (report_like, received_at);
CREATE INDEX quarantine_junk ON quarantine (received_at) WHERE junk;
CREATE INDEX quarantine_slug ON quarantine (slug);
CREATE INDEX quarantine_due ON quarantine (next_attempt_at) WHERE next_attempt_at IS NOT NULL;

-- The quarantine's budget in use. Triggers keep it, so that no way of leaving the quarantine can forget it.
CREATE TABLE quarantine_use (
    one        INTEGER PRIMARY KEY CHECK (one = 1),
    kept_bytes INTEGER NOT NULL                         -- the sum over quarantine
) STRICT;
INSERT INTO quarantine_use VALUES (1, 0);

CREATE TABLE quarantine_day (
    day            INTEGER PRIMARY KEY,                 -- of receipt
    mails          INTEGER NOT NULL,                    -- in quarantine now
    bodies_dropped INTEGER NOT NULL,                    -- kept without their body, over the budget
    junk_evicted   INTEGER NOT NULL                     -- on that day received, thrown away to make room
) STRICT;

CREATE TRIGGER quarantine_entered AFTER INSERT ON quarantine BEGIN
    UPDATE quarantine_use SET kept_bytes = kept_bytes + new.kept_bytes;
    INSERT INTO quarantine_day VALUES (new.received_at / 86400, 1, NOT new.has_body, 0)
        ON CONFLICT (day) DO UPDATE SET mails = mails + 1, bodies_dropped = bodies_dropped + excluded.bodies_dropped;
END;
CREATE TRIGGER quarantine_left AFTER DELETE ON quarantine BEGIN
    UPDATE quarantine_use SET kept_bytes = kept_bytes - old.kept_bytes;
    UPDATE quarantine_day SET mails = mails - 1 WHERE day = old.received_at / 86400;
END;
