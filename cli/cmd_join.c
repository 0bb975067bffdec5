/* wardmap join: the incidents again, with the codes of the areas that they are in. */
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "join.h"
#include "outputs.h"
#include "report.h"

typedef struct join_settings {
    cli_settings common;
} join_settings;

static const join_settings join_defaults = {.common = SETTINGS_INIT};

/* Outputs that are written but not yet in their places. */
typedef struct join_output {
    join_csv *csv;
    join_points *points;
} join_output;

static void join_clear(join_result *result)
{
    join_shape_clear(&result->shape);
    load_clear(&result->load);
}

static geo_status check_settings(cli_job *job)
{
    const cli_settings *settings = job->settings;
    if (settings->json && settings->output.count == 0)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--json takes standard output, where the rows would go; add -o FILE");
    return GEO_OK;
}

/* With several sets of areas the ledger's `placed` means in any of them, so each is told apart. */
static void note_each(cli_job *job, const cli_load *load)
{
    char placed_text[COUNT_TEXT_SIZE];
    char count_of_all[COUNT_TEXT_SIZE];
    for (size_t a = 0; a < load->area_count && load->area_count > 1; a++) {
        const geo_areas *areas = load->areas[a];
        int64_t placed = 0;
        for (size_t i = 0; i < load->frame->count; i++)
            placed += load->area[a][i] != GEO_NO_CODE;
        job_note(job, "%s%s%s: %s of %s incidents with coordinates are in one of its areas",
                 base_name(areas->path), areas->layer ? " " : "", areas->layer ? areas->layer : "",
                 count_text(placed, placed_text),
                 count_text((int64_t)load->frame->count, count_of_all));
    }
}

static void warn_broken(cli_job *job, const join_result *result)
{
    char text[COUNT_TEXT_SIZE];
    if (result->broken > 0)
        job_warn(job, "%s broken row%s left out of the result, since %s no row%s of the table",
                 count_text(result->broken, text), result->broken == 1 ? " is" : "s are",
                 result->broken == 1 ? "it is" : "they are", result->broken == 1 ? "" : "s");
}

static size_t output_count(const cli_job *job)
{
    size_t count = job->settings->output.count;
    return count == 0 ? 1 : count;
}

static const char *output_path(const cli_job *job, size_t index)
{
    const text_list *output = &job->settings->output;
    return output->count == 0 ? STANDARD_OUTPUT : output->item[index];
}

static geo_status write_output(cli_job *job, join_result *result, const char *path,
                               join_output *pending)
{
    if (output_is(path, "csv") || strcmp(path, STANDARD_OUTPUT) == 0)
        return join_csv_write(job, result, path, &pending->csv);
    return join_points_write(job, result, path, &pending->points);
}

static geo_status write_outputs(cli_job *job, join_result *result, join_output *pending)
{
    geo_status status = GEO_OK;
    if (job->settings->strict) /* all warnings must be known before the first byte goes out */
        status = join_walk(job, result, NULL, NULL);
    if (status == GEO_OK && result->counted)
        warn_broken(job, result);
    bool warned = result->counted;
    if (status == GEO_OK)
        status = job_may_write(job);
    for (size_t i = 0; i < output_count(job) && status == GEO_OK; i++)
        status = write_output(job, result, output_path(job, i), &pending[i]);
    if (status == GEO_OK && !warned)
        warn_broken(job, result);
    if (status == GEO_OK)
        status = job_may_write(job);
    for (size_t i = 0; i < output_count(job) && status == GEO_OK; i++)
        status = pending[i].csv ? join_csv_commit(job, pending[i].csv)
                                : join_points_commit(job, pending[i].points);
    return status;
}

static geo_status save_outputs(cli_job *job, join_result *result)
{
    size_t count = output_count(job);
    join_output *pending = calloc(count, sizeof *pending);
    if (!pending)
        return job_out_of_memory(job);
    geo_status status = write_outputs(job, result, pending);
    for (size_t i = 0; i < count; i++) {
        join_csv_free(pending[i].csv);
        join_points_free(pending[i].points);
    }
    free(pending);
    return status;
}

static geo_status print_json(cli_job *job, const join_result *result)
{
    geo_json *json = NULL;
    geo_bytes bytes = GEO_BYTES_INIT;
    geo_status status = geo_json_new(job->context, &json);
    if (status != GEO_OK)
        return status;
    json_begin(job, json, &result->load);
    geo_json_ledger(json, "ledger", result->load.ledger, job->settings->explain);
    geo_json_array(json, "added_fields");
    for (size_t i = 0; i < result->shape.added.count; i++)
        geo_json_text(json, NULL, result->shape.added.item[i]);
    geo_json_close(json);
    geo_json_array(json, "outputs");
    for (size_t i = 0; i < job->settings->output.count; i++)
        geo_json_text(json, NULL, job->settings->output.item[i]);
    geo_json_close(json);
    geo_json_integer(json, "rows_written", result->written);
    json_messages(job, json);
    status = geo_json_end(job->context, json, &bytes);
    geo_json_free(json);
    if (status == GEO_OK)
        status = print_bytes(job, &bytes);
    geo_bytes_clear(&bytes);
    return status;
}

static geo_status join_worker(cli_job *job, join_result *result)
{
    geo_status status = check_settings(job);
    result->load.keep_fates = true;
    if (status == GEO_OK)
        status = load_plan_with_areas(job, &result->load);
    if (status == GEO_OK)
        status = load_areas(job, &result->load);
    if (status == GEO_OK)
        status = load_incidents(job, &result->load);
    if (status == GEO_OK)
        status = load_place(job, &result->load);
    if (status == GEO_OK)
        status = join_find_shape(job, result);
    if (status != GEO_OK)
        return status;
    note_each(job, &result->load);
    status = save_outputs(job, result);
    if (status != GEO_OK)
        return status;
    report_ledger(job, result->load.ledger);
    report_messages(job);
    return job->settings->json ? print_json(job, result) : GEO_OK;
}

static geo_status run_join(cli_job *job, const void *settings)
{
    join_result result = {.counted = false};
    (void)settings;
    geo_status status = join_worker(job, &result);
    join_clear(&result);
    return status;
}

static const char *const join_formats[] = {"csv", "gpkg", "geojson", "fgb", NULL};

static const command_example join_examples[] = {
    {"A month of incidents with ward and LSOA",
     "wardmap join shapes/incidents/2024-01-*.csv.gz --areas shapes/aldshire.gpkg --layer wards "
     "--areas shapes/aldshire.gpkg --layer lsoas -o january.csv"},
    {"Robberies as points with their ward, for a desktop GIS",
     "wardmap join shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer wards "
     "--category Robbery -o robberies.gpkg"},
    {NULL, NULL},
};

const cli_command join_command = {
    .name = "join",
    .operands = "INCIDENTS... --areas FILE [--areas FILE]...",
    .summary = "write the incidents with the codes of the areas they are in",
    .description =
        "Appends code and name of the area that each incident is in, for every --areas in turn; "
        "--layer, --area-code and --area-name apply to the --areas before them. Rows of a CSV file "
        "go out byte for byte as they came in, with the fields appended. Rows that are in no area "
        "stay, with empty codes; filtered rows are left out. Without -o the rows go to standard "
        "output as CSV.",
    .groups = {&area_options, &filter_options, &output_options, &incident_options, &run_options,
               &limit_options, NULL},
    .formats = join_formats,
    .examples = join_examples,
    .may_print = true,
    .several_areas = true,
    .settings_size = sizeof(join_settings),
    .defaults = &join_defaults,
    .run = run_join,
};
