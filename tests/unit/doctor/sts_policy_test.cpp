#include "doctor/sts_policy.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace tlsrpt::doctor;
using Mode = StsPolicy::Mode;

namespace {

std::vector<std::string> problems_of(const StsPolicy& policy) {
    std::vector<std::string> texts;
    for (const auto& problem : policy.problems) texts.push_back((problem.fatal ? "!" : "") + std::to_string(problem.line) + " " + problem.text);
    return texts;
}

}  // namespace

TEST_CASE("policies that are valid, RFC 8461 section 3.2") {
    struct Row {
        const char* what;
        const char* text;
        Mode mode;
        std::uint64_t max_age;
        std::vector<std::string> mx;
    };
    const Row rows[] = {
        {"the RFC's own", "version: STSv1\r\nmode: enforce\r\nmx: mail.example.com\r\nmx: *.example.net\r\nmx: backupmx.example.com\r\nmax_age: 604800\r\n", Mode::Enforce, 604800,
         {"mail.example.com", "*.example.net", "backupmx.example.com"}},
        {"LF", "version: STSv1\nmode: testing\nmx: mx.example.com\nmax_age: 86400\n", Mode::Testing, 86400, {"mx.example.com"}},
        {"no end of line at the end", "version: STSv1\nmode: testing\nmx: mx.example.com\nmax_age: 0", Mode::Testing, 0, {"mx.example.com"}},
        {"no blank after the colon, several, and blanks at the end", "version:STSv1\nmode: \t testing  \nmx:MX.Example.COM \t\nmax_age:1\n", Mode::Testing, 1, {"mx.example.com"}},
        {"any order", "max_age: 31557600\nmx: a.example\nmode: enforce\nversion: STSv1\n", Mode::Enforce, 31'557'600, {"a.example"}},
        {"none needs no mx", "version: STSv1\nmode: none\nmax_age: 86400\n", Mode::None, 86400, {}},
        {"unknown keys", "version: STSv1\nmode: enforce\nmx: a.example\nmax_age: 604800\nstability: high and low\nx.y-z_1: 1\n", Mode::Enforce, 604800, {"a.example"}},
        {"the same mx twice", "version: STSv1\nmode: enforce\nmx: a.example\nmx: A.example\nmax_age: 604800\n", Mode::Enforce, 604800, {"a.example"}},
        {"set-up guide of fastmail", "version: STSv1\nmode: testing\nmx: in1-smtp.messagingengine.com\nmx: in2-smtp.messagingengine.com\nmax_age: 604800\n", Mode::Testing, 604800,
         {"in1-smtp.messagingengine.com", "in2-smtp.messagingengine.com"}},
        {"set-up guide of outlook", "version: STSv1\nmode: enforce\nmx: *.mail.protection.outlook.com\nmax_age: 604800\n", Mode::Enforce, 604800, {"*.mail.protection.outlook.com"}},
        {"set-up guide of protonmail", "version: STSv1\nmode: enforce\nmx: mail.protonmail.ch\nmx: mailsec.protonmail.ch\nmax_age: 604800\n", Mode::Enforce, 604800,
         {"mail.protonmail.ch", "mailsec.protonmail.ch"}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        const StsPolicy policy = read_sts_policy(row.text);
        CHECK(problems_of(policy).empty());
        CHECK(policy.is_valid());
        CHECK(policy.mode == row.mode);
        CHECK(policy.max_age_seconds == row.max_age);
        CHECK(policy.mx == row.mx);
    }
}

TEST_CASE("policies that are not, or only nearly") {
    struct Row {
        const char* what;
        std::string text;
        std::vector<std::string> problems;    // "!": no valid policy
    };
    const std::string good = "version: STSv1\nmode: enforce\nmx: a.example\nmax_age: 604800\n";
    const Row rows[] = {
        {"empty", "", {"!0 has no line \"version: STSv1\"", "!0 has no line \"mode: testing\", \"enforce\" or \"none\"", "!0 has no line \"max_age: SECONDS\"", "!0 has no mx line"}},
        {"no version", "mode: enforce\nmx: a.example\nmax_age: 1\n", {"!0 has no line \"version: STSv1\""}},
        {"another version", "version: STSv2\nmode: enforce\nmx: a.example\nmax_age: 1\n", {"!1 says version \"STSv2\", not STSv1", "!0 has no line \"version: STSv1\""}},
        {"mode in capitals", "version: STSv1\nmode: Enforce\nmx: a.example\nmax_age: 1\n", {"!2 has the mode \"Enforce\", which is none of testing, enforce, none"}},
        {"the draft's mode", "version: STSv1\nmode: report\nmx: a.example\nmax_age: 1\n", {"!2 has the mode \"report\", which is none of testing, enforce, none"}},
        {"no max_age", "version: STSv1\nmode: enforce\nmx: a.example\n", {"!0 has no line \"max_age: SECONDS\""}},
        {"max_age with a unit", "version: STSv1\nmode: enforce\nmx: a.example\nmax_age: 7d\n", {"!4 has the max_age \"7d\", which is no number of seconds"}},
        {"negative", "version: STSv1\nmode: enforce\nmx: a.example\nmax_age: -1\n", {"!4 has the max_age \"-1\", which is no number of seconds"}},
        {"eleven digits", "version: STSv1\nmode: enforce\nmx: a.example\nmax_age: 00000000001\n", {"!4 has the max_age \"00000000001\", which is no number of seconds"}},
        {"over the maximum", "version: STSv1\nmode: enforce\nmx: a.example\nmax_age: 31557601\n", {"4 has a max_age over 31557600"}},
        {"no mx", "version: STSv1\nmode: testing\nmax_age: 1\n", {"!0 has no mx line"}},
        {"a bare star", "version: STSv1\nmode: enforce\nmx: *\nmax_age: 1\n",
         {"3 has an mx \"*\" that is a bare \"*\", which matches no host: name the MX hosts, or use *.example.com for one label below a domain"}},
        {"a star in a label", good + "mx: mx*.example.com\n", {"5 has an mx \"mx*.example.com\" that has its \"*\" elsewhere than as the whole first label"}},
        {"a star in the middle", good + "mx: mx.*.example.com\n", {"5 has an mx \"mx.*.example.com\" that has its \"*\" elsewhere than as the whole first label"}},
        {"two stars", good + "mx: *.*.example.com\n", {"5 has an mx \"*.*.example.com\" that has its \"*\" elsewhere than as the whole first label"}},
        {"the draft's leading dot", good + "mx: .example.com\n", {"5 has an mx \".example.com\" that begins with a dot, as an early draft had it: write *.example.com"}},
        {"a final dot", good + "mx: mx.example.com.\n", {"5 has an mx \"mx.example.com.\" that ends with a dot: write it without"}},
        {"two in a line", good + "mx: a.example, b.example\n", {"5 has an mx \"a.example, b.example\" that has more than one name in a line: each needs an mx line of its own"}},
        {"an address", good + "mx: 192.0.2.1\n", {"5 has an mx \"192.0.2.1\" that is an address, not a name"}},
        {"U-labels", good + "mx: m\xc3\xbc.example\n", {"5 has an mx \"m\xc3\xbc.example\" that is not written in A-labels (xn--…)"}},
        {"an empty mx", good + "mx:\n", {"5 has an mx \"\" that is empty"}},
        {"a key in capitals", "Version: STSv1\nmode: enforce\nmx: a.example\nmax_age: 1\n", {"1 has the key \"Version\", which must be written version", "!0 has no line \"version: STSv1\""}},
        {"a repeated key", good + "mode: none\n", {"5 has mode again; the first one counts"}},
        {"no colon", good + "enforce\n", {"!5 has no colon: \"enforce\""}},
        {"a blank before the colon", good + "x : 1\n", {"!5 has a blank before the colon"}},
        {"a blank in front", " " + good, {"1 begins with a blank"}},
        {"an empty line", good + "\n" + "x: 1\n", {"5 is empty"}},
        {"equals signs", "version=STSv1\nmode=enforce\n",
         {"!1 has no colon: \"version=STSv1\"", "!2 has no colon: \"mode=enforce\"", "!0 has no line \"version: STSv1\"", "!0 has no line \"mode: testing\", \"enforce\" or \"none\"",
          "!0 has no line \"max_age: SECONDS\"", "!0 has no mx line"}},
        {"a byte order mark", "\xef\xbb\xbf" + good, {"!0 begins with a byte order mark, which is part of the first key for a sender"}},
        {"a key that is none", good + "<html>: 1\n", {"!5 has \"<html>\" where a key belongs"}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        const StsPolicy policy = read_sts_policy(row.text);
        CHECK(problems_of(policy) == row.problems);
        const bool fatal = std::any_of(row.problems.begin(), row.problems.end(), [](const std::string& text) { return text.starts_with('!'); });
        CHECK(policy.is_valid() == !fatal);
    }
    CHECK_FALSE(read_sts_policy(std::string("version: STSv1\n\0", 15)).is_valid());
    CHECK_FALSE(read_sts_policy("version: STSv1\n\xff\n").is_valid());
}

TEST_CASE("of a policy of a hundred thousand lines the first thousand are read") {
    std::string text;
    for (int i = 0; i < 100'000; ++i) text += "x: 1\n";
    const StsPolicy policy = read_sts_policy(text);
    CHECK(policy.unknown_keys.size() == 1000);
    CHECK_FALSE(policy.is_valid());
}
