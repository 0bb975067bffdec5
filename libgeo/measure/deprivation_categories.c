/* Kinds of incident beside each other, by group of deprivation. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"
#include "measure/column_plan.h"
#include "measure/deprivation_sums.h"
#include "measure/rank_notes.h"

enum {
    CATEGORY,
    LEVEL,
    INCIDENTS,
    GROUPS,
    RATE = GROUPS + GEO_DEPRIVATION_GROUPS_MOST,
    TOP_SHARE,
    RATIO,
    RATIO_LOWER,
    RATIO_UPPER,
    SLOPE,
    SLOPE_LOWER,
    SLOPE_UPPER,
    RELATIVE,
    RELATIVE_LOWER,
    RELATIVE_UPPER,
    COLUMNS
};

struct by_category {
    struct deprivation_work work;
    size_t place[COLUMNS];
    char group_name[GEO_DEPRIVATION_GROUPS_MOST][48];
    char group_heading[GEO_DEPRIVATION_GROUPS_MOST][48];
    int32_t *parent;   /* [work.count] */
    geo_bytes without; /* names of kinds without incidents */
};

/* ---- columns -------------------------------------------------------------------------------- */

/* "decile_1_rate", "most_deprived_20_share" */
static void name_groups(struct by_category *by)
{
    const geo_area_deprivation *groups = by->work.groups;
    const char *what = by->work.options->has_shares ? "share" : "rate";
    for (size_t g = 0; g < groups->group_count; g++) {
        char *name = by->group_name[g];
        if (groups->kind == GEO_DEPRIVATION_TOP_20)
            snprintf(name, sizeof by->group_name[g], "%s_%s",
                     g == 0 ? "most_deprived_20" : "other_80", what);
        else
            snprintf(name, sizeof by->group_name[g], "%s_%zu_%s",
                     groups->kind == GEO_DEPRIVATION_DECILES ? "decile" : "quintile", g + 1, what);
        snprintf(by->group_heading[g], sizeof by->group_heading[g], "%s",
                 geo_deprivation_group_name(groups->kind, g));
    }
}

static geo_status set_headings(geo_context *context, const struct by_category *by)
{
    static const char *const heading[][2] = {
        {"Rate per 1,000 by decile", "% of incidents by decile"},
        {"Rate per 1,000 by quintile", "% of incidents by quintile"},
        {"Rate per 1,000", "% of incidents"}};
    const geo_area_deprivation *groups = by->work.groups;
    geo_status status = GEO_OK;
    for (size_t g = 0; g < groups->group_count && status == GEO_OK; g++)
        if (by->place[GROUPS + g] != GEO_NO_COLUMN)
            status = geo_table_set_group(context, &by->work.table->column[by->place[GROUPS + g]],
                                         heading[groups->kind][by->work.options->has_shares]);
    return status;
}

static geo_status add_columns(geo_context *context, struct by_category *by)
{
    const struct deprivation_work *work = &by->work;
    int decimals = work->options->decimals;
    geo_type count_type = geo_deprivation_count_type(work);
    bool has_people = work->has_population, has_groups = has_people || work->options->has_shares;
    geo_column_plan plan[COLUMNS] = {
        [CATEGORY] = {"category", NULL, GEO_TEXT, false, true, 0, 0},
        [LEVEL] = {"level", NULL, GEO_INTEGER, false, false, 1, 0},
        [INCIDENTS] = {"incidents", NULL, count_type, false, false, 0, 1},
        [RATE] = {"rate_per_1000", "rate, all areas", GEO_REAL, false, false, 0, decimals},
        [TOP_SHARE] = {"top_20_share_percent", "in most deprived 20% (%)", GEO_REAL, false, false,
                       0, decimals},
        [RATIO] = {"ratio", "ratio of these", GEO_REAL, false, false, 0, decimals + 1},
        [RATIO_LOWER] = {"ratio_lower_", "lower ", GEO_REAL, true, false, 4, decimals + 1},
        [RATIO_UPPER] = {"ratio_upper_", "upper ", GEO_REAL, true, false, 4, decimals + 1},
        [SLOPE] = {"slope", "SII", GEO_REAL, false, false, 0, decimals},
        [SLOPE_LOWER] = {"slope_lower_", "lower ", GEO_REAL, true, false, 3, decimals},
        [SLOPE_UPPER] = {"slope_upper_", "upper ", GEO_REAL, true, false, 3, decimals},
        [RELATIVE] = {"relative", "RII", GEO_REAL, false, false, 0, decimals + 1},
        [RELATIVE_LOWER] = {"relative_lower_", "lower ", GEO_REAL, true, false, 2, decimals + 1},
        [RELATIVE_UPPER] = {"relative_upper_", "upper ", GEO_REAL, true, false, 2, decimals + 1},
    };
    name_groups(by);
    for (size_t g = 0; g < work->groups->group_count && has_groups; g++)
        plan[GROUPS + g] = (geo_column_plan){
            by->group_name[g], by->group_heading[g], GEO_REAL, false, false, 4, decimals};
    for (int column = RATE; column < COLUMNS && !has_people; column++)
        if (column != TOP_SHARE)
            plan[column].name = NULL;
    geo_status status = geo_add_planned_columns(context, plan, COLUMNS, work->options->level,
                                                work->table, by->place);
    return status == GEO_OK ? set_headings(context, by) : status;
}

/* ---- rows ----------------------------------------------------------------------------------- */

static geo_column *column_of(const struct by_category *by, int column)
{
    return &by->work.table->column[by->place[column]];
}

static void set_real(const struct by_category *by, int column, size_t row, double value)
{
    if (by->place[column] != GEO_NO_COLUMN)
        column_of(by, column)->real[row] = value;
}

static geo_status hide(geo_context *context, const struct by_category *by, int column, size_t row)
{
    if (by->place[column] == GEO_NO_COLUMN)
        return GEO_OK;
    return geo_table_set_mark(context, by->work.table, column_of(by, column), row, GEO_MARK_HIDDEN);
}

static geo_status fill_group(geo_context *context, const struct by_category *by, size_t row,
                             int group)
{
    const struct deprivation_work *work = &by->work;
    const geo_deprivation_sums *sums = &work->sums[row];
    double lower, upper;
    if (geo_deprivation_hides(work, (size_t)group, row))
        return hide(context, by, GROUPS + group, row);
    if (work->options->has_shares) {
        set_real(by, GROUPS + group, row, 100 * geo_deprivation_share(sums, group));
        return GEO_OK;
    }
    if (!work->has_population)
        return GEO_OK;
    set_real(by, GROUPS + group, row, geo_deprivation_rate(work, sums, group));
    geo_deprivation_rate_interval(work, sums, group, &lower, &upper);
    return geo_deprivation_mark(context, work, column_of(by, GROUPS + group), row, lower, upper,
                                geo_deprivation_rate(work, sums, GEO_PART_ALL));
}

static geo_status fill_inequality(geo_context *context, const struct by_category *by, size_t row)
{
    geo_inequality found;
    geo_status status = geo_deprivation_inequality(context, &by->work, &by->work.sums[row], &found);
    if (status != GEO_OK)
        return status;
    set_real(by, SLOPE, row, found.slope.value);
    set_real(by, SLOPE_LOWER, row, found.slope.lower);
    set_real(by, SLOPE_UPPER, row, found.slope.upper);
    set_real(by, RELATIVE, row, found.relative.value);
    set_real(by, RELATIVE_LOWER, row, found.relative.lower);
    set_real(by, RELATIVE_UPPER, row, found.relative.upper);
    if (row == 0)
        by->work.made->inequality = found;
    return GEO_OK;
}

static geo_status fill_top(geo_context *context, const struct by_category *by, size_t row)
{
    const struct deprivation_work *work = &by->work;
    const geo_deprivation_sums *sums = &work->sums[row];
    double lower, upper;
    geo_status status = GEO_OK;
    if (geo_deprivation_hides(work, GEO_PART_TOP, row)) {
        for (int column = TOP_SHARE; column <= RATIO_UPPER && status == GEO_OK; column++)
            status = hide(context, by, column, row);
        return status;
    }
    set_real(by, TOP_SHARE, row, 100 * geo_deprivation_share(sums, GEO_PART_TOP));
    if (!work->has_population)
        return GEO_OK;
    geo_deprivation_ratio_interval(sums, GEO_PART_TOP, work->options->level, &lower, &upper);
    set_real(by, RATIO, row, geo_deprivation_ratio(sums, GEO_PART_TOP));
    set_real(by, RATIO_LOWER, row, lower);
    set_real(by, RATIO_UPPER, row, upper);
    return GEO_OK;
}

static geo_status fill_all(geo_context *context, const struct by_category *by, size_t row)
{
    const struct deprivation_work *work = &by->work;
    if (geo_deprivation_hides(work, GEO_PART_ALL, row)) {
        geo_status status = hide(context, by, INCIDENTS, row);
        return status == GEO_OK ? hide(context, by, RATE, row) : status;
    }
    geo_deprivation_set_count(work, column_of(by, INCIDENTS), row,
                              work->sums[row].part[GEO_PART_ALL].incidents);
    set_real(by, RATE, row, geo_deprivation_rate(work, &work->sums[row], GEO_PART_ALL));
    return GEO_OK;
}

static geo_status fill_row(geo_context *context, const struct by_category *by, size_t row)
{
    const struct deprivation_work *work = &by->work;
    const geo_categories *tree = work->counts->categories;
    int32_t node = work->category[row];
    column_of(by, LEVEL)->integer[row] = tree->level[node];
    geo_status status =
        geo_table_set_text(context, column_of(by, CATEGORY), row, geo_text_of(tree->name[node]));
    if (status == GEO_OK)
        status = geo_table_set_level(context, work->table, row, (unsigned char)tree->level[node]);
    if (status == GEO_OK)
        status = fill_all(context, by, row);
    for (size_t g = 0; g < work->groups->group_count && status == GEO_OK; g++)
        status = fill_group(context, by, row, (int)g);
    if (status == GEO_OK)
        status = fill_top(context, by, row);
    if (status != GEO_OK || !work->has_population)
        return status;
    if (!geo_deprivation_hides_any(work, row))
        return fill_inequality(context, by, row);
    for (int column = SLOPE; column < COLUMNS && status == GEO_OK; column++)
        status = hide(context, by, column, row);
    return status;
}

/* ---- kinds ---------------------------------------------------------------------------------- */

static geo_status note_without(geo_context *context, struct by_category *by, const char *name)
{
    return geo_bytes_print(
        context, &by->without, "%s%s",
        by->without.length > 0 ? ", " : "Left out, being without incidents: ", name);
}

/* The nearest kind above that has a row. */
static int32_t find_parent(const struct by_category *by, int32_t node)
{
    const geo_categories *tree = by->work.counts->categories;
    for (node = tree->parent[node]; node != GEO_NO_CODE; node = tree->parent[node])
        for (size_t i = 0; i < by->work.count; i++)
            if (by->work.category[i] == node)
                return (int32_t)i;
    return GEO_NO_CODE;
}

static geo_status sum_categories(geo_context *context, struct by_category *by)
{
    struct deprivation_work *work = &by->work;
    const geo_categories *tree = work->counts->categories;
    size_t levels = work->options->levels;
    geo_status status = GEO_OK;
    work->count = 0;
    for (size_t node = 0; node < tree->count && status == GEO_OK; node++) {
        geo_deprivation_sums *sums = &work->sums[work->count];
        if (levels > 0 && (size_t)tree->level[node] >= levels)
            continue;
        status = geo_deprivation_sum(context, work, (int32_t)node, NULL, 0, sums);
        if (status == GEO_OK && sums->part[GEO_PART_ALL].incidents <= 0 && node > 0) {
            status = note_without(context, by, tree->name[node]);
            continue;
        }
        by->parent[work->count] = find_parent(by, (int32_t)node);
        work->has_population |= sums->part[GEO_PART_ALL].population > 0;
        work->category[work->count++] = (int32_t)node;
    }
    return status;
}

static geo_status add_notes(geo_context *context, struct by_category *by)
{
    struct deprivation_work *work = &by->work;
    geo_status status = geo_deprivation_add_sentence(context, work);
    if (status == GEO_OK && work->has_population)
        status = geo_table_add_note(
            context, work->table,
            "SII, the slope index of inequality: the rate of the most deprived less that of the "
            "least, as fitted to the groups; RII, the relative index: the former over the latter, "
            "where that is above 0");
    if (status == GEO_OK)
        status = geo_deprivation_add_notes(context, work, work->has_population);
    if (status == GEO_OK && by->without.length > 0) {
        status = geo_bytes_append(context, &by->without, "", 1);
        if (status == GEO_OK)
            status = geo_table_add_note(context, work->table, by->without.data);
    }
    return status;
}

static geo_status fill_table(geo_context *context, struct by_category *by)
{
    struct deprivation_work *work = &by->work;
    geo_status status = geo_table_new(context, work->count, &work->made->table);
    work->table = work->made->table;
    if (status == GEO_OK)
        status = add_columns(context, by);
    for (size_t row = 0; row < work->count && status == GEO_OK; row++)
        status = fill_row(context, by, row);
    if (status == GEO_OK && !geo_deprivation_hides(work, GEO_PART_ALL, 0))
        work->made->overall = geo_deprivation_rate(work, work->sums, GEO_PART_ALL);
    return status == GEO_OK ? add_notes(context, by) : status;
}

static geo_status make(geo_context *context, struct by_category *by)
{
    geo_status status = geo_alloc_array(context, by->work.count, sizeof *by->parent, &by->parent);
    const geo_estimate none = {(double)NAN, (double)NAN, (double)NAN};
    by->work.made->inequality = (geo_inequality){none, none, none};
    if (status == GEO_OK)
        status = sum_categories(context, by);
    if (status == GEO_OK)
        status = geo_deprivation_hide(context, &by->work, by->parent);
    return status == GEO_OK ? fill_table(context, by) : status;
}

geo_status geo_deprivation_by_category(geo_context *context, const geo_area_counts *counts,
                                       const geo_area_deprivation *groups,
                                       const geo_deprivation_table_options *options,
                                       geo_deprivation_table **out)
{
    struct by_category by = {.parent = NULL};
    geo_status status = geo_deprivation_begin(context, counts, groups, options,
                                              counts->categories->count, &by.work);
    if (status == GEO_OK)
        status = make(context, &by);
    free(by.parent);
    geo_bytes_clear(&by.without);
    return geo_deprivation_end(&by.work, status, out);
}
