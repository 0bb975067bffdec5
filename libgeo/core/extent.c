/* Boxes around points. */
#include <math.h>

#include <geo/core.h>

geo_extent geo_extent_of(const double *x, const double *y, size_t count)
{
    geo_extent extent = {HUGE_VAL, HUGE_VAL, -HUGE_VAL, -HUGE_VAL};
    for (size_t i = 0; i < count; i++) {
        if (!isfinite(x[i]) || !isfinite(y[i]))
            continue;
        /* fmin() and fmax() would be calls. */
        extent.x_min = x[i] < extent.x_min ? x[i] : extent.x_min;
        extent.y_min = y[i] < extent.y_min ? y[i] : extent.y_min;
        extent.x_max = x[i] > extent.x_max ? x[i] : extent.x_max;
        extent.y_max = y[i] > extent.y_max ? y[i] : extent.y_max;
    }
    return extent;
}

bool geo_extent_contains(const geo_extent *extent, double x, double y)
{
    return x >= extent->x_min && x <= extent->x_max && y >= extent->y_min && y <= extent->y_max;
}
