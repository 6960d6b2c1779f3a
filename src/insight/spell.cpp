// Days of failure, joined into spells.
#include <arpa/inet.h>

#include <algorithm>
#include <array>

#include "insight/saturated.hpp"
#include "tlsrpt/incident.hpp"

namespace tlsrpt {
namespace {

template <std::size_t Size>
std::string masked(int family, std::array<unsigned char, Size> octets, std::size_t kept, const char* suffix) {
    std::fill(octets.begin() + static_cast<std::ptrdiff_t>(kept), octets.end(), static_cast<unsigned char>(0));
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (::inet_ntop(family, octets.data(), text.data(), static_cast<socklen_t>(text.size())) == nullptr) return {};
    return std::string{text.data()} + suffix;
}

}  // namespace

Spell joined(std::span<const Spell> near, const Sighting& sighting) {
    Spell spell{sighting.day, sighting.day, sighting.failed_session_count};
    for (const Spell& other : near) {
        spell.first_day = std::min(spell.first_day, other.first_day);
        spell.last_day = std::max(spell.last_day, other.last_day);
        spell.failed_session_count = saturated_sum(spell.failed_session_count, other.failed_session_count);
    }
    return spell;
}

std::vector<Spell> spells_of(std::span<const Sighting> sightings) {
    std::vector<Spell> spells;
    for (const Sighting& sighting : sightings) {
        if (spells.empty() || sighting.day - spells.back().last_day > max_pause)
            spells.push_back(joined({}, sighting));
        else
            spells.back() = joined({&spells.back(), 1}, sighting);
    }
    return spells;
}

std::string network_of(std::string_view address) {
    const std::string text{address};
    std::array<unsigned char, 4> four{};
    if (::inet_pton(AF_INET, text.c_str(), four.data()) == 1) return masked(AF_INET, four, 3, "/24");
    std::array<unsigned char, 16> sixteen{};
    if (::inet_pton(AF_INET6, text.c_str(), sixteen.data()) != 1) return {};
    constexpr std::array<unsigned char, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
    if (std::equal(mapped.begin(), mapped.end(), sixteen.begin())) {
        std::copy(sixteen.begin() + 12, sixteen.end(), four.begin());
        return masked(AF_INET, four, 3, "/24");
    }
    return masked(AF_INET6, sixteen, 6, "/48");
}

}  // namespace tlsrpt
