/* Incidents counted by the labels of two fields, and the people that they are divided by: what
 * profile and crosstab share. */
#ifndef WARDMAP_CROSSING_H
#define WARDMAP_CROSSING_H

#include <geo/tables.h>

#include "labels.h"

/* A second field may have as many values; the cells of row r begin at r * CROSSING_COLUMNS_MOST. */
#define CROSSING_COLUMNS_MOST 200
#define CROSSING_ROWS_MOST    5000

/* By the codes of the labels. */
typedef struct crossing_cells {
    int64_t *count;
    double *population; /* NaN where there is none */
    size_t capacity;    /* in rows */
} crossing_cells;

/* The same in the order of the table. */
typedef struct crossing_ordered {
    const char **row;
    const char **column;
    int64_t *count;
    double *population;
} crossing_ordered;

typedef struct cli_crossing {
    cli_labels rows;
    cli_labels columns; /* without a field: there is one column */
    const bool *shown;  /* by area, borrowed; NULL: all */
    bool keeps_areas; /* labels of areas that are shown stand in the table where they have no row */
    int64_t *by_area; /* rows by area, where that is wanted; borrowed, NULL: it is not */
    bool has_population;
    double people; /* that were read */
    crossing_cells cells;
    crossing_ordered ordered;
    geo_crosstab crosstab; /* of what is in order */
} cli_crossing;

/* A table with one line for each row and column. */
typedef struct crossing_population {
    const char *path;
    const char *rows; /* its fields, where they are named differently; may be NULL */
    const char *columns;
    const char *count;
} crossing_population;

/* Reads the incidents. */
geo_status crossing_count(cli_job *job, cli_load *load, cli_crossing *crossing);
/* Reads the table of populations. */
geo_status crossing_read_population(cli_job *job, const crossing_population *asked,
                                    cli_crossing *crossing);
/* Adds people to a cell that may have none so far. */
geo_status crossing_add_people(cli_job *job, cli_crossing *crossing, int32_t row, int32_t column,
                               double people);
/* Labels in order, those without rows and population left out; by_count: those with most rows
 * first. */
geo_status crossing_put_in_order(cli_job *job, cli_crossing *crossing, bool by_count);
void crossing_clear(cli_crossing *crossing);

#endif
