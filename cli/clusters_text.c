/* Titles and notes of the clusters command, and the words on its map. */
#include <math.h>
#include <string.h>

#include "clusters.h"
#include "deliver.h"

#define NAMED 3

static const char *what_is_found(const clusters_result *result)
{
    static const char *const what[] = {"hot and cold spots", "clusters and outliers",
                                       "clusters by circular scan"};
    return what[result->settings->statistic];
}

/* "rate per 1,000 residents a year" */
static geo_status append_values(cli_job *job, const clusters_result *result, geo_bytes *text)
{
    static const char *const kind[] = {"count", "rate per 1,000 ", "smoothed rate per 1,000 "};
    bool is_count = result->values == CLUSTERS_COUNT;
    return geo_bytes_print(job->context, text, "%s%s%s", kind[result->values],
                           is_count ? "" : result->load.denominator,
                           !is_count && result->settings->per_year ? " a year" : "");
}

static geo_table *table_of(const clusters_result *result)
{
    return result->found ? result->found->table : result->clusters;
}

/* ---- tables --------------------------------------------------------------------------------- */

/* "Robbery: hot and cold spots by rate per 1,000 residents, January 2024 to December 2024" */
static geo_status set_title(cli_job *job, const clusters_result *result, const char *what,
                            geo_table *table)
{
    geo_bytes title = GEO_BYTES_INIT;
    geo_status status = append_subject(job, &title);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, &title, ": %s", what);
    if (status == GEO_OK && result->found) {
        status = geo_bytes_print(job->context, &title, " by ");
        if (status == GEO_OK)
            status = append_values(job, result, &title);
    }
    if (status == GEO_OK)
        status = append_title_period(job, &result->load, &title);
    return deliver_end_title(job, table, &title, status);
}

static geo_status note_neighbours(cli_job *job, const clusters_result *result, geo_table *table)
{
    geo_bytes note = GEO_BYTES_INIT;
    bool is_spots = result->settings->statistic == CLUSTERS_GI_STAR;
    geo_status status =
        neighbours_append(job, &result->rule, result->unit_word, result->neighbours, &note);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, &note, "; %s%s",
                                 result->settings->weights == 0 ? "those of each weigh 1 together"
                                                                : "each with its plain weight",
                                 is_spots ? " in Moran's I and Geary's C" : "");
    return deliver_end_note(job, table, &note, status);
}

/* "Cells: hexagons 150 m across whose centre is in the areas: 4,812, of which 2,345 have no
 * incident" */
static geo_status note_cells(cli_job *job, const clusters_result *result, geo_table *table)
{
    char all[COUNT_TEXT_SIZE], none[COUNT_TEXT_SIZE];
    geo_bytes note = GEO_BYTES_INIT, cells = GEO_BYTES_INIT;
    int64_t empty = 0;
    for (size_t i = 0; i < result->units->count; i++)
        empty += result->count[i] == 0;
    geo_status status = cells_append_words(job, &result->settings->cells, &cells);
    if (status == GEO_OK)
        status = geo_bytes_print(
            job->context, &note,
            "Cells: %s whose centre is in the areas%s: %s, of which %s have no incident; those are "
            "tested too",
            cells.data, result->map.is_studied ? " shown" : "",
            count_text((int64_t)result->units->count, all), count_text(empty, none));
    geo_bytes_clear(&cells);
    return deliver_end_note(job, table, &note, status);
}

static geo_status note_smoothed(cli_job *job, const clusters_result *result, geo_table *table)
{
    if (result->values != CLUSTERS_SMOOTHED)
        return GEO_OK;
    return geo_table_add_note(job->context, table,
                              "Smoothed rates are drawn towards that of all together by as much as "
                              "chance explains (empirical Bayes, Marshall 1991)");
}

static geo_status describe_table(cli_job *job, const clusters_result *result)
{
    geo_table *table = table_of(result);
    geo_status status = set_title(job, result, what_is_found(result), table);
    if (status == GEO_OK && clusters_has_cells(result->settings))
        status = note_cells(job, result, table);
    if (status == GEO_OK && result->neighbours)
        status = note_neighbours(job, result, table);
    if (status == GEO_OK)
        status = note_smoothed(job, result, table);
    if (status == GEO_OK)
        status = deliver_note_filters(job, result->map.show, table);
    if (status == GEO_OK && result->members)
        status = set_title(job, result, "areas in clusters", result->members);
    return status;
}

/* ---- the map -------------------------------------------------------------------------------- */

static geo_status write_title(cli_job *job, clusters_result *result)
{
    geo_bytes *title = &result->words.title;
    geo_status status = append_subject(job, title);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, title, ": %s", what_is_found(result));
    return status == GEO_OK
               ? deliver_titles(job, &result->settings->figure, &result->load, &result->words)
               : status;
}

static int64_t placed_of(const clusters_result *result)
{
    int64_t placed = 0;
    for (size_t i = 0; i < result->units->count; i++)
        placed += clusters_is_shown(result, i) ? result->count[i] : 0;
    return placed;
}

static geo_status append_sources(cli_job *job, const clusters_result *result, geo_bytes *text)
{
    const geo_areas *areas = result->load.areas[0];
    const cli_inputs *inputs = &result->load.inputs;
    geo_status status =
        geo_bytes_print(job->context, text, " Boundaries: %s", base_name(areas->path));
    if (status == GEO_OK && areas->layer && areas->layer[0])
        status = geo_bytes_print(job->context, text, " (%s)", areas->layer);
    if (status != GEO_OK)
        return status;
    if (inputs->path.count == 1)
        return geo_bytes_print(job->context, text, ". Incidents: %s.",
                               base_name(inputs->input[0].path));
    return geo_bytes_print(job->context, text, ". Incidents: %zu files.", inputs->path.count);
}

/* ", circles with up to 50% of the residents" */
static geo_status append_circles(cli_job *job, const clusters_result *result, geo_bytes *text)
{
    double share = result->settings->most_share;
    geo_status status = geo_bytes_print(job->context, text, ", circles with up to ");
    if (status == GEO_OK)
        status = append_short_number(job->context, text, isnan(share) ? 50 : share, 2);
    return status == GEO_OK
               ? geo_bytes_print(job->context, text, "%% of the %s", result->load.denominator)
               : status;
}

/* All notes would fill the page: what the test is, its neighbours, and how many were tested. */
static geo_status append_method(cli_job *job, const clusters_result *result, geo_bytes *text)
{
    static const char *const test[] = {"Getis-Ord Gi*", "Local Moran", "Kulldorff's circular scan"};
    geo_status status =
        geo_bytes_print(job->context, text, " %s of the ", test[result->settings->statistic]);
    if (status == GEO_OK)
        status = append_values(job, result, text);
    if (status == GEO_OK && result->found)
        status = geo_bytes_print(job->context, text, "; %s of %zu tests. ",
                                 result->settings->correction == 0
                                     ? "p corrected for the number (false discovery rate)"
                                     : "p as it is, not corrected for the number",
                                 result->found->tested);
    if (status == GEO_OK && result->neighbours)
        status = neighbours_append(job, &result->rule, result->unit_word, result->neighbours, text);
    if (status == GEO_OK && result->scan)
        status = append_circles(job, result, text);
    return status == GEO_OK ? geo_bytes_print(job->context, text, ".") : status;
}

static geo_status write_method(cli_job *job, clusters_result *result)
{
    char count[COUNT_TEXT_SIZE];
    geo_bytes *text = &result->words.method;
    int64_t placed = placed_of(result);
    geo_status status = geo_bytes_print(job->context, text, "%s incident%s within the %s%s.",
                                        count_text(placed, count), placed == 1 ? "" : "s",
                                        result->unit_word, result->is_shown ? " shown" : "");
    if (status == GEO_OK)
        status = append_method(job, result, text);
    if (status == GEO_OK && job->settings->where)
        status = geo_bytes_print(job->context, text, " Only rows where %s.", job->settings->where);
    if (status == GEO_OK)
        status = append_sources(job, result, text);
    return status == GEO_OK ? end_text(job->context, text) : status;
}

/* ---- for those who can't see the map -------------------------------------------------------- */

static bool is_new(const char *name, const char *const *named, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(name, named[i]) == 0)
            return false;
    return true;
}

/* " The foremost: Etruria and Hanley (hot spot, 99%), ..."; cells by the areas that they are in. */
static geo_status append_foremost(cli_job *job, const clusters_result *result, geo_bytes *text)
{
    const geo_table *table = result->found->table;
    const geo_column *class = geo_table_find(table, "class");
    geo_status status = GEO_OK;
    const char *named[NAMED];
    size_t count = 0;
    for (size_t row = 0; row < table->row_count && count < NAMED && status == GEO_OK; row++) {
        const char *name = area_name(result->units, (size_t)table->area[row]);
        if (!class->text[row] || geo_table_mark(class, row) == GEO_MARK_NONE)
            break;
        if (!is_new(name, named, count))
            continue;
        status = geo_bytes_print(job->context, text, "%s%s (%s)",
                                 count > 0 ? ", " : " The foremost: ", name, class->text[row]);
        named[count++] = name;
    }
    return status == GEO_OK && count > 0 ? geo_bytes_print(job->context, text, ".") : status;
}

static geo_status write_description(cli_job *job, clusters_result *result)
{
    geo_bytes *text = &result->words.description;
    const geo_table *table = table_of(result);
    size_t shown = 0;
    for (size_t i = 0; i < result->units->count; i++)
        shown += clusters_is_shown(result, i);
    geo_status status =
        geo_bytes_print(job->context, text, "Map of %zu %s by significance. %s%s%s.", shown,
                        result->unit_word, result->words.title.data,
                        result->words.subtitle.length > 0 ? ", " : "", result->words.subtitle.data);
    if (status == GEO_OK && table->note_count > 0)
        status = geo_bytes_print(job->context, text, " %s.", table->note[0]);
    if (status == GEO_OK && result->found)
        status = append_foremost(job, result, text);
    return status == GEO_OK ? end_text(job->context, text) : status;
}

geo_status clusters_describe(cli_job *job, clusters_result *result)
{
    geo_status status = describe_table(job, result);
    if (status == GEO_OK)
        status = write_title(job, result);
    if (status == GEO_OK)
        status = write_method(job, result);
    return status == GEO_OK ? write_description(job, result) : status;
}
