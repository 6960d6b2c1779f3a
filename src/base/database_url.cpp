#include "tlsrpt/database_url.hpp"

#include <algorithm>
#include <optional>
#include <vector>

namespace tlsrpt {
namespace {

struct Part {
    std::size_t begin;
    std::size_t length;
};

std::size_t after_scheme(std::string_view url) {
    for (const std::string_view scheme : {"postgresql://", "postgres://"})
        if (url.starts_with(scheme)) return scheme.size();
    return std::string_view::npos;
}

// ":secret" of user:secret@. A password with a bare "/" or "@" in it is a mistake that libpq refuses or misreads, and a secret all the same: so up to
// the last @ before the parameters.
std::optional<Part> password_of_user(std::string_view url) {
    const std::size_t begin = after_scheme(url);
    const std::size_t at = url.substr(0, url.find('?')).rfind('@');
    const std::size_t colon = url.find(':', begin);
    if (at == std::string_view::npos || at < begin || colon > at) return std::nullopt;
    return Part{colon, at - colon};
}

// "password=secret&", with the & that follows or goes before.
std::vector<Part> secret_parameters(std::string_view url) {
    std::vector<Part> parts;
    for (std::size_t at = url.find('?'); at != std::string_view::npos && at + 1 < url.size(); at = url.find('&', at + 1)) {
        const std::size_t end = std::min(url.find('&', at + 1), url.size());
        const std::string_view parameter = url.substr(at + 1, end - at - 1);
        if (parameter.starts_with("password=") || parameter.starts_with("sslpassword=")) parts.push_back({at + 1, end - at - 1});
    }
    return parts;
}

std::vector<Part> secrets_of(std::string_view url) {
    std::vector<Part> parts = secret_parameters(url);
    if (const auto password = password_of_user(url)) parts.insert(parts.begin(), *password);
    return parts;
}

std::string decoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size()) {
            const std::size_t high = digits.find(static_cast<char>(text[i + 1] | 0x20));
            const std::size_t low = digits.find(static_cast<char>(text[i + 2] | 0x20));
            if (high != std::string_view::npos && low != std::string_view::npos) {
                plain += static_cast<char>(high * 16 + low);
                i += 2;
                continue;
            }
        }
        plain += text[i];
    }
    return plain;
}

void replace_all(std::string& text, std::string_view secret) {
    if (secret.empty()) return;
    for (std::size_t at = text.find(secret); at != std::string::npos; at = text.find(secret, at + 3)) text.replace(at, secret.size(), "***");
}

}  // namespace

bool is_postgresql(std::string_view database) { return after_scheme(database) != std::string_view::npos; }

std::string shown_database(std::string_view url) {
    std::string text{url};
    if (!is_postgresql(url)) return text;
    const auto parts = secrets_of(url);
    for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
        const bool is_parameter = text[part->begin] != ':';
        const std::size_t end = part->begin + part->length;
        text.erase(part->begin, part->length + (is_parameter && end < text.size() ? 1 : 0));
    }
    while (text.ends_with('?') || text.ends_with('&')) text.pop_back();
    return text;
}

std::string without_secrets(std::string text, std::string_view url) {
    if (!is_postgresql(url)) return text;
    for (const Part& part : secrets_of(url)) {
        const std::string_view whole = url.substr(part.begin, part.length);
        const std::string_view secret = whole.substr(whole.starts_with(':') ? 1 : whole.find('=') + 1);
        replace_all(text, secret);
        replace_all(text, decoded(secret));
    }
    while (text.ends_with('\n')) text.pop_back();
    for (char& c : text)
        if (c == '\n') c = ' ';
    return text;
}

}  // namespace tlsrpt
