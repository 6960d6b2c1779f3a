// The quick check says "surely" exactly where the validator finds nothing.
#include "report/quick_check.hpp"

#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "report/schema.hpp"
#include "samples.hpp"

using namespace tlsrpt;
using report::Json;
using report::QuickCheck;

namespace {

using valijson::adapters::NlohmannJsonAdapter;

/// The places of a document, without recursion on it.
std::vector<Json::json_pointer> places(const Json& document) {
    std::vector<Json::json_pointer> found{Json::json_pointer{}};
    for (std::size_t i = 0; i < found.size(); ++i) {
        const Json::json_pointer at = found[i];
        const Json& value = document.at(at);
        if (value.is_object())
            for (const auto& [name, member] : value.items()) found.push_back(at / std::string{name});
        else if (value.is_array())
            for (std::size_t item = 0; item < value.size(); ++item) found.push_back(at / item);
    }
    return found;
}

}  // namespace

TEST_CASE("with every place of a report changed, left out or doubled, both say the same") {
    const nlohmann::json text = nlohmann::json::parse(report::schema_text());
    const QuickCheck quick{text};
    valijson::Schema schema;
    valijson::SchemaParser{valijson::SchemaParser::kDraft7}.populateSchema(NlohmannJsonAdapter{text}, schema);
    valijson::Validator validator;
    const auto agree = [&](const Json& document) {
        CAPTURE(document.dump());
        const bool valid = validator.validate(schema, NlohmannJsonAdapter{nlohmann::json(document)}, nullptr);
        CHECK(quick.surely_fits(document) == valid);
        return valid;
    };
    const Json base = Json::parse(samples::conformant);
    CHECK(agree(base));
    const Json values[]{nullptr, true, -1, 0u, 0.5, 9'007'199'254'740'991u, 9'007'199'254'740'993u, "text", Json::array(), Json::object(), Json::array({1}), Json::array({"a", "b"}), Json{{"name", 1}}};
    int invalid = 0;
    for (const auto& place : places(base)) {
        for (const Json& value : values) {
            Json changed = base;
            changed.at(place) = value;
            invalid += agree(changed) ? 0 : 1;
        }
        if (place.empty()) continue;
        Json changed = base;
        Json& parent = changed.at(place.parent_pointer());
        if (parent.is_object()) {
            Json moved = std::move(parent.at(place.back()));
            parent.erase(place.back());
            invalid += agree(changed) ? 0 : 1;
            parent["zz-unknown"] = moved;
            agree(changed);
            parent["!"] = std::move(moved);
            agree(changed);
        } else {
            parent.push_back(parent.front());
            agree(changed);
        }
    }
    CHECK(invalid > 100);
}

TEST_CASE("a keyword that it does not know makes it sure of nothing") {
    CHECK(QuickCheck{Json{{"type", "string"}}}.surely_fits("abc"));
    const Json schemas[]{Json::object(),
                         {{"type", "string"}, {"minLength", 1}},
                         {{"type", Json::array({"string", "null"})}},
                         {{"type", "string"}, {"enum", Json::array({"abc"})}},
                         {{"type", "number"}},
                         {{"type", "integer"}},
                         {{"type", "integer"}, {"minimum", -1}, {"maximum", 10}},
                         {{"type", "array"}},
                         {{"type", "object"}, {"additionalProperties", false}},
                         {{"type", "object"}, {"properties", {{"a", {{"type", "string"}, {"maxLength", 9}}}}}}};
    for (const Json& schema : schemas) {
        CAPTURE(schema.dump());
        const QuickCheck quick{schema};
        for (const Json& value : {Json("abc"), Json(3u), Json::array(), Json{{"a", "abc"}}}) CHECK_FALSE(quick.surely_fits(value));
    }
}
