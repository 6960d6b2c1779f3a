"""Mails with one thing wrong each (or oddly right), and the verdict that each must get.

    defect name + report day + policy domain  →  Sample;  EXPECTED[name]  →  slug of `tlsrpt-ingest check`

All of them start from one plain, good mail of sender.example; a defect changes one stage of making it: the report, the MIME
structure, the header, the signature, or what happens to the mail after it was signed.
"""
import datetime
import gzip
import json

import report_text as text
from dkim_sign import Key, sign
from mail_parts import Sample, base64_lines, gzipped, message, multipart, part, received, rfc5322_date
from senders import key_of

WHO = "sender.example"
SIGNED = ["From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type", "TLS-Report-Domain", "TLS-Report-Submitter"]
EXPECTED = {}
DEFECTS = {}


def defect(slug):
    """Registers a maker under its name with "-" for "_"; its docstring says what is wrong."""
    def register(make):
        name = make.__name__.replace("_", "-")
        EXPECTED[name] = slug

        def named(day, domain):
            sample = make(day, domain)
            sample.name, sample.about = name, make.__doc__
            return sample
        DEFECTS[name] = named
        return make
    return register


def sent_at(day):
    return datetime.datetime(day.year, day.month, day.day, 4, 6, 8, tzinfo=datetime.timezone.utc) + datetime.timedelta(days=1)


def good_report(day, domain, **members):
    value = text.report("Sender Inc.", f"tls-reports@{WHO}", f"{day}-0001@{WHO}", day, [
        text.policy("sts", domain, 250, 2, strings=text.sts_strings(domain), mx_host=[f"*.{domain}"], failures=[
            text.failure("certificate-expired", 2, sending_mta_ip="192.0.2.9", receiving_mx_hostname=f"mx1.{domain}", receiving_ip="198.51.100.11")])])
    return {**value, **members}


def report_part(octets, media_type="application/tlsrpt+gzip", name="sender.example!example.net!1!2.json.gz"):
    return part([("Content-Type", media_type), ("Content-Transfer-Encoding", "base64"),
                 ("Content-Disposition", f'attachment; filename="{name}"')], base64_lines(octets))


def body_of(attachment, *, note=b"A report is attached.\r\n"):
    return multipart("=_edge", [part([("Content-Type", "text/plain; charset=us-ascii")], note), attachment])


def header_of(day, domain, *, author=f"tls-reports@{WHO}", content_type='multipart/report; report-type="tlsrpt"; boundary="=_edge"', more=()):
    return [("From", author), ("To", f"tlsrpt@{domain}"), ("Subject", f"Report Domain: {domain} Submitter: {WHO} Report-ID: <{day}-0001@{WHO}>"),
            ("Date", rfc5322_date(sent_at(day))), ("Message-ID", f"<{day}.0001@{WHO}>"), ("MIME-Version", "1.0"), ("Content-Type", content_type),
            ("TLS-Report-Domain", domain), ("TLS-Report-Submitter", WHO), *more]


def signed(octets, day, *, names=SIGNED, sdid=WHO, selector="s2048", make=Key.rsa, record=None, **how):
    """The mail with a signature, and the keys.txt line that goes with it. record: TXT text in place of the true one, a list of
    several texts, or None; a callable gets the key."""
    key = key_of(sdid, selector, make)
    how.setdefault("signed_at", sent_at(day).timestamp())
    answer = key.record() if record is None else record(key) if callable(record) else record
    return sign(octets, key, sdid, selector, list(names), **how), ({f"{selector}._domainkey.{sdid}": answer} if answer else {})


def sample(octets, keys, day, domain, report=None, after=lambda octets: octets):
    at = sent_at(day)
    return Sample("", "", after(received(at, f"out.{WHO}", domain) + octets), keys, at, report, WHO)


def plain(day, domain, *, report=None, json_octets=None, attachment=None, header=None, body=None, after=lambda octets: octets, **signing):
    """The good mail, with any one stage replaced. after: what happens to the signed mail on its way."""
    report = report or good_report(day, domain)
    if json_octets is None:
        json_octets = text.compact(report)
    attachment = attachment or report_part(gzipped(json_octets))
    octets = message(header or header_of(day, domain), body if body is not None else body_of(attachment))
    octets, keys = signed(octets, day, **signing)
    return sample(octets, keys, day, domain, report, after)


# ---- good mails whose key or signature is unusual -------------------------------------------------

@defect("acceptable")
def good(day, domain):
    """Nothing is wrong: the mail that the others are made from."""
    return plain(day, domain)


@defect("acceptable")
def key_for_tlsrpt_only(day, domain):
    """The key record says exactly s=tlsrpt, the sample of RFC 8460 section 3."""
    return plain(day, domain, selector="stlsrpt", record=lambda key: key.record("tlsrpt"))


@defect("acceptable")
def key_in_testing(day, domain):
    """The key record says t=y: verifiers treat such mail like any other (RFC 6376 section 3.6.1)."""
    return plain(day, domain, selector="testing", record=lambda key: key.record().replace("k=rsa;", "k=rsa; t=y;"))


@defect("acceptable")
def signer_is_parent(day, domain):
    """d= is the parent of the From domain: one organizational domain."""
    return plain(day, domain, header=header_of(day, domain, author=f"tls-reports@eu.mail.{WHO}"))


@defect("acceptable")
def second_signature_of_a_stranger(day, domain):
    """A forwarder signed too and its key cannot be had for now: the author's signature is enough."""
    base = plain(day, domain)
    octets, keys = signed(base.octets, day, sdid="lists.example", selector="fwd", record="TEMPERROR")
    return sample(octets, {**base.keys, **keys}, day, domain, base.report)


@defect("acceptable")
def unix_line_ends(day, domain):
    """A pipe transport's form of the mail: LF line ends and an mbox From line in front."""
    return plain(day, domain, after=lambda octets: b"From tls-reports@sender.example Mon Oct  5 04:06:08 2026\n" + octets.replace(b"\r\n", b"\n"))


# ---- who vouches ----------------------------------------------------------------------------------

@defect("no-signature")
def unsigned(day, domain):
    """No DKIM-Signature at all."""
    return sample(message(header_of(day, domain), body_of(report_part(gzipped(text.compact(good_report(day, domain)))))), {}, day, domain)


@defect("signature-failed")
def body_changed(day, domain):
    """One character of the text part was changed after signing."""
    return plain(day, domain, after=lambda octets: octets.replace(b"A report is attached.", b"A report is attached!"))


@defect("signature-failed")
def subject_changed(day, domain):
    """The signed Subject was changed after signing, as list software does."""
    return plain(day, domain, after=lambda octets: octets.replace(b"Subject: Report", b"Subject: [tls] Report"))


@defect("signature-failed")
def text_appended(day, domain):
    """Text was put behind the signed body; there is no l=, so the body hash no longer fits."""
    return plain(day, domain, after=lambda octets: octets + b"Something more.\r\n")


@defect("signature-has-length")
def length_tag(day, domain):
    """l= covers the whole body, and is refused all the same."""
    octets = message(header_of(day, domain), body_of(report_part(gzipped(text.compact(good_report(day, domain))))))
    octets, keys = signed(octets, day, length=len(octets.split(b"\r\n\r\n", 1)[1]))
    return sample(octets, keys, day, domain)


@defect("signature-has-length")
def length_tag_and_text_appended(day, domain):
    """l= stops before a second report that somebody appended: an ordinary verifier says "pass"."""
    octets = message(header_of(day, domain), body_of(report_part(gzipped(text.compact(good_report(day, domain))))))
    octets, keys = signed(octets, day, length=len(octets.split(b"\r\n\r\n", 1)[1]))
    forged = good_report(day, domain, **{"report-id": "forged"})
    return sample(octets + b"\r\n--=_edge\r\n" + report_part(gzipped(text.compact(forged))) + b"--=_edge--\r\n", keys, day, domain)


@defect("signature-has-length")
def length_tag_of_zero(day, domain):
    """l=0 signs no body at all."""
    return plain(day, domain, length=0)


@defect("service-not-allowed")
def key_for_email_only(day, domain):
    """The key record says s=email: not a key for reports."""
    return plain(day, domain, selector="semail", record=lambda key: key.record("email"))


@defect("signature-failed")
def no_key(day, domain):
    """The DNS has no record under the key's name."""
    return plain(day, domain, selector="absent", record=lambda key: "")


@defect("signature-failed")
def two_keys(day, domain):
    """Two TXT records under the key's name: undefined, so refused (RFC 6376 section 3.6.2.2)."""
    return plain(day, domain, selector="twice", record=lambda key: [key.record(), Key.rsa(1024).record()])


@defect("signature-failed")
def key_revoked(day, domain):
    """An empty p= says that the key is revoked."""
    return plain(day, domain, selector="revoked", record="v=DKIM1; k=rsa; p=")


@defect("key-unavailable")
def key_temporarily_unavailable(day, domain):
    """The DNS does not answer for the key: put off, not refused."""
    return plain(day, domain, selector="temperror", record="TEMPERROR")


@defect("signature-failed")
def expired(day, domain):
    """x= was an hour before the mail came."""
    return plain(day, domain, signed_at=sent_at(day).timestamp() - 7200, expires_at=sent_at(day).timestamp() - 3600)


@defect("signature-failed")
def from_not_signed(day, domain):
    """The signature is right but does not cover From (RFC 6376 section 5.4 requires it)."""
    return plain(day, domain, names=SIGNED[1:])


@defect("signer-not-aligned")
def signer_is_a_stranger(day, domain):
    """A good signature of a domain that has nothing to do with From."""
    return plain(day, domain, sdid="attacker.example", selector="x")


@defect("algorithm-refused")
def sha1(day, domain):
    """a=rsa-sha1 (RFC 8301 section 3.1)."""
    return plain(day, domain, algorithm="rsa-sha1")


@defect("algorithm-refused")
def short_key(day, domain):
    """An RSA key of 768 bits (RFC 8301 section 3.2)."""
    return plain(day, domain, selector="s768", make=lambda: Key.rsa(768))


# ---- the mail ---------------------------------------------------------------------------------------

@defect("message-unreadable")
def second_from(day, domain):
    """A second From was put on top: people would see another author than the signature covers."""
    return plain(day, domain, after=lambda octets: b"From: ceo@bank.example\r\n" + octets)


@defect("message-unreadable")
def second_subject(day, domain):
    """Two Subject fields (RFC 5322 section 3.6 allows one)."""
    return plain(day, domain, after=lambda octets: b"Subject: hello\r\n" + octets)


@defect("message-unreadable")
def nul_in_header(day, domain):
    """A NUL in a header field: what stands behind it, C libraries do not see."""
    return plain(day, domain, after=lambda octets: octets.replace(b"Subject: Report", b"Subject: Re\0port"))


@defect("no-report-part")
def no_attachment(day, domain):
    """A signed mail, and no report in it."""
    return plain(day, domain, body=multipart("=_edge", [part([("Content-Type", "text/plain")], b"The report follows tomorrow.\r\n")]))


@defect("no-report-part")
def forwarded_inside(day, domain):
    """The report is only inside a forwarded mail (message/rfc822): whoever signed this one did not write that one."""
    inner = message(header_of(day, domain), body_of(report_part(gzipped(text.compact(good_report(day, domain))))))
    return plain(day, domain, header=header_of(day, domain, content_type='multipart/mixed; boundary="=_outer"'),
                 body=multipart("=_outer", [part([("Content-Type", "text/plain")], b"See below.\r\n"), part([("Content-Type", "message/rfc822")], inner)]))


# ---- the report ---------------------------------------------------------------------------------------

@defect("acceptable")
def stand_in_media_type(day, domain):
    """application/octet-stream with a report's file name: accepted, and noted."""
    octets = gzipped(text.compact(good_report(day, domain)))
    return plain(day, domain, attachment=report_part(octets, "application/octet-stream"))


@defect("acceptable")
def two_reports(day, domain):
    """Two report parts: the first one counts, the other is noted."""
    other = good_report(day, domain, **{"report-id": "the-other"})
    parts = [part([("Content-Type", "text/plain")], b"Two.\r\n"), report_part(gzipped(text.compact(good_report(day, domain)))),
             report_part(gzipped(text.compact(other)))]
    return plain(day, domain, body=multipart("=_edge", parts))


@defect("report-invalid")
def gzip_truncated(day, domain):
    """The gzip stream ends early."""
    return plain(day, domain, attachment=report_part(gzipped(text.compact(good_report(day, domain)))[:-12]))


@defect("report-too-large")
def gzip_bomb(day, domain):
    """24 KB that unpack to 24 MB of blanks."""
    return plain(day, domain, attachment=report_part(gzip.compress(b"{" + b" " * (24 << 20) + b"}", 9, mtime=0)))


@defect("report-invalid")
def not_json(day, domain):
    """The attachment is no JSON."""
    return plain(day, domain, json_octets=b"{'organization-name': 'Sender Inc.'}")


@defect("report-invalid")
def member_twice(day, domain):
    """One object has a member twice (I-JSON forbids it, RFC 7493 section 2.3): two readers would read two reports."""
    return plain(day, domain, json_octets=text.compact(good_report(day, domain)).replace(b'"report-id":', b'"report-id":"a","report-id":'))


@defect("report-invalid")
def no_policies(day, domain):
    """The required member policies is missing."""
    return plain(day, domain, report={name: value for name, value in good_report(day, domain).items() if name != "policies"})


@defect("report-invalid")
def negative_count(day, domain):
    """A session count below zero."""
    report = good_report(day, domain)
    report["policies"][0]["summary"]["total-failure-session-count"] = -2
    return plain(day, domain, report=report)


@defect("report-invalid")
def impossible_date(day, domain):
    """The range starts on 30 February."""
    return plain(day, domain, report=good_report(day, domain, **{
        "date-range": {"start-datetime": "2026-02-30T00:00:00Z", "end-datetime": f"{day}T23:59:59Z"}}))


@defect("report-implausible")
def from_the_future(day, domain):
    """The range starts ten days after the mail came."""
    return plain(day, domain, report=good_report(day + datetime.timedelta(days=11), domain))


@defect("report-implausible")
def two_years_old(day, domain):
    """The range ended two years before the mail came."""
    return plain(day, domain, report=good_report(day - datetime.timedelta(days=731), domain))


@defect("report-implausible")
def range_reversed(day, domain):
    """The range ends before it starts."""
    return plain(day, domain, report=good_report(day, domain, **{
        "date-range": {"start-datetime": f"{day}T23:59:59Z", "end-datetime": f"{day}T00:00:00Z"}}))


@defect("report-implausible")
def ten_days_long(day, domain):
    """One report for ten days: longer than any real sender's."""
    start = day - datetime.timedelta(days=9)
    return plain(day, domain, report=good_report(day, domain, **{
        "date-range": {"start-datetime": f"{start}T00:00:00Z", "end-datetime": f"{day}T23:59:59Z"}}))


@defect("acceptable")
def unknown_result_type(day, domain):
    """A result type and a policy type that no registry knows yet, with hostile text in every free member: kept as they are."""
    report = good_report(day, domain)
    report["organization-name"] = "=cmd|' /C calc'!A0 <script>alert(1)</script> \u202egnp.exe"
    report["policies"][0]["policy"]["policy-type"] = "tls-over-quic"
    report["policies"][0]["failure-details"][0].update({"result-type": "quic-handshake-failure", "failure-reason-code": "\u001b[2J'; DROP TABLE report; --"})
    return plain(day, domain, json_octets=json.dumps(report).encode())
