# Finds the Argon2 reference library (https://github.com/P-H-C/phc-winner-argon2; Debian:
# libargon2-dev), which has no CMake package.
#
#   Argon2::Argon2                      the imported target
#   Argon2_FOUND                        whether it was found
#   Argon2_INCLUDE_DIR, Argon2_LIBRARY  its location; may be set to override it
find_path(Argon2_INCLUDE_DIR NAMES argon2.h)
find_library(Argon2_LIBRARY NAMES argon2)
mark_as_advanced(Argon2_INCLUDE_DIR Argon2_LIBRARY)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Argon2 REQUIRED_VARS Argon2_LIBRARY Argon2_INCLUDE_DIR)

if(Argon2_FOUND AND NOT TARGET Argon2::Argon2)
  # The static library starts threads.
  find_package(Threads REQUIRED)
  add_library(Argon2::Argon2 UNKNOWN IMPORTED)
  set_target_properties(Argon2::Argon2 PROPERTIES
    IMPORTED_LOCATION "${Argon2_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${Argon2_INCLUDE_DIR}"
    INTERFACE_LINK_LIBRARIES Threads::Threads)
endif()
