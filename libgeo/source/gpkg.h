/*
 * Plain GeoPackages (OGC 12-128r18), read through SQLite alone: GDAL takes longer to load than most
 * of them take to read. What is unusual in any way is not for this reader. Whoever asks is told so
 * and turns to GDAL, which reads it, or says what is wrong with it.
 */
#ifndef GEO_SOURCE_GPKG_H
#define GEO_SOURCE_GPKG_H

#include "source/layer.h"
#include "source/stage.h"

typedef enum geo_gpkg_kind {
    GEO_GPKG_TEXT,
    GEO_GPKG_INTEGER,
    GEO_GPKG_REAL,
    GEO_GPKG_DATE,
    GEO_GPKG_TIME,  /* a date with the time of day */
    GEO_GPKG_BINARY /* never read */
} geo_gpkg_kind;

typedef struct geo_gpkg_field {
    char *name;
    geo_gpkg_kind kind;
    bool is_short; /* an integer of 32 bits */
} geo_gpkg_field;

typedef struct geo_gpkg_layer {
    char *table;
    char *geometry_column; /* NULL: it has none */
    geo_geometry geometry;
    int crs; /* its number in gpkg_spatial_ref_sys */
    bool has_extent;
    geo_extent extent;
} geo_gpkg_layer;

/* Of the current row. */
typedef struct geo_gpkg_value {
    bool is_there;
    geo_text text; /* of texts, dates and times, the last two as ISO 8601; until the next row */
    int64_t integer;
    double real;
    char made[32];
} geo_gpkg_value;

typedef struct geo_gpkg {
    struct sqlite3 *database;
    struct sqlite3_stmt *rows;
    bool has_extensions, has_data_columns, has_ogr_contents; /* tables that it may lack */
    size_t layer_count;
    size_t layer_capacity;
    geo_gpkg_layer *layer;
    /* Of the chosen layer: */
    const geo_gpkg_layer *chosen;
    char *id_column;
    size_t field_count;
    size_t field_capacity;
    geo_gpkg_field *field;
    int64_t row_count; /* as the file says, else counted */
    geo_crs crs;       /* wkt == NULL when the layer states none */
    int *column;       /* [field_count]: where `rows` has it; -1: not read */
    geo_gpkg_value *value;
    int64_t id;
    geo_text geometry;
    bool is_at_end;
} geo_gpkg;

/* Lists the layers. *out stays NULL when the file is not for this reader. */
geo_status geo_gpkg_open(geo_context *context, const geo_stage *stage, geo_gpkg **out);
void geo_gpkg_free(geo_gpkg *gpkg);

/* Reads what a layer is like. *is_plain is false when it is not for this reader. */
geo_status geo_gpkg_choose(geo_context *context, geo_gpkg *gpkg, size_t layer, bool *is_plain);

typedef enum geo_gpkg_step {
    GEO_GPKG_ROW,
    GEO_GPKG_END,
    GEO_GPKG_TROUBLE /* from this row on it is not for this reader */
} geo_gpkg_step;

/* The next row of the chosen layer, with the fields in `needed`, which are the same each time. The
 * geometry is well-known binary without GeoPackage's header: data == NULL for null, length == 0
 * where GDAL has to say what it is. */
geo_gpkg_step geo_gpkg_next(geo_gpkg *gpkg, const size_t *needed, size_t count);

/* ---- between the files that read GeoPackages ------------------------------------------------ */

/* NULL when SQLite cannot do it, for whatever reason. `format` is SQLite's: %Q quotes a text, %w
 * what stands between double quotes. */
struct sqlite3_stmt *geo_gpkg_prepare(const geo_gpkg *gpkg, const char *format, ...);

/* The only number that a query gives; false when there is none. */
bool geo_gpkg_number(const geo_gpkg *gpkg, const char *sql, int64_t *number);

#endif
