/* From the areas of one year to those of another, by a look-up of codes. */
#include <math.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"
#include "source/bridge_pairs.h"

/* Of the areas to come from must be in the look-up, or it is another nation's or year's. */
static const double least_match = 0.95;

void geo_bridge_report_clear(geo_bridge_report *report)
{
    free(report->path);
    free(report->from_field);
    free(report->to_field);
    *report = (geo_bridge_report){.path = NULL};
}

/* ---- codes ---------------------------------------------------------------------------------- */

static geo_status add_codes(geo_context *context, const char *const *code, size_t count,
                            geo_dictionary **out)
{
    geo_status status = geo_dictionary_new(context, out);
    for (size_t i = 0; i < count && status == GEO_OK; i++) {
        int32_t number = 0;
        status = geo_dictionary_code(context, *out, geo_text_of(code[i] ? code[i] : ""), &number);
        if (status == GEO_OK && (size_t)number < i)
            status = geo_fail(context, GEO_ERROR_DATA,
                              "the code '%.80s' is there twice among the areas to be bridged",
                              code[i] ? code[i] : "");
    }
    return status;
}

/* ---- parts ---------------------------------------------------------------------------------- */

/* What correspondences are made of, and what becomes of each area on the way. */
typedef struct bridge_work {
    const geo_bridge_options *options;
    const geo_bridge_pairs *pairs;
    size_t from_count;
    size_t to_count;
    size_t *sources; /* [codes of pairs->to] areas that lie in each */
    int32_t *from;   /* [part_count] */
    int32_t *to;
    double *weight;
    double *whole; /* [from_count] */
    size_t part_count;
} bridge_work;

static geo_status make_room(geo_context *context, bridge_work *work)
{
    const geo_bridge_pairs *pairs = work->pairs;
    geo_status status = geo_alloc_array(context, geo_dictionary_count(pairs->to),
                                        sizeof *work->sources, &work->sources);
    if (status == GEO_OK)
        status = geo_alloc_array(context, pairs->count, sizeof *work->from, &work->from);
    if (status == GEO_OK)
        status = geo_alloc_array(context, pairs->count, sizeof *work->to, &work->to);
    if (status == GEO_OK)
        status = geo_alloc_array(context, pairs->count, sizeof *work->weight, &work->weight);
    if (status == GEO_OK)
        status = geo_alloc_array(context, work->from_count, sizeof *work->whole, &work->whole);
    for (size_t i = 0; i < pairs->count && status == GEO_OK; i++)
        work->sources[pairs->pair[i].to]++;
    return status;
}

static double weight_of(const bridge_work *work, int32_t to)
{
    const double *weight = work->options->to_weight;
    bool is_known = weight && (size_t)to < work->to_count && isfinite(weight[to]) && weight[to] > 0;
    return is_known ? weight[to] : 0;
}

/* The pairs begin .. end - 1 are those of one area. Where a part of it lies outside the areas that
 * have weights, or none of them has any, its parts are equal. */
static void add_parts(bridge_work *work, size_t begin, size_t end)
{
    const geo_bridge_pair *pair = work->pairs->pair;
    bool is_inside = true;
    double sum = 0;
    for (size_t i = begin; i < end; i++) {
        is_inside = is_inside && (size_t)pair[i].to < work->to_count;
        sum += weight_of(work, pair[i].to);
    }
    bool is_weighted = is_inside && sum > 0;
    work->whole[pair[begin].from] = is_weighted ? sum : (double)(end - begin);
    for (size_t i = begin; i < end; i++) {
        if ((size_t)pair[i].to >= work->to_count)
            continue;
        work->from[work->part_count] = pair[i].from;
        work->to[work->part_count] = pair[i].to;
        work->weight[work->part_count++] = is_weighted ? weight_of(work, pair[i].to) : 1;
    }
}

/* As the look-up says, else as the pairs of the whole look-up show. */
static geo_area_fate fate_of(const bridge_work *work, size_t begin, size_t end)
{
    const geo_bridge_pair *pair = work->pairs->pair;
    bool is_shared = false;
    if (pair[begin].fate != GEO_AREA_WITHOUT)
        return pair[begin].fate;
    for (size_t i = begin; i < end; i++)
        is_shared = is_shared || work->sources[pair[i].to] > 1;
    if (end - begin == 1)
        return is_shared ? GEO_AREA_MERGED : GEO_AREA_UNCHANGED;
    return is_shared ? GEO_AREA_IRREGULAR : GEO_AREA_SPLIT;
}

static void take_areas(bridge_work *work, geo_bridge_report *report)
{
    const geo_bridge_pairs *pairs = work->pairs;
    size_t fates[GEO_AREA_FATE_COUNT] = {0};
    size_t found = 0;
    for (size_t begin = 0, end = 0; begin < pairs->count; begin = end) {
        while (end < pairs->count && pairs->pair[end].from == pairs->pair[begin].from)
            end++;
        if ((size_t)pairs->pair[begin].from >= work->from_count)
            break;
        fates[fate_of(work, begin, end)]++;
        add_parts(work, begin, end);
        found++;
    }
    report->unchanged = fates[GEO_AREA_UNCHANGED];
    report->split = fates[GEO_AREA_SPLIT];
    report->merged = fates[GEO_AREA_MERGED];
    report->irregular = fates[GEO_AREA_IRREGULAR];
    report->without = work->from_count - found;
}

/* ---- the whole ------------------------------------------------------------------------------ */

static geo_status judge(geo_context *context, const bridge_work *work,
                        const geo_bridge_report *report)
{
    size_t found = work->from_count - report->without;
    if ((double)found < least_match * (double)work->from_count)
        return geo_fail(context, GEO_ERROR_DATA,
                        "%s: only %zu of %zu areas have their code in field %s of this look-up; "
                        "at least 95%% must: is it of the same nation and years (%d and %d)?",
                        report->path, found, work->from_count, report->from_field,
                        work->options->from_year, work->options->to_year);
    if (work->from_count > 0 && work->part_count == 0)
        return geo_fail(context, GEO_ERROR_DATA,
                        "%s: none of the codes in field %s of this look-up is known; is it of the "
                        "same nation and years (%d and %d)?",
                        report->path, report->to_field, work->options->from_year,
                        work->options->to_year);
    if (report->without > 0)
        geo_add_warning(context, "%s: %zu of %zu areas are not in field %s of the look-up",
                        report->path, report->without, work->from_count, report->from_field);
    return GEO_OK;
}

static geo_status make_bridge(geo_context *context, bridge_work *work, geo_bridge_report *report,
                              geo_correspondence **out)
{
    geo_status status = make_room(context, work);
    if (status == GEO_OK) {
        take_areas(work, report);
        status = judge(context, work, report);
    }
    if (status == GEO_OK)
        status =
            geo_correspondence_make(context, work->from_count, work->to_count, work->from, work->to,
                                    work->weight, work->part_count, work->whole, out);
    free(work->sources);
    free(work->from);
    free(work->to);
    free(work->weight);
    free(work->whole);
    return status;
}

geo_status geo_bridge_read(geo_context *context, const geo_input *input,
                           const geo_bridge_options *options, const char *const *from,
                           size_t from_count, const char *const *to, size_t to_count,
                           geo_correspondence **out, geo_bridge_report *report)
{
    geo_bridge_pairs pairs = {.count = 0};
    geo_bridge_report made = {.path = NULL};
    bridge_work work = {
        .options = options, .pairs = &pairs, .from_count = from_count, .to_count = to_count};
    geo_status status = add_codes(context, from, from_count, &pairs.from);
    if (status == GEO_OK)
        status = add_codes(context, to, to_count, &pairs.to);
    if (status == GEO_OK)
        status = geo_read_bridge_pairs(context, input, options, &pairs, &made);
    if (status == GEO_OK)
        status = make_bridge(context, &work, &made, out);
    geo_bridge_pairs_clear(&pairs);
    if (status == GEO_OK && report)
        *report = made;
    else
        geo_bridge_report_clear(&made);
    return status;
}
