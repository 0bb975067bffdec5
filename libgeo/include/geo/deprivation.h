/*
 * geo/deprivation.h - counts by deprivation: groups, rates, inequality, pockets. The part of the
 * measure stage that is about deprivation; see geo/core.h for the conventions.
 */
#ifndef GEO_DEPRIVATION_H
#define GEO_DEPRIVATION_H

#include <geo/core.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- groups --------------------------------------------------------------------------------- */

typedef enum geo_deprivation_kind {
    GEO_DEPRIVATION_DECILES,
    GEO_DEPRIVATION_QUINTILES,
    GEO_DEPRIVATION_TOP_20 /* the most deprived 20% (deciles 1 and 2), and the rest */
} geo_deprivation_kind;

#define GEO_DEPRIVATION_GROUPS_MOST 10

/* 10, 5 or 2. */
GEO_API size_t geo_deprivation_group_count(geo_deprivation_kind kind);
/* The group, from 0, of a decile 1 to 10; GEO_NO_CODE for any other. */
GEO_API int32_t geo_deprivation_group_of(geo_deprivation_kind kind, int32_t decile);
/* "1 (most deprived)", "2" ... "10 (least deprived)"; "Most deprived 20%", "Other 80%". */
GEO_API const char *geo_deprivation_group_name(geo_deprivation_kind kind, size_t group);

typedef struct geo_area_deprivation_options {
    geo_deprivation_kind kind;
    bool is_local;          /* areas are ranked anew among those that count, by rank, else score */
    const bool *which;      /* [area count] those that count; NULL: all */
    int lsoa_year;          /* of the areas' codes; 0: not known */
    const char *areas_text; /* what the areas are for messages: "boundaries.gpkg (LSOA21CD)" */
    const geo_correspondence *bridge; /* from the areas to the rows of the deprivation; NULL: codes
                                         are the same */
    double least_match;               /* share of areas that must find a row */
} geo_area_deprivation_options;

#define GEO_AREA_DEPRIVATION_OPTIONS_INIT                                                          \
    {                                                                                              \
        GEO_DEPRIVATION_DECILES, false, NULL, 0, "the areas", NULL, 0.95                           \
    }

/* Which group areas are in. Without a bridge each is in one or, without a row, in none. */
typedef struct geo_area_deprivation {
    geo_deprivation_kind kind;
    size_t group_count;
    size_t area_count;
    size_t matched;    /* areas that count and have a group */
    size_t counted;    /* areas that count */
    size_t in_several; /* matched areas that were merged of areas in several groups */
    bool is_local;
    double
        *share; /* [area_count * group_count] area by area; all 0: not known, or does not count */
    int32_t *group; /* [area_count] the one with the largest share, of equal ones the more deprived;
                       GEO_NO_CODE */
    int32_t *row;  /* [area_count] of the deprivation; with a bridge the one with the largest share;
                      GEO_NO_CODE */
    double *order; /* [area_count] by which areas stand from the most deprived on: rank (local or
                      national), means over parts with a bridge; NaN: not known. NULL: only deciles
                      are */
} geo_area_deprivation;

/*
 * Finds the rows of areas by code. GEO_ERROR_DATA, naming both sides, when both years are known and
 * differ and there is no bridge, and when less than `least_match` of the areas that count find a
 * row; GEO_ERROR_USAGE for local groups where neither ranks nor scores are known. A note tells the
 * match rate, a warning what is missing. O(areas log areas).
 */
GEO_API geo_status geo_area_deprivation_find(geo_context *context,
                                             const geo_deprivation *deprivation,
                                             const char *const *code, size_t count,
                                             const geo_area_deprivation_options *options,
                                             geo_area_deprivation **out);
GEO_API void geo_area_deprivation_free(geo_area_deprivation *groups);

/* ---- inequality ----------------------------------------------------------------------------- */

/* An estimate with its interval; NaN where it cannot be told, infinity where there is no end to it.
 */
typedef struct geo_estimate {
    double value;
    double lower;
    double upper;
} geo_estimate;

typedef struct geo_inequality {
    geo_estimate slope;    /* SII: rate of the most deprived less that of the least, as fitted */
    geo_estimate relative; /* RII: the former over the latter */
    geo_estimate concentration; /* index: below 0 when the most deprived have most */
} geo_inequality;

/*
 * Of groups in order from the most deprived on, with counts (0 or more, whole or shared out),
 * populations and the number that rates are per (1000).
 *
 * The line is that of the groups' rates on their ridits by least squares, weighted by population;
 * a ridit is the share of the population in the groups before, and half of the group's own (Pamuk
 * 1985, Social class inequality in mortality, Population Studies 39; Low and Low 2004, Measuring
 * the gap, Journal of Public Health 26, as PHEindicatormethods' phe_sii has it with a multiplier
 * of -1). SII: the line at ridit 0 less that at 1, positive where the most deprived have more.
 * RII: the former over the latter; NaN unless both are above 0. The concentration index is
 * 2 sum(count x ridit) / sum(count) - 1, which is 2 cov(rate, ridit) / mean rate, weighted by
 * population (Kakwani, Wagstaff and van Doorslaer 1997, Journal of Econometrics 77).
 *
 * Intervals at `level` take counts to be Poisson and populations to be known: fitted ends, slope
 * and total are linear in the counts. The slope's is normal; those of RII and index, which are
 * ratios, by Fieller's theorem (Hayes and Berry 2002, Sampling variability of the Kunst-Mackenbach
 * relative index of inequality, Journal of Epidemiology and Community Health 56). From 0 or to
 * infinity where one end of the line may be 0; -1 to 1 for an index of hardly any incidents. NaN
 * where fewer than two groups have incidents. How far rates lie off the line widens none of them.
 *
 * Groups without population or count (NaN) are left out; with fewer than 2 left all is NaN.
 * Without any incident the slope is 0, all else NaN. GEO_ERROR_USAGE for a level or `per` out of
 * range, GEO_ERROR_DATA for a count or population below 0 or infinite. O(n).
 */
GEO_API geo_status geo_inequality_make(geo_context *context, const double *count,
                                       const double *population, size_t group_count, double per,
                                       double level, geo_inequality *out);

/* The concentration curve of areas (or groups) from the most deprived on: cumulative shares of
 * population (across) and incidents (up), each [n + 1] from 0 to 1, areas by rising `order`, equal
 * ones in one step, those without order, population or count (NaN) left out; *points is how many
 * there are. order == NULL: as they stand. The index of the areas is 1 less twice the area below
 * it. GEO_ERROR_DATA as above, and when there is no population or no incident. O(n log n). */
GEO_API geo_status geo_concentration_curve(geo_context *context, const double *count,
                                           const double *population, const double *order, size_t n,
                                           double *across, double *up, size_t *points);

#ifdef __cplusplus
}
#endif
#endif
