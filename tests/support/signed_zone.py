"""A DNS zone signed here and now, for a server that only reads files: the root, so that its anchor vouches for every name.

    {name: [(type, value)…]}  →  root.zone with RRSIG and NSEC, root.key as a trust anchor
"""
import datetime

import dns.dnssec
import dns.name
import dns.rdatatype
import dns.rrset
from cryptography.hazmat.primitives.asymmetric import ec


def write(folder, records, unsigned=(), change=lambda line: line):
    """The path of the anchor. `records` need no SOA, NS or DNSKEY of the root.

    unsigned  names that are delegated without DS: whatever is below them is insecure
    change    what becomes of a record's text after it was signed"""
    private_key = ec.generate_private_key(ec.SECP256R1())
    key = dns.dnssec.make_dnskey(private_key.public_key(), dns.dnssec.Algorithm.ECDSAP256SHA256, flags=257)
    records = {".": [("SOA", "ns. hostmaster. 1 3600 600 86400 60"), ("NS", "ns."), ("DNSKEY", key.to_text())], "ns.": [("A", "127.0.0.1")],
               **records, **{name: [("NS", f"ns.{name}")] for name in unsigned}}
    now = datetime.datetime.now(datetime.timezone.utc).timestamp()
    names = sorted(dns.name.from_text(name) for name in records)
    by_name = {dns.name.from_text(name): values for name, values in records.items()}
    lines = []
    for at, name in enumerate(names):
        texts = {}
        for rdtype, value in by_name[name]:
            texts.setdefault(rdtype, []).append(value)
        following = names[(at + 1) % len(names)]
        rrsets = [dns.rrset.from_text(name, 3600, "IN", rdtype, *values) for rdtype, values in texts.items()]
        rrsets.append(dns.rrset.from_text(name, 60, "IN", "NSEC", f"{following} {' '.join([*texts, 'RRSIG', 'NSEC'])}"))
        for rrset in rrsets:
            lines.append(change(rrset.to_text()))
            if name.to_text() in unsigned and rrset.rdtype == dns.rdatatype.NS:
                continue    # a delegation's name servers are the child's, and not signed here
            signature = dns.dnssec.sign(rrset, private_key, dns.name.root, key, inception=now - 3600, expiration=now + 86400)
            lines.append(f"{name} {rrset.ttl} IN RRSIG {signature.to_text()}")
    (folder / "root.zone").write_text("\n".join(lines) + "\n")
    anchor = folder / "root.key"
    anchor.write_text(f". IN DNSKEY {key.to_text()}\n")
    return str(anchor)


def auth_zone(name, file):
    """Lines of unbound.conf that serve a zone file."""
    return f'auth-zone:\n  name: "{name}"\n  zonefile: "{file}"\n  for-downstream: yes\n  for-upstream: yes\n  fallback-enabled: no\n'
