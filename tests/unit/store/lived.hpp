// A store that has lived: a row of each kind that a mail, a second look or the passing of time can leave.
//
//     Store → the same Store, after the same calls with the same mails each time
//
// data/schema-2.sql and -3.sql are what the programs of those schemas made of live_with(). So this file is never edited; for a later schema with
// rows of other kinds write another.
#pragma once

#include "world.hpp"

namespace tlsrpt::test {

inline void live_with(StoreFixture& fixture) {
    using namespace std::chrono_literals;
    const auto keep = [&fixture](const Examination& examination, std::chrono::sys_seconds at, const std::string& bytes) { return must(fixture.record(examination, at, bytes)).message_id; };

    // Stored, duplicates, revisions; the fifth world has more kinds of failure than are named.
    for (const unsigned seed : {4u, 5u, 9u})
        for (const Mail& mail : World{seed}.mails(30)) fixture.must_record(mail.examination, mail.received_at);

    // Every field of a policy and of a failure, and a second signature's domain for the same octets.
    FailureDetails details = failure("validation-failure", 3, "mx9.example.net");
    details.sending_mta_ip = "2001:db8::25";
    details.receiving_mx_helo = "mx9";
    details.receiving_ip = "198.51.100.25";
    details.additional_information = "https://sender.example/why?x=\"1\"";
    details.failure_reason_code = "X509_V_ERR_\tHOSTNAME_MISMATCH";
    Report full = report("full", {policy("tlsa", "c.example", 7, 3, {details}), policy("sts", "", 1, 0)});
    full.contact_info = "";
    full.organization_name = "Überbringer \"GmbH\"\n";
    Examination first = accepted(full, "mail.sender.example");
    first.identity->organizational_domain = "sender.example";
    first.deviations = {{"bare-media-type", "", "application/json"}, {"policy-domain-unknown", "/policies/1", ""}};
    keep(first, noon, "From: a@sender.example\r\n\r\nfirst\r\n");
    Examination second = accepted(full, "sender.example");
    second.identity->organizational_domain = "sender.example";
    second.json_sha256 = first.json_sha256;
    keep(second, noon + 1h, "From: a@sender.example\r\n\r\nsecond\r\n");

    // The quarantine: each reason; signed and not, with a body and cut, junk; examined again with and without success; waiting for DNS.
    int minute = 0;
    for (const Slug slug : {Slug::MessageUnreadable, Slug::NoReportPart, Slug::ReportTooLarge, Slug::NoSignature, Slug::SignatureFailed, Slug::SignatureHasLength,
                            Slug::ServiceNotAllowed, Slug::SignerNotAligned, Slug::AlgorithmRefused, Slug::PolicyDomainNotOurs, Slug::ReportImplausible, Slug::ExaminerFailed}) {
        ++minute;
        keep(refused(slug, minute % 3 != 0), noon - 1min * minute, "From: a@forged.example\r\n\r\n" + std::string(static_cast<std::size_t>(minute) * 10, 'b'));
    }
    Examination invalid = accepted(report("invalid", {}), "two.example");
    invalid.slug = Slug::ReportInvalid;
    invalid.report.reset();
    keep(invalid, noon, "From: a@two.example\r\n\r\nbroken\r\n");
    const Examination waiting = refused(Slug::KeyUnavailable);
    const auto mended = keep(waiting, noon - 30h, "From: a@forged.example\r\n\r\nmended\r\n");
    const auto still = keep(waiting, noon - 40h, "From: a@forged.example\r\n\r\nstill\r\n");
    keep(waiting, noon - 5h, "From: a@forged.example\r\n\r\nnew\r\n");
    must(fixture.store->record_again(mended, accepted(report("mended", {policy("sts", "c.example", 5, 0)}), "late.example")));
    must(fixture.store->record_again(still, waiting));

    // A year and more ago: details pruned, keys and rollups left; raw mails dropped.
    Report old = report("old", {policy("sts", "c.example", 11, 2, {failure("certificate-expired", 2)})});
    old.date_range.start_datetime -= std::chrono::days{420};
    old.date_range.end_datetime -= std::chrono::days{420};
    fixture.must_record(accepted(old, "old.example"), noon - std::chrono::days{419});
    keep(refused(Slug::NoSignature, false), noon - std::chrono::days{8}, "From: a@forged.example\r\n\r\njunk\r\n");
    must(fixture.store->prune(Retention{}, noon, false, [](std::uint64_t, std::uint64_t) {}));
}

}  // namespace tlsrpt::test
