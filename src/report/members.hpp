// The members of an object, in the order in which they came: what the JSON library is given in place of a std::map.
//
//     name → value
//
// A member is found by going through all. Objects of a report have eight members at the most, and what looks for one in a hostile object of
// 500,000 does so a few times for each object, whatever stands in it: whoever reads a document keeps from asking for every name (guard.cpp).
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <iterator>
#include <string_view>
#include <utility>
#include <vector>

#include "report/arena.hpp"
#include "report/member_name.hpp"

namespace tlsrpt::report {

/// As nlohmann::basic_json uses std::map.
template <typename, typename Value, typename...>
class Members : public std::vector<std::pair<MemberName, Value>, ArenaAllocator<std::pair<MemberName, Value>>> {
public:
    using key_type = MemberName;
    using mapped_type = Value;
    using key_compare = std::less<>;
    using List = std::vector<std::pair<MemberName, Value>, ArenaAllocator<std::pair<MemberName, Value>>>;
    using typename List::const_iterator;
    using typename List::iterator;

    Members() = default;
    template <typename Iterator>
    Members(Iterator first, Iterator last) {
        for (; first != last; ++first) emplace(first->first, first->second);
    }

    iterator find(std::string_view name) {
        return std::find_if(this->begin(), this->end(), [name](const auto& member) { return member.first == name; });
    }
    const_iterator find(std::string_view name) const {
        return std::find_if(this->begin(), this->end(), [name](const auto& member) { return member.first == name; });
    }
    std::size_t count(std::string_view name) const { return find(name) == this->end() ? 0 : 1; }

    /// @pre There is no member of that name.
    Value& append(MemberName name, Value&& value) { return this->emplace_back(std::move(name), std::move(value)).second; }

    template <typename Name, typename From>
    std::pair<iterator, bool> emplace(Name&& name, From&& value) {
        MemberName key(std::forward<Name>(name));
        if (const iterator member = find(key); member != this->end()) return {member, false};
        this->emplace_back(std::move(key), std::forward<From>(value));
        return {std::prev(this->end()), true};
    }
    using List::operator[];
    Value& operator[](std::string_view name) { return emplace(name, nullptr).first->second; }

    using List::erase;
    std::size_t erase(std::string_view name) {
        const iterator member = find(name);
        if (member == this->end()) return 0;
        erase(member);
        return 1;
    }

    /// Whatever the order, which is mostly the same.
    friend bool operator==(const Members& a, const Members& b) {
        if (a.size() != b.size()) return false;
        for (std::size_t i = 0; i < a.size(); ++i) {
            const const_iterator same = b[i].first == a[i].first ? b.begin() + static_cast<std::ptrdiff_t>(i) : b.find(a[i].first);
            if (same == b.end() || !(same->second == a[i].second)) return false;
        }
        return true;
    }
};

}  // namespace tlsrpt::report
