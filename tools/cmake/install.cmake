# What `cmake --install` and the Debian package put where: the program, its cases, manual page, menu entry and notices.
# Shaders and the instructor's page are inside the program.
include(GNUInstallDirs)

install(TARGETS cryosono RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY ${CMAKE_SOURCE_DIR}/scenes/ DESTINATION ${CMAKE_INSTALL_DATADIR}/cryosono/scenes)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/assets/guides ${CMAKE_SOURCE_DIR}/assets/pictures DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES ${CMAKE_SOURCE_DIR}/README.md ${CMAKE_SOURCE_DIR}/assets/NOTICES.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES ${CMAKE_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright)

string(TIMESTAMP CRYO_RELEASE_DATE "%Y-%m-%d" UTC)
set(desktop ${CMAKE_SOURCE_DIR}/assets/desktop)
configure_file(${desktop}/org.cryosono.CryoSono.metainfo.xml.in org.cryosono.CryoSono.metainfo.xml @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/org.cryosono.CryoSono.metainfo.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/metainfo)
install(FILES ${desktop}/org.cryosono.CryoSono.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
install(FILES ${desktop}/cryosono.svg DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps)

# The manual page is the program's own help.
add_custom_command(OUTPUT ${CMAKE_BINARY_DIR}/cryosono.1
  COMMAND cryosono reference --man > ${CMAKE_BINARY_DIR}/cryosono.1
  DEPENDS cryosono VERBATIM)
add_custom_target(man_page ALL DEPENDS ${CMAKE_BINARY_DIR}/cryosono.1)
install(FILES ${CMAKE_BINARY_DIR}/cryosono.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME cryosono)
set(CPACK_PACKAGE_VENDOR CryoSono)
set(CPACK_PACKAGE_CONTACT "The CryoSono engineers <engineers@cryosono.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Practise ultrasound-guided cryoneurolysis")
set(CPACK_PACKAGE_INSTALL_DIRECTORY cryosono)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# libepoxy opens OpenGL when it runs, so no link shows these.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libgl1, libegl1, libgl1-mesa-dri, fonts-inter | fonts-dejavu-core")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "xdg-utils")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_STRIP_FILES ON)
include(CPack)
