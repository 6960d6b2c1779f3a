// What the quick scan takes, the library takes, and it is the same document.
#include "report/quick_scan.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "samples.hpp"

using namespace tlsrpt;

namespace {

// The library's, for strings as views.
struct Builder : nlohmann::detail::json_sax_dom_parser<nlohmann::json> {
    using json_sax_dom_parser::json_sax_dom_parser;
    bool key(std::string_view text) {
        std::string name{text};
        return json_sax_dom_parser::key(name);
    }
    bool string(std::string_view text) {
        std::string value{text};
        return json_sax_dom_parser::string(value);
    }
};

std::optional<nlohmann::json> scanned(std::string_view text) {
    nlohmann::json document;
    Builder handler{document, false};
    if (!report::QuickScan{text, handler}.run()) return std::nullopt;
    return document;
}

/// @return whether the quick scan took it
bool agrees(const std::string& text) {
    const auto quick = scanned(text);
    if (!quick) return false;
    const nlohmann::json full = nlohmann::json::parse(text, nullptr, false);
    if (!full.is_discarded() && full == *quick) return true;
    CAPTURE(text);
    CHECK(full == *quick);
    return true;
}

}  // namespace

TEST_CASE("plain documents are taken, and are what the library makes of them") {
    for (const std::string& text : {std::string{samples::conformant}, std::string{R"([])"}, std::string{R"( {"a" : [ 0 , 12 , true , false , null ] , "b":{},"":[[{}],"x"]} )"},
                                    std::string{R"("\"\\\/\b\f\n\r\t é")"}, std::string{"999999999999999"}, std::string{"\r\n\tnull\n"}, std::string(64, '[') + std::string(64, ']')}) {
        CAPTURE(text);
        CHECK(agrees(text));
    }
}

TEST_CASE("what is not plain is left to the library") {
    for (const std::string& text : {std::string{}, std::string{" "}, std::string{"01"}, std::string{"-1"}, std::string{"1.5"}, std::string{"1e3"}, std::string{"1000000000000000"}, std::string{R"("\u0041")"},
                                    std::string{R"("\x")"}, std::string{"\"\n\""}, std::string{"\"a"}, std::string{"\"\\"}, std::string{"tru"}, std::string{"[1,]"}, std::string{"[1 2]"}, std::string{"{\"a\":1,}"},
                                    std::string{"{\"a\"}"}, std::string{"{1:2}"}, std::string{"[}"}, std::string{"{]"}, std::string{"]"}, std::string{"{} {}"}, std::string{"\xEF\xBB\xBF{}"}, std::string{"/**/1"},
                                    std::string(65, '[') + std::string(65, ']')}) {
        CAPTURE(text);
        CHECK_FALSE(scanned(text));
    }
}

TEST_CASE("with each octet of a report left out, doubled or another one, nothing is taken that the library does not take") {
    const std::string base{samples::conformant};
    int taken = 0;
    for (std::size_t at = 0; at < base.size(); ++at) {
        std::string less = base;
        less.erase(at, 1);
        taken += agrees(less) ? 1 : 0;
        std::string more = base;
        more.insert(at, 1, base[at]);
        taken += agrees(more) ? 1 : 0;
        for (const char other : std::string_view{"\"\\{}[],:0 -.eu\nt\x01"}) {
            std::string changed = base;
            changed[at] = other;
            taken += agrees(changed) ? 1 : 0;
        }
    }
    CHECK(taken > 1000);    // else it would show nothing
}
