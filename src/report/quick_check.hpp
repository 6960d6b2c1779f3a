// Does a document surely fit the schema? Almost every one does, and then nobody needs the validator, which says why when one does not.
//
//     schema text ─once─► QuickCheck          value → "surely", or "ask the validator"
//
// Made of the schema's own text, so that there is one schema. It knows the few keywords that our schema has, with their meaning for a value that is
// valid; at one that it does not know it is sure of nothing, and the validator decides as if this file were not there. A wrong "surely" would let an
// invalid document through: a test holds it against the validator's word on every place of a document.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "report/json.hpp"

namespace tlsrpt::report {

class QuickCheck {
public:
    explicit QuickCheck(const nlohmann::json& schema);

    [[nodiscard]] bool surely_fits(const Json& value) const;

private:
    enum class Type : std::uint8_t { Unknown, Object, Array, String, Count };    // Count: an integer with both bounds, none negative
    struct Member {
        std::string name;
        bool required{false};
        std::unique_ptr<QuickCheck> value{};
    };

    void read_members(const nlohmann::json& schema);
    [[nodiscard]] bool object_fits(const Json& object) const;

    Type type_{Type::Unknown};
    std::vector<Member> members_;
    std::unique_ptr<QuickCheck> items_;
    std::uint64_t minimum_{0};
    std::uint64_t maximum_{0};
};

}  // namespace tlsrpt::report
