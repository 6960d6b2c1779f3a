"""An authority of our own and what it signs: good, expired, for another name; and a stranger's certificate that nobody signed.

    Authority(folder)  →  authority.pem to trust, and a PEM file of chain and key for each kind of server
"""
import datetime
import hashlib

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DAY = datetime.timedelta(days=1)


def _name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


class Authority:
    def __init__(self, folder):
        self.folder = folder
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.certificate = self._signed("Test authority", self.key.public_key(), [], ca=True, by=None)
        self.file = folder / "authority.pem"
        self.file.write_bytes(self.certificate.public_bytes(serialization.Encoding.PEM))

    def _signed(self, subject, public_key, names, *, ca=False, by="us", begin=-40 * DAY, end=90 * DAY, key=None):
        now = datetime.datetime.now(datetime.timezone.utc)
        builder = (x509.CertificateBuilder().subject_name(_name(subject)).issuer_name(_name(subject if by is None else "Test authority"))
                   .public_key(public_key).serial_number(x509.random_serial_number()).not_valid_before(now + begin).not_valid_after(now + end)
                   .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True))
        if names:
            builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(name) for name in names]), critical=False)
        return builder.sign(key or self.key, hashes.SHA256())

    def server(self, label, names, *, expired=False, stranger=False, days=90):
        """(PEM file of chain and key, hex SHA-256 of the public key, hex SHA-256 of the authority's public key)."""
        key = ec.generate_private_key(ec.SECP256R1())
        span = {"begin": -40 * DAY, "end": -1 * DAY} if expired else {"end": days * DAY}
        certificate = self._signed(label, key.public_key(), names, by=None if stranger else "us", key=key if stranger else None, **span)
        chain = [certificate] if stranger else [certificate, self.certificate]
        file = self.folder / f"{label}.pem"
        file.write_bytes(b"".join(one.public_bytes(serialization.Encoding.PEM) for one in chain) +
                         key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
        return str(file), spki_sha256(key), spki_sha256(self.key)


def spki_sha256(key):
    octets = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(octets).hexdigest()
