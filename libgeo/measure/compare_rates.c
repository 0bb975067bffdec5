/* Two Poisson counts over their exposures: are their rates equal, and what is their ratio. Given
 * the sum of the counts one of them is binomial (Przyborowski and Wilenski 1940, Homogeneity of
 * results in testing samples from Poisson series, Biometrika 31). */
#include <math.h>

#include <geo/measure.h>

#include "measure/binomial.h"

static const double count_limit = 1e9;
/* Masses that differ by less count as equal, as in R's binom.test. */
static const double relative_error = 1e-7;

static bool is_whole(double count)
{
    return count >= 0 && count <= count_limit && count == floor(count);
}

static bool is_exposure(double exposure)
{
    return exposure > 0 && isfinite(exposure);
}

/* The first count from the mean upwards whose mass is not above `log_mass`; trials + 1 if none. */
static double opposite_tail(const geo_binomial *binomial, double log_mass)
{
    double low = ceil(binomial->trials * binomial->success);
    double high = binomial->trials + 1;
    while (low < high) {
        double middle = floor((low + high) / 2);
        if (geo_binomial_log_mass(binomial, middle) <= log_mass + log1p(relative_error))
            high = middle;
        else
            low = middle + 1;
    }
    return high;
}

/* The sum of all masses not above that of the count, which lies below the mean. */
static double two_tails(const geo_binomial *binomial, double count)
{
    double opposite = opposite_tail(binomial, geo_binomial_log_mass(binomial, count));
    return fmin(1, exp(geo_binomial_log_at_most(binomial, count)) +
                       exp(geo_binomial_log_at_least(binomial, opposite)));
}

double geo_poisson_compare(double count_a, double exposure_a, double count_b, double exposure_b)
{
    if (!is_whole(count_a) || !is_whole(count_b) || !is_exposure(exposure_a) ||
        !is_exposure(exposure_b))
        return (double)NAN;
    if (count_a + count_b == 0)
        return 1;
    const geo_binomial of_a = {count_a + count_b, 1 / (1 + exposure_b / exposure_a),
                               1 / (1 + exposure_a / exposure_b)};
    const geo_binomial of_b = {of_a.trials, of_a.failure, of_a.success};
    if (count_a < of_a.trials * of_a.success)
        return two_tails(&of_a, count_a);
    if (count_b < of_b.trials * of_b.success)
        return two_tails(&of_b, count_b);
    return 1;
}

/* The lower limit of the ratio of the first mean to the second: Clopper and Pearson 1934. */
static double lower_ratio(double count, double other_count, double outside)
{
    if (count <= 0)
        return 0;
    return exp(geo_binomial_log_odds_at_least(count + other_count, count, outside / 2));
}

void geo_rate_ratio_interval(double count_a, double exposure_a, double count_b, double exposure_b,
                             double level, double *lower, double *upper)
{
    *lower = (double)NAN;
    *upper = (double)NAN;
    if (!is_whole(count_a) || !is_whole(count_b) || !is_exposure(exposure_a) ||
        !is_exposure(exposure_b) || !(level > 0 && level < 1))
        return;
    double scale = exposure_b / exposure_a;
    *lower = scale * lower_ratio(count_a, count_b, 1 - level);
    *upper = count_b > 0 ? scale / lower_ratio(count_b, count_a, 1 - level) : (double)INFINITY;
}
