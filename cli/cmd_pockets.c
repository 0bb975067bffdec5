/* wardmap pockets: LSOAs among the most deprived, with their wards and districts. */
#include <stdlib.h>

#include "commands.h"
#include "deliver.h"
#include "outputs.h"
#include "period.h"
#include "pockets.h"
#include "table.h"

static const pockets_settings pockets_defaults = {
    .common = SETTINGS_INIT, .within = 20, .decimals = 1};

#define AT(member) offsetof(pockets_settings, member)

static const cli_option pockets_table[] = {
    {"within", 0, OPTION_COUNT, AT(within), "PERCENT", NULL,
     "list LSOAs in the most deprived so many per cent (default 20)"},
    {"show", 0, OPTION_TEXT, AT(show), "EXPR", NULL,
     "only LSOAs that meet a condition, such as \"district = 'Lichfield'\": on fields of the "
     "boundaries, code, name, population, district, ward, rank and decile"},
    {"suppress-below", 0, OPTION_COUNT, AT(suppress_below), "N", NULL,
     "keep back counts of 1 to N - 1 incidents, and others where these could be found by "
     "subtraction"},
    {"round-to", 0, OPTION_COUNT, AT(round_to), "N", NULL,
     "round shown counts to a multiple of N; rates use exact counts"},
    {"per-year", 0, OPTION_FLAG, AT(per_year), NULL, NULL,
     "scale rates to a year by the months that the incidents cover"},
    {"decimals", 0, OPTION_COUNT, AT(decimals), "N", NULL,
     "digits after the point of rates and percentages in printed tables (default 1)"},
};
static const option_group pockets_options = OPTION_GROUP("Pockets", pockets_table);

static const cli_option place_table[] = {
    {"wards", 0, OPTION_TEXT, AT(wards), "FILE", NULL,
     "boundaries of the wards that LSOAs lie in, by the largest share of their ground; without it "
     "a field of the LSOAs such as WD24NM"},
    {"wards-layer", 0, OPTION_TEXT, AT(wards_layer), "NAME", NULL,
     "layer of that file, where it has several"},
    {"ward-lookup", 0, OPTION_TEXT, AT(ward_lookup), "FILE", NULL,
     "table that tells the ward of each LSOA, instead of the ground; where it has codes of wards "
     "alone, --wards names them"},
    {"ward-lookup-code", 0, OPTION_TEXT, AT(ward_lookup_code), "FIELD", NULL,
     "field of that table with the LSOA's code, where it is not found by its name"},
    {"ward-field", 0, OPTION_TEXT, AT(ward_field), "FIELD", NULL,
     "field of that table with the ward's name or code, likewise"},
    {"districts", 0, OPTION_TEXT, AT(districts), "FILE", NULL,
     "boundaries of the districts that LSOAs lie in, likewise by their ground; without it a field "
     "of the LSOAs such as LAD24NM, else the districts of the indices"},
    {"districts-layer", 0, OPTION_TEXT, AT(districts_layer), "NAME", NULL,
     "layer of that file, where it has several"},
    {"by", 0, OPTION_TEXT, AT(by), "FILE", NULL,
     "points or smaller areas with residents, such as census output areas: LSOAs that wards or "
     "districts divide lie where most of these are, instead of most of the ground"},
    {"by-layer", 0, OPTION_TEXT, AT(by_layer), "NAME", NULL,
     "layer of that file, where it has several"},
    {"by-weight", 0, OPTION_TEXT, AT(by_weight), "FIELD", NULL,
     "its field with the number of residents (default: each point counts 1, an area its "
     "population)"},
};
static const option_group place_options = OPTION_GROUP("Wards and districts", place_table);

static void pockets_clear(pockets_result *result)
{
    geo_pockets_free(result->pockets);
    geo_tally_free(result->tally);
    free(result->shown);
    free((void *)result->district);
    pockets_clear_places(&result->wards);
    pockets_clear_places(&result->districts);
    free(result->rank);
    free(result->decile);
    geo_areas_free(result->own);
    indices_clear(&result->indices);
    geo_filter_free(result->show);
    load_clear(&result->load);
}

/* ---- settings ------------------------------------------------------------------------------- */

static geo_status check_without_areas(cli_job *job, const pockets_settings *settings)
{
    const text_list *output = &job->settings->output;
    if (!job->settings->deprivation)
        return job_fail(job, GEO_ERROR_USAGE,
                        "no indices of deprivation given; name them with --deprivation FILE, or "
                        "LSOAs that have them with --areas FILE");
    if (job->settings->operands.count > 0)
        return job_fail(job, GEO_ERROR_USAGE,
                        "incidents are counted in boundaries, and there are none; name those of "
                        "the LSOAs with --areas FILE");
    if (settings->districts || (settings->wards && !settings->ward_lookup))
        return job_fail(job, GEO_ERROR_USAGE,
                        "--%s tells by the ground, which takes the boundaries of the LSOAs: "
                        "--areas FILE; or give a look-up with --ward-lookup FILE",
                        settings->districts ? "districts" : "wards");
    if (job->settings->bridge || job->settings->population)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--%s is for LSOAs of --areas FILE, and there are none",
                        job->settings->bridge ? "bridge" : "population");
    for (size_t i = 0; i < output->count; i++)
        if (output_is_layer(output->item[i]))
            return job_fail(job, GEO_ERROR_USAGE,
                            "%s: a layer needs boundaries; name those of the LSOAs with --areas "
                            "FILE",
                            output->item[i]);
    return GEO_OK;
}

static geo_status check_settings(cli_job *job, pockets_result *result)
{
    const pockets_settings *settings = result->settings;
    if (settings->within < 1 || settings->within > 100)
        return job_fail(job, GEO_ERROR_USAGE, "--within takes 1 to 100 per cent");
    if (job->settings->deprivation_groups != GEO_DEPRIVATION_DECILES)
        return job_fail(job, GEO_ERROR_USAGE,
                        "pockets have bands of their own, the most deprived 1, 5, 10 and 20%%: "
                        "leave out --groups");
    if ((settings->ward_lookup_code || settings->ward_field) && !settings->ward_lookup)
        return job_fail(job, GEO_ERROR_USAGE, "--%s is a field of --ward-lookup FILE; give that",
                        settings->ward_field ? "ward-field" : "ward-lookup-code");
    if (settings->by && !settings->districts && (!settings->wards || settings->ward_lookup))
        return job_fail(job, GEO_ERROR_USAGE,
                        "--by tells how wards or districts divide LSOAs; name their boundaries "
                        "with --wards or --districts");
    if ((settings->by_layer || settings->by_weight) && !settings->by)
        return job_fail(job, GEO_ERROR_USAGE, "--%s is of the file of --by; give that",
                        settings->by_layer ? "by-layer" : "by-weight");
    if (settings->per_year && job->settings->operands.count == 0)
        return job_fail(job, GEO_ERROR_USAGE, "--per-year scales rates of incidents; name some");
    if (job->settings->areas.count == 0) {
        geo_status status = check_without_areas(job, settings);
        if (status != GEO_OK)
            return status;
    }
    return settings->show ? geo_filter_parse(job->context, settings->show, &result->show) : GEO_OK;
}

/* No output is one of the files that are read. */
static geo_status check_files(cli_job *job, const pockets_result *result)
{
    const pockets_settings *settings = result->settings;
    const char *const file[] = {settings->wards, settings->ward_lookup, settings->districts,
                                settings->by};
    text_list read = {NULL, 0, 0};
    geo_status status = indices_check(job, &result->load);
    for (size_t i = 0; i < sizeof file / sizeof *file && status == GEO_OK; i++)
        if (file[i] && !text_list_add(&read, file[i]))
            status = job_out_of_memory(job);
    if (status == GEO_OK)
        status = outputs_check_further(job, &result->load.inputs, &read, NULL);
    text_list_clear(&read);
    return status;
}

static geo_status plan(cli_job *job, pockets_result *result)
{
    geo_status status = GEO_OK;
    if (job->settings->operands.count > 0)
        status = load_plan_with_areas(job, &result->load);
    else if (job->settings->areas.count > 0)
        status = load_plan_areas_alone(job, &result->load);
    else
        status = outputs_check(job, &result->load.inputs);
    return status == GEO_OK ? check_files(job, result) : status;
}

/* ---- the command ---------------------------------------------------------------------------- */

static geo_status count_incidents(cli_job *job, pockets_result *result)
{
    result->years = 1;
    if (job->settings->operands.count == 0)
        return geo_ledger_new(job->context, &result->load.ledger);
    geo_status status = load_tally(job, &result->load, &result->tally);
    return status == GEO_OK
               ? period_years(job, &result->load, result->settings->per_year, &result->years)
               : status;
}

static geo_status find_pockets(cli_job *job, pockets_result *result)
{
    const pockets_settings *settings = result->settings;
    const geo_areas *areas = result->areas;
    geo_pocket_options options = GEO_POCKET_OPTIONS_INIT;
    const geo_pocket_areas given = {.count = areas->count,
                                    .code = areas->code,
                                    .name = areas->name,
                                    .district = result->district,
                                    .population = areas->population,
                                    .rank = result->rank,
                                    .decile = result->decile,
                                    .national = result->national,
                                    .wards = result->wards.parts,
                                    .ward = result->wards.name.item,
                                    .incidents = result->tally ? result->tally->total : NULL};
    options.within = (int)settings->within;
    options.among = result->indices.areas->is_local ? "of the study area" : options.among;
    options.shown = result->shown;
    options.years = result->years;
    options.decimals = settings->decimals > 15 ? 15 : (int)settings->decimals;
    options.round_to = settings->round_to;
    options.suppress_below = settings->suppress_below;
    geo_status status = geo_pockets_find(job->context, &given, &options, &result->pockets);
    return status == GEO_OK ? pockets_add_words(job, result) : status;
}

static geo_status deliver_pockets(cli_job *job, const pockets_result *result)
{
    const geo_table *const more[] = {result->pockets->districts};
    static const char *const more_key[] = {"districts"};
    const cli_delivery delivery = {.load = &result->load,
                                   .table = result->pockets->table,
                                   .more = more,
                                   .more_key = more_key,
                                   .more_count = 1,
                                   .layer = pockets_layer,
                                   .result = result,
                                   .json = pockets_write_json};
    return deliver(job, &delivery);
}

static geo_status pockets_worker(cli_job *job, pockets_result *result)
{
    geo_status status = check_settings(job, result);
    if (status == GEO_OK)
        status = plan(job, result);
    if (status == GEO_OK)
        status = load_areas(job, &result->load);
    if (status == GEO_OK)
        status = pockets_find_areas(job, result);
    if (status == GEO_OK)
        status = pockets_find_places(job, result);
    if (status == GEO_OK)
        status = pockets_find_shown(job, result);
    if (status == GEO_OK)
        status = count_incidents(job, result);
    if (status == GEO_OK)
        status = find_pockets(job, result);
    return status == GEO_OK ? deliver_pockets(job, result) : status;
}

static geo_status run_pockets(cli_job *job, const void *settings)
{
    pockets_result result = {.settings = settings};
    geo_status status = pockets_worker(job, &result);
    pockets_clear(&result);
    return status;
}

static const char *const pockets_formats[] = {TABLE_FORMATS, "json", LAYER_FORMATS, NULL};

static const command_example pockets_examples[] = {
    {"LSOAs in the most deprived 5% nationally, with their wards, and every district's part in "
     "them",
     "wardmap pockets --areas shapes/aldshire.gpkg --layer lsoas --deprivation "
     "shapes/lsoa-deprivation.csv --national 33755 --within 5"},
    {"Those of one district with their crime, and a layer for QGIS",
     "wardmap pockets shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer lsoas "
     "--deprivation shapes/lsoa-deprivation.csv --national 33755 --per-year --show \"district = "
     "'Saltmere'\" -o pockets.csv -o pockets.gpkg"},
    {"From the indices of 2019 alone, by the domain of crime",
     "wardmap pockets --deprivation shapes/lsoa-deprivation-2019.csv --domain crime --within 10"},
    {NULL, NULL},
};

const cli_command pockets_command = {
    .name = "pockets",
    .operands = "[INCIDENTS...] --deprivation FILE",
    .summary = "LSOAs among the most deprived 1, 5, 10 and 20%, with wards and districts",
    .description =
        "Lists the LSOAs in the most deprived 20 per cent (or --within) of the nation, each with "
        "its rank, the narrowest of the bands 1, 5, 10 and 20 per cent that it is in, its ward, "
        "district and population and, where incidents are given, their number and rate. An LSOA of "
        "rank r among n is in the most deprived p per cent where 100 r / n, rounded up, is at most "
        "p: deciles 1 and 2 are the most deprived 20 per cent. From deciles alone only the bands "
        "of 10 and 20 can be told.\n\nA second table counts by district the LSOAs in each band, "
        "their share of its LSOAs and the share of its residents who live there, and says it in "
        "sentences: 'Lichfield: 2 of 58 LSOAs are in the 20% most deprived nationally, in "
        "Chadsmead and Curborough'. With --show it has the districts with an LSOA that is shown, "
        "each with all its LSOAs.\n\nWards come from --ward-lookup, from --wards by the largest "
        "share of each LSOA's ground, or from a field of the LSOAs such as WD24NM. LSOAs of which "
        "5 per cent or more lie in other wards have all their shares in a column of their "
        "own.\n\nWithout --areas the rows of the indices themselves are taken, with the districts "
        "and the population that they tell.",
    .groups = {&pockets_options, &indices_options, &place_options, &area_options,
               &population_options, &filter_options, &output_options, &incident_options,
               &run_options, &limit_options, NULL},
    .formats = pockets_formats,
    .examples = pockets_examples,
    .may_print = true,
    .settings_size = sizeof(pockets_settings),
    .defaults = &pockets_defaults,
    .run = run_pockets,
};
