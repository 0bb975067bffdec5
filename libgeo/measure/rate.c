/* Rates per 1,000 people. */
#include <math.h>

#include <geo/measure.h>

double geo_rate_per_1000(double count, double population)
{
    return population > 0 && isfinite(population) ? 1000 * count / population : (double)NAN;
}
