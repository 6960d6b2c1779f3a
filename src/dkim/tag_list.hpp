// The syntax that DKIM-Signature fields and key records share: RFC 6376 section 3.2.
//
//     "v=1; a=rsa-sha256; …"  →  tags in order, or the first thing that is wrong
//
// Strict, since libopendkim is not: a doubled tag, an empty one, a name that is no tag-name, a control or 8-bit byte or
// a broken fold refuses the whole list, as the RFC demands ("MUST be discarded" for doubled tags).
//
// Deviation: white space after the last semicolon, which the ABNF does not have and many key records do.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "tlsrpt/expected.hpp"

namespace tlsrpt::dkim {

/// Views into the text that was parsed.
struct Tag {
    std::string_view name;   ///< as written: names are case-sensitive
    std::string_view value;  ///< without folding white space at its ends; inner white space as written
    bool spaced{false};      ///< white space between the name and "="
};

class TagList {
public:
    /// More than any real list; RFC 6376 knows 14 tags. Keeps the search for doubled ones short.
    static constexpr std::size_t max_tags = 64;

    /// @return signature-failed  the text is no tag-list
    static Expected<TagList> parse(std::string_view text);

    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
    [[nodiscard]] const std::vector<Tag>& tags() const { return tags_; }

private:
    std::vector<Tag> tags_;
};

/// The elements of a colon-separated value, white space around them removed. An empty element stays: the caller refuses it.
std::vector<std::string_view> split_colons(std::string_view value);

}  // namespace tlsrpt::dkim
