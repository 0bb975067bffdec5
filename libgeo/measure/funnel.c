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

geo_funnel_flag geo_funnel_flag_of(double count, double expected)
{
    double lower_95, upper_95, lower_998, upper_998;
    geo_funnel_limits(expected, 0.95, &lower_95, &upper_95);
    geo_funnel_limits(expected, 0.998, &lower_998, &upper_998);
    if (count < lower_95)
        return count < lower_998 ? GEO_FUNNEL_BELOW_998 : GEO_FUNNEL_BELOW_95;
    if (count > upper_95)
        return count > upper_998 ? GEO_FUNNEL_ABOVE_998 : GEO_FUNNEL_ABOVE_95;
    return GEO_FUNNEL_INSIDE;
}

const char *geo_funnel_flag_name(geo_funnel_flag flag)
{
    switch (flag) {
    case GEO_FUNNEL_BELOW_95:
        return "below the 95% limit";
    case GEO_FUNNEL_BELOW_998:
        return "below the 99.8% limit";
    case GEO_FUNNEL_ABOVE_95:
        return "above the 95% limit";
    case GEO_FUNNEL_ABOVE_998:
        return "above the 99.8% limit";
    default:
        return "within the limits";
    }
}
