/* Located incidents -> tally. */
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"
#include "geo/place.h"

static geo_status count_rows(geo_context *context, const geo_frame *frame, const int32_t *area,
                             geo_tally *tally, int64_t *placed)
{
    for (size_t i = 0; i < frame->count; i++) {
        if (area[i] == GEO_NO_CODE)
            continue;
        int32_t category = frame->category ? frame->category[i] : GEO_NO_CODE;
        if (area[i] < GEO_NO_CODE || (size_t)area[i] >= tally->area_count) {
            return geo_fail(context, GEO_ERROR_INTERNAL,
                            "incident %zu is in area %d of %zu; the areas are not those that it "
                            "was located in",
                            i + 1, (int)area[i], tally->area_count);
        }
        if (category != GEO_NO_CODE) {
            if (category < 0 || (size_t)category >= tally->category_count) {
                return geo_fail(context, GEO_ERROR_INTERNAL,
                                "incident %zu has category %d of %zu; please report it", i + 1,
                                (int)category, tally->category_count);
            }
            tally->count[(size_t)area[i] * tally->category_count + (size_t)category]++;
        }
        tally->total[area[i]]++;
        ++*placed;
    }
    return GEO_OK;
}

/* The law: every placed incident is in one total, and no category adds to what the total lacks. */
static geo_status check_sums(geo_context *context, const geo_tally *tally, int64_t placed)
{
    int64_t sum = 0;
    for (size_t a = 0; a < tally->area_count; a++) {
        int64_t with_category = 0;
        for (size_t c = 0; c < tally->category_count; c++)
            with_category += tally->count[a * tally->category_count + c];
        if (with_category > tally->total[a]) {
            return geo_fail(context, GEO_ERROR_INTERNAL,
                            "area %zu counts %lld incidents by category but %lld in all; please "
                            "report it",
                            a, (long long)with_category, (long long)tally->total[a]);
        }
        sum += tally->total[a];
    }
    if (sum != placed) {
        return geo_fail(context, GEO_ERROR_INTERNAL,
                        "the areas' counts add up to %lld, but %lld incidents are placed; please "
                        "report it",
                        (long long)sum, (long long)placed);
    }
    return GEO_OK;
}

static geo_status make_tally(geo_context *context, size_t area_count, size_t category_count,
                             geo_tally *tally)
{
    if (category_count > 0 && area_count > SIZE_MAX / category_count)
        return geo_fail(context, GEO_ERROR_LIMIT, "%zu areas by %zu categories are too many",
                        area_count, category_count);
    tally->area_count = area_count;
    tally->category_count = category_count;
    geo_status status =
        geo_alloc_array(context, area_count * category_count, sizeof *tally->count, &tally->count);
    return status != GEO_OK
               ? status
               : geo_alloc_array(context, area_count, sizeof *tally->total, &tally->total);
}

geo_status geo_tally_count(geo_context *context, const geo_frame *frame, const int32_t *area,
                           size_t area_count, geo_tally **out)
{
    size_t category_count = frame->category ? geo_dictionary_count(frame->categories) : 0;
    int64_t placed = 0;
    geo_tally *tally = NULL;
    geo_status status = geo_alloc_array(context, 1, sizeof *tally, &tally);
    if (status == GEO_OK)
        status = make_tally(context, area_count, category_count, tally);
    if (status == GEO_OK)
        status = count_rows(context, frame, area, tally, &placed);
    if (status == GEO_OK)
        status = check_sums(context, tally, placed);
    if (status == GEO_OK) {
        *out = tally;
        tally = NULL;
    }
    geo_tally_free(tally);
    return status;
}
