#!/usr/bin/python3
"""The metrics as Prometheus's own checker reads them, and alert rules that fire when they should."""
import os
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import defects
import harness
import report_text as text
import senders
from harness import EndToEnd, clean_environment, yesterday

RULES = harness.ROOT / "etc" / "tlsrpt-alerts.yml"
EVIL = "mx\"} 1\nevil_metric{x=\"\\\u202e\x1b"


class Metrics(EndToEnd):
    def metrics(self, *flags):
        return subprocess.run([harness.QUERY, "metrics", *self.place.common(), *flags], capture_output=True, text=True, check=True, env=clean_environment()).stdout

    def promtool(self, *arguments, **more):
        if not harness.promtool():
            self.skipTest("no promtool")
        run = subprocess.run([harness.promtool(), *arguments], capture_output=True, text=True, check=False, **more)
        self.assertEqual((run.returncode, run.stderr), (0, ""), run.stdout)

    def fill(self):
        for days_ago in range(3):
            day = yesterday() - days_ago * harness.datetime.timedelta(days=1)
            for make in (senders.google, senders.microsoft, senders.mailru):
                self.place.deliver(make(day, "example.net"))
        document = text.report("Evil", "evil", "evil-1", yesterday(), [text.policy("sts", "example.net", 40, 4, failures=[
            text.failure("validation-failure", 3, receiving_mx_hostname=EVIL), text.failure("made-up-type", 1, receiving_mx_hostname="mx9.example.net")])])
        self.place.deliver(senders.google(yesterday(), "example.net", report=document))
        self.place.deliver(defects.DEFECTS["body-changed"](yesterday(), "example.net"))

    def test_promtool_finds_nothing_to_complain_about(self):
        subprocess.run([harness.INGEST, "migrate", *self.place.common()], check=True, capture_output=True, env=clean_environment())
        self.promtool("check", "metrics", input=self.metrics())    # an empty store, too
        self.fill()
        shown = self.metrics()
        self.promtool("check", "metrics", input=shown)
        for name in ("tlsrpt_sessions", "tlsrpt_failures", "tlsrpt_reports", "tlsrpt_quarantined", "tlsrpt_last_report_timestamp_seconds"):
            self.assertRegex(shown, rf"(?m)^{name}\{{")
        self.assertIn('tlsrpt_quarantined{slug="signature-failed"} 1\n', shown)
        self.assertNotRegex(shown, r"(?m)^evil_metric")
        self.assertNotIn("made-up-type", shown)
        self.assertIn('result_type="other",receiving_mx_hostname="mx9.example.net"} 1\n', shown)
        self.assertIn('sdid="google.example"', shown)

    def test_a_collector_never_sees_half_a_file(self):
        self.fill()
        target = self.place.folder / "tlsrpt.prom"
        target.write_text("old")
        self.assertEqual(self.metrics("--output", target), "")
        self.assertEqual(target.read_text(), self.metrics())
        self.assertEqual(sorted(path.name for path in target.parent.glob("tlsrpt.prom*")), ["tlsrpt.prom"])
        self.assertEqual(target.stat().st_mode & 0o444, 0o444 & ~current_umask())

    def test_the_alert_rules_are_right(self):
        self.promtool("check", "rules", str(RULES))

    def test_the_alerts_fire(self):
        case = self.place.folder / "alerts.test.yml"
        case.write_text(f"""rule_files: ["{RULES}"]
evaluation_interval: 1m
tests:
  - interval: 1m
    input_series:
      - series: 'tlsrpt_failures{{policy_domain="a.example",result_type="certificate-expired",receiving_mx_hostname="mx1.a.example"}}'
        values: '20x120'
      - series: 'tlsrpt_failures{{policy_domain="b.example",result_type="tlsa-invalid",receiving_mx_hostname=""}}'
        values: '1x120'
    alert_rule_test:
      - eval_time: 90m
        alertname: TlsSessionsFail
        exp_alerts:
          - exp_labels: {{severity: warning, policy_domain: a.example, result_type: certificate-expired, receiving_mx_hostname: mx1.a.example}}
            exp_annotations:
              summary: "20 TLS sessions failed for a.example: certificate-expired"
              description: "MX mx1.a.example. What it means and how to mend it: tlsrpt-query explain certificate-expired"
""")
        self.promtool("test", "rules", str(case))


def current_umask():
    mask = os.umask(0)
    os.umask(mask)
    return mask


if __name__ == "__main__":
    harness.main()
