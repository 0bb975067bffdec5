/* Bandwidths of their own for places: narrow where incidents are dense. */
#include <math.h>
#include <stdlib.h>

#include <geo/surface.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/pool.h"
#include "core/sum.h"

/* Places that a thread takes at a time, and between two reports of progress. */
enum { PLACE_BLOCK = 64, PLACE_ROUND = 1 << 14 };

/* geo_work over places in rounds. `begun` is what `user` adds to first and last. */
static geo_status share_places(geo_context *context, size_t count, geo_work work, void *user,
                               size_t *begun)
{
    geo_status status = GEO_OK;
    for (*begun = 0; *begun < count && status == GEO_OK; *begun += PLACE_ROUND) {
        size_t left = count - *begun;
        geo_share_work(context, left < PLACE_ROUND ? left : PLACE_ROUND, PLACE_BLOCK, work, user);
        status =
            geo_report_progress(context, "adaptive bandwidths", (double)*begun / (double)count);
    }
    return status;
}

/* ---- k-th neighbour ------------------------------------------------------------------------- */

typedef struct neighbour {
    double squared_m; /* distance squared */
    int64_t incidents;
} neighbour;

/* The nearest places that have k incidents together, by rising distance. */
typedef struct nearest {
    neighbour *found; /* [k + 1] */
    size_t count;
    int64_t incidents;
    int64_t k;
} nearest;

typedef struct neighbour_work {
    const geo_places *places;
    int64_t k;
    double least_m;
    size_t begun;
    neighbour *found; /* [threads][k + 1] */
    double *bandwidth_m;
} neighbour_work;

static int64_t incidents_of(const geo_places *places, size_t i)
{
    return places->incidents ? places->incidents[i] : 1;
}

/* None is needed beyond this. */
static double furthest_of(const nearest *near)
{
    return near->incidents >= near->k ? near->found[near->count - 1].squared_m : HUGE_VAL;
}

static void add_neighbour(nearest *near, double squared_m, int64_t incidents)
{
    size_t at = near->count;
    if (incidents <= 0 || squared_m >= furthest_of(near))
        return;
    for (; at > 0 && near->found[at - 1].squared_m > squared_m; at--)
        near->found[at] = near->found[at - 1];
    near->found[at] = (neighbour){squared_m, incidents};
    near->count++;
    near->incidents += incidents;
    while (near->incidents - near->found[near->count - 1].incidents >= near->k)
        near->incidents -= near->found[--near->count].incidents;
}

/* Places come by falling y: on both sides until none further can be nearer. */
static double find_distance(const geo_places *places, size_t i, nearest *near)
{
    double x = places->x[i], y = places->y[i];
    size_t above = i, below = i + 1;
    add_neighbour(near, 0, incidents_of(places, i) - 1);
    for (;;) {
        double up = above > 0 ? places->y[above - 1] - y : HUGE_VAL;
        double down = below < places->count ? y - places->y[below] : HUGE_VAL;
        double nearer = fmin(up, down);
        if (nearer == HUGE_VAL || nearer * nearer >= furthest_of(near))
            return sqrt(near->found[near->count - 1].squared_m);
        size_t j = up <= down ? --above : below++;
        double dx = places->x[j] - x;
        add_neighbour(near, dx * dx + nearer * nearer, incidents_of(places, j));
    }
}

static void find_neighbours(void *user, size_t worker, size_t first, size_t last)
{
    const neighbour_work *work = user;
    for (size_t i = work->begun + first; i < work->begun + last; i++) {
        nearest near = {work->found + worker * ((size_t)work->k + 1), 0, 0, work->k};
        work->bandwidth_m[i] = fmax(find_distance(work->places, i, &near), work->least_m);
    }
}

geo_status geo_adaptive_neighbours(geo_context *context, const geo_places *places, int64_t k,
                                   double least_m, double *bandwidth_m)
{
    neighbour_work work = {places, k, least_m, 0, NULL, bandwidth_m};
    int64_t incidents = 0;
    for (size_t i = 0; i < places->count; i++)
        incidents += incidents_of(places, i);
    if (k < 1 || k >= incidents)
        return geo_fail(context, GEO_ERROR_USAGE,
                        "the distance to neighbour %lld of %lld incidents: there must be at least "
                        "one, and fewer than incidents",
                        (long long)k, (long long)incidents);
    if (!(least_m > 0) || !isfinite(least_m))
        return geo_fail(context, GEO_ERROR_USAGE,
                        "the least bandwidth must be a number of metres above 0");
    geo_status status = geo_alloc_array(context, (size_t)geo_threads(context),
                                        ((size_t)k + 1) * sizeof *work.found, &work.found);
    if (status == GEO_OK)
        status = share_places(context, places->count, find_neighbours, &work, &work.begun);
    free(work.found);
    return status;
}

/* ---- square-root law ------------------------------------------------------------------------ */

typedef struct pilot_work {
    const geo_places *places;
    geo_kernel kernel;
    double pilot_m;
    size_t begun;
    double *density; /* [places->count] but for a constant factor */
} pilot_work;

static double share_of(const pilot_work *work, size_t i, size_t j)
{
    const geo_places *places = work->places;
    double dx = places->x[j] - places->x[i], dy = places->y[j] - places->y[i];
    return places->weight[j] *
           geo_kernel_value(work->kernel, sqrt(dx * dx + dy * dy) / work->pilot_m);
}

static void find_pilot(void *user, size_t worker, size_t first, size_t last)
{
    const pilot_work *work = user;
    const geo_places *places = work->places;
    double reach_m = geo_kernel_reach_m(work->kernel, work->pilot_m);
    (void)worker;
    for (size_t i = work->begun + first; i < work->begun + last; i++) {
        double sum = share_of(work, i, i), y = places->y[i];
        for (size_t j = i; j > 0 && places->y[j - 1] - y < reach_m; j--)
            sum += share_of(work, i, j - 1);
        for (size_t j = i + 1; j < places->count && y - places->y[j] < reach_m; j++)
            sum += share_of(work, i, j);
        work->density[i] = sum;
    }
}

/* Its logarithm, over incidents; places that weigh nothing have none. */
static double geometric_mean(const geo_places *places, const double *density)
{
    geo_sum sum = {0, 0}, total = {0, 0};
    for (size_t i = 0; i < places->count; i++) {
        if (!(places->weight[i] > 0))
            continue;
        geo_sum_add(&sum, places->weight[i] * log(density[i]));
        geo_sum_add(&total, places->weight[i]);
    }
    return geo_sum_value(&sum) / geo_sum_value(&total);
}

geo_status geo_adaptive_abramson(geo_context *context, const geo_places *places, geo_kernel kernel,
                                 double pilot_m, double most, double *bandwidth_m)
{
    pilot_work work = {places, kernel, pilot_m, 0, bandwidth_m};
    if ((int)kernel < 0 || kernel >= GEO_KERNEL_COUNT)
        return geo_fail(context, GEO_ERROR_USAGE, "there is no kernel number %d", (int)kernel);
    if (!(pilot_m > 0) || !isfinite(pilot_m) || !(most >= 1))
        return geo_fail(context, GEO_ERROR_USAGE,
                        "a bandwidth of %g m and at most %g times that: the first must be above 0, "
                        "the second 1 or more",
                        pilot_m, most);
    geo_status status = share_places(context, places->count, find_pilot, &work, &work.begun);
    if (status != GEO_OK)
        return status;
    double mean = geometric_mean(places, work.density);
    for (size_t i = 0; i < places->count; i++)
        bandwidth_m[i] = pilot_m * fmin(exp((mean - log(work.density[i])) / 2), most);
    return GEO_OK;
}
