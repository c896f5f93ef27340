# SPDX-License-Identifier: Apache-2.0
#
# What the table in src/CMakeLists.txt is written in. A layer is an object library rebate_<name>
# with the files that src/<name>/CMakeLists.txt lists; the library rebate is all layers together.

# Warnings belong to our own targets, never to whoever links them.
function(rebate_warnings target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wconversion
    $<$<CXX_COMPILER_ID:Clang,AppleClang>:-Wno-sign-conversion>
    # GCC 12 sees overlapping copies where a text is put before another, and there are none.
    $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict>
    $<$<BOOL:${REBATE_WERROR}>:-Werror>)
endfunction()

# rebate_layer(<name> USES <layers>... LINKS <libraries>...): USES may name only layers above it in
# the table, so a circle cannot be written. LINKS are outside libraries, kept out of the public
# headers.
function(rebate_layer name)
  cmake_parse_arguments(ARG "" "" "USES;LINKS" ${ARGN})
  add_library(rebate_${name} OBJECT)
  target_include_directories(rebate_${name} PUBLIC ${PROJECT_SOURCE_DIR}/include
                                            PRIVATE ${PROJECT_SOURCE_DIR}/src)
  target_compile_features(rebate_${name} PUBLIC cxx_std_20)
  target_link_libraries(rebate_${name} PRIVATE ${ARG_LINKS})
  rebate_warnings(rebate_${name})

  # What a program must link to use this layer alone: everything below, and the outside libraries.
  set(reach "")
  set(links ${ARG_LINKS})
  foreach(below IN LISTS ARG_USES)
    if(NOT TARGET rebate_${below})
      message(FATAL_ERROR "layer ${name} uses ${below}, which stands above it in the table")
    endif()
    get_target_property(reach_below rebate_${below} REBATE_REACH)
    get_target_property(links_below rebate_${below} REBATE_LINKS)
    list(APPEND reach ${reach_below})
    list(APPEND links ${links_below})
  endforeach()
  list(APPEND reach ${name})
  list(REMOVE_DUPLICATES reach)
  list(REMOVE_DUPLICATES links)
  set_target_properties(rebate_${name} PROPERTIES REBATE_REACH "${reach}" REBATE_LINKS "${links}")
  set_property(GLOBAL APPEND PROPERTY REBATE_LAYERS ${name})
  add_subdirectory(${name})
  # CMake wants a source even where a layer is all headers.
  get_target_property(sources rebate_${name} SOURCES)
  if(NOT sources)
    file(CONFIGURE OUTPUT headers_only.cpp CONTENT "")
    target_sources(rebate_${name} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/headers_only.cpp)
  endif()
endfunction()

# rebate_sources(<name> <files>...): the .cpp files of a layer or program, from its own folder.
function(rebate_sources name)
  list(TRANSFORM ARGN PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/)
  target_sources(rebate_${name} PRIVATE ${ARGN})
endfunction()

# rebate_headers(<name> <files>...): the public headers of a layer, from include/rebate/<name>/.
# They are installed, and each is compiled alone by the target all_verify_interface_header_sets;
# a table of macros (.def) is installed only.
function(rebate_headers name)
  list(TRANSFORM ARGN PREPEND ${PROJECT_SOURCE_DIR}/include/rebate/${name}/)
  set(tables ${ARGN})
  list(FILTER tables INCLUDE REGEX "[.]def$")
  list(FILTER ARGN EXCLUDE REGEX "[.]def$")
  set_property(GLOBAL APPEND PROPERTY REBATE_HEADERS ${ARGN})
  set_property(GLOBAL APPEND PROPERTY REBATE_TABLES ${tables})
endfunction()

# rebate_c_headers(<files>...): headers in C, from include/rebate/; installed only, since it is a
# test that compiles them, as C and as C++.
function(rebate_c_headers)
  list(TRANSFORM ARGN PREPEND ${PROJECT_SOURCE_DIR}/include/rebate/)
  set_property(GLOBAL APPEND PROPERTY REBATE_TABLES ${ARGN})
endfunction()

# The library rebate::c, always shared: all layers behind the functions of rebate.h, and no other
# symbol. Whoever links it needs no C++.
function(rebate_c_library)
  get_property(layers GLOBAL PROPERTY REBATE_LAYERS)
  set(exports ${PROJECT_SOURCE_DIR}/src/capi/exports.map)
  add_library(rebate_c SHARED)
  add_library(rebate::c ALIAS rebate_c)
  foreach(layer IN LISTS layers)
    target_sources(rebate_c PRIVATE $<TARGET_OBJECTS:rebate_${layer}>)
  endforeach()
  target_include_directories(rebate_c INTERFACE
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
    $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  target_link_libraries(rebate_c PRIVATE fmt::fmt Threads::Threads)
  target_link_options(rebate_c PRIVATE -Wl,--version-script=${exports})
  set_target_properties(rebate_c PROPERTIES
    EXPORT_NAME c
    LINKER_LANGUAGE CXX
    LINK_DEPENDS ${exports}
    VERSION ${PROJECT_VERSION}
    SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
endfunction()

# The library rebate::rebate: the objects of all layers.
function(rebate_library)
  get_property(layers GLOBAL PROPERTY REBATE_LAYERS)
  get_property(headers GLOBAL PROPERTY REBATE_HEADERS)
  add_library(rebate)
  add_library(rebate::rebate ALIAS rebate)
  get_property(tables GLOBAL PROPERTY REBATE_TABLES)
  target_sources(rebate PUBLIC
    FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR}/include FILES ${headers}
    FILE_SET tables TYPE HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR}/include FILES ${tables})
  target_compile_features(rebate PUBLIC cxx_std_20)
  foreach(layer IN LISTS layers)
    target_sources(rebate PRIVATE $<TARGET_OBJECTS:rebate_${layer}>)
  endforeach()
  target_link_libraries(rebate PRIVATE fmt::fmt Threads::Threads)
  set_target_properties(rebate PROPERTIES
    VERIFY_INTERFACE_HEADER_SETS ON
    INTERFACE_HEADER_SETS_TO_VERIFY HEADERS
    VERSION ${PROJECT_VERSION}
    SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
endfunction()

# rebate_program(<name> NAME <file> USES <layers>... LINKS <libraries>...): a program from
# src/<name>/, left at the root of the build folder under the given name.
function(rebate_program name)
  cmake_parse_arguments(ARG "" "NAME" "USES;LINKS" ${ARGN})
  if("CLI11::CLI11" IN_LIST ARG_LINKS)
    find_package(CLI11 REQUIRED)
  endif()
  add_executable(rebate_${name})
  target_include_directories(rebate_${name} PRIVATE ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(rebate_${name} PRIVATE rebate::rebate ${ARG_LINKS})
  set_target_properties(rebate_${name} PROPERTIES
    OUTPUT_NAME ${ARG_NAME}
    RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})
  rebate_warnings(rebate_${name})
  add_subdirectory(${name})
endfunction()
