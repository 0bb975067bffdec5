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
    const double *weight; /* [area count] by how much each counts in that share, such as its
                             incidents; NULL: 1 each */
} geo_area_deprivation_options;

#define GEO_AREA_DEPRIVATION_OPTIONS_INIT                                                          \
    {                                                                                              \
        GEO_DEPRIVATION_DECILES, false, NULL, 0, "the areas", NULL, 0.95, NULL                     \
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

/* ---- two shares ----------------------------------------------------------------------------- */

/* Interval of count_a / total_a - count_b / total_b, of incidents that are not the same: Newcombe
 * 1998, Interval estimation for the difference between independent proportions, Statistics in
 * Medicine 17, method 10, of two Wilson intervals. 56 of 70, 48 of 80 -> 0.0524, 0.3339. NaN unless
 * each count lies from 0 to its total, that is above 0, and level between 0 and 1. */
GEO_API void geo_share_difference_interval(double count_a, double total_a, double count_b,
                                           double total_b, double level, double *lower,
                                           double *upper);

/* Two-sided p value of equal shares by the score test (Pearson's chi-square without correction; R's
 * prop.test(correct = FALSE)). 56 of 70, 48 of 80 -> 0.008045. 1 where both are 0 or both whole;
 * NaN as above. */
GEO_API double geo_share_compare(double count_a, double total_a, double count_b, double total_b);

/* ---- tables by deprivation ------------------------------------------------------------------ */

typedef struct geo_deprivation_table_options {
    const bool *which;      /* [areas->count] those that count; NULL: all */
    double level;           /* of the intervals */
    int decimals;           /* of rates and per cent in printed tables; ratios have one more */
    int64_t round_to;       /* shown counts rounded to a multiple of this; 0 or 1: exact */
    int64_t suppress_below; /* counts of 1 to this less 1 are hidden, and all that would tell them;
                               0 or 1: none */
    const char *subject;    /* of the sentence, with its verb: "drug offences are" */
    const char *other;      /* what it is compared with, without one: "all other crime" */
    const char *people;     /* what the population counts */
    bool has_shares;        /* by category: shares of incidents by group instead of rates */
    size_t levels;          /* by category: of the tree, from its roots; 0: all */
} geo_deprivation_table_options;

#define GEO_DEPRIVATION_TABLE_OPTIONS_INIT                                                         \
    {                                                                                              \
        NULL, 0.95, 1, 0, 0, "incidents are", "all others", "residents", false, 2                  \
    }

/* Of geo/measure.h: incidents by area and kind, and what they are divided by. */
struct geo_area_counts;

/*
 * Counts of areas by their group of deprivation. A group's rate is its incidents over its
 * population, both summed over its areas that have one: never a mean of rates. The most deprived
 * 20% are deciles 1 and 2, or quintile 1. Areas in no group are 'not known': they count in the sums
 * of all, but in no group. Where a bridge shares areas out among groups so are their incidents and
 * people, and counts are real numbers; the sums over all groups and 'not known' stay what they
 * were. Areas that lie in several groups are counted in that with their largest share.
 */
typedef struct geo_deprivation_table {
    geo_table *table;
    size_t group_count;        /* rows of the groups come first (of a profile and a comparison) */
    char *sentence;            /* "51% of drug offences are in areas in the top 20% most deprived
                                  nationally, where 40% of residents live"; NULL: it cannot be told */
    geo_inequality inequality; /* of all incidents of the first kind, NaN where it cannot be told */
    double overall;            /* its rate per 1,000 in all areas; likewise */
    size_t hidden_small;       /* counts that are hidden because they are small */
    size_t hidden_others;      /* so that nobody finds those by subtraction */
} geo_deprivation_table;

GEO_API void geo_deprivation_table_free(geo_deprivation_table *table);

/*
 * Of one kind (a node of the tree), a row for each group, one for what is not known, one for the
 * most deprived 20% where groups are finer, and one for all: group, areas, population,
 * population_share_percent, incidents, share_percent with its interval (Wilson's), ratio (of the
 * two shares, which is that of the group's rate to the overall one) with its interval by
 * geo_share_ratio_interval(), rate_per_1000 with its interval, comparison. Rates whose interval
 * lies below or above the overall rate are marked. Without any population the columns about it
 * are left out.
 *
 * Errors of all four: GEO_ERROR_USAGE for an option out of range, a node that there is not, counts
 * that are shared out where some are to be hidden; GEO_ERROR_DATA for a count below 0; those of
 * geo_suppress(). O(areas x groups x categories).
 */
GEO_API geo_status geo_deprivation_profile(geo_context *context,
                                           const struct geo_area_counts *counts,
                                           const geo_area_deprivation *groups, int32_t category,
                                           const geo_deprivation_table_options *options,
                                           geo_deprivation_table **out);

/* A row for each kind that has incidents: category, level, incidents, for each group its rate
 * ("decile_1_rate", "quintile_1_rate", "most_deprived_20_rate") or share of the kind's incidents
 * ("decile_1_share"), rate_per_1000 (of all), top_20_share_percent, ratio (of the most deprived
 * 20%) with its interval, slope and relative (SII and RII) with theirs. Groups' rates are marked
 * beside the kind's rate in all areas. */
GEO_API geo_status geo_deprivation_by_category(geo_context *context,
                                               const struct geo_area_counts *counts,
                                               const geo_area_deprivation *groups,
                                               const geo_deprivation_table_options *options,
                                               geo_deprivation_table **out);

/* Of one kind, a row for each parent of the areas and one for all: parent, areas, incidents,
 * rate_per_1000; of the most deprived 20% areas_top_20, population_top_20_percent (of the parent's
 * population), incidents_top_20, share_top_20_percent with its interval, ratio with its interval,
 * rate_top_20, marked beside the parent's rate; slope and relative with their intervals.
 * GEO_ERROR_USAGE when areas have no parent. */
GEO_API geo_status geo_deprivation_by_parent(geo_context *context,
                                             const struct geo_area_counts *counts,
                                             const geo_area_deprivation *groups, int32_t category,
                                             const geo_deprivation_table_options *options,
                                             geo_deprivation_table **out);

/*
 * One kind beside another: rows as of a profile; group, areas, population_share_percent, incidents,
 * share_percent, other_incidents, other_share_percent, difference (percentage points) with its
 * interval by geo_share_difference_interval(), ratio of the two shares, p by geo_share_compare().
 * Differences whose interval lies below or above 0 are marked. An incident must not be of both:
 * where `category` lies below `other`, the latter's incidents but those of the former are the
 * other. GEO_ERROR_USAGE when it is the other way round, or they are the same.
 */
GEO_API geo_status geo_deprivation_against(geo_context *context,
                                           const struct geo_area_counts *counts,
                                           const geo_area_deprivation *groups, int32_t category,
                                           int32_t other,
                                           const geo_deprivation_table_options *options,
                                           geo_deprivation_table **out);

/* ---- pockets -------------------------------------------------------------------------------- */

/* LSOAs, how deprived they are, and where they lie. Borrowed. */
typedef struct geo_pocket_areas {
    size_t count;
    const char *const *code;
    const char *const *name;         /* NULL, or entries that may be NULL */
    const char *const *district;     /* likewise */
    const double *population;        /* NaN where it is missing; NULL: not known */
    const double *rank;              /* NaN likewise; NULL: only deciles are known */
    const int32_t *decile;           /* 1 to 10; 0 where it is not known */
    double national;                 /* areas that the ranks are among */
    const geo_correspondence *wards; /* NULL: wards are not known */
    const char *const *ward;         /* [wards->to_count] their names */
    const int64_t *incidents;        /* NULL: none were counted */
} geo_pocket_areas;

typedef struct geo_pocket_options {
    int within;             /* per cent, 1 to 100: pockets are LSOAs in the most deprived so many */
    const char *among;      /* of what: "nationally" */
    const bool *shown;      /* [areas->count] LSOAs that may be listed; NULL: all */
    double years;           /* rates are divided by this; 1 leaves them as they are */
    double level;           /* of the intervals of rates */
    int decimals;           /* of rates and percentages in printed tables */
    int64_t round_to;       /* shown incidents to a multiple of this; 0 or 1: exact */
    int64_t suppress_below; /* keep back LSOAs with 1 to suppress_below - 1 incidents; 0: none */
} geo_pocket_options;

#define GEO_POCKET_OPTIONS_INIT                                                                    \
    {                                                                                              \
        20, "nationally", NULL, 1, 0.95, 1, 0, 0                                                   \
    }

#define GEO_POCKET_BANDS_MOST 5

/*
 * An LSOA of rank r among n is in the most deprived p per cent where ceil(100 r / n) <= p, so that
 * deciles 1 and 2 are the most deprived 20%. Bands are 1, 5, 10 and 20 as far as they are below
 * `within`, and `within`; where only deciles are known, those that are multiples of 10.
 *
 * `table`, one row for each pocket that may be listed, the most deprived first: rank (where ranks
 * are known), decile, band_percent (the narrowest that it is in), code, name, ward (the one with
 * the largest share of it), district, population, incidents, rate_per_1000, rate_lower_95,
 * rate_upper_95, ward_shares (of those at least 5% of which lie elsewhere: the parts of 5% or
 * more); columns of what is not known are left out, and ward_shares where it would be empty. Its
 * rows are about the areas.
 *
 * `districts`, one row for each district with an LSOA that may be listed, by falling share of its
 * LSOAs in pockets, and their sum: district, lsoas, population, top_1, top_5 ... (the bands,
 * each with those below it), pocket_percent (of its LSOAs), pocket_population,
 * pocket_population_percent. They are of all LSOAs of the district whose rank or decile is known,
 * whether these may be listed or not. Where districts are not known it has the sum alone.
 *
 * `sentence` says of each of these rows what a report would: "Lichfield: 2 of 58 LSOAs are in the
 * 20% most deprived nationally, in Chadsmead and Curborough".
 *
 * LSOAs with few incidents, and with them as many others as it takes so that they cannot be told
 * from the incidents of all LSOAs together, have no incidents and no rate (GEO_MARK_HIDDEN).
 */
typedef struct geo_pockets {
    int within;
    size_t band_count;
    int band[GEO_POCKET_BANDS_MOST]; /* rising */
    size_t known;                    /* LSOAs with a rank or a decile */
    size_t found;                    /* of these in pockets */
    size_t divided;                  /* of the listed ones; they have ward_shares */
    size_t hidden;                   /* of the listed ones; their incidents are kept back */
    geo_table *table;
    geo_table *districts;
    size_t sentence_count;
    char **sentence; /* [sentence_count] */
} geo_pockets;

/* GEO_ERROR_USAGE for an option out of range, and where only deciles are known for a `within` that
 * is no multiple of 10; GEO_ERROR_DATA when nothing is known of any LSOA; GEO_ERROR_DISCLOSURE when
 * incidents cannot be kept back. O(n log n). */
GEO_API geo_status geo_pockets_find(geo_context *context, const geo_pocket_areas *areas,
                                    const geo_pocket_options *options, geo_pockets **out);
GEO_API void geo_pockets_free(geo_pockets *pockets);

/* ---- deprivation under hotspots, and with rates --------------------------------------------- */

/* Whether a group is of the most deprived 20% (deciles 1 and 2, the first fifth). */
GEO_API bool geo_is_most_deprived(geo_deprivation_kind kind, int32_t group);

/* Cuts values into thirds, 0 with the lowest: third i + 1 begins at from[i], the first value that
 * i + 1 thirds of all are below. So equal values are in one third, the lower one, and a third may
 * have fewer areas or none (from INFINITY on); NaN is in none (GEO_NO_CODE). With fewer than 3
 * values from[] is NaN and all are in none. O(n log n). */
GEO_API geo_status geo_thirds(geo_context *context, const double *value, size_t count,
                              double from[2], int32_t *third);

typedef enum geo_overlay_kind {
    GEO_OVERLAY_GROUPS,    /* a class for each group of deprivation */
    GEO_OVERLAY_BIVARIATE, /* thirds of the rates by thirds of deprivation: 3 x rate + deprivation,
                              0 with the lowest rate and the least deprived */
    GEO_OVERLAY_BOTH       /* 0 neither, 1 in the most deprived 20%, 2 rate above the mean plus one
                              SD, 3 both */
} geo_overlay_kind;

#define GEO_OVERLAY_CLASSES_MOST 10

typedef struct geo_overlay_options {
    geo_overlay_kind kind;
    const bool *which; /* [areas->count] those that have rows; NULL: all. Thirds, mean and SD are of
                          all areas */
    double years;      /* rates are divided by this; 1 leaves them as they are */
    bool is_sample_sd; /* n - 1 in the SD, not n */
    int decimals;      /* of rates in printed tables */
    const char *denominator; /* what the population counts; NULL: "residents" */
    const char *const *ward; /* [areas->count] where each area lies, for a column of that name;
                                entries may be NULL; NULL: none */
} geo_overlay_options;

#define GEO_OVERLAY_OPTIONS_INIT                                                                   \
    {                                                                                              \
        GEO_OVERLAY_GROUPS, NULL, 1, false, 1, NULL, NULL                                          \
    }

/* From which rate on areas stand out: the first band of geo_reference. */
typedef struct geo_high_rate {
    size_t areas; /* with a rate; of these rates, unweighted: */
    double mean;
    double sd;
    double above; /* mean plus one SD */
} geo_high_rate;

/*
 * Tables. areas: code, name, ward, parent, count, population, rate_per_1000, decile or quintile (or
 * neither: two groups), for thirds rate_third and deprivation_third (3 the highest and the most
 * deprived), class; from the class of most interest on, highest rate first, equal ones in order of
 * code. classes: class, areas, count, population, rate_per_1000, incident_share and
 * population_share in percent, one row each, then areas in none where there are any, and all.
 * Shares and sums are of the areas shown. Without populations the columns that need them are left
 * out.
 */
typedef struct geo_overlay {
    geo_overlay_kind kind;
    size_t class_count;
    const char *class_text[GEO_OVERLAY_CLASSES_MOST];
    int32_t *class_of;        /* [areas->count] GEO_NO_CODE: rate or deprivation is not known */
    double rate_from[2];      /* the rates from which the middle and the high third begin */
    double deprivation_to[2]; /* the ranks (or deciles) from which the middle and the least
                                 deprived third begin */
    bool is_by_rank;          /* of deprivation_to */
    geo_high_rate high;       /* for GEO_OVERLAY_BOTH */
    geo_table *areas;
    geo_table *classes;
} geo_overlay;

/* `count` has one number for each area. GEO_ERROR_USAGE when rates are needed and the areas have no
 * population, GEO_ERROR_DATA when none is known. */
GEO_API geo_status geo_overlay_make(geo_context *context, const geo_areas *areas,
                                    const int64_t *count, const geo_area_deprivation *deprivation,
                                    const geo_overlay_options *options, geo_overlay **out);
GEO_API void geo_overlay_free(geo_overlay *overlay);

#ifdef __cplusplus
}
#endif
#endif
