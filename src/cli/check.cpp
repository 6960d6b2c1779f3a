// `tlsrpt-ingest check`: what would become of a mail, and why, step by step. Stores nothing.
//
// The very calls that `deliver` makes, in the same cell, with the same configuration. In plain words, or as one JSON object a line.
#include <fmt/format.h>

#include <algorithm>

#include "cli/clock.hpp"
#include "cli/explanation.hpp"
#include "cli/fields.hpp"
#include "cli/ingest.hpp"
#include "cli/intake_setup.hpp"
#include "cli/mail_input.hpp"
#include "tlsrpt/time.hpp"

namespace tlsrpt {
namespace {

// What was looked at, and as of when.
struct Subject {
    std::string file;
    std::string_view bytes;
    bool at_given{false};
    std::chrono::sys_seconds now{};
};

std::string line_ends(std::string_view bytes) {
    const auto ends = static_cast<std::size_t>(std::count(bytes.begin(), bytes.end(), '\n'));
    std::size_t crlf = 0;
    for (std::size_t at = bytes.find("\r\n"); at != std::string_view::npos; at = bytes.find("\r\n", at + 2)) ++crlf;
    if (ends == 0) return "no line end at all";
    if (crlf == ends) return "lines end with CRLF, as on the wire";
    if (crlf == 0) return "lines end with LF, as a pipe transport hands them over; read as CRLF";
    return fmt::format("line ends are mixed: {} CRLF, {} LF alone", crlf, ends - crlf);
}

std::string time_of_receipt(const Judgement& judgement, const Subject& subject) {
    const std::string time = to_rfc3339(judgement.received_at);
    if (subject.at_given) return time + ", as asked for with --at";
    if (judgement.received_at == subject.now) return time + ", now; --at TIME judges as of another time";
    return time + ", by the topmost Received field, but not over 7 days ago; --at TIME judges as of another time";
}

std::optional<std::size_t> accepted_of(const Examination& examination) {
    if (!examination.identity) return std::nullopt;
    const auto& all = examination.signatures;
    const auto it = std::find(all.begin(), all.end(), examination.identity->signature);
    if (it == all.end()) return std::nullopt;
    return static_cast<std::size_t>(it - all.begin());
}

void explain_contents(Explanation& text, const Examination& examination) {
    if (examination.media_type.empty()) {
        text.step("Report part", "none that could be used");
        return;
    }
    text.step("Report part", shown(examination.media_type) + (examination.file_name.empty() ? "" : ", named " + shown(examination.file_name)));
    if (!examination.submitter.empty()) text.more("TLS-Report-Submitter claims " + shown(examination.submitter));
    if (!examination.report_domain.empty()) text.more("TLS-Report-Domain claims " + shown(examination.report_domain));
    if (!examination.json_sha256.empty())
        text.step("Contents", fmt::format("{} octets of JSON, SHA-256 {}", examination.inflated_bytes, shown(examination.json_sha256)));
    text.deviations(examination.deviations);
    if (!examination.violations.empty()) text.violations(examination.violations);
    if (examination.report) text.report(*examination.report);
}

std::string in_words(const Judgement& judgement, const Subject& subject, bool colour) {
    const Examination& examination = judgement.examination;
    const Outcome& outcome = outcome_of(examination.slug);
    Explanation text{colour};
    text.heading(subject.file, examination.slug);
    text.step("Mail", fmt::format("{} octets; {}", subject.bytes.size(), line_ends(subject.bytes)));
    text.more(examination.report_like ? "its headers look like those of a TLS report" : "its headers do not look like those of a TLS report");
    text.step("Received", time_of_receipt(judgement, subject));
    text.step("From", examination.from_domain.empty() ? "no usable From field" : "the domain " + shown(examination.from_domain));
    if (!examination.subject.empty()) text.step("Subject", shown(examination.subject));
    text.signatures(examination.signatures, accepted_of(examination));
    if (examination.identity) {
        const Identity& identity = *examination.identity;
        text.step("Reporter", fmt::format("{}, proven; From is {}, organizational domain {}", shown(identity.signature.sdid), shown(identity.from_address),
                                          shown(identity.organizational_domain)));
        explain_contents(text, examination);
    } else {
        text.step("Report part", "not opened: nobody vouches for this mail");
    }
    text.step("Verdict", fmt::format("{}: {}", outcome.name, outcome.meaning));
    if (!examination.detail.empty()) text.more(shown(examination.detail));
    if (outcome.disposition == Disposition::Record) text.more("deliver would store it.");
    if (outcome.disposition == Disposition::Quarantine) text.more("deliver would put it into quarantine, with exit status 0.");
    if (outcome.disposition == Disposition::Defer) text.more("deliver would leave it in the MTA's queue for some hours, and then put it into quarantine.");
    if (const std::string_view advice = advice_on(examination.slug); !advice.empty()) text.paragraph("What to do", advice);
    return text.text();
}

void write_violations(JsonWriter& json, const std::vector<Violation>& violations) {
    json.begin_array();
    for (const Violation& violation : violations) {
        json.begin_object();
        json.key("pointer").value(violation.pointer);
        json.key("text").value(violation.text);
        json.end_object();
    }
    json.end_array();
}

std::string in_json(const Judgement& judgement, const Subject& subject) {
    const Examination& examination = judgement.examination;
    JsonWriter json;
    json.begin_object();
    json.key("format_version").value(format_version);
    json.key("file").value(subject.file);
    json.key("acceptable").value(examination.slug == Slug::Acceptable);
    json.key("slug").value(outcome_of(examination.slug).name);
    json.key("detail").value(examination.detail);
    json.key("received_at").value(to_rfc3339(judgement.received_at));
    json.key("size").value(std::uint64_t{subject.bytes.size()});
    json.key("report_like").value(examination.report_like);
    text_or_null(json.key("from_domain"), examination.from_domain);
    text_or_null(json.key("subject"), examination.subject);
    json.key("identity");
    if (examination.identity) write_identity(json, *examination.identity);
    else json.null();
    json.key("signatures");
    write_signatures(json, examination.signatures);
    text_or_null(json.key("media_type"), examination.media_type);
    text_or_null(json.key("file_name"), examination.file_name);
    text_or_null(json.key("submitter"), examination.submitter);
    text_or_null(json.key("report_domain"), examination.report_domain);
    json.key("inflated_bytes").value(examination.inflated_bytes);
    text_or_null(json.key("json_sha256"), examination.json_sha256);
    json.key("report");
    if (examination.report) json.raw(to_json(*examination.report));
    else json.null();
    json.key("deviations");
    write_deviations(json, examination.deviations);
    json.key("violations");
    write_violations(json, examination.violations);
    json.end_object();
    return json.text() + "\n";
}

}  // namespace

int check(const CheckFlags& flags, const Ingest& ingest) {
    Console& console = ingest.console;
    const auto told = [&console](const DnssecPath& path) {
        if (!path.validates) console.note("the way to the name servers does not validate, so nothing is known of DNSSEC: " + shown(path.detail));
    };
    auto setup = set_up_intake(ingest.config, flags.keys, ingest.environment, {.told = told});
    if (!setup) {
        console.note(setup.error());
        return exit_error;
    }
    const auto now = clock_now();
    int status = exit_ok;
    bool first = true;
    for (const std::string& file : flags.files) {
        const auto bytes = read_mail_file(file, ingest.config.limits.max_mail_bytes);
        const auto judgement = bytes ? setup->intake.judge(*bytes, flags.at, now) : Expected<Judgement>{bytes.error()};
        if (!judgement) {
            console.note(judgement.error());
            status = exit_error;
            continue;
        }
        const Subject subject{file, *bytes, flags.at.has_value(), now};
        if (!flags.json && !first) console.out.write("\n");
        console.out.write(flags.json ? in_json(*judgement, subject) : in_words(*judgement, subject, console.out.has_colour()));
        first = false;
        if (judgement->examination.slug != Slug::Acceptable && status == exit_ok) status = exit_not_acceptable;
    }
    return status;
}

}  // namespace tlsrpt
