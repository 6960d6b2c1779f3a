#include "cli/doctor.hpp"

#include <doctest/doctest.h>

using namespace tlsrpt;

namespace {

constexpr std::chrono::sys_days day(unsigned d) { return std::chrono::sys_days{std::chrono::year{2026} / 11 / std::chrono::day{d}}; }

using Lines = std::vector<std::string>;

// "sdid type first..last text" of each.
Lines brief(const std::vector<SeenPolicy>& seen) {
    Lines lines;
    for (const SeenPolicy& policy : seen) {
        const auto number = [](std::chrono::sys_days when) { return std::to_string((when - day(1)).count() + 1); };
        lines.push_back(policy.sdid + " " + policy.policy_type + " " + number(policy.first_day) + ".." + number(policy.last_day) + (policy.policy_string.empty() ? "" : " " + policy.policy_string.front()));
    }
    return lines;
}

Parsed<QueryOptions> parsed(std::vector<const char*> arguments) {
    arguments.insert(arguments.begin(), {"tlsrpt-query", "doctor"});
    return parse_query(arguments);
}

}  // namespace

TEST_CASE("of what a reporter saw, the newest counts, since it has seen just that") {
    struct Row {
        const char* what;
        std::vector<PolicyRow> rows;
        Lines seen;
    };
    const Row rows[] = {
        {"nothing", {}, {}},
        {"the same all the time", {{day(1), "a", "sts", {"x"}, {}}, {day(2), "a", "sts", {"x"}, {}}, {day(5), "a", "sts", {"x"}, {}}}, {"a sts 1..5 x"}},
        {"a change", {{day(1), "a", "sts", {"x"}, {}}, {day(2), "a", "sts", {"y"}, {}}, {day(3), "a", "sts", {"y"}, {}}}, {"a sts 2..3 y"}},
        {"there and back", {{day(1), "a", "sts", {"x"}, {}}, {day(2), "a", "sts", {"y"}, {}}, {day(3), "a", "sts", {"x"}, {}}}, {"a sts 3..3 x"}},
        {"a change during the last day (Google sends both)", {{day(1), "a", "sts", {"x"}, {}}, {day(2), "a", "sts", {"x"}, {}}, {day(2), "a", "sts", {"y"}, {}}}, {"a sts 2..2 y"}},
        {"two reporters", {{day(1), "a", "sts", {"x"}, {}}, {day(2), "b", "sts", {"y"}, {}}}, {"a sts 1..1 x", "b sts 2..2 y"}},
        {"types apart", {{day(1), "a", "sts", {"x"}, {}}, {day(2), "a", "no-policy-found", {}, {}}}, {"a no-policy-found 2..2", "a sts 1..1 x"}},
        {"TLSA by host", {{day(1), "a", "tlsa", {"x"}, {"mx1"}}, {day(2), "a", "tlsa", {"y"}, {"mx2"}}}, {"a tlsa 1..1 x", "a tlsa 2..2 y"}},
        {"TLSA of several hosts, unnamed", {{day(1), "a", "tlsa", {"x"}, {}}, {day(2), "a", "tlsa", {"x"}, {}}, {day(2), "a", "tlsa", {"y"}, {}}}, {"a tlsa 1..2 x", "a tlsa 2..2 y"}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        CHECK(brief(seen_in(row.rows)) == row.seen);
    }
}

TEST_CASE("doctor's flags") {
    const auto all = parsed({"--probe", "--suggest", "--resolver", "127.0.0.1@5353", "--ca-file", "/ca.pem", "--https-port", "8443", "--smtp-port", "2525", "--timeout", "0.5", "--check-time", "60",
                             "Example.COM", "b.example"});
    REQUIRE(std::holds_alternative<QueryOptions>(all));
    const auto& options = std::get<QueryOptions>(all);
    CHECK(options.command == QueryOptions::Command::Doctor);
    const DoctorFlags& flags = options.doctor;
    CHECK(flags.probe);
    CHECK(flags.suggest);
    CHECK(flags.resolver == "127.0.0.1@5353");
    CHECK(flags.ca_file == "/ca.pem");
    CHECK(flags.https_port == 8443);
    CHECK(flags.smtp_port == 2525);
    CHECK(flags.timeout == std::chrono::milliseconds{500});
    CHECK(flags.check_time == std::chrono::minutes{1});
    CHECK(flags.domains == Lines{"example.com", "b.example"});
    REQUIRE(std::holds_alternative<QueryOptions>(parsed({})));
    CHECK(std::get<QueryOptions>(parsed({})).doctor.check_time == std::chrono::seconds{5});
    for (const std::vector<const char*>& wrong : std::vector<std::vector<const char*>>{
             {"--https-port", "0"}, {"--smtp-port", "65536"}, {"--timeout", "0"}, {"--timeout", "nan"}, {"--check-time", "-1"}, {"--resolver", "dns.example"}, {"not a domain"}, {"--format", "xml"}}) {
        CAPTURE(wrong.front());
        CHECK(std::holds_alternative<UsageError>(parsed(wrong)));
    }
}

TEST_CASE("findings are printed for a person and for programs, and hostile text is escaped") {
    Finding good;
    good.policy_domain = "example.com";
    good.check = "mx";
    good.what = "mail goes to mx.example.com";
    Finding bad = good;
    bad.check = "sts-mx";
    bad.level = Finding::Level::Error;
    bad.what = "the pattern \"\x1b[31m\" matches no MX";
    bad.why = "Senders do not deliver.";
    bad.fix = "Write it right.";
    bad.rfc = "RFC 8461 section 4.1";
    bad.explains = {"validation-failure"};
    bad.reported = {{"validation-failure", "mx.example.com", day(20), day(21), 7}};
    bad.since = day(20);
    Finding local = good;
    local.policy_domain.clear();
    local.check = "store";
    local.level = Finding::Level::Note;
    local.what = "it is there";
    const std::vector<Finding> findings{good, bad, local};

    Stream text = Stream::in_memory();
    print_findings(findings, Format::Table, text);
    CHECK(text.text() ==
          "example.com\n"
          "  ok      mx              mail goes to mx.example.com\n"
          "  error   sts-mx          the pattern \"\\x1B[31m\" matches no MX\n"
          "                          why      Senders do not deliver.\n"
          "                          fix      Write it right.\n"
          "                          reported 7 validation-failure at mx.example.com, 2026-11-20 to 2026-11-21 (tlsrpt-query\n"
          "                                   explain validation-failure)\n"
          "                          see      RFC 8461 section 4.1\n"
          "\n"
          "This installation\n"
          "  note    store           it is there\n"
          "\n"
          "Errors: 1, warnings: 0, notes: 1, ok: 1\n");
    Stream lines = Stream::in_memory();
    print_findings(findings, Format::Ndjson, lines);
    CHECK(lines.text().substr(lines.text().find('\n') + 1).starts_with(
        "{\"policy_domain\":\"example.com\",\"check\":\"sts-mx\",\"level\":\"error\",\"mx_host\":null,\"what\":\"the pattern \\\"\\u001b[31m\\\" matches no MX\",\"why\":\"Senders do not deliver.\","
        "\"fix\":\"Write it right.\",\"rfc\":\"RFC 8461 section 4.1\",\"explains\":[\"validation-failure\"],\"since\":\"2026-11-20\",\"reported\":[{\"result_type\":\"validation-failure\","
        "\"receiving_mx_hostname\":\"mx.example.com\",\"first_day\":\"2026-11-20\",\"last_day\":\"2026-11-21\",\"failed_session_count\":7}]}\n"));
    Stream rows = Stream::in_memory();
    print_findings(findings, Format::Csv, rows);
    CHECK(rows.text() ==
          "policy_domain,check,level,mx_host,what,why,fix,rfc,explains,since,reported\n"
          "example.com,mx,ok,,mail goes to mx.example.com,,,,,,\n"
          "example.com,sts-mx,error,,\"the pattern \"\"\\x1B[31m\"\" matches no MX\",Senders do not deliver.,Write it right.,RFC 8461 section 4.1,validation-failure,2026-11-20,"
          "\"7 validation-failure at mx.example.com, 2026-11-20 to 2026-11-21\"\n"
          ",store,note,,it is there,,,,,,\n");
}

TEST_CASE("suggestions are printed as CSV too, each in one row") {
    Suggestion suggestion;
    suggestion.policy_domain = "example.com";
    suggestion.dns = {"_smtp._tls.example.com. TXT \"v=TLSRPTv1\"", "_mta-sts.example.com. TXT \"v=STSv1\""};
    suggestion.policy_url = "https://mta-sts.example.com/.well-known/mta-sts.txt";
    suggestion.policy = "version: STSv1\nmode: testing\n";
    suggestion.mx_hosts = {"mx1.example.com", "mx2.example.com"};
    suggestion.next_steps = {"wait"};
    suggestion.trouble = "SERVFAIL";
    Stream rows = Stream::in_memory();
    print_suggestions(std::vector{suggestion}, Format::Csv, rows);
    CHECK(rows.text() ==
          "policy_domain,dns,policy_url,policy,mx_hosts,next_steps,trouble\n"
          "example.com,\"_smtp._tls.example.com. TXT \"\"v=TLSRPTv1\"\"\\x0A_mta-sts.example.com. TXT \"\"v=STSv1\"\"\",https://mta-sts.example.com/.well-known/mta-sts.txt,"
          "version: STSv1\\x0Amode: testing\\x0A,mx1.example.com mx2.example.com,wait,SERVFAIL\n");
}
