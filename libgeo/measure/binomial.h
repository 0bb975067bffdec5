/* The binomial distribution: the share of successes in a known number of trials. */
#ifndef GEO_MEASURE_BINOMIAL_H
#define GEO_MEASURE_BINOMIAL_H

/* `trials` is a whole number from 1 to 2e9. Success and failure sum to 1, and both stand here so
 * that the smaller keeps its digits. */
typedef struct geo_binomial {
    double trials;
    double success;
    double failure;
} geo_binomial;

/* Of odds success / failure given by their logarithm. */
geo_binomial geo_binomial_of_log_odds(double trials, double log_odds);

/* log P(X = count) for a whole count from 0 to trials. */
double geo_binomial_log_mass(const geo_binomial *binomial, double count);

/* log P(X <= count), log P(X >= count), of logarithms so that none vanishes. Each is a sum of as
 * many terms as some standard deviations hold: 1e5 of them for 1e9 trials. */
double geo_binomial_log_at_most(const geo_binomial *binomial, double count);
double geo_binomial_log_at_least(const geo_binomial *binomial, double count);

/* The log odds at which P(X >= count) = probability, 1 <= count <= trials, 0 < probability <= 1/2:
 * those of the quantile of the beta distribution of count and trials - count + 1. */
double geo_binomial_log_odds_at_least(double trials, double count, double probability);

#endif
