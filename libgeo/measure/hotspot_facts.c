/* What is in each hotspot: areas, kinds of incident, times, and how many are at one point. */
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"
#include "measure/hotspots.h"

enum { DAYS = 7, HOURS = 24, SPAN_HOURS = 4, LISTED = 3 };

static const char *area_key(const hotspot_work *work, int32_t code)
{
    return work->ground->areas->code[code];
}

static const char *category_key(const hotspot_work *work, int32_t code)
{
    return geo_dictionary_text(work->incidents->categories, code);
}

/* The text is the owner's from then on. */
static geo_status finish(geo_context *context, geo_status status, geo_bytes *text, char **out)
{
    if (status == GEO_OK && text->length > 0)
        status = geo_copy_bytes(context, text->data, text->length, out);
    geo_bytes_clear(text);
    return status;
}

/* ---- areas ---------------------------------------------------------------------------------- */

/* "A; B; C", of more "A; B; 2 more": names of wards hold commas and "and" themselves. */
static geo_status list_areas(geo_context *context, const hotspot_work *work, size_t count,
                             char **out)
{
    size_t named = count <= LISTED ? count : LISTED - 1;
    geo_bytes text = GEO_BYTES_INIT;
    geo_status status = GEO_OK;
    for (size_t i = 0; i < named && status == GEO_OK; i++)
        status = geo_bytes_print(context, &text, "%s%s", i == 0 ? "" : "; ",
                                 geo_hotspot_area_name(work->ground->areas, work->value[i].code));
    if (status == GEO_OK && named < count)
        status = geo_bytes_print(context, &text, "; %zu more", count - named);
    return finish(context, status, &text, out);
}

static geo_status find_areas(geo_context *context, const hotspot_work *work, int32_t piece,
                             hotspot_fact *fact)
{
    fact->area = GEO_NO_CODE;
    if (!work->ground->areas || !work->incidents->area)
        return GEO_OK;
    size_t count = geo_hotspot_values(work, piece, work->incidents->area, area_key);
    if (count > 0)
        fact->area = work->value[0].code;
    return list_areas(context, work, count, &fact->areas);
}

/* ---- kinds ---------------------------------------------------------------------------------- */

/* How many of the commonest may be told: none of them is small, nor is what is left over. */
static size_t count_told(const hotspot_work *work, int64_t total, size_t count)
{
    size_t told = 0;
    for (size_t i = 0; i < count && i < LISTED && !geo_hotspot_is_small(work, work->value[i].count);
         i++) {
        total -= work->value[i].count;
        told++;
    }
    while (told > 0 && geo_hotspot_is_small(work, total))
        total += work->value[--told].count;
    return told;
}

static geo_status find_categories(geo_context *context, const hotspot_work *work, int32_t piece,
                                  hotspot_fact *fact)
{
    const geo_hotspot_incidents *incidents = work->incidents;
    int64_t total = (int64_t)(work->first[piece + 1] - work->first[piece]);
    geo_bytes text = GEO_BYTES_INIT;
    geo_status status = GEO_OK;
    if (!incidents->category)
        return GEO_OK;
    size_t count = geo_hotspot_values(work, piece, incidents->category, category_key);
    size_t told = count_told(work, total, count);
    for (size_t i = 0; i < told && status == GEO_OK; i++)
        status = geo_bytes_print(
            context, &text, "%s%s (%lld)", i > 0 ? ", " : "", work->value[i].key,
            (long long)geo_round_count(work->value[i].count, work->options->round_to));
    return finish(context, status, &text, &fact->categories);
}

/* ---- times ---------------------------------------------------------------------------------- */

static int64_t count_times(const hotspot_work *work, int32_t piece, const signed char *time,
                           int64_t *count)
{
    int64_t known = 0;
    for (size_t i = work->first[piece]; i < work->first[piece + 1]; i++) {
        signed char at = time[work->order[i]];
        if (at < 0)
            continue;
        count[at]++;
        known++;
    }
    return known;
}

static geo_status append_part(geo_context *context, const hotspot_work *work, int64_t part,
                              int64_t whole, geo_bytes *text)
{
    /* A share of few tells how many they are. */
    if (work->options->suppress_below > 1)
        return GEO_OK;
    geo_status status = geo_bytes_print(context, text, " (");
    if (status == GEO_OK)
        status = geo_bytes_append_number(context, text, 100 * (double)part / (double)whole, 0);
    return status == GEO_OK ? geo_bytes_print(context, text, "%%)") : status;
}

/* The two days with the most, the first of the week among equals. */
static geo_status find_days(geo_context *context, const hotspot_work *work, int32_t piece,
                            hotspot_fact *fact)
{
    static const char *const names[DAYS] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                            "Friday", "Saturday", "Sunday"};
    int64_t count[DAYS] = {0};
    geo_bytes text = GEO_BYTES_INIT;
    geo_status status = GEO_OK;
    if (!work->incidents->weekday)
        return GEO_OK;
    int64_t known = count_times(work, piece, work->incidents->weekday, count);
    for (int listed = 0; listed < 2 && status == GEO_OK; listed++) {
        int best = 0;
        for (int day = 1; day < DAYS; day++)
            best = count[day] > count[best] ? day : best;
        if (count[best] == 0)
            break;
        status = geo_bytes_print(context, &text, "%s%s", listed > 0 ? ", " : "", names[best]);
        if (status == GEO_OK)
            status = append_part(context, work, count[best], known, &text);
        count[best] = 0;
    }
    return finish(context, status, &text, &fact->days);
}

/* The four hours on end with the most, the earliest of equal ones. */
static geo_status find_hours(geo_context *context, const hotspot_work *work, int32_t piece,
                             hotspot_fact *fact)
{
    int64_t count[HOURS] = {0}, most = 0;
    int best = 0;
    geo_bytes text = GEO_BYTES_INIT;
    if (!work->incidents->hour)
        return GEO_OK;
    int64_t known = count_times(work, piece, work->incidents->hour, count);
    for (int hour = 0; hour < HOURS; hour++) {
        int64_t in = 0;
        for (int i = 0; i < SPAN_HOURS; i++)
            in += count[(hour + i) % HOURS];
        best = in > most ? hour : best;
        most = in > most ? in : most;
    }
    if (known == 0)
        return GEO_OK;
    geo_status status =
        geo_bytes_print(context, &text, "%02d:00-%02d:00", best, (best + SPAN_HOURS) % HOURS);
    if (status == GEO_OK)
        status = append_part(context, work, most, known, &text);
    return finish(context, status, &text, &fact->hours);
}

/* ---- points --------------------------------------------------------------------------------- */

typedef struct point {
    double x;
    double y;
} point;

static int compare_points(const void *left, const void *right)
{
    const point *one = left, *other = right;
    int order = (one->x > other->x) - (one->x < other->x);
    return order != 0 ? order : (one->y > other->y) - (one->y < other->y);
}

static int64_t longest_run(const point *sorted, size_t count)
{
    size_t longest = 0, run = 0;
    for (size_t i = 0; i < count; i++) {
        run = i > 0 && compare_points(&sorted[i - 1], &sorted[i]) == 0 ? run + 1 : 1;
        longest = run > longest ? run : longest;
    }
    return (int64_t)longest;
}

static geo_status find_stack(geo_context *context, const hotspot_work *work, int32_t piece,
                             hotspot_fact *fact)
{
    size_t first = work->first[piece], count = work->first[piece + 1] - first;
    point *sorted = NULL;
    geo_status status = geo_alloc_array(context, count + 1, sizeof *sorted, &sorted);
    if (status != GEO_OK)
        return status;
    for (size_t i = 0; i < count; i++) {
        size_t incident = work->order[first + i];
        sorted[i] = (point){work->incidents->x[incident], work->incidents->y[incident]};
    }
    qsort(sorted, count, sizeof *sorted, compare_points);
    fact->stacked = longest_run(sorted, count);
    fact->is_stack_hidden = geo_hotspot_is_small(work, fact->stacked) ||
                            geo_hotspot_is_small(work, (int64_t)count - fact->stacked);
    free(sorted);
    return GEO_OK;
}

static void note_stack(const hotspot_work *work, size_t rank)
{
    geo_hotspots *made = work->made;
    const hotspot_fact *fact = &work->fact[rank];
    double share =
        (double)fact->stacked / (double)made->incidents[rank * GEO_HOTSPOT_TIMES + GEO_HOTSPOT_NOW];
    if (fact->is_stack_hidden)
        return;
    made->stacked += share >= work->options->stacked_from;
    made->highest_stack = share > made->highest_stack ? share : made->highest_stack;
}

geo_status geo_hotspot_find_facts(geo_context *context, hotspot_work *work)
{
    geo_status status = GEO_OK;
    for (size_t i = 0; i < work->made->count && status == GEO_OK; i++) {
        hotspot_fact *fact = &work->fact[i];
        int32_t piece = work->made->piece[i];
        status = find_areas(context, work, piece, fact);
        work->made->area[i] = fact->area;
        if (status == GEO_OK)
            status = find_categories(context, work, piece, fact);
        if (status == GEO_OK)
            status = find_days(context, work, piece, fact);
        if (status == GEO_OK)
            status = find_hours(context, work, piece, fact);
        if (status == GEO_OK)
            status = find_stack(context, work, piece, fact);
        if (status == GEO_OK)
            note_stack(work, i);
    }
    return status;
}
