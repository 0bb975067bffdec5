/* wardmap deprivation: incidents by how deprived the areas are that they happen in. */
#include <stdlib.h>

#include "commands.h"
#include "deliver.h"
#include "deprivation.h"
#include "outputs.h"
#include "table.h"

static const deprivation_settings deprivation_defaults = {
    .common = SETTINGS_INIT, .figure = FIGURE_SETTINGS_INIT, .levels = 2, .decimals = 1};

#define AT(member) offsetof(deprivation_settings, member)

static const cli_option deprivation_table[] = {
    {"by", 0, OPTION_CHOICE, AT(by), "ROWS", "group|category|district",
     "a row for each group of deprivation (the default), each kind of incident, or each district "
     "(what LSOAs are part of: --parent)"},
    {"against", 0, OPTION_TEXT, AT(against), "CATEGORY", NULL,
     "compare the --category with another kind, or with the rest of one that it is part of, by "
     "their shares in each group"},
    {"by-code", 0, OPTION_FLAG, AT(by_code), NULL, NULL,
     "take the LSOA code that each incident has, instead of the LSOA that its point is in; "
     "boundaries are then not needed"},
    {"code-field", 0, OPTION_TEXT, AT(code_field), "FIELD", NULL,
     "field of the incidents with that code (found: LSOA code, LSOA21CD and the like)"},
    {"show", 0, OPTION_TEXT, AT(show), "EXPR", NULL,
     "only LSOAs that meet a condition, such as \"parent = 'Lichfield'\": incidents, people and "
     "groups of others don't count"},
    {"per-year", 0, OPTION_FLAG, AT(per_year), NULL, NULL,
     "scale rates to a year by the months that the incidents cover"},
    {"values", 0, OPTION_CHOICE, AT(values), "KIND", "rate|share",
     "what --by category has for each group: rates (the default), or shares of the kind's "
     "incidents"},
    {"levels", 0, OPTION_COUNT, AT(levels), "N", NULL,
     "levels of the categories that --by category shows (default 2; 0: all)"},
    {"suppress-below", 0, OPTION_COUNT, AT(suppress_below), "N", NULL,
     "keep back counts of 1 to N - 1, and others where these could be found by subtraction"},
    {"round-to", 0, OPTION_COUNT, AT(round_to), "N", NULL,
     "round shown counts to a multiple of N; rates and shares use exact counts"},
    {"decimals", 0, OPTION_COUNT, AT(decimals), "N", NULL,
     "digits after the point of rates and shares in printed tables (default 1)"},
    {"chart", 0, OPTION_CHOICE, AT(chart), "KIND", "profile|lorenz",
     "what a picture shows: bars for each group (the default), or the curve of incidents over "
     "people from the most deprived LSOA on"},
};
static const option_group deprivation_options =
    OPTION_GROUP("Incidents by deprivation", deprivation_table);

static void deprivation_clear(deprivation_result *result)
{
    geo_style_free(result->style);
    geo_deprivation_table_free(result->made);
    denominators_clear(&result->denominators);
    counts_clear(&result->counts);
    offences_clear(&result->offences);
    indices_clear(&result->indices);
    own_codes_clear(&result->codes);
    geo_filter_free(result->show);
    free(result->shown);
    free(result->count);
    load_clear(&result->load);
}

/* ---- settings ------------------------------------------------------------------------------- */

static geo_status check_kinds(cli_job *job, const deprivation_settings *settings)
{
    if (settings->against && settings->by != DEPRIVATION_BY_GROUP)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--against has its own table; leave out --by, or compare without it");
    if (settings->against && settings->common.category.count != 1)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--against %s: say what is compared with it by one --category NAME",
                        settings->against);
    if (settings->against && settings->per_year)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--per-year scales rates, and --against compares shares");
    if (settings->values == 1 && settings->by != DEPRIVATION_BY_CATEGORY)
        return job_fail(job, GEO_ERROR_USAGE, "--values is for --by category");
    return GEO_OK;
}

static geo_status check_areas(cli_job *job, const deprivation_settings *settings)
{
    bool has_areas = deprivation_has_areas(settings);
    if (!has_areas && !settings->by_code)
        return job_fail(job, GEO_ERROR_USAGE,
                        "no boundaries of LSOAs given; name them with --areas FILE, or count "
                        "incidents by the code that they have with --by-code");
    if (!has_areas && !settings->common.deprivation)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--by-code without --areas needs the indices of deprivation: name them "
                        "with --deprivation FILE");
    if (!has_areas && !settings->show && (settings->common.population || settings->per_year))
        return job_fail(job, GEO_ERROR_USAGE,
                        "rates need the people of all LSOAs, with incidents or without, and "
                        "--by-code alone knows those with incidents; say which there are with "
                        "--areas FILE, or with --show \"parent = 'DISTRICT'\"");
    return GEO_OK;
}

/* A layer has the count of each LSOA, few as they are. */
static geo_status check_outputs(cli_job *job, const deprivation_settings *settings)
{
    const text_list *output = &settings->common.output;
    for (size_t i = 0; i < output->count; i++) {
        if (!output_is_layer(output->item[i]))
            continue;
        if (!deprivation_has_areas(settings))
            return job_fail(job, GEO_ERROR_USAGE,
                            "%s: a layer needs the boundaries of LSOAs; name them with --areas "
                            "FILE",
                            output->item[i]);
        if (settings->suppress_below > 1)
            return job_fail(job, GEO_ERROR_USAGE,
                            "%s: a layer has the count of each LSOA, and --suppress-below keeps "
                            "back those of whole groups; leave out one of them",
                            output->item[i]);
    }
    return GEO_OK;
}

static geo_status check_figure(cli_job *job, deprivation_result *result)
{
    const deprivation_settings *settings = result->settings;
    const text_list *output = &settings->common.output;
    bool draws = settings->figure.alt_text;
    for (size_t i = 0; i < output->count; i++)
        draws |= figure_is_picture(output->item[i]);
    if (draws && settings->by == DEPRIVATION_BY_DISTRICT)
        return job_fail(job, GEO_ERROR_USAGE,
                        "there is no chart of districts; leave out --by for one of the groups, and "
                        "choose a district with --show");
    if (draws && settings->chart == DEPRIVATION_CURVE &&
        (settings->against || settings->by != DEPRIVATION_BY_GROUP))
        return job_fail(job, GEO_ERROR_USAGE,
                        "--chart lorenz is of one kind of incident; leave out --by and --against");
    if (draws && settings->chart == DEPRIVATION_CURVE && settings->suppress_below > 1)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--chart lorenz shows every LSOA, whose counts are small; leave out "
                        "--suppress-below or the chart");
    return draws ? figure_style(job, &settings->figure, &result->style) : GEO_OK;
}

static geo_status check(cli_job *job, deprivation_result *result)
{
    geo_status status = check_kinds(job, result->settings);
    if (status == GEO_OK)
        status = check_areas(job, result->settings);
    if (status == GEO_OK)
        status = check_outputs(job, result->settings);
    if (status == GEO_OK)
        status = check_figure(job, result);
    return status;
}

/* All that can be checked before a byte is read. */
static geo_status plan(cli_job *job, deprivation_result *result)
{
    const deprivation_settings *settings = result->settings;
    geo_status status = check(job, result);
    result->codes.field = settings->code_field;
    result->codes.decides = settings->by_code;
    result->load.keeps_all_kinds = settings->against != NULL;
    if (status == GEO_OK && settings->show)
        status = geo_filter_parse(job->context, settings->show, &result->show);
    if (status == GEO_OK)
        status = load_plan(job, &result->load);
    if (status == GEO_OK)
        status = indices_check(job, &result->load);
    if (status == GEO_OK && deprivation_asks_kinds(settings))
        status = offences_plan(job, &settings->offences, &result->load, &result->offences);
    return status;
}

/* ---- the command ---------------------------------------------------------------------------- */

static geo_status deliver_table(cli_job *job, const deprivation_result *result)
{
    const cli_delivery delivery = {.load = &result->load,
                                   .table = result->made->table,
                                   .layer = deprivation_layer,
                                   .style = result->style,
                                   .result = result,
                                   .json = deprivation_json,
                                   .figure = &result->settings->figure,
                                   .draw = deprivation_draw};
    return deliver(job, &delivery);
}

static geo_status run_deprivation(cli_job *job, const void *settings)
{
    deprivation_result result = {.settings = settings, .years = 1};
    geo_status status = plan(job, &result);
    if (status == GEO_OK)
        status = deprivation_count(job, &result);
    if (status == GEO_OK)
        status = deprivation_make_table(job, &result);
    if (status == GEO_OK)
        status = deliver_table(job, &result);
    deprivation_clear(&result);
    return status;
}

static const char *const deprivation_formats[] = {TABLE_FORMATS, "json", LAYER_FORMATS, "png",
                                                  "svg",         "pdf",  NULL};

static const command_example deprivation_examples[] = {
    {"Burglary by decile of deprivation, as a table and a chart",
     "wardmap deprivation shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer "
     "lsoas "
     "--category Burglary --per-year -o burglary.csv -o burglary.svg"},
    {"Kinds of crime by quintile, ranks from a table",
     "wardmap deprivation shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer "
     "lsoas "
     "--deprivation shapes/lsoa-deprivation.csv --groups 5 --by category --per-year"},
    {"What of each district's crime is in the most deprived 20%, by the incidents' own codes",
     "wardmap deprivation shapes/incidents/2024-*.csv.gz --by-code --areas shapes/aldshire.gpkg "
     "--layer lsoas --parent LAD24NM --by district"},
    {"Drugs beside all other crime", "wardmap deprivation shapes/incidents/2024-*.csv.gz --areas "
                                     "shapes/aldshire.gpkg --layer lsoas "
                                     "--category Drugs --against 'Total Recorded Crime'"},
    {NULL, NULL},
};

const cli_command deprivation_command = {
    .name = "deprivation",
    .operands = "INCIDENTS... --areas LSOAS --deprivation FILE",
    .summary = "incidents by how deprived the areas are: rates, shares, inequality",
    .description =
        "Counts incidents by the LSOA that they are in and adds LSOAs up by decile of deprivation: "
        "1 is the most deprived tenth of the nation. Each group has its share of the incidents "
        "beside its share of the residents, the ratio of the two, and its rate with a 95% "
        "interval, marked where it lies below or above the rate of all. A group's rate is its "
        "incidents over its residents, never a mean of rates.\n\nThe slope and relative index of "
        "inequality and the concentration index stand in the notes. --by category puts kinds of "
        "incident beside each other, --by district says what of each district lies in the most "
        "deprived 20%, and --against compares the shares of two kinds.\n\nWhere incidents have the "
        "code of their LSOA, as those of police.uk do, it is compared with the LSOA that their "
        "point is in; --by-code counts by it, also incidents without coordinates.\n\nA picture (-o "
        "with .png, .svg or .pdf) shows rates by group, or the concentration curve; a .gpkg has "
        "the LSOAs with their group, count and rate, shaded by group.",
    .groups = {&deprivation_options, &indices_options, &area_options, &population_options,
               &offence_options, &figure_options, &filter_options, &output_options,
               &incident_options, &run_options, &limit_options, NULL},
    .formats = deprivation_formats,
    .examples = deprivation_examples,
    .may_print = true,
    .settings_size = sizeof(deprivation_settings),
    .defaults = &deprivation_defaults,
    .run = run_deprivation,
};
