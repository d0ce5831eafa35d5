# Finds GNU libunistring (https://www.gnu.org/software/libunistring/); Debian:
# libunistring-dev.
#
#   Unistring::Unistring          the imported target
#   Unistring_FOUND                     whether it was found
#   Unistring_INCLUDE_DIR, Unistring_LIBRARY  its location; may be set to override it
find_path(Unistring_INCLUDE_DIR NAMES unistr.h)
find_library(Unistring_LIBRARY NAMES unistring)
mark_as_advanced(Unistring_INCLUDE_DIR Unistring_LIBRARY)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Unistring REQUIRED_VARS Unistring_LIBRARY Unistring_INCLUDE_DIR)

if(Unistring_FOUND AND NOT TARGET Unistring::Unistring)
  add_library(Unistring::Unistring UNKNOWN IMPORTED)
  set_target_properties(Unistring::Unistring PROPERTIES
    IMPORTED_LOCATION "${Unistring_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${Unistring_INCLUDE_DIR}")
endif()
