/* Which areas or cells are neighbours, as --neighbours says it. */
#ifndef WARDMAP_NEIGHBOURS_H
#define WARDMAP_NEIGHBOURS_H

#include <geo/cells.h>

#include "job.h"

typedef enum neighbour_rule {
    NEIGHBOURS_QUEEN,   /* that touch, if only at a corner */
    NEIGHBOURS_ROOK,    /* that have a stretch of border in common */
    NEIGHBOURS_WITHIN,  /* no further than so many metres */
    NEIGHBOURS_NEAREST, /* so many */
    NEIGHBOURS_INVERSE  /* as within, the nearer the heavier */
} neighbour_rule;

typedef struct cli_neighbours {
    neighbour_rule rule;
    double distance_m;
    double power;
    size_t nearest;
} cli_neighbours;

/* The help of --neighbours. */
#define NEIGHBOURS_HELP                                                                            \
    "what counts as near: queen (the default: all that touch), rook (that share a stretch of "     \
    "border), distance=METRES, nearest=K, or inverse=METRES[,POWER]: within that distance, "       \
    "weighted by 1 / distance to that power (default 1)"

/* "queen", "distance=500", "inverse=2000,2"; NULL: queen. */
geo_status neighbours_parse(cli_job *job, const char *text, cli_neighbours *out);
/* Of areas, by points inside them where it is by distance. */
geo_status neighbours_of_areas(cli_job *job, const cli_neighbours *rule, const geo_areas *areas,
                               geo_neighbours **out);
/* Of the cells which[count]. */
geo_status neighbours_of_cells(cli_job *job, const cli_neighbours *rule, const geo_cells *cells,
                               const int32_t *which, size_t count, geo_neighbours **out);
/* "Neighbours: wards that touch, 5.8 on average". */
geo_status neighbours_append(cli_job *job, const cli_neighbours *rule, const char *word,
                             const geo_neighbours *neighbours, geo_bytes *text);
/* Warns of those with a value that have no neighbour with one, by name. */
void neighbours_warn_of_islands(cli_job *job, const geo_areas *areas, const double *value,
                                const geo_neighbours *neighbours);

#endif
