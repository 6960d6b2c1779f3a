#include "mail/gmime_ready.hpp"

#include <gmime/gmime.h>

#include <initializer_list>

// LeakSanitizer's switches; null where it is not linked in.
extern "C" {
[[gnu::weak]] void __lsan_disable();    // NOLINT(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp)
[[gnu::weak]] void __lsan_enable();     // NOLINT(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp)
}

namespace tlsrpt {

void prepare_gmime() {
    [[maybe_unused]] static const bool ready = [] {
        if (__lsan_disable != nullptr) __lsan_disable();    // GMime does not free what is replaced: 80 octets, once
        g_mime_init();
        for (const char* subtype : {"*", "rfc822", "rfc2822", "global", "news", "partial"})
            g_mime_object_register_type("message", subtype, GMIME_TYPE_PART);
        if (__lsan_enable != nullptr) __lsan_enable();
        return true;
    }();
}

}  // namespace tlsrpt
