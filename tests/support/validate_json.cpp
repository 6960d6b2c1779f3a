// What src/report says of JSON documents, for comparison with an independent validator.
//
//     one document a line  →  one line each: {"refused":"…"}                       the guard does not let it in
//                                            {"valid":false}                       as it stands, against the schema
//                                            {"valid":true,"normalised":{…}}       and what read_report() makes of it, when acceptable
#include <iostream>
#include <string>

#include "report/guard.hpp"
#include "report/schema.hpp"
#include "tlsrpt/json_writer.hpp"
#include "tlsrpt/report.hpp"

int main() {
    const tlsrpt::Limits limits;
    for (std::string line; std::getline(std::cin, line);) {
        tlsrpt::JsonWriter json;
        json.begin_object();
        if (auto document = tlsrpt::report::read_json(line, limits)) {
            json.key("valid").value(tlsrpt::report::violations_of(*document, 1).empty());
            const auto reading = tlsrpt::read_report(
                {.octets = line, .media_type = "", .file_name = "", .signed_report_domain = "", .submitter = ""}, limits);
            if (reading.report) json.key("normalised").raw(to_json(*reading.report));
        } else {
            json.key("refused").value(document.error().detail);
        }
        std::cout << json.end_object().text() << '\n';
    }
}
