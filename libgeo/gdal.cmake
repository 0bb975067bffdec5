# What the linker notes of a library that it links, for GDAL, which is opened when it is first needed instead.
list(FILTER gdal_LINK_LIBRARIES INCLUDE REGEX "gdal[^/]*$")
list(GET gdal_LINK_LIBRARIES 0 gdal_library)
execute_process(COMMAND ${CMAKE_READELF} -d ${gdal_library} OUTPUT_VARIABLE gdal_dynamic ERROR_QUIET)
if(NOT gdal_dynamic MATCHES "\\(SONAME\\)[^[]*\\[([^]]+)\\]")
  message(FATAL_ERROR "${gdal_library}: is no shared library; libgeo opens GDAL when it first needs it")
endif()
set(geo_gdal_soname ${CMAKE_MATCH_1})
# libgdal.so.32 is in Debian's libgdal32.
string(REPLACE ".so." "" geo_gdal_package ${geo_gdal_soname})
string(REGEX MATCH "^[0-9]+\\.[0-9]+" geo_gdal_release ${gdal_VERSION})

# Writes a table of GDAL's functions, and for each the macro that makes its name mean the table's.
function(geo_gdal_functions input output)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${input}")
  file(STRINGS "${input}" functions)
  foreach(function IN LISTS functions)
    string(APPEND names " \\\n    \"${function}\",")
    string(APPEND members "    __typeof__(&${function}) ${function};\n")
    string(APPEND macros "#define ${function} (geo_gdal.${function})\n")
  endforeach()
  file(CONFIGURE OUTPUT "${output}" @ONLY CONTENT
"#define GEO_GDAL_SONAME \"@geo_gdal_soname@\"
#define GEO_GDAL_PACKAGE \"@geo_gdal_package@\"
#define GEO_GDAL_RELEASE \"@geo_gdal_release@\"
#define GEO_GDAL_NAMES@names@

typedef struct geo_gdal_functions {
@members@} geo_gdal_functions;

extern geo_gdal_functions geo_gdal;

@macros@")
endfunction()

geo_gdal_functions(${CMAKE_CURRENT_SOURCE_DIR}/core/gdal_functions.txt ${CMAKE_CURRENT_BINARY_DIR}/core/gdal_functions.h)
add_library(geo_gdal INTERFACE)
target_include_directories(geo_gdal INTERFACE ${CMAKE_CURRENT_BINARY_DIR})
target_include_directories(geo_gdal SYSTEM INTERFACE ${gdal_INCLUDE_DIRS})
target_link_libraries(geo_gdal INTERFACE ${CMAKE_DL_LIBS})
