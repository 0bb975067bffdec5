/* At which densities contours run: per km2, by the mean, or by a quantile. */
#ifndef WARDMAP_LEVELS_H
#define WARDMAP_LEVELS_H

#include <geo/figure.h>

#include "job.h"

/* As it was asked for. */
typedef enum level_kind {
    LEVEL_DENSITY, /* 250: incidents per km2 */
    LEVEL_MEAN,    /* 3x: times the mean of the cells with any */
    LEVEL_QUANTILE /* 95%: the density that so many of these cells are below */
} level_kind;

typedef struct cli_level {
    level_kind kind;
    double number;
    double density; /* once the surface is known */
} cli_level;

typedef struct cli_levels {
    size_t count;
    cli_level level[GEO_CONTOURS_MOST]; /* of one kind, rising */
    double mean;                        /* of the cells with any incidents in reach */
} cli_levels;

/* "3x", "95%", "250". False for anything else. */
bool level_read(geo_text text, cli_level *level);
/* Their densities; those that no cell reaches are left out. */
geo_status levels_find(cli_job *job, const geo_grid *surface, cli_levels *levels);

/* "1,250", "0.25" */
geo_status levels_append_number(cli_job *job, double number, geo_bytes *text);
/* "170, 330 and 660 incidents per km2 (2, 4 and 8 times the mean of the cells with any, 83.2)" */
geo_status levels_append(cli_job *job, const cli_levels *levels, const char *unit, geo_bytes *text);

#endif
