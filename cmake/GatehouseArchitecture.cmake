# gatehouse_describe_components(<file>) writes the input of the architecture check: for each target
# that has rules its room (component), its objects and its public headers.
include_guard(GLOBAL)

function(gatehouse_describe_components file)
  get_property(components GLOBAL PROPERTY GATEHOUSE_COMPONENTS)
  set(entries "")
  foreach(room IN LISTS components)
    set(target gatehouse_${room})
    list(APPEND entries "{\"room\": \"${room}\",
  \"folder\": \"$<TARGET_PROPERTY:${target},SOURCE_DIR>\",
  \"headers\": [\"$<JOIN:$<TARGET_PROPERTY:${target},HEADER_SET>,\"$<COMMA> \">\"],
  \"headers_alone\": \"$<TARGET_PROPERTY:${target},BINARY_DIR>/CMakeFiles/${target}_verify_interface_header_sets.dir\",
  \"objects\": [\"$<JOIN:$<TARGET_OBJECTS:${target}>,\"$<COMMA> \">\"]}")
  endforeach()
  list(JOIN entries ",\n" entries)
  file(GENERATE OUTPUT "${file}" CONTENT "[\n${entries}\n]\n")
endfunction()
