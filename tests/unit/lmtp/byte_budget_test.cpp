#include "lmtp/byte_budget.hpp"

#include <doctest/doctest.h>

using namespace tlsrpt;

TEST_CASE("over the budget nobody reads but the first that asked") {
    int freed = 0;
    ByteBudget budget{100, [&] { ++freed; }};
    ByteBudget::Share a{budget};
    ByteBudget::Share b{budget};
    ByteBudget::Share c{budget};
    a.set(60);
    CHECK(a.may_read());
    b.set(40);
    c.set(5);
    CHECK(budget.used() == 105);
    CHECK(b.may_read());          // the first: half-read mails must not wait for each other for ever
    CHECK_FALSE(a.may_read());
    CHECK_FALSE(c.may_read());
    b.set(90);
    CHECK(b.may_read());
    CHECK(freed == 0);

    b.set(0);                     // done
    CHECK(freed == 1);
    CHECK(a.may_read());
    CHECK(c.may_read());
    CHECK(budget.used() == 65);
}

TEST_CASE("when the first is done while all is still full, the next may go on") {
    int freed = 0;
    ByteBudget budget{100, [&] { ++freed; }};
    ByteBudget::Share big{budget};
    big.set(200);
    ByteBudget::Share next{budget};
    {
        ByteBudget::Share first{budget};
        first.set(10);
        CHECK(first.may_read());
        CHECK_FALSE(next.may_read());
    }                             // hung up
    CHECK(freed == 1);
    CHECK(budget.used() == 200);
    CHECK(next.may_read());
    CHECK_FALSE(big.may_read());
}

TEST_CASE("a larger budget lets everybody go on") {
    ByteBudget budget{10};
    ByteBudget::Share a{budget};
    ByteBudget::Share b{budget};
    a.set(50);
    CHECK(a.may_read());
    CHECK_FALSE(b.may_read());
    budget.set_most(100);
    CHECK(b.may_read());
}
