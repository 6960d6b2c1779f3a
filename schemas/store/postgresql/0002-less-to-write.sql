-- Less to write for each mail.

-- Equal values come under equal keys, so a copy is found through the group of its key: the first report of that, or one of its revisions.
DROP INDEX report_values;
CREATE INDEX report_revision_values ON report (group_id, values_sha256) WHERE group_id IS NOT NULL;
