/* Mean and SD of the areas' rates, and the bands above them. */
#include <math.h>

#include <geo/measure.h>

#include "core/context.h"
#include "core/sum.h"

/* The greatest possible (x - mean) / SD of n numbers is sqrt(n - 1) with the population SD and
 * (n - 1) / sqrt(n) with the sample SD (Samuelson 1968, How deviant can you be?): not over 2 for 5.
 */
enum { TOO_FEW_AREAS = 5 };

const char *geo_band_name(geo_band band)
{
    switch (band) {
    case GEO_BAND_ABOVE:
        return "Above";
    case GEO_BAND_SIGNIFICANTLY_ABOVE:
        return "Significantly above";
    default:
        return "";
    }
}

/* The sum of (rate - centre)^power over the rates that are known, power being 1 or 2. */
static double sum_about(const double *rate, size_t count, double centre, int power)
{
    geo_sum sum = {0, 0};
    for (size_t i = 0; i < count; i++) {
        double from_centre = rate[i] - centre;
        if (!isnan(rate[i]))
            geo_sum_add(&sum, power == 1 ? from_centre : from_centre * from_centre);
    }
    return geo_sum_value(&sum);
}

static size_t count_known(const double *rate, size_t count)
{
    size_t known = 0;
    for (size_t i = 0; i < count; i++)
        known += isnan(rate[i]) ? 0 : 1;
    return known;
}

geo_status geo_reference_make(geo_context *context, const double *rate, size_t count, geo_sd kind,
                              geo_reference *out)
{
    geo_reference reference = {.count = count_known(rate, count), .kind = kind};
    if (reference.count == 0)
        return geo_fail(context, GEO_ERROR_DATA,
                        "no area has a rate: none of the %zu areas has a population", count);
    double n = (double)reference.count;
    /* Taken again about itself the mean of equal rates is that rate, exactly. */
    reference.mean = sum_about(rate, count, 0, 1) / n;
    reference.mean += sum_about(rate, count, reference.mean, 1) / n;
    double divisor = kind == GEO_SD_SAMPLE ? n - 1 : n;
    reference.sd = sqrt(sum_about(rate, count, reference.mean, 2) / divisor);
    reference.above = reference.mean + reference.sd;
    reference.significantly_above = reference.mean + 2 * reference.sd;
    if (reference.count <= TOO_FEW_AREAS)
        geo_add_warning(context,
                        "only %zu %s in the reference: no rate can exceed mean + 2 SD of so few",
                        reference.count, reference.count == 1 ? "area" : "areas");
    *out = reference;
    return GEO_OK;
}

geo_band geo_band_of(const geo_reference *reference, double rate)
{
    if (rate > reference->significantly_above)
        return GEO_BAND_SIGNIFICANTLY_ABOVE;
    return rate > reference->above ? GEO_BAND_ABOVE : GEO_BAND_NONE;
}
