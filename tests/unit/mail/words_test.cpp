#include <doctest/doctest.h>

#include "tlsrpt/mail.hpp"

using namespace tlsrpt;

TEST_CASE("encoded words in ASCII and UTF-8 are decoded, everything else stays") {
    struct Case { std::string_view value, text; };
    const Case cases[] = {
        {"", ""},
        {" plain", "plain"},
        {" folded\r\n text ", "folded text"},
        {" folded\r\n\ttext", "folded\ttext"},
        {" Report-ID: \r\n <1@mox.example>", "Report-ID:  <1@mox.example>"},          // mox: blank before the fold
        {"one\r\n two\r\n\tthree", "one two\tthree"},
        {"no\r fold\r\r\n \r\nhere", "no\r fold\r \r\nhere"},
        {"folded\r\n =?utf-8?q?a?=\r\n =?b", "folded a =?b"},
        {"=?utf-8?q?Gr=C3=BC=C3=9Fe?=", "Gr\xC3\xBC\xC3\x9F" "e"},
        {"=?UTF-8?Q?Gr=C3=BC=C3=9Fe?=", "Gr\xC3\xBC\xC3\x9F" "e"},
        {"=?utf-8?b?R3LDvMOfZQ==?=", "Gr\xC3\xBC\xC3\x9F" "e"},
        {"=?us-ascii?Q?Report_Domain:_example.net?=", "Report Domain: example.net"},   // Stalwart
        {"=?utf-8*de?q?a?=", "a"},                                                     // RFC 2231 section 5
        {"a =?utf-8?q?b?= c", "a b c"},
        {"=?utf-8?q?a?= =?utf-8?q?b?=", "ab"},                                         // RFC 2047 section 6.2
        {"=?utf-8?q?long-na?=\r\n =?utf-8?q?me=2Eexample?=", "long-name.example"},     // sys4
        {"=?utf-8?q?a?=\r\n\t =?us-ascii?b?Yg==?=", "ab"},
        {"=?utf-8?q?a_?= =?utf-8?q?b?=", "a b"},
        {"=?utf-8?q?=C3?= =?utf-8?q?=BC?=", "\xC3\xBC"},                               // a character split between words
        {"\"=?utf-8?q?a?=\"", "\"a\""},                                                // Stalwart: inside of quotes
        {"=?utf-8?q?" "?=", ""},
        {"=?utf-8?q?a?= =?iso-8859-1?q?=FC?=", "a =?iso-8859-1?q?=FC?="},
        {"=?iso-8859-1?q?=FC?= =?utf-8?q?a?=", "=?iso-8859-1?q?=FC?= a"},
        {"=?koi8-r?b?5A==?=", "=?koi8-r?b?5A==?="},
        {"=?utf-8?q?=FF?=", "=?utf-8?q?=FF?="},                                        // not UTF-8
        {"=?us-ascii?q?=C3=BC?=", "=?us-ascii?q?=C3=BC?="},                            // not ASCII
        {"=?utf-8?q?=4?=", "=?utf-8?q?=4?="},
        {"=?utf-8?q?a b?=", "=?utf-8?q?a b?="},
        {"=?utf-8?q?\xC3\xBC?=", "=?utf-8?q?\xC3\xBC?="},
        {"=?utf-8?b?R3L?=", "=?utf-8?b?R3L?="},
        {"=?utf-8?x?a?=", "=?utf-8?x?a?="},
        {"=?utf-8?q", "=?utf-8?q"},
        {"=?utf-8?q?a", "=?utf-8?q?a"},
        {"=?utf-8?q?a?", "=?utf-8?q?a?"},
        {"=?", "=?"},
        {"=?=?utf-8?q?a?=", "=?a"},
        {"=?utf-8?q?=0D=0ABcc:_x?=", "\r\nBcc: x"},                                    // data; the printers escape it
    };
    for (const Case& c : cases) {
        CAPTURE(c.value);
        CHECK(decode_words(c.value) == c.text);
    }
}
