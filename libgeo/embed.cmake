# Writes the text of a file as a C array, so that the library carries its styles and mappings.
function(geo_embed input name output)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${input}")
  file(READ "${input}" bytes HEX)
  string(REGEX REPLACE "(................................)" "\\1\n    " bytes "${bytes}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1, " bytes "${bytes}")
  file(CONFIGURE OUTPUT "${output}" @ONLY CONTENT
"#include <stddef.h>

extern const char @name@[];
extern const size_t @name@_length;
const char @name@[] = {
    @bytes@0};
const size_t @name@_length = sizeof @name@ - 1;
")
endfunction()
