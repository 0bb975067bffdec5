/* Ways to choose ground, judged by the later incidents. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "evaluate.h"

/* ---- what is asked -------------------------------------------------------------------------- */

static const char *const method_name[] = {"density", "cells", "areas", "rates"};
#define METHODS_TO_CHOOSE (sizeof method_name / sizeof *method_name)

/* The next piece of a list with commas; false at its end. */
static bool next_item(const char **rest, geo_text *item)
{
    if (!*rest)
        return false;
    size_t length = strcspn(*rest, ",");
    *item = text_trim((geo_text){*rest, length});
    *rest = (*rest)[length] == ',' ? *rest + length + 1 : NULL;
    return true;
}

geo_status evaluate_read_methods(cli_job *job, const char *text, bool *wants)
{
    const char *rest = text;
    geo_text item;
    while (next_item(&rest, &item)) {
        size_t m = 0;
        while (m < METHODS_TO_CHOOSE && (strlen(method_name[m]) != item.length ||
                                         memcmp(method_name[m], item.data, item.length) != 0))
            m++;
        if (m == METHODS_TO_CHOOSE)
            return job_fail(job, GEO_ERROR_USAGE,
                            "--methods %s: give density, cells, areas or rates, with commas "
                            "between them",
                            text);
        wants[m] = true;
    }
    return GEO_OK;
}

static int compare_numbers(const void *one, const void *other)
{
    double a = *(const double *)one, b = *(const double *)other;
    return (a > b) - (a < b);
}

static void sort_shares(evaluate_result *result)
{
    size_t kept = 0;
    qsort(result->share, result->share_count, sizeof *result->share, compare_numbers);
    for (size_t i = 0; i < result->share_count; i++)
        if (kept == 0 || result->share[i] != result->share[kept - 1])
            result->share[kept++] = result->share[i];
    result->share_count = kept;
}

geo_status evaluate_read_shares(cli_job *job, const char *text, evaluate_result *result)
{
    const char *rest = text;
    geo_text item;
    /* Each has a comma, and hotspots of a file may add one. */
    result->share = calloc(strlen(text) + 2, sizeof *result->share);
    if (!result->share)
        return job_out_of_memory(job);
    while (next_item(&rest, &item)) {
        double percent;
        if (item.length > 0 && item.data[item.length - 1] == '%')
            item.length--;
        if (!geo_number_parse(item, &percent) || !(percent > 0) || !(percent <= 100))
            return job_fail(job, GEO_ERROR_USAGE,
                            "--area-share %s: give per cent of the ground, above 0 and at most "
                            "100, such as 1%%,5%%,10%%",
                            text);
        result->share[result->share_count++] = percent / 100;
    }
    sort_shares(result);
    return GEO_OK;
}

/* ---- density -------------------------------------------------------------------------------- */

/* Between the centres of four cells of the surface, straight along both axes. */
static double density_at(const geo_grid *surface, double x, double y)
{
    double column = (x - surface->x_min) / surface->cell_m - 0.5;
    double row = (surface->y_max - y) / surface->cell_m - 0.5;
    column = fmin(fmax(column, 0), (double)surface->columns - 1);
    row = fmin(fmax(row, 0), (double)surface->rows - 1);
    size_t west = (size_t)column, north = (size_t)row;
    size_t east = west + 1 < surface->columns ? west + 1 : west;
    size_t south = north + 1 < surface->rows ? north + 1 : north;
    double across = column - (double)west, down = row - (double)north;
    const double *upper = surface->value + north * surface->columns;
    const double *lower = surface->value + south * surface->columns;
    return (1 - down) * ((1 - across) * upper[west] + across * upper[east]) +
           down * ((1 - across) * lower[west] + across * lower[east]);
}

static geo_status read_surface(cli_job *job, evaluate_result *result, const geo_grid *surface)
{
    evaluate_ground *cells = &result->cells;
    double *centre = malloc((cells->count + 1) * 2 * sizeof *centre);
    int32_t *which = malloc((cells->count + 1) * sizeof *which);
    geo_status status = centre && which ? GEO_OK : job_out_of_memory(job);
    if (status == GEO_OK) {
        for (size_t i = 0; i < cells->count; i++)
            which[i] = result->lattice.which[result->cell_of[i]];
        geo_cells_centres(result->lattice.cells, which, cells->count, centre,
                          centre + cells->count);
        for (size_t i = 0; i < cells->count; i++)
            cells->score[i] = density_at(surface, centre[i], centre[cells->count + i]);
    }
    free(centre);
    free(which);
    return status;
}

/* Between the centres of such cells incidents lie that no centre sees. */
static void warn_of_bandwidth(cli_job *job, const evaluate_result *result)
{
    if (result->density.bandwidth_m < result->settings->cells.size_m)
        job_warn(job,
                 "the bandwidth, %.6g m, is less than the size of the cells, %.6g m: density at "
                 "their centres misses incidents; give a larger --bandwidth or a smaller "
                 "--cell-size",
                 result->density.bandwidth_m, result->settings->cells.size_m);
}

/* A bandwidth that is left to the map's size is no smaller than the cells, also once it is rounded
 * to 1, 2 or 5: down to 2 from below the root of 10, which is 1.6 times as much. */
static double side_per_bandwidth(const evaluate_result *result)
{
    const geo_extent extent = geo_areas_extent(result->load.areas[0], result->map.is_studied);
    double side = sqrt((extent.x_max - extent.x_min) * (extent.y_max - extent.y_min));
    return fmin(SURFACE_SIDE_PER_BANDWIDTH, side / (1.6 * result->settings->cells.size_m));
}

static geo_status score_by_density(cli_job *job, evaluate_result *result)
{
    const surface_settings *settings = &result->settings->surface;
    const surface_ground ground = {result->load.areas[0], result->load.locator[0],
                                   result->map.is_studied, &result->load.areas[0]->crs};
    const geo_places *places = result->time[EARLIER].places;
    geo_grid *surface = NULL;
    geo_status status = surface_choose(job, settings, &ground, places, side_per_bandwidth(result),
                                       &result->density);
    if (status == GEO_OK)
        status = surface_make(job, settings, &ground, places, &result->density, &surface);
    if (status == GEO_OK)
        status = read_surface(job, result, surface);
    if (status == GEO_OK)
        warn_of_bandwidth(job, result);
    geo_grid_free(surface);
    return status;
}

/* ---- scores --------------------------------------------------------------------------------- */

static void score_by_count(evaluate_ground *ground)
{
    for (size_t i = 0; i < ground->count; i++)
        ground->score[i] = (double)ground->incidents[EARLIER][i];
}

static geo_status score_by_rate(cli_job *job, evaluate_result *result)
{
    const geo_areas *areas = result->load.areas[0];
    evaluate_ground *ground = &result->areas;
    if (!areas->population)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--methods rates needs the population of the areas; name a field with "
                        "--population-field, or a table with --population");
    for (size_t i = 0; i < ground->count; i++) {
        double people = areas->population[result->area_of[i]];
        ground->score[i] =
            people > 0 ? (double)ground->incidents[EARLIER][i] / people : (double)NAN;
    }
    return GEO_OK;
}

static evaluate_ground *ground_of(evaluate_result *result, evaluate_method method)
{
    return method == METHOD_HOTSPOTS                          ? &result->hotspots
           : method == METHOD_AREAS || method == METHOD_RATES ? &result->areas
                                                              : &result->cells;
}

static geo_status score(cli_job *job, evaluate_result *result, evaluate_method method)
{
    if (method == METHOD_DENSITY)
        return score_by_density(job, result);
    if (method == METHOD_RATES)
        return score_by_rate(job, result);
    if (method != METHOD_HOTSPOTS)
        score_by_count(ground_of(result, method));
    return GEO_OK;
}

/* ---- forecasts ------------------------------------------------------------------------------ */

static geo_status name_areas(cli_job *job, const char *word, const char *by, geo_bytes *text)
{
    char first = word[0] >= 'a' && word[0] <= 'z' ? (char)(word[0] - 'a' + 'A') : word[0];
    return geo_bytes_print(job->context, text, "%c%s by %s", first, word + 1, by);
}

static geo_status name_method(cli_job *job, evaluate_result *result, evaluate_method method)
{
    geo_bytes *text = &result->name[method];
    geo_status status;
    if (method == METHOD_AREAS || method == METHOD_RATES)
        status = name_areas(job, evaluate_area_word(result),
                            method == METHOD_AREAS ? "count" : "rate", text);
    else if (method == METHOD_HOTSPOTS)
        status = geo_bytes_print(job->context, text, "Hotspots of %s",
                                 base_name(result->settings->hotspots));
    else
        status = geo_bytes_print(job->context, text,
                                 method == METHOD_DENSITY ? "Density" : "Cells by count");
    return status == GEO_OK ? end_text(job->context, text) : status;
}

/* Of the ground that the polygons of a file have: all other ground is the last step of the curve.
 */
static double own_share(const evaluate_result *result, evaluate_method method)
{
    const geo_hit_curve *curve = result->curve[method][LATER];
    return method == METHOD_HOTSPOTS ? fmin(curve->area_share[curve->count - 2], 1) : (double)NAN;
}

static geo_status make_forecast(cli_job *job, evaluate_result *result, evaluate_method method)
{
    static const char *const column[] = {"density", "cells", "areas", "rates", "hotspots"};
    evaluate_ground *ground = ground_of(result, method);
    geo_hit_curve **curve = result->curve[method];
    geo_status status = score(job, result, method);
    for (int t = 0; t < EVALUATE_TIMES && status == GEO_OK; t++)
        status = geo_hit_curve_make(job->context, ground->score, ground->area_km2,
                                    ground->incidents[t], ground->count, &curve[t]);
    if (status == GEO_OK)
        status = name_method(job, result, method);
    if (status != GEO_OK)
        return status;
    result->column[result->forecast_count] = column[method];
    result->forecast[result->forecast_count++] = (geo_forecast){
        result->name[method].data, curve[LATER], curve[EARLIER], own_share(result, method)};
    return GEO_OK;
}

/* The other methods are shown on as much ground as the hotspots of a file have. */
static void add_own_share(evaluate_result *result)
{
    if (!result->settings->hotspots)
        return;
    result->share[result->share_count++] = own_share(result, METHOD_HOTSPOTS);
    sort_shares(result);
}

geo_status evaluate_make_forecasts(cli_job *job, evaluate_result *result)
{
    const evaluate_ground *cells = &result->cells;
    geo_status status = geo_hit_curve_ideal(job->context, cells->area_km2, cells->incidents[LATER],
                                            cells->count, &result->ideal);
    for (int m = 0; m < EVALUATE_METHODS && status == GEO_OK; m++)
        if (result->wants[m])
            status = make_forecast(job, result, (evaluate_method)m);
    add_own_share(result);
    return status;
}
