# cmake -DPROGRAM=<conformance program> -DHEADERS=<folder>[;<folder>...] -P check_promises.cmake
#
# Fails unless the promises in the port headers and the promises that the program has cases for are
# the same. A promise is a comment line that begins with its number, as in "/// [ST-01] ..."; a case
# tests a promise when its name begins with the number.
cmake_minimum_required(VERSION 3.25)

foreach(folder IN LISTS HEADERS)
  file(GLOB_RECURSE found "${folder}/*.hpp")
  list(APPEND headers ${found})
endforeach()
set(made "")
foreach(header IN LISTS headers)
  file(READ "${header}" text)
  string(REGEX MATCHALL "\n *///? +\\[ST-[0-9]+\\]" lines "\n${text}")
  string(REGEX REPLACE "[^0-9;]" "" numbers "${lines}")
  list(APPEND made ${numbers})
endforeach()

execute_process(COMMAND "${PROGRAM}" --list-test-cases
  OUTPUT_VARIABLE text COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCHALL "\n\\[ST-[0-9]+\\] [^\n]" lines "\n${text}")
string(REGEX REPLACE "\\[ST-([0-9]+)\\] ." "\\1" numbers "${lines}")
string(REGEX REPLACE "[^0-9;]" "" kept "${numbers}")

if(NOT made OR NOT kept)
  message(FATAL_ERROR "no promises, or no cases, were found at all")
endif()
set(twice "${made}")
list(REMOVE_DUPLICATES made)
list(REMOVE_DUPLICATES kept)
list(LENGTH made made_count)
list(LENGTH twice twice_count)
if(NOT made_count EQUAL twice_count)
  message(SEND_ERROR "a promise is made twice")
endif()
foreach(number IN LISTS made)
  if(NOT number IN_LIST kept)
    message(SEND_ERROR "[ST-${number}] is promised, and no case proves it")
  endif()
endforeach()
foreach(number IN LISTS kept)
  if(NOT number IN_LIST made)
    message(SEND_ERROR "[ST-${number}] has a case, and no header promises it")
  endif()
endforeach()
message(STATUS "${made_count} promises are made, and each has a case")
