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

/* The share that the guide is at: one that the table has, near 5%. */
static double guide_of(const evaluate_result *result)
{
    double guide = result->share[0];
    for (size_t s = 1; s < result->share_count; s++)
        if (fabs(result->share[s] - 0.05) < fabs(guide - 0.05))
            guide = result->share[s];
    return guide;
}

/* ---- words ---------------------------------------------------------------------------------- */

static geo_status describe_curves(cli_job *job, const evaluate_result *result, geo_bytes *text)
{
    double guide = guide_of(result);
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

static geo_status write_words(cli_job *job, const evaluate_result *result, figure_words *words)
{
    geo_status status = evaluate_append_title(job, result, &words->title);
    if (status == GEO_OK)
        status = deliver_titles(job, &result->settings->figure, &result->load, words);
    if (status == GEO_OK)
        status = figure_write_method(job, result->table, 3, words);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, &words->description, "Curves of hit rate. %s.",
                                 words->title.data);
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
        status = append_short_number(job->context, &guide, 100 * guide_of(result), 2);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, &guide, "%% of the ground has");
    if (status == GEO_OK)
        status = end_text(job->context, &guide);
    for (size_t f = 0; f < result->forecast_count; f++)
        series[f] = series_of(result->forecast[f].later, result->forecast[f].name);
    const geo_lorenz_chart chart = {.series_count = result->forecast_count,
                                    .series = series,
                                    .guide = guide_of(result),
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
