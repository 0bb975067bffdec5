/* wardmap repeat: people with two or more rows. */
#include <stdlib.h>

#include "commands.h"
#include "deliver.h"
#include "period.h"
#include "repeat.h"
#include "table.h"

static const repeat_settings repeat_defaults = {.common = SETTINGS_INIT,
                                                .figure = FIGURE_SETTINGS_INIT,
                                                .people = "people",
                                                .least = 2,
                                                .decimals = 1};

#define AT(member) offsetof(repeat_settings, member)

static const cli_option repeat_table[] = {
    {"id", 0, OPTION_TEXT, AT(id), "FIELD", NULL,
     "field by which rows are about the same person or address; rows without it are nobody's"},
    {"by", 0, OPTION_TEXT, AT(by), "FIELD", NULL,
     "one line for each value of a field, such as the kind of offence; with --areas also of "
     "theirs, "
     "such as parent"},
    {"least", 0, OPTION_COUNT, AT(least), "N", NULL,
     "rows from which on one counts as repeat (default 2)"},
    {"unit", 0, OPTION_TEXT, AT(people), "WORD", NULL,
     "what an id stands for, in the plural: victims, addresses (default people)"},
    {"show", 0, OPTION_TEXT, AT(show), "EXPR", NULL,
     "only rows in areas that meet a condition, such as \"parent = 'Lichfield'\""},
    {"suppress-below", 0, OPTION_COUNT, AT(suppress_below), "N", NULL,
     "tell nothing of 1 to N - 1 people: numbers of rows are joined, and what is left is kept "
     "back with what it could be found by"},
    {"round-to", 0, OPTION_COUNT, AT(round_to), "N", NULL,
     "round shown counts to a multiple of N; shares use exact counts"},
    {"decimals", 0, OPTION_COUNT, AT(decimals), "N", NULL,
     "digits after the point of shares in printed tables (default 1)"},
};
static const option_group repeat_options = OPTION_GROUP("People with several rows", repeat_table);

static void repeat_clear(repeat_result *result)
{
    geo_style_free(result->style);
    geo_repetition_free(result->repetition);
    geo_repeats_free(result->repeats);
    labels_clear(&result->by);
    free(result->shown);
    geo_filter_free(result->show);
    load_clear(&result->load);
}

/* ---- rows ----------------------------------------------------------------------------------- */

enum { ID, BY, FIELDS };

typedef struct repeat_reading {
    cli_job *job;
    repeat_result *result;
} repeat_reading;

static geo_status take_row(geo_context *context, void *user, const cli_row *row)
{
    const repeat_reading *reading = user;
    repeat_result *result = reading->result;
    int32_t value = GEO_NO_CODE;
    geo_status status = GEO_OK;
    if (result->shown && !result->shown[row->area])
        return GEO_OK;
    if (result->settings->by)
        status = labels_code(reading->job, &result->by, row, &value);
    return status == GEO_OK ? geo_repeats_add(context, result->repeats, row->value[ID], value)
                            : status;
}

static geo_status read_rows(cli_job *job, repeat_result *result)
{
    repeat_reading reading = {job, result};
    const char *field[FIELDS] = {[ID] = result->settings->id};
    cli_row_taker taker = {.field = field, .field_count = 1, .user = &reading, .take = take_row};
    labels_ask(&result->by, field, &taker.field_count);
    geo_status status = geo_repeats_new(job->context, &result->repeats);
    if (status == GEO_OK)
        status = load_rows(job, &result->load, &taker);
    return status == GEO_OK && result->settings->by ? labels_name(job, &result->by) : status;
}

static geo_status find_shown(cli_job *job, repeat_result *result)
{
    if (!result->show)
        return GEO_OK;
    result->shown = calloc(result->load.areas[0]->count + 1, sizeof *result->shown);
    if (!result->shown)
        return job_out_of_memory(job);
    return geo_show_areas(job->context, result->load.areas[0], result->show, result->shown);
}

/* ---- words ---------------------------------------------------------------------------------- */

geo_status repeat_append_subject(cli_job *job, const repeat_result *result, geo_bytes *bytes)
{
    geo_status status = append_subject(job, bytes);
    if (status == GEO_OK && result->settings->by)
        return geo_bytes_print(job->context, bytes, ": repeat %s by %s", result->settings->people,
                               result->settings->by);
    return status == GEO_OK ? geo_bytes_print(job->context, bytes, ": %s by number of rows",
                                              result->settings->people)
                            : status;
}

static geo_status set_title(cli_job *job, const repeat_result *result, geo_table *table)
{
    geo_bytes title = GEO_BYTES_INIT;
    geo_status status = repeat_append_subject(job, result, &title);
    if (status == GEO_OK)
        status = append_title_period(job, &result->load, &title);
    return deliver_end_title(job, table, &title, status);
}

/* An id that stands in so many rows is rather a word for none. */
static bool may_be_placeholder(const geo_repetition *repetition)
{
    enum { ROWS_MIN = 100, PART_MIN = 100 };
    return repetition->most_rows >= ROWS_MIN &&
           repetition->most_rows >= repetition->rows / PART_MIN;
}

static void warn(cli_job *job, const repeat_result *result)
{
    const geo_repetition *repetition = result->repetition;
    const repeat_settings *settings = result->settings;
    char count[COUNT_TEXT_SIZE];
    if (repetition->without_id > 0)
        job_warn(job,
                 "%s row%s no '%s' and %s left out: rows without it are of unknown %s, not of one",
                 count_text(repetition->without_id, count),
                 repetition->without_id == 1 ? " has" : "s have", settings->id,
                 repetition->without_id == 1 ? "is" : "are", settings->people);
    if (repetition->people == 0)
        job_warn(job, "no row has a '%s'", settings->id);
    if (may_be_placeholder(repetition) && settings->suppress_below < 2)
        job_warn(job,
                 "one value of '%s' stands in %s rows: if it is a word for none, such as "
                 "'unknown', leave it out with --where",
                 settings->id, count_text(repetition->most_rows, count));
}

/* ---- the command ---------------------------------------------------------------------------- */

static geo_status check_settings(cli_job *job, repeat_result *result)
{
    const repeat_settings *settings = result->settings;
    if (!settings->id)
        return job_fail(job, GEO_ERROR_USAGE,
                        "name the field by which rows are about the same person or address with "
                        "--id FIELD");
    if (settings->by && same_text(settings->by, settings->id))
        return job_fail(job, GEO_ERROR_USAGE, "--by %s would print every id; name another field",
                        settings->by);
    if (settings->least < 2)
        return job_fail(job, GEO_ERROR_USAGE, "--least must be 2 or more");
    if (settings->show && job->settings->areas.count == 0)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--show is about areas, and there are none; name them with --areas FILE");
    return settings->show ? geo_filter_parse(job->context, settings->show, &result->show) : GEO_OK;
}

static geo_status make_repetition(cli_job *job, repeat_result *result)
{
    const repeat_settings *settings = result->settings;
    geo_repeat_options options = GEO_REPEAT_OPTIONS_INIT;
    options.least = settings->least;
    options.people = settings->people;
    options.round_to = settings->round_to;
    options.suppress_below = settings->suppress_below;
    options.decimals = settings->decimals > 15 ? 15 : (int)settings->decimals;
    if (settings->by) {
        options.value = result->by.name;
        options.value_count = geo_dictionary_count(result->by.values);
        options.value_name = settings->by;
    }
    geo_status status = geo_repeat(job->context, result->repeats, &options, &result->repetition);
    if (status != GEO_OK)
        return status;
    status = set_title(job, result, result->repetition->table);
    if (status == GEO_OK)
        status = deliver_note_filters(job, result->show, result->repetition->table);
    if (status == GEO_OK)
        status = period_warn(job, &result->load);
    warn(job, result);
    return status;
}

static void write_json(cli_job *job, geo_json *json, const void *value)
{
    const repeat_result *result = value;
    const geo_repetition *repetition = result->repetition;
    (void)job;
    geo_json_text(json, "id", result->settings->id);
    geo_json_integer(json, "least", result->settings->least);
    geo_json_text(json, "sentence", repetition->sentence);
}

static geo_status deliver_table(cli_job *job, const repeat_result *result)
{
    const cli_delivery delivery = {.load = &result->load,
                                   .table = result->repetition->table,
                                   .style = result->style,
                                   .result = result,
                                   .json = write_json,
                                   .figure = &result->settings->figure,
                                   .draw = repeat_draw};
    return deliver(job, &delivery);
}

static geo_status repeat_worker(cli_job *job, const repeat_settings *settings,
                                repeat_result *result)
{
    enum { VALUES_MOST = 1000 };
    result->by = (cli_labels){.option = "by", .field = settings->by, .most = VALUES_MOST};
    geo_status status = check_settings(job, result);
    if (status == GEO_OK)
        status = repeat_check_figure(job, result);
    if (status == GEO_OK)
        status = load_plan(job, &result->load);
    if (status == GEO_OK)
        status = load_areas(job, &result->load);
    if (status == GEO_OK)
        status = find_shown(job, result);
    if (status == GEO_OK)
        status = labels_begin(job, &result->load, &result->by);
    if (status == GEO_OK)
        status = read_rows(job, result);
    if (status == GEO_OK)
        status = make_repetition(job, result);
    if (status == GEO_OK)
        status = deliver_table(job, result);
    return status;
}

static geo_status run_repeat(cli_job *job, const void *settings)
{
    repeat_result result = {.settings = settings};
    geo_status status = repeat_worker(job, settings, &result);
    repeat_clear(&result);
    return status;
}

static const char *const repeat_formats[] = {TABLE_FORMATS, "json", "png", "svg", "pdf", NULL};

static const command_example repeat_examples[] = {
    {"How many victims are victims again, and how much of all crime they suffer",
     "wardmap repeat shapes/force-export.csv.gz --id \"Victim Reference\" --unit victims"},
    {"By kind of offence, with small numbers kept back",
     "wardmap repeat shapes/force-export.csv.gz --id \"Victim Reference\" --unit victims --by "
     "\"Offence Group\" --suppress-below 5"},
    {"By district, and a chart for a report",
     "wardmap repeat shapes/force-export.csv.gz --id \"Victim Reference\" --unit victims --areas "
     "shapes/aldshire.gpkg --layer wards --by parent -o repeat.csv -o repeat.svg"},
    {NULL, NULL},
};

const cli_command repeat_command = {
    .name = "repeat",
    .operands = "INCIDENTS... --id FIELD",
    .summary = "people or addresses with two or more rows: share of people, share of rows",
    .description =
        "Counts the rows of each person (or address: whatever the id stands for) and says how many "
        "have two or more, which share of all they are and which share of all rows is about them: "
        "'26% of victims are repeat victims and suffer 44% of crime'. The worst-hit 10, 5 and 1 "
        "per cent are the smallest whole number of people that is at least as many.\n\nRows with "
        "an empty id are counted apart, never as one person. With --areas only rows in an area "
        "count. No output holds an id.\n\nWith --by there is one line for each value. A person "
        "counts with every value that they have rows with, and as repeat by the rows with that "
        "value alone, so the lines do not add up to 'all'.\n\nA picture (-o with .png, .svg or "
        ".pdf) shows the shares of people and of rows by number of rows, or with --by the share "
        "of repeat people with each value.",
    .groups = {&repeat_options, &area_options, &figure_options, &filter_options, &output_options,
               &incident_options, &run_options, &limit_options, NULL},
    .formats = repeat_formats,
    .examples = repeat_examples,
    .may_print = true,
    .settings_size = sizeof(repeat_settings),
    .defaults = &repeat_defaults,
    .run = run_repeat,
};
