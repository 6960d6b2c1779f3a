#include "dkim/from_field.hpp"

#include <doctest/doctest.h>

using namespace tlsrpt;
using dkim::parse_from_field;

namespace {

std::string nested(std::size_t depth) { return std::string(depth, '(') + std::string(depth, ')'); }

}  // namespace

TEST_CASE("one mailbox, as senders write it") {
    struct Row {
        std::string value;
        std::string address;
    };
    const Row rows[] = {
        {" noreply-smtp-tls-reporting@google.com", "noreply-smtp-tls-reporting@google.com"},
        {" tlsrpt-noreply@microsoft.com ", "tlsrpt-noreply@microsoft.com"},
        {" <tlsrpt@corp.mail.ru>", "tlsrpt@corp.mail.ru"},
        {" \"TLS, Reports\" <a@Example.COM>", "a@example.com"},
        {" John Q. Public <John.Q@example.com>", "John.Q@example.com"},
        {" =?utf-8?Q?Stra=C3=9Fe?= <a@example.com>", "a@example.com"},
        {" J\xc3\xbcrgen <a@example.com>", "a@example.com"},
        {" J\xfcrgen <a@example.com>", "a@example.com"},  // Latin-1 in a name that nobody reads here
        {" \"a \\\" b\" <a@example.com>", "a@example.com"},
        {" \"quoted local\"@example.com", "\"quoted local\"@example.com"},
        {" <\"a@b\"@example.com>", "\"a@b\"@example.com"},
        {"\r\n\ta@example.com", "a@example.com"},
        {" Reports\r\n <a@example.com>\r\n ", "a@example.com"},
        {" (c1) Name (c2 (c3)) <(c4) a (c5) @ (c6) example.com (c7)> (c8)", "a@example.com"},
        {" a@example.com (b@example.net)", "a@example.com"},
        {" (a \\) b) a@example.com", "a@example.com"},
        {" a+b/c=d!e@example.com", "a+b/c=d!e@example.com"},
        {" \xc3\xbc@example.com", "\xc3\xbc@example.com"},
        {nested(16) + "a@example.com", "a@example.com"},
        {"a@example.com.", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.value);
        const auto mailbox = parse_from_field(row.value);
        CHECK(mailbox.has_value() == !row.address.empty());
        if (!mailbox) continue;
        CHECK(mailbox->address == row.address);
        CHECK(mailbox->address.ends_with("@" + mailbox->domain));
    }
}

TEST_CASE("what is not one mailbox is unusable, with the reason") {
    struct Row {
        std::string value;
        std::string reason;
    };
    const Row rows[] = {
        {"", "no address"},
        {" ", "no address"},
        {"Name", "no address"},
        {"()", "no address"},
        {"a@example.com, b@example.com", "more than one address"},
        {"a@example.com,", "more than one address"},
        {",a@example.com", "more than one address"},
        {"A <a@example.com>, b@example.com", "more than one address"},
        {"a, b <a@example.com>", "more than one address"},
        {"a@example.com; b@example.com", "more than one address"},
        {"group: a@example.com;", "a group"},
        {"undisclosed-recipients:;", "a group"},
        {"<a@example.com> <b@example.com>", "text after the address"},
        {"a@example.com b@example.com", "text after the address"},
        {"a@example.com@example.net", "text after the address"},
        {"<a@example.com", "not closed"},
        {"<a@example.com,b@example.com>", "not closed"},
        {"<@relay.example:a@example.com>", "no address of the form"},
        {"<a>", "no address of the form"},
        {"<>", "no address of the form"},
        {"<a@>", "no address of the form"},
        {"<@example.com>", "no address of the form"},
        {"<a..b@example.com>", "no address of the form"},
        {"<.a@example.com>", "no address of the form"},
        {"<a@[192.0.2.1]>", "no address of the form"},
        {"<a b@example.com>", "no address of the form"},
        {"\"open <a@example.com>", "a quoted string does not end"},
        {"(open <a@example.com>", "a comment does not end"},
        {nested(17) + "a@example.com", "a comment does not end"},
        {std::string(100'000, '('), "a comment does not end"},
        {"a@example.com (open", ""},
        {"a@localhost", "no domain name in ASCII"},
        {"a@192.0.2.1", "no domain name in ASCII"},
        {"a@b\xc3\xbc"
         "cher.example",
         "no domain name in ASCII"},
        {"a@-x.example", "no domain name in ASCII"},
        {"a@example..com", ""},
        {"\xfc@example.com", "not UTF-8"},
        {std::string(256, 'a') + "@example.com", "too long"},
        {std::string("a\0b@example.com", 15), "no mailbox"},
        {"a\rb@example.com", "no mailbox"},
        {"\"a\nb\" <a@example.com>", "a quoted string does not end"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.value);
        const auto mailbox = parse_from_field(row.value);
        REQUIRE_FALSE(mailbox);
        CAPTURE(mailbox.error().detail);
        CHECK(mailbox.error().slug == Slug::SignerNotAligned);
        CHECK(mailbox.error().detail.find(row.reason) != std::string::npos);
    }
}
