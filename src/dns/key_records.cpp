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

/// A source that never waits, for an event loop.
class PromptSource final : public AsyncKeySource {
public:
    explicit PromptSource(std::unique_ptr<KeySource> source) : source_(std::move(source)) {}

    void resolve(std::span<const KeyName> names, Done done) override { found_.emplace_back(source_->resolve(names), std::move(done)); }
    void advance(Clock::time_point) override {
        for (auto& [answers, done] : std::exchange(found_, {})) done(std::move(answers));
    }
    [[nodiscard]] int fd() const override { return -1; }
    [[nodiscard]] std::optional<Clock::time_point> wake_at() const override {
        return found_.empty() ? std::nullopt : std::optional{Clock::time_point::min()};
    }

private:
    std::unique_ptr<KeySource> source_;
    std::vector<std::pair<KeyAnswers, Done>> found_;
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

std::unique_ptr<AsyncKeySource> without_waiting(std::unique_ptr<KeySource> source) {
    return std::make_unique<PromptSource>(std::move(source));
}

Expected<std::unique_ptr<AsyncKeySource>> open_async_key_file(const std::string& path) {
    auto source = open_key_file(path);
    if (!source) return source.error();
    return without_waiting(*std::move(source));
}

}  // namespace tlsrpt
