/* wardmap change: what became more and what less between two periods. */
#include <stdlib.h>

#include <geo/compare.h>
#include <geo/measure.h>

#include "change.h"
#include "commands.h"
#include "counts.h"
#include "deliver.h"
#include "outputs.h"
#include "table.h"

static const change_settings change_defaults = {.common = SETTINGS_INIT,
                                                .figure = FIGURE_SETTINGS_INIT,
                                                .level = 0.05,
                                                .some = 10,
                                                .considerable = 25,
                                                .decimals = 1};

#define AT(member) offsetof(change_settings, member)

static const cli_option change_option_table[] = {
    {"before", 0, OPTION_TEXT, AT(before), "A..B", NULL,
     "the earlier period, which --period is compared with"},
    {"last", 0, OPTION_TEXT, AT(last), "N", NULL,
     "compare the last N months of the data with the N before them (12m without --before)"},
    {"by", 0, OPTION_CHOICE, AT(by), "WHAT", "category|area|both",
     "rows: kinds of incident over all areas shown (the default), areas, or each kind in each "
     "area"},
    {"offence", 0, OPTION_TEXTS, AT(offence), "NAME", NULL,
     "show this kind of incident; may be repeated (all of them; by area the first total)"},
    {"levels", 0, OPTION_COUNT, AT(levels), "N", NULL,
     "levels of the tree of offences to show (default 0: all)"},
    {"per-year", 0, OPTION_FLAG, AT(per_year), NULL, NULL,
     "scale rates to a year; so they are wherever the periods differ in length"},
    {"show", 0, OPTION_TEXT, AT(show), "EXPR", NULL,
     "look only at areas that meet a condition, such as \"parent = 'Lichfield'\""},
    {"some", 0, OPTION_NUMBER, AT(some), "PERCENT", NULL,
     "from which change on it is called 'some' (default 10)"},
    {"considerable", 0, OPTION_NUMBER, AT(considerable), "PERCENT", NULL,
     "from which change on it is called 'considerable' (default 25)"},
    {"slight", 0, OPTION_NUMBER, AT(slight), "PERCENT", NULL,
     "below which change none is told, however significant (default 0)"},
    {"level", 0, OPTION_NUMBER, AT(level), "P", NULL,
     "level of significance after allowing for the number of rows (default 0.05)"},
    {"round-to", 0, OPTION_COUNT, AT(round_to), "N", NULL,
     "round shown counts to a multiple of N; all else uses exact counts"},
    {"suppress-below", 0, OPTION_COUNT, AT(suppress_below), "N", NULL,
     "keep back counts of 1 to N - 1, and as many others as it takes so that nobody can work them "
     "out"},
    {"decimals", 0, OPTION_COUNT, AT(decimals), "N", NULL,
     "digits after the point of rates in printed tables (default 1)"},
};
static const option_group change_options = OPTION_GROUP("Change", change_option_table);

static void change_clear(change_result *result)
{
    geo_change_free(result->change);
    free(result->count[BEFORE]);
    free(result->count[AFTER]);
    free(result->node);
    denominators_clear(&result->denominators);
    offences_clear(&result->offences);
    counts_clear(&result->counts);
    change_clear_periods(&result->periods);
    geo_filter_free(result->show);
    geo_style_free(result->style);
    load_clear(&result->load);
}

/* ---- before anything is read ---------------------------------------------------------------- */

static geo_status plan_periods(cli_job *job, const change_settings *settings, change_result *result)
{
    bool is_given = settings->before || settings->common.period;
    if (settings->last && is_given)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--last takes the periods from the data; leave out --period and --before");
    if (!is_given)
        return change_read_last(job, settings->last ? settings->last : "12m",
                                &result->periods.last);
    if (!settings->before || !settings->common.period)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--before and --period go together: the earlier and the later period");
    return change_plan_periods(job, settings->before, &result->load, &result->periods);
}

static geo_status plan(cli_job *job, const change_settings *settings, change_result *result)
{
    bool by_area = settings->by != GEO_CHANGE_BY_CATEGORY;
    geo_status status = figure_style(job, &settings->figure, &result->style);
    if (status == GEO_OK && settings->show)
        status = geo_filter_parse(job->context, settings->show, &result->show);
    if (status == GEO_OK)
        status = load_plan(job, &result->load);
    if (status == GEO_OK && (by_area || settings->show) && settings->common.areas.count == 0)
        status =
            job_fail(job, GEO_ERROR_USAGE,
                     "--by area, --by both and --show need boundaries; name them with --areas");
    if (status == GEO_OK)
        status = plan_periods(job, settings, result);
    if (status == GEO_OK)
        status = offences_plan(job, &settings->offences, &result->load, &result->offences);
    return status == GEO_OK ? change_check_outputs(job, result) : status;
}

/* ---- counts --------------------------------------------------------------------------------- */

/* Sums the tallies of the months of a period. */
static geo_status add_months(cli_job *job, const change_result *result, int which, int64_t *count)
{
    const cli_counts *counts = &result->counts;
    size_t cells = counts->area_count * result->offences.tree->count;
    geo_status status = GEO_OK;
    for (size_t i = 0; i < counts->count && status == GEO_OK; i++) {
        int64_t *of_month = NULL;
        int32_t day = geo_month_first_day(counts->month[i]);
        if (!geo_period_contains(&result->periods.period[which], day, true))
            continue;
        status = offences_count(job, &result->offences, counts->tally[i], &of_month);
        for (size_t cell = 0; cell < cells && status == GEO_OK; cell++)
            count[cell] += of_month[cell];
        free(of_month);
    }
    return status;
}

static geo_status count_last(cli_job *job, change_result *result)
{
    geo_status status = counts_by_month(job, &result->load, &result->offences, &result->counts);
    if (status == GEO_OK)
        status = change_find_last(job, &result->load, &result->periods);
    for (int i = 0; i < PERIODS && status == GEO_OK; i++) {
        result->count[i] = calloc(result->counts.area_count * result->offences.tree->count + 1,
                                  sizeof *result->count[i]);
        status = result->count[i] ? add_months(job, result, i, result->count[i])
                                  : job_out_of_memory(job);
    }
    return status;
}

static geo_status count_given(cli_job *job, change_result *result)
{
    geo_status status = counts_by_period(job, &result->load, &result->offences,
                                         result->periods.period, PERIODS, &result->counts);
    for (int i = 0; i < PERIODS && status == GEO_OK; i++)
        status = offences_count(job, &result->offences, result->counts.tally[i], &result->count[i]);
    if (status == GEO_OK && result->counts.outside_it > 0)
        job_note(job, "%lld incidents between the two periods are in neither",
                 (long long)result->counts.outside_it);
    return status;
}

static geo_status count_periods(cli_job *job, change_result *result)
{
    geo_status status =
        result->periods.last > 0 ? count_last(job, result) : count_given(job, result);
    return status == GEO_OK ? change_settle_periods(job, &result->load, &result->periods) : status;
}

/* ---- table ---------------------------------------------------------------------------------- */

static geo_status find_nodes(cli_job *job, const text_list *wanted, change_result *result)
{
    const geo_categories *tree = result->offences.tree;
    result->node = calloc(wanted->count + 1, sizeof *result->node);
    if (!result->node)
        return job_out_of_memory(job);
    for (size_t i = 0; i < wanted->count; i++) {
        geo_status status =
            offences_named(job, tree, "--offence", wanted->item[i], &result->node[i]);
        if (status != GEO_OK)
            return status;
    }
    return GEO_OK;
}

static geo_area_counts counts_of(const change_result *result, int which)
{
    bool has_population = result->denominators.node_count > 0;
    return (geo_area_counts){
        .areas = result->load.area_count > 0 ? result->load.areas[0] : NULL,
        .categories = result->offences.tree,
        .count = result->count[which],
        .population = has_population ? result->denominators.of : NULL,
        .years = result->periods.years[which],
    };
}

static geo_status make_change(cli_job *job, const change_settings *settings, change_result *result)
{
    const geo_area_counts before = counts_of(result, BEFORE), after = counts_of(result, AFTER);
    geo_change_options options = GEO_CHANGE_OPTIONS_INIT;
    options.rows = (geo_change_rows)settings->by;
    options.category = settings->offence.count > 0 ? result->node : NULL;
    options.category_count = settings->offence.count;
    options.levels = (int32_t)(settings->levels > 100 ? 100 : settings->levels);
    options.show = result->show;
    options.words = (geo_change_words){settings->slight, settings->some, settings->considerable,
                                       settings->level};
    options.per_year = result->is_per_year;
    options.round_to = settings->round_to;
    options.suppress_below = settings->suppress_below;
    options.decimals = settings->decimals > 15 ? 15 : (int)settings->decimals;
    options.before_text = result->periods.text[BEFORE].data;
    options.after_text = result->periods.text[AFTER].data;
    return geo_change_make(job->context, &before, &after, &options, &result->change);
}

static geo_status measure(cli_job *job, const change_settings *settings, change_result *result)
{
    const double *years = result->periods.years;
    geo_status status = find_nodes(job, &settings->offence, result);
    result->is_per_year = settings->per_year || years[BEFORE] != years[AFTER];
    if (status == GEO_OK && result->load.area_count > 0)
        status = denominators_find(job, &result->load, result->offences.tree,
                                   &settings->offences.denominator, &result->denominators);
    if (status == GEO_OK)
        status = make_change(job, settings, result);
    return status == GEO_OK ? change_write_notes(job, result) : status;
}

static geo_status change_worker(cli_job *job, const change_settings *settings,
                                change_result *result)
{
    geo_status status = plan(job, settings, result);
    if (status == GEO_OK && settings->common.areas.count > 0)
        status = load_areas(job, &result->load);
    if (status == GEO_OK)
        status = count_periods(job, result);
    if (status == GEO_OK)
        status = measure(job, settings, result);
    if (status != GEO_OK)
        return status;
    const cli_delivery delivery = {.load = &result->load,
                                   .table = result->change->table,
                                   .layer = change_layer,
                                   .style = result->style,
                                   .figure = &settings->figure,
                                   .result = result,
                                   .json = change_json,
                                   .draw = change_draw};
    return deliver(job, &delivery);
}

static geo_status run_change(cli_job *job, const void *settings)
{
    change_result result = {.settings = settings};
    geo_status status = change_worker(job, settings, &result);
    change_clear(&result);
    return status;
}

static const char *const change_formats[] = {TABLE_FORMATS, "json", LAYER_FORMATS, "png",
                                             "svg",         "pdf",  NULL};

static const command_example change_examples[] = {
    {"2024 against 2023, by kind of incident",
     "wardmap change shapes/incidents/202[34]-*.csv.gz --before 2023-01..2023-12 --period "
     "2024-01..2024-12"},
    {"The last twelve months by ward of one district, as a table and a layer for a map",
     "wardmap change shapes/incidents/*.csv.gz --areas shapes/aldshire.gpkg --layer wards --by "
     "area "
     "--show \"parent = 'Aldminster'\" -o change.xlsx -o change.gpkg"},
    {"Burglary in each ward, small counts kept back",
     "wardmap change shapes/incidents/*.csv.gz --areas shapes/aldshire.gpkg --layer wards --by "
     "area "
     "--offence Burglary --last 6m --suppress-below 5"},
    {NULL, NULL},
};

const cli_command change_command = {
    .name = "change",
    .operands = "INCIDENTS...",
    .summary = "compare two periods: what became more, what less, and what chance explains",
    .description =
        "Counts two periods, or the last 12 months and the 12 before them, and says of each kind "
        "of incident, each area or both how much it has changed and in what direction.\n\n"
        "A change is significant when an exact test of two Poisson counts says so after an "
        "allowance for the number of rows (Benjamini and Hochberg's false discovery rate); its "
        "size is then put into words: slight, some, considerable. Periods of different lengths, "
        "or with months missing from the data, are compared by incidents a month.\n\nWithout "
        "--areas all incidents count, with or without coordinates; with them only those placed "
        "in an area.",
    .groups = {&change_options, &offence_options, &area_options, &population_options,
               &figure_options, &filter_options, &output_options, &incident_options, &run_options,
               &limit_options, NULL},
    .formats = change_formats,
    .examples = change_examples,
    .may_print = true,
    .settings_size = sizeof(change_settings),
    .defaults = &change_defaults,
    .run = run_change,
};
