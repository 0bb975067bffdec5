/* Incidents by time, as distinct places. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "evaluate.h"
#include "period.h"

static geo_status place_rows(geo_context *context, void *user, const double *x, const double *y,
                             size_t count, int32_t *area)
{
    const evaluate_result *result = user;
    return geo_locate(context, result->load.locator[0], x, y, count, area);
}

/* ---- slots ---------------------------------------------------------------------------------- */

static geo_status add_slot(geo_context *context, evaluate_result *result, size_t at, int32_t month)
{
    size_t size = result->slot_count + 1;
    evaluate_slot *slots = realloc(result->slot, size * sizeof *slots);
    evaluate_slot slot = {month, GEO_NO_DATE, GEO_NO_DATE, NULL};
    if (!slots)
        return GEO_ERROR_MEMORY;
    result->slot = slots;
    geo_status status = geo_place_collector_new(context, &slot.collector);
    if (status != GEO_OK)
        return status;
    memmove(slots + at + 1, slots + at, (result->slot_count - at) * sizeof *slots);
    slots[at] = slot;
    result->slot_count++;
    return GEO_OK;
}

static geo_status find_month(geo_context *context, evaluate_result *result, int32_t day,
                             size_t *slot)
{
    int32_t month = geo_month_of_day(day);
    size_t at = result->slot_count;
    while (at > 0 && result->slot[at - 1].month > month)
        at--;
    *slot = at > 0 && result->slot[at - 1].month == month ? at - 1 : at;
    return *slot == at ? add_slot(context, result, at, month) : GEO_OK;
}

/* SIZE_MAX: in neither time. */
static geo_status find_slot(geo_context *context, evaluate_result *result, size_t input,
                            int32_t day, size_t *slot)
{
    *slot = SIZE_MAX;
    if (result->parting == PARTED_BY_FILES)
        *slot = input >= result->first_test ? LATER : EARLIER;
    else if (day == GEO_NO_DATE)
        return GEO_OK;
    else if (result->parting == PARTED_BY_LAST_MONTHS)
        return find_month(context, result, day, slot);
    else
        for (size_t t = 0; t < EVALUATE_TIMES; t++)
            if (geo_period_contains(&result->time[t].period, day, false))
                *slot = t;
    return GEO_OK;
}

/* ---- rows ----------------------------------------------------------------------------------- */

static bool is_shown(const evaluate_result *result, int32_t area)
{
    return area != GEO_NO_CODE && (!result->map.is_studied || result->map.is_studied[area]);
}

static int32_t day_of(const geo_frame *frame, size_t row)
{
    return frame->day ? frame->day[row] : GEO_NO_DATE;
}

static void see_day(evaluate_slot *slot, int32_t day)
{
    if (day == GEO_NO_DATE)
        return;
    if (slot->first_day == GEO_NO_DATE || day < slot->first_day)
        slot->first_day = day;
    if (slot->last_day == GEO_NO_DATE || day > slot->last_day)
        slot->last_day = day;
}

/* Rows of one day in the areas shown that follow each other go together. */
static geo_status take_rows(geo_context *context, void *user, const geo_incident_rows *rows)
{
    evaluate_result *result = user;
    const geo_frame *frame = rows->frame;
    geo_status status = GEO_OK;
    for (size_t from = 0, to; from < frame->count && status == GEO_OK; from = to) {
        int32_t day = day_of(frame, from);
        size_t slot;
        to = from + 1;
        if (!is_shown(result, rows->area[from]))
            continue;
        while (to < frame->count && is_shown(result, rows->area[to]) && day_of(frame, to) == day)
            to++;
        status = find_slot(context, result, rows->input, day, &slot);
        if (status == GEO_OK && slot == SIZE_MAX)
            result->between += (int64_t)(to - from);
        if (status != GEO_OK || slot == SIZE_MAX)
            continue;
        see_day(&result->slot[slot], day);
        status = geo_place_collector_add(context, result->slot[slot].collector, frame->x + from,
                                         frame->y + from, NULL, to - from);
    }
    return status;
}

/* ---- times ---------------------------------------------------------------------------------- */

/* Months of a file that has hundreds of them are as many slots: joined here into two. */
static geo_status join_slots(cli_job *job, evaluate_result *result, size_t first, size_t last,
                             evaluate_time *time)
{
    geo_place_collector *all = NULL;
    geo_status status = geo_place_collector_new(job->context, &all);
    for (size_t i = first; i < last && status == GEO_OK; i++) {
        geo_places *places = NULL;
        status = geo_place_collector_finish(job->context, result->slot[i].collector, &places);
        if (status == GEO_OK)
            status = geo_place_collector_add(job->context, all, places->x, places->y,
                                             places->weight, places->count);
        geo_places_free(places);
    }
    if (status == GEO_OK)
        status = geo_place_collector_finish(job->context, all, &time->places);
    geo_place_collector_free(all);
    for (size_t i = 0; status == GEO_OK && i < time->places->count; i++) {
        /* Points of these are places of before, and their weights are what these had. */
        time->places->incidents[i] = (int64_t)time->places->weight[i];
        time->incidents += time->places->incidents[i];
    }
    return status;
}

static void settle_ends(const evaluate_result *result, size_t first, size_t last,
                        geo_period *period)
{
    for (size_t i = first; i < last; i++) {
        const evaluate_slot *slot = &result->slot[i];
        if (slot->first_day == GEO_NO_DATE)
            continue;
        if (period->first_day == GEO_NO_DATE)
            period->first_day = geo_month_first_day(geo_month_of_day(slot->first_day));
        if (period->last_day == GEO_NO_DATE || i > first)
            period->last_day = geo_month_first_day(geo_month_of_day(slot->last_day) + 1) - 1;
    }
}

static geo_status part_months(cli_job *job, const evaluate_result *result, size_t *first_later)
{
    size_t months = result->slot_count;
    if (months < 2)
        return job_fail(job, GEO_ERROR_DATA,
                        "the incidents are of %s, so that none of them can judge hotspots of "
                        "earlier ones; give later files with --test",
                        months == 0 ? "no known date" : "one month");
    *first_later = months - (months / 3 > 0 ? months / 3 : 1);
    return GEO_OK;
}

static geo_status check_months(cli_job *job, const evaluate_result *result)
{
    for (int t = 0; t < EVALUATE_TIMES; t++)
        if (result->parting == PARTED_BY_PERIODS && result->load.frame->is_monthly &&
            period_cuts_month(&result->time[t].period))
            return job_fail(job, GEO_ERROR_USAGE,
                            "the incidents are dated by month alone, and a period begins or ends "
                            "within one; give whole months, such as 2018-04..2019-03");
    return GEO_OK;
}

static geo_status part(cli_job *job, evaluate_result *result)
{
    size_t cut = 1;
    geo_status status = check_months(job, result);
    if (status == GEO_OK && result->parting == PARTED_BY_LAST_MONTHS)
        status = part_months(job, result, &cut);
    for (int t = 0; t < EVALUATE_TIMES && status == GEO_OK; t++) {
        size_t first = t == EARLIER ? 0 : cut, last = t == EARLIER ? cut : result->slot_count;
        status = join_slots(job, result, first, last, &result->time[t]);
        settle_ends(result, first, last, &result->time[t].period);
    }
    return status;
}

geo_status evaluate_read_incidents(cli_job *job, evaluate_result *result)
{
    const geo_incident_sink sink = {.user = result, .place = place_rows, .take = take_rows};
    bool is_parted = result->parting != PARTED_BY_LAST_MONTHS;
    geo_status status = load_locators(job, &result->load);
    for (size_t t = 0; t < EVALUATE_TIMES && is_parted && status == GEO_OK; t++)
        status = add_slot(job->context, result, t, 0);
    if (status == GEO_OK)
        status = load_stream(job, &result->load, &sink);
    if (status == GEO_OK)
        load_warn(job, &result->load);
    return status == GEO_OK ? part(job, result) : status;
}
