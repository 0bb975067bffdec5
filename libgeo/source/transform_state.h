/* The inside of a transform: for transform.c and its tests alone. */
#ifndef GEO_SOURCE_TRANSFORM_STATE_H
#define GEO_SOURCE_TRANSFORM_STATE_H

#include "source/crs.h"
#include "source/lattice.h"
#include "source/operation.h"
#include "source/transform.h"

struct geo_transform {
    geo_proj proj;
    geo_operation found;
    PJ *operation;        /* NULL: nothing to do */
    geo_lattice *lattice; /* NULL: every point by PROJ */
};

#endif
