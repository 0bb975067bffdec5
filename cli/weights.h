/* Places with weights, by which areas are shared out: points, or smaller areas. */
#ifndef WARDMAP_WEIGHTS_H
#define WARDMAP_WEIGHTS_H

#include "load.h"

typedef struct weights_choice {
    const char *path;
    const char *layer;
    geo_roles roles;          /* fields with the coordinates of points; NULL: found */
    const char *weight;       /* the field; NULL: each point counts 1, an area its population */
    const char *layer_option; /* "by-layer": what they are asked for with, for messages */
    const char *weight_option;
} weights_choice;

typedef struct cli_weights {
    size_t count;
    double *x;
    double *y;
    double *weight;
    bool are_areas; /* smaller ones, each at a point inside it */
} cli_weights;

/* In the CRS given. GEO_ERROR_USAGE for a file with several layers when none is named, and areas of
 * which no weight is known; points that cannot be read are counted in a warning. */
geo_status weights_read(cli_job *job, const weights_choice *choice, const geo_crs *working,
                        cli_weights *out);
void weights_clear(cli_weights *weights);

#endif
