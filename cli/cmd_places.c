/* wardmap places: areas at greatest risk, and why. */
#include "commands.h"
#include "deliver.h"
#include "matrix.h"
#include "outputs.h"
#include "table.h"

static const matrix_settings places_defaults = MATRIX_SETTINGS_INIT;

#define AT(member) offsetof(matrix_settings, member)

static const cli_option places_table[] = {
    {"by", 0, OPTION_CHOICE, AT(by), "WHAT", "both|area|category",
     "which table: areas with their reasons, categories with their areas, or both (the default; "
     "the second isn't in .csv, .html and .xlsx)"},
    {"from", 0, OPTION_CHOICE, AT(from), "BAND", "above|significantly-above",
     "areas are listed by category from this band on (default above)"},
};
static const option_group places_options = OPTION_GROUP("Places", places_table);

enum { BOTH, BY_AREA, BY_CATEGORY };

typedef struct places_output {
    matrix_result result;
    geo_risk *risk;
} places_output;

static geo_status make_places(cli_job *job, places_output *output)
{
    const matrix_settings *settings = output->result.settings;
    geo_risk_options options = GEO_RISK_OPTIONS_INIT;
    options.from = settings->from == 0 ? GEO_BAND_ABOVE : GEO_BAND_SIGNIFICANTLY_ABOVE;
    options.top = (size_t)settings->top;
    options.round_to = settings->round_to;
    options.decimals = matrix_decimals(settings);
    geo_status status = geo_risk_find(job->context, output->result.matrix, &options, &output->risk);
    if (status == GEO_OK)
        status = matrix_set_title(job, &output->result, "Places at greatest risk", NULL,
                                  output->risk->table);
    if (status == GEO_OK)
        status = matrix_set_title(job, &output->result,
                                  settings->from == 0 ? "Areas above the mean"
                                                      : "Areas significantly above the mean",
                                  "by category", output->risk->hotspots);
    if (status == GEO_OK)
        status = matrix_add_notes(job, &output->result, output->risk->table);
    return status == GEO_OK && settings->by == BY_CATEGORY
               ? matrix_add_notes(job, &output->result, output->risk->hotspots)
               : status;
}

static void write_json(cli_job *job, geo_json *json, const void *result)
{
    const places_output *output = result;
    (void)job;
    matrix_json(json, &output->result);
}

static geo_status deliver_places(cli_job *job, const places_output *output)
{
    const matrix_settings *settings = output->result.settings;
    const geo_table *const more[] = {output->risk->hotspots};
    static const char *const more_key[] = {"hotspots"};
    const cli_delivery delivery = {
        .load = &output->result.load,
        .table = settings->by == BY_CATEGORY ? output->risk->hotspots : output->risk->table,
        .more = more,
        .more_key = more_key,
        .more_count = settings->by == BOTH ? 1 : 0,
        .shade_field = "rate_per_1000",
        .shade_unit = settings->per_year ? "incidents per 1,000 residents a year"
                                         : "incidents per 1,000 residents",
        .result = output,
        .json = write_json};
    return deliver(job, &delivery);
}

static geo_status check_layers(cli_job *job, const matrix_settings *settings)
{
    const text_list *output = &job->settings->output;
    for (size_t i = 0; i < output->count && settings->by == BY_CATEGORY; i++)
        if (output_is_layer(output->item[i]))
            return job_fail(job, GEO_ERROR_USAGE,
                            "%s: a layer has one feature for each area; leave out --by category",
                            output->item[i]);
    return GEO_OK;
}

static geo_status places_worker(cli_job *job, places_output *output)
{
    geo_status status = check_layers(job, output->result.settings);
    if (status == GEO_OK)
        status = matrix_measure(job, &output->result);
    if (status == GEO_OK)
        status = make_places(job, output);
    return status == GEO_OK ? deliver_places(job, output) : status;
}

static geo_status run_places(cli_job *job, const void *settings)
{
    places_output output = {.result = {.settings = settings}};
    geo_status status = places_worker(job, &output);
    geo_risk_free(output.risk);
    matrix_clear(&output.result);
    return status;
}

static const char *const places_formats[] = {TABLE_FORMATS, "json", LAYER_FORMATS, NULL};

static const command_example places_examples[] = {
    {"The places at greatest risk in one district, 2024, beside all of the county",
     "wardmap places shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer wards "
     "--per-year --show \"parent = 'Aldminster'\""},
    {"The wards significantly above the county's mean, by category, for a report",
     "wardmap places shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer wards "
     "--per-year --by category --from significantly-above -o hotspots.md"},
    {NULL, NULL},
};

const cli_command places_command = {
    .name = "places",
    .operands = "INCIDENTS... --areas FILE",
    .summary = "list the places at greatest risk, each with its reasons",
    .description =
        "Lists the areas that stand above the mean of all areas, or of those of --reference, in "
        "at least one category, each with its reasons. Before others come areas with more "
        "categories significantly above (over the mean plus two standard deviations), then those "
        "with more categories above (plus one), then those with the higher rate of the first "
        "category, which is the total and not among the categories counted, then those with more "
        "incidents, then by code.\n\nA second table lists the areas by category, best rate first: "
        "local hotspot wards. The bands are a convention, not a test of significance.",
    .groups = {&area_options, &population_options, &offence_options, &matrix_options,
               &places_options, &filter_options, &output_options, &incident_options, &run_options,
               &limit_options, NULL},
    .formats = places_formats,
    .examples = places_examples,
    .may_print = true,
    .settings_size = sizeof(matrix_settings),
    .defaults = &places_defaults,
    .run = run_places,
};
