/*
 * Remembers what became of coordinates. Incidents share coordinates (police.uk snaps them to map
 * points, forces to addresses) and a transformation costs ten times a look-up.
 */
#ifndef GEO_SOURCE_TRANSFORM_CACHE_H
#define GEO_SOURCE_TRANSFORM_CACHE_H

#include "source/transform.h"

typedef struct geo_transform_cache geo_transform_cache;

/* Some 2 MB, whatever the number of points. */
geo_status geo_transform_cache_new(geo_context *context, geo_transform_cache **out);
void geo_transform_cache_free(geo_transform_cache *cache);

/* Forgets everything: for another transform. */
void geo_transform_cache_forget(geo_transform_cache *cache);

/* The same bits as geo_transform_apply() gives, in place. Remembers nothing of a transform that
 * isn't exact: a polynomial costs less than a look-up. */
void geo_transform_cache_apply(geo_transform_cache *cache, geo_transform *transform, double *x,
                               double *y, size_t count);

#endif
