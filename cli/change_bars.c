/* Changes as bars: the rate of the later period over that of the earlier one. */
#include <math.h>
#include <stdlib.h>

#include "change.h"

#define BARS_MOST 40

typedef struct change_bars {
    const char **name;
    double *value;
    double *lower;
    double *upper;
    geo_emphasis *emphasis;
    size_t count;
} change_bars;

static void clear_bars(change_bars *bars)
{
    free((void *)bars->name);
    free(bars->value);
    free(bars->lower);
    free(bars->upper);
    free(bars->emphasis);
}

/* An interval without an upper end would leave the page. */
static double drawn_upper(double upper, double value)
{
    return isfinite(upper) ? upper : value;
}

static void add_bar(const geo_table *table, size_t row, const char *name, change_bars *bars)
{
    const geo_column *ratio = geo_table_find(table, "rate_ratio");
    const geo_column *percent = geo_table_find(table, "percent_change");
    geo_mark mark = geo_table_mark(percent, row);
    size_t at = bars->count++;
    bars->name[at] = name;
    bars->value[at] = ratio->real[row];
    bars->lower[at] = ratio[1].real[row];
    bars->upper[at] = drawn_upper(ratio[2].real[row], ratio->real[row]);
    bars->emphasis[at] = mark == GEO_MARK_HIGHER  ? GEO_EMPHASIS_STRONG
                         : mark == GEO_MARK_LOWER ? GEO_EMPHASIS_ABOVE
                                                  : GEO_EMPHASIS_NONE;
}

static geo_status fill_bars(cli_job *job, const change_result *result, change_bars *bars)
{
    const geo_table *table = result->change->table;
    bool by_area = result->settings->by == GEO_CHANGE_BY_AREA;
    const geo_column *name = geo_table_find(table, by_area ? "name" : "category");
    if (!name)
        name = geo_table_find(table, "code");
    bars->name = calloc(table->row_count + 1, sizeof *bars->name);
    bars->value = calloc(table->row_count + 1, sizeof *bars->value);
    bars->lower = calloc(table->row_count + 1, sizeof *bars->lower);
    bars->upper = calloc(table->row_count + 1, sizeof *bars->upper);
    bars->emphasis = calloc(table->row_count + 1, sizeof *bars->emphasis);
    if (!bars->name || !bars->value || !bars->lower || !bars->upper || !bars->emphasis)
        return job_out_of_memory(job);
    for (size_t row = 0; row < table->row_count; row++)
        if (isfinite(geo_table_find(table, "rate_ratio")->real[row]))
            add_bar(table, row, name->text[row], bars);
    if (bars->count > BARS_MOST)
        return job_fail(job, GEO_ERROR_USAGE,
                        "%zu rows are too many for a chart of bars, which holds %d; choose some "
                        "with --show, --offence or --levels",
                        bars->count, BARS_MOST);
    return GEO_OK;
}

static geo_status write_words(cli_job *job, const change_result *result, const change_bars *bars,
                              figure_words *words)
{
    const figure_settings *given = &result->settings->figure;
    const geo_table *table = result->change->table;
    geo_status status = geo_bytes_print(job->context, &words->title, "%s",
                                        given->title ? given->title : table->title);
    if (status == GEO_OK)
        status = geo_bytes_print(
            job->context, &words->subtitle, "%s",
            given->subtitle ? given->subtitle : "Incidents a month, as a multiple of those before");
    if (status == GEO_OK)
        status = figure_write_method(job, table, 2, words);
    if (status == GEO_OK)
        status =
            geo_bytes_print(job->context, &words->description, "Bar chart of %zu changes. %s. %s.",
                            bars->count, table->title, table->note[0]);
    if (status == GEO_OK)
        status = end_text(job->context, &words->title);
    if (status == GEO_OK)
        status = end_text(job->context, &words->subtitle);
    return status == GEO_OK ? end_text(job->context, &words->description) : status;
}

static geo_status draw_bars(cli_job *job, const change_result *result, const change_bars *bars,
                            const char *path, geo_bytes *bytes)
{
    figure_words words = {.title = GEO_BYTES_INIT};
    const geo_bar_chart chart = {
        .count = bars->count,
        .name = bars->name,
        .value = bars->value,
        .lower = bars->lower,
        .upper = bars->upper,
        .emphasis = bars->emphasis,
        .emphasis_text = {"No significant change", "Significant reduction", "Significant increase"},
        .interval_text = "95% interval",
        .reference_text = "No change",
        .reference = 1,
        .unit = "Later period / earlier period",
        .decimals = 2,
    };
    geo_status status = write_words(job, result, bars, &words);
    if (status == GEO_OK && !path)
        status = geo_bytes_print(job->context, bytes, "%s", words.description.data);
    if (status == GEO_OK && path) {
        const geo_figure_text text = figure_text_of(&result->settings->figure, &words);
        status = geo_figure_bars(job->context, &chart, result->style, &text, figure_format(path),
                                 result->settings->figure.dpi, bytes);
    }
    figure_clear_words(&words);
    return status;
}

geo_status change_draw(cli_job *job, const void *value, const char *path, geo_bytes *bytes)
{
    const change_result *result = value;
    change_bars bars = {.count = 0};
    geo_status status = fill_bars(job, result, &bars);
    if (status == GEO_OK)
        status = draw_bars(job, result, &bars, path, bytes);
    clear_bars(&bars);
    return status;
}
