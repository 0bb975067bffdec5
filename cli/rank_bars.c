/* The ranking as bars. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "rank_text.h"

/* Unless --top asks for another number. */
#define BARS_MOST 30

/* Areas that are kept back stand last. */
size_t rank_shown_count(const rank_result *result)
{
    const geo_table *table = result->ranking->table;
    const geo_column *count = geo_table_find(table, "count");
    size_t rows = table->row_count;
    while (rows > 0 && geo_table_mark(count, rows - 1) == GEO_MARK_HIDDEN)
        rows--;
    return rows;
}

size_t rank_bar_count(const rank_result *result)
{
    size_t rows = rank_shown_count(result);
    return result->settings->top == 0 && rows > BARS_MOST ? BARS_MOST : rows;
}

typedef struct bar_data {
    const char **name;
    char **own; /* names with their parents, where a name alone stands twice */
    geo_emphasis *emphasis;
    geo_bytes unit;
    size_t count;
} bar_data;

static const char *text_at(const geo_table *table, const char *column, size_t row)
{
    return geo_table_find(table, column)->text[row];
}

/* The column behind the rate is the lower end of its interval, the next the upper one. */
static const double *rates_of(const geo_table *table, size_t behind)
{
    return (geo_table_find(table, "rate_per_1000") + behind)->real;
}

static bool is_twice(const geo_table *table, size_t count, size_t row)
{
    const char *name = text_at(table, "name", row);
    for (size_t i = 0; name && i < count; i++) {
        const char *other = text_at(table, "name", i);
        if (i != row && other && strcmp(name, other) == 0)
            return true;
    }
    return false;
}

static geo_status name_bar(cli_job *job, const geo_table *table, size_t row, bar_data *data)
{
    const char *name = text_at(table, "name", row), *parent = text_at(table, "parent", row);
    geo_bytes both = GEO_BYTES_INIT;
    data->name[row] = name ? name : text_at(table, "code", row);
    if (!parent || !is_twice(table, data->count, row))
        return GEO_OK;
    geo_status status = geo_bytes_print(job->context, &both, "%s (%s)", name, parent);
    if (status == GEO_OK)
        status = end_text(job->context, &both);
    if (status == GEO_OK)
        data->name[row] = data->own[row] = both.data;
    else
        geo_bytes_clear(&both);
    return status;
}

static geo_status fill_bars(cli_job *job, const rank_result *result, bar_data *data)
{
    const geo_table *table = result->ranking->table;
    const double *rate = rates_of(table, 0);
    data->count = rank_bar_count(result);
    data->name = calloc(data->count + 1, sizeof *data->name);
    data->own = calloc(data->count + 1, sizeof *data->own);
    data->emphasis = calloc(data->count + 1, sizeof *data->emphasis);
    if (!data->name || !data->own || !data->emphasis)
        return job_out_of_memory(job);
    geo_status status = rank_append_unit(job, result, "Incidents", &data->unit);
    for (size_t row = 0; row < data->count && status == GEO_OK; row++) {
        status = name_bar(job, table, row, data);
        data->emphasis[row] = (geo_emphasis)geo_band_of(&result->ranking->reference, rate[row]);
    }
    return status;
}

static void clear_bars(bar_data *data)
{
    for (size_t i = 0; data->own && i < data->count; i++)
        free(data->own[i]);
    free((void *)data->name);
    free(data->own);
    free(data->emphasis);
    geo_bytes_clear(&data->unit);
}

static rank_places places_of(const rank_result *result, const bar_data *data)
{
    const double *rate = rates_of(result->ranking->table, 0);
    rank_places places = {.count = data->count,
                          .reference = result->ranking->reference.mean,
                          .reference_text = "the mean of all areas"};
    for (size_t i = 0; i < data->count && i < 3 && rate[i] > 0; i++) {
        places.highest[i] = data->name[i];
        places.rate[i] = rate[i];
        places.highest_count++;
    }
    return places;
}

static geo_bar_chart chart_of(const rank_result *result, const bar_data *data)
{
    const geo_table *table = result->ranking->table;
    return (geo_bar_chart){
        .count = data->count,
        .name = data->name,
        .value = rates_of(table, 0),
        .lower = rates_of(table, 1),
        .upper = rates_of(table, 2),
        .emphasis = data->emphasis,
        .emphasis_text = {"Not above", "Above (mean + 1 SD)", "Significantly above (mean + 2 SD)"},
        .interval_text = "95% interval",
        .reference_text = "Mean",
        .reference = result->ranking->reference.mean,
        .unit = data->unit.data,
        .decimals = rank_decimals(result),
    };
}

geo_status rank_draw_bars(cli_job *job, const rank_result *result, const char *path,
                          geo_bytes *bytes)
{
    bar_data data = {.unit = GEO_BYTES_INIT};
    figure_words words = {.title = GEO_BYTES_INIT};
    geo_status status = fill_bars(job, result, &data);
    if (status == GEO_OK) {
        const rank_places places = places_of(result, &data);
        status = rank_write_words(job, result, &places, &words);
    }
    if (status == GEO_OK && !path)
        status = geo_bytes_print(job->context, bytes, "%s", words.description.data);
    if (status == GEO_OK && path) {
        const geo_bar_chart chart = chart_of(result, &data);
        const geo_figure_text text = figure_text_of(&result->settings->figure, &words);
        status = geo_figure_bars(job->context, &chart, result->style, &text, figure_format(path),
                                 result->settings->figure.dpi, bytes);
    }
    figure_clear_words(&words);
    clear_bars(&data);
    return status;
}
