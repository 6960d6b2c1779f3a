// The MIME structure, through GMime, of what the prescan let pass; and whether the report part of a plain mail reads the same by itself.
#include <string>

#include "mail/plain_part.hpp"
#include "target.hpp"
#include "tlsrpt/mail.hpp"
#include "tlsrpt/text.hpp"

using namespace tlsrpt;
using fuzz::require;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input input{data, size};
    const Limits limits = input.octet() % 2 == 0 ? Limits{} : fuzz::small_limits();
    const Prescan mail = prescan(input.rest(), limits);
    const Expected<Message> message = read(mail, limits);
    const Expected<Message> whole = read_whole(mail, limits);
    require(message.has_value() == whole.has_value(), "GMime finds the report in the whole mail, too");
    if (!message) {
        require(message.error() == whole.error(), "and the same is wrong with it");
        const Slug slug = message.error().slug;
        require(slug == Slug::MessageUnreadable || slug == Slug::NoReportPart, "a mail without a report is unreadable or has none");
        return 0;
    }
    require(!mail.refusal, "nothing is read from a refused mail");
    const ReportPart& part = message->part;
    require(part.octets.size() <= mail.octets.size(), "decoding makes nothing longer");
    require(part.media_type == lower_ascii(part.media_type) && part.media_type.starts_with("application/"), "the media type is one of ours");
    require(part.transfer_encoding == lower_ascii(part.transfer_encoding) && !part.transfer_encoding.empty(), "there is a transfer encoding");
    require(message->deviations.size() <= limits.max_parts, "no more deviations than parts");
    for (const Deviation& deviation : message->deviations) require(deviation.pointer.empty(), "a deviation of the mail has no place in the JSON");
    require(part.octets == whole->part.octets && part.media_type == whole->part.media_type && part.file_name == whole->part.file_name &&
                part.transfer_encoding == whole->part.transfer_encoding && message->deviations == whole->deviations,
            "the part is the same in the whole mail");

    const Expected<Message> again = read(mail, limits);
    require(again && again->part.octets == part.octets && again->part.file_name == part.file_name, "the same mail reads the same twice");
    return 0;
}
