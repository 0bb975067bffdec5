/* Shares as bars, hours as a shaded table. */
#include <stdlib.h>

#include "outputs.h"
#include "share.h"

/* Unless --top asks for another number. */
enum { BARS_MOST = 30, DAYS = 7, HOURS = 24 };

static bool draws(const share_settings *settings)
{
    const text_list *output = &settings->common.output;
    for (size_t i = 0; i < output->count; i++)
        if (figure_is_picture(output->item[i]))
            return true;
    return false;
}

static bool makes_layer(const share_settings *settings)
{
    const text_list *output = &settings->common.output;
    for (size_t i = 0; i < output->count; i++)
        if (output_is_layer(output->item[i]))
            return true;
    return false;
}

geo_status share_check_figure(cli_job *job, share_result *result)
{
    const share_settings *settings = result->settings;
    bool has_picture = draws(settings), has_layer = makes_layer(settings);
    if (has_layer && result->kind != SHARE_BY_AREA)
        return job_fail(job, GEO_ERROR_USAGE,
                        "a layer holds areas, and the rows of this table are none");
    if (result->kind == SHARE_OF_ALL && (has_picture || settings->figure.alt_text))
        return job_fail(job, GEO_ERROR_USAGE,
                        "one share makes no picture; ask for more with --areas, --by-category or "
                        "--hours");
    return has_picture || has_layer ? figure_style(job, &settings->figure, &result->style) : GEO_OK;
}

size_t share_bar_count(const share_result *result)
{
    return result->table->row_count - 1;
}

const geo_column *share_measure(const share_result *result)
{
    const geo_column *ratio = geo_table_find(result->table, "ratio");
    return ratio ? ratio : geo_table_find(result->table, "share_percent");
}

/* ---- bars ----------------------------------------------------------------------------------- */

typedef struct bar_data {
    const char **name;
    geo_emphasis *emphasis;
    size_t count;
} bar_data;

static geo_status fill_bars(cli_job *job, const share_result *result, const geo_column *value,
                            bar_data *data)
{
    const geo_table *table = result->table;
    const geo_column *name = geo_table_find(table, "name");
    const geo_column *code = geo_table_find(table, "code");
    data->count = share_bar_count(result);
    if (result->kind == SHARE_BY_AREA && result->settings->top == 0 && data->count > BARS_MOST)
        data->count = BARS_MOST;
    data->name = calloc(data->count + 1, sizeof *data->name);
    data->emphasis = calloc(data->count + 1, sizeof *data->emphasis);
    if (!data->name || !data->emphasis)
        return job_out_of_memory(job);
    for (size_t row = 0; row < data->count; row++) {
        const char *text = name ? name->text[row] : table->column[0].text[row];
        data->name[row] = text ? text : code ? code->text[row] : "";
        if (geo_table_mark(value, row) == GEO_MARK_HIGHER)
            data->emphasis[row] = GEO_EMPHASIS_ABOVE;
    }
    return GEO_OK;
}

static void clear_bars(bar_data *data)
{
    free((void *)data->name);
    free(data->emphasis);
}

static bool stands_out(const bar_data *data)
{
    for (size_t row = 0; row < data->count; row++)
        if (data->emphasis[row] != GEO_EMPHASIS_NONE)
            return true;
    return false;
}

/* The columns behind a share and a ratio are the ends of their intervals. */
static geo_bar_chart chart_of(const share_result *result, const geo_column *value,
                              const bar_data *data)
{
    bool is_ratio = value == geo_table_find(result->table, "ratio");
    bool has_reference = is_ratio || result->kind != SHARE_OF_GROUPS;
    geo_bar_chart chart = {
        .count = data->count,
        .name = data->name,
        .value = value->real,
        .lower = (value + 1)->real,
        .upper = (value + 2)->real,
        .emphasis = data->emphasis,
        .interval_text = "95% interval",
        .reference_text = is_ratio        ? "The same share"
                          : has_reference ? "All"
                                          : NULL,
        .reference = is_ratio ? 1 : value->real[share_bar_count(result)],
        .unit = is_ratio ? "Share of incidents / share of residents" : "Share of incidents (%)",
        .decimals = value->decimals,
    };
    if (stands_out(data)) {
        chart.emphasis_text[GEO_EMPHASIS_NONE] = is_ratio ? "Not over-represented" : "Not higher";
        chart.emphasis_text[GEO_EMPHASIS_ABOVE] = is_ratio ? "Over-represented" : "Higher";
    }
    return chart;
}

static geo_status draw_bars(cli_job *job, const share_result *result, const geo_figure_text *text,
                            const char *path, geo_bytes *bytes)
{
    bar_data data = {NULL, NULL, 0};
    const geo_column *value = share_measure(result);
    geo_status status = fill_bars(job, result, value, &data);
    if (status == GEO_OK) {
        const geo_bar_chart chart = chart_of(result, value, &data);
        if (data.count < share_bar_count(result))
            job_note(job, "the chart shows the first %zu of %zu areas; --top sets how many",
                     data.count, share_bar_count(result));
        status = geo_figure_bars(job->context, &chart, result->style, text, figure_format(path),
                                 result->settings->figure.dpi, bytes);
    }
    clear_bars(&data);
    return status;
}

/* ---- hours ---------------------------------------------------------------------------------- */

static geo_status draw_hours(cli_job *job, const share_result *result, const geo_figure_text *text,
                             const char *path, geo_bytes *bytes)
{
    const geo_table *table = result->table;
    double value[DAYS * HOURS];
    const char *day_name[DAYS], *hour_name[HOURS];
    for (size_t day = 0; day < DAYS; day++) {
        day_name[day] = table->column[0].text[day];
        for (size_t hour = 0; hour < HOURS; hour++)
            value[day * HOURS + hour] = table->column[1 + hour].real[day];
    }
    for (size_t hour = 0; hour < HOURS; hour++)
        hour_name[hour] = table->column[1 + hour].heading;
    const geo_matrix_chart chart = {.row_count = DAYS,
                                    .column_count = HOURS,
                                    .row = day_name,
                                    .column = hour_name,
                                    .value = value,
                                    .unit = "Incidents by hour",
                                    .decimals = table->column[1].decimals};
    return geo_figure_matrix(job->context, &chart, result->style, text, figure_format(path),
                             result->settings->figure.dpi, bytes);
}

/* ---- either --------------------------------------------------------------------------------- */

geo_status share_draw(cli_job *job, const void *value, const char *path, geo_bytes *bytes)
{
    const share_result *result = value;
    figure_words words = {.title = GEO_BYTES_INIT};
    geo_status status = share_write_words(job, result, &words);
    if (status == GEO_OK && !path) {
        status = geo_bytes_print(job->context, bytes, "%s", words.description.data);
    } else if (status == GEO_OK) {
        const geo_figure_text text = figure_text_of(&result->settings->figure, &words);
        status = result->kind == SHARE_HOURS ? draw_hours(job, result, &text, path, bytes)
                                             : draw_bars(job, result, &text, path, bytes);
    }
    figure_clear_words(&words);
    return status;
}
