#include "doctor/https.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <array>
#include <memory>

#include "tlsrpt/text.hpp"

namespace tlsrpt::doctor {
namespace {

using State = PolicyFetch::State;

constexpr long status_ok = 200;
constexpr std::size_t max_quoted_bytes = 300;

using Handle = std::unique_ptr<CURL, void (*)(CURL*)>;
using List = std::unique_ptr<curl_slist, void (*)(curl_slist*)>;

long status_of(CURL* curl) {
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    return status;
}

struct Body {
    CURL* curl;
    std::string text;
    std::size_t most;
    bool is_too_large{false};
    bool is_unwanted{false};  // of an answer that is no policy anyway
};

/// libcurl's write callback: anything but the whole length ends the transfer.
std::size_t take(char* octets, std::size_t, std::size_t length, void* data) noexcept {
    auto& body = *static_cast<Body*>(data);
    try {
        if (status_of(body.curl) != status_ok) {
            body.is_unwanted = true;
            return 0;
        }
        if (length > body.most - body.text.size()) {
            body.is_too_large = true;
            return 0;
        }
        body.text.append(octets, length);
        return length;
    } catch (...) {
        return 0;
    }
}

/// The options are of many types, and curl_easy_setopt takes any: one call for each type that we use.
bool set(CURL* curl, CURLoption option, long value) { return curl_easy_setopt(curl, option, value) == CURLE_OK; }
bool set(CURL* curl, CURLoption option, const char* value) { return curl_easy_setopt(curl, option, value) == CURLE_OK; }

bool prepare(CURL* curl, const std::string& url, const DoctorOptions& options, curl_slist* resolve, Body& body, char* error) {
    bool good =
        set(curl, CURLOPT_URL, url.c_str()) && set(curl, CURLOPT_PROTOCOLS_STR, "https") && set(curl, CURLOPT_FOLLOWLOCATION, 0L) &&
        set(curl, CURLOPT_PROXY, "") && set(curl, CURLOPT_NOPROXY, "*") && set(curl, CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2}) &&
        set(curl, CURLOPT_SSL_VERIFYPEER, 1L) && set(curl, CURLOPT_SSL_VERIFYHOST, 2L) &&
        set(curl, CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_1_1}) && set(curl, CURLOPT_HTTP09_ALLOWED, 0L) &&
        set(curl, CURLOPT_FRESH_CONNECT, 1L) && set(curl, CURLOPT_FORBID_REUSE, 1L) && set(curl, CURLOPT_NOSIGNAL, 1L) &&
        set(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect_timeout.count())) &&
        set(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(options.total_timeout.count())) && set(curl, CURLOPT_USERAGENT, "tlsrpt-inbox");
    good = good && curl_easy_setopt(curl, CURLOPT_RESOLVE, resolve) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_WRITEDATA, &body) == CURLE_OK && curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, error) == CURLE_OK;
    // A file of our own replaces the system's authorities, it does not add to them.
    if (good && !options.ca_file.empty()) good = set(curl, CURLOPT_CAINFO, options.ca_file.c_str()) && set(curl, CURLOPT_CAPATH, nullptr);
    return good;
}

State state_of(CURLcode code, const Body& body, long status) {
    if (body.is_too_large || code == CURLE_FILESIZE_EXCEEDED) return State::TooLarge;
    if (status >= 300 && status < 400) return State::Redirect;
    if (status != 0 && status != status_ok) return State::NotOk;
    switch (code) {
        case CURLE_OK:
            return State::Done;
        case CURLE_OPERATION_TIMEDOUT:
            return State::TimedOut;
        case CURLE_COULDNT_CONNECT:
            return State::Unreachable;
        case CURLE_PEER_FAILED_VERIFICATION:
            return State::CertificateRefused;
        case CURLE_SSL_CONNECT_ERROR:
            return State::TlsFailed;
        default:
            return State::HttpFailed;
    }
}

std::string text_info(CURL* curl, CURLINFO what) {
    const char* text = nullptr;
    curl_easy_getinfo(curl, what, &text);
    return text == nullptr ? std::string{} : cut_text(text, max_quoted_bytes);
}

PolicyFetch failed(std::string detail) {
    PolicyFetch fetch;
    fetch.state = State::HttpFailed;
    fetch.detail = std::move(detail);
    return fetch;
}

}  // namespace

bool is_plain_text(std::string_view content_type) {
    return equal_ignoring_case(trim(content_type.substr(0, content_type.find(';'))), "text/plain");
}

PolicyFetch fetch_policy(const std::string& host, std::span<const std::string> addresses, const DoctorOptions& options) {
    PolicyFetch fetch;
    if (addresses.empty()) {
        fetch.state = State::NoAddress;
        return fetch;
    }
    static const bool ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    const Handle curl{ready ? curl_easy_init() : nullptr, curl_easy_cleanup};
    if (!curl) return failed("libcurl cannot be used");

    std::string resolve = fmt::format("{}:{}:", host, options.https_port);
    for (std::size_t i = 0; i < addresses.size(); ++i)
        resolve +=
            fmt::format(fmt::runtime(addresses[i].find(':') == std::string::npos ? "{}{}" : "{}[{}]"), i == 0 ? "" : ",", addresses[i]);
    const List known{curl_slist_append(nullptr, resolve.c_str()), curl_slist_free_all};
    const std::string url = options.https_port == 443 ? fmt::format("https://{}/.well-known/mta-sts.txt", host)
                                                      : fmt::format("https://{}:{}/.well-known/mta-sts.txt", host, options.https_port);
    Body body{curl.get(), {}, options.max_policy_bytes};
    std::array<char, CURL_ERROR_SIZE> error{};
    if (!known || !prepare(curl.get(), url, options, known.get(), body, error.data())) return failed("libcurl refuses an option");

    const CURLcode code = curl_easy_perform(curl.get());
    fetch.status = status_of(curl.get());
    fetch.state = state_of(code, body, fetch.status);
    fetch.content_type = text_info(curl.get(), CURLINFO_CONTENT_TYPE);
    if (fetch.state == State::Redirect) fetch.location = text_info(curl.get(), CURLINFO_REDIRECT_URL);
    if (fetch.state == State::Done && !is_plain_text(fetch.content_type)) fetch.state = State::WrongType;
    if (fetch.state == State::Done || fetch.state == State::WrongType)
        fetch.body = std::move(body.text);
    else if (code != CURLE_OK && !body.is_unwanted && !body.is_too_large)
        fetch.detail = cut_text(error.front() != '\0' ? error.data() : curl_easy_strerror(code), max_quoted_bytes);
    return fetch;
}

}  // namespace tlsrpt::doctor
