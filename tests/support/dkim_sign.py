"""Signs mails with DKIM (RFC 6376, RFC 8463) using throw-away keys.

    mail octets + Key + tags  →  the same mail with a DKIM-Signature on top

Only for tests: it makes wrong signatures as readily as right ones (l=, expired, weak keys, From left out).
`tests/checks/signer_test.py` holds it against an independent verifier.
"""
import base64
import hashlib
import re

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa


class Key:
    """A private key and the TXT record of its public half."""

    def __init__(self, private):
        self.private = private
        self.kind = "ed25519" if isinstance(private, ed25519.Ed25519PrivateKey) else "rsa"

    @classmethod
    def rsa(cls, bits=2048):
        return cls(rsa.generate_private_key(public_exponent=65537, key_size=bits))

    @classmethod
    def ed25519(cls):
        return cls(ed25519.Ed25519PrivateKey.generate())

    def public_text(self):
        public = self.private.public_key()
        if self.kind == "ed25519":  # RFC 8463 section 4.2: the bare 32 octets
            octets = public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        else:
            octets = public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
        return base64.b64encode(octets).decode()

    def record(self, services=None):
        """The TXT record (RFC 6376 section 3.6.1); `services` is the value of its s= tag."""
        service_tag = f" s={services};" if services is not None else ""
        return f"v=DKIM1; k={self.kind};{service_tag} p={self.public_text()}"

    def sign(self, octets, digest):
        if self.kind == "ed25519":  # RFC 8463 section 3: PureEdDSA over the SHA-256 of the header data
            return self.private.sign(hashlib.sha256(octets).digest())
        return self.private.sign(octets, padding.PKCS1v15(), digest())


def split(octets):
    """[(name, value with its folds, without the final CRLF)], body"""
    head, _, body = octets.partition(b"\r\n\r\n")
    fields = []
    for raw in re.split(rb"\r\n(?![ \t])", head):
        name, _, value = raw.partition(b":")
        fields.append((name, value))
    return fields, body


def canonical_field(name, value, how):
    if how == "simple":
        return name + b":" + value
    value = re.sub(rb"[ \t]+", b" ", value.replace(b"\r\n", b"")).strip(b" ")
    return name.lower().strip() + b":" + value


def canonical_body(body, how):
    if how == "relaxed":
        body = b"\r\n".join(re.sub(rb"[ \t]+", b" ", line).rstrip(b" ") for line in body.split(b"\r\n"))
    body = re.sub(rb"(\r\n)*\Z", b"", body)
    if body or how == "simple":
        body += b"\r\n"
    return body


def signed_data(fields, names, signature_value, how):
    """What is hashed: the named fields, each name taking the next occurrence from the bottom (RFC 6376 section 5.4.2)."""
    left = {}
    for name, value in fields:
        left.setdefault(name.strip().lower(), []).append((name, value))
    data = b""
    for name in names:
        stack = left.get(name.lower().encode(), [])
        if stack:
            data += canonical_field(*stack.pop(), how) + b"\r\n"
    return data + canonical_field(b"DKIM-Signature", signature_value, how)


def sign(octets, key, domain, selector, names, *, canonicalization="relaxed/relaxed", algorithm=None, signed_at=None,
         expires_at=None, length=None, tags=(), fold="\r\n\t"):
    """The mail with one more signature on top.

    names: for h=, in order; repeated names oversign. signed_at, expires_at: t= and x=, seconds.
    length: l=; the body hash covers only so many octets. tags: further "name=value" texts, put in before h=.
    """
    algorithm = algorithm or ("ed25519-sha256" if key.kind == "ed25519" else "rsa-sha256")
    digest = {"sha1": hashes.SHA1, "sha256": hashes.SHA256}[algorithm.split("-")[1]]
    header_how, _, body_how = canonicalization.partition("/")
    fields, body = split(octets)
    hashed = canonical_body(body, body_how or "simple")
    if length is not None:
        hashed = hashed[:length]
    body_hash = base64.b64encode(hashlib.new(algorithm.split("-")[1], hashed).digest()).decode()
    parts = [f"v=1; a={algorithm}; c={canonicalization}", f"d={domain}; s={selector}"]
    times = [f"{tag}={int(value)}" for tag, value in (("t", signed_at), ("x", expires_at)) if value is not None]
    parts += ["; ".join(times)] if times else []
    parts += [f"l={length}"] if length is not None else []
    parts += [*tags, "h=" + f"{fold} :".join(":".join(names[i:i + 6]) for i in range(0, len(names), 6)), f"bh={body_hash}", "b="]
    value = (" " + f";{fold}".join(parts)).encode()
    signature = base64.b64encode(key.sign(signed_data(fields, names, value, header_how), digest)).decode()
    value += (fold + " ").join(signature[i:i + 70] for i in range(0, len(signature), 70)).encode()
    return b"DKIM-Signature:" + value + b"\r\n" + octets
