// The DNS as a DnsSource: a handful of questions at a time, waited for.
//
//     questions → DnsAnswers within lookup_deadline
//
// The rule about DNSSEC is that of async_resolver.cpp: `. DNSKEY` is asked with the anchor, and where the root's keys do not come with
// signatures that hold, a context without the anchor is used and the status of every answer is unavailable.
#include <fmt/format.h>
#include <poll.h>
#include <unbound.h>

#include <algorithm>
#include <exception>
#include <utility>

#include "dns/context.hpp"
#include "dns/name_servers.hpp"
#include "tlsrpt/dns_records.hpp"
#include "tlsrpt/text.hpp"

namespace tlsrpt {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t max_rdata_bytes = 16u << 10;
constexpr int rcode_noerror = 0;  // RFC 1035 section 4.1.1
constexpr int rcode_servfail = 2;

DnsAnswer unavailable(std::string detail) {
    DnsAnswer answer;
    answer.detail = std::move(detail);
    return answer;
}

DnsAnswer answer_in(const ub_result& result, const std::string& name, bool validates) {
    DnsAnswer answer;
    if (validates && result.bogus) {
        answer.bogus = true;
        answer.detail = "bogus: " + cut_text(result.why_bogus == nullptr ? "DNSSEC validation failed" : result.why_bogus, 200);
        return answer;
    }
    if (!result.nxdomain && result.rcode != rcode_noerror)
        return unavailable(result.rcode == rcode_servfail ? "SERVFAIL" : fmt::format("DNS response code {}", result.rcode));
    if (validates) answer.dnssec = result.secure ? KeyAnswer::Dnssec::Secure : KeyAnswer::Dnssec::Insecure;
    answer.kind = result.nxdomain ? DnsAnswer::Kind::NoName : DnsAnswer::Kind::NoData;
    answer.ttl_seconds = static_cast<std::uint32_t>(std::max(result.ttl, 0));
    if (result.canonname != nullptr)
        if (const auto canonical = canonical_domain(result.canonname); canonical && *canonical != name) answer.canonical_name = *canonical;
    if (!result.havedata) return answer;
    for (std::size_t i = 0; i < max_dns_records && result.data[i] != nullptr; ++i)
        if (const auto length = static_cast<std::size_t>(result.len[i]); length <= max_rdata_bytes)
            answer.rdata.emplace_back(result.data[i], length);
    if (!answer.rdata.empty()) answer.kind = DnsAnswer::Kind::Found;
    return answer;
}

/// Hands out what comes until `done` or the time is over.
template <typename Done>
void work(UnboundContext& context, Clock::time_point until, const Done& done) {
    for (;;) {
        context.process();
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
        if (done() || left.count() <= 0) return;
        pollfd readable{context.fd(), POLLIN, 0};
        ::poll(&readable, 1, static_cast<int>(left.count()));
    }
}

class Source final : public DnsSource {
public:
    explicit Source(ResolverOptions options) : options_(std::move(options)) {}

    std::vector<DnsAnswer> ask(std::span<const DnsQuestion> questions) override {
        std::vector<DnsAnswer> answers(questions.size(), unavailable("deadline"));
        try {
            find_path();
            if (context_)
                ask_all(questions, answers);
            else
                for (DnsAnswer& answer : answers) answer.detail = path_.detail;
        } catch (const std::exception& e) {
            context_.reset();  // callbacks and all
            for (DnsAnswer& answer : answers) answer = unavailable(e.what());
        }
        return answers;
    }

    DnsPath path() override {
        try {
            find_path();
        } catch (const std::exception& e) {
            path_.detail = e.what();
        }
        return path_;
    }

private:
    void ask_all(std::span<const DnsQuestion> questions, std::vector<DnsAnswer>& answers) {
        std::size_t waiting = 0;
        std::vector<int> asked;
        for (std::size_t i = 0; i < questions.size(); ++i) {
            const auto name = canonical_domain(questions[i].name);
            if (!name) {
                answers[i].kind = DnsAnswer::Kind::NoName;
                answers[i].detail = "not a domain name";
                continue;
            }
            const auto question =
                context_->ask(*name, static_cast<RecordType>(questions[i].type),
                              [this, &waiting, &answer = answers[i], name = *name](const std::string& error, const ub_result* result) {
                                  --waiting;
                                  answer = result == nullptr ? unavailable(error) : answer_in(*result, name, path_.validates);
                              });
            if (!question) {
                answers[i].detail = question.error().detail;
                continue;
            }
            asked.push_back(*question);
            ++waiting;
        }
        work(*context_, Clock::now() + options_.lookup_deadline, [&waiting] { return waiting == 0; });
        for (const int question : asked) context_->give_up(question);  // those that are answered are not known any more
    }

    void find_path() {
        if (std::exchange(path_is_known_, true)) return;
        auto servers = servers_of(options_);
        if (!servers) {
            path_.detail = servers.error().detail;
            return;
        }
        if (!options_.trust_anchor_file.empty()) {
            auto validating = UnboundContext::open(*servers, options_.trust_anchor_file);
            if (validating && root_is(**validating, [](const ub_result& result) { return result.secure != 0; })) {
                context_ = *std::move(validating);
                path_ = {true, true, ""};
                return;
            }
        }
        auto plain = UnboundContext::open(*servers, "");
        if (!plain) {
            path_.detail = plain.error().detail;
            return;
        }
        context_ = *std::move(plain);
        path_.works = path_.works ||
                      root_is(*context_, [](const ub_result& result) { return result.rcode == rcode_noerror || result.nxdomain != 0; });
    }

    template <typename Test>
    bool root_is(UnboundContext& context, const Test& test) {
        bool answered = false;
        bool good = false;
        const auto question = context.ask(".", RecordType::Dnskey, [&](const std::string& error, const ub_result* result) {
            answered = true;
            if (result == nullptr)
                path_.detail = error;
            else
                good = test(*result);
        });
        if (!question) return false;
        work(context, Clock::now() + options_.lookup_deadline / 2, [&answered] { return answered; });
        if (!answered) context.give_up(*question);
        if (!answered) path_.detail = "no answer in time";
        if (answered && !good && path_.detail.empty()) path_.detail = "an error in place of the root's keys";
        return good;
    }

    ResolverOptions options_;
    std::unique_ptr<UnboundContext> context_;
    DnsPath path_;
    bool path_is_known_{false};
};

}  // namespace

Expected<std::unique_ptr<DnsSource>> open_dns_source(const ResolverOptions& options) {
    for (const std::string& forwarder : options.forwarders)
        if (!is_forwarder(forwarder))
            return Error{Slug::Misconfigured, fmt::format("forwarder \"{}\" is neither ADDRESS nor ADDRESS@PORT", forwarder)};
    return std::unique_ptr<DnsSource>{std::make_unique<Source>(options)};
}

}  // namespace tlsrpt
