#include "surface/places.h"

#include <math.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/sum.h"

/* Points of one place are ordered by weight, so that even their sum doesn't depend on their order.
 */
static int compare_places(const void *left, const void *right)
{
    const geo_place *one = left;
    const geo_place *other = right;
    if (one->y != other->y)
        return one->y > other->y ? -1 : 1;
    if (one->x != other->x)
        return one->x < other->x ? -1 : 1;
    return (one->weight > other->weight) - (one->weight < other->weight);
}

static void merge(geo_places *places)
{
    size_t kept = 0;
    for (size_t i = 1; i < places->count; i++) {
        geo_place *last = &places->place[kept];
        const geo_place *next = &places->place[i];
        if (next->x == last->x && next->y == last->y)
            last->weight += next->weight;
        else
            places->place[++kept] = *next;
    }
    if (places->count > 0)
        places->count = kept + 1;
}

static geo_status copy_points(geo_context *context, const double *x, const double *y,
                              const double *weight, geo_places *places)
{
    for (size_t i = 0; i < places->count; i++) {
        double own_weight = weight ? weight[i] : 1;
        if (!isfinite(x[i]) || !isfinite(y[i]))
            return geo_fail(context, GEO_ERROR_DATA,
                            "point %zu of %zu: a coordinate is not a finite number", i + 1,
                            places->count);
        if (!(own_weight >= 0) || !isfinite(own_weight))
            return geo_fail(context, GEO_ERROR_DATA,
                            "point %zu of %zu: the weight is negative or not a finite number",
                            i + 1, places->count);
        places->place[i] = (geo_place){x[i], y[i], own_weight};
    }
    return GEO_OK;
}

geo_status geo_places_gather(geo_context *context, const double *x, const double *y,
                             const double *weight, size_t count, geo_places *out)
{
    geo_places places = {NULL, count};
    geo_status status = geo_alloc_array(context, count, sizeof *places.place, &places.place);
    if (status == GEO_OK)
        status = copy_points(context, x, y, weight, &places);
    if (status != GEO_OK) {
        geo_places_clear(&places);
        return status;
    }
    if (count > 1)
        qsort(places.place, count, sizeof *places.place, compare_places);
    merge(&places);
    *out = places;
    return GEO_OK;
}

void geo_places_clear(geo_places *places)
{
    free(places->place);
    *places = (geo_places){NULL, 0};
}

/* Of a value to the nearer end of a range, 0 inside. */
static double distance_to_range(double value, double low, double high)
{
    return fmax(0, fmax(low - value, value - high));
}

void geo_places_clip(geo_places *places, const geo_grid *grid, double reach_m,
                     geo_density_check *check)
{
    double x_max = grid->x_min + (double)grid->columns * grid->cell_m;
    double y_min = grid->y_max - (double)grid->rows * grid->cell_m;
    geo_sum inside = {0, 0};
    geo_sum partly = {0, 0};
    geo_sum outside = {0, 0};
    size_t kept = 0;
    for (size_t i = 0; i < places->count; i++) {
        geo_place place = places->place[i];
        double dx = distance_to_range(place.x, grid->x_min, x_max);
        double dy = distance_to_range(place.y, y_min, grid->y_max);
        if (dx * dx + dy * dy >= reach_m * reach_m) {
            geo_sum_add(&outside, place.weight);
            continue;
        }
        bool is_whole = place.x - reach_m >= grid->x_min && place.x + reach_m <= x_max &&
                        place.y - reach_m >= y_min && place.y + reach_m <= grid->y_max;
        geo_sum_add(is_whole ? &inside : &partly, place.weight);
        places->place[kept++] = place;
    }
    places->count = kept;
    check->inside = geo_sum_value(&inside);
    check->partly = geo_sum_value(&partly);
    check->outside = geo_sum_value(&outside);
}
