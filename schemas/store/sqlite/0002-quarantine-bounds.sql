-- Bounds that hold however long a flood lasts: bodies are counted by day, mails without body together, and what is signed is told apart.

ALTER TABLE quarantine ADD COLUMN signed INTEGER NOT NULL DEFAULT 0 CHECK (signed IN (0, 1));    -- by an acceptable signature
UPDATE quarantine SET signed = 1 WHERE message_id IN (SELECT message_id FROM identity WHERE accepted);
CREATE INDEX quarantine_unsigned_bodies ON quarantine (received_at) WHERE has_body AND NOT signed;
CREATE INDEX quarantine_bodiless ON quarantine (signed, received_at) WHERE NOT has_body;

ALTER TABLE quarantine_use ADD COLUMN bodiless INTEGER NOT NULL DEFAULT 0;         -- mails without body
UPDATE quarantine_use SET bodiless = (SELECT count(*) FROM quarantine WHERE NOT has_body);

ALTER TABLE quarantine_day ADD COLUMN bodies INTEGER NOT NULL DEFAULT 0;           -- mails with their body, in quarantine now
ALTER TABLE quarantine_day ADD COLUMN bodiless_evicted INTEGER NOT NULL DEFAULT 0; -- on that day received, thrown away to make room
UPDATE quarantine_day SET bodies = kept.bodies
    FROM (SELECT received_at / 86400 AS day, count(*) AS bodies FROM quarantine WHERE has_body GROUP BY 1) AS kept
    WHERE kept.day = quarantine_day.day;

DROP TRIGGER quarantine_entered;
CREATE TRIGGER quarantine_entered AFTER INSERT ON quarantine BEGIN
    UPDATE quarantine_use SET kept_bytes = kept_bytes + new.kept_bytes, bodiless = bodiless + NOT new.has_body;
    INSERT INTO quarantine_day (day, mails, bodies, bodies_dropped, junk_evicted)
        VALUES (new.received_at / 86400, 1, new.has_body, NOT new.has_body, 0)
        ON CONFLICT (day) DO UPDATE SET mails = mails + 1, bodies = bodies + excluded.bodies,
            bodies_dropped = bodies_dropped + excluded.bodies_dropped;
END;
DROP TRIGGER quarantine_left;
CREATE TRIGGER quarantine_left AFTER DELETE ON quarantine BEGIN
    UPDATE quarantine_use SET kept_bytes = kept_bytes - old.kept_bytes, bodiless = bodiless - NOT old.has_body;
    UPDATE quarantine_day SET mails = mails - 1, bodies = bodies - old.has_body WHERE day = old.received_at / 86400;
END;
CREATE TRIGGER quarantine_lost_body AFTER UPDATE OF has_body, kept_bytes ON quarantine BEGIN
    UPDATE quarantine_use SET kept_bytes = kept_bytes + new.kept_bytes - old.kept_bytes, bodiless = bodiless + old.has_body - new.has_body;
    UPDATE quarantine_day SET bodies = bodies + new.has_body - old.has_body, bodies_dropped = bodies_dropped + old.has_body - new.has_body
        WHERE day = old.received_at / 86400;
END;
