#include "store/sql/policy_texts.hpp"

#include "store/string_list.hpp"
#include "tlsrpt/text.hpp"

namespace tlsrpt::sql {
namespace {

// As many whole lines as there is room for, and a last one that says that some are missing.
std::string kept_lines(const std::vector<std::string>& policy_string) {
    std::vector<std::string> kept;
    std::size_t bytes = 0;
    for (const std::string& line : policy_string) {
        bytes += line.size();
        if (bytes > max_policy_text_bytes) {
            kept.emplace_back("…");
            break;
        }
        kept.push_back(line);
    }
    return to_json_array(kept);
}

}  // namespace

std::int64_t policy_id_of(Connection& db, const Contribution::Type& type, std::chrono::sys_days day) {
    if (type.canonical_policy.empty()) return 0;
    const std::string digest = sha256_hex(type.canonical_policy);
    const std::string lines = kept_lines(*type.policy_string);
    bool is_newer = false;
    bool is_smaller = false;
    std::int64_t id = 0;
    {
        Rows known = db.query("SELECT id, last_day, policy_string FROM policy_text WHERE digest = ?", digest);
        if (known.next()) {
            id = known.integer(0);
            is_newer = known.day(1) < day;
            is_smaller = lines < known.view(2);  // of all spellings the same one is shown, whichever came first
        }
    }
    if (id == 0) return db.insert("INSERT INTO policy_text (digest, policy_string, last_day) VALUES (?, ?, ?)", digest, lines, day);
    if (is_newer || is_smaller)
        db.run(
            "UPDATE policy_text SET last_day = CASE WHEN last_day < ?1 THEN ?1 ELSE last_day END, policy_string = CASE WHEN ?2 < policy_string"
            " THEN ?2 ELSE policy_string END WHERE id = ?3",
            day, lines, id);
    return id;
}

}  // namespace tlsrpt::sql
