// A store over PostgreSQL in a schema of its own, and the server that with_postgresql started.
#pragma once

#include "fixture.hpp"

namespace tlsrpt::test {

class PostgresqlFixture {
public:
    explicit PostgresqlFixture(QuarantineBudget budget = {});
    /// Beside a store that is there, or is not: nothing is opened.
    struct Existing {
        StoreOptions options;
    };
    explicit PostgresqlFixture(Existing existing) : options(std::move(existing.options)) {}
    Expected<Recorded> record(const Examination& examination, std::chrono::sys_seconds received_at = noon);
    Recorded must_record(const Examination& examination, std::chrono::sys_seconds received_at = noon) { return must(record(examination, received_at)); }
    [[nodiscard]] std::unique_ptr<StoreReader> reader() const { return must(open_store_reader(options)); }
    /// Over a connection of its own, in the store's schema.
    [[nodiscard]] std::int64_t number(const std::string& sql) const;
    void execute(const std::string& script) const;

    /// The URL of a superuser.
    static std::string server();
    /// An empty schema. @return a URL that has it for its search path
    static std::string new_schema();

    StoreOptions options;
    std::unique_ptr<Store> store;
};

}  // namespace tlsrpt::test
