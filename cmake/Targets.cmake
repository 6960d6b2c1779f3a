# What every target of ours has in common, and the two kinds of targets: a library per directory, a test program per directory.
add_library(tlsrpt_common INTERFACE)
target_include_directories(tlsrpt_common INTERFACE ${CMAKE_SOURCE_DIR}/include ${CMAKE_SOURCE_DIR}/src)
target_compile_features(tlsrpt_common INTERFACE cxx_std_20)
target_compile_options(tlsrpt_common INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wold-style-cast -Wnon-virtual-dtor -Woverloaded-virtual
  $<$<BOOL:${TLSRPT_WERROR}>:-Werror>
  -fstack-protector-strong -fPIE
  $<$<CXX_COMPILER_ID:GNU>:-fstack-clash-protection>
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>,$<CONFIG:Release>>:-Wno-restrict>)    # at -O3 it takes std::string's own moves for overlaps (GCC bug 105651)
target_link_options(tlsrpt_common INTERFACE -pie -Wl,-z,relro,-z,now)
if(TLSRPT_SANITIZE)
  # With sanitizers g++ sees uninitialised values that are none, as its manual says.
  target_compile_options(tlsrpt_common INTERFACE -fsanitize=${TLSRPT_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=undefined
    $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
  target_link_options(tlsrpt_common INTERFACE -fsanitize=${TLSRPT_SANITIZE})
else()
  target_compile_definitions(tlsrpt_common INTERFACE $<$<NOT:$<CONFIG:Debug>>:_FORTIFY_SOURCE=2> _GLIBCXX_ASSERTIONS)
endif()
if(TLSRPT_COVERAGE)
  # A cell, and each program that must not run what atexit() remembers, leaves by _exit(): what it counted is written before.
  add_library(tlsrpt_counts STATIC ${CMAKE_SOURCE_DIR}/tests/support/counts.c)
  target_link_libraries(tlsrpt_common INTERFACE tlsrpt_counts)
  target_link_options(tlsrpt_common INTERFACE -Wl,--wrap=_exit)
endif()
if(TLSRPT_FUZZ)
  target_compile_options(tlsrpt_common INTERFACE -fsanitize=fuzzer-no-link)
endif()

# tlsrpt_library(NAME SOURCES a.cpp … LINK lib … PRIVATE_LINK third-party …): static library tlsrpt_NAME of src/NAME.
function(tlsrpt_library name)
  cmake_parse_arguments(arg "" "" "SOURCES;LINK;PRIVATE_LINK" ${ARGN})
  add_library(tlsrpt_${name} STATIC ${arg_SOURCES})
  target_link_libraries(tlsrpt_${name} PUBLIC tlsrpt_common ${arg_LINK} PRIVATE ${arg_PRIVATE_LINK})
endfunction()

# tlsrpt_unit_test(NAME SOURCES a_test.cpp … LINK lib …): program unit_NAME, run by ctest as unit.NAME.
function(tlsrpt_unit_test name)
  cmake_parse_arguments(arg "" "" "SOURCES;LINK" ${ARGN})
  add_executable(unit_${name} ${CMAKE_SOURCE_DIR}/tests/unit/main.cpp ${arg_SOURCES})
  target_link_libraries(unit_${name} PRIVATE ${arg_LINK} tlsrpt_common)
  add_test(NAME unit.${name} COMMAND unit_${name})
  set_tests_properties(unit.${name} PROPERTIES LABELS unit)
endfunction()
