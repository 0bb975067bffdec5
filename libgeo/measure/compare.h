/* What a comparison is made of: places across, kinds down. */
#ifndef GEO_MEASURE_COMPARE_H
#define GEO_MEASURE_COMPARE_H

#include <geo/compare.h>
#include <geo/measure.h>

#include "core/sum.h"

/* One kind in one place. */
typedef struct geo_compare_cell {
    int64_t count; /* GEO_NO_INTEGER for a comparator */
    int64_t rated; /* those of them in areas with a population */
    geo_sum residents;
    double rate; /* NaN: none */
    double lower;
    double upper;
    bool is_compared;
    geo_comparison comparison;
    bool is_hidden;
    int64_t rank; /* GEO_NO_INTEGER: none */
    int64_t of;
} geo_compare_cell;

/* Places are the groups, all areas, and the comparators, in this order. */
typedef struct geo_compare_work {
    const geo_area_counts *counts;
    const geo_compare_options *options;
    size_t group_count;
    size_t place_count;
    geo_compare_cell *cell; /* [place_count * kinds] place by place */
    size_t *place;          /* [column_count] those that are shown, in order */
    size_t column_count;
    size_t against; /* a place */
    size_t *kind;   /* [row_count] those that have a row */
    size_t row_count;
    geo_compared *compared;
} geo_compare_work;

static inline geo_compare_cell *geo_compare_at(const geo_compare_work *work, size_t place,
                                               size_t kind)
{
    return &work->cell[place * work->counts->categories->count + kind];
}

static inline bool geo_is_comparator(const geo_compare_work *work, size_t place)
{
    return place > work->group_count;
}

/* Borrowed. */
const char *geo_compare_place_name(const geo_compare_work *work, size_t place);

/* Finds out which cells to hide, and takes from them what they must not tell. */
geo_status geo_compare_hide(geo_context *context, geo_compare_work *work);

/* Rows, columns and marks; notes come after. */
geo_status geo_compare_make_table(geo_context *context, const geo_compare_work *work,
                                  geo_table **out);
geo_status geo_compare_make_data(geo_context *context, const geo_compare_work *work,
                                 geo_table **out);
geo_status geo_compare_make_long(geo_context *context, const geo_compare_work *work,
                                 geo_table **out);
geo_status geo_compare_add_notes(geo_context *context, const geo_compare_work *work,
                                 geo_table *table);

#endif
