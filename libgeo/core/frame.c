/* Incidents column by column, and what their dates and coordinates tell. */
#include <stdlib.h>

#include "core/memory.h"

void geo_frame_free(geo_frame *frame)
{
    if (!frame)
        return;
    geo_crs_clear(&frame->crs);
    free(frame->x);
    free(frame->y);
    free(frame->row);
    free(frame->category);
    free(frame->day);
    free(frame->weight);
    geo_dictionary_free(frame->categories);
    free(frame->month);
    for (size_t i = 0; i < frame->input_count; i++) {
        free(frame->input[i].path);
        free(frame->input[i].date_field);
    }
    free(frame->input);
    free(frame);
}

typedef struct place {
    double x;
    double y;
} place;

static int compare_places(const void *left, const void *right)
{
    const place *a = left, *b = right;
    if (a->x != b->x)
        return a->x < b->x ? -1 : 1;
    if (a->y != b->y)
        return a->y < b->y ? -1 : 1;
    return 0;
}

geo_status geo_frame_count_places(geo_context *context, const geo_frame *frame, size_t *places)
{
    place *sorted = NULL;
    geo_status status = geo_alloc_array(context, frame->count, sizeof *sorted, &sorted);
    if (status != GEO_OK)
        return status;
    for (size_t i = 0; i < frame->count; i++)
        sorted[i] = (place){frame->x[i], frame->y[i]};
    qsort(sorted, frame->count, sizeof *sorted, compare_places);
    size_t distinct = 0;
    for (size_t i = 0; i < frame->count; i++)
        if (i == 0 || compare_places(&sorted[i - 1], &sorted[i]) != 0)
            distinct++;
    free(sorted);
    *places = distinct;
    return GEO_OK;
}

/* Share of a month's days that lie in the period. */
static double month_share(int32_t month, const geo_period *period)
{
    int32_t first = geo_month_first_day(month);
    int32_t last = geo_month_first_day(month + 1) - 1;
    int32_t from = first, to = last;
    if (period && period->first_day != GEO_NO_DATE && period->first_day > from)
        from = period->first_day;
    if (period && period->last_day != GEO_NO_DATE && period->last_day < to)
        to = period->last_day;
    return from > to ? 0.0 : (double)(to - from + 1) / (double)(last - first + 1);
}

/* The months that should have rows: those of the period where its ends are closed, else from the
 * first to the last month with rows. Of rows dated by month alone, a month that the period cuts can
 * have none. */
static size_t months_wanted(const geo_frame *frame, const geo_period *period)
{
    int32_t first = frame->month[0].month;
    int32_t last = frame->month[frame->month_count - 1].month;
    if (period && period->first_day != GEO_NO_DATE) {
        first = geo_month_of_day(period->first_day);
        if (frame->is_monthly && geo_month_first_day(first) < period->first_day)
            first++;
    }
    if (period && period->last_day != GEO_NO_DATE) {
        last = geo_month_of_day(period->last_day);
        if (frame->is_monthly && geo_month_first_day(last + 1) - 1 > period->last_day)
            last--;
    }
    return (size_t)(last - first + 1);
}

double geo_frame_years(const geo_frame *frame, const geo_period *period, size_t *missing)
{
    if (missing)
        *missing = 0;
    if (frame->month_count == 0)
        return 0.0;
    double months = 0.0;
    for (size_t i = 0; i < frame->month_count; i++)
        months += month_share(frame->month[i].month, period);
    size_t wanted = months_wanted(frame, period);
    if (missing && wanted > frame->month_count)
        *missing = wanted - frame->month_count;
    return months / 12.0;
}
