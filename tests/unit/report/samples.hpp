// Reports of our own making, and gzip to pack them.
#pragma once

#include <doctest/doctest.h>
#include <zlib.h>

#include <string>
#include <string_view>

#include "tlsrpt/report.hpp"

namespace samples {

/// As RFC 8460 wants it: no rule fires.
inline constexpr std::string_view conformant =
    R"({"organization-name":"Reporter Inc.","date-range":{"start-datetime":"2026-11-20T00:00:00Z","end-datetime":"2026-11-20T23:59:59Z"},)"
    R"("contact-info":"tls@reporter.example","report-id":"r-1","policies":[{"policy":{"policy-type":"sts",)"
    R"("policy-string":["version: STSv1","mode: enforce","mx: mx.example.org","max_age: 86400"],"policy-domain":"example.org",)"
    R"("mx-host":["mx.example.org"]},"summary":{"total-successful-session-count":10,"total-failure-session-count":3},)"
    R"("failure-details":[{"result-type":"certificate-expired","sending-mta-ip":"192.0.2.1","receiving-mx-hostname":"mx.example.org",)"
    R"("receiving-mx-helo":"mx.example.org","receiving-ip":"2001:db8::1","failed-session-count":3,)"
    R"("additional-information":"https://reporter.example/r/1","failure-reason-code":"expired"}]}]})";

/// One place of the text replaced; the test fails when it is not there.
inline std::string with(std::string_view text, std::string_view from, std::string_view to) {
    const std::size_t at = text.find(from);
    REQUIRE_MESSAGE(at != std::string_view::npos, from);
    std::string result{text};
    return result.replace(at, from.size(), to);
}

/// One more policy result, before the first one.
inline std::string with_policy(std::string_view text, std::string_view policy_result) {
    return with(text, R"("policies":[)", R"("policies":[)" + std::string{policy_result} + ",");
}

inline tlsrpt::ReportReading read(std::string_view octets, const tlsrpt::Limits& limits = {}) {
    return tlsrpt::read_report({.octets = octets, .media_type = "", .file_name = "", .signed_report_domain = "", .submitter = ""}, limits);
}

inline std::string gzip(std::string_view text) {
    z_stream stream{};
    REQUIRE(deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    std::string packed(deflateBound(&stream, text.size()), '\0');
    stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

inline std::string repeated(std::string_view text, std::size_t times) {
    std::string result;
    result.reserve(text.size() * times);
    for (std::size_t i = 0; i < times; ++i) result += text;
    return result;
}

}  // namespace samples
