#include "doctor/sts_record.hpp"

#include <doctest/doctest.h>

using namespace tlsrpt::doctor;

TEST_CASE("the record at _mta-sts, RFC 8461 section 3.1") {
    struct Row {
        const char* text;
        const char* id;
        const char* wrong_id;
        std::vector<std::string> violations;
    };
    const Row rows[] = {
        {"v=STSv1; id=20160831085700Z;", "20160831085700Z", "", {}},
        {"v=STSv1;id=1", "1", "", {}},
        {"v=STSv1; id=12345678901234567890123456789012", "12345678901234567890123456789012", "", {}},
        {"v=STSv1; id=123456789012345678901234567890123", "", "123456789012345678901234567890123", {}},
        {"v=STSv1; id=2026-11-23", "", "2026-11-23", {}},
        {"v=STSv1; id=", "", "(empty)", {}},
        {"v=STSv1;", "", "", {}},
        {"v=STSv1; x=1; id=7", "7", "", {}},
        {"v=STSv1; id=7; id=8", "7", "", {"id twice; the first counts"}},
        {"v=STSv1; ID=7", "", "", {"\"id\" must be in lower case"}},
        {"v=STSv1; id =7", "7", "", {"a blank beside the \"=\" of \"id\""}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const StsRecord record = read_sts_record(row.text);
        CHECK(record.id == row.id);
        CHECK(record.wrong_id == row.wrong_id);
        CHECK(record.violations == row.violations);
    }
}
