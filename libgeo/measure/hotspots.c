/* Which pieces of ground are hotspots, and in which order. */
#include "measure/hotspots.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"

void geo_hotspots_free(geo_hotspots *hotspots)
{
    if (!hotspots)
        return;
    for (size_t i = 0; hotspots->name && i < hotspots->count; i++)
        free(hotspots->name[i]);
    free(hotspots->name);
    free(hotspots->piece);
    free(hotspots->area);
    free(hotspots->incidents);
    geo_table_free(hotspots->table);
    geo_table_free(hotspots->data);
    free(hotspots);
}

static void clear(hotspot_work *work)
{
    for (size_t i = 0; work->fact && i < work->made->count; i++) {
        free(work->fact[i].name);
        free(work->fact[i].areas);
        free(work->fact[i].categories);
        free(work->fact[i].days);
        free(work->fact[i].hours);
    }
    free(work->fact);
    free(work->hidden);
    free(work->by_piece);
    free(work->first);
    free(work->order);
    free(work->votes);
    free(work->value);
}

/* ---- what is asked for ---------------------------------------------------------------------- */

static geo_status check_options(geo_context *context, const geo_hotspot_options *options)
{
    if (options->min_count < 0 || options->suppress_below < 0 || options->round_to < 0)
        return geo_fail(context, GEO_ERROR_USAGE,
                        "the least count, the limit of suppression and the multiple to round to "
                        "must be 0 or more");
    for (int time = 0; time < GEO_HOTSPOT_TIMES; time++)
        if (!(options->years[time] > 0))
            return geo_fail(context, GEO_ERROR_USAGE, "the years of a period must be more than 0");
    return GEO_OK;
}

static bool is_code(int32_t code, size_t count)
{
    return code >= GEO_NO_CODE && (code < 0 || (size_t)code < count);
}

static size_t texts_in(const geo_dictionary *texts)
{
    return texts ? geo_dictionary_count(texts) : 0;
}

static geo_status check_incidents(geo_context *context, const hotspot_work *work)
{
    const geo_hotspot_incidents *incidents = work->incidents;
    size_t areas = work->ground->areas ? work->ground->areas->count : 0;
    for (size_t i = 0; i < incidents->count; i++)
        if (!is_code(incidents->piece[i], work->ground->pieces->count) ||
            geo_hotspot_time_of(incidents, i) >= GEO_HOTSPOT_TIMES ||
            (incidents->area && !is_code(incidents->area[i], areas)) ||
            (incidents->category &&
             !is_code(incidents->category[i], texts_in(incidents->categories))) ||
            (incidents->location &&
             !is_code(incidents->location[i], texts_in(incidents->locations))))
            return geo_fail(context, GEO_ERROR_INTERNAL,
                            "incident %zu is of a piece, an area or a code that there is not", i);
    return GEO_OK;
}

/* ---- counting ------------------------------------------------------------------------------- */

static geo_status count_pieces(geo_context *context, hotspot_work *work)
{
    const geo_hotspot_incidents *incidents = work->incidents;
    geo_status status =
        geo_alloc_array(context, work->ground->pieces->count * GEO_HOTSPOT_TIMES + 1,
                        sizeof *work->by_piece, &work->by_piece);
    for (size_t i = 0; i < incidents->count && status == GEO_OK; i++) {
        unsigned char time = geo_hotspot_time_of(incidents, i);
        work->made->in_all[time]++;
        if (incidents->piece[i] != GEO_NO_CODE)
            work->by_piece[(size_t)incidents->piece[i] * GEO_HOTSPOT_TIMES + time]++;
    }
    return status;
}

static int64_t count_now(const hotspot_work *work, int32_t piece)
{
    return work->by_piece[(size_t)piece * GEO_HOTSPOT_TIMES + GEO_HOTSPOT_NOW];
}

static geo_status sort_incidents(geo_context *context, hotspot_work *work)
{
    const geo_hotspot_incidents *incidents = work->incidents;
    size_t pieces = work->ground->pieces->count;
    geo_status status = geo_alloc_array(context, pieces + 2, sizeof *work->first, &work->first);
    for (size_t i = 0; i < pieces && status == GEO_OK; i++)
        work->first[i + 2] = work->first[i + 1] + (size_t)count_now(work, (int32_t)i);
    if (status == GEO_OK)
        status = geo_alloc_array(context, work->first[pieces + 1] + 1, sizeof *work->order,
                                 &work->order);
    /* Each piece's place is one behind its own until it is filled. */
    for (size_t i = 0; i < incidents->count && status == GEO_OK; i++)
        if (incidents->piece[i] != GEO_NO_CODE &&
            geo_hotspot_time_of(incidents, i) == GEO_HOTSPOT_NOW)
            work->order[work->first[incidents->piece[i] + 1]++] = i;
    return status;
}

static size_t larger(size_t one, size_t other)
{
    return one > other ? one : other;
}

static geo_status make_room(geo_context *context, hotspot_work *work)
{
    size_t codes = work->ground->areas ? work->ground->areas->count : 0;
    codes = larger(codes, texts_in(work->incidents->categories));
    codes = larger(codes, texts_in(work->incidents->locations));
    geo_status status = geo_alloc_array(context, codes + 1, sizeof *work->votes, &work->votes);
    return status == GEO_OK ? geo_alloc_array(context, codes + 1, sizeof *work->value, &work->value)
                            : status;
}

static int compare_values(const void *left, const void *right)
{
    const hotspot_value *one = left, *other = right;
    if (one->count != other->count)
        return one->count > other->count ? -1 : 1;
    return strcmp(one->key, other->key);
}

size_t geo_hotspot_values(const hotspot_work *work, int32_t piece, const int32_t *code,
                          const char *(*key)(const hotspot_work *work, int32_t code))
{
    size_t count = 0;
    for (size_t i = work->first[piece]; i < work->first[piece + 1]; i++) {
        int32_t of = code[work->order[i]];
        if (of != GEO_NO_CODE && work->votes[of]++ == 0)
            work->value[count++] = (hotspot_value){.code = of, .key = key(work, of)};
    }
    for (size_t i = 0; i < count; i++) {
        work->value[i].count = work->votes[work->value[i].code];
        work->votes[work->value[i].code] = 0;
    }
    qsort(work->value, count, sizeof *work->value, compare_values);
    return count;
}

/* ---- order ---------------------------------------------------------------------------------- */

typedef struct candidate {
    double key;
    int64_t count;
    double peak;
    double x;
    double y;
    int32_t piece;
} candidate;

static int compare_falling(double one, double other)
{
    return (one < other) - (one > other);
}

static int compare_candidates(const void *left, const void *right)
{
    const candidate *one = left, *other = right;
    int order = compare_falling(one->key, other->key);
    if (order == 0)
        order = (one->count < other->count) - (one->count > other->count);
    if (order == 0)
        order = compare_falling(one->peak, other->peak);
    if (order == 0)
        order = compare_falling(one->y, other->y);
    if (order == 0)
        order = -compare_falling(one->x, other->x);
    return order != 0 ? order : (one->piece > other->piece) - (one->piece < other->piece);
}

static candidate candidate_of(const hotspot_work *work, int32_t piece)
{
    const geo_hotspot_ground *ground = work->ground;
    const geo_hotspot_order order = work->options->order;
    int64_t count = count_now(work, piece);
    double key = order == GEO_HOTSPOTS_BY_PEAK      ? ground->peak[piece]
                 : order == GEO_HOTSPOTS_BY_DENSITY ? (double)count / ground->area_km2[piece]
                                                    : (double)count;
    return (candidate){
        key, count, ground->peak[piece], ground->peak_x[piece], ground->peak_y[piece], piece};
}

/* Those that may be shown, of all pieces; says how many. */
static size_t find_candidates(const hotspot_work *work, candidate *found)
{
    geo_hotspots *made = work->made;
    size_t count = 0;
    for (size_t i = 0; i < work->ground->pieces->count; i++) {
        const candidate piece = candidate_of(work, (int32_t)i);
        if (piece.count == 0)
            continue;
        if (piece.count < work->options->min_count)
            made->too_few++;
        else if (geo_hotspot_is_small(work, piece.count))
            made->kept_back++;
        else
            found[count++] = piece;
    }
    return count;
}

/* What is elsewhere must not be small either: it follows from what is shown. */
static size_t keep_elsewhere_large(const hotspot_work *work, const candidate *found, size_t count)
{
    int64_t elsewhere = work->made->in_all[GEO_HOTSPOT_NOW];
    for (size_t i = 0; i < count; i++)
        elsewhere -= found[i].count;
    while (count > 0 && geo_hotspot_is_small(work, elsewhere)) {
        elsewhere += found[--count].count;
        work->made->kept_back++;
    }
    return count;
}

static geo_status take(geo_context *context, hotspot_work *work, const candidate *found,
                       size_t count)
{
    geo_hotspots *made = work->made;
    geo_status status = geo_alloc_array(context, count + 1, sizeof *made->piece, &made->piece);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count + 1, sizeof *made->area, &made->area);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count + 1, sizeof *made->name, &made->name);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count * GEO_HOTSPOT_TIMES + 1, sizeof *made->incidents,
                                 &made->incidents);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count + 1, sizeof *work->fact, &work->fact);
    if (status != GEO_OK)
        return status;
    made->count = count;
    for (size_t i = 0; i < count; i++) {
        made->piece[i] = found[i].piece;
        made->ground_km2 += work->ground->area_km2[found[i].piece];
        for (size_t time = 0; time < GEO_HOTSPOT_TIMES; time++) {
            int64_t in = work->by_piece[(size_t)found[i].piece * GEO_HOTSPOT_TIMES + time];
            made->incidents[i * GEO_HOTSPOT_TIMES + time] = in;
            made->in_hotspots[time] += in;
        }
    }
    return GEO_OK;
}

static geo_status choose(geo_context *context, hotspot_work *work)
{
    candidate *found = NULL;
    size_t most = work->options->most;
    geo_status status =
        geo_alloc_array(context, work->ground->pieces->count + 1, sizeof *found, &found);
    if (status != GEO_OK)
        return status;
    size_t count = find_candidates(work, found);
    qsort(found, count, sizeof *found, compare_candidates);
    if (most > 0 && count > most) {
        work->made->beyond = count - most;
        count = most;
    }
    count = keep_elsewhere_large(work, found, count);
    status = take(context, work, found, count);
    free(found);
    return status;
}

/* ---- all of it ------------------------------------------------------------------------------ */

/* The names go to the caller. */
static void hand_over_names(hotspot_work *work)
{
    for (size_t i = 0; i < work->made->count; i++) {
        work->made->name[i] = work->fact[i].name;
        work->fact[i].name = NULL;
    }
}

static geo_status make(geo_context *context, hotspot_work *work)
{
    geo_status status = check_options(context, work->options);
    if (status == GEO_OK)
        status = check_incidents(context, work);
    if (status == GEO_OK)
        status = count_pieces(context, work);
    if (status == GEO_OK)
        status = sort_incidents(context, work);
    if (status == GEO_OK)
        status = make_room(context, work);
    if (status == GEO_OK)
        status = choose(context, work);
    if (status == GEO_OK)
        status = geo_hotspot_find_facts(context, work);
    if (status == GEO_OK)
        status = geo_hotspot_find_names(context, work);
    if (status == GEO_OK)
        status = geo_hotspot_compare(context, work);
    if (status == GEO_OK)
        status = geo_hotspot_tabulate(context, work);
    return status == GEO_OK ? geo_hotspot_add_notes(context, work) : status;
}

geo_status geo_hotspots_make(geo_context *context, const geo_hotspot_ground *ground,
                             const geo_hotspot_incidents *incidents,
                             const geo_hotspot_options *options, geo_hotspots **out)
{
    static const geo_hotspot_options defaults = GEO_HOTSPOT_OPTIONS_INIT;
    hotspot_work work = {
        .ground = ground, .incidents = incidents, .options = options ? options : &defaults};
    geo_status status = geo_alloc_array(context, 1, sizeof *work.made, &work.made);
    if (status != GEO_OK)
        return status;
    status = make(context, &work);
    if (status == GEO_OK)
        hand_over_names(&work);
    clear(&work);
    if (status == GEO_OK)
        *out = work.made;
    else
        geo_hotspots_free(work.made);
    return status;
}
