/*
 * geo/measure.h - tally -> table: rates, intervals, bands, ranking.
 * See geo/core.h for the conventions.
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

/* ---- areas by category ---------------------------------------------------------------------- */

typedef struct geo_matrix_options {
    int32_t branch; /* only this node and those below it; GEO_NO_CODE: the whole tree */
    size_t levels;  /* of the tree, or of the branch: 1 is its roots, 2 their children too ...; 0:
                       all */
    const geo_filter *reference; /* areas whose rates the bands are made of; NULL: all. As `show` it
                                    sees attributes, code, name, parent and population */
    const geo_filter *show;      /* limits the areas shown, never the reference */
    geo_sd sd;
    int64_t suppress_below; /* keep back cells with 1 to suppress_below - 1 incidents; 0: none */
} geo_matrix_options;

#define GEO_MATRIX_OPTIONS_INIT                                                                    \
    {                                                                                              \
        GEO_NO_CODE, 2, NULL, NULL, GEO_SD_POPULATION, 0                                           \
    }

/* Rates of areas by category, and what each is measured against: mean and SD of the same category's
 * rates, unweighted, over the areas of the reference. Categories without any incident in areas of
 * the reference or areas shown are left out, but the first.
 *
 * Small counts are kept back by geo_suppress() on the table of the areas shown, the other areas of
 * the reference together, and the sums. Tables of other areas of the same incidents are not taken
 * into account: what one hides another must not show. In mean and SD the hidden cells of a category
 * share their incidents by population; ranks are among the others. */
typedef struct geo_matrix {
    geo_area_counts counts;   /* as given: what it points at must outlive the matrix */
    size_t category_count;    /* 1 or more */
    int32_t *category;        /* [category_count] nodes, in the order of the tree */
    geo_reference *reference; /* [category_count] */
    double *rate;             /* [areas * category_count]; NaN without population */
    int64_t *rank;            /* likewise: place among the reference, 1 for the highest rate, equal
                                 rates sharing one; GEO_NO_INTEGER for areas that are not in it */
    size_t *ranked;           /* [category_count] how many areas have a rank */
    size_t reference_count;   /* areas of the reference, those without population too */
    bool *in_reference;       /* [areas] */
    size_t shown_count;
    size_t *shown; /* [shown_count] areas by falling rate of the first category, equal ones by code,
                      those without population last */
    size_t left_out_count;
    int32_t *left_out; /* [left_out_count] nodes without incidents */
    char *shown_where; /* the conditions; NULL: all areas */
    char *reference_where;
    int64_t suppress_below; /* as asked for; below 2 nothing is hidden */
    bool *hidden;        /* [areas * category_count] kept back: no rate, rank or band; NULL: none */
    bool *hidden_totals; /* [category_count] sums, mean and bounds must not be shown; NULL: none */
    geo_suppression suppression;
} geo_matrix;

/* GEO_ERROR_USAGE for a tree without nodes, a branch that is none, areas without population, years
 * out of range, fields that conditions name in vain, and areas shown that are not in the reference
 * where counts are to be kept back; GEO_ERROR_DATA when a count is out of range or no area of the
 * reference has a rate; as geo_suppress(). O(areas x categories x log areas). */
GEO_API geo_status geo_matrix_make(geo_context *context, const geo_area_counts *counts,
                                   const geo_matrix_options *options, geo_matrix **out);
GEO_API void geo_matrix_free(geo_matrix *matrix);

/* How many incidents of a category of the matrix are in an area, hidden or not. */
GEO_API int64_t geo_matrix_count(const geo_matrix *matrix, size_t area, size_t column);
/* None for a hidden cell. */
GEO_API geo_band geo_matrix_band(const geo_matrix *matrix, size_t area, size_t column);
GEO_API bool geo_matrix_is_hidden(const geo_matrix *matrix, size_t area, size_t column);

typedef enum geo_matrix_values {
    GEO_MATRIX_RATES,
    GEO_MATRIX_COUNTS,
    GEO_MATRIX_BOTH
} geo_matrix_values;

typedef enum geo_matrix_totals {
    GEO_MATRIX_NO_TOTALS,
    GEO_MATRIX_SUMS, /* of the areas shown, and of the reference */
    GEO_MATRIX_SUMS_AND_BOUNDS
} geo_matrix_totals;

typedef struct geo_matrix_layout {
    geo_matrix_values values;
    bool bands; /* a column with the band behind each category's values */
    geo_matrix_totals totals;
    size_t top;       /* show the first n areas only; 0: all */
    int64_t round_to; /* as of a ranking */
    int decimals;     /* of rates in printed tables */
    double level;     /* of the intervals of the long table */
} geo_matrix_layout;

#define GEO_MATRIX_LAYOUT_INIT                                                                     \
    {                                                                                              \
        GEO_MATRIX_RATES, false, GEO_MATRIX_SUMS_AND_BOUNDS, 0, 0, 1, 0.95                         \
    }

/* A row for each area shown: code, name, parent where areas of several are shown, then for each
 * category NAME_count, NAME_rate and NAME_band as the layout says, NAME being its name in small
 * letters with underscores ("arson_and_criminal_damage_rate"). Cells are marked by their band. Rows
 * of totals at the foot: rates of sums over the areas that have a population; then mean, mean + 1
 * SD and mean + 2 SD of the reference. GEO_ERROR_USAGE when the layout is out of range. */
GEO_API geo_status geo_matrix_table(geo_context *context, const geo_matrix *matrix,
                                    const geo_matrix_layout *layout, geo_table **out);

/* A row for each area shown and category: code, name, parent, category, level, count, population,
 * rate_per_1000, rate_lower_95, rate_upper_95, band, rank, ranked (areas that have a rank), z
 * ((rate - mean) / SD; NaN where all rates are equal). Values, bands and totals of the layout have
 * no part in it. */
GEO_API geo_status geo_matrix_long_table(geo_context *context, const geo_matrix *matrix,
                                         const geo_matrix_layout *layout, geo_table **out);

/* ---- places at greatest risk ---------------------------------------------------------------- */

typedef struct geo_risk_options {
    geo_band from;    /* of the areas listed by category: this band or a higher one */
    size_t top;       /* show the first n places only; 0: all */
    int64_t round_to; /* as of a ranking */
    int decimals;     /* of rates in printed tables and texts */
} geo_risk_options;

#define GEO_RISK_OPTIONS_INIT                                                                      \
    {                                                                                              \
        GEO_BAND_ABOVE, 0, 0, 1                                                                    \
    }

/*
 * Areas shown that have a band, by concern. Overall is the matrix's first category; its groups are
 * all others of the matrix, or the first itself when it is the only one. Before others come areas
 * with more groups significantly above; then with more groups above; then with the higher overall
 * rate; then with more incidents overall; then by code.
 *
 * Table: place (1, 2, 3 ...), code, name, parent, significantly_above and above (how many groups
 * are), reasons ("Significantly above for Theft (81.5); above for Burglary (10.4)", highest z
 * first), count, rate_per_1000 and band overall, rank ("4 of 201", in the reference),
 * rank_in_parent ("1 of 22", among all areas with the same parent).
 *
 * Hotspots, a row for each category: category, threshold_above, threshold_significantly_above,
 * areas_shown and areas_in_reference (how many reach the band asked for), areas ("Chasetown (71.6),
 * Stowe (64.6)": those shown, best rate first, with their parent where another has the name).
 */
typedef struct geo_risk {
    size_t without_band; /* areas shown that are in no row */
    geo_table *table;
    geo_table *hotspots;
} geo_risk;

/* GEO_ERROR_USAGE when an option is out of range. O(areas x categories + n log n). */
GEO_API geo_status geo_risk_find(geo_context *context, const geo_matrix *matrix,
                                 const geo_risk_options *options, geo_risk **out);
GEO_API void geo_risk_free(geo_risk *risk);

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

/* ---- shares --------------------------------------------------------------------------------- */

/* What incidents are counted by, row for row: areas, groups of areas or kinds of incident. Rows may
 * overlap, as an offence and its group do. */
typedef struct geo_share_rows {
    size_t count;
    const char *const *code;   /* [count]; NULL: no such column; likewise the parent */
    const char *const *name;   /* [count], entries may be NULL; never NULL itself */
    const char *const *parent; /* [count], entries may be NULL */
    const char *name_column;   /* "name", "group", "category" */
    const char *name_heading;  /* NULL: that */
    const char *all;           /* the name of the last row: "All areas" */
    bool are_areas;            /* row i is about area i */
    const int32_t *within;     /* [count] the row, standing before it, that each is part of,
                                  GEO_NO_CODE for none; NULL: no tree */
    bool is_ordered;           /* rows keep their order; else the highest share comes first */
    const int64_t *total;      /* [count] incidents */
    const double *part;        /* [count] those of them that meet the condition; not whole where
                                  incidents count by the share of their time */
    const bool *shown;         /* [count]; NULL: all are */
    int64_t all_total;         /* of all rows together, shown or not: the reference */
    double all_part;
} geo_share_rows;

typedef struct geo_share_options {
    double level;           /* of the intervals */
    int decimals;           /* of shares in printed tables */
    int64_t few;            /* rows of fewer incidents are noted; 0: none */
    int64_t round_to;       /* as in geo_rank_options */
    int64_t suppress_below; /* counts of 1 to this less 1 are hidden, whether they meet the
                               condition or not, and others so that nobody finds them; 0 or 1: none
                             */
    size_t top;             /* show the first n rows only; 0: all */
} geo_share_options;

#define GEO_SHARE_OPTIONS_INIT                                                                     \
    {                                                                                              \
        0.95, 1, 20, 0, 0, 0                                                                       \
    }

/*
 * Table: code, name, parent, incidents, meeting, share_percent, share_lower_95, share_upper_95,
 * comparison, note; the last row is that of all rows together, shown or not. Equal shares stand in
 * order of code or name, rows without incidents last. A share is compared with that of all rows by
 * geo_compare_interval(), on Wilson's interval, and marked GEO_MARK_LOWER or GEO_MARK_HIGHER. Of
 * hidden counts nothing is told; their rows stand last. GEO_ERROR_USAGE when counts that are not
 * whole are to be hidden in a tree, GEO_ERROR_DATA when a total is below 0 or a part not from 0 to
 * its total. O(n log n).
 */
GEO_API geo_status geo_share_table(geo_context *context, const geo_share_rows *rows,
                                   const geo_share_options *options, geo_table **out);

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

typedef struct geo_group_options {
    double years; /* as in geo_rank_options; likewise round_to */
    double level;
    int decimals;
    int64_t few; /* as in geo_share_options */
    int64_t round_to;
    int64_t suppress_below; /* counts of 1 to this less 1 are hidden, and others so that nobody
                               finds them */
} geo_group_options;

#define GEO_GROUP_OPTIONS_INIT                                                                     \
    {                                                                                              \
        1, 0.95, 1, 20, 0, 0                                                                       \
    }

/*
 * Which groups of areas have more than their share. Table: group, areas, incidents, share_percent,
 * share_lower_95, share_upper_95, population, population_share_percent, ratio, ratio_lower_95,
 * ratio_upper_95, representation, rate_per_1000, note; a row "not classified" for areas in no
 * group, and one for all. ratio = share of incidents / share of population, its interval that of
 * geo_share_ratio_interval(): "over-represented" (GEO_MARK_HIGHER) where it lies above 1,
 * "under-represented" (GEO_MARK_LOWER) below, else "similar". Areas without a population add none:
 * what comes of it is a warning. Where no area has one the columns from population to rate_per_1000
 * are left out. GEO_ERROR_USAGE for
 * an option out of range, GEO_ERROR_DATA for a count below 0.
 */
GEO_API geo_status geo_group_table(geo_context *context, const geo_areas *areas,
                                   const geo_area_groups *groups, const int64_t *count,
                                   const geo_group_options *options, geo_table **out);

/* Minutes from the beginning of Monday 5 January 1970, for geo_aoristic_hours() and the like. */
GEO_API double geo_week_minute(int32_t day, int32_t minute);

/* Expected counts by hour of the week. */
typedef struct geo_hours geo_hours;
GEO_API geo_status geo_hours_new(geo_context *context, geo_hours **out);
GEO_API void geo_hours_free(geo_hours *hours);
/* As geo_aoristic_hours(), which says what becomes of the incident. */
GEO_API bool geo_hours_add(geo_hours *hours, double from_minute, double to_minute);
GEO_API int64_t geo_hours_count(const geo_hours *hours);
/* Table: day, hour_00 .. hour_23, total; rows Monday to Sunday and all days. The last total is the
 * number of incidents added, but for rounding. Real numbers are printed with as many decimals, and
 * without any where all are whole. */
GEO_API geo_status geo_hours_table(geo_context *context, const geo_hours *hours, int decimals,
                                   geo_table **out);

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

/* ---- people with several rows --------------------------------------------------------------- */

/* In the order in which people read them: months and days of the week as the calendar has them,
 * other labels with their numbers by value ("0-9", "10-17", "75+"), "under 18" and "<18" before
 * these, the rest by bytes but for the case of ASCII letters. A NULL label is last. order[i]: which
 * label is the i-th. O(n log n). */
GEO_API geo_status geo_order_labels(geo_context *context, const char *const *label, size_t count,
                                    size_t *order);

/* Rows counted by whom, or what address, they are about. Ids are the same when they are so byte by
 * byte, blanks around them left out. About 60 bytes and twice its length for each distinct id, and
 * 24 to 48 for each value of a person. */
typedef struct geo_repeats geo_repeats;

GEO_API geo_status geo_repeats_new(geo_context *context, geo_repeats **out);
GEO_API void geo_repeats_free(geo_repeats *repeats);
/* One row. A blank id is nobody's: the row is counted as one without id. `value`, 0, 1, 2 ..., is
 * what rows are told apart by, such as the kind of offence; GEO_NO_CODE where they are not. O(1).
 * GEO_ERROR_LIMIT for more than 2,147,483,646 distinct ids. */
GEO_API geo_status geo_repeats_add(geo_context *context, geo_repeats *repeats, geo_text id,
                                   int32_t value);

typedef struct geo_repeat_options {
    int64_t least;            /* rows from which on one is a repeat person; 2 or more */
    const char *people;       /* what an id stands for, in the plural: "victims", "addresses" */
    const char *const *value; /* names of the values that rows are told apart by; NULL entries: not
                                 known */
    size_t value_count;
    const char *value_name; /* "Offence group" */
    int64_t round_to;       /* shown counts rounded to a multiple of this; 0 or 1: exact */
    int64_t suppress_below; /* nothing is told of 1 to as many less one people; 0 or 1: all is */
    double level;           /* of intervals */
    int decimals;           /* of per cent in printed tables */
} geo_repeat_options;

#define GEO_REPEAT_OPTIONS_INIT                                                                    \
    {                                                                                              \
        2, "people", NULL, 0, NULL, 0, 0, 0.95, 1                                                  \
    }

typedef struct geo_repetition {
    int64_t people;
    int64_t rows; /* of these */
    int64_t without_id;
    int64_t most_rows; /* of one of them */
    /* Of all people, where rows are not told apart by a value: part, people, people_percent,
     * people_lower_95, people_upper_95, rows, rows_percent. First class_count classes ("1 row" ...
     * "5 or more rows") and "all"; then "repeat: 2 or more rows", with an interval, and "worst-hit
     * 10%", 5% and 1%: the smallest whole number of people that is at least so many per cent, those
     * with most rows first.
     *
     * By value: value, people, rows, mean_rows_each, repeat_people, repeat_percent,
     * repeat_lower_95, repeat_upper_95, repeat_rows, repeat_rows_percent; "all" last. A person
     * counts with each value that they have rows with, and is a repeat person by the rows with that
     * value alone. Values that nobody has rows with are left out. */
    geo_table *table;
    size_t class_count;
    char *sentence; /* "26% of people (320 of 1,234) have two or more rows and account for 44% of
                       all rows (812 of 1,845)"; NULL where there are none, or it would tell of too
                       few */
} geo_repetition;

/*
 * Shares of people by Wilson's interval. The table holds no id. With `suppress_below` classes of
 * rows are joined ("3 or more") until none has too few people, which leaves nothing to be found by
 * subtraction; of the parts and values that would tell more, the cells are hidden, with what else
 * must be by geo_suppress(). GEO_ERROR_USAGE for an option out of range. O(n log n) in the people
 * with several rows.
 */
GEO_API geo_status geo_repeat(geo_context *context, const geo_repeats *repeats,
                              const geo_repeat_options *options, geo_repetition **out);
GEO_API void geo_repetition_free(geo_repetition *repetition);

/* ---- counts by two fields -------------------------------------------------------------------- */

/* Who rates are divided by. */
typedef enum geo_population_of {
    GEO_POPULATION_OF_CELLS,   /* those of the row and the column, as of an age and a sex: a total
                                  has the sum of them */
    GEO_POPULATION_OF_COLUMNS, /* all of the column, the same in each row, as where rows are kinds
                                  of incident and columns places */
    GEO_POPULATION_OF_ROWS     /* the other way round */
} geo_population_of;

/* Counts of rows by the labels of one field, or of two. A NULL label is what is not known: at most
 * the last of each. */
typedef struct geo_crosstab {
    const char *row_name; /* "Victim Age Band" */
    size_t row_count;
    const char *const *row;
    const char *column_name; /* NULL where there is no second field: then there is one column */
    size_t column_count;
    const char *const *column;
    const int64_t *count;     /* [row_count * column_count] row by row, 0 or more */
    const double *population; /* likewise, NaN where it is not known; NULL: no rates */
    geo_population_of population_of;
} geo_crosstab;

typedef enum geo_share_base {
    GEO_SHARES_NONE,
    GEO_SHARES_ROWS,    /* of each row's sum */
    GEO_SHARES_COLUMNS, /* of each column's */
    GEO_SHARES_ALL
} geo_share_base;

typedef struct geo_crosstab_options {
    geo_share_base shares;
    double years;           /* rates are divided by this; 1 leaves them as they are */
    double level;           /* of the interval */
    int decimals;           /* of rates and per cent in printed tables */
    int64_t round_to;       /* shown counts rounded to a multiple of this; 0 or 1: exact */
    int64_t suppress_below; /* counts of 1 to as many less one are hidden; 0 or 1: none */
} geo_crosstab_options;

#define GEO_CROSSTAB_OPTIONS_INIT                                                                  \
    {                                                                                              \
        GEO_SHARES_NONE, 1, 0.95, 1, 0, 0                                                          \
    }

/*
 * The table: a column of labels, then for each label of the second field and their total, as a
 * group, count, percent, population, rate_per_1000, rate_lower_95, rate_upper_95, each name behind
 * the label's in small letters ("f_count", "total_rate_per_1000"); without a second field the
 * groups are one and the names stand alone. The last row is the total.
 *
 * Totals hold all rows. Shares are of the rows in which both fields are known, whose parts add up
 * to 100; what is not known has none. So it is with rates, which are marked as lower or higher when
 * their interval lies below or above the rate of all that are known: where rows share their
 * population, of all of that row, and so with columns.
 */
typedef struct geo_crosstab_table {
    geo_table *table;
    size_t group_width; /* columns of a group: column 1 + group_width * i is the first of label i */
    size_t percent;     /* where in a group; 0: not there */
    size_t rate;
    size_t known_rows; /* the first ones, whose label is known */
    geo_suppression suppression;
} geo_crosstab_table;

/* GEO_ERROR_USAGE for an option out of range, GEO_ERROR_DATA for a count that is. O(cells) but for
 * geo_suppress(). */
GEO_API geo_status geo_crosstab_make(geo_context *context, const geo_crosstab *crosstab,
                                     const geo_crosstab_options *options, geo_crosstab_table **out);
GEO_API void geo_crosstab_table_free(geo_crosstab_table *table);

typedef enum geo_crosstab_value {
    GEO_CROSSTAB_COUNTS,
    GEO_CROSSTAB_PERCENTS,
    GEO_CROSSTAB_RATES
} geo_crosstab_value;

/* The same with one number a cell, as a report prints it: a column for each label of the second
 * field and their total, named by the label in small letters ("f", "total"), with the table's
 * marks, title and notes; without a second field the name stays. What is not known has a row and a
 * column of counts alone. GEO_ERROR_USAGE when the table has no such numbers. O(cells). */
GEO_API geo_status geo_crosstab_pick(geo_context *context, const geo_crosstab_table *table,
                                     geo_crosstab_value value, geo_table **out);

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
