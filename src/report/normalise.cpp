#include "report/normalise.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

namespace tlsrpt::report {
namespace {

struct Member {
    std::string_view name;
    Where kind;
    bool may_be_absent{false};
    std::string_view older_name{};  // before RFC 8460
};

// RFC 8460 section 4.4. Whether a member may be absent is our view: what the schema does not require, and what a rule can fill in.
constexpr Member organization_name{"organization-name", Where::Text};
constexpr Member date_range[]{{"start-datetime", Where::Date}, {"end-datetime", Where::Date}};
constexpr Member contact_info{"contact-info", Where::Contact, true};
constexpr Member report_id{"report-id", Where::Text};
constexpr Member policy_members[]{
    {"policy-type", Where::PolicyType},
    {"policy-string", Where::PolicyLines, true},
    {"policy-domain", Where::Domain, true},
    {"mx-host", Where::HostPatterns, true, "mx-host-pattern"},
};
constexpr Member summary{"summary", Where::Text, true};
constexpr Member summary_members[]{{"total-successful-session-count", Where::Count, true},
                                   {"total-failure-session-count", Where::Count, true}};
constexpr Member failure_details{"failure-details", Where::Failures, true};
constexpr Member failure_members[]{
    {"result-type", Where::ResultType},
    {"sending-mta-ip", Where::Ip, true},
    {"receiving-mx-hostname", Where::Host, true, "receiving-mx-host-name"},
    {"receiving-mx-helo", Where::Greeting, true},
    {"receiving-ip", Where::Ip, true},
    {"failed-session-count", Where::Count, true},
    {"additional-information", Where::Uri, true, "additional-info-uri"},
    {"failure-reason-code", Where::Text, true, "failure-error-code"},
};

class Walk {
public:
    Walk(const Sender& sender, const Limits& limits, DeviationLog& log) : sender_(sender), limits_(limits), log_(log) {}

    void document(Json& report) {
        const Pointer root;
        member(report, organization_name, root);
        if (Json* const range = find_member(report, "date-range")) members(*range, date_range, Pointer{root, "date-range"});
        member(report, contact_info, root);
        member(report, report_id, root);
        if (Json::array_t* const policies = elements_of(find_member(report, "policies"))) {
            const Pointer in_policies{root, "policies"};
            for (std::size_t i = 0; i < policies->size(); ++i) policy_result((*policies)[i], Pointer{in_policies, i});
        }
        object(report, Where::Document, root);
    }

private:
    void policy_result(Json& result, const Pointer& at) {
        if (!result.is_object()) return;
        if (Json* const policy = find_member(result, "policy"); policy != nullptr && policy->is_object()) {
            const Pointer in_policy{at, "policy"};
            members(*policy, policy_members, in_policy);
            normalise_strings(find_member(*policy, "policy-string"), Where::PolicyLine, Pointer{in_policy, "policy-string"});
            normalise_strings(find_member(*policy, "mx-host"), Where::HostPattern, Pointer{in_policy, "mx-host"});
        }
        member(result, summary, at);
        if (!result.contains("summary")) result["summary"] = Json::object();  // which is two absent counts
        members(result["summary"], summary_members, Pointer{at, "summary"});
        member(result, failure_details, at);
        if (Json::array_t* const failures = elements_of(find_member(result, "failure-details"))) {
            const Pointer in_failures{at, "failure-details"};
            for (std::size_t i = 0; i < failures->size(); ++i) {
                const Pointer at_failure{in_failures, i};
                members((*failures)[i], failure_members, at_failure);
                object((*failures)[i], Where::Failure, at_failure);
            }
        }
        object(result, Where::PolicyResult, at);
    }

    template <std::size_t count>
    void members(Json& object, const Member (&names)[count], const Pointer& at) {
        for (const Member& name : names) member(object, name, at);
    }

    void member(Json& object, const Member& what, const Pointer& at) {
        if (!object.is_object()) return;
        Visit visit;
        visit.object = &object;
        visit.name = what.name;
        visit.older_name = what.older_name;
        visit.may_be_absent = what.may_be_absent;
        for (const std::string_view name : {what.name, what.older_name}) {
            if (name.empty() || visit.value != nullptr) continue;
            visit.value = find_member(object, name);
            if (visit.value != nullptr) visit.received_name = name;
        }
        const Pointer pointer{at, visit.value != nullptr ? visit.received_name : what.name};
        visit.pointer = &pointer;
        if (!is_plain_member(visit)) apply(Where::Member, visit);
        apply(what.kind, visit);
    }

    void object(Json& object, Where kind, const Pointer& at) {
        if (!object.is_object()) return;
        Visit visit;
        visit.object = &object;
        visit.value = &object;
        visit.pointer = &at;
        apply(kind, visit);
    }

    // A rule may turn a string into an array: its elements then stand in the place of the string, and the rules are tried on
    // each of them until none applies. Every such step takes octets away, so this ends; and it ends earlier when there are so many
    // that check_sizes() will refuse the report.
    void normalise_strings(Json* array, Where kind, const Pointer& at) {
        Json::array_t* const elements = elements_of(array);
        if (elements == nullptr) return;
        Json::array_t normalised;
        normalised.reserve(elements->size());
        for (std::size_t i = 0; i < elements->size(); ++i) {
            const Pointer pointer{at, i};
            std::vector<Json> pending;  // the next one last
            pending.push_back(std::move((*elements)[i]));
            while (!pending.empty()) {
                Json element = std::move(pending.back());
                pending.pop_back();
                const bool is_tried = element.is_string() && strings_ <= limits_.max_json_nodes;
                if (is_tried) normalise_string(element, kind, pointer);
                if (Json::array_t* const parts = elements_of(&element); is_tried && parts != nullptr) {
                    std::move(parts->rbegin(), parts->rend(), std::back_inserter(pending));
                } else {
                    normalised.push_back(std::move(element));
                    ++strings_;
                }
            }
        }
        *elements = std::move(normalised);
    }

    void normalise_string(Json& element, Where kind, const Pointer& pointer) {
        Visit visit;
        visit.value = &element;
        visit.pointer = &pointer;
        apply(kind, visit);
    }

    void apply(Where kind, Visit& visit) {
        visit.sender = &sender_;
        visit.limits = &limits_;
        visit.log = &log_;
        for (const DeviationRule& rule : rules_for(kind)) {
            visit.rule = &rule;
            rule.apply(visit);
        }
    }

    const Sender& sender_;
    const Limits& limits_;
    DeviationLog& log_;
    std::size_t strings_{0};  // in policy-string and mx-host, so far
};

}  // namespace

void normalise(Json& document, const Sender& sender, const Limits& limits, DeviationLog& log) {
    Walk{sender, limits, log}.document(document);
}

}  // namespace tlsrpt::report
