# cmake -DENGINE=sqlite -DDIRECTORY=schemas/store/sqlite -DOUTPUT=file.cpp -P embed_migrations.cmake
# Writes a source file that defines tlsrpt::ENGINE::migrations() from the files NNNN-*.sql, numbered 1, 2, 3 … without a gap.
file(GLOB files ${DIRECTORY}/[0-9]*.sql)
list(SORT files)
set(number 0)
set(entries "")
foreach(file IN LISTS files)
  math(EXPR number "${number} + 1")
  get_filename_component(name ${file} NAME_WE)
  if(NOT name MATCHES "^0*${number}-")
    message(FATAL_ERROR "${file}: expected number ${number}")
  endif()
  file(READ ${file} text)
  if(text MATCHES "\\)EMBEDDED\"")
    message(FATAL_ERROR "${file} holds the delimiter of a raw string")
  endif()
  string(APPEND entries "    sql::Migration{${number}, \"${name}\", R\"EMBEDDED(${text})EMBEDDED\"},\n")
endforeach()
file(WRITE ${OUTPUT} "#include <array>

#include \"store/sql/migrations.hpp\"

namespace tlsrpt::${ENGINE} {
namespace {
constexpr std::array steps{
${entries}};
}  // namespace
std::span<const sql::Migration> migrations() { return steps; }
}  // namespace tlsrpt::${ENGINE}
")
