// The packed report: never over the cap, and what was packed comes back.
#include <string>

#include "report/inflate.hpp"
#include "support/report_mail.hpp"
#include "target.hpp"

using namespace tlsrpt;
using fuzz::require;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input input{data, size};
    const std::size_t most = input.octet() % 2 == 0 ? Limits{}.max_inflated_bytes : 100;
    const std::string_view octets = input.rest();
    if (const auto inflated = report::inflate_report(octets, most)) {
        require(inflated->text.size() <= most, "no text is over the cap");
        require(inflated->trailing_octets <= octets.size(), "no more is left over than was there");
        require(inflated->members > 0 || inflated->text == octets, "what is not packed stays as it is");
    } else {
        const Slug slug = inflated.error().slug;
        require(slug == Slug::ReportTooLarge || slug == Slug::ReportInvalid, "what cannot be unpacked is invalid or too large");
    }
    const std::string packed = test::gzip(octets) + test::gzip("!");
    const auto back = report::inflate_report(packed, most);
    if (octets.size() + 1 <= most) require(back && back->members == 2 && back->text == std::string{octets} + "!", "what was packed comes back");
    else require(!back && back.error().slug == Slug::ReportTooLarge, "one octet too many is too large");
    return 0;
}
