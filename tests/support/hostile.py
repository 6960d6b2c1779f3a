"""Mails made to hurt, and the verdict that each must get.

    report day + policy domain  →  (name, expected slug, Sample), one at a time

All are signed with a throw-away key unless the shape forbids it, so that they reach the stage that they aim at. None reproduces a
memory defect of a third-party library.
"""
import datetime
import gzip
import json
import zlib

from defects import body_of, good_report, header_of, plain, report_part
import report_text as text
from mail_parts import base64_lines, gzipped, message, multipart, part

GOOD, INVALID, LARGE, UNREADABLE, NONE, IMPLAUSIBLE = (
    "acceptable", "report-invalid", "report-too-large", "message-unreadable", "no-report-part", "report-implausible")


def json_texts(day, domain):
    """(name, slug, JSON octets)"""
    good = text.compact(good_report(day, domain))

    def with_text(value):
        return good.replace(b'"Sender Inc."', value)

    def with_count(value):
        return good.replace(b'"total-successful-session-count":250', b'"total-successful-session-count":' + value)

    yield "depth", INVALID, with_text(b"[" * 100_000 + b"]" * 100_000)
    yield "depth-objects", INVALID, with_text(b'{"a":' * 50_000 + b"1" + b"}" * 50_000)
    yield "unclosed-depth", INVALID, b"[" * 1_000_000
    yield "key-twice", INVALID, good.replace(b'"policies":', b'"policies":[],"policies":')
    yield "key-twice-escaped", INVALID, good.replace(b'"policies":', b'"\\u0070olicies":[],"policies":')
    yield "raw-nul", INVALID, with_text(b'"Sender\0Inc."')
    yield "escaped-nul", INVALID, with_text(b'"Sender\\u0000Inc."')
    for name, number in (("1e999", b"1e999"), ("2-to-63", b"9223372036854775808"), ("2-to-64", b"18446744073709551616"),
                         ("2-to-53", b"9007199254740992"), ("negative", b"-1"), ("fraction", b"1.5"), ("digits", b"9" * 100_000),
                         ("nan", b"NaN"), ("boolean", b"true"), ("object", b"{}")):
        yield f"count-{name}", INVALID, with_count(number)
    yield "count-sum-2-to-53", INVALID, with_count(b"9007199254740991")     # each is exact, their sum is not
    yield "invalid-utf-8", INVALID, with_text(b'"\xff\xfe"')
    yield "overlong-utf-8", INVALID, with_text(b'"\xc0\xaf"')
    yield "lone-surrogate", INVALID, with_text(b'"\\ud800"')
    yield "raw-surrogate", INVALID, with_text(b'"\xed\xa0\x80"')
    yield "long-string", INVALID, with_text(b'"' + b"A" * 1_000_000 + b'"')
    yield "long-key", INVALID, good.replace(b"{", b'{"' + b"k" * 1_000_000 + b'":1,', 1)
    yield "many-keys", INVALID, good.replace(b"{", b"{" + b"".join(b'"k%d":1,' % i for i in range(600_000)), 1)
    yield "many-values", INVALID, with_text(b"[" + b"{}," * 1_100_000 + b"{}]")
    yield "top-array", INVALID, b"[" + good + b"]"
    for name, value in (("number", b"1"), ("null", b"null"), ("text", b'"report"'), ("nothing", b""), ("blanks", b" " * 1000)):
        yield f"top-{name}", INVALID, value
    yield "trailing-text", INVALID, good + b" garbage"
    yield "two-reports", INVALID, good + good
    yield "utf-16", INVALID, good.decode().encode("utf-16")
    yield "byte-order-mark", GOOD, b"\xef\xbb\xbf" + good
    for name, value in (("object", {}), ("text", "none"), ("null", None), ("empty", []), ("numbers", [1, 2])):
        yield f"policies-{name}", INVALID, text.compact(good_report(day, domain, policies=value))
    for name, value in (("escape", "\x1b]0;owned\x07\x1b[2J\x9b31m"), ("html", "<script>alert(1)</script>"), ("formula", "=cmd|' /C calc'!A0"),
                        ("sql", "'); DROP TABLE report; --"), ("bidi", "\u202egnp.exe\u2066"), ("lines", "a\r\n250 2.0.0 stored\r\n"),
                        ("path", "../../../../etc/passwd"), ("format", "%s%n%s%n{}{0}")):
        yield f"text-{name}", GOOD, json.dumps(good_report(day, domain, **{"organization-name": value})).encode()
    for name, value in (("word", "yesterday"), ("month-13", "2026-13-01T00:00:00Z"), ("year-99999", "99999-01-01T00:00:00Z"),
                        ("long", "2" * 10_000), ("number", 0)):
        yield f"date-{name}", INVALID, text.compact(good_report(day, domain, **{
            "date-range": {"start-datetime": value, "end-datetime": f"{day}T23:59:59Z"}}))
    for name, start, end in (("future", 30, 30), ("ancient", -2000, -2000), ("reversed", 0, -1), ("nine-days", -8, 0)):
        first, last = (day + datetime.timedelta(days=one) for one in (start, end))
        yield f"range-{name}", IMPLAUSIBLE, text.compact(good_report(day, domain, **{
            "date-range": {"start-datetime": f"{first}T00:00:00Z", "end-datetime": f"{last}T23:59:59Z"}}))


def bomb(mebibytes):
    """Made piece by piece: our own memory would count as that of the program we start."""
    packer = zlib.compressobj(9, wbits=31)
    return b"".join(packer.compress(b" " * (1 << 20)) for _ in range(mebibytes)) + packer.flush()


def attachments(day, domain):
    """(name, slug, the report's MIME part)"""
    good = text.compact(good_report(day, domain))
    packed = gzipped(good)
    yield "gzip-bomb", LARGE, report_part(bomb(200))
    yield "gzip-bomb-members", LARGE, report_part(gzip.compress(b" " * (1 << 20), 9, mtime=0) * 100)
    yield "gzip-truncated", INVALID, report_part(packed[:-9])
    yield "gzip-header-only", INVALID, report_part(packed[:10])
    yield "gzip-bad-crc", INVALID, report_part(packed[:-8] + bytes([packed[-8] ^ 1]) + packed[-7:])
    yield "gzip-members", GOOD, report_part(gzipped(good[:99]) + gzipped(good[99:]))
    yield "gzip-trailing", GOOD, report_part(packed + b"trailing")
    yield "gzip-twice", INVALID, report_part(gzipped(packed))
    yield "zlib-not-gzip", INVALID, report_part(zlib.compress(good))
    yield "path-name", GOOD, report_part(packed, name="../../../../etc/cron.d/x.json.gz")
    fields = [("Content-Type", "application/tlsrpt+gzip"), ("Content-Transfer-Encoding", "base64")]
    yield "base64-broken", UNREADABLE, part(fields, b"!!!! not base64 \xff\r\n")
    yield "attachment-empty", INVALID, part(fields, b"")
    yield "quoted-printable-broken", UNREADABLE, part([("Content-Type", "application/tlsrpt+json"),
                                                   ("Content-Transfer-Encoding", "quoted-printable")], b"=ZZ=G" + good + b"\r\n")
    yield "media-type-image", NONE, part([("Content-Type", "image/png"), ("Content-Transfer-Encoding", "base64")], base64_lines(packed))


def structures(day, domain):
    """(name, slug, further arguments of the plain mail)"""
    good = report_part(gzipped(text.compact(good_report(day, domain))))
    nested = good
    for level in range(60):
        nested = part([("Content-Type", f'multipart/mixed; boundary="n{level}"')], multipart(f"n{level}", [nested]))
    yield "parts-deep", UNREADABLE, {"body": body_of(nested)}
    yield "parts-many", UNREADABLE, {"body": multipart("=_edge", [part([("Content-Type", "text/plain")], b"")] * 100_000)}
    for name, more in (("address-groups", ("Cc", "a:" * 60_000)), ("long-line", ("X-Long", "x" * 100_000)),
                       ("huge-header", ("X-Huge", "\r\n ".join(["x" * 900] * 500)))):
        yield name, UNREADABLE, {"header": header_of(day, domain, more=[more])}
    yield "parameters", UNREADABLE, {"header": header_of(day, domain, content_type='multipart/report; boundary="=_edge"' + "; a=b" * 1000)}
    yield "many-received", UNREADABLE, {"header": header_of(day, domain, more=[("Received", "from a by b; now")] * 2000)}
    for field in ("From", "Subject", "Content-Type"):
        yield f"twice-{field.lower()}", UNREADABLE, {"after": lambda octets, field=field: f"{field}: x\r\n".encode() + octets}
    inner = message(header_of(day, domain), body_of(good))
    yield "forwarded", NONE, {"header": header_of(day, domain, content_type='multipart/mixed; boundary="=_outer"'),
                              "body": multipart("=_outer", [part([("Content-Type", "message/rfc822")], inner)])}


def mails(day, domain):
    for name, slug, octets in json_texts(day, domain):
        yield f"json-{name}", slug, plain(day, domain, json_octets=octets)
    for name, slug, attachment in attachments(day, domain):
        yield name, slug, plain(day, domain, attachment=attachment)
    for name, slug, how in structures(day, domain):
        yield name, slug, plain(day, domain, **how)
