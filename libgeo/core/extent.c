/* Boxes around points. */
#include <math.h>

#include <geo/core.h>

geo_extent geo_extent_of(const double *x, const double *y, size_t count)
{
    geo_extent extent = {HUGE_VAL, HUGE_VAL, -HUGE_VAL, -HUGE_VAL};
    for (size_t i = 0; i < count; i++) {
        if (!isfinite(x[i]) || !isfinite(y[i]))
            continue;
        extent.x_min = fmin(extent.x_min, x[i]);
        extent.y_min = fmin(extent.y_min, y[i]);
        extent.x_max = fmax(extent.x_max, x[i]);
        extent.y_max = fmax(extent.y_max, y[i]);
    }
    return extent;
}

bool geo_extent_contains(const geo_extent *extent, double x, double y)
{
    return x >= extent->x_min && x <= extent->x_max && y >= extent->y_min && y <= extent->y_max;
}
