/* One kind of incident beside another, by group of deprivation. */
#include <math.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/text.h"
#include "measure/column_plan.h"
#include "measure/deprivation_sums.h"
#include "measure/rank_notes.h"

enum {
    GROUP,
    AREAS,
    POPULATION_SHARE,
    INCIDENTS,
    SHARE,
    OTHER_INCIDENTS,
    OTHER_SHARE,
    DIFFERENCE,
    DIFFERENCE_LOWER,
    DIFFERENCE_UPPER,
    RATIO,
    P,
    COLUMNS
};

struct against {
    struct deprivation_work work;
    size_t place[COLUMNS];
};

/* ---- sums ----------------------------------------------------------------------------------- */

static bool is_below(const geo_categories *tree, int32_t node, int32_t above)
{
    while (node != GEO_NO_CODE && node != above)
        node = tree->parent[node];
    return node == above;
}

static geo_status check_kinds(geo_context *context, const struct deprivation_work *work)
{
    const geo_categories *tree = work->counts->categories;
    int32_t category = work->category[0], other = work->category[1];
    for (size_t i = 0; i < 2; i++)
        if (work->category[i] < 0 || (size_t)work->category[i] >= tree->count)
            return geo_fail(context, GEO_ERROR_USAGE, "there is no kind of incident %d",
                            work->category[i]);
    if (is_below(tree, other, category))
        return geo_fail(context, GEO_ERROR_USAGE,
                        "all incidents of %s are of %s too, so there is nothing to compare",
                        tree->name[other], tree->name[category]);
    return GEO_OK;
}

static void take_off(geo_deprivation_sums *sums, const geo_deprivation_sums *part_of_it)
{
    for (int part = 0; part < GEO_DEPRIVATION_PARTS; part++) {
        sums->part[part].incidents -= part_of_it->part[part].incidents;
        sums->part[part].rated -= part_of_it->part[part].rated;
    }
}

static geo_status sum_kinds(geo_context *context, struct deprivation_work *work)
{
    const geo_categories *tree = work->counts->categories;
    geo_status status = check_kinds(context, work);
    for (size_t i = 0; i < 2 && status == GEO_OK; i++)
        status = geo_deprivation_sum(context, work, work->category[i], NULL, 0, &work->sums[i]);
    if (status == GEO_OK && is_below(tree, work->category[0], work->category[1]))
        take_off(&work->sums[1], &work->sums[0]);
    work->has_population = work->sums->part[GEO_PART_ALL].population > 0;
    return status;
}

/* ---- table ---------------------------------------------------------------------------------- */

static geo_status add_columns(geo_context *context, struct against *against)
{
    const struct deprivation_work *work = &against->work;
    const char *const *name = (const char *const *)work->counts->categories->name;
    int decimals = work->options->decimals;
    geo_type count = geo_deprivation_count_type(work);
    const geo_column_plan plan[COLUMNS] = {
        [GROUP] = {"group", NULL, GEO_TEXT, false, true, 0, 0},
        [AREAS] = {"areas", "LSOAs", GEO_INTEGER, false, false, 3, 0},
        [POPULATION_SHARE] = {work->has_population ? "population_share_percent" : NULL,
                              "share of population (%)", GEO_REAL, false, false, 0, decimals},
        [INCIDENTS] = {"incidents", NULL, count, false, false, 0, 1},
        [SHARE] = {"share_percent", "share (%)", GEO_REAL, false, false, 0, decimals},
        [OTHER_INCIDENTS] = {"other_incidents", "incidents", count, false, false, 0, 1},
        [OTHER_SHARE] = {"other_share_percent", "share (%)", GEO_REAL, false, false, 0, decimals},
        [DIFFERENCE] = {"difference", "difference (% points)", GEO_REAL, false, false, 0, decimals},
        [DIFFERENCE_LOWER] = {"difference_lower_", "lower ", GEO_REAL, true, false, 2, decimals},
        [DIFFERENCE_UPPER] = {"difference_upper_", "upper ", GEO_REAL, true, false, 2, decimals},
        [RATIO] = {"ratio", "ratio of shares", GEO_REAL, false, false, 0, decimals + 1},
        [P] = {"p", NULL, GEO_REAL, false, false, 1, 4},
    };
    geo_status status = geo_add_planned_columns(context, plan, COLUMNS, work->options->level,
                                                work->table, against->place);
    for (int column = INCIDENTS; column <= OTHER_SHARE && status == GEO_OK; column++)
        status = geo_table_set_group(context, &work->table->column[against->place[column]],
                                     column < OTHER_INCIDENTS ? name[work->category[0]]
                                                              : work->options->other);
    return status;
}

static geo_column *column_of(const struct against *against, int column)
{
    return &against->work.table->column[against->place[column]];
}

/* One of the two kinds; where it is hidden, what compares it is too. */
static geo_status fill_kind(geo_context *context, const struct against *against, size_t row,
                            int part, size_t kind)
{
    const struct deprivation_work *work = &against->work;
    int column = kind == 0 ? INCIDENTS : OTHER_INCIDENTS;
    if (!geo_deprivation_hides(work, (size_t)part, kind)) {
        geo_deprivation_set_count(work, column_of(against, column), row,
                                  work->sums[kind].part[part].incidents);
        column_of(against, column + 1)->real[row] =
            100 * geo_deprivation_share(&work->sums[kind], part);
        return GEO_OK;
    }
    geo_status status =
        geo_table_set_mark(context, work->table, column_of(against, column), row, GEO_MARK_HIDDEN);
    if (status == GEO_OK)
        status = geo_table_set_mark(context, work->table, column_of(against, column + 1), row,
                                    GEO_MARK_HIDDEN);
    return status;
}

static geo_status hide_difference(geo_context *context, const struct against *against, size_t row)
{
    geo_status status = GEO_OK;
    for (int column = DIFFERENCE; column < COLUMNS && status == GEO_OK; column++)
        status = geo_table_set_mark(context, against->work.table, column_of(against, column), row,
                                    GEO_MARK_HIDDEN);
    return status;
}

static geo_status fill_difference(geo_context *context, const struct against *against, size_t row,
                                  int part)
{
    const struct deprivation_work *work = &against->work;
    const geo_deprivation_sums *sums = work->sums, *others = &work->sums[1];
    double all = sums->part[GEO_PART_ALL].incidents, lower, upper;
    double other_all = others->part[GEO_PART_ALL].incidents;
    double count = fmin(sums->part[part].incidents, all);
    double other_count = fmin(others->part[part].incidents, other_all);
    double share = geo_deprivation_share(sums, part);
    double other_share = geo_deprivation_share(others, part);
    geo_share_difference_interval(count, all, other_count, other_all, work->options->level, &lower,
                                  &upper);
    column_of(against, DIFFERENCE)->real[row] = 100 * (share - other_share);
    column_of(against, DIFFERENCE_LOWER)->real[row] = 100 * lower;
    column_of(against, DIFFERENCE_UPPER)->real[row] = 100 * upper;
    column_of(against, RATIO)->real[row] = other_share > 0 ? share / other_share : (double)NAN;
    column_of(against, P)->real[row] = geo_share_compare(count, all, other_count, other_all);
    return geo_deprivation_mark(context, work, column_of(against, DIFFERENCE), row, lower, upper,
                                0);
}

static geo_status fill_row(geo_context *context, const struct against *against, size_t row,
                           int part)
{
    const struct deprivation_work *work = &against->work;
    geo_status status = geo_table_set_text(context, column_of(against, GROUP), row,
                                           geo_text_of(geo_deprivation_part_name(work, part)));
    column_of(against, AREAS)->integer[row] = work->sums->part[part].areas;
    if (work->has_population)
        column_of(against, POPULATION_SHARE)->real[row] =
            100 * geo_deprivation_population_share(work->sums, part);
    for (size_t kind = 0; kind < 2 && status == GEO_OK; kind++)
        status = fill_kind(context, against, row, part, kind);
    if (status == GEO_OK && (part == GEO_PART_TOP || part == GEO_PART_ALL))
        status = geo_table_set_total(context, work->table, row);
    if (status != GEO_OK || part == GEO_PART_ALL || work->sums->part[part].areas == 0)
        return status;
    bool hides = geo_deprivation_hides(work, (size_t)part, 0) ||
                 geo_deprivation_hides(work, (size_t)part, 1);
    return hides ? hide_difference(context, against, row)
                 : fill_difference(context, against, row, part);
}

static geo_status add_notes(geo_context *context, const struct deprivation_work *work)
{
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status = geo_deprivation_add_comparison(context, work);
    if (status == GEO_OK)
        status = geo_level_print(context, work->options->level, &note);
    static const char method[] =
        "% intervals of differences: Newcombe's, of two Wilson intervals; p: score test of equal "
        "shares, each row by itself";
    if (status == GEO_OK)
        status = geo_bytes_append(context, &note, method, sizeof method);
    if (status == GEO_OK)
        status = geo_table_add_note(context, work->table, note.data);
    geo_bytes_clear(&note);
    if (status == GEO_OK)
        status = geo_table_set_mark_text(context, work->table, GEO_MARK_LOWER,
                                         "Lower: the whole interval lies below 0");
    if (status == GEO_OK)
        status = geo_table_set_mark_text(context, work->table, GEO_MARK_HIGHER,
                                         "Higher: the whole interval lies above 0");
    return status == GEO_OK ? geo_deprivation_add_notes(context, work, false) : status;
}

static geo_status make(geo_context *context, struct against *against)
{
    struct deprivation_work *work = &against->work;
    static const int32_t parent[] = {GEO_NO_CODE, GEO_NO_CODE};
    int part[GEO_DEPRIVATION_PARTS];
    const geo_estimate none = {(double)NAN, (double)NAN, (double)NAN};
    work->made->inequality = (geo_inequality){none, none, none};
    geo_status status = sum_kinds(context, work);
    if (status == GEO_OK)
        status = geo_deprivation_hide(context, work, parent);
    if (status != GEO_OK)
        return status;
    size_t rows = geo_deprivation_rows(work, part);
    status = geo_table_new(context, rows, &work->made->table);
    work->table = work->made->table;
    if (status == GEO_OK)
        status = add_columns(context, against);
    for (size_t row = 0; row < rows && status == GEO_OK; row++)
        status = fill_row(context, against, row, part[row]);
    return status == GEO_OK ? add_notes(context, work) : status;
}

geo_status geo_deprivation_against(geo_context *context, const geo_area_counts *counts,
                                   const geo_area_deprivation *groups, int32_t category,
                                   int32_t other, const geo_deprivation_table_options *options,
                                   geo_deprivation_table **out)
{
    struct against against;
    geo_status status = geo_deprivation_begin(context, counts, groups, options, 2, &against.work);
    if (status == GEO_OK) {
        against.work.category[0] = category;
        against.work.category[1] = other;
        status = make(context, &against);
    }
    return geo_deprivation_end(&against.work, status, out);
}
