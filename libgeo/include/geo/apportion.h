/*
 * geo/apportion.h - what is known of areas of one set, shared out to those of another: counts and
 * populations, and who lives where by deprivation. Part of the measure stage; see geo/core.h for
 * the conventions.
 */
#ifndef GEO_APPORTION_H
#define GEO_APPORTION_H

#include <geo/core.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Whether a field of that name seems to hold what cannot be shared out or added up: rates, deciles,
 * ranks, scores, percentages, means, densities. *word (may be NULL) is which, a constant text. */
GEO_API bool geo_is_no_quantity(const char *field, const char **word);

/* A quantity of areas: so many residents, incidents, square metres. */
typedef struct geo_quantity {
    const char *name;
    const double *value; /* by area of the first set; NaN: none, which counts as 0 */
} geo_quantity;

/* What became of a quantity: before = after + outside, as far as rounding lets it. */
typedef struct geo_quantity_total {
    double before;
    double after;    /* in the areas of the second set */
    double outside;  /* in none of them */
    double split;    /* of `after`: from areas that are in several, or partly in none */
    double rounding; /* before - after - outside */
    size_t missing;  /* areas without a value */
} geo_quantity_total;

typedef struct geo_apportionment {
    geo_table *table;
    size_t quantity_count;
    geo_quantity_total *total; /* [quantity_count] */
    size_t whole;              /* areas of the first set that are in one of the second */
    size_t split;              /* in several, or partly in none */
    size_t without;            /* in none */
} geo_apportionment;

typedef struct geo_apportion_options {
    const char *outside; /* what the row of the rest is called */
    int decimals;        /* of values, where they are not all whole */
} geo_apportion_options;

#define GEO_APPORTION_OPTIONS_INIT                                                                 \
    {                                                                                              \
        "In none of the areas", 1                                                                  \
    }

/*
 * Shares quantities out over the areas of a correspondence, one row for each in their order: code,
 * name, parent (where the areas have them), `areas` (those that are in it, in whole or in part) and
 * for each quantity its value and `NAME_split_percent`, the part of it that comes from areas which
 * are in several or partly in none, and so rests on how these are shared out. Below stand what is
 * in none of the areas, if anything is, and the total. A note tells each total before and after.
 * GEO_ERROR_INTERNAL unless they agree to 1e-9; GEO_ERROR_USAGE for no quantity, two of one name,
 * and a name that geo_is_no_quantity(); GEO_ERROR_DATA for a value that is infinite.
 * O(quantities * parts).
 */
GEO_API geo_status geo_apportion(geo_context *context, const geo_areas *to,
                                 const geo_correspondence *correspondence,
                                 const geo_quantity *quantity, size_t count,
                                 const geo_apportion_options *options, geo_apportionment **out);
GEO_API void geo_apportionment_free(geo_apportionment *apportionment);

/* The parts themselves: code and name of both areas, and the share of the first that is in the
 * second, by area of the first. Areas that are in none have a row with a share of 0. */
GEO_API geo_status geo_correspondence_table(geo_context *context, const geo_areas *from,
                                            const geo_areas *to,
                                            const geo_correspondence *correspondence,
                                            geo_table **out);

/* ---- by group ------------------------------------------------------------------------------- */

/* Which of `group_count` groups, such as deciles, the areas of the first set are in:
 * share[area * group_count + group]; all 0: not known. */
typedef struct geo_area_shares {
    size_t group_count;
    const double *share;
    const char *const *name;    /* [group_count] of columns: "decile_1" */
    const char *const *heading; /* [group_count] above them: "1" */
    const char *over;           /* above these: "by decile (%)" */
    size_t top;                 /* how many of the first groups are the most deprived 20% */
} geo_area_shares;

/*
 * What per cent of a quantity in each area of the second set is of areas in each group, such as of
 * residents by decile: sums of people, never a mean of deciles. percent[j * group_count + group],
 * NaN where there is nothing; areas without a group are left out of both. known[j] (may be NULL):
 * how much that is a per cent of. O(groups * parts).
 */
GEO_API geo_status geo_apportion_shares(geo_context *context,
                                        const geo_correspondence *correspondence,
                                        const double *value, const geo_area_shares *groups,
                                        double *percent, double *known);

/* That as a table: code, name, parent, the quantity, NAME_percent of each group, and
 * `top_20_percent_residents`, the sum of the first (and no column of a group that is just that); at
 * its foot the total of all areas. A note tells how much of the quantity that is. */
GEO_API geo_status geo_apportion_shares_table(geo_context *context, const geo_areas *to,
                                              const geo_correspondence *correspondence,
                                              const geo_quantity *quantity,
                                              const geo_area_shares *groups, int decimals,
                                              geo_table **out);

#ifdef __cplusplus
}
#endif
#endif
