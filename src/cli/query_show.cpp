// `tlsrpt-query show`: all that is known of one mail.
#include <fmt/format.h>

#include "cli/explanation.hpp"
#include "cli/fields.hpp"
#include "cli/query.hpp"
#include "tlsrpt/time.hpp"

namespace tlsrpt {
namespace {

// The mail that brought the report first, when this one is a duplicate; 0 otherwise.
std::int64_t original_of(const MessageDetail& detail) {
    if (!detail.report_row || detail.report_row->message_id == detail.message.id) return 0;
    return detail.report_row->message_id;
}

std::string in_words(const MessageDetail& detail, std::int64_t revised, bool colour) {
    const MessageRow& message = detail.message;
    Explanation text{colour};
    text.heading(fmt::format("mail {}", message.id), message.slug);
    text.step("Received", fmt::format("{} by {}, {} octets", to_rfc3339(message.received_at), shown(message.transport), message.size));
    text.more("sender " + (message.reverse_path.empty() ? std::string{"<>"} : shown(message.reverse_path)));
    if (!message.forward_paths.empty()) text.more("recipient " + shown(joined(message.forward_paths, ", ")));
    text.more("SHA-256 " + shown(message.sha256));
    if (!message.has_body) text.more("its body is not kept");
    if (!message.detail.empty()) text.step("Outcome", shown(message.detail));
    if (!detail.from_domain.empty()) text.step("From", detail.from_address.empty() ? shown(detail.from_domain) + ", unproven" : shown(detail.from_address));
    if (!detail.subject.empty()) text.step("Subject", shown(detail.subject));
    if (!detail.submitter.empty()) text.step("Submitter", shown(detail.submitter) + " (a claim)");
    if (!detail.report_domain.empty()) text.step("Report domain", shown(detail.report_domain) + " (a claim)");
    text.signatures(detail.signatures, detail.identity);
    if (detail.identity) text.deviations(detail.deviations);
    else text.step("Report part", "not opened: nobody vouches for this mail");
    if (detail.report) text.report(*detail.report);
    if (detail.report_row && detail.report_row->revision_of) text.step("Revision", revised > 0 ? fmt::format("of the report in mail {}", revised) : "of a report that is pruned");
    if (const std::int64_t original = original_of(detail); original > 0) text.step("Duplicate", fmt::format("the same report came in mail {}", original));
    if (detail.report_row && !detail.report_row->current) text.step("Superseded", "a newer revision counts");
    if (const std::string_view advice = advice_on(message.slug); !advice.empty()) text.paragraph("What to do", advice);
    return text.text();
}

std::string in_json(const MessageDetail& detail, std::int64_t revised) {
    const MessageRow& message = detail.message;
    JsonWriter json;
    json.begin_object();
    json.key("format_version").value(format_version);
    json.key("id").value(message.id);
    json.key("received_at").value(to_rfc3339(message.received_at));
    json.key("transport").value(message.transport);
    json.key("reverse_path").value(message.reverse_path);
    texts(json.key("forward_paths"), message.forward_paths);
    json.key("sha256").value(message.sha256);
    json.key("size").value(message.size);
    json.key("has_body").value(message.has_body);
    json.key("slug").value(outcome_of(message.slug).name);
    json.key("detail").value(message.detail);
    text_or_null(json.key("subject"), detail.subject);
    text_or_null(json.key("from_domain"), detail.from_domain);
    text_or_null(json.key("from_address"), detail.from_address);
    text_or_null(json.key("submitter"), detail.submitter);
    text_or_null(json.key("report_domain"), detail.report_domain);
    json.key("identity");
    if (detail.identity && *detail.identity < detail.signatures.size()) {
        json.begin_object();
        write_verdict_members(json, detail.signatures[*detail.identity]);
        json.end_object();
    } else {
        json.null();
    }
    json.key("signatures");
    write_signatures(json, detail.signatures);
    json.key("deviations");
    write_deviations(json, detail.deviations);
    json.key("report");
    if (detail.report) json.raw(to_json(*detail.report));
    else json.null();
    id_or_null(json.key("duplicate_of"), original_of(detail));
    id_or_null(json.key("revision_of"), revised);
    json.key("current").value(detail.report_row && detail.report_row->current);
    json.end_object();
    return json.text() + "\n";
}

}  // namespace

int query_show(const Query& query) {
    const auto detail = query.store.detail(query.options.id);
    if (!detail) return failed(query, detail.error());
    if (!*detail) {
        query.console.note(fmt::format("there is no mail {}; tlsrpt-query reports and quarantine print the numbers", query.options.id));
        return query.options.fail_when_empty ? exit_no_match : exit_error;
    }
    std::int64_t revised = 0;    // the mail, not the report: one kind of number for people
    if (const auto& row = (*detail)->report_row; row && row->revision_of) {
        const auto mail = query.store.message_of_report(*row->revision_of);
        if (!mail) return failed(query, mail.error());
        revised = mail->value_or(0);
    }
    Stream& out = query.console.out;
    out.write(query.options.format == Format::Table ? in_words(**detail, revised, out.has_colour()) : in_json(**detail, revised));
    return exit_ok;
}

}  // namespace tlsrpt
