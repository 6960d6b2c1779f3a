// Finds the report part in the MIME structure, and takes its transfer encoding off.
//
//     Prescan  →  Message
//
//   1. the headers of all parts keep our limits                       part_headers.cpp, before GMime sees them
//   2. GMime cuts the mail into parts; of its header it is given the Content-* fields alone   RFC 2045 section 9, RFC 2046
//      of a mail that is written the plain way it is given the report part alone              plain_part.cpp
//   3. the first part of type application/tlsrpt+gzip or +json, at any depth, is the report; the mail itself may be it
//                                                                     RFC 8460 section 5.3
//   4. without one, the first stand-in: a general type with a report's file name
//   5. the part's octets, decoded strictly                            transfer_encoding.cpp
//
// Surprises of GMime: it parses the addresses of message/rfc822 parts recursively, and such parts within each other
// recursively, too. Nothing in them is a report to us, so message/* is registered as a plain part, whose body GMime
// never opens; and the mail itself is parsed as a part, so that no address field is parsed at all. Multiparts recurse
// once for each delimiter line at most, which the prescan counted. Charsets are never converted (words.cpp, parameters.cpp).
//
// No I/O but what g_mime_init() reads at the first call (the locale's name). GMime has global state: one thread at a time.
#include "tlsrpt/mail.hpp"

#include <fmt/format.h>
#include <gmime/gmime.h>

#include <algorithm>
#include <array>

#include "mail/gmime_ready.hpp"
#include "mail/gref.hpp"
#include "mail/parameters.hpp"
#include "mail/part_headers.hpp"
#include "mail/plain_part.hpp"
#include "mail/transfer_encoding.hpp"
#include "tlsrpt/text.hpp"

namespace tlsrpt {
namespace {

constexpr std::size_t max_detail_bytes = 200;

Error unreadable(std::string detail) { return {Slug::MessageUnreadable, std::move(detail)}; }

// RFC 2045 section 9: only fields that begin with "Content-" mean anything to MIME. GMime would make objects of all the others, which costs it more
// than the parts do.
std::string as_entity(const Prescan& mail) {
    constexpr std::string_view prefix = "Content-";
    std::string entity;
    entity.reserve(mail.body.size() + 1024);
    for (const Field& field : mail.fields)
        if (equal_ignoring_case(field.name.substr(0, prefix.size()), prefix)) entity.append(field.raw).append("\r\n");
    return entity.append("\r\n").append(mail.body);
}

// The part as if it were the mail. GMime would make objects of parameters and a Content-Disposition, and nobody would ask it for them.
std::string as_entity(const PlainPart& part) {
    std::string entity;
    entity.reserve(part.body.size() + 1024);
    entity.append("Content-Type: ").append(part.media_type).append("\r\n");
    if (part.encoding) entity.append(part.encoding->raw).append("\r\n");
    return entity.append("\r\n").append(part.body);
}

// Octets of somebody else as a GMime stream: nothing is copied, and GMime only reads.
class BorrowedStream {
public:
    explicit BorrowedStream(std::string_view octets)
        : array_(g_byte_array_new_take(reinterpret_cast<guint8*>(const_cast<char*>(octets.data())), octets.size())),
          stream_(GRef<GMimeStream>::adopt(g_mime_stream_mem_new_with_byte_array(array_))) {
        g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream_.get()), FALSE);
    }
    BorrowedStream(const BorrowedStream&) = delete;
    BorrowedStream& operator=(const BorrowedStream&) = delete;
    ~BorrowedStream() {
        stream_ = {};
        g_byte_array_free(array_, FALSE);    // the array, not the octets
    }

    [[nodiscard]] GMimeStream* get() const { return stream_.get(); }

private:
    GByteArray* array_;
    GRef<GMimeStream> stream_;
};

// The one field of that name, or "" (transfer none: the text lives as long as the part). Where a part has two, GMime
// uses the first for the structure and the last for the value; we take neither.
Expected<std::string_view> single_field(GMimeObject* part, const char* name) {
    GMimeHeaderList* headers = g_mime_object_get_header_list(part);
    std::string_view value;
    bool found = false;
    for (int i = 0; i < g_mime_header_list_get_count(headers); ++i) {
        GMimeHeader* header = g_mime_header_list_get_header_at(headers, i);
        if (!equal_ignoring_case(g_mime_header_get_name(header), name)) continue;
        if (found) return unreadable(fmt::format("the report part has more than one {} field", name));
        found = true;
        if (const char* raw = g_mime_header_get_raw_value(header)) value = raw;
    }
    return value;
}

// The octets of a leaf as they stand in the mail, still encoded. A part that ends within its header has none.
std::string_view encoded_octets(GMimeObject* part, std::string_view mail) {
    GMimeDataWrapper* content = g_mime_part_get_content(GMIME_PART(part));
    if (content == nullptr) return {};
    const GMimeStream* stream = g_mime_data_wrapper_get_stream(content);    // a window into the parser's stream
    if (stream->bound_start < 0 || stream->bound_end < stream->bound_start) return {};
    const auto start = static_cast<std::size_t>(stream->bound_start);
    auto end = static_cast<std::size_t>(stream->bound_end);
    if (end > mail.size()) return {};
    // The line end before a delimiter belongs to it (RFC 2046 section 5.1.1). GMime takes off one octet or two, by the
    // line end *behind* the delimiter; where the two differ it is one too few or one too many.
    if (end > start && end < mail.size() && mail[end] == '\n' && mail[end - 1] == '\r') --end;
    else if (end + 1 < mail.size() && mail[end] != '\r' && mail[end] != '\n' && mail[end + 1] == '\n') ++end;
    return mail.substr(start, end - start);
}

std::string media_type_of(GMimeObject* part) {
    const GMimeContentType* type = g_mime_object_get_content_type(part);
    if (type == nullptr || type->type == nullptr || type->subtype == nullptr) return "text/plain";    // RFC 2045 section 5.2
    return lower_ascii(type->type) + '/' + lower_ascii(type->subtype);
}

// By the values of two fields, "" for an absent one.
std::string file_name_in(std::string_view disposition, std::string_view type) {
    std::string name = parameter(disposition, "filename");    // RFC 2183 section 2.3
    return name.empty() ? parameter(type, "name") : name;
}

// For the name of the part a doubled field does not matter; it is refused when the part is taken.
std::string file_name_of(GMimeObject* part) {
    const auto disposition = single_field(part, "Content-Disposition");
    const auto type = single_field(part, "Content-Type");
    return file_name_in(disposition ? *disposition : "", type ? *type : "");
}

// RFC 8460 section 5.1: sender "!" domain "!" begin "!" end [ "!" id ] "." extension, extension = "json" / "json.gz".
// Deviation: the parts before the extension are not looked at; an extension "gz" does when the rest has the "!" of a report.
bool is_report_file_name(std::string_view file_name) {
    const std::string name = lower_ascii(file_name);
    if (name.ends_with(".json") || name.ends_with(".json.gz")) return true;
    return name.ends_with(".gz") && !name.ends_with(".xml.gz") && std::count(name.begin(), name.end(), '!') >= 3;
}

enum class Match { Exact, StandIn, None };

struct Candidate {
    GMimeObject* part;    // transfer none; the root owns it
    Match match;
    std::string media_type;
    std::string file_name;
};

// Deviation: "media-type". Gateways and senders that do not know RFC 8460 section 6.4's types attach the report as
// something general; then its file name must tell. "application/tlsrpt" is what examples and libraries write.
Match match_of(std::string_view media_type, std::string_view file_name) {
    if (media_type == "application/tlsrpt+gzip" || media_type == "application/tlsrpt+json") return Match::Exact;
    if (media_type == "application/tlsrpt") return Match::StandIn;
    constexpr std::array general{"application/gzip", "application/x-gzip", "application/octet-stream", "application/json"};
    const bool is_general = std::find(general.begin(), general.end(), media_type) != general.end();
    return is_general && is_report_file_name(file_name) ? Match::StandIn : Match::None;
}

Candidate candidate_of(GMimeObject* part, std::string file_name) {
    Candidate candidate{part, Match::None, media_type_of(part), std::move(file_name)};
    candidate.match = match_of(candidate.media_type, candidate.file_name);
    return candidate;
}

// All parts that may be the report, in the order in which they stand in the mail.
Expected<std::vector<Candidate>> find_candidates(GMimeObject* root, const Limits& limits) {
    struct Step {
        GMimeObject* part;
        std::size_t depth;    // multiparts around it
    };
    std::vector<Candidate> candidates;
    std::vector<Step> open{{root, 0}};
    for (std::size_t visited = 0; !open.empty(); ++visited) {
        if (visited == limits.max_parts) return unreadable(fmt::format("more than {} MIME parts", limits.max_parts));
        const auto [part, depth] = open.back();
        open.pop_back();
        if (GMIME_IS_MULTIPART(part)) {
            if (depth == limits.max_part_depth) return unreadable(fmt::format("more than {} nested multiparts", limits.max_part_depth));
            GMimeMultipart* multipart = GMIME_MULTIPART(part);
            for (int i = g_mime_multipart_get_count(multipart); i-- > 0;)
                open.push_back({g_mime_multipart_get_part(multipart, i), depth + 1});
        } else if (GMIME_IS_PART(part)) {
            Candidate candidate = candidate_of(part, file_name_of(part));
            if (candidate.match != Match::None) candidates.push_back(std::move(candidate));
        }
    }
    return candidates;
}

Deviation deviation(std::string name, const Candidate& candidate) {
    const std::string detail = candidate.file_name.empty() ? candidate.media_type : candidate.media_type + ' ' + candidate.file_name;
    return {std::move(name), "", cut_text(detail, max_detail_bytes)};
}

Expected<ReportPart> extract(Candidate candidate, std::string_view mail) {
    const auto type = single_field(candidate.part, "Content-Type");
    if (!type) return type.error();
    const auto encoding = single_field(candidate.part, "Content-Transfer-Encoding");
    if (!encoding) return encoding.error();
    ReportPart part;
    part.transfer_encoding = transfer_encoding_name(*encoding);
    auto octets = decode_transfer_encoding(encoded_octets(candidate.part, mail), part.transfer_encoding);
    if (!octets) return unreadable("the report part: " + octets.error().detail);
    part.octets = *std::move(octets);
    part.media_type = std::move(candidate.media_type);
    part.file_name = std::move(candidate.file_name);
    return part;
}

// The same for a plain part, which is the root, and whose name is for us to read.
std::vector<Candidate> lone_candidate(GMimeObject* root, const PlainPart& part) {
    std::vector<Candidate> candidates;
    if (!GMIME_IS_PART(root)) return candidates;
    Candidate candidate = candidate_of(root, file_name_in(part.disposition ? part.disposition->value : "", part.type.value));
    if (candidate.match != Match::None) candidates.push_back(std::move(candidate));
    return candidates;
}

// @param plain  of a plain mail, else none
Expected<Message> read_with(const Prescan& mail, const std::optional<PlainPart>& plain, const Limits& limits) {
    prepare_gmime();
    const std::string entity = plain ? as_entity(*plain) : as_entity(mail);
    const BorrowedStream stream{entity};
    const auto parser = GRef<GMimeParser>::adopt(g_mime_parser_new_with_stream(stream.get()));
    g_mime_parser_set_persist_stream(parser.get(), TRUE);    // parts are windows into the stream, not copies
    const auto root = GRef<GMimeObject>::adopt(g_mime_parser_construct_part(parser.get(), nullptr));
    if (!root) return unreadable("GMime finds no MIME structure");

    auto candidates = plain ? Expected<std::vector<Candidate>>{lone_candidate(root.get(), *plain)} : find_candidates(root.get(), limits);
    if (!candidates) return candidates.error();
    if (candidates->empty()) return Error{Slug::NoReportPart, "no part of type application/tlsrpt+gzip or application/tlsrpt+json"};
    const auto is_exact = [](const Candidate& candidate) { return candidate.match == Match::Exact; };
    auto chosen = std::find_if(candidates->begin(), candidates->end(), is_exact);
    if (chosen == candidates->end()) chosen = candidates->begin();

    Message message;
    if (chosen->match == Match::StandIn) message.deviations.push_back(deviation("media-type", *chosen));
    for (auto other = candidates->begin(); other != candidates->end(); ++other)
        if (other != chosen) message.deviations.push_back(deviation("extra-report-part", *other));
    auto part = extract(std::move(*chosen), entity);
    if (!part) return part.error();
    message.part = *std::move(part);
    return message;
}

}  // namespace

Expected<Message> read(const Prescan& mail, const Limits& limits) {
    if (mail.refusal) return *mail.refusal;
    if (auto refusal = check_part_headers(mail, limits)) return *std::move(refusal);
    return read_with(mail, find_plain_part(mail, limits), limits);
}

Expected<Message> read_whole(const Prescan& mail, const Limits& limits) {
    if (mail.refusal) return *mail.refusal;
    if (auto refusal = check_part_headers(mail, limits)) return *std::move(refusal);
    return read_with(mail, std::nullopt, limits);
}

}  // namespace tlsrpt
