# A Debian package of what `cmake --install` installs, with the user, the store's folder, the configuration file and the timers that an
# administrator would otherwise make by hand: cpack -G DEB (scripts/package does all of it).
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME tlsrpt-inbox)
set(CPACK_PACKAGE_CONTACT "tlsrpt-inbox maintainers <postmaster@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "receiver of SMTP TLS reports (RFC 8460)")
set(CPACK_PACKAGE_DESCRIPTION "Takes the daily TLS reports that large mail senders send to the address in a domain's _smtp._tls record from Postfix or
Exim, over LMTP or a pipe. Proves each reporter with DKIM, keeps every real report in SQLite, and tells the postmaster whether
STARTTLS, MTA-STS and DANE work, what broke, since when, and how to mend it.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_LIST_DIR}/CompressPages.cmake)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION mail)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "adduser, init-system-helpers (>= 1.54)")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "ca-certificates, dns-root-data, libpq5, default-mta | mail-transport-agent")
set(packaging ${CMAKE_SOURCE_DIR}/packaging/debian)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${packaging}/postinst ${packaging}/prerm ${packaging}/postrm ${packaging}/conffiles)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

# What only a package may put into /etc: `cmake --install` must not write over an administrator's file.
install(FILES etc/tlsrpt.toml.example DESTINATION /etc/tlsrpt RENAME tlsrpt.toml COMPONENT package EXCLUDE_FROM_ALL)
install(FILES ${packaging}/logcheck DESTINATION /etc/logcheck/ignore.d.server RENAME tlsrpt-inbox COMPONENT package EXCLUDE_FROM_ALL)
install(FILES ${packaging}/copyright DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT package EXCLUDE_FROM_ALL)
set(CPACK_INSTALL_CMAKE_PROJECTS "${CMAKE_BINARY_DIR};${PROJECT_NAME};ALL;/;${CMAKE_BINARY_DIR};${PROJECT_NAME};package;/")
include(CPack)
