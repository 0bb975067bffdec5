/* wardmap risk: incidents beside other incidents, people or an earlier time, and what is chance. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "deliver.h"
#include "denominator_name.h"
#include "outputs.h"
#include "panels.h"
#include "period.h"
#include "risk.h"
#include "table.h"

static const risk_settings risk_defaults = {.common = SETTINGS_INIT,
                                            .figure = FIGURE_SETTINGS_INIT,
                                            .map = MAP_SETTINGS_INIT,
                                            .surface = SURFACE_SETTINGS_INIT,
                                            .least = NAN,
                                            .permutations = 199,
                                            .seed = 1,
                                            .min_area = NAN};

#define AT(member) offsetof(risk_settings, member)

static const cli_option risk_table[] = {
    {"beside", 0, OPTION_CHOICE, AT(beside), "WHAT", "auto|incidents|people|before",
     "what the incidents stand beside; auto (the default) is what other options tell: --before an "
     "earlier "
     "period, --against other incidents, --population or --people residents, else --category or "
     "--where all the rows that they leave out, else the residents of the areas"},
    {"against", 0, OPTION_TEXTS, AT(against), "FILE", NULL,
     "files with the incidents that they stand beside, of the same fields; may be repeated"},
    {"against-where", 0, OPTION_TEXT, AT(against_where), "EXPR", NULL,
     "of the rows that they stand beside those that meet a condition"},
    {"against-category", 0, OPTION_TEXTS, AT(against_category), "NAME", NULL,
     "of the rows that they stand beside those of this kind; may be repeated"},
    {"people", 0, OPTION_TEXT, AT(people), "FILE", NULL,
     "areas in which residents are counted, smaller than those of the map, such as LSOAs"},
    {"people-layer", 0, OPTION_TEXT, AT(people_layer), "NAME", NULL, "layer of that file"},
    {"people-field", 0, OPTION_TEXT, AT(people_field), "FIELD", NULL,
     "field with the residents, of that file or of the --population file"},
    {"per-year", 0, OPTION_FLAG, AT(per_year), NULL, NULL,
     "scale rates of residents to a year; a change always is"},
    {"constant", 0, OPTION_NUMBER, AT(constant), "SHARE", NULL,
     "add so much of the greatest density, such as 0.01, to both densities of a ratio, which draws "
     "the ratios of few incidents towards 1 (default 0)"},
    {"least", 0, OPTION_NUMBER, AT(least), "N", NULL,
     "leave cells blank that have fewer incidents (default 5) or people (100) near, each counted "
     "as a share of the kernel's peak"},
    {"tolerance", 0, OPTION_TEXT, AT(tolerance), "LEVELS", NULL,
     "1 or 2 levels beyond which places count as no chance: 95% is p up to 0.05 (default 95%,99%)"},
    {"permutations", 0, OPTION_COUNT, AT(permutations), "N", NULL,
     "maps that chance makes (default 199; 999 for a result to publish; 0: none)"},
    {"seed", 0, OPTION_COUNT, AT(seed), "N", NULL,
     "of the random numbers: the same seed, the same result (default 1)"},
    {"min-area", 0, OPTION_NUMBER, AT(min_area), "KM2", NULL,
     "leave out smaller places beyond chance and fill smaller holes; without it that of a "
     "circle of half a bandwidth"},
};
static const option_group risk_options = OPTION_GROUP("Risk", risk_table);

static void risk_clear(risk_result *result)
{
    inputs_clear(&result->against);
    geo_filter_free(result->against_where);
    geo_areas_free(result->people);
    geo_places_free(result->places);
    geo_places_free(result->beside);
    geo_frame_free(result->beside_frame);
    geo_ledger_free(result->beside_ledger);
    geo_grid_free(result->ground);
    geo_risk_surface_free(result->risk);
    free(result->shown.value);
    geo_bytes_clear(&result->unit);
    for (int side = 0; side < RISK_SIDES; side++)
        risk_clear_side(&result->side[side]);
    geo_table_free(result->table);
    geo_bytes_clear(&result->beside_text);
    figure_clear_words(&result->words);
    map_clear(&result->map);
    load_clear(&result->load);
}

/* ---- before anything is read ---------------------------------------------------------------- */

static bool is_against(const risk_settings *settings)
{
    return settings->against.count > 0 || settings->against_where ||
           settings->against_category.count > 0;
}

static bool is_filtered(const risk_settings *settings)
{
    return settings->common.where || settings->common.category.count > 0;
}

static geo_risk_kind kind_of(const risk_settings *settings)
{
    static const geo_risk_kind of[] = {GEO_RISK_RATE, GEO_RISK_RATIO, GEO_RISK_RATE,
                                       GEO_RISK_CHANGE};
    if (settings->beside != RISK_AUTO)
        return of[settings->beside];
    if (settings->map.before)
        return GEO_RISK_CHANGE;
    if (is_against(settings))
        return GEO_RISK_RATIO;
    if (settings->people || settings->common.population)
        return GEO_RISK_RATE;
    return is_filtered(settings) ? GEO_RISK_RATIO : GEO_RISK_RATE;
}

static geo_status check_beside(cli_job *job, const risk_settings *settings, geo_risk_kind kind)
{
    if ((kind == GEO_RISK_CHANGE) != (settings->map.before != NULL))
        return job_fail(job, GEO_ERROR_USAGE,
                        "--before A..B is the earlier period of --beside before; give both or "
                        "neither");
    if (kind == GEO_RISK_CHANGE && !settings->common.period)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--before needs --period, the later period that it is compared with");
    if (kind != GEO_RISK_RATIO && is_against(settings))
        return job_fail(job, GEO_ERROR_USAGE,
                        "--against, --against-where and --against-category name other incidents; "
                        "--before, --people and --beside ask for something else to compare with");
    if (kind == GEO_RISK_RATIO && !is_against(settings) && !is_filtered(settings))
        return job_fail(job, GEO_ERROR_USAGE,
                        "nothing is left to compare all incidents with; choose some by --category "
                        "or --where, or give --against FILE");
    if (kind != GEO_RISK_RATE && settings->people)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--people is about residents, and other options ask for something else to "
                        "compare with");
    if (!settings->people && (settings->people_layer || settings->people_field))
        return job_fail(job, GEO_ERROR_USAGE,
                        "--people-layer and --people-field are about the file of --people");
    return GEO_OK;
}

/* Rows of one input that are read twice. */
static geo_status check_twice(cli_job *job, const risk_settings *settings, geo_risk_kind kind)
{
    const text_list *operands = &settings->common.operands;
    bool is_twice =
        kind == GEO_RISK_CHANGE || (kind == GEO_RISK_RATIO && settings->against.count == 0);
    for (size_t i = 0; i < operands->count && is_twice; i++)
        if (strcmp(operands->item[i], STANDARD_OUTPUT) == 0)
            return job_fail(job, GEO_ERROR_USAGE,
                            "the incidents are read twice, and standard input can be read once; "
                            "save it to a file first");
    for (size_t i = 0; i < settings->against.count; i++)
        if (strcmp(settings->against.item[i], STANDARD_OUTPUT) == 0)
            return job_fail(job, GEO_ERROR_USAGE, "--against takes files, not standard input");
    return GEO_OK;
}

static geo_status check_numbers(cli_job *job, const risk_settings *settings)
{
    if (!(settings->constant >= 0))
        return job_fail(job, GEO_ERROR_USAGE, "--constant must be 0 or more");
    if (!isnan(settings->least) && settings->least < 0)
        return job_fail(job, GEO_ERROR_USAGE, "--least must be 0 or more");
    if (!isnan(settings->min_area) && settings->min_area < 0)
        return job_fail(job, GEO_ERROR_USAGE, "--min-area must be 0 or more");
    if (settings->permutations > 1000000)
        return job_fail(job, GEO_ERROR_USAGE, "--permutations: 1,000,000 at most");
    return surface_check(job, &settings->surface);
}

static geo_status check_map(cli_job *job, const map_settings *map)
{
    if (map->facet || map->where.count > 1)
        return job_fail(job, GEO_ERROR_USAGE,
                        "risk is one map: --facet and a second --where ask for several");
    if (map->classes || map->class_count > 0 || map->use_breaks || map->save_breaks)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--classes, --class-count, --use-breaks and --save-breaks don't go with "
                        "risk: its classes are those of doubling, or of change");
    return GEO_OK;
}

/* "all other incidents" */
static geo_status write_beside(cli_job *job, risk_result *result)
{
    const risk_settings *settings = result->settings;
    geo_bytes *text = &result->beside_text;
    geo_status status = GEO_OK;
    if (result->kind == GEO_RISK_CHANGE)
        status = geo_bytes_print(job->context, text, "those before");
    else if (settings->against_category.count > 0)
        status = append_list(job->context, text, settings->against_category.item,
                             settings->against_category.count);
    else if (settings->against_where)
        status = geo_bytes_print(job->context, text, "incidents where %s", settings->against_where);
    else if (settings->against.count == 1)
        status = geo_bytes_print(job->context, text, "the incidents of %s",
                                 base_name(settings->against.item[0]));
    else if (settings->against.count > 1)
        status = geo_bytes_print(job->context, text, "the incidents of other files");
    else
        status = geo_bytes_print(job->context, text, "all other incidents");
    return status == GEO_OK ? end_text(job->context, text) : status;
}

/* No output is one of the further files that are read. */
static geo_status check_files(cli_job *job, const risk_settings *settings, risk_result *result)
{
    text_list read = {NULL, 0, 0};
    geo_status status = inputs_expand(job, &settings->against, &result->against);
    for (size_t i = 0; i < result->against.path.count && status == GEO_OK; i++)
        status =
            text_list_add(&read, result->against.path.item[i]) ? GEO_OK : job_out_of_memory(job);
    if (status == GEO_OK && settings->people && !text_list_add(&read, settings->people))
        status = job_out_of_memory(job);
    if (status == GEO_OK)
        status = outputs_check_further(job, &result->load.inputs, &read, NULL);
    text_list_clear(&read);
    return status;
}

static geo_status check_settings(cli_job *job, const risk_settings *settings, risk_result *result)
{
    geo_status status = check_map(job, &settings->map);
    if (status == GEO_OK)
        status = check_numbers(job, settings);
    if (status == GEO_OK)
        status = risk_read_tolerances(job, settings, result);
    if (status == GEO_OK)
        status = check_beside(job, settings, result->kind);
    return status == GEO_OK ? check_twice(job, settings, result->kind) : status;
}

static geo_status plan(cli_job *job, risk_settings *settings, risk_result *result)
{
    const map_command_settings *shared = (const map_command_settings *)settings;
    if (settings->map.where.count == 1)
        settings->common.where = settings->map.where.item[0];
    result->kind = kind_of(settings);
    result->is_others = result->kind == GEO_RISK_RATIO && !is_against(settings);
    geo_status status = check_settings(job, settings, result);
    if (status == GEO_OK && settings->against_where)
        status = geo_filter_parse(job->context, settings->against_where, &result->against_where);
    if (status == GEO_OK)
        status = load_plan_with_areas(job, &result->load);
    if (status == GEO_OK)
        status = check_files(job, settings, result);
    if (status == GEO_OK)
        status = map_check_files(job, shared, &result->load.inputs);
    if (status == GEO_OK)
        status = map_open_style(job, shared, &result->map);
    if (status == GEO_OK)
        geo_style_clip(result->map.style);
    return status == GEO_OK ? write_beside(job, result) : status;
}

/* ---- reading and measuring ------------------------------------------------------------------ */

/* A table of people is about the areas in which they are counted. */
static geo_status read_areas(cli_job *job, const risk_settings *settings, risk_result *result)
{
    const map_command_settings *shared = (const map_command_settings *)settings;
    const cli_settings *given = job->settings;
    cli_settings own = *given;
    if (settings->people || result->kind != GEO_RISK_RATE)
        own.population = NULL;
    job->settings = &own;
    geo_status status = load_areas(job, &result->load);
    job->settings = given;
    return status == GEO_OK ? map_find_studied(job, shared, result->load.areas[0], &result->map)
                            : status;
}

/* Before the incidents are read, which may take long. */
static geo_status check_people(cli_job *job, const risk_result *result)
{
    if (result->kind != GEO_RISK_RATE || result->settings->people ||
        result->load.areas[0]->population)
        return GEO_OK;
    return job_fail(job, GEO_ERROR_USAGE,
                    "%s has no population, so there is nothing to compare all incidents with; name "
                    "its field with --population-field or a table with --population, choose "
                    "incidents by --category, or give --before",
                    result->load.areas[0]->path);
}

static geo_status name_people(cli_job *job, risk_result *result)
{
    if (!result->people || job->settings->denominator_name)
        return GEO_OK;
    free(result->load.denominator);
    result->load.denominator = NULL;
    return denominator_name(job, result->people->population_field, &result->load.denominator);
}

/* Months without rows, of the period before too. */
static geo_status warn_of_months(cli_job *job, const risk_result *result)
{
    cli_load before = result->load;
    geo_status status = period_warn(job, &result->load);
    if (status != GEO_OK || result->kind != GEO_RISK_CHANGE)
        return status;
    before.frame = result->beside_frame;
    before.period = result->before;
    return period_warn(job, &before);
}

static geo_status measure(cli_job *job, risk_result *result)
{
    geo_status status = risk_read_incidents(job, result);
    if (status == GEO_OK && result->kind == GEO_RISK_RATE)
        status = period_years(job, &result->load, result->settings->per_year, &result->years);
    else if (status == GEO_OK)
        status = warn_of_months(job, result);
    if (status == GEO_OK)
        status = risk_make_ground(job, result);
    if (status == GEO_OK && result->kind == GEO_RISK_RATE)
        status = risk_read_people(job, result);
    if (status == GEO_OK)
        status = name_people(job, result);
    if (status == GEO_OK)
        status = risk_make_surface(job, result);
    if (status == GEO_OK)
        status = risk_find_pieces(job, result);
    return status == GEO_OK ? risk_tabulate(job, result) : status;
}

/* ---- output --------------------------------------------------------------------------------- */

static const char *const kind_names[] = {"ratio", "rate", "change"};

static void write_json(cli_job *job, geo_json *json, const void *value)
{
    const risk_result *result = value;
    const geo_risk_surface *risk = result->risk;
    bool is_tested = risk->permutations > 0;
    geo_json_text(json, "kind", kind_names[result->kind]);
    geo_json_text(json, "beside",
                  result->kind == GEO_RISK_RATE ? result->load.denominator
                                                : result->beside_text.data);
    if (result->beside_ledger)
        geo_json_ledger(json, "ledger_beside", result->beside_ledger, job->settings->explain);
    geo_json_real(json, "incidents", risk->incidents);
    geo_json_real(json, "others", risk->others);
    geo_json_real(json, "years", result->years);
    geo_json_real(json, "years_before",
                  result->kind == GEO_RISK_CHANGE ? result->years_before : (double)NAN);
    geo_json_real(json, "overall", risk->overall);
    geo_json_text(json, "kernel", geo_kernel_name(result->options.kernel));
    geo_json_real(json, "bandwidth_m", result->options.bandwidth_m);
    geo_json_real(json, "cell_m", result->options.cell_m);
    geo_json_integer(json, "cells", (int64_t)risk->cells);
    geo_json_integer(json, "permutations", (int64_t)risk->permutations);
    geo_json_integer(json, "seed", result->settings->seed);
    geo_json_array(json, "tolerance");
    for (size_t i = 0; i < result->tolerance_count && is_tested; i++)
        geo_json_real(json, NULL, result->tolerance[i]);
    geo_json_close(json);
    geo_json_real(json, "share_higher", is_tested ? result->side[RISK_HIGHER].share : (double)NAN);
    geo_json_real(json, "share_lower", is_tested ? result->side[RISK_LOWER].share : (double)NAN);
    geo_json_real(json, "p", risk->p);
    geo_json_text(json, "alt_text", result->words.description.data);
}

static geo_status deliver_risk(cli_job *job, const risk_result *result)
{
    const cli_delivery delivery = {.load = &result->load,
                                   .table = result->table,
                                   .layer = risk_layers,
                                   .raster = risk_raster,
                                   .beside_ledger = result->beside_ledger,
                                   .style = result->map.style,
                                   .result = result,
                                   .json = write_json,
                                   .figure = &result->settings->figure,
                                   .draw = risk_draw};
    return deliver(job, &delivery);
}

static geo_status risk_worker(cli_job *job, risk_settings *settings, risk_result *result)
{
    geo_status status = plan(job, settings, result);
    if (status == GEO_OK)
        status = read_areas(job, settings, result);
    if (status == GEO_OK)
        status = check_people(job, result);
    if (status == GEO_OK)
        status = measure(job, result);
    if (status == GEO_OK)
        status = map_read_context(job, (const map_command_settings *)settings,
                                  &result->load.areas[0]->crs, NULL, &result->map);
    if (status == GEO_OK)
        status = risk_describe(job, result);
    return status == GEO_OK ? deliver_risk(job, result) : status;
}

static geo_status run_risk(cli_job *job, const void *settings)
{
    /* A copy: --where decides what the shared parts of commands are told. */
    risk_settings own = *(const risk_settings *)settings;
    const cli_settings *given = job->settings;
    risk_result result = {.settings = &own};
    job->settings = &own.common;
    geo_status status = risk_worker(job, &own, &result);
    risk_clear(&result);
    job->settings = given;
    return status;
}

static const char *const risk_formats[] = {TABLE_FORMATS, "json", "gpkg", "tif", "tiff",
                                           "png",         "svg",  "pdf",  NULL};

static const command_example risk_examples[] = {
    {"Where burglary is a larger part of all crime than elsewhere",
     "wardmap risk shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer wards "
     "--show \"parent = 'Wendmouth'\" --category Burglary -o burglary.png -o burglary.csv"},
    {"Incidents per resident, by the residents of LSOAs, as a map and a workbook",
     "wardmap risk shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer wards "
     "--show \"parent = 'Wendmouth'\" --people shapes/aldshire.gpkg --people-layer lsoas "
     "--category \"Anti-social behaviour\" -o rate.pdf -o rate.xlsx"},
    {"What rose and fell from one year to the next, with layers for a desktop GIS",
     "wardmap risk shapes/incidents/*.csv.gz --areas shapes/aldshire.gpkg --layer wards "
     "--show \"parent = 'Wendmouth'\" --before 2023-01..2023-12 --period 2024-01..2024-12 "
     "-o change.png -o change.gpkg -o change.tif"},
    {NULL, NULL},
};

const cli_command risk_command = {
    .name = "risk",
    .operands = "INCIDENTS... --areas FILE",
    .summary = "map incidents beside other incidents, residents or an earlier period",
    .description =
        "Divides one density surface by another, or subtracts it: incidents of one kind beside all "
        "others, incidents beside residents, after beside before. Both have the same kernel. Then "
        "it tells what chance could have made: the incidents are dealt at random to all the places "
        "that there are, many times over, and what stands out from these maps is drawn as lines "
        "and listed with its place, its incidents and how likely chance is to make it.\n\nA p "
        "holds for one place looked at alone. The table has beside it a p for having looked over "
        "the whole map. Only incidents in the areas shown count. A .tif holds the surface: the "
        "ratio, the rate per 1,000 or the change per km2 a year; a .gpkg the places that stand "
        "out.",
    .groups = {&area_options, &population_options, &risk_options, &surface_size_options,
               &map_options, &figure_options, &map_filter_options, &output_options,
               &incident_options, &run_options, &limit_options, NULL},
    .formats = risk_formats,
    .examples = risk_examples,
    .may_print = true,
    .settings_size = sizeof(risk_settings),
    .defaults = &risk_defaults,
    .run = run_risk,
};
