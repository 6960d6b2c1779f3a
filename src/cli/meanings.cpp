// The table of texts behind `explain`. Each meaning is one sentence; commands are exact but for MX and DOMAIN.
#include "cli/meaning.hpp"

namespace tlsrpt {
namespace {

using Kind = Meaning::Kind;

constexpr std::string_view see_certificate =
    "openssl s_client -starttls smtp -connect MX:25 -servername MX -verify_hostname MX -verify_return_error </dev/null\n"
    "openssl s_client -starttls smtp -connect MX:25 -servername MX </dev/null 2>/dev/null | openssl x509 -noout -subject -dates -ext subjectAltName";
constexpr std::string_view see_chain =
    "openssl s_client -starttls smtp -connect MX:25 -servername MX -showcerts -verify_return_error </dev/null";
constexpr std::string_view see_starttls = "openssl s_client -starttls smtp -connect MX:25 -servername MX -brief </dev/null";
constexpr std::string_view see_policy =
    "dig +short TXT _mta-sts.DOMAIN\n"
    "curl --silent --show-error --include https://mta-sts.DOMAIN/.well-known/mta-sts.txt";
constexpr std::string_view see_policy_and_mx =
    "dig +short MX DOMAIN\n"
    "curl --silent --show-error https://mta-sts.DOMAIN/.well-known/mta-sts.txt";
constexpr std::string_view see_tlsa =
    "dig +dnssec +short TLSA _25._tcp.MX\n"
    "openssl s_client -starttls smtp -connect MX:25 -servername MX </dev/null 2>/dev/null | openssl x509 -noout -pubkey |"
    " openssl pkey -pubin -outform DER | sha256sum    # what a \"3 1 1\" record holds";
constexpr std::string_view see_dnssec = "delv TLSA _25._tcp.MX\ndelv MX DOMAIN\ndig +cd +dnssec DNSKEY DOMAIN";

constexpr Meaning::Fix renew_postfix{"Postfix", "Renew, point smtpd_tls_chain_files at the new key and full chain, and let the renewal hook run \"postfix reload\"."};
constexpr Meaning::Fix renew_exim{"Exim", "Renew and name the full chain in tls_certificate; Exim reads it for each connection, so only the rights of the file matter."};
constexpr Meaning::Fix chain_postfix{"Postfix", "smtpd_tls_chain_files must hold key, certificate and intermediates in this order (certbot: privkey.pem and fullchain.pem, not cert.pem)."};
constexpr Meaning::Fix chain_exim{"Exim", "tls_certificate must name the full chain (fullchain.pem), the server's own certificate first."};

}  // namespace

std::span<const Meaning> meanings() {
    static const std::vector<Meaning> table{
        // ---- RFC 8460 section 4.3.1 ----
        {"starttls-not-supported", Kind::ResultType, "The MX did not offer STARTTLS, so the sender could not encrypt.",
         {"TLS is off or broken on one MX host, often a backup", "the certificate or key could not be read when the mail server started",
          "a firewall or \"SMTP fix-up\" between the sender and you removes STARTTLS", "somebody in between strips it on purpose, if only one network is affected"},
         {{"Postfix", "Set smtpd_tls_security_level = may and smtpd_tls_chain_files, then look for TLS warnings in the log after \"postfix reload\"."},
          {"Exim", "Set tls_advertise_hosts = * (its default) with tls_certificate and tls_privatekey that the Exim user can read."},
          {"Network", "Switch off SMTP inspection (Cisco \"inspect esmtp\") on the path to port 25."}},
         see_starttls, {"starttls not offered", "4.7.321", "5.7.321", "no starttls"}},
        {"certificate-host-mismatch", Kind::ResultType, "The certificate does not carry the name that the policy expects of this MX.",
         {"the certificate was made for the web site or the domain, not for the MX host's name", "an MX was renamed or added, the certificate was not",
          "one of several MX hosts serves another one's certificate", "with DANE: neither the MX name nor the domain is in the certificate of a PKIX-TA or DANE-TA record"},
         {{"Certificate", "Issue it with every MX name as subjectAltName: certbot certonly -d mx1.DOMAIN -d mx2.DOMAIN."}, renew_postfix,
          {"Exim", "Let tls_certificate choose by $tls_in_sni, or serve one certificate with all names."},
          {"DNS", "Or let the MX record name the host that the certificate is for."}},
         see_certificate, {"hostname mismatch", "X509_V_ERR_HOSTNAME_MISMATCH", "subject does not match host", "certificate name mismatch", "4.7.325", "5.7.325"}},
        {"certificate-expired", Kind::ResultType, "The certificate of this MX has expired.",
         {"renewal failed or was not set up", "it was renewed, but the mail server still has the old one in memory", "one MX host was left out of the renewal"},
         {renew_postfix, renew_exim, {"DNS", "With DANE \"3 1 1\" keep the key (certbot --reuse-key), else publish the new TLSA record before the switch."}},
         see_certificate, {"certificate has expired", "X509_V_ERR_CERT_HAS_EXPIRED", "4.7.322", "5.7.322"}},
        {"certificate-not-trusted", Kind::ResultType, "The sender could not build a chain from this MX's certificate to an authority that it trusts.",
         {"the intermediate certificates are missing: browsers find them, mail servers do not", "the certificate is self-signed, which DANE allows and MTA-STS does not",
          "the authority is private or has been distrusted", "a middlebox shows a certificate of its own, if only one network is affected"},
         {chain_postfix, chain_exim, {"Certificate", "Under MTA-STS use an authority that the large senders trust, such as Let's Encrypt."}},
         see_chain, {"certificate verify failed", "certificate not trusted", "untrusted root", "unknown ca"}},
        {"validation-failure", Kind::ResultType, "Something failed that no other result type names; the reason code may say what.",
         {"the MX that was used is not in the MTA-STS policy", "the TLS handshake broke: no common version or cipher, a reset, a time-out", "the sender folds all its failures into this one"},
         {{"MTA-STS", "Compare the \"mx:\" lines of the policy with the MX records; change the policy and its id in DNS."},
          {"Postfix", "Offer TLS 1.2 and 1.3 with usual ciphers: smtpd_tls_protocols = >=TLSv1.2, no own smtpd_tls_ciphers."},
          {"Exim", "Leave tls_require_ciphers at its default; look for \"TLS error\" in the main log at the time of the failure."}},
         "dig +short MX DOMAIN\ncurl --silent --show-error https://mta-sts.DOMAIN/.well-known/mta-sts.txt\nopenssl s_client -starttls smtp -connect MX:25 -servername MX -brief </dev/null",
         {"generic failure", "tls error"}},
        // ---- RFC 8460 section 4.3.2.1 ----
        {"tlsa-invalid", Kind::ResultType, "No TLSA record of this MX matches the certificate that it shows.",
         {"the certificate was renewed with a new key, and the TLSA record was not changed with it", "the old record was removed before its TTL had passed", "the record is for another port or host, or its digest was cut"},
         {{"DNS", "Publish \"_25._tcp.MX. TLSA 3 1 1 <SHA-256 of the public key>\" for the current and the next key; remove old ones only two TTLs after the switch."},
          {"Certificate", "Keep the key at renewal: certbot --reuse-key."}, {"Postfix", "After the records are right: \"postfix reload\", so that it shows the key that they name."},
          {"Exim", "Name the key that the record was made from in tls_privatekey."}},
         see_tlsa, {"dane no match", "X509_V_ERR_DANE_NO_MATCH", "no matching dane tlsa records", "tlsa mismatch", "4.7.323", "5.7.323"}},
        {"dnssec-invalid", Kind::ResultType, "The sender's resolver could not validate the DNSSEC signatures of your zone.",
         {"signatures expired because re-signing stopped", "the DS record at the registrar does not match the zone's key, often after a change of provider", "one secondary name server answers with an old zone"},
         {{"DNS", "Re-sign the zone, and compare the DS record at the registrar with the DNSKEY records; when in doubt remove the DS first."},
          {"DNS", "Let all name servers load the same serial, and watch the expiry of signatures."}},
         see_dnssec, {"dnssec failure", "dnssec validation failed", "4.7.324", "5.7.324", "servfail"}},
        {"dane-required", Kind::ResultType, "The sender insists on DANE for you, and found no validated TLSA records for this MX.",
         {"the TLSA records or the DNSSEC signatures of the MX host's zone are gone", "you and that sender agreed on DANE, and an MX host outside the agreement was added"},
         {{"DNS", "Publish TLSA records for every MX host, in a signed zone."}, {"Agreement", "Or ask that sender to lift the requirement."}},
         see_tlsa, {}},
        // ---- RFC 8460 section 4.3.2.2 ----
        {"sts-policy-fetch-error", Kind::ResultType, "The sender found your MTA-STS record but could not fetch the policy; it sent without one.",
         {"the web server of mta-sts.DOMAIN was down, slow or blocks the sender's network or user agent", "the address answers with a redirect or an error, which RFC 8461 section 3.3 does not allow",
          "mta-sts.DOMAIN has an AAAA record at which nothing answers"},
         {{"Web server", "Serve https://mta-sts.DOMAIN/.well-known/mta-sts.txt with status 200, no redirect, text/plain, to everybody within seconds."},
          {"DNS", "Remove A or AAAA records of mta-sts.DOMAIN that do not answer; remove the _mta-sts record if you no longer have a policy."}},
         see_policy, {"policy fetch", "http 404", "http error", "policy not found"}},
        {"sts-policy-invalid", Kind::ResultType, "The sender fetched your MTA-STS policy and could not parse it; it sent without one.",
         {"a line is misspelt, or \"version: STSv1\" is not the first", "an HTML page is served in its place", "max_age is missing or over 31557600, or there is no mx line"},
         {{"Web server", "Serve exactly the lines version, mode, mx (one a host) and max_age, as RFC 8461 section 3.2 shows."}, {"DNS", "Change the id of the _mta-sts record whenever the policy changes."}},
         see_policy, {"policy invalid", "policy syntax"}},
        {"sts-webpki-invalid", Kind::ResultType, "The web server of your MTA-STS policy has a certificate that senders cannot verify; they sent without a policy.",
         {"the certificate of mta-sts.DOMAIN has expired, or is that of another name", "its intermediate certificates are missing"},
         {{"Web server", "Give mta-sts.DOMAIN a certificate with exactly this name and its full chain, and renew it by itself."}},
         "curl --verbose https://mta-sts.DOMAIN/.well-known/mta-sts.txt\nopenssl s_client -connect mta-sts.DOMAIN:443 -servername mta-sts.DOMAIN -verify_hostname mta-sts.DOMAIN -verify_return_error </dev/null",
         {"webpki invalid"}},
        // ---- reasons ----
        {"MX_HOSTS_MISMATCH", Kind::Reason, "The MX host that the sender used is not named by any \"mx:\" line of your MTA-STS policy.",
         {"an MX was renamed or added, and the policy was not changed", "the policy changed, but not the id in DNS, so senders still hold the old one", "the policy names the domain where it should name its MX hosts"},
         {{"MTA-STS", "Add the host, or *.DOMAIN, to the policy, then change the id of the _mta-sts record; wait max_age before the old MX leaves."}, {"DNS", "Or let the MX records name hosts of the policy only."}},
         see_policy_and_mx, {"mx hosts mismatch", "mx mismatch", "mx host not in policy", "mx not in policy"}},
        {"X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY", Kind::Reason, "The certificate's issuer is unknown to the sender: an intermediate is missing, or the authority is private.",
         {"the mail server sends its own certificate without the intermediates", "the authority is private"}, {chain_postfix, chain_exim}, see_chain,
         {"unable to get local issuer certificate", "X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT", "unable to get issuer certificate", "unknown issuer"}},
        {"X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE", Kind::Reason, "Only the server's own certificate was sent, and its issuer is unknown to the sender.",
         {"the intermediate certificates are missing"}, {chain_postfix, chain_exim}, see_chain, {"unable to verify the first certificate"}},
        {"X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT", Kind::Reason, "The mail server shows a self-signed certificate.",
         {"the one that came with the system is still in use (\"ssl-cert-snakeoil\")", "DANE needs no more, but MTA-STS does"},
         {{"Certificate", "Get one from a public authority; certbot needs port 80 or a DNS record for a moment only."}, chain_postfix, chain_exim}, see_chain,
         {"self-signed certificate", "self signed certificate", "selfsigned"}},
        {"X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN", Kind::Reason, "The chain ends in an authority that the sender does not trust.",
         {"a private authority", "a middlebox that re-signs traffic, if only one network is affected"},
         {{"Certificate", "Use a public authority."}, {"Network", "Find out which device answers in your place: compare the certificate seen from outside with your own."}}, see_chain,
         {"self-signed certificate in certificate chain", "self signed certificate in certificate chain"}},
        {"X509_V_ERR_CERT_NOT_YET_VALID", Kind::Reason, "The certificate is not valid yet.",
         {"it was installed in the minutes after it was issued and the sender's clock is late", "the clock of the authority's or your machine is wrong"},
         {{"Certificate", "Wait, or install certificates a day after they were issued."}, {"System", "Keep time with NTP: timedatectl."}}, see_certificate, {"certificate is not yet valid"}},
        {"X509_V_ERR_CERT_REVOKED", Kind::Reason, "The authority has revoked the certificate.", {"its key was reported as compromised", "the authority revoked a batch that it had issued wrongly"},
         {{"Certificate", "Issue a new one with a new key, and publish its TLSA record first if you have DANE."}, renew_postfix, renew_exim}, see_certificate, {"certificate revoked"}},
        {"X509_V_ERR_INVALID_PURPOSE", Kind::Reason, "The certificate may not be used by a TLS server.", {"it lacks the extended key usage serverAuth"},
         {{"Certificate", "Issue it for TLS servers (extendedKeyUsage = serverAuth)."}}, see_certificate, {"unsupported certificate purpose", "unsuitable certificate purpose"}},
        {"X509_V_ERR_PATH_LENGTH_EXCEEDED", Kind::Reason, "The chain has more authorities than one of them allows.", {"wrong or doubled intermediates are sent"}, {chain_postfix, chain_exim}, see_chain,
         {"path length constraint exceeded", "X509_V_ERR_PROXY_PATH_LENGTH_EXCEEDED"}},
        {"X509_V_ERR_EE_KEY_TOO_SMALL", Kind::Reason, "The key or the signature of the certificate is too weak for the sender.", {"RSA below 2048 bits, or SHA-1 in the chain"},
         {{"Certificate", "Issue it anew with RSA 2048, or ECDSA P-256, and SHA-256."}, renew_postfix, renew_exim}, see_certificate,
         {"ee key too small", "ca md too weak", "X509_V_ERR_CA_MD_TOO_WEAK", "X509_V_ERR_CA_KEY_TOO_SMALL", "dh key too small"}},
        {"handshake-failure", Kind::Reason, "The TLS handshake broke off before a certificate was judged.",
         {"no protocol version or cipher in common", "the connection was reset or timed out on the way", "the mail server ran out of processes or memory for a moment"},
         {{"Postfix", "smtpd_tls_protocols = >=TLSv1.2, no own cipher list; look for \"SSL_accept error\" in the log at that time."},
          {"Exim", "Leave tls_require_ciphers at its default; look for \"TLS error\" in the main log at that time."}},
         "openssl s_client -starttls smtp -connect MX:25 -tls1_2 -brief </dev/null\nopenssl s_client -starttls smtp -connect MX:25 -tls1_3 -brief </dev/null",
         {"handshake failed", "tls handshake", "no shared cipher", "unsupported protocol", "wrong version number", "protocol version", "connection reset", "connection timed out", "timeout", "unexpected eof"}},
        // ---- policy types ----
        {"no-policy-found", Kind::PolicyType, "The sender found neither an MTA-STS policy nor TLSA records: it encrypted without proof of whom it talks to.",
         {"none is published", "the _mta-sts record is missing or malformed", "the zone is not signed, so that TLSA records do not count"},
         {{"DNS", "Publish \"_mta-sts.DOMAIN. TXT \\\"v=STSv1; id=1\\\"\" and a policy in mode testing, or sign the zone and publish TLSA records."}},
         "dig +short TXT _mta-sts.DOMAIN\ndig +dnssec +short TLSA _25._tcp.MX", {}},
    };
    return table;
}

}  // namespace tlsrpt
