/* A crosstab as a shaded table. */
#include <math.h>
#include <stdlib.h>

#include "crosstab.h"
#include "deliver.h"
#include "outputs.h"

geo_status crosstab_check_figure(cli_job *job, crosstab_result *result)
{
    const text_list *output = &job->settings->output;
    bool draws = false;
    for (size_t i = 0; i < output->count; i++)
        draws |= figure_is_picture(output->item[i]);
    return draws ? figure_style(job, &result->settings->figure, &result->style) : GEO_OK;
}

/* ---- cells ---------------------------------------------------------------------------------- */

/* Labels that are not known stand last. */
static size_t count_known(const char *const *label, size_t count)
{
    return count > 0 && !label[count - 1] ? count - 1 : count;
}

/* What it is whose labels stand above the cells. */
static geo_status name_columns(cli_job *job, const crosstab_result *result)
{
    const geo_crosstab *crosstab = &result->crossing.crosstab;
    size_t known = count_known(crosstab->column, crosstab->column_count);
    geo_status status = GEO_OK;
    for (size_t i = 1; i <= known && status == GEO_OK; i++)
        status =
            geo_table_set_group(job->context, &result->cells->column[i], crosstab->column_name);
    return status;
}

geo_status crosstab_pick_cells(cli_job *job, crosstab_result *result)
{
    static const geo_crosstab_value values[] = {[CROSSTAB_CELLS_ALL] = GEO_CROSSTAB_COUNTS,
                                                [CROSSTAB_CELLS_COUNT] = GEO_CROSSTAB_COUNTS,
                                                [CROSSTAB_CELLS_RATE] = GEO_CROSSTAB_RATES,
                                                [CROSSTAB_CELLS_ROW_SHARE] = GEO_CROSSTAB_PERCENTS,
                                                [CROSSTAB_CELLS_COLUMN_SHARE] =
                                                    GEO_CROSSTAB_PERCENTS,
                                                [CROSSTAB_CELLS_SHARE] = GEO_CROSSTAB_PERCENTS};
    static const crosstab_cells of_shares[] = {CROSSTAB_CELLS_COUNT, CROSSTAB_CELLS_ROW_SHARE,
                                               CROSSTAB_CELLS_COLUMN_SHARE, CROSSTAB_CELLS_SHARE};
    const crosstab_settings *settings = result->settings;
    result->cells_kind = settings->cells != CROSSTAB_CELLS_ALL ? (crosstab_cells)settings->cells
                         : result->table->rate > 0             ? CROSSTAB_CELLS_RATE
                                                               : of_shares[settings->shares];
    geo_status status =
        geo_crosstab_pick(job->context, result->table, values[result->cells_kind], &result->cells);
    return status == GEO_OK ? name_columns(job, result) : status;
}

static int decimals_of(const crosstab_result *result)
{
    int64_t decimals = result->settings->decimals;
    return result->cells_kind == CROSSTAB_CELLS_COUNT ? 0 : decimals > 15 ? 15 : (int)decimals;
}

/* What is known of both fields, without sums: beside them the shades of the rest would be one. */
typedef struct crosstab_picture {
    size_t row_count;
    size_t column_count;
    double *value; /* row by row */
    geo_bytes unit;
} crosstab_picture;

static double value_at(const geo_column *column, size_t row)
{
    if (column->type == GEO_REAL)
        return column->real[row];
    return column->integer[row] == GEO_NO_INTEGER ? (double)NAN : (double)column->integer[row];
}

static geo_status begin_picture(cli_job *job, const crosstab_result *result, crosstab_picture *out)
{
    const geo_crosstab *crosstab = &result->crossing.crosstab;
    out->row_count = count_known(crosstab->row, crosstab->row_count);
    out->column_count = count_known(crosstab->column, crosstab->column_count);
    size_t cells = out->row_count * out->column_count;
    out->value = calloc(cells + 1, sizeof *out->value);
    if (!out->value)
        return job_out_of_memory(job);
    for (size_t cell = 0; cell < cells; cell++)
        out->value[cell] = value_at(&result->cells->column[1 + cell % out->column_count],
                                    cell / out->column_count);
    geo_status status = crosstab_append_unit(job, result, &out->unit);
    return status == GEO_OK ? end_text(job->context, &out->unit) : status;
}

/* ---- words ---------------------------------------------------------------------------------- */

/* " Highest: 25-34, 1 (most deprived), 21.3." */
static geo_status append_highest(cli_job *job, const crosstab_result *result,
                                 const crosstab_picture *picture, geo_bytes *bytes)
{
    const crossing_ordered *ordered = &result->crossing.ordered;
    size_t highest = SIZE_MAX;
    for (size_t i = 0; i < picture->row_count * picture->column_count; i++)
        if (picture->value[i] > (highest == SIZE_MAX ? 0 : picture->value[highest]))
            highest = i;
    if (highest == SIZE_MAX)
        return GEO_OK;
    geo_status status = geo_bytes_print(job->context, bytes, " Highest: %s, %s, ",
                                        ordered->row[highest / picture->column_count],
                                        ordered->column[highest % picture->column_count]);
    if (status == GEO_OK)
        status = geo_bytes_append_number(job->context, bytes, picture->value[highest],
                                         decimals_of(result));
    return status == GEO_OK ? geo_bytes_print(job->context, bytes, ".") : status;
}

static geo_status write_words(cli_job *job, const crosstab_result *result,
                              const crosstab_picture *picture, figure_words *words)
{
    geo_status status = crosstab_append_subject(job, result, &words->title);
    if (status == GEO_OK)
        status = deliver_titles(job, &result->settings->figure, &result->load, words);
    if (status == GEO_OK)
        status = figure_write_method(job, result->table->table, SIZE_MAX, words);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, &words->description,
                                 "Shaded table. %s%s%s: %s in %zu rows and %zu columns.",
                                 words->title.data, words->subtitle.length > 0 ? ", " : "",
                                 words->subtitle.data, picture->unit.data, picture->row_count,
                                 picture->column_count);
    if (status == GEO_OK)
        status = append_highest(job, result, picture, &words->description);
    return status == GEO_OK ? end_text(job->context, &words->description) : status;
}

/* ---- picture -------------------------------------------------------------------------------- */

static geo_status draw_cells(cli_job *job, const crosstab_result *result,
                             const crosstab_picture *picture, figure_words *words, const char *path,
                             geo_bytes *bytes)
{
    const figure_settings *given = &result->settings->figure;
    const geo_matrix_chart chart = {.row_count = picture->row_count,
                                    .column_count = picture->column_count,
                                    .row = result->crossing.ordered.row,
                                    .column = result->crossing.ordered.column,
                                    .value = picture->value,
                                    .unit = picture->unit.data,
                                    .decimals = decimals_of(result)};
    const geo_figure_text text = figure_text_of(given, words);
    return geo_figure_matrix(job->context, &chart, result->style, &text, figure_format(path),
                             given->dpi, bytes);
}

geo_status crosstab_draw(cli_job *job, const void *value, const char *path, geo_bytes *bytes)
{
    const crosstab_result *result = value;
    crosstab_picture picture = {.unit = GEO_BYTES_INIT};
    figure_words words = {.title = GEO_BYTES_INIT};
    geo_status status = begin_picture(job, result, &picture);
    if (status == GEO_OK)
        status = write_words(job, result, &picture, &words);
    if (status == GEO_OK)
        status = path ? draw_cells(job, result, &picture, &words, path, bytes)
                      : geo_bytes_print(job->context, bytes, "%s", words.description.data);
    figure_clear_words(&words);
    free(picture.value);
    geo_bytes_clear(&picture.unit);
    return status;
}
