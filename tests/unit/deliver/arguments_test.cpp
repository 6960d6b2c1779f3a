#include "deliver/arguments.hpp"

#include <doctest/doctest.h>

#include <map>
#include <string>

using namespace tlsrpt;
using namespace std::string_literals;

namespace {

DeliverArguments read(std::vector<const char*> words, const std::map<std::string, std::string>& environment = {}) {
    words.insert(words.begin(), "tlsrpt-deliver");
    return read_arguments(static_cast<int>(words.size()), words.data(), [&](const char* name) {
        const auto found = environment.find(name);
        return found == environment.end() ? std::string{} : found->second;
    });
}

}  // namespace

TEST_CASE("own flags stand before --, those of tlsrpt-ingest behind it") {
    const auto none = read({});
    CHECK(none.socket == "/run/tlsrpt/lmtp.sock");
    CHECK(none.ingest.empty());
    CHECK(none.wrong.empty());
    CHECK(none.for_ingest.empty());

    const auto all = read({"--socket", "/a", "--ingest=/b", "--", "--keys", "k", "--socket=/c", "--help"});
    CHECK(all.socket == "/a");
    CHECK(all.ingest == "/b");
    CHECK_FALSE(all.help);
    CHECK(all.wrong.empty());
    CHECK(std::vector<std::string>{all.for_ingest.begin(), all.for_ingest.end()} == std::vector{"--keys"s, "k"s, "--socket=/c"s, "--help"s});

    CHECK(read({"--help"}).help);
    CHECK(read({"--version"}).version);
    CHECK(read({"--sender=a@b"}).wrong == "unknown argument --sender=a@b");
    CHECK(read({"--socket"}).wrong == "unknown argument --socket");
    CHECK(read({"--socketx=/a"}).wrong == "unknown argument --socketx=/a");
    CHECK(read({"deliver"}).wrong == "unknown argument deliver");
}

TEST_CASE("the envelope is found as tlsrpt-ingest finds it") {
    struct Row {
        std::vector<const char*> words;
        std::map<std::string, std::string> environment;
        std::string sender;
        std::vector<std::string> recipients;
    };
    const Row rows[] = {
        {{}, {}, "", {"unknown"}},
        {{"--", "--sender=s@x", "--recipient=r@y"}, {}, "s@x", {"r@y"}},
        {{"--", "--sender", "s@x", "--recipient", "r@y", "--recipient=t@z"}, {}, "s@x", {"r@y", "t@z"}},
        {{"--", "--sender=", "--recipient="}, {{"SENDER", "e@x"}, {"RECIPIENT", "f@y"}}, "", {"f@y"}},    // the null sender was given
        {{}, {{"SENDER", "e@x"}, {"RECIPIENT", "f@y"}}, "e@x", {"f@y"}},                                   // Exim
        {{}, {{"SENDER", "e@x"}, {"TLSRPT_SENDER", "g@x"}, {"RECIPIENT", "f@y"}, {"TLSRPT_RECIPIENT", "h@y"}}, "g@x", {"h@y"}},
        {{"--", "--sender"}, {}, "", {"unknown"}},
    };
    for (const Row& row : rows) {
        const auto arguments = read(row.words, row.environment);
        CHECK(arguments.sender == row.sender);
        CHECK(arguments.recipients == row.recipients);
    }
}

TEST_CASE("an address that would be another command is not sent") {
    CHECK(fits_command(""));
    CHECK(fits_command("gr\xC3\xBC\xC3\x9F" "e@example.net"));
    CHECK_FALSE(fits_command("a\r\nRCPT TO:<b>"));
    CHECK_FALSE(fits_command("a\nb"));
    CHECK_FALSE(fits_command("a\0b"s));
    CHECK_FALSE(fits_command(std::string(1025, 'a')));
}
