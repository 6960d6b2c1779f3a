-- Roles for a store in PostgreSQL, with no more rights than each needs. For psql, as a superuser, connected to the store's database:
--
--     psql -d tlsrpt -f roles.sql                                    roles and schema
--     tlsrpt-ingest migrate --database postgresql://tlsrpt_owner@…   tables, by their owner
--     psql -d tlsrpt -f roles.sql                                    rights on the tables; again after each migration
--
--     owner     owns schema and tables: migrates. No daemon needs it.
--     writer    tlsrpt-lmtpd, tlsrpt-ingest deliver, reprocess, prune: reads and writes rows, makes and drops months by functions of the owner.
--     reader    tlsrpt-query, tlsrpt-daily-summary: reads.
--
-- Other names: -v owner=… -v writer=… -v reader=… -v schema=…. Passwords or certificates are yours to give (\password, pg_hba.conf).
\set ON_ERROR_STOP on
\if :{?owner}
\else
  \set owner tlsrpt_owner
\endif
\if :{?writer}
\else
  \set writer tlsrpt_writer
\endif
\if :{?reader}
\else
  \set reader tlsrpt_reader
\endif
\if :{?schema}
\else
  \set schema tlsrpt
\endif

SELECT format('CREATE ROLE %I LOGIN', name) FROM unnest(ARRAY[:'owner', :'writer', :'reader']) AS name
    WHERE NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = name) \gexec
CREATE SCHEMA IF NOT EXISTS :"schema" AUTHORIZATION :"owner";
GRANT USAGE ON SCHEMA :"schema" TO :"writer", :"reader";
ALTER ROLE :"owner" IN DATABASE :"DBNAME" SET search_path = :"schema";
ALTER ROLE :"writer" IN DATABASE :"DBNAME" SET search_path = :"schema";
ALTER ROLE :"reader" IN DATABASE :"DBNAME" SET search_path = :"schema";
ALTER ROLE :"reader" IN DATABASE :"DBNAME" SET default_transaction_read_only = on;

SELECT to_regclass(format('%I.store_schema', :'schema')) IS NOT NULL AS has_tables \gset
\if :has_tables
  SET search_path = :"schema";
  BEGIN;
  REVOKE ALL ON ALL TABLES IN SCHEMA :"schema" FROM :"writer", :"reader";
  GRANT SELECT ON ALL TABLES IN SCHEMA :"schema" TO :"writer", :"reader";
  GRANT INSERT, DELETE, UPDATE (outcome, detail, from_domain, from_address, subject, submitter, report_domain, duplicate_of) ON message TO :"writer";
  GRANT INSERT, DELETE, UPDATE (quarantined) ON message_raw TO :"writer";
  GRANT INSERT, DELETE ON identity, deviation, group_domain, symptom TO :"writer";
  GRANT INSERT, DELETE, UPDATE (message_id, organization_name, contact_info, first_received_at, group_id, current) ON report TO :"writer";
  GRANT INSERT ON policy, failure TO :"writer";    -- they go by months
  GRANT INSERT, DELETE, UPDATE ON daily, daily_type, daily_failure, reporter_day, signer_day, sighting, incident, quarantine, quarantine_use, quarantine_day, writer TO :"writer";
  GRANT INSERT, DELETE, UPDATE (policy_string, last_day) ON policy_text TO :"writer";
  GRANT USAGE ON SEQUENCE message_id_seq, report_id_seq, policy_id_seq, symptom_id_seq, policy_text_id_seq TO :"writer";
  GRANT EXECUTE ON FUNCTION ensure_month(integer), drop_pruned_months() TO :"writer";
  COMMIT;
\endif
