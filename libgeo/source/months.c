#include "source/months.h"

#include <string.h>

#include "core/memory.h"

/* Where `month` is among the months, or belongs. */
static size_t find_month(const geo_frame *frame, int32_t month)
{
    size_t low = 0;
    size_t high = frame->month_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (frame->month[middle].month < month)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static geo_status insert_month(geo_context *context, geo_frame *frame, size_t *capacity,
                               int32_t month, size_t at)
{
    geo_status status = geo_grow_array(context, &frame->month, capacity, frame->month_count + 1,
                                       sizeof *frame->month);
    if (status != GEO_OK)
        return status;
    memmove(&frame->month[at + 1], &frame->month[at],
            (frame->month_count - at) * sizeof *frame->month);
    frame->month[at] = (geo_month_count){month, 0};
    frame->month_count++;
    return GEO_OK;
}

geo_status geo_count_month(geo_context *context, geo_frame *frame, size_t *capacity, int32_t month,
                           int64_t rows, size_t *at)
{
    if (*at >= frame->month_count || frame->month[*at].month != month)
        *at = find_month(frame, month);
    if (*at == frame->month_count || frame->month[*at].month != month) {
        geo_status status = insert_month(context, frame, capacity, month, *at);
        if (status != GEO_OK)
            return status;
    }
    frame->month[*at].rows += rows;
    return GEO_OK;
}
