/* Areas by category as a picture. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "matrix.h"
#include "outputs.h"

/* Unless --top asks for another number: what a page holds legibly. */
#define ROWS_MOST 40

typedef struct cell_data {
    const char **row;
    char **own; /* names with their parents, where a name alone stands twice */
    const char **column;
    double *value;
    geo_emphasis *emphasis;
    size_t first; /* of the table's columns with numbers */
    size_t row_count;
    size_t column_count;
} cell_data;

static bool has_output(const matrix_settings *settings, bool (*is_it)(const char *path))
{
    const text_list *output = &settings->common.output;
    for (size_t i = 0; i < output->count; i++)
        if (is_it(output->item[i]))
            return true;
    return false;
}

static bool is_layer(const char *path)
{
    return output_is_layer(path);
}

geo_status matrix_check_figure(cli_job *job, matrix_result *result)
{
    const matrix_settings *settings = result->settings;
    bool draws = has_output(settings, figure_is_picture) || has_output(settings, is_layer);
    return draws ? figure_style(job, &settings->figure, &result->style) : GEO_OK;
}

geo_status matrix_plan_figure(cli_job *job, matrix_result *result)
{
    const matrix_settings *settings = result->settings;
    size_t shown = result->matrix->shown_count;
    geo_matrix_layout layout = GEO_MATRIX_LAYOUT_INIT;
    bool draws = has_output(settings, figure_is_picture);
    if (!draws && !settings->figure.alt_text)
        return GEO_OK;
    layout.values = settings->values == GEO_MATRIX_COUNTS ? GEO_MATRIX_COUNTS : GEO_MATRIX_RATES;
    layout.totals = GEO_MATRIX_SUMS;
    layout.top = settings->top > 0 ? (size_t)settings->top : ROWS_MOST;
    layout.round_to = settings->round_to;
    layout.decimals = matrix_decimals(settings);
    if (draws && settings->top == 0 && shown > ROWS_MOST)
        job_note(job, "the chart shows the first %d of %zu areas; --top sets how many", ROWS_MOST,
                 shown);
    return geo_matrix_table(job->context, result->matrix, &layout, &result->chart_table);
}

/* ---- cells ---------------------------------------------------------------------------------- */

static const char *text_at(const geo_table *table, const char *name, size_t row)
{
    const geo_column *column = geo_table_find(table, name);
    return column ? column->text[row] : NULL;
}

static bool is_twice(const geo_table *table, size_t row)
{
    const char *name = text_at(table, "name", row);
    for (size_t i = 0; name && i < table->row_count; i++) {
        const char *other = text_at(table, "name", i);
        if (i != row && other && strcmp(name, other) == 0)
            return true;
    }
    return false;
}

static geo_status name_row(cli_job *job, const geo_table *table, size_t row, cell_data *data)
{
    const char *name = text_at(table, "name", row), *parent = text_at(table, "parent", row);
    geo_bytes both = GEO_BYTES_INIT;
    data->row[row] = name ? name : text_at(table, "code", row);
    if (!parent || !is_twice(table, row))
        return GEO_OK;
    geo_status status = geo_bytes_print(job->context, &both, "%s (%s)", name, parent);
    if (status == GEO_OK)
        status = end_text(job->context, &both);
    if (status == GEO_OK)
        data->row[row] = data->own[row] = both.data;
    else
        geo_bytes_clear(&both);
    return status;
}

static void fill_cell(const geo_column *column, size_t row, double *value, geo_emphasis *emphasis)
{
    geo_mark mark = geo_table_mark(column, row);
    *value = column->type == GEO_REAL                 ? column->real[row]
             : column->integer[row] == GEO_NO_INTEGER ? (double)NAN
                                                      : (double)column->integer[row];
    *emphasis = mark == GEO_MARK_FAR_ABOVE ? GEO_EMPHASIS_STRONG
                : mark == GEO_MARK_ABOVE   ? GEO_EMPHASIS_ABOVE
                                           : GEO_EMPHASIS_NONE;
}

static geo_status fill_cells(cli_job *job, const geo_table *table, cell_data *data)
{
    size_t cells;
    geo_status status = GEO_OK;
    while (data->first < table->column_count && table->column[data->first].type == GEO_TEXT)
        data->first++;
    data->row_count = table->row_count;
    data->column_count = table->column_count - data->first;
    cells = data->row_count * data->column_count;
    data->row = calloc(data->row_count + 1, sizeof *data->row);
    data->own = calloc(data->row_count + 1, sizeof *data->own);
    data->column = calloc(data->column_count + 1, sizeof *data->column);
    data->value = calloc(cells + 1, sizeof *data->value);
    data->emphasis = calloc(cells + 1, sizeof *data->emphasis);
    if (!data->row || !data->own || !data->column || !data->value || !data->emphasis)
        return job_out_of_memory(job);
    for (size_t row = 0; row < data->row_count && status == GEO_OK; row++)
        status = name_row(job, table, row, data);
    for (size_t i = 0; i < data->column_count; i++) {
        const geo_column *column = &table->column[data->first + i];
        data->column[i] = column->heading;
        for (size_t row = 0; row < data->row_count; row++)
            fill_cell(column, row, &data->value[row * data->column_count + i],
                      &data->emphasis[row * data->column_count + i]);
    }
    return status;
}

static void clear_cells(cell_data *data)
{
    for (size_t i = 0; data->own && i < data->row_count; i++)
        free(data->own[i]);
    free((void *)data->row);
    free(data->own);
    free((void *)data->column);
    free(data->value);
    free(data->emphasis);
}

/* ---- words ---------------------------------------------------------------------------------- */

static bool shows_counts(const matrix_result *result)
{
    return result->settings->values == GEO_MATRIX_COUNTS;
}

static const char *unit_of(const matrix_result *result)
{
    return shows_counts(result)         ? "Incidents"
           : result->settings->per_year ? "Incidents per 1,000 residents a year"
                                        : "Incidents per 1,000 residents";
}

static geo_status write_title(cli_job *job, const matrix_result *result, geo_bytes *title)
{
    const char *given = result->settings->figure.title;
    if (!given)
        return matrix_append_title(job, result, NULL, "by area and category", title);
    geo_status status = geo_bytes_print(job->context, title, "%s", given);
    return status == GEO_OK ? end_text(job->context, title) : status;
}

static geo_status write_subtitle(cli_job *job, const matrix_result *result, geo_bytes *subtitle)
{
    const char *given = result->settings->figure.subtitle;
    if (!given)
        return GEO_OK;
    geo_status status = geo_bytes_print(job->context, subtitle, "%s", given);
    return status == GEO_OK ? end_text(job->context, subtitle) : status;
}

static geo_status write_method(cli_job *job, const matrix_result *result, geo_bytes *method)
{
    const geo_reference *reference = &result->matrix->reference[0];
    const geo_areas *areas = result->load.areas[0];
    geo_status status = geo_bytes_print(
        job->context, method,
        "Shades: a rate beside the mean and SD (%s, unweighted) of the rates of the same category "
        "in %zu areas; a convention, not a test.",
        reference->kind == GEO_SD_SAMPLE ? "sample" : "population", reference->count);
    if (status == GEO_OK && result->reference)
        status = geo_bytes_print(job->context, method, " Reference: areas where %s.",
                                 geo_filter_text(result->reference));
    if (status == GEO_OK && job->settings->where)
        status =
            geo_bytes_print(job->context, method, " Only rows where %s.", job->settings->where);
    if (status == GEO_OK && result->show)
        status = geo_bytes_print(job->context, method, " Only areas where %s.",
                                 geo_filter_text(result->show));
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, method, " Boundaries: %s", base_name(areas->path));
    if (status == GEO_OK && areas->layer && areas->layer[0] != '\0')
        status = geo_bytes_print(job->context, method, " (%s)", areas->layer);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, method, ".");
    return status == GEO_OK ? end_text(job->context, method) : status;
}

/* The cells significantly above, row by row: what the picture is about. */
static geo_status append_far_above(cli_job *job, const matrix_result *result, const cell_data *data,
                                   geo_bytes *bytes)
{
    enum { NAMED_MOST = 6 };
    geo_status status = GEO_OK;
    size_t named = 0;
    for (size_t i = 0; i < data->row_count * data->column_count && status == GEO_OK; i++) {
        if (data->emphasis[i] != GEO_EMPHASIS_STRONG || named++ >= NAMED_MOST)
            continue;
        status = geo_bytes_print(
            job->context, bytes, "%s%s, %s (", named == 1 ? " Significantly above: " : "; ",
            data->row[i / data->column_count], data->column[i % data->column_count]);
        if (status == GEO_OK)
            status = geo_bytes_append_number(
                job->context, bytes, data->value[i],
                shows_counts(result) ? 0 : matrix_decimals(result->settings));
        if (status == GEO_OK)
            status = geo_bytes_print(job->context, bytes, ")");
    }
    if (status == GEO_OK && named > NAMED_MOST)
        status = geo_bytes_print(job->context, bytes, "; and %zu more cells", named - NAMED_MOST);
    if (status == GEO_OK && named > 0)
        status = geo_bytes_print(job->context, bytes, ".");
    return status;
}

static geo_status write_description(cli_job *job, const matrix_result *result,
                                    const cell_data *data, const geo_bytes *title, geo_bytes *bytes)
{
    const geo_table *table = result->chart_table;
    size_t areas = 0;
    for (size_t row = 0; row < table->row_count; row++)
        areas += !table->is_total || !table->is_total[row];
    geo_status status =
        geo_bytes_print(job->context, bytes, "Table of %zu area%s by %zu categor%s. %s; %s.", areas,
                        areas == 1 ? "" : "s", data->column_count,
                        data->column_count == 1 ? "y" : "ies", title->data, unit_of(result));
    if (status == GEO_OK)
        status = append_far_above(job, result, data, bytes);
    return status == GEO_OK ? end_text(job->context, bytes) : status;
}

static geo_status write_words(cli_job *job, const matrix_result *result, const cell_data *data,
                              figure_words *words)
{
    geo_status status = write_title(job, result, &words->title);
    if (status == GEO_OK)
        status = write_subtitle(job, result, &words->subtitle);
    if (status == GEO_OK)
        status = write_method(job, result, &words->method);
    return status == GEO_OK
               ? write_description(job, result, data, &words->title, &words->description)
               : status;
}

/* ---- picture -------------------------------------------------------------------------------- */

static geo_status draw_chart(cli_job *job, const matrix_result *result, const cell_data *data,
                             figure_words *words, const char *path, geo_bytes *bytes)
{
    const geo_matrix_chart chart = {
        .row_count = data->row_count,
        .column_count = data->column_count,
        .row = data->row,
        .column = data->column,
        .value = data->value,
        .emphasis = data->emphasis,
        .emphasis_text = {"Not above", "Above (mean + 1 SD)", "Significantly above (mean + 2 SD)"},
        .unit = unit_of(result),
        .decimals = shows_counts(result) ? 0 : matrix_decimals(result->settings)};
    const geo_figure_text text = figure_text_of(&result->settings->figure, words);
    return geo_figure_matrix(job->context, &chart, result->style, &text, figure_format(path),
                             result->settings->figure.dpi, bytes);
}

geo_status matrix_draw(cli_job *job, const void *value, const char *path, geo_bytes *bytes)
{
    const matrix_result *result = value;
    cell_data data = {.row = NULL};
    figure_words words = {.title = GEO_BYTES_INIT};
    geo_status status = fill_cells(job, result->chart_table, &data);
    if (status == GEO_OK)
        status = write_words(job, result, &data, &words);
    if (status == GEO_OK && !path)
        status = geo_bytes_print(job->context, bytes, "%s", words.description.data);
    if (status == GEO_OK && path)
        status = draw_chart(job, result, &data, &words, path, bytes);
    figure_clear_words(&words);
    clear_cells(&data);
    return status;
}
