/* Columns of a table that are known before it is made. */
#ifndef GEO_MEASURE_COLUMN_PLAN_H
#define GEO_MEASURE_COLUMN_PLAN_H

#include <geo/core.h>

typedef struct geo_column_plan {
    const char *name;    /* of the end of an interval: what stands before the level */
    const char *heading; /* NULL: the name's words */
    geo_type type;
    bool is_limit; /* the level of the interval follows name and heading */
    bool may_shorten;
    int spare;
    int decimals;
} geo_column_plan;

#define GEO_NO_COLUMN SIZE_MAX

/* A column of no name is left out. place[i] is where column i of the plan stands in the table,
 * GEO_NO_COLUMN where it doesn't. */
geo_status geo_add_planned_columns(geo_context *context, const geo_column_plan *plan, size_t count,
                                   double level, geo_table *table, size_t *place);

#endif
