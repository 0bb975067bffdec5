/* Where incidents are more than chance deals out: Kulldorff's circular scan. */
#include <math.h>
#include <stdlib.h>

#include <geo/spatial.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/pool.h"
#include "core/random.h"
#include "measure/scan_circles.h"

void geo_scan_free(geo_scan *scan)
{
    if (!scan)
        return;
    for (size_t i = 0; scan->cluster && i < scan->count; i++)
        free(scan->cluster[i].area);
    free(scan->cluster);
    free(scan);
}

double geo_scan_ratio(double count, double expected, double all)
{
    if (!(count >= 0 && count <= all && expected > 0 && expected < all))
        return (double)NAN;
    if (count <= expected)
        return 0;
    double inside = count * log(count / expected);
    return count < all ? inside + (all - count) * log((all - count) / (all - expected)) : inside;
}

/* ---- the highest ratio ---------------------------------------------------------------------- */

typedef struct best {
    size_t end; /* behind the last area of the circle */
    double count;
    double expected;
    double ratio;
} best;

/* Of the circles around one area. Areas at the same distance come in together. */
static best best_around(const geo_scan_circles *circles, size_t centre, const double *count)
{
    best found = {circles->first[centre], 0, 0, 0};
    double inside = 0, expected = 0;
    for (size_t p = circles->first[centre]; p < circles->first[centre + 1]; p++) {
        inside += count[circles->to[p]];
        expected += circles->expected[circles->to[p]];
        if (circles->ties[p] || !(inside > expected))
            continue;
        double ratio = geo_scan_ratio(inside, expected, circles->incidents);
        if (ratio > found.ratio)
            found = (best){p + 1, inside, expected, ratio};
    }
    return found;
}

/* ---- chance --------------------------------------------------------------------------------- */

typedef struct dealing {
    const geo_scan_circles *circles;
    uint64_t seed;
    double *count;   /* [workers * circles->count] */
    double *highest; /* [permutations] */
} dealing;

/* One map after the other, each from its own stream. */
static void deal_maps(void *user, size_t worker, size_t first, size_t last)
{
    const dealing *work = user;
    const geo_scan_circles *circles = work->circles;
    double *count = work->count + worker * circles->count;
    for (size_t r = first; r < last; r++) {
        uint64_t random = geo_random_stream(work->seed, r);
        geo_scan_deal(circles, &random, count);
        work->highest[r] = 0;
        for (size_t i = 0; i < circles->count; i++)
            work->highest[r] = fmax(work->highest[r], best_around(circles, i, count).ratio);
    }
}

static geo_status deal(geo_context *context, const geo_scan_circles *circles,
                       const geo_scan_options *options, double *highest)
{
    dealing work = {.circles = circles, .seed = options->seed, .highest = highest};
    size_t workers = (size_t)geo_threads(context);
    geo_status status =
        geo_alloc_array(context, workers * circles->count, sizeof *work.count, &work.count);
    if (status == GEO_OK)
        geo_share_work(context, options->permutations, 1, deal_maps, &work);
    free(work.count);
    return status;
}

/* Ratios of the same numbers may differ by rounding. */
static double p_of(double ratio, const double *highest, size_t permutations)
{
    size_t as_high = 0;
    for (size_t r = 0; r < permutations; r++)
        as_high += highest[r] >= ratio * (1 - 1e-12);
    return permutations > 0 ? (double)(as_high + 1) / (double)(permutations + 1) : (double)NAN;
}

/* ---- clusters ------------------------------------------------------------------------------- */

typedef struct candidate {
    best best;
    size_t centre;
} candidate;

static int compare_candidates(const void *left, const void *right)
{
    const candidate *one = left;
    const candidate *other = right;
    if (one->best.ratio < other->best.ratio || one->best.ratio > other->best.ratio)
        return one->best.ratio > other->best.ratio ? -1 : 1;
    return one->centre < other->centre ? -1 : 1;
}

static bool overlaps(const geo_scan_circles *circles, const candidate *circle, const bool *taken)
{
    for (size_t p = circles->first[circle->centre]; p < circle->best.end; p++)
        if (taken[circles->to[p]])
            return true;
    return false;
}

static int by_number(const void *left, const void *right)
{
    const int32_t one = *(const int32_t *)left, other = *(const int32_t *)right;
    return (one > other) - (one < other);
}

static double relative_risk(const best *circle, double all)
{
    double outside = (all - circle->count) / (all - circle->expected);
    return circle->count / circle->expected / outside;
}

static geo_status add_cluster(geo_context *context, const geo_scan_circles *circles,
                              const candidate *circle, bool *taken, geo_scan *made)
{
    geo_scan_cluster *cluster = &made->cluster[made->count];
    size_t begin = circles->first[circle->centre];
    geo_status status =
        geo_alloc_array(context, circle->best.end - begin, sizeof *cluster->area, &cluster->area);
    if (status != GEO_OK)
        return status;
    made->count++;
    for (size_t p = begin; p < circle->best.end; p++) {
        taken[circles->to[p]] = true;
        cluster->area[cluster->area_count++] = (int32_t)circles->area[circles->to[p]];
    }
    qsort(cluster->area, cluster->area_count, sizeof *cluster->area, by_number);
    cluster->centre = (int32_t)circles->area[circle->centre];
    cluster->radius_m = geo_scan_distance(circles, circle->centre, circle->best.end - 1);
    cluster->incidents = llround(circle->best.count);
    cluster->expected = circle->best.expected;
    cluster->relative_risk = relative_risk(&circle->best, circles->incidents);
    cluster->ratio = circle->best.ratio;
    return GEO_OK;
}

static geo_status choose(geo_context *context, const geo_scan_circles *circles,
                         const double *highest, const geo_scan_options *options, geo_scan *made)
{
    bool *taken = NULL;
    candidate *all = NULL;
    geo_status status = geo_alloc_array(context, circles->count, sizeof *all, &all);
    if (status == GEO_OK)
        status = geo_alloc_array(context, circles->count, sizeof *taken, &taken);
    if (status == GEO_OK)
        status = geo_alloc_array(context, circles->count, sizeof *made->cluster, &made->cluster);
    for (size_t i = 0; i < circles->count && status == GEO_OK; i++)
        all[i] = (candidate){best_around(circles, i, circles->seen), i};
    if (status == GEO_OK)
        qsort(all, circles->count, sizeof *all, compare_candidates);
    for (size_t i = 0; i < circles->count && status == GEO_OK && all[i].best.ratio > 0; i++)
        if (!overlaps(circles, &all[i], taken))
            status = add_cluster(context, circles, &all[i], taken, made);
    for (size_t i = 0; i < made->count && status == GEO_OK; i++)
        made->cluster[i].p = p_of(made->cluster[i].ratio, highest, options->permutations);
    free(taken);
    free(all);
    return status;
}

/* ---- the scan ------------------------------------------------------------------------------- */

static geo_status check(geo_context *context, const geo_scan_options *options)
{
    if (!(options->most_share > 0 && options->most_share <= 0.5))
        return geo_fail(context, GEO_ERROR_USAGE,
                        "circles may hold more than 0 and at most 0.5 of the people, not %g",
                        options->most_share);
    if (!(options->most_radius_m >= 0) || !isfinite(options->most_radius_m))
        return geo_fail(context, GEO_ERROR_USAGE, "a radius of %g m is none; it must be 0 or more",
                        options->most_radius_m);
    return GEO_OK;
}

static geo_status scan(geo_context *context, const geo_scan_circles *circles,
                       const geo_scan_options *options, geo_scan *made)
{
    double *highest = NULL;
    geo_status status = geo_alloc_array(context, options->permutations, sizeof *highest, &highest);
    if (status == GEO_OK)
        status = deal(context, circles, options, highest);
    if (status == GEO_OK)
        status = choose(context, circles, highest, options, made);
    free(highest);
    made->incidents = llround(circles->incidents);
    made->people = circles->people;
    return status;
}

geo_status geo_scan_make(geo_context *context, const double *x, const double *y,
                         const int64_t *count, const double *people, size_t n,
                         const geo_scan_options *options, geo_scan **out)
{
    static const geo_scan_options defaults = GEO_SCAN_OPTIONS_INIT;
    const geo_scan_options *used = options ? options : &defaults;
    geo_scan_circles circles = {.count = 0};
    geo_scan *made = NULL;
    geo_status status = check(context, used);
    if (status == GEO_OK)
        status = geo_scan_circles_make(context, x, y, count, people, n, used, &circles);
    if (status == GEO_OK)
        status = geo_alloc_array(context, 1, sizeof *made, &made);
    if (status == GEO_OK)
        status = scan(context, &circles, used, made);
    geo_scan_circles_clear(&circles);
    if (status == GEO_OK)
        *out = made;
    else
        geo_scan_free(made);
    return status;
}
