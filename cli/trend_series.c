/* Counts by month -> series: of areas, districts, kinds, or all together. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "trend.h"

void trend_clear_series(trend_result *result)
{
    free(result->is_shown);
    free(result->area);
    free(result->group);
    free(result->node);
    free(result->series);
    free(result->cell);
}

bool trend_needs_offences(const trend_settings *settings)
{
    return settings->by == TREND_BY_CATEGORY || settings->offence.count > 0 ||
           settings->offences.denominator.count > 0;
}

const char *trend_label(const geo_trend_series *series)
{
    return series->name       ? series->name
           : series->code     ? series->code
           : series->parent   ? series->parent
           : series->category ? series->category
                              : "All incidents";
}

static const geo_areas *areas_of(const trend_result *result)
{
    return result->load.area_count > 0 ? result->load.areas[0] : NULL;
}

static size_t area_total(const trend_result *result)
{
    return areas_of(result) ? areas_of(result)->count : 1;
}

/* ---- which areas ---------------------------------------------------------------------------- */

static geo_status find_shown(cli_job *job, trend_result *result)
{
    size_t count = area_total(result), shown = 0;
    geo_status status = GEO_OK;
    result->is_shown = calloc(count + 1, sizeof *result->is_shown);
    result->area = calloc(count + 1, sizeof *result->area);
    result->group = calloc(count + 1, sizeof *result->group);
    if (!result->is_shown || !result->area || !result->group)
        return job_out_of_memory(job);
    result->is_shown[0] = true;
    if (areas_of(result))
        status = geo_show_areas(job->context, areas_of(result), result->show, result->is_shown);
    for (size_t i = 0; i < count; i++) {
        result->group[i] = GEO_NO_CODE;
        shown += result->is_shown[i];
    }
    if (status == GEO_OK && shown == 0)
        return job_fail(job, GEO_ERROR_USAGE, "--show \"%s\" shows none of the areas of %s",
                        result->settings->show, areas_of(result)->path);
    return status;
}

typedef struct sorted_area {
    const char *text;
    size_t area;
} sorted_area;

static int compare_areas(const void *one, const void *other)
{
    const sorted_area *a = one, *b = other;
    int order = strcmp(a->text, b->text);
    return order != 0 ? order : (a->area > b->area) - (a->area < b->area);
}

/* In order of code, or of the parents' names, of which each begins a group. */
static geo_status group_sorted(cli_job *job, trend_result *result, const char *const *text)
{
    sorted_area *sorted = calloc(area_total(result) + 1, sizeof *sorted);
    size_t count = 0;
    if (!sorted)
        return job_out_of_memory(job);
    for (size_t i = 0; i < area_total(result); i++)
        if (result->is_shown[i] && text[i])
            sorted[count++] = (sorted_area){text[i], i};
    qsort(sorted, count, sizeof *sorted, compare_areas);
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || strcmp(sorted[i].text, sorted[i - 1].text) != 0)
            result->area[result->area_count++] = sorted[i].area;
        result->group[sorted[i].area] = (int32_t)result->area_count - 1;
    }
    free(sorted);
    return GEO_OK;
}

static geo_status group_areas(cli_job *job, trend_result *result)
{
    const geo_areas *areas = areas_of(result);
    if (result->settings->by == TREND_BY_AREA)
        return group_sorted(job, result, areas->code);
    if (result->settings->by == TREND_BY_PARENT)
        return group_sorted(job, result, areas->parent);
    result->area_count = 1;
    for (size_t i = 0; i < area_total(result); i++)
        result->group[i] = result->is_shown[i] ? 0 : GEO_NO_CODE;
    return GEO_OK;
}

/* ---- which kinds ---------------------------------------------------------------------------- */

static geo_status fail_unknown(cli_job *job, const geo_categories *tree, const char *name)
{
    const char *nearest = nearest_name(name, (const char *const *)tree->name, tree->count);
    if (nearest)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--offence: there is no category '%s'; did you mean '%s'?", name, nearest);
    return job_fail(job, GEO_ERROR_USAGE, "--offence: there is no category '%s'; the first is '%s'",
                    name, tree->count > 0 ? tree->name[0] : "");
}

static geo_status choose_named(cli_job *job, trend_result *result, bool *is_chosen)
{
    const geo_categories *tree = result->offences.tree;
    const text_list *offence = &result->settings->offence;
    for (size_t i = 0; i < offence->count; i++) {
        int32_t node = geo_categories_named(tree, offence->item[i]);
        if (node == GEO_NO_CODE)
            return fail_unknown(job, tree, offence->item[i]);
        is_chosen[node] = true;
    }
    return GEO_OK;
}

static geo_status choose_nodes(cli_job *job, trend_result *result)
{
    const trend_settings *settings = result->settings;
    const geo_categories *tree = result->offences.tree;
    size_t nodes = tree ? tree->count : 0;
    bool *is_chosen = calloc(nodes + 1, sizeof *is_chosen);
    result->node = calloc(nodes + 1, sizeof *result->node);
    geo_status status = is_chosen && result->node ? GEO_OK : job_out_of_memory(job);
    if (status == GEO_OK)
        status = choose_named(job, result, is_chosen);
    for (size_t node = 0; node < nodes && status == GEO_OK; node++) {
        bool is_level = settings->by == TREND_BY_CATEGORY && settings->offence.count == 0 &&
                        (settings->levels == 0 || tree->level[node] < settings->levels);
        if (is_chosen[node] || is_level)
            result->node[result->node_count++] = (int32_t)node;
    }
    if (status == GEO_OK && result->node_count == 0)
        result->node[result->node_count++] = GEO_NO_CODE;
    free(is_chosen);
    return status;
}

/* ---- what they count ------------------------------------------------------------------------ */

static void add_month(const trend_result *result, const geo_tally *tally, const int64_t *by_node,
                      size_t month)
{
    for (size_t area = 0; area < area_total(result); area++) {
        if (result->group[area] == GEO_NO_CODE)
            continue;
        for (size_t n = 0; n < result->node_count; n++) {
            size_t series = (size_t)result->group[area] * result->node_count + n;
            int32_t node = result->node[n];
            result->cell[series * result->month_count + month] +=
                node == GEO_NO_CODE ? tally->total[area]
                                    : by_node[area * result->offences.tree->count + (size_t)node];
        }
    }
}

static geo_status count_month(cli_job *job, const trend_result *result, const geo_tally *tally,
                              size_t month)
{
    int64_t *by_node = NULL;
    geo_status status = GEO_OK;
    if (result->offences.tree)
        status = offences_count(job, &result->offences, tally, &by_node);
    if (status == GEO_OK)
        add_month(result, tally, by_node, month);
    free(by_node);
    return status;
}

/* Months of which the inputs have no row are missing; those of which all are filtered are not. */
static geo_status fill_cells(cli_job *job, trend_result *result)
{
    const geo_frame *frame = result->load.frame;
    const cli_counts *counts = &result->counts;
    size_t months = result->month_count, cells = result->series_count * months;
    geo_status status = GEO_OK;
    result->cell = calloc(cells + 1, sizeof *result->cell);
    if (!result->cell)
        return job_out_of_memory(job);
    for (size_t i = 0; i < cells; i++)
        result->cell[i] = GEO_NO_INTEGER;
    for (size_t i = 0; i < frame->month_count; i++)
        for (size_t s = 0; s < result->series_count; s++)
            result->cell[s * months + (size_t)(frame->month[i].month - result->first_month)] = 0;
    for (size_t i = 0; i < counts->count && status == GEO_OK; i++)
        status = count_month(job, result, counts->tally[i],
                             (size_t)(counts->month[i] - result->first_month));
    return status;
}

/* ---- series --------------------------------------------------------------------------------- */

/* People whom nobody counted stand in no sum of populations. */
static double population_of(const trend_result *result, size_t group, int32_t node)
{
    const geo_areas *areas = areas_of(result);
    const double *people = !areas ? NULL
                           : node != GEO_NO_CODE && result->denominators.of
                               ? result->denominators.of[node]
                               : areas->population;
    double sum = 0;
    for (size_t area = 0; people && area < areas->count; area++)
        if (result->group[area] == (int32_t)group && people[area] > 0)
            sum += people[area];
    return sum > 0 ? sum : (double)NAN;
}

/* The nearest kind above that has a series too. */
static int32_t whole_of(const trend_result *result, size_t group, size_t n)
{
    const geo_categories *tree = result->offences.tree;
    int32_t node = result->node[n] == GEO_NO_CODE ? GEO_NO_CODE : tree->parent[result->node[n]];
    for (; node != GEO_NO_CODE; node = tree->parent[node])
        for (size_t i = 0; i < n; i++)
            if (result->node[i] == node)
                return (int32_t)(group * result->node_count + i);
    return GEO_NO_CODE;
}

static void name_series(const trend_result *result, size_t group, int32_t node,
                        geo_trend_series *series)
{
    const geo_areas *areas = areas_of(result);
    size_t area = result->area[group];
    if (node != GEO_NO_CODE)
        series->category = result->offences.tree->name[node];
    if (result->settings->by == TREND_BY_AREA) {
        series->code = areas->code[area];
        series->name = areas->name ? areas->name[area] : NULL;
    }
    bool has_parent =
        result->settings->by == TREND_BY_AREA || result->settings->by == TREND_BY_PARENT;
    if (has_parent && areas->parent)
        series->parent = areas->parent[area];
}

static bool has_incidents(const trend_result *result, size_t series)
{
    for (size_t m = 0; m < result->month_count; m++)
        if (result->cell[series * result->month_count + m] > 0)
            return true;
    return false;
}

/* Kinds of which there is none, unless they are asked for by name: a tree has many. With a kind go
 * all that are parts of it. */
static void leave_out_empty(trend_result *result)
{
    size_t kept = 0, months = result->month_count;
    if (result->settings->by != TREND_BY_CATEGORY || result->settings->offence.count > 0)
        return;
    for (size_t n = 0; n < result->node_count; n++) {
        if (!has_incidents(result, n) && n > 0)
            continue;
        memmove(result->cell + kept * months, result->cell + n * months,
                months * sizeof *result->cell);
        result->node[kept++] = result->node[n];
    }
    result->node_count = result->series_count = kept;
}

static geo_status list_series(cli_job *job, trend_result *result)
{
    result->series_count = result->area_count * result->node_count;
    result->series = calloc(result->series_count + 1, sizeof *result->series);
    if (!result->series)
        return job_out_of_memory(job);
    geo_status status = fill_cells(job, result);
    if (status == GEO_OK)
        leave_out_empty(result);
    for (size_t s = 0; s < result->series_count && status == GEO_OK; s++) {
        size_t group = s / result->node_count, n = s % result->node_count;
        geo_trend_series *series = &result->series[s];
        series->part_of = whole_of(result, group, n);
        series->level =
            series->part_of == GEO_NO_CODE ? 0 : result->series[series->part_of].level + 1;
        series->population = population_of(result, group, result->node[n]);
        series->count = result->cell + s * result->month_count;
        name_series(result, group, result->node[n], series);
    }
    return status;
}

geo_status trend_make_series(cli_job *job, trend_result *result)
{
    const geo_frame *frame = result->load.frame;
    result->first_month = frame->month[0].month;
    result->month_count =
        (size_t)(frame->month[frame->month_count - 1].month - result->first_month) + 1;
    geo_status status = find_shown(job, result);
    if (status == GEO_OK)
        status = group_areas(job, result);
    if (status == GEO_OK && result->area_count == 0)
        status = job_fail(job, GEO_ERROR_DATA, "none of the areas shown has a parent");
    if (status == GEO_OK)
        status = choose_nodes(job, result);
    return status == GEO_OK ? list_series(job, result) : status;
}
