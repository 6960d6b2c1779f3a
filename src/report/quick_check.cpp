#include "report/quick_check.hpp"

#include <algorithm>
#include <array>

namespace tlsrpt::report {
namespace {

/// Nothing but these keywords, and what is said to people.
bool has_only(const nlohmann::json& schema, std::initializer_list<std::string_view> known) {
    constexpr std::array<std::string_view, 4> remarks{"$id", "$schema", "description", "title"};
    return std::ranges::all_of(schema.items(), [&](const auto& member) {
        const std::string_view name = member.key();
        return std::ranges::find(known, name) != known.end() || std::ranges::find(remarks, name) != remarks.end();
    });
}

}  // namespace

QuickCheck::QuickCheck(const nlohmann::json& schema) {
    const std::string* const type = text_of(find_member(schema, "type"));
    if (type == nullptr) return;
    if (*type == "object" && has_only(schema, {"type", "required", "properties"})) {
        read_members(schema);
        type_ = Type::Object;
    } else if (*type == "array" && has_only(schema, {"type", "items"}) && schema.contains("items")) {
        items_ = std::make_unique<QuickCheck>(schema.at("items"));
        type_ = Type::Array;
    } else if (*type == "string" && has_only(schema, {"type"})) {
        type_ = Type::String;
    } else if (*type == "integer" && has_only(schema, {"type", "minimum", "maximum"}) && schema.contains("minimum") && schema.contains("maximum") &&
               schema.at("minimum").is_number_unsigned() && schema.at("maximum").is_number_unsigned()) {
        minimum_ = schema.at("minimum").get<std::uint64_t>();
        maximum_ = schema.at("maximum").get<std::uint64_t>();
        type_ = Type::Count;
    }
}

void QuickCheck::read_members(const nlohmann::json& schema) {
    if (const nlohmann::json* const properties = find_member(schema, "properties"))
        for (const auto& [name, value] : properties->items()) members_.push_back({.name = name, .value = std::make_unique<QuickCheck>(value)});
    if (const nlohmann::json* const required = find_member(schema, "required"))
        for (const nlohmann::json& entry : *required) {
            const auto& name = entry.get_ref<const std::string&>();
            const auto found = std::ranges::find(members_, name, &Member::name);
            if (found != members_.end()) found->required = true;
            else members_.push_back({.name = name, .required = true});
        }
}

bool QuickCheck::surely_fits(const Json& value) const {
    switch (type_) {
        case Type::Object:
            return value.is_object() && object_fits(value);
        case Type::Array:
            return value.is_array() && std::ranges::all_of(value, [this](const Json& item) { return items_->surely_fits(item); });
        case Type::String:
            return value.is_string();
        case Type::Count:
            return value.is_number_unsigned() && value.get<std::uint64_t>() >= minimum_ && value.get<std::uint64_t>() <= maximum_;
        case Type::Unknown:
            break;
    }
    return false;
}

bool QuickCheck::object_fits(const Json& object) const {
    const auto& members = object.get_ref<const Json::object_t&>();
    return std::ranges::all_of(members_, [&members](const Member& known) {
        const auto member = members.find(known.name);
        return member == members.end() ? !known.required : known.value == nullptr || known.value->surely_fits(member->second);
    });
}

}  // namespace tlsrpt::report
