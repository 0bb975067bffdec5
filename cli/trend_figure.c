/* One series of months as a chart. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "outputs.h"
#include "trend.h"

void trend_clear_figure(trend_result *result)
{
    geo_style_free(result->style);
    for (size_t i = 0; i < result->shade_count; i++)
        free(result->shade_label[i]);
    free(result->shade);
    free(result->shade_label);
}

/* ---- before anything is read ---------------------------------------------------------------- */

static bool draws(const trend_settings *settings)
{
    const text_list *output = &settings->common.output;
    for (size_t i = 0; i < output->count; i++)
        if (figure_is_picture(output->item[i]))
            return true;
    return false;
}

/* "2020-04..2020-06=Lockdown"; the text may be left out. */
static geo_status read_shade(cli_job *job, const char *text, trend_result *result)
{
    const char *sign = strchr(text, '=');
    char *months = strndup(text, sign ? (size_t)(sign - text) : strlen(text));
    char *label = strdup(sign ? sign + 1 : "");
    geo_period period = {GEO_NO_DATE, GEO_NO_DATE};
    geo_status status =
        months && label ? geo_period_parse(job->context, months, &period) : job_out_of_memory(job);
    free(months);
    if (status != GEO_OK) {
        free(label);
        return status;
    }
    result->shade_label[result->shade_count] = label;
    result->shade[result->shade_count++] = (geo_month_shade){
        period.first_day == GEO_NO_DATE ? -INT32_MAX : geo_month_of_day(period.first_day),
        period.last_day == GEO_NO_DATE ? INT32_MAX / 2 : geo_month_of_day(period.last_day), label};
    return GEO_OK;
}

geo_status trend_plan_figure(cli_job *job, trend_result *result)
{
    const trend_settings *settings = result->settings;
    const text_list *shade = &settings->shade;
    geo_status status = GEO_OK;
    result->shade = calloc(shade->count + 1, sizeof *result->shade);
    result->shade_label = calloc(shade->count + 1, sizeof *result->shade_label);
    if (!result->shade || !result->shade_label)
        return job_out_of_memory(job);
    for (size_t i = 0; i < shade->count && status == GEO_OK; i++)
        status = read_shade(job, shade->item[i], result);
    if (status == GEO_OK && draws(settings))
        status = figure_style(job, &settings->figure, &result->style);
    return status;
}

geo_status trend_check_figure(cli_job *job, const trend_result *result)
{
    if (result->series_count == 1 ||
        (!draws(result->settings) && !result->settings->figure.alt_text))
        return GEO_OK;
    return job_fail(job, GEO_ERROR_USAGE,
                    "a chart shows one series, and there are %zu; choose one by --offence, by "
                    "--show, or without --by",
                    result->series_count);
}

/* ---- words ---------------------------------------------------------------------------------- */

static geo_status append_when(cli_job *job, const trend_result *result, geo_bytes *bytes)
{
    return append_period(job->context, bytes, result->load.frame, load_period(&result->load));
}

/* "Burglary in Aldminster" */
static geo_status write_title(cli_job *job, const trend_result *result, geo_bytes *title)
{
    const char *given = result->settings->figure.title;
    const geo_trend_series *series = &result->series[0];
    const char *place = series->name ? series->name : series->parent;
    geo_status status = given ? geo_bytes_print(job->context, title, "%s", given)
                              : trend_append_subject(job, result, title);
    if (status == GEO_OK && !given && place)
        status = geo_bytes_print(job->context, title, " in %s", place);
    return status == GEO_OK ? end_text(job->context, title) : status;
}

static geo_status write_subtitle(cli_job *job, const trend_result *result, geo_bytes *subtitle)
{
    const char *given = result->settings->figure.subtitle;
    geo_status status =
        geo_bytes_print(job->context, subtitle, "%s", given ? given : "Incidents by month, ");
    if (status == GEO_OK && !given)
        status = append_when(job, result, subtitle);
    return status == GEO_OK ? end_text(job->context, subtitle) : status;
}

static bool has_limits(const trend_result *result)
{
    return !isnan(result->trend->series[0].centre);
}

static geo_status write_method(cli_job *job, const trend_result *result, geo_bytes *method)
{
    const geo_trend_summary *summary = &result->trend->series[0];
    const char *show = result->settings->show;
    geo_status status = GEO_OK;
    if (has_limits(result))
        status = trend_append_limits(job, result, method);
    if (status == GEO_OK && has_limits(result))
        status = geo_bytes_print(job->context, method, ".");
    if (status == GEO_OK && summary->known < result->month_count)
        status = geo_bytes_print(job->context, method, " Gaps: missing data.");
    if (status == GEO_OK && summary->kept_back > 0)
        status = geo_bytes_print(job->context, method,
                                 " %zu month%s with fewer than %lld incidents not shown.",
                                 summary->kept_back, summary->kept_back == 1 ? "" : "s",
                                 (long long)result->settings->suppress_below);
    if (status == GEO_OK && result->settings->round_to > 1)
        status = geo_bytes_print(job->context, method, " Counts are rounded to a multiple of %lld.",
                                 (long long)result->settings->round_to);
    if (status == GEO_OK && job->settings->where)
        status =
            geo_bytes_print(job->context, method, " Only rows where %s.", job->settings->where);
    if (status == GEO_OK && show)
        status = geo_bytes_print(job->context, method, " Only areas where %s.", show);
    return status == GEO_OK ? end_text(job->context, method) : status;
}

/* The month with the fewest incidents, or with the most. */
static geo_status append_extreme(cli_job *job, const trend_result *result, const char *word,
                                 double sign, geo_bytes *bytes)
{
    const geo_trend *trend = result->trend;
    char number[COUNT_TEXT_SIZE];
    size_t best = SIZE_MAX;
    for (size_t m = 0; m < trend->month_count; m++)
        if (!isnan(trend->month[m].count) &&
            (best == SIZE_MAX || sign * trend->month[m].count > sign * trend->month[best].count))
            best = m;
    if (best == SIZE_MAX)
        return GEO_OK;
    geo_status status = geo_bytes_print(job->context, bytes, " %s: %s in ", word,
                                        count_text((int64_t)trend->month[best].count, number));
    if (status == GEO_OK)
        status = append_month(job->context, bytes, trend->first_month + (int32_t)best);
    return status == GEO_OK ? geo_bytes_print(job->context, bytes, ".") : status;
}

static geo_status write_description(cli_job *job, const trend_result *result,
                                    const geo_bytes *title, geo_bytes *bytes)
{
    const geo_trend_summary *summary = &result->trend->series[0];
    geo_status status = geo_bytes_print(
        job->context, bytes, "Control chart of %zu months%s. %s: incidents by month, ",
        summary->known,
        summary->known < result->month_count ? ", with gaps for those that are missing" : "",
        title->data);
    if (status == GEO_OK)
        status = append_when(job, result, bytes);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, bytes, ".");
    if (status == GEO_OK)
        status = append_extreme(job, result, "Fewest", -1, bytes);
    if (status == GEO_OK)
        status = append_extreme(job, result, "Most", 1, bytes);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, bytes, " Limits: ");
    if (status == GEO_OK)
        status = trend_append_findings(job, result, 0, bytes);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, bytes, ".");
    return status == GEO_OK ? end_text(job->context, bytes) : status;
}

static geo_status write_words(cli_job *job, const trend_result *result, figure_words *words)
{
    geo_status status = write_title(job, result, &words->title);
    if (status == GEO_OK)
        status = write_subtitle(job, result, &words->subtitle);
    if (status == GEO_OK)
        status = write_method(job, result, &words->method);
    return status == GEO_OK ? write_description(job, result, &words->title, &words->description)
                            : status;
}

/* ---- chart ---------------------------------------------------------------------------------- */

enum { VALUE, CENTRE, LOWER, UPPER, LINES };

/* LINES arrays of a number for each month, one behind the other. */
static void fill_lines(const trend_result *result, double *line)
{
    size_t months = result->month_count;
    for (size_t m = 0; m < months; m++) {
        const geo_trend_month *month = &result->trend->month[m];
        line[VALUE * months + m] = month->count;
        line[CENTRE * months + m] = month->expected;
        line[LOWER * months + m] = month->lower_limit;
        line[UPPER * months + m] = month->upper_limit;
    }
}

static geo_month_chart chart_of(const trend_result *result, const double *line)
{
    size_t months = result->month_count;
    bool limits = has_limits(result);
    const geo_trend_summary *summary = &result->trend->series[0];
    return (geo_month_chart){
        .count = months,
        .first_month = result->first_month,
        .value = line + VALUE * months,
        .centre = limits ? line + CENTRE * months : NULL,
        .lower_limit = limits ? line + LOWER * months : NULL,
        .upper_limit = limits ? line + UPPER * months : NULL,
        .series_text = "Incidents",
        .centre_text = "Expected",
        .limit_text = "Control limits",
        .outside_text = summary->above + summary->below > 0 ? "Outside the limits" : NULL,
        .shade_count = result->shade_count,
        .shade = result->shade,
        .unit = "Incidents a month",
        .is_bars = result->settings->chart == TREND_BARS,
    };
}

static geo_status draw_chart(cli_job *job, const trend_result *result, figure_words *words,
                             const char *path, geo_bytes *bytes)
{
    double *line = calloc(LINES * result->month_count, sizeof *line);
    if (!line)
        return job_out_of_memory(job);
    fill_lines(result, line);
    const geo_month_chart chart = chart_of(result, line);
    const geo_figure_text text = figure_text_of(&result->settings->figure, words);
    geo_status status = geo_figure_months(job->context, &chart, result->style, &text,
                                          figure_format(path), result->settings->figure.dpi, bytes);
    free(line);
    return status;
}

geo_status trend_draw(cli_job *job, const void *value, const char *path, geo_bytes *bytes)
{
    const trend_result *result = value;
    figure_words words = {.title = GEO_BYTES_INIT};
    geo_status status = write_words(job, result, &words);
    if (status == GEO_OK)
        status = path ? draw_chart(job, result, &words, path, bytes)
                      : geo_bytes_print(job->context, bytes, "%s", words.description.data);
    figure_clear_words(&words);
    return status;
}
