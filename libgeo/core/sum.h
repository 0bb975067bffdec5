/* Sums that keep what rounding drops (Neumaier 1974, Rundungsfehleranalyse einiger Verfahren zur
 * Summation endlicher Summen). */
#ifndef GEO_CORE_SUM_H
#define GEO_CORE_SUM_H

#include <math.h>

/* Begin with {0, 0}. */
typedef struct geo_sum {
    double total;
    double dropped;
} geo_sum;

static inline void geo_sum_add(geo_sum *sum, double value)
{
    double total = sum->total + value;
    if (fabs(sum->total) >= fabs(value))
        sum->dropped += (sum->total - total) + value;
    else
        sum->dropped += (value - total) + sum->total;
    sum->total = total;
}

static inline double geo_sum_value(const geo_sum *sum)
{
    return sum->total + sum->dropped;
}

#endif
