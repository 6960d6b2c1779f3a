-- A store of schema 3, written by the program that had it (the commit before "store: find copies through their group …"), through lived.hpp.
-- Never edit: it is what stores in the field look like.

PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
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
INSERT INTO "daily" VALUES('',20776,'mail.sender.example',1,1,0,1);
INSERT INTO "daily" VALUES('a.example',20731,'one.example',2,6,0,6);
INSERT INTO "daily" VALUES('a.example',20731,'two.example',2,3,0,3);
INSERT INTO "daily" VALUES('a.example',20740,'one.example',1,3,0,3);
INSERT INTO "daily" VALUES('a.example',20749,'one.example',1,2,0,2);
INSERT INTO "daily" VALUES('a.example',20749,'two.example',2,6,0,6);
INSERT INTO "daily" VALUES('a.example',20758,'one.example',1,5,0,5);
INSERT INTO "daily" VALUES('a.example',20758,'two.example',1,2,0,2);
INSERT INTO "daily" VALUES('a.example',20767,'one.example',1,2,0,2);
INSERT INTO "daily" VALUES('a.example',20776,'two.example',2,4,0,4);
INSERT INTO "daily" VALUES('b.example',20731,'one.example',2,4,0,4);
INSERT INTO "daily" VALUES('b.example',20731,'two.example',2,3,0,3);
INSERT INTO "daily" VALUES('b.example',20740,'one.example',1,1,0,1);
INSERT INTO "daily" VALUES('b.example',20740,'two.example',2,7,0,7);
INSERT INTO "daily" VALUES('b.example',20749,'one.example',1,2,0,2);
INSERT INTO "daily" VALUES('b.example',20749,'two.example',2,4,0,5);
INSERT INTO "daily" VALUES('b.example',20758,'one.example',1,2,0,2);
INSERT INTO "daily" VALUES('b.example',20758,'two.example',2,5,0,6);
INSERT INTO "daily" VALUES('b.example',20767,'two.example',2,7,0,7);
INSERT INTO "daily" VALUES('b.example',20776,'one.example',1,1,0,1);
INSERT INTO "daily" VALUES('b.example',20776,'two.example',1,3,0,3);
INSERT INTO "daily" VALUES('c.example',20356,'old.example',1,13,2,13);
INSERT INTO "daily" VALUES('c.example',20776,'late.example',1,5,0,5);
INSERT INTO "daily" VALUES('c.example',20776,'mail.sender.example',1,10,3,10);
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
INSERT INTO "daily_failure" VALUES('a.example',20731,'one.example','certificate-expired','','',1,0);
INSERT INTO "daily_failure" VALUES('a.example',20731,'one.example','starttls-not-supported','','',1,0);
INSERT INTO "daily_failure" VALUES('a.example',20731,'two.example','starttls-not-supported','mx1','',1,2);
INSERT INTO "daily_failure" VALUES('a.example',20749,'two.example','certificate-expired','mx1','',2,1);
INSERT INTO "daily_failure" VALUES('a.example',20749,'two.example','starttls-not-supported','','',1,1);
INSERT INTO "daily_failure" VALUES('a.example',20758,'one.example','starttls-not-supported','','',1,4);
INSERT INTO "daily_failure" VALUES('a.example',20758,'one.example','starttls-not-supported','mx1','',1,1);
INSERT INTO "daily_failure" VALUES('a.example',20767,'one.example','starttls-not-supported','mx1','',1,1);
INSERT INTO "daily_failure" VALUES('a.example',20776,'two.example','certificate-expired','','',2,2);
INSERT INTO "daily_failure" VALUES('b.example',20731,'one.example','starttls-not-supported','','',1,0);
INSERT INTO "daily_failure" VALUES('b.example',20731,'one.example','starttls-not-supported','mx1','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20731,'two.example','certificate-expired','mx1','',1,2);
INSERT INTO "daily_failure" VALUES('b.example',20740,'two.example','certificate-expired','','',1,2);
INSERT INTO "daily_failure" VALUES('b.example',20740,'two.example','starttls-not-supported','','',1,0);
INSERT INTO "daily_failure" VALUES('b.example',20740,'two.example','starttls-not-supported','mx1','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20749,'one.example','starttls-not-supported','','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20749,'two.example','certificate-expired','mx1','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20749,'two.example','starttls-not-supported','','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20749,'two.example','starttls-not-supported','mx1','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'one.example','starttls-not-supported','','',1,2);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx000','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx004','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx005','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx006','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx008','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx010','',1,2);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx011','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx016','',1,3);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx017','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx018','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx022','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx024','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx025','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx026','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx029','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx031','',1,2);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx033','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx038','',1,2);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx040','',1,2);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx042','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx048','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx049','',1,2);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx053','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx055','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx056','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx064','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx065','',1,2);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx072','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx075','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx077','',1,2);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx079','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx081','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx082','',1,2);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx083','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx085','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx086','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx094','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx100','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx103','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx106','',1,2);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx110','',1,2);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx111','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx115','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx117','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx119','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx122','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx124','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx127','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx129','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx132','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx134','',1,2);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx137','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx140','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx147','',1,2);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx151','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx152','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx155','',1,2);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx160','',1,2);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx164','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx168','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx170','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx172','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx174','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx176','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx178','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx182','',1,2);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx185','',1,2);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx187','',1,2);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx190','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx191','',1,3);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx193','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx194','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx195','',1,2);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx197','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx199','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx205','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx208','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx211','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx217','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx222','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx223','',1,2);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx225','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx226','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx228','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx231','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx233','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx234','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx236','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx238','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx239','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx241','',1,2);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx244','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx245','',1,2);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx249','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx252','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx257','',1,2);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx258','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx260','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx263','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx270','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx272','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx275','',1,2);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx278','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx279','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx280','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx282','',1,2);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx283','',1,4);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx286','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx290','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx291','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx292','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx293','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','certificate-expired','mx294','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20758,'two.example','starttls-not-supported','mx1','',2,3);
INSERT INTO "daily_failure" VALUES('b.example',20767,'two.example','starttls-not-supported','','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20776,'one.example','starttls-not-supported','','',1,0);
INSERT INTO "daily_failure" VALUES('b.example',20776,'one.example','starttls-not-supported','mx1','',1,1);
INSERT INTO "daily_failure" VALUES('b.example',20776,'two.example','certificate-expired','','',1,0);
INSERT INTO "daily_failure" VALUES('c.example',20356,'old.example','certificate-expired','mx.example.net','',1,2);
INSERT INTO "daily_failure" VALUES('c.example',20776,'mail.sender.example','validation-failure','mx9.example.net','X509_V_ERR_	HOSTNAME_MISMATCH',1,3);
CREATE TABLE "daily_type" (
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
INSERT INTO "daily_type" VALUES('',20776,'mail.sender.example','sts',9,1,1,0);
INSERT INTO "daily_type" VALUES('a.example',20731,'one.example','no-policy-found',8,1,3,0);
INSERT INTO "daily_type" VALUES('a.example',20731,'one.example','tlsa',0,1,3,0);
INSERT INTO "daily_type" VALUES('a.example',20731,'two.example','sts',1,1,2,0);
INSERT INTO "daily_type" VALUES('a.example',20731,'two.example','tlsa',7,1,1,0);
INSERT INTO "daily_type" VALUES('a.example',20740,'one.example','sts',0,1,3,0);
INSERT INTO "daily_type" VALUES('a.example',20749,'one.example','tlsa',6,1,2,0);
INSERT INTO "daily_type" VALUES('a.example',20749,'two.example','sts',4,1,3,0);
INSERT INTO "daily_type" VALUES('a.example',20749,'two.example','tlsa',6,1,3,0);
INSERT INTO "daily_type" VALUES('a.example',20758,'one.example','no-policy-found',8,1,2,0);
INSERT INTO "daily_type" VALUES('a.example',20758,'one.example','tlsa',5,1,3,0);
INSERT INTO "daily_type" VALUES('a.example',20758,'two.example','no-policy-found',2,1,2,0);
INSERT INTO "daily_type" VALUES('a.example',20767,'one.example','tlsa',6,1,2,0);
INSERT INTO "daily_type" VALUES('a.example',20776,'two.example','sts',4,1,2,0);
INSERT INTO "daily_type" VALUES('a.example',20776,'two.example','tlsa',7,1,2,0);
INSERT INTO "daily_type" VALUES('b.example',20731,'one.example','no-policy-found',8,1,3,0);
INSERT INTO "daily_type" VALUES('b.example',20731,'one.example','sts',1,1,1,0);
INSERT INTO "daily_type" VALUES('b.example',20731,'two.example','no-policy-found',0,1,2,0);
INSERT INTO "daily_type" VALUES('b.example',20731,'two.example','sts',1,1,1,0);
INSERT INTO "daily_type" VALUES('b.example',20740,'one.example','sts',1,1,1,0);
INSERT INTO "daily_type" VALUES('b.example',20740,'two.example','sts',0,1,3,0);
INSERT INTO "daily_type" VALUES('b.example',20740,'two.example','tlsa',0,1,3,0);
INSERT INTO "daily_type" VALUES('b.example',20740,'two.example','tlsa',6,1,1,0);
INSERT INTO "daily_type" VALUES('b.example',20749,'one.example','no-policy-found',3,1,2,0);
INSERT INTO "daily_type" VALUES('b.example',20749,'two.example','sts',1,1,3,0);
INSERT INTO "daily_type" VALUES('b.example',20749,'two.example','tlsa',0,1,1,0);
INSERT INTO "daily_type" VALUES('b.example',20749,'two.example','tlsa',5,1,1,0);
INSERT INTO "daily_type" VALUES('b.example',20758,'one.example','tlsa',0,1,2,0);
INSERT INTO "daily_type" VALUES('b.example',20758,'two.example','sts',1,1,3,0);
INSERT INTO "daily_type" VALUES('b.example',20758,'two.example','tlsa',0,1,2,0);
INSERT INTO "daily_type" VALUES('b.example',20758,'two.example','tlsa',5,1,1,0);
INSERT INTO "daily_type" VALUES('b.example',20767,'two.example','sts',1,1,3,0);
INSERT INTO "daily_type" VALUES('b.example',20767,'two.example','sts',4,1,2,0);
INSERT INTO "daily_type" VALUES('b.example',20767,'two.example','tlsa',7,1,2,0);
INSERT INTO "daily_type" VALUES('b.example',20776,'one.example','tlsa',7,1,1,0);
INSERT INTO "daily_type" VALUES('b.example',20776,'two.example','tlsa',0,1,3,0);
INSERT INTO "daily_type" VALUES('c.example',20356,'old.example','sts',9,1,11,2);
INSERT INTO "daily_type" VALUES('c.example',20776,'late.example','sts',9,1,5,0);
INSERT INTO "daily_type" VALUES('c.example',20776,'mail.sender.example','tlsa',10,1,7,3);
CREATE TABLE deviation (
    message_id INTEGER NOT NULL REFERENCES message (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    name       TEXT    NOT NULL,
    pointer    TEXT    NOT NULL,
    detail     TEXT    NOT NULL,
    PRIMARY KEY (message_id, position)
) STRICT, WITHOUT ROWID;
INSERT INTO "deviation" VALUES(91,0,'bare-media-type','','application/json');
INSERT INTO "deviation" VALUES(91,1,'policy-domain-unknown','/policies/1','');
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
INSERT INTO "failure" VALUES(1,0,'starttls-not-supported','','mx1','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(1,1,'certificate-expired','198.51.100.7','','','192.0.2.1',2,'','');
INSERT INTO "failure" VALUES(4,0,'certificate-expired','2001:db8::1','','','192.0.2.1',2,'','');
INSERT INTO "failure" VALUES(5,0,'starttls-not-supported','198.51.100.7','','','192.0.2.1',2,'','');
INSERT INTO "failure" VALUES(5,1,'starttls-not-supported','2001:db8::1','mx1','','192.0.2.1',2,'','');
INSERT INTO "failure" VALUES(7,0,'certificate-expired','','mx1','','192.0.2.1',2,'','');
INSERT INTO "failure" VALUES(8,0,'certificate-expired','','','','192.0.2.1',2,'','');
INSERT INTO "failure" VALUES(8,1,'starttls-not-supported','2001:db8::1','','','192.0.2.1',0,'','');
INSERT INTO "failure" VALUES(9,0,'starttls-not-supported','198.51.100.7','','','192.0.2.1',2,'','');
INSERT INTO "failure" VALUES(9,1,'certificate-expired','2001:db8::1','','','192.0.2.1',2,'','');
INSERT INTO "failure" VALUES(11,0,'starttls-not-supported','','','','192.0.2.1',0,'','');
INSERT INTO "failure" VALUES(11,1,'certificate-expired','198.51.100.7','mx1','','192.0.2.1',2,'','');
INSERT INTO "failure" VALUES(12,0,'certificate-expired','2001:db8::1','mx1','','192.0.2.1',0,'','');
INSERT INTO "failure" VALUES(12,1,'starttls-not-supported','2001:db8::1','','','192.0.2.1',0,'','');
INSERT INTO "failure" VALUES(14,0,'starttls-not-supported','2001:db8::1','','','192.0.2.1',0,'','');
INSERT INTO "failure" VALUES(14,1,'starttls-not-supported','198.51.100.7','','','192.0.2.1',0,'','');
INSERT INTO "failure" VALUES(16,0,'starttls-not-supported','2001:db8::1','','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(17,0,'starttls-not-supported','2001:db8::1','mx1','','192.0.2.1',0,'','');
INSERT INTO "failure" VALUES(17,1,'starttls-not-supported','','mx1','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(19,0,'starttls-not-supported','198.51.100.7','mx1','','192.0.2.1',0,'','');
INSERT INTO "failure" VALUES(19,1,'certificate-expired','','','','192.0.2.1',2,'','');
INSERT INTO "failure" VALUES(20,0,'starttls-not-supported','2001:db8::1','','','192.0.2.1',0,'','');
INSERT INTO "failure" VALUES(20,1,'certificate-expired','','','','192.0.2.1',0,'','');
INSERT INTO "failure" VALUES(23,0,'starttls-not-supported','2001:db8::1','','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(24,0,'starttls-not-supported','2001:db8::1','','','192.0.2.1',0,'','');
INSERT INTO "failure" VALUES(24,1,'certificate-expired','2001:db8::1','','','192.0.2.1',0,'','');
INSERT INTO "failure" VALUES(29,0,'starttls-not-supported','198.51.100.7','','','192.0.2.1',2,'','');
INSERT INTO "failure" VALUES(29,1,'certificate-expired','2001:db8::1','','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,0,'certificate-expired','2001:db8::1','mx1','','192.0.2.1',2,'','');
INSERT INTO "failure" VALUES(30,1,'certificate-expired','198.51.100.7','mx212','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,2,'certificate-expired','198.51.100.7','mx018','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,3,'certificate-expired','198.51.100.7','mx288','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,4,'certificate-expired','198.51.100.7','mx123','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,5,'certificate-expired','198.51.100.7','mx000','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,6,'certificate-expired','198.51.100.7','mx227','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,7,'certificate-expired','198.51.100.7','mx109','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,8,'certificate-expired','198.51.100.7','mx009','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,9,'certificate-expired','198.51.100.7','mx147','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,10,'certificate-expired','198.51.100.7','mx012','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,11,'certificate-expired','198.51.100.7','mx159','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,12,'certificate-expired','198.51.100.7','mx284','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,13,'certificate-expired','198.51.100.7','mx217','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,14,'certificate-expired','198.51.100.7','mx091','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,15,'certificate-expired','198.51.100.7','mx129','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,16,'certificate-expired','198.51.100.7','mx083','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,17,'certificate-expired','198.51.100.7','mx066','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,18,'certificate-expired','198.51.100.7','mx204','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,19,'certificate-expired','198.51.100.7','mx074','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,20,'certificate-expired','198.51.100.7','mx185','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,21,'certificate-expired','198.51.100.7','mx174','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,22,'certificate-expired','198.51.100.7','mx130','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,23,'certificate-expired','198.51.100.7','mx285','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,24,'certificate-expired','198.51.100.7','mx097','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,25,'certificate-expired','198.51.100.7','mx134','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,26,'certificate-expired','198.51.100.7','mx125','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,27,'certificate-expired','198.51.100.7','mx109','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,28,'certificate-expired','198.51.100.7','mx286','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,29,'certificate-expired','198.51.100.7','mx233','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,30,'certificate-expired','198.51.100.7','mx234','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,31,'certificate-expired','198.51.100.7','mx047','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,32,'certificate-expired','198.51.100.7','mx260','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,33,'certificate-expired','198.51.100.7','mx082','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,34,'certificate-expired','198.51.100.7','mx029','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,35,'certificate-expired','198.51.100.7','mx182','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,36,'certificate-expired','198.51.100.7','mx016','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,37,'certificate-expired','198.51.100.7','mx280','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,38,'certificate-expired','198.51.100.7','mx132','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,39,'certificate-expired','198.51.100.7','mx242','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,40,'certificate-expired','198.51.100.7','mx296','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,41,'certificate-expired','198.51.100.7','mx149','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,42,'certificate-expired','198.51.100.7','mx299','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,43,'certificate-expired','198.51.100.7','mx071','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,44,'certificate-expired','198.51.100.7','mx067','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,45,'certificate-expired','198.51.100.7','mx182','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,46,'certificate-expired','198.51.100.7','mx056','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,47,'certificate-expired','198.51.100.7','mx214','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,48,'certificate-expired','198.51.100.7','mx081','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,49,'certificate-expired','198.51.100.7','mx087','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,50,'certificate-expired','198.51.100.7','mx079','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,51,'certificate-expired','198.51.100.7','mx230','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,52,'certificate-expired','198.51.100.7','mx125','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,53,'certificate-expired','198.51.100.7','mx173','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,54,'certificate-expired','198.51.100.7','mx139','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,55,'certificate-expired','198.51.100.7','mx204','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,56,'certificate-expired','198.51.100.7','mx276','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,57,'certificate-expired','198.51.100.7','mx117','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,58,'certificate-expired','198.51.100.7','mx202','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,59,'certificate-expired','198.51.100.7','mx106','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,60,'certificate-expired','198.51.100.7','mx067','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,61,'certificate-expired','198.51.100.7','mx091','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,62,'certificate-expired','198.51.100.7','mx087','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,63,'certificate-expired','198.51.100.7','mx200','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,64,'certificate-expired','198.51.100.7','mx129','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,65,'certificate-expired','198.51.100.7','mx103','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,66,'certificate-expired','198.51.100.7','mx179','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,67,'certificate-expired','198.51.100.7','mx099','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,68,'certificate-expired','198.51.100.7','mx194','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,69,'certificate-expired','198.51.100.7','mx203','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,70,'certificate-expired','198.51.100.7','mx285','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,71,'certificate-expired','198.51.100.7','mx153','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,72,'certificate-expired','198.51.100.7','mx109','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,73,'certificate-expired','198.51.100.7','mx277','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,74,'certificate-expired','198.51.100.7','mx299','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,75,'certificate-expired','198.51.100.7','mx204','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,76,'certificate-expired','198.51.100.7','mx282','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,77,'certificate-expired','198.51.100.7','mx154','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,78,'certificate-expired','198.51.100.7','mx110','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,79,'certificate-expired','198.51.100.7','mx247','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,80,'certificate-expired','198.51.100.7','mx237','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,81,'certificate-expired','198.51.100.7','mx214','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,82,'certificate-expired','198.51.100.7','mx095','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,83,'certificate-expired','198.51.100.7','mx120','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,84,'certificate-expired','198.51.100.7','mx273','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,85,'certificate-expired','198.51.100.7','mx050','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,86,'certificate-expired','198.51.100.7','mx281','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,87,'certificate-expired','198.51.100.7','mx191','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,88,'certificate-expired','198.51.100.7','mx012','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,89,'certificate-expired','198.51.100.7','mx141','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,90,'certificate-expired','198.51.100.7','mx226','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(30,91,'certificate-expired','198.51.100.7','mx199','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(33,0,'certificate-expired','','','','192.0.2.1',2,'','');
INSERT INTO "failure" VALUES(34,0,'starttls-not-supported','198.51.100.7','mx1','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(34,1,'starttls-not-supported','198.51.100.7','','','192.0.2.1',0,'','');
INSERT INTO "failure" VALUES(35,0,'certificate-expired','198.51.100.7','mx250','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,1,'certificate-expired','198.51.100.7','mx235','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,2,'certificate-expired','198.51.100.7','mx135','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,3,'certificate-expired','198.51.100.7','mx256','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,4,'certificate-expired','198.51.100.7','mx094','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,5,'certificate-expired','198.51.100.7','mx114','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,6,'certificate-expired','198.51.100.7','mx149','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,7,'certificate-expired','198.51.100.7','mx091','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,8,'certificate-expired','198.51.100.7','mx218','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,9,'certificate-expired','198.51.100.7','mx138','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,10,'certificate-expired','198.51.100.7','mx054','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,11,'certificate-expired','198.51.100.7','mx154','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,12,'certificate-expired','198.51.100.7','mx005','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,13,'certificate-expired','198.51.100.7','mx035','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,14,'certificate-expired','198.51.100.7','mx160','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,15,'certificate-expired','198.51.100.7','mx228','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,16,'certificate-expired','198.51.100.7','mx088','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,17,'certificate-expired','198.51.100.7','mx211','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,18,'certificate-expired','198.51.100.7','mx197','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,19,'certificate-expired','198.51.100.7','mx239','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,20,'certificate-expired','198.51.100.7','mx168','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,21,'certificate-expired','198.51.100.7','mx108','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,22,'certificate-expired','198.51.100.7','mx231','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,23,'certificate-expired','198.51.100.7','mx276','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,24,'certificate-expired','198.51.100.7','mx098','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,25,'certificate-expired','198.51.100.7','mx090','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,26,'certificate-expired','198.51.100.7','mx276','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,27,'certificate-expired','198.51.100.7','mx212','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,28,'certificate-expired','198.51.100.7','mx212','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,29,'certificate-expired','198.51.100.7','mx059','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,30,'certificate-expired','198.51.100.7','mx098','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,31,'certificate-expired','198.51.100.7','mx145','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,32,'certificate-expired','198.51.100.7','mx251','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,33,'certificate-expired','198.51.100.7','mx006','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,34,'certificate-expired','198.51.100.7','mx243','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,35,'certificate-expired','198.51.100.7','mx139','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,36,'certificate-expired','198.51.100.7','mx176','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,37,'certificate-expired','198.51.100.7','mx216','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,38,'certificate-expired','198.51.100.7','mx186','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,39,'certificate-expired','198.51.100.7','mx138','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,40,'certificate-expired','198.51.100.7','mx297','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,41,'certificate-expired','198.51.100.7','mx059','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,42,'certificate-expired','198.51.100.7','mx017','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,43,'certificate-expired','198.51.100.7','mx133','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,44,'certificate-expired','198.51.100.7','mx139','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,45,'certificate-expired','198.51.100.7','mx039','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,46,'certificate-expired','198.51.100.7','mx081','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,47,'certificate-expired','198.51.100.7','mx087','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,48,'certificate-expired','198.51.100.7','mx042','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,49,'certificate-expired','198.51.100.7','mx218','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,50,'certificate-expired','198.51.100.7','mx179','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,51,'certificate-expired','198.51.100.7','mx234','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,52,'certificate-expired','198.51.100.7','mx044','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,53,'certificate-expired','198.51.100.7','mx124','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,54,'certificate-expired','198.51.100.7','mx005','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,55,'certificate-expired','198.51.100.7','mx097','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,56,'certificate-expired','198.51.100.7','mx033','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,57,'certificate-expired','198.51.100.7','mx233','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,58,'certificate-expired','198.51.100.7','mx140','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,59,'certificate-expired','198.51.100.7','mx044','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,60,'certificate-expired','198.51.100.7','mx271','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,61,'certificate-expired','198.51.100.7','mx203','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,62,'certificate-expired','198.51.100.7','mx201','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,63,'certificate-expired','198.51.100.7','mx152','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,64,'certificate-expired','198.51.100.7','mx271','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,65,'certificate-expired','198.51.100.7','mx073','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,66,'certificate-expired','198.51.100.7','mx063','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,67,'certificate-expired','198.51.100.7','mx012','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,68,'certificate-expired','198.51.100.7','mx062','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,69,'certificate-expired','198.51.100.7','mx165','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,70,'certificate-expired','198.51.100.7','mx147','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,71,'certificate-expired','198.51.100.7','mx273','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,72,'certificate-expired','198.51.100.7','mx256','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,73,'certificate-expired','198.51.100.7','mx140','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,74,'certificate-expired','198.51.100.7','mx154','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,75,'certificate-expired','198.51.100.7','mx118','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,76,'certificate-expired','198.51.100.7','mx078','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,77,'certificate-expired','198.51.100.7','mx209','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,78,'certificate-expired','198.51.100.7','mx021','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,79,'certificate-expired','198.51.100.7','mx058','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,80,'certificate-expired','198.51.100.7','mx019','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,81,'certificate-expired','198.51.100.7','mx213','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,82,'certificate-expired','198.51.100.7','mx265','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,83,'certificate-expired','198.51.100.7','mx134','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,84,'certificate-expired','198.51.100.7','mx252','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,85,'certificate-expired','198.51.100.7','mx129','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,86,'certificate-expired','198.51.100.7','mx256','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,87,'certificate-expired','198.51.100.7','mx089','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,88,'certificate-expired','198.51.100.7','mx154','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,89,'certificate-expired','198.51.100.7','mx170','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,90,'certificate-expired','198.51.100.7','mx291','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,91,'certificate-expired','198.51.100.7','mx230','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,92,'certificate-expired','198.51.100.7','mx076','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,93,'certificate-expired','198.51.100.7','mx278','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,94,'certificate-expired','198.51.100.7','mx193','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,95,'certificate-expired','198.51.100.7','mx246','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,96,'certificate-expired','198.51.100.7','mx127','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,97,'certificate-expired','198.51.100.7','mx133','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,98,'certificate-expired','198.51.100.7','mx128','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,99,'certificate-expired','198.51.100.7','mx067','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,100,'certificate-expired','198.51.100.7','mx098','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,101,'certificate-expired','198.51.100.7','mx090','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,102,'certificate-expired','198.51.100.7','mx041','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,103,'certificate-expired','198.51.100.7','mx017','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,104,'certificate-expired','198.51.100.7','mx121','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,105,'certificate-expired','198.51.100.7','mx174','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,106,'certificate-expired','198.51.100.7','mx085','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,107,'certificate-expired','198.51.100.7','mx073','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,108,'certificate-expired','198.51.100.7','mx081','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,109,'certificate-expired','198.51.100.7','mx154','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,110,'certificate-expired','198.51.100.7','mx217','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(35,111,'certificate-expired','198.51.100.7','mx004','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(39,0,'starttls-not-supported','2001:db8::1','','','192.0.2.1',0,'','');
INSERT INTO "failure" VALUES(39,1,'starttls-not-supported','2001:db8::1','mx1','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(41,0,'certificate-expired','2001:db8::1','','','192.0.2.1',2,'','');
INSERT INTO "failure" VALUES(42,0,'starttls-not-supported','2001:db8::1','mx1','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(43,0,'certificate-expired','2001:db8::1','','','192.0.2.1',2,'','');
INSERT INTO "failure" VALUES(44,0,'certificate-expired','198.51.100.7','','','192.0.2.1',0,'','');
INSERT INTO "failure" VALUES(45,0,'starttls-not-supported','198.51.100.7','mx1','','192.0.2.1',0,'','');
INSERT INTO "failure" VALUES(47,0,'starttls-not-supported','2001:db8::1','','','192.0.2.1',0,'','');
INSERT INTO "failure" VALUES(48,0,'certificate-expired','198.51.100.7','mx1','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(50,0,'starttls-not-supported','198.51.100.7','mx1','','192.0.2.1',2,'','');
INSERT INTO "failure" VALUES(51,0,'starttls-not-supported','','','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(52,0,'certificate-expired','198.51.100.7','','','192.0.2.1',0,'','');
INSERT INTO "failure" VALUES(53,0,'starttls-not-supported','2001:db8::1','mx1','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(53,1,'starttls-not-supported','2001:db8::1','','','192.0.2.1',0,'','');
INSERT INTO "failure" VALUES(55,0,'starttls-not-supported','','','','192.0.2.1',0,'','');
INSERT INTO "failure" VALUES(57,0,'starttls-not-supported','','mx1','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(58,0,'certificate-expired','2001:db8::1','mx1','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(58,1,'starttls-not-supported','','','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(59,0,'starttls-not-supported','198.51.100.7','mx1','','192.0.2.1',0,'','');
INSERT INTO "failure" VALUES(59,1,'starttls-not-supported','198.51.100.7','mx1','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,0,'certificate-expired','198.51.100.7','mx194','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,1,'certificate-expired','198.51.100.7','mx022','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,2,'certificate-expired','198.51.100.7','mx117','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,3,'certificate-expired','198.51.100.7','mx129','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,4,'certificate-expired','198.51.100.7','mx249','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,5,'certificate-expired','198.51.100.7','mx282','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,6,'certificate-expired','198.51.100.7','mx140','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,7,'certificate-expired','198.51.100.7','mx280','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,8,'certificate-expired','198.51.100.7','mx187','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,9,'certificate-expired','198.51.100.7','mx049','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,10,'certificate-expired','198.51.100.7','mx152','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,11,'certificate-expired','198.51.100.7','mx040','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,12,'certificate-expired','198.51.100.7','mx124','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,13,'certificate-expired','198.51.100.7','mx195','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,14,'certificate-expired','198.51.100.7','mx033','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,15,'certificate-expired','198.51.100.7','mx017','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,16,'certificate-expired','198.51.100.7','mx225','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,17,'certificate-expired','198.51.100.7','mx241','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,18,'certificate-expired','198.51.100.7','mx258','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,19,'certificate-expired','198.51.100.7','mx236','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,20,'certificate-expired','198.51.100.7','mx172','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,21,'certificate-expired','198.51.100.7','mx053','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,22,'certificate-expired','198.51.100.7','mx137','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,23,'certificate-expired','198.51.100.7','mx211','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,24,'certificate-expired','198.51.100.7','mx006','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,25,'certificate-expired','198.51.100.7','mx025','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,26,'certificate-expired','198.51.100.7','mx174','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,27,'certificate-expired','198.51.100.7','mx134','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,28,'certificate-expired','198.51.100.7','mx197','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,29,'certificate-expired','198.51.100.7','mx010','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,30,'certificate-expired','198.51.100.7','mx106','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,31,'certificate-expired','198.51.100.7','mx185','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,32,'certificate-expired','198.51.100.7','mx164','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,33,'certificate-expired','198.51.100.7','mx278','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,34,'certificate-expired','198.51.100.7','mx110','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,35,'certificate-expired','198.51.100.7','mx178','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,36,'certificate-expired','198.51.100.7','mx270','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,37,'certificate-expired','198.51.100.7','mx038','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,38,'certificate-expired','198.51.100.7','mx010','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,39,'certificate-expired','198.51.100.7','mx086','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,40,'certificate-expired','198.51.100.7','mx077','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,41,'certificate-expired','198.51.100.7','mx291','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,42,'certificate-expired','198.51.100.7','mx191','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,43,'certificate-expired','198.51.100.7','mx208','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,44,'certificate-expired','198.51.100.7','mx000','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,45,'certificate-expired','198.51.100.7','mx083','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,46,'certificate-expired','198.51.100.7','mx234','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,47,'certificate-expired','198.51.100.7','mx075','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,48,'certificate-expired','198.51.100.7','mx286','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,49,'certificate-expired','198.51.100.7','mx185','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,50,'certificate-expired','198.51.100.7','mx115','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,51,'certificate-expired','198.51.100.7','mx191','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,52,'certificate-expired','198.51.100.7','mx064','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,53,'certificate-expired','198.51.100.7','mx244','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,54,'certificate-expired','198.51.100.7','mx132','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,55,'certificate-expired','198.51.100.7','mx147','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,56,'certificate-expired','198.51.100.7','mx016','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,57,'certificate-expired','198.51.100.7','mx245','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,58,'certificate-expired','198.51.100.7','mx100','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,59,'certificate-expired','198.51.100.7','mx072','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,60,'certificate-expired','198.51.100.7','mx275','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,61,'certificate-expired','198.51.100.7','mx026','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,62,'certificate-expired','198.51.100.7','mx082','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,63,'certificate-expired','198.51.100.7','mx260','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,64,'certificate-expired','198.51.100.7','mx233','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,65,'certificate-expired','198.51.100.7','mx176','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,66,'certificate-expired','198.51.100.7','mx049','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,67,'certificate-expired','198.51.100.7','mx147','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,68,'certificate-expired','198.51.100.7','mx283','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,69,'certificate-expired','198.51.100.7','mx223','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,70,'certificate-expired','198.51.100.7','mx160','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,71,'certificate-expired','198.51.100.7','mx282','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,72,'certificate-expired','198.51.100.7','mx293','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,73,'certificate-expired','198.51.100.7','mx170','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,74,'certificate-expired','198.51.100.7','mx155','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,75,'certificate-expired','198.51.100.7','mx111','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,76,'certificate-expired','198.51.100.7','mx290','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,77,'certificate-expired','198.51.100.7','mx294','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,78,'certificate-expired','198.51.100.7','mx283','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,79,'certificate-expired','198.51.100.7','mx038','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,80,'certificate-expired','198.51.100.7','mx008','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,81,'certificate-expired','198.51.100.7','mx119','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,82,'certificate-expired','198.51.100.7','mx079','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,83,'certificate-expired','198.51.100.7','mx011','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,84,'certificate-expired','198.51.100.7','mx228','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,85,'certificate-expired','198.51.100.7','mx222','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,86,'certificate-expired','198.51.100.7','mx040','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,87,'certificate-expired','198.51.100.7','mx168','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,88,'certificate-expired','198.51.100.7','mx016','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,89,'certificate-expired','198.51.100.7','mx245','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,90,'certificate-expired','198.51.100.7','mx223','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,91,'certificate-expired','198.51.100.7','mx055','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,92,'certificate-expired','198.51.100.7','mx151','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,93,'certificate-expired','198.51.100.7','mx238','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,94,'certificate-expired','198.51.100.7','mx094','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,95,'certificate-expired','198.51.100.7','mx081','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,96,'certificate-expired','198.51.100.7','mx048','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,97,'certificate-expired','198.51.100.7','mx103','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,98,'certificate-expired','198.51.100.7','mx016','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,99,'certificate-expired','198.51.100.7','mx182','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,100,'certificate-expired','198.51.100.7','mx199','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,101,'certificate-expired','198.51.100.7','mx065','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,102,'certificate-expired','198.51.100.7','mx195','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,103,'certificate-expired','198.51.100.7','mx065','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,104,'certificate-expired','198.51.100.7','mx018','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,105,'certificate-expired','198.51.100.7','mx056','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,106,'certificate-expired','198.51.100.7','mx187','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,107,'certificate-expired','198.51.100.7','mx191','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,108,'certificate-expired','198.51.100.7','mx292','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,109,'certificate-expired','198.51.100.7','mx257','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,110,'certificate-expired','198.51.100.7','mx077','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,111,'certificate-expired','198.51.100.7','mx029','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,112,'certificate-expired','198.51.100.7','mx127','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,113,'certificate-expired','198.51.100.7','mx085','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,114,'certificate-expired','198.51.100.7','mx160','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,115,'certificate-expired','198.51.100.7','mx239','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,116,'certificate-expired','198.51.100.7','mx110','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,117,'certificate-expired','198.51.100.7','mx241','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,118,'certificate-expired','198.51.100.7','mx082','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,119,'certificate-expired','198.51.100.7','mx190','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,120,'certificate-expired','198.51.100.7','mx024','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,121,'certificate-expired','198.51.100.7','mx004','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,122,'certificate-expired','198.51.100.7','mx275','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,123,'certificate-expired','198.51.100.7','mx263','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,124,'certificate-expired','198.51.100.7','mx279','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,125,'certificate-expired','198.51.100.7','mx231','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,126,'certificate-expired','198.51.100.7','mx205','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,127,'certificate-expired','198.51.100.7','mx031','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,128,'certificate-expired','198.51.100.7','mx005','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,129,'certificate-expired','198.51.100.7','mx155','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,130,'certificate-expired','198.51.100.7','mx042','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,131,'certificate-expired','198.51.100.7','mx272','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,132,'certificate-expired','198.51.100.7','mx122','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,133,'certificate-expired','198.51.100.7','mx226','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,134,'certificate-expired','198.51.100.7','mx031','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,135,'certificate-expired','198.51.100.7','mx283','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,136,'certificate-expired','198.51.100.7','mx252','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,137,'certificate-expired','198.51.100.7','mx106','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,138,'certificate-expired','198.51.100.7','mx193','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,139,'certificate-expired','198.51.100.7','mx257','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,140,'certificate-expired','198.51.100.7','mx182','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,141,'certificate-expired','198.51.100.7','mx283','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,142,'certificate-expired','198.51.100.7','mx134','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(61,143,'certificate-expired','198.51.100.7','mx217','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(62,0,'starttls-not-supported','198.51.100.7','mx1','','192.0.2.1',0,'','');
INSERT INTO "failure" VALUES(62,1,'starttls-not-supported','2001:db8::1','mx1','','192.0.2.1',2,'','');
INSERT INTO "failure" VALUES(63,0,'certificate-expired','2001:db8::1','mx1','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(63,1,'certificate-expired','','','','192.0.2.1',0,'','');
INSERT INTO "failure" VALUES(64,0,'starttls-not-supported','198.51.100.7','','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(64,1,'certificate-expired','2001:db8::1','mx1','','192.0.2.1',0,'','');
INSERT INTO "failure" VALUES(65,0,'certificate-expired','198.51.100.7','','','192.0.2.1',0,'','');
INSERT INTO "failure" VALUES(66,0,'starttls-not-supported','198.51.100.7','','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(68,0,'certificate-expired','198.51.100.7','','','192.0.2.1',0,'','');
INSERT INTO "failure" VALUES(68,1,'certificate-expired','','mx1','','192.0.2.1',0,'','');
INSERT INTO "failure" VALUES(71,0,'certificate-expired','2001:db8::1','','','192.0.2.1',0,'','');
INSERT INTO "failure" VALUES(71,1,'starttls-not-supported','','mx1','','192.0.2.1',0,'','');
INSERT INTO "failure" VALUES(72,0,'starttls-not-supported','198.51.100.7','','','192.0.2.1',2,'','');
INSERT INTO "failure" VALUES(76,0,'starttls-not-supported','2001:db8::1','','','192.0.2.1',0,'','');
INSERT INTO "failure" VALUES(79,0,'certificate-expired','','','','192.0.2.1',2,'','');
INSERT INTO "failure" VALUES(80,0,'starttls-not-supported','198.51.100.7','mx1','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(80,1,'starttls-not-supported','198.51.100.7','','','192.0.2.1',2,'','');
INSERT INTO "failure" VALUES(81,0,'starttls-not-supported','','','','192.0.2.1',2,'','');
INSERT INTO "failure" VALUES(82,0,'starttls-not-supported','','mx1','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(82,1,'starttls-not-supported','198.51.100.7','','','192.0.2.1',0,'','');
INSERT INTO "failure" VALUES(84,0,'certificate-expired','2001:db8::1','mx1','','192.0.2.1',2,'','');
INSERT INTO "failure" VALUES(85,0,'certificate-expired','','','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(86,0,'starttls-not-supported','2001:db8::1','mx1','','192.0.2.1',2,'','');
INSERT INTO "failure" VALUES(89,0,'certificate-expired','','mx1','','192.0.2.1',0,'','');
INSERT INTO "failure" VALUES(89,1,'starttls-not-supported','198.51.100.7','mx1','','192.0.2.1',0,'','');
INSERT INTO "failure" VALUES(91,0,'certificate-expired','198.51.100.7','mx1','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(91,1,'certificate-expired','','mx1','','192.0.2.1',0,'','');
INSERT INTO "failure" VALUES(92,0,'starttls-not-supported','198.51.100.7','mx1','','192.0.2.1',0,'','');
INSERT INTO "failure" VALUES(93,0,'starttls-not-supported','','mx1','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(93,1,'starttls-not-supported','198.51.100.7','','','192.0.2.1',2,'','');
INSERT INTO "failure" VALUES(95,0,'starttls-not-supported','','','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(96,0,'certificate-expired','198.51.100.7','','','192.0.2.1',0,'','');
INSERT INTO "failure" VALUES(98,0,'certificate-expired','','mx1','','192.0.2.1',1,'','');
INSERT INTO "failure" VALUES(99,0,'validation-failure','2001:db8::25','mx9.example.net','mx9','198.51.100.25',3,'https://sender.example/why?x="1"','X509_V_ERR_	HOSTNAME_MISMATCH');
CREATE TABLE group_domain (
    day           INTEGER NOT NULL,
    report_key    TEXT    NOT NULL,
    policy_domain TEXT    NOT NULL,
    group_id      INTEGER NOT NULL,
    PRIMARY KEY (day, report_key, policy_domain)
) STRICT, WITHOUT ROWID;
INSERT INTO "group_domain" VALUES(20356,'7ae132330083f043f2410685cc140469949ef177ab9eb9cd70a7df4bfa4764f2','c.example',71);
INSERT INTO "group_domain" VALUES(20731,'14c81f868166d23e72b32b13966055854f10bad345525610b5ac3ffae228e709','a.example',44);
INSERT INTO "group_domain" VALUES(20731,'14c81f868166d23e72b32b13966055854f10bad345525610b5ac3ffae228e709','b.example',44);
INSERT INTO "group_domain" VALUES(20731,'52ed594e57bb112f7d7fcb3cf268d28ba589eef767515e0af527c27f87674591','a.example',37);
INSERT INTO "group_domain" VALUES(20731,'52ed594e57bb112f7d7fcb3cf268d28ba589eef767515e0af527c27f87674591','b.example',37);
INSERT INTO "group_domain" VALUES(20731,'8f9fdfec9645c11955f0398b432d7fe9c33fc8f1a76741bb8a90cb09f866450c','a.example',33);
INSERT INTO "group_domain" VALUES(20731,'8f9fdfec9645c11955f0398b432d7fe9c33fc8f1a76741bb8a90cb09f866450c','b.example',33);
INSERT INTO "group_domain" VALUES(20731,'f4dfd7a0d06b2e110b76de4e6dc98f2b8c460a26e82c30ea6bf1811a1c831f96','a.example',1);
INSERT INTO "group_domain" VALUES(20731,'f4dfd7a0d06b2e110b76de4e6dc98f2b8c460a26e82c30ea6bf1811a1c831f96','b.example',1);
INSERT INTO "group_domain" VALUES(20740,'1c8de690d862a80bdebf4e578d8fd67be6a397061b9eef4746e58d319d6dbde1','b.example',11);
INSERT INTO "group_domain" VALUES(20740,'41061c9ebea62ca247d373c100c759615efd39697078a724a91b90c43e47f1f9','b.example',29);
INSERT INTO "group_domain" VALUES(20740,'9885b9e08d038ea5a457ba35c79d52eb4595cd7e3ee7e16dafc6adeba4fceb88','b.example',7);
INSERT INTO "group_domain" VALUES(20740,'f7ab65556511dc5c2f7ca1df37824adefe8aa7ed725d7cddc027ebcd95d0fe97','a.example',21);
INSERT INTO "group_domain" VALUES(20749,'0f95b4eeac9879aed86339f4077658124dd1ef3ba1b7226c604d72507306072d','a.example',2);
INSERT INTO "group_domain" VALUES(20749,'0f95b4eeac9879aed86339f4077658124dd1ef3ba1b7226c604d72507306072d','b.example',2);
INSERT INTO "group_domain" VALUES(20749,'1b3dd5e64ec5521dd3c924f38bde87213b91c55aca47f640e06d50c005e8b772','a.example',39);
INSERT INTO "group_domain" VALUES(20749,'c4097ce5e9f1df8d8809c1287626082ed7686ae9d76cb9857a13361306480964','a.example',45);
INSERT INTO "group_domain" VALUES(20749,'c4097ce5e9f1df8d8809c1287626082ed7686ae9d76cb9857a13361306480964','b.example',40);
INSERT INTO "group_domain" VALUES(20749,'f0a2c2415038dc1ba1bb07eb95ed639c7f042537fa734f6e625c9069488b74fc','b.example',47);
INSERT INTO "group_domain" VALUES(20758,'0a3d03c1a04b55e3b8e60f8cd7fbc1296cd159cf309ee5b3665c13c1c0627272','a.example',6);
INSERT INTO "group_domain" VALUES(20758,'0a3d03c1a04b55e3b8e60f8cd7fbc1296cd159cf309ee5b3665c13c1c0627272','b.example',6);
INSERT INTO "group_domain" VALUES(20758,'55a4b7f303143e38cf219885de96d0a39d870f679d5c1b669623f306a3884d14','a.example',8);
INSERT INTO "group_domain" VALUES(20758,'55a4b7f303143e38cf219885de96d0a39d870f679d5c1b669623f306a3884d14','b.example',43);
INSERT INTO "group_domain" VALUES(20758,'a9b75576d9dd6c6186199a866035ae893f791d85464ea21391d5d3e3bdd4ac61','a.example',57);
INSERT INTO "group_domain" VALUES(20758,'a9b75576d9dd6c6186199a866035ae893f791d85464ea21391d5d3e3bdd4ac61','b.example',51);
INSERT INTO "group_domain" VALUES(20767,'0a60b4593e86c5e08fbe56bcfe6bf2b7515e51718d501a822829c5ca3f8b8abc','a.example',4);
INSERT INTO "group_domain" VALUES(20767,'0a60b4593e86c5e08fbe56bcfe6bf2b7515e51718d501a822829c5ca3f8b8abc','b.example',4);
INSERT INTO "group_domain" VALUES(20767,'ca6c2146ca2e137b226e9a302e9793146b6a1b9190e00fa150640f55bacb94eb','a.example',34);
INSERT INTO "group_domain" VALUES(20767,'f2017ca9442270c6048a9b345f0318655b1da5429b5e6a97521cc8615bd11b39','b.example',3);
INSERT INTO "group_domain" VALUES(20776,'1f141cf4fb33ca9b5724e2a6d97625cf3addb4a886116c9e75d6024f5769e464','',69);
INSERT INTO "group_domain" VALUES(20776,'1f141cf4fb33ca9b5724e2a6d97625cf3addb4a886116c9e75d6024f5769e464','c.example',69);
INSERT INTO "group_domain" VALUES(20776,'48f5fcf57145075fc4411945c52e390cfb695d9c0fa0ee3fcf49594198fb1f6d','a.example',5);
INSERT INTO "group_domain" VALUES(20776,'48f5fcf57145075fc4411945c52e390cfb695d9c0fa0ee3fcf49594198fb1f6d','b.example',5);
INSERT INTO "group_domain" VALUES(20776,'4b9134be0f4cce5074850740ccab8cbcb29f678809535e0e87cd32bf93e65f6a','a.example',46);
INSERT INTO "group_domain" VALUES(20776,'58762b0f563f2cc7424fab715d48f161fd728a94b2eab2189583f1be01691142','c.example',70);
INSERT INTO "group_domain" VALUES(20776,'9998aa2d6c63d96d2f79e78a30278aaac1cd46253271d983117af535f11c1923','',69);
INSERT INTO "group_domain" VALUES(20776,'9998aa2d6c63d96d2f79e78a30278aaac1cd46253271d983117af535f11c1923','c.example',69);
INSERT INTO "group_domain" VALUES(20776,'c837bc249e746d8ef148e33da3f143e2f2fd6f60b8d53b3e975857e88adba25f','a.example',25);
INSERT INTO "group_domain" VALUES(20776,'c837bc249e746d8ef148e33da3f143e2f2fd6f60b8d53b3e975857e88adba25f','b.example',25);
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
INSERT INTO "identity" VALUES(1,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(1,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(2,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(2,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(3,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(3,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(4,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(4,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(5,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(5,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(6,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(6,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(7,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(7,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(8,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(8,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(9,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(9,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(10,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(10,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(11,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(11,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(12,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(12,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(13,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(13,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(14,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(14,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(15,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(15,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(16,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(16,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(17,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(17,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(18,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(18,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(19,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(19,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(20,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(20,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(21,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(21,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(22,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(22,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(23,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(23,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(24,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(24,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(25,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(25,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(26,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(26,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(27,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(27,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(28,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(28,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(29,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(29,1,1,'acceptable','','one.example','@one.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(30,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(30,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(31,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(31,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(32,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(32,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(33,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(33,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(34,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(34,1,1,'acceptable','','one.example','@one.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(35,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(35,1,1,'acceptable','','one.example','@one.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(36,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(36,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(37,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(37,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(38,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(38,1,1,'acceptable','','one.example','@one.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(39,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(39,1,1,'acceptable','','one.example','@one.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(40,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(40,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(41,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(41,1,1,'acceptable','','one.example','@one.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(42,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(42,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(43,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(43,1,1,'acceptable','','one.example','@one.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(44,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(44,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(45,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(45,1,1,'acceptable','','one.example','@one.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(46,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(46,1,1,'acceptable','','one.example','@one.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(47,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(47,1,1,'acceptable','','one.example','@one.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(48,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(48,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(49,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(49,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(50,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(50,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(51,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(51,1,1,'acceptable','','one.example','@one.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(52,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(52,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(53,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(53,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(54,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(54,1,1,'acceptable','','one.example','@one.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(55,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(55,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(56,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(56,1,1,'acceptable','','one.example','@one.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(57,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(57,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(58,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(58,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(59,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(59,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(60,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(60,1,1,'acceptable','','one.example','@one.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(61,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(61,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(62,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(62,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(63,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(63,1,1,'acceptable','','one.example','@one.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(64,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(64,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(65,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(65,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(66,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(66,1,1,'acceptable','','one.example','@one.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(67,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(67,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(68,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(68,1,1,'acceptable','','one.example','@one.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(69,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(69,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(70,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(70,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(71,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(71,1,1,'acceptable','','one.example','@one.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(72,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(72,1,1,'acceptable','','one.example','@one.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(73,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(73,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(74,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(74,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(75,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(75,1,1,'acceptable','','one.example','@one.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(76,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(76,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(77,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(77,1,1,'acceptable','','one.example','@one.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(78,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(78,1,1,'acceptable','','one.example','@one.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(79,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(79,1,1,'acceptable','','one.example','@one.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(80,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(80,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(81,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(81,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(82,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(82,1,1,'acceptable','','one.example','@one.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(83,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(83,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(84,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(84,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(85,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(85,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(86,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(86,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(87,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(87,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(88,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(88,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(89,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(89,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(90,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(90,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(91,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(91,1,1,'acceptable','','mail.sender.example','@mail.sender.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(92,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(92,1,1,'acceptable','','sender.example','@sender.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(105,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(105,1,1,'acceptable','','two.example','@two.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
INSERT INTO "identity" VALUES(106,0,0,'signature-failed','no such key','list.example','','','','',0,'',0,0,'unavailable',NULL,NULL,'[]');
INSERT INTO "identity" VALUES(106,1,1,'acceptable','','late.example','@late.example','s1','rsa-sha256','relaxed/relaxed',2048,'tlsrpt',0,1,'insecure',1795175940,NULL,'["from","to","subject"]');
CREATE TABLE incident (
    symptom_id           INTEGER NOT NULL,
    first_day            INTEGER NOT NULL,
    last_day             INTEGER NOT NULL,
    failed_session_count INTEGER NOT NULL CHECK (failed_session_count BETWEEN 1 AND 4611686018427387904),
    PRIMARY KEY (symptom_id, first_day)
) STRICT, WITHOUT ROWID;
INSERT INTO "incident" VALUES(2,20740,20749,2);
INSERT INTO "incident" VALUES(3,20749,20749,1);
INSERT INTO "incident" VALUES(3,20767,20767,1);
INSERT INTO "incident" VALUES(5,20740,20740,2);
INSERT INTO "incident" VALUES(6,20731,20731,1);
INSERT INTO "incident" VALUES(6,20776,20776,1);
INSERT INTO "incident" VALUES(7,20776,20776,2);
INSERT INTO "incident" VALUES(9,20731,20731,2);
INSERT INTO "incident" VALUES(10,20731,20731,2);
INSERT INTO "incident" VALUES(10,20749,20749,1);
INSERT INTO "incident" VALUES(11,20758,20767,2);
INSERT INTO "incident" VALUES(12,20758,20758,147);
INSERT INTO "incident" VALUES(13,20749,20749,1);
INSERT INTO "incident" VALUES(14,20749,20758,3);
INSERT INTO "incident" VALUES(15,20758,20758,4);
INSERT INTO "incident" VALUES(16,20749,20749,1);
INSERT INTO "incident" VALUES(17,20776,20776,3);
INSERT INTO "incident" VALUES(18,20356,20356,2);
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
INSERT INTO "message" VALUES(1,1795176000,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'stored','two.example 2026-10-05','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(2,1795176000,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'duplicate','two.example 2026-10-05 report 1','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',1);
INSERT INTO "message" VALUES(3,1795176002,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'stored','two.example 2026-10-23','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(4,1795176014,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'stored','two.example 2026-11-10','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(5,1795176002,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'stored','two.example 2026-11-10','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(6,1795176005,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'stored','two.example 2026-11-19','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(7,1795176006,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'stored','two.example 2026-11-01','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(8,1795176000,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'stored','two.example 2026-10-14','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(9,1795176019,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'duplicate','two.example 2026-11-10 report 3','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',3);
INSERT INTO "message" VALUES(10,1795176010,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'stored','two.example 2026-11-01','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(11,1795176006,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'revision','two.example 2026-10-14','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(12,1795176019,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'duplicate','two.example 2026-10-23 report 2','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',2);
INSERT INTO "message" VALUES(13,1795176010,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'revision','two.example 2026-10-23','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(14,1795176017,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'stored','two.example 2026-10-14','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(15,1795176006,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'duplicate','two.example 2026-10-05 report 1','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',1);
INSERT INTO "message" VALUES(16,1795176012,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'revision','two.example 2026-11-10','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(17,1795176016,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'revision','two.example 2026-11-10','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(18,1795176008,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'duplicate','two.example 2026-11-10 report 3','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',3);
INSERT INTO "message" VALUES(19,1795176016,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'duplicate','two.example 2026-11-01 report 6','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',6);
INSERT INTO "message" VALUES(20,1795176018,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'revision','two.example 2026-11-01','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(21,1795176001,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'revision','two.example 2026-10-05','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(22,1795176012,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'revision','two.example 2026-11-10','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(23,1795176014,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'revision','two.example 2026-11-10','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(24,1795176019,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'duplicate','two.example 2026-11-10 report 3','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',3);
INSERT INTO "message" VALUES(25,1795176000,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'revision','two.example 2026-10-23','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(26,1795176012,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'revision','two.example 2026-11-10','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(27,1795176010,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'duplicate','two.example 2026-11-10 report 16','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',16);
INSERT INTO "message" VALUES(28,1795176014,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'revision','two.example 2026-11-19','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(29,1795176014,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'stored','one.example 2026-10-14','one.example','noreply@one.example','Report Domain: example.com','one.example','example.com',NULL);
INSERT INTO "message" VALUES(30,1795176013,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'revision','two.example 2026-10-05','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(31,1795176014,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'revision','two.example 2026-11-10','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(32,1795176019,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'duplicate','two.example 2026-11-10 report 23','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',23);
INSERT INTO "message" VALUES(33,1795176008,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'revision','two.example 2026-10-23','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(34,1795176011,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'stored','one.example 2026-11-19','one.example','noreply@one.example','Report Domain: example.com','one.example','example.com',NULL);
INSERT INTO "message" VALUES(35,1795176008,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'duplicate','one.example 2026-11-19 report 25','one.example','noreply@one.example','Report Domain: example.com','one.example','example.com',25);
INSERT INTO "message" VALUES(36,1795176005,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'revision','two.example 2026-10-23','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(37,1795176002,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'revision','two.example 2026-11-10','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(38,1795176002,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'revision','one.example 2026-11-19','one.example','noreply@one.example','Report Domain: example.com','one.example','example.com',NULL);
INSERT INTO "message" VALUES(39,1795176008,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'stored','one.example 2026-10-14','one.example','noreply@one.example','Report Domain: example.com','one.example','example.com',NULL);
INSERT INTO "message" VALUES(40,1795176018,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'revision','two.example 2026-10-14','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(41,1795176019,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'duplicate','one.example 2026-11-19 report 25','one.example','noreply@one.example','Report Domain: example.com','one.example','example.com',25);
INSERT INTO "message" VALUES(42,1795176017,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'revision','two.example 2026-11-19','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(43,1795176010,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'duplicate','one.example 2026-11-19 report 25','one.example','noreply@one.example','Report Domain: example.com','one.example','example.com',25);
INSERT INTO "message" VALUES(44,1795176012,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'revision','two.example 2026-11-10','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(45,1795176011,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'stored','one.example 2026-10-05','one.example','noreply@one.example','Report Domain: example.com','one.example','example.com',NULL);
INSERT INTO "message" VALUES(46,1795176003,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'duplicate','one.example 2026-10-14 report 29','one.example','noreply@one.example','Report Domain: example.com','one.example','example.com',29);
INSERT INTO "message" VALUES(47,1795176001,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'stored','one.example 2026-11-10','one.example','noreply@one.example','Report Domain: example.com','one.example','example.com',NULL);
INSERT INTO "message" VALUES(48,1795176014,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'revision','two.example 2026-10-05','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(49,1795176014,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'revision','two.example 2026-10-23','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(50,1795176015,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'duplicate','two.example 2026-10-23 report 36','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',36);
INSERT INTO "message" VALUES(51,1795176010,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'stored','one.example 2026-10-05','one.example','noreply@one.example','Report Domain: example.com','one.example','example.com',NULL);
INSERT INTO "message" VALUES(52,1795176002,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'duplicate','two.example 2026-11-10 report 27','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',27);
INSERT INTO "message" VALUES(53,1795176002,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'revision','two.example 2026-10-05','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(54,1795176013,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'stored','one.example 2026-10-23','one.example','noreply@one.example','Report Domain: example.com','one.example','example.com',NULL);
INSERT INTO "message" VALUES(55,1795176008,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'stored','two.example 2026-10-23','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(56,1795176013,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'revision','one.example 2026-11-10','one.example','noreply@one.example','Report Domain: example.com','one.example','example.com',NULL);
INSERT INTO "message" VALUES(57,1795176007,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'revision','two.example 2026-11-19','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(58,1795176006,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'stored','two.example 2026-11-01','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(59,1795176009,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'stored','two.example 2026-10-05','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(60,1795176005,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'duplicate','one.example 2026-10-05 report 33','one.example','noreply@one.example','Report Domain: example.com','one.example','example.com',33);
INSERT INTO "message" VALUES(61,1795176001,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'stored','two.example 2026-10-23','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(62,1795176010,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'stored','two.example 2026-11-19','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(63,1795176000,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'stored','one.example 2026-10-23','one.example','noreply@one.example','Report Domain: example.com','one.example','example.com',NULL);
INSERT INTO "message" VALUES(64,1795176009,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'revision','two.example 2026-11-01','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(65,1795176011,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'duplicate','two.example 2026-10-23 report 45','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',45);
INSERT INTO "message" VALUES(66,1795176004,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'revision','one.example 2026-10-05','one.example','noreply@one.example','Report Domain: example.com','one.example','example.com',NULL);
INSERT INTO "message" VALUES(67,1795176004,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'revision','two.example 2026-11-01','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(68,1795176012,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'stored','one.example 2026-11-01','one.example','noreply@one.example','Report Domain: example.com','one.example','example.com',NULL);
INSERT INTO "message" VALUES(69,1795176005,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'revision','two.example 2026-11-01','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(70,1795176017,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'duplicate','two.example 2026-10-23 report 45','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',45);
INSERT INTO "message" VALUES(71,1795176005,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'revision','one.example 2026-11-19','one.example','noreply@one.example','Report Domain: example.com','one.example','example.com',NULL);
INSERT INTO "message" VALUES(72,1795176000,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'duplicate','one.example 2026-11-19 report 53','one.example','noreply@one.example','Report Domain: example.com','one.example','example.com',53);
INSERT INTO "message" VALUES(73,1795176000,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'revision','two.example 2026-11-01','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(74,1795176002,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'revision','two.example 2026-10-23','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(75,1795176008,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'duplicate','one.example 2026-10-05 report 49','one.example','noreply@one.example','Report Domain: example.com','one.example','example.com',49);
INSERT INTO "message" VALUES(76,1795176005,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'revision','two.example 2026-10-05','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(77,1795176013,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'duplicate','one.example 2026-10-23 report 47','one.example','noreply@one.example','Report Domain: example.com','one.example','example.com',47);
INSERT INTO "message" VALUES(78,1795176005,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'stored','one.example 2026-11-01','one.example','noreply@one.example','Report Domain: example.com','one.example','example.com',NULL);
INSERT INTO "message" VALUES(79,1795176004,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'revision','one.example 2026-10-05','one.example','noreply@one.example','Report Domain: example.com','one.example','example.com',NULL);
INSERT INTO "message" VALUES(80,1795176014,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'revision','two.example 2026-10-05','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(81,1795176000,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'revision','two.example 2026-10-23','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(82,1795176008,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'revision','one.example 2026-10-23','one.example','noreply@one.example','Report Domain: example.com','one.example','example.com',NULL);
INSERT INTO "message" VALUES(83,1795176005,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'revision','two.example 2026-11-01','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(84,1795176008,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'revision','two.example 2026-11-01','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(85,1795176003,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'revision','two.example 2026-11-10','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(86,1795176008,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'revision','two.example 2026-11-19','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(87,1795176007,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'revision','two.example 2026-10-14','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(88,1795176004,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'duplicate','two.example 2026-11-19 report 65','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',65);
INSERT INTO "message" VALUES(89,1795176006,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'revision','two.example 2026-10-23','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(90,1795176019,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','00690ad2b9eb274bc2439fb51cc6d9c4817c16beb81d0e73da9bfb67e08cf734',17,'revision','two.example 2026-10-23','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(91,1795176000,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','575ed1a8aec8ad6f57053234676fae7cbed293946e0d9107663ccb83e3632832',33,'stored','mail.sender.example 2026-11-19','mail.sender.example','noreply@mail.sender.example','Report Domain: example.com','mail.sender.example','example.com',NULL);
INSERT INTO "message" VALUES(92,1795179600,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','5bc22e8f8625d557e541c06cce16943aad37dd28a375eed0caac376949bd53fd',34,'duplicate','sender.example 2026-11-19 report 69','sender.example','noreply@sender.example','Report Domain: example.com','sender.example','example.com',69);
INSERT INTO "message" VALUES(93,1795175940,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','07058c0584888554ea50196b929c5548c096fd5a252916a2c7cec8d1565af747',36,'message-unreadable','for a test','forged.example','','','','',NULL);
INSERT INTO "message" VALUES(94,1795175880,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','d8d8e0d5befa47d9970adb1374cd9b05f3db3ca470c50b6696f4a2cc7b9dc7f1',46,'no-report-part','for a test','forged.example','','','','',NULL);
INSERT INTO "message" VALUES(95,1795175820,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','25ebff747bad4e3d8760d4d57a48874e8e395756a3480a88d6bf8a157354a885',56,'report-too-large','for a test','forged.example','','','','',NULL);
INSERT INTO "message" VALUES(96,1795175760,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','cf54ba92c29f9350e92e04dc517b48b02f97fb5505543c2d7e4872b0629b8e6b',66,'no-signature','for a test','forged.example','','','','',NULL);
INSERT INTO "message" VALUES(97,1795175700,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','0cf3cd6c26c6fc87c761ebaa797340d68a43170a7eb9a086c8a973469b188cf8',76,'signature-failed','for a test','forged.example','','','','',NULL);
INSERT INTO "message" VALUES(98,1795175640,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','f7fcff6b7fae57041af2920ed5f4a2b119f6492773f6ae6c466500297cb7ccfe',86,'signature-has-length','for a test','forged.example','','','','',NULL);
INSERT INTO "message" VALUES(99,1795175580,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','a799f74efe2a74569c0847b08429400e95963e23e4223a76ac87ce5c2b697f25',96,'service-not-allowed','for a test','forged.example','','','','',NULL);
INSERT INTO "message" VALUES(100,1795175520,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','e8694a250c3a303f09cdac4aa70804f5bc6483d591fa7b4b73ae0e0072cd417a',106,'signer-not-aligned','for a test','forged.example','','','','',NULL);
INSERT INTO "message" VALUES(101,1795175460,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','56dfb14f0b80b332146cc62d3d5b66adc98d536abf253062a0b7a67d690a3c99',116,'algorithm-refused','for a test','forged.example','','','','',NULL);
INSERT INTO "message" VALUES(102,1795175400,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','46645fc1f2031831e62935503c69b839f7d3afdf22a341a1d726ea93411a085b',126,'policy-domain-not-ours','for a test','forged.example','','','','',NULL);
INSERT INTO "message" VALUES(103,1795175340,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','7a14f5c4c0e28bad44beef323201077ad5d80223bb083e04bf59a6bf28f028ae',136,'report-implausible','for a test','forged.example','','','','',NULL);
INSERT INTO "message" VALUES(104,1795175280,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','3f1ee98f1ccf3d5aa2143104c36c8d911bab054493deb5c6d81705bd477f6e86',146,'examiner-failed','for a test','forged.example','','','','',NULL);
INSERT INTO "message" VALUES(105,1795176000,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','0cb9c63e5132b3c248ef4a3a4dc60e3c95bca942d6c9e066fdbadc748a93b022',31,'report-invalid','','two.example','noreply@two.example','Report Domain: example.com','two.example','example.com',NULL);
INSERT INTO "message" VALUES(106,1795068000,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','b91252d2509f0d28fb5b72644402cac5c36f782bfac9af8cd091c2915b399293',34,'stored','late.example 2026-11-19','late.example','noreply@late.example','Report Domain: example.com','late.example','example.com',NULL);
INSERT INTO "message" VALUES(107,1795032000,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','d5a693df81910f984f578bea5e5f59c9bcca135625d3ebd869ec21dee78d6b37',33,'key-unavailable','for a test','forged.example','','','','',NULL);
INSERT INTO "message" VALUES(108,1795158000,'lmtp','bounce@sender.example','["tlsrpt@example.com"]','4b2bdd5182ebbe06bd99a086a37d3d329e74df46d718cec06d0906450d8293ea',31,'key-unavailable','for a test','forged.example','','','','',NULL);
CREATE TABLE message_raw (
    message_id  INTEGER PRIMARY KEY REFERENCES message (id) ON DELETE CASCADE,
    received_at INTEGER NOT NULL,
    quarantined INTEGER NOT NULL CHECK (quarantined IN (0, 1)),
    octets      BLOB    NOT NULL
) STRICT;
INSERT INTO "message_raw" VALUES(1,1795176000,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(3,1795176002,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(4,1795176014,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(5,1795176002,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(6,1795176005,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(7,1795176006,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(8,1795176000,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(10,1795176010,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(11,1795176006,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(13,1795176010,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(14,1795176017,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(16,1795176012,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(17,1795176016,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(20,1795176018,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(21,1795176001,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(22,1795176012,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(23,1795176014,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(25,1795176000,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(26,1795176012,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(28,1795176014,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(29,1795176014,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(30,1795176013,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(31,1795176014,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(33,1795176008,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(34,1795176011,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(36,1795176005,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(37,1795176002,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(38,1795176002,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(39,1795176008,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(40,1795176018,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(42,1795176017,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(44,1795176012,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(45,1795176011,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(47,1795176001,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(48,1795176014,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(49,1795176014,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(51,1795176010,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(53,1795176002,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(54,1795176013,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(55,1795176008,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(56,1795176013,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(57,1795176007,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(58,1795176006,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(59,1795176009,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(61,1795176001,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(62,1795176010,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(63,1795176000,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(64,1795176009,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(66,1795176004,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(67,1795176004,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(68,1795176012,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(69,1795176005,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(71,1795176005,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(73,1795176000,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(74,1795176002,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(76,1795176005,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(78,1795176005,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(79,1795176004,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(80,1795176014,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(81,1795176000,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(82,1795176008,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(83,1795176005,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(84,1795176008,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(85,1795176003,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(86,1795176008,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(87,1795176007,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(89,1795176006,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(90,1795176019,0,X'46726F6D3A20610D0A0D0A626F64790D0A');
INSERT INTO "message_raw" VALUES(91,1795176000,0,X'46726F6D3A20614073656E6465722E6578616D706C650D0A0D0A66697273740D0A');
INSERT INTO "message_raw" VALUES(93,1795175940,1,X'46726F6D3A206140666F726765642E6578616D706C650D0A0D0A62626262626262626262');
INSERT INTO "message_raw" VALUES(94,1795175880,1,X'46726F6D3A206140666F726765642E6578616D706C650D0A0D0A6262626262626262626262626262626262626262');
INSERT INTO "message_raw" VALUES(95,1795175820,1,X'46726F6D3A206140666F726765642E6578616D706C650D0A0D0A626262626262626262626262626262626262626262626262626262626262');
INSERT INTO "message_raw" VALUES(96,1795175760,1,X'46726F6D3A206140666F726765642E6578616D706C650D0A0D0A62626262626262626262626262626262626262626262626262626262626262626262626262626262');
INSERT INTO "message_raw" VALUES(97,1795175700,1,X'46726F6D3A206140666F726765642E6578616D706C650D0A0D0A6262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262');
INSERT INTO "message_raw" VALUES(98,1795175640,1,X'46726F6D3A206140666F726765642E6578616D706C650D0A0D0A626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262');
INSERT INTO "message_raw" VALUES(99,1795175580,1,X'46726F6D3A206140666F726765642E6578616D706C650D0A0D0A62626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262');
INSERT INTO "message_raw" VALUES(100,1795175520,1,X'46726F6D3A206140666F726765642E6578616D706C650D0A0D0A6262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262');
INSERT INTO "message_raw" VALUES(101,1795175460,1,X'46726F6D3A206140666F726765642E6578616D706C650D0A0D0A626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262');
INSERT INTO "message_raw" VALUES(102,1795175400,1,X'46726F6D3A206140666F726765642E6578616D706C650D0A0D0A62626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262');
INSERT INTO "message_raw" VALUES(103,1795175340,1,X'46726F6D3A206140666F726765642E6578616D706C650D0A0D0A6262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262');
INSERT INTO "message_raw" VALUES(104,1795175280,1,X'46726F6D3A206140666F726765642E6578616D706C650D0A0D0A626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262626262');
INSERT INTO "message_raw" VALUES(105,1795176000,1,X'46726F6D3A20614074776F2E6578616D706C650D0A0D0A62726F6B656E0D0A');
INSERT INTO "message_raw" VALUES(106,1795068000,0,X'46726F6D3A206140666F726765642E6578616D706C650D0A0D0A6D656E6465640D0A');
INSERT INTO "message_raw" VALUES(107,1795032000,1,X'46726F6D3A206140666F726765642E6578616D706C650D0A0D0A7374696C6C0D0A');
INSERT INTO "message_raw" VALUES(108,1795158000,1,X'46726F6D3A206140666F726765642E6578616D706C650D0A0D0A6E65770D0A');
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
INSERT INTO "policy" VALUES(1,1,20731,'sts','b.example','["version: STSv1","mode: testing"]','["*.example.net"]',3,0);
INSERT INTO "policy" VALUES(2,2,20749,'no-policy-found','b.example','[]','["*.example.net"]',3,0);
INSERT INTO "policy" VALUES(3,3,20767,'sts','b.example','["version: STSv1","mode: testing"]','["*.example.net"]',2,0);
INSERT INTO "policy" VALUES(4,4,20767,'no-policy-found','b.example','["version: STSv1","mode: testing"]','["*.example.net"]',3,0);
INSERT INTO "policy" VALUES(5,5,20776,'sts','b.example','[]','["*.example.net"]',2,0);
INSERT INTO "policy" VALUES(6,5,20776,'no-policy-found','b.example','["mode: enforce"]','["*.example.net"]',2,0);
INSERT INTO "policy" VALUES(7,6,20758,'no-policy-found','b.example','["version: STSv1","mode: testing"]','["*.example.net"]',2,0);
INSERT INTO "policy" VALUES(8,6,20758,'sts','b.example','["mode: enforce"]','["*.example.net"]',2,0);
INSERT INTO "policy" VALUES(9,7,20740,'tlsa','b.example','["version: STSv1","mode: testing"]','["*.example.net"]',2,0);
INSERT INTO "policy" VALUES(10,8,20758,'no-policy-found','a.example','["version: STSv1","mode: testing"]','["*.example.net"]',2,0);
INSERT INTO "policy" VALUES(11,9,20740,'no-policy-found','b.example','[]','["*.example.net"]',2,0);
INSERT INTO "policy" VALUES(12,9,20740,'tlsa','b.example','["Mode:TESTING","version: STSv1 "]','["*.example.net"]',3,0);
INSERT INTO "policy" VALUES(13,10,20749,'tlsa','b.example','["Mode:TESTING","version: STSv1 "]','["*.example.net"]',1,0);
INSERT INTO "policy" VALUES(14,11,20740,'sts','b.example','[]','["*.example.net"]',3,0);
INSERT INTO "policy" VALUES(15,12,20767,'no-policy-found','b.example','["version: STSv1","mode: testing"]','["*.example.net"]',3,0);
INSERT INTO "policy" VALUES(16,13,20767,'tlsa','b.example','["mode: enforce"]','["*.example.net"]',2,0);
INSERT INTO "policy" VALUES(17,14,20758,'tlsa','b.example','[]','["*.example.net"]',2,0);
INSERT INTO "policy" VALUES(18,15,20731,'tlsa','b.example','["version: STSv1","mode: testing"]','["*.example.net"]',1,0);
INSERT INTO "policy" VALUES(19,16,20767,'tlsa','a.example','[]','["*.example.net"]',2,0);
INSERT INTO "policy" VALUES(20,16,20767,'sts','b.example','[]','["*.example.net"]',2,0);
INSERT INTO "policy" VALUES(21,17,20767,'sts','b.example','["Mode:TESTING","version: STSv1 "]','["*.example.net"]',3,0);
INSERT INTO "policy" VALUES(22,17,20767,'sts','b.example','["mode: enforce"]','["*.example.net"]',2,0);
INSERT INTO "policy" VALUES(23,18,20749,'tlsa','b.example','["Mode:TESTING","version: STSv1 "]','["*.example.net"]',1,0);
INSERT INTO "policy" VALUES(24,19,20767,'sts','b.example','["mode: enforce"]','["*.example.net"]',1,0);
INSERT INTO "policy" VALUES(25,19,20767,'no-policy-found','a.example','[]','["*.example.net"]',2,0);
INSERT INTO "policy" VALUES(26,20,20776,'tlsa','b.example','["mode: enforce"]','["*.example.net"]',1,0);
INSERT INTO "policy" VALUES(27,21,20740,'sts','a.example','[]','["*.example.net"]',3,0);
INSERT INTO "policy" VALUES(28,22,20731,'no-policy-found','b.example','["version: STSv1","mode: testing"]','["*.example.net"]',2,0);
INSERT INTO "policy" VALUES(29,22,20731,'tlsa','b.example','["version: STSv1","mode: testing"]','["*.example.net"]',2,0);
INSERT INTO "policy" VALUES(30,23,20767,'sts','b.example','["Mode:TESTING","version: STSv1 "]','["*.example.net"]',1,0);
INSERT INTO "policy" VALUES(31,23,20767,'no-policy-found','a.example','[]','["*.example.net"]',2,0);
INSERT INTO "policy" VALUES(32,24,20749,'sts','b.example','["Mode:TESTING","version: STSv1 "]','["*.example.net"]',3,0);
INSERT INTO "policy" VALUES(33,24,20749,'tlsa','a.example','["version: STSv1","mode: testing"]','["*.example.net"]',2,0);
INSERT INTO "policy" VALUES(34,25,20776,'tlsa','b.example','["mode: enforce"]','["*.example.net"]',1,0);
INSERT INTO "policy" VALUES(35,26,20749,'sts','a.example','[]','["*.example.net"]',3,0);
INSERT INTO "policy" VALUES(36,26,20749,'tlsa','b.example','["Mode:TESTING","version: STSv1 "]','["*.example.net"]',3,0);
INSERT INTO "policy" VALUES(37,27,20767,'sts','b.example','["mode: enforce"]','["*.example.net"]',2,0);
INSERT INTO "policy" VALUES(38,28,20776,'tlsa','b.example','["mode: enforce"]','["*.example.net"]',1,0);
INSERT INTO "policy" VALUES(39,28,20776,'sts','b.example','["version: STSv1","mode: testing"]','["*.example.net"]',1,0);
INSERT INTO "policy" VALUES(40,29,20740,'sts','b.example','["version: STSv1","mode: testing"]','["*.example.net"]',1,0);
INSERT INTO "policy" VALUES(41,30,20740,'tlsa','b.example','[]','["*.example.net"]',3,0);
INSERT INTO "policy" VALUES(42,30,20740,'tlsa','b.example','["Mode:TESTING","version: STSv1 "]','["*.example.net"]',1,0);
INSERT INTO "policy" VALUES(43,31,20776,'tlsa','a.example','["mode: enforce"]','["*.example.net"]',2,0);
INSERT INTO "policy" VALUES(44,31,20776,'tlsa','b.example','[]','["*.example.net"]',3,0);
INSERT INTO "policy" VALUES(45,32,20767,'sts','b.example','["Mode:TESTING","version: STSv1 "]','["*.example.net"]',2,0);
INSERT INTO "policy" VALUES(46,33,20731,'no-policy-found','b.example','["Mode:TESTING","version: STSv1 "]','["*.example.net"]',3,0);
INSERT INTO "policy" VALUES(47,33,20731,'tlsa','a.example','[]','["*.example.net"]',3,0);
INSERT INTO "policy" VALUES(48,34,20767,'tlsa','a.example','["Mode:TESTING","version: STSv1 "]','["*.example.net"]',3,0);
INSERT INTO "policy" VALUES(49,35,20731,'no-policy-found','b.example','[]','["*.example.net"]',2,0);
INSERT INTO "policy" VALUES(50,35,20731,'sts','a.example','["Mode:TESTING","version: STSv1 "]','["*.example.net"]',2,0);
INSERT INTO "policy" VALUES(51,36,20749,'no-policy-found','b.example','["mode: enforce"]','["*.example.net"]',3,0);
INSERT INTO "policy" VALUES(52,37,20731,'no-policy-found','a.example','["Mode:TESTING","version: STSv1 "]','["*.example.net"]',3,0);
INSERT INTO "policy" VALUES(53,37,20731,'sts','b.example','["version: STSv1","mode: testing"]','["*.example.net"]',1,0);
INSERT INTO "policy" VALUES(54,38,20731,'tlsa','b.example','["mode: enforce"]','["*.example.net"]',2,0);
INSERT INTO "policy" VALUES(55,38,20731,'no-policy-found','b.example','["mode: enforce"]','["*.example.net"]',2,0);
INSERT INTO "policy" VALUES(56,39,20749,'tlsa','a.example','["Mode:TESTING","version: STSv1 "]','["*.example.net"]',2,0);
INSERT INTO "policy" VALUES(57,40,20749,'sts','b.example','["Mode:TESTING","version: STSv1 "]','["*.example.net"]',3,0);
INSERT INTO "policy" VALUES(58,40,20749,'tlsa','b.example','[]','["*.example.net"]',1,0);
INSERT INTO "policy" VALUES(59,41,20767,'tlsa','a.example','["Mode:TESTING","version: STSv1 "]','["*.example.net"]',2,0);
INSERT INTO "policy" VALUES(60,42,20776,'sts','b.example','["version: STSv1","mode: testing"]','["*.example.net"]',1,0);
INSERT INTO "policy" VALUES(61,43,20758,'tlsa','b.example','["version: STSv1","mode: testing"]','["*.example.net"]',1,0);
INSERT INTO "policy" VALUES(62,43,20758,'sts','b.example','["version: STSv1","mode: testing"]','["*.example.net"]',3,0);
INSERT INTO "policy" VALUES(63,44,20731,'tlsa','b.example','["mode: enforce"]','["*.example.net"]',2,0);
INSERT INTO "policy" VALUES(64,45,20749,'tlsa','a.example','["Mode:TESTING","version: STSv1 "]','["*.example.net"]',3,0);
INSERT INTO "policy" VALUES(65,46,20776,'sts','a.example','["mode: enforce"]','["*.example.net"]',2,0);
INSERT INTO "policy" VALUES(66,47,20749,'no-policy-found','b.example','["mode: enforce"]','["*.example.net"]',2,0);
INSERT INTO "policy" VALUES(67,48,20758,'sts','b.example','["version: STSv1","mode: testing"]','["*.example.net"]',1,0);
INSERT INTO "policy" VALUES(68,48,20758,'tlsa','a.example','["Mode:TESTING","version: STSv1 "]','["*.example.net"]',2,0);
INSERT INTO "policy" VALUES(69,49,20731,'tlsa','b.example','[]','["*.example.net"]',2,0);
INSERT INTO "policy" VALUES(70,50,20758,'tlsa','b.example','["mode: enforce"]','["*.example.net"]',2,0);
INSERT INTO "policy" VALUES(71,50,20758,'tlsa','b.example','["Mode:TESTING","version: STSv1 "]','["*.example.net"]',2,0);
INSERT INTO "policy" VALUES(72,51,20758,'tlsa','b.example','[]','["*.example.net"]',2,0);
INSERT INTO "policy" VALUES(73,52,20758,'tlsa','b.example','["version: STSv1","mode: testing"]','["*.example.net"]',1,0);
INSERT INTO "policy" VALUES(74,53,20776,'sts','b.example','["Mode:TESTING","version: STSv1 "]','["*.example.net"]',1,0);
INSERT INTO "policy" VALUES(75,53,20776,'sts','a.example','["Mode:TESTING","version: STSv1 "]','["*.example.net"]',1,0);
INSERT INTO "policy" VALUES(76,54,20758,'tlsa','b.example','["Mode:TESTING","version: STSv1 "]','["*.example.net"]',1,0);
INSERT INTO "policy" VALUES(77,55,20749,'no-policy-found','a.example','["version: STSv1","mode: testing"]','["*.example.net"]',2,0);
INSERT INTO "policy" VALUES(78,55,20749,'no-policy-found','b.example','["Mode:TESTING","version: STSv1 "]','["*.example.net"]',2,0);
INSERT INTO "policy" VALUES(79,56,20731,'sts','b.example','[]','["*.example.net"]',3,0);
INSERT INTO "policy" VALUES(80,57,20758,'tlsa','a.example','["version: STSv1","mode: testing"]','["*.example.net"]',3,0);
INSERT INTO "policy" VALUES(81,57,20758,'no-policy-found','a.example','["Mode:TESTING","version: STSv1 "]','["*.example.net"]',2,0);
INSERT INTO "policy" VALUES(82,58,20731,'tlsa','b.example','["mode: enforce"]','["*.example.net"]',3,0);
INSERT INTO "policy" VALUES(83,59,20731,'tlsa','a.example','["mode: enforce"]','["*.example.net"]',1,0);
INSERT INTO "policy" VALUES(84,59,20731,'sts','b.example','["version: STSv1","mode: testing"]','["*.example.net"]',1,0);
INSERT INTO "policy" VALUES(85,60,20749,'sts','a.example','["mode: enforce"]','["*.example.net"]',3,0);
INSERT INTO "policy" VALUES(86,60,20749,'tlsa','b.example','[]','["*.example.net"]',3,0);
INSERT INTO "policy" VALUES(87,61,20749,'sts','a.example','[]','["*.example.net"]',2,0);
INSERT INTO "policy" VALUES(88,62,20758,'no-policy-found','b.example','["mode: enforce"]','["*.example.net"]',3,0);
INSERT INTO "policy" VALUES(89,63,20758,'tlsa','b.example','["Mode:TESTING","version: STSv1 "]','["*.example.net"]',1,0);
INSERT INTO "policy" VALUES(90,63,20758,'tlsa','a.example','["version: STSv1","mode: testing"]','["*.example.net"]',3,0);
INSERT INTO "policy" VALUES(91,64,20767,'tlsa','a.example','[]','["*.example.net"]',2,0);
INSERT INTO "policy" VALUES(92,64,20767,'tlsa','b.example','["version: STSv1","mode: testing"]','["*.example.net"]',3,0);
INSERT INTO "policy" VALUES(93,65,20776,'sts','b.example','["version: STSv1","mode: testing"]','["*.example.net"]',3,0);
INSERT INTO "policy" VALUES(94,65,20776,'no-policy-found','a.example','[]','["*.example.net"]',1,0);
INSERT INTO "policy" VALUES(95,66,20740,'no-policy-found','b.example','["Mode:TESTING","version: STSv1 "]','["*.example.net"]',3,0);
INSERT INTO "policy" VALUES(96,67,20749,'tlsa','b.example','[]','["*.example.net"]',3,0);
INSERT INTO "policy" VALUES(97,68,20749,'tlsa','b.example','["version: STSv1","mode: testing"]','["*.example.net"]',1,0);
INSERT INTO "policy" VALUES(98,68,20749,'sts','a.example','["mode: enforce"]','["*.example.net"]',3,0);
INSERT INTO "policy" VALUES(99,69,20776,'tlsa','c.example','["version: STSv1","mode: \"testing\"\t"]','["*.example.net"]',7,3);
INSERT INTO "policy" VALUES(100,69,20776,'sts','','["version: STSv1","mode: \"testing\"\t"]','["*.example.net"]',1,0);
INSERT INTO "policy" VALUES(101,70,20776,'sts','c.example','["version: STSv1","mode: \"testing\"\t"]','["*.example.net"]',5,0);
CREATE TABLE policy_text (
    id            INTEGER PRIMARY KEY,
    digest        TEXT    NOT NULL UNIQUE,              -- of the type and the lines in one spelling
    policy_string TEXT    NOT NULL,                     -- list, as one of those who saw it sent it
    last_day      INTEGER NOT NULL                      -- the last day a report of it speaks of
) STRICT;
INSERT INTO "policy_text" VALUES(1,'059e2f6c6f40b1c8117ddf8a0cc40408e3d94e777eced775532facde4911c66c','["Mode:TESTING","version: STSv1 "]',20767);
INSERT INTO "policy_text" VALUES(2,'59b351382b2211acfa274078f5572651f0a30f4a81ae015acb8775d2dd54774c','["version: STSv1","mode: testing"]',20767);
INSERT INTO "policy_text" VALUES(3,'19b2f5f71913bd12d4ff9c02433a730ba955ecb146c035bfea2e6ee3f5a272b9','["mode: enforce"]',20776);
INSERT INTO "policy_text" VALUES(4,'c396097b5af785f0a145ee3c7cf1024ccde90407c0e6f8d62aad065ffd7cee7b','["mode: enforce"]',20776);
INSERT INTO "policy_text" VALUES(5,'995cace04900d203b5b5c4e63079b9a0533ac569278c5be54bd1e5bde19a4237','["version: STSv1","mode: testing"]',20758);
INSERT INTO "policy_text" VALUES(6,'e1e88deba002e45f8fbf81e05e88deec5d2ab06a50622c0d5f192456a6ad5a5a','["Mode:TESTING","version: STSv1 "]',20767);
INSERT INTO "policy_text" VALUES(7,'8e07e117889e99cd7f3182c77f1d40a7ba894b4ba060d9e732d27944207e05a2','["mode: enforce"]',20776);
INSERT INTO "policy_text" VALUES(8,'332b36a45e3eef8916e98698b96bf9ad62fa5898c989bfb9816adcf31743af80','["Mode:TESTING","version: STSv1 "]',20758);
INSERT INTO "policy_text" VALUES(9,'999364c993a19a65bd548f105d1fcd30efd2b8c8bb64b4d5a9694fad5c2b2a35','["version: STSv1","mode: \"testing\"\t"]',20776);
INSERT INTO "policy_text" VALUES(10,'1197fd2089977dcebcd8311186daa76044505f3bf600ef836b0ed36ead8361e9','["version: STSv1","mode: \"testing\"\t"]',20776);
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
, signed INTEGER NOT NULL DEFAULT 0 CHECK (signed IN (0, 1))) STRICT;
INSERT INTO "quarantine" VALUES(93,1795175940,'message-unreadable',1,0,1,36,0,NULL,0);
INSERT INTO "quarantine" VALUES(94,1795175880,'no-report-part',1,0,1,46,0,NULL,0);
INSERT INTO "quarantine" VALUES(95,1795175820,'report-too-large',0,1,1,56,0,NULL,0);
INSERT INTO "quarantine" VALUES(96,1795175760,'no-signature',1,0,1,66,0,NULL,0);
INSERT INTO "quarantine" VALUES(97,1795175700,'signature-failed',1,0,1,76,0,NULL,0);
INSERT INTO "quarantine" VALUES(98,1795175640,'signature-has-length',0,1,1,86,0,NULL,0);
INSERT INTO "quarantine" VALUES(99,1795175580,'service-not-allowed',1,0,1,96,0,NULL,0);
INSERT INTO "quarantine" VALUES(100,1795175520,'signer-not-aligned',1,0,1,106,0,NULL,0);
INSERT INTO "quarantine" VALUES(101,1795175460,'algorithm-refused',0,1,1,116,0,NULL,0);
INSERT INTO "quarantine" VALUES(102,1795175400,'policy-domain-not-ours',1,0,1,126,0,NULL,0);
INSERT INTO "quarantine" VALUES(103,1795175340,'report-implausible',1,0,1,136,0,NULL,0);
INSERT INTO "quarantine" VALUES(104,1795175280,'examiner-failed',0,1,1,146,0,NULL,0);
INSERT INTO "quarantine" VALUES(105,1795176000,'report-invalid',1,0,1,31,0,NULL,1);
INSERT INTO "quarantine" VALUES(107,1795032000,'key-unavailable',1,0,1,33,1,1795049100,0);
INSERT INTO "quarantine" VALUES(108,1795158000,'key-unavailable',1,0,1,31,0,1795173300,0);
CREATE TABLE quarantine_day (
    day            INTEGER PRIMARY KEY,                 -- of receipt
    mails          INTEGER NOT NULL,                    -- in quarantine now
    bodies_dropped INTEGER NOT NULL,                    -- kept without their body, over the budget
    junk_evicted   INTEGER NOT NULL                     -- on that day received, thrown away to make room
, bodies INTEGER NOT NULL DEFAULT 0, bodiless_evicted INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO "quarantine_day" VALUES(20769,0,0,0,0,0);
INSERT INTO "quarantine_day" VALUES(20775,1,0,0,1,0);
INSERT INTO "quarantine_day" VALUES(20776,0,0,0,0,0);
INSERT INTO "quarantine_day" VALUES(20777,14,0,0,14,0);
CREATE TABLE quarantine_use (
    one        INTEGER PRIMARY KEY CHECK (one = 1),
    kept_bytes INTEGER NOT NULL                         -- the sum over quarantine
, bodiless INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO "quarantine_use" VALUES(1,1187,0);
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
INSERT INTO "report" VALUES(1,1,20731,'two.example','two.example','noreply@two.example','Sender Inc.','id 2',1791158400,1791244799,'smtp-tls@sender.example','8877036549d83a74bea3fafccb319fe5774fe6605adc2d41118d94eaac522fae','0bc2209a0e9fa8f846bacfdbebc5d6beb9f93f6ca8ceba213e9c3b43a9851893',1795176000,NULL,NULL,0);
INSERT INTO "report" VALUES(2,3,20749,'two.example','two.example','noreply@two.example','Sender Inc.','id 2',1792713600,1792799999,'smtp-tls@sender.example','2e51d5b9910b53fd2a9c03edcefa28ca4626156ef73f854b4c66c50019041e4d','1ffbebaa012bfeeddcbee40216ebdcacfc8b0b130218c7935c9ab3bb7e2689d5',1795176002,NULL,NULL,0);
INSERT INTO "report" VALUES(3,4,20767,'two.example','two.example','noreply@two.example','Sender Inc.','id 1',1794268800,1794355199,'smtp-tls@sender.example','80db8ae6b09563447bcad477f702621fb577ff6755c6a695bdd8a5029c7387ea','304a42b573517c478d33d6b12efcc673108dc366a6e0a5dc3a4e4c0ad8746150',1795176008,NULL,NULL,0);
INSERT INTO "report" VALUES(4,5,20767,'two.example','two.example','noreply@two.example','Sender Inc.','id 2',1794268800,1794355199,'smtp-tls@sender.example','2c0c8fc1dbe675025cd0a2cb2e189f6db675b2429514b0ce6785964725ee9690','a51f1bb1e27d0bc235cc08b3d3d31b66ca95d8da83b8868df92996b1d3cacf10',1795176002,NULL,NULL,0);
INSERT INTO "report" VALUES(5,6,20776,'two.example','two.example','noreply@two.example','Sender Inc.','id 2',1795046400,1795132799,'smtp-tls@sender.example','57fb1bfa1ace402ddb3967af8962f20aab18bceb0465ec866611da58c7e2e6ab','6dbdc65dc866365d5b0bf737aaa11796fd40af34780c109bc38eb942adca1cf1',1795176005,NULL,NULL,0);
INSERT INTO "report" VALUES(6,7,20758,'two.example','two.example','noreply@two.example','Sender Inc.','id 1',1793491200,1793577599,'smtp-tls@sender.example','4ab6e6c22b6a0b993a95abee2abc008b986e03a3e5277e0b444d361a4fcadce3','cf164d60ae144cd95aa5e0f17d03daa7b242c6067065e30b5380e785cfe03ed0',1795176006,NULL,NULL,0);
INSERT INTO "report" VALUES(7,8,20740,'two.example','two.example','noreply@two.example','Sender Inc.','id 2',1791936000,1792022399,'smtp-tls@sender.example','3d38a1a60476d061a02902d5d00c61bd2c1498ac0a2102a80d56b8bc3fe128bc','75046ed469448992e9d5dfe8c099d2babf5044f455a3feb60a85800f01a7a329',1795176000,NULL,NULL,0);
INSERT INTO "report" VALUES(8,10,20758,'two.example','two.example','noreply@two.example','Sender Inc.','id 2',1793491200,1793577599,'smtp-tls@sender.example','a3b678569e812fb97a0f0c1292994849b3cd57a1dd88069c36cf12ce0a7a9346','42a6e11c3e569694eb769369485e487339017c1dee671b1780cdf0f20fff2442',1795176010,NULL,NULL,1);
INSERT INTO "report" VALUES(9,11,20740,'two.example','two.example','noreply@two.example','Sender Inc.','id 2',1791936000,1792022399,'smtp-tls@sender.example','1dd2d3beb9a13df7e3049d64955103aa0176b47057f674456a3ad2ef97e39fb0','10e4379243968b32f7f90c28d000563a55207f91961cf81c481ddadfa2f0dc85',1795176006,7,7,0);
INSERT INTO "report" VALUES(10,13,20749,'two.example','two.example','noreply@two.example','Sender Inc.','id 2',1792713600,1792799999,'smtp-tls@sender.example','842cca7e81443ab4d60994426eb686dbb2695a3dcc88a51fd2bcdfe581bfef80','1a07149af92f0ca5bdbbb130aa37384eb80109bc81ff84ab191e5319eb8ca075',1795176010,2,2,0);
INSERT INTO "report" VALUES(11,14,20740,'two.example','two.example','noreply@two.example','Sender Inc.','id 1',1791936000,1792022399,'smtp-tls@sender.example','847c98689963d92ba3bb5b6a45d13bf30c3ee843aff31bcea462e9837334e858','62ee5f1069539fafc02d24d59f4dfae91e53c0929ef6407da862bace3cf61e9c',1795176017,NULL,NULL,1);
INSERT INTO "report" VALUES(12,16,20767,'two.example','two.example','noreply@two.example','Sender Inc.','id 1',1794268800,1794355199,'smtp-tls@sender.example','4ec3998ef2f5f663446e2ab1a55a342cc8a52893ea0cccb868bca0fd9a3a5efb','8fec7355f1eb3d520a9cf3b26346396aa00fdd174b28db9bfb4243fbeb5818b8',1795176012,3,3,0);
INSERT INTO "report" VALUES(13,17,20767,'two.example','two.example','noreply@two.example','Sender Inc.','id 2',1794268800,1794355199,'smtp-tls@sender.example','25e9a947e3c13a9d9906526bd3bf5d2364a01f7ea3670b40d41649d3e9a9501c','60e5cf1ab2adf11457159bbaa40c0d557db6efaa276ca14f6453363f80626e4f',1795176016,4,4,1);
INSERT INTO "report" VALUES(14,20,20758,'two.example','two.example','noreply@two.example','Sender Inc.','id 1',1793491200,1793577599,'smtp-tls@sender.example','136fa0a2a3fb245109b5d4b7b4f7820930f115b872d8365889d89d53a0721724','665e2931f09330f744f2f48c39330b7b5e1efd3c315365a7b76ec0db044ac85e',1795176018,6,6,1);
INSERT INTO "report" VALUES(15,21,20731,'two.example','two.example','noreply@two.example','Sender Inc.','id 2',1791158400,1791244799,'smtp-tls@sender.example','95b1d4b3382a513a54fa337d8e2c4f3b26744d311e60be450b2b88c1fdd5cbca','fc43093364af850293b3f224bacf23a15802481ac7d661e54be6c2bc72d4c1a9',1795176001,1,1,0);
INSERT INTO "report" VALUES(16,22,20767,'two.example','two.example','noreply@two.example','Sender Inc.','id 2',1794268800,1794355199,'smtp-tls@sender.example','0346023881924d1460a71ad3c75152e0415f220eba8f3b106f166fb99099912e','95ad0da62f9e90eccbbd6f5cb5c304e5f7ec65db9d093d4d7ee4560ed508de62',1795176010,4,13,0);
INSERT INTO "report" VALUES(17,23,20767,'two.example','two.example','noreply@two.example','Sender Inc.','id 1',1794268800,1794355199,'smtp-tls@sender.example','316fea3d2c251c7daed2a140de8eb88ea46dc2878d3cceeea9b16cc2c6adf66b','051701581da800972f9b240ee2279542ba82a9b0a88affd1f8bace93b16485f9',1795176014,3,12,1);
INSERT INTO "report" VALUES(18,25,20749,'two.example','two.example','noreply@two.example','Sender Inc.','id 2',1792713600,1792799999,'smtp-tls@sender.example','ea8331e3837b284957d216fc494eb4997be34393b30b9b8d04a94c09553d270e','2a070a7a90391f14016cf0cfc83625e3acf0ab5f0c1d0110427f0f80f35a195c',1795176000,2,10,0);
INSERT INTO "report" VALUES(19,26,20767,'two.example','two.example','noreply@two.example','Sender Inc.','id 2',1794268800,1794355199,'smtp-tls@sender.example','19c73ea4fafc2bce1a07ff8276001509dffcd4681f0234f83552ede737995faa','9623744de1b36394f6b58ae26abd5700332f35a5f291117e05d455d7a5e8eaee',1795176012,4,13,0);
INSERT INTO "report" VALUES(20,28,20776,'two.example','two.example','noreply@two.example','Sender Inc.','id 2',1795046400,1795132799,'smtp-tls@sender.example','0a9f928eccd7e3acb46edcdeb526b4071a7d295b97d23c59621eb53a40af7fe7','2b72c5dbd547623efdc7df764541011144a86931beaba39c060520890c595463',1795176014,5,5,0);
INSERT INTO "report" VALUES(21,29,20740,'one.example','one.example','noreply@one.example','Sender Inc.','id 2',1791936000,1792022399,'smtp-tls@sender.example','3564565636bd2509eb53e6912dd9d8e4fa6a43664149f33e6cf871eb589d7b82','4080645b4b6b63f4de38bd7bd8cddd8f365dcaffcbb8c7f00f31d7d6dfb41062',1795176014,NULL,NULL,1);
INSERT INTO "report" VALUES(22,30,20731,'two.example','two.example','noreply@two.example','Sender Inc.','id 2',1791158400,1791244799,'smtp-tls@sender.example','4e91c14d4fadf40e854a7c2b52c7336476680f0fa374b1a621b9ff4ada76b2ed','774c28b5c598f35ff633777e03dfcb18a0756ccde6b3d800e04bd5a3b1758007',1795176013,1,15,0);
INSERT INTO "report" VALUES(23,31,20767,'two.example','two.example','noreply@two.example','Sender Inc.','id 2',1794268800,1794355199,'smtp-tls@sender.example','3d12b74df8e649eca05914051a66d083d192d88d1fce1a663b9d6376939fa98b','7f6c7fe885761e325bd0d5abd8477f686b68aff0bc535a9d61fe93acf21f4088',1795176014,4,13,0);
INSERT INTO "report" VALUES(24,33,20749,'two.example','two.example','noreply@two.example','Sender Inc.','id 2',1792713600,1792799999,'smtp-tls@sender.example','5ff25f0bdb8bdfdd9f3499552fc822c48c446677962eefb4dd13c2208abc17e5','8e3583f0209e1eb409fb1a80fd2eee01bac1ffa8f4d44e36dfce4d77f0853e28',1795176008,2,10,0);
INSERT INTO "report" VALUES(25,34,20776,'one.example','one.example','noreply@one.example','Sender Inc.','id 2',1795046400,1795132799,'smtp-tls@sender.example','13de69f70368d39101b92da72b9ec88560b6adbeb2b786d8ca6e88138b208621','b41e98aff15ace125397dcad72d686de028e178dd8112c75c6b6e5e8b1280e50',1795176008,NULL,NULL,1);
INSERT INTO "report" VALUES(26,36,20749,'two.example','two.example','noreply@two.example','Sender Inc.','id 2',1792713600,1792799999,'smtp-tls@sender.example','241c6949786748cb2606ba5a1b2607fc501cdac9c535d62a38c6a65de9fb0a28','a525b4ad679c7500d6de76d19688712cb46e8c42ced7511c28d9da80f73edc89',1795176005,2,10,0);
INSERT INTO "report" VALUES(27,37,20767,'two.example','two.example','noreply@two.example','Sender Inc.','id 2',1794268800,1794355199,'smtp-tls@sender.example','73f18ed124c6917015a300f91a591d081157f810eabaaae4b2d15355eddc97eb','c4d85a3a4acfc1e6abcd9699d0da701a202ff09c0d8d8ff44078ad66aac4f5aa',1795176002,4,13,0);
INSERT INTO "report" VALUES(28,38,20776,'one.example','one.example','noreply@one.example','Sender Inc.','id 2',1795046400,1795132799,'smtp-tls@sender.example','8aebe283f907b018f605bc36e2521530aa1826b4ec718710b5ee7b4d0f53a7f3','026d52ae76ed0a27b544507f87e59afd9c063c794f7a258242ab9488a546ce49',1795176002,25,25,0);
INSERT INTO "report" VALUES(29,39,20740,'one.example','one.example','noreply@one.example','Sender Inc.','id 1',1791936000,1792022399,'smtp-tls@sender.example','59377cdc5e857bb7147d171184154700da1923721e9f5d011e98284f4fdb3f57','80e7ffebb229a3d362f88c3f2a8b79ee0912bda3370f10e76d616f22f69a5bc8',1795176003,NULL,NULL,1);
INSERT INTO "report" VALUES(30,40,20740,'two.example','two.example','noreply@two.example','Sender Inc.','id 2',1791936000,1792022399,'smtp-tls@sender.example','6813b542c0e78111783a424f66ef811627d3b1e30e4d361cc75683890018b141','707a66c81c36ca5ba39433f5fcca7143a133b96e1b59541267ca04677677d7c3',1795176018,7,9,1);
INSERT INTO "report" VALUES(31,42,20776,'two.example','two.example','noreply@two.example','Sender Inc.','id 2',1795046400,1795132799,'smtp-tls@sender.example','222ded96384266508d9a5277765f5fff0d23c96f097dd5d70b86d6cf151ad2bf','4fb4adff2fd3bae047a1ef4f614102cbc9cbf67b3151ab73e68b95ba52c0da2e',1795176017,5,20,1);
INSERT INTO "report" VALUES(32,44,20767,'two.example','two.example','noreply@two.example','Sender Inc.','id 1',1794268800,1794355199,'smtp-tls@sender.example','1c05d9549196481a11feab2da3efa50e5d7ef4b8c9ad3f36e868e90f1c77e7d5','81f0048521ea510057ab5da02a4f18e3564cc0ac33b9c977f12e2079b2197bf0',1795176012,3,17,0);
INSERT INTO "report" VALUES(33,45,20731,'one.example','one.example','noreply@one.example','Sender Inc.','id 2',1791158400,1791244799,'smtp-tls@sender.example','397ddbb27f3a33ae8b318e742aa8e510844aed9ba57ca9855cf81460c8fe0176','99a9e444ca292671b8a9f0d8d516b4f2bc066b4250737682cd2af90e2d2c17c9',1795176005,NULL,NULL,1);
INSERT INTO "report" VALUES(34,47,20767,'one.example','one.example','noreply@one.example','Sender Inc.','id 2',1794268800,1794355199,'smtp-tls@sender.example','9c37292062525e9da80148f36c930db7b72e39df2c9b9e1ba87abf5cce53dcc7','5cca1f7df47f591722c81e884e67f947efd4d219f1caa8e5765ed89e8b333d3d',1795176001,NULL,NULL,0);
INSERT INTO "report" VALUES(35,48,20731,'two.example','two.example','noreply@two.example','Sender Inc.','id 2',1791158400,1791244799,'smtp-tls@sender.example','4ca2a7fbfcacfd55a3ebc284ee97d8a5f2bf79b9ebf4ab02524534bbf1386dd0','3d32f0d727b6b1070bc0544d19e895dd9cceda65f1309d56b5ec6f65a718b72d',1795176014,1,22,1);
INSERT INTO "report" VALUES(36,49,20749,'two.example','two.example','noreply@two.example','Sender Inc.','id 2',1792713600,1792799999,'smtp-tls@sender.example','b9da7503a2b89120e9f7bcc3166f779c5c2123e78c73b49baaddf074ba1d859d','a756b4f0700547c44a6965e328ff4360ec1bf04733f10ab3bf60d128dc3f5ded',1795176014,2,10,0);
INSERT INTO "report" VALUES(37,51,20731,'one.example','one.example','noreply@one.example','Sender Inc.','id 1',1791158400,1791244799,'smtp-tls@sender.example','efab9bdad9fda0324d996c7356f12e88a9476dedad800899afb2c95d0f11c708','9743a23aa208bb6209165b4416431b5543d6579fd3c1b225685111c32f18afab',1795176010,NULL,NULL,1);
INSERT INTO "report" VALUES(38,53,20731,'two.example','two.example','noreply@two.example','Sender Inc.','id 2',1791158400,1791244799,'smtp-tls@sender.example','dd5b85472aa04b4ae0584e4120c544ac4c6374b1aab26c12e3c450679aa28197','8354ad122af81b2934a5b4a916a5278217cc174d5d1072b1399332547c5258e7',1795176002,1,35,0);
INSERT INTO "report" VALUES(39,54,20749,'one.example','one.example','noreply@one.example','Sender Inc.','id 2',1792713600,1792799999,'smtp-tls@sender.example','71e8e0b90adcaea13c0d65d9d542dd71623ae1ee1c4ba8586f62b334ad2c74b4','2c6912f81a198ee087687792abb162326a55e1dbc8bbe245d6a048fd7ff03a77',1795176013,NULL,NULL,1);
INSERT INTO "report" VALUES(40,55,20749,'two.example','two.example','noreply@two.example','Sender Inc.','id 1',1792713600,1792799999,'smtp-tls@sender.example','fd01b72e4056be89b744c7dc967278d03388187e7deff2e5b398ec978860be5d','e5923a27154f0cbce4ece364d7e132a2ff23b9baebcb0d34f9463474aed911eb',1795176008,NULL,NULL,1);
INSERT INTO "report" VALUES(41,56,20767,'one.example','one.example','noreply@one.example','Sender Inc.','id 2',1794268800,1794355199,'smtp-tls@sender.example','47ba0bce24999fa32ba33cd8919ee2223f845091f3d5c29592ffe758f919f1ce','49bd73f89de9da8a887fcd3759a4fd288fc81a875128dacbe9769739644d097b',1795176013,34,34,1);
INSERT INTO "report" VALUES(42,57,20776,'two.example','two.example','noreply@two.example','Sender Inc.','id 2',1795046400,1795132799,'smtp-tls@sender.example','90cfa1b6958d8df835ddf4d56db655c47abd0e03a8f7b98746ee8bbb866ea460','0ab341ed387b1616380ea1f197936ae3d3cd72733d570b6c895fdd154de50816',1795176007,5,31,0);
INSERT INTO "report" VALUES(43,58,20758,'two.example','two.example','noreply@two.example','Sender Inc.','id 2',1793491200,1793577599,'smtp-tls@sender.example','cdbfc198a19760dd51b04fd64adfe25a2d2a995643f5d63d062f6508ddfc11c9','a0f2a30f6b3a8857c5b4f9e4d25e2f149653ac2880b668500f445719a3d2086b',1795176006,NULL,NULL,1);
INSERT INTO "report" VALUES(44,59,20731,'two.example','two.example','noreply@two.example','Sender Inc.','id 1',1791158400,1791244799,'smtp-tls@sender.example','b7c6f137909cd2f678164103bd03d18cdad54309323e1ad22c1b86f7c05045d1','68fbcd0af3f246e07bc9e17d8fdd3e96fc9d94df19a02aecbe422dcf2eedc542',1795176009,NULL,NULL,0);
INSERT INTO "report" VALUES(45,61,20749,'two.example','two.example','noreply@two.example','Sender Inc.','id 1',1792713600,1792799999,'smtp-tls@sender.example','fc7644853be34f2b096cd3b5865302a638c1822148b79b721da38f3848de3418','5893f8ea344835ae408c9cac3ea242ebfc4c1485624c388816299096b2df1bc8',1795176001,NULL,NULL,1);
INSERT INTO "report" VALUES(46,62,20776,'two.example','two.example','noreply@two.example','Sender Inc.','id 1',1795046400,1795132799,'smtp-tls@sender.example','30c5fad0f21c92578fa3a04334442184fe72afebf1f5e2720944d171b5fe7f59','6aa0706aa490a79ac708d3bb3d2e8a5c4c3069321b2d66dc8e0c2b7f9ce3c973',1795176010,NULL,NULL,1);
INSERT INTO "report" VALUES(47,63,20749,'one.example','one.example','noreply@one.example','Sender Inc.','id 1',1792713600,1792799999,'smtp-tls@sender.example','195adfc57a3feac3842935d5b818fab1a219f8c9e48fe0fe58887c42e82a34dd','dff38e978ce47123cea0e921caf9f06de3f0685142d240cf56c1793ec9fbaee5',1795176000,NULL,NULL,1);
INSERT INTO "report" VALUES(48,64,20758,'two.example','two.example','noreply@two.example','Sender Inc.','id 1',1793491200,1793577599,'smtp-tls@sender.example','72358d4e3e03ffcda3ac5484509a84ab98604f6060c8de02e697e6c576d97b1c','44c5383291d8fbd3f9b7002a759624e3e153272b3d668f19b7638843777f3ab4',1795176009,6,14,0);
INSERT INTO "report" VALUES(49,66,20731,'one.example','one.example','noreply@one.example','Sender Inc.','id 2',1791158400,1791244799,'smtp-tls@sender.example','60fa9c811ee62ff5202db8d6c08876a2f5c92242547cd81ebfcfaa0d60814b79','3348f483defc8b1bec91c6b2879264915966b03b41ef9703d0140e0850e7363f',1795176004,33,33,0);
INSERT INTO "report" VALUES(50,67,20758,'two.example','two.example','noreply@two.example','Sender Inc.','id 2',1793491200,1793577599,'smtp-tls@sender.example','783a322228e275650d8b3359430db6204c2d39d2adaa588d2dde2052adf98f0e','e9d453492e2bf9b8da05c9e164f5caab1db9b3780c407f783f367deeaefede33',1795176004,43,43,0);
INSERT INTO "report" VALUES(51,68,20758,'one.example','one.example','noreply@one.example','Sender Inc.','id 2',1793491200,1793577599,'smtp-tls@sender.example','eba0e0410a7674ddc14de295ca01ea25b548d27398c20ee4411eb94e10afb054','7ef985ddcfec0853f0d7965f70cc8ec3f1b0fd0a4ceb9e310a81fd07df2c61bd',1795176012,NULL,NULL,1);
INSERT INTO "report" VALUES(52,69,20758,'two.example','two.example','noreply@two.example','Sender Inc.','id 1',1793491200,1793577599,'smtp-tls@sender.example','5b98c1963eb72f89f318fb2cd85cf8f277d195c1bdcd38d7d2f6816a2bfaeb61','4823269e990bd2a29c416ff646effe55e8a76c83d6e25d1b6780f2954af96ceb',1795176005,6,14,0);
INSERT INTO "report" VALUES(53,71,20776,'one.example','one.example','noreply@one.example','Sender Inc.','id 2',1795046400,1795132799,'smtp-tls@sender.example','e593056e198996f8531094c582e7b76451aa54ddc302c61a66bb8a7afebf0194','a28558ddcba27f61dadc18456e1dfb2341f9158929d58f2f2a41cd12203e063a',1795176000,25,25,0);
INSERT INTO "report" VALUES(54,73,20758,'two.example','two.example','noreply@two.example','Sender Inc.','id 1',1793491200,1793577599,'smtp-tls@sender.example','8218c141853184c4d128dfb78bb8edaad9e6fa3fee1169f98bd87a98b09e87c9','018f699ad1596dcca423bf5d81b0652d41edd509cc680bb9a0d35de5ad831ee7',1795176000,6,14,0);
INSERT INTO "report" VALUES(55,74,20749,'two.example','two.example','noreply@two.example','Sender Inc.','id 2',1792713600,1792799999,'smtp-tls@sender.example','ca84e1542cbf30f98c07d98d54c1fa714906361b2b92a3832fcd86931b8a7e12','974cc40b5ad29c7140efbb166ef811648ee0e7fce34187a772e2b15c7a810139',1795176002,2,36,0);
INSERT INTO "report" VALUES(56,76,20731,'two.example','two.example','noreply@two.example','Sender Inc.','id 2',1791158400,1791244799,'smtp-tls@sender.example','83dbe7e5442022c20dc015eb430cd8387b47edd9771447f337caefd758b2beff','9a25b3774dbe192580206811eb5becd2d5f7b76822a32677e15004d720796626',1795176005,1,35,0);
INSERT INTO "report" VALUES(57,78,20758,'one.example','one.example','noreply@one.example','Sender Inc.','id 2',1793491200,1793577599,'smtp-tls@sender.example','aedb3d5b5fb8c34077eff9186562d8ed9c74c2e20f76fda6fd64496a20292e47','20af08f754d3eb08e5874040657d462a65f6793bfd26214338423b82f957107a',1795176005,NULL,NULL,1);
INSERT INTO "report" VALUES(58,79,20731,'one.example','one.example','noreply@one.example','Sender Inc.','id 2',1791158400,1791244799,'smtp-tls@sender.example','585b37ca881829798b905d8864b25d920c51e6c941bfefc34eba62c986f743ac','7d8be3b16b89a96ed678af524bba956805f68604527d654bc4916f0abc5fe8d5',1795176004,33,33,0);
INSERT INTO "report" VALUES(59,80,20731,'two.example','two.example','noreply@two.example','Sender Inc.','id 1',1791158400,1791244799,'smtp-tls@sender.example','ca365fda6a32641b0ddcfbe5665d2406b9b8892f74504558095ebd137486a396','23381409c0825709db0fb86edf68262c3595cf7a7b0339ab0c8fa5455017593a',1795176014,44,44,1);
INSERT INTO "report" VALUES(60,81,20749,'two.example','two.example','noreply@two.example','Sender Inc.','id 2',1792713600,1792799999,'smtp-tls@sender.example','46990eec7d8e63f34fc6e91ad7625024801fd2c48ecb4d5eca4ed254109a19fa','a3d8baf4d36fc0697e45bff3695593e3928871575a33ecf60ff693be4e202b29',1795176000,2,36,0);
INSERT INTO "report" VALUES(61,82,20749,'one.example','one.example','noreply@one.example','Sender Inc.','id 2',1792713600,1792799999,'smtp-tls@sender.example','664ac14c37a553f933661528560c17003d4f5bc40b4e97dc838704bd03046cdf','5d293a8452480e090d6840f6c8eb5fca187fefa96fb54f8402d4f30cbf3a59c4',1795176008,39,39,0);
INSERT INTO "report" VALUES(62,83,20758,'two.example','two.example','noreply@two.example','Sender Inc.','id 2',1793491200,1793577599,'smtp-tls@sender.example','758bfb362c74ebceaf4753965fd3367e4a8b0087b978f6d52d539dfe051e4c2d','031d3f5dbe30e4645115dea499172519a42b58464bb25bc9a01eb98211efe5e6',1795176005,43,43,0);
INSERT INTO "report" VALUES(63,84,20758,'two.example','two.example','noreply@two.example','Sender Inc.','id 1',1793491200,1793577599,'smtp-tls@sender.example','1bc909f6e801b48f35452a0f1d5416ba159a9ac347d52cd8eb344e843d70c5c8','067ae95847610dc0a8eea0cd8ceae2200d57846a5525ca9a1f7d4e344ff62ff3',1795176008,6,14,0);
INSERT INTO "report" VALUES(64,85,20767,'two.example','two.example','noreply@two.example','Sender Inc.','id 2',1794268800,1794355199,'smtp-tls@sender.example','9b721ac3ccfa4067d66d9652e956ac96062b07b9250475220d04b08261dc200a','c097a2efafdf6a5a6ca4703a40307e74acb323af59dd2813a39fd9bca63b1ba1',1795176003,4,13,0);
INSERT INTO "report" VALUES(65,86,20776,'two.example','two.example','noreply@two.example','Sender Inc.','id 2',1795046400,1795132799,'smtp-tls@sender.example','3d38f409d804b71670ad40d906ebbd793c943a72aa6522014221a6d7ac46cba6','522b7194a2ab8c9f3f31da339b208b0b322abce527fddc9f4eb80e7d0ccb3329',1795176004,5,31,0);
INSERT INTO "report" VALUES(66,87,20740,'two.example','two.example','noreply@two.example','Sender Inc.','id 1',1791936000,1792022399,'smtp-tls@sender.example','53b1f6a00c5ae6658d83bf5873e3685f242bf8b23d00da649f518bfd7aa4108f','6c1e7dbb49df67e4103832f9c636a0263fe0506c4099197f9bce6b470582deb3',1795176007,11,11,0);
INSERT INTO "report" VALUES(67,89,20749,'two.example','two.example','noreply@two.example','Sender Inc.','id 2',1792713600,1792799999,'smtp-tls@sender.example','dcc8dc756f6e9ac9c66513f87da2d75a4e3fa2dcc33fed2242ba5e262329feb5','ff4893b0a2b4e46a88d9088e8f5381c8f25d195dad5b1499284638556be38b12',1795176006,2,36,0);
INSERT INTO "report" VALUES(68,90,20749,'two.example','two.example','noreply@two.example','Sender Inc.','id 2',1792713600,1792799999,'smtp-tls@sender.example','8175011717d9829aafa795082a5eaa5dee8bf3151ecf93f248d9a1df8988d140','479c1aa28b7d533545ccaf73f6637aa58489f44c1fe2214cd6b1ab1294f1c7a4',1795176019,2,36,1);
INSERT INTO "report" VALUES(69,91,20776,'mail.sender.example','sender.example','noreply@mail.sender.example','Überbringer "GmbH"
','full',1795046400,1795132799,'','f8ece3c173fe12bae9e6738eff4be322408b27e43018995e17585b6053588efb','1a890f52723f2904468f60bbee2bae072036f8c98683bcbffd933bb260272aa0',1795176000,NULL,NULL,1);
INSERT INTO "report" VALUES(70,106,20776,'late.example','late.example','noreply@late.example','Sender Inc.','mended',1795046400,1795132799,'smtp-tls@sender.example','be17c4895504d9e242134ae41307ace2723e18066c9439722c57adfbb31ecf50','501e2699cc1705a10ba83b7c927b0102251afb5576fef1cd52e15ba157843166',1795068000,NULL,NULL,1);
INSERT INTO "report" VALUES(71,NULL,20356,'old.example','old.example','noreply@old.example','','old',1758758400,1758844799,'','1aa6f822c80023711b942aebf85f619700f7a93dc62f08dcc1b66f99848d6434','53886ddc7ceac74c4c862e09a47f0d2f19c4c453718f752c0915a9217fe0c99f',1758974400,NULL,NULL,1);
CREATE TABLE reporter_day (
    sdid TEXT    NOT NULL,
    day  INTEGER NOT NULL, is_daily INTEGER NOT NULL DEFAULT 1 CHECK (is_daily IN (0, 1)),
    PRIMARY KEY (sdid, day)
) STRICT, WITHOUT ROWID;
INSERT INTO "reporter_day" VALUES('late.example',20776,1);
INSERT INTO "reporter_day" VALUES('mail.sender.example',20776,1);
INSERT INTO "reporter_day" VALUES('old.example',20356,1);
INSERT INTO "reporter_day" VALUES('one.example',20731,1);
INSERT INTO "reporter_day" VALUES('one.example',20740,1);
INSERT INTO "reporter_day" VALUES('one.example',20749,1);
INSERT INTO "reporter_day" VALUES('one.example',20758,1);
INSERT INTO "reporter_day" VALUES('one.example',20767,1);
INSERT INTO "reporter_day" VALUES('one.example',20776,1);
INSERT INTO "reporter_day" VALUES('two.example',20731,1);
INSERT INTO "reporter_day" VALUES('two.example',20740,1);
INSERT INTO "reporter_day" VALUES('two.example',20749,1);
INSERT INTO "reporter_day" VALUES('two.example',20758,1);
INSERT INTO "reporter_day" VALUES('two.example',20767,1);
INSERT INTO "reporter_day" VALUES('two.example',20776,1);
CREATE TABLE sighting (
    day                  INTEGER NOT NULL,
    symptom_id           INTEGER NOT NULL,
    failed_session_count INTEGER NOT NULL CHECK (failed_session_count BETWEEN 1 AND 4611686018427387904),
    sending_network      TEXT    NOT NULL,              -- where all of them came from; '' no failure says so, '*' several, or some say so
    PRIMARY KEY (day, symptom_id)
) STRICT, WITHOUT ROWID;
INSERT INTO "sighting" VALUES(20356,18,2,'198.51.100.0/24');
INSERT INTO "sighting" VALUES(20731,6,1,'2001:db8::/48');
INSERT INTO "sighting" VALUES(20731,9,2,'198.51.100.0/24');
INSERT INTO "sighting" VALUES(20731,10,2,'2001:db8::/48');
INSERT INTO "sighting" VALUES(20740,2,1,'2001:db8::/48');
INSERT INTO "sighting" VALUES(20740,5,2,'2001:db8::/48');
INSERT INTO "sighting" VALUES(20749,2,1,'');
INSERT INTO "sighting" VALUES(20749,3,1,'');
INSERT INTO "sighting" VALUES(20749,10,1,'2001:db8::/48');
INSERT INTO "sighting" VALUES(20749,13,1,'198.51.100.0/24');
INSERT INTO "sighting" VALUES(20749,14,1,'198.51.100.0/24');
INSERT INTO "sighting" VALUES(20749,16,1,'');
INSERT INTO "sighting" VALUES(20758,11,1,'198.51.100.0/24');
INSERT INTO "sighting" VALUES(20758,12,147,'*');
INSERT INTO "sighting" VALUES(20758,14,2,'198.51.100.0/24');
INSERT INTO "sighting" VALUES(20758,15,4,'*');
INSERT INTO "sighting" VALUES(20767,3,1,'2001:db8::/48');
INSERT INTO "sighting" VALUES(20767,11,1,'198.51.100.0/24');
INSERT INTO "sighting" VALUES(20776,6,1,'198.51.100.0/24');
INSERT INTO "sighting" VALUES(20776,7,2,'2001:db8::/48');
INSERT INTO "sighting" VALUES(20776,17,3,'2001:db8::/48');
CREATE TABLE signer_day (
    day                   INTEGER NOT NULL,
    organizational_domain TEXT    NOT NULL,
    reports               INTEGER NOT NULL,             -- stored and revisions
    duplicates            INTEGER NOT NULL,             -- that got a message row
    PRIMARY KEY (day, organizational_domain)
) STRICT, WITHOUT ROWID;
INSERT INTO "signer_day" VALUES(20776,'late.example',1,0);
INSERT INTO "signer_day" VALUES(20777,'one.example',16,8);
INSERT INTO "signer_day" VALUES(20777,'sender.example',1,1);
INSERT INTO "signer_day" VALUES(20777,'two.example',52,14);
CREATE TABLE symptom (
    id                    INTEGER PRIMARY KEY,
    policy_domain         TEXT NOT NULL,
    sdid                  TEXT NOT NULL,
    receiving_mx_hostname TEXT NOT NULL,                -- '' when no report names it
    result_type           TEXT NOT NULL,
    UNIQUE (policy_domain, sdid, receiving_mx_hostname, result_type)
) STRICT;
INSERT INTO "symptom" VALUES(2,'b.example','two.example','mx1','starttls-not-supported');
INSERT INTO "symptom" VALUES(3,'b.example','two.example','','starttls-not-supported');
INSERT INTO "symptom" VALUES(5,'b.example','two.example','','certificate-expired');
INSERT INTO "symptom" VALUES(6,'b.example','one.example','mx1','starttls-not-supported');
INSERT INTO "symptom" VALUES(7,'a.example','two.example','','certificate-expired');
INSERT INTO "symptom" VALUES(9,'a.example','two.example','mx1','starttls-not-supported');
INSERT INTO "symptom" VALUES(10,'b.example','two.example','mx1','certificate-expired');
INSERT INTO "symptom" VALUES(11,'a.example','one.example','mx1','starttls-not-supported');
INSERT INTO "symptom" VALUES(12,'b.example','two.example','','');
INSERT INTO "symptom" VALUES(13,'a.example','two.example','','starttls-not-supported');
INSERT INTO "symptom" VALUES(14,'b.example','one.example','','starttls-not-supported');
INSERT INTO "symptom" VALUES(15,'a.example','one.example','','starttls-not-supported');
INSERT INTO "symptom" VALUES(16,'a.example','two.example','mx1','certificate-expired');
INSERT INTO "symptom" VALUES(17,'c.example','mail.sender.example','mx9.example.net','validation-failure');
INSERT INTO "symptom" VALUES(18,'c.example','old.example','mx.example.net','certificate-expired');
CREATE INDEX message_duplicates ON message (received_at) WHERE duplicate_of IS NOT NULL;
CREATE INDEX message_raw_age ON message_raw (quarantined, received_at);
CREATE INDEX report_message ON report (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX report_octets ON report (day, json_sha256);
CREATE INDEX report_values ON report (day, values_sha256);
CREATE INDEX report_age ON report (first_received_at) WHERE message_id IS NOT NULL;
CREATE INDEX report_group ON report (group_id, current) WHERE group_id IS NOT NULL;
CREATE INDEX policy_report ON policy (report_id);
CREATE INDEX policy_domain_day ON policy (policy_domain, day);
CREATE INDEX quarantine_age ON quarantine (report_like, received_at);
CREATE INDEX quarantine_junk ON quarantine (received_at) WHERE junk;
CREATE INDEX quarantine_slug ON quarantine (slug);
CREATE INDEX quarantine_due ON quarantine (next_attempt_at) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX quarantine_unsigned_bodies ON quarantine (received_at) WHERE has_body AND NOT signed;
CREATE INDEX quarantine_bodiless ON quarantine (signed, received_at) WHERE NOT has_body;
CREATE TRIGGER quarantine_entered AFTER INSERT ON quarantine BEGIN
    UPDATE quarantine_use SET kept_bytes = kept_bytes + new.kept_bytes, bodiless = bodiless + NOT new.has_body;
    INSERT INTO quarantine_day (day, mails, bodies, bodies_dropped, junk_evicted)
        VALUES (new.received_at / 86400, 1, new.has_body, NOT new.has_body, 0)
        ON CONFLICT (day) DO UPDATE SET mails = mails + 1, bodies = bodies + excluded.bodies,
            bodies_dropped = bodies_dropped + excluded.bodies_dropped;
END;
CREATE TRIGGER quarantine_left AFTER DELETE ON quarantine BEGIN
    UPDATE quarantine_use SET kept_bytes = kept_bytes - old.kept_bytes, bodiless = bodiless - NOT old.has_body;
    UPDATE quarantine_day SET mails = mails - 1, bodies = bodies - old.has_body WHERE day = old.received_at / 86400;
END;
CREATE TRIGGER quarantine_lost_body AFTER UPDATE OF has_body, kept_bytes ON quarantine BEGIN
    UPDATE quarantine_use SET kept_bytes = kept_bytes + new.kept_bytes - old.kept_bytes, bodiless = bodiless + old.has_body - new.has_body;
    UPDATE quarantine_day SET bodies = bodies + new.has_body - old.has_body, bodies_dropped = bodies_dropped + old.has_body - new.has_body
        WHERE day = old.received_at / 86400;
END;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('message',110);
INSERT INTO "sqlite_sequence" VALUES('report',71);
COMMIT;
PRAGMA application_id = 1953264433;
PRAGMA user_version = 3;
