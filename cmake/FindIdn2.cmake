# Finds GNU libidn2 (https://www.gnu.org/software/libidn/#libidn2); Debian:
# libidn2-dev.
#
#   Idn2::Idn2                    the imported target
#   Idn2_FOUND                     whether it was found
#   Idn2_INCLUDE_DIR, Idn2_LIBRARY  its location; may be set to override it
find_path(Idn2_INCLUDE_DIR NAMES idn2.h)
find_library(Idn2_LIBRARY NAMES idn2)
mark_as_advanced(Idn2_INCLUDE_DIR Idn2_LIBRARY)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Idn2 REQUIRED_VARS Idn2_LIBRARY Idn2_INCLUDE_DIR)

if(Idn2_FOUND AND NOT TARGET Idn2::Idn2)
  add_library(Idn2::Idn2 UNKNOWN IMPORTED)
  set_target_properties(Idn2::Idn2 PROPERTIES
    IMPORTED_LOCATION "${Idn2_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${Idn2_INCLUDE_DIR}")
endif()
