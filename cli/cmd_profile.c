/* wardmap profile: incidents by two fields, such as age and sex. */
#include <stdlib.h>

#include "commands.h"
#include "deliver.h"
#include "period.h"
#include "profile.h"
#include "table.h"

static const profile_settings profile_defaults = {.common = SETTINGS_INIT,
                                                  .figure = FIGURE_SETTINGS_INIT,
                                                  .population_count = "Population",
                                                  .decimals = 1};

#define AT(member) offsetof(profile_settings, member)

static const cli_option profile_table[] = {
    {"rows", 0, OPTION_TEXT, AT(rows), "FIELD", NULL,
     "field whose values go down, such as an age band; with --areas also one of theirs, such as "
     "parent"},
    {"columns", 0, OPTION_TEXT, AT(columns), "FIELD", NULL,
     "field whose values go across, such as the sex"},
    {"bands", 0, OPTION_TEXT, AT(bands), "N,N,...", NULL,
     "cut the numbers of --rows into bands that begin at each N: 0,10,18,25 makes 0-9, 10-17, "
     "18-24 and 25+"},
    {"show-shares", 0, OPTION_CHOICE, AT(shares), "OF", "none|rows|columns|all",
     "shares of each row's sum, of each column's or of all, beside the counts"},
    {"sort", 0, OPTION_CHOICE, AT(sort), "BY", "label|count",
     "order of the rows: label (ages, months and days of the week in theirs; the default), or the "
     "largest first"},
    {"show", 0, OPTION_TEXT, AT(show), "EXPR", NULL,
     "only rows in areas that meet a condition, such as \"parent = 'Lichfield'\""},
    {"suppress-below", 0, OPTION_COUNT, AT(suppress_below), "N", NULL,
     "keep back counts of 1 to N - 1, and others where these could be found by subtraction"},
    {"round-to", 0, OPTION_COUNT, AT(round_to), "N", NULL,
     "round shown counts to a multiple of N; rates and shares use exact counts"},
    {"decimals", 0, OPTION_COUNT, AT(decimals), "N", NULL,
     "digits after the point of rates and shares in printed tables (default 1)"},
};
static const option_group profile_options = OPTION_GROUP("Profile", profile_table);

static const cli_option rate_table[] = {
    {"population-table", 0, OPTION_TEXT, AT(population_table), "FILE", NULL,
     "populations for rates per 1,000, a line for each row and column of the profile; of the same "
     "places as the incidents"},
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

static void profile_clear(profile_result *result)
{
    geo_style_free(result->style);
    geo_crosstab_table_free(result->table);
    crossing_clear(&result->crossing);
    free(result->band);
    free(result->shown);
    geo_filter_free(result->show);
    load_clear(&result->load);
}

/* ---- settings ------------------------------------------------------------------------------- */

static geo_status check_fields(cli_job *job, const profile_settings *settings)
{
    if (!settings->rows)
        return job_fail(job, GEO_ERROR_USAGE,
                        "name the field whose values go down the table with --rows FIELD");
    if (settings->columns && same_text(settings->rows, settings->columns))
        return job_fail(job, GEO_ERROR_USAGE,
                        "--rows and --columns are the same field; leave out --columns");
    if (settings->show && job->settings->areas.count == 0)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--show is about areas, and there are none; name them with --areas FILE");
    return GEO_OK;
}

static geo_status check_settings(cli_job *job, profile_result *result)
{
    const profile_settings *settings = result->settings;
    cli_labels *rows = &result->crossing.rows;
    geo_status status = check_fields(job, settings);
    if (status != GEO_OK)
        return status;
    if (settings->per_year && !settings->population_table)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--per-year scales rates, which need --population-table FILE");
    if (settings->suppress_below > 1 && settings->sort == PROFILE_BY_COUNT)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--sort count would tell by their place how large the counts are that "
                        "--suppress-below keeps back; leave out one of them");
    if (settings->bands)
        status = labels_bands(job, "bands", settings->bands, &result->band, &rows->band_count);
    rows->band = result->band;
    return status == GEO_OK && settings->show
               ? geo_filter_parse(job->context, settings->show, &result->show)
               : status;
}

static geo_status find_shown(cli_job *job, profile_result *result)
{
    if (!result->show)
        return GEO_OK;
    result->shown = calloc(result->load.areas[0]->count + 1, sizeof *result->shown);
    if (!result->shown)
        return job_out_of_memory(job);
    return geo_show_areas(job->context, result->load.areas[0], result->show, result->shown);
}

/* ---- words ---------------------------------------------------------------------------------- */

geo_status profile_append_subject(cli_job *job, const profile_result *result, geo_bytes *bytes)
{
    const profile_settings *settings = result->settings;
    geo_status status = append_subject(job, bytes);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, bytes, " by %s", settings->rows);
    if (status == GEO_OK && settings->columns)
        status = geo_bytes_print(job->context, bytes, " and %s", settings->columns);
    return status;
}

static geo_status set_title(cli_job *job, const profile_result *result)
{
    geo_bytes title = GEO_BYTES_INIT;
    geo_status status = profile_append_subject(job, result, &title);
    if (status == GEO_OK && result->settings->population_table)
        status = geo_bytes_print(job->context, &title, ": count and rate per 1,000 people%s",
                                 result->settings->per_year ? " a year" : "");
    if (status == GEO_OK)
        status = append_title_period(job, &result->load, &title);
    return deliver_end_title(job, result->table->table, &title, status);
}

static geo_status add_note(cli_job *job, const profile_result *result, geo_bytes *note)
{
    geo_status status = end_text(job->context, note);
    if (status == GEO_OK)
        status = geo_table_add_note(job->context, result->table->table, note->data);
    note->length = 0;
    return status;
}

static geo_status add_population_note(cli_job *job, const profile_result *result, geo_bytes *note)
{
    char people[COUNT_TEXT_SIZE];
    const char *path = result->settings->population_table;
    if (!path)
        return GEO_OK;
    geo_status status = geo_bytes_print(
        job->context, note, "Rates are per 1,000 of %s people in %s",
        count_text((int64_t)(result->crossing.people + 0.5), people), base_name(path));
    if (status == GEO_OK && result->settings->per_year)
        status = geo_bytes_print(job->context, note, ", a year: the counts cover ");
    if (status == GEO_OK && result->settings->per_year)
        status = append_short_number(job->context, note, result->years, 2);
    if (status == GEO_OK && result->settings->per_year)
        status = geo_bytes_print(job->context, note, " years");
    return status == GEO_OK ? add_note(job, result, note) : status;
}

static geo_status add_notes(cli_job *job, const profile_result *result)
{
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status = add_population_note(job, result, &note);
    if (status == GEO_OK)
        status = deliver_note_filters(job, result->show, result->table->table);
    geo_bytes_clear(&note);
    return status;
}

/* ---- the command ---------------------------------------------------------------------------- */

static geo_status make_table(cli_job *job, profile_result *result)
{
    const profile_settings *settings = result->settings;
    geo_crosstab_options options = GEO_CROSSTAB_OPTIONS_INIT;
    geo_status status = settings->population_table
                            ? period_years(job, &result->load, settings->per_year, &result->years)
                            : period_warn(job, &result->load);
    options.shares = (geo_share_base)settings->shares;
    options.years = settings->per_year ? result->years : 1;
    options.decimals = settings->decimals > 15 ? 15 : (int)settings->decimals;
    options.round_to = settings->round_to;
    options.suppress_below = settings->suppress_below;
    if (status == GEO_OK)
        status =
            geo_crosstab_make(job->context, &result->crossing.crosstab, &options, &result->table);
    if (status == GEO_OK)
        status = set_title(job, result);
    return status == GEO_OK ? add_notes(job, result) : status;
}

static void write_json(cli_job *job, geo_json *json, const void *value)
{
    const profile_result *result = value;
    (void)job;
    geo_json_text(json, "row_field", result->settings->rows);
    geo_json_text(json, "column_field", result->settings->columns);
    if (result->settings->population_table)
        geo_json_real(json, "years", result->years);
}

static geo_status deliver_table(cli_job *job, const profile_result *result)
{
    const cli_delivery delivery = {.load = &result->load,
                                   .table = result->table->table,
                                   .style = result->style,
                                   .result = result,
                                   .json = write_json,
                                   .figure = &result->settings->figure,
                                   .draw = profile_draw};
    return deliver(job, &delivery);
}

static geo_status count(cli_job *job, profile_result *result)
{
    const profile_settings *settings = result->settings;
    cli_crossing *crossing = &result->crossing;
    const crossing_population asked = {settings->population_table, settings->population_rows,
                                       settings->population_columns, settings->population_count};
    crossing->shown = result->shown;
    geo_status status = labels_begin(job, &result->load, &crossing->rows);
    if (status == GEO_OK)
        status = labels_begin(job, &result->load, &crossing->columns);
    if (status == GEO_OK)
        status = crossing_count(job, &result->load, crossing);
    if (status == GEO_OK && asked.path)
        status = crossing_read_population(job, &asked, crossing);
    return status == GEO_OK
               ? crossing_put_in_order(job, crossing, settings->sort == PROFILE_BY_COUNT)
               : status;
}

static geo_status profile_worker(cli_job *job, profile_result *result)
{
    geo_status status = check_settings(job, result);
    if (status == GEO_OK)
        status = profile_check_figure(job, result);
    if (status == GEO_OK)
        status = load_plan(job, &result->load);
    if (status == GEO_OK)
        status = load_areas(job, &result->load);
    if (status == GEO_OK)
        status = find_shown(job, result);
    if (status == GEO_OK)
        status = count(job, result);
    if (status == GEO_OK)
        status = make_table(job, result);
    return status == GEO_OK ? deliver_table(job, result) : status;
}

static geo_status run_profile(cli_job *job, const void *settings)
{
    const profile_settings *given = settings;
    profile_result result = {
        .settings = given,
        .crossing = {.rows = {.option = "rows", .field = given->rows, .most = CROSSING_ROWS_MOST},
                     .columns = {.option = "columns",
                                 .field = given->columns,
                                 .most = CROSSING_COLUMNS_MOST}},
    };
    geo_status status = profile_worker(job, &result);
    profile_clear(&result);
    return status;
}

static const char *const profile_formats[] = {TABLE_FORMATS, "json", "png", "svg", "pdf", NULL};

static const command_example profile_examples[] = {
    {"Victims by age and sex, with rates, and as bars back to back",
     "wardmap profile shapes/force-export.csv.gz --rows \"Victim Age Band\" --columns \"Victim "
     "Sex\" --population-table shapes/population-age-sex.csv --population-rows \"Age Band\" "
     "--population-columns Sex --per-year -o profile.csv -o profile.svg"},
    {"Bands of one's own, and the share of each sex in them",
     "wardmap profile shapes/force-export.csv.gz --rows \"Victim Age\" --bands 0,16,25,65 "
     "--columns \"Victim Sex\" --show-shares rows"},
    {"Kinds of offence by district, small counts kept back",
     "wardmap profile shapes/force-export.csv.gz --rows \"Offence Group\" --columns parent "
     "--areas shapes/aldshire.gpkg --layer wards --show-shares columns --suppress-below 5"},
    {NULL, NULL},
};

const cli_command profile_command = {
    .name = "profile",
    .operands = "INCIDENTS... --rows FIELD",
    .summary = "counts, shares and rates by two fields, such as age and sex",
    .description =
        "Counts incidents by the values of one field, or of two: the profile of victims or "
        "offenders by age and sex. With a table of populations each count has its rate per 1,000 "
        "people and the rate's 95% interval (Byar's; exact below 10), marked where it lies below "
        "or above the rate of all.\n\nRows in which a field is empty are 'not known': they stand "
        "last, and count in the totals but in no share or rate.\n\nA field is one of the incidents "
        "or, with "
        "--areas, of the areas that they are in: code, name, parent or any of their fields. With "
        "--areas only rows in an area count.\n\nA picture (-o with .png, .svg or .pdf) of two "
        "columns has bars back to back, of more a shaded table, of one bars; of rates if there are "
        "any, else of shares if they are asked for, else of counts.",
    .groups = {&profile_options, &rate_options, &area_options, &figure_options, &filter_options,
               &output_options, &incident_options, &run_options, &limit_options, NULL},
    .formats = profile_formats,
    .examples = profile_examples,
    .may_print = true,
    .settings_size = sizeof(profile_settings),
    .defaults = &profile_defaults,
    .run = run_profile,
};
