/* The ground that is beyond what chance makes, piece by piece. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "risk.h"

void risk_clear_side(risk_side *side)
{
    geo_areas_free(side->drawn);
    geo_areas_free(side->pieces);
    geo_table_free(side->layer);
    free(side->piece);
    free(side->order);
}

/* ---- tolerances ----------------------------------------------------------------------------- */

static geo_status refuse_tolerances(cli_job *job, const char *text)
{
    return job_fail(job, GEO_ERROR_USAGE,
                    "--tolerance %s: give 1 or %d percentages from 50%% to below 100%%, the lower "
                    "first, such as 95%%,99%%",
                    text, RISK_TOLERANCES_MOST);
}

static bool read_tolerance(const char **at, double *tolerance)
{
    size_t length = strcspn(*at, ",");
    geo_text part = text_trim((geo_text){*at, length});
    if (part.length > 1 && part.data[part.length - 1] == '%')
        part.length--;
    else
        return false;
    *at += length + ((*at)[length] == ',');
    if (!geo_number_parse(part, tolerance) || !(*tolerance >= 50 && *tolerance < 100))
        return false;
    *tolerance /= 100;
    return true;
}

geo_status risk_read_tolerances(cli_job *job, const risk_settings *settings, risk_result *result)
{
    const char *text = settings->tolerance ? settings->tolerance : "95%,99%", *at = text;
    while (*at) {
        double tolerance = 0;
        size_t count = result->tolerance_count;
        if (count == RISK_TOLERANCES_MOST || !read_tolerance(&at, &tolerance) ||
            (count > 0 && tolerance <= result->tolerance[count - 1]))
            return refuse_tolerances(job, text);
        result->tolerance[result->tolerance_count++] = tolerance;
    }
    if (result->tolerance_count == 0)
        return refuse_tolerances(job, text);
    double least = ceil(1 / (1 - result->tolerance[result->tolerance_count - 1]) - 1 - 1e-9);
    if (settings->permutations > 0 && (double)settings->permutations < least)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--permutations %lld: a tolerance of %g%% needs at least %g",
                        (long long)settings->permutations,
                        100 * result->tolerance[result->tolerance_count - 1], least);
    return GEO_OK;
}

/* ---- contours ------------------------------------------------------------------------------- */

/* What is smaller than a circle of half a bandwidth is the noise of a few incidents. */
static double min_area(const risk_result *result)
{
    static const double pi = 3.14159265358979323846;
    double kernels_km2 = pi * pow(result->options.bandwidth_m / 1000, 2) / 4;
    return isnan(result->settings->min_area) ? kernels_km2 : result->settings->min_area;
}

static geo_status contours_of(cli_job *job, const risk_result *result, const geo_grid *grid,
                              const double *tolerance, size_t count, bool is_by_piece,
                              geo_areas **out)
{
    double level[RISK_TOLERANCES_MOST];
    const geo_contour_options options = {level, count, is_by_piece, min_area(result),
                                         min_area(result)};
    /* What 1 - p loses by rounding. */
    for (size_t i = 0; i < count; i++)
        level[i] = tolerance[i] - 1e-9;
    return geo_contours(job->context, grid, &options, out);
}

/* ---- what is in them ------------------------------------------------------------------------ */

/* Pieces of one tolerance, which don't overlap. */
typedef struct counting {
    const risk_result *result;
    const geo_locator *locator;
    risk_piece *piece;
    size_t count;
} counting;

static geo_status count_places(cli_job *job, const counting *work, const geo_places *places,
                               bool is_beside)
{
    bool is_people = is_beside && work->result->kind == GEO_RISK_RATE;
    int32_t *at = calloc(places->count + 1, sizeof *at);
    if (!at)
        return job_out_of_memory(job);
    geo_status status =
        geo_locate(job->context, work->locator, places->x, places->y, places->count, at);
    for (size_t i = 0; i < places->count && status == GEO_OK; i++) {
        if (at[i] == GEO_NO_CODE)
            continue;
        risk_piece *piece = &work->piece[at[i]];
        if (is_beside)
            piece->beside += is_people ? places->weight[i] : (double)places->incidents[i];
        else
            piece->count += places->incidents[i];
    }
    free(at);
    return status;
}

static void take_peak(const geo_risk_surface *risk, risk_piece *piece, size_t cell)
{
    if (isnan(risk->z[cell]))
        return;
    if (piece->peak == SIZE_MAX || fabs(risk->z[cell]) > fabs(risk->z[piece->peak]))
        piece->peak = cell;
}

static geo_status find_peaks(cli_job *job, const counting *work)
{
    const geo_grid *grid = work->result->ground;
    size_t columns = grid->columns;
    double *place = calloc(columns + 1, 2 * sizeof *place);
    int32_t *at = calloc(columns + 1, sizeof *at);
    geo_status status = place && at ? GEO_OK : job_out_of_memory(job);
    for (size_t i = 0; i < work->count; i++)
        work->piece[i].peak = SIZE_MAX;
    for (size_t row = 0; row < grid->rows && status == GEO_OK; row++) {
        for (size_t i = 0; i < columns; i++) {
            place[i] = grid->x_min + grid->cell_m * ((double)i + 0.5);
            place[columns + i] = grid->y_max - grid->cell_m * ((double)row + 0.5);
        }
        status = geo_locate(job->context, work->locator, place, place + columns, columns, at);
        for (size_t i = 0; i < columns && status == GEO_OK; i++)
            if (at[i] != GEO_NO_CODE)
                take_peak(work->result->risk, &work->piece[at[i]], row * columns + i);
    }
    free(place);
    free(at);
    return status;
}

/* Of one tolerance into piece[*first] and on. */
static geo_status measure_pieces(cli_job *job, const risk_result *result, const geo_grid *grid,
                                 double tolerance, risk_piece *piece, size_t *first)
{
    geo_areas *pieces = NULL;
    geo_locator *locator = NULL;
    geo_status status = contours_of(job, result, grid, &tolerance, 1, true, &pieces);
    if (status == GEO_OK)
        status = geo_locator_build(job->context, pieces, &locator);
    if (status == GEO_OK) {
        const counting work = {result, locator, piece + *first, pieces->count};
        *first += pieces->count;
        status = find_peaks(job, &work);
        if (status == GEO_OK)
            status = count_places(job, &work, result->places, false);
        if (status == GEO_OK)
            status = count_places(job, &work, result->beside, true);
    }
    geo_locator_free(locator);
    geo_areas_free(pieces);
    return status;
}

/* Incidents that it has beyond those expected, or lacks. */
static double excess_of(const risk_result *result, risk_side_name of, const risk_piece *piece)
{
    double excess = (double)piece->count - risk_expected_of(result, piece);
    return of == RISK_HIGHER ? excess : -excess;
}

/* The most incidents first; few enough for the plainest of sorts. */
static void put_in_order(const risk_result *result, risk_side_name of, risk_side *side)
{
    for (size_t i = 0; i < side->lowest_count; i++) {
        double excess = excess_of(result, of, &side->piece[i]);
        size_t at = i;
        for (; at > 0 && excess > excess_of(result, of, &side->piece[side->order[at - 1]]); at--)
            side->order[at] = side->order[at - 1];
        side->order[at] = i;
    }
}

static geo_status make_pieces(cli_job *job, const risk_result *result, const geo_grid *grid,
                              risk_side_name of, risk_side *side)
{
    size_t first = 0;
    geo_status status = contours_of(job, result, grid, result->tolerance, result->tolerance_count,
                                    true, &side->pieces);
    if (status != GEO_OK)
        return status;
    side->piece = calloc(side->pieces->count + 1, sizeof *side->piece);
    side->order = calloc(side->pieces->count + 1, sizeof *side->order);
    if (!side->piece || !side->order)
        return job_out_of_memory(job);
    for (size_t i = 0; i < result->tolerance_count && status == GEO_OK; i++) {
        status = measure_pieces(job, result, grid, result->tolerance[i], side->piece, &first);
        if (i == 0)
            side->lowest_count = first;
    }
    if (status == GEO_OK)
        put_in_order(result, of, side);
    return status;
}

/* ---- both sides ----------------------------------------------------------------------------- */

/* Of the cells that have a value. */
static double share_beyond(const risk_result *result, const double *p)
{
    size_t beyond = 0;
    for (size_t i = 0; i < result->risk->rows * result->risk->columns; i++)
        beyond += p[i] <= 1 - result->tolerance[0] + 1e-9;
    return result->risk->cells > 0 ? (double)beyond / (double)result->risk->cells : (double)NAN;
}

static geo_status find_side(cli_job *job, risk_result *result, const double *p, risk_side_name of)
{
    risk_side *side = &result->side[of];
    geo_grid grid = *result->ground;
    size_t cells = grid.rows * grid.columns;
    grid.value = malloc((cells + 1) * sizeof *grid.value);
    if (!grid.value)
        return job_out_of_memory(job);
    for (size_t i = 0; i < cells; i++)
        grid.value[i] = 1 - p[i];
    side->share = share_beyond(result, p);
    geo_status status = make_pieces(job, result, &grid, of, side);
    if (status == GEO_OK)
        status = risk_bleed(job, result->ground, grid.value);
    if (status == GEO_OK)
        status = contours_of(job, result, &grid, result->tolerance, result->tolerance_count, false,
                             &side->drawn);
    free(grid.value);
    return status;
}

geo_status risk_find_pieces(cli_job *job, risk_result *result)
{
    const geo_risk_surface *risk = result->risk;
    if (risk->permutations == 0)
        return GEO_OK;
    geo_status status = find_side(job, result, risk->p_higher, RISK_HIGHER);
    return status == GEO_OK ? find_side(job, result, risk->p_lower, RISK_LOWER) : status;
}
