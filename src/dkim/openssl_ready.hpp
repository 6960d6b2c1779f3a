// OpenSSL as a process needs it that verifies signatures: no configuration file, no texts of errors, no tables of algorithms by name.
//
// To be called before anything else of libcrypto that sets itself up; libopendkim would have all of that loaded. A cell cannot read the file
// in any case (sandbox.hpp), and where it can be read it must not change a verdict.
#pragma once

namespace tlsrpt::dkim {

void prepare_openssl();

}  // namespace tlsrpt::dkim
