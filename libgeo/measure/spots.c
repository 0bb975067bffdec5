/* What hot and cold spots, clusters and outliers are called. */
#include <math.h>

#include <geo/spatial.h>

const char *geo_spot_name(geo_spot spot)
{
    static const char *const name[GEO_SPOT_COUNT] = {
        "cold spot, 99%", "cold spot, 95%", "cold spot, 90%", "not significant",
        "hot spot, 90%",  "hot spot, 95%",  "hot spot, 99%"};
    return name[spot];
}

geo_spot geo_spot_of(double z, double p)
{
    static const double most_p[] = {0.1, 0.05, 0.01};
    int strength = 0;
    while (strength < 3 && p <= most_p[strength])
        strength++;
    if (!(z != 0) || isnan(z))
        strength = 0;
    return (geo_spot)(z < 0 ? GEO_SPOT_NONE - strength : GEO_SPOT_NONE + strength);
}

const char *geo_cluster_text(geo_cluster cluster)
{
    static const char *const text[] = {"not significant", "high among high", "low among low",
                                       "high among low", "low among high"};
    return text[cluster];
}
