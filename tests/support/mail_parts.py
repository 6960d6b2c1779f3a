"""The pieces of a mail, put together byte by byte: no mail library tidies up what a sender gets wrong."""
import base64
import dataclasses
import datetime
import gzip


@dataclasses.dataclass
class Sample:
    """A mail as it reaches us, and all that is needed to judge it."""
    name: str
    about: str                        # one sentence for a person
    octets: bytes                     # CRLF line ends
    keys: dict                        # key name → TXT text, for --keys
    at: datetime.datetime             # time of receipt
    report: dict | None = None        # what the sender meant to say
    sdid: str = ""                    # who signed it


def rfc5322_date(when, zone="+0000"):
    return when.strftime("%a, %d %b %Y %H:%M:%S ") + zone


def base64_lines(octets, width=76):
    text = base64.b64encode(octets)
    return b"".join(text[i:i + width] + b"\r\n" for i in range(0, len(text), width))


def gzipped(octets):
    return gzip.compress(octets, mtime=0)


def part(fields, content):
    """A body part: header fields (text, folds included), an empty line, content."""
    return "".join(f"{name}: {value}\r\n" for name, value in fields).encode() + b"\r\n" + content


def multipart(boundary, parts, *, preamble=b"", close=True):
    edge = boundary.encode()
    body = preamble + b"".join(b"--" + edge + b"\r\n" + one + (b"" if one.endswith(b"\r\n") else b"\r\n") for one in parts)
    return body + (b"--" + edge + b"--\r\n" if close else b"")


def message(fields, body):
    return "".join(f"{name}: {value}\r\n" for name, value in fields).encode() + b"\r\n" + body


def received(when, host, recipient_domain="example.net", address="192.0.2.25"):
    """The trace field that the receiver's own MTA puts on top (RFC 5321 section 4.4)."""
    return (f"Received: from {host} ({host} [{address}])\r\n\tby mx1.{recipient_domain} (Postfix) with ESMTPS id 4Xs8460tls\r\n"
            f"\tfor <tlsrpt@{recipient_domain}>; {rfc5322_date(when)}\r\n").encode()


def keys_text(samples):
    """The union of the samples' keys in the format of --keys."""
    lines = {}
    for sample in samples:
        for name, text in sample.keys.items():
            for one in text if isinstance(text, (list, tuple)) else [text]:
                lines[f"{name} {one}"] = None
    return "".join(line + "\n" for line in lines)
