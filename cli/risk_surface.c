/* The surface of risk over the areas shown, and what the map shows of it. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "risk.h"

/* Of 100 people or 5 incidents, each counted by how near it is, a quotient tells something. */
static const double least_people = 100;
static const double least_incidents = 5;

geo_status risk_make_ground(cli_job *job, risk_result *result)
{
    const surface_ground ground = {result->load.areas[0], result->load.locator[0],
                                   result->map.is_studied, &result->load.frame->crs};
    geo_status status = surface_choose(job, &result->settings->surface, &ground, result->places,
                                       SURFACE_SIDE_PER_CONTOUR_BANDWIDTH, &result->options);
    /* A Gaussian of the same breadth is as smooth over twice the distance, and reaches far more
     * cells. */
    if (result->options.kernel == GEO_KERNEL_GAUSSIAN && isnan(result->settings->surface.cell))
        result->options.cell_m *= 2;
    if (status == GEO_OK)
        status = geo_density_of_places(job->context, ground.crs, result->places, &result->options,
                                       &result->ground, NULL);
    return status == GEO_OK ? surface_mask(job, &ground, result->ground) : status;
}

/* ---- what the map shows --------------------------------------------------------------------- */

/* A class of its own for what is without end: as much as the most that has one. */
static void end_infinite(double *value, size_t count)
{
    double lowest = -1, highest = 1;
    for (size_t i = 0; i < count; i++)
        if (isfinite(value[i])) {
            lowest = fmin(lowest, value[i]);
            highest = fmax(highest, value[i]);
        }
    for (size_t i = 0; i < count; i++)
        if (isinf(value[i]))
            value[i] = value[i] < 0 ? lowest : highest;
}

typedef struct bleeding {
    const geo_grid *ground;
    const double *from;
} bleeding;

/* Of the cells around that have a value; NaN without any. */
static double mean_around(const bleeding *work, size_t row, size_t column)
{
    const geo_grid *ground = work->ground;
    double sum = 0, count = 0;
    for (size_t r = row > 0 ? row - 1 : 0; r <= row + 1 && r < ground->rows; r++)
        for (size_t c = column > 0 ? column - 1 : 0; c <= column + 1 && c < ground->columns; c++) {
            double value = work->from[r * ground->columns + c];
            if (!isnan(value)) {
                sum += value;
                count++;
            }
        }
    return count > 0 ? sum / count : (double)NAN;
}

geo_status risk_bleed(cli_job *job, const geo_grid *ground, double *value)
{
    /* Between the centres of two cells, and over a border between them. */
    enum { CELLS = 2 };
    size_t cells = ground->rows * ground->columns;
    double *from = malloc((cells + 1) * sizeof *from);
    if (!from)
        return job_out_of_memory(job);
    for (size_t pass = 0; pass < CELLS; pass++) {
        const bleeding work = {ground, from};
        memcpy(from, value, cells * sizeof *from);
        for (size_t i = 0; i < cells; i++)
            if (isnan(ground->value[i]) && isnan(from[i]))
                value[i] = mean_around(&work, i / ground->columns, i % ground->columns);
    }
    free(from);
    return GEO_OK;
}

/* "Ratio to all other incidents", for the legend. */
static geo_status append_unit(cli_job *job, const risk_result *result, geo_bytes *text)
{
    if (result->kind == GEO_RISK_CHANGE)
        return geo_bytes_print(job->context, text, "change in " GEO_DENSITY_UNIT " a year");
    if (result->kind == GEO_RISK_RATIO)
        return geo_bytes_print(job->context, text, "Ratio to %s (1: both lie alike)",
                               result->beside_text.data);
    geo_status status = geo_bytes_print(job->context, text, "Ratio to the rate of all, ");
    if (status == GEO_OK)
        status = geo_bytes_append_number(job->context, text, result->risk->overall, 1);
    return status == GEO_OK
               ? geo_bytes_print(job->context, text, " per 1,000 %s%s", result->load.denominator,
                                 result->settings->per_year ? " a year" : "")
               : status;
}

/* Logarithms to base 2 of a ratio, so that doubling and halving are as far from no difference. */
static geo_status show_surface(cli_job *job, risk_result *result)
{
    const geo_risk_surface *risk = result->risk;
    size_t cells = risk->rows * risk->columns;
    result->shown = *result->ground;
    result->shown.unit = NULL;
    result->shown.value = malloc((cells + 1) * sizeof *result->shown.value);
    if (!result->shown.value)
        return job_out_of_memory(job);
    for (size_t i = 0; i < cells; i++)
        result->shown.value[i] =
            result->kind == GEO_RISK_CHANGE ? risk->value[i] : log2(risk_ratio_at(result, i));
    end_infinite(result->shown.value, cells);
    geo_status status = risk_bleed(job, result->ground, result->shown.value);
    if (status == GEO_OK)
        status = append_unit(job, result, &result->unit);
    return status == GEO_OK ? end_text(job->context, &result->unit) : status;
}

/* ---- the surface ---------------------------------------------------------------------------- */

static geo_risk_surface_options options_of(const risk_result *result)
{
    const risk_settings *settings = result->settings;
    geo_risk_surface_options options = GEO_RISK_SURFACE_OPTIONS_INIT;
    options.kind = result->kind;
    options.kernel = result->options.kernel;
    options.bandwidth_m = result->options.bandwidth_m;
    options.constant = settings->constant;
    options.least = !isnan(settings->least)         ? settings->least
                    : result->kind == GEO_RISK_RATE ? least_people
                                                    : least_incidents;
    options.years = result->years;
    options.years_before = result->years_before;
    options.permutations = (size_t)settings->permutations;
    options.seed = (uint64_t)settings->seed;
    return options;
}

geo_status risk_make_surface(cli_job *job, risk_result *result)
{
    const geo_risk_surface_options options = options_of(result);
    geo_status status = geo_risk_surface_make(job->context, result->places, result->beside,
                                              result->ground, &options, &result->risk);
    if (status == GEO_OK && result->risk->cells == 0)
        job_warn(job,
                 "no cell has %s in reach: the map is empty; give a larger --bandwidth or a "
                 "smaller --least",
                 result->kind == GEO_RISK_RATE ? "enough people" : "enough incidents");
    return status == GEO_OK ? show_surface(job, result) : status;
}

double risk_ratio_at(const risk_result *result, size_t cell)
{
    const geo_risk_surface *risk = result->risk;
    switch (result->kind) {
    case GEO_RISK_RATIO:
        return exp(risk->value[cell]);
    case GEO_RISK_RATE:
        return risk->value[cell] / risk->overall;
    default:
        return risk->density[cell] / result->years / (risk->beside[cell] / result->years_before);
    }
}

double risk_ratio_of(const risk_result *result, const risk_piece *piece)
{
    const geo_risk_surface *risk = result->risk;
    double count = (double)piece->count;
    if (!(piece->beside > 0))
        return (double)NAN;
    return result->kind == GEO_RISK_CHANGE
               ? count / result->years / (piece->beside / result->years_before)
               : count / risk->incidents / (piece->beside / risk->others);
}

double risk_expected_of(const risk_result *result, const risk_piece *piece)
{
    const geo_risk_surface *risk = result->risk;
    return result->kind == GEO_RISK_RATE
               ? risk->incidents * piece->beside / risk->others
               : risk->incidents * ((double)piece->count + piece->beside) /
                     (risk->incidents + risk->others);
}
