/* Which of the formats we read a file is in: judged by its first bytes, checked against its name.
 */
#ifndef GEO_SOURCE_FORMAT_H
#define GEO_SOURCE_FORMAT_H

#include <geo/source.h>

typedef enum geo_format {
    GEO_FORMAT_CSV,     /* anything that is none of the others */
    GEO_FORMAT_GPKG,    /* "SQLite format 3" */
    GEO_FORMAT_GEOJSON, /* '{' after blanks and BOM; newline-delimited GeoJSON as well */
    GEO_FORMAT_SHAPEFILE,
    GEO_FORMAT_FLATGEOBUF,
    GEO_FORMAT_XLSX, /* a workbook, whose sheets are its layers */
    GEO_FORMAT_ZIP,  /* with a layer file inside */
    GEO_FORMAT_COUNT
} geo_format;

/* Bytes from the start of a file by which its format is judged (fewer will do). */
#define GEO_FORMAT_BYTES 512

/* "CSV", "GeoPackage" ... for messages. */
const char *geo_format_name(geo_format format);

/*
 * The format of an input, from its content when it has some, else from the file. GEO_ERROR_INPUT:
 * missing, a directory, not permitted, empty (when `content.data` is set and its length is 0 too),
 * or when a known extension (.gpkg .geojson .shp .fgb .csv ...) promises another format than the
 * content has. Paths that only GDAL could open ("http:...", "/vsicurl/...", "PG:...") are refused.
 * A FIFO or device is GEO_FORMAT_CSV without a byte being read from it.
 */
geo_status geo_format_of_input(geo_context *context, const geo_input *input, geo_format *format);

#endif
