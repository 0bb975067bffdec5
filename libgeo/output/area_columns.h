/* What is known of areas, as the fields of a layer: a table's columns, and who the areas are. */
#ifndef GEO_OUTPUT_AREA_COLUMNS_H
#define GEO_OUTPUT_AREA_COLUMNS_H

#include "output/points.h"

/* In a field NAME_hidden: the cell of NAME is kept back, and therefore null. The mark of
 * confidential figures in the tables of UK official statistics (Government Analysis Function,
 * "Using symbols in tables", 2021: [c]). */
#define GEO_HIDDEN_CELL "c"

typedef enum geo_area_column_kind {
    GEO_COLUMN_OF_TABLE,
    GEO_COLUMN_HIDDEN, /* which cells of a column are kept back */
    GEO_COLUMN_OF_AREA /* a text of each area: code, name, parent */
} geo_area_column_kind;

typedef struct geo_area_column {
    geo_area_column_kind kind;
    char *name;               /* before names that clash are told apart */
    const geo_column *column; /* of the table; NULL for GEO_COLUMN_OF_AREA */
    const char *const *text;  /* [areas->count] of GEO_COLUMN_OF_AREA */
} geo_area_column;

typedef struct geo_area_columns {
    size_t count;
    geo_area_column *column;
    geo_point_fields fields; /* their names and types in the layer */
} geo_area_columns;

/* Code, name and parent where the table has none and the areas do, then the table's columns.
 * `layer` is for notes about names. */
geo_status geo_area_columns_fill(geo_context *context, const geo_areas *areas,
                                 const geo_table *table, const char *layer, geo_area_columns *out);
void geo_area_columns_clear(geo_area_columns *columns);

/* What the field is called in the layer that is `name` in the table or of the areas, ASCII case
 * ignored; and the one that tells which of its cells are hidden. NULL when there is none. */
const char *geo_area_columns_find(const geo_area_columns *columns, const char *name);
const char *geo_area_columns_find_hidden(const geo_area_columns *columns, const char *name);

/* The cells of one row, which is about `area`, as the feature's fields. */
geo_status geo_area_columns_set(geo_context *context, geo_area_columns *columns, size_t row,
                                size_t area, OGRFeatureH feature);

#endif
