/* What the tables of people with several rows share. */
#ifndef GEO_MEASURE_REPEAT_H
#define GEO_MEASURE_REPEAT_H

#include "measure/repeats.h"

/* Numbers of rows, rising, between which people are counted; those from the last on are together.
 * The first is 1. */
typedef struct repeat_classes {
    int64_t from[REPEAT_CLASSES + 1];
    int64_t people[REPEAT_CLASSES + 1]; /* with at least so many rows */
    int64_t rows[REPEAT_CLASSES + 1];
    size_t count;
    bool tells_repeat; /* the number of repeat people may be told */
    bool tells_all;    /* and that of all */
    bool tells_worst[REPEAT_WORST];
} repeat_classes;

/* All there are, or as many as leave no class with too few people. */
void geo_repeat_classes_of(const repeat_figures *figures, const geo_repeat_options *options,
                           repeat_classes *out);

/* The table of lines by value, and notes on how it was made. *tells_all: nothing of all people
 * together is kept back. */
geo_status geo_repeat_by_value(geo_context *context, const repeat_lines *lines,
                               const geo_repeat_options *options, geo_table **out, bool *tells_all);

/* 100 x part / whole; NaN of nothing. */
double geo_per_cent(double part, double whole);

/* "95% intervals of a share: Wilson's" */
geo_status geo_repeat_add_interval_note(geo_context *context, double level, geo_table *table);

/* A cell that is kept back. */
geo_status geo_hide_cell(geo_context *context, geo_table *table, size_t column, size_t row);

#endif
