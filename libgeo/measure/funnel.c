/* Limits of a funnel plot. */
#include <math.h>

#include <geo/measure.h>

#include "measure/quantile.h"

/* The mass beyond so many standard deviations is below 1e-20 of that of any tail in use. */
static const double deviations = 12;
/* From here on the skewness of a Poisson count changes a limit by less than 1e-4 of its standard
 * deviation, and walking through the counts takes long. */
static const double normal_from = 1e8;

/* Walks up from where the distribution begins to weigh anything to the quantile. */
static double poisson_limit(double expected, double probability)
{
    double count = floor(fmax(0, expected - deviations * sqrt(expected) - deviations));
    double mass = exp(count * log(expected) - expected - lgamma(count + 1));
    double below = 0;
    while (below + mass < probability && (mass > 0 || count < expected)) {
        below += mass;
        count++;
        mass *= expected / count;
    }
    double share = mass > 0 ? (below + mass - probability) / mass : 0;
    return count - share;
}

void geo_funnel_limits(double expected, double level, double *lower, double *upper)
{
    double outside = (1 - level) / 2;
    *lower = (double)NAN;
    *upper = (double)NAN;
    if (!(level > 0 && level < 1) || !(expected >= 0) || !isfinite(expected))
        return;
    if (expected >= normal_from) {
        double half = -geo_normal_quantile(outside) * sqrt(expected);
        *lower = expected - half;
        *upper = expected + half;
    } else if (expected == 0) {
        *lower = *upper = 0;
    } else {
        *lower = fmax(0, poisson_limit(expected, outside));
        *upper = poisson_limit(expected, 1 - outside);
    }
}
