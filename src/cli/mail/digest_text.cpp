// The mail's text, for those who read it in a terminal.
#include <fmt/format.h>

#include <algorithm>

#include "cli/figures.hpp"
#include "cli/mail/digest.hpp"
#include "cli/meaning.hpp"
#include "cli/table.hpp"
#include "cli/words.hpp"
#include "tlsrpt/text.hpp"
#include "tlsrpt/time.hpp"

namespace tlsrpt {
namespace {

constexpr std::size_t columns = 76;
constexpr auto right = Column::Align::Right;

/// Paragraphs and lists, each text wrapped; what came by mail is escaped by the caller.
class Letter {
public:
    void title(std::string_view text) {
        if (!out_.empty()) out_ += '\n';
        out_.append(text).append("\n").append(text.size(), '-').append("\n");
    }
    void paragraph(std::string_view text) {
        if (!text.empty()) out_ += wrapped(text, columns, "", "");
    }
    void item(std::string_view text) { out_ += wrapped(text, columns, "* ", "  "); }
    void under_item(std::string_view text) {
        if (!text.empty()) out_ += wrapped(text, columns, "  ", "  ");
    }
    void table(const Table& rows) { out_ += unlink_text(to_text(rows, columns, false)); }
    void blank() { out_ += '\n'; }
    void left_out(std::size_t total, const char* command) {
        if (total > most_listed) out_ += fmt::format("  and {} more: tlsrpt-query {}\n", total - most_listed, command);
    }
    [[nodiscard]] const std::string& text() const { return out_; }

private:
    std::string out_;
};

std::string names(const std::vector<std::string>& names) {
    constexpr std::size_t most = 5;
    std::string line;
    for (std::size_t i = 0; i < names.size() && i < most; ++i) line += (i == 0 ? "" : ", ") + escape_mail(names[i]);
    if (names.size() > most) line += fmt::format(" and {} more", names.size() - most);
    return line;
}

void append_incident(const Incident& incident, Letter& letter) {
    const bool is_new = incident.state == Incident::State::New;
    const char* state = is_new ? "NEW" : incident.state == Incident::State::Ongoing ? "ONGOING" : "RESOLVED";
    std::string days = "since " + to_date(incident.first_day);
    if (incident.state == Incident::State::Resolved) days = "from " + to_date(incident.first_day) + " to " + to_date(incident.last_day);
    letter.item(fmt::format("{} {}: {}, {}; {}, seen by {}", state, escape_mail(incident.policy_domain), escape_mail(what_of(incident)), days,
                            counted(incident.failed_session_count, "failed session", "failed sessions"), names(incident.reporters)));
    if (incident.state == Incident::State::Resolved) return;
    if (const Meaning* meaning = meaning_of(incident.result_type)) letter.under_item(meaning->meaning);
    if (incident.hint) letter.under_item("Hint: " + escape_mail(*incident.hint));
    if (const std::string cure = first_cure(incident); is_new && !cure.empty()) letter.under_item("Try first: " + cure);
}

std::size_t append_incidents(const Digest& digest, Incident::State state, Letter& letter) {
    std::size_t listed = 0;
    for (const Incident& incident : digest.incidents)
        if (incident.state == state && listed++ < most_listed) append_incident(incident, letter);
    letter.left_out(listed, "incidents");
    return listed;
}

void append_changes(const Digest& digest, Letter& letter) {
    letter.title("What changed");
    std::size_t changes = append_incidents(digest, Incident::State::New, letter);
    for (const ReporterConduct& reporter : digest.silent)
        if (changes++; changes < most_listed) letter.item(fmt::format("SILENT {}: its last report speaks of {}", escape_mail(reporter.sdid), to_date(reporter.last_day)));
    for (const auto& [slug, mails] : digest.quarantined) {
        ++changes;
        letter.item(fmt::format("QUARANTINE {}: {}", counted(mails, "mail that looks like a report", "mails that look like reports"), slug));
        letter.under_item("tlsrpt-query quarantine --slug " + slug);
    }
    changes += append_incidents(digest, Incident::State::Resolved, letter);
    for (const ReporterConduct& reporter : digest.fresh)
        if (changes++; changes < most_listed)
            letter.item(fmt::format("NEW REPORTER {}, since {}{}", escape_mail(reporter.sdid), to_date(reporter.first_day), reporter.established ? "" : ", not established yet"));
    if (changes == 0) letter.paragraph("Nothing.");
}

void append_reports(const Digest& digest, Letter& letter) {
    letter.title("What the reports say");
    letter.paragraph(coverage_sentence(digest));
    letter.paragraph(days_sentence(digest));
    if (digest.domains.empty()) return;
    Table totals{{{"", "POLICY DOMAIN"}, {"", "SESSIONS", right}, {"", "FAILED", right}, {"", "RATE", right}, {"", "REPORTERS", right}}, {}};
    Table failures{{{"", "POLICY DOMAIN"}, {"", "SESSIONS", right}, {"", "RESULT"}, {"", "MX HOST"}}, {}};
    std::size_t shown = 0;
    for (const DomainSummary& domain : digest.domains) {
        const std::string name = domain.policy_domain.empty() ? "(domain not stated)" : domain.policy_domain;
        if (shown++ < most_listed)
            totals.rows.push_back({name, sessions_text(domain.sessions, domain.at_least), domain.failures, rate_text(domain.failures, domain.sessions), std::uint64_t{domain.reporters.size()}});
        for (const TopFailureRow& failure : domain.top_failures)
            if (failures.rows.size() < most_listed) failures.rows.push_back({name, failure.failed_session_count, failure.result_type, failure.receiving_mx_hostname});
    }
    letter.blank();
    letter.table(totals);
    letter.left_out(digest.domains.size(), "summary");
    if (failures.rows.empty()) return;
    letter.blank();
    letter.table(failures);
}

}  // namespace

std::string text_of(const Digest& digest) {
    Letter letter;
    for (const std::string& note : digest.notes) letter.paragraph(note);
    append_changes(digest, letter);
    if (std::any_of(digest.incidents.begin(), digest.incidents.end(), [](const Incident& incident) { return incident.state == Incident::State::Ongoing; })) {
        letter.title("What goes on");
        (void)append_incidents(digest, Incident::State::Ongoing, letter);
    }
    append_reports(digest, letter);
    letter.title("More");
    letter.paragraph("tlsrpt-query explain WORD says what a result means and how to mend it; tlsrpt-query incidents, advise and reporters have the details.");
    return letter.text();
}

}  // namespace tlsrpt
