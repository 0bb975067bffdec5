/* Sheets of a workbook: which of their rows has the names of the fields. */
#ifndef GEO_SOURCE_SHEET_H
#define GEO_SOURCE_SHEET_H

#include "source/layer_state.h"

/* Names the fields of an open sheet, whose rows are all data to GDAL: by the first row with a field
 * of areas' codes, as titles may stand above it, else by the first that isn't blank. A sheet
 * without either keeps no fields. Call between geo_gdal_enter() and geo_gdal_leave(). */
geo_status geo_sheet_find_header(geo_context *context, geo_layer *layer);

#endif
