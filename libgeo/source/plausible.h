/* Where coordinates in a CRS can lie at all, and where they may be expected to. */
#ifndef GEO_SOURCE_PLAUSIBLE_H
#define GEO_SOURCE_PLAUSIBLE_H

#include "source/transform.h"

typedef struct geo_plausible {
    bool is_degrees;
    geo_extent possible; /* the whole Earth in degrees, else the CRS's area of use with as much
                               again on each side: what is outside is a wrong number */
    geo_extent sensible; /* where most coordinates should be, for telling swapped axes */
    geo_extent around;   /* the same with some 50 km more on each side */
} geo_plausible;

/*
 * For coordinates in `crs`. The sensible box is that of `expected` (NULL: not known), which is in
 * `working`; else the area of use of `working`; else (NULL: still to be chosen) that of a projected
 * `crs`, or Great Britain for degrees.
 */
geo_status geo_plausible_find(geo_context *context, const geo_crs *crs, const geo_crs *working,
                              const geo_extent *expected, geo_plausible *out);

/*
 * Whether a point makes sense only with its axes swapped. As given it must be out of place where
 * the swapped one is in place, judged by the sensible box or by the wide one around it: the wide
 * one alone would not see a swap near the line where eastings equal northings, the narrow one alone
 * none where the incidents lie just beside a small study area.
 */
bool geo_looks_swapped(const geo_plausible *plausible, double x, double y);

#endif
