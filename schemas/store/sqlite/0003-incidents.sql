-- Incidents, and the policies that reporters saw.
--
-- What stands here follows from the current reports and from nothing else: no configuration, no clock, no order of arrival. Who is believed is
-- decided when somebody looks, so each row is one signer's word.

-- What one signer says is broken: the key of an incident, and the signer. Result type '' is "too many kinds to name them".
CREATE TABLE symptom (
    id                    INTEGER PRIMARY KEY,
    policy_domain         TEXT NOT NULL,
    sdid                  TEXT NOT NULL,
    receiving_mx_hostname TEXT NOT NULL,                -- '' when no report names it
    result_type           TEXT NOT NULL,
    UNIQUE (policy_domain, sdid, receiving_mx_hostname, result_type)
) STRICT;

-- The days on which the signer saw it. By day first: inserts then stay within a few pages.
CREATE TABLE sighting (
    day                  INTEGER NOT NULL,
    symptom_id           INTEGER NOT NULL,
    failed_session_count INTEGER NOT NULL CHECK (failed_session_count BETWEEN 1 AND 4611686018427387904),
    sending_network      TEXT    NOT NULL,              -- where all of them came from; '' no failure says so, '*' several, or some say so
    PRIMARY KEY (day, symptom_id)
) STRICT, WITHOUT ROWID;

-- Runs of such days, none of them more than 14 days after the one before.
CREATE TABLE incident (
    symptom_id           INTEGER NOT NULL,
    first_day            INTEGER NOT NULL,
    last_day             INTEGER NOT NULL,
    failed_session_count INTEGER NOT NULL CHECK (failed_session_count BETWEEN 1 AND 4611686018427387904),
    PRIMARY KEY (symptom_id, first_day)
) STRICT, WITHOUT ROWID;

-- Every policy that was ever seen, once. Two reporters' spellings of one policy have one digest.
CREATE TABLE policy_text (
    id            INTEGER PRIMARY KEY,
    digest        TEXT    NOT NULL UNIQUE,              -- of the type and the lines in one spelling
    policy_string TEXT    NOT NULL,                     -- list, as one of those who saw it sent it
    last_day      INTEGER NOT NULL                      -- the last day a report of it speaks of
) STRICT;

-- daily_type tells the policies of a type apart. 0: none was stated, or the report's details were pruned before this was known.
CREATE TABLE daily_policy (
    policy_domain                  TEXT    NOT NULL,
    day                            INTEGER NOT NULL,
    sdid                           TEXT    NOT NULL,
    policy_type                    TEXT    NOT NULL,
    policy_id                      INTEGER NOT NULL,    -- policy_text.id
    reports                        INTEGER NOT NULL CHECK (reports >= 0),
    total_successful_session_count INTEGER NOT NULL CHECK (total_successful_session_count BETWEEN 0 AND 4611686018427387904),
    total_failure_session_count    INTEGER NOT NULL CHECK (total_failure_session_count BETWEEN 0 AND 4611686018427387904),
    PRIMARY KEY (policy_domain, day, sdid, policy_type, policy_id)
) STRICT, WITHOUT ROWID;
INSERT INTO daily_policy SELECT policy_domain, day, sdid, policy_type, 0, reports, total_successful_session_count, total_failure_session_count FROM daily_type;
DROP TABLE daily_type;
ALTER TABLE daily_policy RENAME TO daily_type;

-- Whether a report of that day covers 36 hours at most: longer ranges say nothing about how regularly somebody reports.
ALTER TABLE reporter_day ADD COLUMN is_daily INTEGER NOT NULL DEFAULT 1 CHECK (is_daily IN (0, 1));
INSERT INTO reporter_day (sdid, day, is_daily) SELECT sdid, day, max(range_end - range_start <= 129600) FROM report WHERE true GROUP BY sdid, day
    ON CONFLICT DO UPDATE SET is_daily = excluded.is_daily;
