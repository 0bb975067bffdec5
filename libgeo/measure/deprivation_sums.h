/* Counts by group of deprivation, as all tables of it take them. */
#ifndef GEO_MEASURE_DEPRIVATION_SUMS_H
#define GEO_MEASURE_DEPRIVATION_SUMS_H

#include <geo/deprivation.h>
#include <geo/measure.h>

/* The groups, then what is in none, the most deprived 20%, and all. */
enum {
    GEO_PART_UNKNOWN = GEO_DEPRIVATION_GROUPS_MOST,
    GEO_PART_TOP,
    GEO_PART_ALL,
    GEO_DEPRIVATION_PARTS
};

typedef struct geo_deprivation_part {
    int64_t areas;
    double incidents;
    double rated; /* those of them in areas that have a population */
    double population;
} geo_deprivation_part;

typedef struct geo_deprivation_sums {
    geo_deprivation_part part[GEO_DEPRIVATION_PARTS];
} geo_deprivation_sums;

struct deprivation_work {
    const geo_area_counts *counts;
    const geo_area_deprivation *groups;
    const geo_deprivation_table_options *options;
    size_t count;                      /* kinds, or parents */
    int32_t *category;                 /* [count] nodes; of parents the one that they are about */
    struct geo_deprivation_sums *sums; /* [count] */
    bool is_whole;                     /* no area is shared out among groups */
    bool has_population;
    bool *hidden; /* [GEO_DEPRIVATION_PARTS * count] part by part; NULL: nothing is */
    geo_deprivation_table *made;
    geo_table *table; /* that of `made` */
};

/* Options and arrays in order, and room for the sums of `count` kinds or parents. */
geo_status geo_deprivation_begin(geo_context *context, const geo_area_counts *counts,
                                 const geo_area_deprivation *groups,
                                 const geo_deprivation_table_options *options, size_t count,
                                 struct deprivation_work *work);
/* Gives what was made away on GEO_OK, and frees the rest. */
geo_status geo_deprivation_end(struct deprivation_work *work, geo_status status,
                               geo_deprivation_table **out);

/* Of the areas that count and are in `parent` of parent_of ([areas], NULL: all are). */
geo_status geo_deprivation_sum(geo_context *context, const struct deprivation_work *work,
                               int32_t category, const int32_t *parent_of, int32_t parent,
                               geo_deprivation_sums *out);
/* Decides what is kept back. parent[i]: the kind, standing before it, that kind i is part of. */
geo_status geo_deprivation_hide(geo_context *context, struct deprivation_work *work,
                                const int32_t *parent);
bool geo_deprivation_hides(const struct deprivation_work *work, size_t part, size_t i);
bool geo_deprivation_hides_any(const struct deprivation_work *work, size_t i);

/* The parts that have rows, in order; returns how many. */
size_t geo_deprivation_rows(const struct deprivation_work *work, int part[GEO_DEPRIVATION_PARTS]);
const char *geo_deprivation_part_name(const struct deprivation_work *work, int part);

/* NaN where they cannot be told. */
double geo_deprivation_share(const geo_deprivation_sums *sums, int part);
double geo_deprivation_population_share(const geo_deprivation_sums *sums, int part);
double geo_deprivation_ratio(const geo_deprivation_sums *sums, int part);
void geo_deprivation_ratio_interval(const geo_deprivation_sums *sums, int part, double level,
                                    double *lower, double *upper);
double geo_deprivation_rate(const struct deprivation_work *work, const geo_deprivation_sums *sums,
                            int part);
void geo_deprivation_rate_interval(const struct deprivation_work *work,
                                   const geo_deprivation_sums *sums, int part, double *lower,
                                   double *upper);
/* SII, RII and index of the groups. */
geo_status geo_deprivation_inequality(geo_context *context, const struct deprivation_work *work,
                                      const geo_deprivation_sums *sums, geo_inequality *out);

/* ---- columns -------------------------------------------------------------------------------- */

/* Of incidents: whole numbers, or real ones where they are shared out. */
geo_type geo_deprivation_count_type(const struct deprivation_work *work);
void geo_deprivation_set_count(const struct deprivation_work *work, geo_column *column, size_t row,
                               double count);
/* Lower or higher, where the interval lies beside the reference. */
geo_status geo_deprivation_mark(geo_context *context, const struct deprivation_work *work,
                                geo_column *column, size_t row, double lower, double upper,
                                double reference);

/* ---- words ---------------------------------------------------------------------------------- */

geo_status geo_deprivation_add_sentence(geo_context *context, const struct deprivation_work *work);
geo_status geo_deprivation_add_comparison(geo_context *context,
                                          const struct deprivation_work *work);
/* What stands under all four: how rates and shares were made, what is hidden and rounded. */
geo_status geo_deprivation_add_notes(geo_context *context, const struct deprivation_work *work,
                                     bool has_rates);
/* SII, RII and concentration index. */
geo_status geo_deprivation_add_inequality_note(geo_context *context,
                                               const struct deprivation_work *work);

#endif
