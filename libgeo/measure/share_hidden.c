#include "measure/share_hidden.h"

#include <math.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"

/* The table lies on its side: a column for all and one for each row, since these may be a tree; its
 * rows are the incidents that meet the condition and those that don't, their sum all of them. */
enum { MEETING, NOT_MEETING, TOTAL, LINES };

typedef struct side_table {
    size_t columns;
    int32_t *parent;
    int64_t *count; /* [LINES * columns] the totals last */
    bool *hidden;   /* likewise */
} side_table;

static void clear(side_table *table)
{
    free(table->parent);
    free(table->count);
    free(table->hidden);
}

static geo_status make_room(geo_context *context, size_t columns, side_table *table)
{
    table->columns = columns;
    geo_status status = geo_alloc_array(context, columns, sizeof *table->parent, &table->parent);
    if (status == GEO_OK)
        status = geo_alloc_array(context, LINES * columns, sizeof *table->count, &table->count);
    if (status == GEO_OK)
        status = geo_alloc_array(context, LINES * columns, sizeof *table->hidden, &table->hidden);
    return status;
}

static void set_column(side_table *table, size_t column, int64_t total, int64_t meeting)
{
    table->count[MEETING * table->columns + column] = meeting;
    table->count[NOT_MEETING * table->columns + column] = total - meeting;
    table->count[TOTAL * table->columns + column] = total;
}

/* Counts that are not whole are hidden as the nearest whole ones, whose sum is then that of all. */
static geo_status fill(geo_context *context, const geo_share_rows *rows, side_table *table)
{
    int64_t sum = 0;
    bool is_fractional = rows->all_part != floor(rows->all_part);
    table->parent[0] = GEO_NO_CODE;
    for (size_t i = 0; i < rows->count; i++) {
        int64_t meeting = (int64_t)llround(rows->part[i]);
        is_fractional |= rows->part[i] != floor(rows->part[i]);
        sum += meeting;
        table->parent[i + 1] =
            rows->within && rows->within[i] != GEO_NO_CODE ? rows->within[i] + 1 : 0;
        set_column(table, i + 1, rows->total[i], meeting);
    }
    if (is_fractional && rows->within)
        return geo_fail(context, GEO_ERROR_USAGE,
                        "counts that are shared out over time cannot be suppressed in a tree of "
                        "categories; show areas, or the categories as they are");
    if (!is_fractional)
        sum = (int64_t)rows->all_part;
    set_column(table, 0, rows->all_total, sum < rows->all_total ? sum : rows->all_total);
    return GEO_OK;
}

static geo_status take(geo_context *context, const side_table *table, geo_share_hidden *hidden)
{
    size_t last = table->columns - 1;
    geo_status status =
        geo_alloc_array(context, table->columns, sizeof *hidden->meeting, &hidden->meeting);
    if (status == GEO_OK)
        status = geo_alloc_array(context, table->columns, sizeof *hidden->total, &hidden->total);
    for (size_t column = 0; column <= last && status == GEO_OK; column++) {
        size_t row = column == 0 ? last : column - 1;
        hidden->meeting[row] = table->hidden[MEETING * table->columns + column];
        hidden->total[row] = table->hidden[TOTAL * table->columns + column];
        /* Those that don't meet the condition are not printed, but the other two give them. */
        if (table->hidden[NOT_MEETING * table->columns + column] && !hidden->total[row])
            hidden->meeting[row] = true;
        hidden->count += (size_t)hidden->meeting[row] + (size_t)hidden->total[row];
    }
    return status;
}

geo_status geo_share_hide(geo_context *context, const geo_share_rows *rows, int64_t below,
                          geo_share_hidden *hidden)
{
    side_table table = {.columns = 0};
    const geo_suppress_options options = {.below = below};
    geo_suppression cells;
    geo_status status = make_room(context, rows->count + 1, &table);
    if (status == GEO_OK)
        status = fill(context, rows, &table);
    const geo_count_table counts = {.row_count = TOTAL,
                                    .column_count = table.columns,
                                    .column_parent = table.parent,
                                    .has_total_row = true,
                                    .count = table.count,
                                    .total = table.count + TOTAL * table.columns};
    if (status == GEO_OK)
        status = geo_suppress(context, &counts, &options, table.hidden, &cells);
    if (status == GEO_OK)
        status = take(context, &table, hidden);
    clear(&table);
    return status;
}

void geo_share_hidden_clear(geo_share_hidden *hidden)
{
    free(hidden->meeting);
    free(hidden->total);
    *hidden = (geo_share_hidden){.meeting = NULL};
}
