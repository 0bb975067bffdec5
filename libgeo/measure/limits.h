/* Intervals of many counts. */
#ifndef GEO_MEASURE_LIMITS_H
#define GEO_MEASURE_LIMITS_H

#include <geo/measure.h>

enum { GEO_FEW = 10 };

/* Exact limits of a few incidents take long to find, and many areas share them: those found so far,
 * of one level. Begin with zeros. */
typedef struct geo_few_limits {
    bool is_known[GEO_FEW];
    double lower[GEO_FEW];
    double upper[GEO_FEW];
} geo_few_limits;

/* As geo_count_interval(). */
void geo_count_limits(geo_few_limits *few, int64_t count, double level, double *lower,
                      double *upper);

#endif
