#include "store/postgresql/reachability.hpp"

#include <algorithm>
#include <mutex>

namespace tlsrpt::postgresql {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds first_pause = 20ms;
constexpr std::chrono::milliseconds longest_pause = 5s;

std::mutex mutex;

Reachability& of_process() {
    static Reachability one;
    return one;
}

}  // namespace

void Reachability::require(const std::string& url, Clock::time_point now) const {
    const auto found = away_.find(url);
    if (found != away_.end() && now < found->second.until) throw sql::DatabaseError{found->second.error};
}

void Reachability::failed(const std::string& url, const sql::DatabaseError& error, Clock::time_point now) {
    const auto found = away_.find(url);
    const auto pause = found == away_.end() ? first_pause : std::min(2 * found->second.pause, longest_pause);
    away_.insert_or_assign(url, Away{error, pause, now + pause});
}

void Reachability::succeeded(const std::string& url) { away_.erase(url); }

void require_reachable(const std::string& url) {
    const std::lock_guard lock{mutex};
    of_process().require(url, Reachability::Clock::now());
}

void note_reachable(const std::string& url) {
    const std::lock_guard lock{mutex};
    of_process().succeeded(url);
}

void note_away(const std::string& url, const sql::DatabaseError& error) {
    const std::lock_guard lock{mutex};
    of_process().failed(url, error, Reachability::Clock::now());
}

}  // namespace tlsrpt::postgresql
