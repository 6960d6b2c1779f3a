#include "dkim/tag_list.hpp"

#include <doctest/doctest.h>

using namespace tlsrpt;
using dkim::split_colons;
using dkim::TagList;

TEST_CASE("tags in order, values trimmed, inner white space kept") {
    const auto list = TagList::parse(" a=1;b_2\r\n\t=\r\n two\r\n words ;\tc= ; D=x=y:z ");
    REQUIRE(list);
    REQUIRE(list->tags().size() == 4);
    CHECK(list->find("a") == "1");
    CHECK(list->find("b_2") == "two\r\n words");
    CHECK(list->find("c") == "");
    CHECK(list->find("D") == "x=y:z");
    CHECK_FALSE(list->find("d"));
    CHECK_FALSE(list->tags()[0].spaced);
    CHECK(list->tags()[1].spaced);
}

TEST_CASE("one semicolon may end the list, with white space after it") {
    for (const char* text : {"a=1", "a=1;", "a=1; ", "a=1;\r\n\t", "a=1 ; "}) {
        CAPTURE(text);
        const auto list = TagList::parse(text);
        REQUIRE(list);
        CHECK(list->tags().size() == 1);
    }
}

TEST_CASE("what is no tag-list") {
    for (const std::string_view text :
         {std::string_view(""),           std::string_view(" "),        std::string_view(";"),          std::string_view("a"),
          std::string_view("a;"),         std::string_view("=1"),       std::string_view("1=1"),        std::string_view("_a=1"),
          std::string_view("a=1;;"),      std::string_view("a=1;;b=2"), std::string_view(";a=1"),       std::string_view("a b=1"),
          std::string_view("a=1;a=1"),    std::string_view("a=\x7f"),   std::string_view("a=\x1f"),     std::string_view("a=\v"),
          std::string_view("a=\xc3\xa4"), std::string_view("a=1\r\n"),  std::string_view("a=1\r\nb=2"), std::string_view("a=1\rb"),
          std::string_view("a=1\nb"),     std::string_view("a=\0", 3)}) {
        CAPTURE(text);
        const auto list = TagList::parse(text);
        REQUIRE_FALSE(list);
        CHECK(list.error().slug == Slug::SignatureFailed);
    }
}

TEST_CASE("the number of tags is bounded") {
    std::string text;
    for (std::size_t i = 0; i < TagList::max_tags; ++i) text += "t" + std::to_string(i) + "=;";
    CHECK(TagList::parse(text));
    CHECK_FALSE(TagList::parse(text + "one_more="));
}

TEST_CASE("colon-separated elements") {
    using Elements = std::vector<std::string_view>;
    CHECK(split_colons("a") == Elements{"a"});
    CHECK(split_colons(" a :\r\n\tb:c ") == Elements{"a", "b", "c"});
    CHECK(split_colons("a::b:") == Elements{"a", "", "b", ""});
    CHECK(split_colons("") == Elements{""});
}
