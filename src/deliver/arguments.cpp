#include "deliver/arguments.hpp"

#include <algorithm>

namespace tlsrpt {
namespace {

/// "--name=value" or "--name value" at position i, which then moves to the last word used.
bool takes_value(int argc, const char* const* argv, int& i, std::string_view name, std::string& value) {
    const std::string_view word{argv[i]};
    if (word == name && i + 1 < argc) {
        value = argv[++i];
        return true;
    }
    if (!word.starts_with(name) || word.size() == name.size() || word[name.size()] != '=') return false;
    value = word.substr(name.size() + 1);
    return true;
}

void read_envelope(DeliverArguments& arguments, const std::function<std::string(const char*)>& variable) {
    const int count = static_cast<int>(arguments.for_ingest.size());
    bool has_sender = false;
    std::string value;
    for (int i = 0; i < count; ++i) {
        if (takes_value(count, arguments.for_ingest.data(), i, "--sender", arguments.sender)) has_sender = true;
        else if (takes_value(count, arguments.for_ingest.data(), i, "--recipient", value) && !value.empty()) arguments.recipients.push_back(value);
    }
    const auto first_set = [&](const char* ours, const char* exims) {
        std::string text = variable(ours);
        return text.empty() ? variable(exims) : text;
    };
    if (!has_sender) arguments.sender = first_set("TLSRPT_SENDER", "SENDER");
    if (!arguments.recipients.empty()) return;
    value = first_set("TLSRPT_RECIPIENT", "RECIPIENT");
    // LMTP needs a recipient. Nothing is decided by it: that the MTA did not say whom the mail is for is what the store then shows.
    arguments.recipients.push_back(value.empty() ? "unknown" : value);
}

}  // namespace

DeliverArguments read_arguments(int argc, const char* const* argv, const std::function<std::string(const char*)>& variable) {
    DeliverArguments arguments;
    for (int i = 1; i < argc; ++i) {
        const std::string_view word{argv[i]};
        if (word == "--") {
            arguments.for_ingest.assign(argv + i + 1, argv + argc);
            break;
        }
        if (word == "--help") arguments.help = true;
        else if (word == "--version") arguments.version = true;
        else if (takes_value(argc, argv, i, "--socket", arguments.socket) || takes_value(argc, argv, i, "--ingest", arguments.ingest)) continue;
        else if (arguments.wrong.empty()) arguments.wrong = "unknown argument " + std::string{word};
    }
    read_envelope(arguments, variable);
    return arguments;
}

bool fits_command(std::string_view address) {
    constexpr std::size_t longest = 1024;
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
    return address.size() <= longest && std::none_of(address.begin(), address.end(), is_control);
}

}  // namespace tlsrpt
