/* Class breaks at steps: round numbers, and multiples of what a distribution has. */
#include <math.h>

#include "figure/breaks.h"
#include "figure/number_words.h"

#define SIGNIFICANT 3 /* digits of a step that a legend shows */

/* Steps of about 10^(1/5), the R5 series of preferred numbers (ISO 3) with rounder members. Seven
 * of them go down to about a twentieth of the highest value. */
size_t geo_cut_geometric(double lowest, double highest, size_t classes, double *cut)
{
    enum { STEPS = 5 };
    static const double mantissa[STEPS] = {1, 1.5, 2.5, 4, 6};
    double downwards[GEO_CLASSES_MOST];
    size_t count = 0;
    int exponent = geo_exponent_of(highest);
    int step = STEPS - 1;
    while (geo_scaled(mantissa[step], exponent) > highest)
        step--;
    while (count + 1 < classes && geo_scaled(mantissa[step], exponent) > lowest) {
        downwards[count++] = geo_scaled(mantissa[step], exponent);
        if (step-- == 0) {
            step = STEPS - 1;
            exponent--;
        }
    }
    for (size_t i = 0; i < count; i++)
        cut[i] = downwards[count - 1 - i];
    return count;
}

/* How many classes there are when cut at multiples of the step; a highest value that is one itself
 * needs no class of its own. */
static double classes_of_step(double lowest, double highest, double step)
{
    return ceil(highest / step) - floor(lowest / step);
}

static double step_for(double lowest, double highest, size_t classes, int *decimals)
{
    static const double mantissa[] = {1, 2, 5, 10, 20};
    enum { STEPS = sizeof mantissa / sizeof *mantissa };
    double least = highest / (double)classes - lowest / (double)classes;
    int exponent = geo_exponent_of(least);
    for (int i = 0; i + 1 < STEPS; i++) {
        double step = geo_scaled(mantissa[i], exponent);
        *decimals = 1 - exponent;
        if (step >= least &&
            (lowest == 0 || classes_of_step(lowest, highest, step) <= (double)classes))
            return step;
    }
    return geo_scaled(mantissa[STEPS - 1], exponent);
}

size_t geo_cut_equal(double lowest, double highest, size_t classes, double *cut, double *step)
{
    size_t count = 0;
    int decimals = 0;
    *step = step_for(lowest, highest, classes, &decimals);
    double first = floor(lowest / *step) + 1;
    while (count + 1 < classes) {
        double next = geo_round_to((first + (double)count) * *step, decimals);
        if (next > highest)
            break;
        cut[count++] = next;
    }
    return count;
}

void geo_cut_steps(double first, double step, size_t count, double *cut)
{
    int decimals = SIGNIFICANT - 1 - geo_exponent_of(step);
    for (size_t i = 0; i < count; i++)
        cut[i] = geo_round_to(first + (double)i * step, decimals);
}
