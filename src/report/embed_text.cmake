# cmake -DINPUT=file -DOUTPUT=file.cpp -DNAME=name -P embed_text.cmake
# Writes a source file with the text of INPUT in `extern const char tlsrpt::NAME[]`.
file(READ ${INPUT} text)
if(text MATCHES "\\)EMBEDDED\"")
  message(FATAL_ERROR "${INPUT} holds the delimiter of a raw string")
endif()
file(WRITE ${OUTPUT} "namespace tlsrpt {\nextern const char ${NAME}[];\nconst char ${NAME}[] = R\"EMBEDDED(${text})EMBEDDED\";\n}  // namespace tlsrpt\n")
