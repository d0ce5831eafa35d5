# gatehouse_component(<name>
#   SOURCES <file>...          sources, relative to the caller's folder
#   HEADERS <file>...          public headers, below the caller's include/
#   [PUBLIC <target>...]       what a user of the component is given too
#   [PRIVATE <target>...]      what only the component itself uses
#   [FIND <package line>...])  what the installed package must find first, e.g. "Threads"
#
# makes the static library gatehouse_<name>, known as gatehouse::<name> here and in the installed
# package, with its own include root, its headers in a file set that is installed and verified, and
# an export set of its own, so that find_package(gatehouse COMPONENTS <name>) loads no more than it
# asks for.
include(GNUInstallDirs)

set(GATEHOUSE_CMAKE_DIR "${CMAKE_INSTALL_LIBDIR}/cmake/gatehouse")

function(gatehouse_component name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;HEADERS;PUBLIC;PRIVATE;FIND")
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

  install(TARGETS ${target} EXPORT gatehouse-${name}
    ARCHIVE COMPONENT gatehouse-${name}
    FILE_SET HEADERS COMPONENT gatehouse-${name})
  install(EXPORT gatehouse-${name} NAMESPACE gatehouse:: FILE gatehouse-${name}-targets.cmake
    DESTINATION "${GATEHOUSE_CMAKE_DIR}" COMPONENT gatehouse-${name})

  # What the package configuration needs to know of each component: its gatehouse components first,
  # then foreign packages.
  set(needs "")
  foreach(link IN LISTS arg_PUBLIC arg_PRIVATE)
    if(link MATCHES "^gatehouse::(.+)$")
      list(APPEND needs "${CMAKE_MATCH_1}")
    endif()
  endforeach()
  set_property(GLOBAL APPEND PROPERTY GATEHOUSE_COMPONENTS "${name}")
  set_property(GLOBAL PROPERTY GATEHOUSE_NEEDS_${name} "${needs}")
  set_property(GLOBAL PROPERTY GATEHOUSE_FIND_${name} "${arg_FIND}")
endfunction()
