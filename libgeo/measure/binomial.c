#include "measure/binomial.h"

#include <float.h>
#include <math.h>

static const double log_two_pi = 1.8378770664093454836;

geo_binomial geo_binomial_of_log_odds(double trials, double log_odds)
{
    return (geo_binomial){trials, 1 / (1 + exp(-log_odds)), 1 / (1 + exp(log_odds))};
}

/* ---- mass: Loader 2000, Fast and accurate computation of binomial probabilities -------------- */

/* What Stirling's formula leaves of log n! (NIST DLMF 5.11.1), n > 0. */
static double stirling_error(double n)
{
    if (n < 16)
        return lgamma(n + 1) - (n + 0.5) * log(n) + n - 0.5 * log_two_pi;
    double square = n * n;
    double series = 1.0 / 1188 / square;
    series = (series - 1.0 / 1680) / square;
    series = (series + 1.0 / 1260) / square;
    series = (series - 1.0 / 360) / square;
    return (series + 1.0 / 12) / n;
}

/* count log(count / mean) + mean - count, by the series of the logarithm in
 * v = (count - mean) / (count + mean) where the terms would cancel: Loader's equation 5.2. */
static double deviance(double count, double mean)
{
    double off = count - mean;
    double v = off / (count + mean);
    if (!(fabs(v) < 0.1))
        return count * log(count / mean) - off;
    double sum = off * v;
    double term = 2 * count * v;
    for (int odd = 3; odd < 40; odd += 2) {
        term *= v * v;
        sum += term / odd;
    }
    return sum;
}

/* log(1 - other), where other = 1 - value. */
static double log_of_share(double value, double other)
{
    return other < 0.5 ? log1p(-other) : log(value);
}

double geo_binomial_log_mass(const geo_binomial *binomial, double count)
{
    double trials = binomial->trials;
    double failures = trials - count;
    if (count <= 0)
        return trials * log_of_share(binomial->failure, binomial->success);
    if (failures <= 0)
        return trials * log_of_share(binomial->success, binomial->failure);
    double correction = stirling_error(trials) - stirling_error(count) - stirling_error(failures);
    return correction - deviance(count, trials * binomial->success) -
           deviance(failures, trials * binomial->failure) -
           0.5 * (log_two_pi + log(count) + log(failures / trials));
}

/* ---- tails ---------------------------------------------------------------------------------- */

/* P(X >= count) / P(X = count), for a count not below the mean: the incomplete beta function of
 * whole parameters as the sum of masses that it is (DLMF 8.17.5), which then fall. */
static double tail_over_mass(const geo_binomial *binomial, double count)
{
    double odds = binomial->success / binomial->failure;
    double term = 1;
    double sum = 1;
    for (double k = count; k < binomial->trials && term > sum * DBL_EPSILON / 64; k++) {
        term *= (binomial->trials - k) / (k + 1) * odds;
        sum += term;
    }
    return sum;
}

static double log_of_rest(double log_share)
{
    return log_share > -0.5 ? log(-expm1(log_share)) : log1p(-exp(log_share));
}

static geo_binomial mirrored(const geo_binomial *binomial)
{
    return (geo_binomial){binomial->trials, binomial->failure, binomial->success};
}

/* For a count not below the mean. */
static double log_upper_tail(const geo_binomial *binomial, double count)
{
    return geo_binomial_log_mass(binomial, count) + log(tail_over_mass(binomial, count));
}

double geo_binomial_log_at_least(const geo_binomial *binomial, double count)
{
    if (count <= 0)
        return 0;
    if (count > binomial->trials)
        return -(double)INFINITY;
    if (count >= binomial->trials * binomial->success)
        return log_upper_tail(binomial, count);
    const geo_binomial failures = mirrored(binomial);
    return log_of_rest(log_upper_tail(&failures, binomial->trials - count + 1));
}

double geo_binomial_log_at_most(const geo_binomial *binomial, double count)
{
    const geo_binomial failures = mirrored(binomial);
    return geo_binomial_log_at_least(&failures, binomial->trials - count);
}

/* Newton's steps: the logarithm of the tail is a rising, concave function of the log odds, so that
 * from the first step on they stay below the root and rise to it. */
double geo_binomial_log_odds_at_least(double trials, double count, double probability)
{
    double target = log(probability);
    double at = log(count) - log(trials - count + 1);
    for (int i = 0; i < 100; i++) {
        const geo_binomial binomial = geo_binomial_of_log_odds(trials, at);
        double tail = geo_binomial_log_at_least(&binomial, count);
        double mass = geo_binomial_log_mass(&binomial, count);
        double slope = count * binomial.failure * exp(mass - tail);
        double step = (tail - target) / slope;
        at -= step;
        if (fabs(step) < 1e-14 * fmax(1, fabs(at)))
            break;
    }
    return at;
}
