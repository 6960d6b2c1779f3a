#include "report/schema.hpp"

#include "samples.hpp"

using namespace tlsrpt;
using report::Json;
using report::schema_text;
using report::violations_of;

namespace {

/// Every name and every text in the schema, without recursion on it.
std::vector<std::string> member_names(const Json& document) {
    std::vector<std::string> names;
    std::vector<const Json*> pending{&document};
    while (!pending.empty()) {
        const Json& value = *pending.back();
        pending.pop_back();
        if (value.is_object())
            for (const auto& [name, member] : value.items()) names.push_back(name);
        if (value.is_structured())
            for (const Json& member : value) pending.push_back(&member);
    }
    return names;
}

}  // namespace

TEST_CASE("the schema has nothing that a validator runs as a regular expression") {
    const auto names = member_names(Json::parse(schema_text()));
    CHECK(names.size() > 100);
    for (const std::string& name : names) {
        CHECK(name != "pattern");
        CHECK(name != "patternProperties");
        CHECK(name != "format");
    }
}

TEST_CASE("violations have JSON pointers, all of them") {
    using List = std::vector<std::string>;
    const std::string_view base = samples::conformant;
    using samples::with;
    const struct {
        std::string text;
        List pointers;
    } cases[]{
        {std::string{base}, {}},
        {"[]", {""}},
        {"null", {""}},
        {"{}", {"", "", "", ""}},
        {with(base, R"("Reporter Inc.")", "1"), {"/organization-name"}},
        {with(base, R"("2026-11-20T00:00:00Z")", "0"), {"/date-range/start-datetime"}},
        {with(base, R"("policies":[)", R"("policies":[7,{},)"), {"/policies/0", "/policies/1", "/policies/1"}},
        {R"({"organization-name":"","date-range":{"start-datetime":"","end-datetime":""},"report-id":"","policies":{}})", {"/policies"}},
        {with(base, R"("policy-type":"sts",)", ""), {"/policies/0/policy"}},
        {with(base, R"(["mx.example.org"])", R"(["mx.example.org",1,null])"),
         {"/policies/0/policy/mx-host/1", "/policies/0/policy/mx-host/2"}},
        {with(base, R"("total-successful-session-count":10)", R"("total-successful-session-count":-1)"),
         {"/policies/0/summary/total-successful-session-count"}},
        {with(base, R"("total-successful-session-count":10)", R"("total-successful-session-count":9007199254740993)"),
         {"/policies/0/summary/total-successful-session-count"}},
        {with(base, R"("total-successful-session-count":10)", R"("total-successful-session-count":true)"),
         {"/policies/0/summary/total-successful-session-count"}},
        {with(base, R"("failure-details":[)", R"("failure-details":[[],{"result-type":null,"failed-session-count":0.5},)"),
         {"/policies/0/failure-details/0", "/policies/0/failure-details/1/failed-session-count",
          "/policies/0/failure-details/1/result-type"}},
        {with(base, R"("failed-session-count":3)", R"("failed-session-count":"3")"),
         {"/policies/0/failure-details/0/failed-session-count"}},
    };
    for (const auto& c : cases) {
        CAPTURE(c.text);
        Json document = Json::parse(c.text);
        const Json before = document;
        List pointers;
        for (const Violation& violation : violations_of(document, 100)) {
            pointers.push_back(violation.pointer);
            CHECK_FALSE(violation.text.empty());
        }
        CHECK(pointers == c.pointers);
        CHECK(document == before);
    }
}

TEST_CASE("a hundred violations are enough") {
    Json document = Json::parse(samples::conformant);
    document["policies"] = Json(Json::array_t(10'000, Json(nullptr)));
    CHECK(violations_of(document, 100).size() == 100);
    document = Json::parse(samples::conformant);
    document["policies"][0]["failure-details"] = Json(Json::array_t(10'000, Json::object()));
    CHECK(violations_of(document, 100).size() == 100);
}
