# gatehouse_package() installs the package configuration, which find_package(gatehouse) reads, for
# all components declared before it. Called once, after the last component.
include_guard(GLOBAL)
include(CMakePackageConfigHelpers)
include(GatehouseComponent)

function(gatehouse_package)
  get_property(components GLOBAL PROPERTY GATEHOUSE_COMPONENTS)
  set(GATEHOUSE_PACKAGE_TABLE "")
  # Components are declared after their dependencies, and the closures keep this order.
  foreach(component IN LISTS components)
    get_property(needs GLOBAL PROPERTY GATEHOUSE_NEEDS_${component})
    get_property(finds GLOBAL PROPERTY GATEHOUSE_FIND_${component})
    set(closure "")
    foreach(need IN LISTS needs)
      if(NOT DEFINED closure_of_${need})
        message(FATAL_ERROR
          "gatehouse::${component} needs gatehouse::${need}, which is not declared before it")
      endif()
      list(APPEND closure ${closure_of_${need}})
    endforeach()
    list(REMOVE_DUPLICATES closure)
    set(closure_of_${component} ${closure} ${component})
    string(APPEND GATEHOUSE_PACKAGE_TABLE
      "set(_gatehouse_closure_${component} \"${closure_of_${component}}\")\n"
      "set(_gatehouse_finds_${component} \"${finds}\")\n")
  endforeach()
  set(GATEHOUSE_PACKAGE_COMPONENTS "${components}")
  list(JOIN components " " GATEHOUSE_PACKAGE_COMPONENTS_TEXT)

  set(folder "${PROJECT_BINARY_DIR}/package")
  configure_package_config_file(
    "${PROJECT_SOURCE_DIR}/cmake/gatehouse-config.cmake.in" "${folder}/gatehouse-config.cmake"
    INSTALL_DESTINATION "${GATEHOUSE_CMAKE_DIR}"
    NO_SET_AND_CHECK_MACRO NO_CHECK_REQUIRED_COMPONENTS_MACRO)
  write_basic_package_version_file("${folder}/gatehouse-config-version.cmake"
    COMPATIBILITY SameMinorVersion)
  install(FILES "${folder}/gatehouse-config.cmake" "${folder}/gatehouse-config-version.cmake"
    DESTINATION "${GATEHOUSE_CMAKE_DIR}" COMPONENT gatehouse-core)
endfunction()
