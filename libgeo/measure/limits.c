#include "measure/limits.h"

void geo_count_limits(geo_few_limits *few, int64_t count, double level, double *lower,
                      double *upper)
{
    if (count < 0 || count >= GEO_FEW) {
        geo_count_interval((double)count, level, lower, upper);
        return;
    }
    if (!few->is_known[count])
        geo_count_interval((double)count, level, &few->lower[count], &few->upper[count]);
    few->is_known[count] = true;
    *lower = few->lower[count];
    *upper = few->upper[count];
}
