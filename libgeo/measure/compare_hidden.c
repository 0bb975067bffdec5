/* Small counts of a comparison kept back. */
#include <math.h>
#include <stdlib.h>

#include "core/memory.h"
#include "measure/compare.h"

/* The table of counts behind the comparison. All groups are in it, shown or not: whoever asks for
 * one after the other must not learn more than whoever asks for all at once. The areas in no group
 * stand last, so that the totals are those of the rows. */
typedef struct hidden_counts {
    geo_count_table table;
    int32_t *parent;
    int64_t *count;
    int64_t *total;
    bool *hidden;
} hidden_counts;

static geo_status allocate(geo_context *context, const geo_compare_work *work,
                           hidden_counts *counts)
{
    size_t rows = work->group_count + 1, columns = work->row_count;
    geo_status status = geo_alloc_array(context, columns, sizeof *counts->parent, &counts->parent);
    if (status == GEO_OK)
        status = geo_alloc_array(context, rows * columns, sizeof *counts->count, &counts->count);
    if (status == GEO_OK)
        status = geo_alloc_array(context, columns, sizeof *counts->total, &counts->total);
    if (status == GEO_OK)
        status =
            geo_alloc_array(context, (rows + 1) * columns, sizeof *counts->hidden, &counts->hidden);
    counts->table = (geo_count_table){.row_count = rows,
                                      .column_count = columns,
                                      .column_parent = counts->parent,
                                      .has_total_row = true,
                                      .count = counts->count,
                                      .total = counts->total};
    return status;
}

/* A kind's parent has a row wherever the kind has. */
static int32_t parent_column(const geo_compare_work *work, size_t column)
{
    int32_t parent = work->counts->categories->parent[work->kind[column]];
    for (size_t i = 0; i < column; i++)
        if ((int32_t)work->kind[i] == parent)
            return (int32_t)i;
    return GEO_NO_CODE;
}

static void fill(const geo_compare_work *work, hidden_counts *counts)
{
    size_t columns = work->row_count;
    for (size_t column = 0; column < columns; column++) {
        int64_t rest = geo_compare_at(work, work->group_count, work->kind[column])->count;
        counts->parent[column] = parent_column(work, column);
        counts->total[column] = rest;
        for (size_t group = 0; group < work->group_count; group++) {
            int64_t count = geo_compare_at(work, group, work->kind[column])->count;
            counts->count[group * columns + column] = count;
            rest -= count;
        }
        counts->count[work->group_count * columns + column] = rest;
    }
}

static void withhold_rate(geo_compare_cell *cell)
{
    cell->rate = (double)NAN;
    cell->lower = (double)NAN;
    cell->upper = (double)NAN;
    cell->is_compared = false;
}

static void hide(geo_compare_cell *cell)
{
    cell->is_hidden = true;
    cell->count = GEO_NO_INTEGER;
    withhold_rate(cell);
}

/* A rate times its residents would be less than the count by the incidents of the areas that have
 * no population, which may be few. */
static bool is_of_fewer(const geo_compare_cell *cell)
{
    return cell->count != cell->rated;
}

/* Places in an order lie between those of the neighbours, so all of the row go with one; so does
 * what was found by a reference that is hidden. */
static void hide_in_row(const geo_compare_work *work, const hidden_counts *counts, size_t column)
{
    bool hides_group = false;
    for (size_t place = 0; place <= work->group_count; place++) {
        /* The row of totals is behind that of the areas in no group. */
        size_t row = place < work->group_count ? place : place + 1;
        geo_compare_cell *cell = geo_compare_at(work, place, work->kind[column]);
        bool is_hidden = counts->hidden[row * work->row_count + column];
        if (!is_hidden && !is_of_fewer(cell))
            continue;
        if (is_hidden)
            hide(cell);
        else
            withhold_rate(cell);
        hides_group = hides_group || place < work->group_count;
    }
    bool hides_reference = isnan(geo_compare_at(work, work->against, work->kind[column])->rate);
    for (size_t place = 0; place <= work->group_count; place++) {
        geo_compare_cell *cell = geo_compare_at(work, place, work->kind[column]);
        if (hides_group) {
            cell->rank = GEO_NO_INTEGER;
            cell->of = GEO_NO_INTEGER;
        }
        cell->is_compared = cell->is_compared && !hides_reference;
    }
}

geo_status geo_compare_hide(geo_context *context, geo_compare_work *work)
{
    const geo_suppress_options options = {.below = work->options->suppress_below};
    hidden_counts counts = {.parent = NULL};
    geo_status status = allocate(context, work, &counts);
    if (status == GEO_OK) {
        fill(work, &counts);
        status =
            geo_suppress(context, &counts.table, &options, counts.hidden, &work->compared->hidden);
    }
    for (size_t column = 0; column < work->row_count && status == GEO_OK; column++)
        hide_in_row(work, &counts, column);
    free(counts.parent);
    free(counts.count);
    free(counts.total);
    free(counts.hidden);
    return status;
}
