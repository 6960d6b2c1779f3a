// Whether this program was built with a sanitizer, which needs more than an examiner: terabytes of shadow memory, which no limit on the
// address space can allow, and pipes, by which it tries whether memory can be read.
#pragma once

namespace tlsrpt {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool sanitized = true;
#else
inline constexpr bool sanitized = false;
#endif

/// Whether a cell writes down which lines it ran, as it leaves. Then it may open and write files: never so in a program that anybody runs.
#if defined(TLSRPT_COVERAGE)
inline constexpr bool counted = true;
#else
inline constexpr bool counted = false;
#endif

}  // namespace tlsrpt
