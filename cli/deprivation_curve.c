/* Incidents over people as a concentration curve, LSOA by LSOA from the most deprived on. */
#include <math.h>
#include <stdlib.h>

#include "deprivation.h"

/* Areas that count, and their curve. */
typedef struct area_curve {
    double *count; /* [areas] */
    double *people;
    double *order;
    double *across; /* [areas + 1] */
    double *up;
    size_t points;
} area_curve;

static void clear(area_curve *curve)
{
    free(curve->count);
    free(curve->people);
    free(curve->order);
    free(curve->across);
    free(curve->up);
}

/* Where only deciles are known these are the order; NaN leaves an area out. */
static double order_of(const deprivation_result *result, size_t area)
{
    const geo_area_deprivation *groups = result->indices.areas;
    if (groups->group[area] == GEO_NO_CODE || (result->shown && !result->shown[area]))
        return (double)NAN;
    return groups->order ? groups->order[area] : (double)groups->group[area];
}

static geo_status fill(cli_job *job, const deprivation_result *result, area_curve *curve)
{
    const geo_areas *areas = result->load.areas[0];
    if (!areas->population)
        return job_fail(job, GEO_ERROR_USAGE,
                        "a curve of incidents over people needs the population; name a field with "
                        "--population-field, or a table with --population");
    curve->count = calloc(areas->count + 1, sizeof *curve->count);
    curve->people = calloc(areas->count + 1, sizeof *curve->people);
    curve->order = calloc(areas->count + 1, sizeof *curve->order);
    curve->across = calloc(areas->count + 1, sizeof *curve->across);
    curve->up = calloc(areas->count + 1, sizeof *curve->up);
    if (!curve->count || !curve->people || !curve->order || !curve->across || !curve->up)
        return job_out_of_memory(job);
    for (size_t i = 0; i < areas->count; i++) {
        bool has_people = areas->population[i] > 0;
        curve->count[i] = has_people ? (double)result->counts.tally[0]->total[i] : 0;
        curve->people[i] = has_people ? areas->population[i] : 0;
        curve->order[i] = order_of(result, i);
    }
    return geo_concentration_curve(job->context, curve->count, curve->people, curve->order,
                                   areas->count, curve->across, curve->up, &curve->points);
}

/* ---- words ---------------------------------------------------------------------------------- */

static geo_status write_words(cli_job *job, const deprivation_result *result, figure_words *words)
{
    geo_status status = deprivation_write_title(job, result, "deprivation", words);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, &words->method,
                                 "The curve goes through every LSOA, in order of deprivation; the "
                                 "index of concentration is that of the groups. ");
    if (status == GEO_OK)
        status = deprivation_write_method(job, result, words);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, &words->description, "Concentration curve. %s.",
                                 words->title.data);
    if (status == GEO_OK && result->made->sentence)
        status = geo_bytes_print(job->context, &words->description, " %s.", result->made->sentence);
    return status == GEO_OK ? end_text(job->context, &words->description) : status;
}

static geo_status draw(cli_job *job, const deprivation_result *result, const area_curve *curve,
                       figure_words *words, const char *path, geo_bytes *bytes)
{
    const geo_estimate *index = &result->made->inequality.concentration;
    const geo_lorenz_series series = {.name = "Incidents",
                                      .count = curve->points,
                                      .across = curve->across,
                                      .up = curve->up,
                                      .index = index->value,
                                      .index_lower = index->lower,
                                      .index_upper = index->upper};
    const geo_lorenz_chart chart = {.series_count = 1,
                                    .series = &series,
                                    .guide = 0.2,
                                    .guide_text = "The most deprived 20% of residents have",
                                    .incidents_text = "incidents",
                                    .index_text = "concentration index",
                                    .equality_text = "Equal shares",
                                    .across_text = "Residents, the most deprived first (%)",
                                    .up_text = "Incidents (%)",
                                    .decimals = 2};
    const geo_figure_text text = figure_text_of(&result->settings->figure, words);
    return geo_figure_lorenz(job->context, &chart, result->style, &text, figure_format(path),
                             result->settings->figure.dpi, bytes);
}

geo_status deprivation_draw_curve(cli_job *job, const deprivation_result *result, const char *path,
                                  geo_bytes *bytes)
{
    figure_words words = {.title = GEO_BYTES_INIT};
    area_curve curve = {.count = NULL};
    geo_status status = fill(job, result, &curve);
    if (status == GEO_OK)
        status = write_words(job, result, &words);
    if (status == GEO_OK && path)
        status = draw(job, result, &curve, &words, path, bytes);
    else if (status == GEO_OK)
        status = geo_bytes_print(job->context, bytes, "%s", words.description.data);
    figure_clear_words(&words);
    clear(&curve);
    return status;
}
