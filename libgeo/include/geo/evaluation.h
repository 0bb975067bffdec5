/*
 * geo/evaluation.h - how well hotspots of one time hold what comes later, and how sure their order
 * is. A part of the measure stage; see geo/core.h for the conventions.
 */
#ifndef GEO_EVALUATION_H
#define GEO_EVALUATION_H

#include <geo/core.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- indices -------------------------------------------------------------------------------- */

/* Share of all incidents that a forecast caught: n / N. NaN unless 0 <= caught <= all and all is
 * above 0 and finite. */
GEO_API double geo_hit_rate(double caught, double all);

/* Prediction accuracy index: hit rate over the share of the ground that was flagged, (n / N) / (a /
 * A) (Chainey, Tompson and Uhlig 2008, The utility of hotspot mapping for predicting spatial
 * patterns of crime, Security Journal 21). 25 of 100 in 10 of 200 km2 -> 5; 1 is what ground taken
 * at random catches. NaN where there is no hit rate, and unless 0 < area <= all_area. */
GEO_API double geo_prediction_accuracy(double caught, double all, double area, double all_area);

/* Recapture rate index: the later over the earlier incidents of the ground flagged, over the same
 * ratio of all ground, (n2 / n1) / (N2 / N1) (Levine 2008, The "hottest" part of a hotspot,
 * Security Journal 21). Below 1 where incidents moved away or were fewer there than elsewhere. NaN
 * unless 0
 * <= later <= all_later and 0 < earlier <= all_earlier, with all_later above 0 and all finite. */
GEO_API double geo_recapture_rate(double earlier, double all_earlier, double later,
                                  double all_later);

/* Prediction efficiency index: PAI over the highest PAI that could have been had (Hunt 2016, Do
 * crime hot spots move?, American University, thesis). Where that is of as much ground as was
 * flagged it is n / n*, n* being the most that so much ground holds: PEI* (White, Hunt and Green
 * 2023, A discussion of current crime forecasting indices, Security Journal). 30 caught of 40 that
 * were possible -> 0.75. NaN unless caught is 0 or more and finite and possible above 0. */
GEO_API double geo_prediction_efficiency(double caught, double possible);

/* ---- hit rate against ground ---------------------------------------------------------------- */

/* What share of the incidents is caught, as more and more ground is taken: point 0 is 0, 0, and the
 * last 1, 1. */
typedef struct geo_hit_curve {
    size_t count;
    double *area_share; /* [count] rising */
    double *hit_rate;   /* [count] rising; NaN: there are no incidents */
    double area_km2;    /* of all ground */
    int64_t incidents;  /* in all of it */
    double area_under;  /* the curve, 0.5 by chance; NaN without incidents */
} geo_hit_curve;

GEO_API void geo_hit_curve_free(geo_hit_curve *curve);

/*
 * Pieces of ground (cells, areas) taken by falling score, those of one score at once: within such a
 * step the curve is straight, as it is on average where ground of the same score is taken at
 * random. Ground whose score is NaN is taken last. incidents[n] are those that the forecast is
 * judged by, or those that it was made from. GEO_ERROR_DATA for an area or a count below 0 or not
 * finite, and where there is no ground at all. O(n log n).
 */
GEO_API geo_status geo_hit_curve_make(geo_context *context, const double *score,
                                      const double *area_km2, const int64_t *incidents, size_t n,
                                      geo_hit_curve **out);
/* The best that could be had of this ground: taken by the density of the very incidents. */
GEO_API geo_status geo_hit_curve_ideal(geo_context *context, const double *area_km2,
                                       const int64_t *incidents, size_t n, geo_hit_curve **out);
/* The hit rate at some share of the ground, straight between points. NaN unless it lies from 0 to
 * 1. O(log points). */
GEO_API double geo_hit_curve_at(const geo_hit_curve *curve, double area_share);

/* ---- methods side by side ------------------------------------------------------------------- */

/* A way to choose ground, as the later incidents judge it. */
typedef struct geo_forecast {
    const char *name;             /* "Cells by count" */
    const geo_hit_curve *later;   /* of the incidents that judge */
    const geo_hit_curve *earlier; /* of those that it was made from, ground in the same order; NULL:
                                     not known, so that there is no RRI */
    double own_share; /* of the ground, where the forecast says by itself how much it flags; NaN: it
                         orders all ground, and any share may be taken */
} geo_forecast;

/*
 * A row for each share of the ground (area_share[share_count], rising, above 0 to 1) and forecast,
 * by share; a forecast with a share of its own has that row alone, and no area under its curve,
 * of which nothing beyond that is its own. Columns: method, ground_percent,
 * ground_km2, earlier (incidents that the forecast was made from), caught (later ones),
 * hit_rate_percent with Wilson's interval hit_rate_lower_95 and hit_rate_upper_95, pai, rri,
 * pei_star and area_under_curve. Incidents need not be whole where ground is taken in part. `ideal`
 * is the curve whose hit rates are possible, that of the finest ground of all forecasts; NULL: no
 * PEI*. GEO_ERROR_USAGE for shares that don't rise or lie outside 0 to 1. O(rows log points).
 */
GEO_API geo_status geo_evaluation_table(geo_context *context, const geo_forecast *forecast,
                                        size_t count, const geo_hit_curve *ideal,
                                        const double *area_share, size_t share_count,
                                        geo_table **out);

/* The curves as a table: ground_percent, then for each forecast, and last for `ideal` where it
 * isn't NULL, a column of hit rates in per cent that is called column[count] ("possible" for
 * `ideal`) and has the forecast's name as its heading; empty beyond a share of its own. Errors and
 * cost as above. */
GEO_API geo_status geo_hit_curve_table(geo_context *context, const geo_forecast *forecast,
                                       const char *const *column, size_t count,
                                       const geo_hit_curve *ideal, const double *area_share,
                                       size_t share_count, geo_table **out);

/* ---- stability of ranks --------------------------------------------------------------------- */

typedef struct geo_stability_options {
    size_t replicates; /* 1 or more, else GEO_ERROR_USAGE */
    uint64_t seed;     /* each replicate has a stream of its own from it */
    double level;      /* of the intervals, between 0 and 1, else GEO_ERROR_USAGE */
    size_t top;        /* which ranks are the top ones: 1 to this */
} geo_stability_options;

#define GEO_STABILITY_OPTIONS_INIT                                                                 \
    {                                                                                              \
        999, 1, 0.95, 10                                                                           \
    }

typedef struct geo_rank_stability {
    size_t count;
    int64_t *rank;       /* [count] as observed: one more than have a higher value; GEO_NO_INTEGER:
                            the place has no value, and likewise below */
    int64_t *rank_lower; /* [count] the interval over the replicates */
    int64_t *rank_upper;
    double *top_share; /* [count] of the replicates in which it is among the top ones */
} geo_rank_stability;

/*
 * How sure the order of n places is by incidents[n], or by these over divisor[n] (NULL: 1 each; a
 * place whose divisor is not above 0 has no value), for the places which[count] (NULL: all n). Each
 * replicate draws every incident a Poisson(1) number of times (the Poisson bootstrap: Hanley and
 * MacGibbon 2006, Creating non-parametric bootstrap samples using Poisson frequencies, Computer
 * Methods and Programs in Biomedicine 83), so that a place's count is a Poisson variable with the
 * count observed as its mean: incidents are taken to be independent of each other. The interval
 * (percentiles, as Goldstein and Spiegelhalter 1996, League tables and their limitations, Journal
 * of the Royal Statistical Society A 159, show ranks) goes from the lower percentile of the best
 * rank that a place shares with its equals to the upper one of the worst; for the top ranks places
 * that are equal at the limit count in part. Places without incidents stay so. The same for any
 * number of threads. GEO_ERROR_DATA for a count below 0. O(replicates x n log n).
 */
GEO_API geo_status geo_rank_stability_make(geo_context *context, const int64_t *incidents,
                                           const double *divisor, size_t n, const int32_t *which,
                                           size_t count, const geo_stability_options *options,
                                           geo_rank_stability **out);
GEO_API void geo_rank_stability_free(geo_rank_stability *stability);

#ifdef __cplusplus
}
#endif
#endif
