#include <doctest/doctest.h>

#include "cli/options.hpp"

using namespace tlsrpt;

namespace {

Parsed<IngestOptions> parsed(std::vector<const char*> arguments) {
    arguments.insert(arguments.begin(), "tlsrpt-ingest");
    return parse_ingest(arguments);
}

template <typename Flags>
Flags flags(std::vector<const char*> arguments) {
    const auto result = parsed(std::move(arguments));
    const auto* wrong = std::get_if<UsageError>(&result);
    CAPTURE(wrong == nullptr ? std::string{} : wrong->text);
    REQUIRE(std::holds_alternative<IngestOptions>(result));
    return std::get<Flags>(std::get<IngestOptions>(result).command);
}

}  // namespace

TEST_CASE("deliver takes the envelope from its flags") {
    const auto deliver = flags<DeliverFlags>({"deliver", "--sender=a@b.example", "--recipient=r@ours.example", "--recipient=s@ours.example", "--keys", "k.txt"});
    CHECK(deliver.sender == "a@b.example");
    CHECK(deliver.recipients == std::vector<std::string>{"r@ours.example", "s@ours.example"});
    CHECK(deliver.keys == "k.txt");
    CHECK_FALSE(flags<DeliverFlags>({"deliver"}).sender.has_value());
}

TEST_CASE("the null sender is an empty value, which eats no other argument") {
    const auto deliver = flags<DeliverFlags>({"deliver", "--sender=", "--recipient=r@ours.example"});
    CHECK(deliver.sender == "");
    CHECK(deliver.recipients == std::vector<std::string>{"r@ours.example"});
    CHECK(flags<DeliverFlags>({"deliver", "--sender", "", "--recipient", "r"}).sender == "");
    CHECK(flags<DeliverFlags>({"deliver", "--recipient="}).recipients.empty());
}

TEST_CASE("an address that looks like a flag stays an address") {
    CHECK(flags<DeliverFlags>({"deliver", "--sender=--database=/tmp/x"}).sender == "--database=/tmp/x");
    CHECK(flags<DeliverFlags>({"deliver", "--sender=-e@x.example"}).sender == "-e@x.example");
    CHECK(flags<DeliverFlags>({"deliver", "--sender=check", "--recipient=migrate"}).sender == "check");
    CHECK(flags<DeliverFlags>({"deliver", "--sender=--x="}).sender == "--x=");
    CHECK(flags<DeliverFlags>({"deliver", "--recipient=a,b@x"}).recipients == std::vector<std::string>{"a,b@x"});
}

TEST_CASE("common flags stand before or after the command") {
    for (const auto& arguments : {std::vector<const char*>{"--database", "x.db", "deliver"}, std::vector<const char*>{"deliver", "--database", "x.db"}}) {
        const auto result = parsed(arguments);
        REQUIRE(std::holds_alternative<IngestOptions>(result));
        CHECK(std::get<IngestOptions>(result).common.database == "x.db");
    }
}

TEST_CASE("check, reprocess and prune") {
    const auto check = flags<CheckFlags>({"check", "--at", "2026-11-23", "--format", "json", "a.eml", "-"});
    CHECK(check.at == std::chrono::sys_days{std::chrono::year{2026} / 11 / 23});
    CHECK(check.json);
    CHECK(check.files == std::vector<std::string>{"a.eml", "-"});
    CHECK(flags<CheckFlags>({"check", "--at", "Mon, 23 Nov 2026 00:00:00 +0000", "a.eml"}).at == check.at);
    CHECK_FALSE(flags<CheckFlags>({"check", "a.eml"}).json);
    CHECK(flags<ReprocessFlags>({"reprocess", "--slug", "key-unavailable", "--dry-run"}).slug == Slug::KeyUnavailable);
    CHECK(flags<ReprocessFlags>({"reprocess", "--id", "17"}).id == 17);
    CHECK(flags<ReprocessFlags>({"reprocess", "--due"}).due);
    CHECK_FALSE(flags<ReprocessFlags>({"reprocess"}).due);
    CHECK(flags<PruneFlags>({"prune", "--dry-run"}).dry_run);
    CHECK_FALSE(flags<PruneFlags>({"prune"}).dry_run);
    (void)flags<MigrateFlags>({"migrate"});
    CHECK(flags<CopyFlags>({"copy", "--from", "a.db", "--to", "postgresql:///b"}).from == "a.db");
    CHECK(flags<CopyFlags>({"copy", "--to=b.db", "--from=a.db"}).to == "b.db");
}

TEST_CASE("what is not understood is refused with a reason") {
    const std::vector<std::vector<const char*>> wrong{
        {},
        {"delivr"},
        {"deliver", "--databse", "x"},
        {"deliver", "extra"},
        {"deliver", "--keys"},
        {"deliver", "--sender=a", "--sender=b"},
        {"check"},
        {"check", "--format", "table", "a.eml"},
        {"check", "--at", "noon", "a.eml"},
        {"reprocess", "--slug", "stored"},
        {"reprocess", "--slug", "nonsense"},
        {"reprocess", "--id", "0"},
        {"reprocess", "--id", "-1"},
        {"reprocess", "--id", "1x"},
        {"reprocess", "--id", "9223372036854775808"},
        {"reprocess", "--id", "1", "--slug", "signature-failed"},
        {"reprocess", "--id", "1", "--due"},
        {"reprocess", "--slug", "key-unavailable", "--due"},
        {"prune", "now"},
        {"migrate", "--dry-run"},
        {"copy"},
        {"copy", "--from", "a.db"},
        {"copy", "--to", "a.db"},
        {"copy", "--from", "a.db", "--to", "a.db"},
        {"deliver", "check", "a.eml"},
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

TEST_CASE("help and version are text, not errors") {
    for (const auto& arguments : {std::vector<const char*>{"--help"}, {"deliver", "--help"}, {"check", "--help"}, {"--version"}}) {
        const auto result = parsed(arguments);
        REQUIRE(std::holds_alternative<HelpText>(result));
        CHECK(std::get<HelpText>(result).text.ends_with("\n"));
    }
    CHECK(std::get<HelpText>(parsed({"deliver", "--help"})).text.find("--recipient") != std::string::npos);
}

TEST_CASE("only a clear command of a person may exit with other statuses than 0 and 75") {
    struct Case {
        std::vector<const char*> arguments;
        bool delivery;
    };
    const std::vector<Case> cases{
        {{"deliver"}, true},
        {{"delivr"}, true},
        {{}, true},
        {{"--help"}, true},
        {{"--databse", "x", "check"}, true},
        {{"--database", "check", "deliver"}, true},
        {{"--database=x", "deliver", "check"}, true},
        {{"--config"}, true},
        {{"deliver", "--sender", "check"}, true},
        {{"check", "a.eml"}, false},
        {{"--database", "deliver", "check"}, false},
        {{"--config=x", "prune"}, false},
        {{"reprocess", "--databse"}, false},
        {{"migrate"}, false},
        {{"copy", "--from"}, false},
    };
    for (const Case& c : cases) {
        std::vector<const char*> arguments{"tlsrpt-ingest"};
        arguments.insert(arguments.end(), c.arguments.begin(), c.arguments.end());
        std::string line;
        for (const char* argument : arguments) line.append(argument).append(" ");
        CAPTURE(line);
        CHECK(is_delivery(arguments) == c.delivery);
    }
    CHECK(is_delivery({}));
}
