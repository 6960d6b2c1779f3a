#include "dns/name_servers.hpp"

#include <doctest/doctest.h>

#include "tlsrpt/dns.hpp"

using namespace tlsrpt;

TEST_CASE("name servers of a resolv.conf") {
    struct Row {
        const char* what;
        std::string_view text;
        std::vector<std::string> servers;
    };
    const Row rows[] = {
        {"one", "nameserver 192.0.2.1\n", {"192.0.2.1"}},
        {"the stub of systemd-resolved", "nameserver 127.0.0.53\noptions edns0 trust-ad\nsearch example.com\n", {"127.0.0.53"}},
        {"no final line end", "nameserver 192.0.2.1", {"192.0.2.1"}},
        {"tabs, CRLF", "nameserver\t 192.0.2.1 \r\nnameserver 192.0.2.2\r\n", {"192.0.2.1", "192.0.2.2"}},
        {"IPv6, and a link-local one", "nameserver 2001:db8::1\nnameserver fe80::1%eth0\n", {"2001:db8::1", "fe80::1%eth0"}},
        {"comments",
         "# nameserver 192.0.2.1\n; nameserver 192.0.2.2\nnameserver 192.0.2.3#mine\nnameserver 192.0.2.4 ; his\n",
         {"192.0.2.3", "192.0.2.4"}},
        {"the first three",
         "nameserver 192.0.2.1\nnameserver 192.0.2.2\nnameserver 192.0.2.3\nnameserver 192.0.2.4\n",
         {"192.0.2.1", "192.0.2.2", "192.0.2.3"}},
        {"what is no address is passed over",
         "nameserver resolver.example\nnameserver\nnameservers 192.0.2.1\nnameserver 192.0.2.300\nnameserver 192.0.2.2\n",
         {"192.0.2.2"}},
        {"libunbound's port and TLS name are not resolv.conf's",
         "nameserver 192.0.2.1@53\nnameserver fe80::1%eth0#name\nnameserver 192.0.2.9%eth0\n",
         {"fe80::1%eth0"}},
        {"none", "search example.com\n", {"127.0.0.1"}},
        {"empty", "", {"127.0.0.1"}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        CHECK(name_servers_in(row.text) == row.servers);
    }
}

TEST_CASE("forwarders") {
    for (const char* good : {"192.0.2.1", "192.0.2.1@53", "127.0.0.1@65535", "2001:db8::1", "2001:db8::1@5353"}) {
        CAPTURE(good);
        CHECK(is_forwarder(good));
    }
    for (const char* bad : {"", "@53", "192.0.2.1@", "192.0.2.1@0", "192.0.2.1@65536", "192.0.2.1@dns", "192.0.2.1:53", "192.0.2.1@53@53",
                            "192.0.2.1#resolver.example", "resolver.example", " 192.0.2.1"}) {
        CAPTURE(bad);
        CHECK_FALSE(is_forwarder(bad));
    }
}
