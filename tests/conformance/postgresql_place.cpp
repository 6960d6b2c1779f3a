#include "postgresql_place.hpp"

#include <libpq-fe.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>

#include "tlsrpt/text.hpp"

namespace tlsrpt::test {
namespace {

struct Finish {
    void operator()(PGconn* connection) const noexcept { PQfinish(connection); }
};
struct Clear {
    void operator()(PGresult* result) const noexcept { PQclear(result); }
};

void run(const std::string& url, const std::string& sql) {
    const std::unique_ptr<PGconn, Finish> connection{PQconnectdb(url.c_str())};
    if (PQstatus(connection.get()) != CONNECTION_OK) FAIL(PQerrorMessage(connection.get()));
    const std::unique_ptr<PGresult, Clear> result{PQexec(connection.get(), sql.c_str())};
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) FAIL(sql, ": ", PQerrorMessage(connection.get()));
}

// "postgresql://user@/postgres?host=…" with another database.
std::string with_database(const std::string& url, const std::string& name) {
    const std::size_t authority = url.find("://") + 3;
    const std::size_t slash = url.find('/', authority);
    const std::size_t question = url.find('?', slash);
    return url.substr(0, slash + 1) + name + (question == std::string::npos ? std::string{} : url.substr(question));
}

// An empty store, migrated once; others are copies of it.
const std::string& template_of(const std::string& url) {
    static const std::string name = [&] {
        const std::string fresh = "conformance_" + std::to_string(::getpid());
        run(url, "CREATE DATABASE " + fresh);
        StoreOptions options;
        options.database = with_database(url, fresh);
        must(migrate_store(options));
        return fresh;
    }();
    return name;
}

class PostgresqlPlace final : public Place {
public:
    PostgresqlPlace(std::string url, const QuarantineBudget& budget) : url_(std::move(url)) {
        static std::atomic<int> count{0};
        name_ = template_of(url_) + "_" + std::to_string(++count);
        run(url_, "CREATE DATABASE " + name_ + " TEMPLATE " + template_of(url_));
        options_.database = with_database(url_, name_);
        options_.budget = budget;
    }
    ~PostgresqlPlace() override {
        close();
        run(url_, "DROP DATABASE " + name_ + " WITH (FORCE)");
    }
    [[nodiscard]] std::string_view kind() const override { return "PostgreSQL"; }
    [[nodiscard]] std::string kept(std::string_view text) const override {
        std::string kept;
        for (std::size_t at = 0; at < text.size();) {
            std::size_t length = 1;
            while (length < std::min<std::size_t>(text.size() - at, 4) && !is_valid_utf8(text.substr(at, length))) ++length;
            const bool is_character = text[at] != '\0' && is_valid_utf8(text.substr(at, length));
            kept += is_character ? text.substr(at, length) : std::string_view{"\xEF\xBF\xBD"};
            at += is_character ? length : 1;
        }
        return kept;
    }
    std::unique_ptr<Store> open_store() override { return must(tlsrpt::open_store(options_)); }
    std::unique_ptr<StoreReader> open_reader() override { return must(open_store_reader(options_)); }
    [[nodiscard]] std::optional<StoreOptions> options() const override { return options_; }

private:
    std::string url_;
    std::string name_;
    StoreOptions options_;
};

}  // namespace

std::unique_ptr<Place> new_postgresql_place(const std::string& url, const QuarantineBudget& budget) { return std::make_unique<PostgresqlPlace>(url, budget); }

}  // namespace tlsrpt::test
