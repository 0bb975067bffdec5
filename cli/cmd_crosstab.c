/* wardmap crosstab: incidents by two fields, of theirs or of the areas that they are in. */
#include <stdlib.h>

#include "commands.h"
#include "crosstab.h"
#include "deliver.h"
#include "period.h"
#include "table.h"

static const crosstab_settings crosstab_defaults = {.common = SETTINGS_INIT,
                                                    .figure = FIGURE_SETTINGS_INIT,
                                                    .population_count = "Population",
                                                    .decimals = 1};

#define AT(member) offsetof(crosstab_settings, member)

static const cli_option crosstab_table[] = {
    {"rows", 0, OPTION_TEXT, AT(rows), "FIELD", NULL,
     "what goes down: a field of the incidents or the areas, or decile, quintile, top-20, "
     "category, month, weekday"},
    {"columns", 0, OPTION_TEXT, AT(columns), "FIELD", NULL, "what goes across, likewise"},
    {"cells", 0, OPTION_CHOICE, AT(cells), "WHAT", "all|count|rate|row-share|column-share|share",
     "one number a cell, as reports print it: count, rate, or share of the row's sum, the column's "
     "or of all (default: all that there is, side by side)"},
    {"bands", 0, OPTION_TEXT, AT(bands), "N,N,...", NULL,
     "cut the numbers of --rows into bands that begin at each N: 0,10,18,25 makes 0-9, 10-17, "
     "18-24 and 25+"},
    {"column-bands", 0, OPTION_TEXT, AT(column_bands), "N,N,...", NULL, "those of --columns"},
    {"categories", 0, OPTION_TEXT, AT(offences.categories), "NAME", NULL,
     "group 'category' by the branches of a tree of offences: police.uk, home-office or a mapping "
     "file"},
    {"show-shares", 0, OPTION_CHOICE, AT(shares), "OF", "none|rows|columns|all",
     "shares of each row's sum, of each column's or of all, beside the counts"},
    {"sort", 0, OPTION_CHOICE, AT(sort), "BY", "label|count",
     "order of the rows: label (ages, deciles, months and days of the week in theirs; the "
     "default), or the largest first"},
    {"show", 0, OPTION_TEXT, AT(show), "EXPR", NULL,
     "only incidents in areas that meet a condition, such as \"parent = 'Lichfield'\", and only "
     "their people"},
    {"suppress-below", 0, OPTION_COUNT, AT(suppress_below), "N", NULL,
     "keep back counts of 1 to N - 1, and others where these could be found by subtraction"},
    {"round-to", 0, OPTION_COUNT, AT(round_to), "N", NULL,
     "round shown counts to a multiple of N; rates and shares use exact counts"},
    {"decimals", 0, OPTION_COUNT, AT(decimals), "N", NULL,
     "digits after the point of rates and shares in printed tables (default 1)"},
};
static const option_group crosstab_options = OPTION_GROUP("Crosstab", crosstab_table);

static const cli_option rate_table[] = {
    {"age-population", 0, OPTION_TEXT, AT(age_population), "FILE", NULL,
     "people of each area by age: a table with a field for each year or band of ages, such as 0, "
     "1 ... 90+ or 0-9, 10-17"},
    {"age-population-code", 0, OPTION_TEXT, AT(age_population_code), "FIELD", NULL,
     "its field with the areas' codes"},
    {"whole-population", 0, OPTION_FLAG, AT(whole_population), NULL, NULL,
     "divide every value of a field of the incidents by all the people of the area: the field "
     "tells incidents apart, as category does, not people"},
    {"population-table", 0, OPTION_TEXT, AT(population_table), "FILE", NULL,
     "people by both labels: a line for each row and column of the crosstab"},
    {"population-rows", 0, OPTION_TEXT, AT(population_rows), "FIELD", NULL,
     "its field with the labels of --rows, where it is named differently"},
    {"population-columns", 0, OPTION_TEXT, AT(population_columns), "FIELD", NULL,
     "its field with the labels of --columns, likewise"},
    {"population-count", 0, OPTION_TEXT, AT(population_count), "FIELD", NULL,
     "its field with the number of people (default Population)"},
    {"per-year", 0, OPTION_FLAG, AT(per_year), NULL, NULL,
     "scale rates to a year by the months that the incidents cover"},
};
static const option_group rate_options = OPTION_GROUP("Rates", rate_table);

static void crosstab_clear(crosstab_result *result)
{
    geo_style_free(result->style);
    geo_table_free(result->cells);
    geo_crosstab_table_free(result->table);
    crossing_clear(&result->crossing);
    indices_clear(&result->indices);
    offences_clear(&result->offences);
    free(result->by_area);
    free(result->column_band);
    free(result->band);
    free(result->shown);
    geo_filter_free(result->show);
    load_clear(&result->load);
}

/* ---- areas ---------------------------------------------------------------------------------- */

static geo_status find_shown(cli_job *job, crosstab_result *result)
{
    if (!result->show)
        return GEO_OK;
    result->shown = calloc(result->load.areas[0]->count + 1, sizeof *result->shown);
    if (!result->shown)
        return job_out_of_memory(job);
    result->crossing.shown = result->shown;
    return geo_show_areas(job->context, result->load.areas[0], result->show, result->shown);
}

static geo_status find_groups(cli_job *job, crosstab_result *result)
{
    if (!result->has_groups)
        return GEO_OK;
    geo_status status = indices_of_areas(job, &result->load, NULL, &result->indices);
    if (status == GEO_OK)
        status = indices_complete_areas(job, &result->indices, result->load.areas[0]);
    if (status != GEO_OK || !result->indices.bridge)
        return status;
    result->by_area = calloc(result->load.areas[0]->count + 1, sizeof *result->by_area);
    result->crossing.by_area = result->by_area;
    return result->by_area ? GEO_OK : job_out_of_memory(job);
}

static geo_status begin_labels(cli_job *job, crosstab_result *result)
{
    cli_crossing *crossing = &result->crossing;
    cli_labels *groups = result->rows_are_groups ? &crossing->rows : &crossing->columns;
    crossing->rows.tree = crossing->columns.tree = result->offences.tree;
    geo_status status = labels_begin(job, &result->load, &crossing->rows);
    if (status == GEO_OK)
        status = labels_begin(job, &result->load, &crossing->columns);
    return status == GEO_OK && result->has_groups
               ? labels_of_groups(job, groups, result->indices.areas)
               : status;
}

static geo_status prepare(cli_job *job, crosstab_result *result)
{
    geo_status status = load_areas(job, &result->load);
    if (status == GEO_OK)
        status = find_groups(job, result);
    if (status == GEO_OK)
        status = find_shown(job, result);
    if (status == GEO_OK)
        status = begin_labels(job, result);
    return status == GEO_OK ? crosstab_plan_people(job, result) : status;
}

/* ---- incidents ------------------------------------------------------------------------------ */

static geo_status check_kind(cli_job *job, const crosstab_result *result, const cli_labels *labels)
{
    const geo_frame *frame = result->load.frame;
    bool is_time = labels->kind == LABELS_OF_MONTH || labels->kind == LABELS_OF_WEEKDAY;
    if (labels->kind == LABELS_OF_CATEGORY && !frame->is_categorised && !labels->tree)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--%s category: no field of the incidents holds categories; name it with "
                        "--category-field",
                        labels->option);
    if (is_time && !frame->is_dated)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--%s %s: the incidents have no dates; name their field with --date",
                        labels->option, labels->field);
    if (labels->kind == LABELS_OF_WEEKDAY && frame->is_monthly)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--%s weekday: the incidents tell their month but not their day",
                        labels->option);
    if (labels->not_in_tree > 0) {
        char count[COUNT_TEXT_SIZE];
        job_warn(job, "%s row%s of a category that is in no branch of %s %s as not known",
                 count_text((int64_t)labels->not_in_tree, count),
                 labels->not_in_tree == 1 ? "" : "s", result->settings->offences.categories,
                 labels->not_in_tree == 1 ? "counts" : "count");
    }
    return GEO_OK;
}

static geo_status count_incidents(cli_job *job, crosstab_result *result)
{
    cli_crossing *crossing = &result->crossing;
    crossing->keeps_areas = true;
    geo_status status = crossing_count(job, &result->load, crossing);
    if (status == GEO_OK)
        status = check_kind(job, result, &crossing->rows);
    if (status == GEO_OK)
        status = check_kind(job, result, &crossing->columns);
    if (status == GEO_OK)
        status = crosstab_find_people(job, result);
    return status == GEO_OK
               ? crossing_put_in_order(job, crossing, result->settings->sort == CROSSTAB_BY_COUNT)
               : status;
}

/* ---- the table ------------------------------------------------------------------------------ */

static bool draws(const crosstab_result *result)
{
    return result->style || result->settings->figure.alt_text;
}

static geo_status make_table(cli_job *job, crosstab_result *result)
{
    const crosstab_settings *settings = result->settings;
    geo_crosstab_options options = GEO_CROSSTAB_OPTIONS_INIT;
    geo_status status = result->people != CROSSTAB_NOBODY
                            ? period_years(job, &result->load, settings->per_year, &result->years)
                            : period_warn(job, &result->load);
    options.shares = crosstab_shares(settings);
    options.years = settings->per_year ? result->years : 1;
    options.decimals = settings->decimals > 15 ? 15 : (int)settings->decimals;
    options.round_to = settings->round_to;
    options.suppress_below = settings->suppress_below;
    if (status == GEO_OK)
        status =
            geo_crosstab_make(job->context, &result->crossing.crosstab, &options, &result->table);
    if (status == GEO_OK)
        status = crosstab_set_words(job, result);
    return status == GEO_OK && (settings->cells != CROSSTAB_CELLS_ALL || draws(result))
               ? crosstab_pick_cells(job, result)
               : status;
}

static void write_json(cli_job *job, geo_json *json, const void *value)
{
    static const char *const cells[] = {"all",       "count",        "rate",
                                        "row-share", "column-share", "share"};
    static const char *const people[] = {NULL, "table", "ages", "areas"};
    const crosstab_result *result = value;
    (void)job;
    geo_json_text(json, "row_field", result->settings->rows);
    geo_json_text(json, "column_field", result->settings->columns);
    geo_json_text(json, "cells", cells[result->settings->cells]);
    geo_json_text(json, "population_of", people[result->people]);
    if (result->people != CROSSTAB_NOBODY)
        geo_json_real(json, "years", result->years);
    if (result->has_groups)
        indices_json(json, &result->indices);
}

static geo_status deliver_table(cli_job *job, const crosstab_result *result)
{
    bool is_picked = result->settings->cells != CROSSTAB_CELLS_ALL;
    const cli_delivery delivery = {.load = &result->load,
                                   .table = is_picked ? result->cells : result->table->table,
                                   .style = result->style,
                                   .result = result,
                                   .json = write_json,
                                   .figure = &result->settings->figure,
                                   .draw = crosstab_draw};
    return deliver(job, &delivery);
}

/* ---- the command ---------------------------------------------------------------------------- */

static geo_status crosstab_worker(cli_job *job, crosstab_result *result)
{
    geo_status status = crosstab_plan(job, result);
    if (status == GEO_OK)
        status = prepare(job, result);
    if (status == GEO_OK)
        status = count_incidents(job, result);
    if (status == GEO_OK)
        status = make_table(job, result);
    return status == GEO_OK ? deliver_table(job, result) : status;
}

static geo_status run_crosstab(cli_job *job, const void *settings)
{
    crosstab_settings own = *(const crosstab_settings *)settings;
    crosstab_result result = {.settings = &own};
    geo_status status = crosstab_name_fields(job, &own, &result);
    job->settings = &own.common;
    if (status == GEO_OK)
        status = crosstab_worker(job, &result);
    crosstab_clear(&result);
    job->settings = settings;
    return status;
}

static const char *const crosstab_formats[] = {TABLE_FORMATS, "json", "png", "svg", "pdf", NULL};

static const command_example crosstab_examples[] = {
    {"Kinds of offence by deprivation decile, rates a year, as a table and a shaded picture",
     "wardmap crosstab shapes/force-export.csv.gz --rows category --columns decile --areas "
     "shapes/aldshire.gpkg --layer lsoas --cells rate --per-year -o crosstab.csv -o crosstab.svg"},
    {"Victims by age and decile, per 1,000 people of that age a year",
     "wardmap crosstab shapes/force-export.csv.gz --rows \"Victim Age Band\" --columns decile "
     "--areas shapes/aldshire.gpkg --layer lsoas --age-population shapes/lsoa-population-age.csv "
     "--cells rate --per-year -o ages.png"},
    {"Age bands of one's own by quintile: what share of each quintile's victims they are",
     "wardmap crosstab shapes/force-export.csv.gz --rows \"Victim Age\" --bands "
     "0,10,18,25,35,50,65 "
     "--columns quintile --areas shapes/aldshire.gpkg --layer lsoas --cells column-share"},
    {"The most deprived 20% against the rest in each district, small counts kept back",
     "wardmap crosstab shapes/force-export.csv.gz --rows LAD24NM --columns top-20 --areas "
     "shapes/aldshire.gpkg --layer lsoas --deprivation shapes/lsoa-deprivation.csv "
     "--suppress-below 5"},
    {NULL, NULL},
};

const cli_command crosstab_command = {
    .name = "crosstab",
    .operands = "INCIDENTS... --rows FIELD --columns FIELD",
    .summary = "two fields against each other, such as age by deprivation decile, shaded",
    .description =
        "Counts incidents by two fields of theirs or, with --areas, of the areas that they are in: "
        "code, name, parent or any of their own; decile, quintile or top-20 (groups of "
        "deprivation); or category, month or weekday of the incidents.\n\nDecile 1 is the most "
        "deprived. Deciles are equal numbers of areas in the nation, not of people; a decile's "
        "rate is its incidents over its people, never a mean of areas' rates.\n\nWhere one field "
        "is the areas' there are rates per 1,000 people with 95% intervals (Byar's; exact below "
        "10). Kinds of incident (category, month, weekday, and with --whole-population any field) "
        "are divided by all the people of those areas, and marked where they lie below or above "
        "the rate of their whole row. Ages are divided by the people of that age, which "
        "--age-population tells.\n\nRows in which a field is empty are 'not known': they stand "
        "last, and count in the totals but in no share or rate.\n\nA picture (-o with .png, .svg "
        "or .pdf) is a table shaded by what --cells names: else by rates if there are any, by "
        "shares if they are asked for, by counts.",
    .groups = {&crosstab_options, &rate_options, &area_options, &population_options,
               &indices_options, &figure_options, &filter_options, &output_options,
               &incident_options, &run_options, &limit_options, NULL},
    .formats = crosstab_formats,
    .examples = crosstab_examples,
    .may_print = true,
    .settings_size = sizeof(crosstab_settings),
    .defaults = &crosstab_defaults,
    .run = run_crosstab,
};
