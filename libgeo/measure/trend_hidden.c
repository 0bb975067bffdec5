/* Which counts of a table of months are kept back. */
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"
#include "measure/trend_work.h"

/* A column for each series, and before them one for what they are together, where that is known. */
struct hiding {
    size_t before;
    size_t columns;
    int32_t *parent;
    int64_t *count;
    bool *hidden;
};

static geo_status allocate(geo_context *context, const geo_trend_work *work, struct hiding *hiding)
{
    size_t cells = hiding->columns * work->month_count;
    geo_status status =
        geo_alloc_array(context, hiding->columns, sizeof *hiding->parent, &hiding->parent);
    if (status == GEO_OK)
        status = geo_alloc_array(context, cells, sizeof *hiding->count, &hiding->count);
    if (status == GEO_OK)
        status = geo_alloc_array(context, cells, sizeof *hiding->hidden, &hiding->hidden);
    return status;
}

/* A month that is missing has no cells to keep back. */
static void fill(const geo_trend_work *work, struct hiding *hiding)
{
    if (hiding->before > 0)
        hiding->parent[0] = GEO_NO_CODE;
    for (size_t s = 0; s < work->series_count; s++) {
        int32_t part_of = work->series[s].part_of;
        bool has_whole = part_of != GEO_NO_CODE;
        hiding->parent[s + hiding->before] = has_whole ? part_of + (int32_t)hiding->before
                                             : hiding->before > 0 ? 0
                                                                  : GEO_NO_CODE;
        for (size_t m = 0; m < work->month_count; m++) {
            int64_t *row = hiding->count + m * hiding->columns;
            if (!geo_trend_knows(work, s, m))
                continue;
            row[s + hiding->before] = work->series[s].count[m];
            if (hiding->before > 0 && !has_whole)
                row[0] += work->series[s].count[m];
        }
    }
}

static geo_status hide(geo_context *context, geo_trend_work *work, struct hiding *hiding)
{
    geo_suppress_options options = GEO_SUPPRESS_OPTIONS_INIT;
    geo_suppression found;
    const geo_count_table table = {.row_count = work->month_count,
                                   .column_count = hiding->columns,
                                   .column_parent = hiding->parent,
                                   .count = hiding->count};
    options.below = work->options->suppress_below;
    geo_status status = geo_suppress(context, &table, &options, hiding->hidden, &found);
    for (size_t s = 0; s < work->series_count && status == GEO_OK; s++)
        for (size_t m = 0; m < work->month_count; m++)
            geo_trend_months(work, s)[m].is_hidden =
                hiding->hidden[m * hiding->columns + s + hiding->before];
    return status;
}

geo_status geo_trend_hide(geo_context *context, geo_trend_work *work)
{
    struct hiding hiding = {.before = work->options->adds_up && work->series_count > 1};
    if (work->options->suppress_below < 2)
        return GEO_OK;
    hiding.columns = work->series_count + hiding.before;
    geo_status status = allocate(context, work, &hiding);
    if (status == GEO_OK) {
        fill(work, &hiding);
        status = hide(context, work, &hiding);
    }
    free(hiding.parent);
    free(hiding.count);
    free(hiding.hidden);
    return status;
}
