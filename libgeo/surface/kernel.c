/* The kernels of a density. */
#include <math.h>
#include <string.h>

#include <geo/surface.h>

#include "core/context.h"

static const double one_over_pi = 0.318309886183790671538;

/* In the order of geo_kernel. */
static const char *const names[GEO_KERNEL_COUNT] = {"quartic", "epanechnikov", "triangular",
                                                    "uniform", "gaussian"};

/* Beyond this a Gaussian is below 3e-18 of its peak. */
static const double gaussian_reach = 9;

const char *geo_kernel_name(geo_kernel kernel)
{
    return (int)kernel >= 0 && kernel < GEO_KERNEL_COUNT ? names[kernel] : "unknown";
}

geo_status geo_kernel_parse(geo_context *context, const char *name, geo_kernel *kernel)
{
    for (int i = 0; i < GEO_KERNEL_COUNT; i++) {
        if (strcmp(names[i], name) == 0) {
            *kernel = (geo_kernel)i;
            return GEO_OK;
        }
    }
    char list[256];
    geo_list_names(names, GEO_KERNEL_COUNT, list, sizeof list);
    return geo_fail(context, GEO_ERROR_USAGE, "no kernel is called '%.60s'; there are: %s", name,
                    list);
}

double geo_kernel_value(geo_kernel kernel, double u)
{
    double rest = 1 - u * u;
    if (kernel == GEO_KERNEL_GAUSSIAN)
        return fabs(u) < gaussian_reach ? exp(-0.5 * u * u) * 0.5 * one_over_pi : 0;
    if (!(fabs(u) < 1))
        return 0;
    switch (kernel) {
    case GEO_KERNEL_QUARTIC:
        return 3 * one_over_pi * rest * rest;
    case GEO_KERNEL_EPANECHNIKOV:
        return 2 * one_over_pi * rest;
    case GEO_KERNEL_TRIANGULAR:
        return 3 * one_over_pi * (1 - fabs(u));
    default:
        return one_over_pi;
    }
}

double geo_kernel_reach_m(geo_kernel kernel, double bandwidth_m)
{
    return kernel == GEO_KERNEL_GAUSSIAN ? gaussian_reach * bandwidth_m : bandwidth_m;
}

/* Half the second moment of the distance, the integral of pi r^3 K(r). */
double geo_kernel_deviation(geo_kernel kernel)
{
    switch (kernel) {
    case GEO_KERNEL_QUARTIC:
        return sqrt(1 / 8.0);
    case GEO_KERNEL_EPANECHNIKOV:
        return sqrt(1 / 6.0);
    case GEO_KERNEL_TRIANGULAR:
        return sqrt(3 / 20.0);
    case GEO_KERNEL_UNIFORM:
        return sqrt(1 / 4.0);
    default:
        return 1;
    }
}
