#include "tlsrpt/compose.hpp"

#include <fmt/format.h>
#include <gmime/gmime.h>

#include <algorithm>

#include "mail/gref.hpp"
#include "mail/gmime_ready.hpp"
#include "tlsrpt/text.hpp"

namespace tlsrpt {
namespace {

constexpr const char* charset = "UTF-8";

bool has_control(std::string_view text) {
    return std::ranges::any_of(text, [](char c) { return (c >= 0 && c < ' ') || c == 0x7F; });
}

bool fits_fields(const OutgoingMail& mail) {
    return !has_control(mail.from) && !std::ranges::any_of(mail.to, has_control) && !has_control(mail.subject) && !has_control(mail.message_id) &&
           std::ranges::none_of(mail.fields, [](const auto& field) { return has_control(field.first) || has_control(field.second); });
}

/// Not a GMimeTextPart, which would choose a charset of its own.
GRef<GMimePart> text_part(const char* subtype, const std::string& text) {
    auto part = GRef<GMimePart>::adopt(g_mime_part_new_with_type("text", subtype));
    g_mime_object_set_content_type_parameter(GMIME_OBJECT(part.get()), "charset", charset);
    const auto stream = GRef<GMimeStream>::adopt(g_mime_stream_mem_new_with_buffer(text.data(), text.size()));
    const auto content = GRef<GMimeDataWrapper>::adopt(g_mime_data_wrapper_new_with_stream(stream.get(), GMIME_CONTENT_ENCODING_DEFAULT));
    g_mime_part_set_content(part.get(), content.get());
    g_mime_part_set_content_encoding(part.get(), GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
    return part;
}

void add_address(InternetAddressList* list, const std::string& address) {
    const auto mailbox = GRef<InternetAddress>::adopt(internet_address_mailbox_new(nullptr, address.c_str()));
    internet_address_list_add(list, mailbox.get());
}

}  // namespace

Expected<std::string> compose(const OutgoingMail& mail) {
    if (!fits_fields(mail)) return Error{Slug::Internal, "a control character in a header field of our own mail"};
    prepare_gmime();

    // The richest part last (RFC 2046 section 5.1.4). The boundary is made of the texts, so that the same mail is the same octets.
    const auto body = GRef<GMimeMultipart>::adopt(g_mime_multipart_new_with_subtype("alternative"));
    g_mime_multipart_set_boundary(body.get(), ("=-" + sha256_hex(mail.text + mail.html).substr(0, 32)).c_str());
    const auto text = text_part("plain", mail.text);
    const auto html = text_part("html", mail.html);
    g_mime_multipart_add(body.get(), GMIME_OBJECT(text.get()));
    g_mime_multipart_add(body.get(), GMIME_OBJECT(html.get()));

    const auto message = GRef<GMimeMessage>::adopt(g_mime_message_new(TRUE));
    add_address(g_mime_message_get_from(message.get()), mail.from);
    for (const std::string& address : mail.to) add_address(g_mime_message_get_to(message.get()), address);
    g_mime_message_set_subject(message.get(), mail.subject.c_str(), charset);
    GDateTime* date = g_date_time_new_from_unix_utc(mail.date.time_since_epoch().count());
    if (date == nullptr) return Error{Slug::Internal, "a date that no mail can have"};
    g_mime_message_set_date(message.get(), date);
    g_date_time_unref(date);
    g_mime_message_set_message_id(message.get(), mail.message_id.c_str());
    for (const auto& [name, value] : mail.fields) g_mime_object_append_header(GMIME_OBJECT(message.get()), name.c_str(), value.c_str(), nullptr);
    g_mime_message_set_mime_part(message.get(), GMIME_OBJECT(body.get()));

    char* octets = g_mime_object_to_string(GMIME_OBJECT(message.get()), nullptr);
    if (octets == nullptr) return Error{Slug::Internal, "GMime made no text of our own mail"};
    std::string composed{octets};
    g_free(octets);
    return composed;
}

}  // namespace tlsrpt
