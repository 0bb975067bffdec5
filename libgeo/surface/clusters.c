/* Clusters by density: DBSCAN of Ester, Kriegel, Sander and Xu 1996, with places that weigh. */
#include <math.h>
#include <stdlib.h>

#include <geo/clusters.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/pool.h"
#include "surface/cluster_squares.h"

enum { BLOCK_SQUARES = 64 };

typedef struct cluster_work {
    geo_context *context;
    geo_cluster_options options;
    geo_squares squares;
    bool *is_core;  /* all three by spot */
    int32_t *root;  /* of a core spot another of its cluster, the root itself */
    int32_t *joins; /* of others the core spot whose cluster they are in, GEO_NO_CODE: none */
} cluster_work;

void geo_clusters_free(geo_clusters *clusters)
{
    if (!clusters)
        return;
    free(clusters->cluster);
    free(clusters->is_core);
    free(clusters->incidents);
    free(clusters->places);
    free(clusters);
}

/* ---- check ---------------------------------------------------------------------------------- */

static geo_status check_options(geo_context *context, const geo_cluster_options *options)
{
    if (!(options->distance_m > 0) || !isfinite(options->distance_m))
        return geo_fail(context, GEO_ERROR_USAGE, "clusters need a distance above 0 m; it is %g m",
                        options->distance_m);
    if (options->min_incidents < 1)
        return geo_fail(context, GEO_ERROR_USAGE,
                        "clusters need 1 incident or more in a neighbourhood; %lld were asked for",
                        (long long)options->min_incidents);
    return GEO_OK;
}

static geo_status check_places(geo_context *context, const double *x, const double *y,
                               const int64_t *incidents, size_t count)
{
    if (count > INT32_MAX)
        return geo_fail(context, GEO_ERROR_LIMIT, "%zu places are too many for clusters", count);
    for (size_t i = 0; i < count; i++) {
        if (!(fabs(x[i]) <= 1e150) || !(fabs(y[i]) <= 1e150))
            return geo_fail(context, GEO_ERROR_DATA,
                            "place %zu at %g, %g: clusters need places with finite coordinates",
                            i + 1, x[i], y[i]);
        if (incidents && incidents[i] < 0)
            return geo_fail(context, GEO_ERROR_DATA, "place %zu has %lld incidents", i + 1,
                            (long long)incidents[i]);
    }
    return GEO_OK;
}

/* ---- core places ---------------------------------------------------------------------------- */

/* Never beyond 64 bits, since it stops when there are enough. */
static bool is_dense(const cluster_work *work, const geo_spot *spot,
                     const geo_spot_range range[GEO_NEAR_RANGES])
{
    double most_squared = work->options.distance_m * work->options.distance_m;
    int64_t missing = work->options.min_incidents;
    for (size_t r = 0; r < GEO_NEAR_RANGES; r++)
        for (size_t j = range[r].first; j < range[r].end; j++) {
            const geo_spot *near = &work->squares.spot[j];
            if (geo_spots_squared_m(spot, near) > most_squared)
                continue;
            if (near->incidents >= missing)
                return true;
            missing -= near->incidents;
        }
    return false;
}

static void find_core(void *user, size_t worker, size_t first, size_t last)
{
    cluster_work *work = user;
    const geo_squares *squares = &work->squares;
    (void)worker;
    for (size_t s = first; s < last; s++) {
        geo_spot_range range[GEO_NEAR_RANGES];
        geo_squares_near(squares, s, range);
        for (size_t i = squares->first[s]; i < squares->first[s + 1]; i++)
            work->is_core[i] = is_dense(work, &squares->spot[i], range);
    }
}

/* ---- which hang together -------------------------------------------------------------------- */

static int32_t root_of(int32_t *root, int32_t spot)
{
    while (root[spot] != spot)
        spot = root[spot] = root[root[spot]];
    return spot;
}

static void join(cluster_work *work, size_t one, size_t other)
{
    int32_t a = root_of(work->root, (int32_t)one), b = root_of(work->root, (int32_t)other);
    if (a < b)
        work->root[b] = a;
    else
        work->root[a] = b;
}

/* Each pair once: with spots before this one. */
static void join_near(cluster_work *work, size_t i, const geo_spot_range range[GEO_NEAR_RANGES])
{
    const geo_spot *spot = work->squares.spot;
    double most_squared = work->options.distance_m * work->options.distance_m;
    for (size_t r = 0; r < GEO_NEAR_RANGES; r++)
        for (size_t j = range[r].first; j < range[r].end && j < i; j++)
            if (work->is_core[j] && geo_spots_squared_m(&spot[i], &spot[j]) <= most_squared)
                join(work, i, j);
}

static void join_core(cluster_work *work)
{
    const geo_squares *squares = &work->squares;
    for (size_t i = 0; i < squares->spot_count; i++)
        work->root[i] = (int32_t)i;
    for (size_t s = 0; s < squares->count; s++) {
        geo_spot_range range[GEO_NEAR_RANGES];
        geo_squares_near(squares, s, range);
        for (size_t i = squares->first[s]; i < squares->first[s + 1]; i++)
            if (work->is_core[i])
                join_near(work, i, range);
    }
    for (size_t i = 0; i < squares->spot_count; i++)
        work->root[i] = root_of(work->root, (int32_t)i);
}

/* ---- places at the border ------------------------------------------------------------------- */

static bool is_before(const geo_spot *one, const geo_spot *other)
{
    return one->y != other->y ? one->y > other->y : one->x < other->x;
}

static int32_t nearest_core(const cluster_work *work, const geo_spot *spot,
                            const geo_spot_range range[GEO_NEAR_RANGES])
{
    double least = work->options.distance_m * work->options.distance_m;
    int32_t nearest = GEO_NO_CODE;
    for (size_t r = 0; r < GEO_NEAR_RANGES; r++)
        for (size_t j = range[r].first; j < range[r].end; j++) {
            const geo_spot *near = &work->squares.spot[j];
            double squared = geo_spots_squared_m(spot, near);
            if (!work->is_core[j] || squared > least ||
                (squared == least && nearest != GEO_NO_CODE &&
                 !is_before(near, &work->squares.spot[nearest])))
                continue;
            least = squared;
            nearest = (int32_t)j;
        }
    return nearest;
}

static void find_border(void *user, size_t worker, size_t first, size_t last)
{
    cluster_work *work = user;
    const geo_squares *squares = &work->squares;
    (void)worker;
    for (size_t s = first; s < last; s++) {
        geo_spot_range range[GEO_NEAR_RANGES];
        geo_squares_near(squares, s, range);
        for (size_t i = squares->first[s]; i < squares->first[s + 1]; i++)
            work->joins[i] =
                work->is_core[i] ? (int32_t)i : nearest_core(work, &squares->spot[i], range);
    }
}

/* ---- what is in them ------------------------------------------------------------------------ */

/* A cluster in the making. */
typedef struct draft {
    int64_t incidents;
    size_t places;
    const geo_spot *first; /* the northernmost, of these the westernmost */
    int32_t root;
} draft;

static int compare_drafts(const void *left, const void *right)
{
    const draft *one = left, *other = right;
    if (one->incidents != other->incidents)
        return one->incidents > other->incidents ? -1 : 1;
    return is_before(one->first, other->first) ? -1 : 1;
}

static geo_status add_spot(geo_context *context, draft *to, const geo_spot *spot)
{
    if (spot->incidents > INT64_MAX - to->incidents)
        return geo_fail(context, GEO_ERROR_LIMIT, "a cluster's incidents are beyond 64 bits");
    to->incidents += spot->incidents;
    to->places++;
    if (!to->first || is_before(spot, to->first))
        to->first = spot;
    return GEO_OK;
}

/* The drafts in order; number[root] is the cluster of a root. */
static geo_status make_drafts(cluster_work *work, int32_t *number, draft **out, size_t *count)
{
    const geo_squares *squares = &work->squares;
    draft *drafts = NULL;
    *count = 0;
    for (size_t i = 0; i < squares->spot_count; i++)
        if (work->is_core[i] && work->root[i] == (int32_t)i)
            number[i] = (int32_t)(*count)++;
    geo_status status = geo_alloc_array(work->context, *count, sizeof *drafts, &drafts);
    for (size_t i = 0; i < squares->spot_count && status == GEO_OK; i++) {
        if (work->joins[i] == GEO_NO_CODE)
            continue;
        int32_t root = work->root[work->joins[i]];
        drafts[number[root]].root = root;
        status = add_spot(work->context, &drafts[number[root]], &squares->spot[i]);
    }
    if (status == GEO_OK && *count > 0)
        qsort(drafts, *count, sizeof *drafts, compare_drafts);
    for (size_t c = 0; c < *count && status == GEO_OK; c++)
        number[drafts[c].root] = (int32_t)c;
    *out = drafts;
    return status;
}

static geo_status fill(cluster_work *work, const int32_t *number, const draft *drafts,
                       geo_clusters *made)
{
    geo_context *context = work->context;
    size_t places = work->squares.spot_count;
    geo_status status = geo_alloc_array(context, places, sizeof *made->cluster, &made->cluster);
    if (status == GEO_OK)
        status = geo_alloc_array(context, places, sizeof *made->is_core, &made->is_core);
    if (status == GEO_OK)
        status = geo_alloc_array(context, made->count, sizeof *made->incidents, &made->incidents);
    if (status == GEO_OK)
        status = geo_alloc_array(context, made->count, sizeof *made->places, &made->places);
    if (status != GEO_OK)
        return status;
    made->place_count = places;
    for (size_t i = 0; i < places; i++) {
        int32_t place = work->squares.spot[i].place, joins = work->joins[i];
        made->cluster[place] = joins == GEO_NO_CODE ? GEO_NO_CODE : number[work->root[joins]];
        made->is_core[place] = work->is_core[i];
    }
    for (size_t c = 0; c < made->count; c++) {
        made->incidents[c] = drafts[c].incidents;
        made->places[c] = drafts[c].places;
    }
    return GEO_OK;
}

static geo_status make_clusters(cluster_work *work, geo_clusters **out)
{
    int32_t *number = NULL;
    draft *drafts = NULL;
    geo_clusters *made = NULL;
    geo_status status = geo_alloc_array(work->context, 1, sizeof *made, &made);
    if (status == GEO_OK)
        status = geo_alloc_array(work->context, work->squares.spot_count, sizeof *number, &number);
    if (status == GEO_OK)
        status = make_drafts(work, number, &drafts, &made->count);
    if (status == GEO_OK)
        status = fill(work, number, drafts, made);
    free(number);
    free(drafts);
    if (status == GEO_OK)
        *out = made;
    else
        geo_clusters_free(made);
    return status;
}

/* ---- all of it ------------------------------------------------------------------------------ */

static geo_status make_arrays(cluster_work *work)
{
    size_t count = work->squares.spot_count;
    geo_status status =
        geo_alloc_array(work->context, count, sizeof *work->is_core, &work->is_core);
    if (status == GEO_OK)
        status = geo_alloc_array(work->context, count, sizeof *work->root, &work->root);
    if (status == GEO_OK)
        status = geo_alloc_array(work->context, count, sizeof *work->joins, &work->joins);
    return status;
}

static geo_status find_all(cluster_work *work)
{
    geo_share_work(work->context, work->squares.count, BLOCK_SQUARES, find_core, work);
    geo_status status = geo_report_progress(work->context, "clusters", 0.4);
    if (status != GEO_OK)
        return status;
    join_core(work);
    status = geo_report_progress(work->context, "clusters", 0.8);
    if (status == GEO_OK)
        geo_share_work(work->context, work->squares.count, BLOCK_SQUARES, find_border, work);
    return status;
}

geo_status geo_clusters_make(geo_context *context, const double *x, const double *y,
                             const int64_t *incidents, size_t count,
                             const geo_cluster_options *options, geo_clusters **out)
{
    static const geo_cluster_options usual = GEO_CLUSTER_OPTIONS_INIT;
    cluster_work work = {.context = context, .options = options ? *options : usual};
    geo_status status = check_options(context, &work.options);
    if (status == GEO_OK)
        status = check_places(context, x, y, incidents, count);
    if (status == GEO_OK)
        status = geo_squares_make(context, x, y, incidents, count, work.options.distance_m,
                                  &work.squares);
    if (status == GEO_OK)
        status = make_arrays(&work);
    if (status == GEO_OK)
        status = find_all(&work);
    if (status == GEO_OK)
        status = make_clusters(&work, out);
    geo_squares_clear(&work.squares);
    free(work.is_core);
    free(work.root);
    free(work.joins);
    return status;
}
