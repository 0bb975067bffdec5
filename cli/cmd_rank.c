/* wardmap rank: areas by rate per 1,000 residents. */
#include <stdlib.h>

#include "commands.h"
#include "deliver.h"
#include "denominators.h"
#include "layer.h"
#include "outputs.h"
#include "period.h"
#include "rank.h"
#include "report.h"
#include "table.h"

static const rank_settings rank_defaults = {.common = SETTINGS_INIT,
                                            .figure = FIGURE_SETTINGS_INIT,
                                            .decimals = 1,
                                            .few = 20,
                                            .small_population = 1000};

#define AT(member) offsetof(rank_settings, member)

static const cli_option rank_table[] = {
    {"chart", 0, OPTION_CHOICE, AT(chart), "KIND", "bars|funnel",
     "what a picture shows: bars of the areas in the table (the default; 30 of them without "
     "--top), or all areas by population within the limits that chance sets"},
    {"per-year", 0, OPTION_FLAG, AT(per_year), NULL, NULL,
     "scale rates to a year by the months that the incidents cover"},
    {"sd", 0, OPTION_CHOICE, AT(sd), "KIND", "population|sample",
     "divisor of the standard deviation for the bands: n (population, the default) or n - 1"},
    {"above", 0, OPTION_FLAG, AT(above), NULL, NULL,
     "show only areas with a band: above the mean plus one standard deviation"},
    {"top", 0, OPTION_COUNT, AT(top), "N", NULL, "show the first N areas only"},
    {"show", 0, OPTION_TEXT, AT(show), "EXPR", NULL,
     "show only areas that meet a condition, such as \"parent = 'Lichfield'\"; ranks and bands "
     "still refer to all areas"},
    {"round-to", 0, OPTION_COUNT, AT(round_to), "N", NULL,
     "round shown counts to a multiple of N; rates use exact counts"},
    {"suppress-below", 0, OPTION_COUNT, AT(suppress_below), "N", NULL,
     "keep back the areas with 1 to N - 1 incidents, and others where these could be found by "
     "subtraction"},
    {"flags", 0, OPTION_FLAG, AT(flags), NULL, NULL,
     "add a column with what to know of a rate: outside the limits of chance (of a funnel plot), "
     "few incidents, small population"},
    {"few", 0, OPTION_COUNT, AT(few), "N", NULL,
     "flag areas with fewer than N incidents (default 20; 0: none)"},
    {"small-population", 0, OPTION_COUNT, AT(small_population), "N", NULL,
     "flag areas with a population under N (default 1,000, the fewest of an LSOA; 0: none)"},
    {"smooth", 0, OPTION_FLAG, AT(smooth), NULL, NULL,
     "add a column with rates drawn towards that of all areas by as much as chance explains "
     "(empirical Bayes); ranks and bands stay those of the rates as they are"},
    {"decimals", 0, OPTION_COUNT, AT(decimals), "N", NULL,
     "digits after the point of rates in printed tables (default 1)"},
};
static const option_group rank_options = OPTION_GROUP("Ranking", rank_table);

static const cli_option deprived_table[] = {
    {"lsoas", 0, OPTION_TEXT, AT(residents.lsoas), "FILE", NULL,
     "add a column with the per cent of residents who live in the most deprived 20% of LSOAs: "
     "boundaries of LSOAs, which are laid over the areas"},
    {"lsoa-layer", 0, OPTION_TEXT, AT(residents.lsoa_layer), "NAME", NULL,
     "layer of these, where the file has several"},
    {"lsoa-lookup", 0, OPTION_TEXT, AT(residents.lsoa_lookup), "FILE", NULL,
     "the same column by a table with the codes of LSOAs and of the areas that they are in"},
    {"lookup-lsoa", 0, OPTION_TEXT, AT(residents.lookup_code), "FIELD", NULL,
     "field of that table with the LSOA's code"},
    {"lookup-area", 0, OPTION_TEXT, AT(residents.lookup_area), "FIELD", NULL,
     "field of that table with the area's code"},
    {"lsoa-population", 0, OPTION_TEXT, AT(residents.lsoa_population), "FILE", NULL,
     "table with a code and a population for each LSOA, where boundaries and indices have none"},
    {"lsoa-population-field", 0, OPTION_TEXT, AT(residents.population_field), "FIELD", NULL,
     "field with the population, of that table or of the boundaries"},
    {"deprivation", 0, OPTION_TEXT, AT(common.deprivation), "FILE", NULL,
     "indices of deprivation: a table with a code and a rank, score or decile for each LSOA; "
     "without it a field of the boundaries such as imd_decile"},
    {"domain", 0, OPTION_CHOICE, AT(common.domain), "NAME",
     "imd|income|employment|education|health|crime|housing|environment",
     "which of the indices (default imd, all in one)"},
    {"bridge", 0, OPTION_TEXT, AT(common.bridge), "LOOKUP", NULL,
     "where LSOAs and indices are of different years: the table of LSOA 2011 and LSOA 2021 codes"},
    {"deprivation-field", 0, OPTION_TEXT, AT(common.deprivation_field), "FIELD", NULL,
     "field with the rank, score or decile, where it is not found by its name"},
    {"deprivation-layer", 0, OPTION_TEXT, AT(common.deprivation_layer), "NAME", NULL,
     "sheet or layer of the indices, where their file has several"},
};
static const option_group deprived_options =
    OPTION_GROUP("Deprivation of residents", deprived_table);

static void rank_clear(rank_result *result)
{
    geo_style_free(result->style);
    geo_ranking_free(result->ranking);
    geo_tally_free(result->tally);
    geo_filter_free(result->show);
    load_clear(&result->load);
}

static geo_status set_title(cli_job *job, const rank_settings *settings, rank_result *result)
{
    geo_bytes title = GEO_BYTES_INIT;
    geo_status status = append_subject(job, &title);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, &title, ": count and rate per 1,000 %s%s",
                                 result->load.denominator, settings->per_year ? " a year" : "");
    if (status == GEO_OK)
        status = append_title_period(job, &result->load, &title);
    return deliver_end_title(job, result->ranking->table, &title, status);
}

static geo_status make_ranking(cli_job *job, const rank_settings *settings, rank_result *result)
{
    const geo_areas *areas = result->load.areas[0];
    geo_rank_options options = GEO_RANK_OPTIONS_INIT;
    geo_status status = period_years(job, &result->load, settings->per_year, &result->years);
    if (status != GEO_OK)
        return status;
    options.years = result->years;
    options.sd = (geo_sd)settings->sd;
    options.round_to = settings->round_to;
    options.suppress_below = settings->suppress_below;
    options.top = (size_t)settings->top;
    options.above = settings->above;
    options.show = result->show;
    options.smooth = settings->smooth;
    options.flags = settings->flags;
    options.few = settings->few;
    options.small_population = (double)settings->small_population;
    options.denominator = result->load.denominator;
    options.decimals = settings->decimals > 15 ? 15 : (int)settings->decimals;
    status = geo_rank(job->context, areas, result->tally->total, &options, &result->ranking);
    if (status == GEO_OK)
        status = set_title(job, settings, result);
    if (status == GEO_OK && residents_are_asked_for(&settings->residents))
        status = residents_add_column(job, &settings->residents, areas, options.decimals,
                                      result->ranking->table);
    if (status == GEO_OK)
        status = rank_add_notes(job, result);
    if (status == GEO_OK)
        rank_note_figure(job, result);
    return status;
}

static geo_status make_json(cli_job *job, const rank_result *result, geo_bytes *bytes)
{
    const geo_reference *reference = &result->ranking->reference;
    geo_json *json = NULL;
    geo_status status = geo_json_new(job->context, &json);
    if (status != GEO_OK)
        return status;
    json_begin(job, json, &result->load);
    geo_json_ledger(json, "ledger", result->load.ledger, job->settings->explain);
    geo_json_text(json, "title", result->ranking->table->title);
    geo_json_text(json, "denominator", result->load.denominator);
    geo_json_real(json, "years", result->years);
    geo_json_object(json, "reference");
    geo_json_integer(json, "n", (int64_t)reference->count);
    geo_json_real(json, "mean", reference->mean);
    geo_json_real(json, "sd", reference->sd);
    geo_json_text(json, "sd_kind", reference->kind == GEO_SD_SAMPLE ? "sample" : "population");
    geo_json_real(json, "above", reference->above);
    geo_json_real(json, "significantly_above", reference->significantly_above);
    geo_json_real(json, "overall", result->ranking->overall);
    geo_json_close(json);
    if (result->settings->flags) {
        geo_json_object(json, "flags");
        geo_json_integer(json, "few_incidents_below", result->settings->few);
        geo_json_integer(json, "small_population_below", result->settings->small_population);
        geo_json_close(json);
    }
    geo_json_table(json, "rows", result->ranking->table);
    json_messages(job, json);
    status = geo_json_end(job->context, json, bytes);
    geo_json_free(json);
    return status;
}

static geo_status make_layer(cli_job *job, const rank_result *result, const char *path,
                             geo_bytes *bytes)
{
    geo_bytes unit = GEO_BYTES_INIT;
    geo_status status = rank_append_unit(job, result, "incidents", &unit);
    const cli_layer layer = {.areas = result->load.areas[0],
                             .table = result->ranking->table,
                             .style = result->style,
                             .field = "rate_per_1000",
                             .unit = unit.data};
    if (status == GEO_OK)
        status = layer_make(job, &layer, path, bytes);
    geo_bytes_clear(&unit);
    return status;
}

static geo_status make_output(cli_job *job, const void *value, const char *path, geo_bytes *bytes)
{
    const rank_result *result = value;
    const geo_table *table = result->ranking->table;
    if (output_is(path, "json"))
        return make_json(job, result, bytes);
    if (output_is_layer(path))
        return make_layer(job, result, path, bytes);
    if (figure_is_picture(path))
        return rank_draw(job, result, path, bytes);
    return table_make(job, &table, 1, path, bytes);
}

static geo_status print_result(cli_job *job, const rank_result *result)
{
    geo_bytes bytes = GEO_BYTES_INIT;
    geo_text_style style = terminal_style();
    geo_status status = GEO_OK;
    if (job->settings->json)
        status = make_json(job, result, &bytes);
    else if (job->settings->output.count == 0)
        status = geo_table_to_text(job->context, result->ranking->table, &style, &bytes);
    if (status == GEO_OK)
        status = print_bytes(job, &bytes);
    geo_bytes_clear(&bytes);
    return status;
}

static geo_status rank_worker(cli_job *job, const rank_settings *settings, rank_result *result)
{
    geo_status status = rank_check_figure(job, result);
    if (status == GEO_OK && settings->show)
        status = geo_filter_parse(job->context, settings->show, &result->show);
    if (status == GEO_OK)
        status = load_plan_with_areas(job, &result->load);
    if (status == GEO_OK)
        status = residents_check(job, &result->load, &settings->residents);
    if (status == GEO_OK)
        status = load_areas(job, &result->load);
    if (status == GEO_OK)
        status = denominators_check(job, &result->load);
    if (status == GEO_OK)
        status = load_tally(job, &result->load, &result->tally);
    if (status == GEO_OK)
        status = make_ranking(job, settings, result);
    if (status == GEO_OK)
        status = outputs_save(job, result, make_output);
    if (status != GEO_OK)
        return status;
    report_ledger(job, result->load.ledger);
    report_messages(job);
    status = print_result(job, result);
    return status == GEO_OK ? rank_print_alt_text(job, result) : status;
}

static geo_status run_rank(cli_job *job, const void *settings)
{
    rank_result result = {.settings = settings};
    geo_status status = rank_worker(job, settings, &result);
    rank_clear(&result);
    return status;
}

static const char *const rank_formats[] = {TABLE_FORMATS, "json", LAYER_FORMATS, "png",
                                           "svg",         "pdf",  NULL};

static const command_example rank_examples[] = {
    {"Wards above the county's average, 2024, as yearly rates",
     "wardmap rank shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer wards "
     "--per-year --above"},
    {"Burglary in one year, as a workbook with shaded bands and a page for the web",
     "wardmap rank shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer wards "
     "--category Burglary -o burglary.xlsx -o burglary.html"},
    {"Populations from a table, all crime without anti-social behaviour",
     "wardmap rank shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer wards "
     "--population shapes/ward-populations.csv --where \"\\\"Crime type\\\" != 'Anti-social "
     "behaviour'\" --top 10"},
    {"Which rates to trust: limits of chance, few incidents, rates drawn towards the county's",
     "wardmap rank shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer wards "
     "--category Robbery --per-year --decimals 2 --flags --smooth --top 15"},
    {"Burglary for each household rather than each resident",
     "wardmap rank shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer wards "
     "--category Burglary --population shapes/ward-denominators.csv --population-field households "
     "--per-year --above"},
    {"The wards with their rates as a layer that QGIS opens shaded",
     "wardmap rank shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer wards "
     "--per-year -o ward-rates.gpkg"},
    {"The ten highest wards as a chart for a report",
     "wardmap rank shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer wards "
     "--per-year --top 10 -o bars.pdf"},
    {"Wards beside the per cent of their residents who live in the most deprived 20% of LSOAs",
     "wardmap rank shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer wards "
     "--per-year --lsoas shapes/aldshire.gpkg --lsoa-layer lsoas --top 15"},
    {NULL, NULL},
};

const cli_command rank_command = {
    .name = "rank",
    .operands = "INCIDENTS... --areas FILE",
    .summary = "rank areas by their rate per 1,000 residents",
    .description =
        "Counts the incidents in each area, divides by its residents and ranks the areas: the ward "
        "table of a strategic assessment. Each rate has its 95% interval (Byar's; exact below 10 "
        "incidents).\n\nThe bands compare with all areas of the file: 'Above' is over the mean "
        "of their rates plus one standard deviation, 'Significantly above' plus two. That is a "
        "convention, not a test of significance. --flags says which rates chance alone may have "
        "made, "
        "and --smooth how far it may have moved them.\n\nThe population may count households, "
        "vehicles or people at work as well: titles and notes say what it counts.\n\nA picture (-o "
        "with .png, .svg or .pdf) shows "
        "the "
        "table as ranked bars with their intervals, or with --chart funnel all areas by "
        "population. A .gpkg has the polygons of the areas shown, with the table's columns, and "
        "opens in QGIS shaded by rate.",
    .groups = {&area_options, &population_options, &rank_options, &deprived_options,
               &figure_options, &filter_options, &output_options, &incident_options, &run_options,
               &limit_options, NULL},
    .formats = rank_formats,
    .examples = rank_examples,
    .may_print = true,
    .settings_size = sizeof(rank_settings),
    .defaults = &rank_defaults,
    .run = run_rank,
};
