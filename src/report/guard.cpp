#include "report/guard.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "report/pointer.hpp"
#include "report/quick_scan.hpp"
#include "tlsrpt/text.hpp"

namespace tlsrpt::report {
namespace {

constexpr std::int64_t max_exact_integer = (std::int64_t{1} << 53) - 1;  // RFC 7493 section 2.2
constexpr std::size_t max_quoted_bytes = 100;

// Receives the events of Json::sax_parse; its interface is nlohmann's.
class Guard {
public:
    explicit Guard(const Limits& limits) : limits_(limits) {}

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

    bool string(std::string& text) { return is_allowed(text) && put(std::move(text)); }
    bool binary(Json::binary_t& /*octets*/) { return refuse("binary data"); }

    bool start_object(std::size_t /*unknown*/) { return open(Json::object()); }
    bool start_array(std::size_t /*unknown*/) { return open(Json::array()); }
    bool end_object() { return close(); }
    bool end_array() { return close(); }

    bool key(std::string& name) {
        if (!is_allowed(name) || !count_node()) return false;
        Level& level = levels_.back();
        const auto [member, is_new] = level.container->get_ref<Json::object_t&>().emplace(std::move(name), nullptr);
        level.name = &member->first;
        level.slot = &member->second;
        return is_new || refuse("the same member name twice");
    }

    bool parse_error(std::size_t position, const std::string& /*token*/, const nlohmann::detail::exception& error) {
        constexpr int number_overflow = 406;
        if (error.id == number_overflow) return refuse("a number that no double can hold");
        return refuse(fmt::format("not JSON: syntax error at octet {}", position));
    }

    Json& document() { return document_; }
    [[nodiscard]] const std::string& refusal() const { return refusal_; }

private:
    // An object or array that is still open. The addresses hold: only the innermost container grows, and a std::map moves nothing.
    struct Level {
        Json* container;
        const std::string* name{nullptr};  // of the member being read; null in an array
        Json* slot{nullptr};               // of the member being read
    };

    bool count_node() {
        return ++nodes_ <= limits_.max_json_nodes || refuse(fmt::format("over {} values and names", limits_.max_json_nodes));
    }

    bool is_allowed(const std::string& text) {
        if (text.size() > limits_.max_json_string_bytes)
            return refuse(fmt::format("a string over {} bytes", limits_.max_json_string_bytes));
        if (text.find('\0') != std::string::npos) return refuse("a string with NUL");
        return true;
    }

    /// Where the next value goes.
    Json* place(Json&& value) {
        if (levels_.empty()) {
            document_ = std::move(value);
            return &document_;
        }
        Level& level = levels_.back();
        if (level.name == nullptr) {
            auto& array = level.container->get_ref<Json::array_t&>();
            return &array.emplace_back(std::move(value));
        }
        *level.slot = std::move(value);
        return level.slot;
    }

    bool put(Json value) {
        if (!count_node()) return false;
        place(std::move(value));
        return true;
    }

    bool open(Json container) {
        if (levels_.size() >= limits_.max_json_depth) return refuse(fmt::format("nested deeper than {}", limits_.max_json_depth));
        if (!count_node()) return false;
        levels_.push_back({place(std::move(container))});
        return true;
    }

    bool close() {
        levels_.pop_back();
        return true;
    }

    bool refuse(std::string why) {
        refusal_ = std::move(why);
        std::string at;
        for (const Level& level : levels_) {
            const bool is_innermost = &level == &levels_.back();  // its next element is not placed yet
            if (level.name != nullptr)
                at += pointer_token(*level.name);
            else if (level.container->is_array())
                at += fmt::format("/{}", level.container->size() - (is_innermost ? 0 : 1));
        }
        if (!at.empty()) refusal_ += " at " + cut_text(at, max_quoted_bytes);
        return false;
    }

    const Limits& limits_;
    Json document_;
    std::vector<Level> levels_;
    std::size_t nodes_{0};
    std::string refusal_;
};

}  // namespace

Expected<Json> read_json(std::string_view text, const Limits& limits) {
    if (const std::size_t at = text.find('\0'); at != std::string_view::npos)
        return Error{Slug::ReportInvalid, fmt::format("NUL at octet {}", at + 1)};
    if (!is_valid_utf8(text)) return Error{Slug::ReportInvalid, "not UTF-8 (RFC 7493 section 2.1)"};
    if (Guard plain{limits}; QuickScan<Guard>{text, plain}.run()) return std::move(plain.document());
    Guard guard{limits};
    if (!Json::sax_parse(text.begin(), text.end(), &guard)) return Error{Slug::ReportInvalid, guard.refusal()};
    return std::move(guard.document());
}

}  // namespace tlsrpt::report
