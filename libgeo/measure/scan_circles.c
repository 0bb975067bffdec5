#include "measure/scan_circles.h"

#include <math.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/random.h"

/* Areas of all circles together: about 1 GB. */
#define PARTS_MOST ((size_t)1 << 28)

void geo_scan_circles_clear(geo_scan_circles *circles)
{
    free(circles->area);
    free(circles->x);
    free(circles->y);
    free(circles->seen);
    free(circles->expected);
    free(circles->first);
    free(circles->to);
    free(circles->ties);
    free(circles->keep);
    free(circles->alias);
    *circles = (geo_scan_circles){.count = 0};
}

/* ---- areas ---------------------------------------------------------------------------------- */

static bool takes_part(const double *x, const double *y, const double *people, size_t i)
{
    return isfinite(x[i]) && isfinite(y[i]) && people[i] > 0 && isfinite(people[i]);
}

static geo_status make_room(geo_context *context, size_t n, geo_scan_circles *out)
{
    geo_status status = geo_alloc_array(context, n, sizeof *out->area, &out->area);
    if (status == GEO_OK)
        status = geo_alloc_array(context, n, sizeof *out->x, &out->x);
    if (status == GEO_OK)
        status = geo_alloc_array(context, n, sizeof *out->y, &out->y);
    if (status == GEO_OK)
        status = geo_alloc_array(context, n, sizeof *out->seen, &out->seen);
    if (status == GEO_OK)
        status = geo_alloc_array(context, n, sizeof *out->expected, &out->expected);
    if (status == GEO_OK)
        status = geo_alloc_array(context, n + 1, sizeof *out->first, &out->first);
    if (status == GEO_OK)
        status = geo_alloc_array(context, n, sizeof *out->keep, &out->keep);
    if (status == GEO_OK)
        status = geo_alloc_array(context, n, sizeof *out->alias, &out->alias);
    return status;
}

/* `expected` holds the people until their rate is known. */
static geo_status take_areas(geo_context *context, const double *x, const double *y,
                             const int64_t *count, const double *people, size_t n,
                             geo_scan_circles *out)
{
    for (size_t i = 0; i < n; i++) {
        if (count[i] < 0)
            return geo_fail(context, GEO_ERROR_DATA, "area %zu has %lld incidents", i + 1,
                            (long long)count[i]);
        if (!takes_part(x, y, people, i))
            continue;
        size_t at = out->count++;
        out->area[at] = i;
        out->x[at] = x[i];
        out->y[at] = y[i];
        out->seen[at] = (double)count[i];
        out->expected[at] = people[i];
        out->incidents += (double)count[i];
        out->people += people[i];
    }
    if (out->count < 2 || out->incidents < 1)
        return geo_fail(context, GEO_ERROR_DATA,
                        "a scan needs two areas with people and an incident in them; there are "
                        "%zu and %g",
                        out->count, out->incidents);
    for (size_t i = 0; i < out->count; i++)
        out->expected[i] *= out->incidents / out->people;
    return GEO_OK;
}

/* ---- circles -------------------------------------------------------------------------------- */

typedef struct neighbour {
    double squared_m;
    int32_t area;
} neighbour;

static int by_distance(const void *left, const void *right)
{
    const neighbour *one = left;
    const neighbour *other = right;
    if (one->squared_m < other->squared_m || one->squared_m > other->squared_m)
        return one->squared_m < other->squared_m ? -1 : 1;
    return (one->area > other->area) - (one->area < other->area);
}

/* How many of the sorted areas circles may hold. Those that come in together count together. */
static size_t reach(const geo_scan_circles *circles, const geo_scan_options *options,
                    const neighbour *sorted)
{
    double most = options->most_share * circles->incidents * (1 + 1e-12), held = 0;
    double most_squared = options->most_radius_m > 0
                              ? options->most_radius_m * options->most_radius_m
                              : (double)INFINITY;
    size_t kept = 0;
    for (size_t p = 0; p < circles->count && sorted[p].squared_m <= most_squared; p++) {
        held += circles->expected[sorted[p].area];
        if (held > most)
            break;
        bool is_tied = p + 1 < circles->count && sorted[p + 1].squared_m <= sorted[p].squared_m;
        if (!is_tied)
            kept = p + 1;
    }
    return kept;
}

/* The areas around a centre are appended to `to`. */
static geo_status add_circles(geo_context *context, const geo_scan_options *options, size_t centre,
                              neighbour *sorted, size_t *capacity, geo_scan_circles *out)
{
    size_t begin = out->first[centre];
    for (size_t i = 0; i < out->count; i++) {
        double east = out->x[i] - out->x[centre], north = out->y[i] - out->y[centre];
        sorted[i] = (neighbour){east * east + north * north, (int32_t)i};
    }
    qsort(sorted, out->count, sizeof *sorted, by_distance);
    size_t kept = reach(out, options, sorted);
    if (begin + kept > PARTS_MOST)
        return geo_fail(context, GEO_ERROR_LIMIT,
                        "circles around %zu areas hold too many of them to be scanned; a smaller "
                        "radius, or share of the people, has fewer",
                        out->count);
    size_t ties_capacity = *capacity;
    geo_status status =
        geo_grow_array(context, &out->to, capacity, begin + kept + 1, sizeof *out->to);
    if (status == GEO_OK && (*capacity > ties_capacity || !out->ties))
        status = geo_grow_array(context, &out->ties, &ties_capacity, *capacity, sizeof *out->ties);
    if (status != GEO_OK)
        return status;
    for (size_t p = 0; p < kept; p++) {
        out->to[begin + p] = sorted[p].area;
        out->ties[begin + p] = p + 1 < kept && sorted[p + 1].squared_m <= sorted[p].squared_m;
    }
    out->first[centre + 1] = begin + kept;
    return GEO_OK;
}

static geo_status draw_circles(geo_context *context, const geo_scan_options *options,
                               geo_scan_circles *out)
{
    neighbour *sorted = NULL;
    size_t capacity = 0;
    geo_status status = geo_alloc_array(context, out->count, sizeof *sorted, &sorted);
    for (size_t i = 0; i < out->count && status == GEO_OK; i++) {
        status = add_circles(context, options, i, sorted, &capacity, out);
        if (status == GEO_OK)
            status = geo_report_progress(context, "drawing circles",
                                         (double)(i + 1) / (double)out->count);
    }
    free(sorted);
    return status;
}

double geo_scan_distance(const geo_scan_circles *circles, size_t centre, size_t p)
{
    int32_t area = circles->to[p];
    return hypot(circles->x[area] - circles->x[centre], circles->y[area] - circles->y[centre]);
}

/* ---- dealing -------------------------------------------------------------------------------- */

/* Walker's alias method, as Vose makes the table (Vose 1991, A linear algorithm for generating
 * random numbers with a given distribution, IEEE Transactions on Software Engineering 17): areas
 * with less than an equal share of people are filled up by one with more. */
static geo_status make_alias(geo_context *context, geo_scan_circles *out)
{
    int32_t *pile = NULL; /* those with less from the front, those with more from the back */
    size_t less = 0, more = out->count;
    geo_status status = geo_alloc_array(context, out->count, sizeof *pile, &pile);
    for (size_t i = 0; i < out->count && status == GEO_OK; i++) {
        out->keep[i] = out->expected[i] / out->incidents * (double)out->count;
        out->alias[i] = (int32_t)i;
        if (out->keep[i] < 1)
            pile[less++] = (int32_t)i;
        else
            pile[--more] = (int32_t)i;
    }
    while (status == GEO_OK && less > 0 && more < out->count) {
        int32_t small = pile[--less], large = pile[more];
        out->alias[small] = large;
        out->keep[large] -= 1 - out->keep[small];
        if (out->keep[large] < 1) {
            more++;
            pile[less++] = large;
        }
    }
    free(pile);
    return status;
}

void geo_scan_deal(const geo_scan_circles *circles, uint64_t *random, double *count)
{
    for (size_t i = 0; i < circles->count; i++)
        count[i] = 0;
    for (double dealt = 0; dealt < circles->incidents; dealt++) {
        size_t i = geo_random_below(random, circles->count);
        double chance = (double)(geo_random_bits(random) >> 11) * 0x1p-53;
        count[chance < circles->keep[i] ? i : (size_t)circles->alias[i]]++;
    }
}

geo_status geo_scan_circles_make(geo_context *context, const double *x, const double *y,
                                 const int64_t *count, const double *people, size_t n,
                                 const geo_scan_options *options, geo_scan_circles *out)
{
    *out = (geo_scan_circles){.count = 0};
    geo_status status = make_room(context, n, out);
    if (status == GEO_OK)
        status = take_areas(context, x, y, count, people, n, out);
    if (status == GEO_OK)
        status = draw_circles(context, options, out);
    return status == GEO_OK ? make_alias(context, out) : status;
}
