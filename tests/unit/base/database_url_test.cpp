#include "tlsrpt/database_url.hpp"

#include <doctest/doctest.h>

using namespace tlsrpt;

TEST_CASE("a URL is a server, anything else a file") {
    CHECK(is_postgresql("postgresql://db/tlsrpt"));
    CHECK(is_postgresql("postgres://"));
    CHECK_FALSE(is_postgresql("postgresql:/x"));
    CHECK_FALSE(is_postgresql("/var/lib/tlsrpt/tlsrpt.db"));
    CHECK_FALSE(is_postgresql(""));
}

TEST_CASE("no password is shown, wherever it stands") {
    struct Case {
        const char* url;
        const char* shown;
    };
    const Case cases[] = {
        {"postgresql://db.example/tlsrpt", "postgresql://db.example/tlsrpt"},
        {"postgresql://writer@db.example/tlsrpt", "postgresql://writer@db.example/tlsrpt"},
        {"postgresql://writer:geheim@db.example/tlsrpt", "postgresql://writer@db.example/tlsrpt"},
        {"postgres://writer:ge%40heim@a:5432,b:5433/tlsrpt?sslmode=require", "postgres://writer@a:5432,b:5433/tlsrpt?sslmode=require"},
        {"postgresql://writer:ge@he/im@db/tlsrpt", "postgresql://writer@db/tlsrpt"},
        {"postgresql:///tlsrpt?host=/run&password=geheim", "postgresql:///tlsrpt?host=/run"},
        {"postgresql:///tlsrpt?password=geheim&host=/run", "postgresql:///tlsrpt?host=/run"},
        {"postgresql:///tlsrpt?sslpassword=geheim", "postgresql:///tlsrpt"},
        {"postgresql://u:geheim@db/t?password=geheim&sslpassword=geheim&user=x", "postgresql://u@db/t?user=x"},
        {"postgresql://db:5432/t?user=a@b", "postgresql://db:5432/t?user=a@b"},
        {"postgresql://[::1]:5432/t", "postgresql://[::1]:5432/t"},
        {"/var/lib/a:b@c.db", "/var/lib/a:b@c.db"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.url);
        CHECK(shown_database(c.url) == c.shown);
        CHECK(shown_database(c.url).find("geheim") == std::string::npos);
    }
}

TEST_CASE("no password is left in an error's text") {
    const char* url = "postgresql://u:ge%20heim@db/t?sslpassword=other";
    CHECK(without_secrets("invalid token: \"ge%20heim\"\n", url) == "invalid token: \"***\"");
    CHECK(without_secrets("password \"ge heim\"\nand other", url) == "password \"***\" and ***");
    CHECK(without_secrets("nothing", url) == "nothing");
    CHECK(without_secrets("a:b", "/a:b@c") == "a:b");
}
