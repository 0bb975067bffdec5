/* wardmap apportion: counts and populations from one set of boundaries to another. */
#include <stdlib.h>

#include "apportion.h"
#include "commands.h"
#include "deliver.h"
#include "outputs.h"
#include "table.h"

static const apportion_settings apportion_defaults = {
    .common = SETTINGS_INIT, .sliver_percent = 100 * GEO_OVERLAP_SLIVER, .decimals = 1};

#define AT(member) offsetof(apportion_settings, member)

static const cli_option apportion_options_table[] = {
    {"to", 0, OPTION_TEXT, AT(to.path), "FILE", NULL, "boundaries to share out to"},
    {"to-layer", 0, OPTION_TEXT, AT(to.layer), "NAME", NULL,
     "layer of these, where the file has several"},
    {"to-code", 0, OPTION_TEXT, AT(to.code), "FIELD", NULL, "field with their code"},
    {"to-name", 0, OPTION_TEXT, AT(to.name), "FIELD", NULL, "field with their name"},
    {"value", 0, OPTION_TEXTS, AT(value), "FIELD", NULL,
     "count or population to share out, of the --areas or of --values (default: the population); "
     "may be repeated"},
    {"values", 0, OPTION_TEXT, AT(values), "FILE", NULL,
     "table with a code and values for each of the --areas"},
    {"values-code", 0, OPTION_TEXT, AT(values_code), "FIELD", NULL,
     "field of that table with the area's code"},
    {"values-layer", 0, OPTION_TEXT, AT(values_layer), "NAME", NULL,
     "layer or sheet of that table, where its file has several"},
    {"by", 0, OPTION_TEXT, AT(by), "ground|FILE", NULL,
     "share areas out by ground (the default), or by points or smaller areas with weights, such as "
     "census output areas: smaller areas count at a point inside each"},
    {"by-layer", 0, OPTION_TEXT, AT(by_layer), "NAME", NULL,
     "layer of these, where the file has several"},
    {"weight", 0, OPTION_TEXT, AT(common.weight), "FIELD", NULL,
     "field with the weight (default: each point counts 1, an area its population)"},
    {"table", 0, OPTION_CHOICE, AT(table), "KIND", "areas|pairs",
     "a row for each area shared out to (the default), or for each pair of areas with the share of "
     "the first that is in the second"},
    {"decile-shares", 0, OPTION_FLAG, AT(shares), NULL, NULL,
     "instead, what per cent of the residents (or of the --value) live in areas of each decile of "
     "deprivation, and in the most deprived 20%"},
    {"sliver", 0, OPTION_NUMBER, AT(sliver_percent), "PERCENT", NULL,
     "take overlaps of less than this part of both areas for borders that don't quite agree "
     "(default 1)"},
    {"decimals", 0, OPTION_COUNT, AT(decimals), "N", NULL,
     "digits after the point of values that are not whole, and of shares (default 1)"},
};
static const option_group apportion_options = OPTION_GROUP("Sharing out", apportion_options_table);

static const cli_option point_table[] = {
    {"x", 0, OPTION_TEXT, AT(common.x), "FIELD", NULL, "field with the easting"},
    {"y", 0, OPTION_TEXT, AT(common.y), "FIELD", NULL, "field with the northing"},
    {"lon", 0, OPTION_TEXT, AT(common.lon), "FIELD", NULL, "field with the longitude in degrees"},
    {"lat", 0, OPTION_TEXT, AT(common.lat), "FIELD", NULL, "field with the latitude in degrees"},
    {"crs", 0, OPTION_TEXT, AT(common.crs), "CRS", NULL,
     "reference system of coordinates whose file does not state it, such as EPSG:27700"},
    {"encoding", 0, OPTION_TEXT, AT(common.encoding), "NAME", NULL,
     "encoding of CSV files that are not UTF-8: ISO-8859-1, WINDOWS-1252 or UTF-16"},
};
static const option_group apportion_point_options =
    OPTION_GROUP("Points of --by (fields of known schemas are found)", point_table);

static void apportion_clear(apportion_result *result)
{
    for (size_t i = 0; i < result->quantity_count; i++)
        free((void *)result->quantity[i].value);
    free(result->quantity);
    geo_apportionment_free(result->made);
    geo_table_free(result->table);
    geo_correspondence_free(result->correspondence);
    indices_clear(&result->indices);
    load_clear(&result->load);
}

/* ---- what is asked for ---------------------------------------------------------------------- */

static geo_status check_settings(cli_job *job, const apportion_settings *settings)
{
    if (settings->common.operands.count > 0)
        return job_fail(job, GEO_ERROR_USAGE,
                        "apportion takes no incidents: '%s' is one too many; 'wardmap rank' counts "
                        "incidents in areas",
                        settings->common.operands.item[0]);
    if (!settings->to.path)
        return job_fail(job, GEO_ERROR_USAGE,
                        "no boundaries to share out to; name them with --to FILE, and --to-layer "
                        "NAME when the file has several layers");
    if ((settings->by_layer || settings->common.weight) && apportion_is_by_ground(settings))
        return job_fail(job, GEO_ERROR_USAGE, "--by-layer and --weight need --by FILE");
    if ((settings->values_code || settings->values_layer) && !settings->values)
        return job_fail(job, GEO_ERROR_USAGE, "--values-code and --values-layer need --values");
    if (!(settings->sliver_percent >= 0 && settings->sliver_percent < 100))
        return job_fail(job, GEO_ERROR_USAGE, "--sliver must be 0 or more and less than 100");
    if (settings->shares && settings->table == APPORTION_PAIRS)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--table pairs has no people in it; leave out --decile-shares");
    if (settings->common.deprivation && !settings->shares)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--deprivation is for --decile-shares, which tells how many people live in "
                        "areas of each decile");
    return GEO_OK;
}

static geo_status check_outputs(cli_job *job, const apportion_result *result)
{
    const apportion_settings *settings = result->settings;
    const char *read[] = {settings->to.path, settings->values,
                          apportion_is_by_ground(settings) ? NULL : settings->by};
    text_list list = {NULL, 0, 0};
    geo_status status = GEO_OK;
    for (size_t i = 0; i < sizeof read / sizeof *read && status == GEO_OK; i++)
        if (read[i] && !text_list_add(&list, read[i]))
            status = job_out_of_memory(job);
    if (status == GEO_OK)
        status = outputs_check_further(job, &result->load.inputs, &list, NULL);
    text_list_clear(&list);
    for (size_t i = 0; i < settings->common.output.count && status == GEO_OK; i++)
        if (settings->table == APPORTION_PAIRS && output_is_layer(settings->common.output.item[i]))
            status = job_fail(job, GEO_ERROR_USAGE,
                              "%s: a layer has one feature for each area, and pairs are two; write "
                              "them to a .csv",
                              settings->common.output.item[i]);
    return status;
}

static geo_status plan(cli_job *job, apportion_result *result)
{
    geo_status status = check_settings(job, result->settings);
    if (status == GEO_OK)
        status = load_plan_areas_alone(job, &result->load);
    if (status == GEO_OK && result->settings->shares)
        status = indices_check(job, &result->load);
    return status == GEO_OK ? check_outputs(job, result) : status;
}

/* ---- the work ------------------------------------------------------------------------------- */

static geo_status read_areas(cli_job *job, apportion_result *result)
{
    cli_load *load = &result->load;
    geo_status status = load_areas(job, load);
    geo_areas **areas = status == GEO_OK ? realloc(load->areas, 2 * sizeof *areas) : NULL;
    if (status != GEO_OK)
        return status;
    if (!areas)
        return job_out_of_memory(job);
    load->areas = areas;
    areas[1] = NULL;
    load->area_count = 2;
    status = load_further_areas(job, &result->settings->to, load_working_crs(load), &areas[1]);
    if (status == GEO_ERROR_USAGE)
        return job_fail(job, status, "--to (with --to-layer, --to-code and --to-name): %s",
                        geo_message(job->context));
    return status;
}

static geo_status deliver_apportioned(cli_job *job, const apportion_result *result)
{
    const cli_load target = {.inputs = result->load.inputs,
                             .area_count = 1,
                             .areas = &result->load.areas[1],
                             .ledger = result->load.ledger};
    const cli_delivery delivery = {
        .load = &target,
        .table = apportion_table_of(result),
        .shade_field = result->settings->shares ? "top_20_percent_residents"
                       : result->made           ? result->quantity[0].name
                                                : NULL,
        .shade_unit = result->settings->shares ? "% of residents in the most deprived 20% of areas"
                      : result->made           ? result->quantity[0].name
                                               : NULL,
        .result = result,
        .json = apportion_json};
    return deliver(job, &delivery);
}

static geo_status run_apportion(cli_job *job, const void *settings)
{
    apportion_result result = {.settings = settings};
    geo_status status = plan(job, &result);
    if (status == GEO_OK)
        status = geo_ledger_new(job->context, &result.load.ledger);
    if (status == GEO_OK)
        status = read_areas(job, &result);
    if (status == GEO_OK && result.settings->shares)
        status = indices_of_areas(job, &result.load, NULL, &result.indices);
    if (status == GEO_OK && result.settings->shares)
        status = indices_complete_areas(job, &result.indices, result.load.areas[0]);
    if (status == GEO_OK && result.settings->table != APPORTION_PAIRS)
        status = apportion_find_fields(job, &result);
    if (status == GEO_OK)
        status = apportion_lay(job, &result);
    if (status == GEO_OK)
        status = apportion_make(job, &result);
    if (status == GEO_OK)
        status = deliver_apportioned(job, &result);
    apportion_clear(&result);
    return status;
}

static const char *const apportion_formats[] = {TABLE_FORMATS, "json", LAYER_FORMATS, NULL};

static const command_example apportion_examples[] = {
    {"Populations of LSOAs, added up to wards",
     "wardmap apportion --areas shapes/aldshire.gpkg --layer lsoas --to shapes/aldshire.gpkg "
     "--to-layer wards"},
    {"Households of wards, shared out to LSOAs by their population",
     "wardmap apportion --areas shapes/aldshire.gpkg --layer wards --values "
     "shapes/ward-denominators.csv --value households --to shapes/aldshire.gpkg --to-layer lsoas "
     "--by shapes/aldshire.gpkg --by-layer lsoas --weight population -o households.csv"},
    {"Which LSOA is in which ward, and how much of it",
     "wardmap apportion --areas shapes/aldshire.gpkg --layer lsoas --to shapes/aldshire.gpkg "
     "--to-layer wards --table pairs -o lsoa-ward.csv"},
    {"How many of a ward's residents live in LSOAs of each decile, and in the most deprived 20%",
     "wardmap apportion --areas shapes/aldshire.gpkg --layer lsoas --to shapes/aldshire.gpkg "
     "--to-layer wards --decile-shares -o ward-deciles.xlsx"},
    {NULL, NULL},
};

const cli_command apportion_command = {
    .name = "apportion",
    .operands = "--areas FILE --to FILE",
    .summary = "share counts or populations of areas out to other boundaries",
    .description =
        "Lays the --areas over the boundaries that --to names and shares their counts or "
        "populations out: by ground, or by where the people are, if --by names points or smaller "
        "areas with weights. Each area's value goes to the areas that it lies in, so that totals "
        "stay what they were, which the table shows: what is in none of the areas has a row of its "
        "own.\n\nBy ground people are taken to live evenly over an area, which they seldom do; the "
        "table tells of each value what part comes from areas that were split. Areas that nest in "
        "others go to one of them whole.\n\nRates, ranks, scores and deciles cannot be shared out "
        "and are refused: share out counts, and divide them afterwards. --decile-shares tells who "
        "lives in areas of which decile of deprivation.",
    .groups = {&apportion_options, &area_options, &indices_options, &population_options,
               &output_options, &apportion_point_options, &run_options, &limit_options, NULL},
    .formats = apportion_formats,
    .examples = apportion_examples,
    .may_print = true,
    .settings_size = sizeof(apportion_settings),
    .defaults = &apportion_defaults,
    .run = run_apportion,
};
