/* wardmap compare: rates by offence beside those of other places. */
#include <math.h>
#include <stdlib.h>

#include "commands.h"
#include "compare_figure.h"
#include "deliver.h"
#include "outputs.h"
#include "period.h"
#include "table.h"

#define AT(member) offsetof(compare_settings, member)

static const compare_settings compare_defaults = {.common = SETTINGS_INIT,
                                                  .figure = FIGURE_SETTINGS_INIT,
                                                  .all_name = "All areas",
                                                  .decimals = 1};

static const cli_option compare_table[] = {
    {"this", 0, OPTION_TEXTS, AT(these), "NAME", NULL,
     "the district that the table is about: it stands first, the notes tell of it, and other "
     "districts are left out; may be repeated"},
    {"each", 0, OPTION_FLAG, AT(each), NULL, NULL,
     "a column for every other district too (as without --this)"},
    {"by", 0, OPTION_TEXT, AT(by), "FIELD", NULL,
     "field of the areas that makes them districts (default: what they are part of, else each "
     "area by itself)"},
    {"show", 0, OPTION_TEXT, AT(show), "EXPR", NULL,
     "show only districts of which an area meets a condition, such as \"parent IN ('Lichfield', "
     "'Tamworth')\"; ranks still refer to all districts"},
    {"all-name", 0, OPTION_TEXT, AT(all_name), "NAME", NULL,
     "what all areas together are called, such as \"Staffordshire force\" (default: All areas)"},
    {"comparators", 0, OPTION_TEXT, AT(comparators), "FILE", NULL,
     "table of other places' rates per 1,000 a year: a column 'offence', and one for each place"},
    {"comparator", 0, OPTION_TEXTS, AT(comparator), "NAME", NULL,
     "use this column of that table; may be repeated (default: all of them)"},
    {"against", 0, OPTION_TEXT, AT(against), "NAME", NULL,
     "the column that the others are compared with (default: all areas)"},
    {"rank", 0, OPTION_FLAG, AT(ranks), NULL, NULL,
     "give each district's place among all districts for each offence"},
    {"values", 0, OPTION_CHOICE, AT(values), "KIND", "rate|count|both",
     "what the columns of areas hold (default rate)"},
    {"levels", 0, OPTION_COUNT, AT(levels), "N", NULL,
     "levels of the offence tree (default 0: all)"},
    {"long", 0, OPTION_FLAG, AT(is_long), NULL, NULL,
     "a row for each offence and place, with counts, populations and intervals"},
    {"per-year", 0, OPTION_FLAG, AT(per_year), NULL, NULL,
     "scale rates to a year by the months that the incidents cover"},
    {"round-to", 0, OPTION_COUNT, AT(round_to), "N", NULL,
     "round shown counts to a multiple of N; rates use exact counts"},
    {"suppress-below", 0, OPTION_COUNT, AT(suppress_below), "N", NULL,
     "keep back counts of 1 to N - 1 and the rates made of them, and others where these could be "
     "found by subtraction"},
    {"decimals", 0, OPTION_COUNT, AT(decimals), "N", NULL,
     "digits after the point of rates in printed tables (default 1)"},
};
static const option_group compare_options = OPTION_GROUP("Comparison", compare_table);

static void compare_clear(compare_result *result)
{
    geo_style_free(result->style);
    geo_compared_free(result->compared);
    free(result->count);
    free(result->shown);
    geo_area_groups_free(result->groups);
    comparators_clear(&result->comparators);
    counts_clear(&result->counts);
    denominators_clear(&result->denominators);
    offences_clear(&result->offences);
    geo_filter_free(result->show);
    load_clear(&result->load);
}

/* ---- before the incidents ------------------------------------------------------------------- */

static geo_status check_settings(cli_job *job, const compare_settings *settings)
{
    if (settings->comparator.count > 0 && !settings->comparators)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--comparator names a column of a table; name that with --comparators "
                        "FILE");
    if (settings->is_long && settings->values != GEO_COMPARE_RATES)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--long always has counts and rates; leave out --values");
    return GEO_OK;
}

static geo_status read_comparators(cli_job *job, compare_result *result)
{
    const compare_settings *settings = result->settings;
    text_list read = {.item = NULL};
    if (!settings->comparators)
        return GEO_OK;
    if (!text_list_add(&read, settings->comparators))
        return job_out_of_memory(job);
    geo_status status = outputs_check_further(job, &result->load.inputs, &read, NULL);
    text_list_clear(&read);
    return status == GEO_OK ? comparators_read(job, settings->comparators, &settings->comparator,
                                               &result->comparators)
                            : status;
}

static geo_status prepare(cli_job *job, compare_result *result)
{
    const compare_settings *settings = result->settings;
    geo_status status = check_settings(job, settings);
    if (status == GEO_OK)
        status = compare_check_figure(job, result);
    if (status == GEO_OK && settings->show)
        status = geo_filter_parse(job->context, settings->show, &result->show);
    if (status == GEO_OK)
        status = load_plan_with_areas(job, &result->load);
    if (status == GEO_OK)
        status = offences_plan(job, &settings->offences, &result->load, &result->offences);
    if (status == GEO_OK)
        status = read_comparators(job, result);
    if (status == GEO_OK)
        status = load_areas(job, &result->load);
    if (status == GEO_OK)
        status = denominators_check(job, &result->load);
    return status == GEO_OK ? compare_choose_columns(job, result) : status;
}

/* ---- the table ------------------------------------------------------------------------------ */

/* Published rates are a year's; beside those of five months they would look high. */
static void warn_of_period(cli_job *job, const compare_result *result)
{
    const cli_load *load = &result->load;
    size_t missing = 0;
    double years = geo_frame_years(load->frame, load_period(load), &missing);
    if (result->comparators.name.count == 0 || result->settings->per_year ||
        fabs(12 * years - 12) < 0.5)
        return;
    if (years > 0)
        job_warn(job,
                 "comparators are rates a year, and the incidents cover %.3g months: --per-year "
                 "makes rates that compare with them",
                 12 * years);
    else
        job_warn(job, "comparators are rates a year, and the incidents have no dates that tell "
                      "whether they cover one");
}

static geo_status count_incidents(cli_job *job, compare_result *result)
{
    geo_area_counts *incidents = &result->incidents;
    geo_status status = counts_of_all(job, &result->load, &result->offences, &result->counts);
    if (status == GEO_OK)
        status = offences_count(job, &result->offences, result->counts.tally[0], &result->count);
    if (status == GEO_OK)
        status = denominators_find(job, &result->load, result->offences.tree,
                                   &result->settings->offences.denominator, &result->denominators);
    *incidents = (geo_area_counts){.areas = result->load.areas[0],
                                   .categories = result->offences.tree,
                                   .count = result->count,
                                   .population = result->denominators.of};
    if (status == GEO_OK && result->settings->comparators)
        status = comparators_match(job, incidents, &result->comparators);
    if (status == GEO_OK)
        status = period_years(job, &result->load, result->settings->per_year, &incidents->years);
    if (status == GEO_OK)
        warn_of_period(job, result);
    return status;
}

static geo_status set_title(cli_job *job, compare_result *result)
{
    const compare_settings *settings = result->settings;
    geo_context *context = job->context;
    geo_bytes title = GEO_BYTES_INIT;
    geo_status status = append_subject(job, &title);
    if (status == GEO_OK)
        status = geo_bytes_print(context, &title, " by offence: %s",
                                 settings->is_long || settings->values == GEO_COMPARE_BOTH
                                     ? "count and rate"
                                 : settings->values == GEO_COMPARE_COUNTS ? "count"
                                                                          : "rate");
    if (status == GEO_OK && (settings->is_long || settings->values != GEO_COMPARE_COUNTS))
        status = geo_bytes_print(context, &title, " per 1,000%s%s",
                                 settings->offences.denominator.count > 0 ? "" : " residents",
                                 settings->per_year ? " a year" : "");
    for (size_t i = 0; i < result->this_count && status == GEO_OK; i++)
        status = geo_bytes_print(context, &title, "%s%s", i == 0 ? ", " : " and ",
                                 result->groups->name[result->shown[i]]);
    if (status == GEO_OK)
        status = geo_bytes_print(context, &title, "%s compared with %s%s",
                                 result->this_count == 0 ? "," : "", result->compared->against,
                                 result->load.frame->month_count > 0 ? ", " : "");
    if (status == GEO_OK)
        status = append_period(context, &title, result->load.frame, load_period(&result->load));
    if (status == GEO_OK)
        status = end_text(context, &title);
    if (status == GEO_OK)
        status = geo_table_set_title(context, result->compared->table, title.data);
    geo_bytes_clear(&title);
    return status;
}

static geo_status note_comparators(cli_job *job, const compare_result *result)
{
    const cli_comparators *comparators = &result->comparators;
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status = GEO_OK;
    if (comparators->name.count == 0)
        return GEO_OK;
    status = append_list(job->context, &note, comparators->name.item, comparators->name.count);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, &note, ": rates a year from %s",
                                 base_name(comparators->path));
    return deliver_end_note(job, result->compared->table, &note, status);
}

static geo_status add_notes(cli_job *job, compare_result *result)
{
    geo_table *table = result->compared->table;
    geo_status status = note_comparators(job, result);
    if (status == GEO_OK)
        status = deliver_note_filters(job, NULL, table);
    return status == GEO_OK
               ? denominators_note(job, result->offences.tree, &result->denominators, table)
               : status;
}

static geo_status make_comparison(cli_job *job, compare_result *result)
{
    const compare_settings *settings = result->settings;
    geo_compare_options options = GEO_COMPARE_OPTIONS_INIT;
    options.groups = result->groups;
    options.shown = result->shown;
    options.shown_count = result->shown_count;
    options.this_count = result->this_count;
    options.all_name = settings->all_name;
    options.comparator = result->comparators.comparator;
    options.comparator_count = result->comparators.name.count;
    options.against = settings->against;
    options.levels = (size_t)settings->levels;
    options.values = (geo_compare_values)settings->values;
    options.has_ranks = settings->ranks;
    options.is_long = settings->is_long;
    options.round_to = settings->round_to;
    options.suppress_below = settings->suppress_below;
    options.decimals = settings->decimals > 15 ? 15 : (int)settings->decimals;
    geo_status status = geo_compare(job->context, &result->incidents, &options, &result->compared);
    if (status == GEO_OK)
        status = set_title(job, result);
    return status == GEO_OK ? add_notes(job, result) : status;
}

/* ---- command -------------------------------------------------------------------------------- */

static void put_json(cli_job *job, geo_json *json, const void *value)
{
    const compare_result *result = value;
    (void)job;
    geo_json_real(json, "years", result->incidents.years);
    geo_json_text(json, "by", result->groups->field);
    geo_json_text(json, "against", result->compared->against);
    geo_json_object(json, "hidden");
    geo_json_integer(json, "small", (int64_t)result->compared->hidden.small);
    geo_json_integer(json, "others", (int64_t)result->compared->hidden.others);
    geo_json_close(json);
}

static geo_status compare_worker(cli_job *job, compare_result *result)
{
    geo_status status = prepare(job, result);
    if (status == GEO_OK)
        status = count_incidents(job, result);
    if (status == GEO_OK)
        status = make_comparison(job, result);
    if (status != GEO_OK)
        return status;
    const cli_delivery delivery = {.load = &result->load,
                                   .table = result->compared->table,
                                   .data = result->compared->data,
                                   .result = result,
                                   .json = put_json,
                                   .figure = &result->settings->figure,
                                   .style = result->style,
                                   .draw = compare_draw};
    return deliver(job, &delivery);
}

static geo_status run_compare(cli_job *job, const void *settings)
{
    compare_result result = {.settings = settings};
    geo_status status = compare_worker(job, &result);
    compare_clear(&result);
    return status;
}

static const char *const compare_formats[] = {TABLE_FORMATS, "json", "png", "svg", "pdf", NULL};

static const command_example compare_examples[] = {
    {"One district beside the county and other places, 2024",
     "wardmap compare shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer wards "
     "--this Saltmere --all-name Aldshire --comparators shapes/comparators.csv --rank"},
    {"Every district against England, as a workbook and a page for the web",
     "wardmap compare shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer wards "
     "--comparators shapes/comparators.csv --comparator England --against England -o rates.xlsx "
     "-o rates.html"},
    {"Counts, rates and intervals of each offence and district, one to a row",
     "wardmap compare shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer wards "
     "--long --rank --suppress-below 5 -o rates.csv"},
    {NULL, NULL},
};

const cli_command compare_command = {
    .name = "compare",
    .operands = "INCIDENTS... --areas FILE",
    .summary = "compare districts' rates by offence with other places",
    .description =
        "Offences down, places across: this district, other districts, all areas together, and "
        "places whose published rates a file holds. A district is what several areas are part of; "
        "its rate is all its incidents over all its residents.\n\nEach rate is compared with that "
        "of one place, all areas or --against: lower or higher where the whole 95% interval of "
        "the rate (Byar's; exact below 10 incidents) lies on one side of it. The table for people "
        "marks that by triangles, CSV and JSON have it in a column.\n\nComparators are matched to "
        "offences by name, as published tables write them ('Theft - Shoplifting') too; rows "
        "without a match are counted and named.",
    .groups = {&area_options, &population_options, &compare_options, &offence_options,
               &figure_options, &filter_options, &output_options, &incident_options, &run_options,
               &limit_options, NULL},
    .formats = compare_formats,
    .examples = compare_examples,
    .may_print = true,
    .settings_size = sizeof(compare_settings),
    .defaults = &compare_defaults,
    .run = run_compare,
};
