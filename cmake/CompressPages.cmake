# Manual pages and the change log are compressed in a package (Debian policy 12.1 and 12.7). Run by cpack over what it is about to pack.
file(GLOB pages ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/usr/share/man/man[1-8]/*.[1-8] ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/usr/share/doc/tlsrpt-inbox/CHANGELOG.md)
if(NOT pages)
  message(FATAL_ERROR "no manual pages under ${CPACK_TEMPORARY_INSTALL_DIRECTORY}")
endif()
execute_process(COMMAND gzip -9n ${pages} COMMAND_ERROR_IS_FATAL ANY)
