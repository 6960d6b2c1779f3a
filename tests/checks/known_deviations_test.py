#!/usr/bin/python3
"""What receivers of TLS reports are known to have met in the field: each of it has a rule, a sender in docs/deviations.md, and a test.

The tables in docs/deviations.md that name rules are compared with those in the code by unit.report and unit.examine; this holds them
against the list below, so that a rule cannot be lost, or its sender forgotten, without somebody noticing.
"""
import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
DOC = (ROOT / "docs" / "deviations.md").read_text()
# rule → who does it, from the two tables of rules
SENDERS = dict(re.findall(r"^\| `([a-z-]+)` \| [^|]+ \| ([^|]+) \|$", DOC, re.M))
TESTS = {name: "".join(path.read_text() for path in sorted((ROOT / "tests" / "unit" / name).glob("*_test.cpp"))) for name in ("report", "examine", "mail")}

# what is seen → {rule: how many different spellings of it are tested at least}, senders that docs/deviations.md must name for one of the rules
KNOWN = {
    "a time without a zone": ({"date-without-zone": 1}, ["Microsoft"]),
    "a day that ends when the next one begins": ({"range-ends-at-midnight": 1}, ["Mail.ru", "Stalwart", "SocketLabs"]),
    "a time with parts of a second, or with an offset": ({"date-with-fraction": 1, "date-with-offset": 1}, ["examples"]),
    "null where a member could have been left out": ({"null-member": 2}, ["Stalwart"]),
    "an empty text where a member could have been left out": ({"empty-text": 2}, ["mox", "Halon"]),
    "nobody to contact": ({"contact-info-absent": 1, "null-member": 1}, ["Stalwart"]),
    "a policy that does not say of which domain": ({"policy-domain-from-report": 1, "policy-domain-from-header": 2, "policy-domain-unknown": 1}, ["Postfix", "sys4"]),
    "no lines of the policy, an empty list of them, or one text": ({"policy-string-absent": 2, "policy-string-is-text": 1}, ["Google", "Microsoft", "SocketLabs", "Halon"]),
    "TLSA records as one text with JSON in it": ({"policy-string-holds-json": 1}, ["Microsoft"]),
    "white space or CR behind lines of the policy": ({"policy-string-white-space": 2}, ["Google 2022"]),
    "no MX patterns, or one as a text": ({"mx-host-absent": 2, "mx-host-is-text": 1}, ["Microsoft", "erratum 6241"]),
    "a failure that does not say where": ({"failure-without-address": 1}, ["Microsoft", "Mail.ru"]),
    "four members under their names from the drafts": ({"older-member-name": 4}, ["SocketLabs", "pre-RFC"]),
    "no details of failures, or an empty list": ({"failure-details-absent": 2}, ["everyone"]),
    "one policy of one domain twice": ({"policy-repeated": 1}, ["Google"]),
    "failures that do not add up, either way": ({"failed-sum-differs": 2}, ["Mail.ru"]),
    "no count": ({"count-absent": 3}, ["examples"]),
    "types that no standard knows": ({"unknown-policy-type": 1, "unknown-result-type": 1}, ["Stalwart", "future senders"]),
    "a whole reply to EHLO for a name": ({"helo-of-several-lines": 1}, ["Postfix"]),
    "additional information that is no URI": ({"additional-information-no-uri": 1}, ["RFC 8460"]),
    "a submitter of another domain than the contact": ({"submitter-differs": 1}, ["Mail.ru"]),
    "header fields of a report missing or unsigned, a Subject of another form":
        ({"report-fields-absent": 2, "report-fields-unsigned": 2, "subject-without-report-id": 3}, ["Microsoft", "others"]),
    "another media type, the wrong name, octets behind gzip or before JSON, a count in quotes":
        ({"media-type": 1, "gzip-under-json-name": 2, "json-under-gzip-name": 1, "gzip-trailing-octets": 1, "byte-order-mark": 1, "count-as-text": 1},
         ["other receivers", "gateways"]),
}


class KnownDeviations(unittest.TestCase):
    def test_each_has_rules_with_tests(self):
        for seen, (rules, _) in KNOWN.items():
            for rule, spellings in rules.items():
                with self.subTest(seen, rule=rule):
                    self.assertIn(rule, SENDERS)
                    cases = sum(len(re.findall(rf'\{{"{rule}",', text)) for text in TESTS.values())
                    self.assertGreaterEqual(cases, spellings)

    def test_each_sender_is_named(self):
        for seen, (rules, senders) in KNOWN.items():
            named = "; ".join(SENDERS.get(rule, "") for rule in rules)
            for sender in senders:
                with self.subTest(seen, sender=sender):
                    self.assertIn(sender, named)

    def test_no_rule_is_there_for_nobody(self):
        self.assertEqual([rule for rule, who in SENDERS.items() if not who.strip()], [])


if __name__ == "__main__":
    unittest.main()
