/*
 * geo/spatial.h - how values lie in space: neighbours by distance, hot and cold spots, clusters and
 * outliers. A part of the measure stage; see geo/core.h for the conventions.
 */
#ifndef GEO_SPATIAL_H
#define GEO_SPATIAL_H

#include <geo/core.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- neighbours by distance ----------------------------------------------------------------- */

/* All within distance_m, that distance included; with `power` above 0 weighted by 1 /
 * distance^power where those at no distance weigh as if they were 1 m apart, else 1 each. Points
 * that are not finite have none. GEO_ERROR_USAGE unless distance_m is above 0 and finite;
 * GEO_ERROR_LIMIT from 2^31 pairs on. O(points + pairs). */
GEO_API geo_status geo_neighbours_within(geo_context *context, const double *x, const double *y,
                                         size_t count, double distance_m, double power,
                                         geo_neighbours **out);

/* The k nearest, of equally near ones those that come first. GEO_ERROR_USAGE unless k is from 1 to
 * the number of finite points less 1. O(points k log k) where they are spread evenly. */
GEO_API geo_status geo_neighbours_nearest(geo_context *context, const double *x, const double *y,
                                          size_t count, size_t k, geo_neighbours **out);

/* ---- statistics ----------------------------------------------------------------------------- */

/* Areas whose value is NaN are left out of everything, as if they were not there. */

typedef struct geo_spatial_options {
    bool row_standardised; /* weights of each area's neighbours add up to 1 */
    size_t permutations;   /* of the tests by permutation; 0: none is made, their p are NaN */
    uint64_t seed;         /* each area and each permutation has a stream of its own from it */
} geo_spatial_options;

#define GEO_SPATIAL_OPTIONS_INIT                                                                   \
    {                                                                                              \
        false, 999, 1                                                                              \
    }

/*
 * Getis-Ord Gi* of each area, itself among its neighbours with weight 1, as a z value into
 * z[count]: (sum_j w_ij x_j - mean W_i) / (S sqrt((n S1_i - W_i^2) / (n - 1))), W_i and S1_i the
 * sums of its weights and of their squares, S the SD with divisor n (Ord and Getis 1995, Local
 * spatial autocorrelation statistics, Geographical Analysis 27). Weights of an area may be of any
 * scale beside its own 1. NaN where all values are one, and where everything is a neighbour.
 * O(pairs).
 */
GEO_API geo_status geo_local_g(geo_context *context, const geo_neighbours *neighbours,
                               const double *value, double *z);

typedef enum geo_cluster {
    GEO_CLUSTER_NONE,
    GEO_CLUSTER_HIGH_HIGH,
    GEO_CLUSTER_LOW_LOW,
    GEO_CLUSTER_HIGH_LOW, /* high among low ones */
    GEO_CLUSTER_LOW_HIGH
} geo_cluster;

/* "", "high-high" ... */
GEO_API const char *geo_cluster_name(geo_cluster cluster);

typedef struct geo_local_moran {
    size_t count;
    double *i;            /* [count] NaN without neighbours or value */
    double *p;            /* [count] two-sided, by permutation */
    geo_cluster *cluster; /* [count] by its own and its neighbours' deviation, significant or not */
} geo_local_moran;

/*
 * Local Moran: I_i = z_i sum_j w_ij z_j / m2, z being the deviation from the mean and m2 the mean
 * of its square (Anselin 1995, Local indicators of spatial association, Geographical Analysis 27).
 * p by conditional permutation: the area keeps its value and as many others as it has neighbours
 * are drawn from the rest; twice the smaller tail's (r + 1) / (permutations + 1), at most 1.
 * Results are the same for any number of threads. O(pairs x permutations).
 */
GEO_API geo_status geo_local_moran_make(geo_context *context, const geo_neighbours *neighbours,
                                        const double *value, const geo_spatial_options *options,
                                        geo_local_moran **out);
GEO_API void geo_local_moran_free(geo_local_moran *moran);

/* One statistic of the whole map. z and p (two-sided) by the moments under randomisation (Cliff and
 * Ord 1981, Spatial Processes, pages 42-46 and 54), permuted_p by permutation of all values, twice
 * the smaller tail. */
typedef struct geo_autocorrelation {
    size_t count;   /* areas with a value and a neighbour that has one */
    size_t islands; /* areas with a value but without such a neighbour, which are left out */
    double statistic;
    double expected;
    double variance;
    double z;
    double p;
    double permuted_p;
} geo_autocorrelation;

/* Moran's I, above its expectation where neighbours are alike. GEO_ERROR_DATA with fewer than 4
 * areas or when all values are one. O(pairs x permutations). */
GEO_API geo_status geo_moran(geo_context *context, const geo_neighbours *neighbours,
                             const double *value, const geo_spatial_options *options,
                             geo_autocorrelation *out);
/* Geary's C, below 1 where neighbours are alike. As geo_moran(). */
GEO_API geo_status geo_geary(geo_context *context, const geo_neighbours *neighbours,
                             const double *value, const geo_spatial_options *options,
                             geo_autocorrelation *out);

/* ---- hot and cold spots, clusters and outliers, as a table ----------------------------------- */

/* By the confidence that a spot is none of chance, from cold to hot. */
typedef enum geo_spot {
    GEO_SPOT_COLD_99,
    GEO_SPOT_COLD_95,
    GEO_SPOT_COLD_90,
    GEO_SPOT_NONE,
    GEO_SPOT_HOT_90,
    GEO_SPOT_HOT_95,
    GEO_SPOT_HOT_99,
    GEO_SPOT_COUNT
} geo_spot;

/* "cold spot, 99%" ... "not significant" ... "hot spot, 99%" */
GEO_API const char *geo_spot_name(geo_spot spot);
/* Hot above z = 0, cold below it: at 99% up to a p of 0.01, at 95% up to 0.05, at 90% up to 0.1. */
GEO_API geo_spot geo_spot_of(double z, double p);

/* A cluster as a table and a legend say it, significant or (GEO_CLUSTER_NONE) not: "high among
 * high", "high among low", "not significant" ... */
GEO_API const char *geo_cluster_text(geo_cluster cluster);

typedef enum geo_area_statistic { GEO_GI_STAR, GEO_LOCAL_MORAN } geo_area_statistic;

typedef struct geo_area_clusters_options {
    geo_area_statistic statistic;
    geo_spatial_options
        test; /* of the whole map; Gi* has no permutations and no standardised rows */
    size_t local_permutations; /* of each area: local Moran */
    bool is_corrected;         /* classes go by p corrected for their number */
    const bool *shown;         /* [areas->count] that have a row; NULL: all. It makes no difference
                                  to what they are compared with */
    bool significant;          /* only those that are have a row */
    size_t top;                /* the first rows only; 0: all */
    const char *value_name;    /* of the column of values: "rate_per_1000"; NULL: values are the
                                  counts, and have none */
    const char *value_heading; /* NULL: the name with blanks */
    const char *name_heading;  /* of the areas' names; NULL: "name" */
    bool has_centres;          /* columns x and y, by the areas' fields of that name: cells */
    const char *area_word;     /* what the areas are: "cells"; NULL: "areas" */
    int decimals;              /* of values in printed tables */
} geo_area_clusters_options;

#define GEO_AREA_CLUSTERS_OPTIONS_INIT                                                             \
    {                                                                                              \
        GEO_GI_STAR, {true, 999, 1}, 9999, true, NULL, false, 0, NULL, NULL, NULL, false, NULL, 1  \
    }

/* Table: rank (of Gi*, by z), code, name, parent, x, y, count, population, the value, z or i, p,
 * p_fdr, of local Moran quadrant, and class. Hot spots stand first, the hottest before the others,
 * then cold ones, the coldest first; of local Moran high among high, high among low, low among
 * high, low among low, each by falling size of I; then what is not significant by falling z or I;
 * last areas without a value. */
typedef struct geo_area_clusters {
    size_t count;          /* areas */
    size_t tested;         /* those with a p */
    double *statistic;     /* [count] z of Gi* or I; NaN: none */
    double *p;             /* [count] two-sided, as found */
    double *adjusted;      /* [count] by geo_false_discovery() */
    int32_t *class_of;     /* [count] geo_spot, or geo_cluster; GEO_NO_CODE without a value */
    int32_t *raw_class_of; /* [count] the same by p as found */
    geo_autocorrelation moran;
    geo_autocorrelation geary;
    geo_table *table;
} geo_area_clusters;

/*
 * Where high values lie together, and low ones: Gi* or local Moran of each area, Moran's I and
 * Geary's C of all. A class of Gi* goes by the normal distribution; local Moran is significant from
 * a p of 0.05 down. Of neighbours with weights (by distance) Gi* takes for an area's own that of
 * its nearest. Areas without a population or geometry may have a value of NaN: they have a row, and
 * no class. GEO_ERROR_DATA with fewer than 4 areas that have a value and a neighbour, when all
 * values are one, and when each area is every other's neighbour. O(pairs x permutations).
 */
GEO_API geo_status geo_area_clusters_make(geo_context *context, const geo_areas *areas,
                                          const int64_t *count, const double *value,
                                          const geo_neighbours *neighbours,
                                          const geo_area_clusters_options *options,
                                          geo_area_clusters **out);
GEO_API void geo_area_clusters_free(geo_area_clusters *clusters);

/* ---- circular scan -------------------------------------------------------------------------- */

/* Log likelihood ratio of a place with `count` of `all` incidents where `expected` were to be
 * expected: c ln(c / E) + (C - c) ln((C - c) / (C - E)) for c above E, else 0 (Kulldorff 1997, A
 * spatial scan statistic, Communications in Statistics 26, equation 1, for Poisson counts). 30, 15,
 * 100 -> 7.203494. NaN unless 0 <= count <= all and 0 < expected < all. */
GEO_API double geo_scan_ratio(double count, double expected, double all);

typedef struct geo_scan_options {
    double most_share;    /* of all people that a circle may hold, above 0 and at most 0.5 */
    double most_radius_m; /* of a circle; 0: any */
    size_t permutations;
    uint64_t seed;
} geo_scan_options;

#define GEO_SCAN_OPTIONS_INIT                                                                      \
    {                                                                                              \
        0.5, 0, 999, 1                                                                             \
    }

/* A circle around an area's point, and the areas whose points are in it. */
typedef struct geo_scan_cluster {
    int32_t centre;
    double radius_m; /* to the farthest of its points; 0 for one area */
    size_t area_count;
    int32_t *area; /* [area_count] rising */
    int64_t incidents;
    double expected;
    double relative_risk; /* rate inside over rate outside; infinity when all are inside */
    double ratio;         /* geo_scan_ratio() */
    double p;
} geo_scan_cluster;

typedef struct geo_scan {
    size_t count;
    geo_scan_cluster *cluster; /* [count] by falling ratio, no two with an area in common */
    int64_t incidents;         /* of areas that count */
    double people;
} geo_scan;

/*
 * Circles with more incidents than their people would have at the rate of all: of the circles
 * around each area the one with the highest ratio, then those of them that share no area with a
 * higher one. p: how many of the maps with as many incidents, dealt to people at random, have a
 * circle with a ratio as high, (r + 1) / (permutations + 1). Areas without a finite point or with
 * no people are left out. The same for any number of threads. GEO_ERROR_USAGE for an option out of
 * range, GEO_ERROR_DATA for a count below 0, or without two areas or any incident; GEO_ERROR_LIMIT
 * when the circles' areas are more than 2^28 (about 1 GB): a smaller radius has fewer. O(n^2 log n
 * + circles' areas x permutations).
 */
GEO_API geo_status geo_scan_make(geo_context *context, const double *x, const double *y,
                                 const int64_t *count, const double *people, size_t n,
                                 const geo_scan_options *options, geo_scan **out);
GEO_API void geo_scan_free(geo_scan *scan);

typedef struct geo_scan_table_options {
    double most_p;     /* clusters up to that p are listed */
    size_t top;        /* the first so many of them; 0: all */
    const bool *shown; /* [areas->count]: clusters with none of these are left out, and so are other
                          areas; NULL: all are shown */
    double years;      /* rates are divided by this */
    int decimals;      /* of rates in printed tables */
} geo_scan_table_options;

#define GEO_SCAN_TABLE_OPTIONS_INIT                                                                \
    {                                                                                              \
        0.1, 0, NULL, 1, 1                                                                         \
    }

/* Tables of a scan's clusters, and of the areas in those that are listed. The former: cluster (of
 * those listed, from 1), centre (the area in the middle, by name), parent, areas, radius_m, count,
 * expected, population, rate_per_1000, relative_risk (null where all incidents are inside), llr, p,
 * class
 * ("cluster, 99%" and so on, as geo_spot_of()). The latter: cluster, code, name, parent, count,
 * population, rate_per_1000, class, the best rate of each cluster first. GEO_ERROR_USAGE when the
 * areas have no population. O(areas log areas). */
GEO_API geo_status geo_scan_tables(geo_context *context, const geo_scan *scan,
                                   const geo_areas *areas, const int64_t *count,
                                   const geo_scan_table_options *options, geo_table **clusters,
                                   geo_table **members);

/* ---- near repeats --------------------------------------------------------------------------- */

/* How far two incidents are apart: as the crow flies, or east to west and then north to south as
 * along the streets of a grid. */
typedef enum geo_metric { GEO_METRIC_EUCLIDEAN, GEO_METRIC_MANHATTAN } geo_metric;

/* Pairs of incidents that are as far apart as `distance_m` and as many days as `days` say: band b
 * of distances reaches from beyond distance_m[b - 1] (band 0: from 0 on) to distance_m[b], that
 * distance included; likewise the days. A first distance of 0 is the band of the same place. */
typedef struct geo_knox_options {
    const double *distance_m; /* [distance_count] rising, the last above 0 */
    size_t distance_count;
    const double *days; /* [day_count] rising, from 0 to 1,000,000 */
    size_t day_count;
    size_t permutations;
    uint64_t seed;
    geo_metric metric;
    double least_ratio; /* from which on, */
    double most_p;      /* and up to which, there are near repeats */
} geo_knox_options;

#define GEO_KNOX_OPTIONS_INIT                                                                      \
    {                                                                                              \
        NULL, 0, NULL, 0, 999, 1, GEO_METRIC_EUCLIDEAN, 1.2, 0.05                                  \
    }

/* Bands of distance and, within them, of days: [distance_count * day_count]. */
typedef struct geo_knox_bands {
    int64_t *pairs;   /* as seen */
    double *expected; /* mean over the permutations */
    double *ratio;    /* the former over the latter; NaN where that is 0 */
    double *p;        /* (r + 1) / (permutations + 1), r those with as many pairs or more */
} geo_knox_bands;

typedef struct geo_knox {
    size_t count;          /* incidents with a place and a day */
    geo_knox_bands band;   /* each by itself */
    geo_knox_bands within; /* each with all nearer ones and all of fewer days */
    size_t near_distances; /* the most bands, counted from the nearest and the soonest, that all
                              have near repeats: these of distance, */
    size_t near_days;      /* and these of days; both 0 when the very first has none */
    int64_t linked;        /* incidents in a pair of these bands */
    int64_t following; /* those of them that come after another, by a day or whatever the unit */
} geo_knox;

/* Whether there are near repeats in a band: enough more than expected, and hardly by chance.
 * Ratcliffe's calculator draws the line at 1.2 times and p 0.05 too (Ratcliffe 2009, Near Repeat
 * Calculator, version 1.3, Temple University). */
GEO_API bool geo_knox_is_near(const geo_knox_options *options, double ratio, double p);

/*
 * Knox's test for the interaction of space and time (Knox 1964, The detection of space-time
 * interactions, Applied Statistics 13), its p by permutation of the days among the places as in
 * Johnson and others 2007, Space-time patterns of risk, Journal of Quantitative Criminology 23.
 * Incidents whose place or day is not finite are left out; days are whole (a fraction is cut off),
 * and may be months or what else options->days are. The same for any number of threads and any
 * order of the incidents. GEO_ERROR_USAGE for bands that don't rise or no
 * permutations, GEO_ERROR_DATA for fewer than 2 incidents, GEO_ERROR_LIMIT from 2^31 pairs within
 * the distance on. O(pairs x permutations) time, O(pairs) memory.
 */
GEO_API geo_status geo_knox_make(geo_context *context, const double *x, const double *y,
                                 const double *day, size_t count, const geo_knox_options *options,
                                 geo_knox **out);
GEO_API void geo_knox_free(geo_knox *knox);

/* What the test's days are. */
typedef enum geo_knox_time { GEO_KNOX_DAYS, GEO_KNOX_MONTHS } geo_knox_time;

/* p up to which marks are strong. */
#define GEO_KNOX_STRONG_P 0.01

/* "same place", "0 to 100 m": band d of distances, and "0 to 14 days", "same month": band t. */
GEO_API geo_status geo_knox_append_distance(geo_context *context, const geo_knox_options *options,
                                            size_t d, geo_bytes *text);
GEO_API geo_status geo_knox_append_time(geo_context *context, const geo_knox_options *options,
                                        size_t t, geo_knox_time unit, geo_bytes *text);

/* A row for each band of distance and, within it, of time: distance, time, pairs, expected, ratio,
 * p, and for all bands up to there within_pairs, within_ratio, within_p; for programs (is_data) the
 * bounds from_m (beyond which), to_m, from_days and to_days (or months) and within_expected too.
 * Ratios are marked where there are near repeats. */
GEO_API geo_status geo_knox_table(geo_context *context, const geo_knox *knox,
                                  const geo_knox_options *options, geo_knox_time unit, bool is_data,
                                  geo_table **out);
/* The ratios with distances as rows and times as columns ("ratio_to_14_days"), marked alike. */
GEO_API geo_status geo_knox_matrix(geo_context *context, const geo_knox *knox,
                                   const geo_knox_options *options, geo_knox_time unit,
                                   geo_table **out);
/* "Pairs of incidents within 200 m and 14 days of each other are 1.8 times as many as expected by
 * chance (p 0.001)": of all bands with near repeats together, or of the nearest and soonest beyond
 * one place where there are none. */
GEO_API geo_status geo_knox_append_sentence(geo_context *context, const geo_knox *knox,
                                            const geo_knox_options *options, geo_knox_time unit,
                                            geo_bytes *text);

/* ---- emerging hot spots --------------------------------------------------------------------- */

/* Whether a series rises (s, z above 0) or falls. */
typedef struct geo_mann_kendall {
    size_t count; /* values, those that are NaN left out */
    int64_t s;    /* pairs whose later value is higher, less those whose later value is lower */
    double variance;
    double z; /* (s - 1) / SD, (s + 1) / SD below 0; 0 where all values are one */
    double p; /* two-sided, by the normal distribution */
} geo_mann_kendall;

/* The Mann-Kendall test, whose variance allows for ties: (n (n - 1) (2 n + 5) - sum of t (t - 1)
 * (2 t + 5) over groups of t equal values) / 18 (Mann 1945, Nonparametric tests against trend,
 * Econometrica 13; Kendall 1975, Rank Correlation Methods). 5, 6, 5, 8, 9, 9, 12: s 17, variance
 * 42.3333, z 2.45914. O(count^2). No allocation. */
GEO_API geo_mann_kendall geo_mann_kendall_of(const double *value, size_t count);

/* What the months of an area amount to. The five words mean the same of cold spots. */
typedef enum geo_emerging_class {
    GEO_EMERGING_NONE, /* never hot or cold */
    GEO_EMERGING_HOT_NEW,
    GEO_EMERGING_HOT_INTENSIFYING,
    GEO_EMERGING_HOT_PERSISTENT,
    GEO_EMERGING_HOT_DIMINISHING,
    GEO_EMERGING_HOT_SPORADIC,
    GEO_EMERGING_COLD_NEW,
    GEO_EMERGING_COLD_INTENSIFYING,
    GEO_EMERGING_COLD_PERSISTENT,
    GEO_EMERGING_COLD_DIMINISHING,
    GEO_EMERGING_COLD_SPORADIC,
    GEO_EMERGING_COUNT
} geo_emerging_class;

/* "intensifying hot spot" ... */
GEO_API const char *geo_emerging_name(geo_emerging_class pattern);
GEO_API bool geo_emerging_is_hot(geo_emerging_class pattern);
GEO_API bool geo_emerging_is_cold(geo_emerging_class pattern);

typedef struct geo_emerging_options {
    double most_p;            /* of a hot or cold month */
    bool is_corrected;        /* for the number of areas, month by month: geo_false_discovery() */
    double trend_p;           /* of a rise or fall */
    double lasting;           /* share of the months */
    size_t recent_months;     /* of a new hot spot, at most */
    const bool *shown;        /* [areas->count] that have a row; NULL: all */
    bool significant;         /* only those that were ever hot or cold have a row */
    size_t top;               /* the first rows only; 0: all */
    const char *name_heading; /* of the areas' names; NULL: "name" */
    bool has_centres;         /* columns x and y, by the areas' fields of that name: cells */
    const char *area_word;    /* what the areas are: "cells"; NULL: "areas" */
} geo_emerging_options;

#define GEO_EMERGING_OPTIONS_INIT                                                                  \
    {                                                                                              \
        0.05, true, 0.05, 0.9, 3, NULL, false, 0, NULL, false, NULL                                \
    }

/* Month by month, months * count: the areas of the first month, then those of the next. Table:
 * code, name, parent, x, y, count, months (with a z), months_hot, months_cold, latest_z, trend_z,
 * trend_p, class; by class (intensifying, new, persistent, diminishing, sporadic; hot, then cold;
 * the others) and falling count. */
typedef struct geo_emerging {
    size_t count; /* areas */
    size_t month_count;
    double *z;         /* Gi*; NaN without a value, and in a month whose values are all one */
    signed char *spot; /* hot 1, cold -1, neither 0 */
    int64_t *tested;   /* [count] months with a z; likewise the others by area */
    int64_t *hot_months;
    int64_t *cold_months;
    geo_mann_kendall *trend; /* of z over the months */
    int32_t *class_of;       /* geo_emerging_class; GEO_NO_CODE without any z */
    geo_table *table;
} geo_emerging;

/*
 * Gi* of every month, its trend in each area, and a word for both. Of one sign, by months tested:
 * lasting (in `lasting` of them at least) are intensifying (also in the last, rising away from 0),
 * diminishing (falling, or not in the last), persistent (in the last, neither); others are new (in
 * none but up to `recent_months` that end with the last) or sporadic. Areas that are hot in some
 * months and cold in others go by the more frequent, of equally frequent ones hot unless the last
 * month is cold. The words are those of emerging hot spot analysis in ArcGIS, whose neighbours
 * reach into the month before too, which these don't; new and diminishing take in what it calls
 * consecutive (of few months) and historical. Weights as for geo_area_clusters_make().
 * GEO_ERROR_USAGE for an option out of range, GEO_ERROR_DATA with fewer than 4 months. O(months x
 * pairs + areas x months^2).
 */
GEO_API geo_status geo_emerging_make(geo_context *context, const geo_areas *areas,
                                     const int64_t *count, const double *value, size_t months,
                                     const geo_neighbours *neighbours,
                                     const geo_emerging_options *options, geo_emerging **out);
GEO_API void geo_emerging_free(geo_emerging *emerging);

#ifdef __cplusplus
}
#endif
#endif
