/* People with several rows as bars. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "deliver.h"
#include "outputs.h"
#include "repeat.h"

geo_status repeat_check_figure(cli_job *job, repeat_result *result)
{
    const text_list *output = &job->settings->output;
    bool draws = false;
    for (size_t i = 0; i < output->count; i++)
        draws |= figure_is_picture(output->item[i]);
    return draws ? figure_style(job, &result->settings->figure, &result->style) : GEO_OK;
}

static int decimals_of(const repeat_result *result)
{
    return result->settings->decimals > 15 ? 15 : (int)result->settings->decimals;
}

/* ---- words ---------------------------------------------------------------------------------- */

static geo_status write_words(cli_job *job, const repeat_result *result, const geo_table *table,
                              figure_words *words)
{
    const char *sentence = result->repetition->sentence;
    geo_status status = repeat_append_subject(job, result, &words->title);
    if (status == GEO_OK)
        status = deliver_titles(job, &result->settings->figure, &result->load, words);
    if (status == GEO_OK)
        status = figure_write_method(job, table, SIZE_MAX, words);
    if (status == GEO_OK)
        status =
            geo_bytes_print(job->context, &words->description, "Bar chart. %s%s%s%s%s.",
                            words->title.data, words->subtitle.length > 0 ? ", " : "",
                            words->subtitle.data, sentence ? ": " : "", sentence ? sentence : "");
    return status == GEO_OK ? end_text(job->context, &words->description) : status;
}

/* ---- by number of rows ---------------------------------------------------------------------- */

static geo_status draw_classes(cli_job *job, const repeat_result *result,
                               const geo_figure_text *text, const char *path, geo_bytes *bytes)
{
    const geo_table *table = result->repetition->table;
    const char *series[] = {geo_table_find(table, "people_percent")->heading, "% of all rows"};
    size_t count = result->repetition->class_count;
    double *value = calloc(2 * count + 1, sizeof *value);
    if (!value)
        return job_out_of_memory(job);
    memcpy(value, geo_table_find(table, "people_percent")->real, count * sizeof *value);
    memcpy(value + count, geo_table_find(table, "rows_percent")->real, count * sizeof *value);
    const geo_profile_chart chart = {.category_count = count,
                                     .category = (const char *const *)table->column[0].text,
                                     .series_count = 2,
                                     .series = series,
                                     .value = value,
                                     .category_unit = "Number of rows each",
                                     .unit = "Per cent",
                                     .decimals = decimals_of(result)};
    geo_status status =
        geo_figure_profile(job->context, &chart, result->style, text, figure_format(path),
                           result->settings->figure.dpi, bytes);
    free(value);
    return status;
}

/* ---- by value ------------------------------------------------------------------------------- */

static geo_status draw_values(cli_job *job, const repeat_result *result,
                              const geo_figure_text *text, const char *path, geo_bytes *bytes)
{
    const geo_table *table = result->repetition->table;
    const geo_column *share = geo_table_find(table, "repeat_percent");
    size_t all = table->row_count - 1;
    char unit[128];
    snprintf(unit, sizeof unit, "Per cent that are repeat %s", result->settings->people);
    const geo_bar_chart chart = {
        .count = all,
        .name = (const char *const *)table->column[0].text,
        .value = share->real,
        .lower = share[1].real,
        .upper = share[2].real,
        .interval_text = "95% interval",
        .unit = unit,
        .decimals = decimals_of(result),
    };
    return geo_figure_bars(job->context, &chart, result->style, text, figure_format(path),
                           result->settings->figure.dpi, bytes);
}

geo_status repeat_draw(cli_job *job, const void *value, const char *path, geo_bytes *bytes)
{
    const repeat_result *result = value;
    const geo_repetition *repetition = result->repetition;
    figure_words words = {.title = GEO_BYTES_INIT};
    geo_status status = write_words(job, result, repetition->table, &words);
    if (status == GEO_OK && !path)
        status = geo_bytes_print(job->context, bytes, "%s", words.description.data);
    if (status == GEO_OK && path) {
        const geo_figure_text text = figure_text_of(&result->settings->figure, &words);
        status = result->settings->by ? draw_values(job, result, &text, path, bytes)
                                      : draw_classes(job, result, &text, path, bytes);
    }
    figure_clear_words(&words);
    return status;
}
