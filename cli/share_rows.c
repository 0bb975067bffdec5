/* What was counted, as the rows of a table. */
#include <stdlib.h>

#include "counts.h"
#include "period.h"
#include "share.h"

#define NOT_CLASSIFIED "not classified"

static geo_status make_shares(cli_job *job, share_result *result, geo_share_rows *rows)
{
    const share_settings *settings = result->settings;
    geo_share_options options = GEO_SHARE_OPTIONS_INIT;
    options.decimals = settings->decimals > 15 ? 15 : (int)settings->decimals;
    options.few = settings->few;
    options.round_to = settings->round_to;
    options.suppress_below = settings->suppress_below;
    options.top = (size_t)settings->top;
    rows->all_total = result->all_total;
    rows->all_part = result->all_part;
    return geo_share_table(job->context, rows, &options, &result->table);
}

/* ---- areas and groups of them --------------------------------------------------------------- */

static geo_status make_by_area(cli_job *job, share_result *result)
{
    const geo_areas *areas = result->load.areas[0];
    geo_share_rows rows = {.count = areas->count,
                           .code = areas->code,
                           .name = areas->name ? areas->name : areas->code,
                           .parent = areas->parent,
                           .name_column = "name",
                           .all = "All areas",
                           .are_areas = true,
                           .total = result->total,
                           .part = result->part,
                           .shown = result->shown};
    return make_shares(job, result, &rows);
}

static geo_status make_of_all(cli_job *job, share_result *result)
{
    geo_share_rows rows = {.name_column = "name", .all = "All incidents"};
    return make_shares(job, result, &rows);
}

typedef struct group_sums {
    const char **name;
    int64_t *total;
    double *part;
} group_sums;

static geo_status sum_groups(cli_job *job, const share_result *result, group_sums *sums)
{
    const geo_area_groups *groups = result->groups;
    size_t count = groups->count + 1;
    sums->name = calloc(count, sizeof *sums->name);
    sums->total = calloc(count, sizeof *sums->total);
    sums->part = calloc(count, sizeof *sums->part);
    if (!sums->name || !sums->total || !sums->part)
        return job_out_of_memory(job);
    for (size_t group = 0; group < groups->count; group++)
        sums->name[group] = groups->name[group];
    sums->name[groups->count] = NOT_CLASSIFIED;
    for (size_t area = 0; area < groups->area_count; area++) {
        size_t group =
            groups->group[area] == GEO_NO_CODE ? groups->count : (size_t)groups->group[area];
        sums->total[group] += result->total[area];
        sums->part[group] += result->part[area];
    }
    for (size_t group = 0; group < count; group++)
        if (sums->part[group] > (double)sums->total[group])
            sums->part[group] = (double)sums->total[group];
    return GEO_OK;
}

static bool has_unclassified(const geo_area_groups *groups)
{
    for (size_t area = 0; area < groups->area_count; area++)
        if (groups->group[area] == GEO_NO_CODE)
            return true;
    return false;
}

static geo_status make_by_group(cli_job *job, share_result *result)
{
    group_sums sums = {NULL, NULL, NULL};
    geo_status status = sum_groups(job, result, &sums);
    if (status == GEO_OK) {
        geo_share_rows rows = {.count = result->groups->count + has_unclassified(result->groups),
                               .name = sums.name,
                               .name_column = "group",
                               .name_heading = result->groups->field,
                               .all = "All areas",
                               .is_ordered = true,
                               .total = sums.total,
                               .part = sums.part};
        status = make_shares(job, result, &rows);
    }
    free((void *)sums.name);
    free(sums.total);
    free(sums.part);
    return status;
}

static geo_status make_of_groups(cli_job *job, share_result *result)
{
    const share_settings *settings = result->settings;
    geo_group_options options = GEO_GROUP_OPTIONS_INIT;
    const geo_areas *areas = result->load.areas[0];
    if (settings->per_year && !areas->population)
        return job_fail(job, GEO_ERROR_USAGE,
                        "%s: --per-year scales rates, and there is no population for one; name it "
                        "with --population-field or --population FILE",
                        areas->path);
    geo_status status = areas->population
                            ? period_years(job, &result->load, settings->per_year, &result->years)
                            : period_warn(job, &result->load);
    if (status != GEO_OK)
        return status;
    options.years = result->years;
    options.decimals = settings->decimals > 14 ? 14 : (int)settings->decimals;
    options.few = settings->few;
    options.round_to = settings->round_to;
    options.suppress_below = settings->suppress_below;
    return geo_group_table(job->context, areas, result->groups, result->total, &options,
                           &result->table);
}

/* ---- kinds of incident ---------------------------------------------------------------------- */

typedef struct node_sums {
    int64_t *total; /* by node of the tree */
    double *part;
    bool *shown;
} node_sums;

/* The counts as a tally of one area, as the tree counts them. */
static geo_status count_nodes(cli_job *job, const share_result *result, node_sums *sums)
{
    const cli_offences *offences = &result->offences;
    size_t known = result->count - 1;
    geo_tally tally = {.area_count = 1,
                       .category_count = known,
                       .count = result->total + 1,
                       .total = &(int64_t){result->all_total},
                       .placed = result->all_total};
    const geo_tally *const all = &tally;
    geo_status status = offences_warn(job, &result->load, offences, &all, 1);
    return status == GEO_OK ? offences_count(job, offences, &tally, &sums->total) : status;
}

/* Children stand behind their parents: from the end on, each is whole when it is added. */
static void add_up_parts(const share_result *result, node_sums *sums)
{
    const cli_offences *offences = &result->offences;
    const geo_categories *tree = offences->tree;
    for (size_t key = 0; key < offences->key_count && key + 1 < result->count; key++)
        if (offences->node[key] != GEO_NO_CODE)
            sums->part[offences->node[key]] += result->part[key + 1];
    for (size_t node = tree->count; node-- > 0;) {
        if (sums->part[node] > (double)sums->total[node])
            sums->part[node] = (double)sums->total[node];
        if (tree->parent[node] != GEO_NO_CODE)
            sums->part[tree->parent[node]] += sums->part[node];
    }
}

/* Where the tree is made of the values themselves its root is the last row of the table already. */
static bool is_plain(const geo_categories *tree)
{
    return !tree->path;
}

static void show_nodes(const geo_categories *tree, node_sums *sums)
{
    for (size_t node = 0; node < tree->count; node++)
        sums->shown[node] = sums->total[node] > 0;
}

static geo_status sum_nodes(cli_job *job, const share_result *result, node_sums *sums)
{
    const geo_categories *tree = result->offences.tree;
    sums->part = calloc(tree->count + 1, sizeof *sums->part);
    sums->shown = calloc(tree->count + 1, sizeof *sums->shown);
    if (!sums->part || !sums->shown)
        return job_out_of_memory(job);
    geo_status status = count_nodes(job, result, sums);
    if (status == GEO_OK) {
        add_up_parts(result, sums);
        show_nodes(tree, sums);
    }
    return status;
}

static geo_status make_by_category(cli_job *job, share_result *result)
{
    node_sums sums = {NULL, NULL, NULL};
    geo_status status = offences_settle(job, &result->load, &result->offences);
    const geo_categories *tree = result->offences.tree;
    if (status == GEO_OK)
        status = sum_nodes(job, result, &sums);
    if (status == GEO_OK) {
        size_t first = is_plain(tree) && tree->count > 0 ? 1 : 0;
        geo_share_rows rows = {.count = tree->count - first,
                               .name = (const char *const *)tree->name + first,
                               .name_column = "category",
                               .all = "All incidents",
                               .within = is_plain(tree) ? NULL : tree->parent,
                               .is_ordered = !is_plain(tree),
                               .total = sums.total + first,
                               .part = sums.part + first,
                               .shown = sums.shown + first};
        status = make_shares(job, result, &rows);
    }
    free(sums.total);
    free(sums.part);
    free(sums.shown);
    return status;
}

/* ---- all ------------------------------------------------------------------------------------ */

geo_status share_make_table(cli_job *job, share_result *result)
{
    geo_status status = GEO_OK;
    result->years = 1;
    if (result->kind != SHARE_OF_GROUPS)
        status = period_warn(job, &result->load);
    if (status != GEO_OK)
        return status;
    switch (result->kind) {
    case SHARE_BY_AREA:
        return make_by_area(job, result);
    case SHARE_BY_GROUP:
        return make_by_group(job, result);
    case SHARE_BY_CATEGORY:
        return make_by_category(job, result);
    case SHARE_OF_GROUPS:
        return make_of_groups(job, result);
    case SHARE_HOURS:
        return geo_hours_table(job->context, result->hours, 1, &result->table);
    default:
        return make_of_all(job, result);
    }
}
