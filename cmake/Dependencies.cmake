# Third-party libraries, each as one imported target. Which directory may link which is written in src/*/CMakeLists.txt.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(OpenSSL 3.0 REQUIRED COMPONENTS Crypto SSL)
find_package(CURL 7.85 REQUIRED)    # CURLOPT_PROTOCOLS_STR
find_package(ZLIB REQUIRED)
find_package(SQLite3 3.40 REQUIRED)
# Headers only: libpq itself is loaded when a PostgreSQL store is opened (docs/decisions/0014-postgresql.md).
find_path(LIBPQ_INCLUDE_DIR libpq-fe.h PATH_SUFFIXES postgresql REQUIRED)
add_library(libpq_headers INTERFACE)
target_include_directories(libpq_headers SYSTEM INTERFACE ${LIBPQ_INCLUDE_DIR})
find_package(nlohmann_json 3.11 REQUIRED)
find_package(fmt 9 REQUIRED)
pkg_check_modules(GMIME REQUIRED IMPORTED_TARGET gmime-3.0>=3.2.13)
pkg_check_modules(OPENDKIM REQUIRED IMPORTED_TARGET opendkim)
pkg_check_modules(PSL REQUIRED IMPORTED_TARGET libpsl)
# Not by pkg-config: Debian's libunbound.pc asks for libevent's, which the shared library does not need.
find_path(UNBOUND_INCLUDE_DIR unbound.h REQUIRED)
find_library(UNBOUND_LIBRARY unbound REQUIRED)
add_library(unbound INTERFACE)
target_include_directories(unbound SYSTEM INTERFACE ${UNBOUND_INCLUDE_DIR})
target_link_libraries(unbound INTERFACE ${UNBOUND_LIBRARY})
find_path(TOMLPLUSPLUS_INCLUDE_DIR toml++/toml.h REQUIRED)
find_path(CLI11_INCLUDE_DIR CLI/CLI.hpp REQUIRED)

find_path(ASIO_INCLUDE_DIR asio.hpp REQUIRED)
add_library(asio INTERFACE)
target_include_directories(asio SYSTEM INTERFACE ${ASIO_INCLUDE_DIR})
# Whether Asio takes std::aligned_alloc() depends on what was included before it: one translation unit would free() what another one made by new.
target_compile_definitions(asio INTERFACE ASIO_STANDALONE ASIO_NO_DEPRECATED ASIO_DISABLE_STD_ALIGNED_ALLOC)
target_link_libraries(asio INTERFACE Threads::Threads)
if(TLSRPT_SANITIZE MATCHES "thread")    # which does not see Asio's fences; its mutexes, which order the same things, it does see
  target_compile_options(asio INTERFACE -Wno-tsan)
endif()

# valijson is header-only, but its package pulls in 157 others: scripts/install-deps unpacks the headers into .deps.
find_path(VALIJSON_INCLUDE_DIR valijson/validator.hpp PATHS ${CMAKE_SOURCE_DIR}/.deps/usr/include)
if(NOT VALIJSON_INCLUDE_DIR)
  message(FATAL_ERROR "valijson's headers are missing: run scripts/install-deps, or set VALIJSON_INCLUDE_DIR")
endif()
add_library(valijson INTERFACE)
target_include_directories(valijson SYSTEM INTERFACE ${VALIJSON_INCLUDE_DIR})
target_compile_definitions(valijson INTERFACE VALIJSON_USE_EXCEPTIONS=1)
