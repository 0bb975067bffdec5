/* Pairs of areas of two sets, and the ground that they have in common. */
#ifndef GEO_PLACE_OVERLAP_H
#define GEO_PLACE_OVERLAP_H

#include "geo/place.h"

/*
 * Pairs whose boxes meet, by the areas of the set that has fewer of them (coarse), of each by those
 * of the other (fine) rising.
 */
typedef struct geo_overlap {
    const geo_areas *coarse;
    const geo_areas *fine;
    bool from_is_fine;
    size_t *first;         /* [coarse->count + 1] */
    int32_t *fine_area;    /* [first[coarse->count]] */
    double *coarse_ground; /* square metres of each */
    double *fine_ground;
    double *ground;     /* [first[coarse->count]] in common; 0 before it is measured */
    size_t coarse_most; /* rings of the area that has most of them */
    size_t fine_most;
} geo_overlap;

/* Pairs with the areas of `from` of which `which` (may be NULL) is true. */
geo_status geo_overlap_find(geo_context *context, const geo_areas *from, const geo_areas *to,
                            const bool *which, geo_overlap *out);
void geo_overlap_clear(geo_overlap *overlap);

/* Measures the ground in common. Where an area of `from` is seen to be within one of `to`, its
 * ground in the others may be left at 0. */
geo_status geo_overlap_measure(geo_context *context, geo_overlap *overlap);

/* Parts of a correspondence; grow. */
typedef struct geo_part_list {
    size_t count, from_capacity, to_capacity, weight_capacity;
    int32_t *from;
    int32_t *to;
    double *weight;
} geo_part_list;

geo_status geo_part_list_add(geo_context *context, geo_part_list *list, int32_t from, int32_t to,
                             double weight);
void geo_part_list_clear(geo_part_list *list);

/* Adds the parts of all areas of `from` of which `which` is true as geo_areas_overlap() has them,
 * and sets whole[from->count] of these: 0 where what is in none of `to` counts for nothing. */
geo_status geo_overlap_parts(geo_context *context, const geo_areas *from, const geo_areas *to,
                             const bool *which, double sliver, geo_part_list *list, double *whole);

/* GEO_ERROR_CRS unless both are in the same, as far as they say. */
geo_status geo_check_same_crs(geo_context *context, const geo_areas *from, const geo_areas *to);

#endif
