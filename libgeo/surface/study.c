/* Density within a study area, made up for what its border cuts off. */
#include "surface/study.h"

#include <math.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"
#include "surface/raster.h"

geo_status geo_density_blank(geo_context *context, const geo_crs *crs,
                             const geo_density_options *options, geo_grid **out)
{
    geo_grid *grid = NULL;
    if (!crs || !crs->is_metric)
        return geo_fail(context, GEO_ERROR_CRS,
                        "a density needs a projected coordinate reference system in metres");
    geo_status status = geo_raster_check_limit(context, options);
    if (status == GEO_OK)
        status = geo_alloc_array(context, 1, sizeof *grid, &grid);
    if (status == GEO_OK)
        status = geo_raster_plan(context, options, grid);
    if (status == GEO_OK)
        status = geo_copy_text(context, GEO_DENSITY_UNIT, &grid->unit);
    if (status == GEO_OK)
        status = geo_crs_copy(context, crs, &grid->crs);
    if (status == GEO_OK)
        status =
            geo_alloc_array(context, grid->columns * grid->rows, sizeof *grid->value, &grid->value);
    if (status == GEO_OK)
        *out = grid;
    else
        geo_grid_free(grid);
    return status;
}

static geo_status check(geo_context *context, const geo_grid *study, const double *bandwidth_m,
                        const geo_density_options *options, geo_edge edge)
{
    geo_grid planned;
    if ((int)edge < 0 || edge >= GEO_EDGE_COUNT)
        return geo_fail(context, GEO_ERROR_USAGE, "there is no edge correction number %d",
                        (int)edge);
    if (bandwidth_m && edge == GEO_EDGE_UNIFORM)
        return geo_fail(context, GEO_ERROR_USAGE,
                        "uniform edge correction is for one bandwidth; where places have their own "
                        "take that of Jones and Diggle");
    geo_status status = geo_raster_plan(context, options, &planned);
    if (status != GEO_OK)
        return status;
    if (planned.x_min != study->x_min || planned.y_max != study->y_max ||
        planned.cell_m != study->cell_m || planned.columns != study->columns ||
        planned.rows != study->rows)
        return geo_fail(context, GEO_ERROR_USAGE,
                        "the study area is on other cells than those of the density");
    return GEO_OK;
}

static geo_status make_density(geo_context *context, const geo_grid *study,
                               const geo_places *places, const double *bandwidth_m,
                               const geo_density_options *options, geo_grid **out)
{
    return bandwidth_m
               ? geo_density_adaptive(context, &study->crs, places, bandwidth_m, options, out)
               : geo_density_of_places(context, &study->crs, places, options, out, NULL);
}

/* The whole kernel is what all cells of the plane have of it, so that e is 1 where no border is in
 * reach. */
static geo_status divide(geo_context *context, const geo_grid *study,
                         const geo_density_options *options, geo_grid *grid)
{
    double *mass = NULL;
    double whole = 1;
    size_t cells = study->rows * study->columns;
    geo_status status = geo_alloc_array(context, cells, sizeof *mass, &mass);
    if (status == GEO_OK)
        status = geo_edge_whole_mass(context, study, options->kernel, options->bandwidth_m, &whole);
    if (status == GEO_OK)
        status = geo_edge_cell_mass(context, study, options->kernel, options->bandwidth_m, mass);
    for (size_t i = 0; i < cells && status == GEO_OK; i++)
        grid->value[i] /= mass[i] / whole;
    free(mass);
    return status;
}

/* Each weight over what the study area has of the place's kernel. */
static geo_status divide_weights(geo_context *context, const geo_grid *study,
                                 const geo_places *places, const double *bandwidth_m,
                                 const geo_density_options *options, double *weight)
{
    double *all = NULL;
    size_t lost = 0;
    geo_status status = GEO_OK;
    if (!bandwidth_m)
        status = geo_alloc_array(context, places->count, sizeof *all, &all);
    for (size_t i = 0; i < places->count && all; i++)
        all[i] = options->bandwidth_m;
    if (status == GEO_OK)
        status = geo_edge_mass(context, study, options->kernel, places->x, places->y,
                               bandwidth_m ? bandwidth_m : all, places->count, weight);
    for (size_t i = 0; i < places->count && status == GEO_OK; i++) {
        lost += !(weight[i] > 0);
        weight[i] = weight[i] > 0 ? places->weight[i] / weight[i] : places->weight[i];
    }
    if (status == GEO_OK && lost > 0)
        geo_add_warning(
            context,
            "%zu place%s no cell of the study area, so that their incidents are missing "
            "from the surface; use smaller cells",
            lost, lost == 1 ? " reaches" : "s reach");
    free(all);
    return status;
}

static geo_status make_weighed(geo_context *context, const geo_grid *study,
                               const geo_places *places, const double *bandwidth_m,
                               const geo_density_options *options, geo_grid **out)
{
    geo_places weighed = *places;
    weighed.weight = NULL;
    geo_status status =
        geo_alloc_array(context, places->count, sizeof *weighed.weight, &weighed.weight);
    if (status == GEO_OK)
        status = divide_weights(context, study, places, bandwidth_m, options, weighed.weight);
    if (status == GEO_OK)
        status = make_density(context, study, &weighed, bandwidth_m, options, out);
    free(weighed.weight);
    return status;
}

geo_status geo_density_within(geo_context *context, const geo_grid *study, const geo_places *places,
                              const double *bandwidth_m, const geo_density_options *options,
                              geo_edge edge, geo_grid **out)
{
    geo_grid *grid = NULL;
    geo_status status = check(context, study, bandwidth_m, options, edge);
    if (status == GEO_OK)
        status = edge == GEO_EDGE_JONES_DIGGLE
                     ? make_weighed(context, study, places, bandwidth_m, options, &grid)
                     : make_density(context, study, places, bandwidth_m, options, &grid);
    if (status == GEO_OK && edge == GEO_EDGE_UNIFORM)
        status = divide(context, study, options, grid);
    if (status != GEO_OK) {
        geo_grid_free(grid);
        return status;
    }
    for (size_t i = 0; i < study->rows * study->columns; i++)
        if (isnan(study->value[i]))
            grid->value[i] = (double)NAN;
    *out = grid;
    return GEO_OK;
}
