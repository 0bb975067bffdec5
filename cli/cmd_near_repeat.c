/* wardmap near-repeat: whether incidents are followed by others nearby. */
#include <math.h>
#include <stdlib.h>

#include "commands.h"
#include "deliver.h"
#include "near_repeat.h"
#include "table.h"

static const near_repeat_settings near_repeat_defaults = {.common = SETTINGS_INIT,
                                                          .figure = FIGURE_SETTINGS_INIT,
                                                          .permutations = 999,
                                                          .seed = 1,
                                                          .metric = GEO_METRIC_EUCLIDEAN};

#define AT(member) offsetof(near_repeat_settings, member)

static const cli_option near_repeat_table[] = {
    {"distances", 0, OPTION_TEXT, AT(distances), "LIST", NULL,
     "ends of the bands of distance in metres, such as 100,200,400; 0 first is the same place "
     "(default 0,100,200 ... 1000)"},
    {"days", 0, OPTION_TEXT, AT(days), "LIST", NULL,
     "ends of the bands of time in days, such as 7,14,21,28 (default 14,28,42,56)"},
    {"months", 0, OPTION_TEXT, AT(months), "LIST", NULL,
     "instead of days whole months, such as 0,1,3, where 0 is the same month: for incidents of "
     "which the month alone is known, as on police.uk"},
    {"metric", 0, OPTION_CHOICE, AT(metric), "NAME", "euclidean|manhattan",
     "how distance is measured: as the crow flies (euclidean, the default), or east plus north "
     "(manhattan)"},
    {"permutations", 0, OPTION_COUNT, AT(permutations), "N", NULL,
     "how often the days are dealt to the places anew (default 999)"},
    {"seed", 0, OPTION_COUNT, AT(seed), "N", NULL,
     "from which the permutations come (default 1): the same gives the same result"},
};
static const option_group near_repeat_options = OPTION_GROUP("Near repeats", near_repeat_table);

static void near_repeat_clear(near_repeat_result *result)
{
    geo_style_free(result->style);
    geo_bytes_clear(&result->sentence);
    geo_table_free(result->matrix);
    geo_table_free(result->table);
    geo_table_free(result->data);
    geo_knox_free(result->knox);
    near_repeat_clear_incidents(&result->incidents);
    free(result->distance_m);
    free(result->time);
    load_clear(&result->load);
}

static geo_status check_settings(cli_job *job, near_repeat_result *result)
{
    const near_repeat_settings *settings = result->settings;
    if (settings->days && settings->months)
        return job_fail(job, GEO_ERROR_USAGE, "give --days or --months, not both");
    if (settings->permutations == 0)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--permutations must be 1 or more: what is expected is found by them");
    result->options = (geo_knox_options)GEO_KNOX_OPTIONS_INIT;
    result->options.permutations = (size_t)settings->permutations;
    result->options.seed = (uint64_t)settings->seed;
    result->options.metric = (geo_metric)settings->metric;
    return near_repeat_read_bands(job, result);
}

static geo_status check_figure(cli_job *job, near_repeat_result *result)
{
    const text_list *output = &job->settings->output;
    bool draws = false;
    for (size_t i = 0; i < output->count; i++)
        draws = draws || figure_is_picture(output->item[i]);
    return draws ? figure_style(job, &result->settings->figure, &result->style) : GEO_OK;
}

static geo_status test(cli_job *job, near_repeat_result *result)
{
    const near_repeat_incidents *incidents = &result->incidents;
    return geo_knox_make(job->context, incidents->x, incidents->y, incidents->time,
                         incidents->count, &result->options, &result->knox);
}

static void write_json(cli_job *job, geo_json *json, const void *value)
{
    const near_repeat_result *result = value;
    const geo_knox *knox = result->knox;
    const geo_knox_options *options = &result->options;
    bool has_near = knox->near_days > 0;
    (void)job;
    geo_json_text(json, "metric",
                  options->metric == GEO_METRIC_MANHATTAN ? "manhattan" : "euclidean");
    geo_json_text(json, "time_unit", result->unit == GEO_KNOX_MONTHS ? "months" : "days");
    geo_json_integer(json, "permutations", (int64_t)options->permutations);
    geo_json_integer(json, "seed", (int64_t)options->seed);
    geo_json_integer(json, "incidents", (int64_t)knox->count);
    geo_json_integer(json, "without_time", (int64_t)result->incidents.unknown);
    geo_json_integer(json, "stacked", (int64_t)result->incidents.stacked);
    geo_json_real(json, "near_distance_m",
                  has_near ? options->distance_m[knox->near_distances - 1] : (double)NAN);
    geo_json_real(json, "near_time", has_near ? options->days[knox->near_days - 1] : (double)NAN);
    geo_json_integer(json, "linked", has_near ? knox->linked : GEO_NO_INTEGER);
    geo_json_integer(json, "following", has_near ? knox->following : GEO_NO_INTEGER);
    geo_json_text(json, "sentence", result->sentence.data);
}

static geo_status deliver_tables(cli_job *job, const near_repeat_result *result)
{
    static const char *const no_key = NULL;
    const geo_table *bands = result->table;
    const cli_delivery delivery = {.load = &result->load,
                                   .table = result->matrix,
                                   .data = result->data,
                                   .more = &bands,
                                   .more_key = &no_key,
                                   .more_count = 1,
                                   .style = result->style,
                                   .result = result,
                                   .json = write_json,
                                   .figure = &result->settings->figure,
                                   .draw = near_repeat_draw};
    return deliver(job, &delivery);
}

static geo_status near_repeat_worker(cli_job *job, near_repeat_result *result)
{
    geo_status status = check_settings(job, result);
    if (status == GEO_OK)
        status = check_figure(job, result);
    if (status == GEO_OK)
        status = load_plan(job, &result->load);
    if (status == GEO_OK)
        status = load_areas(job, &result->load);
    if (status == GEO_OK)
        status = near_repeat_read(job, result);
    if (status == GEO_OK)
        status = test(job, result);
    if (status == GEO_OK)
        status = near_repeat_describe(job, result);
    return status == GEO_OK ? deliver_tables(job, result) : status;
}

static geo_status run_near_repeat(cli_job *job, const void *settings)
{
    near_repeat_result result = {.settings = settings};
    geo_status status = near_repeat_worker(job, &result);
    near_repeat_clear(&result);
    return status;
}

static const char *const near_repeat_formats[] = {TABLE_FORMATS, "json", "png", "svg", "pdf", NULL};

static const command_example near_repeat_examples[] = {
    {"Do burglaries bring others nearby, and for how long?",
     "wardmap near-repeat shapes/burglaries.csv"},
    {"In bands of one's own, as a chart and a workbook",
     "wardmap near-repeat shapes/burglaries.csv --category \"Burglary Residential\" --distances "
     "200,400,800 --days 7,14,28 -o near.png -o near.xlsx"},
    {"Where the month alone is known",
     "wardmap near-repeat shapes/incidents/2024-*.csv.gz --category Burglary --distances "
     "200,400,800 --months 0,1,2"},
    {NULL, NULL},
};

const cli_command near_repeat_command = {
    .name = "near-repeat",
    .operands = "INCIDENTS...",
    .summary = "whether incidents are followed by others nearby, and for how long and how far",
    .description =
        "Counts pairs of incidents by the distance and the days between them, and compares them "
        "with what chance gives: the same places and the same days, but dealt to each other at "
        "random (the Knox test). A ratio of 1.8 within 200 m and 14 days means 80% more pairs so "
        "near and so soon than if time had nothing to do with place.\n\nBands with 1.2 times the "
        "expected pairs or more and p up to 0.05 have near repeats; they are marked, and a "
        "sentence says how far and how long they reach from the nearest and soonest band on.\n\n"
        "Needs the day of the incidents. Of those published by month alone (police.uk) whole "
        "months can be compared with --months, though the places of these are snapped to shared "
        "points. With --areas only incidents in an area count.\n\nA picture (-o with .png, .svg "
        "or .pdf) shows the ratios shaded.",
    .groups = {&near_repeat_options, &area_options, &figure_options, &filter_options,
               &output_options, &incident_options, &run_options, &limit_options, NULL},
    .formats = near_repeat_formats,
    .examples = near_repeat_examples,
    .may_print = true,
    .settings_size = sizeof(near_repeat_settings),
    .defaults = &near_repeat_defaults,
    .run = run_near_repeat,
};
