/* Intervals of a Poisson count. */
#include <math.h>

#include <geo/measure.h>

#include "measure/quantile.h"

/* Below this the exact interval, from it on Byar's approximation, as PHEindicatormethods has it. */
static const double byar_from = 10;

static double cube(double value)
{
    return value * value * value;
}

/* Breslow and Day 1987, equation 2.13. */
static void byar_interval(double count, double z, double *lower, double *upper)
{
    double next = count + 1;
    *lower = count * cube(fmax(0, 1 - 1 / (9 * count) - z / (3 * sqrt(count))));
    *upper = next * cube(1 - 1 / (9 * next) + z / (3 * sqrt(next)));
}

/* Garwood 1936: chi-square quantiles at 2 x count and 2 x count + 2 degrees of freedom, halved. */
static void exact_interval(double count, double outside, double *lower, double *upper)
{
    *lower = count > 0 ? geo_gamma_quantile(outside / 2, count) : 0;
    *upper = geo_gamma_quantile(1 - outside / 2, count + 1);
}

void geo_count_interval(double count, double level, double *lower, double *upper)
{
    *lower = (double)NAN;
    *upper = (double)NAN;
    if (!(level > 0 && level < 1) || !(count >= 0) || !isfinite(count))
        return;
    if (count < byar_from)
        exact_interval(count, 1 - level, lower, upper);
    else
        byar_interval(count, -geo_normal_quantile((1 - level) / 2), lower, upper);
}
