/* Pieces of ground where the density of incidents is high. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hotspots.h"

static const char usual_bandwidth[] = "200"; /* metres */

/* ---- threshold ------------------------------------------------------------------------------ */

/* The cell that each incident lies in, on a border the one to the east or south. */
static void count_in_cells(const hotspots_result *result, int64_t *incidents)
{
    const geo_grid *grid = result->surface;
    const geo_places *places = result->places;
    for (size_t i = 0; i < places->count; i++) {
        double column = floor((places->x[i] - grid->x_min) / grid->cell_m);
        double row = floor((grid->y_max - places->y[i]) / grid->cell_m);
        if (column >= 0 && row >= 0 && column < (double)grid->columns && row < (double)grid->rows)
            incidents[(size_t)row * grid->columns + (size_t)column] += places->incidents[i];
    }
}

static geo_status find_threshold(cli_job *job, hotspots_result *result)
{
    const geo_grid *grid = result->surface;
    size_t count = grid->rows * grid->columns;
    int64_t *incidents = calloc(count + 1, sizeof *incidents);
    if (!incidents)
        return job_out_of_memory(job);
    count_in_cells(result, incidents);
    geo_status status = hotspots_find_threshold(job, result, grid->value, incidents, count);
    free(incidents);
    return status;
}

/* ---- pieces --------------------------------------------------------------------------------- */

/* Less than one incident's own kernel is no place that anyone would go to. */
double hotspots_min_area(const hotspots_result *result)
{
    double kernels_km2 = pow(result->density.bandwidth_m / 1000, 2) / 4;
    return isnan(result->settings->min_area) ? kernels_km2 : result->settings->min_area;
}

static geo_status take_figures(cli_job *job, hotspots_pieces *pieces)
{
    const geo_table *attributes = pieces->areas->attributes;
    size_t bytes = pieces->areas->count * sizeof(double);
    geo_status status = hotspots_allot_pieces(job, pieces, pieces->areas->count);
    if (status != GEO_OK || bytes == 0)
        return status;
    memcpy(pieces->area_km2, geo_table_find(attributes, "area_km2")->real, bytes);
    memcpy(pieces->peak, geo_table_find(attributes, "peak")->real, bytes);
    memcpy(pieces->x, geo_table_find(attributes, "peak_x")->real, bytes);
    memcpy(pieces->y, geo_table_find(attributes, "peak_y")->real, bytes);
    return GEO_OK;
}

static geo_status contours_of(cli_job *job, const hotspots_result *result, double min_area_km2,
                              bool by_peaks, geo_areas **out)
{
    const geo_contour_options options = {&result->threshold, 1, true, min_area_km2,
                                         hotspots_min_area(result)};
    return by_peaks ? geo_contours_by_peak(job->context, result->surface, &options,
                                           GEO_CONTOUR_PEAK_RATIO, out)
                    : geo_contours(job->context, result->surface, &options, out);
}

/* How many pieces are left out for their size, before they are divided. */
static geo_status count_too_small(cli_job *job, hotspots_result *result)
{
    geo_areas *all = NULL, *large = NULL;
    geo_status status = contours_of(job, result, 0, false, &all);
    if (status == GEO_OK)
        status = contours_of(job, result, hotspots_min_area(result), false, &large);
    if (status == GEO_OK)
        result->too_small = all->count - large->count;
    geo_areas_free(all);
    geo_areas_free(large);
    return status;
}

static geo_status make_pieces(cli_job *job, hotspots_result *result)
{
    hotspots_pieces *pieces = &result->pieces;
    double cell_m = result->density.cell_m;
    geo_status status = contours_of(job, result, hotspots_min_area(result),
                                    result->settings->by_peaks, &pieces->areas);
    if (status == GEO_OK)
        status = count_too_small(job, result);
    if (status == GEO_OK)
        status = take_figures(job, pieces);
    /* Of cells below a metre two could have the same, so that pieces keep their numbers. */
    return status == GEO_OK && cell_m >= 1 ? hotspots_set_ids(job, pieces, cell_m >= 10 ? 8 : 10)
                                           : status;
}

/* Hotspots are places that can be patrolled, whatever the size of the map, unless that would take
 * very many cells. */
static void choose_bandwidth(cli_job *job, const hotspots_result *result,
                             const surface_ground *ground, surface_settings *settings)
{
    static const double most_km2 = 20000;
    const geo_places *places = result->places;
    const geo_extent extent = ground->areas ? geo_areas_extent(ground->areas, ground->which)
                                            : geo_extent_of(places->x, places->y, places->count);
    double square_metres = (extent.x_max - extent.x_min) * (extent.y_max - extent.y_min);
    if (settings->bandwidth || !(square_metres <= 1e6 * most_km2))
        return;
    settings->bandwidth = usual_bandwidth;
    job_note(job, "bandwidth %s m, for places that can be patrolled; set it with --bandwidth",
             usual_bandwidth);
}

geo_status hotspots_find_surface(cli_job *job, hotspots_result *result)
{
    surface_settings own = result->settings->surface, *settings = &own;
    const cli_load *load = &result->load;
    const surface_ground ground = {load->area_count > 0 ? load->areas[0] : NULL,
                                   load->area_count > 0 ? load->locator[0] : NULL,
                                   result->map.is_studied, &load->frame->crs};
    choose_bandwidth(job, result, &ground, settings);
    geo_status status = surface_choose(job, settings, &ground, result->places,
                                       SURFACE_SIDE_PER_CONTOUR_BANDWIDTH, &result->density);
    if (status == GEO_OK)
        status = surface_make(job, settings, &ground, result->places, &result->density,
                              &result->surface);
    if (status == GEO_OK)
        status = surface_mask(job, &ground, result->surface);
    if (status == GEO_OK)
        status = find_threshold(job, result);
    return status == GEO_OK ? make_pieces(job, result) : status;
}
