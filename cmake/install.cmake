# Library, headers, pkg-config file, CMake package, samples. The command, its manual, styles and mappings are installed
# where they are made.
include(CMakePackageConfigHelpers)

install(TARGETS geo EXPORT geo LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(TARGETS geo_static EXPORT geo-static ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY libgeo/include/geo DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(FILES LICENSE README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY shapes/ DESTINATION ${CMAKE_INSTALL_DATADIR}/wardmap/shapes
  FILES_MATCHING PATTERN "*.gpkg" PATTERN "*.csv" PATTERN "*.csv.gz" PATTERN "README.md")

# Private packages are what a program linked with the static library needs as well.
set(geo_packages "geos proj sqlite3 cairo pangocairo harfbuzz-subset fontconfig zlib libdeflate libcyaml xlsxwriter")
configure_file(cmake/geo.pc.in geo.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/geo.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

set(geo_package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/geo)
install(EXPORT geo NAMESPACE geo:: FILE geo-targets.cmake DESTINATION ${geo_package_folder})
install(EXPORT geo-static NAMESPACE geo:: FILE geo-static-targets.cmake DESTINATION ${geo_package_folder})
configure_package_config_file(cmake/geo-config.cmake.in geo-config.cmake INSTALL_DESTINATION ${geo_package_folder})
write_basic_package_version_file(geo-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/geo-config.cmake ${PROJECT_BINARY_DIR}/geo-config-version.cmake
  DESTINATION ${geo_package_folder})
