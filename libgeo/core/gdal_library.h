/*
 * GDAL, opened when something first needs it: for the dynamic linker it and the hundred libraries
 * that it brings are more work than the table of a small CSV file is.
 *
 * Its functions are called by their names, which mean pointers that geo_gdal_load() fills:
 * everything that calls them does so after that has succeeded. gdal_functions.txt lists them.
 */
#ifndef GEO_CORE_GDAL_LIBRARY_H
#define GEO_CORE_GDAL_LIBRARY_H

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <gdal.h>
#include <ogr_api.h>
#include <ogr_recordbatch.h>
#include <ogr_srs_api.h>

#include <geo/core.h>

#include "core/gdal_functions.h" /* made from the list */

typedef void geo_gdal_function(void);

/* Opens the library, the first time in a process. `failure`, and what GDAL is needed for, when it
 * can't be: a file or a layer. */
geo_status geo_gdal_load(geo_context *context, geo_status failure, const char *what);

/* The same where there is no context: NULL, or why it can't be opened. */
const char *geo_gdal_trouble(void);

/* Whether somebody has opened it. */
bool geo_gdal_is_loaded(void);

/* A function that not every GDAL has, of the loaded library; NULL where it is missing. */
geo_gdal_function *geo_gdal_find(const char *name);

#endif
