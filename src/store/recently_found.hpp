// What was found in a map lately, so that it need not be looked for.
//
//     map, key → value, by the map or by what is remembered of it
//
// A report of 20,000 failures has a hundred kinds of them, and each failure is added to what is known of its kind. What is remembered has a fixed
// size: kinds that push each other out are looked for in the map, as all were.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <tuple>

namespace tlsrpt {

/// @tparam Map  whose keys are a tuple of three string_views, and whose values stay where they are. Only grows while this lives.
template <typename Map>
class RecentlyFound {
public:
    using Key = typename Map::key_type;
    using Value = typename Map::mapped_type;

    /// The value of that key, made when there is none.
    Value& in(Map& map, const Key& key) {
        Found& found = found_[place_of(key)];
        if (found.value != nullptr && found.map == &map && found.key == key) return *found.value;
        found = {&map, key, &map[key]};
        return *found.value;
    }

private:
    static constexpr unsigned place_bits = 7;

    struct Found {
        Map* map{nullptr};
        Key key{};
        Value* value{nullptr};
    };

    static std::uint64_t some_of(std::string_view text) {
        std::uint64_t first = 0;
        std::uint64_t last = 0;
        if (text.size() < sizeof first) {
            for (const char c : text) first = first << 8 | static_cast<unsigned char>(c);
            return first;
        }
        std::memcpy(&first, text.data(), sizeof first);
        std::memcpy(&last, text.data() + text.size() - sizeof last, sizeof last);
        return first ^ last << 1 ^ text.size();
    }
    static std::size_t place_of(const Key& key) {
        constexpr std::uint64_t odd = 0x9e3779b97f4a7c15U;
        const auto& [a, b, c] = key;
        const std::uint64_t mixed = ((some_of(a) * odd ^ some_of(b)) * odd ^ some_of(c)) * odd;
        return static_cast<std::size_t>(mixed >> (64 - place_bits));
    }

    std::array<Found, std::size_t{1} << place_bits> found_{};
};

}  // namespace tlsrpt
