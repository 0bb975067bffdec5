/* How sure the order of places is: ranks in resampled incidents. */
#include <math.h>
#include <stdlib.h>

#include <geo/evaluation.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/pool.h"
#include "core/random.h"

void geo_rank_stability_free(geo_rank_stability *stability)
{
    if (!stability)
        return;
    free(stability->rank);
    free(stability->rank_lower);
    free(stability->rank_upper);
    free(stability->top_share);
    free(stability);
}

typedef struct resampling {
    const int64_t *incidents;
    const double *divisor;
    size_t n;
    const int32_t *which;
    size_t count;
    const geo_stability_options *options;
    size_t zeros;   /* places without incidents, whose value is 0 in every replicate */
    double *mass;   /* [n] of a Poisson variable at its mean */
    double *value;  /* [workers * n] */
    double *sorted; /* [workers * n] rising */
    int32_t *best;  /* [count * replicates] place by place; 0: none */
    int32_t *worst;
    double *in_top; /* [count * replicates] */
} resampling;

/* ---- drawing -------------------------------------------------------------------------------- */

/* By inversion, outcomes being tried from the mean outwards: as many steps as the variable's
 * standard deviation (Kemp and Kemp 1991, Poisson random variate generation, Applied Statistics 40,
 * begin at the mode for the same reason). */
static int64_t draw(uint64_t *random, int64_t mean, double mass)
{
    double left = (double)(geo_random_bits(random) >> 11) * 0x1p-53 - mass;
    double up = mass, down = mass, at = (double)mean;
    int64_t high = mean, low = mean;
    while (left >= 0) {
        up *= at / (double)++high;
        left -= up;
        if (left < 0)
            return high;
        down *= (double)low / at;
        left -= down;
        low -= low > 0;
        /* What rounding leaves of the probability belongs to nobody. */
        if (up < 1e-30 && down < 1e-30)
            return mean;
        if (left < 0)
            return low;
    }
    return mean;
}

static double mass_at_mean(int64_t mean)
{
    double at = (double)mean;
    return mean > 0 ? exp(at * log(at) - at - lgamma(at + 1)) : 1;
}

static double value_of(const resampling *work, size_t place, int64_t incidents)
{
    if (!work->divisor)
        return (double)incidents;
    return work->divisor[place] > 0 ? (double)incidents / work->divisor[place] : (double)NAN;
}

/* ---- ranks ---------------------------------------------------------------------------------- */

static int compare_numbers(const void *one, const void *other)
{
    double a = *(const double *)one, b = *(const double *)other;
    return (a > b) - (a < b);
}

/* Of places with incidents: of most ground there are none, and it need not be sorted. */
static size_t sort_known(const resampling *work, const double *value, double *sorted)
{
    size_t known = 0;
    for (size_t i = 0; i < work->n; i++)
        if (work->incidents[i] > 0 && !isnan(value[i]))
            sorted[known++] = value[i];
    qsort(sorted, known, sizeof *sorted, compare_numbers);
    return known;
}

/* How many of the sorted values are below, or with `or_equal` not above. */
static size_t count_below(const double *sorted, size_t count, double value, bool or_equal)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (sorted[middle] < value || (or_equal && sorted[middle] == value))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* How many places have a higher value, and how many the same. */
static void count_places(const resampling *work, const double *sorted, size_t known, double value,
                         size_t *above, size_t *equal)
{
    *above = known - count_below(sorted, known, value, true);
    *equal = known - *above - count_below(sorted, known, value, false);
    if (value == 0)
        *equal += work->zeros;
}

static size_t place_of(const resampling *work, size_t i)
{
    return work->which ? (size_t)work->which[i] : i;
}

static void rank_places(const resampling *work, const double *value, const double *sorted,
                        size_t known, size_t replicate)
{
    for (size_t i = 0; i < work->count; i++) {
        double own = value[place_of(work, i)];
        size_t at = i * work->options->replicates + replicate;
        size_t above, equal;
        if (isnan(own))
            continue;
        count_places(work, sorted, known, own, &above, &equal);
        size_t room = work->options->top > above ? work->options->top - above : 0;
        work->best[at] = (int32_t)(above + 1);
        work->worst[at] = (int32_t)(above + equal);
        work->in_top[at] = room >= equal ? 1 : (double)room / (double)equal;
    }
}

static void resample(void *user, size_t worker, size_t first, size_t last)
{
    const resampling *work = user;
    double *value = work->value + worker * work->n, *sorted = work->sorted + worker * work->n;
    for (size_t r = first; r < last; r++) {
        uint64_t random = geo_random_stream(work->options->seed, r);
        for (size_t i = 0; i < work->n; i++) {
            int64_t incidents = work->incidents[i];
            value[i] =
                value_of(work, i, incidents > 0 ? draw(&random, incidents, work->mass[i]) : 0);
        }
        rank_places(work, value, sorted, sort_known(work, value, sorted), r);
    }
}

/* ---- over the replicates -------------------------------------------------------------------- */

static int compare_ranks(const void *one, const void *other)
{
    int32_t a = *(const int32_t *)one, b = *(const int32_t *)other;
    return (a > b) - (a < b);
}

static void summarise(const resampling *work, geo_rank_stability *made)
{
    size_t replicates = work->options->replicates;
    size_t outside = (size_t)((double)replicates * (1 - work->options->level) / 2);
    for (size_t i = 0; i < work->count; i++) {
        int32_t *best = work->best + i * replicates, *worst = work->worst + i * replicates;
        double in_top = 0;
        if (made->rank[i] == GEO_NO_INTEGER)
            continue;
        for (size_t r = 0; r < replicates; r++)
            in_top += work->in_top[i * replicates + r];
        qsort(best, replicates, sizeof *best, compare_ranks);
        qsort(worst, replicates, sizeof *worst, compare_ranks);
        made->rank_lower[i] = best[outside];
        made->rank_upper[i] = worst[replicates - 1 - outside];
        made->top_share[i] = in_top / (double)replicates;
    }
}

static void rank_observed(const resampling *work, geo_rank_stability *made)
{
    for (size_t i = 0; i < work->n; i++)
        work->value[i] = value_of(work, i, work->incidents[i]);
    size_t known = sort_known(work, work->value, work->sorted);
    for (size_t i = 0; i < work->count; i++) {
        double own = work->value[place_of(work, i)];
        size_t above, equal;
        made->rank[i] = made->rank_lower[i] = made->rank_upper[i] = GEO_NO_INTEGER;
        made->top_share[i] = (double)NAN;
        if (isnan(own))
            continue;
        count_places(work, work->sorted, known, own, &above, &equal);
        made->rank[i] = (int64_t)above + 1;
    }
}

/* ---- all ------------------------------------------------------------------------------------ */

static geo_status check(geo_context *context, const int64_t *incidents, size_t n,
                        const geo_stability_options *options)
{
    if (options->replicates == 0)
        return geo_fail(context, GEO_ERROR_USAGE,
                        "ranks are judged by resampling; ask for one replicate at least");
    if (!(options->level > 0 && options->level < 1))
        return geo_fail(context, GEO_ERROR_USAGE, "level %g: it must be between 0 and 1",
                        options->level);
    if (n > INT32_MAX)
        return geo_fail(context, GEO_ERROR_LIMIT, "more than %d places to rank", INT32_MAX);
    for (size_t i = 0; i < n; i++)
        if (incidents[i] < 0)
            return geo_fail(context, GEO_ERROR_DATA, "place %zu has fewer than no incidents",
                            i + 1);
    return GEO_OK;
}

static void clear(resampling *work)
{
    free(work->mass);
    free(work->value);
    free(work->sorted);
    free(work->best);
    free(work->worst);
    free(work->in_top);
}

static geo_status prepare(geo_context *context, resampling *work)
{
    size_t workers = (size_t)geo_threads(context);
    size_t ranks = work->count * work->options->replicates;
    geo_status status = geo_alloc_array(context, work->n, sizeof *work->mass, &work->mass);
    if (status == GEO_OK)
        status = geo_alloc_array(context, workers * work->n, sizeof *work->value, &work->value);
    if (status == GEO_OK)
        status = geo_alloc_array(context, workers * work->n, sizeof *work->sorted, &work->sorted);
    if (status == GEO_OK)
        status = geo_alloc_array(context, ranks, sizeof *work->best, &work->best);
    if (status == GEO_OK)
        status = geo_alloc_array(context, ranks, sizeof *work->worst, &work->worst);
    if (status == GEO_OK)
        status = geo_alloc_array(context, ranks, sizeof *work->in_top, &work->in_top);
    for (size_t i = 0; i < work->n && status == GEO_OK; i++) {
        work->mass[i] = mass_at_mean(work->incidents[i]);
        work->zeros += work->incidents[i] == 0 && !isnan(value_of(work, i, 0));
    }
    return status;
}

static geo_status new_stability(geo_context *context, size_t count, geo_rank_stability **out)
{
    geo_status status = geo_alloc_array(context, 1, sizeof **out, out);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *(*out)->rank, &(*out)->rank);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *(*out)->rank_lower, &(*out)->rank_lower);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *(*out)->rank_upper, &(*out)->rank_upper);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *(*out)->top_share, &(*out)->top_share);
    return status;
}

geo_status geo_rank_stability_make(geo_context *context, const int64_t *incidents,
                                   const double *divisor, size_t n, const int32_t *which,
                                   size_t count, const geo_stability_options *options,
                                   geo_rank_stability **out)
{
    static const geo_stability_options usual = GEO_STABILITY_OPTIONS_INIT;
    resampling work = {.incidents = incidents,
                       .divisor = divisor,
                       .n = n,
                       .which = which,
                       .count = which ? count : n,
                       .options = options ? options : &usual};
    geo_rank_stability *made = NULL;
    geo_status status = check(context, incidents, n, work.options);
    if (status == GEO_OK)
        status = prepare(context, &work);
    if (status == GEO_OK)
        status = new_stability(context, work.count, &made);
    if (status == GEO_OK) {
        made->count = work.count;
        rank_observed(&work, made);
        geo_share_work(context, work.options->replicates, 4, resample, &work);
        summarise(&work, made);
    }
    clear(&work);
    if (status == GEO_OK)
        *out = made;
    else
        geo_rank_stability_free(made);
    return status;
}
