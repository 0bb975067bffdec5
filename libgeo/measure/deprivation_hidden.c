/* What is kept back of counts by deprivation. */
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"
#include "measure/deprivation_sums.h"

bool geo_deprivation_hides(const struct deprivation_work *work, size_t part, size_t i)
{
    return work->hidden && work->hidden[part * work->count + i];
}

/* What is worked out of all groups would tell a hidden one. */
bool geo_deprivation_hides_any(const struct deprivation_work *work, size_t i)
{
    for (size_t part = 0; part < GEO_DEPRIVATION_PARTS; part++)
        if (geo_deprivation_hides(work, part, i))
            return true;
    return false;
}

/* Groups and what is in none down, kinds across. */
static void take_counts(const struct deprivation_work *work, size_t rows, int64_t *count)
{
    for (size_t row = 0; row <= rows; row++) {
        size_t part = row == rows       ? (size_t)GEO_PART_ALL
                      : row + 1 == rows ? (size_t)GEO_PART_UNKNOWN
                                        : row;
        for (size_t i = 0; i < work->count; i++)
            count[row * work->count + i] = (int64_t)work->sums[i].part[part].incidents;
    }
}

/* The most deprived 20% are the sum of the first groups: where one of these or the sum of all is
 * hidden, so are they. */
static void keep_hidden(struct deprivation_work *work, size_t rows, const bool *hidden)
{
    size_t first = work->groups->kind == GEO_DEPRIVATION_DECILES ? 2 : 1;
    size_t count = work->count;
    for (size_t i = 0; i < count; i++) {
        bool hides_all = hidden[rows * count + i];
        for (size_t row = 0; row < rows; row++) {
            size_t part = row + 1 == rows ? (size_t)GEO_PART_UNKNOWN : row;
            bool hides = hides_all || hidden[row * count + i];
            work->hidden[part * count + i] = hides;
            work->hidden[GEO_PART_TOP * count + i] |= hides && (row < first || hides_all);
        }
        work->hidden[GEO_PART_ALL * count + i] = hides_all;
    }
}

geo_status geo_deprivation_hide(geo_context *context, struct deprivation_work *work,
                                const int32_t *parent)
{
    const geo_suppress_options options = {.below = work->options->suppress_below};
    size_t rows = work->groups->group_count + 1;
    int64_t *count = NULL;
    bool *hidden = NULL;
    geo_suppression cells = {0, 0};
    if (options.below <= 1)
        return GEO_OK;
    if (!work->is_whole)
        return geo_fail(context, GEO_ERROR_USAGE,
                        "counts that a bridge shares out cannot be kept back: they are not whole");
    geo_status status = geo_alloc_array(context, (rows + 1) * work->count, sizeof *count, &count);
    if (status == GEO_OK)
        status = geo_alloc_array(context, (rows + 1) * work->count, sizeof *hidden, &hidden);
    if (status == GEO_OK)
        status = geo_alloc_array(context, GEO_DEPRIVATION_PARTS * work->count, sizeof *work->hidden,
                                 &work->hidden);
    if (status == GEO_OK) {
        take_counts(work, rows, count);
        const geo_count_table table = {.row_count = rows,
                                       .column_count = work->count,
                                       .column_parent = parent,
                                       .has_total_row = true,
                                       .count = count,
                                       .total = count + rows * work->count};
        status = geo_suppress(context, &table, &options, hidden, &cells);
    }
    if (status == GEO_OK)
        keep_hidden(work, rows, hidden);
    work->made->hidden_small = cells.small;
    work->made->hidden_others = cells.others;
    free(count);
    free(hidden);
    return status;
}
