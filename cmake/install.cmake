# SPDX-License-Identifier: Apache-2.0
#
# What `cmake --install` lays down: headers, the C++ and the C library, command, the CMake package,
# rebate.pc and rebate-c.pc.
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/rebate)

install(TARGETS rebate rebate_c EXPORT rebateTargets FILE_SET HEADERS FILE_SET tables)
if(TARGET rebate_cli)
  install(TARGETS rebate_cli)
endif()
install(EXPORT rebateTargets NAMESPACE rebate:: DESTINATION ${package_dir})

configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/rebateConfig.cmake.in
  ${PROJECT_BINARY_DIR}/rebateConfig.cmake INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/rebateConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/rebateConfig.cmake
              ${PROJECT_BINARY_DIR}/rebateConfigVersion.cmake
  DESTINATION ${package_dir})

# A static library carries its needs to the program that links it; a shared one keeps them.
if(BUILD_SHARED_LIBS)
  set(pc_private_suffix ".private")
else()
  set(pc_private_suffix "")
endif()
file(RELATIVE_PATH pc_prefix ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
foreach(pc IN ITEMS rebate.pc rebate-c.pc)
  configure_file(${CMAKE_CURRENT_LIST_DIR}/${pc}.in ${PROJECT_BINARY_DIR}/${pc} @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/${pc} DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endforeach()
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
