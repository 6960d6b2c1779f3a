// What was made of some octets before, for octets that a few senders send again and again: their key records, keys and domains.
//
//     exact octets  →  the value that was kept for them, or none
//
// As many values as there are slots; one pushes out another of the same slot, so that nobody can make it grow. For one thread: thread_local.
// A value must follow from its octets alone: no verdict may depend on what was kept.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace tlsrpt::dkim {

template <typename Value, std::size_t slots = 64>
class Recent {
public:
    /// @return borrowed until the next keep(); nullptr: none
    [[nodiscard]] const Value* find(std::string_view octets) const {
        const Slot& slot = slots_.at(place_of(octets));
        return slot.value && slot.octets == octets ? &*slot.value : nullptr;
    }

    const Value& keep(std::string_view octets, Value value) {
        Slot& slot = slots_.at(place_of(octets));
        slot.value.reset();    // should the copy throw
        slot.octets = octets;
        return slot.value.emplace(std::move(value));
    }

private:
    struct Slot {
        std::string octets;
        std::optional<Value> value;
    };
    static std::size_t place_of(std::string_view octets) { return std::hash<std::string_view>{}(octets) % slots; }

    std::array<Slot, slots> slots_;
};

}  // namespace tlsrpt::dkim
