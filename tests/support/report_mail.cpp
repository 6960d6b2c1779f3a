#include "support/report_mail.hpp"

#include <zlib.h>

#include <stdexcept>

namespace tlsrpt::test {

namespace {

constexpr std::int64_t day = 86'400;

std::string base64_lines(std::string_view octets) {
    const std::string text = encode_base64(octets);
    std::string lines;
    for (std::size_t at = 0; at < text.size(); at += 76) lines += text.substr(at, 76) + "\r\n";
    return lines;
}

/// "reporter.example!example.com!1795…!….json.gz" (RFC 8460 section 5.1).
std::string file_name(const ReportMail& mail, std::string_view extension) {
    return mail.submitter + "!" + mail.report_domain + "!1794873600!1794959999!001." + std::string(extension);
}

struct Shape {
    std::string subject;
    std::string boundary;
    std::string more_fields;
    std::string first_part;
    std::string media_type;
    std::string report_headers;  // after Content-Type, with CRLF
    bool closed{true};
};

Shape shape_of(const ReportMail& mail) {
    const std::string name = file_name(mail, "json.gz");
    const std::string subject = "Report Domain: " + mail.report_domain + " Submitter: " + mail.submitter + " Report-ID: ";
    const std::string text = "This is an aggregate TLS report from " + mail.submitter + "\r\n";
    const std::string plain = "Content-Type: text/plain; charset=\"UTF-8\"\r\n\r\n" + text;
    const std::string attachment = "Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=\"" + name + "\"\r\n";
    const std::string report_fields = "TLS-Report-Domain: " + mail.report_domain + "\r\nTLS-Report-Submitter: " + mail.submitter + "\r\n";
    switch (mail.shape) {
        case SenderShape::Google:
            return {subject + "<" + mail.report_id + ">",
                    "000000000000a1b2c3",
                    report_fields,
                    plain,
                    "application/tlsrpt+gzip; name=\"" + name + "\"",
                    attachment,
                    true};
        case SenderShape::Microsoft:
            return {"Report Domain: " + mail.report_domain + "\r\n Submitter: " + mail.submitter + "\r\n Report-ID: " + mail.report_id,
                    "_mpm_4f3a_=_",
                    report_fields,
                    "Content-Type: text/html; charset=us-ascii\r\nContent-Transfer-Encoding: 7bit\r\n\r\n<p>" + text + "</p>\r\n",
                    "application/tlsrpt+gzip",
                    attachment,
                    true};
        case SenderShape::MailRu:
            return {"Report Domain:\r\n " + mail.report_domain + " Submitter: " + mail.submitter + " Report-ID: <" + mail.report_id + ">",
                    "===============7312==",
                    report_fields,
                    plain,
                    "application/tlsrpt+gzip",
                    attachment,
                    false};
        case SenderShape::Stalwart:
            return {"=?us-ascii?Q?Report_Domain=3A_" + mail.report_domain + "_Submitter=3A_" + mail.submitter +
                        "?=\r\n =?us-ascii?Q?_Report-ID=3A_<" + mail.report_id + ">?=",
                    "185c5e3b4d",
                    "Auto-Submitted: auto-generated\r\n" + report_fields,
                    plain,
                    "application/tlsrpt+gzip",
                    attachment,
                    true};
        case SenderShape::Halon:
            return {
                subject + "<" + mail.report_id + ">",
                "--b1-5d41",
                "Tls-Report-Domain: " + mail.report_domain + "\r\nTls-Report-Submitter: " + mail.submitter + "\r\n",
                plain,
                "application/tlsrpt+json",
                "Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=\"" + file_name(mail, "json") + "\"\r\n",
                true};
        case SenderShape::Bare:
            return {subject + "<" + mail.report_id + ">", "", report_fields, "", "application/tlsrpt+gzip", attachment, true};
    }
    throw std::logic_error("no such shape");
}

}  // namespace

std::string sample_report(std::string_view organization_name, std::string_view report_id, std::string_view policy_domain) {
    std::string json =
        R"({"organization-name":"ORGANIZATION","date-range":{"start-datetime":"2026-11-17T00:00:00Z","end-datetime":"2026-11-17T23:59:59Z"},)"
        R"("contact-info":"smtp-tls-reporting@reporter.example","report-id":"IDENTIFIER","policies":[{"policy":{"policy-type":"sts",)"
        R"("policy-string":["version: STSv1","mode: testing","mx: mx.DOMAIN","max_age: 86400"],"policy-domain":"DOMAIN","mx-host":["mx.DOMAIN"]},)"
        R"("summary":{"total-successful-session-count":41,"total-failure-session-count":2},"failure-details":[{"result-type":"certificate-expired",)"
        R"("sending-mta-ip":"192.0.2.7","receiving-mx-hostname":"mx.DOMAIN","receiving-ip":"198.51.100.9","failed-session-count":2}]}]})";
    const auto replace = [&json](std::string_view word, std::string_view by) {
        for (std::size_t at = json.find(word); at != std::string::npos; at = json.find(word, at + by.size()))
            json.replace(at, word.size(), by);
    };
    replace("ORGANIZATION", organization_name);
    replace("IDENTIFIER", report_id);
    replace("DOMAIN", policy_domain);
    return json;
}

std::string make_report_mail(const ReportMail& mail) {
    const Shape shape = shape_of(mail);
    const std::string json = mail.json.empty() ? sample_report() : mail.json;
    const std::string report = base64_lines(mail.shape == SenderShape::Halon ? json : gzip(json));

    std::string text = "Date: " + mail.date + "\r\nFrom: " + mail.from + "\r\nTo: " + mail.to + "\r\nSubject: " + shape.subject +
                       "\r\nMessage-ID: <" + mail.report_id + "@" + mail.submitter + ">\r\n" + shape.more_fields + "MIME-Version: 1.0\r\n";
    if (shape.boundary.empty()) return text + "Content-Type: " + shape.media_type + "\r\n" + shape.report_headers + "\r\n" + report;
    const std::string delimiter = "--" + shape.boundary;
    text += "Content-Type: multipart/report; report-type=\"tlsrpt\";\r\n\tboundary=\"" + shape.boundary + "\"\r\n\r\n" + delimiter +
            "\r\n" + shape.first_part + "\r\n" + delimiter + "\r\nContent-Type: " + shape.media_type + "\r\n" + shape.report_headers +
            "\r\n" + report;
    if (shape.closed) text += delimiter + "--\r\n";
    return text;
}

SignOptions sign_options(SenderShape shape) {
    SignOptions options;
    switch (shape) {
        case SenderShape::Google:  // signs no Content-Type
            options.signed_fields = {
                "to", "from", "subject", "message-id", "date", "mime-version", "tls-report-submitter", "tls-report-domain"};
            options.expires_at = *options.signed_at + 7 * day;
            break;
        case SenderShape::Microsoft:  // 1024 bits, signs neither To nor TLS-Report-*
            options.key = KeyKind::Rsa1024;
            options.signed_fields = {"From", "Date", "Subject", "Message-ID", "Content-Type", "MIME-Version"};
            break;
        case SenderShape::MailRu:
            options.signed_fields = {"Date", "From", "To", "Subject", "Message-ID", "Content-Type", "MIME-Version"};
            options.expires_at = *options.signed_at + 25 * 3600;
            break;
        case SenderShape::Stalwart:
            options.key = KeyKind::Ed25519;
            options.signed_fields = {"From", "To", "Date", "Subject", "Message-ID"};
            break;
        case SenderShape::Halon:
        case SenderShape::Bare:
            break;
    }
    return options;
}

std::string gzip(std::string_view octets) {
    z_stream stream{};
    if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        throw std::runtime_error("deflateInit2");
    std::string result(deflateBound(&stream, static_cast<uLong>(octets.size())), '\0');
    stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(octets.data()));
    stream.avail_in = static_cast<uInt>(octets.size());
    stream.next_out = reinterpret_cast<Bytef*>(result.data());
    stream.avail_out = static_cast<uInt>(result.size());
    const int status = deflate(&stream, Z_FINISH);
    result.resize(stream.total_out);
    deflateEnd(&stream);
    if (status != Z_STREAM_END) throw std::runtime_error("deflate");
    return result;
}

}  // namespace tlsrpt::test
