/* The places of two kinds in one order, with the numbers of each. */
#include <math.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/sum.h"
#include "surface/risk_state.h"

void geo_risk_places_clear(geo_risk_places *places)
{
    free(places->x);
    free(places->y);
    free(places->incidents);
    free(places->beside);
    *places = (geo_risk_places){.count = 0};
}

static bool is_before(const geo_places *one, size_t i, const geo_places *other, size_t j)
{
    return one->y[i] > other->y[j] || (one->y[i] == other->y[j] && one->x[i] < other->x[j]);
}

static geo_status check_order(geo_context *context, const geo_places *places)
{
    for (size_t i = 0; i < places->count; i++) {
        if (!isfinite(places->x[i]) || !isfinite(places->y[i]) ||
            !(places->weight[i] >= 0 && isfinite(places->weight[i])) || places->incidents[i] < 0)
            return geo_fail(context, GEO_ERROR_DATA,
                            "place %zu of %zu: a coordinate, weight or number of incidents is "
                            "negative or not finite",
                            i + 1, places->count);
        if (i > 0 && !is_before(places, i - 1, places, i))
            return geo_fail(context, GEO_ERROR_DATA,
                            "place %zu of %zu: it is not south or east of the one before: places "
                            "must come from a collector",
                            i + 1, places->count);
    }
    return GEO_OK;
}

static geo_status make_room(geo_context *context, size_t count, geo_risk_places *out)
{
    geo_status status = geo_alloc_array(context, count, sizeof *out->x, &out->x);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *out->y, &out->y);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *out->incidents, &out->incidents);
    return status == GEO_OK ? geo_alloc_array(context, count, sizeof *out->beside, &out->beside)
                            : status;
}

static void merge(const geo_places *incidents, const geo_places *beside, bool is_people,
                  geo_risk_places *out)
{
    size_t i = 0, j = 0;
    while (i < incidents->count || j < beside->count) {
        bool has_first =
            i < incidents->count && (j == beside->count || !is_before(beside, j, incidents, i));
        bool has_second =
            j < beside->count && (i == incidents->count || !is_before(incidents, i, beside, j));
        out->x[out->count] = has_first ? incidents->x[i] : beside->x[j];
        out->y[out->count] = has_first ? incidents->y[i] : beside->y[j];
        if (has_first)
            out->incidents[out->count] = (double)incidents->incidents[i++];
        if (has_second) {
            out->beside[out->count] = is_people ? beside->weight[j] : (double)beside->incidents[j];
            j++;
        }
        out->count++;
    }
}

static double sum_of(const double *number, size_t count)
{
    geo_sum sum = {0, 0};
    for (size_t i = 0; i < count; i++)
        geo_sum_add(&sum, number[i]);
    return geo_sum_value(&sum);
}

static geo_status check_sums(geo_context *context, geo_risk_kind kind,
                             const geo_risk_places *places)
{
    if (!(places->all_incidents > 0))
        return geo_fail(context, GEO_ERROR_DATA, "there are no incidents to compare");
    if (!(places->all_beside > 0))
        return geo_fail(context, GEO_ERROR_DATA,
                        kind == GEO_RISK_RATE ? "there are no people to compare the incidents with"
                                              : "there are no incidents to compare with");
    if (!(places->all_incidents + places->all_beside <= UINT32_MAX))
        return geo_fail(context, GEO_ERROR_LIMIT,
                        "incidents and what they are compared with are more than 2^32");
    return GEO_OK;
}

geo_status geo_risk_places_make(geo_context *context, const geo_places *incidents,
                                const geo_places *beside, geo_risk_kind kind, geo_risk_places *out)
{
    *out = (geo_risk_places){.count = 0};
    geo_status status = check_order(context, incidents);
    if (status == GEO_OK)
        status = check_order(context, beside);
    if (status == GEO_OK)
        status = make_room(context, incidents->count + beside->count, out);
    if (status != GEO_OK)
        return status;
    merge(incidents, beside, kind == GEO_RISK_RATE, out);
    out->all_incidents = sum_of(out->incidents, out->count);
    out->all_beside = sum_of(out->beside, out->count);
    return check_sums(context, kind, out);
}
