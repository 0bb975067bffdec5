/* Tables, titles and notes of an evaluation. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "deliver.h"
#include "evaluate.h"
#include "report.h"

const char *evaluate_area_word(const evaluate_result *result)
{
    const char *word = map_area_word(result->load.areas[0]);
    return word ? word : "areas";
}

/* ---- tables --------------------------------------------------------------------------------- */

/* Of the printed curve, in per cent: close together where hotspots are chosen. */
static const double curve_percent[] = {0.5, 1,  2,  3,  4,  5,  7.5, 10,
                                       15,  20, 25, 30, 40, 50, 75,  100};
#define CURVE_ROWS (sizeof curve_percent / sizeof *curve_percent)

geo_status evaluate_make_tables(cli_job *job, evaluate_result *result)
{
    double share[CURVE_ROWS];
    for (size_t i = 0; i < CURVE_ROWS; i++)
        share[i] = curve_percent[i] / 100;
    geo_status status =
        geo_evaluation_table(job->context, result->forecast, result->forecast_count, result->ideal,
                             result->share, result->share_count, &result->table);
    if (status == GEO_OK)
        status = geo_hit_curve_table(job->context, result->forecast, result->column,
                                     result->forecast_count, result->ideal, share, CURVE_ROWS,
                                     &result->curves);
    return status == GEO_OK ? evaluate_make_stability(job, result) : status;
}

/* ---- titles --------------------------------------------------------------------------------- */

geo_status evaluate_append_times(cli_job *job, const evaluate_result *result, geo_bytes *text)
{
    const evaluate_time *time = result->time;
    if (time[EARLIER].text.length == 0 || time[LATER].text.length == 0)
        return GEO_OK;
    return geo_bytes_print(job->context, text, "Hotspots of %s, judged by %s",
                           time[EARLIER].text.data, time[LATER].text.data);
}

geo_status evaluate_append_title(cli_job *job, geo_bytes *title)
{
    geo_status status = append_subject(job, title);
    return status == GEO_OK
               ? geo_bytes_print(job->context, title, ": how much of it hotspots foretell")
               : status;
}

static geo_status set_titles(cli_job *job, const evaluate_result *result)
{
    geo_bytes title = GEO_BYTES_INIT;
    geo_status status = evaluate_append_title(job, &title);
    if (status == GEO_OK && result->time[LATER].text.length > 0)
        status = geo_bytes_print(job->context, &title, ". ");
    if (status == GEO_OK)
        status = evaluate_append_times(job, result, &title);
    if (status == GEO_OK)
        status = end_text(job->context, &title);
    if (status == GEO_OK)
        status = geo_table_set_title(job->context, result->table, title.data);
    if (status == GEO_OK)
        status = geo_table_set_title(job->context, result->curves,
                                     "Later incidents caught (%) by share of the ground");
    geo_bytes_clear(&title);
    return status;
}

/* ---- the sentence --------------------------------------------------------------------------- */

double evaluate_usual_share(const evaluate_result *result)
{
    double usual = result->share[0];
    for (size_t f = 0; f < result->forecast_count; f++)
        if (!isnan(result->forecast[f].own_share))
            return result->forecast[f].own_share;
    for (size_t s = 1; s < result->share_count; s++)
        if (fabs(result->share[s] - 0.05) < fabs(usual - 0.05))
            usual = result->share[s];
    return usual;
}

/* "Density: the first 5% of the ground has 61% of the later incidents, 12.2 times what chance would
 * give", of the method that catches most on the share that is nearest to 5%. */
static geo_status write_sentence(cli_job *job, evaluate_result *result)
{
    double share = evaluate_usual_share(result), most = -1;
    size_t best = 0;
    geo_bytes *text = &result->sentence;
    for (size_t f = 0; f < result->forecast_count; f++) {
        double rate = geo_hit_curve_at(result->forecast[f].later, share);
        if (rate > most) {
            most = rate;
            best = f;
        }
    }
    if (most < 0)
        return end_text(job->context, text);
    geo_status status =
        geo_bytes_print(job->context, text, "%s: the first ", result->forecast[best].name);
    if (status == GEO_OK)
        status = append_short_number(job->context, text, 100 * share, 2);
    if (status == GEO_OK)
        status = geo_bytes_print(
            job->context, text, "%% of the ground has %.0f%% of the later incidents, ", 100 * most);
    if (status == GEO_OK)
        status = append_short_number(job->context, text, most / share, 1);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, text, " times what chance would give");
    return status == GEO_OK ? end_text(job->context, text) : status;
}

/* ---- notes ---------------------------------------------------------------------------------- */

static geo_status note_incidents(cli_job *job, const evaluate_result *result)
{
    char count[EVALUATE_TIMES][COUNT_TEXT_SIZE];
    const evaluate_time *time = result->time;
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status =
        geo_bytes_print(job->context, &note,
                        "Ground is chosen by %s earlier incidents%s%s and judged by %s later "
                        "ones%s%s, on ",
                        count_text(time[EARLIER].incidents, count[EARLIER]),
                        time[EARLIER].text.length > 0 ? " of " : "", time[EARLIER].text.data,
                        count_text(time[LATER].incidents, count[LATER]),
                        time[LATER].text.length > 0 ? " of " : "", time[LATER].text.data);
    if (status == GEO_OK)
        status = append_short_number(job->context, &note, result->ground_km2, 1);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, &note, " km2");
    return deliver_end_note(job, result->table, &note, status);
}

static geo_status note_cells(cli_job *job, const evaluate_result *result)
{
    char count[COUNT_TEXT_SIZE];
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status = geo_bytes_print(job->context, &note, "Cells: %s ",
                                        count_text((int64_t)result->cells.count, count));
    if (status == GEO_OK)
        status = cells_append_words(job, &result->settings->cells, &note);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, &note, ", cut off at the border of the %s",
                                 evaluate_area_word(result));
    if (status == GEO_OK && result->wants[METHOD_DENSITY])
        status = geo_bytes_print(job->context, &note,
                                 "; density takes the same cells by the surface at their centres");
    return deliver_end_note(job, result->table, &note, status);
}

static geo_status note_density(cli_job *job, const evaluate_result *result)
{
    geo_bytes note = GEO_BYTES_INIT;
    if (!result->wants[METHOD_DENSITY])
        return GEO_OK;
    geo_status status =
        surface_append_method(job, &result->settings->surface, &result->density, &note);
    return deliver_end_note(job, result->table, &note, status);
}

static geo_status note_hotspots(cli_job *job, const evaluate_result *result)
{
    geo_bytes note = GEO_BYTES_INIT;
    if (!result->settings->hotspots)
        return GEO_OK;
    geo_status status = geo_bytes_print(
        job->context, &note, "%s: %zu polygons, what of them is in the %s, %s",
        base_name(result->settings->hotspots), result->spots->count, evaluate_area_word(result),
        result->spots_are_ranked ? "in the order of their field rank"
                                 : "all as good, since there is no field with their rank");
    return deliver_end_note(job, result->table, &note, status);
}

static geo_status note_definitions(cli_job *job, const evaluate_result *result)
{
    static const char *const note[] = {
        "Hit rate: the share of the later incidents in the ground chosen, with Wilson's 95% "
        "interval. Ground of the same score, and a piece that a share cuts, counts in part, as a "
        "choice among it at random would",
        "PAI (prediction accuracy index): hit rate over share of the ground, 1 by chance (Chainey, "
        "Tompson and Uhlig 2008). It falls as more ground is taken: compare it on the same share",
        "RRI (recapture rate index): the later over the earlier incidents there, over the same of "
        "all ground; below 1, incidents moved away or the first count was high by chance (Levine "
        "2008)",
        "PEI*: the hit rate over the highest that so much ground in these cells could have had "
        "(Hunt 2016; White, Hunt and Green 2023)",
        "Area under the curve of hit rate over all shares of the ground: 0.5 by chance",
    };
    geo_status status = GEO_OK;
    for (size_t i = 0; i < sizeof note / sizeof *note && status == GEO_OK; i++)
        status = geo_table_add_note(job->context, result->table, note[i]);
    return status;
}

geo_status evaluate_describe(cli_job *job, evaluate_result *result)
{
    geo_status status = set_titles(job, result);
    if (status == GEO_OK)
        status = write_sentence(job, result);
    if (status == GEO_OK)
        status = note_incidents(job, result);
    if (status == GEO_OK)
        status = note_cells(job, result);
    if (status == GEO_OK)
        status = note_density(job, result);
    if (status == GEO_OK)
        status = note_hotspots(job, result);
    if (status == GEO_OK)
        status = note_definitions(job, result);
    if (status == GEO_OK)
        status = deliver_note_filters(job, result->map.show, result->table);
    if (status == GEO_OK && result->sentence.length > 0)
        job_note(job, "%s", result->sentence.data);
    return status == GEO_OK
               ? geo_table_add_note(job->context, result->curves,
                                    "Most possible: the cells with most later incidents first, "
                                    "which nobody knows beforehand")
               : status;
}

/* ---- JSON ----------------------------------------------------------------------------------- */

static void json_time(geo_json *json, const char *key, const evaluate_time *time)
{
    geo_json_object(json, key);
    geo_json_text(json, "period", time->text.length > 0 ? time->text.data : NULL);
    geo_json_integer(json, "incidents", time->incidents);
    geo_json_integer(json, "places", (int64_t)time->places->count);
    geo_json_close(json);
}

static void json_cells(geo_json *json, const evaluate_result *result)
{
    const cell_settings *settings = &result->settings->cells;
    geo_json_object(json, "cells");
    geo_json_text(json, "shape", settings->shape == CELLS_SQUARES ? "squares" : "hexagons");
    geo_json_real(json, "size_m", settings->size_m);
    geo_json_integer(json, "count", (int64_t)result->cells.count);
    geo_json_close(json);
}

static void json_density(geo_json *json, const evaluate_result *result)
{
    if (!result->wants[METHOD_DENSITY]) {
        geo_json_text(json, "density", NULL);
        return;
    }
    geo_json_object(json, "density");
    geo_json_text(json, "kernel", geo_kernel_name(result->density.kernel));
    geo_json_real(json, "bandwidth_m", result->density.bandwidth_m);
    geo_json_real(json, "cell_m", result->density.cell_m);
    geo_json_close(json);
}

void evaluate_json(cli_job *job, geo_json *json, const void *value)
{
    const evaluate_result *result = value;
    (void)job;
    json_time(json, "earlier", &result->time[EARLIER]);
    json_time(json, "later", &result->time[LATER]);
    geo_json_real(json, "ground_km2", result->ground_km2);
    json_cells(json, result);
    json_density(json, result);
    geo_json_text(json, "sentence", result->sentence.length > 0 ? result->sentence.data : NULL);
    geo_json_object(json, "area_under_curve");
    for (size_t f = 0; f < result->forecast_count; f++)
        geo_json_real(json, result->column[f],
                      isnan(result->forecast[f].own_share) ? result->forecast[f].later->area_under
                                                           : (double)NAN);
    geo_json_real(json, "possible", result->ideal->area_under);
    geo_json_close(json);
}
