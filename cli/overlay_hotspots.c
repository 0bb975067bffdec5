/* Where incidents are dense, and how deprived it is there. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "overlay.h"

void overlay_clear_hotspots(overlay_hotspots *hotspots)
{
    geo_grid_free(hotspots->surface);
    geo_areas_free(hotspots->drawn);
    geo_areas_free(hotspots->pieces);
    free(hotspots->count);
    free(hotspots->deprived_count);
    free(hotspots->deprived_ground);
    geo_table_free(hotspots->layer);
    geo_table_free(hotspots->table);
}

/* ---- surface -------------------------------------------------------------------------------- */

/* Of the areas of the map, and a bandwidth around them for the heat beyond their border. */
geo_status overlay_make_surface(cli_job *job, overlay_result *result)
{
    const overlay_settings *settings = result->settings;
    overlay_hotspots *hotspots = &result->hotspots;
    const surface_ground ground = {result->load.areas[0], result->load.locator[0],
                                   result->map.is_studied, &result->load.frame->crs};
    geo_grid *surface = NULL;
    geo_status status = surface_choose_with_rules(
        job, &settings->surface, &ground, result->places,
        settings->heat ? SURFACE_SIDE_PER_BANDWIDTH : SURFACE_SIDE_PER_CONTOUR_BANDWIDTH,
        &hotspots->options, &hotspots->rules);
    if (status == GEO_OK)
        status = surface_make(job, &settings->surface, &ground, result->places, &hotspots->options,
                              &surface);
    for (size_t i = 0; status == GEO_OK && i < surface->rows * surface->columns; i++)
        surface->value[i] /= result->years;
    hotspots->surface = surface;
    return status;
}

/* ---- contours ------------------------------------------------------------------------------- */

/* Less than one incident's own kernel is no place that anyone would go to. */
static double min_area(const overlay_result *result)
{
    double kernels_km2 = pow(result->hotspots.options.bandwidth_m / 1000, 2) / 4;
    return isnan(result->settings->min_area) ? kernels_km2 : result->settings->min_area;
}

static geo_status contours_of(cli_job *job, const overlay_result *result, const double *level,
                              size_t count, bool is_by_piece, geo_areas **out)
{
    const geo_contour_options options = {level, count, is_by_piece, min_area(result),
                                         min_area(result)};
    return geo_contours(job->context, result->hotspots.surface, &options, out);
}

static geo_status make_contours(cli_job *job, overlay_result *result)
{
    overlay_hotspots *hotspots = &result->hotspots;
    double level[GEO_CONTOURS_MOST];
    for (size_t i = 0; i < hotspots->levels.count; i++)
        level[i] = hotspots->levels.level[i].density;
    geo_status status =
        contours_of(job, result, level, hotspots->levels.count, false, &hotspots->drawn);
    if (status == GEO_OK)
        status = contours_of(job, result, level, hotspots->levels.count, true, &hotspots->pieces);
    if (status != GEO_OK)
        return status;
    const double *of = geo_table_find(hotspots->pieces->attributes, "level")->real;
    while (hotspots->lowest_count < hotspots->pieces->count &&
           of[hotspots->lowest_count] == level[0])
        hotspots->lowest_count++;
    return GEO_OK;
}

/* ---- what is in them ------------------------------------------------------------------------ */

static void count_places(const overlay_result *result, const int32_t *area, const int32_t *piece,
                         size_t first)
{
    const overlay_hotspots *hotspots = &result->hotspots;
    for (size_t i = 0; i < result->places->count; i++) {
        if (piece[i] == GEO_NO_CODE || area[i] == GEO_NO_CODE ||
            !overlay_is_shown(result, (size_t)area[i]))
            continue;
        size_t at = first + (size_t)piece[i];
        hotspots->count[at] += result->places->incidents[i];
        if (overlay_is_deprived(result, (size_t)area[i]))
            hotspots->deprived_count[at] += result->places->incidents[i];
    }
}

/* Pieces of one level don't overlap, so that each place is in one at most. */
static geo_status count_level(cli_job *job, overlay_result *result, double level,
                              const int32_t *area, int32_t *piece, size_t *first)
{
    geo_areas *pieces = NULL;
    geo_locator *locator = NULL;
    const geo_places *places = result->places;
    geo_status status = contours_of(job, result, &level, 1, true, &pieces);
    if (status == GEO_OK)
        status = geo_locator_build(job->context, pieces, &locator);
    if (status == GEO_OK)
        status = geo_locate(job->context, locator, places->x, places->y, places->count, piece);
    if (status == GEO_OK) {
        count_places(result, area, piece, *first);
        *first += pieces->count;
    }
    geo_locator_free(locator);
    geo_areas_free(pieces);
    return status;
}

static geo_status count_incidents(cli_job *job, overlay_result *result)
{
    overlay_hotspots *hotspots = &result->hotspots;
    const geo_places *places = result->places;
    size_t first = 0;
    int32_t *area = calloc(places->count + 1, sizeof *area);
    int32_t *piece = calloc(places->count + 1, sizeof *piece);
    geo_status status = area && piece ? GEO_OK : job_out_of_memory(job);
    if (status == GEO_OK)
        status = geo_locate(job->context, result->load.locator[0], places->x, places->y,
                            places->count, area);
    for (size_t i = 0; i < hotspots->levels.count && status == GEO_OK; i++)
        status = count_level(job, result, hotspots->levels.level[i].density, area, piece, &first);
    free(area);
    free(piece);
    return status;
}

static geo_status measure_ground(cli_job *job, overlay_result *result)
{
    overlay_hotspots *hotspots = &result->hotspots;
    geo_correspondence *parts = NULL;
    geo_status status =
        geo_areas_overlap(job->context, hotspots->pieces, result->load.areas[0], 0, &parts);
    for (size_t i = 0; i < hotspots->pieces->count && status == GEO_OK; i++)
        for (size_t part = parts->first[i]; part < parts->first[i + 1]; part++)
            if (overlay_is_deprived(result, (size_t)parts->to[part]))
                hotspots->deprived_ground[i] += parts->share[part];
    geo_correspondence_free(parts);
    return status;
}

static void sum_up(overlay_hotspots *hotspots)
{
    const double *area_km2 = geo_table_find(hotspots->pieces->attributes, "area_km2")->real;
    for (size_t i = 0; i < hotspots->lowest_count; i++) {
        hotspots->ground_km2 += area_km2[i];
        hotspots->deprived_km2 += area_km2[i] * hotspots->deprived_ground[i];
        hotspots->incidents += hotspots->count[i];
        hotspots->deprived_incidents += hotspots->deprived_count[i];
    }
}

geo_status overlay_make_hotspots(cli_job *job, overlay_result *result)
{
    overlay_hotspots *hotspots = &result->hotspots;
    const surface_ground ground = {result->load.areas[0], result->load.locator[0],
                                   result->map.is_studied, NULL};
    /* Hotspots are of the areas on the map. */
    geo_status status = surface_mask(job, &ground, hotspots->surface);
    if (status == GEO_OK)
        status = levels_find(job, hotspots->surface, &hotspots->levels);
    if (status != GEO_OK || hotspots->levels.count == 0)
        return status;
    status = make_contours(job, result);
    if (status != GEO_OK)
        return status;
    size_t count = hotspots->pieces->count;
    hotspots->count = calloc(count + 1, sizeof *hotspots->count);
    hotspots->deprived_count = calloc(count + 1, sizeof *hotspots->deprived_count);
    hotspots->deprived_ground = calloc(count + 1, sizeof *hotspots->deprived_ground);
    if (!hotspots->count || !hotspots->deprived_count || !hotspots->deprived_ground)
        return job_out_of_memory(job);
    status = count_incidents(job, result);
    if (status == GEO_OK)
        status = measure_ground(job, result);
    if (status == GEO_OK)
        sum_up(hotspots);
    if (status == GEO_OK && hotspots->lowest_count == 0)
        job_warn(job, "there are no hotspots: none is as large as --min-area asks for");
    return status;
}
