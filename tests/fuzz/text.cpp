// Text that came by mail, made safe for where it is shown; domains and addresses in their one form.
#include <algorithm>
#include <string>

#include <nlohmann/json.hpp>

#include "target.hpp"
#include "tlsrpt/domain.hpp"
#include "tlsrpt/outcome.hpp"
#include "tlsrpt/text.hpp"

using namespace tlsrpt;
using fuzz::require;

namespace {

bool is_control(char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }

void check_escapes(std::string_view text) {
    const std::string terminal = escape_terminal(text);
    require(std::ranges::none_of(terminal, is_control) && is_valid_utf8(terminal), "a terminal sees no control character");
    const std::string html = escape_html(text);
    require(html.find_first_of("<>\"'") == std::string::npos, "HTML sees no markup");
    const std::string csv = escape_csv(text);
    require(csv.empty() || std::string_view{"=+-@\t\r"}.find(csv.front()) == std::string_view::npos, "a spreadsheet sees no formula");
    require(!csv.starts_with('"') ? csv.find_first_of(",\"\r\n") == std::string::npos : csv.ends_with('"'), "a CSV field is one field");

    const std::string json = quote_json(text);
    require(std::ranges::none_of(json, is_control), "JSON sees no control character");
    const auto parsed = nlohmann::json::parse(json, nullptr, false);
    require(parsed.is_string(), "a JSON string is one");
    if (is_valid_utf8(text)) require(parsed.get<std::string>() == text, "a JSON string reads as the text");

    const std::string cut = cut_text(text, 10);
    require(cut == text || cut.size() <= 13, "what is cut is short");
    require(trim(trim(text)) == trim(text), "trimming twice is trimming once");
    const std::string line = status_line(Slug::Stored, text);
    require(line.find_first_of("\r\n") == std::string::npos, "a status is one line");
}

void check_names(std::string_view text) {
    if (const auto domain = canonical_domain(text)) {
        require(canonical_domain(*domain) == domain && domain->size() <= 253, "a domain has one form");
        require(domain_matches(*domain, *domain) && !domain_matches("*." + *domain, *domain), "a domain is itself and not below itself");
        require(!canonical_ip(*domain), "a domain is no address");
    }
    if (const auto address = canonical_ip(text)) require(canonical_ip(*address) == address, "an address has one form");
    if (const auto count = parse_count(text)) {
        const std::size_t zeros = std::min(text.find_first_not_of('0'), text.size() - 1);
        require(std::to_string(*count) == text.substr(zeros), "a count is written as it was read");
    }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::Input{data, size}.rest();
    check_escapes(text);
    check_names(text);
    return 0;
}
