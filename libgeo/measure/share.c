/* Intervals of shares. */
#include <math.h>

#include <geo/measure.h>

#include "measure/quantile.h"

/* Wilson 1927, Probable inference, the law of succession, and statistical inference, JASA 22: the
 * two roots of a quadratic equation, each in the form in which nothing cancels. */
void geo_share_interval(double count, double total, double level, double *lower, double *upper)
{
    *lower = (double)NAN;
    *upper = (double)NAN;
    if (!(level > 0 && level < 1) || !(count >= 0 && count <= total) || !(total > 0) ||
        !isfinite(total))
        return;
    double z = -geo_normal_quantile((1 - level) / 2);
    double sum = 2 * count + z * z + z * sqrt(z * z + 4 * count * ((total - count) / total));
    *lower = 2 * count * (count / total) / sum;
    *upper = count < total ? sum / (2 * (total + z * z)) : 1;
}

void geo_share_ratio_interval(double count, double total, double share_of_population, double level,
                              double *lower, double *upper)
{
    bool is_share = share_of_population > 0 && share_of_population <= 1;
    geo_share_interval(count, total, level, lower, upper);
    *lower = is_share ? *lower / share_of_population : (double)NAN;
    *upper = is_share ? *upper / share_of_population : (double)NAN;
}
