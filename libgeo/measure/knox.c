/* Near repeats: Knox's test for the interaction of space and time. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <geo/spatial.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/pool.h"
#include "core/random.h"

static void free_bands(geo_knox_bands *bands)
{
    free(bands->pairs);
    free(bands->expected);
    free(bands->ratio);
    free(bands->p);
}

void geo_knox_free(geo_knox *knox)
{
    if (!knox)
        return;
    free_bands(&knox->band);
    free_bands(&knox->within);
    free(knox);
}

bool geo_knox_is_near(const geo_knox_options *options, double ratio, double p)
{
    return ratio >= options->least_ratio && p <= options->most_p;
}

/* ---- what is asked -------------------------------------------------------------------------- */

static bool rises(const double *band, size_t count, double from)
{
    for (size_t b = 0; b < count; b++)
        if (!isfinite(band[b]) || !(b == 0 ? band[b] >= from : band[b] > band[b - 1]))
            return false;
    return count > 0;
}

#define BANDS_MOST 255
#define DAYS_MOST  1000000
#define DAY_MOST   1e9 /* of an incident, on either side of 0: differences are integers */

static geo_status check(geo_context *context, const geo_knox_options *options)
{
    if (options->distance_count > BANDS_MOST || options->day_count > BANDS_MOST)
        return geo_fail(context, GEO_ERROR_USAGE, "more than %d bands of distance or of days",
                        BANDS_MOST);
    if (!rises(options->distance_m, options->distance_count, 0) ||
        !(options->distance_m[options->distance_count - 1] > 0))
        return geo_fail(context, GEO_ERROR_USAGE,
                        "bands of distance must rise to more than 0 m, and there must be one");
    if (!rises(options->days, options->day_count, 0) ||
        options->days[options->day_count - 1] > DAYS_MOST)
        return geo_fail(context, GEO_ERROR_USAGE,
                        "bands of days must rise and be from 0 to %d, and there must be one",
                        DAYS_MOST);
    if (options->permutations == 0)
        return geo_fail(context, GEO_ERROR_USAGE,
                        "what is expected is found by permutation; ask for one at least");
    return GEO_OK;
}

/* ---- pairs ---------------------------------------------------------------------------------- */

/* Incidents with a place and a day, and the pairs of them within the last distance: of incident i
 * those with a later one, to[p] in the band of distance[p], for p = first[i] .. first[i + 1] - 1.
 * band[apart] is that of so many days, up to most_days. */
typedef struct pairs {
    size_t count;
    double *x;
    double *y;
    int32_t *day;
    size_t *first;
    int32_t *to;
    unsigned char *distance;
    uint32_t most_days;
    unsigned char *band;
} pairs;

static void clear_pairs(pairs *all)
{
    free(all->x);
    free(all->y);
    free(all->day);
    free(all->first);
    free(all->to);
    free(all->distance);
    free(all->band);
}

typedef struct incident {
    double x;
    double y;
    int32_t day;
} incident;

static int compare_incidents(const void *one, const void *other)
{
    const incident *a = one, *b = other;
    if (a->x != b->x)
        return a->x < b->x ? -1 : 1;
    if (a->y != b->y)
        return a->y < b->y ? -1 : 1;
    return (a->day > b->day) - (a->day < b->day);
}

static geo_status make_room(geo_context *context, size_t count, pairs *all)
{
    geo_status status = geo_alloc_array(context, count, sizeof *all->x, &all->x);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *all->y, &all->y);
    return status == GEO_OK ? geo_alloc_array(context, count, sizeof *all->day, &all->day) : status;
}

/* In an order of their own, so that permutations don't depend on that in which they come. */
static geo_status take_incidents(geo_context *context, const double *x, const double *y,
                                 const double *day, size_t count, pairs *all)
{
    incident *sorted = NULL;
    geo_status status = geo_alloc_array(context, count, sizeof *sorted, &sorted);
    for (size_t i = 0; i < count && status == GEO_OK; i++)
        if (isfinite(x[i]) && isfinite(y[i]) && fabs(day[i]) <= DAY_MOST)
            sorted[all->count++] = (incident){x[i], y[i], (int32_t)floor(day[i])};
    if (status == GEO_OK && all->count < 2)
        status = geo_fail(context, GEO_ERROR_DATA,
                          "near repeats are pairs of incidents with a place and a day, and there "
                          "%s %zu of them",
                          all->count == 1 ? "is" : "are", all->count);
    if (status == GEO_OK)
        status = make_room(context, all->count, all);
    if (status == GEO_OK)
        qsort(sorted, all->count, sizeof *sorted, compare_incidents);
    for (size_t i = 0; i < all->count && status == GEO_OK; i++) {
        all->x[i] = sorted[i].x;
        all->y[i] = sorted[i].y;
        all->day[i] = sorted[i].day;
    }
    free(sorted);
    return status;
}

/* The first band that reaches so far; `count` when none does. */
static size_t band_of(const double *band, size_t count, double value)
{
    size_t b = 0;
    while (b < count && value > band[b])
        b++;
    return b;
}

static double apart_m(geo_metric metric, double east, double north)
{
    return metric == GEO_METRIC_MANHATTAN ? fabs(east) + fabs(north)
                                          : sqrt(east * east + north * north);
}

/* Keeps each pair once, with its band. As the crow flies none is farther than along streets. */
static void keep_later(const geo_neighbours *near, const geo_knox_options *options, pairs *all)
{
    size_t kept = 0;
    for (size_t i = 0; i < all->count; i++) {
        for (size_t p = near->first[i]; p < near->first[i + 1]; p++) {
            size_t j = (size_t)near->to[p];
            if (j < i)
                continue;
            double east = all->x[j] - all->x[i], north = all->y[j] - all->y[i];
            size_t band = band_of(options->distance_m, options->distance_count,
                                  apart_m(options->metric, east, north));
            if (band == options->distance_count)
                continue;
            all->to[kept] = near->to[p];
            all->distance[kept++] = (unsigned char)band;
        }
        all->first[i + 1] = kept;
    }
}

static geo_status find_pairs(geo_context *context, const geo_knox_options *options, pairs *all)
{
    geo_neighbours *near = NULL;
    double most_m = options->distance_m[options->distance_count - 1];
    geo_status status =
        geo_neighbours_within(context, all->x, all->y, all->count, most_m, 0, &near);
    if (status == GEO_OK)
        status = geo_alloc_array(context, all->count + 1, sizeof *all->first, &all->first);
    if (status == GEO_OK)
        status = geo_alloc_array(context, near->pair_count / 2, sizeof *all->to, &all->to);
    if (status == GEO_OK)
        status =
            geo_alloc_array(context, near->pair_count / 2, sizeof *all->distance, &all->distance);
    if (status == GEO_OK)
        keep_later(near, options, all);
    geo_neighbours_free(near);
    return status;
}

/* By a look-up instead of a search: each pair is asked for its days in every permutation. */
static geo_status find_bands(geo_context *context, const geo_knox_options *options, pairs *all)
{
    all->most_days = (uint32_t)options->days[options->day_count - 1];
    geo_status status =
        geo_alloc_array(context, (size_t)all->most_days + 1, sizeof *all->band, &all->band);
    for (uint32_t apart = 0; apart <= all->most_days && status == GEO_OK; apart++)
        all->band[apart] = (unsigned char)band_of(options->days, options->day_count, apart);
    return status;
}

/* ---- counting and shuffling ----------------------------------------------------------------- */

typedef struct counting {
    const pairs *all;
    const geo_knox_options *options;
    size_t cells;
    size_t first;     /* permutation of those that are shared out */
    int32_t *day;     /* [workers * count] */
    int64_t *counted; /* [permutations * cells] */
} counting;

static void count_pairs(const pairs *all, const geo_knox_options *options, const int32_t *day,
                        int64_t *counted)
{
    for (size_t i = 0; i < all->count; i++) {
        int32_t own = day[i];
        for (size_t p = all->first[i]; p < all->first[i + 1]; p++) {
            uint32_t apart = (uint32_t)abs(day[all->to[p]] - own);
            if (apart <= all->most_days)
                counted[all->distance[p] * options->day_count + all->band[apart]]++;
        }
    }
}

/* Each from the days in their own order, so that it depends on its number alone. */
static void shuffle_days(void *user, size_t worker, size_t first, size_t last)
{
    const counting *work = user;
    const pairs *all = work->all;
    int32_t *day = work->day + worker * all->count;
    for (size_t r = work->first + first; r < work->first + last; r++) {
        uint64_t random = geo_random_stream(work->options->seed, r);
        for (size_t i = 0; i < all->count; i++) {
            size_t j = geo_random_below(&random, i + 1);
            day[i] = day[j];
            day[j] = all->day[i];
        }
        count_pairs(all, work->options, day, work->counted + r * work->cells);
    }
}

/* Each band with those before it. */
static void cumulate(const geo_knox_options *options, int64_t *cell)
{
    size_t days = options->day_count;
    for (size_t d = 0; d < options->distance_count; d++)
        for (size_t t = 1; t < days; t++)
            cell[d * days + t] += cell[d * days + t - 1];
    for (size_t c = days; c < options->distance_count * days; c++)
        cell[c] += cell[c - days];
}

static void judge(const counting *work, geo_knox_bands *made)
{
    size_t permutations = work->options->permutations;
    for (size_t c = 0; c < work->cells; c++) {
        int64_t sum = 0;
        size_t as_many = 0;
        for (size_t r = 0; r < permutations; r++) {
            int64_t counted = work->counted[r * work->cells + c];
            sum += counted;
            as_many += counted >= made->pairs[c];
        }
        made->expected[c] = (double)sum / (double)permutations;
        made->ratio[c] = sum > 0 ? (double)made->pairs[c] / made->expected[c] : (double)NAN;
        made->p[c] = (double)(as_many + 1) / (double)(permutations + 1);
    }
}

/* Some at a time, so that it can be stopped. */
static geo_status shuffle_all(geo_context *context, counting *work)
{
    enum { AT_ONCE = 64, BLOCK = 4 };
    size_t permutations = work->options->permutations;
    geo_status status = GEO_OK;
    for (; work->first < permutations && status == GEO_OK; work->first += AT_ONCE) {
        size_t left = permutations - work->first;
        geo_share_work(context, left < AT_ONCE ? left : AT_ONCE, BLOCK, shuffle_days, work);
        status = geo_report_progress(context, "dealing days to places",
                                     1 - (double)(left < AT_ONCE ? 0 : left - AT_ONCE) /
                                             (double)permutations);
    }
    return status;
}

static void judge_all(const counting *work, geo_knox *made)
{
    judge(work, &made->band);
    memcpy(made->within.pairs, made->band.pairs, work->cells * sizeof *made->within.pairs);
    cumulate(work->options, made->within.pairs);
    for (size_t r = 0; r < work->options->permutations; r++)
        cumulate(work->options, work->counted + r * work->cells);
    judge(work, &made->within);
}

static geo_status permute(geo_context *context, const pairs *all, const geo_knox_options *options,
                          geo_knox *made)
{
    counting work = {
        .all = all, .options = options, .cells = options->distance_count * options->day_count};
    size_t workers = (size_t)geo_threads(context);
    geo_status status = geo_alloc_array(context, workers * all->count, sizeof *work.day, &work.day);
    if (status == GEO_OK)
        status = geo_alloc_array(context, options->permutations * work.cells, sizeof *work.counted,
                                 &work.counted);
    if (status == GEO_OK) {
        count_pairs(all, options, all->day, made->band.pairs);
        status = shuffle_all(context, &work);
    }
    if (status == GEO_OK)
        judge_all(&work, made);
    free(work.day);
    free(work.counted);
    return status;
}

/* ---- who repeats ---------------------------------------------------------------------------- */

/* How many bands of days have near repeats at that distance, from the soonest on. */
static size_t near_days_at(const geo_knox_options *options, const geo_knox_bands *band, size_t d)
{
    size_t first = d * options->day_count, days = 0;
    while (days < options->day_count &&
           geo_knox_is_near(options, band->ratio[first + days], band->p[first + days]))
        days++;
    return days;
}

/* The largest rectangle of bands; of equal ones that with the fewest distances. */
static void find_near(const geo_knox_options *options, geo_knox *made)
{
    size_t days = options->day_count;
    for (size_t d = 0; d < options->distance_count && days > 0; d++) {
        size_t here = near_days_at(options, &made->band, d);
        days = here < days ? here : days;
        if ((d + 1) * days > made->near_distances * made->near_days) {
            made->near_distances = d + 1;
            made->near_days = days;
        }
    }
}

enum { LINKED = 1, FOLLOWING = 2 };

static void link_pair(const pairs *all, size_t i, size_t p, int32_t most_days, unsigned char *role)
{
    size_t j = (size_t)all->to[p];
    int32_t after = all->day[j] - all->day[i];
    if (abs(after) > most_days)
        return;
    role[i] |= after < 0 ? LINKED | FOLLOWING : LINKED;
    role[j] |= after > 0 ? LINKED | FOLLOWING : LINKED;
}

static geo_status count_linked(geo_context *context, const pairs *all,
                               const geo_knox_options *options, geo_knox *made)
{
    unsigned char *role = NULL;
    if (made->near_days == 0)
        return GEO_OK;
    geo_status status = geo_alloc_array(context, all->count, sizeof *role, &role);
    if (status != GEO_OK)
        return status;
    for (size_t i = 0; i < all->count; i++)
        for (size_t p = all->first[i]; p < all->first[i + 1]; p++)
            if (all->distance[p] < made->near_distances)
                link_pair(all, i, p, (int32_t)options->days[made->near_days - 1], role);
    for (size_t i = 0; i < all->count; i++) {
        made->linked += (role[i] & LINKED) != 0;
        made->following += (role[i] & FOLLOWING) != 0;
    }
    free(role);
    return GEO_OK;
}

/* ---- the test ------------------------------------------------------------------------------- */

static geo_status new_bands(geo_context *context, size_t cells, geo_knox_bands *bands)
{
    geo_status status = geo_alloc_array(context, cells, sizeof *bands->pairs, &bands->pairs);
    if (status == GEO_OK)
        status = geo_alloc_array(context, cells, sizeof *bands->expected, &bands->expected);
    if (status == GEO_OK)
        status = geo_alloc_array(context, cells, sizeof *bands->ratio, &bands->ratio);
    if (status == GEO_OK)
        status = geo_alloc_array(context, cells, sizeof *bands->p, &bands->p);
    return status;
}

static geo_status new_knox(geo_context *context, size_t cells, geo_knox **out)
{
    geo_status status = geo_alloc_array(context, 1, sizeof **out, out);
    if (status == GEO_OK)
        status = new_bands(context, cells, &(*out)->band);
    return status == GEO_OK ? new_bands(context, cells, &(*out)->within) : status;
}

geo_status geo_knox_make(geo_context *context, const double *x, const double *y, const double *day,
                         size_t count, const geo_knox_options *options, geo_knox **out)
{
    pairs all = {.count = 0};
    geo_knox *made = NULL;
    geo_status status = check(context, options);
    if (status == GEO_OK)
        status = take_incidents(context, x, y, day, count, &all);
    if (status == GEO_OK)
        status = find_pairs(context, options, &all);
    if (status == GEO_OK)
        status = find_bands(context, options, &all);
    if (status == GEO_OK)
        status = new_knox(context, options->distance_count * options->day_count, &made);
    if (status == GEO_OK)
        status = permute(context, &all, options, made);
    if (status == GEO_OK) {
        made->count = all.count;
        find_near(options, made);
        status = count_linked(context, &all, options, made);
    }
    clear_pairs(&all);
    if (status == GEO_OK)
        *out = made;
    else
        geo_knox_free(made);
    return status;
}
