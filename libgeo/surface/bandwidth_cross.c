/*
 * The bandwidth of a Gaussian by least-squares cross-validation (Silverman 1986, Density
 * Estimation, section 3.4.3). With places of weight m, W in all, and G of deviation h,
 *
 *   M(h) = sum_ij m_i m_j G(d_ij; sqrt(2) h) / W^2
 *          - 2 sum_i m_i / W  sum_(j != i) m_j G(d_ij; h) / (W - m_i).
 *
 * Of points that all lie apart it is Silverman's score. M depends on the pairs through their
 * distances alone, so these are counted once, each shared between the two steps next to it.
 */
#include <math.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/pool.h"
#include "core/sum.h"
#include "surface/bandwidth.h"

enum {
    STEPS = 1 << 15,
    PARTS = 32, /* of the pairs, counted apart and added in order: the same for any threads */
    PARTS_AT_ONCE = 8,
    TRIALS = 60,
    NARROWINGS = 40
};

static const double pi = 3.14159265358979323846;

/* Beyond so many deviations a Gaussian is below 1e-17 of its peak. */
static const double reach = 8.9;

/* Of the pairs around one distance. */
typedef struct pair_sum {
    double product;  /* of their weights */
    double left_out; /* of these over all that is at other places */
} pair_sum;

typedef struct score {
    const geo_places *places;
    double total;
    double step_m;
    size_t begun;    /* of the parts, by the rounds before */
    double alone;    /* squared weights of the places themselves */
    pair_sum *pairs; /* [PARTS][STEPS + 1], then the sums in the first part */
} score;

/* ---- pairs ---------------------------------------------------------------------------------- */

static inline void add_pair(pair_sum *pairs, double position, double product, double left_out)
{
    size_t step = (size_t)position;
    double upper = position - (double)step;
    pairs[step].product += product * (1 - upper);
    pairs[step].left_out += left_out * (1 - upper);
    pairs[step + 1].product += product * upper;
    pairs[step + 1].left_out += left_out * upper;
}

/* Those of a place and the places after it, which lie south or east of it. */
static void add_pairs(const score *work, size_t i, pair_sum *pairs)
{
    const geo_places *places = work->places;
    double reach_m = work->step_m * STEPS;
    double x = places->x[i], y = places->y[i], weight = places->weight[i];
    double share = weight / (work->total - weight);
    for (size_t j = i + 1; j < places->count && y - places->y[j] < reach_m; j++) {
        double dx = places->x[j] - x, dy = places->y[j] - y, other = places->weight[j];
        double position = sqrt(dx * dx + dy * dy) / work->step_m;
        if (position < STEPS)
            add_pair(pairs, position, weight * other,
                     other * share + weight * (other / (work->total - other)));
    }
}

/* Every PARTS-th place, so that parts take alike long. */
static void add_part(void *user, size_t worker, size_t first, size_t last)
{
    const score *work = user;
    (void)worker;
    for (size_t part = work->begun + first; part < work->begun + last; part++)
        for (size_t i = part; i < work->places->count; i += PARTS)
            if (work->places->weight[i] > 0)
                add_pairs(work, i, work->pairs + part * (STEPS + 1));
}

static geo_status count_pairs(geo_context *context, score *work)
{
    geo_status status = GEO_OK;
    for (; work->begun < PARTS && status == GEO_OK; work->begun += PARTS_AT_ONCE) {
        geo_share_work(context, PARTS_AT_ONCE, 1, add_part, work);
        status = geo_report_progress(context, "cross-validation", (double)work->begun / PARTS);
    }
    for (size_t part = 1; part < PARTS; part++)
        for (size_t step = 0; step <= STEPS; step++) {
            const pair_sum *from = &work->pairs[part * (STEPS + 1) + step];
            work->pairs[step].product += from->product;
            work->pairs[step].left_out += from->left_out;
        }
    return status;
}

/* ---- the least score ------------------------------------------------------------------------ */

/* M of the head. */
static double score_of(const score *work, double h)
{
    geo_sum squared = {0, 0}, left_out = {0, 0};
    double most = reach * sqrt(2) * h / work->step_m;
    double rate = -work->step_m * work->step_m / (4 * h * h);
    geo_sum_add(&squared, work->alone);
    for (size_t step = 0; step <= STEPS && (double)step < most; step++) {
        const pair_sum *pairs = &work->pairs[step];
        if (!(pairs->product > 0))
            continue;
        double half = exp(rate * (double)step * (double)step);
        geo_sum_add(&squared, 2 * pairs->product * half);
        geo_sum_add(&left_out, pairs->left_out * half * half);
    }
    double scale = 1 / (4 * pi * h * h);
    return scale / work->total *
           (geo_sum_value(&squared) / work->total - 4 * geo_sum_value(&left_out));
}

static double trial(double least_m, double most_m, int i)
{
    return least_m * pow(most_m / least_m, (double)i / TRIALS);
}

/* Golden section between the trials beside the least one. */
static double narrow(const score *work, double low, double high)
{
    const double golden = (sqrt(5) - 1) / 2;
    double left = high - golden * (high - low), right = low + golden * (high - low);
    double at_left = score_of(work, left), at_right = score_of(work, right);
    for (int i = 0; i < NARROWINGS; i++) {
        if (at_left <= at_right) {
            high = right;
            right = left;
            at_right = at_left;
            left = high - golden * (high - low);
            at_left = score_of(work, left);
        } else {
            low = left;
            left = right;
            at_left = at_right;
            right = low + golden * (high - low);
            at_right = score_of(work, right);
        }
    }
    return (low + high) / 2;
}

/* Scores have several valleys: trials over the whole range tell the lowest. */
static void search(const score *work, double least_m, double most_m, double *bandwidth_m,
                   bool *is_at_end)
{
    int best = 0;
    double lowest = INFINITY;
    for (int i = 0; i <= TRIALS; i++) {
        double here = score_of(work, trial(least_m, most_m, i));
        if (here < lowest) {
            lowest = here;
            best = i;
        }
    }
    *is_at_end = best == 0 || best == TRIALS;
    *bandwidth_m = *is_at_end ? trial(least_m, most_m, best)
                              : narrow(work, trial(least_m, most_m, best - 1),
                                       trial(least_m, most_m, best + 1));
}

geo_status geo_bandwidth_cross_validate(geo_context *context, const geo_places *places,
                                        double least_m, double most_m, double *bandwidth_m,
                                        bool *is_at_end)
{
    score work = {.places = places, .step_m = reach * sqrt(2) * most_m / STEPS};
    geo_sum total = {0, 0}, alone = {0, 0};
    for (size_t i = 0; i < places->count; i++) {
        geo_sum_add(&total, places->weight[i]);
        geo_sum_add(&alone, places->weight[i] * places->weight[i]);
    }
    work.total = geo_sum_value(&total);
    work.alone = geo_sum_value(&alone);
    geo_status status =
        geo_alloc_array(context, (size_t)PARTS * (STEPS + 1), sizeof *work.pairs, &work.pairs);
    if (status != GEO_OK)
        return status;
    status = count_pairs(context, &work);
    if (status == GEO_OK)
        search(&work, least_m, most_m, bandwidth_m, is_at_end);
    free(work.pairs);
    return status;
}
