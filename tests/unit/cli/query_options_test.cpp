#include <doctest/doctest.h>

#include "cli/options.hpp"

using namespace tlsrpt;

namespace {

using Command = QueryOptions::Command;

Parsed<QueryOptions> parsed(std::vector<const char*> arguments) {
    arguments.insert(arguments.begin(), "tlsrpt-query");
    return parse_query(arguments);
}

QueryOptions options(std::vector<const char*> arguments) {
    const auto result = parsed(std::move(arguments));
    const auto* wrong = std::get_if<UsageError>(&result);
    CAPTURE(wrong == nullptr ? std::string{} : wrong->text);
    REQUIRE(std::holds_alternative<QueryOptions>(result));
    return std::get<QueryOptions>(result);
}

}  // namespace

TEST_CASE("each command with its flags") {
    const QueryOptions summary = options({"summary", "--format", "json", "--since", "2026-11-01", "--until", "2026-11-08", "--policy-domain", "Example.COM.",
                                          "--policy-domain", "*.example.net", "--reporter", "google.com", "-e", "--database", "x.db"});
    CHECK(summary.command == Command::Summary);
    CHECK(summary.format == Format::Json);
    CHECK(summary.period.since == "2026-11-01");
    CHECK(summary.period.until == "2026-11-08");
    CHECK(summary.policy_domains == std::vector<std::string>{"example.com", "*.example.net"});
    CHECK(summary.reporters == std::vector<std::string>{"google.com"});
    CHECK(summary.fail_when_empty);
    CHECK(summary.common.database == "x.db");

    CHECK(options({"reports"}).command == Command::Reports);
    CHECK(options({"reports"}).format == Format::Table);
    CHECK_FALSE(options({"reports"}).fail_when_empty);
    CHECK(options({"failures", "--day", "2026-11-01"}).period.day == "2026-11-01");
    CHECK(options({"failures", "--format=ndjson"}).format == Format::Ndjson);
    CHECK(options({"quarantine", "--slug", "signature-failed", "--format", "csv"}).slug == Slug::SignatureFailed);
    CHECK(options({"show", "12"}).id == 12);
    CHECK(options({"show", "12", "--format", "json"}).format == Format::Json);
    CHECK(options({"--database", "y.db", "raw", "12"}).common.database == "y.db");
    CHECK(options({"raw", "12"}).command == Command::Raw);

    CHECK(options({"export"}).format == Format::Ndjson);    // a report is no row of a table
    CHECK(options({"export", "--format", "csv", "--output", "f.csv"}).output == "f.csv");
    CHECK(options({"html", "--day", "2026-11-01"}).command == Command::Html);
    CHECK(options({"metrics", "--policy-domain", "a.example"}).policy_domains == std::vector<std::string>{"a.example"});
    CHECK(options({"explain", "certificate has expired"}).word == "certificate has expired");
    CHECK(options({"explain", "--format", "csv"}).word.empty());
    const QueryOptions mail = options({"summary", "--format", "mail", "--from", "a@b.example", "--to", "c@d.example", "--to", "root", "--group", "g", "--since-last", "f", "--quiet-if-clean"});
    CHECK(mail.format == Format::Mail);
    CHECK(mail.mail.from == "a@b.example");
    CHECK(mail.mail.to == std::vector<std::string>{"c@d.example", "root"});
    CHECK(mail.mail.group == "g");
    CHECK(mail.mail.since_last == "f");
    CHECK(mail.mail.quiet_if_clean);
    CHECK(options({"summary", "--since-last", "f", "--handed-over", "-"}).mail.handed_over == "-");
    CHECK(options({"summary", "--list-groups"}).mail.list_groups);
}

TEST_CASE("wrong usage is refused with a reason") {
    const std::vector<std::vector<const char*>> wrong{
        {},
        {"sumary"},
        {"summary", "--format", "xml"},
        {"summary", "--format", "TABLE"},
        {"summary", "--policy-domain", "not a domain"},
        {"summary", "--policy-domain", "*.*.example"},
        {"summary", "--policy-domain", ""},
        {"summary", "--reporter", "*.example"},
        {"summary", "extra"},
        {"quarantine", "--slug", "stored"},
        {"quarantine", "--reporter", "a.example"},
        {"show"},
        {"show", "twelve"},
        {"show", "1", "2"},
        {"show", "1", "--format", "csv"},
        {"raw", "1", "--format", "json"},
        {"raw", "-1"},
        {"raw", "0"},
        {"reports", "--format", "mail"},
        {"export", "--format", "table"},
        {"export", "--format", "ndjson|csv"},
        {"html", "--format", "json"},
        {"metrics", "--day", "2026-11-01"},
        {"explain", "tlsa-invalid", "--format", "csv"},
        {"summary", "--to", "a@b.example"},
        {"summary", "--since-last", "f"},
        {"summary", "--format", "mail", "--to", "a@b.example, c@d.example"},
        {"summary", "--format", "mail", "--from", "a@b\nBcc: c@d.example"},
        {"summary", "--handed-over", "mail.eml"},
    };
    for (const auto& arguments : wrong) {
        std::string line;
        for (const char* argument : arguments) line.append(argument).append(" ");
        CAPTURE(line);
        const auto result = parsed(arguments);
        REQUIRE(std::holds_alternative<UsageError>(result));
        CHECK_FALSE(std::get<UsageError>(result).text.empty());
    }
}

TEST_CASE("help of a command shows its flags") {
    const auto result = parsed({"summary", "--help"});
    REQUIRE(std::holds_alternative<HelpText>(result));
    for (const char* flag : {"--format", "--day", "--since", "--until", "--policy-domain", "--reporter", "--exit-status", "--database", "--config"}) {
        CAPTURE(flag);
        CHECK(std::get<HelpText>(result).text.find(flag) != std::string::npos);
    }
}
