/* Where coordinates in a CRS can lie at all, and where they may be expected to. */
#ifndef GEO_SOURCE_PLAUSIBLE_H
#define GEO_SOURCE_PLAUSIBLE_H

#include "transform.h"

typedef struct source_plausible {
    bool is_degrees;
    source_extent possible; /* the whole Earth in degrees, else the CRS's area of use with as much
                               again on each side: what is outside is a wrong number */
    source_extent sensible; /* where most coordinates should be: to tell swapped axes by */
} source_plausible;

/*
 * For coordinates in `crs`. The sensible box is that of `expected` (NULL: not known), which is in
 * `working`; else the area of use of `working`; else (NULL: still to be chosen) that of a projected
 * `crs`, or Great Britain for degrees.
 */
geo_status source_plausible_find(geo_context *context, const geo_crs *crs, const geo_crs *working,
                                 const source_extent *expected, source_plausible *out);

/* Limits included. False for NaN. */
bool source_extent_contains(const source_extent *extent, double x, double y);

#endif
