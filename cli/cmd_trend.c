/* wardmap trend: incidents month by month, within control limits. */
#include <stdlib.h>

#include "commands.h"
#include "deliver.h"
#include "outputs.h"
#include "period.h"
#include "report.h"
#include "table.h"
#include "trend.h"

static const trend_settings trend_defaults = {
    .common = SETTINGS_INIT, .figure = FIGURE_SETTINGS_INIT, .sigmas = 3, .decimals = 1};

#define AT(member) offsetof(trend_settings, member)

static const cli_option trend_table[] = {
    {"by", 0, OPTION_CHOICE, AT(by), "KIND", "together|category|area|parent",
     "a series for what: all incidents together (the default), each category, each area, or each "
     "parent of areas, such as a district"},
    {"offence", 0, OPTION_TEXTS, AT(offence), "NAME", NULL,
     "series of this category of the tree, with all below it; may be given several times"},
    {"levels", 0, OPTION_COUNT, AT(levels), "N", NULL,
     "levels of the tree that --by category shows (default: all)"},
    {"show", 0, OPTION_TEXT, AT(show), "EXPR", NULL,
     "count only areas that meet a condition, such as \"parent = 'Lichfield'\""},
    {"baseline", 0, OPTION_TEXT, AT(baseline), "FROM..TO", NULL,
     "find what is expected, and the limits, from these months alone; others are judged by them"},
    {"limits", 0, OPTION_CHOICE, AT(limits), "KIND", "laney|poisson",
     "limits widened by as much as months vary beyond chance (laney, the default), or of chance "
     "alone"},
    {"sigmas", 0, OPTION_NUMBER, AT(sigmas), "N", NULL,
     "standard deviations from what is expected to a limit (default 3)"},
    {"no-season", 0, OPTION_FLAG, AT(no_season), NULL, NULL,
     "expect the same of every month of the year"},
    {"force-field", 0, OPTION_TEXT, AT(force_field), "FIELD", NULL,
     "field with the force, for the check that no force's month is missing (found: Falls within, "
     "Reported by, Force)"},
    {"layout", 0, OPTION_CHOICE, AT(layout), "KIND", "auto|long|wide",
     "a row for each month of each series (long), or a row for each month with the series side by "
     "side (wide); by itself wide for 2 to 8 series, but CSV and JSON are long"},
    {"round-to", 0, OPTION_COUNT, AT(round_to), "N", NULL,
     "round shown counts to a multiple of N; rates and limits use exact counts"},
    {"suppress-below", 0, OPTION_COUNT, AT(suppress_below), "N", NULL,
     "keep back counts of 1 to N - 1, and all that they could be worked out from"},
    {"decimals", 0, OPTION_COUNT, AT(decimals), "N", NULL,
     "digits after the point of a year's rates in printed tables (default 1); a month's have one "
     "more"},
    {"chart", 0, OPTION_CHOICE, AT(chart), "KIND", "line|bars",
     "what a picture of one series shows: a line (the default) or bars"},
    {"shade", 0, OPTION_TEXTS, AT(shade), "FROM..TO=TEXT", NULL,
     "months that the picture shades, and what it calls them; may be given several times"},
};
static const option_group trend_options = OPTION_GROUP("Trend", trend_table);

static void trend_clear(trend_result *result)
{
    geo_trend_free(result->trend);
    trend_clear_series(result);
    trend_clear_figure(result);
    counts_clear(&result->counts);
    sources_clear(&result->sources);
    denominators_clear(&result->denominators);
    offences_clear(&result->offences);
    geo_filter_free(result->show);
    load_clear(&result->load);
}

/* ---- before anything is read ---------------------------------------------------------------- */

static geo_status check_settings(cli_job *job, const trend_settings *settings)
{
    bool has_areas = settings->common.areas.count > 0;
    bool needs_areas = settings->by == TREND_BY_AREA || settings->by == TREND_BY_PARENT;
    if (!has_areas && needs_areas)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--by %s needs boundaries; name them with --areas FILE, and --layer NAME "
                        "when the file has several layers",
                        settings->by == TREND_BY_AREA ? "area" : "parent");
    if (!has_areas && (settings->show || settings->offences.denominator.count > 0))
        return job_fail(job, GEO_ERROR_USAGE,
                        "%s is about areas; name their boundaries with --areas FILE",
                        settings->show ? "--show" : "--denominator");
    if (needs_areas && settings->offence.count > 1)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--by area and --by parent take one --offence: the series are of the "
                        "areas");
    return GEO_OK;
}

static geo_status plan(cli_job *job, trend_result *result)
{
    const trend_settings *settings = result->settings;
    geo_status status = check_settings(job, settings);
    if (status == GEO_OK && settings->show)
        status = geo_filter_parse(job->context, settings->show, &result->show);
    if (status == GEO_OK && settings->baseline)
        status = geo_period_parse(job->context, settings->baseline, &result->baseline);
    if (status == GEO_OK)
        status = trend_plan_figure(job, result);
    if (status == GEO_OK)
        status = load_plan(job, &result->load);
    if (status == GEO_OK && trend_needs_offences(settings))
        status = offences_plan(job, &settings->offences, &result->load, &result->offences);
    if (status == GEO_OK)
        status = sources_plan(job, settings->force_field, &result->load, &result->sources);
    return status;
}

/* ---- reading and making --------------------------------------------------------------------- */

static geo_status check_areas(cli_job *job, const trend_result *result)
{
    const geo_areas *areas = result->load.areas[0];
    if (result->settings->by == TREND_BY_PARENT && !areas->parent)
        return job_fail(job, GEO_ERROR_USAGE,
                        "%s: --by parent needs a field with what the areas are part of; name it "
                        "with --parent",
                        areas->path);
    return GEO_OK;
}

static geo_status check_dates(cli_job *job, const trend_result *result)
{
    char number[COUNT_TEXT_SIZE];
    const geo_frame *frame = result->load.frame;
    if (frame->month_count == 0)
        return job_fail(job, GEO_ERROR_USAGE,
                        frame->is_dated
                            ? "a trend needs incidents with a date, and none is left; look at "
                              "--period and --date"
                            : "a trend needs dated incidents; name the field with --date");
    if (result->counts.outside_it > 0)
        job_warn(job, "%s incident%s no date: counted in no month",
                 count_text(result->counts.outside_it, number),
                 result->counts.outside_it == 1 ? " has" : "s have");
    return GEO_OK;
}

static geo_status read_counts(cli_job *job, trend_result *result)
{
    bool by_kind = trend_needs_offences(result->settings);
    geo_status status = GEO_OK;
    if (job->settings->areas.count > 0) {
        status = load_areas(job, &result->load);
        if (status == GEO_OK)
            status = check_areas(job, result);
    }
    if (status == GEO_OK)
        status = counts_by_month(job, &result->load, by_kind ? &result->offences : NULL,
                                 &result->counts);
    if (status == GEO_OK)
        status = check_dates(job, result);
    if (status == GEO_OK)
        status = period_warn(job, &result->load);
    if (status == GEO_OK)
        status = sources_warn(job, &result->load);
    if (status == GEO_OK && by_kind && result->load.area_count > 0)
        status = denominators_find(job, &result->load, result->offences.tree,
                                   &result->settings->offences.denominator, &result->denominators);
    return status;
}

static geo_status make_trend(cli_job *job, trend_result *result)
{
    const trend_settings *settings = result->settings;
    geo_trend_options options = GEO_TREND_OPTIONS_INIT;
    options.period = load_period(&result->load);
    options.baseline = settings->baseline ? &result->baseline : NULL;
    options.sigmas = settings->sigmas;
    options.allow_overdispersion = settings->limits == TREND_LANEY;
    options.is_seasonal = !settings->no_season;
    options.adds_up = settings->by == TREND_BY_AREA || settings->by == TREND_BY_PARENT;
    options.round_to = settings->round_to;
    options.suppress_below = settings->suppress_below;
    options.decimals = settings->decimals > 14 ? 14 : (int)settings->decimals;
    geo_status status = trend_make_series(job, result);
    if (status == GEO_OK)
        status = trend_check_figure(job, result);
    if (status == GEO_OK)
        status = geo_trend_make(job->context, result->series, result->series_count,
                                result->first_month, result->month_count, &options, &result->trend);
    return status == GEO_OK ? trend_describe(job, result) : status;
}

/* ---- what it writes ------------------------------------------------------------------------- */

static void json_series(geo_json *json, const trend_result *result, size_t s)
{
    const geo_trend_series *series = &result->series[s];
    const geo_trend_summary *summary = &result->trend->series[s];
    geo_json_object(json, NULL);
    geo_json_text(json, "code", series->code);
    geo_json_text(json, "name", series->name);
    geo_json_text(json, "parent", series->parent);
    geo_json_text(json, "category", series->category);
    geo_json_real(json, "population", series->population);
    geo_json_real(json, "centre", summary->centre);
    geo_json_real(json, "sigma_z", summary->sigma_z);
    geo_json_boolean(json, "is_seasonal", summary->is_seasonal);
    geo_json_integer(json, "months", (int64_t)summary->known);
    geo_json_integer(json, "limits_from_months", (int64_t)summary->based_on);
    geo_json_integer(json, "above", (int64_t)summary->above);
    geo_json_integer(json, "below", (int64_t)summary->below);
    geo_json_integer(json, "kept_back", (int64_t)summary->kept_back);
    geo_json_close(json);
}

static void add_json(cli_job *job, geo_json *json, const void *value)
{
    const trend_result *result = value;
    (void)job;
    geo_json_text(json, "limits", result->settings->limits == TREND_LANEY ? "laney" : "poisson");
    geo_json_real(json, "sigmas", result->settings->sigmas);
    geo_json_text(json, "baseline", result->settings->baseline);
    geo_json_array(json, "series");
    for (size_t s = 0; s < result->series_count; s++)
        json_series(json, result, s);
    geo_json_close(json);
}

static geo_status deliver_trend(cli_job *job, const trend_result *result)
{
    enum { SIDE_BY_SIDE_MOST = 8 };
    int layout = result->settings->layout;
    bool fits = result->series_count > 1 && result->series_count <= SIDE_BY_SIDE_MOST;
    const geo_trend *trend = result->trend;
    const cli_delivery delivery = {
        .load = &result->load,
        .table =
            layout == TREND_WIDE || (layout == TREND_AUTO && fits) ? trend->wide : trend->table,
        .data = layout == TREND_WIDE ? NULL : trend->table,
        .result = result,
        .json = add_json,
        .figure = &result->settings->figure,
        .draw = trend_draw,
    };
    return deliver(job, &delivery);
}

static geo_status run_trend(cli_job *job, const void *settings)
{
    trend_result result = {.settings = settings};
    geo_status status = plan(job, &result);
    if (status == GEO_OK)
        status = read_counts(job, &result);
    if (status == GEO_OK)
        status = make_trend(job, &result);
    if (status == GEO_OK)
        status = deliver_trend(job, &result);
    trend_clear(&result);
    return status;
}

static const char *const trend_formats[] = {TABLE_FORMATS, "json", "png", "svg", "pdf", NULL};

static const command_example trend_examples[] = {
    {"All incidents of three years as a control chart for a report",
     "wardmap trend shapes/incidents/*.csv.gz -o trend.pdf"},
    {"One district's months beside what is expected of them, with rates",
     "wardmap trend shapes/incidents/*.csv.gz --areas shapes/aldshire.gpkg --layer wards --show "
     "\"parent = 'Aldminster'\""},
    {"The districts side by side, 2024 judged by the two years before",
     "wardmap trend shapes/incidents/*.csv.gz --areas shapes/aldshire.gpkg --layer wards --by "
     "parent --offence Burglary --baseline 2022-01..2023-12"},
    {"Every ward's months as a table for another program",
     "wardmap trend shapes/incidents/*.csv.gz --areas shapes/aldshire.gpkg --layer wards --by area "
     "--suppress-below 5 -o wards.csv"},
    {NULL, NULL},
};

const cli_command trend_command = {
    .name = "trend",
    .operands = "INCIDENTS...",
    .summary = "incidents by month, within control limits",
    .description =
        "Counts the incidents of each month, together or by category, area or district, and says "
        "which months lie outside what is to be expected: the line of an assessment that tells an "
        "increase from the usual ups and downs. Beside them stand the 12 months to each month, and "
        "with --areas rates per 1,000 residents.\n\nThe limits are those of a u chart, 3 standard "
        "deviations from the mean, by the days of each month. Where months vary more than chance "
        "they are widened (Laney's u' chart), and from 24 months without a gap on they follow the "
        "seasons. Months without a row are missing, not without incidents: a gap in table and "
        "picture; forces with no rows in a month, or few, are warned of.\n\nWithout --areas all "
        "incidents count, with coordinates or without; with --areas those in one of the areas. A "
        "picture (-o with .png, .svg or .pdf) shows one series.",
    .groups = {&trend_options, &offence_options, &area_options, &population_options,
               &figure_options, &filter_options, &output_options, &incident_options, &run_options,
               &limit_options, NULL},
    .formats = trend_formats,
    .examples = trend_examples,
    .may_print = true,
    .settings_size = sizeof(trend_settings),
    .defaults = &trend_defaults,
    .run = run_trend,
};
