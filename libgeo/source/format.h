/* Which of the formats we read a file is in: judged by its first bytes, checked against its name.
 */
#ifndef GEO_SOURCE_FORMAT_H
#define GEO_SOURCE_FORMAT_H

#include <geo/source.h>

typedef enum source_format {
    SOURCE_CSV,     /* anything that is none of the others */
    SOURCE_GPKG,    /* "SQLite format 3" */
    SOURCE_GEOJSON, /* '{' after blanks and BOM; newline-delimited GeoJSON as well */
    SOURCE_SHAPEFILE,
    SOURCE_FLATGEOBUF,
    SOURCE_ZIP, /* with a layer file inside */
    SOURCE_FORMAT_COUNT
} source_format;

/* Bytes from the start of a file that source_format_of_content() wants to see (fewer will do). */
#define SOURCE_FORMAT_BYTES 512

/* "CSV", "GeoPackage" ... for messages. */
const char *source_format_name(source_format format);

/* Judged by the first bytes. A gzipped CSV is SOURCE_CSV. */
source_format source_format_of_content(geo_text head);

/*
 * The format of an input, from its content when it has some, else from the file. GEO_ERROR_INPUT:
 * missing, a directory, not permitted, empty (when `content.data` is set and its length is 0 too),
 * or when a known extension (.gpkg .geojson .shp .fgb .csv ...) promises another format than the
 * content has. Paths that only GDAL could open ("http:...", "/vsicurl/...", "PG:...") are refused.
 * A FIFO or device is SOURCE_CSV without a byte being read from it.
 */
geo_status source_format_of_input(geo_context *context, const geo_input *input,
                                  source_format *format);

#endif
