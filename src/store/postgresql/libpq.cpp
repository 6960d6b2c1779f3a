#include "store/postgresql/libpq.hpp"

#include <dlfcn.h>
#include <fmt/format.h>

#include <mutex>
#include <string>

#include "store/sql/database_error.hpp"

namespace tlsrpt::postgresql {
namespace {

constexpr const char* library = "libpq.so.5";

void load(Libpq& table, std::string& trouble) {
    void* const handle = ::dlopen(library, RTLD_NOW | RTLD_LOCAL);
    if (handle == nullptr) {
        trouble = fmt::format("a PostgreSQL store needs libpq (Debian: libpq5): {}", ::dlerror());
        return;
    }
#define TLSRPT_LOAD(name)                                                                \
    table.name = reinterpret_cast<decltype(table.name)>(::dlsym(handle, #name));         \
    if (table.name == nullptr) trouble = fmt::format("{} is too old: no {}", library, #name);
    TLSRPT_LIBPQ_FUNCTIONS(TLSRPT_LOAD)
#undef TLSRPT_LOAD
}

}  // namespace

const Libpq& libpq() {
    static std::once_flag once;
    static Libpq table{};
    static std::string trouble;
    std::call_once(once, [] { load(table, trouble); });
    if (!trouble.empty()) sql::throw_unavailable(trouble);
    return table;
}

}  // namespace tlsrpt::postgresql
