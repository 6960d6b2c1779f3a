#include "dns/turns.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace tlsrpt;

namespace {

std::vector<Turns::Ticket> all_that_may_start(Turns& turns) {
    std::vector<Turns::Ticket> started;
    while (const auto ticket = turns.next()) started.push_back(*ticket);
    return started;
}

using Tickets = std::vector<Turns::Ticket>;

}  // namespace

TEST_CASE("nobody waits, nobody starts") {
    Turns turns{4, 100};
    CHECK_FALSE(turns.next());
}

TEST_CASE("a group has so many turns and no more; other groups pass by") {
    Turns turns{2, 100};
    for (Turns::Ticket ticket = 0; ticket < 5; ++ticket) turns.wait(ticket, "tarpit.example");
    turns.wait(5, "good.example");
    CHECK(all_that_may_start(turns) == Tickets{0, 1, 5});

    turns.leave(1);
    CHECK(all_that_may_start(turns) == Tickets{2});
    turns.leave(5);  // another group's end gives this one nothing
    CHECK(all_that_may_start(turns).empty());
    CHECK(turns.started() == 2);
}

TEST_CASE("all groups together have a limit, too") {
    Turns turns{4, 3};
    for (Turns::Ticket ticket = 0; ticket < 5; ++ticket) turns.wait(ticket, std::to_string(ticket) + ".example");
    CHECK(all_that_may_start(turns) == Tickets{0, 1, 2});
    turns.leave(0);
    CHECK(all_that_may_start(turns) == Tickets{3});
}

TEST_CASE("who leaves while waiting never starts") {
    Turns turns{1, 100};
    turns.wait(0, "a.example");
    turns.wait(1, "a.example");
    turns.wait(2, "a.example");
    CHECK(all_that_may_start(turns) == Tickets{0});
    turns.leave(1);
    turns.leave(0);
    CHECK(all_that_may_start(turns) == Tickets{2});
}

TEST_CASE("leaving twice, or without having come, frees no turn") {
    Turns turns{1, 100};
    turns.wait(0, "a.example");
    turns.wait(1, "a.example");
    turns.wait(2, "a.example");
    CHECK(turns.next() == 0);
    turns.leave(0);
    turns.leave(0);
    turns.leave(77);
    CHECK(all_that_may_start(turns) == Tickets{1});
}
