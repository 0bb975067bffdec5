/* Hotspots beside other times: whether a change is more than chance, and what is kept back. */
#include <math.h>
#include <stdlib.h>

#include "core/memory.h"
#include "measure/hotspots.h"

static int64_t count_in(const hotspot_work *work, size_t rank, geo_hotspot_time time)
{
    return work->made->incidents[rank * GEO_HOTSPOT_TIMES + time];
}

static geo_status find_p(geo_context *context, hotspot_work *work)
{
    const double *years = work->options->years;
    size_t count = work->made->count;
    double *p = NULL;
    geo_status status = geo_alloc_array(context, count + 1, sizeof *p, &p);
    for (size_t i = 0; i < count && status == GEO_OK; i++)
        p[i] = work->fact[i].p = geo_poisson_compare(
            (double)count_in(work, i, GEO_HOTSPOT_NOW), years[GEO_HOTSPOT_NOW],
            (double)count_in(work, i, GEO_HOTSPOT_BEFORE), years[GEO_HOTSPOT_BEFORE]);
    if (status == GEO_OK)
        status = geo_false_discovery(context, p, count, p);
    for (size_t i = 0; i < count && status == GEO_OK; i++)
        work->fact[i].p_adjusted = p[i];
    free(p);
    return status;
}

/* Counts of the hotspots, and of all of them, whose rest elsewhere follows from what the ledger
 * tells. */
static geo_status hide_time(geo_context *context, hotspot_work *work, geo_hotspot_time time)
{
    const geo_hotspots *made = work->made;
    const geo_suppress_options options = {.below = work->options->suppress_below};
    geo_suppression cells;
    int64_t *count = NULL, elsewhere = made->in_all[time] - made->in_hotspots[time];
    bool *hidden = NULL;
    geo_status status = geo_alloc_array(context, made->count + 1, sizeof *count, &count);
    if (status == GEO_OK)
        status = geo_alloc_array(context, made->count + 1, sizeof *hidden, &hidden);
    for (size_t i = 0; i < made->count && status == GEO_OK; i++)
        count[i] = count_in(work, i, time);
    const geo_count_table table = {.row_count = made->count,
                                   .column_count = 1,
                                   .has_total_row = true,
                                   .count = count,
                                   .total = &made->in_hotspots[time]};
    if (status == GEO_OK && made->count > 0)
        status = geo_suppress(context, &table, &options, hidden, &cells);
    if (status == GEO_OK) {
        hidden[made->count] |= geo_hotspot_is_small(work, elsewhere);
        for (size_t row = 0; row <= made->count; row++)
            work->hidden[row * GEO_HOTSPOT_TIMES + time] = hidden[row];
        work->hidden[(made->count + 1) * GEO_HOTSPOT_TIMES + time] = hidden[made->count];
    }
    free(count);
    free(hidden);
    return status;
}

geo_status geo_hotspot_compare(geo_context *context, hotspot_work *work)
{
    const geo_hotspot_options *options = work->options;
    size_t rows = work->made->count + 3;
    geo_status status =
        geo_alloc_array(context, rows * GEO_HOTSPOT_TIMES, sizeof *work->hidden, &work->hidden);
    if (status == GEO_OK && options->has_before)
        status = find_p(context, work);
    if (status != GEO_OK || options->suppress_below <= 1)
        return status;
    if (options->has_before)
        status = hide_time(context, work, GEO_HOTSPOT_BEFORE);
    if (status == GEO_OK && options->has_later)
        status = hide_time(context, work, GEO_HOTSPOT_LATER);
    return status;
}
