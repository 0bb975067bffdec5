/* wardmap info: what an analyst asks first of a strange file. */
#include <stdlib.h>

#include "commands.h"
#include "info.h"
#include "outputs.h"
#include "report.h"

typedef struct info_settings {
    cli_settings common;
} info_settings;

static const info_settings info_defaults = {.common = SETTINGS_INIT};

static const cli_option info_table[] = {
    {"layer", 0, OPTION_TEXT, offsetof(info_settings, common.incident_layer), "NAME", NULL,
     "tell about this layer only"},
    {"json", 0, OPTION_FLAG, offsetof(info_settings, common.json), NULL, NULL,
     "print the result as JSON on standard output"},
};
static const option_group info_options = OPTION_GROUP("Info", info_table);

static void info_clear(info_result *result)
{
    for (size_t i = 0; result->file && i < result->inputs.path.count; i++)
        info_file_clear(&result->file[i]);
    free(result->file);
    info_facts_clear(&result->together);
    inputs_clear(&result->inputs);
}

static size_t list_incidents(const info_result *result, const info_layer **list)
{
    size_t count = 0;
    for (size_t f = 0; f < result->inputs.path.count; f++) {
        const info_file *file = &result->file[f];
        for (size_t l = 0; l < file->description->layer_count; l++) {
            if (!info_has_incidents(&file->layer[l]))
                continue;
            if (list)
                list[count] = &file->layer[l];
            count++;
        }
    }
    return count;
}

static geo_status gather_together(cli_job *job, info_result *result)
{
    result->incident_layers = list_incidents(result, NULL);
    if (result->incident_layers < 2)
        return GEO_OK;
    const info_layer **list = calloc(result->incident_layers, sizeof *list);
    if (!list)
        return job_out_of_memory(job);
    list_incidents(result, list);
    geo_status status = info_gather(job, list, result->incident_layers, &result->together);
    free(list);
    return status;
}

/* What is wrong with a layer counts as a warning of the command, so that --strict sees it; people
 * read it with the layer. */
static size_t count_problems(const info_result *result)
{
    size_t problems = 0;
    for (size_t f = 0; f < result->inputs.path.count; f++) {
        const info_file *file = &result->file[f];
        for (size_t l = 0; l < file->description->layer_count; l++)
            if (file->layer[l].description)
                problems += geo_warning_count(file->layer[l].context) + file->layer[l].is_unusable;
    }
    return problems;
}

static void explain_ledgers(cli_job *job, const info_result *result)
{
    for (size_t f = 0; f < result->inputs.path.count && job->settings->explain; f++)
        for (size_t l = 0; l < result->file[f].description->layer_count; l++)
            report_ledger(job, result->file[f].layer[l].ledger);
}

static geo_status read_files(cli_job *job, info_result *result)
{
    geo_status status = inputs_expand(job, &job->settings->operands, &result->inputs);
    if (status == GEO_OK)
        status = inputs_read_standard(job, &result->inputs);
    if (status != GEO_OK)
        return status;
    result->file = calloc(result->inputs.path.count + 1, sizeof *result->file);
    if (!result->file)
        return job_out_of_memory(job);
    for (size_t i = 0; i < result->inputs.path.count && status == GEO_OK; i++)
        status = info_read_file(job, &result->inputs.input[i], &result->file[i]);
    return status == GEO_OK ? gather_together(job, result) : status;
}

static geo_status info_worker(cli_job *job, info_result *result)
{
    geo_bytes bytes = GEO_BYTES_INIT;
    if (job->settings->operands.count == 0)
        return job_fail(job, GEO_ERROR_USAGE,
                        "no file given: wardmap info FILE...; 'wardmap info --help' has examples");
    geo_status status = read_files(job, result);
    if (status == GEO_OK)
        status = job->settings->json ? info_append_json(job, &bytes, result)
                                     : info_append_text(job, &bytes, result);
    if (status == GEO_OK) {
        report_messages(job);
        explain_ledgers(job, result);
        status = print_bytes(job, &bytes);
    }
    geo_bytes_clear(&bytes);
    if (status == GEO_OK && job->settings->strict && count_problems(result) > 0)
        status = job_fail(job, GEO_ERROR_DATA, "%zu problem%s found, under --strict",
                          count_problems(result), count_problems(result) == 1 ? "" : "s");
    return status;
}

static geo_status run_info(cli_job *job, const void *settings)
{
    info_result result = {.file = NULL};
    (void)settings;
    geo_status status = info_worker(job, &result);
    info_clear(&result);
    return status;
}

static const command_example info_examples[] = {
    {"A month of incidents", "wardmap info shapes/incidents/2024-01-*.csv.gz"},
    {"The layers of a GeoPackage", "wardmap info shapes/aldshire.gpkg"},
    {"For a program", "wardmap info shapes/ward-populations.csv --json"},
    {NULL, NULL},
};

const cli_command info_command = {
    .name = "info",
    .operands = "FILE...",
    .summary = "tell what is in files: layers, fields, coordinates, period",
    .description =
        "Reads each file to its end and tells what an analyst asks first: layers and fields with "
        "the roles that they are taken to play, reference system and extent, rows without usable "
        "coordinates, the period and its missing months, how far incidents are snapped to shared "
        "points, the most frequent categories, invalid boundaries.",
    .groups = {&info_options, &incident_options, &run_options, &limit_options, NULL},
    .examples = info_examples,
    .settings_size = sizeof(info_settings),
    .defaults = &info_defaults,
    .run = run_info,
};
