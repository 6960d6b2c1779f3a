// The document as the JSON library holds it. Only src/report sees this type.
#pragma once

#include <nlohmann/json.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "report/arena.hpp"
#include "report/members.hpp"

namespace tlsrpt::report {

/// nlohmann::json, with the nodes of a document side by side, and the members of an object in one piece.
using Json = nlohmann::basic_json<Members, std::vector, std::string, bool, std::int64_t, std::uint64_t, double, ArenaAllocator>;

/// The member, or null when `object` is none or has no such member. Never throws.
inline Json* find_member(Json& object, std::string_view name) {
    if (!object.is_object()) return nullptr;
    const auto member = object.find(name);
    return member == object.end() ? nullptr : &*member;
}
template <typename AnyJson>
const AnyJson* find_member(const AnyJson& object, std::string_view name) {
    if (!object.is_object()) return nullptr;
    const auto member = object.find(name);
    return member == object.end() ? nullptr : &*member;
}

/// The text, or null when `value` is null or no string.
inline std::string* text_of(Json* value) { return value == nullptr ? nullptr : value->get_ptr<std::string*>(); }
template <typename AnyJson>
const std::string* text_of(const AnyJson* value) {
    return value == nullptr ? nullptr : value->template get_ptr<const std::string*>();
}

/// The elements, or null when `value` is null or no array.
inline Json::array_t* elements_of(Json* value) { return value == nullptr ? nullptr : value->get_ptr<Json::array_t*>(); }
inline const Json::array_t* elements_of(const Json* value) { return value == nullptr ? nullptr : value->get_ptr<const Json::array_t*>(); }

}  // namespace tlsrpt::report
