// libopendkim's whole verdict on a mail, keys decoded and signatures verified by it: the measure for ours, which takes only its hashes.
#pragma once

#include <map>
#include <string>

#include "tlsrpt/mail.hpp"

namespace tlsrpt::test {

/// Whether one of the mail's signatures passes. The records, by key name, must be free of s=, which it judges its own way.
bool library_passes(const Prescan& mail, const std::map<std::string, std::string>& records);

}  // namespace tlsrpt::test
