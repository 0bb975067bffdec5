/* Hit rates of all methods against the share of the ground. */
#include <math.h>
#include <stdio.h>

#include "deliver.h"
#include "evaluate.h"
#include "outputs.h"

static geo_lorenz_series series_of(const geo_hit_curve *curve, const char *name)
{
    return (geo_lorenz_series){.name = name,
                               .count = curve->count,
                               .across = curve->area_share,
                               .up = curve->hit_rate,
                               .index = curve->area_under,
                               .index_lower = (double)NAN,
                               .index_upper = (double)NAN};
}

/* ---- words ---------------------------------------------------------------------------------- */

/* Beyond the polygons of a file there is no order, and so no curve. */
static geo_lorenz_series series_of_forecast(const geo_forecast *forecast)
{
    geo_lorenz_series series = series_of(forecast->later, forecast->name);
    if (!isnan(forecast->own_share)) {
        series.count--;
        series.index = (double)NAN;
    }
    return series;
}

static geo_status describe_curves(cli_job *job, const evaluate_result *result, geo_bytes *text)
{
    double guide = evaluate_usual_share(result);
    geo_status status = GEO_OK;
    for (size_t f = 0; f < result->forecast_count && status == GEO_OK; f++) {
        const geo_forecast *forecast = &result->forecast[f];
        status = geo_bytes_print(job->context, text, " %s: %.0f%% of the later incidents on ",
                                 forecast->name, 100 * geo_hit_curve_at(forecast->later, guide));
        if (status == GEO_OK)
            status = append_short_number(job->context, text, 100 * guide, 2);
        if (status == GEO_OK)
            status = geo_bytes_print(job->context, text, "%% of the ground.");
    }
    return status;
}

/* Below the title stand the two times, instead of all from the first to the last month. */
static geo_status write_titles(cli_job *job, const evaluate_result *result, figure_words *words)
{
    figure_settings given = result->settings->figure;
    geo_bytes times = GEO_BYTES_INIT;
    geo_status status = evaluate_append_title(job, &words->title);
    if (status == GEO_OK)
        status = evaluate_append_times(job, result, &times);
    if (status == GEO_OK)
        status = end_text(job->context, &times);
    if (!given.subtitle && times.length > 0)
        given.subtitle = times.data;
    if (status == GEO_OK)
        status = deliver_titles(job, &given, &result->load, words);
    geo_bytes_clear(&times);
    return status;
}

static geo_status write_words(cli_job *job, const evaluate_result *result, figure_words *words)
{
    geo_status status = write_titles(job, result, words);
    if (status == GEO_OK)
        status = figure_write_method(job, result->table, 2 + (result->settings->hotspots != NULL),
                                     words);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, &words->description, "Curves of hit rate. %s. %s%s",
                                 words->title.data, words->subtitle.data,
                                 words->subtitle.length > 0 ? "." : "");
    if (status == GEO_OK)
        status = describe_curves(job, result, &words->description);
    return status == GEO_OK ? end_text(job->context, &words->description) : status;
}

/* ---- the picture ---------------------------------------------------------------------------- */

static geo_status draw(cli_job *job, const evaluate_result *result, figure_words *words,
                       const char *path, geo_bytes *bytes)
{
    geo_lorenz_series series[EVALUATE_METHODS];
    const geo_lorenz_series possible = series_of(result->ideal, "Most possible");
    geo_bytes guide = GEO_BYTES_INIT;
    geo_status status = geo_bytes_print(job->context, &guide, "The first ");
    if (status == GEO_OK)
        status = append_short_number(job->context, &guide, 100 * evaluate_usual_share(result), 2);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, &guide, "%% of the ground has");
    if (status == GEO_OK)
        status = end_text(job->context, &guide);
    for (size_t f = 0; f < result->forecast_count; f++)
        series[f] = series_of_forecast(&result->forecast[f]);
    const geo_lorenz_chart chart = {.series_count = result->forecast_count,
                                    .series = series,
                                    .guide = evaluate_usual_share(result),
                                    .guide_text = guide.data,
                                    .incidents_text = "later incidents",
                                    .index_text = "area under curve",
                                    .equality_text = "By chance",
                                    .possible = &possible,
                                    .across_to = result->chart_to,
                                    .across_text = "Ground, by falling score (%)",
                                    .up_text = "Later incidents (%)",
                                    .decimals = 2};
    const geo_figure_text text = figure_text_of(&result->settings->figure, words);
    if (status == GEO_OK)
        status = geo_figure_lorenz(job->context, &chart, result->style, &text, figure_format(path),
                                   result->settings->figure.dpi, bytes);
    geo_bytes_clear(&guide);
    return status;
}

geo_status evaluate_draw(cli_job *job, const void *value, const char *path, geo_bytes *bytes)
{
    const evaluate_result *result = value;
    figure_words words = {.title = GEO_BYTES_INIT};
    geo_status status = write_words(job, result, &words);
    if (status == GEO_OK && path)
        status = draw(job, result, &words, path, bytes);
    else if (status == GEO_OK)
        status = geo_bytes_print(job->context, bytes, "%s", words.description.data);
    figure_clear_words(&words);
    return status;
}
