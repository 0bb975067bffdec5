/*
 * geo/compare.h - tables that compare: other places, two periods, months.
 * A part of the measure stage; see geo/core.h for the conventions.
 */
#ifndef GEO_COMPARE_H
#define GEO_COMPARE_H

#include <geo/measure.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- comparison with other places ----------------------------------------------------------- */

/* A place whose rates are known from elsewhere. */
typedef struct geo_comparator {
    const char *name;
    const double *rate; /* [categories->count] per 1,000, of the same time as the counts' rates;
                           NaN: not available */
} geo_comparator;

typedef enum geo_compare_values {
    GEO_COMPARE_RATES,
    GEO_COMPARE_COUNTS,
    GEO_COMPARE_BOTH
} geo_compare_values;

typedef struct geo_compare_options {
    const geo_area_groups *groups; /* districts, or any other groups of the areas; NULL: none */
    const size_t *shown;           /* [shown_count] which of them have columns, in this order */
    size_t shown_count;
    size_t this_count;    /* the first of them are what it is about: the notes tell of them */
    const char *all_name; /* of all areas together */
    const geo_comparator *comparator; /* [comparator_count] they stand last */
    size_t comparator_count;
    const char *against;       /* the column that rates are compared with, by its name in any case,
       with blanks or underscores; NULL:
                                  all areas */
    size_t levels;             /* of the tree, from its roots; 0: all */
    geo_compare_values values; /* in the columns of areas; comparators have rates alone */
    bool has_ranks;
    bool is_long;           /* a row for each kind and place */
    int64_t round_to;       /* as in geo_rank_options */
    int64_t suppress_below; /* as in geo_suppress_options; 0: nothing is hidden */
    double level;           /* of the interval */
    int decimals;           /* of rates in printed tables */
} geo_compare_options;

#define GEO_COMPARE_OPTIONS_INIT                                                                   \
    {                                                                                              \
        NULL, NULL, 0, 0, "All areas", NULL, 0, NULL, 0, GEO_COMPARE_RATES, false, false, 0, 0,    \
            0.95, 1                                                                                \
    }

/*
 * Rates by kind beside those of other places. A group's rate is its incidents over its population,
 * both summed over those of its areas that have a population.
 *
 * `table` is for people: a row for each kind, indented as the tree is; a column for each group
 * shown, for all areas and for each comparator, with GEO_MARK_LOWER or GEO_MARK_HIGHER where
 * geo_compare_interval() says so of the rate's interval and the rate compared with. `data` is the
 * same for programs: level, offence, then for each place its name in small letters and underscores,
 * followed by NAME_count, NAME_comparison, NAME_rank and NAME_of as far as there are such; level 0
 * is a root. With is_long both are the same: offence, level, area, count, population,
 * rate_per_1000, rate_lower_95, rate_upper_95, comparison, rank, of.
 *
 * The rank is among all groups with a rate, shown or not: 1 is the highest, equal rates share one;
 * none where no group has an incident. Kinds without any incident and in no comparator have no row;
 * a note names them. What is hidden has neither count, rate, comparison nor rank, nor has any group
 * a rank in a row where one is hidden.
 */
typedef struct geo_compared {
    geo_table *table;
    geo_table *data; /* NULL: the same as the table */
    char *against;   /* the name of the column compared with */
    geo_suppression hidden;
} geo_compared;

/* GEO_ERROR_USAGE for a column to compare with that there is not, and an option out of range;
 * GEO_ERROR_DATA for a count out of range; others as geo_suppress(). O(areas x kinds). */
GEO_API geo_status geo_compare(geo_context *context, const geo_area_counts *counts,
                               const geo_compare_options *options, geo_compared **out);
GEO_API void geo_compared_free(geo_compared *compared);

/* ---- change between two periods ------------------------------------------------------------- */

typedef enum geo_change_rows {
    GEO_CHANGE_BY_CATEGORY, /* a row for each kind, over all areas shown */
    GEO_CHANGE_BY_AREA,     /* a row for each area, of the first kind that is asked for */
    GEO_CHANGE_BY_BOTH
} geo_change_rows;

typedef struct geo_change_options {
    geo_change_rows rows;
    const int32_t *category; /* [category_count] nodes, in the order of the tree; NULL: all by
                                category and by both, the first root by area */
    size_t category_count;
    int32_t levels;         /* of the tree that are shown when none is asked for; 0: all */
    const geo_filter *show; /* areas that are looked at: others don't count in any row */
    geo_change_words words;
    bool per_year;           /* rates are a year's; else those of each period */
    int64_t round_to;        /* as for geo_rank_options */
    int64_t suppress_below;  /* keeps back counts of either period, and all that follows from them,
                                as geo_suppress() does; 0: none */
    int decimals;            /* of rates */
    const char *before_text; /* headings: "April 2017 to March 2018"; NULL: "before", "after" */
    const char *after_text;
} geo_change_options;

#define GEO_CHANGE_OPTIONS_INIT                                                                    \
    {                                                                                              \
        GEO_CHANGE_BY_CATEGORY, NULL, 0, 0, NULL, GEO_CHANGE_WORDS_INIT, false, 0, 0, 1, NULL,     \
            NULL                                                                                   \
    }

/* How two periods differ. */
typedef struct geo_change {
    geo_table *table;
    size_t increases; /* rows with a significant one, the total left out */
    size_t reductions;
    size_t kept_back; /* rows of which something is */
} geo_change;

/*
 * Table: code, name, parent (by area and by both), level, category (by category and by both),
 * count_before, count_after, rate_before, rate_after (per 1,000; only where the areas have a
 * population), percent_change, rate_ratio with its exact interval, p, p_adjusted, direction. Areas
 * stand in order of code, several with a row of their sum last; kinds in the order of the tree,
 * those without any incident left out unless they are asked for.
 *
 * `years` of each of the two is what the incidents cover: changes are of incidents a year, so that
 * periods of different lengths, or with months missing, compare. p is of geo_poisson_compare(),
 * p_adjusted by geo_false_discovery() over all rows but sums over areas, and the direction goes by
 * the latter (for a sum by p itself). A percentage of nothing is null, and the direction "new".
 *
 * Both must be of the same areas and categories. `areas` NULL: one area that holds all.
 * GEO_ERROR_USAGE for years that are not above 0 and for options out of range; GEO_ERROR_DATA for
 * counts below 0 or above 1e9. O(rows sqrt(count)).
 */
GEO_API geo_status geo_change_make(geo_context *context, const geo_area_counts *before,
                                   const geo_area_counts *after, const geo_change_options *options,
                                   geo_change **out);
GEO_API void geo_change_free(geo_change *change);

/* ---- monthly series ------------------------------------------------------------------------- */

/* Incidents by month of an area, a kind or all together. Borrowed. */
typedef struct geo_trend_series {
    const char *code; /* what it is about; each NULL where that says nothing */
    const char *name;
    const char *parent;
    const char *category;
    int32_t level;        /* of the category in its tree */
    int32_t part_of;      /* an earlier series that this one is a part of; GEO_NO_CODE: none */
    double population;    /* NaN: not known */
    const int64_t *count; /* [month_count]; GEO_NO_INTEGER: the month is missing */
} geo_trend_series;

typedef struct geo_trend_options {
    const geo_period *period;   /* that incidents were kept of: months that it cuts are shorter */
    const geo_period *baseline; /* months that limits are found from; NULL: all */
    double sigmas;              /* from what is expected to a limit */
    bool allow_overdispersion;  /* limits as Laney's, else as those of Poisson counts */
    bool is_seasonal;           /* by seasonal factors where these are known */
    bool adds_up;           /* what all series are together is known, though it stands in no row */
    int64_t round_to;       /* counts and their sums; expectations and limits use exact ones */
    int64_t suppress_below; /* keeps back counts of 1 to suppress_below - 1; 0: none */
    int decimals;           /* of a year's rates; a month's have one more */
} geo_trend_options;

#define GEO_TREND_OPTIONS_INIT                                                                     \
    {                                                                                              \
        NULL, NULL, 3, true, true, false, 0, 0, 1                                                  \
    }

/* A month of a series, as published: NaN where it is missing, kept back or not known. */
typedef struct geo_trend_month {
    double count;
    double days;
    double rate_per_1000; /* that month's */
    double seasonal_factor;
    double expected; /* incidents in that month; likewise the limits */
    double lower_limit;
    double upper_limit;
    geo_comparison outside;          /* GEO_SIMILAR: within the limits, or it has none */
    double rolling_12;               /* in the 12 months to this one */
    double rolling_12_rate_per_1000; /* a year's */
    bool is_hidden;
} geo_trend_month;

typedef struct geo_trend_summary {
    double centre;   /* incidents in a month of average length; NaN: it has no limits */
    double sigma_z;  /* as geo_control_limits() has it */
    size_t known;    /* months that are not missing */
    size_t based_on; /* those of them that the limits are found from */
    size_t above;    /* months outside the limits */
    size_t below;
    size_t kept_back; /* counts that are */
    bool is_seasonal;
} geo_trend_summary;

typedef struct geo_trend {
    int32_t first_month; /* since January 1970 */
    size_t month_count;
    size_t series_count;
    geo_trend_month *month;    /* [series_count * month_count] series by series */
    geo_trend_summary *series; /* [series_count] */
    geo_table *table;          /* a row for each month of each series */
    geo_table *wide;           /* a row for each month, a column with the counts of each series */
} geo_trend;

/*
 * Table: code, name, parent, category (those that the series have), month ("2018-10"), count, days,
 * rate_per_1000 and rolling_12_rate_per_1000 (only where a population is known), centre,
 * seasonal_factor (only where one is), expected, lower_limit, upper_limit, outside ("above",
 * "below", ""), rolling_12. Months outside the limits are marked higher or lower; a missing one has
 * its name alone.
 *
 * A u chart of each series by geo_control_limits(): a month is exposed by its days over the 30.4375
 * of an average one, so that February is not low for being short. Factors are those of
 * geo_seasonal_factors(), from the baseline's months alone where there is one, of series with 50
 * incidents a month or more: with fewer they would be chance. A missing month is
 * no month without incidents: a sum of 12 is known where all 12 are, and none is cut by the period.
 * A series without incidents in the baseline has no limits: nothing can be expected from nothing.
 *
 * Counts are kept back by geo_suppress() over months and series, with `part_of` and `adds_up` as
 * the sums. Everything else is worked out from shown counts alone: sums of 12 with a month kept
 * back aren't shown, nor are centre, factors and limits of such a series.
 *
 * GEO_ERROR_USAGE for options out of range, no months or a part before its whole, GEO_ERROR_DATA
 * for counts below 0, a baseline without a known month and series that are larger than what they
 * are a part of. O(series x months), but for geo_suppress().
 */
GEO_API geo_status geo_trend_make(geo_context *context, const geo_trend_series *series,
                                  size_t series_count, int32_t first_month, size_t month_count,
                                  const geo_trend_options *options, geo_trend **out);
GEO_API void geo_trend_free(geo_trend *trend);

#ifdef __cplusplus
}
#endif
#endif
