/* Neighbours drawn at random for an area that keeps its own value: conditional permutation. */
#ifndef GEO_MEASURE_LOCAL_DRAWS_H
#define GEO_MEASURE_LOCAL_DRAWS_H

#include "measure/spatial_values.h"

typedef struct geo_permuted_area {
    const geo_spatial_values *values;
    size_t i;
    double seen;  /* its neighbours' deviations, weighted and added up */
    double scale; /* the same of their sizes, which rounding goes by */
} geo_permuted_area;

typedef struct geo_tails {
    size_t above; /* permutations at or above what was seen */
    size_t below;
} geo_tails;

/* Whether drawing again where one comes twice is quicker than exchanging places. */
bool geo_has_few_neighbours(const geo_permuted_area *area);
/* Adds to `found` what `permutations` draws of distinct areas other than i give. O(neighbours^2)
 * each, eight at once. */
void geo_draw_few(const geo_permuted_area *area, size_t permutations, uint64_t random,
                  geo_tails *found);
/* The same in O(neighbours): order[values->count] is 0, 1, 2 ... before and after;
 * taken[values->most]. */
void geo_draw_many(const geo_permuted_area *area, size_t permutations, uint64_t random,
                   int32_t *order, size_t *taken, geo_tails *found);

#endif
