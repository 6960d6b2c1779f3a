// Whose lookup goes next, so that one domain with dead name servers cannot hold up the others.
//
//     tickets with their group → the order in which they start
//
// A group is an organizational domain: whoever runs a tar pit can have as many names below it as he likes, but not as
// many domains. Within a group, and among groups that may start, first come is first served.
//
// Pure: no time, no network.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <optional>
#include <string>

namespace tlsrpt {

class Turns {
public:
    using Ticket = std::uint64_t;

    Turns(std::size_t most_per_group, std::size_t most_in_all) : most_per_group_(most_per_group), most_in_all_(most_in_all) {}

    void wait(Ticket ticket, std::string group);
    /// The next ticket that may start, which thereby has started; none when every one that waits must go on waiting.
    std::optional<Ticket> next();
    /// The ticket has ended, whether it had started or not. Unknown tickets are ignored.
    void leave(Ticket ticket);

    [[nodiscard]] std::size_t started() const { return started_.size(); }

private:
    struct Waiting {
        Ticket ticket;
        std::string group;
    };
    std::size_t most_per_group_;
    std::size_t most_in_all_;
    std::list<Waiting> waiting_;
    std::map<Ticket, std::string> started_;
    std::map<std::string, std::size_t> started_of_group_;  // no entry for zero
};

}  // namespace tlsrpt
