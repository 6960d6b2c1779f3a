#include "doctor/sts_record.hpp"

#include <algorithm>

#include "doctor/characters.hpp"
#include "doctor/text_record.hpp"
#include "tlsrpt/text.hpp"

namespace tlsrpt::doctor {

StsRecord read_sts_record(std::string_view text) {
    constexpr std::size_t max_id_octets = 32;
    StsRecord record;
    Fields fields = fields_of(text);
    record.violations = std::move(fields.violations);
    bool has_id = false;
    for (const Field& field : fields.fields) {
        if (field.name == "id") {
            if (has_id) {
                record.violations.emplace_back("id twice; the first counts");
                continue;
            }
            has_id = true;
            const bool good =
                !field.value.empty() && field.value.size() <= max_id_octets && std::ranges::all_of(field.value, is_letter_or_digit);
            (good ? record.id : record.wrong_id) = field.value.empty() ? "(empty)" : cut_text(field.value, 64);
            continue;
        }
        if (equal_ignoring_case(field.name, "id"))
            record.violations.emplace_back("\"id\" must be in lower case");
        else if (const auto wrong = wrong_extension(field))
            record.violations.push_back(*wrong);
        else
            record.unknown_fields.push_back(cut_text(field.name, 32));
    }
    return record;
}

}  // namespace tlsrpt::doctor
