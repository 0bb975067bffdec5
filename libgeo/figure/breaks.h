/* How class breaks are found in a distribution of values. */
#ifndef GEO_FIGURE_BREAKS_H
#define GEO_FIGURE_BREAKS_H

#include <geo/figure.h>

/* Values in ascending order, equal ones as one. */
typedef struct geo_distribution {
    size_t count;
    double *value;
    double *weight; /* [count]: how many are equal to it */
    double total;   /* of the weights */
} geo_distribution;

/* Of the finite values that are at least `least`; of their distances from 0, when is_folded. */
geo_status geo_distribution_make(geo_context *context, const double *value, size_t count,
                                 double least, bool is_folded, geo_distribution *out);
void geo_distribution_clear(geo_distribution *distribution);
double geo_distribution_mean(const geo_distribution *distribution);
/* Of a sample: n - 1; 0 for fewer than two. About `centre`, which is the mean or 0. */
double geo_distribution_sd(const geo_distribution *distribution, double centre);
/* Type 7 of Hyndman and Fan (1996), The American Statistician 50: as numpy and R have it. */
double geo_distribution_quantile(const geo_distribution *distribution, double share);

/* The two functions below write at most `classes` - 1 ascending breaks and return how many. */

/* 1, 1.5, 2.5, 4, 6, 10 ...: the greatest of them above `lowest` that `highest` reaches. */
size_t geo_cut_geometric(double lowest, double highest, size_t classes, double *cut);
/* Multiples of the smallest step 1, 2 or 5 times a power of ten that is enough, above `lowest` and
 * up to `highest`. */
size_t geo_cut_equal(double lowest, double highest, size_t classes, double *cut, double *step);
/* `count` breaks a step apart, each to as many decimals as show three digits of the step. */
void geo_cut_steps(double first, double step, size_t count, double *cut);

/* The two functions below find where classes after the first begin in the distribution: at most
 * `classes` - 1 places. */
size_t geo_split_quantile(const geo_distribution *distribution, size_t classes, size_t *start);
/* Least sum of squared deviations from the means of the classes: Fisher (1958), Journal of the
 * American Statistical Association 53; Jenks (1977) for maps. Exact for up to 40,000 distinct
 * values; more of them are first gathered into 3,000 groups. */
geo_status geo_split_jenks(geo_context *context, const geo_distribution *distribution,
                           size_t classes, size_t *start, size_t *count);

#endif
