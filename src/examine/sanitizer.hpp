// Whether this program was built with a sanitizer, which needs more than an examiner: terabytes of shadow memory, which no limit on the
// address space can allow, and pipes, by which it tries whether memory can be read.
#pragma once

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#include <sanitizer/common_interface_defs.h>
#endif

namespace tlsrpt {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool sanitized = true;
#else
inline constexpr bool sanitized = false;
#endif

/// How a process ends that has a finding, under scripts/test-sanitized: no cell and no program of ours ends so.
inline constexpr int finding_exit_status = 99;

/// Puts a line where this program's own findings go. A locked cell cannot do that for its own: it may open no file.
inline void report_finding([[maybe_unused]] const char* what) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    ::__sanitizer_report_error_summary(what);
#endif
}

/// Whether a cell writes down which lines it ran, as it leaves. Then it may open and write files: never so in a program that anybody runs.
#if defined(TLSRPT_COVERAGE)
inline constexpr bool counted = true;
#else
inline constexpr bool counted = false;
#endif

}  // namespace tlsrpt
