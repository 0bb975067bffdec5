/*
 * geo/measure.h - tally -> table: rates, intervals, bands, ranking, comparisons, suppression. The
 * stage goes on in geo/tables.h, compare.h, deprivation.h, apportion.h and spatial.h. See
 * geo/core.h for the conventions.
 */
#ifndef GEO_MEASURE_H
#define GEO_MEASURE_H

#include <geo/core.h>

#ifdef __cplusplus
extern "C" {
#endif

/* 1000 x count / population; NaN unless population > 0. */
GEO_API double geo_rate_per_1000(double count, double population);

/* A count of 0 or more to a multiple, halves up: 65, 10 -> 70. A multiple of 0 or 1 leaves it.
 * Rounded counts protect nobody where rates from exact ones stand beside them. */
GEO_API int64_t geo_round_count(int64_t count, int64_t multiple);

/*
 * Interval of a Poisson count at `level` (0.95): exact below 10, Byar's approximation from 10, the
 * rule of PHEindicatormethods and Fingertips (Breslow and Day 1987, Statistical Methods in Cancer
 * Research II, p. 69). 65 -> 50.163188, 82.849139. NaN unless count is finite and not below 0, and
 * level between 0 and 1.
 */
GEO_API void geo_count_interval(double count, double level, double *lower, double *upper);

/*
 * Limits of a funnel plot: between them lies a Poisson count of that expectation with probability
 * `level` (0.95, 0.998). Quantiles, with the share of the last count that the tail leaves taken off
 * it, so that the limits rise without steps with the expectation (Spiegelhalter 2005, Funnel plots
 * for comparing institutional performance, Statistics in Medicine 24). 10, 0.95
 * -> 3.775188, 16.159951. NaN unless expected is finite and not below 0, and level between 0 and 1.
 */
GEO_API void geo_funnel_limits(double expected, double level, double *lower, double *upper);

/* Where a count lies, strictly, against the limits of levels 0.95 and 0.998. */
typedef enum geo_funnel_flag {
    GEO_FUNNEL_INSIDE,
    GEO_FUNNEL_BELOW_95,
    GEO_FUNNEL_BELOW_998,
    GEO_FUNNEL_ABOVE_95,
    GEO_FUNNEL_ABOVE_998
} geo_funnel_flag;

/* GEO_FUNNEL_INSIDE when there are no limits or the count is NaN. */
GEO_API geo_funnel_flag geo_funnel_flag_of(double count, double expected);
/* "within the limits", "below the 95% limit" ... "above the 99.8% limit" */
GEO_API const char *geo_funnel_flag_name(geo_funnel_flag flag);

typedef enum geo_sd { GEO_SD_POPULATION, GEO_SD_SAMPLE } geo_sd;
typedef enum geo_band { GEO_BAND_NONE, GEO_BAND_ABOVE, GEO_BAND_SIGNIFICANTLY_ABOVE } geo_band;

GEO_API const char *geo_band_name(geo_band band); /* "", "Above", "Significantly above" */

/* Unweighted mean and SD of the rates that are not NaN, and the two bounds: mean + 1 SD, mean + 2
 * SD. */
typedef struct geo_reference {
    size_t count;
    double mean;
    double sd;
    double above;
    double significantly_above;
    geo_sd kind;
} geo_reference;

/* GEO_ERROR_DATA when no rate is known; a warning for 5 areas or fewer: nothing can then exceed
 * mean + 2 SD. A sample SD of one area is NaN and bands nothing. */
GEO_API geo_status geo_reference_make(geo_context *context, const double *rate, size_t count,
                                      geo_sd kind, geo_reference *out);
/* Strictly greater than the bound. */
GEO_API geo_band geo_band_of(const geo_reference *reference, double rate);

/* Which areas a condition shows: one answer per area. It sees code, name, parent and population as
 * the areas have them, and every attribute; where an attribute has one of these names in the same
 * case, the former is meant. filter == NULL shows all. GEO_ERROR_USAGE for a field that is none. */
GEO_API geo_status geo_show_areas(geo_context *context, const geo_areas *areas,
                                  const geo_filter *filter, bool *shown);

typedef struct geo_rank_options {
    double years; /* rates are divided by this; 1 leaves them as they are */
    geo_sd sd;
    int64_t round_to; /* shown counts rounded to a multiple of this, halves up; 0 or 1: exact. Rates
                         use exact counts */
    size_t top;       /* show the first n only; 0: all */
    bool above;       /* show banded areas only */
    const geo_filter *show;  /* over the areas' attributes plus code, name, parent, population;
                                limits the rows shown, never the reference */
    double level;            /* of the interval */
    int decimals;            /* of rates in printed tables */
    int64_t suppress_below;  /* keep back areas with 1 to suppress_below - 1 incidents; 0: none */
    bool smooth;             /* a column smoothed_rate_per_1000 */
    bool flags;              /* a column flags */
    int64_t few;             /* incidents below which a rate is flagged; 0: none is */
    double small_population; /* the same of the population */
    const char *denominator; /* what the population counts; NULL: "residents" */
} geo_rank_options;

#define GEO_RANK_OPTIONS_INIT                                                                      \
    {                                                                                              \
        1, GEO_SD_POPULATION, 0, 0, false, NULL, 0.95, 1, 0, false, false, 20, 1000, NULL          \
    }

/* Table: rank, code, name, parent, count, population, rate_per_1000, rate_lower_95, rate_upper_95,
 * band. Best rate first; equal rates share a rank (1, 2, 2, 4) and stand in order of code; areas
 * without population follow, with null rank and rate.
 *
 * Areas kept back stand last in order of code, without rank, count, rate and band: marked
 * GEO_MARK_HIDDEN. Ranks are among the others. Since the incidents of all areas together are known,
 * those of the areas kept back can be found: unless a single one of them may have suppress_below
 * more than 1, the next smallest counts are kept back too. In mean and SD these areas share their
 * incidents by population, so neither tells more than that. What is shown of the areas makes no
 * difference.
 *
 * With `smooth` also smoothed_rate_per_1000, of geo_smooth_rates() over all areas; ranks and bands
 * stay those of the rates as they are. With `flags` also flags, joined by "; ":
 * geo_funnel_flag_name() where the count is outside the limits at the rate of all areas together,
 * "few incidents" (from fewer than 20 deaths the Office for National Statistics marks a rate as
 * unreliable) and "small population". Both are hidden of areas kept back. */
typedef struct geo_ranking {
    geo_reference reference;
    double overall; /* rate of all areas together but those kept back; NaN when none is left */
    size_t without_population;
    size_t small_populations; /* areas shown with fewer than `small_population` */
    size_t tied_not_shown;    /* left out by `top`, with the same rate as the last area shown */
    bool *hidden;             /* [areas->count] kept back; NULL: none was to be */
    size_t hidden_small;      /* for their few incidents */
    size_t hidden_others;     /* so that those cannot be found by subtraction */
    geo_table *table;
} geo_ranking;

/* `count` holds one number per area. GEO_ERROR_USAGE when the areas have no population or an option
 * is out of range, GEO_ERROR_DATA when a count is or no area has a rate, GEO_ERROR_DISCLOSURE when
 * no areas are left that could be kept back with those that have few incidents. O(n log n). */
GEO_API geo_status geo_rank(geo_context *context, const geo_areas *areas, const int64_t *count,
                            const geo_rank_options *options, geo_ranking **out);
GEO_API void geo_ranking_free(geo_ranking *ranking);

/* ---- counts by area and kind ---------------------------------------------------------------- */

/* Incidents by area and kind, and what they are divided by. Borrowed. */
typedef struct geo_area_counts {
    const geo_areas *areas;
    const geo_categories *categories;
    const int64_t *count;            /* [areas->count * categories->count] each kind with all below
                                        it, area by area */
    const double *const *population; /* [categories->count] of [areas->count], NaN where missing:
                                        the denominators of each kind */
    double years;                    /* that the counts cover, where rates are a year's; else 1 */
} geo_area_counts;

/* Areas with the same value of a field. */
typedef struct geo_area_groups {
    char *field;    /* as the areas have it */
    size_t count;   /* at least 1 */
    char **name;    /* [count] the values: numbers by size, then texts by bytes */
    int32_t *group; /* [area_count] GEO_NO_CODE where the field is empty */
    size_t area_count;
} geo_area_groups;

/* By code, name, parent, population or an attribute. GEO_ERROR_USAGE when there is no such field,
 * GEO_ERROR_DATA when it is empty for all areas. */
GEO_API geo_status geo_group_areas(geo_context *context, const geo_areas *areas, const char *field,
                                   geo_area_groups **out);
GEO_API void geo_area_groups_free(geo_area_groups *groups);

/* ---- suppression ---------------------------------------------------------------------------- */

/*
 * A table of counts as it is published, areas down and categories across, with its sums.
 *
 * A column may belong to another, as an offence to its group; one total over all is a column that
 * all others belong to. It need not be the sum of those that belong to it: incidents may be known
 * by their group alone. What is left over can be found by subtraction, so it is protected as a cell
 * would be. Where nothing is left over in any row the sum is taken for exact.
 *
 * The totals must be those of these rows. Where they are of more areas than the rows show, either
 * leave them out here and in print, or add what the other areas have as a row of its own.
 */
typedef struct geo_count_table {
    size_t row_count; /* without the row of totals */
    size_t column_count;
    const int32_t *column_parent; /* [column_count] the column it belongs to, which stands before
                                     it; GEO_NO_CODE: to none. NULL: there are no sums of columns */
    bool has_total_row;           /* the sum over the rows is published too, for every column */
    const int64_t *count;         /* [row_count * column_count] row by row */
    const int64_t *total;         /* [column_count] unless there is no such row */
} geo_count_table;

typedef struct geo_suppress_options {
    int64_t below;   /* counts of 1 to below - 1 are hidden; 0 and 1: none */
    bool hides_zero; /* and 0: by default nobody is known by an incident that there was not */
} geo_suppress_options;

#define GEO_SUPPRESS_OPTIONS_INIT                                                                  \
    {                                                                                              \
        5, false                                                                                   \
    }

/* Cells hidden, sums included. */
typedef struct geo_suppression {
    size_t small;  /* because they are small */
    size_t others; /* so that the small ones cannot be found by subtraction */
} geo_suppression;

/*
 * Says which cells to hide: hidden[row * column_count + column], the row of totals last. Whoever
 * hides a count must hide all that it can be worked out from: rates, intervals, shares, places in
 * an order.
 *
 * Somebody who knows all that is shown, which sums hold, that counts are whole numbers and that
 * zeros are shown, so that what is hidden is 1 or more (0 or more with hides_zero), cannot tell a
 * small count within fewer than `below`: the highest value that it may have is at least `below`
 * more than the lowest, and so may be one that is not small. Each is verified on the final table.
 * Few others are hidden, large ones and sums rarely, but not provably the fewest: that is a hard
 * problem (Fischetti and Salazar 2000, Journal of the American Statistical Association 95). Up to
 * 10,000 cells each small count may be protected by any other cell, above by those of the rows
 * around it.
 *
 * GEO_ERROR_USAGE for columns before those that they belong to or a `below` out of range,
 * GEO_ERROR_DATA for sums that don't hold, GEO_ERROR_LIMIT from 2^31 cells on. About O(small counts
 * x cells) up to 10,000 cells, O(cells) above.
 */
GEO_API geo_status geo_suppress(geo_context *context, const geo_count_table *table,
                                const geo_suppress_options *options, bool *hidden,
                                geo_suppression *suppression);

/* The lowest and the highest value that a cell may have for somebody who knows the above;
 * GEO_NO_INTEGER where there is no highest. `hidden` and `options` as above; row row_count is that
 * of the totals. O(cells) for each step that the cell can move by. */
GEO_API geo_status geo_suppression_range(geo_context *context, const geo_count_table *table,
                                         const geo_suppress_options *options, const bool *hidden,
                                         size_t row, size_t column, int64_t *lowest,
                                         int64_t *highest);

/* ---- comparisons ---------------------------------------------------------------------------- */

/* Score interval of a proportion (Wilson 1927). 12 of 80 -> 0.0879404, 0.2441323. NaN unless count
 * lies from 0 to total, total is above 0 and finite, and level between 0 and 1. A weighted count
 * need not be whole. */
GEO_API void geo_share_interval(double count, double total, double level, double *lower,
                                double *upper);

/* Interval of (count / total) / share_of_population: Wilson's, divided by a share of the population
 * that is known without error. NaN as above, and unless that share is above 0 and at most 1. */
GEO_API void geo_share_ratio_interval(double count, double total, double share_of_population,
                                      double level, double *lower, double *upper);

/* Two-sided p value of equal rates, by the exact conditional binomial test (R's poisson.test). 65
 * in 12 months, 40 in 11 -> 0.0505606. 1 for no incidents at all. NaN unless counts are whole, from
 * 0 to 1e9, and exposures above 0 and finite. O(sqrt(count)). */
GEO_API double geo_poisson_compare(double count_a, double exposure_a, double count_b,
                                   double exposure_b);

/* Exact interval of the ratio of rate a to rate b (R's poisson.test): from 0 when count_a is 0, to
 * infinity when count_b is. NaN as above, and unless level lies between 0 and 1. */
GEO_API void geo_rate_ratio_interval(double count_a, double exposure_a, double count_b,
                                     double exposure_b, double level, double *lower, double *upper);

typedef enum geo_comparison { GEO_SIMILAR, GEO_LOWER, GEO_HIGHER } geo_comparison;

/* Whether the whole interval lies below the reference or above it; similar when it holds the
 * reference, and when one of the three is NaN. */
GEO_API geo_comparison geo_compare_interval(double lower, double upper, double reference);
GEO_API const char *geo_comparison_name(geo_comparison comparison); /* "lower" ... */

/* p values adjusted for their number (Benjamini and Hochberg 1995; R's p.adjust "BH"): what stays
 * below 0.05 holds at most 5% false discoveries. NaN stays NaN and isn't counted. `adjusted` may be
 * `p`. GEO_ERROR_DATA for a p outside 0 to 1. */
GEO_API geo_status geo_false_discovery(geo_context *context, const double *p, size_t count,
                                       double *adjusted);

/* Rates per 1,000, each drawn towards the rate of all areas together by as much as chance explains
 * of it (Marshall 1991, global empirical Bayes; spdep's EBest). NaN, and left out of that rate,
 * where the population is not above 0 or the count is NaN. `rate` may be `count`. GEO_ERROR_DATA
 * when a count is below 0 or no area has a rate. */
GEO_API geo_status geo_smooth_rates(geo_context *context, const double *count,
                                    const double *population, size_t areas, double *rate);

/* 100 x (after - before) / before; NaN unless before is above 0 and after not below it. */
GEO_API double geo_percent_change(double before, double after);

/* A change of the rate by as many per cent, up or down, that is significant at `level`, is
 * "considerable" from the greatest of these, then "some", then "slight"; below `slight` it is too
 * small to be told. The published documents don't say where theirs lie. */
typedef struct geo_change_words {
    double slight;
    double some;
    double considerable;
    double level; /* p must be below it */
} geo_change_words;

#define GEO_CHANGE_WORDS_INIT                                                                      \
    {                                                                                              \
        0, 10, 25, 0.05                                                                            \
    }

/* Direction of travel between two periods: "no incidents" (in either), "new" (none before, whatever
 * p is), "no significant change", "slight increase", "some increase", "considerable increase",
 * "slight reduction" ... ; "" when a count is below 0 or NaN, or an exposure isn't above 0. p is
 * that of geo_poisson_compare, adjusted or not; NaN is not significant. */
GEO_API const char *geo_direction_of(double before, double after, double exposure_before,
                                     double exposure_after, double p,
                                     const geo_change_words *words);

typedef struct geo_control_options {
    double sigmas;             /* from the centre to a limit */
    bool allow_overdispersion; /* limits are widened, never narrowed, by Laney's sigma z */
    const double *factor;      /* [months] seasonal factor of each month; NULL: 1 */
    const bool *is_baseline; /* [months] those that centre and sigma z are found from; NULL: all */
} geo_control_options;

#define GEO_CONTROL_OPTIONS_INIT                                                                   \
    {                                                                                              \
        3, false, NULL, NULL                                                                       \
    }

/* The u chart of a monthly series: centre and limits of count / exposure (Montgomery, Introduction
 * to Statistical Quality Control), the lower not below 0. A month with a NaN count or an exposure
 * not above 0 is missing: left out of the mean, NaN in all three. *sigma_z is the SD of the months'
 * distances from the centre in units of chance, by the moving range of neighbouring known months
 * (Laney 2002, Quality Engineering 14): about 1 when they vary as Poisson counts do, NaN when no
 * two known months are neighbours. Both come from the baseline's months alone, the limits of the
 * others following from them. GEO_ERROR_DATA when a number is out of range or no month of the
 * baseline is known. */
GEO_API geo_status geo_control_limits(geo_context *context, const double *count,
                                      const double *exposure, size_t months,
                                      const geo_control_options *options, double *centre,
                                      double *lower, double *upper, double *sigma_z);

/* How the rate of each month of the year, January first, compares with the year's: the mean ratio
 * to the centred moving mean of 12 months, where none of the 13 months about a month is missing;
 * factors have the mean 1 (R's decompose, multiplicative). Known when 24 months follow on each
 * other without one missing (as above) and no month of the year had but empty years about it; else
 * all 1. Months count from January 1970 and must rise, else GEO_ERROR_USAGE; those that aren't
 * there are missing. */
GEO_API geo_status geo_seasonal_factors(geo_context *context, const double *count,
                                        const double *exposure, const int32_t *month_since_1970,
                                        size_t months, double factor[12], bool *is_known);

/* Adds to each hour of the week the share of [from, to) that lies in it: minutes since the midnight
 * that began a Monday, and the shares of an incident sum to 1 however long it took; one that took
 * no time belongs to its hour. 10:55 to 11:55 -> 0.083, 0.917. False, and nothing added, when to is
 * before from or one of them isn't finite. */
GEO_API bool geo_aoristic_hours(double from_minute, double to_minute, double weight[168]);

/* The share of [from, to) inside [window_from, window_to) of each day, which crosses midnight when
 * it ends before it begins: 21:00 to 04:00 is 1260, 240; all day 0, 1440. NaN when to is before
 * from, or the window is empty or no part of a day. */
GEO_API double geo_aoristic_share(double from_minute, double to_minute, double window_from,
                                  double window_to);

#ifdef __cplusplus
}
#endif
#endif
