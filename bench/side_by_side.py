#!/usr/bin/python3
"""Runs programs over the same mails, taking turns, and prints medians and ratios. Speed counts only for right answers.

A command file is a JSON list of entries. In every string {dir} {db} {batch} {here} {bin} {keys} {sock} {work} are filled in.
  "name"   any
  "kind"   "batch"  cmd reads the whole data set by itself; its last line of output is JSON with
                    n, ok, fail, loop_s, loop_cpu_s and the four counts
           "lmtp"   cmd is a server that listens on {sock} (or on "to"); lmtp_load sends every mail over --sessions connections
           "pipe"   cmd is run once a mail with the mail on stdin, "lf": true for LF line ends; exit 0 means taken;
                    "server": a command that listens on {sock} meanwhile, whose CPU is not counted
  "cmd"    list of strings (write {{ and }} for real braces); "env": {...}; "prepare": a list of strings run before each turn (make a config, a schema)
  "counts" for lmtp and pipe, how to read back what was stored:
           {"sql": "SELECT policies, failure_details, ok_sessions, failed_sessions"}   on {db}, one row of four numbers, or
           {"cmd": [...]}   prints JSON with these four names. "counts": null is for sinks that store nothing (never "right").
  "mails"  use only the first so many mails, "classes": [...] only these classes
The counts must equal those of the data set, else the run is marked WRONG and left out of the ratios.
CPU: batch = inside its loop, by its own clock; lmtp = server process and all descendants; pipe = every process, start included.
RSS: batch, pipe = largest process; lmtp = sum over the server's processes at the peak.
"""
import argparse, csv, glob, json, os, shutil, signal, sqlite3, statistics, subprocess, sys, time

HERE = os.path.dirname(os.path.abspath(__file__))
COUNTS = ("policies", "failure_details", "ok_sessions", "failed_sessions")


class Failed(Exception):
    pass


def expected(d, n):
    with open(f"{d}/mails.tsv") as f:
        rows = list(csv.DictReader(f, delimiter="\t"))[:n]
    return len(rows), {k: sum(int(r[k]) for r in rows) for k in COUNTS}


def remove_db(db):
    for suffix in ("", "-wal", "-shm"):
        if os.path.exists(db + suffix):
            os.unlink(db + suffix)


class Turn:
    def __init__(self, entry, d, a):
        self.e, self.d, self.a = entry, d, a
        self.db, self.sock = f"{a.db_dir}/side_by_side.db", f"{a.work}/side_by_side.sock"
        self.fill = {"dir": d, "db": self.db, "batch": str(a.batch), "here": HERE, "bin": a.bin, "keys": f"{d}/keys.txt", "sock": self.sock, "work": a.work}
        self.env = {**os.environ, **{k: v.format(**self.fill) for k, v in entry.get("env", {}).items()}}
        self.n, self.want = expected(d, entry.get("mails"))

    def words(self, key):
        return [c.format(**self.fill) for c in self.e[key]]

    def run(self):
        remove_db(self.db)
        if "prepare" in self.e:
            subprocess.run(self.words("prepare"), env=self.env, check=True, stdout=subprocess.DEVNULL)
        cmd = self.words("cmd")
        if not shutil.which(cmd[0]):
            return None
        with open(f"{self.a.work}/side_by_side.err", "w+b") as err:
            try:
                r = getattr(self, self.e.get("kind", "batch"))(cmd, err)
            except (Failed, subprocess.SubprocessError, OSError, ValueError, sqlite3.Error) as e:
                err.seek(0)
                return {"error": f"{e} {err.read()[-300:].decode('utf-8', 'replace').strip()}"}
        r["right"] = r["ok"] == self.n and r["fail"] == 0 and all(r.get(k) == v for k, v in self.want.items())
        r["db_mib"] = sum(os.path.getsize(self.db + s) for s in ("", "-wal") if os.path.exists(self.db + s)) / 2**20
        return r

    def pin(self):
        if self.a.core >= 0:
            os.sched_setaffinity(0, {self.a.core})

    def batch(self, cmd, err):
        t0 = time.perf_counter()
        p = subprocess.Popen(cmd, stdout=subprocess.PIPE, stderr=err, preexec_fn=self.pin, env=self.env)
        out = p.stdout.read()
        _, status, use = os.wait4(p.pid, 0)
        p.returncode = status
        if status:
            raise Failed(f"status {status}")
        r = json.loads(out.decode().strip().splitlines()[-1])
        return {**r, "wall_s": r["loop_s"], "cpu_s": r["loop_cpu_s"], "rss_mib": use.ru_maxrss / 1024,
                "start_cpu_s": use.ru_utime + use.ru_stime - r["loop_cpu_s"], "whole_s": time.perf_counter() - t0}

    def pipe(self, cmd, err):
        ok, cpu, rss, files = 0, 0.0, 0, sorted(glob.glob(f"{self.d}/msgs/*.eml"))[:self.n]
        mails = [open(f, "rb").read() for f in files]
        if self.e.get("lf"):
            mails = [m.replace(b"\r\n", b"\n") for m in mails]
        server = self.start_server(self.words("server"), err) if "server" in self.e else None
        t0 = time.perf_counter()
        for m in mails:
            with open(f"{self.a.work}/side_by_side.eml", "w+b") as f:
                f.write(m)
                f.seek(0)
                p = subprocess.Popen(cmd, stdin=f, stdout=err, stderr=err, env=self.env, preexec_fn=self.pin)
                _, status, use = os.wait4(p.pid, 0)
                p.returncode = status
            ok += status == 0
            cpu += use.ru_utime + use.ru_stime
            rss = max(rss, use.ru_maxrss / 1024)
        wall = time.perf_counter() - t0
        if server:
            self.stop_server(server)
        return {"n": self.n, "ok": ok, "fail": self.n - ok, "wall_s": wall, "cpu_s": cpu, "rss_mib": rss, "start_cpu_s": 0, **self.counts()}

    def start_server(self, cmd, err):
        if os.path.exists(self.sock):
            os.unlink(self.sock)
        p = subprocess.Popen(cmd, stdout=err, stderr=err, env=self.env)
        deadline = time.time() + 20
        while not os.path.exists(self.sock) and self.e.get("to", "unix:").startswith("unix:"):
            if p.poll() is not None or time.time() > deadline:
                self.stop_server(p)
                raise Failed("server did not listen")
            time.sleep(0.02)
        time.sleep(self.e.get("settle_s", 0.3))
        return p

    @staticmethod
    def stop_server(p):
        p.send_signal(signal.SIGTERM)
        try:
            p.wait(20)
        except subprocess.TimeoutExpired:
            p.kill()
            p.wait()

    def lmtp(self, cmd, err):
        to = self.e.get("to", "unix:{sock}").format(**self.fill)
        p = self.start_server(cmd, err)
        try:
            load = [f"{self.a.bin}/lmtp_load", "--to", to, "--mails", f"{self.d}/msgs", "--count", str(self.n), "--sessions", str(self.a.sessions), "--pid", str(p.pid)]
            r = json.loads(subprocess.run(load, stdout=subprocess.PIPE, stderr=err, timeout=600).stdout)
        finally:
            self.stop_server(p)
        return {**r, "cpu_s": r["server_cpu_s"], "rss_mib": r["server_rss_mib_peak"], "start_cpu_s": 0, **self.counts()}

    def counts(self):
        c = self.e.get("counts")
        if not c:
            return {}
        if "cmd" in c:
            return json.loads(subprocess.run([w.format(**self.fill) for w in c["cmd"]], stdout=subprocess.PIPE, env=self.env, check=True).stdout)
        db = sqlite3.connect(self.db)
        row = db.execute(c["sql"]).fetchone()
        db.close()
        return dict(zip(COUNTS, (x or 0 for x in row)))


def show(klass, runs, a):
    m = json.load(open(f"{a.data}/{klass}/manifest.json"))
    b = m["mean_bytes"]
    print(f"\n{klass}: {m['count']} mails, mean {b['mail']} B, gz {b['gz']} B, json {b['json']} B; db in {a.db_dir}, batch {a.batch}, {a.sessions} sessions, "
          f"{a.runs} runs, medians (min-max); load average {os.getloadavg()[0]:.1f}")
    print(f"{'program':26} {'kind':5} {'mails':>5} {'CPU ms/mail':>11} {'(min-max)':>19} {'mails/CPU-s':>11} {'mails/s wall':>12} {'p50 ms':>7} {'p99 ms':>7} {'RSS MiB':>7} {'start s':>7}  CPU/{a.base}")
    table = []
    for name, rs in runs.items():
        good = [r for r in rs if r.get("right") or ("error" not in r and r["unjudged"])]
        bad = [r for r in rs if not (r.get("right") or ("error" not in r and r["unjudged"]))]
        if not rs:
            print(f"{name:26} skipped: no such program")
        for r in bad[:1]:
            print(f"{name:26} {len(bad)} of {len(rs)} runs " + (f"failed: {r['error'][:160]!r}" if "error" in r else "WRONG: " + json.dumps({k: r.get(k) for k in ("ok", "fail", *COUNTS)})))
        if good and not bad:
            ms, med = sorted(1e3 * r["cpu_s"] / r["n"] for r in good), statistics.median
            table.append((med(ms), name, good[0]["kind"], good[0]["n"], ms[0], ms[-1], med(r["n"] / r["wall_s"] for r in good), med(r.get("p50_ms", 0) for r in good),
                          med(r.get("p99_ms", 0) for r in good), med(r["rss_mib"] for r in good), med(r["start_cpu_s"] for r in good), good[0]["unjudged"]))
    table.sort()
    base = next((t[0] for t in table if t[1] == a.base), 0)
    for c, name, kind, n, lo, hi, rate, p50, p99, rss, start, unjudged in table:
        print(f"{name:26} {kind:5} {n:5} {c:11.3f} {f'({lo:.3f}-{hi:.3f})':>19} {1e3 / c:11.0f} {rate:12.1f} {p50 or '-':>7.5} {p99 or '-':>7.5} {rss:7.1f} {start:7.2f}  "
              + ("(stores nothing)" if unjudged else f"{c / base:.3f}" if base else "-"))
    sys.stdout.flush()


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--data", required=True, help="folder with one data set a class")
    ap.add_argument("--bin", required=True, help="folder with lmtp_load and the built baselines")
    ap.add_argument("--work", default="/tmp", help="socket and scratch files")
    ap.add_argument("--commands", action="append", default=[], help="a further command file; may be given again")
    ap.add_argument("--no-baselines", action="store_true", help="leave out baselines/baselines.json")
    ap.add_argument("--only", help="comma-separated names; a trailing * matches any ending")
    ap.add_argument("--classes", default="typical,medium,large")
    ap.add_argument("--db-dir", default="/dev/shm", help="where databases go: tmpfs shows the CPU cost, a disk shows durable speed")
    ap.add_argument("--batch", type=int, default=1, help="mails a transaction, for batch programs that can")
    ap.add_argument("--sessions", type=int, default=20)
    ap.add_argument("--runs", type=int, default=5)
    ap.add_argument("--core", type=int, default=-1, help="pin batch and pipe programs to this core")
    ap.add_argument("--base", default="py_baseline", help="program whose CPU per mail is 1 in the last column")
    ap.add_argument("--json", help="write every run here")
    a = ap.parse_args()
    os.makedirs(a.work, exist_ok=True)
    entries = [e for f in ([] if a.no_baselines else [f"{HERE}/baselines/baselines.json"]) + a.commands for e in json.load(open(f))]
    if a.only:
        entries = [e for e in entries if any(e["name"] == o or (o.endswith("*") and e["name"].startswith(o[:-1])) for o in a.only.split(","))]
    every = []
    for klass in a.classes.split(","):
        here = [e for e in entries if klass in e.get("classes", [klass])]
        runs = {e["name"]: [] for e in here}
        for k in range(a.runs):
            s = k % max(1, len(here))
            for e in here[s:] + here[:s]:  # another order each turn
                r = Turn(e, f"{a.data}/{klass}", a).run()
                if r is not None:
                    kind = e.get("kind", "batch")
                    r = {"class": klass, "program": e["name"], "kind": kind, "run": k, "unjudged": kind != "batch" and not e.get("counts"), **r}
                    runs[e["name"]].append(r)
                    every.append(r)
        show(klass, runs, a)
    remove_db(f"{a.db_dir}/side_by_side.db")
    for f in ("err", "eml"):
        if os.path.exists(f"{a.work}/side_by_side.{f}"):
            os.unlink(f"{a.work}/side_by_side.{f}")
    if a.json:
        with open(a.json, "w") as f:
            json.dump(every, f, indent=1)
    return 0 if every and all(r.get("right") or r.get("unjudged") for r in every) else 1


if __name__ == "__main__":
    sys.exit(main())
