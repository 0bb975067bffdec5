/* All areas by population, within the limits that chance sets. */
#include <math.h>
#include <stdlib.h>

#include "rank_text.h"

#define CURVE_POINTS 160
/* Curves begin at half the smallest area's size and run on a little beyond the largest; the chart
 * cuts them at its edge. */
#define CURVE_BEYOND 1.25

typedef struct funnel_data {
    double *rate; /* [areas] */
    geo_emphasis *emphasis;
    geo_bytes rate_unit;
    geo_bytes size_unit;
    double smallest; /* population */
    double largest;
    double size[CURVE_POINTS];
    double lower_95[CURVE_POINTS];
    double upper_95[CURVE_POINTS];
    double lower_998[CURVE_POINTS];
    double upper_998[CURVE_POINTS];
} funnel_data;

/* It has a population and is not kept back. */
static bool is_plotted(const rank_result *result, size_t area)
{
    const double *population = result->load.areas[0]->population;
    const bool *hidden = result->ranking->hidden;
    return isfinite(population[area]) && population[area] > 0 && !(hidden && hidden[area]);
}

static void find_rates(const rank_result *result, funnel_data *data)
{
    const geo_areas *areas = result->load.areas[0];
    for (size_t i = 0; i < areas->count; i++) {
        double count = (double)result->tally->total[i];
        data->rate[i] = (double)NAN;
        if (!is_plotted(result, i))
            continue;
        data->rate[i] = geo_rate_per_1000(count, areas->population[i]) / result->years;
        data->smallest = fmin(data->smallest, areas->population[i]);
        data->largest = fmax(data->largest, areas->population[i]);
    }
}

/* Incidents that a population of that size would have at the rate of all areas together. */
static double expected_of(const rank_result *result, double population)
{
    return result->ranking->overall * population / 1000 * result->years;
}

static const geo_emphasis emphasis_of[] = {
    [GEO_FUNNEL_BELOW_998] = GEO_EMPHASIS_STRONG, [GEO_FUNNEL_BELOW_95] = GEO_EMPHASIS_ABOVE,
    [GEO_FUNNEL_INSIDE] = GEO_EMPHASIS_NONE,      [GEO_FUNNEL_ABOVE_95] = GEO_EMPHASIS_ABOVE,
    [GEO_FUNNEL_ABOVE_998] = GEO_EMPHASIS_STRONG,
};

static void find_emphasis(const rank_result *result, funnel_data *data)
{
    const geo_areas *areas = result->load.areas[0];
    for (size_t i = 0; i < areas->count; i++) {
        if (!is_plotted(result, i))
            continue;
        double expected = expected_of(result, areas->population[i]);
        data->emphasis[i] =
            emphasis_of[geo_funnel_flag_of((double)result->tally->total[i], expected)];
    }
}

/* Denser where the areas are small and the curves steep. */
static void find_curves(const rank_result *result, funnel_data *data)
{
    for (size_t i = 0; i < CURVE_POINTS; i++) {
        double share = (double)i / (CURVE_POINTS - 1), first = data->smallest / 2;
        double size = first + (data->largest * CURVE_BEYOND - first) * share * share;
        double expected = expected_of(result, size);
        double per_count = geo_rate_per_1000(1, size) / result->years;
        data->size[i] = size;
        geo_funnel_limits(expected, 0.95, &data->lower_95[i], &data->upper_95[i]);
        geo_funnel_limits(expected, 0.998, &data->lower_998[i], &data->upper_998[i]);
        data->lower_95[i] *= per_count;
        data->upper_95[i] *= per_count;
        data->lower_998[i] *= per_count;
        data->upper_998[i] *= per_count;
    }
}

/* The three highest rates, in order. */
static rank_places places_of(const rank_result *result, const funnel_data *data)
{
    const geo_areas *areas = result->load.areas[0];
    rank_places places = {.reference = result->ranking->overall,
                          .reference_text = result->ranking->hidden_small > 0
                                                ? "the rate of all areas shown together"
                                                : "the rate of all areas together"};
    for (size_t area = 0; area < areas->count; area++) {
        size_t place = places.highest_count;
        if (isnan(data->rate[area]))
            continue;
        places.count++;
        if (!(data->rate[area] > 0))
            continue;
        while (place > 0 && data->rate[area] > places.rate[place - 1])
            place--;
        if (place == 3)
            continue;
        places.highest_count += places.highest_count < 3;
        for (size_t i = places.highest_count - 1; i > place; i--) {
            places.highest[i] = places.highest[i - 1];
            places.rate[i] = places.rate[i - 1];
        }
        places.highest[place] = area_name(areas, area);
        places.rate[place] = data->rate[area];
    }
    return places;
}

/* "Residents" */
static geo_status write_size_unit(cli_job *job, const rank_result *result, geo_bytes *unit)
{
    geo_status status = geo_bytes_print(job->context, unit, "%s", result->load.denominator);
    if (status == GEO_OK && unit->length > 0 && unit->data[0] >= 'a' && unit->data[0] <= 'z')
        unit->data[0] = (char)(unit->data[0] - 'a' + 'A');
    return status == GEO_OK ? end_text(job->context, unit) : status;
}

static geo_status fill_funnel(cli_job *job, const rank_result *result, funnel_data *data)
{
    size_t count = result->load.areas[0]->count;
    data->rate = calloc(count + 1, sizeof *data->rate);
    data->emphasis = calloc(count + 1, sizeof *data->emphasis);
    if (!data->rate || !data->emphasis)
        return job_out_of_memory(job);
    find_rates(result, data);
    find_emphasis(result, data);
    find_curves(result, data);
    geo_status status = rank_append_unit(job, result, "Incidents", &data->rate_unit);
    return status == GEO_OK ? write_size_unit(job, result, &data->size_unit) : status;
}

static geo_funnel_chart chart_of(const rank_result *result, const funnel_data *data)
{
    const geo_areas *areas = result->load.areas[0];
    return (geo_funnel_chart){
        .count = areas->count,
        .name = areas->name ? areas->name : areas->code,
        .size = areas->population,
        .rate = data->rate,
        .emphasis = data->emphasis,
        .emphasis_text = {"Within the limits", "Outside the 95% limits",
                          "Outside the 99.8% limits"},
        .reference_text = result->ranking->hidden_small > 0 ? "All areas shown" : "All areas",
        .reference = result->ranking->overall,
        .curve_count = data->largest > 0 ? CURVE_POINTS : 0,
        .curve_size = data->size,
        .lower_95 = data->lower_95,
        .upper_95 = data->upper_95,
        .lower_998 = data->lower_998,
        .upper_998 = data->upper_998,
        .size_unit = data->size_unit.data,
        .rate_unit = data->rate_unit.data,
        .decimals = rank_decimals(result),
    };
}

geo_status rank_draw_funnel(cli_job *job, const rank_result *result, const char *path,
                            geo_bytes *bytes)
{
    funnel_data data = {.rate = NULL, .smallest = INFINITY};
    figure_words words = {.title = GEO_BYTES_INIT};
    geo_status status = fill_funnel(job, result, &data);
    if (status == GEO_OK) {
        const rank_places places = places_of(result, &data);
        status = rank_write_words(job, result, &places, &words);
    }
    if (status == GEO_OK && !path)
        status = geo_bytes_print(job->context, bytes, "%s", words.description.data);
    if (status == GEO_OK && path) {
        const geo_funnel_chart chart = chart_of(result, &data);
        const geo_figure_text text = figure_text_of(&result->settings->figure, &words);
        status = geo_figure_funnel(job->context, &chart, result->style, &text, figure_format(path),
                                   result->settings->figure.dpi, bytes);
    }
    figure_clear_words(&words);
    geo_bytes_clear(&data.rate_unit);
    geo_bytes_clear(&data.size_unit);
    free(data.rate);
    free(data.emphasis);
    return status;
}
