#include "tlsrpt/spelling.hpp"

#include <doctest/doctest.h>

using namespace tlsrpt;

TEST_CASE("edits between two names") {
    struct Row {
        const char* a;
        const char* b;
        std::size_t edits;
    };
    const Row rows[] = {
        {"", "", 0},
        {"database", "database", 0},
        {"", "abc", 3},
        {"abc", "", 3},
        {"databse", "database", 1},
        {"databaase", "database", 1},
        {"datebase", "database", 1},
        {"dtaabase", "database", 1},
        {"kitten", "sitting", 3},
        {"abc", "xyz", 3},
    };
    for (const Row& row : rows) {
        CAPTURE(row.a);
        CAPTURE(row.b);
        CHECK(edits_between(row.a, row.b) == row.edits);
        CHECK(edits_between(row.b, row.a) == row.edits);
    }
}
