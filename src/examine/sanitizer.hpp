// Whether this program was built with a sanitizer, which needs more than an examiner: terabytes of shadow memory, which no limit on the
// address space can allow, and pipes, by which it tries whether memory can be read.
#pragma once

namespace tlsrpt {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool sanitized = true;
#else
inline constexpr bool sanitized = false;
#endif

}  // namespace tlsrpt
