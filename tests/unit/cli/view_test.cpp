#include "cli/view.hpp"

#include <doctest/doctest.h>

using namespace tlsrpt;

namespace {

struct Fruit {
    std::string name;
    std::uint64_t count;
};

const View<Fruit>& view() {
    static const View<Fruit> fruits{"fruits",
                                    {{"name", "NAME"}, {"count", "COUNT", Column::Align::Right}},
                                    [](const Fruit& fruit) { return std::vector<Value>{fruit.name, fruit.count}; },
                                    [](const Fruit& fruit, JsonWriter& json) {
                                        text_or_null(json.key("name"), fruit.name);
                                        json.key("count").value(fruit.count);
                                    }};
    return fruits;
}

std::string printed(const std::vector<Fruit>& rows, Format format) {
    Stream out = Stream::in_memory();
    print(view(), std::span<const Fruit>{rows}, format, out);
    return out.text();
}

}  // namespace

TEST_CASE("one view, four formats") {
    const std::vector<Fruit> rows{{"plum\x1B", 3}, {"", 4}};
    CHECK(printed(rows, Format::Table) == "NAME      COUNT\nplum\\x1B      3\n-             4\n");
    CHECK(printed(rows, Format::Csv) == "name,count\nplum\\x1B,3\n,4\n");
    CHECK(printed(rows, Format::Json) == "{\"format_version\":1,\"fruits\":[\n{\"name\":\"plum\\u001b\",\"count\":3},\n{\"name\":null,\"count\":4}\n]}\n");
    CHECK(printed(rows, Format::Ndjson) == "{\"name\":\"plum\\u001b\",\"count\":3}\n{\"name\":null,\"count\":4}\n");
}

TEST_CASE("nothing to show is an empty document, a lonely header, or silence") {
    CHECK(printed({}, Format::Table).empty());
    CHECK(printed({}, Format::Csv) == "name,count\n");
    CHECK(printed({}, Format::Json) == "{\"format_version\":1,\"fruits\":[]}\n");
    CHECK(printed({}, Format::Ndjson).empty());
}
