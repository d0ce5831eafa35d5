# cmake -DPROGRAM=... -DHEADERS=... -DWHY=<regular expression> -P check_fails.cmake
#
# Passes when check_promises.cmake fails with a message that matches WHY.
cmake_minimum_required(VERSION 3.25)

execute_process(
  COMMAND "${CMAKE_COMMAND}" "-DPROGRAM=${PROGRAM}" "-DHEADERS=${HEADERS}"
    -P "${CMAKE_CURRENT_LIST_DIR}/check_promises.cmake"
  RESULT_VARIABLE result ERROR_VARIABLE text)
if(result EQUAL 0)
  message(FATAL_ERROR "the check passed")
endif()
if(NOT text MATCHES "${WHY}")
  message(FATAL_ERROR "the check failed, but not with \"${WHY}\":\n${text}")
endif()
