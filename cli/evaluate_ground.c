/* The ground divided into cells, areas and hotspots, and what incidents are in each. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "evaluate.h"

#define SQUARE_METRES_PER_KM2 1e6

static void clear_one(evaluate_ground *ground)
{
    free(ground->area_km2);
    free(ground->score);
    for (int t = 0; t < EVALUATE_TIMES; t++)
        free(ground->incidents[t]);
    *ground = (evaluate_ground){.count = 0};
}

void evaluate_clear_ground(evaluate_result *result)
{
    clear_one(&result->areas);
    clear_one(&result->cells);
    clear_one(&result->hotspots);
    free(result->area_of);
    free(result->cell_of);
    cells_clear(&result->lattice);
    geo_areas_free(result->spots);
}

static geo_status new_ground(cli_job *job, size_t count, evaluate_ground *ground)
{
    ground->count = count;
    ground->area_km2 = calloc(count + 1, sizeof *ground->area_km2);
    ground->score = calloc(count + 1, sizeof *ground->score);
    for (int t = 0; t < EVALUATE_TIMES; t++)
        ground->incidents[t] = calloc(count + 1, sizeof *ground->incidents[t]);
    return ground->area_km2 && ground->score && ground->incidents[EARLIER] &&
                   ground->incidents[LATER]
               ? GEO_OK
               : job_out_of_memory(job);
}

/* Which piece of some ground each place is in; GEO_NO_CODE: in `none` of them (SIZE_MAX: dropped).
 */
typedef geo_status (*ground_locator)(cli_job *job, const evaluate_result *result,
                                     const geo_places *places, int32_t *piece);

static geo_status count_in(cli_job *job, const evaluate_result *result, ground_locator locate,
                           size_t none, evaluate_ground *ground)
{
    geo_status status = GEO_OK;
    for (int t = 0; t < EVALUATE_TIMES && status == GEO_OK; t++) {
        const geo_places *places = result->time[t].places;
        int32_t *piece = malloc((places->count + 1) * sizeof *piece);
        status = piece ? locate(job, result, places, piece) : job_out_of_memory(job);
        for (size_t i = 0; i < places->count && status == GEO_OK; i++) {
            size_t at = piece[i] == GEO_NO_CODE ? none : (size_t)piece[i];
            if (at != SIZE_MAX)
                ground->incidents[t][at] += places->incidents[i];
        }
        free(piece);
    }
    return status;
}

static bool is_shown(const evaluate_result *result, size_t area)
{
    return !result->map.is_studied || result->map.is_studied[area];
}

/* ---- areas ---------------------------------------------------------------------------------- */

static geo_status locate_in_areas(cli_job *job, const evaluate_result *result,
                                  const geo_places *places, int32_t *piece)
{
    return geo_locate(job->context, result->load.locator[0], places->x, places->y, places->count,
                      piece);
}

/* Counted in all of the loaded areas, of which those shown are kept. */
static geo_status keep_shown(cli_job *job, evaluate_result *result, const double *square_metres)
{
    const geo_areas *areas = result->load.areas[0];
    evaluate_ground *ground = &result->areas;
    size_t shown = 0;
    for (size_t i = 0; i < areas->count; i++) {
        if (!is_shown(result, i))
            continue;
        ground->area_km2[shown] = square_metres[i] / SQUARE_METRES_PER_KM2;
        for (int t = 0; t < EVALUATE_TIMES; t++)
            ground->incidents[t][shown] = ground->incidents[t][i];
        result->ground_km2 += ground->area_km2[shown];
        result->area_of[shown++] = (int32_t)i;
    }
    ground->count = shown;
    if (result->ground_km2 > 0)
        return GEO_OK;
    return job_fail(job, GEO_ERROR_DATA, "%s: the areas have no geometry, so there is no ground",
                    areas->path);
}

static geo_status divide_into_areas(cli_job *job, evaluate_result *result)
{
    size_t count = result->load.areas[0]->count;
    double *square_metres = calloc(count + 1, sizeof *square_metres);
    result->area_of = calloc(count + 1, sizeof *result->area_of);
    geo_status status = square_metres && result->area_of ? GEO_OK : job_out_of_memory(job);
    if (status == GEO_OK)
        status = new_ground(job, count, &result->areas);
    if (status == GEO_OK)
        status = count_in(job, result, locate_in_areas, SIZE_MAX, &result->areas);
    if (status == GEO_OK) {
        geo_areas_ground(result->load.areas[0], square_metres);
        status = keep_shown(job, result, square_metres);
    }
    free(square_metres);
    return status;
}

/* ---- parts of pieces in the areas shown ----------------------------------------------------- */

/* What of each of `pieces` lies in the areas shown. */
static geo_status measure_inside(cli_job *job, const evaluate_result *result,
                                 const geo_areas *pieces, double *km2)
{
    geo_correspondence *parts = NULL;
    geo_areas_ground(pieces, km2);
    geo_status status = geo_areas_overlap(job->context, pieces, result->load.areas[0], 0, &parts);
    for (size_t i = 0; i < pieces->count && status == GEO_OK; i++) {
        double share = 0;
        for (size_t p = parts->first[i]; p < parts->first[i + 1]; p++)
            if (is_shown(result, (size_t)parts->to[p]))
                share += parts->share[p];
        km2[i] *= fmin(share, 1) / SQUARE_METRES_PER_KM2;
    }
    geo_correspondence_free(parts);
    return status;
}

/* ---- cells ---------------------------------------------------------------------------------- */

static geo_status locate_in_cells(cli_job *job, const evaluate_result *result,
                                  const geo_places *places, int32_t *piece)
{
    (void)job;
    cells_locate(&result->lattice, places->x, places->y, places->count, piece);
    return GEO_OK;
}

/* Those that have ground in the areas, or an incident that rounding puts beside it. */
static void keep_cells(evaluate_result *result)
{
    evaluate_ground *cells = &result->cells;
    size_t kept = 0;
    for (size_t i = 0; i < cells->count; i++) {
        if (!(cells->area_km2[i] > 0) && cells->incidents[EARLIER][i] == 0 &&
            cells->incidents[LATER][i] == 0)
            continue;
        cells->area_km2[kept] = cells->area_km2[i];
        for (int t = 0; t < EVALUATE_TIMES; t++)
            cells->incidents[t][kept] = cells->incidents[t][i];
        result->cell_of[kept++] = (int32_t)i;
    }
    cells->count = kept;
}

static geo_status divide_into_cells(cli_job *job, evaluate_result *result)
{
    const geo_areas *areas = result->load.areas[0];
    const geo_extent extent = geo_areas_extent(areas, result->map.is_studied);
    geo_status status =
        cells_of_extent(job, &result->settings->cells, &areas->crs, &extent, &result->lattice);
    if (status == GEO_OK)
        status = new_ground(job, result->lattice.count, &result->cells);
    if (status == GEO_OK) {
        result->cell_of = calloc(result->lattice.count + 1, sizeof *result->cell_of);
        status = result->cell_of ? GEO_OK : job_out_of_memory(job);
    }
    if (status == GEO_OK)
        status = measure_inside(job, result, result->lattice.areas, result->cells.area_km2);
    if (status == GEO_OK)
        status = count_in(job, result, locate_in_cells, SIZE_MAX, &result->cells);
    if (status == GEO_OK)
        keep_cells(result);
    return status;
}

/* ---- hotspots of a file --------------------------------------------------------------------- */

static geo_status locate_in_hotspots(cli_job *job, const evaluate_result *result,
                                     const geo_places *places, int32_t *piece)
{
    geo_locator *locator = NULL;
    geo_status status = geo_locator_build(job->context, result->spots, &locator);
    if (status == GEO_OK)
        status = geo_locate(job->context, locator, places->x, places->y, places->count, piece);
    geo_locator_free(locator);
    return status;
}

/* A field called rank orders them, 1 being the first; without it all are as good. */
static void score_hotspots(evaluate_result *result)
{
    const geo_column *rank = geo_table_find(result->spots->attributes, "rank");
    evaluate_ground *ground = &result->hotspots;
    result->spots_are_ranked = rank && rank->type != GEO_TEXT;
    for (size_t i = 0; i < result->spots->count; i++)
        if (result->spots_are_ranked && rank->type == GEO_INTEGER)
            ground->score[i] =
                rank->integer[i] == GEO_NO_INTEGER ? (double)NAN : -(double)rank->integer[i];
        else
            ground->score[i] = result->spots_are_ranked ? -rank->real[i] : 1;
    ground->score[result->spots->count] = (double)NAN;
}

static geo_status measure_rest(cli_job *job, evaluate_result *result)
{
    evaluate_ground *ground = &result->hotspots;
    double flagged = 0;
    size_t rest = result->spots->count;
    for (size_t i = 0; i < rest; i++)
        flagged += ground->area_km2[i];
    ground->area_km2[rest] = fmax(result->ground_km2 - flagged, 0);
    if (flagged > result->ground_km2 * (1 + 1e-9))
        return job_fail(job, GEO_ERROR_DATA,
                        "%s: the hotspots have %.6g km2 in areas of %.6g km2, so that they must "
                        "lie over each other; give hotspots of one level",
                        result->settings->hotspots, flagged, result->ground_km2);
    if (!(flagged > 0))
        return job_fail(job, GEO_ERROR_DATA,
                        "%s: no hotspot has any ground in the areas; is this the right layer? "
                        "Name it with --hotspots-layer",
                        result->settings->hotspots);
    return GEO_OK;
}

static geo_status read_hotspots(cli_job *job, evaluate_result *result)
{
    const area_choice choice = {.path = result->settings->hotspots,
                                .layer = result->settings->hotspots_layer};
    return load_further_areas(job, &choice, &result->load.areas[0]->crs, &result->spots);
}

static geo_status divide_into_hotspots(cli_job *job, evaluate_result *result)
{
    geo_status status = read_hotspots(job, result);
    if (status == GEO_OK)
        status = new_ground(job, result->spots->count + 1, &result->hotspots);
    if (status == GEO_OK)
        status = measure_inside(job, result, result->spots, result->hotspots.area_km2);
    if (status == GEO_OK)
        status = measure_rest(job, result);
    if (status == GEO_OK)
        status = count_in(job, result, locate_in_hotspots, result->spots->count, &result->hotspots);
    if (status == GEO_OK)
        score_hotspots(result);
    return status;
}

/* ---- all ------------------------------------------------------------------------------------ */

geo_status evaluate_divide(cli_job *job, evaluate_result *result)
{
    geo_status status = divide_into_areas(job, result);
    if (status == GEO_OK)
        status = divide_into_cells(job, result);
    if (status == GEO_OK && result->settings->hotspots)
        status = divide_into_hotspots(job, result);
    return status;
}
