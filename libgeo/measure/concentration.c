/* The concentration curve: cumulative shares of incidents over cumulative shares of people, the
 * most deprived first. */
#include <math.h>
#include <stdlib.h>

#include <geo/deprivation.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/sum.h"

struct place {
    double order;
    size_t area;
};

/* Equal ones by area, so that sums do not hang on how they were sorted. */
static int compare_places(const void *a, const void *b)
{
    const struct place *first = a, *second = b;
    if (first->order != second->order)
        return first->order < second->order ? -1 : 1;
    return (first->area > second->area) - (first->area < second->area);
}

static bool is_on_curve(const double *count, const double *population, const double *order,
                        size_t area)
{
    return population[area] > 0 && !isnan(count[area]) && !(order && isnan(order[area]));
}

static geo_status take_places(geo_context *context, const double *count, const double *population,
                              const double *order, size_t n, struct place *place, size_t *places)
{
    for (size_t i = 0; i < n; i++) {
        if (count[i] < 0 || isinf(count[i]))
            return geo_fail(context, GEO_ERROR_DATA, "area %zu has a count out of range", i + 1);
        if (population[i] < 0 || isinf(population[i]))
            return geo_fail(context, GEO_ERROR_DATA, "area %zu has a population out of range",
                            i + 1);
        if (is_on_curve(count, population, order, i))
            place[(*places)++] = (struct place){order ? order[i] : (double)i, i};
    }
    qsort(place, *places, sizeof *place, compare_places);
    return GEO_OK;
}

/* Sums so far at the end of each step, from 0 on. */
static size_t add_up(const double *count, const double *population, const struct place *place,
                     size_t places, double *across, double *up)
{
    geo_sum people = {0, 0}, incidents = {0, 0};
    size_t points = 1;
    across[0] = up[0] = 0;
    for (size_t i = 0; i < places; i++) {
        geo_sum_add(&people, population[place[i].area]);
        geo_sum_add(&incidents, count[place[i].area]);
        if (i + 1 < places && place[i + 1].order == place[i].order)
            continue;
        across[points] = geo_sum_value(&people);
        up[points] = geo_sum_value(&incidents);
        points++;
    }
    return points;
}

static geo_status divide(geo_context *context, double *across, double *up, size_t points)
{
    double people = across[points - 1], incidents = up[points - 1];
    if (!(people > 0) || !(incidents > 0))
        return geo_fail(context, GEO_ERROR_DATA, "a concentration curve needs %s",
                        people > 0 ? "at least one incident" : "at least one area with people");
    for (size_t i = 0; i < points; i++) {
        across[i] /= people;
        up[i] /= incidents;
    }
    return GEO_OK;
}

geo_status geo_concentration_curve(geo_context *context, const double *count,
                                   const double *population, const double *order, size_t n,
                                   double *across, double *up, size_t *points)
{
    struct place *place = NULL;
    size_t places = 0;
    geo_status status = geo_alloc_array(context, n, sizeof *place, &place);
    if (status == GEO_OK)
        status = take_places(context, count, population, order, n, place, &places);
    if (status == GEO_OK) {
        *points = add_up(count, population, place, places, across, up);
        status = divide(context, across, up, *points);
    }
    free(place);
    return status;
}
