#include "compare_figure.h"

#include <math.h>
#include <stdlib.h>

typedef struct compare_bars {
    size_t row[GEO_PROFILE_CATEGORIES_MOST]; /* of the table */
    const char *offence[GEO_PROFILE_CATEGORIES_MOST];
    size_t offence_count;
    const geo_column *place[GEO_PROFILE_SERIES_MOST];
    const char *name[GEO_PROFILE_SERIES_MOST];
    size_t place_count;
    size_t left_out; /* places */
    double *value;   /* [place_count * offence_count], likewise the others */
    double *lower;
    double *upper;
} compare_bars;

geo_status compare_check_figure(cli_job *job, compare_result *result)
{
    const compare_settings *settings = result->settings;
    bool draws = settings->figure.alt_text;
    for (size_t i = 0; i < settings->common.output.count; i++)
        draws = draws || figure_is_picture(settings->common.output.item[i]);
    if (!draws)
        return GEO_OK;
    if (settings->is_long || settings->values != GEO_COMPARE_RATES)
        return job_fail(job, GEO_ERROR_USAGE,
                        "a picture is of rates side by side; leave out --long and --values");
    return figure_style(job, &settings->figure, &result->style);
}

/* ---- what is drawn -------------------------------------------------------------------------- */

static bool has_children(const geo_table *table, size_t row)
{
    return row + 1 < table->row_count && table->level[row + 1] > table->level[row];
}

/* The groups of offences, and what is a total by itself, as anti-social behaviour is. */
static bool is_group(const geo_table *table, size_t row)
{
    return !table->level || table->level[row] == 1 ||
           (table->level[row] == 0 && !has_children(table, row));
}

static geo_status choose_offences(cli_job *job, const geo_table *table, compare_bars *bars)
{
    const geo_column *offence = geo_table_find(table, "offence");
    size_t count = 0;
    for (size_t row = 0; row < table->row_count; row++) {
        if (!is_group(table, row))
            continue;
        if (count < GEO_PROFILE_CATEGORIES_MOST) {
            bars->row[count] = row;
            bars->offence[count] = offence->text[row];
        }
        count++;
    }
    bars->offence_count = count;
    if (count <= GEO_PROFILE_CATEGORIES_MOST)
        return GEO_OK;
    return job_fail(job, GEO_ERROR_USAGE,
                    "a chart holds %d groups of offences, and there are %zu; choose some with "
                    "--category, or put them together with --categories",
                    GEO_PROFILE_CATEGORIES_MOST, count);
}

static void choose_places(const geo_table *table, compare_bars *bars)
{
    for (size_t i = 0; i < table->column_count; i++) {
        const geo_column *column = &table->column[i];
        if (column->type != GEO_REAL)
            continue;
        if (bars->place_count == GEO_PROFILE_SERIES_MOST) {
            bars->left_out++;
            continue;
        }
        bars->name[bars->place_count] = column->heading ? column->heading : column->name;
        bars->place[bars->place_count++] = column;
    }
}

/* Of the areas of a place, which is a district or, behind those, all areas. */
static int64_t incidents_of(const compare_result *result, size_t place, int32_t node)
{
    const geo_areas *areas = result->load.areas[0];
    const double *population = result->denominators.of[node];
    bool is_all = place >= result->shown_count;
    int64_t sum = 0;
    for (size_t area = 0; area < areas->count; area++)
        if (population[area] > 0 &&
            (is_all || result->groups->group[area] == (int32_t)result->shown[place]))
            sum += result->count[area * result->offences.tree->count + (size_t)node];
    return sum;
}

/* Of a rate that was counted here; what a file says has no interval. */
static void find_interval(const compare_result *result, size_t place, const char *offence,
                          double rate, double *lower, double *upper)
{
    int32_t node = geo_categories_named(result->offences.tree, offence);
    *lower = *upper = (double)NAN;
    if (place > result->shown_count || node == GEO_NO_CODE || !(rate > 0))
        return;
    double count = (double)incidents_of(result, place, node);
    geo_count_interval(count, 0.95, lower, upper);
    *lower *= rate / count;
    *upper *= rate / count;
}

static geo_status fill_bars(cli_job *job, const compare_result *result, compare_bars *bars)
{
    const geo_table *table = result->compared->table;
    geo_status status = choose_offences(job, table, bars);
    if (status != GEO_OK)
        return status;
    choose_places(table, bars);
    size_t cells = bars->place_count * bars->offence_count;
    bars->value = calloc(cells + 1, sizeof *bars->value);
    bars->lower = calloc(cells + 1, sizeof *bars->lower);
    bars->upper = calloc(cells + 1, sizeof *bars->upper);
    if (!bars->value || !bars->lower || !bars->upper)
        return job_out_of_memory(job);
    for (size_t p = 0, cell = 0; p < bars->place_count; p++)
        for (size_t i = 0; i < bars->offence_count; i++, cell++) {
            bars->value[cell] = bars->place[p]->real[bars->row[i]];
            find_interval(result, p, bars->offence[i], bars->value[cell], &bars->lower[cell],
                          &bars->upper[cell]);
        }
    return GEO_OK;
}

/* ---- words ---------------------------------------------------------------------------------- */

static geo_status write_method(cli_job *job, const compare_result *result, const compare_bars *bars,
                               geo_bytes *method)
{
    const geo_table *table = result->compared->table;
    geo_status status = geo_bytes_print(job->context, method,
                                        "95%% intervals of rates that are counted here (Byar's; "
                                        "exact below 10).");
    if (status == GEO_OK && bars->left_out > 0)
        status = geo_bytes_print(job->context, method, " %zu more place%s in the table.",
                                 bars->left_out, bars->left_out == 1 ? " is" : "s are");
    if (status == GEO_OK && table->note_count > 0)
        status = geo_bytes_print(job->context, method, " %s.", table->note[table->note_count - 1]);
    return status == GEO_OK ? end_text(job->context, method) : status;
}

static geo_status write_description(cli_job *job, const compare_result *result,
                                    const compare_bars *bars, geo_bytes *text)
{
    const geo_table *table = result->compared->table;
    geo_status status = geo_bytes_print(
        job->context, text, "Bar chart of %zu group%s of offences in %zu place%s. %s.",
        bars->offence_count, bars->offence_count == 1 ? "" : "s", bars->place_count,
        bars->place_count == 1 ? "" : "s", table->title);
    if (status == GEO_OK && table->note_count > 0)
        status = geo_bytes_print(job->context, text, " %s.", table->note[0]);
    return status == GEO_OK ? end_text(job->context, text) : status;
}

static geo_status write_words(cli_job *job, const compare_result *result, const compare_bars *bars,
                              figure_words *words)
{
    const figure_settings *given = &result->settings->figure;
    geo_status status =
        geo_bytes_print(job->context, &words->title, "%s",
                        given->title ? given->title : result->compared->table->title);
    if (status == GEO_OK && given->subtitle)
        status = geo_bytes_print(job->context, &words->subtitle, "%s", given->subtitle);
    if (status == GEO_OK)
        status = end_text(job->context, &words->title);
    if (status == GEO_OK)
        status = end_text(job->context, &words->subtitle);
    if (status == GEO_OK)
        status = write_method(job, result, bars, &words->method);
    return status == GEO_OK ? write_description(job, result, bars, &words->description) : status;
}

/* ---- drawing -------------------------------------------------------------------------------- */

static geo_status draw(cli_job *job, const compare_result *result, const compare_bars *bars,
                       const char *path, geo_bytes *bytes)
{
    figure_words words = {.title = GEO_BYTES_INIT};
    const geo_profile_chart chart = {
        .category_count = bars->offence_count,
        .category = bars->offence,
        .series_count = bars->place_count,
        .series = bars->name,
        .value = bars->value,
        .lower = bars->lower,
        .upper = bars->upper,
        .interval_text = "95% interval",
        .unit = result->settings->per_year ? "Incidents per 1,000 a year" : "Incidents per 1,000",
        .decimals = result->settings->decimals > 15 ? 15 : (int)result->settings->decimals,
    };
    geo_status status = write_words(job, result, bars, &words);
    if (status == GEO_OK && !path)
        status = geo_bytes_print(job->context, bytes, "%s", words.description.data);
    if (status == GEO_OK && path) {
        const geo_figure_text text = figure_text_of(&result->settings->figure, &words);
        status = geo_figure_profile(job->context, &chart, result->style, &text, figure_format(path),
                                    result->settings->figure.dpi, bytes);
    }
    figure_clear_words(&words);
    return status;
}

geo_status compare_draw(cli_job *job, const void *value, const char *path, geo_bytes *bytes)
{
    const compare_result *result = value;
    compare_bars bars = {.offence_count = 0};
    geo_status status = fill_bars(job, result, &bars);
    if (status == GEO_OK)
        status = draw(job, result, &bars, path, bytes);
    free(bars.value);
    free(bars.lower);
    free(bars.upper);
    return status;
}
