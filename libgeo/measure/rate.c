/* Rates per 1,000 people, and counts rounded. */
#include <math.h>

#include <geo/measure.h>

double geo_rate_per_1000(double count, double population)
{
    return population > 0 && isfinite(population) ? 1000 * count / population : (double)NAN;
}

int64_t geo_round_count(int64_t count, int64_t multiple)
{
    return multiple > 1 ? (count + multiple / 2) / multiple * multiple : count;
}
