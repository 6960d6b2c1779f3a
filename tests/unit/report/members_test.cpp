// The members of an object, which the JSON library takes for a std::map.
#include "report/members.hpp"

#include <doctest/doctest.h>

#include "report/json.hpp"
#include "report/schema.hpp"

using namespace tlsrpt::report;

TEST_CASE("every name that the schema has is known") {
    std::vector<nlohmann::json> schemas{nlohmann::json::parse(schema_text())};
    int names = 0;
    while (!schemas.empty()) {
        const nlohmann::json schema = std::move(schemas.back());
        schemas.pop_back();
        if (schema.contains("items")) schemas.push_back(schema.at("items"));
        if (!schema.contains("properties")) continue;
        for (const auto& [name, value] : schema.at("properties").items()) {
            CAPTURE(name);
            CHECK(find_known_name(name) == std::string_view{name});
            schemas.push_back(value);
            ++names;
        }
    }
    CHECK(names > 20);
}

TEST_CASE("other names are kept, too") {
    for (const std::string_view text : {"", "x", "policie", "policyX", "policy", "a name of some length"}) {
        CAPTURE(text);
        MemberName name{text};
        CHECK((name == text));
        CHECK((MemberName{name} == name));
        MemberName moved{std::move(name)};
        CHECK(moved.view() == text);
        name = moved;
        CHECK((name == moved));
        CHECK(std::string(name) == text);
    }
    CHECK_FALSE((MemberName{"mx-host"} == std::string_view{"summary"}));
    CHECK((MemberName{"a"} < MemberName{"b"}));
}

TEST_CASE("members are found, added once, and taken away") {
    Json object = {{"policy", 1}, {"other", 2}};
    CHECK_FALSE(object.get_ref<Json::object_t&>().emplace("policy", 3).second);
    CHECK(object["policy"] == 1);
    object["summary"] = 3;
    CHECK(object.size() == 3);
    CHECK(object.contains("summary"));
    CHECK(object.erase("policy") == 1);
    CHECK(object.erase("policy") == 0);
    CHECK(find_member(object, "policy") == nullptr);
    CHECK(*find_member(object, "other") == 2);
    CHECK(object.dump() == R"({"other":2,"summary":3})");
    CHECK(object == Json{{"summary", 3}, {"other", 2}});
    CHECK_FALSE(object == Json{{"summary", 3}, {"others", 2}});
    CHECK(nlohmann::json(object) == nlohmann::json{{"summary", 3}, {"other", 2}});
    CHECK(Json(nlohmann::json(object)) == object);
}
