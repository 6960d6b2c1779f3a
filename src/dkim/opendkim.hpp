// <opendkim/dkim.h> made fit for C++, and its handles owned.
//
// The header is C without an extern "C", and wants _Bool, which clang's <stdbool.h> gives to C++ only with GNU extensions.
#pragma once

#include <memory>

extern "C" {
#include <stdbool.h>
#if defined(__clang__) && !defined(_Bool)
#define _Bool bool  // NOLINT(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp)
#endif

#include <opendkim/dkim.h>
}

namespace tlsrpt::dkim {

struct CloseLibrary {
    void operator()(DKIM_LIB* library) const noexcept { dkim_close(library); }
};
struct FreeHandle {
    void operator()(DKIM* handle) const noexcept { dkim_free(handle); }
};
using Library = std::unique_ptr<DKIM_LIB, CloseLibrary>;
using Handle = std::unique_ptr<DKIM, FreeHandle>;

}  // namespace tlsrpt::dkim
