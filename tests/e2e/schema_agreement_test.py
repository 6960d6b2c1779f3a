#!/usr/bin/python3
"""schemas/tlsrpt-report.schema.json means the same to our validator and to an independent one, python3-jsonschema.

    schema_agreement_test.py VALIDATE_JSON [MUTATIONS]

Documents: the corpus where there is one, and MUTATIONS (12,000) generated ones, the same in each run. For each of them
  - both validators give the same verdict on the document as it stands;
  - what read_report() accepts is normalised to a document that the independent validator finds valid;
  - normalising that again changes nothing.
"""
import copy
import json
import pathlib
import random
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import corpus

try:
    import jsonschema
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

SCHEMA = pathlib.Path(__file__).resolve().parents[2] / "schemas" / "tlsrpt-report.schema.json"
VALIDATE_JSON = ""
MUTATIONS = 12_000
EXACT = 2**53 - 1    # the largest integer of I-JSON; our guard lets none beyond it in, so none is generated

POLICY = {"policy-type": "sts", "policy-string": ["version: STSv1", "mode: testing"], "policy-domain": "example.org", "mx-host": ["*.example.org"]}
FAILURE = {"result-type": "validation-failure", "sending-mta-ip": "192.0.2.7", "receiving-mx-hostname": "mx.example.org", "receiving-mx-helo": "mx.example.org",
           "receiving-ip": "2001:db8::7", "failed-session-count": 2, "additional-information": "https://sender.example/7", "failure-reason-code": "expired"}
SUMMARY = {"total-successful-session-count": 4, "total-failure-session-count": 2}
REPORT = {"organization-name": "Sender", "date-range": {"start-datetime": "2026-11-20T00:00:00Z", "end-datetime": "2026-11-20T23:59:59Z"},
          "contact-info": "tls@sender.example", "report-id": "1",
          "policies": [{"policy": POLICY, "summary": SUMMARY, "failure-details": [FAILURE, {"result-type": "x", "failed-session-count": 0}]},
                       {"policy": {"policy-type": "no-policy-found"}, "summary": SUMMARY}]}
VALUES = [None, True, False, 0, 1, -1, 5.0, 1.5, -0.0, 1e16, EXACT, -EXACT, "", " ", "7", "x\r\n y ", '["a","b"]', "2026-11-20T00:00:00", "2026-11-20T01:00:00.5+01:00",
          "example.com.", "b\u00fccher.example", "no-policy-found", "\u202e\u0001", [], {}, [[]], [None], ["x"], ["x", 1], [{}], {"x": []}, POLICY, SUMMARY, FAILURE, [FAILURE]]
NAMES = [*REPORT, *REPORT["date-range"], "policy", "summary", "failure-details", *POLICY, *SUMMARY, *FAILURE, "receiving-mx-host-name", "mx-host-pattern", "other", ""]


def places(document):
    """Each (container, key or index) in the document."""
    pending, found = [document], []
    while pending:
        container = pending.pop()
        keys = list(container) if isinstance(container, dict) else list(range(len(container)))
        found += [(container, key) for key in keys]
        pending += [container[key] for key in keys if isinstance(container[key], (dict, list))]
    return found


def mutate(document, chance):
    container, key = chance.choice(places(document))
    match chance.randrange(7):
        case 0:
            del container[key]
        case 1 if isinstance(container, list):
            container.append(copy.deepcopy(container[key]))
        case 2 if isinstance(container, dict):
            container[chance.choice(NAMES)] = container.pop(key)
        case 3 if isinstance(container, dict):
            container[chance.choice(NAMES)] = copy.deepcopy(chance.choice(VALUES))
        case 4:
            container[key] = [container[key]]
        case _:
            container[key] = copy.deepcopy(chance.choice(VALUES))


def mutations(count):
    chance = random.Random(8460)
    for number in range(count):
        document = copy.deepcopy(REPORT)
        for _ in range(number % 5):
            if places(document):
                mutate(document, chance)
        yield copy.deepcopy(chance.choice(VALUES)) if number % 500 == 499 else document


def ask(documents):
    """Our verdicts, in order."""
    lines = "".join(json.dumps(document) + "\n" for document in documents)
    answer = subprocess.run([VALIDATE_JSON], input=lines, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in answer.stdout.splitlines()]


class SchemaAgreement(unittest.TestCase):
    def setUp(self):
        schema = json.loads(SCHEMA.read_text())
        jsonschema.Draft7Validator.check_schema(schema)
        self.independent = jsonschema.Draft7Validator(schema)

    def compare(self, documents):
        """Returns how many are valid, and what is accepted."""
        verdicts = ask(documents)
        self.assertEqual(len(verdicts), len(documents))
        valid, accepted = 0, []
        for document, verdict in zip(documents, verdicts):
            self.assertNotIn("refused", verdict, document)
            self.assertEqual(verdict["valid"], self.independent.is_valid(document), json.dumps(document))
            valid += verdict["valid"]
            if "normalised" in verdict:
                self.independent.validate(verdict["normalised"])
                accepted.append(verdict["normalised"])
        for once, again in zip(accepted, ask(accepted)):
            self.assertEqual(again, {"valid": True, "normalised": once})
        return valid, accepted

    def test_mutations(self):
        valid, accepted = self.compare(list(mutations(MUTATIONS)))
        print(f"{MUTATIONS} documents: {valid} valid, {len(accepted)} accepted, no disagreement")
        # Both verdicts must be well represented, or the comparison says little.
        self.assertGreater(valid, MUTATIONS // 5)
        self.assertGreater(MUTATIONS - valid, MUTATIONS // 5)
        self.assertGreater(len(accepted), MUTATIONS // 5)

    @unittest.skipUnless(corpus.FOLDER, corpus.MISSING)
    def test_corpus(self):
        documents = [json.loads(file.read_text()) for file in sorted((corpus.FOLDER / "json").glob("*.json"))]
        _, accepted = self.compare(documents)
        self.assertEqual(len(accepted), len(documents))


if __name__ == "__main__":
    VALIDATE_JSON = sys.argv.pop(1)
    if len(sys.argv) > 1 and sys.argv[1].isdigit():
        MUTATIONS = int(sys.argv.pop(1))
    unittest.main(verbosity=2)
