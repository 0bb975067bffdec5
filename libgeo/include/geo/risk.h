/*
 * geo/risk.h - one surface beside another: incidents of one kind beside those of another, incidents
 * beside people, after beside before. A part of the surface stage; see geo/core.h for the
 * conventions.
 */
#ifndef GEO_RISK_H
#define GEO_RISK_H

#include <geo/surface.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Of incidents, f, and of what they stand beside, g, each a sum of kernels over its points. */
typedef enum geo_risk_kind {
    /* Log relative risk, ln((f / F + c) / (g / G + c)), F and G being the numbers of the incidents:
     * 0 where they lie alike, ln 2 where the former are twice as dense a share of theirs (Bithell
     * 1991, Estimation of relative risk functions, Statistics in Medicine 10; Kelsall and Diggle
     * 1995, Kernel estimation of relative risk, Bernoulli 1). */
    GEO_RISK_RATIO,
    /* Incidents per 1,000 people, 1,000 f / g, a year with `years`: people are the weights of the
     * places of g (Bithell 1990, An application of density estimation to geographical epidemiology,
     * Statistics in Medicine 9). */
    GEO_RISK_RATE,
    /* Incidents per km2 after (f) less before (g), each a year with its `years`. */
    GEO_RISK_CHANGE
} geo_risk_kind;

typedef struct geo_risk_surface_options {
    geo_risk_kind kind;
    geo_kernel kernel;
    double bandwidth_m; /* the same for both, so that what an edge cuts off cancels in a quotient */
    double constant;    /* c of the log relative risk, as a share of the greatest cell of g / G: it
                           draws ratios of few incidents towards 1; 0: none */
    double least;       /* incidents of both, or people, that a cell must have, each counted by the
                           kernel as a share of its peak: 1 at the centre, none beyond its reach.
                           Cells with less have no value */
    double years;       /* that the incidents cover */
    double years_before; /* likewise g of a change */
    size_t permutations; /* 0: none */
    uint64_t seed;       /* each permutation has a stream of its own from it */
} geo_risk_surface_options;

#define GEO_RISK_SURFACE_OPTIONS_INIT                                                              \
    {                                                                                              \
        GEO_RISK_RATIO, GEO_KERNEL_QUARTIC, 0, 0, 5, 1, 1, 199, 1                                  \
    }

/* Cells row by row as those of the grid that they were made over; NaN where they have no value. */
typedef struct geo_risk_surface {
    size_t columns;
    size_t rows;
    size_t cells;     /* with a value */
    double *value;    /* by its kind; infinite where only one of the two densities is 0 */
    double *density;  /* f, per km2 */
    double *beside;   /* g, incidents or people per km2 */
    double *z;        /* f less its mean over its SD, if chance had dealt the incidents; NaN too
                         where they cannot vary */
    double *p_higher; /* that chance has f as high or higher here; NULL without permutations */
    double *p_lower;  /* as low or lower */
    double incidents; /* F */
    double others;    /* G: incidents, or people */
    double overall;   /* the value if f were spread as g is: 0, or the rate of all, or NaN for a
                         change, which has another at each place */
    size_t permutations;
    double *highest_z; /* [permutations] of each one's map; 0 where it has none above; rising */
    double *lowest_z;  /* likewise below 0; rising */
    double p; /* that chance makes a z as far from 0 anywhere on the map: twice that of the less
                 likely side; NaN without permutations */
} geo_risk_surface;

/*
 * The surface, and how far chance could have made it. `incidents` and `beside` are as a collector
 * gives them; the number of incidents counts, but of the people in GEO_RISK_RATE their weight.
 * `ground` tells CRS, extent and cells, and where there is no ground to speak of: its cells that
 * are NaN stay so, and count for nothing.
 *
 * Chance deals the incidents of both kinds, or of both periods, at random to all their places, as
 * many to each kind and each place as there are (a random labelling; Kelsall and Diggle 1995,
 * Non-parametric estimation of spatial variation in relative risk, Statistics in Medicine 14); so a
 * change is beside what the places would have if the whole map's change were theirs. Incidents
 * beside people are dealt to people's places, each person as likely. Mean and SD of f are those of
 * draws without replacement, or with it, exactly. p_higher and p_lower are (r + 1) / (permutations
 * + 1), r being the permutations with f as high (low): they hold for one place looked at alone. A
 * place that was found by looking over the map has geo_risk_surface_adjusted_p().
 *
 * The same bits for any number of threads. GEO_ERROR_CRS unless the ground's is metric,
 * GEO_ERROR_USAGE for options out of range, GEO_ERROR_DATA for places that a collector doesn't give
 * and where there are no incidents, or nothing to compare them with. Time: eight permutations take
 * that of about one direct sum, places x cells in their reach; 199 of 20,000 places, a quartic
 * kernel and a bandwidth of 10 cells are some 0.3 s on two threads, a quarter of that with cells
 * twice as wide. A Gaussian reaches 81 times as many cells. Memory: 56 bytes per cell, and 64 per
 * place and thread.
 */
GEO_API geo_status geo_risk_surface_make(geo_context *context, const geo_places *incidents,
                                         const geo_places *beside, const geo_grid *ground,
                                         const geo_risk_surface_options *options,
                                         geo_risk_surface **out);
GEO_API void geo_risk_surface_free(geo_risk_surface *risk);

/* That chance makes a z as high (of one below 0 as low) or more anywhere on the map: (r + 1) /
 * (permutations + 1), r being the permutations whose highest (lowest) is (Westfall and Young 1993,
 * Resampling-based multiple testing, single-step maxT). NaN without permutations or z. O(log
 * permutations). */
GEO_API double geo_risk_surface_adjusted_p(const geo_risk_surface *risk, double z);

#ifdef __cplusplus
}
#endif
#endif
