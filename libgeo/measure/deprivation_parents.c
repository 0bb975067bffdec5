/* Districts beside each other: what of each lies in the most deprived 20%. */
#include <math.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"
#include "measure/column_plan.h"
#include "measure/deprivation_sums.h"
#include "measure/rank_notes.h"

enum {
    PARENT,
    AREAS,
    INCIDENTS,
    RATE,
    TOP_AREAS,
    TOP_POPULATION,
    TOP_INCIDENTS,
    TOP_SHARE,
    SHARE_LOWER,
    SHARE_UPPER,
    RATIO,
    RATIO_LOWER,
    RATIO_UPPER,
    TOP_RATE,
    SLOPE,
    SLOPE_LOWER,
    SLOPE_UPPER,
    RELATIVE,
    RELATIVE_LOWER,
    RELATIVE_UPPER,
    COLUMNS
};

/* Rows are the parents, and all of them together. */
struct by_parent {
    struct deprivation_work work;
    size_t place[COLUMNS];
    const char **name;  /* [parents] in order; NULL last, where areas have none */
    int32_t *parent_of; /* [areas] */
    bool *hidden;       /* [2 * rows] row by row: all incidents, those in the most deprived 20%;
                           NULL: none */
};

/* ---- parents -------------------------------------------------------------------------------- */

static int compare_parents(const void *one, const void *other)
{
    const char *a = *(const char *const *)one, *b = *(const char *const *)other;
    if (!a || !b)
        return (b != NULL) - (a != NULL);
    return geo_compare_names(geo_text_of(a), geo_text_of(b));
}

static const char *parent_name(const struct by_parent *by, size_t area)
{
    const char *name = by->work.counts->areas->parent[area];
    return name && name[0] != '\0' ? name : NULL;
}

static bool counts_area(const struct by_parent *by, size_t area)
{
    const bool *which = by->work.options->which;
    return !which || which[area];
}

static size_t list_parents(struct by_parent *by)
{
    size_t count = 0, kept = 0;
    for (size_t area = 0; area < by->work.counts->areas->count; area++)
        if (counts_area(by, area))
            by->name[count++] = parent_name(by, area);
    if (count > 1)
        qsort(by->name, count, sizeof *by->name, compare_parents);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || compare_parents(&by->name[i], &by->name[kept - 1]) != 0)
            by->name[kept++] = by->name[i];
    return kept;
}

static geo_status find_parents(geo_context *context, struct by_parent *by, size_t *count)
{
    size_t areas = by->work.counts->areas->count;
    geo_status status = geo_alloc_array(context, areas, sizeof *by->name, &by->name);
    if (status == GEO_OK)
        status = geo_alloc_array(context, areas, sizeof *by->parent_of, &by->parent_of);
    if (status != GEO_OK)
        return status;
    *count = list_parents(by);
    for (size_t area = 0; area < areas; area++) {
        const char *name = parent_name(by, area);
        const char **found = bsearch(&name, by->name, *count, sizeof *by->name, compare_parents);
        by->parent_of[area] = found ? (int32_t)(found - by->name) : GEO_NO_CODE;
    }
    return GEO_OK;
}

/* ---- what is kept back ---------------------------------------------------------------------- */

static geo_status hide(geo_context *context, struct by_parent *by)
{
    struct deprivation_work *work = &by->work;
    static const int32_t parent[] = {GEO_NO_CODE, 0};
    const geo_suppress_options options = {.below = work->options->suppress_below};
    int64_t *count = NULL;
    geo_suppression cells = {0, 0};
    if (options.below <= 1)
        return GEO_OK;
    if (!work->is_whole)
        return geo_fail(context, GEO_ERROR_USAGE,
                        "counts that a bridge shares out cannot be kept back: they are not whole");
    geo_status status = geo_alloc_array(context, 2 * work->count, sizeof *count, &count);
    if (status == GEO_OK)
        status = geo_alloc_array(context, 2 * work->count, sizeof *by->hidden, &by->hidden);
    for (size_t row = 0; row < work->count && status == GEO_OK; row++) {
        count[2 * row] = (int64_t)work->sums[row].part[GEO_PART_ALL].incidents;
        count[2 * row + 1] = (int64_t)work->sums[row].part[GEO_PART_TOP].incidents;
    }
    const geo_count_table table = {.row_count = work->count - 1,
                                   .column_count = 2,
                                   .column_parent = parent,
                                   .has_total_row = true,
                                   .count = count,
                                   .total = count ? count + 2 * (work->count - 1) : NULL};
    if (status == GEO_OK)
        status = geo_suppress(context, &table, &options, by->hidden, &cells);
    work->made->hidden_small = cells.small;
    work->made->hidden_others = cells.others;
    free(count);
    return status;
}

static bool hides(const struct by_parent *by, size_t row, size_t column)
{
    return by->hidden && (by->hidden[2 * row] || by->hidden[2 * row + column]);
}

/* A line through the groups tells of each of them. */
static bool hides_line(const struct by_parent *by, size_t row)
{
    const struct deprivation_work *work = &by->work;
    bool hides_it = hides(by, row, 1);
    for (size_t g = 0; by->hidden && g < work->groups->group_count; g++) {
        double count = work->sums[row].part[g].incidents;
        hides_it |= count > 0 && count < (double)work->options->suppress_below;
    }
    return hides_it;
}

/* ---- table ---------------------------------------------------------------------------------- */

static geo_status add_columns(geo_context *context, struct by_parent *by)
{
    const struct deprivation_work *work = &by->work;
    int decimals = work->options->decimals;
    geo_type count = geo_deprivation_count_type(work);
    geo_column_plan plan[COLUMNS] = {
        [PARENT] = {"parent", NULL, GEO_TEXT, false, true, 0, 0},
        [AREAS] = {"areas", "LSOAs", GEO_INTEGER, false, false, 0, 0},
        [TOP_AREAS] = {"areas_top_20", "LSOAs", GEO_INTEGER, false, false, 0, 0},
        [TOP_POPULATION] = {"population_top_20_percent", "population (%)", GEO_REAL, false, false,
                            0, decimals},
        [INCIDENTS] = {"incidents", NULL, count, false, false, 0, 1},
        [TOP_INCIDENTS] = {"incidents_top_20", "incidents", count, false, false, 0, 1},
        [TOP_SHARE] = {"share_top_20_percent", "share (%)", GEO_REAL, false, false, 0, decimals},
        [SHARE_LOWER] = {"share_lower_", "lower ", GEO_REAL, true, false, 5, decimals},
        [SHARE_UPPER] = {"share_upper_", "upper ", GEO_REAL, true, false, 5, decimals},
        [RATIO] = {"ratio", NULL, GEO_REAL, false, false, 0, decimals + 1},
        [RATIO_LOWER] = {"ratio_lower_", "lower ", GEO_REAL, true, false, 4, decimals + 1},
        [RATIO_UPPER] = {"ratio_upper_", "upper ", GEO_REAL, true, false, 4, decimals + 1},
        [RATE] = {"rate_per_1000", "rate per 1,000", GEO_REAL, false, false, 0, decimals},
        [TOP_RATE] = {"rate_top_20", "rate per 1,000", GEO_REAL, false, false, 0, decimals},
        [SLOPE] = {"slope", "SII", GEO_REAL, false, false, 0, decimals},
        [SLOPE_LOWER] = {"slope_lower_", "lower ", GEO_REAL, true, false, 2, decimals},
        [SLOPE_UPPER] = {"slope_upper_", "upper ", GEO_REAL, true, false, 2, decimals},
        [RELATIVE] = {"relative", "RII", GEO_REAL, false, false, 0, decimals + 1},
        [RELATIVE_LOWER] = {"relative_lower_", "lower ", GEO_REAL, true, false, 1, decimals + 1},
        [RELATIVE_UPPER] = {"relative_upper_", "upper ", GEO_REAL, true, false, 1, decimals + 1},
    };
    if (!work->has_population) {
        plan[RATE].name = NULL;
        plan[TOP_POPULATION].name = NULL;
    }
    for (int column = RATIO; column < COLUMNS && !work->has_population; column++)
        plan[column].name = NULL;
    geo_status status = geo_add_planned_columns(context, plan, COLUMNS, work->options->level,
                                                work->table, by->place);
    for (int column = TOP_AREAS; column <= TOP_RATE && status == GEO_OK; column++)
        if (by->place[column] != GEO_NO_COLUMN)
            status = geo_table_set_group(context, &work->table->column[by->place[column]],
                                         "In the most deprived 20%");
    return status;
}

static geo_column *column_of(const struct by_parent *by, int column)
{
    return &by->work.table->column[by->place[column]];
}

static void set_real(const struct by_parent *by, int column, size_t row, double value)
{
    if (by->place[column] != GEO_NO_COLUMN)
        column_of(by, column)->real[row] = value;
}

static geo_status mark_hidden(geo_context *context, const struct by_parent *by, size_t row,
                              const int *column, size_t count)
{
    geo_status status = GEO_OK;
    for (size_t i = 0; i < count && status == GEO_OK; i++)
        if (by->place[column[i]] != GEO_NO_COLUMN)
            status = geo_table_set_mark(context, by->work.table, column_of(by, column[i]), row,
                                        GEO_MARK_HIDDEN);
    return status;
}

static geo_status fill_all(geo_context *context, const struct by_parent *by, size_t row)
{
    static const int told[] = {INCIDENTS, RATE};
    const struct deprivation_work *work = &by->work;
    if (hides(by, row, 0))
        return mark_hidden(context, by, row, told, sizeof told / sizeof *told);
    geo_deprivation_set_count(work, column_of(by, INCIDENTS), row,
                              work->sums[row].part[GEO_PART_ALL].incidents);
    set_real(by, RATE, row, geo_deprivation_rate(work, &work->sums[row], GEO_PART_ALL));
    return GEO_OK;
}

static geo_status fill_rates(geo_context *context, const struct by_parent *by, size_t row)
{
    const struct deprivation_work *work = &by->work;
    const geo_deprivation_sums *sums = &work->sums[row];
    double lower, upper;
    if (!work->has_population)
        return GEO_OK;
    geo_deprivation_ratio_interval(sums, GEO_PART_TOP, work->options->level, &lower, &upper);
    set_real(by, RATIO, row, geo_deprivation_ratio(sums, GEO_PART_TOP));
    set_real(by, RATIO_LOWER, row, lower);
    set_real(by, RATIO_UPPER, row, upper);
    set_real(by, TOP_RATE, row, geo_deprivation_rate(work, sums, GEO_PART_TOP));
    geo_deprivation_rate_interval(work, sums, GEO_PART_TOP, &lower, &upper);
    return geo_deprivation_mark(context, work, column_of(by, TOP_RATE), row, lower, upper,
                                geo_deprivation_rate(work, sums, GEO_PART_ALL));
}

static geo_status fill_top(geo_context *context, const struct by_parent *by, size_t row)
{
    static const int told[] = {TOP_INCIDENTS, TOP_SHARE,   SHARE_LOWER, SHARE_UPPER,
                               RATIO,         RATIO_LOWER, RATIO_UPPER, TOP_RATE};
    const struct deprivation_work *work = &by->work;
    const geo_deprivation_sums *sums = &work->sums[row];
    double all = sums->part[GEO_PART_ALL].incidents, top = sums->part[GEO_PART_TOP].incidents;
    double lower, upper;
    if (hides(by, row, 1))
        return mark_hidden(context, by, row, told, sizeof told / sizeof *told);
    geo_deprivation_set_count(work, column_of(by, TOP_INCIDENTS), row, top);
    geo_share_interval(fmin(top, all), all, work->options->level, &lower, &upper);
    set_real(by, TOP_SHARE, row, 100 * geo_deprivation_share(sums, GEO_PART_TOP));
    set_real(by, SHARE_LOWER, row, 100 * lower);
    set_real(by, SHARE_UPPER, row, 100 * upper);
    return fill_rates(context, by, row);
}

static geo_status fill_line(geo_context *context, const struct by_parent *by, size_t row)
{
    static const int told[] = {SLOPE,    SLOPE_LOWER,    SLOPE_UPPER,
                               RELATIVE, RELATIVE_LOWER, RELATIVE_UPPER};
    const struct deprivation_work *work = &by->work;
    geo_inequality *found = &work->made->inequality;
    if (hides_line(by, row))
        return mark_hidden(context, by, row, told, sizeof told / sizeof *told);
    geo_status status = geo_deprivation_inequality(context, work, &work->sums[row], found);
    if (status != GEO_OK || !work->has_population)
        return status;
    set_real(by, SLOPE, row, found->slope.value);
    set_real(by, SLOPE_LOWER, row, found->slope.lower);
    set_real(by, SLOPE_UPPER, row, found->slope.upper);
    set_real(by, RELATIVE, row, found->relative.value);
    set_real(by, RELATIVE_LOWER, row, found->relative.lower);
    set_real(by, RELATIVE_UPPER, row, found->relative.upper);
    return GEO_OK;
}

static geo_status fill_row(geo_context *context, const struct by_parent *by, size_t row)
{
    const struct deprivation_work *work = &by->work;
    const geo_deprivation_sums *sums = &work->sums[row];
    bool is_all = row + 1 == work->count;
    const char *name = is_all ? "All areas" : by->name[row] ? by->name[row] : "not known";
    geo_status status = geo_table_set_text(context, column_of(by, PARENT), row, geo_text_of(name));
    if (status == GEO_OK && is_all)
        status = geo_table_set_total(context, work->table, row);
    column_of(by, AREAS)->integer[row] = sums->part[GEO_PART_ALL].areas;
    column_of(by, TOP_AREAS)->integer[row] = sums->part[GEO_PART_TOP].areas;
    set_real(by, TOP_POPULATION, row, 100 * geo_deprivation_population_share(sums, GEO_PART_TOP));
    if (status == GEO_OK)
        status = fill_all(context, by, row);
    if (status == GEO_OK)
        status = fill_top(context, by, row);
    return status == GEO_OK ? fill_line(context, by, row) : status;
}

/* ---- all ------------------------------------------------------------------------------------ */

/* The last row is about all: as the words are. */
static geo_status add_words(geo_context *context, const struct by_parent *by)
{
    struct deprivation_work all = by->work;
    all.sums += by->work.count - 1;
    geo_status status =
        hides(by, by->work.count - 1, 1) ? GEO_OK : geo_deprivation_add_sentence(context, &all);
    if (status == GEO_OK && all.has_population)
        status = geo_table_add_note(
            context, all.table,
            "SII, the slope index of inequality: the rate of the most deprived less that of the "
            "least, as fitted to the groups of each row; RII, the relative index: the former over "
            "the latter, where that is above 0");
    return status == GEO_OK ? geo_deprivation_add_notes(context, &all, all.has_population) : status;
}

static geo_status fill_table(geo_context *context, struct by_parent *by)
{
    struct deprivation_work *work = &by->work;
    geo_status status = geo_table_new(context, work->count, &work->made->table);
    const geo_estimate none = {(double)NAN, (double)NAN, (double)NAN};
    work->table = work->made->table;
    work->made->inequality = (geo_inequality){none, none, none};
    if (status == GEO_OK)
        status = add_columns(context, by);
    for (size_t row = 0; row < work->count && status == GEO_OK; row++)
        status = fill_row(context, by, row);
    if (hides_line(by, work->count - 1))
        work->made->inequality = (geo_inequality){none, none, none};
    if (!hides(by, work->count - 1, 0))
        work->made->overall =
            geo_deprivation_rate(work, &work->sums[work->count - 1], GEO_PART_ALL);
    return status == GEO_OK ? add_words(context, by) : status;
}

static geo_status make(geo_context *context, struct by_parent *by, int32_t category)
{
    struct deprivation_work *work = &by->work;
    geo_status status = GEO_OK;
    for (size_t row = 0; row + 1 < work->count && status == GEO_OK; row++)
        status = geo_deprivation_sum(context, work, category, by->parent_of, (int32_t)row,
                                     &work->sums[row]);
    if (status == GEO_OK)
        status =
            geo_deprivation_sum(context, work, category, NULL, 0, &work->sums[work->count - 1]);
    work->has_population = work->sums[work->count - 1].part[GEO_PART_ALL].population > 0;
    if (status == GEO_OK)
        status = hide(context, by);
    return status == GEO_OK ? fill_table(context, by) : status;
}

geo_status geo_deprivation_by_parent(geo_context *context, const geo_area_counts *counts,
                                     const geo_area_deprivation *groups, int32_t category,
                                     const geo_deprivation_table_options *options,
                                     geo_deprivation_table **out)
{
    struct by_parent by = {.work = {.counts = counts}};
    size_t parents = 0;
    if (!counts->areas->parent)
        return geo_fail(context, GEO_ERROR_USAGE,
                        "the areas have no field that says which district they are in; name it "
                        "with --parent");
    geo_status status = geo_deprivation_begin(context, counts, groups, options, 0, &by.work);
    if (status == GEO_OK)
        status = find_parents(context, &by, &parents);
    if (status == GEO_OK) {
        free(by.work.sums);
        by.work.sums = NULL;
        by.work.count = parents + 1;
        status = geo_alloc_array(context, by.work.count, sizeof *by.work.sums, &by.work.sums);
    }
    if (status == GEO_OK)
        status = make(context, &by, category);
    free((void *)by.name);
    free(by.parent_of);
    free(by.hidden);
    return geo_deprivation_end(&by.work, status, out);
}
