// The name of a store: the path of a file or the URL of a server, and how it may be shown.
//
//     postgresql://writer:secret@db.example/tlsrpt?sslmode=verify-full  →  postgresql://writer@db.example/tlsrpt?sslmode=verify-full
//
// libpq reads the URL itself, with all its parameters; here only what may not be shown is told apart. A password in a file (passfile, PGPASSFILE) or
// a service file stands in no URL at all, and is the better place.
//
// Pure.
#pragma once

#include <string>
#include <string_view>

namespace tlsrpt {

/// Whether that names a server, by a URL of libpq; otherwise it is the path of a file.
bool is_postgresql(std::string_view database);

/// Without user's password, password= and sslpassword=. A path stays as it is.
std::string shown_database(std::string_view database);

/// An error text of libpq, in which nothing of what shown_database() leaves out is left.
std::string without_secrets(std::string text, std::string_view database);

}  // namespace tlsrpt
