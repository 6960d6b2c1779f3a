#include "report/schema.hpp"

#include <string>
#include <utility>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "report/pointer.hpp"
#include "report/quick_check.hpp"

namespace tlsrpt {
extern const char report_schema_text[];  // written at build by embed_text.cmake
}

namespace tlsrpt::report {
namespace {

using valijson::adapters::NlohmannJsonAdapter;

/// The schema's text, and the parts of it that each piece of a document is validated against.
struct SchemaTexts {
    nlohmann::json document = nlohmann::json::parse(schema_text());    // with braces it would be an array of one
    const nlohmann::json& policy_result = document.at("properties").at("policies").at("items");
    const nlohmann::json& failure = policy_result.at("properties").at("failure-details").at("items");
};

const SchemaTexts& schema_texts() {
    static const SchemaTexts parsed;
    return parsed;
}

struct QuickChecks {
    QuickCheck document{schema_texts().document};
    QuickCheck policy_result{schema_texts().policy_result};
    QuickCheck failure{schema_texts().failure};
};

const QuickChecks& quick_checks() {
    static const QuickChecks made;
    return made;
}

/// What the validator needs: made for the first document that the quick check is not sure of, since few processes see one.
struct FullSchemas {
    FullSchemas() {
        populate(document, schema_texts().document);
        populate(policy_result, schema_texts().policy_result);
        populate(failure, schema_texts().failure);
    }
    static void populate(valijson::Schema& schema, const nlohmann::json& text) {
        valijson::SchemaParser{valijson::SchemaParser::kDraft7}.populateSchema(NlohmannJsonAdapter{text}, schema);
    }
    valijson::Schema document;
    valijson::Schema policy_result;
    valijson::Schema failure;
};

const FullSchemas& full_schemas() {
    static const FullSchemas compiled;
    return compiled;
}

/// Takes the array out of its object while it lives.
class Detached {
public:
    explicit Detached(Json* member) : member_(member) {
        if (Json::array_t* const elements = elements_of(member_)) elements_.swap(*elements);
    }
    Detached(const Detached&) = delete;
    Detached& operator=(const Detached&) = delete;
    ~Detached() {
        if (Json::array_t* const elements = elements_of(member_)) elements_.swap(*elements);
    }
    Json::array_t& elements() { return elements_; }

private:
    Json* member_;
    Json::array_t elements_;
};

class Validation {
public:
    explicit Validation(std::size_t most) : most_(most) {}

    void document(Json& document) {
        const Pointer root;
        Detached policies{find_member(document, "policies")};
        piece(&QuickChecks::document, &FullSchemas::document, document, root);
        const Pointer in_policies{root, "policies"};
        for (std::size_t i = 0; i < policies.elements().size() && !is_full(); ++i)
            policy_result(policies.elements()[i], Pointer{in_policies, i});
    }

    std::vector<Violation> take() { return std::move(violations_); }

private:
    [[nodiscard]] bool is_full() const { return violations_.size() >= most_; }

    void policy_result(Json& result, const Pointer& at) {
        Detached failures{find_member(result, "failure-details")};
        piece(&QuickChecks::policy_result, &FullSchemas::policy_result, result, at);
        const Pointer in_failures{at, "failure-details"};
        for (std::size_t i = 0; i < failures.elements().size() && !is_full(); ++i)
            piece(&QuickChecks::failure, &FullSchemas::failure, failures.elements()[i], Pointer{in_failures, i});
    }

    void piece(QuickCheck QuickChecks::*quick, valijson::Schema FullSchemas::*full, const Json& piece, const Pointer& at) {
        if ((quick_checks().*quick).surely_fits(piece)) return;
        const nlohmann::json copy(piece);    // the validator knows no other allocator; few pieces come here
        valijson::ValidationResults results;
        if (validator_.validate(full_schemas().*full, NlohmannJsonAdapter{copy}, &results)) return;
        for (const auto& error : results) {
            constexpr std::string_view of_a_parent = "Failed to validate";
            if (error.description.starts_with(of_a_parent)) continue;
            if (is_full()) return;
            std::string pointer = at.text();
            for (std::size_t i = 1; i < error.context.size(); ++i) {  // "<root>", "[policy]", "[0]" …
                const std::string_view step = error.context[i];
                pointer += pointer_token(step.substr(1, step.size() - 2));
            }
            violations_.push_back({std::move(pointer), error.description});
        }
    }

    std::size_t most_;
    valijson::Validator validator_;
    std::vector<Violation> violations_;
};

}  // namespace

std::string_view schema_text() { return report_schema_text; }

std::vector<Violation> violations_of(Json& document, std::size_t most) {
    Validation validation{most};
    validation.document(document);
    return validation.take();
}

}  // namespace tlsrpt::report
