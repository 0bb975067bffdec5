/* The rows of a table of change: which areas and kinds, what was counted, what is kept back. */
#ifndef GEO_MEASURE_CHANGE_ROWS_H
#define GEO_MEASURE_CHANGE_ROWS_H

#include <geo/compare.h>
#include <geo/measure.h>

typedef struct geo_change_cell {
    int32_t area; /* GEO_NO_CODE: all that are shown */
    int32_t node;
    bool is_sum; /* over areas that have rows of their own */
    int64_t before;
    int64_t after;
    double population; /* NaN where it isn't known */
    bool hides_before;
    bool hides_after;
} geo_change_cell;

typedef struct geo_change_rows_work {
    const geo_area_counts *before;
    const geo_area_counts *after;
    const geo_change_options *options;
    bool *is_shown; /* by area */
    size_t *area;   /* [area_count] those with rows of their own */
    size_t area_count;
    int32_t *node; /* [node_count] */
    size_t node_count;
    bool has_population;
    geo_change_cell *cell; /* [row_count] */
    size_t row_count;
    double *p; /* [row_count] */
    double *adjusted;
} geo_change_rows_work;

geo_status geo_change_make_rows(geo_context *context, geo_change_rows_work *work);
void geo_change_rows_clear(geo_change_rows_work *work);
/* The columns that say what the rows are about. */
geo_status geo_change_add_names(geo_context *context, const geo_change_rows_work *work,
                                geo_table *table);

#endif
