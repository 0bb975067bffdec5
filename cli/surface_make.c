/* The surface itself: within areas, with bandwidths of their own for incidents, or plain. */
#include <math.h>
#include <stdlib.h>

#include "surface_state.h"

/* No bandwidth of Abramson's is more than so many times the one that is given, as in sparr. */
#define ABRAMSON_MOST 5
/* Bandwidths to the least distance to a neighbour that is used: many incidents share a place. */
#define BANDWIDTH_PER_LEAST_NEIGHBOUR 3

/* ---- words ---------------------------------------------------------------------------------- */

/* Each incident's own is in the place of the one that is given. */
static geo_status append_bandwidth(cli_job *job, const surface_settings *settings,
                                   const geo_density_options *options, geo_bytes *text)
{
    surface_adaptive adaptive;
    geo_status status = surface_read_adaptive(job, settings->adaptive, &adaptive);
    if (status == GEO_OK && adaptive.kind == SURFACE_NEIGHBOURS)
        status = geo_bytes_print(job->context, text,
                                 ", bandwidth of each incident so wide that %lld others are in "
                                 "reach, at least ",
                                 (long long)adaptive.neighbours);
    else if (status == GEO_OK)
        status = geo_bytes_print(job->context, text, ", bandwidth ");
    if (status == GEO_OK)
        status = surface_append_metres(job,
                                       adaptive.kind == SURFACE_NEIGHBOURS
                                           ? options->bandwidth_m / BANDWIDTH_PER_LEAST_NEIGHBOUR
                                           : options->bandwidth_m,
                                       text);
    return status == GEO_OK && adaptive.kind == SURFACE_ABRAMSON
               ? geo_bytes_print(job->context, text,
                                 ", narrower where incidents are dense and wider where they are "
                                 "sparse (Abramson)")
               : status;
}

geo_status surface_append_method(cli_job *job, const surface_settings *settings,
                                 const geo_density_options *options, geo_bytes *text)
{
    static const char *const edges[GEO_EDGE_COUNT] = {
        "", "; edge of the areas corrected for at each cell (uniform)",
        "; edge of the areas corrected for at each incident (Jones-Diggle)"};
    geo_status status = geo_bytes_print(job->context, text, "Kernel density: %s kernel",
                                        geo_kernel_name(options->kernel));
    if (status == GEO_OK)
        status = append_bandwidth(job, settings, options, text);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, text, ", cell ");
    if (status == GEO_OK)
        status = surface_append_metres(job, options->cell_m, text);
    return status == GEO_OK ? geo_bytes_print(job->context, text, "%s", edges[settings->edge])
                            : status;
}

void surface_json_method(geo_json *json, const surface_settings *settings)
{
    static const char *const edges[GEO_EDGE_COUNT] = {"none", "uniform", "jones-diggle"};
    if (surface_is_plain(settings))
        return;
    geo_json_text(json, "edge", edges[settings->edge]);
    geo_json_text(json, "adaptive", settings->adaptive ? settings->adaptive : "none");
}

/* ---- within areas --------------------------------------------------------------------------- */

static bool is_inside(const surface_ground *ground, int32_t area)
{
    return area != GEO_NO_CODE && (!ground->which || ground->which[area]);
}

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
        if (!is_inside(ground, area[column]))
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

static geo_places *new_places(size_t count)
{
    geo_places *places = calloc(1, sizeof *places);
    if (!places)
        return NULL;
    places->x = calloc(count + 1, sizeof *places->x);
    places->y = calloc(count + 1, sizeof *places->y);
    places->weight = calloc(count + 1, sizeof *places->weight);
    places->incidents = calloc(count + 1, sizeof *places->incidents);
    if (places->x && places->y && places->weight && places->incidents)
        return places;
    geo_places_free(places);
    return NULL;
}

geo_status surface_places_inside(cli_job *job, const surface_ground *ground,
                                 const geo_places *places, geo_places **out)
{
    geo_places *inside = new_places(places->count);
    int32_t *area = calloc(places->count + 1, sizeof *area);
    geo_status status = inside && area ? GEO_OK : job_out_of_memory(job);
    if (status == GEO_OK && ground->areas)
        status =
            geo_locate(job->context, ground->locator, places->x, places->y, places->count, area);
    for (size_t i = 0; i < places->count && status == GEO_OK; i++) {
        if (ground->areas && !is_inside(ground, area[i]))
            continue;
        inside->x[inside->count] = places->x[i];
        inside->y[inside->count] = places->y[i];
        inside->weight[inside->count] = places->weight[i];
        inside->incidents[inside->count++] = places->incidents[i];
    }
    free(area);
    if (status == GEO_OK)
        *out = inside;
    else
        geo_places_free(inside);
    return status;
}

/* ---- densities ------------------------------------------------------------------------------ */

/* For a kernel without an end the distance is made the bandwidth that smooths as much as a quartic
 * of that radius. */
static geo_status find_neighbours(cli_job *job, const geo_places *places, int64_t neighbours,
                                  const geo_density_options *options, double *bandwidth_m)
{
    double factor =
        options->kernel == GEO_KERNEL_GAUSSIAN ? geo_kernel_deviation(GEO_KERNEL_QUARTIC) : 1;
    geo_status status = geo_adaptive_neighbours(
        job->context, places, neighbours,
        options->bandwidth_m / BANDWIDTH_PER_LEAST_NEIGHBOUR / factor, bandwidth_m);
    for (size_t i = 0; i < places->count && status == GEO_OK; i++)
        bandwidth_m[i] *= factor;
    return status;
}

/* NULL in *out for one bandwidth. */
static geo_status find_bandwidths(cli_job *job, const surface_settings *settings,
                                  const geo_places *places, const geo_density_options *options,
                                  double **out)
{
    surface_adaptive adaptive;
    geo_status status = surface_read_adaptive(job, settings->adaptive, &adaptive);
    if (status != GEO_OK || adaptive.kind == SURFACE_FIXED || places->count == 0)
        return status;
    *out = calloc(places->count, sizeof **out);
    if (!*out)
        return job_out_of_memory(job);
    return adaptive.kind == SURFACE_ABRAMSON
               ? geo_adaptive_abramson(job->context, places, options->kernel, options->bandwidth_m,
                                       ABRAMSON_MOST, *out)
               : find_neighbours(job, places, adaptive.neighbours, options, *out);
}

static geo_status make_within(cli_job *job, const surface_settings *settings,
                              const surface_ground *ground, const geo_places *places,
                              const geo_density_options *options, geo_grid **out)
{
    geo_places *inside = NULL;
    geo_grid *study = NULL;
    double *bandwidth_m = NULL;
    geo_status status = surface_places_inside(job, ground, places, &inside);
    if (status == GEO_OK)
        status = find_bandwidths(job, settings, inside, options, &bandwidth_m);
    if (status == GEO_OK)
        status = geo_density_blank(job->context, ground->crs, options, &study);
    if (status == GEO_OK)
        status = surface_mask(job, ground, study);
    if (status == GEO_OK)
        status = geo_density_within(job->context, study, inside, bandwidth_m, options,
                                    (geo_edge)settings->edge, out);
    free(bandwidth_m);
    geo_grid_free(study);
    geo_places_free(inside);
    return status;
}

geo_status surface_make(cli_job *job, const surface_settings *settings,
                        const surface_ground *ground, const geo_places *places,
                        const geo_density_options *options, geo_grid **out)
{
    double *bandwidth_m = NULL;
    if (settings->edge != GEO_EDGE_NONE)
        return make_within(job, settings, ground, places, options, out);
    geo_status status = find_bandwidths(job, settings, places, options, &bandwidth_m);
    if (status == GEO_OK)
        status =
            bandwidth_m
                ? geo_density_adaptive(job->context, ground->crs, places, bandwidth_m, options, out)
                : geo_density_of_places(job->context, ground->crs, places, options, out, NULL);
    free(bandwidth_m);
    return status;
}
