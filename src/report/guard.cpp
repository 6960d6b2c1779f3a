#include "report/guard.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "report/pointer.hpp"
#include "report/quick_scan.hpp"
#include "tlsrpt/text.hpp"

namespace tlsrpt::report {
namespace {

constexpr std::int64_t max_exact_integer = (std::int64_t{1} << 53) - 1;  // RFC 7493 section 2.2
constexpr std::size_t max_quoted_bytes = 100;

// Whether a string may hold a NUL.
enum class Nul : std::uint8_t { Possible, Impossible };

// Receives the events of a parser; its interface is that of nlohmann's sax_parse. What stands in an object or array is kept aside until that ends,
// and then put into it at once: each has the size that it needs.
class Guard {
public:
    Guard(const Limits& limits, Nul nul) : limits_(limits), nul_(nul) {}

    bool null() { return put(nullptr); }
    bool boolean(bool truth) { return put(truth); }

    bool number_integer(Json::number_integer_t number) {
        if (number < -max_exact_integer) return refuse("an integer below -(2^53 - 1)");
        return put(number);
    }

    bool number_unsigned(Json::number_unsigned_t number) {
        if (number > static_cast<Json::number_unsigned_t>(max_exact_integer)) return refuse("an integer over 2^53 - 1");
        return put(number);
    }

    // JSON knows no kinds of numbers: 5.0 is the integer 5 (JSON Schema draft-07 validation section 6.1.1 agrees).
    bool number_float(Json::number_float_t number, const std::string& /*token*/) {
        if (std::trunc(number) != number || std::abs(number) > static_cast<double>(max_exact_integer)) return put(number);
        if (number < 0) return put(static_cast<Json::number_integer_t>(number));
        return put(static_cast<Json::number_unsigned_t>(number));
    }

    bool string(std::string_view text) { return is_allowed(text) && put(std::string{text}); }
    bool binary(Json::binary_t& /*octets*/) { return refuse("binary data"); }

    bool start_object(std::size_t /*unknown*/) { return open(true); }
    bool start_array(std::size_t /*unknown*/) { return open(false); }
    bool end_object() { return close(); }
    bool end_array() { return close(); }

    bool key(std::string_view text) {
        if (!is_allowed(text) || !count_node()) return false;
        const bool is_new = is_new_name(text);
        names_.emplace_back(text);
        return is_new || refuse("the same member name twice");
    }

    bool parse_error(std::size_t position, const std::string& /*token*/, const nlohmann::detail::exception& error) {
        constexpr int number_overflow = 406;
        if (error.id == number_overflow) return refuse("a number that no double can hold");
        return refuse(fmt::format("not JSON: syntax error at octet {}", position));
    }

    /// @pre All of the document was read.
    Json& document() { return values_.front(); }
    [[nodiscard]] const std::string& refusal() const { return refusal_; }

private:
    // An object or array that is still open.
    struct Level {
        bool is_object;
        std::size_t first_value;    // in values_
        std::size_t first_name;     // in names_
        std::unique_ptr<std::set<std::string_view>> sorted_names{};    // of a large object
    };

    bool count_node() {
        return ++nodes_ <= limits_.max_json_nodes || refuse(fmt::format("over {} values and names", limits_.max_json_nodes));
    }

    bool is_allowed(std::string_view text) {
        if (text.size() > limits_.max_json_string_bytes)
            return refuse(fmt::format("a string over {} bytes", limits_.max_json_string_bytes));
        if (nul_ == Nul::Possible && text.find('\0') != std::string_view::npos) return refuse("a string with NUL");
        return true;
    }

    /// Among the names of the innermost object. Those of a large one are sorted, for there may be 500,000 of them.
    bool is_new_name(std::string_view name) {
        constexpr std::size_t few = 16;
        Level& level = levels_.back();
        const std::span<const MemberName> names = std::span{names_}.subspan(level.first_name);
        if (names.size() < few) return std::ranges::none_of(names, [name](const MemberName& other) { return other == name; });
        if (level.sorted_names == nullptr) level.sorted_names = std::make_unique<std::set<std::string_view>>(names.begin(), names.end());
        else level.sorted_names->insert(names.back().view());
        return !level.sorted_names->contains(name);
    }

    template <typename Value>
    bool put(Value&& value) {
        if (!count_node()) return false;
        values_.emplace_back(std::forward<Value>(value));
        return true;
    }

    bool open(bool is_object) {
        if (levels_.size() >= limits_.max_json_depth) return refuse(fmt::format("nested deeper than {}", limits_.max_json_depth));
        if (!count_node()) return false;
        levels_.push_back({.is_object = is_object, .first_value = values_.size(), .first_name = names_.size()});
        return true;
    }

    bool close() {
        const Level level = std::move(levels_.back());
        levels_.pop_back();
        const auto values = values_.begin() + static_cast<std::ptrdiff_t>(level.first_value);
        const auto names = names_.begin() + static_cast<std::ptrdiff_t>(level.first_name);
        Json container = level.is_object ? Json::object() : Json::array();
        if (level.is_object) {
            auto& members = container.get_ref<Json::object_t&>();
            members.reserve(static_cast<std::size_t>(values_.end() - values));
            auto value = values;
            for (auto name = names; name != names_.end(); ++name, ++value) members.append(std::move(*name), std::move(*value));
        } else {
            container.get_ref<Json::array_t&>().assign(std::move_iterator{values}, std::move_iterator{values_.end()});
        }
        names_.erase(names, names_.end());
        values_.erase(values, values_.end());
        values_.push_back(std::move(container));
        return true;
    }

    bool refuse(std::string why) {
        refusal_ = std::move(why);
        std::string at;
        for (std::size_t depth = 0; depth < levels_.size(); ++depth) {
            const Level& level = levels_[depth];
            const Level* const inner = depth + 1 < levels_.size() ? &levels_[depth + 1] : nullptr;
            const std::size_t last_name = inner != nullptr ? inner->first_name : names_.size();
            const std::size_t last_value = inner != nullptr ? inner->first_value : values_.size();
            if (!level.is_object)
                at += fmt::format("/{}", last_value - level.first_value);
            else if (last_name > level.first_name)
                at += pointer_token(names_[last_name - 1]);
        }
        if (!at.empty()) refusal_ += " at " + cut_text(at, max_quoted_bytes);
        return false;
    }

    const Limits& limits_;
    Nul nul_;
    std::vector<Level> levels_;
    std::vector<MemberName> names_;    // of the open objects, outermost first
    std::vector<Json> values_;         // in the open objects and arrays; in the end, the document
    std::size_t nodes_{0};
    std::string refusal_;
};

}  // namespace

Expected<Json> read_json(std::string_view text, const Limits& limits) {
    if (const std::size_t at = text.find('\0'); at != std::string_view::npos)
        return Error{Slug::ReportInvalid, fmt::format("NUL at octet {}", at + 1)};
    if (!is_valid_utf8(text)) return Error{Slug::ReportInvalid, "not UTF-8 (RFC 7493 section 2.1)"};
    if (Guard plain{limits, Nul::Impossible}; QuickScan<Guard>{text, plain}.run()) return std::move(plain.document());
    Guard guard{limits, Nul::Possible};
    if (!Json::sax_parse(text.begin(), text.end(), &guard)) return Error{Slug::ReportInvalid, guard.refusal()};
    return std::move(guard.document());
}

}  // namespace tlsrpt::report
