/* Hit rate against the share of the ground. */
#include <math.h>
#include <stdlib.h>

#include <geo/evaluation.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/sum.h"

void geo_hit_curve_free(geo_hit_curve *curve)
{
    if (!curve)
        return;
    free(curve->area_share);
    free(curve->hit_rate);
    free(curve);
}

/* ---- order ---------------------------------------------------------------------------------- */

struct piece {
    double score;
    size_t place;
};

/* Falling, those without a score last; equal ones by place, so that sums do not hang on how they
 * were sorted. */
static int compare_pieces(const void *a, const void *b)
{
    const struct piece *one = a, *other = b;
    if (isnan(one->score) != isnan(other->score))
        return isnan(one->score) ? 1 : -1;
    if (one->score > other->score || one->score < other->score)
        return one->score > other->score ? -1 : 1;
    return (one->place > other->place) - (one->place < other->place);
}

static bool is_same_step(const struct piece *one, const struct piece *other)
{
    return one->score == other->score || (isnan(one->score) && isnan(other->score));
}

static geo_status check(geo_context *context, const double *area_km2, const int64_t *incidents,
                        size_t n)
{
    bool has_ground = false;
    for (size_t i = 0; i < n; i++) {
        if (!(area_km2[i] >= 0) || !isfinite(area_km2[i]))
            return geo_fail(context, GEO_ERROR_DATA, "piece of ground %zu: area %g km2", i + 1,
                            area_km2[i]);
        if (incidents[i] < 0)
            return geo_fail(context, GEO_ERROR_DATA,
                            "piece of ground %zu has fewer than no incidents", i + 1);
        has_ground |= area_km2[i] > 0;
    }
    return has_ground ? GEO_OK
                      : geo_fail(context, GEO_ERROR_DATA,
                                 "there is no ground on which hotspots could be judged");
}

static geo_status sort_pieces(geo_context *context, const double *score, size_t n,
                              struct piece **out)
{
    struct piece *piece = NULL;
    geo_status status = geo_alloc_array(context, n, sizeof *piece, &piece);
    if (status != GEO_OK)
        return status;
    for (size_t i = 0; i < n; i++)
        piece[i] = (struct piece){score[i], i};
    qsort(piece, n, sizeof *piece, compare_pieces);
    *out = piece;
    return GEO_OK;
}

/* ---- the curve ------------------------------------------------------------------------------ */

static geo_status new_curve(geo_context *context, size_t points, geo_hit_curve **out)
{
    geo_status status = geo_alloc_array(context, 1, sizeof **out, out);
    if (status == GEO_OK)
        status = geo_alloc_array(context, points, sizeof *(*out)->area_share, &(*out)->area_share);
    if (status == GEO_OK)
        status = geo_alloc_array(context, points, sizeof *(*out)->hit_rate, &(*out)->hit_rate);
    return status;
}

/* Ground and incidents so far at the end of each step. */
static void add_up(const struct piece *piece, const double *area_km2, const int64_t *incidents,
                   size_t n, geo_hit_curve *curve)
{
    geo_sum ground = {0, 0};
    curve->count = 1;
    for (size_t i = 0; i < n; i++) {
        geo_sum_add(&ground, area_km2[piece[i].place]);
        curve->incidents += incidents[piece[i].place];
        if (i + 1 < n && is_same_step(&piece[i], &piece[i + 1]))
            continue;
        curve->area_share[curve->count] = geo_sum_value(&ground);
        curve->hit_rate[curve->count++] = (double)curve->incidents;
    }
    curve->area_km2 = geo_sum_value(&ground);
}

static void divide(geo_hit_curve *curve)
{
    geo_sum under = {0, 0};
    for (size_t k = 0; k < curve->count; k++) {
        curve->area_share[k] /= curve->area_km2;
        curve->hit_rate[k] =
            curve->incidents > 0 ? curve->hit_rate[k] / (double)curve->incidents : (double)NAN;
    }
    for (size_t k = 1; k < curve->count; k++)
        geo_sum_add(&under, (curve->area_share[k] - curve->area_share[k - 1]) *
                                (curve->hit_rate[k] + curve->hit_rate[k - 1]) / 2);
    curve->area_under = geo_sum_value(&under);
}

geo_status geo_hit_curve_make(geo_context *context, const double *score, const double *area_km2,
                              const int64_t *incidents, size_t n, geo_hit_curve **out)
{
    struct piece *piece = NULL;
    geo_hit_curve *curve = NULL;
    geo_status status = check(context, area_km2, incidents, n);
    if (status == GEO_OK)
        status = sort_pieces(context, score, n, &piece);
    if (status == GEO_OK)
        status = new_curve(context, n + 1, &curve);
    if (status == GEO_OK) {
        add_up(piece, area_km2, incidents, n, curve);
        divide(curve);
        *out = curve;
    } else {
        geo_hit_curve_free(curve);
    }
    free(piece);
    return status;
}

/* Incidents on no ground at all, as a cell's corner may have, cost nothing: they come first. */
static double density_of(double area_km2, int64_t incidents)
{
    if (area_km2 > 0)
        return (double)incidents / area_km2;
    return incidents > 0 ? (double)INFINITY : 0;
}

geo_status geo_hit_curve_ideal(geo_context *context, const double *area_km2,
                               const int64_t *incidents, size_t n, geo_hit_curve **out)
{
    double *density = NULL;
    geo_status status = geo_alloc_array(context, n, sizeof *density, &density);
    for (size_t i = 0; i < n && status == GEO_OK; i++)
        density[i] = density_of(area_km2[i], incidents[i]);
    if (status == GEO_OK)
        status = geo_hit_curve_make(context, density, area_km2, incidents, n, out);
    free(density);
    return status;
}

double geo_hit_curve_at(const geo_hit_curve *curve, double area_share)
{
    size_t low = 0, high = curve->count - 1;
    if (!(area_share >= 0 && area_share <= 1))
        return (double)NAN;
    /* The last point that is not beyond it: of those on one share the one with most incidents. */
    while (low < high) {
        size_t middle = high - (high - low) / 2;
        if (curve->area_share[middle] <= area_share)
            low = middle;
        else
            high = middle - 1;
    }
    if (low + 1 == curve->count)
        return curve->hit_rate[low];
    double from = curve->area_share[low], to = curve->area_share[low + 1];
    double part = (area_share - from) / (to - from);
    return curve->hit_rate[low] + part * (curve->hit_rate[low + 1] - curve->hit_rate[low]);
}
