#include "report/normalise.hpp"

#include <random>

#include "report/guard.hpp"
#include "report/schema.hpp"
#include "samples.hpp"

using namespace tlsrpt;
using report::Json;

namespace {

std::vector<Deviation> normalise(Json& document) {
    std::vector<Deviation> deviations;
    report::DeviationLog log{deviations, 1000};
    report::normalise(document, report::Sender{"", ""}, {}, log);
    return deviations;
}

// Values that some rule looks for, and values that nobody sends.
const std::vector<Json>& odd_values() {
    static const std::vector<Json> values{nullptr,
                                          true,
                                          0,
                                          7,
                                          -1,
                                          1.5,
                                          9007199254740991,
                                          "",
                                          " ",
                                          "x",
                                          "7",
                                          "\r\n",
                                          " a\r\nb ",
                                          "[]",
                                          "[\"a\"]",
                                          " [\"a\",\" b \"]\r",
                                          R"(["[\"x\",\" [\\\"y\\\"]\\n[\\\"z\\\"]\"]"])",
                                          "[\"a\",1]",
                                          "[\"a\"",
                                          "2026-11-20T00:00:00",
                                          "2026-11-20 01:00:00.25z",
                                          "1970-01-01T00:00:00+01:00",
                                          "9999-12-31T23:59:60Z",
                                          "9999-12-31T23:59:59-01:00",
                                          "2026-02-30T00:00:00Z",
                                          "example.com.",
                                          "B\u00fccher.example",
                                          "*.Example.com",
                                          "192.0.2.1",
                                          "::ffff:192.0.2.1",
                                          "2001:DB8:0::1",
                                          "no-policy-found",
                                          "tlsa",
                                          "Other",
                                          Json::array(),
                                          Json::object(),
                                          Json::array({" a ", "", nullptr, Json::array({" b "})}),
                                          Json::array({"[\"c\"]", "\n"})};
    return values;
}

// One change at a place chosen by chance: another value, a member less, a value twice, or an older name.
void mutate(Json& document, std::mt19937& random) {
    const auto below = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>{0, n - 1}(random); };
    Json* place = &document;
    while (place->is_structured() && !place->empty() && (place == &document || below(4) != 0)) {
        auto next = place->begin();
        std::advance(next, static_cast<std::ptrdiff_t>(below(place->size())));
        if (place->is_object() && below(12) == 0) {
            place->erase(next);
            return;
        }
        if (place->is_array() && below(6) == 0) {
            const Json copy = *next;
            place->push_back(copy);
            return;
        }
        place = &*next;
    }
    if (place->is_object() && place->contains("result-type") && below(2) == 0) {
        (*place)["failure-error-code"] = odd_values()[below(odd_values().size())];
        place->erase("failure-reason-code");
        return;
    }
    *place = odd_values()[below(odd_values().size())];
}

}  // namespace

TEST_CASE("normalising twice is normalising once, and what is accepted reads the same again") {
    std::mt19937 random{8460};  // NOLINT(cert-msc51-cpp): the same every time
    std::size_t accepted = 0;
    for (int i = 0; i < 200; ++i) {
        Json document = Json::parse(samples::conformant);
        for (int changes = i % 4; changes >= 0; --changes) mutate(document, random);
        const std::string text = document.dump();
        CAPTURE(text);
        normalise(document);
        const Json once = document;
        normalise(document);
        CHECK(document == once);

        const auto reading = samples::read(text);
        if (!reading.report) continue;
        ++accepted;
        const std::string written = to_json(*reading.report);
        Json normal_form = *report::read_json(written, {});
        CHECK(report::violations_of(normal_form, 1).empty());
        CHECK(samples::read(written).report == reading.report);
        CHECK(to_json(*samples::read(written).report) == written);
    }
    CHECK(accepted > 30);
    CHECK(accepted < 180);
}

TEST_CASE("text inside text inside text ends") {
    std::string nested = "x";
    for (int i = 0; i < 10; ++i) nested = Json::array({nested, "y"}).dump();
    Json document = Json::parse(samples::conformant);
    document["policies"][0]["policy"]["policy-string"] = Json::array({nested});
    normalise(document);
    const Json& lines = document["policies"][0]["policy"]["policy-string"];
    CHECK(lines.size() == 11);
    CHECK(lines[0] == "x");
}

TEST_CASE("an older name does not replace the RFC's name") {
    Json document =
        Json::parse(samples::with(samples::conformant, R"("failure-reason-code")", R"("failure-error-code":"old","failure-reason-code")"));
    const auto deviations = normalise(document);
    CHECK(document["policies"][0]["failure-details"][0]["failure-reason-code"] == "expired");
    CHECK(deviations.empty());
}

TEST_CASE("arrays that the sender nested are left to the schema") {
    Json document = Json::parse(samples::conformant);
    document["policies"][0]["policy"]["policy-string"] = Json::array({Json::array({" a "}), " b "});
    normalise(document);
    CHECK(document["policies"][0]["policy"]["policy-string"].dump() == R"([[" a "],"b"])");
}

TEST_CASE("any document is left in peace") {
    for (const std::string_view text : {"null", "1", "\"x\"", "[]", "{}", R"({"policies":{}})",
                                        R"({"policies":[null,1,[],{"policy":[],"summary":1,"failure-details":[1]}]})"}) {
        Json document = Json::parse(text);
        normalise(document);
        const Json once = document;
        normalise(document);
        CHECK(document == once);
    }
}
