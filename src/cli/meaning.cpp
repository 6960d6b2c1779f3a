#include "cli/meaning.hpp"

#include <algorithm>

#include "tlsrpt/spelling.hpp"
#include "tlsrpt/text.hpp"

namespace tlsrpt {
namespace {

constexpr std::size_t longest_word_bytes = 400;    // more of a reason is not looked at

/// Letters and digits in lower case, anything between them one "-".
std::string plain(std::string_view word) {
    std::string out;
    for (const char c : lower_ascii(word.substr(0, longest_word_bytes))) {
        const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.';
        if (kept) out += c;
        else if (!out.empty() && out.back() != '-') out += '-';
    }
    if (out.ends_with('-')) out.pop_back();
    return out;
}

/// Whether the phrase stands in the text as whole words.
bool contains(std::string_view text, std::string_view phrase) {
    for (std::size_t at = text.find(phrase); at != std::string_view::npos; at = text.find(phrase, at + 1)) {
        const std::size_t end = at + phrase.size();
        if ((at == 0 || text[at - 1] == '-') && (end == text.size() || text[end] == '-')) return true;
    }
    return false;
}

/// Calls back for each spelling of each meaning.
template <typename Visit>
void each_spelling(Visit visit) {
    for (const Meaning& meaning : meanings()) {
        visit(meaning, meaning.word);
        for (const std::string_view spelling : meaning.also) visit(meaning, spelling);
    }
}

}  // namespace

const Meaning* meaning_of(std::string_view word) {
    const std::string asked = plain(word);
    if (asked.empty()) return nullptr;
    const Meaning* found = nullptr;
    std::size_t longest = 0;
    each_spelling([&](const Meaning& meaning, std::string_view spelling) {
        const std::string known = plain(spelling);
        const std::size_t quality = known == asked ? std::string::npos : known.size();
        if (quality > longest && contains(asked, known)) {
            longest = quality;
            found = &meaning;
        }
    });
    return found;
}

std::string_view nearest_word(std::string_view word) {
    const std::string asked = plain(word);
    std::string_view nearest;
    std::size_t least = std::max<std::size_t>(2, asked.size() / 3) + 1;
    each_spelling([&](const Meaning& meaning, std::string_view spelling) {
        const std::string known = plain(spelling);
        const std::size_t edits = known.starts_with(asked) && asked.size() > 2 ? 1 : edits_between(asked, known);
        if (edits < least) {
            least = edits;
            nearest = meaning.word;
        }
    });
    return nearest;
}

std::string text_of(const Meaning::Fix& fix) { return std::string{fix.where} + ": " + std::string{fix.what}; }

}  // namespace tlsrpt
