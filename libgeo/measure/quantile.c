#include "measure/quantile.h"

#include <float.h>
#include <math.h>
#include <stddef.h>

/* ---- normal: Wichura 1988, Algorithm AS 241 (PPND16), Applied Statistics 37, 477-484 --------- */

enum { AS241_TERMS = 8 };

struct rational {
    double above[AS241_TERMS]; /* by rising powers */
    double below[AS241_TERMS];
};

static const struct rational centre = {
    {3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
     1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
     3.3430575583588128105e4, 2.5090809287301226727e3},
    {1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
     2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4,
     5.2264952788528545610e3}};

static const struct rational tail = {
    {1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
     3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
     2.27238449892691845833e-2, 7.74545014278341407640e-4},
    {1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
     1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
     1.05075007164441684324e-9}};

static const struct rational far_tail = {
    {6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
     2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
     2.71155556874348757815e-5, 2.01033439929228813265e-7},
    {1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
     7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
     2.04426310338993978564e-15}};

static double polynomial(const double *coefficient, double x)
{
    double value = 0;
    for (size_t i = AS241_TERMS; i-- > 0;)
        value = value * x + coefficient[i];
    return value;
}

static double ratio(const struct rational *function, double x)
{
    return polynomial(function->above, x) / polynomial(function->below, x);
}

double geo_normal_quantile(double probability)
{
    double from_half = probability - 0.5;
    if (fabs(from_half) <= 0.425)
        return from_half * ratio(&centre, 0.180625 - from_half * from_half);
    double root = sqrt(-log(from_half < 0 ? probability : 1 - probability));
    double z = root <= 5 ? ratio(&tail, root - 1.6) : ratio(&far_tail, root - 5);
    return from_half < 0 ? -z : z;
}

/* ---- gamma ---------------------------------------------------------------------------------- */

/* x^shape e^-x / Gamma(shape): the density times x. */
static double density_times_x(double shape, double x)
{
    return exp(shape * log(x) - x) / tgamma(shape);
}

/* The lower tail by its power series (NIST DLMF 8.7.1), good for x < shape + 1. */
static double lower_by_series(double shape, double x)
{
    double term = 1 / shape;
    double sum = term;
    for (double n = 1; term > sum * DBL_EPSILON / 4; n++) {
        term *= x / (shape + n);
        sum += term;
    }
    return density_times_x(shape, x) * sum;
}

/* The upper tail by its continued fraction (DLMF 8.9.2) with the algorithm of Lentz as modified by
 * Thompson and Barnett (1986), good for x >= shape + 1. */
static double upper_by_fraction(double shape, double x)
{
    double b = x + 1 - shape;
    double c = 1 / DBL_MIN;
    double d = 1 / b;
    double fraction = d;
    for (int n = 1; n < 1000; n++) {
        double a = -n * (n - shape);
        b += 2;
        d = 1 / (a * d + b);
        c = b + a / c;
        double step = c * d;
        fraction *= step;
        if (fabs(step - 1) < DBL_EPSILON)
            break;
    }
    return density_times_x(shape, x) * fraction;
}

static double tail_of(double shape, double x, int is_lower)
{
    if (x < shape + 1) {
        double lower = lower_by_series(shape, x);
        return is_lower ? lower : 1 - lower;
    }
    double upper = upper_by_fraction(shape, x);
    return is_lower ? 1 - upper : upper;
}

/* Newton's steps for the logarithm of the smaller tail over log x, where it is nearly straight; a
 * step that leaves what is known to hold the root halves that instead. */
double geo_gamma_quantile(double probability, double shape)
{
    int is_lower = probability < 0.5;
    double target = log(is_lower ? probability : 1 - probability);
    double low = -700;
    double high = log(shape + 1000);
    double at = log(shape);
    for (int i = 0; i < 200 && high - low > DBL_EPSILON * fmax(1, fabs(at)); i++) {
        double x = exp(at);
        double tail_at = tail_of(shape, x, is_lower);
        double off = log(tail_at) - target;
        if ((off > 0) == is_lower)
            high = at;
        else
            low = at;
        double slope = density_times_x(shape, x) / tail_at;
        double next = at - off / (is_lower ? slope : -slope);
        if (!(next > low && next < high))
            next = 0.5 * (low + high);
        if (fabs(next - at) < 1e-15)
            break;
        at = next;
    }
    return exp(at);
}
