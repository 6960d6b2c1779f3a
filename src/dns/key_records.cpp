#include "dns/key_records.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "dns/key_answer.hpp"
#include "tlsrpt/file.hpp"
#include "tlsrpt/text.hpp"

namespace tlsrpt {
namespace {

constexpr std::size_t max_key_file_bytes = 16u << 20;
constexpr std::string_view temporary_failure = "TEMPERROR";

class KeyRecords final : public KeySource {
public:
    void add(KeyName name, std::string text) { texts_[std::move(name)].push_back(std::move(text)); }

    KeyAnswers resolve(std::span<const KeyName> names) override {
        KeyAnswers answers;
        for (const KeyName& name : names) answers.emplace(name, answer(name));
        return answers;
    }

private:
    [[nodiscard]] KeyAnswer answer(const KeyName& name) const {
        const auto found = texts_.find(lower_ascii(name));
        if (found == texts_.end()) return no_key("NXDOMAIN");
        if (std::ranges::find(found->second, temporary_failure) != found->second.end()) return key_unavailable("SERVFAIL");
        return answer_from_texts(found->second);
    }

    std::map<KeyName, std::vector<std::string>> texts_;
};

}  // namespace

Expected<std::unique_ptr<KeySource>> read_key_records(std::string_view text, const std::string& file_name) {
    auto records = std::make_unique<KeyRecords>();
    for (std::size_t number = 1; !text.empty(); ++number) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = trim(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.empty() || line.starts_with('#')) continue;

        const auto wrong = [&](std::string_view what) {
            return Error{Slug::Misconfigured, fmt::format("{}:{}: {}", file_name, number, what)};
        };
        const std::size_t blank = line.find_first_of(" \t");
        if (blank == std::string_view::npos) return wrong("a key record needs a name, a blank and a text");
        KeyName name = lower_ascii(line.substr(0, blank));
        if (name.ends_with('.')) name.pop_back();  // as a zone file writes it
        if (!is_key_name(name)) return wrong("a key record's name is selector._domainkey.domain");
        records->add(std::move(name), std::string{trim(line.substr(blank))});
    }
    return std::unique_ptr<KeySource>{std::move(records)};
}

Expected<std::unique_ptr<KeySource>> open_key_file(const std::string& path) {
    const auto text = read_file(path, max_key_file_bytes);
    if (!text) return text.error();
    return read_key_records(*text, path);
}

}  // namespace tlsrpt
