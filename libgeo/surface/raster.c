#include "surface/raster.h"

#include <math.h>

#include "core/context.h"

/* Larger than the Earth; keeps squares far from overflow. */
static const double length_limit_m = 1e9;

/* An edge this close to a multiple, in cells, lies on it: sums of decimal fractions don't. */
static const double edge_tolerance = 1e-6;

/* One axis of the grid, counted in cells from the origin of the CRS. */
typedef struct axis {
    double first;
    double count;
} axis;

static geo_status check_length(geo_context *context, double length_m, const char *what)
{
    if (length_m > 0 && length_m <= length_limit_m)
        return GEO_OK;
    return geo_fail(context, GEO_ERROR_USAGE,
                    "the %s must be a number of metres above 0, and at most %.10g", what,
                    length_limit_m);
}

static axis snap(double low, double high, const geo_density_options *options)
{
    if (low == high) {
        low -= options->bandwidth_m;
        high += options->bandwidth_m;
    }
    double first = floor(low / options->cell_m + edge_tolerance);
    double end = ceil(high / options->cell_m - edge_tolerance);
    return (axis){first, fmax(end - first, 1)};
}

static geo_status check_extent(geo_context *context, const geo_extent *extent)
{
    bool is_finite = isfinite(extent->x_min) && isfinite(extent->y_min) &&
                     isfinite(extent->x_max) && isfinite(extent->y_max);
    if (is_finite && extent->x_min <= extent->x_max && extent->y_min <= extent->y_max)
        return GEO_OK;
    return geo_fail(context, GEO_ERROR_USAGE,
                    "the extent must be four numbers xmin,ymin,xmax,ymax with xmin <= xmax and "
                    "ymin <= ymax");
}

static geo_status plan_axes(geo_context *context, const geo_density_options *options, axis *x,
                            axis *y)
{
    geo_status status = check_length(context, options->bandwidth_m, "bandwidth");
    if (status == GEO_OK)
        status = check_length(context, options->cell_m, "cell size");
    if (status == GEO_OK)
        status = check_extent(context, &options->extent);
    if (status != GEO_OK)
        return status;
    *x = snap(options->extent.x_min, options->extent.x_max, options);
    *y = snap(options->extent.y_min, options->extent.y_max, options);
    return GEO_OK;
}

geo_status geo_raster_check_limit(geo_context *context, const geo_density_options *options)
{
    axis x;
    axis y;
    geo_status status = plan_axes(context, options, &x, &y);
    if (status == GEO_OK && !(x.count * y.count <= (double)options->cell_limit))
        return geo_fail(context, GEO_ERROR_LIMIT,
                        "the surface would have %.10g x %.10g cells, more than the limit of %lld; "
                        "use larger cells or a smaller extent",
                        x.count, y.count, (long long)options->cell_limit);
    return status;
}

geo_status geo_raster_plan(geo_context *context, const geo_density_options *options, geo_grid *out)
{
    axis x;
    axis y;
    geo_status status = plan_axes(context, options, &x, &y);
    if (status != GEO_OK)
        return status;
    if (!(fmax(x.count, y.count) <= INT32_MAX))
        return geo_fail(context, GEO_ERROR_LIMIT,
                        "the surface would have %.10g x %.10g cells, more than %d a side; use "
                        "larger cells or a smaller extent",
                        x.count, y.count, INT32_MAX);
    *out = (geo_grid){.x_min = x.first * options->cell_m,
                      .y_max = (y.first + y.count) * options->cell_m,
                      .cell_m = options->cell_m,
                      .columns = (size_t)x.count,
                      .rows = (size_t)y.count};
    return GEO_OK;
}
