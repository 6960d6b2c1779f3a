"""What a self-hoster's script does with one mail: email + dkimpy + gzip + json + jsonschema, rows into SQLite.

Shared by py_baseline.py (batch and one process a mail) and py_lmtpd.py (LMTP)."""
import sys
sys.dont_write_bytecode = True
import email, gzip, json, os, sqlite3
import dkim, jsonschema

COUNTS = ("policies", "failure_details", "ok_sessions", "failed_sessions")
DDL = """
CREATE TABLE IF NOT EXISTS report(id INTEGER PRIMARY KEY, org TEXT, report_id TEXT, signer TEXT, start_at TEXT, end_at TEXT, contact TEXT,
  UNIQUE(signer, report_id));
CREATE TABLE IF NOT EXISTS policy(id INTEGER PRIMARY KEY, report INTEGER REFERENCES report(id), type TEXT, domain TEXT, strings TEXT, mx TEXT,
  ok_sessions INTEGER, failed_sessions INTEGER);
CREATE TABLE IF NOT EXISTS failure(id INTEGER PRIMARY KEY, policy INTEGER REFERENCES policy(id), type TEXT, sending_ip TEXT, mx TEXT, helo TEXT,
  receiving_ip TEXT, n INTEGER, info TEXT, reason TEXT);
"""


class Receiver:
    def __init__(self, keys, db, synchronous="FULL", dkim_on=True, schema_on=True):
        self.keys, self.dkim_on, self.schema_on = {}, dkim_on, schema_on
        with open(keys) as f:
            for line in f:
                name, txt = line.rstrip("\n").split(" ", 1)
                self.keys[name] = txt.encode()
        here = os.path.dirname(os.path.abspath(__file__))
        self.validator = jsonschema.Draft7Validator(json.load(open(f"{here}/../../schemas/tlsrpt-report.schema.json")))
        self.db = sqlite3.connect(db, isolation_level=None)
        self.db.execute("PRAGMA journal_mode=WAL")
        self.db.execute(f"PRAGMA synchronous={synchronous}")
        self.db.executescript(DDL)
        self.total = dict.fromkeys(COUNTS, 0)

    def txt(self, name, timeout=5):
        return self.keys.get(name.decode().rstrip("."))

    def one(self, raw):
        """Store one mail inside the caller's transaction, or raise."""
        signer = ""
        if self.dkim_on:
            d = dkim.DKIM(raw, tlsrpt=True)
            if not d.verify(dnsfunc=self.txt):
                raise ValueError("DKIM: no pass")
            if b"l" in d.signature_fields:
                raise ValueError("DKIM: l= tag")
            signer = d.domain.decode()
        for part in email.message_from_bytes(raw).walk():
            kind = part.get_content_type()
            if kind in ("application/tlsrpt+gzip", "application/tlsrpt+json"):
                data = part.get_payload(decode=True)
                rep = json.loads(gzip.decompress(data) if kind.endswith("gzip") else data)
                if self.schema_on:
                    self.validator.validate(rep)
                return self.store(signer, rep)
        raise ValueError("no report")

    def store(self, signer, rep):
        c, total = self.db.cursor(), self.total
        dr = rep["date-range"]
        c.execute("INSERT INTO report(org,report_id,signer,start_at,end_at,contact) VALUES(?,?,?,?,?,?)",
                  (rep["organization-name"], rep["report-id"], signer, dr["start-datetime"], dr["end-datetime"], rep["contact-info"]))
        rid = c.lastrowid
        for item in rep["policies"]:
            p, s, details = item["policy"], item["summary"], item.get("failure-details", ())
            c.execute("INSERT INTO policy(report,type,domain,strings,mx,ok_sessions,failed_sessions) VALUES(?,?,?,?,?,?,?)",
                      (rid, p["policy-type"], p["policy-domain"], "\n".join(p.get("policy-string", ())), "\n".join(p.get("mx-host", ())),
                       s["total-successful-session-count"], s["total-failure-session-count"]))
            pid = c.lastrowid
            c.executemany("INSERT INTO failure(policy,type,sending_ip,mx,helo,receiving_ip,n,info,reason) VALUES(?,?,?,?,?,?,?,?,?)",
                          ((pid, d["result-type"], d.get("sending-mta-ip"), d.get("receiving-mx-hostname"), d.get("receiving-mx-helo"),
                            d.get("receiving-ip"), d["failed-session-count"], d.get("additional-information"), d.get("failure-reason-code"))
                           for d in details))
            total["policies"] += 1
            total["failure_details"] += len(details)
            total["ok_sessions"] += s["total-successful-session-count"]
            total["failed_sessions"] += s["total-failure-session-count"]
