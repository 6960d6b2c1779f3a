#include "tlsrpt/json_writer.hpp"

#include <doctest/doctest.h>

using tlsrpt::JsonWriter;

TEST_CASE("commas stand between members and nowhere else") {
    JsonWriter json;
    json.begin_object().key("a").value(std::uint64_t{1}).key("b").begin_array().value("x").value(true).null().begin_object().end_object().end_array();
    json.key("c").raw("{\"d\":2}").end_object();
    CHECK(json.text() == R"({"a":1,"b":["x",true,null,{}],"c":{"d":2}})");
}

TEST_CASE("a cleared writer starts anew") {
    JsonWriter json;
    json.begin_array().value(std::int64_t{-5}).end_array();
    CHECK(json.text() == "[-5]");
    json.clear();
    json.begin_array().end_array();
    CHECK(json.text() == "[]");
}
