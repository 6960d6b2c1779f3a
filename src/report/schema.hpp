// Does the document have the shape that schemas/tlsrpt-report.schema.json describes?
//
//     document  →  all violations, each with its JSON pointer, up to a limit; none: valid
//
// The document is validated in pieces: the report without its policies, each policy without its failures, each failure, each against
// its part of the schema. That says the same as validating it as a whole, but stops when there are enough violations; valijson
// alone would collect one for each of a million wrong elements, and its paths would cost most of the time.
//
// valijson: patterns and formats run std::regex, which recurses over hostile text: the schema must not have any. It also reports every
// parent of a violation; those are left out.
#pragma once

#include <string_view>
#include <vector>

#include "report/json.hpp"
#include "tlsrpt/report.hpp"

namespace tlsrpt::report {

/// The published schema, embedded at build.
std::string_view schema_text();

/// `document` is taken apart meanwhile, and whole again afterwards.
std::vector<Violation> violations_of(Json& document, std::size_t most);

}  // namespace tlsrpt::report
