/* Whether a series rises or falls: the Mann-Kendall test. */
#include <math.h>

#include <geo/spatial.h>

/* Ties are counted from each value's side: a group of t has t values with t - 1 others like it. */
static void compare(const double *value, size_t count, geo_mann_kendall *made, double *ties)
{
    for (size_t i = 0; i < count; i++) {
        double like = 0;
        if (isnan(value[i]))
            continue;
        made->count++;
        for (size_t j = 0; j < count; j++) {
            if (j > i)
                made->s += (value[j] > value[i]) - (value[j] < value[i]);
            like += value[j] == value[i];
        }
        *ties += (like - 1) * (2 * like + 5);
    }
}

geo_mann_kendall geo_mann_kendall_of(const double *value, size_t count)
{
    geo_mann_kendall made = {.count = 0};
    double ties = 0;
    compare(value, count, &made, &ties);
    double n = (double)made.count, s = (double)made.s;
    made.variance = (n * (n - 1) * (2 * n + 5) - ties) / 18;
    made.z = made.variance > 0 ? (s - (s > 0) + (s < 0)) / sqrt(made.variance) : 0;
    made.p = made.variance > 0 ? erfc(fabs(made.z) / sqrt(2)) : 1;
    return made;
}
