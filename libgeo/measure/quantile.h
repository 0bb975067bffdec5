/* Quantiles of the normal and of the gamma distribution. */
#ifndef GEO_MEASURE_QUANTILE_H
#define GEO_MEASURE_QUANTILE_H

/* z with P(Z < z) = probability, 0 < probability < 1; about 1e-15 relative. */
double geo_normal_quantile(double probability);

/* The x below which a gamma variable of that shape and scale 1 lies with the given probability:
 * half the chi-square quantile of 2 x shape degrees of freedom. 0 < shape <= 100, 0 < probability <
 * 1; about 1e-13 relative. */
double geo_gamma_quantile(double probability, double shape);

#endif
