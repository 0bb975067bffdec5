/* Lower than a reference, similar to it, or higher. */
#include <geo/measure.h>

geo_comparison geo_compare_interval(double lower, double upper, double reference)
{
    if (upper < reference)
        return GEO_LOWER;
    return lower > reference ? GEO_HIGHER : GEO_SIMILAR;
}

const char *geo_comparison_name(geo_comparison comparison)
{
    switch (comparison) {
    case GEO_LOWER:
        return "lower";
    case GEO_HIGHER:
        return "higher";
    default:
        return "similar";
    }
}
