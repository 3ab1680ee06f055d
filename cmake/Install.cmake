# cmake --install: program, library, headers, pages and the scenario library.
include(CMakePackageConfigHelpers)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/duecast)

install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/duecast
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h")
install(DIRECTORY ${PROJECT_SOURCE_DIR}/scenarios/library/
  DESTINATION ${CMAKE_INSTALL_DATADIR}/duecast/scenarios FILES_MATCHING PATTERN "*.yaml")
install(DIRECTORY ${PROJECT_SOURCE_DIR}/reports/letters/
  DESTINATION ${CMAKE_INSTALL_DATADIR}/duecast/letters)

if(TARGET duecast)
  install(TARGETS duecast RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  install(FILES ${PROJECT_BINARY_DIR}/duecast.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
  install(FILES ${PROJECT_BINARY_DIR}/duecast.bash RENAME duecast
    DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
endif()

if(TARGET libduecast)
  install(TARGETS libduecast EXPORT duecast ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
  install(EXPORT duecast NAMESPACE duecast:: FILE duecastTargets.cmake DESTINATION ${package_dir})

  configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/duecastConfig.cmake.in
    ${PROJECT_BINARY_DIR}/duecastConfig.cmake INSTALL_DESTINATION ${package_dir})
  write_basic_package_version_file(${PROJECT_BINARY_DIR}/duecastConfigVersion.cmake
    COMPATIBILITY SameMinorVersion)
  install(FILES
    ${PROJECT_BINARY_DIR}/duecastConfig.cmake ${PROJECT_BINARY_DIR}/duecastConfigVersion.cmake
    ${PROJECT_SOURCE_DIR}/cmake/FindCSV.cmake ${PROJECT_SOURCE_DIR}/cmake/FindUnistring.cmake
    ${PROJECT_SOURCE_DIR}/cmake/FindRandom123.cmake DESTINATION ${package_dir})

  configure_file(${PROJECT_SOURCE_DIR}/cmake/duecast.pc.in ${PROJECT_BINARY_DIR}/duecast.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/duecast.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endif()
