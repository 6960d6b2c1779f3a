"""Report mails in the shapes of the senders of the field: own text, fictitious domains, throw-away keys.

    shape name + report day + policy domain  →  Sample (signed mail, key records, what it says)

Each function is one sender and keeps to what its mails look like on the wire: order and spelling of fields, folds, signed headers,
MIME structure, and where its JSON leaves RFC 8460. `SHAPES` lists them all.
"""
import datetime
import email.header
import json

import report_text as text
from dkim_sign import Key, sign
from mail_parts import Sample, base64_lines, gzipped, message, multipart, part, received, rfc5322_date

_keys = {}


def key_of(domain, selector, make=Key.rsa):
    """One key per name and run: mails of one sender share it."""
    if (domain, selector) not in _keys:
        _keys[domain, selector] = make()
    return _keys[domain, selector]


def _epoch(day):
    return int(datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.timezone.utc).timestamp())


def _sent(day, hour=3, minute=17):
    return datetime.datetime(day.year, day.month, day.day, hour, minute, 5, tzinfo=datetime.timezone.utc) + datetime.timedelta(days=1)


def _file_name(sender, domain, day, extension="json.gz", unique="", end=86399):
    return f"{sender}!{domain}!{_epoch(day)}!{_epoch(day) + end}{unique}.{extension}"


def google(day, domain, report=None):
    """Google: everything by the book but Content-Type unsigned; a new policy during the day makes two sts policies of one domain."""
    who, sent = "google.example", _sent(day, 10)
    report = report or text.report("Google Inc.", "smtp-tls-reporting@google.example", f"{day}T00:00:00Z_{domain}", day, [
        text.policy("sts", domain, 1204, 3, strings=text.sts_strings(domain, "testing"), mx_host=[f"mx1.{domain}", f"*.{domain}"],
                    failures=[text.failure("certificate-expired", 3, sending_mta_ip="192.0.2.77", receiving_ip="198.51.100.11",
                                           receiving_mx_hostname=f"mx2.{domain}")]),
        text.policy("sts", domain, 310, 0, strings=text.sts_strings(domain), mx_host=[f"mx1.{domain}", f"*.{domain}"])])
    name = _file_name(who, domain, day, unique="!001")
    boundary = "000000000000a1b2c305f6e7d8"
    body = multipart(boundary, [
        part([("Content-Type", 'text/plain; charset="UTF-8"; format=flowed; delsp=yes')], f"TLS sessions with {domain}, counted by {who}.\r\n\r\n".encode()),
        part([("Content-Type", f'application/tlsrpt+gzip; \r\n\tname="{name}"'), ("Content-Disposition", f'attachment; \r\n\tfilename="{name}"'),
              ("Content-Transfer-Encoding", "base64")], base64_lines(gzipped(text.compact(report))))])
    octets = message([
        ("MIME-Version", "1.0"), ("Date", rfc5322_date(sent)), ("TLS-Report-Domain", domain), ("TLS-Report-Submitter", who),
        ("Message-ID", f"<00000000000084600f.{_epoch(day):x}tls@{who}>"),
        ("Subject", f"Report Domain: {domain} Submitter: {who} Report-ID: <{day:%Y.%m.%d}T00.00.00Z+{domain}@{who}>"),
        ("From", f"noreply-smtp-tls-reporting@{who}"), ("To", f"tlsrpt@{domain}"),
        ("Content-Type", f'multipart/report; boundary="{boundary}"; report-type=tlsrpt')], body)
    key = key_of(who, "20260601")
    octets = sign(octets, key, who, "20260601", ["to", "from", "subject", "message-id", "tls-report-submitter", "tls-report-domain", "date",
                                                 "mime-version", "from", "to", "cc", "subject", "date", "message-id", "reply-to"],
                  signed_at=sent.timestamp(), expires_at=sent.timestamp() + 7 * 86400, fold="\r\n        ")
    return Sample("google", google.__doc__, received(sent, f"mail-qk1-x746.{who}", domain) + octets,
                  {f"20260601._domainkey.{who}": key.record()}, sent, report, who)


def microsoft(day, domain, report=None):
    """Microsoft: a 1024-bit key, an HTML part alone in front, dates without zone, one session told under tlsa and again under sts."""
    who, sent = "microsoft.example", _sent(day, 5)
    tlsa = ["3 1 1 8D02536C887482BC34FF54E41D2BA659BF85B341A0A20AFADB5813DCFBCF286D",
            "3 1 1 B111DD8A1C2091A89BD4FD60C57F0716CCE50FEEFF8137CDBEE0326E02CF362B"]
    report = report or text.report("Microsoft Corporation", f"tlsrpt-noreply@{who}", f"134084600846084608+{domain}", day, [
        text.policy("tlsa", domain, 40, 2, strings=[json.dumps(tlsa, separators=(",", ":"))],
                    failures=[text.failure("tlsa-invalid", 2)]),
        text.policy("sts", domain, 42, 0, strings=text.sts_strings(domain))], start="T00:00:00", end="T23:59:59")
    name = _file_name(who, domain, day, unique="!134084600846084608")
    boundary = "_60c84b60-0846-4a84-9a60-5d84608460ab_"
    body = multipart(boundary, [
        part([("Content-Type", 'text/html; charset="us-ascii"'), ("Content-Transfer-Encoding", "quoted-printable")],
             f"<html><body><p style=3D\"margin:0\">Report of TLS connections to {domain}, =\r\nattached.</p></body></html>\r\n".encode()),
        part([("Content-Type", "application/tlsrpt+gzip"), ("Content-Description", f"\r\n {name}"),
              ("Content-Disposition", f'attachment;\r\n\tfilename="{name}"'), ("Content-Transfer-Encoding", "base64")],
             base64_lines(gzipped(text.compact(report))) + b"\r\n")])
    octets = message([
        ("From", f"<tlsrpt-noreply@{who}>"), ("To", f'"tlsrpt@{domain}" <tlsrpt@{domain}>'), ("Date", rfc5322_date(sent)),
        ("Subject", f"Report Domain: {domain} Submitter: {who} Report-ID:\r\n 134084600846084608+{domain}"),
        ("TLS-Report-Domain", domain), ("TLS-Report-Submitter", who), ("MIME-Version", "1.0"),
        ("Message-ID", f"<134084600846084608+{domain}@{domain}>"),
        ("Content-Type", f'multipart/report;\r\n\tboundary="{boundary}"; report-type=tlsrpt'),
        ("X-Hop-Attributed-Message", "=?us-ascii?Q?q8460Zt+bW?=\r\n =?us-ascii?Q?k84=3D=3D?=")], body)
    key = key_of(who, "selector2", lambda: Key.rsa(1024))
    octets = sign(octets, key, who, "selector2", ["From", "Date", "Subject", "Message-ID", "Content-Type", "MIME-Version", "X-MS-Exchange-SenderADCheck"],
                  fold="\r\n ")
    return Sample("microsoft", microsoft.__doc__, received(sent, f"bn6pr00cu002.outbound.{who}", domain) + octets,
                  {f"selector2._domainkey.{who}": key.record() + "; n=1024,1435867505,1"}, sent, report, who)


def mailru(day, domain, report=None):
    """Mail.ru: the signature lives 25 hours, nothing closes the last part, submitter is the parent domain, details exceed the total."""
    who, submitter, sent = "corp.mailru.example", "mailru.example", _sent(day, 1, 44)
    report = report or text.report("Mail.Ru", f"tlsrpt@{who}", f"{_epoch(day)}.{domain}", day, [
        text.policy("sts", domain, 118, 4, strings=text.sts_strings(domain), mx_host=[f"mx1.{domain}"],
                    failures=[text.failure("certificate-not-trusted", 3, failure_reason_code="unable to get local issuer certificate"),
                              text.failure("validation-failure", 2)])], midnight_end=True)
    name = _file_name(submitter, domain, day, end=86400)
    boundary = "----4Xs8460-mailru-0001"
    body = multipart(boundary, [
        part([("Content-Type", "text/plain; charset=utf-8"), ("Content-Transfer-Encoding", "8bit")],
             f"Отчёт о TLS-соединениях с {domain}.\r\n".encode()),
        part([("Content-Type", f'application/tlsrpt+gzip; name="{name}"'), ("Content-Transfer-Encoding", "base64"),
              ("Content-Disposition", f'attachment; filename="{name}"')], base64_lines(gzipped(text.compact(report))))], close=False)
    octets = message([
        ("From", f"tlsrpt@{who}"), ("To", f"tlsrpt@{domain}"),
        ("Subject", f"Report\r\n Domain: {domain} Submitter: {submitter} Report-ID: <{_epoch(day)}.{domain}@{submitter}>"),
        ("Date", rfc5322_date(sent)), ("Message-ID", f"<{_epoch(day)}.8460@{who}>"), ("TLS-Report-Domain", domain),
        ("TLS-Report-Submitter", submitter), ("MIME-Version", "1.0"),
        ("Content-Type", f'multipart/report; report-type="tlsrpt"; boundary="{boundary}"')], body)
    key = key_of(who, "mail4")
    octets = sign(octets, key, who, "mail4", ["Content-Type", "MIME-Version", "Message-ID", "Date", "Subject", "To", "From"],
                  signed_at=sent.timestamp(), expires_at=sent.timestamp() + 25 * 3600)
    return Sample("mailru", mailru.__doc__, received(sent, f"f84.{who}", domain) + octets,
                  {f"mail4._domainkey.{who}": key.record()}, sent, report, who)


def _sys4(day, domain, who, report, subject, report_domain, disposition):
    sent = _sent(day, 2)
    body = multipart("===============0846008460846008460==", [
        part([("Content-Type", 'text/plain; charset="us-ascii"'), ("Content-Transfer-Encoding", "7bit")], b"Sessions of the day are attached.\r\n"),
        part([("Content-Type", "application/tlsrpt+gzip"), ("Content-Transfer-Encoding", "base64"), ("Content-Disposition", disposition),
              ("MIME-Version", "1.0")], base64_lines(gzipped(text.compact(report))))])
    octets = message([
        ("Subject", subject), ("From", f"noreply-tlsrpt@{who}"), ("To", f"tlsrpt@{domain}"),
        ("Message-ID", f"<179535149840.7993.846084608460@{who}>"), ("TLS-Report-Domain", report_domain), ("TLS-Report-Submitter", who),
        ("TLS-Required", "No"), ("MIME-Version", "1.0"),
        ("Content-Type", 'multipart/report; report-type="tlsrpt";\r\n boundary="===============0846008460846008460=="')], body)
    key = key_of(who, "tlsrpt")
    octets = sign(octets, key, who, "tlsrpt", ["From", "To", "Subject", "Message-ID", "TLS-Report-Domain", "TLS-Report-Submitter", "MIME-Version", "Content-Type"],
                  canonicalization="relaxed/simple", signed_at=sent.timestamp())
    # The sender sets no Date; the MTA behind its signer does.
    octets = f"Date: {rfc5322_date(sent)}\r\n".encode() + octets
    return received(sent, who, domain) + octets, {f"tlsrpt._domainkey.{who}": key.record("tlsrpt")}, sent


def sys4(day, domain, report=None):
    """sys4's tlsrpt-reporter behind Postfix: no Date of its own, a policy without domain, a whole EHLO reply as receiving-mx-helo, s=tlsrpt."""
    who = "reports.sys4.example"
    report = report or text.report("Example Operator", f"noreply-tlsrpt@{who}", f"{day}T00:00:00Z_idx1_{domain}@{who}", day, [
        text.policy("sts", domain, 61, 1, strings=text.sts_strings(domain), mx_host=[f"mx1.{domain}"], failures=[
            text.failure("starttls-not-supported", 1, sending_mta_ip="2001:db8:60::84", receiving_mx_hostname=f"mx1.{domain}",
                         receiving_mx_helo=f"mx1.{domain}\r\n250-PIPELINING\r\n250 8BITMIME", receiving_ip="198.51.100.11")]),
        text.policy("no-policy-found", None, 2, 0)])
    octets, keys, sent = _sys4(day, domain, who, report, f"Report Domain: {domain} Submitter: {who} Report-ID:\r\n <{day}T00:00:00Z_idx1_{domain}@{who}>",
                               domain, f'attachment;\r\n filename="{_file_name(who, domain, day)}"')
    return Sample("sys4", sys4.__doc__, octets, keys, sent, report, who)


def sys4_long(day, domain, report=None):
    """sys4 with long names: RFC 2047 words in Subject and TLS-Report-Domain, an RFC 2231 file name in three pieces."""
    who = "gateway-03.outbound.a-provider-with-a-rather-long-name.example"
    about = f"mailboxes-of-a-faculty.of-a-university-with-many-departments.{domain}"
    report = report or text.report("Example Operator", f"noreply-tlsrpt@{who}", f"{day}T00:00:00Z_idx1_{about}@{who}", day,
                                   [text.policy("no-policy-found", about, 7, 0)])
    word = email.header.Header(about, "utf-8", maxlinelen=70).encode(linesep="\r\n")
    name = _file_name(who, about, day).replace("!", "%21")
    disposition = "attachment;\r\n " + ";\r\n ".join(f"filename*{i}*={chunk}" for i, chunk in enumerate(
        ["us-ascii''" + name[:60], name[60:120], name[120:]]))
    octets, keys, sent = _sys4(day, domain, who, report, f"Report Domain: {word} Submitter:\r\n {who} Report-ID:\r\n <{day}_idx1@{who}>", word, disposition)
    return Sample("sys4-long", sys4_long.__doc__, octets, keys, sent, report, who)


def mox(day, domain, report=None):
    """mox: tab-indented JSON, an unquoted file name with exclamation marks, empty strings for absent members, two recipients."""
    who, sent = "mox.example", _sent(day, 0, 9)
    report = report or text.report("mox.example", f"postmaster@{who}", f"{day:%Y%m%d}.{domain}@{who}", day, [
        text.policy("sts", domain, 19, 1, strings=text.sts_strings(domain), mx_host=[f"mx1.{domain}"], failures=[
            text.failure("certificate-host-mismatch", 1, sending_mta_ip="", receiving_mx_hostname=f"mx1.{domain}", receiving_mx_helo="",
                         receiving_ip="198.51.100.11", additional_information="", failure_reason_code="tls-local-verification")]),
        text.policy("no-policy-found", f"mx1.{domain}", 19, 0, strings=[], mx_host=[], failures=[])], midnight_end=False)
    name = _file_name(who, domain, day)
    boundary = "8460aa197731cad22c7cccce3124bd0fb16cf2e0bc6afff453ae12efc8460"
    body = multipart(boundary, [
        part([("Content-Transfer-Encoding", "7bit"), ("Content-Type", "text/plain; charset=us-ascii")],
             f"A TLS report with connection counts of one day is attached.\r\n\r\nDomain: {domain}\r\nFrom: {who}\r\n".encode()),
        part([("Content-Disposition", f"attachment; filename={name}"), ("Content-Transfer-Encoding", "base64"),
              ("Content-Type", f"application/tlsrpt+gzip; name={name}")],
             base64_lines(gzipped(json.dumps(report, indent="\t").encode())))])
    octets = message([
        ("From", f"<postmaster@{who}>"), ("To", f"<tlsrpt@{domain}>, <tls-watch@{domain}>"),
        ("Subject", f"Report Domain: {domain} Submitter: {who} Report-ID: \r\n\t<{day:%Y%m%d}.{domain}@{who}>"),
        ("TLS-Report-Domain", domain), ("TLS-Report-Submitter", who), ("TLS-Required", "No"), ("Message-Id", f"<Q84608460mox@{who}>"),
        ("Date", rfc5322_date(sent)), ("User-Agent", "mox/v0.0.0"), ("MIME-Version", "1.0"),
        ("Content-Type", f'multipart/report; report-type="tlsrpt"; boundary="{boundary}"')], body)
    key = key_of(who, "2026a")
    octets = sign(octets, key, who, "2026a", ["From", "To", "Cc", "Bcc", "Reply-To", "References", "In-Reply-To", "Subject", "Date", "Message-Id",
                                              "Content-Type", "From", "To", "Subject", "Date", "Message-Id", "Content-Type",
                                              "TLS-Report-Domain", "TLS-Report-Submitter"],
                  canonicalization="relaxed/simple", signed_at=sent.timestamp(), expires_at=sent.timestamp() + 3 * 86400)
    return Sample("mox", mox.__doc__, received(sent, f"mail.{who}", domain) + octets,
                  {f"2026a._domainkey.{who}": key.record("email:tlsrpt")}, sent, report, who)


def stalwart(day, domain, report=None):
    """Stalwart: signed twice (rsa and ed25519), null for what is absent, an encoded word inside a quoted file name, an unregistered result."""
    who, sent = "mx.stalwart.example", _sent(day, 4)
    report = report or text.report(who, None, f"{_epoch(day)}_11732957880687192466", day, [
        text.policy("sts", domain, 8, 2, strings=text.sts_strings(domain), mx_host=[], failures=[
            text.failure("Other", 2, sending_mta_ip=None, receiving_mx_hostname=f"mx1.{domain}", receiving_mx_helo=None, receiving_ip=None,
                         additional_information=None, failure_reason_code="Connection reset")])], midnight_end=True)
    name = f"{who}!{domain}!{_epoch(day)}!=?utf-8?Q?{_epoch(day) + 86400}?=.json.gz"
    boundary = "1846084608fc6a89_923f83368481f71f_9a8cf56093a3cf62"
    body = multipart(boundary, [
        part([("Content-Type", 'text/plain; charset="utf-8"'), ("Content-Transfer-Encoding", "7bit")], f"TLS report of {who}\r\n".encode()),
        part([("Content-Type", "application/tlsrpt+gzip"), ("Content-Disposition", f'attachment; \r\n\tfilename="{name}"'),
              ("Content-Transfer-Encoding", "base64")], base64_lines(gzipped(text.compact(report))) + b"\r\n")], preamble=b"\r\n")
    octets = message([
        ("From", f'"Report Subsystem" <noreply-tls@{who}>'), ("To", f"<tlsrpt@{domain}>, <tls2@{domain}>"), ("Message-ID", f"<8460.4e70.30cb@{who}>"),
        ("TLS-Report-Domain", domain), ("TLS-Report-Submitter", who), ("Auto-Submitted", "auto-generated"),
        ("Subject", f"=?us-ascii?Q?Report_Domain:_{domain}_Submitter:_mx.stalwart.?=\r\n\t=?us-ascii?Q?example_Report-ID:_<{_epoch(day)}=5F1173@{who}>?="),
        ("Date", rfc5322_date(sent)), ("MIME-Version", "1.0"),
        ("Content-Type", f'multipart/report; report-type="tlsrpt"; \r\n\tboundary="{boundary}"')], body)
    names = ["From", "To", "Date", "Subject", "Message-ID"]
    rsa, ed = key_of(who, "202609r"), key_of(who, "202609e", Key.ed25519)
    octets = sign(octets, rsa, who, "202609r", names, signed_at=sent.timestamp())
    octets = sign(octets, ed, who, "202609e", names, signed_at=sent.timestamp())
    return Sample("stalwart", stalwart.__doc__, received(sent, who, domain) + octets,
                  {f"202609r._domainkey.{who}": rsa.record(), f"202609e._domainkey.{who}": ed.record()}, sent, report, who)


def halon(day, domain, report=None):
    """Halon: plain JSON in base64, a boundary that begins with two hyphens, Tls-Report-Domain, an empty policy-string."""
    who, sent = "halon.example", _sent(day, 6)
    report = report or text.report("Halon Operator", f"tlsrpt@{who}", f"{day}-{domain}", day, [
        text.policy("no-policy-found", domain, 5, 0, strings="", mx_host="")])
    name = _file_name(who, domain, day, "json")
    boundary = "--halon-8460-0846"
    body = multipart(boundary, [
        part([("Content-Type", "text/plain")], b"See the attachment.\r\n"),
        part([("Content-Type", "application/tlsrpt+json"), ("Content-Disposition", f'attachment; filename="{name}"'),
              ("Content-Transfer-Encoding", "base64")], base64_lines(text.compact(report)))])
    octets = message([
        ("Date", rfc5322_date(sent)), ("From", f"TLS reports <tlsrpt@{who}>"), ("To", f"tlsrpt@{domain}"), ("Message-Id", f"<8460@{who}>"),
        ("Subject", f"Report Domain: {domain} Submitter: {who} Report-ID: <{day}-{domain}@{who}>"), ("Tls-Report-Domain", domain),
        ("Tls-Report-Submitter", who), ("Mime-Version", "1.0"),
        ("Content-Type", f'multipart/report; report-type="tlsrpt"; boundary="{boundary}"')], body)
    key = key_of(who, "s1")
    octets = sign(octets, key, who, "s1", ["From", "Date", "Subject", "To", "Message-Id", "Mime-Version", "Content-Type", "Tls-Report-Domain",
                                           "Tls-Report-Submitter"], canonicalization="simple/simple", signed_at=sent.timestamp())
    return Sample("halon", halon.__doc__, received(sent, f"out.{who}", domain) + octets,
                  {f"s1._domainkey.{who}": key.record("*")}, sent, report, who)


def hmailserver(day, domain, report=None):
    """A fork of hMailServer: plain JSON as one line without a transfer encoding, member names of a draft before the RFC."""
    who, sent = "hmail.example", _sent(day, 2, 0)
    report = report or text.report("hmail.example", f"tlsrpt@{who}", f"{day}.{_epoch(day)}", day, [
        text.policy("sts", domain, 12, 2, strings=text.sts_strings(domain), mx_host=f"mx1.{domain}", failures=[
            {"result-type": "certificate-host-mismatch", "sending-mta-ip": "203.0.113.133", "receiving-mx-host-name": f"mx1.{domain}",
             "receiving-ip": "198.51.100.11", "failed-session-count": 2, "failure-error-code": "SEC_E_WRONG_PRINCIPAL"}])])
    boundary = f"tlsrpt-{_epoch(day)}"
    body = multipart(boundary, [
        part([("Content-Type", 'text/plain; charset="us-ascii"')], f"TLS counts for {domain}.\r\n\r\n".encode()),
        part([("Content-Type", "application/tlsrpt+json"),
              ("Content-Disposition", f'attachment; filename="{_file_name(who, domain, day, "json")}"')], text.compact(report) + b"\r\n")])
    octets = message([
        ("From", f"<tlsrpt@{who}>"), ("To", f"tlsrpt@{domain}"),
        ("Subject", f"Report Domain: {domain} Submitter: {who} Report-ID: <{day}.{_epoch(day)}@{who}>"), ("Message-ID", f"<{day}.{_epoch(day)}@{who}>"),
        ("Date", rfc5322_date(sent)), ("TLS-Report-Domain", domain), ("TLS-Report-Submitter", who), ("MIME-Version", "1.0"),
        ("Content-Type", f'multipart/report; report-type="tlsrpt"; boundary="{boundary}"')], body)
    key = key_of(who, "dkim")
    octets = sign(octets, key, who, "dkim", ["From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"],
                  canonicalization="simple/relaxed", signed_at=sent.timestamp())
    return Sample("hmailserver", hmailserver.__doc__, received(sent, f"mail.{who}", domain) + octets,
                  {f"dkim._domainkey.{who}": key.record("tlsrpt")}, sent, report, who)


def rfc(day, domain, report=None):
    """RFC 8460 to the letter: every member, folded Subject, both TLS-Report fields signed, a key for tlsrpt only."""
    who, sent = "company-x.example", _sent(day, 3)
    report = report or text.report("Company-X", f"sts-reporting@{who}", f"{_epoch(day)}-7f83@{who}", day, [
        text.policy("sts", domain, 5326, 303, strings=text.sts_strings(domain), mx_host=[f"*.{domain}"], failures=[
            text.failure("certificate-expired", 100, sending_mta_ip="2001:db8:abcd:12::1", receiving_mx_hostname=f"mx1.{domain}",
                         receiving_ip="198.51.100.11", receiving_mx_helo=f"mx1.{domain}"),
            text.failure("starttls-not-supported", 200, sending_mta_ip="203.0.113.34", receiving_mx_hostname=f"mx2.{domain}",
                         receiving_ip="203.0.113.56", additional_information=f"https://reports.{who}/info?id=8460"),
            text.failure("validation-failure", 3, sending_mta_ip="203.0.113.34", receiving_mx_hostname=f"mx3.{domain}",
                         receiving_ip="203.0.113.57", failure_reason_code="X509_V_ERR_PROXY_PATH_LENGTH_EXCEEDED")])])
    boundary = "----=_NextPart_8460_0001"
    body = multipart(boundary, [
        part([("Content-Type", 'text/plain; charset="us-ascii"'), ("Content-Transfer-Encoding", "7bit")], f"Aggregate TLS report of {who}\r\n".encode()),
        part([("Content-Type", "application/tlsrpt+gzip"), ("Content-Transfer-Encoding", "base64"),
              ("Content-Disposition", f'attachment;\r\n filename="{_file_name(who, domain, day)}"')],
             base64_lines(gzipped(text.compact(report))))], preamble=b"This is a multipart message in MIME format.\r\n\r\n")
    octets = message([
        ("From", f"tlsrpt@{who}"), ("Date", rfc5322_date(sent)), ("To", f"tlsrpt@{domain}"),
        ("Subject", f"Report Domain: {domain}\r\n    Submitter: {who}\r\n    Report-ID: <{_epoch(day)}.8460@{who}>"),
        ("Message-ID", f"<{_epoch(day)}.8460@{who}>"), ("TLS-Report-Domain", domain), ("TLS-Report-Submitter", who), ("MIME-Version", "1.0"),
        ("Content-Type", f'multipart/report; report-type="tlsrpt";\r\n    boundary="{boundary}"'), ("Content-Language", "en-us")], body)
    return rfc_signed("rfc", rfc.__doc__, octets, day, domain, report)


def rfc_signed(name, about, octets, day, domain, report):
    """A mail from company-x.example, signed as RFC 8460 section 3 wants it."""
    who, sent = "company-x.example", _sent(day, 3)
    key = key_of(who, "dkim_selector")
    octets = sign(octets, key, who, "dkim_selector", ["From", "Date", "To", "Subject", "Message-ID", "TLS-Report-Domain", "TLS-Report-Submitter",
                                                      "MIME-Version", "Content-Type"], signed_at=sent.timestamp())
    return Sample(name, about, received(sent, f"mta.{who}", domain) + octets, {f"dkim_selector._domainkey.{who}": key.record("tlsrpt")}, sent, report, who)


def rfc_bare(day, domain, report=None):
    """The report is the whole mail: no multipart around it."""
    who, sent = "company-x.example", _sent(day, 3)
    report = report or text.report("Company-X", f"sts-reporting@{who}", f"{_epoch(day)}-bare@{who}", day,
                                   [text.policy("sts", domain, 71, 0, strings=text.sts_strings(domain), mx_host=[f"*.{domain}"])])
    octets = message([
        ("From", f"tlsrpt@{who}"), ("Date", rfc5322_date(sent)), ("To", f"tlsrpt@{domain}"),
        ("Subject", f"Report Domain: {domain} Submitter: {who} Report-ID: <{_epoch(day)}.bare@{who}>"), ("Message-ID", f"<{_epoch(day)}.bare@{who}>"),
        ("TLS-Report-Domain", domain), ("TLS-Report-Submitter", who), ("MIME-Version", "1.0"), ("Content-Type", "application/tlsrpt+gzip"),
        ("Content-Transfer-Encoding", "base64"), ("Content-Disposition", f'attachment; filename="{_file_name(who, domain, day)}"')],
        base64_lines(gzipped(text.compact(report))))
    return rfc_signed("rfc-bare", rfc_bare.__doc__, octets, day, domain, report)


SHAPES = {"google": google, "microsoft": microsoft, "mailru": mailru, "sys4": sys4, "sys4-long": sys4_long, "mox": mox, "stalwart": stalwart,
          "halon": halon, "hmailserver": hmailserver, "rfc": rfc, "rfc-bare": rfc_bare}
