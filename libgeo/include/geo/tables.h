/*
 * geo/tables.h - tables of one period: areas by kind, places at risk, shares, people, two fields.
 * A part of the measure stage; see geo/core.h for the conventions.
 */
#ifndef GEO_TABLES_H
#define GEO_TABLES_H

#include <geo/measure.h>

#ifdef __cplusplus
extern "C" {
#endif

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

#ifdef __cplusplus
}
#endif
#endif
