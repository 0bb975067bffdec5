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

/* One of the two. */
typedef struct join_output {
    join_csv *csv;
    join_points *points;
} join_output;

typedef struct join_result {
    cli_job *job;
    cli_load load;
    join_shape shape;
    join_output *output; /* [output_count()] written as the incidents come */
    int64_t *placed;     /* [load.area_count] in one of these areas */
    int64_t written;
    int64_t broken; /* rows that are no rows of the table, and are left out */
} join_result;

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

static bool output_is_csv(const char *path)
{
    return output_is(path, "csv") || strcmp(path, STANDARD_OUTPUT) == 0;
}

static void join_clear(join_result *result)
{
    for (size_t i = 0; result->output && i < output_count(result->job); i++) {
        join_csv_free(result->output[i].csv);
        join_points_free(result->output[i].points);
    }
    free(result->output);
    free(result->placed);
    join_shape_clear(&result->shape);
    load_clear(&result->load);
}

/* ---- rows ----------------------------------------------------------------------------------- */

static geo_status open_outputs(cli_job *job, join_result *result)
{
    geo_status status = GEO_OK;
    for (size_t i = 0; i < output_count(job) && status == GEO_OK; i++) {
        const char *path = output_path(job, i);
        join_output *output = &result->output[i];
        status = output_is_csv(path)
                     ? join_csv_new(job, &result->load, &result->shape, path, &output->csv)
                     : join_points_new(job, &result->load, &result->shape, path, &output->points);
    }
    return status;
}

static geo_status begin_input(geo_context *context, void *user, size_t input,
                              const geo_reader *reader)
{
    join_result *result = user;
    cli_job *job = result->job;
    (void)context;
    if (input > 0)
        return join_check_shape(job, &result->load, reader, input, &result->shape);
    geo_status status = join_find_shape(job, &result->load, reader, &result->shape);
    return status == GEO_OK ? open_outputs(job, result) : status;
}

/* area[] is of the first areas that have one, for the ledger; those of each come behind it. */
static geo_status place_rows(geo_context *context, void *user, const double *x, const double *y,
                             size_t count, int32_t *area)
{
    const cli_load *load = &((const join_result *)user)->load;
    geo_status status = GEO_OK;
    for (size_t a = 0; a < load->area_count && status == GEO_OK; a++) {
        int32_t *each = area + (1 + a) * count;
        status = geo_locate(context, load->locator[a], x, y, count, each);
        for (size_t i = 0; i < count && status == GEO_OK; i++)
            area[i] = a > 0 && area[i] != GEO_NO_CODE ? area[i] : each[i];
    }
    return status;
}

int32_t join_area(const join_row *row, size_t a)
{
    size_t count = row->rows->frame->count;
    return row->at == SIZE_MAX ? GEO_NO_CODE : row->rows->area[(1 + a) * count + row->at];
}

static geo_status add_row(geo_context *context, join_result *result, const join_row *row)
{
    geo_status status = GEO_OK;
    result->written++;
    for (size_t a = 0; a < result->load.area_count; a++)
        result->placed[a] += join_area(row, a) != GEO_NO_CODE;
    for (size_t i = 0; i < output_count(result->job) && status == GEO_OK; i++) {
        const join_output *output = &result->output[i];
        status = output->csv ? join_csv_add(context, output->csv, row)
                             : join_points_add(context, output->points, row);
    }
    return status;
}

static geo_status take_rows(geo_context *context, void *user, const geo_incident_rows *rows)
{
    join_result *result = user;
    const geo_frame *frame = rows->frame;
    geo_status status = GEO_OK;
    size_t next = 0;
    for (size_t i = 0; i < rows->record_count && status == GEO_OK; i++) {
        const geo_record *record = &rows->record[i];
        bool has_point = next < frame->count && frame->row[next] == record->row;
        join_row row = {record, rows, has_point ? next++ : SIZE_MAX};
        if (record->broken)
            result->broken++;
        else
            status = add_row(context, result, &row);
    }
    for (size_t i = 0; i < output_count(result->job) && status == GEO_OK; i++)
        if (result->output[i].csv)
            status = join_csv_flush(context, result->output[i].csv);
    return status;
}

/* GDAL's writers are one thread's, and what they have to say is kept of the caller's alone. They
 * take longer than all else. */
static geo_status stream_rows(cli_job *job, join_result *result)
{
    geo_incident_sink sink = {.user = result,
                              .begin = begin_input,
                              .place = place_rows,
                              .take = take_rows,
                              .further_codes = result->load.area_count};
    result->load.records = GEO_RAW_RECORDS;
    for (size_t i = 0; i < output_count(job); i++)
        if (!output_is_csv(output_path(job, i)))
            result->load.records = GEO_WHOLE_RECORDS;
    if (result->load.records == GEO_WHOLE_RECORDS)
        geo_context_set_threads(job->context, 1);
    return load_stream(job, &result->load, &sink);
}

/* ---- what is said of them ------------------------------------------------------------------- */

static geo_status check_settings(cli_job *job)
{
    const cli_settings *settings = job->settings;
    if (settings->json && settings->output.count == 0)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--json takes standard output, where the rows would go; add -o FILE");
    return GEO_OK;
}

/* With several sets of areas the ledger's `placed` means in any of them, so each is told apart. */
static void note_each(cli_job *job, const join_result *result)
{
    const cli_load *load = &result->load;
    char placed_text[COUNT_TEXT_SIZE];
    char count_of_all[COUNT_TEXT_SIZE];
    for (size_t a = 0; a < load->area_count && load->area_count > 1; a++) {
        const geo_areas *areas = load->areas[a];
        job_note(job, "%s%s%s: %s of %s incidents with coordinates are in one of its areas",
                 base_name(areas->path), areas->layer ? " " : "", areas->layer ? areas->layer : "",
                 count_text(result->placed[a], placed_text),
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

/* Streams first: they are the ones that can still fail for want of a reader. */
static geo_status commit_outputs(cli_job *job, join_result *result)
{
    geo_status status = job_may_write(job);
    for (int streams = 1; streams >= 0; streams--)
        for (size_t i = 0; i < output_count(job) && status == GEO_OK; i++) {
            const join_output *output = &result->output[i];
            if (streams != (output->csv && join_csv_is_stream(output->csv)))
                continue;
            status = output->csv ? join_csv_commit(job, output->csv)
                                 : join_points_commit(job, output->points);
        }
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
    if (status == GEO_OK)
        status = load_plan_with_areas(job, &result->load);
    if (status == GEO_OK)
        status = load_areas(job, &result->load);
    if (status == GEO_OK)
        status = load_locators(job, &result->load);
    if (status != GEO_OK)
        return status;
    result->output = calloc(output_count(job), sizeof *result->output);
    result->placed = calloc(result->load.area_count, sizeof *result->placed);
    if (!result->output || !result->placed)
        return job_out_of_memory(job);
    status = stream_rows(job, result);
    if (status != GEO_OK)
        return status;
    load_warn(job, &result->load);
    note_each(job, result);
    warn_broken(job, result);
    status = commit_outputs(job, result);
    if (status != GEO_OK)
        return status;
    report_ledger(job, result->load.ledger);
    report_messages(job);
    return job->settings->json ? print_json(job, result) : GEO_OK;
}

static geo_status run_join(cli_job *job, const void *settings)
{
    join_result result = {.job = job};
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
        "output as CSV when all have been read; until then they wait in TMPDIR.",
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
