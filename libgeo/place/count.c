/* Located incidents -> tally. */
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"
#include "geo/place.h"

static geo_status wrong_area(geo_context *context, const geo_tally *tally, size_t row, int32_t area)
{
    return geo_fail(context, GEO_ERROR_INTERNAL,
                    "incident %zu is in area %d of %zu; the areas are not those that it was "
                    "located in",
                    row + 1, (int)area, tally->area_count);
}

static geo_status wrong_category(geo_context *context, const geo_tally *tally, size_t row,
                                 int32_t category)
{
    return geo_fail(context, GEO_ERROR_INTERNAL,
                    "incident %zu has category %d of %zu; please report it", row + 1, (int)category,
                    tally->category_count);
}

/* Makes room for more categories. */
static geo_status widen(geo_context *context, geo_tally *tally, size_t category_count)
{
    if (category_count > 0 && tally->area_count > SIZE_MAX / category_count)
        return geo_fail(context, GEO_ERROR_LIMIT, "%zu areas by %zu categories are too many",
                        tally->area_count, category_count);
    int64_t *count = NULL;
    geo_status status =
        geo_alloc_array(context, tally->area_count * category_count, sizeof *count, &count);
    if (status != GEO_OK)
        return status;
    size_t old = tally->category_count;
    for (size_t a = 0; a < tally->area_count && old > 0; a++)
        memcpy(&count[a * category_count], &tally->count[a * old], old * sizeof *count);
    free(tally->count);
    tally->count = count;
    tally->category_count = category_count;
    return GEO_OK;
}

static size_t categories_of(const geo_frame *rows)
{
    return rows->category ? geo_dictionary_count(rows->categories) : 0;
}

static geo_status make_tally(geo_context *context, size_t area_count, size_t category_count,
                             geo_tally **out)
{
    geo_tally *tally = NULL;
    geo_status status = geo_alloc_array(context, 1, sizeof *tally, &tally);
    if (status == GEO_OK) {
        tally->area_count = area_count;
        status = widen(context, tally, category_count);
    }
    if (status == GEO_OK)
        status = geo_alloc_array(context, area_count, sizeof *tally->total, &tally->total);
    if (status == GEO_OK) {
        *out = tally;
        tally = NULL;
    }
    geo_tally_free(tally);
    return status;
}

geo_status geo_tally_new(geo_context *context, size_t area_count, geo_tally **out)
{
    return make_tally(context, area_count, 0, out);
}

geo_status geo_tally_grow(geo_context *context, geo_tally *tally, size_t area_count)
{
    int64_t *count = NULL, *total = NULL;
    size_t categories = tally->category_count;
    if (area_count <= tally->area_count)
        return GEO_OK;
    if (categories > 0 && area_count > SIZE_MAX / categories)
        return geo_fail(context, GEO_ERROR_LIMIT, "%zu areas by %zu categories are too many",
                        area_count, categories);
    geo_status status = geo_alloc_array(context, area_count * categories, sizeof *count, &count);
    if (status == GEO_OK)
        status = geo_alloc_array(context, area_count, sizeof *total, &total);
    if (status != GEO_OK) {
        free(count);
        return status;
    }
    if (categories > 0)
        memcpy(count, tally->count, tally->area_count * categories * sizeof *count);
    memcpy(total, tally->total, tally->area_count * sizeof *total);
    free(tally->count);
    free(tally->total);
    tally->count = count;
    tally->total = total;
    tally->area_count = area_count;
    return GEO_OK;
}

geo_status geo_tally_add(geo_context *context, geo_tally *tally, const geo_frame *rows,
                         const int32_t *area)
{
    size_t category_count = categories_of(rows);
    if (category_count > tally->category_count) {
        geo_status status = widen(context, tally, category_count);
        if (status != GEO_OK)
            return status;
    }
    for (size_t i = 0; i < rows->count; i++) {
        if (area[i] == GEO_NO_CODE)
            continue;
        int32_t category = rows->category ? rows->category[i] : GEO_NO_CODE;
        if (area[i] < 0 || (size_t)area[i] >= tally->area_count)
            return wrong_area(context, tally, i, area[i]);
        if (category != GEO_NO_CODE) {
            if (category < 0 || (size_t)category >= tally->category_count)
                return wrong_category(context, tally, i, category);
            tally->count[(size_t)area[i] * tally->category_count + (size_t)category]++;
        }
        tally->total[area[i]]++;
        tally->placed++;
    }
    return GEO_OK;
}

/* The law: every placed incident is in one total, and no category adds to what the total lacks. */
geo_status geo_tally_check(geo_context *context, const geo_tally *tally)
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
    if (sum != tally->placed) {
        return geo_fail(context, GEO_ERROR_INTERNAL,
                        "the areas' counts add up to %lld, but %lld incidents are placed; please "
                        "report it",
                        (long long)sum, (long long)tally->placed);
    }
    return GEO_OK;
}

geo_status geo_tally_count(geo_context *context, const geo_frame *frame, const int32_t *area,
                           size_t area_count, geo_tally **out)
{
    geo_tally *tally = NULL;
    geo_status status = make_tally(context, area_count, categories_of(frame), &tally);
    if (status == GEO_OK)
        status = geo_tally_add(context, tally, frame, area);
    if (status == GEO_OK)
        status = geo_tally_check(context, tally);
    if (status == GEO_OK) {
        *out = tally;
        tally = NULL;
    }
    geo_tally_free(tally);
    return status;
}
