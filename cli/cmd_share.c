/* wardmap share: which part of the incidents, where, when and among whom. */
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "deliver.h"
#include "outputs.h"
#include "share.h"
#include "table.h"

static const share_settings share_defaults = {.common = SETTINGS_INIT,
                                              .figure = FIGURE_SETTINGS_INIT,
                                              .longest_hours = 168,
                                              .few = 20,
                                              .decimals = 1};

#define AT(member) offsetof(share_settings, member)

static const cli_option share_table[] = {
    {"of", 0, OPTION_TEXT, AT(of), "EXPR", NULL,
     "the share of incidents that meet a condition, written as for --where"},
    {"window", 0, OPTION_TEXT, AT(window), "A..B", NULL,
     "the share of incidents in a time of the day, which may cross midnight: 21:00..04:00"},
    {"in", 0, OPTION_TEXT, AT(in), "EXPR", NULL,
     "the share of incidents in areas that meet a condition, such as \"decile <= 2\""},
    {"by-category", 0, OPTION_FLAG, AT(by_category), NULL, NULL,
     "a row for each kind of incident, instead of each area"},
    {"categories", 0, OPTION_TEXT, AT(offences.categories), "NAME", NULL,
     "how the kinds of --by-category hang together: police.uk (found by itself), home-office, a "
     "mapping file, or none"},
    {"hours", 0, OPTION_FLAG, AT(hours), NULL, NULL,
     "incidents by day of the week and hour; with --of and --in those that meet them"},
    {"show", 0, OPTION_TEXT, AT(show), "EXPR", NULL,
     "show only areas that meet a condition, such as \"parent = 'Lichfield'\"; they are still "
     "compared with all areas"},
    {"top", 0, OPTION_COUNT, AT(top), "N", NULL, "show the first N rows only"},
    {"few", 0, OPTION_COUNT, AT(few), "N", NULL,
     "note rows of fewer incidents, whose shares say little (default 20; 0: none)"},
    {"round-to", 0, OPTION_COUNT, AT(round_to), "N", NULL,
     "round shown counts to a multiple of N; shares use exact counts"},
    {"suppress-below", 0, OPTION_COUNT, AT(suppress_below), "N", NULL,
     "keep back counts of 1 to N - 1, whether they meet the condition or not, and others where "
     "these could be found by subtraction"},
    {"decimals", 0, OPTION_COUNT, AT(decimals), "N", NULL,
     "digits after the point of shares in printed tables (default 1)"},
};
static const option_group share_options = OPTION_GROUP("Share", share_table);

static const cli_option class_table[] = {
    {"group-field", 0, OPTION_TEXT, AT(group_field), "FIELD", NULL,
     "group areas by a field of theirs, or of the --group-file"},
    {"group-file", 0, OPTION_TEXT, AT(group_file), "FILE", NULL,
     "table with a code and a class for each area"},
    {"group-code", 0, OPTION_TEXT, AT(group_code), "FIELD", NULL,
     "field of that table with the area's code"},
    {"per-year", 0, OPTION_FLAG, AT(per_year), NULL, NULL,
     "scale the groups' rates to a year by the months that the incidents cover"},
};
static const option_group class_options = OPTION_GROUP("Groups of areas", class_table);

static const cli_option time_table[] = {
    {"from", 0, OPTION_TEXT, AT(from), "FIELD", NULL,
     "field with the time from which an incident may have happened (found: Date From), or when it "
     "did"},
    {"to", 0, OPTION_TEXT, AT(to), "FIELD", NULL,
     "field with the time until which it may have (found: Date To); where it is empty, the former "
     "is when it happened"},
    {"longest-hours", 0, OPTION_NUMBER, AT(longest_hours), "N", NULL,
     "leave out incidents that may have happened in a longer time (default 168, a week)"},
};
static const option_group time_options =
    OPTION_GROUP("Time of day (for --window and --hours)", time_table);

/* ---- what is asked for ---------------------------------------------------------------------- */

static share_kind kind_of(const share_settings *settings)
{
    bool has_condition = settings->of || settings->window || settings->in;
    bool has_groups = settings->group_field || settings->group_file;
    if (settings->hours)
        return SHARE_HOURS;
    if (settings->by_category)
        return SHARE_BY_CATEGORY;
    if (has_groups)
        return has_condition ? SHARE_BY_GROUP : SHARE_OF_GROUPS;
    return settings->common.areas.count > 0 ? SHARE_BY_AREA : SHARE_OF_ALL;
}

static geo_status check_question(cli_job *job, const share_settings *settings)
{
    bool has_condition = settings->of || settings->window || settings->in;
    bool has_groups = settings->group_field || settings->group_file;
    if (!has_condition && !has_groups && !settings->hours)
        return job_fail(job, GEO_ERROR_USAGE,
                        "which share? Give --of, --window or --in, or --group-field, or --hours; "
                        "'wardmap share --help' has examples");
    if (settings->hours && (settings->window || settings->by_category))
        return job_fail(job, GEO_ERROR_USAGE,
                        "--hours shows all hours of all incidents; leave "
                        "out --window and --by-category");
    if (settings->by_category && !has_condition)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--by-category needs --of, --window or --in: of which share?");
    return GEO_OK;
}

static geo_status check_combinations(cli_job *job, const share_result *result)
{
    const share_settings *settings = result->settings;
    bool needs_areas =
        settings->in || settings->group_field || settings->group_file || settings->show;
    if (needs_areas && settings->common.areas.count == 0)
        return job_fail(job, GEO_ERROR_USAGE,
                        "%s is about areas; name their boundaries with --areas FILE",
                        settings->in            ? "--in"
                        : settings->group_field ? "--group-field"
                        : settings->group_file  ? "--group-file"
                                                : "--show");
    if (settings->show && result->kind != SHARE_BY_AREA)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--show chooses among areas, and these rows are none");
    if (settings->group_code && !settings->group_file)
        return job_fail(job, GEO_ERROR_USAGE, "--group-code needs --group-file");
    if (settings->to && !settings->from)
        return job_fail(job, GEO_ERROR_USAGE, "--to needs --from");
    if (settings->per_year && result->kind != SHARE_OF_GROUPS)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--per-year scales the rates of groups; a share has no time to be scaled "
                        "by");
    if (settings->suppress_below > 1 && settings->hours)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--suppress-below keeps back counts of areas and kinds; leave it out with "
                        "--hours");
    if (!(settings->longest_hours > 0))
        return job_fail(job, GEO_ERROR_USAGE, "--longest-hours must be more than 0");
    return GEO_OK;
}

static geo_status parse_conditions(cli_job *job, share_result *result)
{
    const share_settings *settings = result->settings;
    geo_status status = share_parse_window(job, result);
    if (status == GEO_OK && settings->of)
        status = geo_filter_parse(job->context, settings->of, &result->of);
    if (status == GEO_OK && settings->in)
        status = geo_filter_parse(job->context, settings->in, &result->in);
    if (status == GEO_OK && settings->show)
        status = geo_filter_parse(job->context, settings->show, &result->show);
    return status;
}

static geo_status check_files(cli_job *job, const share_result *result)
{
    text_list read = {NULL, 0, 0};
    if (!result->settings->group_file)
        return GEO_OK;
    geo_status status = text_list_add(&read, result->settings->group_file)
                            ? outputs_check_further(job, &result->load.inputs, &read, NULL)
                            : job_out_of_memory(job);
    text_list_clear(&read);
    return status;
}

/* All that can be checked before a byte is read. */
static geo_status plan(cli_job *job, share_result *result)
{
    const share_settings *settings = result->settings;
    geo_status status = check_question(job, settings);
    result->kind = kind_of(settings);
    result->times.longest_minutes = 60 * settings->longest_hours;
    result->load.date_field = settings->from;
    if (status == GEO_OK)
        status = check_combinations(job, result);
    if (status == GEO_OK)
        status = share_check_figure(job, result);
    if (status == GEO_OK)
        status = parse_conditions(job, result);
    if (status == GEO_OK)
        status = load_plan(job, &result->load);
    if (status == GEO_OK)
        status = check_files(job, result);
    if (status == GEO_OK && settings->by_category)
        status = offences_plan(job, &settings->offences, &result->load, &result->offences);
    return status;
}

/* ---- areas ---------------------------------------------------------------------------------- */

static geo_status join_classes(cli_job *job, const share_settings *settings, geo_areas *areas)
{
    const geo_input input = {settings->group_file, {NULL, 0}};
    geo_attribute_options options = GEO_ATTRIBUTE_OPTIONS_INIT;
    options.code = settings->group_code;
    options.field = settings->group_field;
    options.encoding = settings->common.encoding;
    options.limits = limits_of(&settings->common);
    return geo_areas_join_attribute(job->context, areas, &input, &options);
}

/* The class that a table has added is the last attribute. */
static const char *group_field(const share_settings *settings, const geo_areas *areas)
{
    const geo_table *attributes = areas->attributes;
    return settings->group_file ? attributes->column[attributes->column_count - 1].name
                                : settings->group_field;
}

static geo_status choose_areas(cli_job *job, share_result *result, const geo_areas *areas)
{
    geo_status status = GEO_OK;
    result->shown = calloc(areas->count + 1, sizeof *result->shown);
    if (!result->shown)
        return job_out_of_memory(job);
    status = geo_show_areas(job->context, areas, result->show, result->shown);
    if (status != GEO_OK || !result->in)
        return status;
    result->is_in = calloc(areas->count + 1, sizeof *result->is_in);
    if (!result->is_in)
        return job_out_of_memory(job);
    return geo_show_areas(job->context, areas, result->in, result->is_in);
}

static geo_status prepare_areas(cli_job *job, share_result *result)
{
    const share_settings *settings = result->settings;
    bool has_groups = result->kind == SHARE_BY_GROUP || result->kind == SHARE_OF_GROUPS;
    if (settings->common.areas.count == 0)
        return GEO_OK;
    geo_status status = load_areas(job, &result->load);
    if (status == GEO_OK && settings->group_file)
        status = join_classes(job, settings, result->load.areas[0]);
    if (status == GEO_OK)
        status = choose_areas(job, result, result->load.areas[0]);
    if (status == GEO_OK && has_groups)
        status = geo_group_areas(job->context, result->load.areas[0],
                                 group_field(settings, result->load.areas[0]), &result->groups);
    return status;
}

/* ---- results -------------------------------------------------------------------------------- */

static void write_times(geo_json *json, const share_times *times)
{
    geo_json_object(json, "times");
    geo_json_text(json, "from", times->from);
    geo_json_text(json, "to", times->to[0] ? times->to : NULL);
    geo_json_real(json, "longest_hours", times->longest_minutes / 60);
    geo_json_integer(json, "with_time", times->timed);
    geo_json_integer(json, "spread", times->spread);
    geo_json_integer(json, "without_time", times->untimed);
    geo_json_integer(json, "end_before_they_begin", times->backwards);
    geo_json_integer(json, "too_long", times->too_long);
    geo_json_close(json);
}

static void write_keys(cli_job *job, geo_json *json, const void *value)
{
    const share_result *result = value;
    const share_settings *settings = result->settings;
    (void)job;
    geo_json_object(json, "share");
    geo_json_text(json, "of", settings->of);
    geo_json_text(json, "window", settings->window);
    geo_json_text(json, "in", settings->in);
    geo_json_text(json, "group_field", result->groups ? result->groups->field : NULL);
    geo_json_close(json);
    if (result->times.from[0])
        write_times(json, &result->times);
    if (result->kind == SHARE_OF_GROUPS)
        geo_json_real(json, "years", result->years);
}

static geo_status deliver_share(cli_job *job, const share_result *result)
{
    const cli_delivery delivery = {.load = &result->load,
                                   .table = result->table,
                                   .shade_field = "share_percent",
                                   .shade_unit = "% of incidents",
                                   .style = result->style,
                                   .result = result,
                                   .json = write_keys,
                                   .figure = &result->settings->figure,
                                   .draw = share_draw};
    return deliver(job, &delivery);
}

static void share_clear(share_result *result)
{
    geo_style_free(result->style);
    geo_table_free(result->table);
    geo_hours_free(result->hours);
    geo_area_groups_free(result->groups);
    offences_clear(&result->offences);
    geo_filter_free(result->of);
    geo_filter_free(result->in);
    geo_filter_free(result->show);
    free(result->is_in);
    free(result->shown);
    free(result->total);
    free(result->part);
    load_clear(&result->load);
}

static geo_status run_share(cli_job *job, const void *settings)
{
    share_result result = {.settings = settings};
    geo_status status = plan(job, &result);
    if (status == GEO_OK)
        status = prepare_areas(job, &result);
    if (status == GEO_OK)
        status = share_count(job, &result);
    if (status == GEO_OK)
        status = share_make_table(job, &result);
    if (status == GEO_OK)
        status = share_add_words(job, &result);
    if (status == GEO_OK)
        status = deliver_share(job, &result);
    share_clear(&result);
    return status;
}

static const char *const share_formats[] = {TABLE_FORMATS, "json", LAYER_FORMATS, "png",
                                            "svg",         "pdf",  NULL};

static const command_example share_examples[] = {
    {"Wards by the share of their crime that is alcohol-related",
     "wardmap share shapes/force-export.csv.gz --areas shapes/aldshire.gpkg --layer wards --of "
     "\"Alcohol = 'Y'\" --where \"\\\"Offence Group\\\" != 'Anti-social Behaviour'\" -o "
     "alcohol.csv"},
    {"How much violence in public places is at night",
     "wardmap share shapes/force-export.csv.gz --window 21:00..04:00 --category 'Violence against "
     "the Person' --where \"\\\"Public Place\\\" = 'Y'\""},
    {"When burglars come, as a chart",
     "wardmap share shapes/force-export.csv.gz --hours --category Burglary -o burglary-hours.png"},
    {"Which classes of areas have more than their share",
     "wardmap share shapes/force-export.csv.gz --areas shapes/aldshire.gpkg --layer lsoas "
     "--group-file shapes/area-classes.csv --group-field Group -o groups.svg -o groups.md"},
    {"Each offence's rural share",
     "wardmap share shapes/force-export.csv.gz --areas shapes/aldshire.gpkg --layer lsoas "
     "--group-file shapes/area-classes.csv --group-field 'Rural Urban' --in \"\\\"Rural "
     "Urban\\\" = 'Rural'\" --by-category"},
    {NULL, NULL},
};

const cli_command share_command = {
    .name = "share",
    .operands = "INCIDENTS... [--areas FILE]",
    .summary = "the share of incidents that meet a condition, at night, or among groups of areas",
    .description =
        "Says which part of the incidents meets a condition (--of), happened in a time of the day "
        "(--window) or in some of the areas (--in), with its 95% interval (Wilson's): in each area "
        "and in all of them, without --areas in one line, with --by-category for each kind of "
        "incident. Given together they must all hold. What the share is a part of, --where, "
        "--category and --period say. An area is lower or higher where its whole interval lies "
        "below or above the share of all areas.\n\n"
        "With --group-field or --group-file areas are put together, such as rural and urban ones. "
        "Without a condition the table shows the groups' share of incidents beside that of "
        "residents, and the ratio of the two; with one, the share that meets it in each "
        "group.\n\n"
        "An incident that may have happened at any time between two moments counts by the part of "
        "that time in the window or hour (aoristic weights), so that counts need not be whole. "
        "One without a time of day, ending before it begins, or with a time longer than "
        "--longest-hours is left out, and the table says how many are. Times are those of the "
        "clock, as they are written: summer time is not allowed for.",
    .groups = {&share_options, &class_options, &time_options, &area_options, &population_options,
               &figure_options, &filter_options, &output_options, &incident_options, &run_options,
               &limit_options, NULL},
    .formats = share_formats,
    .examples = share_examples,
    .may_print = true,
    .settings_size = sizeof(share_settings),
    .defaults = &share_defaults,
    .run = run_share,
};
