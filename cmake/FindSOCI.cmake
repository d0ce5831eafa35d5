# Finds SOCI 4.0 as Debian ships it, without a CMake package.
#
#   find_package(SOCI [4.0] [COMPONENTS sqlite3])
#
# defines SOCI::core and, per component, SOCI::sqlite3.
find_path(SOCI_INCLUDE_DIR soci/soci.h)
find_library(SOCI_core_LIBRARY soci_core)
mark_as_advanced(SOCI_INCLUDE_DIR SOCI_core_LIBRARY)

if(SOCI_INCLUDE_DIR AND EXISTS "${SOCI_INCLUDE_DIR}/soci/version.h")
  file(STRINGS "${SOCI_INCLUDE_DIR}/soci/version.h" _soci_version
    REGEX "^#define SOCI_LIB_VERSION \"[0-9_]+\"")
  string(REGEX REPLACE ".*\"([0-9_]+)\".*" "\\1" SOCI_VERSION "${_soci_version}")
  string(REPLACE "_" "." SOCI_VERSION "${SOCI_VERSION}")
endif()

# The backends' headers include those of the database's own library.
set(_soci_sqlite3_needs SQLite3 SQLite::SQLite3)

foreach(_soci_component IN LISTS SOCI_FIND_COMPONENTS)
  if(_soci_component STREQUAL "core")
    set(SOCI_core_FOUND TRUE)
    continue()
  endif()
  find_library(SOCI_${_soci_component}_LIBRARY soci_${_soci_component})
  mark_as_advanced(SOCI_${_soci_component}_LIBRARY)
  if(NOT DEFINED _soci_${_soci_component}_needs OR NOT SOCI_${_soci_component}_LIBRARY)
    continue()
  endif()
  list(GET _soci_${_soci_component}_needs 0 _soci_package)
  find_package(${_soci_package} QUIET)
  if(${_soci_package}_FOUND)
    set(SOCI_${_soci_component}_FOUND TRUE)
  endif()
endforeach()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(SOCI
  REQUIRED_VARS SOCI_core_LIBRARY SOCI_INCLUDE_DIR
  VERSION_VAR SOCI_VERSION
  HANDLE_COMPONENTS)

if(SOCI_FOUND AND NOT TARGET SOCI::core)
  add_library(SOCI::core UNKNOWN IMPORTED)
  set_target_properties(SOCI::core PROPERTIES
    IMPORTED_LOCATION "${SOCI_core_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${SOCI_INCLUDE_DIR}")
endif()
if(SOCI_FOUND)
  foreach(_soci_component IN LISTS SOCI_FIND_COMPONENTS)
    if(SOCI_${_soci_component}_FOUND AND NOT TARGET SOCI::${_soci_component})
      list(GET _soci_${_soci_component}_needs 1 _soci_target)
      add_library(SOCI::${_soci_component} UNKNOWN IMPORTED)
      set_target_properties(SOCI::${_soci_component} PROPERTIES
        IMPORTED_LOCATION "${SOCI_${_soci_component}_LIBRARY}"
        INTERFACE_LINK_LIBRARIES "SOCI::core;${_soci_target}")
    endif()
  endforeach()
endif()
