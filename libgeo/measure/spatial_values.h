/* Areas that have a value, with their neighbours among them: what all spatial statistics work on.
 */
#ifndef GEO_MEASURE_SPATIAL_VALUES_H
#define GEO_MEASURE_SPATIAL_VALUES_H

#include <geo/spatial.h>

typedef struct geo_spatial_values {
    size_t count;
    size_t islands; /* left out, where they were to be */
    size_t *area;   /* [count] rising */
    double *value;  /* [count] */
    double *z;      /* [count] deviation from the mean */
    double mean;
    double squares; /* sum of z squared; exactly 0 where all values are one */
    size_t *first;  /* [count + 1] into `to` and `weight` */
    int32_t *to;    /* of these areas, rising */
    double *weight;
    size_t most; /* neighbours that one has */
} geo_spatial_values;

/* `without_islands` leaves out areas that have no neighbour with a value. *out is cleared by
 * geo_spatial_values_clear() whether or not it succeeds. */
geo_status geo_spatial_values_make(geo_context *context, const geo_neighbours *neighbours,
                                   const double *value, bool row_standardised, bool without_islands,
                                   geo_spatial_values *out);
void geo_spatial_values_clear(geo_spatial_values *values);

#endif
