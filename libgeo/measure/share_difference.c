/* Two shares beside each other. */
#include <math.h>

#include <geo/deprivation.h>
#include <geo/measure.h>

static bool is_share(double count, double total)
{
    return count >= 0 && count <= total && total > 0 && isfinite(total);
}

void geo_share_difference_interval(double count_a, double total_a, double count_b, double total_b,
                                   double level, double *lower, double *upper)
{
    double lower_a, upper_a, lower_b, upper_b;
    geo_share_interval(count_a, total_a, level, &lower_a, &upper_a);
    geo_share_interval(count_b, total_b, level, &lower_b, &upper_b);
    double a = count_a / total_a, b = count_b / total_b;
    *lower = a - b - hypot(a - lower_a, upper_b - b);
    *upper = a - b + hypot(upper_a - a, b - lower_b);
}

double geo_share_compare(double count_a, double total_a, double count_b, double total_b)
{
    if (!is_share(count_a, total_a) || !is_share(count_b, total_b))
        return (double)NAN;
    double pooled = (count_a + count_b) / (total_a + total_b);
    if (pooled <= 0 || pooled >= 1)
        return 1;
    double variance = pooled * (1 - pooled) * (1 / total_a + 1 / total_b);
    double z = (count_a / total_a - count_b / total_b) / sqrt(variance);
    return erfc(fabs(z) / sqrt(2));
}
