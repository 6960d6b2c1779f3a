#include <doctest/doctest.h>

#include "mail_text.hpp"
#include "tlsrpt/time.hpp"

using namespace tlsrpt;

TEST_CASE("the time of receipt is what our own MTA wrote on top") {
    struct Case { std::string_view what, header, time; };
    const Case cases[] = {
        {"Postfix", "Received: from mail.example.net (mail.example.net [192.0.2.1])\n\tby mx.example.com (Postfix) with ESMTPS id 4ABC\n\tfor <tlsrpt@example.com>; Sun, 15 Mar 2026 10:00:00 +0100 (CET)\n",
         "2026-03-15T09:00:00Z"},
        {"Exim", "Received: from [192.0.2.1] (helo=mail.example.net)\n\tby mx.example.com with esmtps (Exim 4.96)\n\tid 1abc-000-0;\n\tSun, 15 Mar 2026 09:00:00 +0000\n",
         "2026-03-15T09:00:00Z"},
        {"topmost of two", "Return-Path: <>\nReceived: by b; Sun, 15 Mar 2026 09:00:00 +0000\nReceived: by a; Sat, 14 Mar 2026 09:00:00 +0000\n", "2026-03-15T09:00:00Z"},
        {"case of the name", "RECEIVED: by b; 15 Mar 2026 09:00:00 GMT\n", "2026-03-15T09:00:00Z"},
        {"a semicolon before the last", "Received: by b (x; y); Sun, 15 Mar 2026 09:00:00 +0000\n", "2026-03-15T09:00:00Z"},
        {"a broken top is not replaced by an older one", "Received: by b; yesterday\nReceived: by a; Sat, 14 Mar 2026 09:00:00 +0000\n", ""},
        {"no date", "Received: by b\n", ""},
        {"an empty date", "Received: by b;\n", ""},
        {"none at all", "Date: Sun, 15 Mar 2026 09:00:00 +0000\n", ""},
        {"an impossible date", "Received: by b; Sun, 31 Feb 2026 09:00:00 +0000\n", ""},
    };
    for (const Case& c : cases) {
        CAPTURE(c.what);
        const std::string octets = crlf(std::string{c.header} + "From: a@example.net\n\nbody\n");
        const auto time = time_in_received(prescan(octets, default_limits));
        CHECK((time ? to_rfc3339(*time) : "") == c.time);
    }
}
