# gatehouse_component(<name>
#   SOURCES <file>...          sources, relative to the caller's folder
#   HEADERS <file>...          public headers, below the caller's include/
#   [PUBLIC <target>...]       dependencies that users of the component need too
#   [PRIVATE <target>...]      dependencies of the component's sources only
#   [FIND <package line>...]   packages that the installed package must find, e.g. "Threads"
#   [PRECOMPILE <header>...]   headers that most sources include; see gatehouse_precompile()
#   [UNITY])                   for components with many sources; see gatehouse_unity()
#
# makes the static library gatehouse_<name>, called gatehouse::<name> here and in the installed
# package. It has its own include root, its headers in a file set that is installed and verified,
# and its own export set, so that find_package(gatehouse COMPONENTS <name>) loads only the requested
# components. A find module of cmake/ that a FIND line names is installed with the package.
#
# gatehouse_source_component(<name> ...) has the same parameters, but <name> is compiled where it is
# used: it is installed as sources, which become part of the user's target. Here it is built once,
# as the object library gatehouse_<name>, with the headers after PRECOMPILE precompiled. It serves
# code that registers itself, which a linker would omit from a static library, and which must be
# compiled with the options of its user.
include_guard(GLOBAL)
include(GNUInstallDirs)

set(GATEHOUSE_CMAKE_DIR "${CMAKE_INSTALL_LIBDIR}/cmake/gatehouse")
set(GATEHOUSE_FIND_MODULES_DIR "${CMAKE_CURRENT_LIST_DIR}")

# gatehouse_precompile(<target> <header>...) compiles headers once for all sources of the target, if
# GATEHOUSE_PRECOMPILE_HEADERS says so. Components are precompiled in sanitizer builds only:
# elsewhere each of their sources must include what it uses. By default clang stores a timestamp in
# a precompiled header, which would make it differ for ccache each time.
set(GATEHOUSE_PRECOMPILE_HEADERS "" CACHE STRING
  "Where headers are precompiled: nowhere (empty), in `tests`, or in `all` targets")

function(gatehouse_precompile target)
  if(NOT ARGN)
    return()
  endif()
  target_precompile_headers(${target} PRIVATE ${ARGN})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    target_compile_options(${target} PRIVATE "SHELL:-Xclang -fno-pch-timestamp")
  else()
    target_compile_options(${target} PRIVATE -fpch-preprocess)
  endif()
endfunction()

# gatehouse_unity(<target>) compiles several sources of the target at once, if GATEHOUSE_UNITY_BUILD
# says so, as the presets other than `dev` and `lint` do: most of the time is spent on headers, and in
# sanitizer builds on instrumented copies of inline functions. Two sources of such a target must not
# define the same name, not even in unnamed namespaces; a local variable in one source may shadow a
# name in another.
set(GATEHOUSE_UNITY_BUILD "" CACHE STRING
  "Where several sources are compiled at once: nowhere (empty), in `tests`, or in `all` targets")

function(gatehouse_unity target)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 12)
  target_compile_options(${target} PRIVATE -Wno-shadow)
endfunction()

function(gatehouse_component name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "UNITY" "" "SOURCES;HEADERS;PUBLIC;PRIVATE;FIND;PRECOMPILE")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "gatehouse_component(${name}): unknown: ${arg_UNPARSED_ARGUMENTS}")
  endif()

  set(target gatehouse_${name})
  add_library(${target} STATIC ${arg_SOURCES})
  add_library(gatehouse::${name} ALIAS ${target})
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${name})
  target_compile_features(${target} PUBLIC cxx_std_20)
  list(TRANSFORM arg_HEADERS PREPEND "include/" OUTPUT_VARIABLE headers)
  target_sources(${target} PUBLIC FILE_SET HEADERS BASE_DIRS include FILES ${headers})
  target_include_directories(${target} PRIVATE src)
  target_link_libraries(${target} PUBLIC ${arg_PUBLIC} PRIVATE ${arg_PRIVATE})
  if(GATEHOUSE_PRECOMPILE_HEADERS STREQUAL "all")
    gatehouse_precompile(${target} ${arg_PRECOMPILE})
  endif()
  if(arg_UNITY AND GATEHOUSE_UNITY_BUILD STREQUAL "all")
    gatehouse_unity(${target})
  endif()

  install(TARGETS ${target} EXPORT gatehouse-${name}
    ARCHIVE COMPONENT gatehouse-${name}
    FILE_SET HEADERS COMPONENT gatehouse-${name})
  _gatehouse_register_component(${name} "${arg_PUBLIC};${arg_PRIVATE}" "${arg_FIND}")
endfunction()

function(gatehouse_source_component name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "UNITY" "" "SOURCES;HEADERS;PUBLIC;FIND;PRECOMPILE")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "gatehouse_source_component(${name}): unknown: ${arg_UNPARSED_ARGUMENTS}")
  endif()

  set(target gatehouse_${name})
  list(TRANSFORM arg_HEADERS PREPEND "include/" OUTPUT_VARIABLE headers)
  add_library(${target} OBJECT ${arg_SOURCES})
  add_library(gatehouse::${name} ALIAS ${target})
  target_compile_features(${target} PUBLIC cxx_std_20)
  target_sources(${target} PUBLIC FILE_SET HEADERS BASE_DIRS include FILES ${headers})
  target_include_directories(${target} PRIVATE src)
  target_link_libraries(${target} PUBLIC ${arg_PUBLIC})
  if(GATEHOUSE_PRECOMPILE_HEADERS)
    gatehouse_precompile(${target} ${arg_PRECOMPILE})
  endif()
  if(arg_UNITY AND GATEHOUSE_UNITY_BUILD STREQUAL "all")
    gatehouse_unity(${target})
  endif()

  set(installed "${CMAKE_INSTALL_DATADIR}/gatehouse/${name}")
  add_library(${target}_installed INTERFACE)
  set_target_properties(${target}_installed PROPERTIES EXPORT_NAME ${name})
  target_compile_features(${target}_installed INTERFACE cxx_std_20)
  target_sources(${target}_installed INTERFACE FILE_SET HEADERS BASE_DIRS include FILES ${headers})
  target_include_directories(${target}_installed INTERFACE
    "$<INSTALL_INTERFACE:${installed}/src>")
  target_link_libraries(${target}_installed INTERFACE ${arg_PUBLIC})
  set_target_properties(${target}_installed PROPERTIES VERIFY_INTERFACE_HEADER_SETS OFF)
  foreach(source IN LISTS arg_SOURCES)
    target_sources(${target}_installed INTERFACE
      "$<INSTALL_INTERFACE:$<INSTALL_PREFIX>/${installed}/${source}>")
  endforeach()

  install(TARGETS ${target}_installed EXPORT gatehouse-${name}
    FILE_SET HEADERS COMPONENT gatehouse-${name})
  install(DIRECTORY src DESTINATION "${installed}" COMPONENT gatehouse-${name}
    FILES_MATCHING PATTERN "*.cpp" PATTERN "*.hpp")
  _gatehouse_register_component(${name} "${arg_PUBLIC}" "${arg_FIND}")
endfunction()

# Exports the component, and stores its dependencies for the package configuration: the gatehouse
# components, then third-party packages.
function(_gatehouse_register_component name links finds)
  install(EXPORT gatehouse-${name} NAMESPACE gatehouse:: FILE gatehouse-${name}-targets.cmake
    DESTINATION "${GATEHOUSE_CMAKE_DIR}" COMPONENT gatehouse-${name})

  set(needs "")
  foreach(link IN LISTS links)
    if(link MATCHES "^gatehouse::(.+)$")
      list(APPEND needs "${CMAKE_MATCH_1}")
    endif()
  endforeach()
  set_property(GLOBAL APPEND PROPERTY GATEHOUSE_COMPONENTS "${name}")
  set_property(GLOBAL PROPERTY GATEHOUSE_NEEDS_${name} "${needs}")
  set_property(GLOBAL PROPERTY GATEHOUSE_FIND_${name} "${finds}")

  foreach(line IN LISTS finds)
    string(REGEX MATCH "^[^ ]+" package "${line}")
    set(module "${GATEHOUSE_FIND_MODULES_DIR}/Find${package}.cmake")
    if(EXISTS "${module}")
      install(FILES "${module}" DESTINATION "${GATEHOUSE_CMAKE_DIR}"
        COMPONENT gatehouse-${name})
    endif()
  endforeach()
endfunction()
