/* Incidents by month and area, or month and cell, as they are read. */
#include <stdlib.h>
#include <string.h>

#include "emerging.h"

void emerging_clear_counts(emerging_counts *counts)
{
    free(counts->month);
    free(counts->count);
    *counts = (emerging_counts){.area_count = 0};
}

/* ---- months --------------------------------------------------------------------------------- */

static geo_status make_room(cli_job *job, emerging_counts *counts)
{
    size_t capacity = counts->month_capacity > 0 ? 2 * counts->month_capacity : 16;
    if (counts->month_count < counts->month_capacity)
        return GEO_OK;
    if (capacity > SIZE_MAX / sizeof *counts->count / (counts->area_count + 1))
        return job_fail(job, GEO_ERROR_LIMIT, "too many months and areas");
    int32_t *month = realloc(counts->month, capacity * sizeof *month);
    if (!month)
        return job_out_of_memory(job);
    counts->month = month;
    int64_t *count = realloc(counts->count, (capacity * counts->area_count + 1) * sizeof *count);
    if (!count)
        return job_out_of_memory(job);
    counts->count = count;
    counts->month_capacity = capacity;
    return GEO_OK;
}

/* Opens a month among the others, in their order. */
static geo_status open_month(cli_job *job, emerging_counts *counts, size_t at, int32_t month)
{
    size_t areas = counts->area_count, behind = counts->month_count - at;
    geo_status status = make_room(job, counts);
    if (status != GEO_OK)
        return status;
    int64_t *row = counts->count + at * areas;
    memmove(counts->month + at + 1, counts->month + at, behind * sizeof *counts->month);
    memmove(row + areas, row, behind * areas * sizeof *row);
    memset(row, 0, areas * sizeof *row);
    counts->month[at] = month;
    counts->month_count++;
    return GEO_OK;
}

static geo_status find_month(cli_job *job, emerging_counts *counts, int32_t month, size_t *at)
{
    *at = counts->month_count;
    while (*at > 0 && counts->month[*at - 1] >= month)
        (*at)--;
    if (*at < counts->month_count && counts->month[*at] == month)
        return GEO_OK;
    return open_month(job, counts, *at, month);
}

/* ---- rows ----------------------------------------------------------------------------------- */

typedef struct counting {
    cli_job *job;
    emerging_result *result;
} counting;

static geo_status place_rows(geo_context *context, void *user, const double *x, const double *y,
                             size_t count, int32_t *area)
{
    const emerging_result *result = ((const counting *)user)->result;
    if (!emerging_has_cells(result->settings))
        return geo_locate(context, result->load.locator[0], x, y, count, area);
    cells_locate(&result->cells, x, y, count, area);
    return GEO_OK;
}

static geo_status count_rows(geo_context *context, void *user, const geo_incident_rows *rows)
{
    const counting *work = user;
    const geo_frame *frame = rows->frame;
    emerging_counts *counts = &work->result->counts;
    geo_status status = GEO_OK;
    (void)context;
    for (size_t i = 0; i < frame->count && status == GEO_OK; i++) {
        int32_t day = frame->day ? frame->day[i] : GEO_NO_DATE;
        size_t at = 0;
        if (rows->area[i] == GEO_NO_CODE)
            continue;
        if (day == GEO_NO_DATE) {
            counts->undated++;
            continue;
        }
        status = find_month(work->job, counts, geo_month_of_day(day), &at);
        if (status == GEO_OK)
            counts->count[at * counts->area_count + (size_t)rows->area[i]]++;
    }
    return status;
}

/* ---- all ------------------------------------------------------------------------------------ */

/* A month whose rows are all of other kinds, or elsewhere, is one of no incidents; one that has no
 * rows at all is missing. */
static geo_status open_empty_months(cli_job *job, emerging_result *result)
{
    const geo_frame *frame = result->load.frame;
    geo_status status = GEO_OK;
    for (size_t i = 0; i < frame->month_count && status == GEO_OK; i++) {
        size_t at;
        status = find_month(job, &result->counts, frame->month[i].month, &at);
    }
    return status;
}

static void keep_last(emerging_counts *counts, int64_t last)
{
    if (last <= 0 || (uint64_t)last >= counts->month_count)
        return;
    size_t first = counts->month_count - (size_t)last;
    memmove(counts->month, counts->month + first, (size_t)last * sizeof *counts->month);
    memmove(counts->count, counts->count + first * counts->area_count,
            (size_t)last * counts->area_count * sizeof *counts->count);
    counts->month_count = (size_t)last;
    counts->is_cut = true;
}

static geo_status choose_units(cli_job *job, emerging_result *result)
{
    geo_status status = load_locators(job, &result->load);
    result->units = result->load.areas[0];
    result->is_shown = result->map.is_studied;
    result->unit_word = map_area_word(result->units);
    if (!result->unit_word)
        result->unit_word = "areas";
    if (status != GEO_OK || !emerging_has_cells(result->settings))
        return status;
    status = cells_of_areas(job, &result->settings->cells, &result->load, result->map.is_studied,
                            &result->cells);
    if (status == GEO_OK)
        status = cells_take_names(job, &result->load, &result->cells);
    result->units = result->cells.areas;
    result->is_shown = NULL;
    result->unit_word = "cells";
    return status;
}

geo_status emerging_count(cli_job *job, emerging_result *result)
{
    counting work = {job, result};
    const geo_incident_sink sink = {.user = &work, .place = place_rows, .take = count_rows};
    geo_status status = choose_units(job, result);
    if (status != GEO_OK)
        return status;
    result->counts.area_count = result->units->count;
    status = load_stream(job, &result->load, &sink);
    if (status == GEO_OK)
        status = open_empty_months(job, result);
    if (status != GEO_OK)
        return status;
    load_warn(job, &result->load);
    keep_last(&result->counts, result->settings->last_months);
    return GEO_OK;
}
