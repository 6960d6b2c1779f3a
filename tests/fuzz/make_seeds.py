#!/usr/bin/python3
"""Writes what the fuzz targets start from, made of tests/cases, tests/dialogues and tests/support: DIR/TARGET/NAME.

    make_seeds.py DIR

scripts/fuzz does it before it begins. tests/fuzz/corpus has what is worth keeping of these and of what the fuzzers found.
"""
import base64
import datetime
import gzip
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
import hostile
import report_text
from defects import good_report
from senders import SHAPES

CASES, DIALOGUES = HERE.parent / "cases", HERE.parent / "dialogues"
OUT = pathlib.Path(sys.argv[1])
DAY, DOMAIN = datetime.date(2026, 11, 17), "example.net"    # the day before the signer of tests/support signs
ESCAPES = {rb"\r": b"\r", rb"\n": b"\n", rb"\t": b"\t", rb"\0": b"\0", b"\\\\": b"\\"}    # of tests/dialogues
SMALL = 6000    # octets; large files slow the fuzzer down and say no more


def write(target, name, octets, choice=0):
    if len(octets) >= SMALL:
        return
    folder = OUT / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(bytes([choice]) + octets)


def unfolded_fields(mail):
    header = mail.replace(b"\r\n", b"\n").partition(b"\n\n")[0].replace(b"\n", b"\r\n")
    for field in re.split(rb"\r\n(?![ \t])", header):
        name, _, value = field.partition(b":")
        yield name.strip().lower().decode("ascii", "replace"), value


def mails():
    for case in sorted(CASES.iterdir()):
        if (case / "message.eml").exists():
            octets = (case / "message.eml").read_bytes()
            write("prescan", case.name, octets)
            write("message", case.name, octets)
            for number, (name, value) in enumerate(unfolded_fields(octets)):
                if name == "dkim-signature":
                    write("dkim_signature", f"{case.name}-{number}", value, 0)
                elif name == "from":
                    write("dkim_signature", f"{case.name}-{number}", value, 2)
                elif name == "subject" and b"=?" in value:
                    write("words", f"{case.name}-{number}", value, 0)
                elif name.startswith("content-"):
                    write("words", f"{case.name}-{number}", value, 1)
                elif name == "date":
                    write("words", f"{case.name}-{number}", value, 4)
        if (case / "keys.txt").exists():
            for number, line in enumerate((case / "keys.txt").read_bytes().splitlines()):
                text = line.partition(b" ")[2]
                write("dkim_key", f"{case.name}-{number}", text, 0)
                write("dkim_key", f"{case.name}-{number}-rdata", b"".join(bytes([len(text[i:i + 255])]) + text[i:i + 255]
                                                                         for i in range(0, len(text), 255)), 2)
                key = re.search(rb"p=([A-Za-z0-9+/=]+)", text)
                if key and b"k=ed25519" not in text:
                    write("dkim_key", f"{case.name}-{number}-key", b"\x08signed!!" + base64.b64decode(key[1]), 1)
    write("words", "rfc3339", b"2026-11-23T04:05:06Z", 4)
    write("words", "rfc3339-offset", b"2026-11-23t04:05:06.789+01:30", 4)
    write("words", "date-comment", b"Mon, (day) 23 Nov 2026 04:05:06 EST", 4)
    write("words", "quoted-printable", b"a=3Db=\r\nc\r\n", 3)
    write("words", "base64", b"Zm9v\r\nYmE=", 2)
    write("words", "continuations", b" attachment; filename*0*=utf-8''a%21b; filename*1=\"c.json\"", 1)


def reports():
    for name, make in SHAPES.items():
        sample = make(DAY, DOMAIN)
        if sample.report:
            write("report", name, report_text.compact(sample.report))
    for name, _, octets in hostile.json_texts(DAY, DOMAIN):
        write("report", f"hostile-{name}", octets)
        write("inflate", f"hostile-{name}", gzip.compress(octets, mtime=0))
    good = gzip.compress(report_text.compact(good_report(DAY, DOMAIN)), mtime=0)
    write("inflate", "two-members", good + good)
    write("inflate", "trailing", good + b"\0\0\0\0")
    write("inflate", "truncated", good[:-9])
    write("inflate", "plain", b'{"report-id":"x"}')
    write("inflate", "small-cap", good, 1)
    for name, text in (("microsoft", b'["3 1 1 AABB","3 1 1 CCDD"]'), ("trailing-cr", b"version: STSv1\r"), ("lines", b"version: STSv1\r\nmode: enforce\r\n"),
                       ("empty", b""), ("blanks", b" \t"), ("numbers", b"[1,2]"), ("nested", b'[["a"]]'), ("escapes", rb'["\u0041\n","\ud83d\ude00"]')):
        write("policy_lines", name, text)
    policy = b"version: STSv1\r\nmode: enforce\r\nmx: mx1.example.net\r\nmx: *.example.net\r\nmax_age: 604800\r\n"
    for name, choice, octets in (("policy", 0, policy), ("policy-star", 0, b"version: STSv1\nmode: testing\nmx: *\nmx: .a.example\nmax_age: 99999999999\nx: y\nmode: none\n"),
                                 ("policy-none", 0, b"version: STSv1\nmode: none\nmax_age: 0"), ("policy-mark", 0, b"\xef\xbb\xbf" + policy), ("page", 0, b"<!doctype html>\n"),
                                 ("tlsrpt", 1, b"v=TLSRPTv1; rua=mailto:a%21b@example.net, https://[2001:db8::1]:8443/x; ext=1;"), ("tlsrpt-bad", 1, b" v=tlsrptv1;;rua = x;RUA=y;=z"),
                                 ("sts", 1, b"v=STSv1; id=20261123; id=2"), ("mailto", 2, b"mailto:a%21b@example.net?subject=x"), ("https", 2, b"https://example.net:443/x"),
                                 ("size-limit", 2, b"mailto:a@example.net!10m"), ("rdata-text", 3, b"\x03v=T\x05LSRPT"), ("rdata-mx", 3, b"\x00\x0a\x02mx\x07example\x03net\x00"),
                                 ("rdata-a", 3, b"\x7f\0\0\1"), ("rdata-aaaa", 3, bytes(range(16))), ("rdata-tlsa", 3, b"\x03\x01\x01" + bytes(32)), ("tlsa", 4, b"3 1 1 AB cd 01"),
                                 ("tlsa-bad", 4, b"3 1 1 abc"), ("main-cf", 5, b"transport_maps = hash:/etc/t,\n lmdb:/etc/u\n# x\n"), ("transport", 5, b"tlsrpt@example.net tlsrpt:\n")):
        write("published", name, octets, choice)


def examinations():
    """The shapes of senders.py, unsigned, with the JSON apart."""
    for number, (name, make) in enumerate(SHAPES.items()):
        sample = make(DAY, DOMAIN)
        fields, _, body = sample.octets.partition(b"\r\n\r\n")
        fields = re.sub(rb"(?ms)^DKIM-Signature:.*?\r\n(?![ \t])", b"", fields)
        octets = fields + b"\r\n\r\n" + body
        blocks = sorted(re.findall(rb"(?:[A-Za-z0-9+/=]{20,}\r\n)+[A-Za-z0-9+/=]*\r\n|(?:[A-Za-z0-9+/=]{20,}\r\n)+", octets), key=len)
        json = report_text.compact(sample.report or good_report(DAY, DOMAIN))
        if blocks:
            token = b"%%JSON%%" if b"tlsrpt+json" in octets else b"%%GZIP%%"
            octets = octets.replace(blocks[-1], token)
        for choices in (0, 2 + 4 * (number % 4), 16, 32 + 1):
            write("examine", f"{name}-{choices}", octets + b"\n%%REPORT%%\n" + json, choices)
    for case in ("53-second-from", "26-unsigned"):
        for path in CASES.glob(f"*{case[2:]}/message.eml"):
            write("examine", case, path.read_bytes())


def dialogues():
    for chat in sorted(DIALOGUES.glob("*.chat")):
        octets = b""
        for line in chat.read_text().splitlines():
            if line.startswith("C: "):
                octets += line[3:].encode() + b"\r\n"
            elif line.startswith("C+ "):
                octets += re.sub(rb"\\(?:r|n|t|0|\\|x[0-9a-f]{2})", lambda word: ESCAPES.get(word[0]) or bytes.fromhex(word[0][2:].decode()), line[3:].encode())
        write("dialogue", chat.stem, b"\x03\x05\x01\x0b" + octets, 0)
        write("dialogue", f"{chat.stem}-small", b"\x00" + octets, 1)


def others():
    for name, text in (("domain", b"mx1.example.net"), ("ipv6", b"2001:DB8::1"), ("count", b"00123"), ("bidi", "a\u202eb\u2066c".encode()),
                       ("formula", b"=cmd|' /C calc'!A0"), ("markup", b"<script>\"'&"), ("controls", bytes(range(32)) + b"\x7f\x80\xff"),
                       ("surrogate", b"\xed\xa0\x80 \xf4\x90\x80\x80")):
        (OUT / "text").mkdir(parents=True, exist_ok=True)
        (OUT / "text" / name).write_bytes(text)
    write("wire", "honest-acceptable", bytes(range(1, 250)) * 3, 1)
    write("wire", "honest-refused", bytes(range(0, 250, 2)) * 3, 1)
    # An answer of a real cell's format: kind, slug, detail …; the rest at its default.
    write("wire", "refusal", b"\x01" + b"\x03" + b"\0\0\0\0" + b"\0" + b"\0" * 8 + b"\0" * 4 + b"\0" + b"\0" * 16 + b"\0" * 8 + b"\0" * 4 + b"\0" + b"\0" * 8)
    write("wire", "preview", b"\x00" + b"\x01\0\0\0" + b"\x16\0\0\0" + b"s._domainkey.a.example" + b"\0\x01")
    write("wire", "request", b"\x01" + b"\0" * 8 + b"\0\0\0\0" + b"From: a@b.example\r\n\r\n")


def main():
    for step in (mails, reports, examinations, dialogues, others):
        step()


if __name__ == "__main__":
    main()
