/* Kernel density: points -> grid. */
#include <geo/surface.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/sum.h"
#include "surface/places.h"
#include "surface/raster.h"
#include "surface/spread.h"

static geo_status check_kernel(geo_context *context, geo_kernel kernel)
{
    if ((int)kernel >= 0 && kernel < GEO_KERNEL_COUNT)
        return GEO_OK;
    return geo_fail(context, GEO_ERROR_USAGE, "there is no kernel number %d", (int)kernel);
}

static geo_status check_crs(geo_context *context, const geo_crs *crs)
{
    if (crs && crs->is_metric)
        return GEO_OK;
    return geo_fail(context, GEO_ERROR_CRS,
                    "a density needs a projected coordinate reference system in metres, not %s",
                    crs && crs->name ? crs->name : "an unknown one");
}

static geo_status make_grid(geo_context *context, const geo_crs *crs, const geo_grid *plan,
                            geo_grid **out)
{
    geo_grid *grid = NULL;
    geo_status status = geo_alloc_array(context, 1, sizeof *grid, &grid);
    if (status != GEO_OK)
        return status;
    *grid = *plan;
    status =
        geo_alloc_array(context, grid->columns * grid->rows, sizeof *grid->value, &grid->value);
    if (status == GEO_OK)
        status = geo_copy_text(context, "incidents per km2", &grid->unit);
    if (status == GEO_OK)
        status = geo_crs_copy(context, crs, &grid->crs);
    if (status != GEO_OK) {
        geo_grid_free(grid);
        return status;
    }
    *out = grid;
    return GEO_OK;
}

static double integral_of(const geo_grid *grid)
{
    geo_sum sum = {0, 0};
    for (size_t i = 0; i < grid->columns * grid->rows; i++)
        geo_sum_add(&sum, grid->value[i]);
    return geo_sum_value(&sum) * (grid->cell_m * grid->cell_m / 1e6);
}

static void warn(geo_context *context, const geo_density_options *options, size_t count,
                 size_t places)
{
    if (options->bandwidth_m < options->cell_m)
        geo_add_warning(context, "the bandwidth is less than one cell: points between the cells' "
                                 "centres are lost; use smaller cells");
    if (count == 0)
        geo_add_warning(context, "no points: the surface is zero everywhere");
    else if (places == 0)
        geo_add_warning(context,
                        "none of the %zu points reaches the surface: it is zero "
                        "everywhere",
                        count);
}

geo_status geo_density(geo_context *context, const geo_crs *crs, const double *x, const double *y,
                       const double *weight, size_t count, const geo_density_options *options,
                       geo_grid **out, geo_density_check *check)
{
    const geo_density_options unset = GEO_DENSITY_OPTIONS_INIT;
    geo_density_check found = {0, 0, 0, 0};
    geo_grid plan;
    geo_grid *grid = NULL;
    geo_places places = {NULL, 0};

    options = options ? options : &unset;
    geo_status status = check_crs(context, crs);
    if (status == GEO_OK)
        status = check_kernel(context, options->kernel);
    if (status == GEO_OK)
        status = geo_raster_plan(context, options, &plan);
    if (status == GEO_OK)
        status = geo_places_gather(context, x, y, weight, count, &places);
    if (status == GEO_OK)
        status = make_grid(context, crs, &plan, &grid);
    if (status != GEO_OK)
        goto done;
    geo_places_clip(&places, grid, geo_kernel_reach_m(options->kernel, options->bandwidth_m),
                    &found);
    status = geo_spread(context, &places, options->kernel, options->bandwidth_m, grid);
    if (status != GEO_OK)
        goto done;
    warn(context, options, count, places.count);
    if (check) {
        found.integral = integral_of(grid);
        *check = found;
    }
    *out = grid;
    grid = NULL;
done:
    geo_places_clear(&places);
    geo_grid_free(grid);
    return status;
}
