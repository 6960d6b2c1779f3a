// The mail cut into fields and body: all octets are accounted for, and no limit is passed.
#include <algorithm>
#include <string>

#include "target.hpp"
#include "tlsrpt/mail.hpp"

using namespace tlsrpt;
using fuzz::require;

namespace {

bool is_inside(std::string_view part, std::string_view whole) {
    return part.empty() || (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

void check_fields(const Prescan& mail, const Limits& limits) {
    require(mail.fields.size() <= limits.max_header_fields, "no more fields than the limit");
    for (const Field& field : mail.fields) {
        require(!field.name.empty() && field.raw.starts_with(field.name), "a field begins with its name");
        require(field.raw.ends_with(field.value), "a field ends with its value");
        require(is_inside(field.raw, mail.octets), "a field lies within the mail");
        require(field.raw.size() <= limits.max_folded_field_bytes, "no field is longer than the limit");
        require(field.raw.find('\0') == std::string_view::npos, "no NUL in a field");
        require(std::count(field.raw.begin(), field.raw.end(), '\r') == std::count(field.raw.begin(), field.raw.end(), '\n'),
                "line ends in a field are CRLF");
        require(find_field(mail, field.name) != nullptr, "a field is found by its name");
    }
}

/// Fields, their line ends, the empty line and the body are the mail, and nothing is left over.
void check_whole(const Prescan& mail) {
    require(is_inside(mail.body, mail.octets), "the body lies within the mail");
    std::size_t at = 0;
    for (const Field& field : mail.fields) {
        require(field.raw.data() == mail.octets.data() + at, "one field follows the other");
        at += field.raw.size() + 2;
    }
    if (at >= mail.octets.size()) return;    // the header is all there is
    require(mail.octets.substr(at, 2) == "\r\n", "an empty line ends the header");
    require(mail.octets.substr(at + 2) == mail.body, "the rest is the body");
}

/// A pipe hands the same mail over with LF.
void check_line_ends(const Prescan& mail, const Limits& limits) {
    std::string with_lf;
    for (const char c : mail.octets)
        if (c != '\r') with_lf += c;
    const auto ends = static_cast<std::size_t>(std::count(mail.octets.begin(), mail.octets.end(), '\n'));
    std::size_t pairs = 0;
    for (std::size_t at = mail.octets.find("\r\n"); at != std::string_view::npos; at = mail.octets.find("\r\n", at + 2)) ++pairs;
    if (ends == 0 || pairs != ends || with_lf.size() + ends != mail.octets.size()) return;    // some stood alone
    if (with_lf.starts_with("From ")) return;
    const Prescan again = prescan(with_lf, limits);
    require(again.octets == mail.octets && again.fields.size() == mail.fields.size() && again.body == mail.body,
            "a mail is the same with LF line ends");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input input{data, size};
    const Limits limits = input.octet() % 2 == 0 ? Limits{} : fuzz::small_limits();
    const std::string_view bytes = input.rest();
    const Prescan mail = prescan(bytes, limits);
    (void)time_in_received(mail);
    check_fields(mail, limits);
    if (mail.refusal) {
        require(mail.refusal->slug == Slug::MessageUnreadable, "what is refused is unreadable");
        return 0;
    }
    require(bytes.size() <= limits.max_mail_bytes, "no mail is longer than the limit");
    check_whole(mail);
    if (!mail.octets.starts_with("From ")) {
        const Prescan again = prescan(mail.octets, limits);
        if (mail.octets.size() <= limits.max_mail_bytes)
            require(!again.refusal && again.octets == mail.octets && again.body == mail.body, "cutting twice is cutting once");
    }
    check_line_ends(mail, limits);
    return 0;
}
