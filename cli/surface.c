#include "surface.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define AT(member) offsetof(surface_command_settings, surface.member)

static const cli_option surface_table[] = {
    {"kernel", 0, OPTION_CHOICE, AT(kernel), "NAME",
     "quartic|epanechnikov|triangular|uniform|gaussian", "shape of the kernel (default quartic)"},
    {"bandwidth", 0, OPTION_TEXT, AT(bandwidth), "METRES", NULL,
     "radius of the kernel; without it a round figure by the size of the map"},
    {"cell", 0, OPTION_NUMBER, AT(cell), "METRES", NULL,
     "side of a cell of the surface; without it a round figure near a 10th of the bandwidth"},
};
const option_group surface_options = OPTION_GROUP("Surface", surface_table);

/* The 1, 2 or 5 times a power of ten that is nearest by ratio. */
static double round_figure(double value)
{
    static const double steps[] = {1, 2, 5, 10};
    double power = pow(10, floor(log10(value)));
    double best = power;
    for (size_t i = 1; i < sizeof steps / sizeof *steps; i++)
        if (fabs(log(steps[i] * power / value)) < fabs(log(best / value)))
            best = steps[i] * power;
    return best;
}

#define BANDWIDTH_PER_CELL   10
#define BANDWIDTH_OF_NOTHING 100 /* metres, where the extent is a point */

geo_status surface_choose_sizes(cli_job *job, double bandwidth, double cell,
                                double side_per_bandwidth, geo_density_options *options)
{
    const geo_extent *extent = &options->extent;
    /* Of the square of the same area: a long thin map is no small one. */
    double side = sqrt((extent->x_max - extent->x_min) * (extent->y_max - extent->y_min));
    geo_bytes text = GEO_BYTES_INIT;
    geo_status status = GEO_OK;
    options->bandwidth_m = bandwidth;
    options->cell_m = cell;
    if (isnan(bandwidth)) {
        options->bandwidth_m =
            side > 0 ? round_figure(side / side_per_bandwidth) : BANDWIDTH_OF_NOTHING;
        status = append_short_number(job->context, &text, options->bandwidth_m, 3);
        if (status == GEO_OK)
            status = end_text(job->context, &text);
        if (status == GEO_OK)
            job_note(job, "bandwidth %s m, chosen from the map's size; set it with --bandwidth",
                     text.data);
    }
    if (isnan(cell))
        options->cell_m = round_figure(options->bandwidth_m / BANDWIDTH_PER_CELL);
    geo_bytes_clear(&text);
    return status;
}

/* ---- a whole surface ------------------------------------------------------------------------ */

static geo_status read_bandwidth(cli_job *job, const char *text, double *bandwidth_m)
{
    *bandwidth_m = NAN;
    if (!text || (geo_number_parse((geo_text){text, strlen(text)}, bandwidth_m) &&
                  isfinite(*bandwidth_m) && *bandwidth_m > 0))
        return GEO_OK;
    return job_fail(job, GEO_ERROR_USAGE, "--bandwidth %s: give metres, more than 0", text);
}

geo_status surface_check(cli_job *job, const surface_settings *settings)
{
    double bandwidth_m = NAN;
    if (!isnan(settings->cell) && settings->cell <= 0)
        return job_fail(job, GEO_ERROR_USAGE, "--cell must be more than 0");
    return read_bandwidth(job, settings->bandwidth, &bandwidth_m);
}

static geo_status find_extent(cli_job *job, const surface_ground *ground, const geo_places *places,
                              geo_extent *extent)
{
    *extent = ground->areas ? geo_areas_extent(ground->areas, ground->which)
                            : geo_extent_of(places->x, places->y, places->count);
    if (extent->x_min <= extent->x_max)
        return GEO_OK;
    return ground->areas ? job_fail(job, GEO_ERROR_DATA, "%s: the areas have no geometry to map",
                                    ground->areas->path)
                         : job_fail(job, GEO_ERROR_DATA,
                                    "no incident has coordinates and passes the filters, so there "
                                    "is nothing to map");
}

geo_status surface_choose(cli_job *job, const surface_settings *settings,
                          const surface_ground *ground, const geo_places *places,
                          double side_per_bandwidth, geo_density_options *options)
{
    double bandwidth_m = NAN;
    *options = (geo_density_options)GEO_DENSITY_OPTIONS_INIT;
    options->kernel = (geo_kernel)settings->kernel;
    geo_status status = read_bandwidth(job, settings->bandwidth, &bandwidth_m);
    if (status == GEO_OK)
        status = find_extent(job, ground, places, &options->extent);
    if (status == GEO_OK)
        status =
            surface_choose_sizes(job, bandwidth_m, settings->cell, side_per_bandwidth, options);
    options->extent.x_min -= options->bandwidth_m;
    options->extent.y_min -= options->bandwidth_m;
    options->extent.x_max += options->bandwidth_m;
    options->extent.y_max += options->bandwidth_m;
    return status;
}

geo_status surface_make(cli_job *job, const surface_settings *settings,
                        const surface_ground *ground, const geo_places *places,
                        const geo_density_options *options, geo_grid **out)
{
    (void)settings;
    return geo_density_of_places(job->context, ground->crs, places, options, out, NULL);
}

/* ---- within areas --------------------------------------------------------------------------- */

static geo_status mask_row(cli_job *job, const surface_ground *ground, geo_grid *surface,
                           size_t row, double *x, double *y, int32_t *area)
{
    size_t columns = surface->columns;
    for (size_t column = 0; column < columns; column++) {
        x[column] = surface->x_min + surface->cell_m * ((double)column + 0.5);
        y[column] = surface->y_max - surface->cell_m * ((double)row + 0.5);
    }
    geo_status status = geo_locate(job->context, ground->locator, x, y, columns, area);
    for (size_t column = 0; column < columns && status == GEO_OK; column++)
        if (area[column] == GEO_NO_CODE || (ground->which && !ground->which[area[column]]))
            surface->value[row * columns + column] = NAN;
    return status;
}

geo_status surface_mask(cli_job *job, const surface_ground *ground, geo_grid *surface)
{
    if (!ground->areas)
        return GEO_OK;
    double *place = calloc(surface->columns + 1, 2 * sizeof *place);
    int32_t *area = calloc(surface->columns + 1, sizeof *area);
    geo_status status = place && area ? GEO_OK : job_out_of_memory(job);
    for (size_t row = 0; row < surface->rows && status == GEO_OK; row++)
        status = mask_row(job, ground, surface, row, place, place + surface->columns, area);
    free(place);
    free(area);
    return status;
}
