/* Counts by two fields as a pyramid, bars or a shaded table. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "deliver.h"
#include "outputs.h"
#include "profile.h"

geo_status profile_check_figure(cli_job *job, profile_result *result)
{
    const text_list *output = &job->settings->output;
    bool draws = false;
    for (size_t i = 0; i < output->count; i++)
        draws |= figure_is_picture(output->item[i]);
    return draws ? figure_style(job, &result->settings->figure, &result->style) : GEO_OK;
}

/* What is known of both fields, and the best that there is to show of it. */
typedef struct profile_picture {
    size_t row_count;
    size_t column_count;
    double *value; /* column by column, rows from the first */
    const char *unit;
    int decimals;
} profile_picture;

static bool is_counts(const profile_result *result)
{
    return result->table->rate == 0 && result->table->percent == 0;
}

static const char *unit_of(const profile_result *result)
{
    static const char *const shares[] = {"Incidents", "Per cent of the row",
                                         "Per cent of the column", "Per cent of all"};
    if (result->table->rate > 0)
        return result->settings->per_year ? "Incidents per 1,000 people a year"
                                          : "Incidents per 1,000 people";
    return shares[result->settings->shares];
}

/* Labels that are not known stand last. */
static size_t count_known(const char *const *label, size_t count)
{
    return count > 0 && !label[count - 1] ? count - 1 : count;
}

static double value_at(const profile_result *result, size_t row, size_t column)
{
    const geo_crosstab_table *made = result->table;
    const geo_column *group = &made->table->column[1 + column * made->group_width];
    if (made->rate > 0)
        return group[made->rate].real[row];
    if (made->percent > 0)
        return group[made->percent].real[row];
    return group->integer[row] == GEO_NO_INTEGER ? (double)NAN : (double)group->integer[row];
}

static geo_status begin_picture(cli_job *job, const profile_result *result, profile_picture *out)
{
    const geo_crosstab *crosstab = &result->crossing.crosstab;
    int64_t decimals = result->settings->decimals;
    out->row_count = count_known(crosstab->row, crosstab->row_count);
    out->column_count =
        crosstab->column_name ? count_known(crosstab->column, crosstab->column_count) : 1;
    out->unit = unit_of(result);
    out->decimals = is_counts(result) ? 0 : decimals > 15 ? 15 : (int)decimals;
    out->value = calloc(out->row_count * out->column_count + 1, sizeof *out->value);
    if (!out->value)
        return job_out_of_memory(job);
    for (size_t column = 0; column < out->column_count; column++)
        for (size_t row = 0; row < out->row_count; row++)
            out->value[column * out->row_count + row] = value_at(result, row, column);
    return GEO_OK;
}

/* ---- kinds ---------------------------------------------------------------------------------- */

static geo_status draw_pyramid(cli_job *job, const profile_result *result,
                               const profile_picture *picture, const geo_figure_text *text,
                               const char *path, geo_bytes *bytes)
{
    const crossing_ordered *ordered = &result->crossing.ordered;
    const geo_pyramid_chart chart = {.count = picture->row_count,
                                     .group = ordered->row,
                                     .left = picture->value,
                                     .right = picture->value + picture->row_count,
                                     .left_text = ordered->column[0],
                                     .right_text = ordered->column[1],
                                     .unit = picture->unit,
                                     .decimals = picture->decimals};
    return geo_figure_pyramid(job->context, &chart, result->style, text, figure_format(path),
                              result->settings->figure.dpi, bytes);
}

static geo_status draw_bars(cli_job *job, const profile_result *result,
                            const profile_picture *picture, const geo_figure_text *text,
                            const char *path, geo_bytes *bytes)
{
    const geo_crosstab_table *made = result->table;
    const geo_column *rate = &made->table->column[1 + made->rate];
    bool has_rates = made->rate > 0;
    const geo_bar_chart chart = {.count = picture->row_count,
                                 .name = result->crossing.ordered.row,
                                 .value = picture->value,
                                 .lower = has_rates ? rate[1].real : NULL,
                                 .upper = has_rates ? rate[2].real : NULL,
                                 .interval_text = has_rates ? "95% interval" : NULL,
                                 .unit = picture->unit,
                                 .decimals = picture->decimals};
    return geo_figure_bars(job->context, &chart, result->style, text, figure_format(path),
                           result->settings->figure.dpi, bytes);
}

static geo_status draw_matrix(cli_job *job, const profile_result *result,
                              const profile_picture *picture, const geo_figure_text *text,
                              const char *path, geo_bytes *bytes)
{
    size_t cells = picture->row_count * picture->column_count;
    double *value = calloc(cells + 1, sizeof *value);
    if (!value)
        return job_out_of_memory(job);
    for (size_t cell = 0; cell < cells; cell++)
        value[cell] = picture->value[cell % picture->column_count * picture->row_count +
                                     cell / picture->column_count];
    const geo_matrix_chart chart = {.row_count = picture->row_count,
                                    .column_count = picture->column_count,
                                    .row = result->crossing.ordered.row,
                                    .column = result->crossing.ordered.column,
                                    .value = value,
                                    .unit = picture->unit,
                                    .decimals = picture->decimals};
    geo_status status = geo_figure_matrix(job->context, &chart, result->style, text,
                                          figure_format(path), result->settings->figure.dpi, bytes);
    free(value);
    return status;
}

/* ---- words ---------------------------------------------------------------------------------- */

/* "Highest: 25-34 M 21.3." */
static geo_status append_highest(cli_job *job, const profile_result *result,
                                 const profile_picture *picture, geo_bytes *bytes)
{
    const crossing_ordered *ordered = &result->crossing.ordered;
    size_t highest = SIZE_MAX;
    for (size_t i = 0; i < picture->row_count * picture->column_count; i++)
        if (picture->value[i] > (highest == SIZE_MAX ? 0 : picture->value[highest]))
            highest = i;
    if (highest == SIZE_MAX)
        return GEO_OK;
    bool has_columns = result->settings->columns != NULL;
    geo_status status = geo_bytes_print(
        job->context, bytes, " Highest: %s%s%s, ", ordered->row[highest % picture->row_count],
        has_columns ? " " : "", has_columns ? ordered->column[highest / picture->row_count] : "");
    if (status == GEO_OK)
        status = geo_bytes_append_number(job->context, bytes, picture->value[highest],
                                         picture->decimals);
    return status == GEO_OK ? geo_bytes_print(job->context, bytes, ".") : status;
}

static geo_status write_words(cli_job *job, const profile_result *result,
                              const profile_picture *picture, const char *kind, figure_words *words)
{
    geo_status status = profile_append_subject(job, result, &words->title);
    if (status == GEO_OK)
        status = deliver_titles(job, &result->settings->figure, &result->load, words);
    if (status == GEO_OK)
        status = figure_write_method(job, result->table->table, SIZE_MAX, words);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, &words->description, "%s. %s%s%s: %s.", kind,
                                 words->title.data, words->subtitle.length > 0 ? ", " : "",
                                 words->subtitle.data, picture->unit);
    if (status == GEO_OK)
        status = append_highest(job, result, picture, &words->description);
    return status == GEO_OK ? end_text(job->context, &words->description) : status;
}

/* Two columns stand back to back, as profiles of age and sex are published. */
static geo_status draw(cli_job *job, const profile_result *result, const profile_picture *picture,
                       figure_words *words, const char *path, geo_bytes *bytes)
{
    bool is_pyramid = picture->column_count == 2;
    bool is_matrix = !is_pyramid && result->settings->columns;
    const char *kind = is_pyramid ? "Bars back to back" : is_matrix ? "Shaded table" : "Bar chart";
    geo_status status = write_words(job, result, picture, kind, words);
    if (status != GEO_OK)
        return status;
    if (!path)
        return geo_bytes_print(job->context, bytes, "%s", words->description.data);
    const geo_figure_text text = figure_text_of(&result->settings->figure, words);
    if (is_pyramid)
        return draw_pyramid(job, result, picture, &text, path, bytes);
    return is_matrix ? draw_matrix(job, result, picture, &text, path, bytes)
                     : draw_bars(job, result, picture, &text, path, bytes);
}

geo_status profile_draw(cli_job *job, const void *value, const char *path, geo_bytes *bytes)
{
    const profile_result *result = value;
    profile_picture picture = {.value = NULL};
    figure_words words = {.title = GEO_BYTES_INIT};
    geo_status status = begin_picture(job, result, &picture);
    if (status == GEO_OK)
        status = draw(job, result, &picture, &words, path, bytes);
    figure_clear_words(&words);
    free(picture.value);
    return status;
}
